import { describe, expect, it } from 'vitest';
import { CERTIFICATES } from '../../src/digitalocean/certificates.ts';
import { apiErrorOf, makeResponse } from '../../src/digitalocean/responses.ts';
import { makeShow } from '../../src/text.ts';
import { faultsOfMessage } from '../runner/sentences.ts';
import { IN_USE_WORDINGS } from '../simulator/world.ts';

const show = makeShow([]);
const request = { method: 'GET', resource: CERTIFICATES } as const;

/** What each remedy is known by. */
const REMEDIES = {
  token: /complete, not expired/u,
  scope: /lacks the scope certificate:read/u,
  account: /account is not locked/u,
  address: /Check `api_url`: is it/u,
  redirect: /not followed/u,
  correct: /Correct what the message names/u,
  later: /rate limit is used up/u,
  status: /status\.digitalocean\.com/u,
  busy: /busy with earlier/u,
  'in use': /still uses/u,
  gone: /does not exist/u,
  name: /has this name/u,
} as const;

describe('the remedy of an error response', () => {
  it.each<readonly [number, string, keyof typeof REMEDIES]>([
    [401, 'Unable to authenticate you', 'token'],
    [403, 'You are missing the required permission for this action.', 'scope'],
    [403, 'You are not authorized to perform this operation', 'scope'],
    [403, 'Your account is locked', 'account'],
    [403, '', 'account'],
    [403, "Load Balancer can't be updated while it processes previous actions", 'busy'],
    ...Object.values(IN_USE_WORDINGS).map(({ status, message }) => [status, message, 'in use'] as const),
    [400, 'bad', 'correct'],
    [400, '', 'address'],
    [405, '', 'address'],
    [422, 'name is not unique', 'name'],
    [422, 'Invalid certificate data.', 'correct'],
    [422, '', 'address'],
    [404, 'gone', 'gone'],
    [429, 'API rate limit exceeded.', 'later'],
    [500, 'Server Error', 'status'],
    [503, '', 'status'],
    [307, '', 'redirect'],
    [204, '', 'address'],
  ])('After %i "%s" the remedy is "%s", and no other', (status, message, remedy) => {
    for (const requestId of [{}, { 'x-request-id': 'r-1' }])
      for (const note of ['', 'Tried 6 times.']) {
        const response = makeResponse(status, requestId, message === '' ? undefined : { id: 'some_id', message }, show);
        const text = apiErrorOf(request, response, note).message;
        const given = Object.entries(REMEDIES).flatMap(([name, pattern]) => (pattern.test(text) ? [name] : []));
        expect(given).toEqual([remedy]);
        expect(faultsOfMessage(text)).toEqual([]);
      }
  });
});
