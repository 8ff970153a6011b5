import { createServer as createHttpServer } from 'node:http';
import { connect, createServer } from 'node:net';
import type { AddressInfo, Server } from 'node:net';
import {
  createSecureContext,
  createServer as createTlsServer,
  getCACertificates,
  setDefaultCACertificates,
} from 'node:tls';
import type { TlsOptions } from 'node:tls';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { Endpoint } from '../../src/tls/endpoint.ts';
import { connectFaultOf, handshake } from '../../src/tls/handshake.ts';
import type { Probed } from '../../src/tls/handshake.ts';
import { makeAuthority } from '../authority/authority.ts';
import type { Authority, Issued } from '../authority/authority.ts';
import { certify, CLIENT_AUTH, dnsName, makeEntity, privateKeyOf } from '../authority/forge.ts';
import type { Shape } from '../authority/forge.ts';

let authority: Authority;
let issued: Issued;
const servers: Server[] = [];

beforeAll(async () => {
  authority = await makeAuthority();
  issued = await authority.issue({ dnsNames: ['www.example.com'] });
});
afterAll(() => {
  for (const server of servers) server.close();
});

async function listen(server: Server): Promise<number> {
  servers.push(server);
  await new Promise<void>((done) => {
    server.listen(0, '127.0.0.1', done);
  });
  return (server.address() as AddressInfo).port;
}

const at = (port: number): { host: string; port: number; address: string } => ({
  host: 'www.example.com',
  port,
  address: '127.0.0.1',
});

const probe = (endpoint: Endpoint, signal = new AbortController().signal): Promise<Probed> =>
  handshake(endpoint, signal);

describe('served certificate of an address', () => {
  it('An address serves its certificate for the name in SNI', async () => {
    const names: string[] = [];
    const secureContext = createSecureContext({ key: issued.privateKey, cert: issued.fullChain });
    const port = await listen(
      createTlsServer({
        SNICallback: (name, answer) => {
          names.push(name);
          answer(null, secureContext);
        },
      }),
    );
    const { endpoint, served, fault } = await probe(at(port));
    expect([endpoint, fault]).toEqual([at(port), undefined]);
    expect(served).toMatchObject({
      sha1Fingerprint: issued.sha1Fingerprint,
      notAfter: issued.notAfter,
      distrust: 'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
    });
    // In the order in which it came.
    expect(served?.sent.map(({ subject }) => subject)).toEqual(['CN=www.example.com', 'CN=Test Intermediate']);
    expect(names).toEqual(['www.example.com']);
  });

  it('A refused connection is a fault that tells the reason', async () => {
    const { served, fault } = await probe(at(1));
    expect(served).toBeUndefined();
    expect(fault).toEqual({ kind: 'handshake', what: expect.stringMatching(/connection refused.*\(ECONNREFUSED\)$/u) });
  });

  it('A server of plain HTTP serves no certificate', async () => {
    const { served, fault } = await probe(at(await listen(createHttpServer())));
    expect(served).toBeUndefined();
    expect(fault?.what).toMatch(/\bTLS\b.*plain HTTP/u);
  });

  it('A server that closes the connection serves no certificate', async () => {
    const { fault } = await probe(at(await listen(createServer((socket) => socket.destroy()))));
    expect(fault?.what).toMatch(/closed the connection/u);
  });

  it('A handshake that is cancelled yields no certificate', async () => {
    const stop = new AbortController();
    const probing = probe(at(await listen(createServer(() => undefined))), stop.signal);
    stop.abort();
    expect((await probing).fault?.what).toMatch(/no TLS handshake/u);
    expect((await probe(at(1), AbortSignal.abort())).fault?.what).toMatch(/no TLS handshake/u);
  });

  it('A handshake that takes longer than its limit is given up', async () => {
    const endpoint = at(await listen(createServer(() => undefined)));
    const { fault } = await handshake(endpoint, AbortSignal.timeout(50), 2_000);
    expect(fault?.what).toMatch(/no TLS handshake.*\b2 s$/u);
  });
});

describe('served certificate of an IP address', () => {
  it('An address as host is probed without SNI', async () => {
    const names: unknown[] = [];
    const server = createTlsServer({ key: issued.privateKey, cert: issued.fullChain }, (socket) =>
      names.push(socket.servername),
    );
    const { served } = await probe({ host: '127.0.0.1', port: await listen(server), address: undefined });
    expect(served?.sha1Fingerprint).toBe(issued.sha1Fingerprint);
    await expect.poll(() => names).toEqual([false]);
  });
});

