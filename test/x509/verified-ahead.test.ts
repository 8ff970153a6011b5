import { sign } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { parseCertificate } from '../../src/x509/certificate.ts';
import type { PemCertificate } from '../../src/x509/certificate.ts';
import { bufferOf, bytesOf, readSequence } from '../../src/x509/der.ts';
import { makeSearchMemory } from '../../src/x509/paths.ts';
import { readPem } from '../../src/x509/pem.ts';
import { makeAheadVerifier } from '../../src/x509/verified-ahead.ts';
import { certify, der, makeEntity, pemOf } from '../authority/forge.ts';
import type { ForgedKeyType } from '../authority/forge.ts';

function parse(pem: string): PemCertificate {
  const reading = readPem(pem);
  const [block] = 'blocks' in reading ? reading.blocks : [];
  const certificate = block && parseCertificate(block);
  if (certificate === undefined) throw new Error('no certificate');
  return certificate;
}

/** Which of these, each followed by its issuer, are found to be signed. */
async function signed(...chains: readonly (readonly PemCertificate[])[]): Promise<boolean[]> {
  const { signatures } = makeSearchMemory();
  const ahead = makeAheadVerifier(signatures);
  for (const chain of chains) ahead.add(chain);
  ahead.begin();
  await ahead.settled();
  return chains.map(([first]) => first !== undefined && [...(signatures.get(first)?.values() ?? [])].includes(true));
}

const leaf = makeEntity('www.example.com');
const issue = (keyType: ForgedKeyType, shape = {}): PemCertificate[] => {
  const ca = makeEntity('CA', keyType);
  return [certify(leaf, ca, { dnsNames: ['www.example.com'], ...shape }), certify(ca, ca, { ca: true })].map(parse);
};

describe('signatures that other threads verify', () => {
  it.each([
    ['ECDSA with SHA-256', issue('ec')],
    ['ECDSA with SHA-384', issue('ec', { hash: 'sha384' })],
    ['RSA with SHA-256', issue('rsa-2048')],
    ['RSA with SHA-384', issue('rsa-2048', { hash: 'sha384' })],
  ])('One by %s is found true', async (_what, chain) => {
    expect(await signed(chain)).toEqual([true]);
  });

  it.each([
    ['by an algorithm that is left to the search', issue('ed25519')],
    ['by a weak hash', issue('rsa-2048', { hash: 'sha1' })],
    ['of a certificate alone', issue('ec').slice(0, 1)],
  ])('Nothing is said of one %s', async (_what, chain) => {
    expect(await signed(chain)).toEqual([false]);
  });

  it('Nothing is said of one that another key made, and the others are found all the same', async () => {
    const [ca, namesake] = [makeEntity('CA'), makeEntity('CA')];
    const identifier = { authorityKeyId: Buffer.alloc(20, 1) };
    const certificate = parse(certify(leaf, ca, { dnsNames: ['www.example.com'], ...identifier }));
    const root = certify(namesake, namesake, { ca: true, ...identifier });
    const good = issue('ec');
    expect(await signed([certificate, parse(root)], good)).toEqual([false, true]);
  });

  it('Nothing is said of one whose algorithm is not that of the key, although the key made it', async () => {
    const [rsa, ec] = [makeEntity('CA', 'rsa-2048'), makeEntity('CA')];
    const bare = { withoutKeyIdentifiers: true };
    const [body, algorithm] = readSequence(bytesOf(parse(certify(leaf, rsa, bare)).block.der)).map(({ whole }) =>
      bufferOf(whole),
    );
    if (body === undefined || algorithm === undefined) throw new Error('no certificate');
    const signature = sign('sha256', body, ec.privateKey);
    const bytes = der(0x30, body, algorithm, der(0x03, Buffer.of(0), signature));
    const root = certify(ec, ec, { ca: true, ...bare });
    expect(await signed([parse(pemOf(bytes, 'CERTIFICATE')), parse(root)])).toEqual([false]);
  });

  it('Nothing is said where the key is of an unusual size, with which one signature may take long', async () => {
    expect(await signed(issue('rsa-1024'))).toEqual([false]);
  });

  it('Nothing is said of a damaged one', async () => {
    const [certificate, root] = issue('ec');
    if (certificate === undefined || root === undefined) throw new Error('no certificates');
    const bytes = Buffer.from(certificate.block.der);
    bytes[bytes.length - 1] = (bytes.at(-1) ?? 0) ^ 1;
    const damaged = parseCertificate({ der: bytes, pem: '' });
    expect(await signed([damaged ?? root, root])).toEqual([false]);
  });
});
