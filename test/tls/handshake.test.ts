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

  it('A refused connection is a fault that names host, address and port', async () => {
    expect((await ask(at(1))).fault).toMatch(/^www\.example\.com@127\.0\.0\.1:1: .*connection refused.*ECONNREFUSED$/u);
  });

  it('A server of plain HTTP serves no certificate', async () => {
    const served = await ask(at(await listen(createHttpServer())));
    expect(served.sha1Fingerprint).toBe('');
    expect(served.fault).toMatch(/:\d+: .*\bTLS\b.*plain HTTP/u);
  });

  it('A server that closes the connection serves no certificate', async () => {
    const served = await ask(at(await listen(createServer((socket) => socket.destroy()))));
    expect(served.fault).toMatch(/ECONNRESET|closed/u);
  });

  it('A handshake that is cancelled yields no certificate', async () => {
    const stop = new AbortController();
    const asking = ask(at(await listen(createServer(() => undefined))), stop.signal);
    stop.abort();
    expect((await asking).fault).toMatch(/no TLS handshake/u);
    expect((await ask(at(1), AbortSignal.abort())).fault).toMatch(/no TLS handshake/u);
  });

  it('A handshake that takes longer than ten seconds is given up', { timeout: 20_000 }, async () => {
    const served = await ask(at(await listen(createServer(() => undefined))));
    expect(served.fault).toMatch(/TLS handshake.*\b10 s/u);
  });
});

describe('addresses of a name', () => {
  it('A name has each address that it resolves to once', async () => {
    const { asked, leftOut } = await resolveEndpoint({ host: 'localhost', port: 443, address: undefined });
    expect(asked.length).toBeGreaterThan(0);
    expect(leftOut).toEqual([]);
    expect(
      asked.every(({ host, address }) => host === 'localhost' && ['127.0.0.1', '::1'].includes(address ?? '')),
    ).toBe(true);
  });

  it('An address in the endpoint is the only address', async () => {
    expect(await resolveEndpoint(at(443))).toEqual({ asked: [at(443)], leftOut: [] });
  });

  it.each([
    [true, ['192.0.2.1', '2001:db8::1'], ['192.0.2.1', '2001:db8::1'], []],
    [false, ['192.0.2.1', '2001:db8::1'], ['192.0.2.1'], ['2001:db8::1']],
    [false, ['127.0.0.1', '::1'], ['127.0.0.1', '::1'], []],
    [false, ['2001:db8::1'], ['2001:db8::1'], []],
  ])('With IPv6 support %s, the addresses %j are reduced to %j', (withIpv6, addresses, asked, leftOut) => {
    expect(chooseAddresses(addresses, withIpv6)).toEqual({ asked, leftOut });
  });

  it.each([
    ['ENOTFOUND', /does not resolve/u],
    ['EAI_AGAIN', /name server.*\(EAI_AGAIN\)/u],
    ['', /name server.*\(unknown error\)/u],
  ])('A name that fails to resolve with the code "%s" has no addresses', (code, words) => {
    expect(resolveFaultOf(Object.assign(new Error('x'), { code }))).toMatch(words);
  });
});
