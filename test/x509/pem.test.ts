import { createPrivateKey } from 'node:crypto';
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { faultSentences } from '../../src/errors.ts';
import { readPem, textOfFile } from '../../src/x509/pem.ts';
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

function pemsOf(content: string): string[] {
  const reading = readPem(content);
  if ('fault' in reading) throw new Error(reading.fault.what);
  return reading.blocks.map(({ pem }) => pem);
}

function bodyLines(pem: string): string[] {
  return pem.split('\n').filter((line) => line !== '' && !line.startsWith('-----'));
}

describe('forms of PEM', () => {
  it.each(Object.keys(FORMS))('PEM in the form "%s" is read as canonical PEM', (form) => {
    const write = FORMS[form] ?? String;
    for (const pem of [issued.privateKey, issued.leafCertificate, rsa]) expect(pemsOf(write(pem))).toEqual([pem]);
    expect(pemsOf(write(issued.fullChain))).toEqual(issued.fullChain.split(/(?<=-----END CERTIFICATE-----\n)/u));
  });

  it('Any mixture of line widths, line ends and blanks gives the same block', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 200 }),
        fc.constantFrom('\n', '\r\n', '\r', '\\n', ' ', '\n \n', '\t'),
        fc.string({ maxLength: 30 }),
        (width, end, around) => {
          fc.pre(!around.includes('-----'));
          const [first = '', ...rest] = rsa.trim().split('\n');
          const last = rest.pop() ?? '';
          const body = rest.join('').match(new RegExp(`.{1,${width}}`, 'gu')) ?? [];
          expect(pemsOf(`${around}\n${[first, ...body, last].join(end)}\n${around}`)).toEqual([rsa]);
        },
      ),
    );
  });

  it('Reading PEM never throws, whatever the text is', () => {
    fc.assert(
      fc.property(
        fc.array(
          fc.oneof(
            fc.string(),
            fc.constantFrom(
              '-----BEGIN CERTIFICATE-----',
              '-----END CERTIFICATE-----',
              '-----BEGIN PRIVATE KEY-----',
              'MIIB',
              '\n',
              '\\n',
              '0\x82',
            ),
          ),
        ),
        (parts) => {
          const reading = readPem(parts.join(''));
          expect('fault' in reading ? typeof reading.fault.what : 'string').toBe('string');
        },
      ),
    );
  });
});

describe('labels', () => {
  it.each([
    ['X509 CERTIFICATE', 'certificate'],
    ['TRUSTED CERTIFICATE', 'certificate'],
    ['PUBLIC KEY', 'public_key'],
    ['RSA PUBLIC KEY', 'public_key'],
    ['CERTIFICATE REQUEST', 'certificate_request'],
    ['NEW CERTIFICATE REQUEST', 'certificate_request'],
    ['ENCRYPTED PRIVATE KEY', 'encrypted_private_key'],
    ['DH PARAMETERS', 'parameters'],
    ['OPENSSH PRIVATE KEY', 'other'],
    ['X509 CRL', 'other'],
  ])('A block with the label %s is a %s', (label, kind) => {
    const reading = readPem(issued.leafCertificate.replaceAll('CERTIFICATE', label));
    expect('blocks' in reading && reading.blocks.map((block) => block.kind)).toEqual([kind]);
  });

  it('An OpenSSL TRUSTED CERTIFICATE is read without the trust settings that it adds', () => {
    const der = Buffer.from(bodyLines(issued.leafCertificate).join(''), 'base64');
    const body = Buffer.concat([der, Buffer.from([0x30, 0x00])]).toString('base64');
    expect(pemsOf(`-----BEGIN TRUSTED CERTIFICATE-----\n${body}\n-----END TRUSTED CERTIFICATE-----\n`)).toEqual([
      issued.leafCertificate,
    ]);
  });

  it('A private key that OpenSSL encrypted in its old format is recognised', () => {
    const key = createPrivateKey(rsa).export({ type: 'pkcs1', format: 'pem', cipher: 'aes-128-cbc', passphrase: 'x' });
    const reading = readPem(key.toString());
    expect('blocks' in reading && reading.blocks[0]?.kind).toBe('encrypted_private_key');
  });
});

