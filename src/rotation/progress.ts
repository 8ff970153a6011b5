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
  /** The body of the last update, and the families whose certificates it replaced. */
  sent: Readonly<Record<string, unknown>> | undefined;
  sentFor: readonly string[];
  /** Certificates that this run rebound it from. */
  readonly reboundFrom: Set<string>;
  /** Families that this run rebound it for. */
  readonly reboundFor: Set<string>;
  /** Families that it was not rebound for, and why, while it was for others. */
  readonly refusals: Map<string, ActionError>;
  /** Families whose user was told to annotate its Service. */
  readonly leftFor: Set<string>;
  /** How often it was rebound, and when last, by the monotonic clock. */
  times: number;
  reboundAtMs: number;
  /** Was an update sent whose response was lost, and that was not seen to have failed? */
  isUncertain: boolean;
  /** Did its cluster refuse? Then the next round leaves it to its user. */
  isLeft: boolean;
  before: Before | undefined;
}

/** What may stop by itself: updates of a kind of consumer, or deletions. */
export type Haltable = ConsumerKind | 'deletion';

/** The consumers of all rotations of a run: one that several use has one entry, and is worked on once for all of them. */
export interface Registry {
  readonly entries: ReadonlyMap<string, Entry>;
  entryOf(consumer: ConsumerName): Entry;
  /** Stops all further writes, or those of one kind; the first reason counts. */
  halt(error: ActionError, what?: Haltable): void;
  /** @throws ActionError `halted` after {@link halt}, of all or of this kind */
  throwIfHalted(what?: Haltable): void;
}

/** What the rotation of one family has done so far; it stands if a later step fails. */
export interface Progress {
  readonly family: string;
  readonly registry: Registry;
  /** The entries of the consumers that it has to do with. */
  readonly entries: ReadonlyMap<string, Entry>;
  readonly deleted: Certificate[];
  /** Ids that were seen not to exist any more: a list may still show them. */
  readonly gone: Set<string>;
  existing: Certificate | undefined;
  created: Certificate | undefined;
  probed: readonly Probed[];
  entryOf(consumer: ConsumerName): Entry;
}

/** No consumer yet. */
export function makeRegistry(): Registry {
  const entries = new Map<string, Entry>();
  const halted = new Map<Haltable | undefined, ActionError>();
  return {
    entries,
    entryOf: (consumer) => {
      const key = keyOf(consumer);
      const found = entries.get(key) ?? makeEntry(consumer);
      // A cluster may have taken it over.
      found.consumer = nameOnly(consumer, found.consumer);
      entries.set(key, found);
      return found;
    },
    halt: (error, what) => {
      if (!halted.has(what)) halted.set(what, error);
    },
    throwIfHalted: (what) => {
      const reason = halted.get(undefined) ?? halted.get(what);
      if (reason !== undefined) throw new ActionError('halted', `Not tried, because of this: ${reason.message}`);
    },
  };
}

/** Nothing done yet. */
export function makeProgress(existing?: Certificate, family = '', registry = makeRegistry()): Progress {
  const entries = new Map<string, Entry>();
  return {
    family,
    registry,
    entries,
    deleted: [],
    gone: new Set(),
    existing,
    created: undefined,
    probed: [],
    entryOf: (consumer) => {
      const entry = registry.entryOf(consumer);
      entries.set(keyOf(consumer), entry);
      return entry;
    },
  };
}

/** Kinds do not share ids. */
function keyOf({ kind, id }: ConsumerName): string {
  return `${kind.output} ${id.toLowerCase()}`;
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
  sentFor: [],
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
    reboundFor: new Set(),
    refusals: new Map(),
    leftFor: new Set(),
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
export function statesOf({ entries, family }: Progress): ConsumerState[] {
  return [...entries.values()].map((entry) => {
    const refusal = entry.refusals.get(family);
    const { consumer, status, error } = entry;
    return refusal === undefined
      ? { ...consumer, status, error }
      : { ...consumer, status: 'failed', error: refusal.message };
  });
}

/** Entries with something left to do. */
export function openEntries({ entries }: Progress): Entry[] {
  return [...entries.values()].filter(({ phase }) => phase !== 'done');
}

/** Was something written? Undefined if an update was lost, and nothing else was written. */
export function changedBy({ entries, created, deleted }: Progress): boolean | undefined {
  const all = [...entries.values()];
  if (created !== undefined || deleted.length > 0 || all.some(({ times }) => times > 0)) return true;
  return all.some(({ isUncertain }) => isUncertain) ? undefined : false;
}
