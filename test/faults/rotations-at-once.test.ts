// Slow, and left to CI: two rotations, interleaved at each request.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { NO_PROXIES } from '../../src/digitalocean/proxies.ts';
import { openSimulatorClient } from '../digitalocean/simulator-client.ts';
import { ActionError } from '../../src/errors.ts';
import { rotate } from '../../src/operations/rotate.ts';
import { makeDeadline } from '../../src/waiting.ts';
import { readSupplied } from '../../src/x509/supplied.ts';
import { makeAuthority } from '../authority/authority.ts';
import type { Issued } from '../authority/authority.ts';
import { memberNameOf } from '../authority/member-name.ts';
import { rotateTaskOf } from '../samples.ts';
import { SILENT_LOG } from '../runner/silent-log.ts';
import { makeTestClock } from '../runner/run-main.ts';
import type { TestClock } from '../runner/run-main.ts';
import { startSimulator } from '../simulator/simulator.ts';
import type { Simulator } from '../simulator/simulator.ts';
import { boundIds, makeRotationWorld } from './rotation-world.ts';
import type { RotationWorld } from './rotation-world.ts';

const DAY_MS = 86_400_000;
const REQUESTS = 24;

let issued: Readonly<Record<'web' | 'sooner' | 'later' | 'short', Issued>>;
let simulator: Simulator;
let clock: TestClock;
let world: RotationWorld;
/** Certificates that were not there while a consumer pointed at them, at any request so far. */
const dangled: string[] = [];

beforeAll(async () => {
  const authority = await makeAuthority();
  const issue = (days: number, notBeforeMs = Date.now() - DAY_MS): Promise<Issued> =>
    authority.issue({
      dnsNames: ['www.example.com'],
      notBefore: new Date(notBeforeMs),
      notAfter: new Date(Date.now() + days * DAY_MS),
    });
  // The last one is issued a day later, and lives for six days.
  issued = {
    web: await issue(20),
    sooner: await issue(90),
    later: await issue(200),
    short: await issue(6, Date.now()),
  };
  simulator = await startSimulator({ now: () => clock.now(), onRequest: () => lookForDangling() });
});
afterAll(() => simulator.close());

function lookForDangling(): void {
  const ids = new Set(simulator.certificates.map((certificate) => certificate.public.id));
  const dangling = boundIds(world).filter((id) => !ids.has(id));
  // Remembered, not thrown: inside the simulator an error would look like a broken connection.
  dangled.push(...dangling);
}

/** The failure of a rotation; undefined if it succeeded. */
type Ending = ActionError | undefined;

/** A rotation beside others: on the operation, since one process has only one environment. */
async function rotateTo(certificate: Issued): Promise<Ending> {
  const reading = readSupplied(
    {
      privateKey: { input: 'private_key', content: certificate.privateKey },
      leafCertificate: { input: 'leaf_certificate', content: certificate.fullChain },
    },
    new Date(),
  );
  if ('problems' in reading) throw new Error(reading.problems.join());
  const deadline = makeDeadline(clock, 900_000, new AbortController().signal);
  const client = await openSimulatorClient(simulator, { deadline });
  const task = rotateTaskOf({ supplied: reading.supplied });
  try {
    await rotate(task, { client, deadline, log: SILENT_LOG, proxies: NO_PROXIES });
    return undefined;
  } catch (error) {
    // A fault of the code itself fails the test.
    if (!(error instanceof ActionError)) throw error;
    return error;
  } finally {
    await client.close();
  }
}

/** Begins one, holds it at its nth request, does the other whole, and lets the first go on. */
async function interleave(first: Issued, second: Issued, at: number): Promise<Ending[]> {
  simulator.reset();
  clock = makeTestClock();
  world = makeRotationWorld(simulator, issued.web);
  let other: Promise<Ending> | undefined;
  simulator.onRequest = async ({ index }) => {
    if (index !== at || other !== undefined) return;
    other = rotateTo(second);
    await other;
  };
  const one = await rotateTo(first);
  return [one, await (other ?? rotateTo(second))];
}

// Every second one: the random worlds interleave at any.
const points = Array.from({ length: Math.ceil(REQUESTS / 2) }, (_, at) => at * 2);

describe('concurrent rotations', () => {
  it.each(points)(
    'Two rotations to the same certificate, the second at request %i of the first, leave one certificate',
    async (at) => {
      const failures = await interleave(issued.sooner, issued.sooner, at);
      for (const failure of failures) expect(failure?.message).toBeUndefined();
      expect(simulator.certificates.map((certificate) => certificate.public.name).toSorted()).toEqual([
        'bystander',
        memberNameOf(issued.sooner),
      ]);
      expect(new Set(boundIds(world)).size).toBe(1);
      expect(dangled).toEqual([]);
    },
  );

  const pairs = points.flatMap((at) => [
    [at, 'sooner', 'later', 'later'] as const,
    [at, 'later', 'sooner', 'later'] as const,
    [at, 'later', 'short', 'short'] as const,
    [at, 'short', 'later', 'short'] as const,
  ]);
  it.each(pairs)(
    'Two rotations, at request %i of the %s the %s certificate, end with the newer one, which is the %s one',
    async (at, first, second, newer) => {
      const failures = await interleave(issued[first], issued[second], at);
      for (const failure of failures)
        expect(['superseded', 'older', undefined, 'not_rebound', 'came_back'], failure?.message).toContain(
          failure?.code,
        );
      const last = await rotateTo(issued[newer]);
      expect(last?.message).toBeUndefined();
      expect(simulator.certificates.map((certificate) => certificate.public.name).toSorted()).toEqual([
        'bystander',
        memberNameOf(issued[newer]),
      ]);
      const [target] = simulator.certificates.filter((certificate) => certificate.public.name !== 'bystander');
      expect(new Set(boundIds(world))).toEqual(new Set([target?.public.id]));
      expect(dangled).toEqual([]);
    },
  );
});
