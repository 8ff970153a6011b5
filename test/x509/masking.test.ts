import { createHash, generateKeyPairSync } from 'node:crypto';
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { looksSecret, secretsIn } from '../../src/x509/masking.ts';
import { makeAuthority } from '../authority/authority.ts';
import type { Issued } from '../authority/authority.ts';
import { FORMS } from './forms.ts';

let issued: Issued;
let rsa: string;

beforeAll(async () => {
  const authority = await makeAuthority();
  issued = await authority.issue({ dnsNames: ['www.example.com'] });
  rsa = (await authority.issue({ dnsNames: ['www.example.com'], keyType: 'rsa-2048' })).privateKey;
});

function bodyLines(pem: string): string[] {
  return pem.split('\n').filter((line) => line !== '' && !line.startsWith('-----'));
}

/** What the runner shows of a text whose secrets are masked. */
function masked(text: string, secrets: readonly string[]): string {
  const longestFirst = secrets.toSorted((a, b) => b.length - a.length);
  return longestFirst.reduce((rest, secret) => rest.replaceAll(secret, '***'), text);
}

describe('masks of private keys', () => {
  it.each(Object.keys(FORMS))('A private key in the form "%s" is masked entirely', (form) => {
    const write = FORMS[form] ?? String;
    for (const pem of [issued.privateKey, rsa]) {
      const content = write(pem);
      const secrets = secretsIn(content);
      const shown = masked(content + pem, secrets);
      for (const line of bodyLines(pem)) {
        for (let at = 0; at + 8 <= line.length; at += 1) expect(shown.includes(line.slice(at, at + 8))).toBe(false);
      }
      expect(secrets.some((secret) => secret.includes('PRIVATE KEY'))).toBe(false);
    }
  });

  it.each(Object.keys(FORMS))('A certificate in the form "%s" has no masks', (form) => {
    const write = FORMS[form] ?? String;
    expect(secretsIn(write(issued.fullChain))).toEqual([]);
  });

  it('The masks cover half a key, and base64 of a key in base64', () => {
    const twice = Buffer.from(Buffer.from(rsa).toString('base64')).toString('base64');
    for (const content of [rsa.slice(0, 700), twice]) {
      const left = masked(content, secretsIn(content)).replaceAll('***', '');
      expect(left.replaceAll(/-----[A-Z ]+-----/gu, '').trim().length).toBeLessThan(8);
    }
    expect(masked(rsa, secretsIn(twice))).not.toMatch(/[A-Za-z0-9+/]{8}/u);
  });

  it('A private key beside certificates is masked, and the certificates are not', () => {
    const [line = ''] = bodyLines(issued.leafCertificate);
    const secrets = secretsIn(issued.fullChain + issued.privateKey);
    expect(secrets).toEqual(expect.arrayContaining(bodyLines(issued.privateKey).filter((each) => each.length >= 8)));
    expect(secrets).not.toContain(line);
  });

  it('An encrypted private key is masked too', () => {
    const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    const pem = privateKey.export({ type: 'pkcs8', format: 'pem', cipher: 'aes-128-cbc', passphrase: 'x' }).toString();
    expect(secretsIn(pem)).toEqual(expect.arrayContaining(bodyLines(pem)));
  });

  it.each([
    'dop_v1_0123456789abcdef',
    'doo_v1_0123456789abcdef',
    `ghp_${'a1'.repeat(18)}`,
    `github_pat_${'a1'.repeat(18)}`,
  ])('The token %s is masked in any text', (token) => {
    expect(secretsIn(`a ${token}, b`)).toContain(token);
  });

  it.each([
    'web',
    'this-is-no-key-at-all 123456789',
    'The quick brown fox jumps over the lazy dog, and DigitalOcean does not.',
    'www.example.com@203.0.113.10:8443',
    '892071a0-bb95-49bc-8021-3afd67a210bf',
    'ab'.repeat(20),
    'AB'.repeat(32),
    'acme-production-loadbalancer-certificate-2026',
    'name: web\non:\n  schedule:\n    - cron: "0 6 * * *"\njobs:\n  rotate:\n    runs-on: ubuntu-latest\n',
    JSON.stringify({ name: 'digitalocean-certificate-action', version: '1.0.0', private: true }),
  ])('The text %j has no masks', (text) => {
    expect(secretsIn(text)).toEqual([]);
  });

  it('Finding masks never throws, whatever the text is', () => {
    const part = fc.oneof(
      fc.string(),
      fc.constantFrom('-----BEGIN PRIVATE KEY-----', '-----END PRIVATE KEY-----', 'MIIB', '\n', '\\n', '='),
      fc.base64String({ minLength: 20 }),
    );
    fc.assert(
      fc.property(fc.array(part), (parts) => {
        expect(secretsIn(parts.join('')).every((secret) => secret.length >= 8)).toBe(true);
      }),
    );
  });
});

describe('text that looks like a secret', () => {
  it.each([
    ['-----BEGIN PRIVATE KEY-----', true],
    ['dop_v1_0123456789abcdef', true],
    ['MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQg', true],
    ['web', false],
    ['digitaloceancertificateaction', false],
    ['DigitalOceanCertificateAction', false],
    ['892071a0-bb95-49bc-8021-3afd67a210bf', false],
    ['0123456789abcdef0123456789abcdef01234567', false],
    ['a1'.repeat(33), true],
  ])('It is told of %s whether it looks like a secret (%s)', (text, expected) => {
    expect(looksSecret(text)).toBe(expected);
  });

  it.each(Array.from({ length: 10 }, (_, at) => createHash('sha512').update(`${at}`).digest('base64').slice(0, 64)))(
    'The line %s could be one of a key and looks like a secret',
    (line) => {
      expect(looksSecret(line)).toBe(true);
    },
  );
});
