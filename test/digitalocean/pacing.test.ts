import { afterEach, describe, expect, it } from 'vitest';
import { CDN_ENDPOINTS } from '../../src/consumers/cdn-endpoint.ts';
import { LOAD_BALANCERS } from '../../src/consumers/load-balancer.ts';
import { CERTIFICATES } from '../../src/digitalocean/certificates.ts';
import { openSimulatorClient } from './simulator-client.ts';
import type { Client } from '../../src/digitalocean/client.ts';
import type { Resource } from '../../src/digitalocean/responses.ts';
import type { Deadline } from '../../src/waiting.ts';
import type { TestClock } from '../runner/run-main.ts';
import { deadlineIn } from '../samples.ts';
import { startSimulator } from '../simulator/simulator.ts';
import type { Simulator } from '../simulator/simulator.ts';
import type { SimulatorOptions } from '../simulator/world.ts';

interface Account {
  readonly simulator: Simulator;
  readonly client: Client;
  readonly clock: TestClock;
  /** When requests came in, by the clock, and how they were answered. */
  readonly seen: { readonly atMs: number; readonly path: string }[];
}

const open: { close(): Promise<unknown> }[] = [];
afterEach(async () => {
  for (const each of open.splice(0)) await each.close();
});

/** An account with these limits, on a clock that jumps. */
async function openAccount(
  options: SimulatorOptions,
  deadline: Deadline & { readonly clock: TestClock } = deadlineIn(900_000),
): Promise<Account> {
  const { clock } = deadline;
  const simulator = await startSimulator({ now: () => clock.now(), ...options });
  const seen: { atMs: number; path: string }[] = [];
  simulator.onRequest = ({ path }) => {
    seen.push({ atMs: clock.monotonicMs(), path: path.split('?')[0] ?? '' });
  };
  const client = await openSimulatorClient(simulator, { deadline, jitter: 0 });
  open.push(client, simulator);
  return { simulator, client, clock, seen };
}

const read = async ({ client }: Account, resource: Resource): Promise<unknown> =>
  client.read({ method: 'GET', resource }, 'it has no body', (body) => body);

/** A 429 as it comes without `retry-after`. */
const refuse = ({ simulator }: Account, headers: Readonly<Record<string, string>>): void =>
  simulator.fault(
    {},
    { kind: 'status', status: 429, headers, body: { id: 'too_many_requests', message: 'API rate limit exceeded.' } },
  );

describe('requests of a run', () => {
  it('No window of a minute has more than 250 requests, whatever they are for, and none is refused', async () => {
    const account = await openAccount({ rateLimit: { perMinute: 250, cdnPer10s: 5 } });
    for (let at = 0; at < 300; at += 1)
      for (const resource of [
        CERTIFICATES,
        LOAD_BALANCERS.resource,
        ...(at % 20 === 0 ? [CDN_ENDPOINTS.resource] : []),
      ])
        await read(account, resource);
    expect(account.simulator.requests.filter(({ status }) => status !== 200)).toEqual([]);
    const times = account.seen.map(({ atMs }) => atMs);
    const most = Math.max(...times.map((start) => times.filter((at) => at >= start && at < start + 60_000).length));
    expect([times.length, most]).toEqual([615, 250]);
    expect(account.clock.sleptMs).toBe(2 * 60_100);
  });

  it.each<readonly [string, Readonly<Record<string, string>>, number]>([
    [
      'a minute while requests are left in the hour',
      { 'ratelimit-remaining': '4749', 'ratelimit-reset': '3000' },
      60_000,
    ],
    ['until the hour ends if none is left', { 'ratelimit-remaining': '0', 'ratelimit-reset': '300' }, 300_000],
    ['as long as the response says', { 'ratelimit-remaining': '4749', 'retry-after': '17' }, 17_000],
  ])('After a 429 the next request waits for %s', async (_, given, pauseMs) => {
    const account = await openAccount({});
    const endsAt = Math.floor(account.clock.now() / 1_000) + Number(given['ratelimit-reset'] ?? 0);
    refuse(account, { ...given, date: '', 'ratelimit-reset': String(endsAt) });
    await read(account, CERTIFICATES);
    expect(account.seen).toHaveLength(2);
    const waitedMs = account.seen[1]?.atMs ?? 0;
    // The end of an hour is told to the second.
    expect(waitedMs).toBeGreaterThan(pauseMs - 1_000);
    expect(waitedMs).toBeLessThanOrEqual(pauseMs);
  });

  it('A 429 for one resource holds back the requests for all others', async () => {
    const account = await openAccount({});
    refuse(account, { 'retry-after': '30' });
    const refused = account.client.send({ method: 'GET', resource: CERTIFICATES });
    account.client.pauseMs(1, { method: 'GET', resource: CERTIFICATES }, await refused);
    for (const resource of [LOAD_BALANCERS.resource, CDN_ENDPOINTS.resource, CERTIFICATES])
      await read(account, resource);
    expect(account.seen.map(({ atMs }) => atMs)).toEqual([0, 30_000, 30_000, 30_000]);
  });

  it.each([500, 503])('A %i holds back no other request', async (status) => {
    const account = await openAccount({});
    account.simulator.fault({}, { kind: 'status', status, headers: { 'retry-after': '30' } });
    const failed = await account.client.send({ method: 'GET', resource: CERTIFICATES });
    expect(account.client.pauseMs(1, { method: 'GET', resource: CERTIFICATES }, failed)).toBe(30_000);
    await read(account, LOAD_BALANCERS.resource);
    expect(account.seen.map(({ atMs }) => atMs)).toEqual([0, 0]);
  });

  it('A 429 that asks for longer than is left ends the request, and those that follow it', async () => {
    const account = await openAccount({}, deadlineIn(600_000));
    refuse(account, { 'retry-after': '3600' });
    await expect(read(account, CERTIFICATES)).rejects.toMatchObject({ code: 'api_rate_limited' });
    await expect(read(account, LOAD_BALANCERS.resource)).rejects.toMatchObject({ code: 'timeout' });
    expect([account.seen.length, account.clock.sleptMs]).toEqual([1, 0]);
  });
});
