import { describe, expect, it } from 'vitest';
import { apiErrorOf, scopeOf } from '../../src/digitalocean/responses.ts';
import { isApiError } from '../../src/errors.ts';
import { IN_USE_WORDINGS } from '../simulator/world.ts';

const answer = (status: number, body: unknown, headers: Record<string, string> = {}) => ({
  kind: 'answer' as const,
  status,
  headers,
  body,
});

describe('meaning of a response', () => {
  it.each([
    [401, 'Unable to authenticate you', 'unauthorized', /Look at `token`/u],
    [403, 'You are missing the required permission', 'missing_scope', /no scope certificate:read/u],
    [403, '', 'missing_scope', /no scope/u],
    [403, "Load Balancer can't be updated while it processes previous actions", 'busy', /busy/u],
    ...Object.values(IN_USE_WORDINGS).map(({ status, message }) => [status, message, 'in_use', /still uses/u] as const),
    [404, 'gone', 'not_found', /not there/u],
    [422, 'name is not unique', 'name_not_unique', /has this name/u],
    [422, 'Invalid certificate data', 'rejected', /Invalid certificate data/u],
    [400, 'bad', 'rejected', /400/u],
    [429, 'API rate limit exceeded.', 'rate_limited', /`wait_timeout`/u],
    [500, 'x', 'server', /status\.digitalocean\.com/u],
    [302, '', 'redirected', /`api_url`/u],
    [204, '', 'unexpected', /`api_url`/u],
    [100, '', 'unexpected', /`api_url`/u],
  ] as const)('A response %i with the message "%s" means %s', (status, message, kind, remedy) => {
    const error = apiErrorOf(
      'GET',
      '/v2/certificates?page=1',
      answer(status, { id: 'some_id', message, request_id: 'r-1' }),
    );
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

  it.each([undefined, null, 'text', [], 7, { id: 1, message: 2, request_id: 3 }])(
    'An error response with the body %j is described by its status',
    (body) => {
      const error = apiErrorOf('DELETE', '/v2/certificates/x', answer(502, body, { 'x-request-id': ' ' }));
      expect(error.message).toMatch(/^DELETE \/v2\/certificates\/x: .*\b502\b/u);
      expect(error.requestId).toBeUndefined();
    },
  );

  it('An error shows the request id of the header and cuts a long message', () => {
    const error = apiErrorOf(
      'GET',
      '/v2/certificates',
      answer(500, { message: 'x'.repeat(400), request_id: 'b' }, { 'x-request-id': 'a' }),
    );
    expect(error.requestId).toBe('a');
    expect(error.message).toContain(`${'x'.repeat(300)}…`);
  });
});

it.each([
  ['GET', '/v2/certificates', 'certificate:read'],
  ['POST', '/v2/certificates', 'certificate:create'],
  ['DELETE', '/v2/certificates/x', 'certificate:delete'],
  ['GET', '/v2/load_balancers', 'load_balancer:read'],
  ['PUT', '/v2/load_balancers/x', 'load_balancer:update'],
  ['GET', '/v2/cdn/endpoints', 'cdn:read'],
  ['PUT', '/v2/cdn/endpoints/x', 'cdn:update'],
] as const)('A request %s %s needs the scope %s', (method, path, scope) => {
  expect(scopeOf(method, path)).toBe(scope);
});
