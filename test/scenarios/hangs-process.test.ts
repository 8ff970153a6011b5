// Not on Windows: it sends signals or makes special files.
// Slow, and left to CI: it measures how long processes take to end
import { existsSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { addIssued } from '../faults/rotation-world.ts';
import { makeFifo, useServers, withClockSetBack, withoutNames } from './hangs.ts';
import { rotationOf, rule } from './rotation.ts';
import { errorsOf, uploadOf, useScenario } from './scenario.ts';

const scenario = useScenario();
const servers = useServers();

/** A process may start slowly on a machine with other work. */
const START_MS = 10_000;
const PAGEMAP = '/proc/self/pagemap';

describe('files that are no files', () => {
  it.for([
    ['private_key', 'a FIFO', makeFifo()],
    ['leaf_certificate', 'a FIFO', makeFifo()],
    ['certificate_chain', 'a device', '/dev/zero'],
    ...(existsSync(PAGEMAP) ? [['private_key', 'a file of the kernel without an end', PAGEMAP] as const] : []),
  ] as const)('The path of %s is refused at once when it is %s', async ([input, , path]) => {
    const upload: Record<string, string> = { ...uploadOf(scenario.web), operation: 'create', [`${input}_path`]: path };
    const inputs = Object.fromEntries(Object.entries(upload).filter(([name]) => name !== input));
    const run = await scenario.run(inputs, { timeoutMs: 20_000 });
    expect(run.durationMs).toBeLessThan(START_MS);
    expect([run.exitCode, scenario.simulator.requests.length]).toEqual([1, 0]);
    expect(errorsOf(run)).toContain(`\`${input}_path\``);
    expect(errorsOf(run)).toContain(path);
  });
});

describe('waits in real time', () => {
  it('A name that does not exist ends the wait for all endpoints at once', async () => {
    const old = addIssued(scenario.simulator, 'web', scenario.web);
    scenario.simulator.addLoadBalancer({ forwarding_rules: [rule(old)] });
    const late = `www.example.com@127.0.0.1:${await servers.tls(scenario.web)}`;
    const run = await scenario.run(rotationOf(scenario, { endpoints: `${late},gone.example.com` }), {
      env: withoutNames(),
    });
    // Three look-ups, one and two seconds apart, and the pause of the other endpoint at that time.
    expect(run.durationMs).toBeLessThan(9_000 + START_MS);
    expect(run.exitCode).toBe(1);
    expect(errorsOf(run)).toContain('ENOTFOUND');
    expect(errorsOf(run)).toContain(`${late} serves SHA-1 ${scenario.web.sha1Fingerprint}`);
    expect(scenario.names()).toContain('web');
    expect(run.outputs['changed']).toBe('true');
  });

  it('`wait_timeout` counts real seconds when the time of day is set back by an hour', async () => {
    scenario.simulator.fault({ times: 99 }, { kind: 'status', status: 503 });
    const run = await scenario.run({ operation: 'list', wait_timeout: '2' }, { env: withClockSetBack() });
    expect(run.durationMs).toBeLessThan(2_000 + START_MS);
    expect(scenario.simulator.requests.length).toBeLessThan(4);
    expect([run.exitCode, run.outputs['changed']]).toEqual([1, 'false']);
    expect(errorsOf(run)).toContain('503');
  });
});
