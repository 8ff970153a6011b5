import { X509Certificate } from 'node:crypto';
import { lookup } from 'node:dns/promises';
import { connect } from 'node:tls';
import { nameEndpoint } from './endpoint.ts';
import type { Endpoint } from './endpoint.ts';
import { errorCodeOf } from './errors.ts';

/** What one address served for a name. */
export interface Served {
  readonly endpoint: Endpoint;
  /** 40 lower-case hex digits; empty when nothing was served. */
  readonly sha1Fingerprint: string;
  readonly notAfter: Date | undefined;
  /** Why nothing was served; empty when something was. */
  readonly fault: string;
}

/** How long a handshake may take, in milliseconds. */
const HANDSHAKE_MS = 10_000;

/** The addresses to ask: the one given, else every one that the name resolves to. @throws Error when it does not resolve */
export async function resolveEndpoint(endpoint: Endpoint): Promise<Endpoint[]> {
  if (endpoint.address !== undefined) return [endpoint];
  const found = await lookup(endpoint.host, { all: true });
  return [...new Set(found.map(({ address }) => address))].map((address) => ({ ...endpoint, address }));
}

/**
 * Which certificate does an address serve for a name? One handshake with SNI and without resumption; whether it is trusted is not asked,
 * since what counts is the certificate. Never throws.
 */
export async function askCertificate(endpoint: Endpoint): Promise<Served> {
  return new Promise((resolve) => {
    const socket = connect({
      host: endpoint.address ?? endpoint.host,
      port: endpoint.port,
      servername: endpoint.host,
      rejectUnauthorized: false,
      timeout: HANDSHAKE_MS,
    });
    const end = (served: Partial<Served>): void => {
      socket.destroy();
      resolve({ endpoint, sha1Fingerprint: '', notAfter: undefined, fault: '', ...served });
    };
    socket.once('secureConnect', () => {
      const { raw } = socket.getPeerCertificate();
      const certificate = new X509Certificate(raw);
      end({
        sha1Fingerprint: certificate.fingerprint.replaceAll(':', '').toLowerCase(),
        notAfter: certificate.validToDate,
      });
    });
    socket.once('timeout', () =>
      end({ fault: `${nameEndpoint(endpoint)}: no TLS handshake within ${HANDSHAKE_MS / 1_000} s` }),
    );
    socket.once('error', (error) =>
      end({ fault: `${nameEndpoint(endpoint)}: ${errorCodeOf(error) || error.message}` }),
    );
    socket.once('close', () => end({ fault: `${nameEndpoint(endpoint)}: the connection was closed` }));
  });
}
