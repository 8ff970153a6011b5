// Slow, and left to CI: its back-offs are real.
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

describe('faults with real back-offs', () => {
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
  it.each(faults)('An upload succeeds once in spite of the fault %o', async (fault) => {
    scenario.simulator.fault({ method: 'POST' }, fault);
    const run = await scenario.run(uploadOf(scenario.web));
    expect([run.exitCode, errorsOf(run)]).toEqual([0, '']);
    expect(scenario.names()).toEqual(['web']);
    expect(run.outputs).toMatchObject({ id: scenario.simulator.certificates[0]?.public.id, changed: 'true' });
  });

  it.each(faults)('A list and a deletion succeed in spite of the fault %o', async (fault) => {
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
  it('A rate limit that lasts longer than `wait_timeout` fails at once with its end', async () => {
    const reset = Math.floor(Date.now() / 1_000) + 1_800;
    scenario.simulator.fault(
      { method: 'GET' },
      {
        kind: 'status',
        status: 429,
        headers: { 'ratelimit-reset': String(reset), 'ratelimit-remaining': '0' },
        body: { id: 'too_many_requests', message: 'API rate limit exceeded.' },
      },
    );
    const run = await scenario.run({ operation: 'list' });
    expect(run.exitCode).toBe(1);
    expect(errorsOf(run)).toContain(new Date(reset * 1_000).toISOString().slice(0, 15));
    expect(errorsOf(run)).toContain('`wait_timeout`');
    expect(run.durationMs).toBeLessThan(5_000);
    expect(scenario.simulator.requests.length).toBe(1);
  });

  it('A failed request is not sent again with `wait_timeout: 0`', async () => {
    scenario.simulator.fault(
      { method: 'GET' },
      { kind: 'status', status: 500, body: { id: 'server_error', message: 'Unexpected server-side error' } },
    );
    const run = await scenario.run({ operation: 'list', wait_timeout: '0' });
    expect(run.exitCode).toBe(1);
    expect(errorsOf(run)).toMatch(/500 server_error.*status\.digitalocean\.com/u);
    expect(scenario.simulator.requests.length).toBe(1);
  });

  it('A redirect is not followed, since it would receive the token', async () => {
    const other = await startSimulator();
    try {
      scenario.simulator.fault(
        { method: 'GET' },
        { kind: 'status', status: 307, headers: { location: `${other.url}/v2/certificates` } },
      );
      const run = await scenario.run({ operation: 'list' });
      expect(run.exitCode).toBe(1);
      expect(errorsOf(run)).toMatch(/\b307\b.*redirect/iu);
      expect(other.requests).toEqual([]);
    } finally {
      await other.close();
    }
  });

  it('A refused connection is one error with what to check', async () => {
    const run = await scenario.run({ operation: 'list', api_url: 'http://127.0.0.1:1', wait_timeout: '0' });
    expect(run.exitCode).toBe(1);
    expect(errorsOf(run)).toMatch(/ECONNREFUSED.*network.*proxy.*`api_url`/u);
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

  it('HTTPS requests honour HTTPS_PROXY, NO_PROXY and NODE_EXTRA_CA_CERTS', async () => {
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

  it('Plain HTTP to a loopback address never goes through a proxy', async () => {
    await withProxy(async (proxy, seen) => {
      const run = await scenario.run({ operation: 'list' }, { env: { HTTPS_PROXY: proxy, HTTP_PROXY: proxy } });
      expect([run.exitCode, seen]).toEqual([0, []]);
    });
  });
});
