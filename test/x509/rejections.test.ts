import { describe, expect, it } from 'vitest';
import { readPem } from '../../src/x509/pem.ts';
import { parseCertificate } from '../../src/x509/certificate.ts';
import { judgeSentChain } from '../../src/x509/sent-chain.ts';
import {
  certify,
  CLIENT_AUTH,
  der,
  dnsName,
  makeEntity,
  nameOf,
  NOW,
  POISON,
  privateKeyOf,
  SERVER_AUTH,
} from '../authority/forge.ts';
import type { Entity, Shape } from '../authority/forge.ts';
import { certificatesIn, problemsIn, readPool, remarksIn, uploadOf } from './reading.ts';

const DAY_MS = 86_400_000;
const at = (days: number): Date => new Date(NOW.getTime() + days * DAY_MS);
const root = makeEntity('Root');
const upper = makeEntity('Upper');
const lower = makeEntity('Lower');
const leaf = makeEntity('www.example.com');
const ROOT = certify(root, root, { ca: true });
const LEAF: Shape = { dnsNames: ['www.example.com'], caIssuers: 'http://ca.example/lower.der' };

interface Shapes {
  readonly leaf?: Shape;
  readonly lower?: Shape;
  readonly upper?: Shape;
}

/** leaf ← Lower ← Upper ← Root, which is known. */
function chainWith(shapes: Shapes, issuers: { readonly lower?: Entity; readonly upper?: Entity } = {}): string[] {
  return [
    certify(leaf, issuers.lower ?? lower, { ...LEAF, ...shapes.leaf }),
    certify(issuers.lower ?? lower, issuers.upper ?? upper, { ca: true, ...shapes.lower }),
    certify(issuers.upper ?? upper, root, { ca: true, ...shapes.upper }),
  ];
}

function problemsOf(pool: readonly string[]): string {
  return problemsIn(readPool(leaf, pool, { roots: [ROOT] }));
}

const anyName = (kind: number, value: Buffer): Buffer => der(kind, value);

