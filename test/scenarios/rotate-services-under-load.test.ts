// Slow, and left to CI: clients connect while a controller binds.
import { createServer } from 'node:http';
import { connect as connectTcp } from 'node:net';
import type { AddressInfo } from 'node:net';
import { connect } from 'node:tls';
import { describe, expect, it } from 'vitest';
import { makeClusterWorld } from '../kubernetes/cluster-world.ts';
import { renewedNameOf, rotationOf } from './rotation.ts';
import { errorsOf, useScenario } from './scenario.ts';

const scenario = useScenario({ serveTls: true, latencyMs: 100, inUseForMs: 1_000 });
const CLIENTS = 5;

/** One new connection: the SHA-1 of the certificate that it was shown, or why there was none. */
const handshake = (port: number): Promise<string> =>
  new Promise((resolve) => {
    const socket = connect({ host: '127.0.0.1', port, servername: 'www.example.com', rejectUnauthorized: false });
    socket.once('secureConnect', () => {
      const { fingerprint = '' } = socket.getPeerX509Certificate() ?? {};
      socket.destroy();
      resolve(fingerprint.replaceAll(':', '').toLowerCase());
    });
    socket.once('error', (error) => resolve(`failed: ${error.message}`));
  });

describe('a rotation in a cluster', () => {
  it('No handshake fails while a controller binds the renewed certificate', async () => {
    const { loadBalancer } = await makeClusterWorld(scenario, { controllerMs: 1_500 });
    await scenario.simulator.tls.sync();
    const port = scenario.simulator.tls.portOf(String(loadBalancer['id']));
    const seen: string[] = [];
    const state = { isDone: false };
    const clients = Array.from({ length: CLIENTS }, async () => {
      while (!state.isDone) seen.push(await handshake(port));
    });
    const run = await scenario.run(rotationOf(scenario));
    await scenario.simulator.tls.sync();
    state.isDone = true;
    await Promise.all(clients);
    expect([run.exitCode, errorsOf(run), scenario.names()]).toEqual([0, '', [renewedNameOf(scenario)]]);
    expect(seen.length).toBeGreaterThan(50);
    expect(new Set(seen)).toEqual(new Set([scenario.web.sha1Fingerprint, scenario.renewed.sha1Fingerprint]));
    expect(await handshake(port)).toBe(scenario.renewed.sha1Fingerprint);
  });

  it('Behind a proxy the API server is verified all the same, and sees the credentials alone', async () => {
    const tunnels: string[] = [];
    const proxy = createServer().on('connect', (request, socket, head) => {
      tunnels.push(request.url ?? '');
      const [host = '', port = ''] = (request.url ?? '').split(':');
      const target = connectTcp(Number(port), host, () => {
        socket.write('HTTP/1.1 200 OK\r\n\r\n');
        target.write(head);
        target.pipe(socket).pipe(target);
      });
      for (const end of [socket, target]) end.on('error', () => undefined);
    });
    await new Promise<void>((resolve) => {
      proxy.listen(0, '127.0.0.1', resolve);
    });
    const { cluster } = await makeClusterWorld(scenario);
    const { port } = proxy.address() as AddressInfo;
    const run = await scenario.run(rotationOf(scenario), { env: { HTTPS_PROXY: `http://127.0.0.1:${port}` } });
    proxy.closeAllConnections();
    proxy.close();
    expect([run.exitCode, errorsOf(run)]).toEqual([0, '']);
    expect(new Set(tunnels)).toEqual(new Set([new URL(cluster.url).host]));
  });
});
