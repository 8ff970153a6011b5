// Slow, and left to CI: each fault at each request of a rotation in a cluster, and two rotations at once.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { NO_PROXIES } from '../../src/digitalocean/proxies.ts';
import { openClient } from '../../src/digitalocean/client.ts';
import { makeLazyClusters } from '../../src/consumers/lazy-clusters.ts';
import { ActionError } from '../../src/errors.ts';
import { rotate } from '../../src/operations/rotate.ts';
import { makeShow } from '../../src/text.ts';
import { makeDeadline } from '../../src/waiting.ts';
import { readSupplied } from '../../src/x509/supplied.ts';
import { makeAuthority } from '../authority/authority.ts';
import type { Issued } from '../authority/authority.ts';
import { memberNameOf } from '../authority/member-name.ts';
import { clusterRequests, makeClusterWorld } from '../kubernetes/cluster-world.ts';
import type { ClusterWorld } from '../kubernetes/cluster-world.ts';
import { makeTestClock, runMain } from '../runner/run-main.ts';
import type { TestClock } from '../runner/run-main.ts';
import { SILENT_LOG } from '../runner/silent-log.ts';
import type { StepResult } from '../runner/step.ts';
import { rotateTaskOf } from '../samples.ts';
import { certificatesOf, rule } from '../scenarios/rotation.ts';
import { annotationsOf, CERTIFICATE_ID } from '../simulator/kubernetes.ts';
import { startSimulator } from '../simulator/simulator.ts';
import type { Simulator } from '../simulator/simulator.ts';
import type { Raw } from '../simulator/world.ts';
import { breakFrom, expectHonestChanged } from './changed.ts';
import type { PlacedFault } from './changed.ts';
import { FAULTS, OUTAGES, sampled } from './fault-kinds.ts';
import { secretsShown } from './secrets-shown.ts';

const DAY_MS = 86_400_000;
/** Requests of the rotation when nothing is wrong. */
const REQUESTS = 51;

let issued: Readonly<Record<'web' | 'renewed' | 'later', Issued>>;
let simulator: Simulator;
let clock: TestClock;
let world: ClusterWorld;
let other: Raw;
/** What pointed at a certificate that was not there, at any request so far. */
const dangled: string[] = [];

beforeAll(async () => {
  const authority = await makeAuthority();
  const issue = (days: number): Promise<Issued> =>
    authority.issue({ dnsNames: ['www.example.com'], notAfter: new Date(Date.now() + days * DAY_MS) });
  issued = { web: await issue(20), renewed: await issue(90), later: await issue(200) };
  simulator = await startSimulator({
    now: () => clock.now(),
    onHold: () => setImmediate(() => clock.expireRequests()),
    onRequest: () => lookForDangling(),
    inUseForMs: 20_000,
  });
});
afterAll(() => simulator.close());

async function begin(): Promise<void> {
  simulator.reset();
  clock = makeTestClock();
  world = await makeClusterWorld({ simulator, web: issued.web }, { controllerMs: 45_000 });
  other = simulator.addLoadBalancer({ name: 'front', forwarding_rules: [rule(world.old)] });
  simulator.addCertificate({ name: 'bystander' });
}

/** At no moment does a load balancer or a Service point at a certificate that is not there: a controller would be stuck. */
function lookForDangling(): void {
  const ids = new Set(simulator.certificates.map((certificate) => certificate.public.id));
  const named = [
    ...certificatesOf(world.loadBalancer),
    ...certificatesOf(other),
    annotationsOf(world.service)[CERTIFICATE_ID],
  ];
  dangled.push(...named.map(String).filter((id) => !ids.has(id)));
}

const run = (): Promise<StepResult> =>
  runMain(
    {
      token: simulator.token,
      api_url: simulator.url,
      operation: 'rotate',
      name: 'web',
      private_key: issued.renewed.privateKey,
      leaf_certificate: issued.renewed.fullChain,
    },
    { clock },
  );

function expectTruth(result: StepResult, from: number, placed: readonly PlacedFault[]): void {
  lookForDangling();
  expect(dangled).toEqual([]);
  expectHonestChanged(result, simulator.requests.slice(from), placed);
  expect(result.annotations.filter(({ level }) => level === 'error').length).toBe(result.exitCode);
  expect(result.unexpectedCommands).toEqual([]);
  const tokens = [...world.cluster.tokens.keys()];
  for (const token of [simulator.token, ...tokens])
    expect(secretsShown(result.shown, [issued.renewed.privateKey], token)).toEqual([]);
  // A cluster's load balancer is never written itself.
  const path = `/v2/load_balancers/${String(world.loadBalancer['id'])}`;
  expect(simulator.requests.filter((each) => each.method === 'PUT' && each.path === path)).toEqual([]);
  if (result.exitCode === 0 && certificatesOf(world.loadBalancer)[0] === world.old)
    expect(result.annotations.some(({ level }) => level === 'warning')).toBe(true);
}

function expectWhole(result: StepResult): void {
  expect([result.exitCode, result.annotations.filter(({ level }) => level === 'error')]).toEqual([0, []]);
  const names = simulator.certificates.map((certificate) => certificate.public.name).toSorted();
  expect(names).toEqual(['bystander', memberNameOf(issued.renewed)]);
  const bound = [...certificatesOf(world.loadBalancer), ...certificatesOf(other)];
  expect(new Set([...bound, annotationsOf(world.service)[CERTIFICATE_ID]]).size).toBe(1);
}