describe('certificates that every client rejects', () => {
  const weak = makeEntity('Lower', 'rsa-1024');
  const dsa = makeEntity('Lower', 'dsa');
  const rsa = makeEntity('Upper', 'rsa-2048');
  const cases: readonly (readonly [string, () => string[], RegExp])[] = [
    [
      'an exceeded pathLen',
      () => chainWith({ upper: { pathLength: 0 } }),
      /"Upper".*\b0 intermediates.*pathLen.*\b1\b/u,
    ],
    ['no keyCertSign', () => chainWith({ lower: { withoutKeyCertSign: true } }), /"Lower".*keyCertSign/u],
    ['an intermediate that is no CA', () => chainWith({ lower: { ca: false, purposes: [] } }), /"Lower" is not a CA/u],
    [
      'a DNS name outside of the permitted ones',
      () => chainWith({ upper: { permitted: [dnsName('example.org')] } }),
      /"Upper" has name constraints.*"www.example.com"/u,
    ],
    [
      'an excluded DNS name',
      () => chainWith({ lower: { excluded: [dnsName('example.com')] } }),
      /"Lower" has name constraints.*"www.example.com"/u,
    ],
    [
      'a subject outside of the permitted ones',
      () => chainWith({ upper: { permitted: [anyName(0xa4, nameOf({ O: 'Example' }))] } }),
      /"Upper" has name constraints.*subject/u,
    ],
    [
      'an unknown critical extension of the intermediate',
      () => chainWith({ lower: { critical: '1.2.3.4' } }),
      /"Lower".*critical extension 1\.2\.3\.4/u,
    ],
    [
      'an unknown critical extension of the leaf',
      () => chainWith({ leaf: { critical: '1.2.3.4' } }),
      /leaf certificate.*extension 1\.2\.3\.4/u,
    ],
    ['a leaf signed with SHA-1', () => chainWith({ leaf: { hash: 'sha1' } }), /the leaf certificate.*SHA-1/u],
    ['a leaf signed with SHA-224', () => chainWith({ leaf: { hash: 'sha224' } }), /the leaf certificate.*SHA-224/u],
    [
      'an intermediate signed with SHA-1',
      () => chainWith({ lower: { hash: 'sha1' } }),
      /chain certificate "Lower".*SHA-1/u,
    ],
    [
      'an intermediate signed with MD5',
      () => chainWith({ lower: { hash: 'md5' } }, { upper: rsa }),
      /chain certificate "Lower".*MD5/u,
    ],
    [
      'a leaf for clients',
      () => chainWith({ leaf: { purposes: [CLIENT_AUTH] } }),
      /not for servers.*clients.*right file/u,
    ],
    ['an intermediate for clients', () => chainWith({ lower: { purposes: [CLIENT_AUTH] } }), /"Lower".*serverAuth/u],
    ['a precertificate', () => chainWith({ leaf: { critical: POISON } }), /is a precertificate/u],
    [
      'an RSA key of 1024 bits in an intermediate',
      () => chainWith({}, { lower: weak }),
      /"Lower" has an RSA key of 1024 bits/u,
    ],
    ['a DSA key in an intermediate', () => chainWith({}, { lower: dsa }), /"Lower" has a key of the type DSA/u],
    ['an expired intermediate', () => chainWith({ lower: { notAfter: at(-1) } }), /"Lower" expired 2026-11-24/u],
    [
      'an intermediate that is not valid yet',
      () => chainWith({ lower: { notBefore: at(1) } }),
      /"Lower" is not valid before 2026-11-26/u,
    ],
    [
      'an unreadable date',
      () => chainWith({ leaf: { notAfter: der(0x17, Buffer.from('270230120000Z')) } }),
      /the leaf certificate.*unreadable notAfter/u,
    ],
    [
      'a date with an offset',
      () => chainWith({ lower: { notBefore: der(0x17, Buffer.from('2601011200+0100')) } }),
      /"Lower" has an unreadable notBefore/u,
    ],
  ];
  it.each(cases)('A chain with %s is rejected for just that reason', (_, make, message) => {
    const problems = problemsOf(make());
    // What DSA signs is rejected as well.
    const others = problems.split('\n').filter((problem) => !problem.includes('is signed with DSA'));
    expect(others).toEqual([expect.stringMatching(message)]);
  });
});

describe('certificates that clients accept', () => {
  const cases: readonly (readonly [string, () => string[]])[] = [
    ['pathLen that is just enough', () => chainWith({ upper: { pathLength: 1 }, lower: { pathLength: 0 } })],
    ['permitted DNS names', () => chainWith({ upper: { permitted: [dnsName('example.com')] } })],
    [
      'another domain excluded',
      () => chainWith({ upper: { excluded: [dnsName('notexample.com'), dnsName('ww.example.com')] } }),
    ],
    [
      'constraints of a kind that it does not have',
      () => chainWith({ upper: { permitted: [anyName(0x81, Buffer.from('example.org'))] } }),
    ],
    [
      'a permitted network',
      () =>
        chainWith({
          leaf: { ipAddresses: [Buffer.of(192, 0, 2, 7)] },
          upper: { permitted: [dnsName(''), anyName(0x87, Buffer.of(192, 0, 2, 0, 255, 255, 255, 0))] },
        }),
    ],
    [
      'serverAuth beside others in the intermediate',
      () => chainWith({ lower: { purposes: [CLIENT_AUTH, SERVER_AUTH] } }),
    ],
    ['no extendedKeyUsage at all', () => chainWith({ leaf: { purposes: [] } })],
    [
      'SHA-384 throughout',
      () => chainWith({ leaf: { hash: 'sha384' }, lower: { hash: 'sha384' }, upper: { hash: 'sha384' } }),
    ],
    [
      'no key identifiers',
      () => chainWith({ leaf: { withoutKeyIdentifiers: true }, lower: { withoutKeyIdentifiers: true } }),
    ],
    ['dates after 2050', () => chainWith({ upper: { notAfter: new Date('2055-01-01') } })],
    [
      'a clock that is half a minute behind',
      () => chainWith({ lower: { notBefore: new Date(NOW.getTime() + 30_000) } }),
    ],
  ];
  it.each(cases)('A chain with %s is uploaded', (_, make) => {
    const pool = make();
    expect(uploadOf(readPool(leaf, pool, { roots: [ROOT] }))).toEqual(pool.slice(1));
  });

  it('An address outside of the permitted networks is rejected', () => {
    const network = anyName(0x87, Buffer.of(192, 0, 2, 0, 255, 255, 255, 0));
    const pool = chainWith({ leaf: { ipAddresses: [Buffer.of(192, 0, 3, 7)] }, upper: { permitted: [network] } });
    expect(problemsOf(pool)).toMatch(/"Upper" has name constraints.*"192\.0\.3\.7"/u);
  });
});

