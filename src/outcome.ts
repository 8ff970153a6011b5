import type { Certificate } from './digitalocean/certificates.ts';
import type { Client } from './digitalocean/client.ts';
import type { Consumer } from './consumers/consumer.ts';
import type { ActionError } from './errors.ts';
import type { Log } from './log.ts';
import type { Served } from './tls/handshake.ts';

/** What an operation works with. */
export interface Context {
  readonly client: Client;
  readonly log: Log;
}

/**
 * How it stands with a consumer at the end: `kept` on what it had, `rebound`, `failed` to be, left to its `kubernetes` cluster, or, in
 * a dry run, `planned` to be rebound.
 */
export interface ConsumerState extends Consumer {
  readonly status: 'kept' | 'rebound' | 'failed' | 'kubernetes' | 'planned';
  /** Why it failed; empty otherwise. */
  readonly error: string;
}

/** A certificate that does not pass: in the state `error`, ended, or with fewer days than were asked for. */
export interface ShortCertificate {
  readonly certificate: Certificate;
  readonly reason: 'error' | 'expired' | 'short';
}

/** What an endpoint was seen to serve, and what is wrong with it, where that was asked. */
export interface ServedState extends Served {
  readonly problems?: readonly string[];
}

/** What is found short, for a report that lasts: it speaks of families, since ids change. */
export interface ReportFacts {
  /** What was checked: a family, certain endpoints, or all certificates. */
  readonly subject:
    | { readonly kind: 'family'; readonly name: string }
    | { readonly kind: 'endpoints'; readonly names: readonly string[] }
    | { readonly kind: 'account' };
  readonly rows: readonly ReportRow[];
  /** Was all of it read? Else it may not be said that all is well. */
  readonly isWhole: boolean;
}

/** One thing that is short: a family or an endpoint. */
export interface ReportRow {
  readonly what: string;
  /** Stays the same from day to day. */
  readonly problem: string;
  /** When it ends, as RFC 3339; empty when that is not known. */
  readonly ends: string;
  readonly dnsNames: readonly string[];
}

/** What is known at the end of an operation, also of one that failed. */
export interface Outcome {
  /** The certificates that it is about, in the API's order. */
  readonly certificates: readonly Certificate[];
  /** The one that the scalar outputs tell; without it they tell the one that ends first. */
  readonly subject?: Certificate | undefined;
  /** Was something written, or, in a dry run, would it be? Undefined when that is not known. */
  readonly changed: boolean | undefined;
  /** What the matrix for a next job is made of; absent for operations that have none. */
  readonly listed?: readonly Certificate[];
  readonly created?: Certificate | undefined;
  /** Is the certificate there the one that was supplied? */
  readonly matches?: boolean | undefined;
  readonly consumers?: readonly ConsumerState[];
  /** What each endpoint was seen to serve. */
  readonly served?: readonly ServedState[];
  /** The certificates that did not pass a check, the first to end first. */
  readonly expiring?: readonly ShortCertificate[];
  /** What a check leaves for the report. */
  readonly report?: ReportFacts;
  /** The page of the issue that reports it. */
  readonly issueUrl?: string;
  readonly deleted?: readonly Certificate[];
  /** What a dry run would do. */
  readonly planned?: readonly PlannedStep[];
  readonly failure?: ActionError | undefined;
}

/** One step of a plan: what would be done to what, and, where it is left alone, why. */
export interface PlannedStep {
  readonly action: 'upload' | 'order' | 'rebind' | 'delete' | 'leave';
  readonly object: string;
  readonly reason: string;
}

/** Nothing is known, and nothing was written. */
export const NOTHING_DONE: Outcome = { certificates: [], changed: false };
