import { createServer } from 'node:http';
import { connect } from 'node:net';
import type { AddressInfo, Server } from 'node:net';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Fault } from '../simulator/faults.ts';
import { startSimulator } from '../simulator/simulator.ts';
import { errorsOf, uploadOf, useScenario } from './scenario.ts';

const scenario = useScenario();

describe('one fault of each kind, on the bundle, and real back-offs', () => {
  const faults: readonly Fault[] = [
    { kind: 'refuse' },
    { kind: 'break', effect: false },
    { kind: 'break', effect: true },
    { kind: 'late', effect: true, delayMs: 500 },
    { kind: 'cut', effect: true },
    { kind: 'garbage', effect: true },
    { kind: 'truncate', effect: true },
    {
      kind: 'status',
      status: 429,
      headers: { 'retry-after': '1' },
      body: { id: 'too_many_requests', message: 'API rate limit exceeded.' },
    },
    { kind: 'status', status: 503, body: '' },
  ];
  it.each(faults)('%o at the upload: one certificate, green, and its id', async (fault) => {
    scenario.simulator.fault({ method: 'POST' }, fault);
    const run = await scenario.run(uploadOf(scenario.web));
    expect([run.exitCode, errorsOf(run)]).toEqual([0, '']);
    expect(scenario.names()).toEqual(['web']);
    expect(run.outputs).toMatchObject({ id: scenario.simulator.certificates[0]?.public.id, changed: 'true' });
  });

  it.each(faults)('%o at the list and at the deletion: done all the same', async (fault) => {
    scenario.simulator.addCertificate({ name: 'web' });
    scenario.simulator.fault({ method: 'GET' }, fault);
    scenario.simulator.fault({ method: 'DELETE' }, fault);
    const run = await scenario.run({ operation: 'delete', name: 'web' });
    expect([run.exitCode, errorsOf(run)]).toEqual([0, '']);
    expect(scenario.names()).toEqual([]);
    expect(run.outputs['changed']).toBe('true');
  });
});

describe('limits', () => {
  it('a rate limit that ends after wait_timeout fails at once, and says when it ends', async () => {
    const reset = Math.floor(Date.now() / 1_000) + 1_800;
    scenario.simulator.fault(
      { method: 'GET' },
      {
        kind: 'status',
        status: 429,
        headers: { 'ratelimit-reset': String(reset) },
        body: { id: 'too_many_requests', message: 'API rate limit exceeded.' },
      },
    );
    const run = await scenario.run({ operation: 'list' });
    expect(run.exitCode).toBe(1);
    expect(errorsOf(run)).toContain('It asks to stay away until');
    expect(errorsOf(run)).toContain('`wait_timeout`');
    expect(run.durationMs).toBeLessThan(5_000);
    expect(scenario.simulator.requests.length).toBe(1);
  });

  it('wait_timeout: 0 means no second try', async () => {
    scenario.simulator.fault(
      { method: 'GET' },
      { kind: 'status', status: 500, body: { id: 'server_error', message: 'Unexpected server-side error' } },
    );
    const run = await scenario.run({ operation: 'list', wait_timeout: '0' });
    expect(run.exitCode).toBe(1);
    expect(errorsOf(run)).toMatch(/500 server_error.*status\.digitalocean\.com/u);
    expect(scenario.simulator.requests.length).toBe(1);
  });

  it('a redirect is not followed: the token would go with it', async () => {
    const other = await startSimulator();
    try {
      scenario.simulator.fault(
        { method: 'GET' },
        { kind: 'status', status: 307, headers: { location: `${other.url}/v2/certificates` } },
      );
      const run = await scenario.run({ operation: 'list' });
      expect(run.exitCode).toBe(1);
      expect(errorsOf(run)).toContain('Redirects are not followed');
      expect(other.requests).toEqual([]);
    } finally {
      await other.close();
    }
  });

  it('nobody there: one error with what to check', async () => {
    const run = await scenario.run({ operation: 'list', api_url: 'http://127.0.0.1:1', wait_timeout: '0' });
    expect(run.exitCode).toBe(1);
    expect(errorsOf(run)).toMatch(/ECONNREFUSED.*Check the network, the proxy settings and `api_url`/u);
  });
});

describe('TLS and proxies', () => {
  async function withProxy(use: (url: string, seen: string[]) => Promise<void>): Promise<void> {
    const seen: string[] = [];
    const proxy: Server = createServer().on('connect', (request, socket, head) => {
      seen.push(request.url ?? '');
      const [host = '', port = ''] = (request.url ?? '').split(':');
      const upstream = connect(Number(port), host, () => {
        socket.write('HTTP/1.1 200 Connection Established\r\n\r\n');
        upstream.write(head);
        upstream.pipe(socket).pipe(upstream);
      });
      for (const each of [socket, upstream]) each.on('error', () => socket.destroy());
    });
    await new Promise<void>((done) => {
      proxy.listen(0, '127.0.0.1', done);
    });
    try {
      await use(`http://127.0.0.1:${(proxy.address() as AddressInfo).port}`, seen);
    } finally {
      proxy.close();
    }
  }

  it('https goes through HTTPS_PROXY, not where NO_PROXY says otherwise, and trusts what the machine is told to trust', async () => {
    const server = await scenario.authority.issue({ dnsNames: ['localhost'] });
    const simulator = await startSimulator({ tls: { key: server.privateKey, cert: server.fullChain } });
    const roots = join(mkdtempSync(join(tmpdir(), 'roots-')), 'root.pem');
    writeFileSync(roots, scenario.authority.root);
    const inputs = {
      operation: 'list',
      token: simulator.token,
      api_url: simulator.url.replace('127.0.0.1', 'localhost'),
    };
    try {
      await withProxy(async (proxy, seen) => {
        const through = await scenario.run(inputs, { env: { HTTPS_PROXY: proxy, NODE_EXTRA_CA_CERTS: roots } });
        expect([through.exitCode, errorsOf(through)]).toEqual([0, '']);
        expect(seen).toEqual([new URL(inputs.api_url).host]);
        const past = await scenario.run(inputs, {
          env: { https_proxy: proxy, NO_PROXY: 'localhost', NODE_EXTRA_CA_CERTS: roots },
        });
        expect(past.exitCode).toBe(0);
        expect(seen.length).toBe(1);
      });
      const untrusted = await scenario.run({ ...inputs, wait_timeout: '0' });
      expect(untrusted.exitCode).toBe(1);
      expect(simulator.requests.length).toBe(2);
    } finally {
      await simulator.close();
    }
  });

  it('plain http to loopback never goes through a proxy', async () => {
    await withProxy(async (proxy, seen) => {
      const run = await scenario.run({ operation: 'list' }, { env: { HTTPS_PROXY: proxy, HTTP_PROXY: proxy } });
      expect([run.exitCode, seen]).toEqual([0, []]);
    });
  });
});
