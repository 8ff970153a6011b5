import { generateKeyPairSync } from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { bufferOf, readSequence } from '../../src/x509/der.ts';
import { certify, der, makeEntity, nameOf, oid, pemOf, spkiOf } from '../authority/forge.ts';
import { problemsIn, readPool } from './reading.ts';

/** Keys of which OpenSSL and Go, or the numbers and OpenSSL, could say different things. */

const ca = makeEntity('CA');
const ROOT = certify(ca, ca, { ca: true });

interface KeyPair {
  readonly publicKey: KeyObject;
  readonly privateKey: KeyObject;
}

const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 });
const ec = generateKeyPairSync('ec', { namedCurve: 'P-256' });

/** What is wrong with a key in this form, beside a certificate of the pair. */
function problemsOf(pair: KeyPair, key: string, publicKey = spkiOf(pair.publicKey)): string {
  const leaf = { name: nameOf({ CN: 'www.example.com' }), ...pair };
  const pem = certify(leaf, ca, { dnsNames: ['www.example.com'], publicKey });
  return problemsIn(readPool(key, [pem], { roots: [ROOT] }));
}

const pkcs8Of = ({ privateKey }: KeyPair): Buffer => privateKey.export({ type: 'pkcs8', format: 'der' });

/** The elements of a sequence, as Buffers. */
function elementsOf(bytes: Buffer): { readonly whole: Buffer; readonly content: Buffer }[] {
  return readSequence(bytes.toString('latin1')).map(({ whole, content }) => ({
    whole: bufferOf(whole),
    content: bufferOf(content),
  }));
}

const NUMBERS = elementsOf(rsa.privateKey.export({ type: 'pkcs1', format: 'der' })).map(({ content }) => content);
const numberAt = (at: number): bigint => BigInt(`0x${NUMBERS[at]?.toString('hex') ?? '0'}`);

function bytesOf(number: bigint): Buffer {
  const hex = number.toString(16);
  const bytes = Buffer.from(hex.padStart(hex.length + (hex.length % 2), '0'), 'hex');
  return (bytes[0] ?? 0) < 0x80 ? bytes : Buffer.concat([Buffer.of(0), bytes]);
}

/** The key with another number in place of one of its own: n, e, d, p, q, dp, dq and qi are 1 to 8. */
function withNumber(at: number, bytes: Buffer): string {
  const elements = NUMBERS.map((each, index) => der(0x02, index === at ? bytes : each));
  return pemOf(der(0x30, ...elements), 'RSA PRIVATE KEY');
}

const [p, q] = [numberAt(4), numberAt(5)];

describe('RSA keys that OpenSSL loads and Go does not', () => {
  it.each([
    ['a number with a zero too many', withNumber(3, Buffer.concat([Buffer.of(0), NUMBERS[3] ?? Buffer.of()]))],
    ['a modulus with a zero too many', withNumber(1, Buffer.concat([Buffer.of(0), NUMBERS[1] ?? Buffer.of()]))],
    ['a negative prime', withNumber(4, (NUMBERS[4] ?? Buffer.of()).subarray(1))],
    ['a private exponent above the modulus', withNumber(3, bytesOf(numberAt(3) + (p - 1n) * (q - 1n) * 2n))],
    ['an exponent above its prime', withNumber(6, bytesOf(numberAt(6) + p - 1n))],
    ['an exponent above its other prime', withNumber(7, bytesOf(numberAt(7) + q - 1n))],
    ['a coefficient above its prime', withNumber(8, bytesOf(numberAt(8) + p))],
  ])('One with %s is damaged', (_what, key) => {
    expect(problemsOf(rsa, key)).toMatch(/^`private_key` is damaged/u);
  });

  it('The same key with its own numbers is accepted', () => {
    expect(problemsOf(rsa, withNumber(0, Buffer.of(0)))).toBe('none');
  });
});

describe('labels of keys', () => {
  it.each([
    ['An RSA key in PKCS #8 that is called PKCS #1', rsa, 'RSA PRIVATE KEY'],
    ['An EC key in PKCS #8 that is called SEC 1', ec, 'EC PRIVATE KEY'],
  ])('%s is accepted: OpenSSL and Go load it', (_what, pair, label) => {
    expect(problemsOf(pair, pemOf(pkcs8Of(pair), label))).toBe('none');
  });

  it.each([
    ['An RSA key', rsa],
    ['An EC key', ec],
  ])('%s that is called a DSA key is not accepted: OpenSSL does not load it', (_what, pair) => {
    expect(problemsOf(pair, pemOf(pkcs8Of(pair), 'DSA PRIVATE KEY'))).toMatch(/"DSA PRIVATE KEY" that cannot be read/u);
  });
});

describe('public keys in certificates', () => {
  const [algorithm, bits] = elementsOf(spkiOf(rsa.publicKey));
  if (!algorithm || !bits) throw new Error('no public key');
  const numbers = elementsOf(bits.content.subarray(1)).map(({ whole }) => whole);
  const more = der(0x30, ...numbers, der(0x02, Buffer.of(1)));

  it.each([
    ['numbers of which some bits are not used', Buffer.of(3), bits.content.subarray(1)],
    ['a third number', Buffer.of(0), more],
  ])('One with %s, which OpenSSL does not read, fits no key', (_what, unused, key) => {
    const spki = der(0x30, algorithm.whole, der(0x03, unused, key));
    expect(problemsOf(rsa, pemOf(pkcs8Of(rsa), 'PRIVATE KEY'), spki)).toContain('does not belong');
  });
});

describe('EC keys with a damaged public half', () => {
  const sec1 = (curve: string, scalar: Buffer, point: Buffer): string =>
    pemOf(
      der(
        0x30,
        der(0x02, Buffer.of(1)),
        der(0x04, scalar),
        der(0xa0, oid(curve)),
        der(0xa1, der(0x03, Buffer.of(0), point)),
      ),
      'EC PRIVATE KEY',
    );

  it('A point that is not on the curve makes a key that cannot be read, and other problems are told too', () => {
    const point = Buffer.from(spkiOf(ec.publicKey).subarray(-65));
    point[64] = (point[64] ?? 0) ^ 1;
    const key = sec1('1.2.840.10045.3.1.7', Buffer.alloc(32, 1), point);
    const leaf = { name: nameOf({ CN: 'www.example.com' }), ...ec };
    const pem = certify(leaf, ca, { dnsNames: ['www.example.com'], caIssuers: 'http://ca.example/' });
    const problems = problemsIn(readPool(key, [pem]));
    expect(problems).toMatch(/^`private_key`.*"EC PRIVATE KEY"/u);
    expect(problems).toContain('`certificate_chain` is empty');
  });

  it('A point at infinity, which OpenSSL reads and does not write, is told in words', () => {
    // On secp256k1, so that OpenSSL is asked what key it is.
    const key = sec1('1.3.132.0.10', Buffer.alloc(32, 1), Buffer.of(0));
    expect(problemsOf(ec, key)).toContain('`private_key` is a damaged EC key.');
  });
});
