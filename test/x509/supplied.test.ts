import { createPrivateKey, generateKeyPairSync } from 'node:crypto';
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { readSupplied } from '../../src/x509/supplied.ts';
import type { SuppliedReading } from '../../src/x509/supplied.ts';
import { makeAuthority } from '../authority/authority.ts';
import type { Authority, Issued, KeyType } from '../authority/authority.ts';

const DAY_MS = 86_400_000;
const NOW = new Date();
const KEY_TYPES: readonly KeyType[] = ['rsa-2048', 'ec-p256', 'ec-p384', 'ed25519'];

let authority: Authority;
let other: Authority;
let web: Issued;
let issued: Readonly<Record<KeyType, Issued>>;

beforeAll(async () => {
  authority = await makeAuthority();
  other = await makeAuthority({ name: 'Other' });
  const issue = (keyType: KeyType): Promise<Issued> =>
    authority.issue({ dnsNames: ['www.example.com', '*.example.org'], keyType, aia: true });
  issued = {
    'rsa-2048': await issue('rsa-2048'),
    'rsa-1024': await issue('rsa-1024'),
    'ec-p256': await issue('ec-p256'),
    'ec-p384': await issue('ec-p384'),
    ed25519: await issue('ed25519'),
  };
  web = issued['ec-p256'];
});

function read(privateKey: string, leafCertificate: string, certificateChain?: string, now = NOW): SuppliedReading {
  return readSupplied(
    {
      privateKey: { input: 'private_key', content: privateKey },
      leafCertificate: { input: 'leaf_certificate', content: leafCertificate },
      ...(certificateChain === undefined
        ? {}
        : { certificateChain: { input: 'certificate_chain', content: certificateChain } }),
    },
    now,
  );
}

function supplied(reading: SuppliedReading) {
  if ('problems' in reading) throw new Error(reading.problems.join('\n'));
  return reading.supplied;
}

const problems = (reading: SuppliedReading): string => ('problems' in reading ? reading.problems.join('\n') : 'none');
const remarks = ({ remarks: all }: SuppliedReading): string =>
  all.map(({ level, message }) => `${level}: ${message}`).join('\n');

