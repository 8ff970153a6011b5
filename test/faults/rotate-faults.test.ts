// Slow, and left to CI: each fault at each request, and random rotations.
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { makeAuthority } from '../authority/authority.ts';
import type { Issued } from '../authority/authority.ts';
import { memberNameOf } from '../authority/member-name.ts';
import { makeTestClock, runMain } from '../runner/run-main.ts';
import type { TestClock } from '../runner/run-main.ts';
import type { StepResult } from '../runner/step.ts';
import { startSimulator } from '../simulator/simulator.ts';
import type { Simulator } from '../simulator/simulator.ts';
import { breakFrom, expectHonestChanged } from './changed.ts';
import type { PlacedFault } from './changed.ts';
import { FAULTS, OUTAGES, sampled } from './fault-kinds.ts';
import { addIssued, boundIds, makeRotationWorld, makeShapedWorld, withoutBindings } from './rotation-world.ts';
import type { RotationWorld, WorldShape } from './rotation-world.ts';
import { secretsShown } from './secrets-shown.ts';

const DAY_MS = 86_400_000;
/** Requests of the rotation when nothing is wrong. */
const REQUESTS = 46;

let web: Issued;
let renewed: Issued;
let simulator: Simulator;
let clock: TestClock;
let world: RotationWorld;
/** Certificates that were not there while a consumer pointed at them, at any request so far. */
const dangled: string[] = [];
/** The faults of this test, and how many requests belong to runs that were judged already. */
let placed: PlacedFault[] = [];
let judged = 0;

beforeAll(async () => {
  const authority = await makeAuthority();
  web = await authority.issue({ dnsNames: ['www.example.com'], notAfter: new Date(Date.now() + 20 * DAY_MS) });
  renewed = await authority.issue({ dnsNames: ['www.example.com'], notAfter: new Date(Date.now() + 90 * DAY_MS) });
  simulator = await startSimulator({
    now: () => clock.now(),
    onHold: () => setImmediate(() => clock.expireRequests()),
    onRequest: () => lookForDangling(),
    asyncBindMs: 45_000,
    settlingMs: 3_000,
    inUseForMs: 20_000,
    inUseWording: 'active',
    rateLimit: { cdnPer10s: 5 },
    listLagRequests: 1,
  });
});

afterAll(() => simulator.close());

function begin(shape?: WorldShape): void {
  simulator.reset();
  placed = [];
  judged = 0;
  clock = makeTestClock();
  world = shape === undefined ? makeRotationWorld(simulator, web) : makeShapedWorld(simulator, web, shape);
}

/** Spoils the request with this number, from the beginning of the test. */
function spoil(index: number, kind: string): void {
  const fault = FAULTS[kind];
  if (fault === undefined) throw new Error(kind);
  simulator.fault({ index }, fault);
  placed.push({ index, fault });
}

/** At no moment does a consumer point at a certificate that is not there. */
function lookForDangling(): void {
  const ids = new Set(simulator.certificates.map((certificate) => certificate.public.id));
  const dangling = boundIds(world).filter((id) => !ids.has(id));
  // Remembered, not thrown: inside the simulator an error would look like a broken connection.
  dangled.push(...dangling);
}

const rotateNow = (more: Readonly<Record<string, string>> = {}): Promise<StepResult> =>
  runMain(
    {
      token: simulator.token,
      api_url: simulator.url,
      operation: 'rotate',
      name: 'web',
      private_key: renewed.privateKey,
      leaf_certificate: renewed.fullChain,
      ...more,
    },
    { clock },
  );

/** What must hold after every run. */
function expectTruth(result: StepResult): void {
  lookForDangling();
  expect(dangled).toEqual([]);
  expectHonestChanged(result, simulator.requests.slice(judged), placed);
  judged = simulator.requests.length;
  const renewedName = memberNameOf(renewed);
  const names = simulator.certificates.map((certificate) => certificate.public.name);
  expect(names.filter((name) => name === renewedName).length).toBeLessThanOrEqual(1);
  expect(names).toContain('bystander');
  // Nothing of the load balancers is lost on the way.
  expect(world.loadBalancers.map(withoutBindings).map((raw, at) => ({ ...raw, ...world.before[at] }))).toEqual(
    world.loadBalancers.map(withoutBindings),
  );
  expect(result.unexpectedCommands).toEqual([]);
  expect(result.annotations.filter(({ level }) => level === 'error').length).toBe(result.exitCode);
  expect(secretsShown(result.shown, [web.privateKey, renewed.privateKey], simulator.token)).toEqual([]);
}

