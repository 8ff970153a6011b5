import { describe, expect, it } from 'vitest';
import { CERTIFICATES } from '../../src/digitalocean/certificates.ts';
import { CDN_ENDPOINTS } from '../../src/consumers/cdn-endpoint.ts';
import { LOAD_BALANCERS } from '../../src/consumers/load-balancer.ts';
import {
  apiErrorOf,
  asLost,
  headerOf,
  isSuccess,
  isTransient,
  makeLost,
  makeResponse,
  pathOf,
  requestLine,
  scopeOf,
} from '../../src/digitalocean/responses.ts';
import type { ApiRequest, ApiResponse, Headers } from '../../src/digitalocean/responses.ts';
import { isApiError } from '../../src/errors.ts';
import { makeShow } from '../../src/text.ts';
import { IN_USE_WORDINGS } from '../simulator/world.ts';

const SECRET = 'Zk3vQ9xT7bLm2RfH';
const show = makeShow([SECRET]);
const respond = (status: number, body: unknown, headers: Headers = {}): ApiResponse =>
  makeResponse(status, headers, body, show);
const GET: ApiRequest = { method: 'GET', resource: CERTIFICATES, query: 'page=1' };
const ID = '892071a0-bb95-49bc-8021-3afd67a210bf';

describe('meaning of a response', () => {
  it.each([
    [401, 'Unable to authenticate you', 'unauthorized', /Check `token`/u],
    [403, 'You are missing the required permission', 'missing_scope', /lacks the scope certificate:read/u],
    [403, '', 'forbidden', /support/u],
    [403, "Load Balancer can't be updated while it processes previous actions", 'busy', /busy/u],
    ...Object.values(IN_USE_WORDINGS).map(({ status, message }) => [status, message, 'in_use', /still uses/u] as const),
    [404, 'gone', 'not_found', /not exist/u],
    [422, 'name is not unique', 'name_not_unique', /has this name/u],
    [422, 'Invalid certificate data', 'rejected', /Invalid certificate data/u],
    [400, 'bad', 'rejected', /400/u],
    [429, 'API rate limit exceeded.', 'rate_limited', /`wait_timeout`/u],
    [500, 'x', 'server', /status\.digitalocean\.com/u],
    [302, '', 'redirected', /`api_url`/u],
    [204, '', 'unexpected', /`api_url`/u],
    [100, '', 'unexpected', /`api_url`/u],
  ] as const)('A response %i with the message "%s" means %s', (status, message, kind, remedy) => {
    const error = apiErrorOf(GET, respond(status, { id: 'some_id', message, request_id: 'r-1' }));
    expect([error.kind, error.code, error.status, error.request, error.requestId]).toEqual([
      kind,
      `api_${kind}`,
      status,
      'GET /v2/certificates',
      'r-1',
    ]);
    expect(error.message).toMatch(remedy);
    expect(error.message).toContain(`${status} some_id`);
    expect(isApiError(error, kind)).toBe(true);
    expect(isApiError(error)).toBe(true);
    expect(isApiError(error, 'lost')).toBe(false);
    expect(isApiError(new Error('x'))).toBe(false);
  });

  it.each([
    'You are missing the required permission certificate:read.',
    'you are missing the required permission',
    'You are not authorized to perform this operation',
    'The token does not have the required scope',
    'Insufficient scopes.',
  ])('The words "%s" of a 403 mean a missing scope', (message) => {
    const error = apiErrorOf(GET, respond(403, { id: 'forbidden', message }));
    expect([error.kind, error.scope]).toEqual(['missing_scope', 'certificate:read']);
    expect(error.message).toContain(message.replace(/\.$/u, ''));
  });

  it.each([
    '',
    'Forbidden',
    'no',
    'Your account is locked.',
    'Your account has been suspended. Contact support.',
    'This team has reached its limit of load balancers',
    'You have no permission to see this page',
    'A telescope is in the way',
    'Access denied',
  ])('The words "%s" of a 403 are quoted, and no scope is blamed', (message) => {
    const error = apiErrorOf(GET, respond(403, { id: 'forbidden', message, request_id: 'r-1' }));
    expect([error.kind, error.code, error.reason]).toEqual(['forbidden', 'api_forbidden', message]);
    if (message !== '') expect(error.message).toContain(`"${message}"`);
    expect(error.message).toContain('r-1');
    expect(error.message).not.toMatch(/lacks/u);
  });

  it.each([undefined, [], 'x', { error: 'missing the required permission' }])(
    'A 403 of the edge with the body %j blames no scope',
    (body) => {
      const error = apiErrorOf(GET, respond(403, body, { 'content-type': 'text/html' }));
      expect([error.kind, error.reason]).toEqual(['forbidden', '']);
      expect(error.message).not.toMatch(/lacks/u);
    },
  );

  it.each(Object.values(IN_USE_WORDINGS))(
    'A use of the certificate is told from a missing scope: $message',
    (wording) => {
      const request = { method: 'DELETE', resource: CERTIFICATES, id: ID } as const;
      expect(apiErrorOf(request, respond(wording.status, { message: wording.message })).kind).toBe('in_use');
      expect(apiErrorOf(request, respond(404, { message: wording.message })).kind).toBe('not_found');
    },
  );

  it.each([
    [
      'GET',
      LOAD_BALANCERS.resource,
      [
        'load_balancer:read',
        'regions:read',
        'sizes:read',
        'actions:read',
        'droplet:read',
        'image:read',
        'tag:read',
        'vpc:read',
      ],
    ],
    [
      'PUT',
      LOAD_BALANCERS.resource,
      [
        'load_balancer:update',
        'regions:read',
        'sizes:read',
        'actions:read',
        'droplet:read',
        'image:read',
        'tag:read',
        'vpc:read',
      ],
    ],
    ['PUT', CDN_ENDPOINTS.resource, ['cdn:update', 'spaces:read', 'regions:read', 'sizes:read', 'actions:read']],
    ['GET', CDN_ENDPOINTS.resource, ['cdn:read']],
    ['POST', CERTIFICATES, ['certificate:create']],
    ['DELETE', CERTIFICATES, ['certificate:delete']],
  ] as const)('A missing scope for a %s of %o is named with those that it requires: %j', (method, resource, scopes) => {
    const error = apiErrorOf(
      { method, resource },
      respond(403, { message: 'You are missing the required permission' }),
    );
    expect(error.message.match(/\b[a-z_]+:[a-z]+\b/gu)).toEqual(scopes);
  });

  it.each([undefined, null, 'text', [], 7, { id: 1, message: 2, request_id: 3 }])(
    'An error response with the body %j is described by its status',
    (body) => {
      const request = { method: 'DELETE', resource: CERTIFICATES, id: ID } as const;
      const error = apiErrorOf(request, respond(502, body, { 'x-request-id': ' ' }));
      expect(error.message).toMatch(new RegExp(`^DELETE /v2/certificates/${ID}: .*\\b502\\.`, 'u'));
      expect(error.requestId).toBeUndefined();
    },
  );

  it('An error shows the request id of the header, and a note before the remedy', () => {
    const response = respond(500, { request_id: 'b' }, { 'x-request-id': 'a' });
    const error = apiErrorOf(GET, response, 'A note.');
    expect(error.requestId).toBe('a');
    expect(error.message).toMatch(/ id a\)\. A note\. \w/u);
  });

  it('A long message is cut, and only after secrets have been taken out of it', () => {
    const message = `${'x'.repeat(290)} ${SECRET} and more`;
    const { reason } = apiErrorOf(GET, respond(500, { id: SECRET, message, request_id: SECRET }));
    expect(reason).toBe(`${'x'.repeat(290)} *** and m…`);
    expect(apiErrorOf(GET, respond(500, { id: SECRET, message: '' })).message).not.toContain(SECRET);
  });

  it('A response that is lost tells why, and its reason has no secrets', () => {
    const lost = makeLost(0, {}, `the proxy said ${SECRET}`, show);
    const error = apiErrorOf(GET, lost);
    expect([error.kind, error.status, error.reason]).toEqual(['lost', 0, 'the proxy said ***']);
    expect(error.message).toContain('the proxy said ***');
  });
});

