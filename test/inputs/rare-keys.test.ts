import { ECDH, generateKeyPairSync } from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { certify, der, makeEntity, nameOf, privateKeyOf, spkiOf } from '../authority/forge.ts';
import { makeTemp } from '../runner/step.ts';
import { writeFiles } from './client-folders.ts';
import { entriesOf, linesOf, reasonOf } from './read-folder.ts';

const ca = makeEntity('CA');
const root = certify(ca, ca, { ca: true, notAfter: new Date(Date.now() + 86_400_000) });

interface KeyPair {
  readonly publicKey: KeyObject;
  readonly privateKey: KeyObject;
}

/** A plain folder with a certificate for a key, and the key; `publicKey` is how the certificate has it. */
function folderOf(pair: KeyPair, publicKey?: Buffer): string {
  const leaf = { name: nameOf({ CN: 'www.example.com' }), ...pair };
  const validity = { notBefore: new Date(Date.now() - 86_400_000), notAfter: new Date(Date.now() + 86_400_000) };
  const certificate = certify(leaf, ca, {
    dnsNames: ['www.example.com'],
    ...validity,
    ...(publicKey === undefined ? {} : { publicKey }),
  });
  const folder = makeTemp();
  writeFiles(folder, { 'web.key': privateKeyOf(leaf), 'web.crt': certificate + root });
  return folder;
}

function compressed({ publicKey }: KeyPair): Buffer {
  const spki = spkiOf(publicKey);
  const point = ECDH.convertKey(spki.subarray(-65), 'prime256v1', undefined, undefined, 'compressed');
  return der(0x30, spki.subarray(2, spki.length - 68), der(0x03, Buffer.of(0), Buffer.from(point)));
}

const p256 = generateKeyPairSync('ec', { namedCurve: 'P-256' });

describe('keys of rare types in a plain folder', () => {
  it.each([
    ['Ed25519', generateKeyPairSync('ed25519'), undefined],
    ['EC on P-521', generateKeyPairSync('ec', { namedCurve: 'P-521' }), undefined],
    ['EC whose point is compressed in the certificate', p256, compressed(p256)],
  ])('A key of the type %s is paired with its certificate, and both are used', (_what, pair, publicKey) => {
    expect(linesOf(entriesOf(folderOf(pair, publicKey)))).toEqual(['ready web.crt web www.example.com']);
  });

  it.each([
    ['RSA-PSS', generateKeyPairSync('rsa-pss', { modulusLength: 2048 }), /RSA-PSS/u],
    ['secp256k1', generateKeyPairSync('ec', { namedCurve: 'secp256k1' }), /secp256k1/u],
    ['DSA', generateKeyPairSync('dsa', { modulusLength: 2048, divisorLength: 256 }), /DSA/u],
    ['Ed448', generateKeyPairSync('ed448'), /Ed448/u],
    ['RSA with 1024 bits', generateKeyPairSync('rsa', { modulusLength: 1024 }), /1024 bits/u],
  ])('A key of the type %s is paired with its certificate, which fails with the type', (_what, pair, told) => {
    const entries = entriesOf(folderOf(pair));
    expect(linesOf(entries)).toEqual(['failed web.crt web www.example.com']);
    expect(reasonOf(entries[0])).toMatch(told);
  });
});
