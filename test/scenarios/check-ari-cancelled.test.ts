import type { AddressInfo } from 'node:net';
import { createServer } from 'node:tls';
import { expect, it } from 'vitest';
import { startCa } from '../acme/ca.ts';
import { runAction } from '../runner/run-action.ts';
import { errorsOf, useScenario } from './scenario.ts';

const scenario = useScenario();

it('A cancelled `check` ends at once while a CA does not respond', async () => {
  const ca = await startCa();
  const server = createServer({ key: scenario.renewed.privateKey, cert: scenario.renewed.fullChain });
  await new Promise<void>((done) => {
    server.listen(0, '127.0.0.1', done);
  });
  const job = new AbortController();
  ca.fault = () => {
    setTimeout(() => job.abort(), 50);
    return 'stall';
  };
  const endpoints = `www.example.com@127.0.0.1:${(server.address() as AddressInfo).port}`;
  // A process of its own: only that can be cancelled. It is killed if it does not end within seconds.
  const run = await runAction({ operation: 'check', endpoints, acme_directory: ca.directory }, { signal: job.signal });
  server.close();
  await ca.close();
  expect([run.exitCode, run.stderr, ca.requests.length]).toEqual([1, '', 1]);
  expect(errorsOf(run)).toContain('cancelled');
  expect(run.durationMs).toBeLessThan(10_000);
});