describe('facts about a response', () => {
  const lost = makeLost(0, {}, 'x', show);
  it.each([
    [respond(200, {}), true, false],
    [respond(204, undefined), true, false],
    [respond(302, {}), false, false],
    [respond(403, {}), false, false],
    [respond(429, {}), false, true],
    [respond(500, {}), false, true],
    [respond(504, {}), false, true],
    [lost, false, true],
    [makeLost(200, {}, 'cut short', show), false, true],
    [asLost(respond(200, {}), 'it has no list'), false, true],
  ])(
    'It is known of the response %o whether it is a success (%s) and transient (%s)',
    (response, success, transient) => {
      expect([isSuccess(response), isTransient(response)]).toEqual([success, transient]);
    },
  );

  it('A success that counts as lost keeps its status, headers and request id', () => {
    const response = respond(200, { request_id: 'r-1' }, { date: 'x' });
    expect(asLost(response, 'why')).toEqual({
      kind: 'lost',
      status: 200,
      headers: { date: 'x' },
      requestId: 'r-1',
      reason: 'why',
    });
    expect(asLost(lost, 'another reason')).toBe(lost);
  });

  it('A header that comes twice counts once', () => {
    expect(headerOf({ 'retry-after': ['1', '2'] }, 'retry-after')).toBe('1');
    expect(headerOf({}, 'retry-after')).toBeUndefined();
  });
});

describe('path of a request', () => {
  it('Only a UUID becomes part of a path', () => {
    expect(pathOf({ resource: CERTIFICATES })).toBe('/v2/certificates');
    expect(pathOf({ resource: CERTIFICATES, id: ID.toUpperCase() })).toBe(`/v2/certificates/${ID}`);
    expect(requestLine({ ...GET, id: ID })).toBe(`GET /v2/certificates/${ID}`);
  });

  it.each(['', '../account', `${ID}/`, `${ID}?x`, 'web', ` ${ID}`])('The id %j is refused', (id) => {
    expect(() => pathOf({ resource: CDN_ENDPOINTS.resource, id })).toThrow(
      expect.objectContaining({ code: 'unusual_id', message: expect.stringContaining('CDN endpoint') }),
    );
  });
});

it.each([
  ['GET', CERTIFICATES, 'certificate:read'],
  ['POST', CERTIFICATES, 'certificate:create'],
  ['DELETE', CERTIFICATES, 'certificate:delete'],
  ['GET', LOAD_BALANCERS.resource, 'load_balancer:read'],
  ['PUT', LOAD_BALANCERS.resource, 'load_balancer:update'],
  ['GET', CDN_ENDPOINTS.resource, 'cdn:read'],
  ['PUT', CDN_ENDPOINTS.resource, 'cdn:update'],
] as const)('A request with the method %s to %o needs the scope %s', (method, resource, scope) => {
  expect(scopeOf({ method, resource })).toBe(scope);
});