/** The rotation is whole: everything bound to the one certificate, the old one gone. */
function expectDone(result: StepResult): void {
  // Only a world without consumers is worth a warning.
  const told = result.annotations.filter(
    ({ level, message }) => level === 'error' || (level === 'warning' && !message.includes('nothing to rebind')),
  );
  expect(told).toEqual([]);
  expect(result.exitCode).toBe(0);
  const target = simulator.certificates.find(
    (certificate) => certificate.public.sha1_fingerprint === renewed.sha1Fingerprint,
  )?.public.id;
  expect(result.outputs['id']).toBe(target);
  for (const id of boundIds(world)) expect(id).toBe(target);
  expect(simulator.certificates.map((certificate) => certificate.public.name).toSorted()).toEqual([
    'bystander',
    memberNameOf(renewed),
  ]);
}

/** Another run, in which nothing fails, makes the rotation whole. */
async function expectNextRunCompletes(): Promise<void> {
  simulator.clearFaults();
  const next = await rotateNow();
  expectTruth(next);
  expectDone(next);
}

describe('rotation of three load balancers and a CDN endpoint', () => {
  it(`The rotation takes ${REQUESTS} requests, waits for the API, and is complete`, async () => {
    begin();
    const result = await rotateNow();
    expectTruth(result);
    expectDone(result);
    expect(result.log.join('\n')).toMatch(/Waiting.*load balancer "world".*\b\d+ s\b/u);
    expect(simulator.requests.length).toBe(REQUESTS);
    expect(simulator.requests.every(({ status }) => status !== 429)).toBe(true);
  });

  const cases = Array.from({ length: REQUESTS }, (_, index) =>
    Object.keys(FAULTS).map((name) => [index, name] as const),
  ).flat();
  it.each(sampled(cases))('The next run completes a rotation whose request %i fails with %s', async (index, name) => {
    begin();
    spoil(index, name);
    const first = await rotateNow();
    expectTruth(first);
    await expectNextRunCompletes();
  });

  const outages = Array.from({ length: REQUESTS }, (_, index) =>
    Object.keys(OUTAGES).map((name) => [index, name] as const),
  ).flat();
  it.each(sampled(outages))(
    'The next run completes a rotation in which from request %i on there is %s',
    async (index, name) => {
      begin();
      const outage = OUTAGES[name];
      if (outage === undefined) throw new Error(name);
      placed = breakFrom(simulator, index, outage);
      const first = await rotateNow();
      expectTruth(first);
      await expectNextRunCompletes();
    },
  );

  // Here an update is the first thing that is written.
  const early = outages.filter(([index]) => index < 16);
  it.each(sampled(early))(
    'A rotation without an upload tells what it changed when from request %i on there is %s',
    async (index, name) => {
      begin();
      addIssued(simulator, memberNameOf(renewed), renewed);
      const outage = OUTAGES[name];
      if (outage === undefined) throw new Error(name);
      placed = breakFrom(simulator, index, outage);
      const first = await rotateNow();
      expectTruth(first);
      expect(first.exitCode).toBe(1);
      await expectNextRunCompletes();
    },
  );

  it('Any rotation with any faults and interruptions is completed by the next run', async () => {
    const kinds = Object.keys(FAULTS);
    await fc.assert(
      fc.asyncProperty(
        fc.record({ regional: fc.nat(6), global: fc.nat(2), cdn: fc.nat(3), spare: fc.nat(3) }),
        fc.array(fc.record({ index: fc.nat(REQUESTS), kind: fc.constantFrom(...kinds) }), { maxLength: 6 }),
        fc.array(fc.nat(REQUESTS), { maxLength: 2 }),
        async (shape, faults, cancels) => {
          begin(shape);
          for (const { index, kind } of faults) spoil(index, kind);
          for (const at of cancels) {
            const controller = new AbortController();
            const from = simulator.requests.length;
            simulator.onRequest = () => {
              if (simulator.requests.length - from > at) controller.abort();
            };
            const upload = { private_key: renewed.privateKey, leaf_certificate: renewed.fullChain };
            const run = await runMain(
              { token: simulator.token, api_url: simulator.url, operation: 'rotate', name: 'web', ...upload },
              { clock, stop: controller.signal },
            );
            expectTruth(run);
          }
          simulator.onRequest = undefined;
          expectTruth(await rotateNow());
          simulator.clearFaults();
          const last = await rotateNow();
          expectTruth(last);
          expectDone(last);
        },
      ),
      { numRuns: 25 },
    );
  }, 120_000);
});

