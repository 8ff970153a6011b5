import { createPrivateKey, createPublicKey, ECDH, generateKeyPairSync } from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { privateNumbersIn } from '../../src/x509/key-numbers.ts';
import { readPem } from '../../src/x509/pem.ts';
import type { PemBlock } from '../../src/x509/pem.ts';
import { certify, der, makeEntity, nameOf, pemOf, spkiOf } from '../authority/forge.ts';
import type { Entity } from '../authority/forge.ts';
import { problemsIn, readPool, remarksIn } from './reading.ts';

const ca = makeEntity('CA');
const ROOT = certify(ca, ca, { ca: true });

interface KeyPair {
  readonly publicKey: KeyObject;
  readonly privateKey: KeyObject;
}

/** A leaf certificate for a key of any type. */
function leafFor({ publicKey, privateKey }: KeyPair): readonly [Entity, string] {
  const leaf = { name: nameOf({ CN: 'www.example.com' }), publicKey, privateKey };
  return [leaf, certify(leaf, ca, { dnsNames: ['www.example.com'] })];
}

function problemsOf(pair: KeyPair): string {
  const [leaf, pem] = leafFor(pair);
  return problemsIn(readPool(leaf, [pem], { roots: [ROOT] }));
}

const curve = (namedCurve: string): KeyPair => generateKeyPairSync('ec', { namedCurve });
const rsa = (modulusLength: number, publicExponent = 65_537): KeyPair =>
  generateKeyPairSync('rsa', { modulusLength, publicExponent });

/** A key of 8192 bits takes seconds to make. Its private half is not needed to judge its type. */
const publicRsa = (bytes: number): KeyObject =>
  createPublicKey({
    key: {
      kty: 'RSA',
      e: 'AQAB',
      n: Buffer.alloc(bytes, 0xab)
        .fill(0xcd, bytes - 1)
        .toString('base64url'),
    },
    format: 'jwk',
  });

describe('types of keys', () => {
  it.each([
    ['P-256', () => curve('P-256')],
    ['P-384', () => curve('P-384')],
    ['P-521', () => curve('P-521')],
    ['RSA with 2048 bits', () => rsa(2048)],
    ['RSA with 3072 bits', () => rsa(3072)],
    ['RSA with the exponent 3', () => rsa(2048, 3)],
    ['Ed25519', () => generateKeyPairSync('ed25519')],
  ])('A key of the type %s is accepted', (_, make) => {
    expect(problemsOf(make())).toBe('none');
  });

  it('An Ed25519 key leads to a warning', () => {
    const [leaf, pem] = leafFor(generateKeyPairSync('ed25519'));
    expect(remarksIn(readPool(leaf, [pem], { roots: [ROOT] }))).toMatch(/^warning: `private_key`.*Ed25519/u);
  });

  it.each([
    ['secp256k1', () => curve('secp256k1'), /curve secp256k1/u],
    ['brainpool', () => curve('brainpoolP256r1'), /curve brainpoolP256r1/u],
    ['P-224', () => curve('secp224r1'), /curve P-224/u],
    ['P-192', () => curve('prime192v1'), /curve P-192/u],
    ['a binary curve', () => curve('sect283r1'), /curve sect283r1/u],
    [
      'explicit parameters',
      () => generateKeyPairSync('ec', { namedCurve: 'P-256', paramEncoding: 'explicit' }),
      /explicit parameters/u,
    ],
    ['a huge exponent', () => rsa(2048, 0xff_ff_ff_fb), /unusual public exponent/u],
    ['RSA with 1024 bits', () => rsa(1024), /RSA key of 1024 bits.*2048/u],
    ['RSA with 2047 bits', () => rsa(2047), /RSA key of 2047 bits/u],
    ['Ed448', () => generateKeyPairSync('ed448'), /type Ed448/u],
    ['DSA', () => generateKeyPairSync('dsa', { modulusLength: 1024, divisorLength: 160 }), /type DSA/u],
    ['RSA-PSS', () => generateKeyPairSync('rsa-pss', { modulusLength: 2048 }), /type RSA-PSS/u],
    ['X25519', () => generateKeyPairSync('x25519'), /type X25519/u],
  ])('A key of the type %s is rejected by name', (_, make, message) => {
    const problems = problemsOf(make());
    expect(problems.split('\n')).toEqual([expect.stringMatching(message)]);
  });

  it('A named curve in the key does not make up for explicit parameters in the certificate', () => {
    const explicit = generateKeyPairSync('ec', { namedCurve: 'P-256', paramEncoding: 'explicit' });
    const [leaf, pem] = leafFor(explicit);
    const { x = '', y = '', d = '' } = explicit.privateKey.export({ format: 'jwk' });
    const named = createPrivateKey({ key: { kty: 'EC', crv: 'P-256', x, y, d }, format: 'jwk' });
    const problems = problemsIn(readPool({ ...leaf, privateKey: named }, [pem], { roots: [ROOT] }));
    expect(problems).toMatch(/^`leaf_certificate`.*explicit parameters/u);
  });

  it.each([
    [1024, true],
    [1025, false],
  ])('An RSA key of %d bytes is within the limits (%s)', (bytes, isWithin) => {
    // In an intermediate, where the same rules apply.
    const intermediate = { ...makeEntity('Intermediate'), publicKey: publicRsa(bytes) };
    const leaf = makeEntity('www.example.com');
    const pool = [
      certify(leaf, { ...intermediate, privateKey: ca.privateKey }, { dnsNames: ['a.example'] }),
      certify(intermediate, ca, { ca: true }),
    ];
    const problems = problemsIn(readPool(leaf, pool, { roots: [ROOT] }));
    if (isWithin) expect(problems).not.toContain('RSA key');
    else expect(problems).toMatch(/RSA key of 8200 bits/u);
  });
});

