import { Buffer } from 'node:buffer';
import { createHash, generateKeyPairSync, randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parseNames, quoteInput } from '../../src/inputs/values.ts';
import { looksSecret, secretsIn } from '../../src/x509/masking.ts';
import { findRandomWords, isPlain } from '../../src/x509/random-words.ts';
import { makeAuthority } from '../authority/authority.ts';
import { ROOT } from '../runner/step.ts';

const base64 = (seed: string, bytes = 64): string =>
  Buffer.concat(
    Array.from({ length: Math.ceil(bytes / 64) }, (_, at) => createHash('sha512').update(`${seed}${at}`).digest()),
  )
    .subarray(0, bytes)
    .toString('base64');

describe('what people type', () => {
  it.each([
    'web',
    'production-loadbalancer-certificate-2026',
    'web-20261124-deadbeef',
    'acme production, blue/green (EU) #2',
    'MyCompanyProductionCertificate2026',
    'XMLHttpRequestTLSCertificateForIPv6LoadBalancer',
    'AWSEC2TLSCertPRDv2EUW1',
    'MyApp-PROD-EU-6d4cf56db6-x7k2p_TLS-Certificate-2026',
    'wildcard_example_com_2026_11_24_renewed_by_lego',
    'Rechtsschutzversicherungsgesellschaften',
    'wszystkiegonajlepszego.example.com',
    'llanfairpwllgwyngyllgogerychwyrndrobwllllantysiliogogogoch.co.uk',
    'www.example.com@203.0.113.10:8443',
    'www.example.com@[2001:db8:85a3:8d3:1319:8a2e:370:7348]:443',
    'a1234567890abcdef1234567890abcdef-1234567890.us-east-1.elb.amazonaws.com',
    'k8s-default-ingress-1a2b3c4d5e-0123456789abcdef.elb.us-east-1.amazonaws.com',
    'abcd1fghijk2mnopq3stuvwxyz123456.lambda-url.us-east-1.on.aws',
    'web-app-dkfhgteyd8a3hxfa.westeurope-01.azurewebsites.net',
    'd111111abcdef8.cloudfront.net',
    '_3639ac514e785e898d2646601fa951d5.mhbtsbpdnt.acm-validations.aws',
    'xn--12c1fe0br.xn--o3cw4h',
    'xn--vermgensberatung-pwb.xn--clchc0ea0b2g2a9gcd',
    'xn--80aesfpebagmfblc0a.xn--p1ai, müller.example, 例え.テスト',
    'frontend-deployment-6d4cf56db6-x7k2p',
    'kube-system/ingress-nginx-controller-7f8d9c6b5d-9xk2v',
    '892071a0-bb95-49bc-8021-3afd67a210bf',
    '892071a0-bb95-49bc-8021-3afd67a210bf, 3afd67a2-10bf-49bc-8021-892071a0bb95',
    'da39a3ee5e6b4b0d3255bfef95601890afd80709',
    'DA:39:A3:EE:5E:6B:4B:0D:32:55:BF:EF:95:60:18:90:AF:D8:07:09',
    'E3:B0:C4:42:98:FC:1C:14:9A:FB:F4:C8:99:6F:B9:24:27:AE:41:E4:64:9B:93:4C:A4:95:99:1B:78:52:B8:55',
    'sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855',
    '0'.repeat(64),
    'cert-da39a3ee5e6b4b0d3255bfef95601890afd80709',
    '/home/runner/work/repo/repo/certs/live/example.com/privkey.pem',
    '/Users/RunnerAdmin/AppData/Local/Temp/2/certs/private_key.pem',
    String.raw`D:\a\repo\repo\certs\new\rsa\tls-private-key.pem`,
    '/nix/store/1fz4y9ax1v7m3x5q4s8zb9f0l6kq2hd2-cacert-3.98/etc/ssl/certs/ca-bundle.crt',
    './.lego/certificates/_.example.com.key',
    'https://api.digitalocean.com/v2/certificates?page=2&per_page=200',
    '2026-11-24T06:00:25Z',
    '1234567890123456789012345678901234567890',
    'true',
  ])('The text %j is quoted, accepted as a name, and no mask', (text) => {
    expect(looksSecret(text)).toBe(false);
    expect(quoteInput(text).slice(0, 60)).toBe(`"${text}"`.slice(0, 60));
    expect('value' in parseNames(text)).toBe(true);
    expect(secretsIn(text)).toEqual([]);
  });
});