describe('private key', () => {
  it.each(KEY_TYPES)('A private key of the type %s in PKCS #8 is accepted', (keyType) => {
    const { privateKey, leafCertificate, certificateChain, sha1Fingerprint, notAfter } = issued[keyType];
    expect(supplied(read(privateKey, leafCertificate, certificateChain))).toMatchObject({
      privateKey,
      leafCertificate,
      certificateChain,
      sha1Fingerprint,
      notAfter,
      dnsNames: ['www.example.com', '*.example.org'],
      issuer: '2.5.4.3=Test Intermediate',
    });
  });

  it('An RSA key in PKCS #1 is accepted', () => {
    const { privateKey, fullChain } = issued['rsa-2048'];
    const pem = createPrivateKey(privateKey).export({ type: 'pkcs1', format: 'pem' }).toString();
    expect(supplied(read(pem, fullChain)).privateKey).toBe(pem);
  });

  it.each(['ec-p256', 'ec-p384'] as const)(
    'A private key of the type %s in SEC 1 is accepted, also after EC PARAMETERS as dehydrated writes it',
    (keyType) => {
      const { privateKey, fullChain } = issued[keyType];
      const pem = createPrivateKey(privateKey).export({ type: 'sec1', format: 'pem' }).toString();
      const parameters = '-----BEGIN EC PARAMETERS-----\nBggqhkjOPQMBBw==\n-----END EC PARAMETERS-----\n';
      expect(supplied(read(pem, fullChain)).privateKey).toBe(pem);
      expect(supplied(read(parameters + pem, fullChain)).privateKey).toBe(pem);
    },
  );

  it('An Ed25519 key is accepted with a warning', () => {
    const { privateKey, fullChain } = issued.ed25519;
    expect(remarks(read(privateKey, fullChain))).toMatch(/warning: `private_key`.*Ed25519/u);
  });

  it('The same private key twice counts as one', () => {
    expect(supplied(read(web.privateKey + web.privateKey, web.fullChain)).privateKey).toBe(web.privateKey);
  });

  const bad: readonly (readonly [string, () => string, RegExp])[] = [
    [
      'of another certificate',
      () => issued['ec-p384'].privateKey,
      /`private_key`.*not belong to.*`leaf_certificate`.*renewal/u,
    ],
    [
      'encrypted',
      () =>
        createPrivateKey(web.privateKey)
          .export({ type: 'pkcs8', format: 'pem', cipher: 'aes-256-cbc', passphrase: 'x' })
          .toString(),
      /`private_key` is encrypted.*openssl pkey/u,
    ],
    ['a certificate', () => web.leafCertificate, /`private_key` has a certificate\b.*swapped/u],
    [
      'a public key',
      () =>
        generateKeyPairSync('rsa', { modulusLength: 2048 })
          .publicKey.export({ type: 'spki', format: 'pem' })
          .toString(),
      /has a public key/u,
    ],
    [
      'a request',
      () => web.leafCertificate.replaceAll('CERTIFICATE', 'CERTIFICATE REQUEST'),
      /has a certificate request/u,
    ],
    ['of OpenSSH', () => web.leafCertificate.replaceAll('CERTIFICATE', 'OPENSSH PRIVATE KEY'), /SSH key/u],
    [
      'parameters alone',
      () => '-----BEGIN EC PARAMETERS-----\nBggqhkjOPQMBBw==\n-----END EC PARAMETERS-----\n',
      /`private_key`.*no private key.*"EC PARAMETERS"/u,
    ],
    ['two different keys', () => web.privateKey + issued['ec-p384'].privateKey, /has 2 private keys/u],
    [
      'a certificate called key',
      () => web.leafCertificate.replaceAll('CERTIFICATE', 'PRIVATE KEY'),
      /`private_key`.*"PRIVATE KEY".*cannot be read/u,
    ],
    [
      'on a small curve',
      () =>
        generateKeyPairSync('ec', { namedCurve: 'prime192v1' })
          .privateKey.export({ type: 'pkcs8', format: 'pem' })
          .toString(),
      /curve P-192/u,
    ],
    [
      'of a kind that TLS does not use',
      () => generateKeyPairSync('x25519').privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
      /type X25519/u,
    ],
    ['empty', () => '', /`private_key` is empty/u],
  ];
  it.each(bad)('A `private_key` that is %s is refused', (_, make, message) => {
    expect(problems(read(make(), web.fullChain))).toMatch(message);
  });

  it('An RSA key of 1024 bits is refused', () => {
    const { privateKey, fullChain } = issued['rsa-1024'];
    expect(problems(read(privateKey, fullChain))).toMatch(/RSA key of 1024 bits.*\b2048\b/u);
  });
});

