import { ActionError, ApiError } from '../errors.ts';
import type { ApiErrorKind } from '../errors.ts';
import { enumerate, quoteName } from '../text.ts';
import type { Show } from '../text.ts';
import { isRecord } from './json.ts';

export type Method = 'GET' | 'POST' | 'PUT' | 'DELETE';

/** A collection of the API. */
export interface Resource {
  /** `/v2/certificates` */
  readonly path: string;
  /** The member of a response that holds the list. */
  readonly listKey: string;
  /** The member of a response that holds one item. */
  readonly itemKey: string;
  /** What the scopes of a token call it (API reference, "Custom scopes"). */
  readonly scope: string;
  /** The scopes that those of this resource require besides, by action. */
  readonly requiredScopes?: Readonly<Record<string, readonly string[]>>;
  /** What stands behind an id in the path. */
  readonly itemSuffix?: string;
  /** What the scopes call a method where it is not the usual word. */
  readonly actions?: Readonly<Partial<Record<Method, string>>>;
  /** What a person calls one of them. */
  readonly label: string;
  /** A rate limit of its own, beside the token's. */
  readonly rateLimit?: { readonly calls: number; readonly windowMs: number };
}

/** One request. Only a UUID becomes part of its path. */
export interface ApiRequest {
  readonly method: Method;
  readonly resource: Resource;
  readonly id?: string;
  readonly query?: string;
  readonly body?: unknown;
}

/** The headers of a response: names in lower case. */
export type Headers = Readonly<Record<string, string | string[] | undefined>>;

/** What came back for one request, or why nothing did. */
export type ApiResponse =
  | {
      readonly kind: 'response';
      readonly status: number;
      readonly headers: Headers;
      readonly body: unknown;
      /** The API's own `id` and `message`, fit to be shown; empty where there is none. */
      readonly error: { readonly id: string; readonly message: string };
      readonly requestId: string | undefined;
    }
  /** No response that can be read: whether the request took effect is not known. */
  | {
      readonly kind: 'lost';
      readonly status: number;
      readonly headers: Headers;
      readonly reason: string;
      readonly requestId: string | undefined;
    };

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/iu;
const MESSAGE_LENGTH = 300;
const ID_LENGTH = 60;
const REQUEST_ID_LENGTH = 80;

/** Is it a UUID, the only form of id that may become part of a URL? */
export function isUuid(text: string): boolean {
  return UUID.test(text);
}

/** The path of a request, without its query. @throws ActionError `unusual_id` if the id is not a UUID */
export function pathOf({ resource, id }: Pick<ApiRequest, 'resource' | 'id'>): string {
  if (id === undefined) return resource.path;
  // An empty id would read the list, and anything else another path.
  if (!isUuid(id))
    throw new ActionError(
      'unusual_id',
      `The API lists a ${resource.label} whose id is ${id === '' ? 'empty' : quoteName(id)} and not a UUID, so it cannot be read or changed. Change it in the control panel, and report this to DigitalOcean.`,
    );
  return `${resource.path}/${id.toLowerCase()}${resource.itemSuffix ?? ''}`;
}

/** `GET /v2/certificates`: method and path as an error shows them. */
export function requestLine(request: ApiRequest): string {
  return `${request.method} ${pathOf(request)}`;
}

/** The first value of a header. */
export function headerOf(headers: Headers, name: string): string | undefined {
  const value = headers[name];
  return typeof value === 'string' ? value : value?.[0];
}

/** Builds a response; what is shown of it later is made fit to be shown here. */
export function makeResponse(status: number, headers: Headers, body: unknown, show: Show): ApiResponse {
  const { id, message } = isRecord(body) ? body : {};
  const error = {
    id: typeof id === 'string' ? show(id, ID_LENGTH) : '',
    message: typeof message === 'string' ? show(message, MESSAGE_LENGTH) : '',
  };
  return { kind: 'response', status, headers, body, error, requestId: requestIdOf(headers, body, show) };
}

/** Builds a lost response. */
export function makeLost(status: number, headers: Headers, reason: string, show: Show): ApiResponse {
  const requestId = requestIdOf(headers, undefined, show);
  return { kind: 'lost', status, headers, reason: show(reason, MESSAGE_LENGTH), requestId };
}

function requestIdOf(headers: Headers, body: unknown, show: Show): string | undefined {
  const inBody = isRecord(body) ? body['request_id'] : undefined;
  const id = show(headerOf(headers, 'x-request-id') ?? (typeof inBody === 'string' ? inBody : ''), REQUEST_ID_LENGTH);
  return id === '' ? undefined : id;
}

/** Did the API say that it is done? */
export function isSuccess(response: ApiResponse): boolean {
  return response.kind === 'response' && response.status >= 200 && response.status < 300;
}

