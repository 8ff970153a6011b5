import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';

/** Free ports of 127.0.0.1: all are taken before one is given back, so that none comes twice. */
export async function freePorts(count: number): Promise<number[]> {
  const servers = await Promise.all(
    Array.from({ length: count }, async () => {
      const server = createServer();
      await new Promise<void>((done) => {
        server.listen(0, '127.0.0.1', done);
      });
      return server;
    }),
  );
  const ports = servers.map((server) => (server.address() as AddressInfo).port);
  await Promise.all(
    servers.map(
      (server) =>
        new Promise((done) => {
          server.close(done);
        }),
    ),
  );
  return ports;
}
