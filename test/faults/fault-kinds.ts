import type { Fault } from '../simulator/faults.ts';

/** Every kind of fault that a request can meet. */
export const FAULTS: Readonly<Record<string, Fault>> = {
  'refused connection': { kind: 'refuse' },
  'broken before it took effect': { kind: 'break', effect: false },
  'broken after it took effect': { kind: 'break', effect: true },
  'late, and not done': { kind: 'late', effect: false },
  'late, and done': { kind: 'late', effect: true },
  'cut short': { kind: 'cut', effect: true },
  garbage: { kind: 'garbage', effect: true },
  'garbage, and not done': { kind: 'garbage', effect: false },
  'truncated JSON': { kind: 'truncate', effect: true },
  '429 with Retry-After': {
    kind: 'status',
    status: 429,
    headers: { 'retry-after': '20' },
    body: { id: 'too_many_requests', message: 'API rate limit exceeded.' },
  },
  '429 beyond the limit': {
    kind: 'status',
    status: 429,
    headers: { 'retry-after': '7200' },
    body: { id: 'too_many_requests', message: 'API rate limit exceeded.' },
  },
  '500': { kind: 'status', status: 500, body: { id: 'server_error', message: 'Unexpected server-side error' } },
  '500, and done': {
    kind: 'status',
    status: 500,
    body: { id: 'server_error', message: 'Unexpected server-side error' },
    effect: true,
  },
  '502 with HTML': {
    kind: 'status',
    status: 502,
    body: '<html>Bad gateway</html>',
    headers: { 'content-type': 'text/html' },
  },
  '503, and done': {
    kind: 'status',
    status: 503,
    body: { id: 'service_unavailable', message: 'Failed to forward the request you made, please try again.' },
    effect: true,
  },
  '503, empty': { kind: 'status', status: 503 },
  '401': { kind: 'status', status: 401, body: { id: 'unauthorized', message: 'Unable to authenticate you' } },
  '403': {
    kind: 'status',
    status: 403,
    body: { id: 'forbidden', message: 'You are missing the required permission for this action.' },
  },
  '404': {
    kind: 'status',
    status: 404,
    body: { id: 'not_found', message: 'The resource you requested could not be found.' },
  },
  '301': { kind: 'status', status: 301, headers: { location: 'http://127.0.0.1:1/' } },
  '200 with a strange object': { kind: 'status', status: 200, body: { hello: 'world' } },
  '200 with an empty object, and done': { kind: 'status', status: 200, body: {}, effect: true },
  'an empty 200, and done': { kind: 'status', status: 200, effect: true },
  '422 with ::error:: inside': {
    kind: 'status',
    status: 422,
    body: { id: 'x\n::error::y', message: 'a\n::set-output name=id::evil\r\n##[command]b' },
  },
};

/** What begins at one request, and what all later ones meet: so that a lost response stays lost. */
export interface Outage {
  readonly first: Fault;
  readonly rest: Fault;
}

const REVOKED: Fault = {
  kind: 'status',
  status: 401,
  body: { id: 'unauthorized', message: 'Unable to authenticate you' },
};

export const OUTAGES: Readonly<Record<string, Outage>> = {
  'broken connections that took effect': {
    first: { kind: 'break', effect: true },
    rest: { kind: 'break', effect: true },
  },
  'broken connections that did nothing': {
    first: { kind: 'break', effect: false },
    rest: { kind: 'break', effect: false },
  },
  'a done request without a response, and a revoked token': { first: { kind: 'break', effect: true }, rest: REVOKED },
  'a lost request, and a revoked token': { first: { kind: 'break', effect: false }, rest: REVOKED },
  'a revoked token': { first: REVOKED, rest: REVOKED },
  'a late response to a done request, and refused connections': {
    first: { kind: 'late', effect: true },
    rest: { kind: 'refuse' },
  },
};

/**
 * A twelfth of the cases, spread evenly over requests and kinds of faults; a fifth where coverage is asked for, and all of them with
 * `FAULTS=all`. The random tests draw others, and the whole takes minutes.
 */
export function sampled<Case>(cases: readonly Case[]): Case[] {
  const share = process.env['FAULTS'] === 'all' ? 1 : Number(process.env['FAULT_SHARE'] ?? '12');
  return cases.filter((_, at) => at % share === Math.floor(at / share) % share);
}