describe('waiting', () => {
  it('`rotate` keeps the old certificate and names the load balancer that is not rebound within `wait_timeout`', async () => {
    begin();
    const result = await rotateNow({ wait_timeout: '20' });
    expectTruth(result);
    expect(result.exitCode).toBe(1);
    expect(result.annotations.at(-1)?.message).toMatch(/\b0 failed, 1\s.*"world".*not confirmed/u);
    expect(simulator.certificates.map((certificate) => certificate.public.name)).toContain('web');
    const again = await rotateNow();
    expectTruth(again);
    expectDone(again);
  });

  it('`rotate` stops waiting at a new validation error of a domain', async () => {
    begin();
    simulator.world.validationReason = 'CAA record forbids it';
    const result = await rotateNow();
    expectTruth(result);
    expect(result.exitCode).toBe(1);
    expect(result.annotations.at(-1)?.message).toMatch(/www\.example\.com.*CAA record forbids/u);
    expect(simulator.certificates.map((certificate) => certificate.public.name)).toContain('web');
  });

  it('`rotate` succeeds with a warning when the API keeps refusing to delete the old certificate', async () => {
    begin();
    simulator.fault(
      { method: 'DELETE', times: 999 },
      {
        kind: 'status',
        status: 403,
        body: { id: 'forbidden', message: 'Make sure the certificate is not in use before deleting it' },
      },
    );
    const result = await rotateNow();
    expectTruth(result);
    expect(result.exitCode).toBe(0);
    expect(result.annotations.map(({ message }) => message).join()).toMatch(/"web".*not deleted/u);
    // A run that moved nothing cannot vouch for it.
    const again = await rotateNow();
    expectTruth(again);
    expect(again.exitCode).toBe(1);
  });
});

describe('competing change', () => {
  it('`rotate` fails and keeps the old certificate when someone keeps binding it again', async () => {
    begin();
    simulator.onRequest = ({ method }) => {
      if (method !== 'GET') return;
      const [rule] = (world.loadBalancers[0]?.['forwarding_rules'] ?? []) as { certificate_id: string }[];
      if (rule !== undefined && simulator.requests.some((request) => request.method === 'PUT'))
        rule.certificate_id = world.old;
    };
    const result = await rotateNow();
    expectTruth(result);
    expect(result.exitCode).toBe(1);
    expect(simulator.certificates.map((certificate) => certificate.public.name)).toContain('web');
  });
});

describe('200 load balancers', () => {
  it('`rotate` rebinds 200 load balancers within 250 requests a minute and logs its progress', async () => {
    const many = await startSimulator({ now: () => clock.now(), rateLimit: { perMinute: 250 }, settlingMs: 30_000 });
    try {
      simulator.reset();
      clock = makeTestClock();
      const { old } = makeRotationWorld(many, web);
      many.world.loadBalancers = [];
      many.world.cdnEndpoints = [];
      for (let at = 0; at < 200; at += 1) {
        many.addLoadBalancer({
          name: `lb-${at}`,
          forwarding_rules: [
            { entry_protocol: 'https', entry_port: 443, target_protocol: 'http', target_port: 80, certificate_id: old },
          ],
        });
      }
      const result = await runMain(
        {
          token: many.token,
          api_url: many.url,
          operation: 'rotate',
          name: 'web',
          private_key: renewed.privateKey,
          leaf_certificate: renewed.fullChain,
        },
        { clock },
      );
      expect([result.exitCode, result.annotations.filter(({ level }) => level !== 'notice')]).toEqual([0, []]);
      expect(many.certificates.length).toBe(2);
      expect(clock.sleptMs).toBeLessThan(300_000);
      expect(
        many.requests.filter(({ method, path }) => method === 'GET' && path.startsWith('/v2/load_balancers/')).length,
      ).toBeLessThan(220);
      expect(result.log.filter((line) => line.startsWith('Rebound')).length).toBe(200);
      expect(result.log.some((line) => line.startsWith('Waiting for'))).toBe(true);
    } finally {
      await many.close();
    }
  });
});
