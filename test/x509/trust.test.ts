import { rootCertificates } from 'node:tls';
import { describe, expect, it } from 'vitest';
import { rootsOfNode } from '../../src/x509/trust.ts';
import { certify, makeEntity, nameOf } from '../authority/forge.ts';
import type { Shape } from '../authority/forge.ts';
import { problemsIn, readPool, remarksIn, uploadOf } from './reading.ts';

const root = makeEntity('Some Root');
const middle = makeEntity('Middle');
const leaf = makeEntity('www.example.com');
const LEAF: Shape = { dnsNames: ['www.example.com'], caIssuers: 'http://ca.example/middle.der' };
const ROOT = certify(root, root, { ca: true });
const MIDDLE = certify(middle, root, { ca: true, caIssuers: 'http://ca.example/root.der' });
const OWN = certify(leaf, middle, LEAF);

describe('chains and roots', () => {
  it('A chain that a known root issued leads to no remark', () => {
    for (const pool of [
      [OWN, MIDDLE],
      [OWN, MIDDLE, ROOT],
    ]) {
      const reading = readPool(leaf, pool, { roots: [ROOT] });
      expect(uploadOf(reading)).toEqual([MIDDLE]);
      expect(reading.remarks).toEqual([]);
    }
  });

  it('A short chain leads to a warning that names the missing certificate and where it is', () => {
    const reading = readPool(leaf, [OWN, MIDDLE]);
    expect(uploadOf(reading)).toEqual([MIDDLE]);
    expect(remarksIn(reading)).toMatch(
      /^warning: .*"Some Root".*"Middle".*missing.*"http:\/\/ca\.example\/root\.der"/u,
    );
  });

  it('No chain is an error if the leaf certificate says where its issuer is', () => {
    expect(problemsIn(readPool(leaf, [OWN]))).toMatch(/`certificate_chain` is empty.*"www.example.com"/u);
    // An older leaf certificate of the same key makes no chain.
    expect(
      problemsIn(readPool(leaf, [OWN, certify(leaf, middle, { ...LEAF, notBefore: new Date('2026-09-01') })])),
    ).toMatch(/`certificate_chain` is empty/u);
  });

  it('No chain is fine if a known root issued the leaf certificate', () => {
    const direct = certify(leaf, root, LEAF);
    const reading = readPool(leaf, [direct], { roots: [ROOT] });
    expect(uploadOf(reading)).toEqual([]);
    expect(reading.remarks).toEqual([]);
  });

  it.each([
    ['its root supplied', () => [OWN, MIDDLE, ROOT]],
    ['its root supplied and no intermediate', () => [certify(leaf, root, LEAF), ROOT]],
    [
      'no addresses in its certificates',
      () => [certify(leaf, middle, { dnsNames: ['a.example'] }), certify(middle, root, { ca: true })],
    ],
    ['neither chain nor address', () => [certify(leaf, root, { dnsNames: ['a.example'] })]],
  ])('A private CA with %s leads to a notice that names the root', (_, make) => {
    const reading = readPool(leaf, make());
    expect(problemsIn(reading)).toBe('none');
    expect(remarksIn(reading)).toMatch(/^notice: .*private CA.*"Some Root"/u);
  });

  it('A self-signed certificate leads to a notice', () => {
    const reading = readPool(leaf, [certify(leaf, leaf, { dnsNames: ['www.example.com'], ca: true })]);
    expect(uploadOf(reading)).toEqual([]);
    expect(remarksIn(reading)).toMatch(/^notice: .*self-signed/u);
  });

  it('A root with the right name and another key is not the root', () => {
    const namesake = makeEntity('Some Root');
    expect(remarksIn(readPool(leaf, [OWN, MIDDLE], { roots: [certify(namesake, namesake, { ca: true })] }))).toMatch(
      /^warning/u,
    );
  });

  it('An expired root does not count as known', () => {
    const expired = certify(root, root, { ca: true, notAfter: new Date('2026-11-01') });
    expect(remarksIn(readPool(leaf, [OWN, MIDDLE], { roots: [expired] }))).toMatch(/^warning/u);
  });

  it('The roots of Node are looked at first', () => {
    const [first] = rootsOfNode();
    expect(first).toEqual(rootCertificates);
  });
});

describe('test CAs', () => {
  const chainOf = (rootName: Buffer, middleName: Buffer): string[] => {
    const [upper, lower] = [makeEntity(rootName), makeEntity(middleName)];
    return [certify(leaf, lower, LEAF), certify(lower, upper, { ca: true }), certify(upper, upper, { ca: true })];
  };
  const real = nameOf({ O: "Let's Encrypt", CN: 'R12' });
  const isrg = nameOf({ O: 'ISRG', CN: 'ISRG Root X1' });
  const cases: readonly (readonly [string, string[]])[] = [
    [
      '(STAGING) Let’s Encrypt',
      chainOf(
        nameOf({ O: 'ISRG', CN: '(STAGING) Pretend Pear X1' }),
        nameOf({ O: "(STAGING) Let's Encrypt", CN: '(STAGING) Ersatz Edamame E1' }),
      ),
    ],
    ['an organization alone', chainOf(isrg, nameOf({ O: "(STAGING) Let's Encrypt", CN: 'YE1' }))],
    ['Fake LE', chainOf(nameOf({ CN: 'Fake LE Root X1' }), nameOf({ CN: 'Fake LE Intermediate X1' }))],
    ['Pebble', chainOf(nameOf({ CN: 'Pebble Root CA 2de3a1' }), nameOf({ CN: 'Pebble Intermediate CA 4a4bf8' }))],
    ['its root alone', chainOf(nameOf({ CN: '(STAGING) Pretend Pear X1' }), real)],
    ['its intermediate alone', chainOf(isrg, nameOf({ CN: 'Pebble Intermediate CA 4a4bf8' }))],
  ];
  it.each(cases)('A certificate of a test CA, told by %s, is an error unless that is allowed', (_, pool) => {
    const [own = '', ...rest] = pool;
    for (const chain of [rest, rest.slice(0, 1)]) {
      const problems = problemsIn(readPool(leaf, [own, ...chain]));
      expect(problems.split('\n')).toEqual([
        expect.stringMatching(/`leaf_certificate`.*"(?:\(STAGING\)|Fake LE|Pebble) .*`allow_test_ca/u),
      ]);
      expect(uploadOf(readPool(leaf, [own, ...chain], { allowsTestCa: true }))).toEqual(rest.slice(0, 1));
    }
  });

  it('A leaf certificate of a test CA without any chain is called so too', () => {
    const [own = ''] = cases[0]?.[1] ?? [];
    expect(problemsIn(readPool(leaf, [own]))).toMatch(/test CA/u);
  });

  it('The subject of a leaf certificate, and names that only contain such words, are no test CA', () => {
    const resort = makeEntity(nameOf({ O: 'Pebble Beach Company', CN: 'www.example.com' }));
    const pool = [certify(resort, middle, { dnsNames: ['www.example.com'] }), MIDDLE];
    expect(problemsIn(readPool(resort, pool, { roots: [ROOT] }))).toBe('none');
    expect(problemsIn(readPool(leaf, chainOf(nameOf({ CN: 'Not a Fake LE Root' }), nameOf({ CN: 'Pebbles' }))))).toBe(
      'none',
    );
  });
});