describe('faults of a rotation in a cluster', () => {
  it(`The rotation makes ${REQUESTS} requests when nothing fails`, async () => {
    await begin();
    const result = await run();
    expectTruth(result, 0, []);
    expectWhole(result);
    expect(simulator.requests.length).toBe(REQUESTS);
    expect(clusterRequests({ simulator }, 'PATCH').length).toBe(1);
  });

  const numbers = Array.from({ length: REQUESTS }, (_, index) => index);
  const cases = numbers.flatMap((index) => Object.keys(FAULTS).map((name) => [index, name] as const));
  it.each(sampled(cases))('The next run completes a rotation whose request %i fails with %s', async (index, name) => {
    const fault = FAULTS[name];
    if (fault === undefined) throw new Error(name);
    await begin();
    simulator.fault({ index }, fault);
    expectTruth(await run(), 0, [{ index, fault }]);
    simulator.clearFaults();
    const from = simulator.requests.length;
    const again = await run();
    expectTruth(again, from, []);
    expectWhole(again);
  });

  const outages = numbers.flatMap((index) => Object.keys(OUTAGES).map((name) => [index, name] as const));
  it.each(sampled(outages))(
    'The next run completes a rotation where from request %i on there is %s',
    async (index, name) => {
      const outage = OUTAGES[name];
      if (outage === undefined) throw new Error(name);
      await begin();
      const placed = breakFrom(simulator, index, outage);
      expectTruth(await run(), 0, placed);
      simulator.clearFaults();
      const from = simulator.requests.length;
      const again = await run();
      expectTruth(again, from, []);
      expectWhole(again);
    },
  );

  it.each(sampled(numbers.map((index) => [index] as const)))(
    'The next run completes one that is cancelled at request %i',
    async (index) => {
      await begin();
      const stop = new AbortController();
      simulator.onRequest = (request) => void (request.index === index && stop.abort());
      await runMain(
        {
          token: simulator.token,
          api_url: simulator.url,
          operation: 'rotate',
          name: 'web',
          private_key: issued.renewed.privateKey,
          leaf_certificate: issued.renewed.fullChain,
        },
        { clock, stop: stop.signal },
      );
      simulator.onRequest = undefined;
      const from = simulator.requests.length;
      const again = await run();
      expectTruth(again, from, []);
      expectWhole(again);
    },
  );
});

/** A rotation beside others: on the operation, since one process has only one environment. */
async function rotateTo(certificate: Issued): Promise<ActionError | undefined> {
  const reading = readSupplied(
    {
      privateKey: { input: 'private_key', content: certificate.privateKey },
      leafCertificate: { input: 'leaf_certificate', content: certificate.fullChain },
    },
    new Date(),
  );
  if ('problems' in reading) throw new Error(reading.problems.join());
  const deadline = makeDeadline(clock, 900_000, new AbortController().signal);
  const own = { proxies: NO_PROXIES, random: () => 0.5, show: makeShow([]) };
  const client = await openClient({
    apiUrl: new URL(simulator.url),
    token: simulator.token,
    deadline,
    log: SILENT_LOG,
    ...own,
  });
  const clusters = makeLazyClusters({ client, kubeconfig: undefined, hide: () => undefined, ...own });
  try {
    await rotate(rotateTaskOf({ supplied: reading.supplied }), {
      client,
      deadline,
      log: SILENT_LOG,
      clusters,
      proxies: NO_PROXIES,
    });
    return undefined;
  } catch (error) {
    // A fault of the code itself fails the test.
    if (!(error instanceof ActionError)) throw error;
    return error;
  } finally {
    await clusters.close();
    await client.close();
  }
}

describe('two rotations in a cluster at once', () => {
  const points = Array.from({ length: Math.ceil(REQUESTS / 3) }, (_, at) => at * 3);
  const pairs = points.flatMap((at) => [
    [at, 'renewed', 'renewed'] as const,
    [at, 'renewed', 'later'] as const,
    [at, 'later', 'renewed'] as const,
  ]);
  it.each(pairs)(
    'At request %i of one to %s another to %s leaves the newest one, and nothing dangles',
    async (at, first, second) => {
      await begin();
      let beside: Promise<ActionError | undefined> | undefined;
      simulator.onRequest = async ({ index }) => {
        if (index !== at || beside !== undefined) return;
        beside = rotateTo(issued[second]);
        await beside;
      };
      const one = await rotateTo(issued[first]);
      const two = await (beside ?? rotateTo(issued[second]));
      simulator.onRequest = undefined;
      const allowed = ['superseded', 'older', undefined, 'not_rebound', 'came_back', 'unconfirmed'];
      for (const ending of [one, two]) expect(allowed, ending?.message).toContain(ending?.code);
      const newest = first === second ? first : 'later';
      expect((await rotateTo(issued[newest]))?.message).toBeUndefined();
      lookForDangling();
      expect(dangled).toEqual([]);
      const names = simulator.certificates.map((certificate) => certificate.public.name).toSorted();
      expect(names).toEqual(['bystander', memberNameOf(issued[newest])]);
    },
  );
});
