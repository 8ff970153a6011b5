import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import type { RequestListener } from 'node:http';
import { createServer as createHttpServer } from 'node:http';
import { createServer as createTcpServer } from 'node:net';
import type { AddressInfo, Server, Socket } from 'node:net';
import { join } from 'node:path';
import { createServer as createTlsServer } from 'node:tls';
import { afterAll } from 'vitest';
import type { Issued } from '../authority/authority.ts';
import { makeTemp } from '../runner/step.ts';

/** Servers of this machine that are closed, with their connections, after the tests of a file. */
export interface Servers {
  /** Accepts connections and says nothing. */
  silent(onConnection?: () => void): Promise<number>;
  /** Serves one certificate. */
  tls(issued: Issued, onConnection?: () => void): Promise<number>;
  http(listener: RequestListener): Promise<number>;
}

export function useServers(): Servers {
  const servers: Server[] = [];
  const sockets = new Set<Socket>();
  const listen = async (server: Server, onConnection: () => void = () => undefined): Promise<number> => {
    servers.push(server);
    server.on('connection', (socket) => {
      sockets.add(socket.on('error', () => undefined));
      onConnection();
    });
    await new Promise<void>((done) => {
      server.listen(0, '127.0.0.1', done);
    });
    return (server.address() as AddressInfo).port;
  };
  afterAll(() => {
    for (const socket of sockets) socket.destroy();
    for (const server of servers) server.close();
  });
  return {
    silent: (onConnection) => listen(createTcpServer(), onConnection),
    tls: ({ privateKey, fullChain }, onConnection) =>
      listen(
        createTlsServer({ key: privateKey, cert: fullChain }).on('tlsClientError', () => undefined),
        onConnection,
      ),
    http: (listener) => listen(createHttpServer(listener)),
  };
}

/** Names a file for a path that is a FIFO: reading it hangs until someone writes. */
export function makeFifo(): string {
  const path = join(makeTemp(), 'fifo');
  execFileSync('mkfifo', [path]);
  return path;
}

/**
 * The environment of a machine whose name servers do not respond: a look-up blocks a thread of the process for good, as `getaddrinfo`
 * does, and is noticed at a port of this machine.
 */
export function withoutNameServer(port: number): Record<string, string> {
  return preload(`
    import dns from 'node:dns';
    import fs from 'node:fs';
    import net from 'node:net';
    const hang = () => {
      net.connect(${port}, '127.0.0.1').on('connect', function () { this.destroy(); });
      fs.open(${JSON.stringify(makeFifo())}, 'r', () => undefined);
    };
    const { lookup } = dns;
    dns.lookup = (host, ...rest) => (net.isIP(host) === 0 ? hang() : lookup(host, ...rest));
    dns.promises.lookup = () => { hang(); return new Promise(() => undefined); };
  `);
}

/** The environment of a machine on which no name exists. */
export function withoutNames(): Record<string, string> {
  return preload(`
    import dns from 'node:dns';
    const unknown = () => Object.assign(new Error('getaddrinfo ENOTFOUND'), { code: 'ENOTFOUND' });
    dns.promises.lookup = () => Promise.reject(unknown());
  `);
}

/** The environment of a machine whose time of day is set back by an hour shortly after the start. */
export function withClockSetBack(): Record<string, string> {
  return preload(`
    const now = Date.now;
    let back = 0;
    setTimeout(() => { back = 3_600_000; }, 700).unref();
    Date.now = () => now() - back;
  `);
}

function preload(source: string): Record<string, string> {
  const file = join(makeTemp(), 'preload.mjs');
  writeFileSync(file, `${source}\nimport { syncBuiltinESMExports } from 'node:module';\nsyncBuiltinESMExports();\n`);
  return { NODE_OPTIONS: `--import=${file}` };
}
