// Slow, and left to CI: each fault at each request of every operation.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { makeAuthority } from '../authority/authority.ts';
import type { Issued } from '../authority/authority.ts';
import { makeTestClock, runMain } from '../runner/run-main.ts';
import type { TestClock } from '../runner/run-main.ts';
import type { StepResult } from '../runner/step.ts';
import { startSimulator } from '../simulator/simulator.ts';
import type { Simulator } from '../simulator/simulator.ts';
import { breakFrom, expectHonestChanged } from './changed.ts';
import type { PlacedFault } from './changed.ts';
import { FAULTS, OUTAGES, sampled } from './fault-kinds.ts';
import { secretsShown } from './secrets-shown.ts';

interface Story {
  readonly inputs: (issued: Issued, ids: Readonly<Record<string, string>>) => Record<string, string>;
  readonly seed?: readonly ('web' | 'used' | 'many' | 'old' | 'short' | 'renewed')[];
  /** Something is short of days: only a warning can stand between that and red. */
  readonly isShort?: boolean;
  readonly requests: number;
}

const upload = (issued: Issued): Record<string, string> => ({
  name: 'web',
  private_key: issued.privateKey,
  leaf_certificate: issued.fullChain,
});

const ORDER = { name: 'web', type: 'lets_encrypt', dns_names: 'www.example.com' };

const STORIES: Readonly<Record<string, Story>> = {
  'present, new': { inputs: upload, requests: 2 },
  'present, there': { inputs: upload, seed: ['web'], requests: 1 },
  'present, another is there': { inputs: upload, seed: ['old'], requests: 1 },
  'present, dry run': { inputs: (issued) => ({ ...upload(issued), dry_run: 'true' }), requests: 1 },
  create: { inputs: (issued) => ({ ...upload(issued), operation: 'create' }), requests: 2 },
  'create, taken': { inputs: (issued) => ({ ...upload(issued), operation: 'create' }), seed: ['old'], requests: 1 },
  'list of 450': { inputs: () => ({ operation: 'list' }), seed: ['many'], requests: 3 },
  'get by name': { inputs: () => ({ operation: 'get', name: 'web' }), seed: ['web'], requests: 1 },
  'get by id': { inputs: (_, ids) => ({ operation: 'get', id: ids['web'] ?? '' }), seed: ['web'], requests: 1 },
  'delete by name': { inputs: () => ({ operation: 'delete', name: 'web' }), seed: ['web'], requests: 4 },
  'delete by id': { inputs: (_, ids) => ({ operation: 'delete', id: ids['web'] ?? '' }), seed: ['web'], requests: 4 },
  'delete, in use': { inputs: () => ({ operation: 'delete', name: 'web' }), seed: ['web', 'used'], requests: 3 },
  'delete, dry run': {
    inputs: () => ({ operation: 'delete', name: 'web', dry_run: 'true' }),
    seed: ['web'],
    requests: 3,
  },
  absent: { inputs: () => ({ operation: 'absent', name: 'web' }), seed: ['web'], requests: 4 },
  'absent, by id': { inputs: (_, ids) => ({ operation: 'absent', id: ids['web'] ?? '' }), seed: ['web'], requests: 4 },
  'check of all': { inputs: () => ({ operation: 'check' }), seed: ['web'], requests: 1 },
  'check of 450': { inputs: () => ({ operation: 'check' }), seed: ['many'], requests: 3 },
  'check by id, short': {
    inputs: (_, ids) => ({ operation: 'check', id: ids['web'] ?? '' }),
    seed: ['web', 'short'],
    requests: 1,
    isShort: true,
  },
  'check by name, an older one in use': {
    inputs: () => ({ operation: 'check', name: 'web' }),
    seed: ['web', 'short', 'renewed', 'used'],
    requests: 3,
    isShort: true,
  },
  'present, Let’s Encrypt': { inputs: () => ORDER, requests: 3 },
  'create, Let’s Encrypt': { inputs: () => ({ ...ORDER, operation: 'create' }), requests: 3 },
  'absent, none there': { inputs: () => ({ operation: 'absent', name: 'web' }), requests: 1 },
};

let issued: Issued;
let simulator: Simulator;
let clock: TestClock;

beforeAll(async () => {
  issued = await (await makeAuthority()).issue({ dnsNames: ['www.example.com'] });
  simulator = await startSimulator({
    now: () => clock.now(),
    letsEncrypt: { issueMs: 1_000 },
    onHold: () => setImmediate(() => clock.expireRequests()),
  });
});

afterAll(async () => {
  await simulator.close();
});

function seed(what: Story['seed'] = []): Record<string, string> {
  simulator.reset();
  clock = makeTestClock();
  const ids: Record<string, string> = {};
  simulator.addCertificate({ name: 'bystander' });
  if (what.includes('many')) for (let at = 1; at < 450; at += 1) simulator.addCertificate({ name: `site-${at}` });
  if (what.includes('web') || what.includes('old')) {
    const fingerprint = what.includes('web') ? { sha1_fingerprint: issued.sha1Fingerprint } : {};
    const end = what.includes('short') ? { not_after: new Date(clock.now() + 300_000_000).toISOString() } : {};
    ids['web'] = simulator.addCertificate({ name: 'web', ...fingerprint, ...end }).public.id;
  }
  if (what.includes('renewed'))
    simulator.addCertificate({ name: 'web-20261101-abcdef01', sha1_fingerprint: 'abcdef01'.repeat(5) });
  if (what.includes('used'))
    simulator.addLoadBalancer({ forwarding_rules: [{ entry_protocol: 'https', certificate_id: ids['web'] }] });
  return ids;
}

