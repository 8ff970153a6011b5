import { X509Certificate } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { judgeSentChain } from '../../src/x509/sent-chain.ts';
import type { SentChain } from '../../src/x509/sent-chain.ts';
import { certify, CLIENT_AUTH, dnsName, makeEntity, nameOf, NOW, POISON } from '../authority/forge.ts';
import type { Shape } from '../authority/forge.ts';
import {
  makeCloudflareOrigin,
  makeCrossSigned,
  makeLetsEncrypt2024,
  makeLetsEncrypt2026,
} from '../authority/hierarchies.ts';
import type { Hierarchy } from '../authority/hierarchies.ts';

const DAY_MS = 86_400_000;
const at = (days: number): Date => new Date(NOW.getTime() + days * DAY_MS);
const judge = (sent: readonly string[], ...roots: readonly string[]): SentChain =>
  judgeSentChain(
    sent.map((pem) => new X509Certificate(pem)),
    NOW,
    () => [[], roots],
  );
const told = ({ faults }: SentChain): readonly string[] => faults.map(({ kind, what }) => `${kind}: ${what}`);

const [root, upper, lower, leaf] = ['Root', 'Upper', 'Lower', 'www.example.com'].map((name) => makeEntity(name));
if (!root || !upper || !lower || !leaf) throw new Error('a name is missing');
const URL = 'http://ca.example/lower.der';
const NAMES: Shape = { dnsNames: ['www.example.com'] };
const PEMS = {
  root: certify(root, root, { ca: true }),
  upper: certify(upper, root, { ca: true }),
  lower: certify(lower, upper, { ca: true }),
  leaf: certify(leaf, lower, NAMES),
  located: certify(leaf, lower, { ...NAMES, caIssuers: URL }),
};

/** Of a hierarchy: what is sent, and which roots are known. */
const pick = ({ pems }: Hierarchy, ...names: readonly string[]): string[] => names.map((name) => pems[name] ?? name);

describe('chains that clients can build', () => {
  const [origin, le2024, le2026] = [makeCloudflareOrigin(), makeLetsEncrypt2024(), makeLetsEncrypt2026()];
  const addTrust = makeCrossSigned('USERTrust RSA', 'AddTrust External CA Root', '2020-05-30');
  const CASES: readonly (readonly [string, readonly string[], readonly string[], boolean])[] = [
    ['a leaf that a private root issued', pick(origin, 'leaf'), [], false],
    ['a leaf that a private root issued, with that root', pick(origin, 'leaf', 'root'), [], false],
    ['a leaf that a known root issued', pick(origin, 'leaf'), pick(origin, 'root'), true],
    ['an intermediate whose private root is not sent', [PEMS.leaf, PEMS.lower, PEMS.upper], [], false],
    ['a whole chain under a known root, shuffled', [PEMS.located, PEMS.upper, PEMS.lower], [PEMS.root], true],
    [
      'an expired cross-signed root above a sufficient chain',
      pick(le2024, 'leaf by r3', 'r3', 'x1 by dst'),
      pick(le2024, 'x1'),
      true,
    ],
    [
      'the same, with roots that have expired in the store too',
      pick(le2024, 'leaf by r3', 'r3', 'x1 by dst'),
      pick(le2024, 'dst', 'x1'),
      true,
    ],
    ['AddTrust', pick(addTrust, 'leaf', 'issuing', 'root by elder'), pick(addTrust, 'root', 'elder'), true],
    ['AddTrust, with its root', pick(addTrust, 'leaf', 'issuing', 'root by elder', 'root'), [], false],
    ['both versions of an intermediate', pick(le2024, 'leaf by e8', 'e8 by x2', 'e8 by x1'), pick(le2024, 'x1'), true],
    ['a cross-signed root of 2026', pick(le2026, 'leaf by yr1', 'yr1', 'root-yr by x1'), pick(le2026, 'x1'), true],
  ];

  it.each(CASES)('Nothing is wrong with %s', (_, sent, roots, isAnchored) => {
    const chain = judge(sent, ...roots);
    expect([told(chain), chain.isAnchored]).toEqual([[], isAnchored]);
    const [first = '', ...rest] = sent;
    const junk = [makeCrossSigned('Other', 'Elder').pems['issuing'] ?? '', ...rest.toReversed(), ...rest, first];
    expect([told(judge([first, ...junk], ...roots)), chain.isAnchored]).toEqual([[], isAnchored]);
  });

  it('A self-signed leaf is told from one of a CA, and may have a signature that nobody verifies', () => {
    const self = certify(leaf, leaf, NAMES);
    expect(judge([self])).toMatchObject({ isSelfSigned: true, isAnchored: false, faults: [] });
    expect(judge([self], self)).toMatchObject({ isSelfSigned: true, isAnchored: true });
    expect(told(judge([certify(leaf, leaf, { ...NAMES, hash: 'sha1' })]))).toEqual([]);
    expect(judge([PEMS.leaf])).toMatchObject({ isSelfSigned: false, issuer: '"Lower"' });
  });

  it('The end of a chain is named, with where its issuer is found', () => {
    expect(judge([PEMS.leaf, PEMS.lower])).toMatchObject({ issuer: '"Upper"', missing: undefined });
    const located = certify(lower, upper, { ca: true, caIssuers: 'http://ca.example/upper.der' });
    const missing = { below: '"Lower"', location: '"http://ca.example/upper.der"' };
    expect(judge([PEMS.leaf, located])).toMatchObject({ issuer: '"Upper"', missing, faults: [] });
    const closed = certify(root, root, { ca: true, caIssuers: 'http://ca.example/root.der' });
    expect(judge([PEMS.leaf, PEMS.lower, PEMS.upper, closed])).toMatchObject({ missing: undefined });
    expect(judge(pick(makeCloudflareOrigin(), 'leaf')).issuer).toMatch(/^"CloudFlare Origin .* Authority"$/u);
  });
});

