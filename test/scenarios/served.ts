import type { AddressInfo, Server, Socket } from 'node:net';
import { createServer } from 'node:tls';
import type { TlsOptions } from 'node:tls';
import { afterEach } from 'vitest';

/** Servers on this machine, which end with the test. */
export interface Servers {
  /** Starts one on a free port. */
  readonly listen: (server: Server, host?: string) => Promise<number>;
  readonly serve: (options: TlsOptions, host?: string) => Promise<number>;
}

export function useServers(): Servers {
  const servers: { server: Server; sockets: Set<Socket> }[] = [];
  afterEach(() => {
    for (const { server, sockets } of servers.splice(0)) {
      for (const socket of sockets) socket.destroy();
      server.close();
    }
  });
  const listen = async (server: Server, host = '127.0.0.1'): Promise<number> => {
    const sockets = new Set<Socket>();
    servers.push({ server, sockets });
    server.on('connection', (socket) => sockets.add(socket));
    server.on('tlsClientError', () => undefined);
    await new Promise<void>((done) => {
      server.listen(0, host, done);
    });
    return (server.address() as AddressInfo).port;
  };
  return { listen, serve: (options, host) => listen(createServer(options), host) };
}
