import { createServer } from 'node:tls';
import type { AddressInfo, Socket } from 'node:net';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { startCa } from '../acme/ca.ts';
import type { Ca } from '../acme/ca.ts';
import { certify, makeEntity, privateKeyOf } from '../authority/forge.ts';
import { createSecureContext } from 'node:tls';
import { useScenario } from '../scenarios/scenario.ts';

const scenario = useScenario({}, { inProcess: true });
const DAY_MS = 86_400_000;
const COUNT = 300;

let ca: Ca;
let port = 0;
const sockets = new Set<Socket>();
const leaves: string[] = [];
const server = createServer({ SNICallback: (name, done) => done(null, contexts.get(name)) });
const contexts = new Map<string, ReturnType<typeof createSecureContext>>();
beforeAll(async () => {
  ca = await startCa();
  const issuer = makeEntity('Test CA');
  const site = makeEntity('site');
  const key = privateKeyOf(site);
  for (let at = 0; at < COUNT; at += 1) {
    const host = `site-${at}.example.com`;
    const dates = { notBefore: new Date(Date.now() - 10 * DAY_MS), notAfter: new Date(Date.now() + 80 * DAY_MS) };
    const leaf = certify(site, issuer, { dnsNames: [host], ...dates });
    leaves.push(leaf);
    contexts.set(host, createSecureContext({ key, cert: leaf }));
  }
  server.on('connection', (socket: Socket) => sockets.add(socket));
  server.on('tlsClientError', () => undefined);
  await new Promise<void>((done) => {
    server.listen(0, '127.0.0.1', done);
  });
  port = (server.address() as AddressInfo).port;
});
afterAll(async () => {
  for (const socket of sockets) socket.destroy();
  server.close();
  await ca.close();
});

const endpoints = (): string =>
  Array.from({ length: COUNT }, (_, at) => `site-${at}.example.com@127.0.0.1:${port}`).join('\n');

it('Of 300 certificates each is asked for once, and those whose window has begun are due', async () => {
  for (const [at, leaf] of leaves.entries()) {
    const start = new Date(Date.now() + (at % 3 === 0 ? -DAY_MS : DAY_MS));
    ca.tell(leaf, { start, end: new Date(start.getTime() + 3 * DAY_MS) });
  }
  const inputs = { operation: 'check', token: '', endpoints: endpoints(), on_expiring: 'ignore' };
  const run = await scenario.run({ ...inputs, acme_directory: ca.directory });
  const due = JSON.parse(run.outputs['due'] ?? '') as { reason: string }[];
  expect([run.exitCode, due.length, new Set(due.map(({ reason }) => reason))]).toEqual([0, 100, new Set(['ari'])]);
  expect([ca.requests.length, ca.violations]).toEqual([301, []]);
  expect(ca.mostAtOnce).toBeLessThanOrEqual(4);
});
