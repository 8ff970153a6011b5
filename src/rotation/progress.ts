import type { ConsumerName, ValidationReason } from '../consumers/consumer.ts';
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
  /** What the last look found in place of what is awaited. */
  seen?: string;
}

/** What became of one consumer in this run. */
export interface Entry {
  readonly consumer: ConsumerName;
  status: ConsumerState['status'];
  error: string;
  /** Certificates that this run rebound it from. */
  readonly reboundFrom: Set<string>;
  /** How often it was rebound, and when last, by the monotonic clock. */
  times: number;
  reboundAtMs: number;
  /** Was an update sent whose response was lost, and that was not seen to have failed? */
  isUncertain: boolean;
  /** Set until it is seen to be bound. */
  awaited: Before | undefined;
}

/** What a rotation has done so far; it stands if a later step fails. */
export interface Progress {
  readonly entries: ReadonlyMap<string, Entry>;
  readonly deleted: Certificate[];
  newCertificate: Certificate | undefined;
  created: Certificate | undefined;
  probed: readonly Probed[];
  entryOf(consumer: ConsumerName): Entry;
  /** Stops all further updates; the first reason counts. */
  halt(error: ActionError): void;
  /** @throws ActionError `halted` after {@link halt} */
  throwIfHalted(): void;
}

/** Nothing done yet. */
export function makeProgress(newCertificate?: Certificate): Progress {
  const entries = new Map<string, Entry>();
  let halted: ActionError | undefined;
  return {
    entries,
    deleted: [],
    newCertificate,
    created: undefined,
    probed: [],
    entryOf: ({ kind, id, name }) => {
      const key = `${kind.output} ${id.toLowerCase()}`;
      const found = entries.get(key) ?? {
        consumer: { kind, id, name },
        status: 'kept',
        error: '',
        reboundFrom: new Set<string>(),
        times: 0,
        reboundAtMs: -Infinity,
        isUncertain: false,
        awaited: undefined,
      };
      entries.set(key, found);
      return found;
    },
    halt: (error) => {
      halted ??= error;
    },
    throwIfHalted: () => {
      if (halted !== undefined) throw new ActionError('halted', `Not tried, because of this: ${halted.message}`);
    },
  };
}

/** The consumers with this status. */
export function entriesWith({ entries }: Progress, status: ConsumerState['status']): Entry[] {
  return [...entries.values()].filter((entry) => entry.status === status);
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
