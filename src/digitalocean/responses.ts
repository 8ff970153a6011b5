import { ApiError } from '../errors.ts';
import type { ApiErrorKind } from '../errors.ts';
import { flatten } from '../log.ts';
import { headerOf } from './retry.ts';
import type { Headers } from './retry.ts';

/** What came back for one request, or why nothing did. */
export type Answer =
  | { readonly kind: 'answer'; readonly status: number; readonly headers: Headers; readonly body: unknown }
  /** No answer that can be read: whether the request took effect is not known. */
  | { readonly kind: 'lost'; readonly status: number; readonly reason: string; readonly headers: Headers };

export type Method = 'GET' | 'POST' | 'PUT' | 'DELETE';

const REASON_MAX_LENGTH = 300;

/** Is this value an object of JSON, not a list and not null? */
export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** `GET /v2/certificates`: method and path as an error tells them, without the query. */
export function requestLine(method: Method, path: string): string {
  return `${method} ${path.replace(/\?.*$/u, '')}`;
}

/** The token scope that a request needs (API reference, "Custom scopes"). */
export function scopeOf(method: Method, path: string): string {
  const resource = path.startsWith('/v2/cdn/')
    ? 'cdn'
    : path.startsWith('/v2/load_balancers')
      ? 'load_balancer'
      : 'certificate';
  const action = { GET: 'read', POST: 'create', PUT: 'update', DELETE: 'delete' }[method];
  return `${resource}:${action}`;
}

/** A text of the wire, on one line, cut to `length` characters. */
export function shorten(text: string, length = REASON_MAX_LENGTH): string {
  const flat = flatten(text);
  return flat.length > length ? `${flat.slice(0, length)}…` : flat;
}

/**
 * The error that an answer which is not a success stands for. 403 has three meanings, told apart by the message: a certificate in
 * use, a load balancer that is busy, and else a scope that the token lacks.
 * @param note a sentence to stand before the remedy
 */
export function apiErrorOf(method: Method, path: string, answer: Answer, note = ''): ApiError {
  const request = requestLine(method, path);
  const scope = scopeOf(method, path);
  const requestId = requestIdOf(answer);
  if (answer.kind === 'lost') {
    const facts = { kind: 'lost', status: answer.status, request, reason: answer.reason, requestId, scope } as const;
    return new ApiError(facts, `${request}: no readable answer (${answer.reason}).${before(note)} ${REMEDIES.lost}`);
  }
  const { id, message } = wordsOf(answer.body);
  const kind = kindOf(answer.status, message);
  const label = [String(answer.status), id].filter((part) => part !== '').join(' ');
  const told = message === '' ? '' : `: "${message}"`;
  const trace = requestId === undefined ? '' : ` (request id ${requestId})`;
  const remedy =
    kind === 'missing_scope'
      ? `The token has no scope ${scope}: give it that scope, or take a token that has it.`
      : kind === 'redirected'
        ? `Redirects are not followed, since the token would go with them: check \`api_url\`.`
        : REMEDIES[kind];
  return new ApiError(
    { kind, status: answer.status, request, reason: message, requestId, scope },
    `${request}: the API answered ${label}${told}${trace}.${before(note)} ${remedy}`.trim(),
  );
}

const REMEDIES: Readonly<Record<Exclude<ApiErrorKind, 'missing_scope' | 'redirected'>, string>> = {
  unauthorized:
    'Look at `token`: is the secret whole, is the token not expired or revoked, and does it belong to this account?',
  in_use: 'Something still uses the certificate.',
  busy: 'The load balancer is busy with earlier changes: run this again when they are done.',
  not_found: 'It is not there (any more).',
  name_not_unique: 'Another certificate has this name.',
  rate_limited: 'The rate limit of the token is used up: run this again later, or raise `wait_timeout`.',
  server:
    'That is a failure on the side of DigitalOcean: see https://status.digitalocean.com, and run this again later.',
  lost: 'Check the network, the proxy settings and `api_url`, and run this again.',
  rejected: '',
  unexpected: 'Is `api_url` the address of the DigitalOcean API?',
};

function before(note: string): string {
  return note.trim() === '' ? '' : ` ${note.trim()}`;
}

function kindOf(status: number, message: string): ApiErrorKind {
  if (status === 401) return 'unauthorized';
  if (status === 403 || status === 422) {
    if (/certificate is not in use|being used by/iu.test(message)) return 'in_use';
    if (status === 403) return /can't be updated while it processes/iu.test(message) ? 'busy' : 'missing_scope';
    return /name is not unique/iu.test(message) ? 'name_not_unique' : 'rejected';
  }
  if (status === 404) return 'not_found';
  if (status === 429) return 'rate_limited';
  if (status >= 500) return 'server';
  if (status >= 300 && status < 400) return 'redirected';
  return status >= 400 ? 'rejected' : 'unexpected';
}

function wordsOf(body: unknown): { id: string; message: string } {
  const { id, message } = isRecord(body) ? body : {};
  return {
    id: typeof id === 'string' ? shorten(id, 60) : '',
    message: typeof message === 'string' ? shorten(message) : '',
  };
}

function requestIdOf(answer: Answer): string | undefined {
  const inBody = answer.kind === 'answer' && isRecord(answer.body) ? answer.body['request_id'] : undefined;
  const id = headerOf(answer.headers, 'x-request-id') ?? (typeof inBody === 'string' ? inBody : undefined);
  return id === undefined || id.trim() === '' ? undefined : shorten(id, 80);
}
