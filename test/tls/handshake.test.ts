import { createServer as createHttpServer } from 'node:http';
import { createServer } from 'node:net';
import type { AddressInfo, Server } from 'node:net';
import { createSecureContext, createServer as createTlsServer } from 'node:tls';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Endpoint } from '../../src/tls/endpoint.ts';
import { connectFaultOf, handshake } from '../../src/tls/handshake.ts';
import type { Probed } from '../../src/tls/handshake.ts';
import { makeAuthority } from '../authority/authority.ts';
import type { Issued } from '../authority/authority.ts';

let issued: Issued;
const servers: Server[] = [];

beforeAll(async () => {
  issued = await (await makeAuthority()).issue({ dnsNames: ['www.example.com'] });
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

describe('connection failures', () => {
  it.each([
    ['ECONNREFUSED', {}, /connection refused.*\(ECONNREFUSED\)$/u],
    ['EHOSTUNREACH', {}, / \(EHOSTUNREACH\)$/u],
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
