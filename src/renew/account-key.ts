import { createPrivateKey } from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import type { Parsed } from '../inputs/values.ts';
import { readPem } from '../x509/pem.ts';
import { readPrivateKey } from '../x509/private-key.ts';

/** An ACME account key: one that lego can use (EC on P-256 or P-384, or RSA), as PEM or as a JSON Web Key, which is what certbot keeps. */
export function parseAccountKey(text: string): Parsed<KeyObject> {
  const key = text.startsWith('{') ? keyOfJson(text) : keyOfPem(text);
  if ('fault' in key) return key;
  const { asymmetricKeyType: type, asymmetricKeyDetails: details } = key.value;
  const isUsable =
    (type === 'rsa' && (details?.modulusLength ?? 0) >= 2_048) ||
    (type === 'ec' && ['prime256v1', 'secp384r1'].includes(details?.namedCurve ?? ''));
  return isUsable
    ? key
    : { fault: { what: 'is of a type that cannot be used', remedy: 'Use EC on P-256 or P-384, or RSA of 2048 bits.' } };
}

function keyOfPem(text: string): Parsed<KeyObject> {
  const reading = readPem(text);
  if ('fault' in reading) return reading;
  const key = readPrivateKey(reading.blocks);
  if ('fault' in key) return key;
  try {
    return { value: key.readKey() };
  } catch {
    return { fault: { what: 'is damaged: it is no valid private key', remedy: 'Supply the key as it was created.' } };
  }
}

/** The members of a private key (RFC 7518, 6.2 and 6.3). */
const JWK_MEMBERS = ['kty', 'crv', 'x', 'y', 'd', 'n', 'e', 'p', 'q', 'dp', 'dq', 'qi'];

function keyOfJson(text: string): Parsed<KeyObject> {
  try {
    const json: unknown = JSON.parse(text);
    const entries = Object.entries(typeof json === 'object' && json !== null ? json : {});
    const members = entries.filter(
      (entry): entry is [string, string] => JWK_MEMBERS.includes(entry[0]) && typeof entry[1] === 'string',
    );
    return { value: createPrivateKey({ key: Object.fromEntries(members), format: 'jwk' }) };
  } catch {
    return { fault: { what: 'is JSON, and not a JSON Web Key with a private key', remedy: 'Supply the key as PEM.' } };
  }
}