describe('leaf certificate', () => {
  const bad: readonly (readonly [string, () => string, RegExp])[] = [
    ['a key', () => web.privateKey, /`leaf_certificate` has a private key/u],
    [
      'a request',
      () => web.leafCertificate.replaceAll('CERTIFICATE', 'CERTIFICATE REQUEST'),
      /`leaf_certificate`.*certificate request/u,
    ],
    [
      'a public key',
      () => web.leafCertificate.replaceAll('CERTIFICATE', 'PUBLIC KEY'),
      /`leaf_certificate`.*public key/u,
    ],
    [
      'something else',
      () => web.leafCertificate.replaceAll('CERTIFICATE', 'X509 CRL'),
      /`leaf_certificate`.*no certificate.*"X509 CRL"/u,
    ],
    [
      'no certificate inside',
      () => web.privateKey.replaceAll('PRIVATE KEY', 'CERTIFICATE'),
      /certificate 1 of 1.*read/u,
    ],
  ];
  it.each(bad)('A `leaf_certificate` that is %s is refused', (_, make, message) => {
    expect(problems(read(web.privateKey, make()))).toMatch(message);
  });

  it.each([
    ['expired by two minutes', -120, / expired \d{4}-/u],
    ['expired by half a minute', -30, /^none$/u],
  ])('A leaf certificate that is %s is judged with one minute of tolerance', async (_, seconds, message) => {
    const old = await authority.issue({
      dnsNames: ['www.example.com'],
      notAfter: new Date(NOW.getTime() + seconds * 1_000),
    });
    expect(problems(read(old.privateKey, old.fullChain))).toMatch(message);
  });

  it.each([
    ['valid in two minutes', 120, /not valid before/u],
    ['valid in half a minute', 30, /^none$/u],
  ])('A leaf certificate that is %s is judged with one minute of tolerance', async (_, seconds, message) => {
    const early = await authority.issue({
      dnsNames: ['www.example.com'],
      notBefore: new Date(NOW.getTime() + seconds * 1_000),
    });
    expect(problems(read(early.privateKey, early.fullChain))).toMatch(message);
  });

  it('A leaf certificate without a DNS name leads to a warning', async () => {
    const bare = await authority.issue({ dnsNames: [], commonName: 'www.example.com', withoutSan: true });
    expect(remarks(read(bare.privateKey, bare.fullChain))).toMatch(/warning: .*no DNS name.*subjectAltName/u);
  });

  it('The leaf certificate is the one that fits the private key, wherever it stands', () => {
    expect(supplied(read(web.privateKey, authority.intermediate + web.leafCertificate)).leafCertificate).toBe(
      web.leafCertificate,
    );
    expect(supplied(read(web.privateKey, authority.intermediate, web.leafCertificate)).leafCertificate).toBe(
      web.leafCertificate,
    );
  });

  it('Does not judge an expired certificate when its renewal with the same key is beside it', async () => {
    const [notBefore, notAfter] = [new Date('2019-01-02'), new Date('2020-03-04')];
    const old = await authority.issue({ dnsNames: ['www.example.com'], notBefore, notAfter });
    const renewed = await authority.issue({ dnsNames: ['www.example.com'], privateKey: old.privateKey });
    expect(renewed.privateKey).toBe(old.privateKey);
    expect(problems(read(old.privateKey, old.leafCertificate + renewed.fullChain))).not.toContain('2020-03-04');
  });

  it('All problems of the supplied certificate are reported at once', async () => {
    const old = await authority.issue({
      dnsNames: ['a.example'],
      keyType: 'rsa-1024',
      notAfter: new Date(NOW.getTime() - DAY_MS),
    });
    const told = problems(read(old.privateKey, old.leafCertificate, other.intermediate));
    expect(told.split('\n')).toEqual(
      [/1024 bits/u, / expired /u, /not belong/u].map((words) => expect.stringMatching(words)),
    );
  });
});

