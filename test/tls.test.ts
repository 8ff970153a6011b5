import { createServer as createHttpServer } from 'node:http';
import { createServer } from 'node:net';
import type { AddressInfo, Server } from 'node:net';
import { createSecureContext, createServer as createTlsServer } from 'node:tls';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { askCertificate, resolveEndpoint } from '../src/tls.ts';
import { makeAuthority } from './authority/authority.ts';
import type { Issued } from './authority/authority.ts';

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
    expect(await askCertificate(at(port))).toEqual({
      endpoint: at(port),
      sha1Fingerprint: issued.sha1Fingerprint,
      notAfter: issued.notAfter,
      fault: '',
    });
    expect(names).toEqual(['www.example.com']);
  });

  it('is nothing where nobody is, and the fault says where', async () => {
    expect((await askCertificate(at(1))).fault).toBe('www.example.com@127.0.0.1:1: ECONNREFUSED');
  });

  it('is nothing where plain HTTP is spoken', async () => {
    const served = await askCertificate(at(await listen(createHttpServer())));
    expect([served.sha1Fingerprint, served.fault.length > 30]).toEqual(['', true]);
  });

  it('is nothing where the connection is closed', async () => {
    const served = await askCertificate(at(await listen(createServer((socket) => socket.destroy()))));
    expect(served.fault).toMatch(/ECONNRESET|closed/u);
  });

  it('is nothing where no handshake comes to an end', { timeout: 20_000 }, async () => {
    const served = await askCertificate(at(await listen(createServer(() => undefined))));
    expect(served.fault).toMatch(/no TLS handshake within 10 s/u);
  });
});

describe('the addresses of a name', () => {
  it('are all that it resolves to, once each', async () => {
    const found = await resolveEndpoint({ host: 'localhost', port: 443, address: undefined });
    expect(found.length).toBeGreaterThan(0);
    expect(
      found.every(({ host, address }) => host === 'localhost' && ['127.0.0.1', '::1'].includes(address ?? '')),
    ).toBe(true);
  });

  it('is the one that was given', async () => {
    expect(await resolveEndpoint(at(443))).toEqual([at(443)]);
  });
});
