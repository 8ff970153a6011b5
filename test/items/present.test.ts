import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { makeAuthority } from '../authority/authority.ts';
import type { Authority, Issued } from '../authority/authority.ts';
import { addIssued } from '../faults/rotation-world.ts';
import { makeTestClock } from '../runner/run-main.ts';
import type { TestClock } from '../runner/run-main.ts';
import { startSimulator } from '../simulator/simulator.ts';
import type { Simulator } from '../simulator/simulator.ts';
import { createTask, failedEntry, presentTask, readyEntry, runFolder, skippedEntry } from './folder.ts';

let authority: Authority;
let issued: readonly Issued[];
let other: Issued;
let simulator: Simulator;
let clock: TestClock;

beforeAll(async () => {
  authority = await makeAuthority();
  issued = await Promise.all(
    Array.from({ length: 12 }, (_, at) => authority.issue({ dnsNames: [`site-${at}.example.com`] })),
  );
  other = await authority.issue({ dnsNames: ['site-0.example.com'] });
  simulator = await startSimulator({ now: () => clock.now() });
});
beforeEach(() => {
  clock = makeTestClock();
  simulator.reset();
});
afterAll(() => simulator.close());

const entries = (): ReturnType<typeof readyEntry>[] => issued.map((each, at) => readyEntry(`site-${at}`, each));
const counts = (): string => {
  const methods = simulator.requests.map(({ method }) => method);
  return [...new Set(methods)]
    .map((method) => `${method} ${methods.filter((each) => each === method).length}`)
    .join(', ');
};

describe('present for a folder', () => {
  it('Reads the account once, and creates all that is missing', async () => {
    const run = await runFolder(presentTask(entries()), simulator, { clock });
    expect(run.failure).toBeUndefined();
    expect(counts()).toBe('GET 1, POST 12');
    expect(new Set(Object.values(run.items))).toEqual(new Set(['created']));
    expect(run.outcome.changed).toBe(true);
    expect(run.outcome.createdForItems?.length).toBe(12);
    expect(simulator.certificates.map(({ public: { name } }) => name).toSorted()).toEqual(
      issued.map((_, at) => `site-${at}`).toSorted(),
    );
  });

  it('Sends only a list when all exist, and changes nothing', async () => {
    for (const [at, each] of issued.entries()) addIssued(simulator, `site-${at}`, each);
    const run = await runFolder(presentTask(entries()), simulator, { clock });
    expect([run.failure, run.outcome.changed, run.outcome.matches]).toEqual([undefined, false, true]);
    expect(counts()).toBe('GET 1');
    expect(new Set(Object.values(run.items))).toEqual(new Set(['unchanged']));
  });

  it('Lists first what was found, with names, expiry and what is left out', async () => {
    const [first] = entries();
    if (first === undefined) throw new Error('no entry');
    const run = await runFolder(presentTask([first, failedEntry('half'), skippedEntry('old')]), simulator, { clock });
    const [group] = run.groups;
    expect(group?.[0]).toMatch(/\bcerts\b.*\bcertbot\b/u);
    const [ready = '', failed = '', skipped = ''] = group?.[1] ?? [];
    for (const fact of ['live/site-0', '"site-0"', 'site-0.example.com', String(first.notAfter?.getUTCFullYear())])
      expect(ready).toContain(fact);
    for (const [line, name, why] of [
      [failed, 'half', 'half-written'],
      [skipped, 'old', 'expired'],
    ] as const) {
      expect(line).toContain(`live/${name}`);
      expect(line).toContain(why);
    }
  });

  it('Goes on when one fails, fails at the end, and tells of each', async () => {
    addIssued(simulator, 'site-0', other);
    addIssued(simulator, 'site-1', issued[1] ?? other);
    const all = [...entries().slice(0, 3), failedEntry('half'), skippedEntry('old')];
    const run = await runFolder(presentTask(all), simulator, { clock });
    expect(run.failure?.code).toBe('items_failed');
    expect(run.failure?.message).toContain('2 of 4 certificates');
    expect(run.items).toMatchObject({
      'live/site-0': expect.stringContaining('failed: Certificate "site-0"'),
      'live/site-1': 'unchanged',
      'live/site-2': 'created',
      'live/half': 'failed: The pair is half-written.',
      'live/old': 'skipped: it has expired',
    });
    expect(run.outcome).toMatchObject({ changed: true, matches: false });
    expect(run.outcome.listed?.map(({ name }) => name)).toEqual(['site-0', 'half']);
    expect(run.annotations.filter((each) => each.startsWith('error:')).length).toBe(2);
  });

  it('Keeps what exists with `on_mismatch: warn`', async () => {
    addIssued(simulator, 'site-0', other);
    const run = await runFolder(presentTask(entries().slice(0, 1), { onMismatch: 'warn' }), simulator, { clock });
    expect([run.failure, run.items, run.outcome.matches]).toEqual([undefined, { 'live/site-0': 'unchanged' }, false]);
  });

  it('Shows the plan in a dry run, and writes nothing', async () => {
    addIssued(simulator, 'site-0', issued[0] ?? other);
    const run = await runFolder(presentTask(entries(), { dryRun: true }), simulator, { clock });
    expect([run.failure, run.outcome.changed, counts()]).toEqual([undefined, true, 'GET 1']);
    expect(run.outcome.planned?.length).toBe(11);
    expect([run.items['live/site-0'], run.items['live/site-1']]).toEqual(['unchanged', 'created']);
    expect(run.outcome.createdForItems).toEqual([]);
  });

  it('Asks nothing of the API when no entry can be used', async () => {
    const run = await runFolder(presentTask([failedEntry('half')]), simulator, { clock });
    expect([run.failure?.code, run.outcome.changed, counts()]).toEqual(['input', false, '']);
  });
});

