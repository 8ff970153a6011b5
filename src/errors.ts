import { clauseOf, messageOf } from './text.ts';

/** What an error response of the API means to us. */
export type ApiErrorKind =
  | 'unauthorized'
  | 'missing_scope'
  | 'forbidden'
  | 'in_use'
  | 'busy'
  | 'not_found'
  | 'name_not_unique'
  | 'rate_limited'
  | 'redirected'
  | 'server'
  | 'lost'
  | 'unexpected'
  | 'rejected';

/** Every failure there is. Each has a row in docs/troubleshooting.md. */
export type ErrorCode =
  | `api_${ApiErrorKind}`
  | 'acme_account'
  | 'acme_failed'
  | 'came_back'
  | 'cancelled'
  | 'changed_otherwise'
  | 'check_failed'
  | 'dropped_names'
  | 'empty_family'
  | 'endpoint_unreachable'
  | 'halted'
  | 'in_use'
  | 'input'
  | 'internal'
  | 'items_failed'
  | 'kubernetes_expiring'
  | 'lego_unusable'
  | 'list_unstable'
  | 'mismatch'
  | 'missing_scopes'
  | 'name_hidden'
  | 'name_taken'
  | 'not_deleted'
  | 'not_found'
  | 'not_issued'
  | 'not_rebound'
  | 'not_served'
  | 'older'
  | 'origin_ca'
  | 'pending'
  | 'revoked'
  | 'several'
  | 'state_error'
  | 'suffixed_name'
  | 'superseded'
  | 'timeout'
  | 'unconfirmed'
  | 'uncovered_domain'
  | 'unusual_id'
  | 'upload_unknown';

export interface ActionErrorOptions extends ErrorOptions {
  /** A request that writes was sent, and whether it took effect is not known. */
  readonly isUncertain?: boolean;
}

/** A failure that the user is told about: what failed, on what, why, and what to do. `code` is stable and for programs. */
export class ActionError extends Error {
  readonly code: ErrorCode;
  readonly isUncertain: boolean;
  constructor(code: ErrorCode, message: string, options: ActionErrorOptions = {}) {
    super(message, options);
    this.name = new.target.name;
    this.code = code;
    this.isUncertain = options.isUncertain ?? false;
  }
}

/** A failure that is a fault of the action itself. What was sent when it came up is not known. */
export function internalError(error: unknown): ActionError {
  const what = clauseOf(messageOf(error));
  return new ActionError(
    'internal',
    `This is a fault of the action itself${what === '' ? '' : `: ${what}`}. Run it again with debug logging, and report what it logs.`,
    { cause: error, isUncertain: true },
  );
}

/** The inputs cannot be used. All problems are in one error; nothing has been sent. */
export class InputError extends ActionError {
  readonly problems: readonly string[];
  constructor(problems: readonly string[]) {
    const [only = 'The inputs cannot be used.'] = problems;
    const numbered = problems.map((problem, at) => `(${at + 1}) ${problem}`).join(' ');
    super('input', problems.length <= 1 ? only : `The inputs have ${problems.length} problems. ${numbered}`);
    this.problems = problems;
  }
}

export interface ApiErrorFacts {
  readonly kind: ApiErrorKind;
  /** The HTTP status; 0 if no response could be read. */
  readonly status: number;
  /** `METHOD /v2/path`, without the query. */
  readonly request: string;
  /** The API's own `message`, redacted, on one line and truncated; empty if there was none. */
  readonly reason: string;
  readonly requestId?: string | undefined;
  /** The token scope that the request needs. */
  readonly scope: string;
}

/** A request that the API refused, or whose response was lost. */
export class ApiError extends ActionError {
  readonly kind: ApiErrorKind;
  readonly status: number;
  readonly request: string;
  readonly reason: string;
  readonly requestId: string | undefined;
  readonly scope: string;
  constructor(facts: ApiErrorFacts, message: string, options: ActionErrorOptions = {}) {
    super(`api_${facts.kind}`, message, options);
    this.kind = facts.kind;
    this.status = facts.status;
    this.request = facts.request;
    this.reason = facts.reason;
    this.requestId = facts.requestId;
    this.scope = facts.scope;
  }
}

/** Is it an error of the API of one of these kinds? */
export function isApiError(error: unknown, ...kinds: readonly ApiErrorKind[]): error is ApiError {
  return error instanceof ApiError && (kinds.length === 0 || kinds.includes(error.kind));
}

/** The `code` of one of Node's errors, such as `ENOENT`; empty if it has none. */
export function nodeErrorCode(error: unknown): string {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : '';
}

/** What one of Node's errors says, with its code. */
export function describeNodeError(error: unknown): string {
  const words = messageOf(error);
  const code = nodeErrorCode(error);
  return words.includes(code) ? words : `${code}: ${words}`;
}

/** What is wrong with an input, to stand after its name, and what to do about it: a whole sentence, or nothing. */
export interface Fault {
  readonly what: string;
  readonly remedy: string;
}

/** The sentences for a fault of something: `` `name` is empty. Give one. `` */
export function faultSentences(subject: string, { what, remedy }: Fault): string {
  return `${subject} ${what}.${remedy === '' ? '' : ` ${remedy}`}`;
}
