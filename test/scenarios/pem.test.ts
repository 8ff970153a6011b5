import { createPrivateKey } from 'node:crypto';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { sampled } from '../faults/fault-kinds.ts';
import type { Issued } from '../authority/authority.ts';
import { makeAuthority } from '../authority/authority.ts';
import { FORMS } from '../x509/forms.ts';
import { errorsOf, useScenario, warningsOf } from './scenario.ts';

const scenario = useScenario();
let rsa: Issued;
let other: Issued;

beforeAll(async () => {
  rsa = await scenario.authority.issue({ dnsNames: ['www.example.com'], keyType: 'rsa-2048', aia: true });
  other = await (await makeAuthority({ name: 'Other' })).issue({ dnsNames: ['www.example.com'] });
});

/** A fifth of the cases on the bundle; all of them in process, where a run takes a tenth of the time. */
function onBundle<Case>(cases: readonly Case[]): Case[] {
  return process.env['SCENARIOS'] === 'in process' ? [...cases] : sampled(cases);
}

describe('forms of PEM', () => {
  it.each(onBundle(Object.keys(FORMS)))(
    'PEM in the form "%s" is uploaded as the same bytes, from text and from files',
    async (form) => {
      const write = FORMS[form] ?? String;
      const inputs = {
        name: 'web',
        private_key: write(rsa.privateKey),
        leaf_certificate: write(rsa.leafCertificate),
        certificate_chain: write(rsa.certificateChain),
      };
      const sent = {
        private_key: rsa.privateKey,
        leaf_certificate: rsa.leafCertificate,
        certificate_chain: rsa.certificateChain,
      };
      const text = await scenario.run(inputs);
      expect(errorsOf(text)).toBe('');
      expect(scenario.simulator.requests[1]?.body).toMatchObject(sent);
      const folder = mkdtempSync(join(tmpdir(), 'forms-'));
      for (const [name, value] of Object.entries(inputs)) writeFileSync(join(folder, name), value);
      const files = await scenario.run(
        {
          name: 'files',
          private_key_path: 'private_key',
          leaf_certificate_path: 'leaf_certificate',
          certificate_chain_path: 'certificate_chain',
        },
        { cwd: folder },
      );
      expect(errorsOf(files)).toBe('');
      expect(scenario.simulator.requests[3]?.body).toMatchObject({ ...sent, name: 'files' });
    },
  );
});

describe('files of ACME clients', () => {
  const pkcs1 = (): string => createPrivateKey(rsa.privateKey).export({ type: 'pkcs1', format: 'pem' }).toString();
  const sec1 = (): string =>
    createPrivateKey(scenario.web.privateKey).export({ type: 'sec1', format: 'pem' }).toString();
  const parameters = '-----BEGIN EC PARAMETERS-----\nBggqhkjOPQMBBw==\n-----END EC PARAMETERS-----\n';
  const cases: readonly (readonly [string, () => Record<string, string>])[] = [
    [
      'certbot: privkey.pem (PKCS #8), fullchain.pem',
      () => ({ private_key: scenario.web.privateKey, leaf_certificate: scenario.web.fullChain }),
    ],
    [
      'lego: NAME.key (SEC 1), NAME.crt with the chain',
      () => ({ private_key: sec1(), leaf_certificate: scenario.web.fullChain }),
    ],
    [
      'lego: NAME.crt with the chain, and NAME.issuer.crt too',
      () => ({
        private_key: sec1(),
        leaf_certificate: scenario.web.fullChain,
        certificate_chain: scenario.web.certificateChain,
      }),
    ],
    [
      'acme.sh: NAME.key (PKCS #1), fullchain.cer with blank lines',
      () => ({ private_key: pkcs1(), leaf_certificate: `${rsa.leafCertificate}\n${rsa.certificateChain}\n` }),
    ],
    [
      'dehydrated: an EC key behind its parameters, cert.pem and chain.pem',
      () => ({
        private_key: parameters + sec1(),
        leaf_certificate: scenario.web.leafCertificate,
        certificate_chain: scenario.web.certificateChain,
      }),
    ],
  ];
  it.each(onBundle(cases))('The files of an ACME client are accepted: %s', async (_, inputs) => {
    const run = await scenario.run({ name: 'web', ...inputs() });
    expect([run.exitCode, errorsOf(run)]).toEqual([0, '']);
    // The CA of the tests is a private one, which is a notice.
    expect(run.annotations.filter(({ level }) => level !== 'notice')).toEqual([]);
  });
});