describe('invalid PEM', () => {
  const der = (): Buffer => Buffer.from(bodyLines(issued.leafCertificate).join(''), 'base64');
  // The outer shape of PKCS #12: a sequence of the version 3 and more.
  const pkcs12 = (): Buffer =>
    Buffer.concat([Buffer.from([0x30, 0x82, 0x01, 0x03, 0x02, 0x01, 0x03]), Buffer.alloc(256)]);
  const cases: readonly (readonly [string, () => string, RegExp])[] = [
    ['nothing', () => ' \n', /is empty/u],
    ['words', () => 'hello, world', /is not PEM/u],
    ['DER', () => textOfFile(der()), /\bDER\b.*openssl x509 -inform der/u],
    ['DER in base64', () => der().toString('base64'), /base64.*\bDER\b/u],
    ['DER through a text input', () => der().toString('utf8'), /\bDER\b/u],
    ['PKCS #12', () => textOfFile(pkcs12()), /PKCS #12.*openssl pkcs12/u],
    ['PKCS #12 in base64', () => pkcs12().toString('base64'), /PKCS #12/u],
    ['a block without its end', () => issued.leafCertificate.slice(0, 300), /is cut off/u],
    ['a block without its beginning', () => issued.leafCertificate.slice(100), /is cut off/u],
    [
      'a second block without its end',
      () => issued.leafCertificate + issued.leafCertificate.slice(0, 200),
      /is cut off/u,
    ],
    [
      'a second block without its beginning',
      () => issued.leafCertificate + issued.leafCertificate.slice(100),
      /is cut off/u,
    ],
    ['a block within another', () => issued.leafCertificate.slice(0, 200) + issued.leafCertificate, /is cut off/u],
    [
      'an end of another kind',
      () => issued.leafCertificate.replace('END CERTIFICATE', 'END PRIVATE KEY'),
      /is cut off/u,
    ],
    ['a line missing', () => issued.leafCertificate.split('\n').toSpliced(3, 1).join('\n'), /is damaged/u],
    ['another alphabet', () => issued.leafCertificate.replace(/\nMII/u, '\nM*I'), /is damaged/u],
    ['a block of nothing', () => '-----BEGIN X509 CRL-----\n-----END X509 CRL-----\n', /is damaged/u],
    ['too long a text', () => 'x'.repeat(1024 * 1024 + 1), /too long/u],
    ['too many blocks', () => issued.leafCertificate.repeat(101), /\b100 blocks/u],
  ];
  it.each(cases)('A PEM input with %s is refused', (_, make, fault) => {
    const content = make();
    const reading = readPem(content);
    expect('fault' in reading && faultSentences('It', reading.fault)).toMatch(fault);
  });

  it.each(['constructor', 'toString', '__proto__', 'x PUBLIC KEY', `${'A'.repeat(41)} PUBLIC KEY`])(
    'The label %s is no label of PEM',
    (label) => {
      const reading = readPem(issued.leafCertificate.replaceAll('CERTIFICATE', label));
      expect('fault' in reading && reading.fault.what).toMatch(/^is cut off/u);
    },
  );

  it('A certificate in a block that is labelled PKCS #7 is told to be that', () => {
    const reading = readPem(issued.leafCertificate.replaceAll('CERTIFICATE', 'PKCS7'));
    expect('fault' in reading && reading.fault.what).toMatch(/PKCS #7/u);
  });

  it('PEM labels in lower case or with other dashes are not accepted', () => {
    for (const broken of [
      issued.leafCertificate.replaceAll('BEGIN', 'begin'),
      issued.leafCertificate.replaceAll('-----', '—'),
    ]) {
      expect('fault' in readPem(broken)).toBe(true);
    }
  });
});

describe('PEM files', () => {
  const utf16 = (text: string): Buffer => Buffer.from(text, 'utf16le');
  const cases: readonly (readonly [string, (text: string) => Buffer])[] = [
    ['UTF-8', (text) => Buffer.from(text)],
    ['UTF-8 with a byte order mark', (text) => Buffer.from(`\uFEFF${text}`)],
    ['UTF-16 LE with one', (text) => utf16(`\uFEFF${text}`)],
    ['UTF-16 LE', utf16],
    ['UTF-16 BE with one', (text) => utf16(`\uFEFF${text}`).swap16()],
    ['UTF-16 BE', (text) => utf16(text).swap16()],
  ];
  it.each(cases)('A PEM file in %s is read', (_, write) => {
    expect(pemsOf(textOfFile(write(issued.fullChain))).length).toBe(2);
  });
});
