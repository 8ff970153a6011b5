import type { ApiRequest, Raw } from './world.ts';

/** What goes wrong. `effect` says whether the request does its work before. */
export type Fault =
  | {
      readonly kind: 'status';
      readonly status: number;
      readonly headers?: Readonly<Record<string, string>>;
      readonly body?: unknown;
      readonly effect?: boolean;
    }
  /** The connection ends without an answer. */
  | { readonly kind: 'break'; readonly effect: boolean }
  /** The answer is held back: for `delayMs`, or until the client goes away. */
  | { readonly kind: 'late'; readonly effect: boolean; readonly delayMs?: number }
  /** The connection ends in the middle of the body. */
  | { readonly kind: 'cut'; readonly effect: boolean }
  /** A success with a body that is not JSON. */
  | { readonly kind: 'garbage'; readonly effect: boolean }
  /** A success whose JSON ends too early. */
  | { readonly kind: 'truncate'; readonly effect: boolean }
  /** The request does its work, and the answer tells something else of it. */
  | { readonly kind: 'alter'; readonly effect: true; readonly change: (body: Raw) => Raw }
  /** The connection is reset at once. */
  | { readonly kind: 'refuse' };

/** Which requests a fault is for: all that fit every member given. */
export interface FaultMatch {
  /** The nth request from when the fault was set, from 0. */
  readonly index?: number;
  readonly method?: string;
  /** The beginning of the path, or a pattern for the path with its query. */
  readonly path?: string | RegExp;
  /** How many requests it hits; one when not given. */
  readonly times?: number;
  /** How many that fit are let through before. */
  readonly after?: number;
}

export interface Faults {
  add(match: FaultMatch, fault: Fault): void;
  clear(): void;
  /** The fault for this request, if there is one. Counts the request. */
  next(request: ApiRequest): Fault | undefined;
}

/** The faults that are set, each with its own count. */
export function makeFaults(): Faults {
  let entries: { match: FaultMatch; fault: Fault; seen: number; fitting: number }[] = [];
  return {
    add: (match, fault) => {
      entries.push({ match, fault, seen: 0, fitting: 0 });
    },
    clear: () => {
      entries = [];
    },
    next: (request) => {
      let found: Fault | undefined;
      for (const entry of entries) {
        const index = entry.seen;
        entry.seen += 1;
        if (!fits(entry.match, request, index)) continue;
        const first = entry.match.after ?? 0;
        const isHit = entry.fitting >= first && entry.fitting < first + (entry.match.times ?? 1);
        entry.fitting += 1;
        if (isHit) found ??= entry.fault;
      }
      return found;
    },
  };
}

function fits({ index, method, path }: FaultMatch, request: ApiRequest, seen: number): boolean {
  if (index !== undefined && index !== seen) return false;
  if (method !== undefined && method !== request.method) return false;
  if (path === undefined) return true;
  return typeof path === 'string'
    ? request.pathname.startsWith(path)
    : path.test(`${request.pathname}?${request.query.toString()}`);
}