describe('servers that require a client certificate', () => {
  const requiring = (more: TlsOptions): Promise<number> =>
    listen(
      createTlsServer({
        key: issued.privateKey,
        cert: issued.fullChain,
        requestCert: true,
        rejectUnauthorized: true,
        ...more,
      }).on('tlsClientError', () => undefined),
    );
  const subjectsOf = ({ served }: Probed): readonly string[] => served?.sent.map(({ subject }) => subject) ?? [];
  const SENT = ['CN=www.example.com', 'CN=Test Intermediate'];

  it.each([
    ['ECDHE', {}],
    ['RSA', { ciphers: 'AES128-GCM-SHA256' }],
  ])('In TLS 1.2 with a key exchange by %s, the certificate is read before the server refuses', async (_, options) => {
    const { privateKey, fullChain } = await authority.issue({ dnsNames: ['www.example.com'], keyType: 'rsa-2048' });
    const keys = { key: privateKey, cert: fullChain };
    const probed = await probe(at(await requiring({ maxVersion: 'TLSv1.2', ...keys, ...options })));
    expect(subjectsOf(probed)).toEqual(SENT);
    expect(probed.served?.refusal).toMatch(/client certificate \(.*handshake failure\)$/u);
    expect(probed.served).toHaveProperty('distrust', undefined);
  });

  it('In TLS 1.3, the handshake ends before the server refuses', async () => {
    const probed = await probe(at(await requiring({ minVersion: 'TLSv1.3' })));
    expect(subjectsOf(probed)).toEqual(SENT);
    expect(probed.served).toMatchObject({ distrust: 'UNABLE_TO_GET_ISSUER_CERT_LOCALLY' });
    expect(probed.served?.refusal).toBeUndefined();
  });

  it('A server that asks for a certificate and goes on without one is no different from others', async () => {
    for (const version of ['TLSv1.2', 'TLSv1.3'] as const) {
      const probed = await probe(
        at(await requiring({ rejectUnauthorized: false, minVersion: version, maxVersion: version })),
      );
      expect(subjectsOf(probed)).toEqual(SENT);
      expect(probed.served?.refusal).toBeUndefined();
    }
  });

  it('A server that just closes the connection after its certificate is read too', async () => {
    const inner = await listen(
      createTlsServer({ key: issued.privateKey, cert: issued.fullChain, maxVersion: 'TLSv1.2' }),
    );
    const port = await listen(
      createServer((socket) => {
        // What comes second from the client is its key exchange.
        let count = 0;
        const upstream = connect(inner, '127.0.0.1');
        socket
          .on('error', () => undefined)
          .on('data', (data) => {
            count += 1;
            if (count === 1) upstream.write(data);
            else socket.destroy();
          });
        upstream.on('data', (data) => socket.write(data));
      }),
    );
    const probed = await probe(at(port));
    expect(subjectsOf(probed)).toEqual(SENT);
    expect(probed.served?.refusal).toMatch(/ECONNRESET/u);
  });
});

describe('reasons of distrust', () => {
  const defaults = getCACertificates('default');
  afterEach(() => setDefaultCACertificates(defaults));
  const dates = { notBefore: new Date(Date.now() - 86_400_000), notAfter: new Date(Date.now() + 86_400_000) };
  const distrustWith = async (shape: Shape): Promise<string | undefined> => {
    const [root, own] = [makeEntity('Root'), makeEntity('own')];
    setDefaultCACertificates([certify(root, root, { ca: true, ...dates, ...shape })]);
    const cert = certify(own, root, { dnsNames: ['www.example.com'], ...dates });
    return (await probe(at(await listen(createTlsServer({ key: privateKeyOf(own), cert }))))).served?.distrust;
  };

  it.each([
    ['is trusted', {}, ''],
    ['is for clients', { purposes: [CLIENT_AUTH] }, 'INVALID_PURPOSE'],
    ['has expired', { notAfter: new Date(Date.now() - 3_600_000) }, 'CERT_HAS_EXPIRED'],
    // These have no name in Node.
    ['allows other names', { permitted: [dnsName('example.org')] }, 'permitted subtree violation'],
    ['forbids the name', { excluded: [dnsName('example.com')] }, 'excluded subtree violation'],
    ['has an unknown critical extension', { critical: '1.2.3.4' }, 'unhandled critical extension'],
  ])('A certificate whose root %s is distrusted as OpenSSL says', async (_, shape, distrust) => {
    expect(await distrustWith(shape)).toBe(distrust);
  });
});

describe('connection failures', () => {
  it.each([
    ['ECONNREFUSED', {}, /connection refused.*\(ECONNREFUSED\)$/u],
    ['EHOSTUNREACH', {}, / \(EHOSTUNREACH\)$/u],
    ['ENETUNREACH', {}, /no route.* \(ENETUNREACH\)$/u],
    ['EADDRNOTAVAIL', {}, / \(EADDRNOTAVAIL\)$/u],
    ['ERR_SSL_WRONG_VERSION_NUMBER', {}, /plain HTTP.*ERR_SSL_WRONG_VERSION_NUMBER/u],
    [
      'ERR_SSL_TLSV1_ALERT_INTERNAL_ERROR',
      { reason: 'tlsv1 alert internal error' },
      /handshake.*tlsv1 alert internal error$/u,
    ],
    ['EPROTO', {}, /TLS handshake.*: EPROTO$/u],
    ['EWHATEVER', {}, /^EWHATEVER$/u],
    ['', {}, /^the words$/u],
  ])('A connection that fails with the code "%s" is described in words', (code, extra, words) => {
    expect(connectFaultOf(Object.assign(new Error('the words'), code === '' ? {} : { code }, extra))).toMatch(words);
  });
});
