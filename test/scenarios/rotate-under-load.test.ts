import { memberNameOf } from '../authority/member-name.ts';
// Slow, and left to CI: it waits for thousands of handshakes.
import { connect } from 'node:tls';
import { describe, expect, it } from 'vitest';
import { makeRotationWorld } from '../faults/rotation-world.ts';
import { errorsOf, uploadOf, useScenario } from './scenario.ts';

// Half a second an answer, so that there is something to see while it happens.
const scenario = useScenario({
  serveTls: true,
  latencyMs: 500,
  settlingMs: 1_000,
  asyncBindMs: 4_000,
  inUseForMs: 2_000,
});

const CLIENTS = 20;

/** One new connection: the SHA-1 of the certificate that it was shown, or why there was none. */
async function shake(port: number): Promise<string> {
  return new Promise((resolve) => {
    const socket = connect({ host: '127.0.0.1', port, servername: 'www.example.com', rejectUnauthorized: false });
    const end = (what: string): void => {
      socket.destroy();
      resolve(what);
    };
    socket.once('secureConnect', () => end(socket.getPeerCertificate().fingerprint.replaceAll(':', '').toLowerCase()));
    socket.once('error', (error) => end(`failed: ${error.message}`));
    socket.once('close', () => end('failed: closed'));
  });
}

describe('rotation under load', () => {
  it(
    '`rotate` breaks no handshake: each client gets the old or the new certificate, and afterwards the new one',
    { timeout: 90_000 },
    async () => {
      const { simulator, web, renewed } = scenario;
      const { loadBalancers, cdnEndpoints } = makeRotationWorld(simulator, web);
      await simulator.tls.sync();
      const ports = [
        simulator.tls.portOf(String(loadBalancers[0]?.['id'])),
        simulator.tls.portOf(String(loadBalancers[1]?.['id'])),
        simulator.tls.portOf(String(loadBalancers[2]?.['id']), 'www.example.com'),
        simulator.tls.portOf(String(cdnEndpoints[0]?.['id'])),
      ];
      const seen = new Map<string, number>();
      const isOver = new AbortController();
      const clients = Array.from({ length: CLIENTS }, async (_, at) => {
        while (!isOver.signal.aborted) {
          const what = await shake(ports[at % ports.length] ?? 0);
          seen.set(what, (seen.get(what) ?? 0) + 1);
        }
      });
      // However slow the machine is: the deletion of the old one is answered when there were enough.
      const total = (): number => [...seen.values()].reduce((sum, count) => sum + count, 0);
      simulator.onRequest = async ({ method }) => {
        if (method !== 'DELETE') return;
        while (total() < 2_000) await new Promise((done) => setTimeout(done, 50));
      };
      const run = await scenario.run(
        {
          ...uploadOf(renewed),
          operation: 'rotate',
          endpoints: ports.map((port) => `www.example.com@127.0.0.1:${port}`).join('\n'),
        },
        { timeoutMs: 80_000 },
      );
      isOver.abort();
      await Promise.all(clients);
      expect([run.exitCode, errorsOf(run)]).toEqual([0, '']);
      expect([...seen.keys()].toSorted()).toEqual([web.sha1Fingerprint, renewed.sha1Fingerprint].toSorted());
      expect(total()).toBeGreaterThanOrEqual(2_000);
      for (const port of ports)
        for (let at = 0; at < 5; at += 1) expect(await shake(port)).toBe(renewed.sha1Fingerprint);
      const served = JSON.parse(run.outputs['endpoints'] ?? '') as { sha1_fingerprint: string; port: number }[];
      expect(served.map((each) => each.port)).toEqual(ports);
      expect(served.every((each) => each.sha1_fingerprint === renewed.sha1Fingerprint)).toBe(true);
      expect(scenario.names().toSorted()).toEqual(['bystander', memberNameOf(renewed)]);
    },
  );

  it(
    '`rotate` keeps the old certificate while an endpoint does not serve the new one',
    { timeout: 60_000 },
    async () => {
      const { simulator, web, renewed } = scenario;
      const other = simulator.addCertificate({
        name: 'other',
        privateKey: web.privateKey,
        leaf: web.leafCertificate,
        chain: web.certificateChain,
      });
      const { loadBalancers } = makeRotationWorld(simulator, web);
      const stray = simulator.addLoadBalancer({
        name: 'stray',
        forwarding_rules: [{ entry_protocol: 'https', certificate_id: other.public.id }],
      });
      await simulator.tls.sync();
      const ports = [String(loadBalancers[0]?.['id']), String(stray['id'])].map((id) => simulator.tls.portOf(id));
      const run = await scenario.run({
        ...uploadOf(renewed),
        operation: 'rotate',
        wait_timeout: '12',
        endpoints: ports.map((port) => `www.example.com@127.0.0.1:${port}`).join(','),
      });
      expect(run.exitCode).toBe(1);
      expect(errorsOf(run)).toMatch(new RegExp(`127\\.0\\.0\\.1:${ports[1]} .*SHA-1 ${web.sha1Fingerprint}`, 'u'));
      expect(scenario.names()).toContain('web');
    },
  );
});