describe('certificate chain', () => {
  it('The chain is the same in any order, with the leaf, the root and repeats, and split in any way', () => {
    const parts = [web.leafCertificate, authority.intermediate, authority.root];
    fc.assert(
      fc.property(fc.shuffledSubarray([...parts, ...parts], { minLength: 6 }), fc.nat(6), (all, split) => {
        const [first, second] = [all.slice(0, split).join(''), all.slice(split).join('')];
        const result = supplied(
          first === '' ? read(web.privateKey, second) : read(web.privateKey, first, second === '' ? undefined : second),
        );
        expect([result.leafCertificate, result.certificateChain]).toEqual([
          web.leafCertificate,
          authority.intermediate,
        ]);
      }),
    );
  });

  it('The chain is the same with or without the root', () => {
    for (const chain of [authority.intermediate, authority.intermediate + authority.root]) {
      const reading = read(web.privateKey, web.leafCertificate, chain);
      expect(supplied(reading).certificateChain).toBe(authority.intermediate);
      expect(remarks(reading)).toMatch(/^notice: .*private CA.*"Test Root"/u);
    }
  });

  it('A cross-signed certificate is kept beside the root, and the roots are not', () => {
    const reading = read(
      web.privateKey,
      web.leafCertificate,
      authority.crossSigned + authority.otherRoot + authority.root + authority.intermediate,
    );
    expect(supplied(reading).certificateChain).toBe(authority.intermediate + authority.crossSigned);
  });

  it('A cross-signed certificate is kept when it is the only path to a root', () => {
    const reading = read(web.privateKey, web.fullChain, authority.crossSigned);
    expect(supplied(reading).certificateChain).toBe(authority.intermediate + authority.crossSigned);
    expect(remarks(reading)).toMatch(/^notice: .*private CA/u);
  });

  const bad: readonly (readonly [string, () => string, RegExp])[] = [
    ['of another CA', () => other.intermediate, /"Other Intermediate".*"Other Root".*"Test Intermediate".*missing/u],
    ['with a gap', () => authority.root, /"Test Intermediate".*"www.example.com".*missing/u],
    ['with an unrelated certificate', () => authority.intermediate + other.root, /not belong.*"Other Root"/u],
    [
      'with four unrelated certificates',
      () =>
        authority.intermediate +
        other.root +
        other.intermediate +
        issued['ec-p384'].leafCertificate +
        issued['rsa-2048'].leafCertificate,
      /not belong.*\b1 more\b/u,
    ],
  ];
  it.each(bad)('A chain %s is refused', (_, chain, message) => {
    expect(problems(read(web.privateKey, web.leafCertificate, chain()))).toMatch(message);
  });

  it('A chain of another CA with the same name is reported as having another key', async () => {
    const namesake = await makeAuthority();
    expect(problems(read(web.privateKey, web.leafCertificate, namesake.intermediate))).toMatch(
      /same name.*another key/u,
    );
  });

  it('A chain with an expired intermediate is refused', async () => {
    const aged = await makeAuthority({ intermediateNotAfter: new Date(NOW.getTime() - DAY_MS) });
    const leaf = await aged.issue({ dnsNames: ['www.example.com'] });
    expect(problems(read(leaf.privateKey, leaf.fullChain))).toMatch(/"Test Intermediate" expired/u);
  });

  it('A chain through a certificate that is not a CA is refused', async () => {
    const strange = await makeAuthority({ intermediateIsCa: false });
    const leaf = await strange.issue({ dnsNames: ['www.example.com'] });
    expect(problems(read(leaf.privateKey, leaf.fullChain))).toMatch(/not a CA|not belong|not issued/u);
  });

  it('A missing chain is an error when the leaf certificate has an issuer URL, and a notice otherwise', async () => {
    expect(problems(read(web.privateKey, web.leafCertificate))).toMatch(
      /`certificate_chain`.* empty.*"www.example.com"/u,
    );
    const quiet = await authority.issue({ dnsNames: ['www.example.com'] });
    const reading = read(quiet.privateKey, quiet.leafCertificate);
    expect(supplied(reading).certificateChain).toBe('');
    expect(remarks(reading)).toMatch(/^notice: .*private CA.*"Test Intermediate"/u);
  });

  it('A self-signed certificate needs no chain, and leads to a notice', async () => {
    const own = await authority.selfSign('www.example.com');
    const reading = read(own.privateKey, own.leafCertificate);
    expect(supplied(reading).certificateChain).toBe('');
    expect(remarks(reading)).toMatch(/^notice: .*self-signed/u);
  });
});

it('A leaf certificate without a common name is called by its first DNS name', async () => {
  const nameless = await authority.issue({
    dnsNames: ['a.example'],
    commonName: '',
    notAfter: new Date(NOW.getTime() - DAY_MS),
  });
  expect(problems(read(nameless.privateKey, nameless.fullChain))).toContain('"a.example" expired');
});

it('A common name that is long or has line breaks is cut and flattened', async () => {
  const odd = await authority.issue({
    dnsNames: ['a.example'],
    commonName: 'x'.repeat(100),
    notAfter: new Date(NOW.getTime() - DAY_MS),
  });
  expect(problems(read(odd.privateKey, odd.fullChain))).toContain(`"${'x'.repeat(80)}…"`);
});

it('The problems quote nothing of the supplied texts', () => {
  const told = problems(read(web.privateKey.slice(0, 150), web.leafCertificate.slice(0, 200)));
  const lines = (web.privateKey + web.leafCertificate)
    .split('\n')
    .filter((line) => line.length >= 8 && !line.startsWith('-----'));
  for (const line of lines) expect(told).not.toContain(line.slice(0, 8));
});