describe('chains that lack an intermediate', () => {
  const twin = makeEntity('Lower');
  const CASES: readonly (readonly [string, readonly string[], readonly string[], RegExp])[] = [
    [
      'a leaf that says where its issuer is found',
      [PEMS.located],
      [PEMS.root],
      /^missing: .*"Lower".*"http:\/\/ca\.example\/lower\.der"/u,
    ],
    ['the same with certificates of another chain', [PEMS.located, PEMS.root, PEMS.upper], [], /^missing: .*"Lower"/u],
    [
      'another intermediate of that name',
      [PEMS.leaf, certify(twin, upper, { ca: true })],
      [],
      /^missing: .*"Lower".*another key/u,
    ],
    [
      'an intermediate that only Node was given',
      [PEMS.leaf],
      [PEMS.root, PEMS.upper, PEMS.lower],
      /^stored: .*"Lower"/u,
    ],
    [
      'the same higher up',
      [PEMS.leaf, PEMS.lower],
      [PEMS.root, PEMS.upper],
      /^stored: .*"Upper".*NODE_EXTRA_CA_CERTS/u,
    ],
    ['the same without its root', [PEMS.leaf], [PEMS.lower], /^stored: .*"Lower"/u],
  ];

  it.each(CASES)('An intermediate is missing if there is %s', (_, sent, roots, fault) => {
    expect(told(judge(sent, ...roots))).toEqual([expect.stringMatching(fault)]);
  });

  it('A root of that name with another key, as after a change of keys, says nothing of an intermediate', () => {
    expect(told(judge([PEMS.leaf, certify(twin, twin, { ca: true })]))).toEqual([]);
  });
});

