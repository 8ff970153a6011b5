// Not on Windows: it sends signals or makes special files.
// Slow, and left to CI: it measures how long processes take to end
import { describe, expect, it } from 'vitest';
import { useServers, withoutNameServer } from './hangs.ts';
import { errorsOf, useScenario } from './scenario.ts';

const scenario = useScenario();
const servers = useServers();

const EXIT_MS = 5_000;
const BEFORE_CANCEL_MS = 500;

describe.concurrent('a machine whose name servers do not respond', () => {
  it.for([
    ['an endpoint', 'SIGINT', { operation: 'check', endpoints: 'www.example.com,api.example.com' }],
    ['the API', 'SIGTERM', { operation: 'list', api_url: 'https://api.example.com' }],
  ] as const)('A look-up of %s ends within five seconds after %s', async ([, cancelWith, inputs]) => {
    const controller = new AbortController();
    let cancelledMs = Infinity;
    const port = await servers.silent(() => {
      setTimeout(() => {
        cancelledMs = Math.min(cancelledMs, performance.now());
        controller.abort();
      }, BEFORE_CANCEL_MS);
    });
    const env = withoutNameServer(port);
    const run = await scenario.run(inputs, { env, signal: controller.signal, cancelWith });
    expect(performance.now() - cancelledMs).toBeLessThan(EXIT_MS);
    expect(run.exitCode).not.toBe(0);
    expect(errorsOf(run)).toContain('cancelled');
    expect(run.outputs['changed']).toBe('false');
  });

  it('A look-up that hangs is given up after ten seconds, and the process ends', async () => {
    const env = withoutNameServer(await servers.silent());
    const run = await scenario.run(
      { operation: 'check', endpoints: 'www.example.com', wait_timeout: '0' },
      { env, timeoutMs: 20_000 },
    );
    expect(run.durationMs).toBeLessThan(18_000);
    expect(run.exitCode).not.toBe(0);
    expect(errorsOf(run)).toContain('www.example.com:443');
    expect(JSON.parse(run.outputs['endpoints'] ?? '')).toMatchObject([{ error: expect.stringContaining('time-out') }]);
  });
});
