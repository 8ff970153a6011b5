import type { ConsumerKind, ConsumerName, ValidationReason } from '../consumers/consumer.ts';
import type { Certificate } from '../digitalocean/certificates.ts';
import { ActionError } from '../errors.ts';
import type { ConsumerState } from '../outcome.ts';
import type { Probed } from '../tls/handshake.ts';

/** What a consumer looked like before it was updated. */
export interface Before {
  readonly status: string;
  readonly validationReasons: readonly ValidationReason[];
  /** The host names whose certificate was replaced. */
  readonly hostNames: readonly string[];
  /** Those of them that were not active: they need not become so. */
  readonly inactive: readonly string[];
  /** What the last look found in place of what is awaited. */
  seen?: string;
  /** What the controller of its cluster says against it; empty if nothing. */
  warnings?: string;
}

/** What became of one consumer in this run. */
export interface Entry {
  /** As the last list names it. */
  consumer: ConsumerName;
  status: ConsumerState['status'];
  /** Why it failed, was not tried, or is not confirmed yet. */
  error: string;
  /** What is still to be done with it: rebind it, see it bound, or nothing. */
  phase: 'rebind' | 'confirm' | 'done';
  /** When that is tried next, by the monotonic clock, and how long to wait after that. */
  dueAtMs: number;
  pauseMs: number;
  /** Attempts that counted, and the failure of the last one. */
  attempts: number;
  notFound: number;
  rejections: number;
  lastError: ActionError | undefined;
  /** The body of the last update. */
  sent: Readonly<Record<string, unknown>> | undefined;
  /** Certificates that this run rebound it from. */
  readonly reboundFrom: Set<string>;
  /** How often it was rebound, and when last, by the monotonic clock. */
  times: number;
  reboundAtMs: number;
  /** Was an update sent whose response was lost, and that was not seen to have failed? */
  isUncertain: boolean;
  /** Did its cluster refuse? Then the next round leaves it to its user. */
  isLeft: boolean;
  before: Before | undefined;
}

/** What a rotation has done so far; it stands if a later step fails. */
export interface Progress {
  readonly entries: ReadonlyMap<string, Entry>;
  readonly deleted: Certificate[];
  /** Ids that were seen not to exist any more: a list may still show them. */
  readonly gone: Set<string>;
  existing: Certificate | undefined;
  created: Certificate | undefined;
  probed: readonly Probed[];
  entryOf(consumer: ConsumerName): Entry;
  /** Stops all further updates, or those of one kind; the first reason counts. */
  halt(error: ActionError, kind?: ConsumerKind): void;
  /** @throws ActionError `halted` after {@link halt}, of all or of this kind */
  throwIfHalted(kind?: ConsumerKind): void;
}

/** Nothing done yet. */
export function makeProgress(existing?: Certificate): Progress {
  const entries = new Map<string, Entry>();
  const halted = new Map<ConsumerKind | undefined, ActionError>();
  return {
    entries,
    deleted: [],
    gone: new Set(),
    existing,
    created: undefined,
    probed: [],
    entryOf: (consumer) => {
      const key = `${consumer.kind.output} ${consumer.id.toLowerCase()}`;
      const found = entries.get(key) ?? makeEntry(consumer);
      // A cluster may have taken it over.
      found.consumer = nameOnly(consumer, found.consumer);
      entries.set(key, found);
      return found;
    },
    halt: (error, kind) => {
      if (!halted.has(kind)) halted.set(kind, error);
    },
    throwIfHalted: (kind) => {
      const reason = halted.get(undefined) ?? halted.get(kind);
      if (reason !== undefined) throw new ActionError('halted', `Not tried, because of this: ${reason.message}`);
    },
  };
}

const UNTRIED = {
  error: '',
  dueAtMs: 0,
  pauseMs: 0,
  attempts: 0,
  notFound: 0,
  rejections: 0,
  lastError: undefined,
  sent: undefined,
  isLeft: false,
} as const;

/** Without what changes; a Service that was known stays known. */
function nameOnly({ kind, id, name, service }: ConsumerName, before?: ConsumerName): ConsumerName {
  return { kind, id, name, service: service ?? before?.service };
}

function makeEntry(consumer: ConsumerName): Entry {
  return {
    consumer: nameOnly(consumer),
    status: 'kept',
    ...UNTRIED,
    phase: 'done',
    reboundFrom: new Set(),
    times: 0,
    reboundAtMs: -Infinity,
    isUncertain: false,
    before: undefined,
  };
}

/** Begins the work on a consumer anew, whatever became of the last try. */
export function restartEntry(entry: Entry): void {
  Object.assign(entry, UNTRIED, { phase: 'rebind' });
}

/** Ends the work on a consumer as failed. */
export function failEntry(entry: Entry, why: string): void {
  Object.assign(entry, { status: 'failed', error: why, phase: 'done' });
}

/** The states of all consumers, for outputs and summary. */
export function statesOf({ entries }: Progress): ConsumerState[] {
  return [...entries.values()].map(({ consumer, status, error }) => ({ ...consumer, status, error }));
}

/** Was something written? Undefined if an update was lost, and nothing else was written. */
export function changedBy({ entries, created, deleted }: Progress): boolean | undefined {
  const all = [...entries.values()];
  if (created !== undefined || deleted.length > 0 || all.some(({ times }) => times > 0)) return true;
  return all.some(({ isUncertain }) => isUncertain) ? undefined : false;
}
