import { execFileSync, spawnSync } from 'node:child_process';
import { createPrivateKey, generateKeyPairSync } from 'node:crypto';
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { secretsIn } from '../../src/x509/masking.ts';
import { textOfFile } from '../../src/x509/pem.ts';
import { readSupplied } from '../../src/x509/supplied.ts';
import { certify, der, makeEntity, nameOf, NOW, oid, pemOf, privateKeyOf } from '../authority/forge.ts';
import { FORMS } from './forms.ts';
import { problemsIn, readPool, remarksIn, uploadOf } from './reading.ts';

const ca = makeEntity('CA');
const middle = makeEntity('Middle');
const leaf = makeEntity('www.example.com');
const ROOT = certify(ca, ca, { ca: true });
const MIDDLE = certify(middle, ca, { ca: true });
const LEAF = certify(leaf, middle, { dnsNames: ['www.example.com'], caIssuers: 'http://ca.example/middle.der' });
const KEY = privateKeyOf(leaf);
const RSA_KEY = privateKeyOf(makeEntity('RSA', 'rsa-2048'));

const derOf = (pem: string): Buffer => Buffer.from(pem.replaceAll(/-----[A-Z ]+-----/gu, ''), 'base64');
const hasOpenssl = spawnSync('openssl', ['version']).status === 0;

describe('forms of PEM', () => {
  it.each(Object.keys(FORMS))('The form "%s" is read in each input, and its key is masked', (form) => {
    const write = FORMS[form] ?? String;
    const reading = readPool(write(KEY), [write(LEAF)], { chain: write(MIDDLE), roots: [ROOT] });
    expect(uploadOf(reading)).toEqual([MIDDLE]);
    expect('supplied' in reading && [reading.supplied.privateKey, reading.supplied.leafCertificate]).toEqual([
      KEY,
      LEAF,
    ]);
    for (const pem of [KEY, RSA_KEY]) {
      const secrets = [...secretsIn(write(pem))].toSorted((a, b) => b.length - a.length);
      expect(secrets.some((secret) => secret.includes('PRIVATE KEY'))).toBe(false);
      const shown = secrets.reduce((text, secret) => text.replaceAll(secret, '***'), write(pem) + pem);
      for (const line of pem.split('\n').slice(1, -2)) {
        for (let at = 0; at + 8 <= line.length; at += 1) expect(shown.includes(line.slice(at, at + 8))).toBe(false);
      }
    }
  });
});

/** PKCS #7 with these certificates and nothing else (RFC 5652, 5). */
function pkcs7Of(pems: readonly string[]): Buffer {
  const [data, signedData] = ['1.2.840.113549.1.7.1', '1.2.840.113549.1.7.2'].map(oid);
  const content = der(
    0x30,
    der(0x02, Buffer.of(1)),
    der(0x31),
    der(0x30, data ?? der(5)),
    der(0xa0, ...pems.map(derOf)),
    der(0x31),
  );
  return der(0x30, signedData ?? der(5), der(0xa0, content));
}

/** The outer shape of PKCS #12, also with a length that is not told, as Java and Windows write it. */
const PKCS12 = der(
  0x30,
  der(0x02, Buffer.of(3)),
  der(0x30, oid('1.2.840.113549.1.7.1'), der(0xa0, der(0x04, Buffer.alloc(300)))),
);
const PKCS12_INDEFINITE = Buffer.concat([Buffer.of(0x30, 0x80, 0x02, 0x01, 0x03), Buffer.alloc(300)]);
const REQUEST = der(
  0x30,
  der(0x30, der(0x02, Buffer.of(0)), nameOf({ CN: 'a' }), der(0x30), der(0xa0)),
  der(0x30),
  der(0x03, Buffer.of(0)),
);

