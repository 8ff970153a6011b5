import { createServer as createHttpServer } from 'node:http';
import { createServer } from 'node:net';
import type { AddressInfo, Server } from 'node:net';
import { createSecureContext, createServer as createTlsServer } from 'node:tls';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Endpoint } from '../../src/tls/endpoint.ts';
import { askCertificate, chooseAddresses, resolveEndpoint, resolveFaultOf } from '../../src/tls/handshake.ts';
import type { Served } from '../../src/tls/handshake.ts';
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

const ask = (endpoint: Endpoint, signal = new AbortController().signal): Promise<Served> =>
  askCertificate(endpoint, signal);

describe('what an address serves', () => {
  it('is its certificate, by the name that is asked for', async () => {
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
    const { sent, ...served } = await ask(at(port));
    expect(served).toEqual({
      endpoint: at(port),
      sha1Fingerprint: issued.sha1Fingerprint,
      notAfter: issued.notAfter,
      distrust: 'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
      fault: '',
    });
    // In the order in which it came.
    expect(sent.map(({ subject }) => subject)).toEqual(['CN=www.example.com', 'CN=Test Intermediate']);
    expect(names).toEqual(['www.example.com']);
  });

  it('is nothing where nobody is, and the fault says where', async () => {
    expect((await ask(at(1))).fault).toBe(
      'www.example.com@127.0.0.1:1: nobody listens there (connection refused), ECONNREFUSED',
    );
  });

  it('is nothing where plain HTTP is spoken', async () => {
    const served = await ask(at(await listen(createHttpServer())));
    expect(served.sha1Fingerprint).toBe('');
    expect(served.fault).toMatch(/: it does not speak TLS \(is plain HTTP on that port\?\)/u);
  });

  it('is nothing where the connection is closed', async () => {
    const served = await ask(at(await listen(createServer((socket) => socket.destroy()))));
    expect(served.fault).toMatch(/ECONNRESET|closed/u);
  });

  it('is nothing where it is not wanted any more', async () => {
    const stop = new AbortController();
    const asking = ask(at(await listen(createServer(() => undefined))), stop.signal);
    stop.abort();
    expect((await asking).fault).toMatch(/no TLS handshake/u);
    expect((await ask(at(1), AbortSignal.abort())).fault).toMatch(/no TLS handshake/u);
  });

  it('is nothing where no handshake comes to an end', { timeout: 20_000 }, async () => {
    const served = await ask(at(await listen(createServer(() => undefined))));
    expect(served.fault).toMatch(/no TLS handshake within 10 s/u);
  });
});

describe('the addresses of a name', () => {
  it('are all that it resolves to, once each', async () => {
    const { asked, leftOut } = await resolveEndpoint({ host: 'localhost', port: 443, address: undefined });
    expect(asked.length).toBeGreaterThan(0);
    expect(leftOut).toEqual([]);
    expect(
      asked.every(({ host, address }) => host === 'localhost' && ['127.0.0.1', '::1'].includes(address ?? '')),
    ).toBe(true);
  });

  it('is the one that was given', async () => {
    expect(await resolveEndpoint(at(443))).toEqual({ asked: [at(443)], leftOut: [] });
  });

  it.each([
    [true, ['192.0.2.1', '2001:db8::1'], ['192.0.2.1', '2001:db8::1'], []],
    [false, ['192.0.2.1', '2001:db8::1'], ['192.0.2.1'], ['2001:db8::1']],
    [false, ['127.0.0.1', '::1'], ['127.0.0.1', '::1'], []],
    [false, ['2001:db8::1'], ['2001:db8::1'], []],
  ])('with IPv6 %s: of %j, %j are asked', (withIpv6, addresses, asked, leftOut) => {
    expect(chooseAddresses(addresses, withIpv6)).toEqual({ asked, leftOut });
  });

  it.each([
    ['ENOTFOUND', /does not resolve/u],
    ['EAI_AGAIN', /no name server answered \(EAI_AGAIN\)/u],
    ['', /no name server answered \(unknown error\)/u],
  ])('are none: %s', (code, words) => {
    expect(resolveFaultOf(Object.assign(new Error('x'), { code }))).toMatch(words);
  });
});
