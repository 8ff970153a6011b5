/** A failure that a person is told of: what failed, on what, why, and what to do. `code` is stable and for programs. */
export class ActionError extends Error {
  readonly code: string;
  constructor(code: string, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = new.target.name;
    this.code = code;
  }
}

/** What the user gave cannot be used. All that is wrong is in one error; nothing has been sent. */
export class InputError extends ActionError {
  readonly problems: readonly string[];
  constructor(problems: readonly string[]) {
    const [only = 'The inputs cannot be used.'] = problems;
    super(
      'input',
      problems.length <= 1
        ? only
        : `${problems.length} things are wrong with the inputs. ${problems.map((problem, at) => `(${at + 1}) ${problem}`).join(' ')}`,
    );
    this.problems = problems;
  }
}

/** What an answer of the API means to us. `forbidden` is a missing scope: see {@link ApiError.scope}. */
export type ApiErrorKind =
  | 'unauthorized'
  | 'missing_scope'
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

export interface ApiErrorFacts {
  readonly kind: ApiErrorKind;
  /** The HTTP status; 0 when no answer could be read. */
  readonly status: number;
  /** `METHOD /v2/path`, without the query. */
  readonly request: string;
  /** The API's own `message`, flattened and cut; empty when there was none. */
  readonly reason: string;
  readonly requestId?: string | undefined;
  /** The token scope that the request needs. */
  readonly scope: string;
}

/** A request that the API refused, or whose answer could not be had. */
export class ApiError extends ActionError {
  readonly kind: ApiErrorKind;
  readonly status: number;
  readonly request: string;
  readonly reason: string;
  readonly requestId: string | undefined;
  readonly scope: string;
  constructor(facts: ApiErrorFacts, message: string) {
    super(`api_${facts.kind}`, message);
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

/** The `code` of one of Node's errors, such as `ENOENT`; empty when it has none. */
export function errorCodeOf(error: unknown): string {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : '';
}
