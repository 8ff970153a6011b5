import type { Consumer } from '../consumers/consumer.ts';
import type { LoadBalancer } from '../consumers/load-balancer.ts';
import type { ActionError } from '../errors.ts';
import type { ConsumerState } from '../outcome.ts';

/** What a load balancer looked like before it was changed: what it must come back to. */
export interface Before {
  readonly status: string;
  readonly validationReasons: readonly string[];
  /** The domains whose certificate was changed. */
  readonly domains: readonly string[];
}

/** What became of one consumer in this run. */
export interface Entry {
  readonly consumer: Consumer;
  status: ConsumerState['status'];
  error: string;
  /** Certificates that this run moved it off. */
  readonly movedOff: Set<string>;
  /** How often it was rebound. */
  times: number;
  /** Set until it is seen to be bound. */
  awaited: Before | undefined;
}

/** The account of a rotation. */
export interface Ledger {
  readonly entries: ReadonlyMap<string, Entry>;
  /** Why nothing more may be written; the first reason counts. */
  readonly halted: ActionError | undefined;
  entryOf(consumer: Consumer): Entry;
  halt(error: ActionError): void;
}

export function makeLedger(): Ledger {
  const entries = new Map<string, Entry>();
  let halted: ActionError | undefined;
  return {
    entries,
    get halted() {
      return halted;
    },
    entryOf: ({ kind, id, name }) => {
      const found = entries.get(id) ?? {
        consumer: { kind, id, name },
        status: 'kept',
        error: '',
        movedOff: new Set<string>(),
        times: 0,
        awaited: undefined,
      };
      entries.set(id, found);
      return found;
    },
    halt: (error) => {
      halted ??= error;
    },
  };
}

/** The load balancer as a consumer. */
export function consumerOf({ id, name }: Pick<LoadBalancer, 'id' | 'name'>, kind: Consumer['kind']): Consumer {
  return { kind, id, name };
}

/** The states of all consumers, for outputs and summary. */
export function statesOf({ entries }: Ledger): ConsumerState[] {
  return [...entries.values()].map(({ consumer, status, error }) => ({ ...consumer, status, error }));
}
