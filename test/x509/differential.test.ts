import { spawnSync } from 'node:child_process';
import { mkdtempSync, writeFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connect, createServer } from 'node:tls';
import { describe, expect, it } from 'vitest';
import { certify, CLIENT_AUTH, dnsName, makeEntity, privateKeyOf } from '../authority/forge.ts';
import type { Shape } from '../authority/forge.ts';
import { makeCrossSigned, makeLetsEncrypt2024, makeLetsEncrypt2026 } from '../authority/hierarchies.ts';
import type { Hierarchy } from '../authority/hierarchies.ts';
import { readPool, uploadOf } from './reading.ts';

const DAY_MS = 86_400_000;
// TLS clients take the time of the machine.
const NOW = new Date();
const at = (days: number): Date => new Date(NOW.getTime() + days * DAY_MS);

const version = spawnSync('openssl', ['version'], { encoding: 'utf8' });
const hasOpenssl = version.status === 0 && version.stdout.startsWith('OpenSSL 3');
const SKIPPED = hasOpenssl ? '' : ' (skipped: no openssl 3 on this machine)';

/** Does OpenSSL accept the leaf as a server's, if it knows these roots and no more? */
function isVerified(leaf: string, chain: readonly string[], roots: readonly string[], now: Date): boolean {
  const folder = mkdtempSync(join(tmpdir(), 'verify-'));
  const fileOf = (name: string, pems: readonly string[]): string => {
    writeFileSync(join(folder, name), pems.join(''));
    return join(folder, name);
  };
  const seconds = String(Math.floor(now.getTime() / 1_000));
  const untrusted = chain.length === 0 ? [] : ['-untrusted', fileOf('chain.pem', chain)];
  const options = ['-partial_chain', '-no-CApath', '-no-CAstore', '-purpose', 'sslserver', '-attime', seconds];
  const files = ['-CAfile', fileOf('roots.pem', roots), ...untrusted, fileOf('leaf.pem', [leaf])];
  return spawnSync('openssl', ['verify', ...options, ...files]).status === 0;
}

/** Does Node accept what a server sends, if it knows these roots and no more? */
async function isTrusted(key: string, sent: string, roots: string[]): Promise<boolean> {
  const server = createServer({ key, cert: sent });
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const isAuthorized = await new Promise<boolean>((resolve, reject) => {
    const socket = connect({
      host: '127.0.0.1',
      port,
      servername: 'www.example.com',
      ca: roots,
      rejectUnauthorized: false,
    });
    socket.once('secureConnect', () => {
      resolve(socket.authorized);
      socket.destroy();
    });
    socket.once('error', reject);
  });
  await new Promise((resolve) => void server.close(resolve));
  return isAuthorized;
}

/** What is in each hierarchy, and the roots of which each alone must be enough. */
const HIERARCHIES: readonly (readonly [string, Hierarchy, readonly string[], readonly string[]])[] = [
  [
    'YE1',
    makeLetsEncrypt2026(),
    ['leaf by ye1', 'ye1', 'root-ye by x2', 'x2 by x1', 'root-ye', 'x1'],
    ['x1', 'x2', 'root-ye'],
  ],
  ['YR1', makeLetsEncrypt2026(), ['leaf by yr1', 'yr1', 'root-yr by x1', 'root-yr', 'x1'], ['x1', 'root-yr']],
  ['E8', makeLetsEncrypt2024(), ['leaf by e8', 'e8 by x1', 'x2 by x1 of 2020', 'e8 by x2', 'x1'], ['x1']],
  ['R3', makeLetsEncrypt2024(), ['leaf by r3', 'x1 by dst', 'r3', 'dst', 'x1'], ['x1']],
  [
    'GTS',
    makeCrossSigned('GTS Root R1', 'GlobalSign Root CA'),
    ['leaf', 'root', 'issuing', 'elder', 'root by elder'],
    ['root', 'elder'],
  ],
];

