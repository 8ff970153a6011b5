import type { AddressInfo } from 'node:net';
import { createSecureContext, createServer } from 'node:tls';
import type { Server } from 'node:tls';
import { afterEach, describe, expect, it, vi } from 'vitest';
import type { Issued } from '../authority/authority.ts';
import { addIssued } from '../faults/rotation-world.ts';
import { renewedNameOf, rotationOf, rule } from '../scenarios/rotation.ts';
import { errorsOf, useScenario, warningsOf } from '../scenarios/scenario.ts';

/** The name of the tests resolves to two addresses of this machine; another one to one, and to one that TCP never leads to. */
vi.mock('node:dns/promises', async (importActual) => ({
  ...(await importActual<typeof import('node:dns/promises')>()),
  lookup: async (host: string) => [
    { address: '127.0.0.1', family: 4 },
    host.startsWith('dual.') ? { address: 'ff0e::1', family: 6 } : { address: '127.0.0.2', family: 4 },
  ],
}));

const scenario = useScenario({}, { inProcess: true });

interface Listener {
  readonly port: number;
  /** How many handshakes there were. */
  readonly count: number;
}

const servers: Server[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) server.close();
});

/** Serves one certificate after the other, a handshake each, and from then on the last. */
async function serveInTurn(certificates: readonly Issued[], address = '127.0.0.1', port = 0): Promise<Listener> {
  let count = 0;
  const contexts = certificates.map(({ privateKey, fullChain }) =>
    createSecureContext({ key: privateKey, cert: fullChain }),
  );
  const server = createServer({
    SNICallback: (_, answer) => {
      answer(null, contexts[Math.min(count, contexts.length - 1)]);
      count += 1;
    },
  });
  servers.push(server);
  await new Promise<void>((done) => {
    server.listen(port, address, done);
  });
  return {
    port: (server.address() as AddressInfo).port,
    get count() {
      return count;
    },
  };
}

const addUsed = (): void => {
  const old = addIssued(scenario.simulator, 'web', scenario.web);
  scenario.simulator.addLoadBalancer({ forwarding_rules: [rule(old)] });
};

describe('an endpoint after the rotation', () => {
  it('Fails and keeps the old certificate when the only endpoint serves another one', async () => {
    addUsed();
    const { port } = await serveInTurn([scenario.web]);
    const endpoints = `www.example.com@127.0.0.1:${port}`;
    const run = await scenario.run(rotationOf(scenario, { endpoints, wait_timeout: '3' }));
    expect(run.exitCode).toBe(1);
    expect(errorsOf(run)).toContain(endpoints);
    expect(errorsOf(run)).toContain(scenario.web.sha1Fingerprint);
    expect(scenario.names()).toEqual(['web', renewedNameOf(scenario)]);
  });

  it('Asks an endpoint until three handshakes in a row show the new certificate', async () => {
    addUsed();
    const { web, renewed } = scenario;
    const listener = await serveInTurn([renewed, web, renewed, renewed, renewed]);
    const endpoints = `www.example.com@127.0.0.1:${listener.port}`;
    const run = await scenario.run(rotationOf(scenario, { endpoints }));
    expect([run.exitCode, errorsOf(run), listener.count]).toEqual([0, '', 5]);
    expect(scenario.names()).toEqual([renewedNameOf(scenario)]);
  });

  it('An endpoint with a name that the new certificate does not cover is a warning, since it may be a typo', async () => {
    addUsed();
    const { port } = await serveInTurn([scenario.renewed]);
    const run = await scenario.run(rotationOf(scenario, { endpoints: `api.example.net@127.0.0.1:${port}` }));
    expect([run.exitCode, errorsOf(run)]).toEqual([0, '']);
    expect(warningsOf(run)).toMatch(/`endpoints`.*api\.example\.net/u);
  });

  it('Waits until every address of a name shows the new certificate', async () => {
    addUsed();
    const { web, renewed } = scenario;
    const first = await serveInTurn([renewed]);
    const second = await serveInTurn([web, web, renewed], '127.0.0.2', first.port);
    const run = await scenario.run(rotationOf(scenario, { endpoints: `www.example.com:${first.port}` }));
    expect([run.exitCode, errorsOf(run), second.count]).toEqual([0, '', 5]);
    expect(scenario.names()).toEqual([renewedNameOf(scenario)]);
  });

  it('An IPv6 address without a route is one notice, however often it is probed', async () => {
    addUsed();
    const { web, renewed } = scenario;
    const { port } = await serveInTurn([web, web, renewed]);
    const run = await scenario.run(rotationOf(scenario, { endpoints: `dual.example.com:${port}` }));
    expect([run.exitCode, errorsOf(run)]).toEqual([0, '']);
    const notices = run.annotations.filter(({ level }) => level === 'notice').map(({ message }) => message);
    expect(notices.filter((message) => message.includes('ff0e::1'))).toHaveLength(1);
    expect(scenario.names()).toEqual([renewedNameOf(scenario)]);
  });

  it('The error about a name that is out of reach says that HTTPS_PROXY does not lead there', async () => {
    addUsed();
    for (const env of [{}, { HTTPS_PROXY: 'http://proxy.example:3128', NO_PROXY: '127.0.0.1' }]) {
      const endpoints = 'www.example.com@127.0.0.1:1';
      for (const dryRun of ['true', 'false']) {
        const run = await scenario.run(rotationOf(scenario, { endpoints, wait_timeout: '3', dry_run: dryRun }), {
          env,
        });
        expect(run.exitCode).toBe(1);
        expect(errorsOf(run).includes('HTTPS_PROXY')).toBe('HTTPS_PROXY' in env);
      }
    }
  });
});
