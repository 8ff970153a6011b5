import { createPrivateKey, createPublicKey, generateKeyPairSync } from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { certify, makeEntity, nameOf, pemOf, spkiOf } from '../authority/forge.ts';
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
  function acceptedFlips(pair: KeyPair, step: number): readonly number[] {
    const [, pem] = leafFor(pair);
    const good = spkiOf(pair.publicKey);
    const bytes = pair.privateKey.export({ type: 'pkcs8', format: 'der' });
    const accepted: number[] = [];
    for (let bit = 0; bit < bytes.length * 8; bit += step) {
      const damaged = Buffer.from(bytes);
      damaged[bit >> 3] = (damaged[bit >> 3] ?? 0) ^ (1 << (bit & 7));
      if (!hasPublicHalf(damaged, good)) continue;
      const reading = readPool(pemOf(damaged, 'PRIVATE KEY'), [pem], { roots: [ROOT] });
      if (problemsIn(reading) === 'none') accepted.push(bit);
      else expect(problemsIn(reading)).toMatch(/^`private_key`.*damaged/u);
    }
    return accepted;
  }

  function hasPublicHalf(bytes: Buffer, wanted: Buffer): boolean {
    try {
      return spkiOf(createPrivateKey({ key: bytes, format: 'der', type: 'pkcs8' })).equals(wanted);
    } catch {
      return false;
    }
  }

  it('A P-256 key with one wrong bit is never uploaded, except in the version of its format and an optional tag', () => {
    const accepted = acceptedFlips(curve('P-256'), 1);
    // Byte 5 is the version of PKCS #8, which nobody reads; byte 72 the tag of the public half.
    expect(accepted.filter((bit) => bit >> 3 !== 5 && bit >> 3 !== 72)).toEqual([]);
  });

  it('An RSA key with one wrong bit is never uploaded', () => {
    const accepted = acceptedFlips(rsa(2048), 23);
    expect(accepted.filter((bit) => bit >> 3 > 40)).toEqual([]);
  });
});
