import { createPublicKey, sign } from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import { ActionError } from '../errors.ts';
import { clauseOf, messageOf, truncate } from '../text.ts';
import type { Reply, Send } from './transport.ts';

/** What is used of an ACME directory (RFC 8555, 7.1.1). */
interface Directory {
  readonly newNonce: URL;
  readonly newAccount: URL;
  readonly newOrder: string;
}

/** An account that exists. */
export interface AcmeAccount {
  readonly url: string;
  /** Where orders are sent to, as lego's errors name it. */
  readonly newOrderUrl: string;
}

const MOST_ATTEMPTS = 3;

/**
 * Finds the account of a key without creating one (RFC 8555, 7.3.1).
 * @throws ActionError `acme_account` if the CA does not know the key, `acme_failed` if it cannot be asked
 */
export async function findAccount(directoryUrl: URL, key: KeyObject, send: Send): Promise<AcmeAccount> {
  const host = directoryUrl.host;
  try {
    const directory = await readDirectory(directoryUrl, send);
    let nonce = nonceOf(await send(directory.newNonce, { method: 'HEAD' }));
    // A nonce may have been used up or forgotten: the error brings the next one (RFC 8555, 6.5).
    for (let attempt = 1; attempt <= MOST_ATTEMPTS; attempt += 1) {
      const reply = await send(directory.newAccount, {
        method: 'POST',
        headers: { 'content-type': 'application/jose+json' },
        body: signRequest(key, directory.newAccount, nonce, { onlyReturnExisting: true }),
      });
      const url = headerOf(reply, 'location');
      if (reply.status === 200 && url !== '') return { url, newOrderUrl: directory.newOrder };
      const { type, detail } = problemOf(reply);
      if (type.endsWith(':accountDoesNotExist')) throw unknownKeyError(host);
      if (!type.endsWith(':badNonce')) throw new Error(`status ${reply.status} ${type} ${detail}`.trim());
      nonce = nonceOf(reply);
    }
    throw new Error('it accepts no nonce');
  } catch (error) {
    if (error instanceof ActionError) throw error;
    throw new ActionError(
      'acme_failed',
      `The ACME server ${host} could not be asked for the account: ${clauseOf(messageOf(error))}. Nothing was ordered. Check \`acme_server\`. For a CA of your own, set the environment variable NODE_EXTRA_CA_CERTS to a file with its root.`,
      { cause: error },
    );
  }
}

function unknownKeyError(host: string): ActionError {
  return new ActionError(
    'acme_account',
    `${host} has no account for \`acme_account_key\`, so nothing was ordered. This action never registers one. Register it once on your machine, as docs/renewal.md shows ("Set it up once"). If the CA asks for external account binding, it is needed only there. Each CA has accounts of its own, also Let's Encrypt's staging environment.`,
  );
}

async function readDirectory(url: URL, send: Send): Promise<Directory> {
  const reply = await send(url, { method: 'GET', headers: { accept: 'application/json' } });
  const body = jsonOf(reply);
  const [newNonce, newAccount, newOrder] = ['newNonce', 'newAccount', 'newOrder'].map((name) => body[name]);
  if (reply.status !== 200 || !isUrl(newNonce) || !isUrl(newAccount) || !isUrl(newOrder))
    throw new Error(`status ${reply.status}, and the response is not an ACME directory`);
  return { newNonce: new URL(newNonce), newAccount: new URL(newAccount), newOrder };
}

function isUrl(value: unknown): value is string {
  return typeof value === 'string' && URL.canParse(value) && new URL(value).protocol === 'https:';
}

function nonceOf(reply: Reply): string {
  const nonce = headerOf(reply, 'replay-nonce');
  if (nonce === '') throw new Error(`status ${reply.status}, and the response has no nonce`);
  return nonce;
}

function headerOf({ headers }: Reply, name: string): string {
  const value = headers[name];
  return typeof value === 'string' ? value : '';
}

/** A problem document (RFC 8555, 6.7). */
function problemOf(reply: Reply): { readonly type: string; readonly detail: string } {
  const { type, detail } = jsonOf(reply);
  return {
    type: typeof type === 'string' ? truncate(type, 100) : '',
    detail: typeof detail === 'string' ? truncate(detail, 200) : '',
  };
}

function jsonOf({ body }: Reply): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(body.toString('utf8'));
    return typeof value === 'object' && value !== null ? { ...value } : {};
  } catch {
    return {};
  }
}

/** A request signed with the account's key, which it carries (RFC 8555, 6.2; RFC 7515, 7.2.2). */
function signRequest(key: KeyObject, url: URL, nonce: string, payload: unknown): string {
  const curve = key.asymmetricKeyDetails?.namedCurve;
  const alg = key.asymmetricKeyType === 'rsa' ? 'RS256' : curve === 'secp384r1' ? 'ES384' : 'ES256';
  const header = { alg, jwk: createPublicKey(key).export({ format: 'jwk' }), nonce, url: url.href };
  const [signedHeader, signedPayload] = [header, payload].map((part) => base64url(Buffer.from(JSON.stringify(part))));
  const data = Buffer.from(`${signedHeader}.${signedPayload}`);
  const signature = sign(alg === 'ES384' ? 'sha384' : 'sha256', data, { key, dsaEncoding: 'ieee-p1363' });
  return JSON.stringify({ protected: signedHeader, payload: signedPayload, signature: base64url(signature) });
}

function base64url(bytes: Buffer): string {
  return bytes.toString('base64url');
}
