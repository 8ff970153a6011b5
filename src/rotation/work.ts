import type { Consumer } from '../consumers/consumer.ts';
import type { Context } from '../outcome.ts';
import type { RotateTask } from '../task.ts';
import { within } from '../waiting.ts';
import type { Deadline } from '../waiting.ts';
import type { AwaitedEndpoint } from './await-served.ts';
import type { Progress } from './progress.ts';
import type { Selection, Users } from './selection.ts';
import type { Source } from './source.ts';

/** The longest that one step of a rotation keeps the others waiting, in milliseconds. */
const SLICE_MS = 30_000;

/** The rotation of one family: what is put in place of what, and what has been done so far. */
export interface Rotation {
  readonly task: RotateTask;
  readonly source: Source;
  /** As the account was before anything was written. */
  readonly selection: Selection;
  readonly consumers: readonly Consumer[];
  readonly endpoints: readonly AwaitedEndpoint[];
  readonly progress: Progress;
}

/** The account as it is at the beginning of a round, and what it is to the rotation. */
export interface Round {
  readonly consumers: readonly Consumer[];
  readonly selection: Selection;
  readonly users: Users;
}

/** What a failure is told of at the deadline: it throws, or leaves something for the next run. */
export interface Obstacle {
  readonly reason: string;
  readonly giveUp: () => void;
}

/** How a rotation ended: after a last round, or with a failure. */
export type Ending = { readonly round: Round } | { readonly error: unknown };

/** A rotation beside others, between its rounds. */
export interface Work extends Rotation {
  /** The last reading. */
  round: Round | undefined;
  /** Does every endpoint serve the new certificate, since the last update? */
  isServed: boolean;
  /** What it waits for. */
  obstacle: Obstacle | undefined;
  /** How often it could not delete yet. */
  waits: number;
  ending: Ending | undefined;
}

/** A rotation in a round, with what was read for it. */
export type WorkInRound = Work & { readonly round: Round };

/** A rotation before its first round. */
export function beginWork(rotation: Rotation): Work {
  return { ...rotation, round: undefined, isServed: false, obstacle: undefined, waits: 0, ending: undefined };
}

/** Does a part of a rotation. What fails ends this one, and no other. */
export async function attempt(work: Work, act: () => Promise<void> | void): Promise<void> {
  try {
    await act();
  } catch (error) {
    work.ending = { error };
  }
}

/** The end of one step: that of all waiting, unless other rotations wait for it. */
export function sliceOf({ deadline }: Context, works: readonly Work[]): Deadline {
  return works.length > 1 ? within(deadline, SLICE_MS) : deadline;
}