describe('chains that clients reject', () => {
  const rejected = (shape: Shape, top: Shape = {}): readonly (readonly string[])[] => {
    const sent = [PEMS.leaf, certify(lower, upper, { ca: true, ...shape }), PEMS.upper];
    return [told(judge(sent)), told(judge(sent, certify(root, root, { ca: true, ...top })))];
  };
  const CASES: readonly (readonly [string, Shape, RegExp])[] = [
    ['has expired', { notAfter: at(-2) }, /^rejected: .*"Lower" expired 2026-11-23/u],
    ['is not valid yet', { notBefore: at(2) }, /"Lower" is not valid before/u],
    ['is no CA', { ca: false }, /"Lower" is not a CA/u],
    ['may not sign', { withoutKeyCertSign: true }, /"Lower".*keyCertSign/u],
    ['is for clients', { purposes: [CLIENT_AUTH] }, /"Lower".*serverAuth/u],
    ['allows other names', { permitted: [dnsName('example.org')] }, /"Lower".*name constraints.*"www\.example\.com"/u],
    ['has a critical extension that nobody knows', { critical: '1.2.3.4' }, /"Lower".*1\.2\.3\.4/u],
    ['is signed with SHA-1', { hash: 'sha1' }, /"Lower".*SHA-1/u],
  ];

  it.each(CASES)('A chain is rejected whose intermediate %s, whether its root is known or not', (_, shape, fault) => {
    expect(rejected(shape)).toEqual([[expect.stringMatching(fault)], [expect.stringMatching(fault)]]);
  });

  it.each([
    ['expired', { notAfter: at(-2) }, /^rejected: the root "Root" expired/u],
    ['allows fewer intermediates', { pathLength: 1 }, /^rejected: .*root "Root" allows 1/u],
    ['allows other names', { excluded: [dnsName('example.com')] }, /^rejected: .*root "Root".*name constraints/u],
    ['is for clients', { purposes: [CLIENT_AUTH] }, /^rejected: the root "Root".*serverAuth/u],
  ] as const)('A chain is rejected whose known root %s', (_, shape, fault) => {
    expect(rejected({}, shape)).toEqual([[], [expect.stringMatching(fault)]]);
    expect(rejected({})).toEqual([[], []]);
  });

  it('A rejected certificate is no fault if another of the same CA is accepted', () => {
    const versions = [certify(upper, root, { ca: true, notAfter: at(-2) }), PEMS.upper];
    expect(told(judge([PEMS.leaf, PEMS.lower, ...versions]))).toEqual([]);
  });

  it.each([
    ['is for clients', { purposes: [CLIENT_AUTH] }, /^leaf: "www\.example\.com" .*for servers/u],
    ['is a precertificate', { critical: POISON }, /^leaf: .*precertificate/u],
    ['has an unknown critical extension', { critical: '1.2.3.4' }, /^leaf: .*1\.2\.3\.4/u],
    ['is signed with SHA-1', { hash: 'sha1' }, /^leaf: .*SHA-1/u],
  ] as const)('A leaf that %s is rejected, whoever issued it', (_, shape, fault) => {
    const own = certify(leaf, root, { ...NAMES, ...shape });
    expect(told(judge([own]))).toEqual([expect.stringMatching(fault)]);
    expect(told(judge([own], PEMS.root))).toEqual([expect.stringMatching(fault)]);
  });

  it('A leaf with a weak key is rejected', () => {
    const weak = makeEntity('www.example.com', 'rsa-1024');
    expect(told(judge([certify(weak, root, NAMES)]))).toEqual([expect.stringMatching(/^leaf: .*1024 bits/u)]);
  });

  it('The dates of the leaf are not judged here', () => {
    expect(told(judge([certify(leaf, root, { ...NAMES, notAfter: at(-3) })]))).toEqual([]);
  });
});

describe('test CAs', () => {
  it.each([
    ['Pebble Root CA 4f3a12', true],
    ['(STAGING) Pretend Pear X1', true],
    ['Fake LE Root X1', true],
    ['My Pebble CA', false],
  ])('An issuer named %s is a test CA: %s', (name, isTest) => {
    const ca = makeEntity(nameOf({ CN: name }));
    const pebble = certify(upper, ca, { ca: true });
    for (const sent of [[certify(leaf, ca, NAMES)], [certify(leaf, upper, NAMES), pebble]])
      expect(judge(sent).testCa).toBe(isTest ? `"${name}"` : undefined);
    // What has no part in the chain says nothing.
    expect(judge([PEMS.leaf, PEMS.lower, certify(ca, ca, { ca: true })]).testCa).toBeUndefined();
  });
});
