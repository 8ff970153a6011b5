import { connect } from 'node:tls';

/** What a client saw that opened one connection after the other. */
export interface Handshakes {
  /** How often each certificate was served, by SHA-1, the first one seen first. */
  readonly served: ReadonlyMap<string, number>;
  readonly failed: readonly string[];
}

/** One new connection: the SHA-1 of the certificate that is served. Rejects if the handshake fails. */
async function shake(port: number): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect(
      { host: '127.0.0.1', port, servername: 'www.example.com', rejectUnauthorized: false },
      () => {
        resolve(socket.getPeerCertificate().fingerprint.replaceAll(':', '').toLowerCase());
        socket.destroy();
      },
    );
    socket.once('error', reject);
    socket.once('close', () => reject(new Error('the connection was closed')));
  });
}

/** Connects to each of these ports all the time, one connection after the other, until it is told to end. */
export function startClient(ports: readonly number[]): { end: () => Promise<Handshakes> } {
  const served = new Map<string, number>();
  const failed: string[] = [];
  const isOver = new AbortController();
  const connecting = ports.map(async (port) => {
    while (!isOver.signal.aborted) {
      try {
        const sha1 = await shake(port);
        served.set(sha1, (served.get(sha1) ?? 0) + 1);
      } catch (error) {
        failed.push(error instanceof Error ? error.message : String(error));
      }
    }
  });
  return {
    end: async () => {
      isOver.abort();
      await Promise.all(connecting);
      return { served, failed };
    },
  };
}