const run = (story: Story, ids: Readonly<Record<string, string>>): Promise<StepResult> =>
  runMain({ token: simulator.token, api_url: simulator.url, ...story.inputs(issued, ids) }, { clock });

/** How the account was before a run, and what goes wrong in it. */
interface Start {
  readonly ids: readonly string[];
  /** How many requests there were. */
  readonly requests: number;
  readonly faults: readonly PlacedFault[];
}

const start = (...faults: PlacedFault[]): Start => ({
  ids: simulator.certificates.map(({ public: { id } }) => id),
  requests: simulator.requests.length,
  faults,
});

/** What must hold after every run, whatever went wrong in it. */
function expectTruth(story: Story, result: StepResult, before: Start, isGone = false): void {
  const after = simulator.certificates.map(({ public: { id } }) => id);
  const { operation = 'present', dry_run: dryRun, type } = story.inputs(issued, {});
  const added = after.filter((id) => !before.ids.includes(id));
  const lost = before.ids.filter((id) => !after.includes(id));
  const isRemoval = operation === 'delete' || operation === 'absent';
  expect(simulator.certificates.some(({ public: { name } }) => name === 'bystander')).toBe(true);
  if (result.exitCode === 0 && story.isShort === true)
    expect(result.annotations.filter(({ level }) => level === 'warning')).not.toEqual([]);
  expect(simulator.certificates.filter(({ public: { name } }) => name === 'web').length).toBeLessThanOrEqual(1);
  expect(added.length).toBeLessThanOrEqual(['create', 'present'].includes(operation) && dryRun === undefined ? 1 : 0);
  expect(lost.length).toBeLessThanOrEqual(isRemoval && dryRun === undefined ? 1 : 0);
  // A dry run tells what would change.
  if (dryRun === undefined) expectHonestChanged(result, simulator.requests.slice(before.requests), before.faults);
  if (result.exitCode === 0 && dryRun === undefined) expect(result.outputs['changed']).not.toBe('');
  if (result.exitCode === 0 && operation === 'present' && dryRun === undefined) {
    expect(simulator.certificates.find(({ public: { name } }) => name === 'web')?.public.id).toBe(result.outputs['id']);
    if (type === undefined) expect(result.outputs['sha1_fingerprint']).toBe(issued.sha1Fingerprint);
    expect(result.outputs['state']).toBe('verified');
  }
  // An API that says 404 is believed.
  if (result.exitCode === 0 && isRemoval && dryRun === undefined && !isGone)
    expect(simulator.certificates.some(({ public: { name } }) => name === 'web')).toBe(false);
  if (result.exitCode === 0 && (operation === 'list' || (operation === 'check' && story.isShort !== true)))
    expect(result.outputs['count']).toBe(String(simulator.certificates.length));
  for (const name of ['certificates', 'dns_names', 'load_balancers', 'cdn_endpoints', 'deleted'])
    expect(JSON.parse(result.outputs[name] ?? '')).toBeInstanceOf(Array);
  expect(result.annotations.filter(({ level }) => level === 'error').length).toBe(result.exitCode === 0 ? 0 : 1);
  expect(result.unexpectedCommands).toEqual([]);
  expect(secretsShown(result.shown, [issued.privateKey], simulator.token)).toEqual([]);
}

/** Stories that fail by their nature, and those that cannot be done twice. */
const FAIL_ALWAYS = [
  'present, another is there',
  'create, taken',
  'delete, in use',
  'check by id, short',
  'check by name, an older one in use',
];
const FAIL_TWICE = ['create', 'create, Let’s Encrypt', 'delete by name', 'delete by id'];

describe.each(Object.entries(STORIES))('faults: %s', (title, story) => {
  it(`The run makes ${story.requests} requests when nothing fails`, async () => {
    const ids = seed(story.seed);
    const before = start();
    expectTruth(story, await run(story, ids), before);
    expect(simulator.requests.length).toBe(story.requests);
  });

  const cases = Array.from({ length: story.requests }, (__, index) =>
    Object.keys(FAULTS).map((name) => [index, name] as const),
  ).flat();
  it.each(sampled(cases))(
    'The run reports the truth and can be repeated when request %i fails with %s',
    async (index, name) => {
      const fault = FAULTS[name];
      if (fault === undefined) throw new Error(name);
      const ids = seed(story.seed);
      const before = start({ index, fault });
      simulator.fault({ index }, fault);
      const result = await run(story, ids);
      expectTruth(story, result, before, name === '404');

      // The next run, undisturbed, completes it.
      simulator.clearFaults();
      const between = start();
      const again = await run(story, ids);
      expectTruth(story, again, between);
      if (![...FAIL_ALWAYS, ...FAIL_TWICE].includes(title)) expect(again.exitCode).toBe(0);
    },
  );

  const outages = Array.from({ length: story.requests }, (__, index) =>
    Object.keys(OUTAGES).map((name) => [index, name] as const),
  ).flat();
  it.each(sampled(outages))('The run reports the truth when from request %i on there is %s', async (index, name) => {
    const outage = OUTAGES[name];
    if (outage === undefined) throw new Error(name);
    const ids = seed(story.seed);
    const before = start();
    const placed = breakFrom(simulator, index, outage);
    expectTruth(story, await run(story, ids), { ...before, faults: placed });

    simulator.clearFaults();
    const between = start();
    const again = await run(story, ids);
    expectTruth(story, again, between);
    if (![...FAIL_ALWAYS, ...FAIL_TWICE].includes(title)) expect(again.exitCode).toBe(0);
  });
});