describe('what nobody may see', () => {
  const sec1 = generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey.export({ type: 'sec1', format: 'pem' });
  const line = sec1.toString().split('\n')[1] ?? '';
  it.each([
    ['a line of a key', line],
    ['a line of a key in lower case', line.toLowerCase()],
    ['a line of a key in upper case', line.toUpperCase()],
    ['a line of a key in words', (line.match(/.{1,8}/gu) ?? []).join(' ')],
    ['a line of a key behind a word', `tls.key=${line}`],
    ['the armor alone', '-----BEGIN EC PRIVATE KEY-----'],
    ['the armor in a URL', '-----begin%20private%20key-----'],
    ['a personal token', `dop_v1_${'0123456789abcdef'.repeat(4)}`],
    ['an old token', createHash('sha256').update('x').digest('hex')],
    ['a token of GitHub', `ghs_${'a1B2c3D4'.repeat(5)}`],
    ['base64 for URLs', 'MC4CAQAwBQYDK2VwBCIEIM_OxAp3Z4c-DkOkfKnGeGz2xOF-1fAbCdEfGh0'],
    [
      'hex of a key in lines',
      (
        createHash('sha512')
          .update('x')
          .digest('hex')
          .match(/.{1,60}/gu) ?? []
      ).join('\n'),
    ],
    ['hex of a key', createHash('sha512').update('x').digest('hex')],
    ['a JSON Web Key', '{"kty":"EC","crv":"P-256","d":"jpsQnnGQmL-YBIffH1136cspYG6-0iY7X1fCE9-E9LI"}'],
  ])('It is seen of %s that it is a secret', (_, text) => {
    expect(looksSecret(text)).toBe(true);
    expect(quoteInput(text)).not.toContain(text.slice(0, 12));
    expect('fault' in parseNames(text)).toBe(true);
    expect(looksSecret(`Bag Attributes\n  ${text}\n`)).toBe(true);
  });

  it('Of a thousand pieces of base64 as long as the last line of an RSA key, hardly any is missed', () => {
    const pieces = Array.from({ length: 1_000 }, (_, at) => base64(`${at}`).slice(0, 24));
    expect(pieces.filter((piece) => !looksSecret(piece)).length).toBeLessThan(40);
    const lines = Array.from({ length: 1_000 }, (_, at) => base64(`${at}`).slice(0, 64));
    expect(lines.filter((piece) => !looksSecret(piece))).toEqual([]);
  });

  it('The lines of a key are one group, and words beside them are not in it', () => {
    const lines = [base64('a').slice(0, 64), base64('b').slice(0, 64), base64('c').slice(0, 12)];
    expect(findRandomWords(`certificate\n${lines.join('\n')}\nfingerprint: x`)).toEqual([lines]);
    expect(['certificate', 'responseLength', 'README'].every(isPlain)).toBe(true);
    expect(isPlain(lines[2] ?? '')).toBe(false);
  });
});

describe('the wrong file in place of a key', () => {
  const words = readFileSync(join(ROOT, 'README.md'), 'utf8');
  const files: Readonly<Record<string, () => string | Promise<string>>> = {
    'the README': () => words,
    'a lock file': () => readFileSync(join(ROOT, 'package-lock.json'), 'utf8'),
    'a table of words': () => words.split(/\W+/u).join(','),
    'a list of words': () => words.split(/\W+/u).join('\n'),
    'a picture': () => randomBytes(2 ** 20).toString('utf8'),
    'a megabyte of base64': () => base64('x', 786_432).replaceAll(/.{76}/gu, '$&\n'),
    'a megabyte of base64 in one line': () => base64('x', 786_432),
    'a megabyte of hex': () => randomBytes(524_288).toString('hex'),
    'a certificate chain': async () => {
      const { fullChain } = await (await makeAuthority()).issue({ dnsNames: ['www.example.com'] });
      return fullChain.repeat(20);
    },
    'a template': () =>
      '-----BEGIN PRIVATE KEY-----\n<your private key, in lines of 64>\n...\n-----END PRIVATE KEY-----\n',
    'armor without end': () => `-----BEGIN PRIVATE KEY-----\n${words}`,
    'armor many times': () => '-----BEGIN PRIVATE KEY-----\n-----BEGIN CERTIFICATE-----\n'.repeat(18_000),
  };

  it.each(Object.keys(files))('Masks no ordinary words of %s, few pieces, and takes no time', async (kind) => {
    const content = (await files[kind]?.()) ?? '';
    const start = performance.now();
    const masks = secretsIn(content);
    const durationMs = performance.now() - start;
    expect(masks.length).toBeLessThanOrEqual(300);
    expect(masks.filter((mask) => isPlain(mask) || words.includes(` ${mask} `))).toEqual([]);
    if (!/base64|hex|lock/u.test(kind)) expect(masks).toEqual([]);
    // A tenth of it on an idle machine.
    expect(durationMs).toBeLessThan(2_000);
  });
});
