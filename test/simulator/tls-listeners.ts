import { createServer } from 'node:tls';
import type { Server } from 'node:tls';
import type { AddressInfo } from 'node:net';
import { isRaw } from './world.ts';
import type { World } from './world.ts';

/** Real TLS on loopback: one listener for each https rule, domain and CDN endpoint, with the certificate that is bound to it. */
export interface TlsListeners {
  /** Makes what is served what is bound. */
  sync(): Promise<void>;
  /** The port of a consumer's first https rule, of its domain of this name, or of a CDN endpoint. */
  portOf(consumerId: string, domain?: string): number;
  close(): void;
}

interface Listener {
  readonly server: Server;
  readonly sockets: Set<{ destroy(): void }>;
  bound: string;
}

export function makeTlsListeners(world: World): TlsListeners {
  const listeners = new Map<string, Listener>();

  const places = (): [key: string, certificateId: string][] => [
    ...world.loadBalancers.flatMap((raw) => {
      const entries = [raw['forwarding_rules'], raw['domains']].flatMap((list) =>
        Array.isArray(list) ? list.filter(isRaw) : [],
      );
      const bound = entries.filter(
        (entry) => typeof entry['certificate_id'] === 'string' && entry['certificate_id'] !== '',
      );
      return bound.map((entry): [string, string] => [
        `${String(raw['id'])} ${String(entry['name'] ?? '')}`,
        String(entry['certificate_id']),
      ]);
    }),
    ...world.cdnEndpoints.map((raw): [string, string] => [`${String(raw['id'])} `, String(raw['certificate_id'])]),
  ];

  const listen = async (): Promise<Listener> => {
    const listener: Listener = { server: createServer((socket) => socket.end()), sockets: new Set(), bound: '' };
    listener.server.on('connection', (socket) =>
      listener.sockets.add(socket.once('close', () => listener.sockets.delete(socket))),
    );
    listener.server.on('tlsClientError', () => undefined);
    await new Promise<void>((done) => {
      listener.server.listen(0, '127.0.0.1', 511, done);
    });
    return listener;
  };

  return {
    sync: async () => {
      for (const [key, certificateId] of places()) {
        const stored = world.certificates.find((certificate) => certificate.public.id === certificateId);
        if (stored === undefined || stored.privateKey === '') continue;
        const listener = listeners.get(key) ?? (await listen());
        listeners.set(key, listener);
        if (listener.bound === certificateId) continue;
        listener.server.setSecureContext({ key: stored.privateKey, cert: stored.leaf + stored.chain });
        listener.bound = certificateId;
      }
    },
    portOf: (consumerId, domain = '') => {
      const listener = listeners.get(`${consumerId} ${domain}`);
      if (listener === undefined) throw new Error('nothing is served there');
      return (listener.server.address() as AddressInfo).port;
    },
    close: () => {
      for (const { server, sockets } of listeners.values()) {
        for (const socket of sockets) socket.destroy();
        server.close();
      }
    },
  };
}