describe('other formats', () => {
  const sec1 = createPrivateKey(KEY).export({ type: 'sec1', format: 'der' });
  const ed25519 = generateKeyPairSync('ed25519').privateKey.export({ type: 'pkcs8', format: 'der' });
  const cases: readonly (readonly [string, Buffer, RegExp, RegExp])[] = [
    ['PKCS #7', pkcs7Of([LEAF, MIDDLE]), /PKCS #7.*pkcs7 -inform.*-print_certs/u, /PKCS #7.*pkcs7 -in .*-print_certs/u],
    ['PKCS #12', PKCS12, /PKCS #12.*openssl pkcs12/u, /PKCS #12.*base64 -d.*openssl pkcs12/u],
    ['PKCS #12 without lengths', PKCS12_INDEFINITE, /PKCS #12.*openssl pkcs12/u, /PKCS #12.*openssl pkcs12/u],
  ];
  it.each(cases)(
    '%s is named with its command, as binary, as base64 and in armor, and nothing else is said',
    (_, bytes, binary, armored) => {
      const told = (content: string): string => problemsIn(readPool(KEY, [content], { roots: [ROOT] }));
      for (const content of [textOfFile(bytes), bytes.toString('base64')]) {
        expect(told(content).split('\n')).toEqual([expect.stringMatching(binary)]);
      }
      for (const label of ['PKCS7', 'PKCS12', 'CERTIFICATE', 'PRIVATE KEY']) {
        if ((label === 'PKCS7') === binary.source.includes('PKCS #12') && label.startsWith('PKCS')) continue;
        expect(told(pemOf(bytes, label)).split('\n')).toEqual([expect.stringMatching(armored)]);
        expect(problemsIn(readPool(KEY, [LEAF], { chain: pemOf(bytes, label) })).split('\n')).toEqual([
          expect.stringMatching(/^`certificate_chain` has a block/u),
        ]);
      }
    },
  );

  it.each([
    ['PKCS #8', derOf(KEY)],
    ['SEC 1', sec1],
    ['a short SEC 1', der(0x30, der(0x02, Buffer.of(1)), der(0x04, Buffer.alloc(32, 7)))],
    ['a short Ed25519', ed25519],
  ])('A key as DER in %s gets the advice for keys', (_, bytes) => {
    for (const content of [textOfFile(bytes), bytes.toString('base64')]) {
      expect(problemsIn(readPool(content, [LEAF], { chain: MIDDLE, roots: [ROOT] }))).toMatch(
        /`private_key` .*DER.*openssl pkey -inform/u,
      );
    }
  });

  it.each([
    ['a certificate', derOf(LEAF), /openssl x509 -inform der/u],
    ['a request', REQUEST, /certificate request/u],
    ['a public key', leaf.publicKey.export({ type: 'spki', format: 'der' }), /public key/u],
    [
      'an encrypted key',
      createPrivateKey(KEY).export({ type: 'pkcs8', format: 'der', cipher: 'aes-256-cbc', passphrase: 'x' }),
      /openssl pkey -inform der/u,
    ],
  ])('DER of %s gets its own advice', (_, bytes, advice) => {
    expect(problemsIn(readPool(KEY, [textOfFile(bytes)]))).toMatch(advice);
  });

  it('A request in the armor of a certificate is a request', () => {
    expect(problemsIn(readPool(KEY, [pemOf(REQUEST, 'CERTIFICATE')]))).toMatch(/certificate request/u);
  });

  it('Text that begins like DER is text', () => {
    expect(problemsIn(readPool('0w', [LEAF], { chain: MIDDLE }))).toMatch(/`private_key` is not PEM/u);
  });

  it.runIf(hasOpenssl)('The commands in the messages do what they say (needs openssl)', () => {
    const folder = mkdtempSync(join(tmpdir(), 'formats-'));
    const run = (command: string): void => void execFileSync('sh', ['-c', command], { cwd: folder, stdio: 'pipe' });
    const commandsIn = (content: string): string[] =>
      [...problemsIn(readPool(content, [content])).matchAll(/`(?<command>(?:openssl|grep) [^`]+)`/gu)].map(
        ({ groups }) => groups?.['command'] ?? '',
      );
    writeFileSync(join(folder, 'FILE'), pkcs7Of([LEAF, MIDDLE]));
    const [toCertificates = ''] = commandsIn(textOfFile(pkcs7Of([LEAF, MIDDLE])));
    run(toCertificates);
    const fullchain = readFileSync(join(folder, 'fullchain.pem'), 'utf8');
    expect(uploadOf(readPool(KEY, [fullchain], { roots: [ROOT] }))).toEqual([MIDDLE]);
    for (const [name, pem] of Object.entries({ 'key.pem': KEY, 'all.pem': LEAF + MIDDLE }))
      writeFileSync(join(folder, name), pem);
    run('openssl pkcs12 -export -inkey key.pem -in all.pem -passout pass: -out made.p12');
    const made = readFileSync(join(folder, 'made.p12'));
    writeFileSync(join(folder, 'PEM'), pemOf(made, 'PKCS12'));
    const [unwrap = '', toKey = '', toChain = ''] = commandsIn(pemOf(made, 'PKCS12'));
    for (const command of [unwrap, `${toKey} -passin pass:`, `${toChain} -passin pass:`]) run(command);
    const [key, chain] = ['key.pem', 'fullchain.pem'].map((name) => readFileSync(join(folder, name), 'utf8'));
    expect(uploadOf(readPool(key ?? '', [chain ?? ''], { roots: [ROOT] }))).toEqual([MIDDLE]);
  });
});

describe('names in messages', () => {
  const expired = { notAfter: new Date('2026-11-01') };
  it.each([
    ['its first DNS name', { dnsNames: ['a.example', 'b.example'] }, /leaf certificate "a\.example" expired/u],
    ['its IP address', { ipAddresses: [Buffer.of(192, 0, 2, 1)] }, /leaf certificate "192\.0\.2\.1" expired/u],
    ['its SHA-1', {}, /with SHA-1 [0-9a-f]{40} expired/u],
  ])('A certificate with an empty subject is called by %s', (_, names, message) => {
    const nameless = makeEntity(nameOf({}));
    expect(problemsIn(readPool(nameless, [certify(nameless, ca, { ...names, ...expired })]))).toMatch(message);
  });

  it('A CA without a common name is called by its unit', () => {
    const starfield = makeEntity(
      nameOf({ O: 'Starfield Technologies, Inc.', OU: 'Starfield Class 2 Certification Authority' }),
    );
    const pool = [
      certify(leaf, starfield, { dnsNames: ['a.example'] }),
      certify(starfield, ca, { ca: true, ...expired }),
    ];
    expect(problemsIn(readPool(leaf, pool))).toMatch(/"Starfield Class 2[^"]*" expired/u);
  });
});

describe('IP addresses in subjectAltName', () => {
  it('They count as names', () => {
    const v6 = Buffer.from('20010db8000000000000000000000001', 'hex');
    const pem = certify(leaf, ca, { ipAddresses: [Buffer.of(192, 0, 2, 1), v6] });
    const reading = readPool(leaf, [pem], { roots: [ROOT] });
    expect(remarksIn(reading)).toBe('');
    expect('supplied' in reading && reading.supplied.ipAddresses).toEqual(['192.0.2.1', '2001:db8::1']);
  });

  it('A certificate without any name leads to a warning', () => {
    expect(remarksIn(readPool(leaf, [certify(leaf, ca)], { roots: [ROOT] }))).toMatch(
      /^warning: .*no DNS name or IP address/u,
    );
  });
});

it('What cannot be read in one input is not followed by wrong errors about another', () => {
  const cut = MIDDLE.slice(0, 200);
  expect(problemsIn(readPool(KEY, [LEAF], { chain: cut })).split('\n')).toEqual([
    expect.stringMatching(/`certificate_chain` is cut off/u),
  ]);
  const sources = {
    privateKey: { input: 'private_key', content: KEY.slice(0, 90) },
    leafCertificate: { input: 'leaf_certificate', content: MIDDLE + LEAF },
  };
  expect(problemsIn(readSupplied(sources, NOW, { knownRoots: () => [[ROOT]] })).split('\n')).toEqual([
    expect.stringMatching(/`private_key` is cut off/u),
  ]);
});
