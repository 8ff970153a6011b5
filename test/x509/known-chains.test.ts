import { expect, it } from 'vitest';
import type { PemCertificate } from '../../src/x509/certificate.ts';
import { orderChain } from '../../src/x509/chain.ts';
import { readPem } from '../../src/x509/pem.ts';
import { makeParser, makeSharedFacts } from '../../src/x509/shared-facts.ts';
import type { SharedFacts } from '../../src/x509/shared-facts.ts';
import { certify, dnsName, makeEntity, NOW, pemOf } from '../authority/forge.ts';
import type { Entity, Shape } from '../authority/forge.ts';

const CA: Shape = { ca: true };
const WEB: Shape = { dnsNames: ['www.example.com'] };
const [root, other, ca, twin, limited] = ['Root', 'Other root', 'CA', 'CA', 'Limited'].map((name) => makeEntity(name));
const [one, two, three, namesake] = ['one', 'two', 'three', 'CA'].map((name) => makeEntity(name));

function present(entity: Entity | undefined): Entity {
  if (entity === undefined) throw new Error('an entity is missing');
  return entity;
}

const make = (subject: Entity | undefined, issuer: Entity | undefined, shape: Shape): string =>
  certify(present(subject), present(issuer), shape);

/** With the last bit of the signature changed. */
function damage(pem: string): string {
  const reading = readPem(pem);
  const bytes = Buffer.from('blocks' in reading ? (reading.blocks[0]?.der ?? '') : '');
  bytes[bytes.length - 1] = (bytes.at(-1) ?? 0) ^ 1;
  return pemOf(bytes, 'CERTIFICATE');
}

const LEAVES: Readonly<Record<string, string>> = {
  'by the CA': make(one, ca, WEB),
  'by the CA too': make(two, ca, WEB),
  'by the CA, without key identifiers': make(three, ca, { ...WEB, withoutKeyIdentifiers: true }),
  'by the other CA of the same name': make(three, twin, WEB),
  'with a damaged signature': damage(make(two, ca, WEB)),
  'with the name of its CA': make(namesake, ca, WEB),
  'with a name that its CA may use': make(two, limited, WEB),
  'with a name that its CA may not use': make(three, limited, { dnsNames: ['www.example.org'] }),
  'by a root': make(two, root, WEB),
  'by a root too': make(three, root, WEB),
  'self-signed': make(one, one, WEB),
  'self-signed, with the name and key of the CA': make(ca, ca, WEB),
};
const AUTHORITIES = {
  ca: make(ca, root, CA),
  twin: make(twin, root, CA),
  limited: make(limited, root, { ...CA, permitted: [dnsName('example.com')] }),
  crossed: make(ca, other, CA),
  expired: make(ca, other, { ...CA, notAfter: new Date(NOW.getTime() - 1_000) }),
  root: make(root, root, CA),
  other: make(other, other, CA),
};
const POOLS: readonly (readonly (keyof typeof AUTHORITIES)[])[] = [
  ['ca'],
  ['ca', 'root'],
  ['ca', 'crossed', 'root', 'other'],
  ['ca', 'twin'],
  ['ca', 'expired'],
  ['expired', 'other'],
  ['limited'],
  ['limited', 'ca', 'root'],
  ['root'],
  [],
];

type Pool = (typeof POOLS)[number];

/** Who signed what is the same in every situation. */
const PARSER = makeParser();

function parse(pem: string): PemCertificate {
  const reading = PARSER.readPem(pem);
  const [block] = 'blocks' in reading ? reading.blocks : [];
  const certificate = block && PARSER.parseCertificate(block);
  if (certificate === undefined) throw new Error('it cannot be read');
  return certificate;
}

/** What comes of a leaf certificate with these beside it, with certificates by their fingerprints. */
function chainOf(name: string, pool: Pool, shared: SharedFacts): unknown {
  const leaf = parse(LEAVES[name] ?? '');
  const all = [leaf, ...pool.map((each) => parse(AUTHORITIES[each]))];
  const chain = orderChain(leaf, all, [], NOW, undefined, shared);
  return {
    anchor: chain.anchor,
    top: chain.top.fingerprint,
    intermediates: chain.intermediates.map(({ fingerprint }) => fingerprint),
    issuers: chain.issuers.map(({ fingerprint }) => fingerprint),
    faults: chain.faults,
    dropped: chain.dropped.map(({ certificate, faults }) => [certificate.fingerprint, ...faults]),
  };
}

interface Situation {
  readonly first: string;
  readonly firstPool: Pool;
  readonly second: string;
  readonly secondPool: Pool;
}

/** Each leaf after each other one in the same company, and two of one CA in any company. */
function* situations(): Generator<Situation> {
  for (const first of Object.keys(LEAVES))
    for (const second of Object.keys(LEAVES))
      if (first !== second) for (const pool of POOLS) yield { first, firstPool: pool, second, secondPool: pool };
  for (const firstPool of POOLS)
    for (const secondPool of POOLS) yield { first: 'by the CA', firstPool, second: 'by the CA too', secondPool };
}

it.each([
  ['no root', []],
  ['one of the roots', [AUTHORITIES.root]],
  ['the CA itself', [AUTHORITIES.ca]],
])('What is remembered of another certificate changes nothing, where Node knows %s', (_, roots) => {
  const share = (): SharedFacts => makeSharedFacts(NOW, () => [roots], PARSER);
  const different: unknown[] = [];
  const known = new Map<string, string>();
  const findAlone = (name: string, pool: Pool): string => {
    const key = JSON.stringify([name, pool]);
    const found = known.get(key) ?? JSON.stringify(chainOf(name, pool, share()));
    known.set(key, found);
    return found;
  };
  for (const situation of situations()) {
    const { first, firstPool, second, secondPool } = situation;
    const shared = share();
    chainOf(first, firstPool, shared);
    const after = JSON.stringify(chainOf(second, secondPool, shared));
    const alone = findAlone(second, secondPool);
    if (after !== alone) different.push({ situation, after, alone });
  }
  expect(different).toEqual([]);
});

it('The chain of a second certificate of the same CA is not looked for again', () => {
  const shared = makeSharedFacts(NOW, () => [], PARSER);
  chainOf('by the CA', ['ca', 'root'], shared);
  const [known] = shared.chains.values();
  expect(known).toBeDefined();
  chainOf('by the CA too', ['ca', 'root'], shared);
  expect([...shared.chains.values()][0]).toBe(known);
});