/** May the same request do better in a moment? True for a lost response, a 429 and a 5xx. */
export function isTransient(response: ApiResponse): boolean {
  return response.kind === 'lost' || response.status === 429 || response.status >= 500;
}

/** The same response, taken for lost: it is a success, and does not have what a success must have. */
export function asLost(response: ApiResponse, reason: string): ApiResponse {
  if (response.kind === 'lost') return response;
  const { status, headers, requestId } = response;
  return { kind: 'lost', status, headers, requestId, reason };
}

/** The scope that a token needs for a request. */
export function scopeOf({ method, resource }: ApiRequest): string {
  const usual = { GET: 'read', POST: 'create', PUT: 'update', DELETE: 'delete' }[method];
  return `${resource.scope}:${resource.actions?.[method] ?? usual}`;
}

/**
 * The error that a response stands for which is not a success.
 * @param note a sentence that stands before the remedy
 */
export function apiErrorOf(request: ApiRequest, response: ApiResponse, note = ''): ApiError {
  const line = requestLine(request);
  const { status, requestId } = response;
  const scope = scopeOf(request);
  const between = note === '' ? '' : ` ${note}`;
  if (response.kind === 'lost') {
    const facts = { kind: 'lost', status, request: line, reason: response.reason, requestId, scope } as const;
    return new ApiError(facts, `${line}: no readable response (${response.reason}).${between} ${REMEDIES.lost}`);
  }
  const { id, message } = response.error;
  const kind = kindOf(status, message);
  const label = [String(status), id].filter((part) => part !== '').join(' ');
  const words = message === '' ? '' : `: "${message}"`;
  const trace = requestId === undefined ? '' : ` (request id ${requestId})`;
  const remedy = remedyOf(kind, request, message);
  return new ApiError(
    { kind, status, request: line, reason: message, requestId, scope },
    `${line}: the API responded ${label}${words}${trace}.${between} ${remedy}`.trim(),
  );
}

function remedyOf(kind: ApiErrorKind, request: ApiRequest, message: string): string {
  if (kind === 'missing_scope') return scopeRemedy(request);
  return kind === 'rejected' && message === '' ? REMEDIES.unexpected : REMEDIES[kind];
}

/** A token made by hand may lack a scope that another one requires, and the API does not say which is missing. */
function scopeRemedy(request: ApiRequest): string {
  const scope = scopeOf(request);
  const required = request.resource.requiredScopes?.[scope.split(':')[1] ?? ''] ?? [];
  const others = required.length === 0 ? '' : ` It requires ${enumerate(required)} too.`;
  return `The token lacks the scope ${scope}. Add it, or use another token.${others}`;
}

const REMEDIES: Readonly<Record<Exclude<ApiErrorKind, 'missing_scope'>, string>> = {
  unauthorized: 'Check `token`: is the secret complete, not expired, not revoked, and of the right account?',
  forbidden:
    'The API does not say that a scope is missing. Check that the account is not locked and `api_url` is right, and show the message to DigitalOcean support.',
  in_use: 'Something still uses the certificate.',
  busy: 'The load balancer is busy with earlier changes. Run this again when they are done.',
  not_found: 'It does not exist (any more).',
  name_not_unique: 'Another certificate has this name.',
  rate_limited: "The token's rate limit is used up. Run this again later, or raise `wait_timeout`.",
  redirected: 'Redirects are not followed, because the token would go with them. Check `api_url`.',
  server: 'This is a failure at DigitalOcean. See https://status.digitalocean.com, and run this again later.',
  lost: 'Check the network, the proxy settings and `api_url`, and run this again.',
  rejected: 'Correct what the message names, and run this again.',
  unexpected: 'Check `api_url`: is it the address of the DigitalOcean API?',
};

/** 403 has many meanings: only the known words have one. */
function forbiddenKind(message: string): ApiErrorKind {
  if (/can't be updated while it processes/iu.test(message)) return 'busy';
  return /missing the required permission|not authorized to perform|\bscopes?\b/iu.test(message)
    ? 'missing_scope'
    : 'forbidden';
}

function kindOf(status: number, message: string): ApiErrorKind {
  if (status === 401) return 'unauthorized';
  if (status === 403 || status === 422) {
    if (/certificate is not in use|being used by/iu.test(message)) return 'in_use';
    if (status === 403) return forbiddenKind(message);
    return /name is not unique/iu.test(message) ? 'name_not_unique' : 'rejected';
  }
  if (status === 404) return 'not_found';
  if (status === 429) return 'rate_limited';
  if (status >= 500) return 'server';
  if (status >= 300 && status < 400) return 'redirected';
  return status >= 400 ? 'rejected' : 'unexpected';
}