describe('what would be uploaded, and OpenSSL', () => {
  it.runIf(hasOpenssl).each(HIERARCHIES)(
    `OpenSSL verifies the upload for %s from each root alone${SKIPPED}`,
    (_, { leaf, pems }, supplied, roots) => {
      const pool = supplied.map((label) => pems[label] ?? '');
      const now = new Date('2026-11-25T12:00:00Z');
      const reading = readPool(leaf, pool, { roots: roots.map((label) => pems[label] ?? ''), now });
      const upload = uploadOf(reading);
      for (const root of roots)
        expect([root, isVerified(pool[0] ?? '', upload, [pems[root] ?? ''], now)]).toEqual([root, true]);
    },
  );

  const [root, upper, lower, leaf] = ['Root', 'Upper', 'Lower', 'www.example.com'].map((name) => makeEntity(name));
  const CASES: readonly (readonly [string, Shape, Shape, Shape])[] = [
    ['nothing unusual', {}, {}, {}],
    ['pathLen 1', { pathLength: 1 }, {}, {}],
    ['pathLen 0', { pathLength: 0 }, {}, {}],
    ['no keyCertSign', {}, { withoutKeyCertSign: true }, {}],
    ['no CA', {}, { ca: false, purposes: [] }, {}],
    ['an expired intermediate', {}, { notAfter: at(-1) }, {}],
    ['an intermediate of tomorrow', { notBefore: at(1) }, {}, {}],
    ['an expired leaf', {}, {}, { notAfter: at(-1) }],
    ['a permitted name', { permitted: [dnsName('example.com')] }, {}, {}],
    ['a name that is not permitted', { permitted: [dnsName('example.org')] }, {}, {}],
    ['an excluded name', {}, { excluded: [dnsName('www.example.com')] }, {}],
    ['a critical extension', {}, { critical: '1.2.3.4' }, {}],
    ['a critical extension of the leaf', {}, {}, { critical: '1.2.3.4' }],
    ['a leaf for clients', {}, {}, { purposes: [CLIENT_AUTH] }],
    ['an intermediate for clients', {}, { purposes: [CLIENT_AUTH] }, {}],
    ['no key identifiers', { withoutKeyIdentifiers: true }, { withoutKeyIdentifiers: true }, {}],
    ['another key identifier', {}, {}, { authorityKeyId: Buffer.from('another') }],
  ];
  it.runIf(hasOpenssl).each(CASES)(
    `OpenSSL agrees about a chain with %s${SKIPPED}`,
    (_, upperShape, lowerShape, leafShape) => {
      if (!root || !upper || !lower || !leaf) throw new Error('a key is missing');
      const dates = { notBefore: at(-30), notAfter: at(30) };
      const ROOT = certify(root, root, { ...dates, ca: true });
      const own = certify(leaf, lower, { ...dates, dnsNames: ['www.example.com'], ...leafShape });
      const chain = [
        certify(lower, upper, { ...dates, ca: true, ...lowerShape }),
        certify(upper, root, { ...dates, ca: true, ...upperShape }),
      ];
      const reading = readPool(leaf, [own, ...chain], { roots: [ROOT], now: NOW });
      expect('supplied' in reading).toBe(isVerified(own, chain, [ROOT], NOW));
    },
  );
});

describe('what would be uploaded, and Node', () => {
  const year = { notBefore: at(-300), notAfter: at(300), ca: true };
  const [x1, x2, e8, leaf] = ['ISRG Root X1', 'ISRG Root X2', 'E8', 'www.example.com'].map((name) => makeEntity(name));

  it('A TLS client that knows the older root verifies the upload, whatever the order of the input was', async () => {
    if (!x1 || !x2 || !e8 || !leaf) throw new Error('a key is missing');
    const own = certify(leaf, e8, { notBefore: at(-30), notAfter: at(60), dnsNames: ['www.example.com'] });
    const roots = [certify(x1, x1, { ...year, notBefore: at(-900) }), certify(x2, x2, year)];
    const pool = [
      certify(e8, x1, year),
      certify(e8, x2, year),
      certify(x2, x1, { ...year, notAfter: at(-1) }),
      ...roots,
      own,
    ];
    for (const input of [pool, pool.toReversed()]) {
      const reading = readPool(leaf, input, { roots, now: NOW });
      const sent = [own, ...uploadOf(reading)].join('');
      // OpenSSL tries only the first of two issuers.
      for (const known of [roots.slice(0, 1), roots]) {
        expect(await isTrusted(privateKeyOf(leaf), sent, known)).toBe(true);
      }
    }
    // The leaf certificate alone is not enough.
    expect(await isTrusted(privateKeyOf(leaf), own, roots)).toBe(false);
  });
});
