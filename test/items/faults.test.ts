// Slow, and left to CI: each fault at each request of a run over a folder.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { makeAuthority } from '../authority/authority.ts';
import type { Issued } from '../authority/authority.ts';
import { breakFrom } from '../faults/changed.ts';
import { FAULTS, OUTAGES, sampled } from '../faults/fault-kinds.ts';
import { makeTestClock } from '../runner/run-main.ts';
import type { TestClock } from '../runner/run-main.ts';
import { certificatesOf, rule } from '../scenarios/rotation.ts';
import { startSimulator } from '../simulator/simulator.ts';
import type { Simulator } from '../simulator/simulator.ts';
import type { Raw } from '../simulator/world.ts';
import { presentTask, readyEntry, rotateTask, runFolder } from './folder.ts';
import type { FolderRun } from './folder.ts';

const NAMES = ['a', 'b', 'c'] as const;
let issued: readonly Issued[];
let simulator: Simulator;
let clock: TestClock;
let consumers: readonly Raw[];

beforeAll(async () => {
  const authority = await makeAuthority();
  issued = await Promise.all(NAMES.map((name) => authority.issue({ dnsNames: [`${name}.example.com`] })));
  simulator = await startSimulator({
    now: () => clock.now(),
    onHold: () => setImmediate(() => clock.expireRequests()),
  });
});
afterAll(() => simulator.close());

function seed(operation: string): void {
  simulator.reset();
  clock = makeTestClock();
  simulator.addCertificate({ name: 'bystander' });
  consumers = [];
  if (operation !== 'rotate') return;
  const old = NAMES.map((name) =>
    simulator.addCertificate({
      name,
      dns_names: [`${name}.example.com`],
      not_after: '2026-12-20T00:00:00Z',
      created_at: '2026-01-01T00:00:00Z',
    }),
  );
  const [first = ''] = old.map(({ public: { id } }) => id);
  consumers = [
    simulator.addLoadBalancer({ forwarding_rules: old.map(({ public: { id } }, at) => rule(id, 443 + at)) }),
    simulator.addLoadBalancer({ forwarding_rules: [rule(first)] }),
  ];
}

const entries = (): ReturnType<typeof readyEntry>[] => issued.map((each, at) => readyEntry(NAMES[at] ?? 'a', each));
const run = (operation: string): Promise<FolderRun> =>
  runFolder(operation === 'rotate' ? rotateTask(entries()) : presentTask(entries()), simulator, { clock });
const ids = (): string[] => simulator.certificates.map(({ public: { id } }) => id);

/** What must hold after every run, whatever went wrong in it. */
function expectTruth(result: FolderRun): void {
  const wasEffective = simulator.requests.some(({ effect }) => effect);
  const { changed, createdForItems = [], deleted = [] } = result.outcome;
  // A failed run may not know.
  expect([wasEffective, ...(result.failure === undefined ? [] : [undefined])], 'changed').toContain(changed);
  for (const consumer of consumers) for (const id of certificatesOf(consumer)) expect(ids()).toContain(id);
  const gone = new Set(deleted.map(({ id }) => id));
  for (const { id } of createdForItems) expect(gone.has(id) || ids().includes(id)).toBe(true);
  for (const { id } of deleted) expect(ids()).not.toContain(id);
  expect(simulator.certificates.some(({ public: { name } }) => name === 'bystander')).toBe(true);
  const hasFailed = Object.values(result.items).some((each) => each.startsWith('failed'));
  expect(hasFailed).toBe(result.failure !== undefined);
  expect(Object.keys(result.items).length).toBe(NAMES.length);
}

describe.each([
  ['present', 4],
  ['rotate', 18],
] as const)('faults in %s for a folder', (operation, requests) => {
  const cases = Array.from({ length: requests }, (_, index) =>
    Object.keys(FAULTS).map((name) => [index, name] as const),
  ).flat();
  it.each(sampled(cases))(
    'The run reports the truth, and the next one completes it, when request %i fails with %s',
    async (index, name) => {
      const fault = FAULTS[name];
      if (fault === undefined) throw new Error(name);
      seed(operation);
      simulator.fault({ index }, fault);
      expectTruth(await run(operation));
      simulator.clearFaults();
      const again = await run(operation);
      expect(again.failure?.message).toBeUndefined();
      expect(simulator.certificates.length).toBe(NAMES.length + 1);
    },
  );

  const outages = Array.from({ length: requests }, (_, index) =>
    Object.keys(OUTAGES).map((name) => [index, name] as const),
  ).flat();
  it.each(sampled(outages))(
    'The run reports the truth, and the next one completes it, when from request %i on there is %s',
    async (index, name) => {
      const outage = OUTAGES[name];
      if (outage === undefined) throw new Error(name);
      seed(operation);
      breakFrom(simulator, index, outage);
      expectTruth(await run(operation));
      simulator.clearFaults();
      const again = await run(operation);
      expect(again.failure?.message).toBeUndefined();
      expect(simulator.certificates.length).toBe(NAMES.length + 1);
    },
  );
});