describe('certificates that do not belong to the chain', () => {
  const stranger = certify(makeEntity('Stranger'), makeEntity('Strange Root'), { ca: true });

  it('An unrelated certificate is to be removed, and nothing is said of a missing root', () => {
    const problems = problemsOf([...chainWith({}), stranger]);
    expect(problems).toMatch(/not belong.*"Stranger".*Remove it\./u);
    expect(problems).not.toMatch(/missing|\broot\b/u);
    const [own = '', second = ''] = chainWith({});
    // Also where nobody knows the root.
    expect(problemsIn(readPool(leaf, [own, second, stranger]))).not.toContain('missing');
  });

  it('The chain of another CA is reported with the issuer that is missing', () => {
    const [own = ''] = chainWith({});
    expect(problemsOf([own, stranger])).toMatch(/"Stranger".*"Lower".*"www.example.com".*missing/u);
  });

  it('Another key under the same name is reported only where the key is another one', () => {
    const [own = '', , third = ''] = chainWith({});
    const namesake = certify(makeEntity('Lower'), upper, { ca: true });
    expect(problemsOf([own, namesake, third])).toMatch(/same name with another key/u);
    const unidentified = certify(leaf, lower, { ...LEAF, withoutKeyIdentifiers: true });
    expect(problemsOf([unidentified, namesake, third])).toMatch(/same name with another key/u);
  });

  it('A damaged signature is not taken for another key', () => {
    const [own = '', ...rest] = chainWith({});
    const reading = readPem(own);
    const [block] = 'blocks' in reading ? reading.blocks : [];
    const bytes = Buffer.from(block?.der ?? []);
    bytes[bytes.length - 1] = (bytes.at(-1) ?? 0) ^ 1;
    const damaged = `-----BEGIN CERTIFICATE-----\n${bytes.toString('base64')}\n-----END CERTIFICATE-----\n`;
    expect(problemsOf([damaged, ...rest])).toMatch(/signature.*damaged/u);
    expect(problemsOf([damaged, ...rest])).not.toContain('another key');
  });

  it('A name in another encoding and another key identifier are called so', () => {
    const printable = { ...lower, name: nameOf({ CN: 'Lower' }, 0x13) };
    const [own = '', second = '', third = ''] = chainWith({});
    expect(problemsOf([certify(leaf, printable, LEAF), second, third])).toMatch(/another encoding/u);
    const strange = certify(leaf, lower, { ...LEAF, authorityKeyId: Buffer.from('another') });
    expect(problemsOf([strange, second, third])).toMatch(/another key identifier/u);
    expect(problemsOf([own, second, third])).toBe('none');
  });

  it('An older certificate of the same key is dropped with a notice, and so is its chain', () => {
    const former = makeEntity('Former');
    const pool = chainWith({});
    const older = certify(leaf, former, { ...LEAF, notBefore: at(-80), notAfter: at(70) });
    const reading = readPool(leaf, [older, certify(former, root, { ca: true }), ...pool], { roots: [ROOT] });
    expect('supplied' in reading && reading.supplied.leafCertificate).toBe(pool[0]);
    expect(uploadOf(reading)).toEqual(pool.slice(1));
    expect(remarksIn(reading)).toMatch(/^notice: .*\b1 other.*same key/u);
  });

  it('Of several certificates of one key, one that clients accept is the leaf', () => {
    const [own = '', ...rest] = chainWith({});
    const precertificate = certify(leaf, lower, { ...LEAF, critical: POISON, notBefore: at(-1) });
    const expired = certify(leaf, lower, { ...LEAF, notBefore: at(-2), notAfter: at(-1) });
    const reading = readPool(leaf, [precertificate, expired, own, ...rest], { roots: [ROOT] });
    expect('supplied' in reading && reading.supplied.leafCertificate).toBe(own);
  });
});