describe('invalid PEM', () => {
  const encrypted = (): string =>
    createPrivateKey(scenario.web.privateKey)
      .export({ type: 'pkcs8', format: 'pem', cipher: 'aes-256-cbc', passphrase: 'x' })
      .toString();
  const body = (pem: string): string => pem.split('\n').slice(1, -2).join('');
  const cases: readonly (readonly [string, () => Record<string, string>, RegExp])[] = [
    ['the key of another certificate', () => ({ private_key: rsa.privateKey }), /`private_key`.*not belong/u],
    ['an encrypted key', () => ({ private_key: encrypted() }), /`private_key`.*encrypted.*openssl pkey/u],
    [
      'a certificate where the key goes',
      () => ({ private_key: scenario.web.fullChain }),
      /`private_key`.*a certificate/u,
    ],
    [
      'a key where the certificate goes',
      () => ({ leaf_certificate: scenario.web.privateKey }),
      /`leaf_certificate`.*private key/u,
    ],
    ['a truncated key', () => ({ private_key: scenario.web.privateKey.slice(0, 120) }), /`private_key`.*cut off/u],
    [
      'a truncated certificate',
      () => ({ leaf_certificate: scenario.web.fullChain.slice(0, 700) }),
      /`leaf_certificate`.*cut off/u,
    ],
    ['garbage', () => ({ leaf_certificate: 'not a certificate' }), /`leaf_certificate`.*not PEM/u],
    [
      'DER in base64',
      () => ({ leaf_certificate: body(scenario.web.leafCertificate) }),
      /`leaf_certificate`.*base64.*DER.*openssl x509/u,
    ],
    [
      'a chain of another CA',
      () => ({ certificate_chain: other.certificateChain }),
      /`certificate_chain`.*not belong.*"Other Intermediate"/u,
    ],
    [
      'a chain with a gap',
      () => ({ leaf_certificate: scenario.web.leafCertificate, certificate_chain: scenario.authority.root }),
      /"Test Intermediate".*"www.example.com".*missing/u,
    ],
    [
      'no chain where one is needed',
      () => ({ leaf_certificate: scenario.web.leafCertificate }),
      /`certificate_chain`.*empty/u,
    ],
  ];
  it.each(onBundle(cases))('One error names the input for %s, and nothing is sent', async (_, inputs, message) => {
    const run = await scenario.run({
      name: 'web',
      private_key: scenario.web.privateKey,
      leaf_certificate: scenario.web.fullChain,
      ...inputs(),
    });
    expect(run.exitCode).toBe(1);
    expect(run.annotations.filter(({ level }) => level === 'error').length).toBe(1);
    expect(errorsOf(run)).toMatch(message);
    expect(scenario.simulator.requests).toEqual([]);
  });

  it.each([
    ['expired', -1, -30, / expired \d/u],
    ['not yet valid', 30, 2, /not valid before/u],
  ])('A leaf certificate that is %s is refused', async (_, end, begin, message) => {
    const at = (days: number): Date => new Date(Date.now() + days * 86_400_000);
    const issued = await scenario.authority.issue({
      dnsNames: ['www.example.com'],
      notBefore: at(begin),
      notAfter: at(end),
    });
    const run = await scenario.run({ name: 'web', private_key: issued.privateKey, leaf_certificate: issued.fullChain });
    expect(errorsOf(run)).toMatch(message);
    expect(scenario.simulator.requests).toEqual([]);
  });

  it('An RSA key of 1024 bits is refused', async () => {
    const issued = await scenario.authority.issue({ dnsNames: ['www.example.com'], keyType: 'rsa-1024' });
    const run = await scenario.run({ name: 'web', private_key: issued.privateKey, leaf_certificate: issued.fullChain });
    expect(errorsOf(run)).toContain('RSA key of 1024 bits');
    expect(scenario.simulator.requests).toEqual([]);
  });
});

it('An Ed25519 key is uploaded with a warning', async () => {
  const issued = await scenario.authority.issue({ dnsNames: ['www.example.com'], keyType: 'ed25519' });
  const run = await scenario.run({ name: 'web', private_key: issued.privateKey, leaf_certificate: issued.fullChain });
  expect([run.exitCode, run.outputs['created'] === '']).toEqual([0, false]);
  expect(warningsOf(run)).toContain('Ed25519');
});