describe('damaged keys', () => {
  /** Keys with one wrong bit that Node loads and whose public half is the old one: how many of them are accepted? */
  function acceptedFlips(pair: KeyPair, step: number, mostBytes = Infinity): readonly number[] {
    const [, pem] = leafFor(pair);
    const good = spkiOf(pair.publicKey);
    const bytes = pair.privateKey.export({ type: 'pkcs8', format: 'der' });
    const accepted: number[] = [];
    for (let bit = 0; bit < Math.min(bytes.length, mostBytes) * 8; bit += step) {
      const damaged = Buffer.from(bytes);
      damaged[bit >> 3] = (damaged[bit >> 3] ?? 0) ^ (1 << (bit & 7));
      if (!hasPublicHalf(damaged, good)) continue;
      const reading = readPool(pemOf(damaged, 'PRIVATE KEY'), [pem], { roots: [ROOT] });
      if (problemsIn(reading) === 'none') accepted.push(bit);
      else expect(problemsIn(reading)).toMatch(/^`private_key`.*damaged/u);
    }
    return accepted;
  }

  function hasPublicHalf(bytes: Buffer, wanted: Buffer, type: 'pkcs8' | 'sec1' = 'pkcs8'): boolean {
    try {
      const { x, y } = createPublicKey(createPrivateKey({ key: bytes, format: 'der', type })).export({ format: 'jwk' });
      const good = createPublicKey({ key: wanted, format: 'der', type: 'spki' }).export({ format: 'jwk' });
      return x !== undefined
        ? x === good.x && y === good.y
        : spkiOf(createPrivateKey({ key: bytes, format: 'der', type })).equals(wanted);
    } catch {
      return false;
    }
  }

  it('A P-256 key with one wrong bit is never uploaded, except in the version of its format and what is optional', () => {
    const accepted = acceptedFlips(curve('P-256'), 1);
    // Byte 5 is the version of PKCS #8, which nobody reads; byte 72 the tag of the public half, byte 73 the form of its point.
    expect(accepted.filter((bit) => ![5, 72, 73].includes(bit >> 3))).toEqual([]);
  });

  it('An RSA key with one wrong bit is never uploaded, except in the version of its format and parameters that RSA does not have', () => {
    const head = acceptedFlips(rsa(2048), 1, 64);
    // Byte 6 is the version of PKCS #8, byte 20 the end of the algorithm.
    expect(head.filter((bit) => bit >> 3 !== 6 && bit >> 3 !== 20)).toEqual([]);
    expect(acceptedFlips(rsa(2048), 23).filter((bit) => bit >> 3 > 40)).toEqual([]);
  });

  it.each(['P-256', 'P-384', 'P-521'])('A key on %s in the form of SEC 1 with one wrong bit is damaged', (name) => {
    const pair = curve(name);
    const [, pem] = leafFor(pair);
    const good = pair.privateKey.export({ type: 'sec1', format: 'der' });
    for (let bit = 0; bit < good.length * 8; bit += 5) {
      const damaged = Buffer.from(good);
      damaged[bit >> 3] = (damaged[bit >> 3] ?? 0) ^ (1 << (bit & 7));
      const problems = problemsIn(readPool(pemOf(damaged, 'EC PRIVATE KEY'), [pem], { roots: [ROOT] }));
      // What is accepted all the same is a key that Node loads, with the same public half.
      const isSame = hasPublicHalf(damaged, spkiOf(pair.publicKey), 'sec1');
      if (problems === 'none') expect([bit, isSame]).toEqual([bit, true]);
      else expect(problems).toMatch(/`private_key`|`leaf_certificate`/u);
    }
  });
});