describe('create for a folder', () => {
  it('Fails for those that exist, and creates the others', async () => {
    addIssued(simulator, 'site-0', issued[0] ?? other);
    const run = await runFolder(createTask(entries().slice(0, 3)), simulator, { clock });
    expect(run.failure?.code).toBe('name_taken');
    expect(run.items).toMatchObject({ 'live/site-1': 'created', 'live/site-2': 'created' });
    expect(run.outcome.listed?.map(({ name }) => name)).toEqual(['site-0']);
  });
});

describe('an API that fails in the middle', () => {
  it('Finds by its name an upload whose response was lost', async () => {
    simulator.fault({ method: 'POST', after: 3, times: 1 }, { kind: 'break', effect: true });
    const run = await runFolder(presentTask(entries()), simulator, { clock });
    expect([run.failure, new Set(Object.values(run.items))]).toEqual([undefined, new Set(['created'])]);
    expect(counts()).toBe('GET 2, POST 12');
  });

  it('Fails one that the API rejects, and creates the others', async () => {
    const body = { id: 'unprocessable_entity', message: 'Invalid certificate data: no.' };
    simulator.fault({ method: 'POST', after: 2 }, { kind: 'status', status: 422, body });
    const run = await runFolder(presentTask(entries()), simulator, { clock });
    expect(run.failure?.code).toBe('api_rejected');
    const statuses = Object.values(run.items).map((each) => each.split(':')[0]);
    expect(statuses.filter((each) => each === 'created').length).toBe(11);
    expect(simulator.certificates.length).toBe(11);
  });

  it('Stops at a token that is refused, and says what was not tried', async () => {
    const body = { id: 'unauthorized', message: 'Unable to authenticate you' };
    simulator.fault({ method: 'POST', after: 4, times: Infinity }, { kind: 'status', status: 401, body });
    const run = await runFolder(presentTask(entries()), simulator, { clock });
    const posts = simulator.requests.filter(({ method }) => method === 'POST').length;
    expect(posts).toBeLessThanOrEqual(8);
    expect(run.outcome.createdForItems?.length).toBe(4);
    const untried = Object.values(run.items).filter((each) => each.startsWith('failed: Not tried, because of this: '));
    expect(untried.length).toBe(12 - posts);
    expect(run.outcome.changed).toBe(true);
  });

  it('Tells exactly what was done when the API dies after the tenth upload', async () => {
    simulator.onRequest = ({ method }) => {
      if (method === 'POST' && simulator.certificates.length >= 10)
        simulator.fault({ times: Infinity }, { kind: 'refuse' });
    };
    const run = await runFolder(presentTask(entries()), simulator, { clock });
    const created = Object.entries(run.items).filter(([, state]) => state === 'created');
    expect(simulator.certificates.length).toBeGreaterThanOrEqual(10);
    expect(created.map(([source]) => source.replace('live/', '')).toSorted()).toEqual(
      run.outcome.createdForItems?.map(({ name }) => name).toSorted(),
    );
    for (const [source] of created)
      expect(simulator.certificates.map(({ public: { name } }) => name)).toContain(source.replace('live/', ''));
    expect([run.outcome.changed, run.failure !== undefined]).toEqual([true, true]);
  });

  it('Leaves `changed` unknown when nothing but lost uploads was sent, and gives up after a few', async () => {
    simulator.fault({ method: 'POST', times: Infinity }, { kind: 'break', effect: false });
    simulator.fault({ method: 'GET', after: 1, times: Infinity }, { kind: 'refuse' });
    const run = await runFolder(presentTask(entries()), simulator, { clock });
    expect([run.outcome.changed, run.outcome.createdForItems]).toEqual([undefined, []]);
    const of = (words: string): number => Object.values(run.items).filter((each) => each.includes(words)).length;
    const tried = of('is not known');
    expect(tried).toBeGreaterThanOrEqual(4);
    expect(tried).toBeLessThanOrEqual(7);
    expect(of('Not tried, because of this')).toBe(12 - tried);
  });

  it('Reports every certificate when the account cannot be read', async () => {
    const body = { id: 'unauthorized', message: 'Unable to authenticate you' };
    simulator.fault({ times: Infinity }, { kind: 'status', status: 401, body });
    const run = await runFolder(presentTask(entries()), simulator, { clock });
    expect([run.failure?.code, run.outcome.changed, counts()]).toEqual(['api_unauthorized', false, 'GET 1']);
    expect(Object.values(run.items).filter((each) => each.startsWith('failed: ')).length).toBe(12);
  });

  it('Goes on after a 429 in the middle', async () => {
    const body = { id: 'too_many_requests', message: 'API rate limit exceeded.' };
    simulator.fault(
      { method: 'POST', after: 5 },
      { kind: 'status', status: 429, headers: { 'retry-after': '20' }, body },
    );
    const run = await runFolder(presentTask(entries()), simulator, { clock });
    expect([run.failure, simulator.certificates.length]).toEqual([undefined, 12]);
  });

  it('Reports what was reached when the job is cancelled', async () => {
    const stop = new AbortController();
    simulator.onRequest = ({ method, index }) => {
      if (method === 'POST' && index >= 6) stop.abort();
    };
    const run = await runFolder(presentTask(entries()), simulator, { clock, stop: stop.signal });
    const created = Object.values(run.items).filter((each) => each === 'created').length;
    expect(run.failure).toBeDefined();
    expect(created).toBe(simulator.certificates.length);
    expect(created).toBeLessThan(12);
    expect(run.outcome.changed).toBe(true);
  });

  it('Is completed by the next run', async () => {
    simulator.fault({ method: 'POST', after: 4, times: Infinity }, { kind: 'status', status: 500, effect: true });
    await runFolder(presentTask(entries()), simulator, { clock });
    simulator.clearFaults();
    const run = await runFolder(presentTask(entries()), simulator, { clock });
    expect([run.failure, simulator.certificates.length]).toEqual([undefined, 12]);
  });
});

describe('two runs at once', () => {
  it('Present the same folder side by side, and each certificate exists once', async () => {
    const runs = await Promise.all([1, 2].map(() => runFolder(presentTask(entries()), simulator, { clock })));
    for (const run of runs) expect(run.failure).toBeUndefined();
    expect(simulator.certificates.length).toBe(12);
    const created = runs.flatMap((run) => run.outcome.createdForItems ?? []);
    expect(created.length).toBe(12);
  });
});
