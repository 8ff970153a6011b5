import { createPublicKey, generateKeyPairSync, verify } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { findAccount } from '../../src/renew/acme-account.ts';
import type { Reply, Send } from '../../src/renew/transport.ts';

const DIRECTORY = new URL('https://ca.example/dir');
const URLS = {
  newNonce: 'https://ca.example/nonce',
  newAccount: 'https://ca.example/acct',
  newOrder: 'https://ca.example/order',
};
const reply = (status: number, body: unknown, headers: Reply['headers'] = {}): Reply => ({
  status,
  headers,
  body: Buffer.from(typeof body === 'string' ? body : JSON.stringify(body)),
});
const EC = generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey;

/** A CA that gives these replies to the requests for the account. */
function caOf(...replies: readonly Reply[]): { readonly send: Send; readonly bodies: string[] } {
  const bodies: string[] = [];
  const send: Send = async (url, { body }) => {
    if (url.href === DIRECTORY.href) return reply(200, URLS);
    if (url.href === URLS.newNonce) return reply(200, '', { 'replay-nonce': 'nonce-1' });
    bodies.push(body ?? '');
    return replies[bodies.length - 1] ?? reply(500, '');
  };
  return { send, bodies };
}

const found = reply(200, {}, { location: 'https://ca.example/acct/1' });
const problem = (type: string): Reply =>
  reply(400, { type: `urn:ietf:params:acme:error:${type}`, detail: 'x' }, { 'replay-nonce': 'nonce-2' });

describe('the account of a key', () => {
  it.each([
    ['P-256', EC, 'ES256', 'sha256'],
    ['P-384', generateKeyPairSync('ec', { namedCurve: 'P-384' }).privateKey, 'ES384', 'sha384'],
    ['RSA', generateKeyPairSync('rsa', { modulusLength: 2_048 }).privateKey, 'RS256', 'sha256'],
  ])(
    'A key on %s asks for its account with a signature of its own, and creates none',
    async (_type, key, alg, hash) => {
      const { send, bodies } = caOf(found);
      expect(await findAccount(DIRECTORY, key, send)).toEqual({
        url: 'https://ca.example/acct/1',
        newOrderUrl: URLS.newOrder,
      });
      const sent = JSON.parse(bodies[0] ?? '') as { protected: string; payload: string; signature: string };
      const read = (text: string): unknown => JSON.parse(Buffer.from(text, 'base64url').toString());
      expect(read(sent.payload)).toEqual({ onlyReturnExisting: true });
      expect(read(sent.protected)).toMatchObject({ alg, nonce: 'nonce-1', url: URLS.newAccount });
      expect(JSON.stringify(read(sent.protected))).not.toContain('"d"');
      const data = Buffer.from(`${sent.protected}.${sent.payload}`);
      const signature = Buffer.from(sent.signature, 'base64url');
      expect(verify(hash, data, { key: createPublicKey(key), dsaEncoding: 'ieee-p1363' }, signature)).toBe(true);
    },
  );

  it('A nonce that is refused is replaced by the one that the error brings', async () => {
    const { send, bodies } = caOf(problem('badNonce'), found);
    await findAccount(DIRECTORY, EC, send);
    expect(bodies).toHaveLength(2);
    expect(
      Buffer.from((JSON.parse(bodies[1] ?? '') as { protected: string }).protected, 'base64url').toString(),
    ).toContain('nonce-2');
  });

  it.each([
    ['knows no account', [problem('accountDoesNotExist')], 'acme_account'],
    ['never accepts a nonce', [problem('badNonce'), problem('badNonce'), problem('badNonce')], 'acme_failed'],
    ['has a fault', [reply(500, '<html>')], 'acme_failed'],
    ['refuses the request', [problem('malformed')], 'acme_failed'],
    ['names no account', [reply(200, {})], 'acme_failed'],
  ])('When the CA %s, the error has its code', async (_what, replies, code) => {
    await expect(findAccount(DIRECTORY, EC, caOf(...replies).send)).rejects.toMatchObject({ code });
  });

  it('A CA that gives no nonce is sent nothing signed', async () => {
    const methods: string[] = [];
    const send: Send = async (_url, { method }) => {
      methods.push(method);
      return reply(200, method === 'GET' ? URLS : 'null', { 'replay-nonce': ['a', 'b'] });
    };
    await expect(findAccount(DIRECTORY, EC, send)).rejects.toMatchObject({ code: 'acme_failed' });
    expect(methods).toEqual(['GET', 'HEAD']);
  });

  it.each([
    ['is no JSON', reply(200, 'It works!')],
    ['is missing', reply(404, '')],
    ['leads away from https', reply(200, { ...URLS, newAccount: 'http://ca.example/acct' })],
  ])('When the directory %s, nothing is signed', async (_what, directory) => {
    const send: Send = async () => directory;
    await expect(findAccount(DIRECTORY, EC, send)).rejects.toMatchObject({ code: 'acme_failed' });
  });
});
