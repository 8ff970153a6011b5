// Slow: a stalled handshake is given up after ten seconds.
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { expect, it } from 'vitest';
import { runAction } from '../runner/run-action.ts';
import { errorsOf } from './scenario.ts';

it('`check` gives up a stalled handshake after ten seconds', async () => {
  const server = createServer(() => undefined);
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const endpoint = `www.example.com@127.0.0.1:${(server.address() as AddressInfo).port}`;
  const run = await runAction({ operation: 'check', endpoints: endpoint, wait_timeout: '0' });
  server.close();
  expect([run.exitCode, run.stderr]).toEqual([1, '']);
  expect(errorsOf(run)).toContain(endpoint);
  expect(errorsOf(run)).toMatch(/TLS handshake.*\b10 s/u);
  expect(run.durationMs).toBeGreaterThan(10_000);
  expect(run.durationMs).toBeLessThan(20_000);
});