describe('long and tangled chains', () => {
  it('A chain of 40 intermediates is uploaded as a whole', () => {
    const entities = [root, ...Array.from({ length: 40 }, (_, level) => makeEntity(`Level ${level}`))];
    const chain = entities.slice(1).map((each, index) => certify(each, entities[index] ?? root, { ca: true }));
    const own = certify(leaf, entities.at(-1) ?? root, LEAF);
    const reading = readPool(leaf, [own, ...chain], { roots: [ROOT] });
    expect(uploadOf(reading)).toEqual(chain.toReversed());
  });

  it('A certificate that leads in a circle does not hinder the rest', () => {
    const pool = [...chainWith({}), certify(upper, lower, { ca: true })];
    expect(uploadOf(readPool(leaf, pool, { roots: [ROOT] }))).toEqual(expect.arrayContaining(pool.slice(1, 3)));
  });

  it('A new key of a CA under its old name is no root', () => {
    const renewed = makeEntity('Upper');
    const rollover = certify(renewed, upper, { ca: true, pathLength: 1 });
    const second = certify(lower, renewed, { ca: true, pathLength: 0 });
    // Certificates that a CA makes for itself do not count for pathLen.
    const third = certify(upper, root, { ca: true, pathLength: 1 });
    const pool = [certify(leaf, lower, LEAF), rollover, third, second];
    expect(uploadOf(readPool(leaf, pool, { roots: [ROOT] }))).toEqual([second, rollover, third]);
  });

  it('A mesh of 10 cross-signed CAs ends within milliseconds with an error, also in `check`', () => {
    const cas = Array.from({ length: 10 }, (_, index) => makeEntity(`CA ${index}`));
    const mesh = cas.flatMap((one) =>
      cas.filter((other) => other !== one).map((other) => certify(one, other, { ca: true })),
    );
    const own = certify(leaf, cas[0] ?? root, LEAF);
    expect(mesh.length).toBe(90);
    const start = process.cpuUsage();
    expect(problemsOf([own, ...mesh])).toMatch(/too many certificates/u);
    const sent = certificatesIn([own, ...mesh].join('')).map((pem) => x509Of(pem));
    expect(judgeSentChain(sent, NOW, () => []).faults).toEqual([
      { kind: 'rejected', what: expect.stringContaining('too many') },
    ]);
    const { user, system } = process.cpuUsage(start);
    // Both together, on a slow machine.
    expect((user + system) / 1_000).toBeLessThan(1_000);
  });
});

function x509Of(pem: string) {
  const reading = readPem(pem);
  const [block] = 'blocks' in reading ? reading.blocks : [];
  const certificate = block === undefined ? undefined : parseCertificate(block);
  if (certificate === undefined) throw new Error('it cannot be read');
  return certificate.x509;
}

it('The private key of the copies fits their leaf certificate', () => {
  expect(problemsIn(readPool(privateKeyOf(leaf), chainWith({}), { roots: [ROOT] }))).toBe('none');
});