describe('forms of keys', () => {
  const forms = [
    ['EC in PKCS #8', () => curve('P-256'), 'pkcs8'],
    ['EC in SEC 1', () => curve('P-384'), 'sec1'],
    ['EC on P-521', () => curve('P-521'), 'pkcs8'],
    ['RSA in PKCS #8', () => rsa(2048), 'pkcs8'],
    ['RSA in PKCS #1', () => rsa(2048), 'pkcs1'],
  ] as const;
  const LABELS = { pkcs8: 'PRIVATE KEY', sec1: 'EC PRIVATE KEY', pkcs1: 'RSA PRIVATE KEY' } as const;

  it.each(forms)('A key as Node writes it, %s, is judged by its numbers alone', (_what, make, type) => {
    const { privateKey } = make();
    const bytes = privateKey.export({ type: type as 'pkcs8', format: 'der' });
    expect(privateNumbersIn(blockOf(bytes, LABELS[type]))?.isPlain).toBe(true);
  });

  it('The numbers of a key without a public half, or with more than belongs there, are not taken for plain', () => {
    const bytes = curve('P-256').privateKey.export({ type: 'pkcs8', format: 'der' });
    // The last 70 bytes are the public half.
    const inner = der(0x30, bytes.subarray(31, -70));
    const bare = der(0x30, bytes.subarray(3, 27), der(0x04, inner));
    expect(privateNumbersIn(blockOf(bare, 'PRIVATE KEY'))).toMatchObject({ type: 'ec', isPlain: false });
    const more = der(0x30, bytes.subarray(3), der(0xa0));
    expect(privateNumbersIn(blockOf(more, 'PRIVATE KEY'))).toMatchObject({ type: 'ec', isPlain: false });
    const privateKey = createPrivateKey({ key: bytes, format: 'der', type: 'pkcs8' });
    const [, pem] = leafFor({ privateKey, publicKey: createPublicKey(privateKey) });
    expect(problemsIn(readPool(pemOf(bare, 'PRIVATE KEY'), [pem], { roots: [ROOT] }))).toBe('none');
  });

  it('A certificate with a compressed point fits its key', () => {
    const pair = curve('P-256');
    const spki = spkiOf(pair.publicKey);
    const compressed = ECDH.convertKey(spki.subarray(-65), 'prime256v1', undefined, undefined, 'compressed') as Buffer;
    const algorithm = spki.subarray(2, spki.length - 68);
    const short = der(0x30, algorithm, der(0x03, Buffer.of(0), compressed));
    const leaf = { name: nameOf({ CN: 'www.example.com' }), ...pair };
    const pem = certify(leaf, ca, { dnsNames: ['www.example.com'], publicKey: short });
    expect(problemsIn(readPool(leaf, [pem], { roots: [ROOT] }))).toBe('none');
    const other = { ...leaf, ...curve('P-256') };
    expect(problemsIn(readPool(other, [pem], { roots: [ROOT] }))).toContain('does not belong');
  });
});

function blockOf(bytes: Buffer, label: string): PemBlock {
  const reading = readPem(pemOf(bytes, label));
  const [block] = 'blocks' in reading ? reading.blocks : [];
  if (block === undefined) throw new Error('no block');
  return block;
}
