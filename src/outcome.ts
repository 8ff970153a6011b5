import type { ConsumerName } from './consumers/consumer.ts';
import type { LazyClusters } from './consumers/clusters.ts';
import type { Certificate } from './digitalocean/certificates.ts';
import type { Client } from './digitalocean/client.ts';
import type { Proxies } from './digitalocean/proxies.ts';
import { ActionError, internalError } from './errors.ts';
import type { ActionErrorOptions, ErrorCode } from './errors.ts';
import type { Log } from './log.ts';
import type { Probed } from './tls/handshake.ts';
import type { Deadline } from './waiting.ts';

/** What an operation works with. */
export interface Context {
  readonly client: Client;
  /** For other hosts than the API's. Endpoints are contacted directly all the same. */
  readonly proxies: Proxies;
  readonly deadline: Deadline;
  readonly log: Log;
  /** Kubernetes clusters that own consumers; without, what they own is left to them. */
  readonly clusters?: LazyClusters;
}

/**
 * How it stands with a consumer at the end: `kept` on what it had, `rebound`, `failed` to be, left to its `kubernetes` cluster, or, in
 * a dry run, `planned` to be rebound.
 */
export interface ConsumerState extends ConsumerName {
  readonly status: 'kept' | 'rebound' | 'failed' | 'kubernetes' | 'planned';
  /** Why it failed; empty otherwise. */
  readonly error: string;
}

/** A certificate that does not pass: in state `error`, expired, or with fewer days left than were asked for. */
export interface ExpiringCertificate {
  readonly certificate: Certificate;
  readonly reason: 'error' | 'expired' | 'short';
  /** How much time it must have left, in milliseconds. */
  readonly limitMs: number;
  /** Of an older member: what still uses it. */
  readonly usedBy?: readonly ConsumerName[];
}

/** A certificate that is due for renewal, since when, and why: its lifetime, its CA's wish, because it was revoked, or by its names. */
export interface DueCertificate {
  readonly certificate: Certificate;
  readonly dueAt: Date;
  readonly reason: 'lifetime' | 'ari' | 'revoked' | 'names';
}

/** What an address serves, and what is wrong with it, one sentence each. */
export interface EndpointState {
  readonly probed: Probed;
  readonly problems: readonly string[];
}

/** What a check found, for a report that lasts: it names families, since ids change. */
export interface ReportFacts {
  /** What was checked: a family, certain endpoints, or all certificates. */
  readonly subject:
    | { readonly kind: 'family'; readonly name: string }
    | { readonly kind: 'endpoints'; readonly names: readonly string[] }
    | { readonly kind: 'account' };
  readonly rows: readonly ReportRow[];
  /** Was everything read? Otherwise nothing may be closed. */
  readonly isComplete: boolean;
}

/** One problem of a family or an endpoint. */
export interface ReportRow {
  readonly what: string;
  /** Stays the same from day to day. */
  readonly problem: string;
  /** When it expires, as RFC 3339; empty if that is not known. */
  readonly expires: string;
  readonly dnsNames: readonly string[];
}

/** What became of one certificate of a `directory`; in a dry run, what would. */
export interface ItemState {
  /** Path relative to the folder, and the client's own name. */
  readonly source: string;
  readonly status: 'created' | 'rotated' | 'unchanged' | 'skipped' | 'failed';
  /** Why it failed or was skipped; empty otherwise. */
  readonly error: string;
  /** As it is on DigitalOcean, or, without an id, as far as it is known. */
  readonly certificate: Certificate;
}

/** What is known at the end of an operation. */
export interface Outcome {
  /** The certificates that it is about, in the API's order. */
  readonly certificates: readonly Certificate[];
  /** The one that the scalar outputs describe; without it they describe the one that expires first. */
  readonly subject?: Certificate | undefined;
  /** Was something written, or, in a dry run, would it be? Undefined if that is not known. */
  readonly changed: boolean | undefined;
  /** What the matrix for a next job is made of; absent for operations that have none. */
  readonly listed?: readonly Certificate[];
  readonly created?: Certificate | undefined;
  /** What became of each certificate of a `directory`. */
  readonly items?: readonly ItemState[];
  /** All that were created for the items. */
  readonly createdForItems?: readonly Certificate[];
  /** Is the certificate the one that was supplied? */
  readonly matches?: boolean | undefined;
  readonly consumers?: readonly ConsumerState[];
  readonly endpoints?: readonly EndpointState[];
  /** The certificates that did not pass a check, the first to expire first. */
  readonly expiring?: readonly ExpiringCertificate[];
  /** The certificates that are due for renewal, the first to expire first. */
  readonly due?: readonly DueCertificate[];
  /** PEM of the leaf certificate that is served, if one certificate was checked. */
  readonly servedLeaf?: string;
  /** What a check leaves for the report. */
  readonly report?: ReportFacts;
  /** The page of the issue that reports it. */
  readonly issueUrl?: string;
  readonly deleted?: readonly Certificate[];
  /** What a dry run would do. */
  readonly planned?: readonly PlannedStep[];
}

/** One step of a plan: what would be done to what, and, if it is left alone, why. */
export interface PlannedStep {
  readonly action: 'upload' | 'order' | 'rebind' | 'delete' | 'leave';
  readonly object: string;
  readonly reason: string;
}

/** Nothing is known, and nothing was written. */
export const NOTHING_DONE: Outcome = { certificates: [], changed: false };

/** An operation that failed, with everything that is known so far. */
export class OperationError extends ActionError {
  readonly known: Outcome;
  constructor(code: ErrorCode, message: string, known: Outcome, options: ActionErrorOptions = {}) {
    super(code, message, options);
    this.known = known;
  }
}

/** The same failure, with what is known. What it left uncertain is not known, unless something was written before. */
export function withKnown(error: unknown, known: Outcome): OperationError {
  const { code, message, isUncertain } = error instanceof ActionError ? error : internalError(error);
  const changed = isUncertain && known.changed !== true ? undefined : known.changed;
  return new OperationError(code, message, { ...known, changed }, { cause: error, isUncertain });
}

/** What is known at the end of an operation that failed. */
export function knownOf(error: unknown): Outcome {
  if (error instanceof OperationError) return error.known;
  const isKnown = error instanceof ActionError && !error.isUncertain;
  return { ...NOTHING_DONE, changed: isKnown ? false : undefined };
}
