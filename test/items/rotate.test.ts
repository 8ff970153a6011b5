import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { parseEndpoint } from '../../src/tls/endpoint.ts';
import { makeAuthority } from '../authority/authority.ts';
import type { Authority, Issued } from '../authority/authority.ts';
import { makeTestClock } from '../runner/run-main.ts';
import type { TestClock } from '../runner/run-main.ts';
import { certificatesOf, domain, rule } from '../scenarios/rotation.ts';
import { startSimulator } from '../simulator/simulator.ts';
import type { Simulator } from '../simulator/simulator.ts';
import type { Raw } from '../simulator/world.ts';
import { failedEntry, presentTask, readyEntry, rotateTask, runFolder, skippedEntry } from './folder.ts';
import type { FolderRun } from './folder.ts';

const DAY_MS = 86_400_000;
const NAMES = ['a', 'b', 'c', 'd'] as const;
type Name = (typeof NAMES)[number];

let authority: Authority;
let old: Readonly<Record<Name, Issued>>;
let renewed: Readonly<Record<Name, Issued>>;
let simulator: Simulator;
let clock: TestClock;

async function issueAll(days: number, age: number): Promise<Record<Name, Issued>> {
  const pairs = NAMES.map(async (name) => [
    name,
    await authority.issue({
      dnsNames: [`${name}.example.com`],
      notBefore: new Date(Date.now() - age * DAY_MS),
      notAfter: new Date(Date.now() + days * DAY_MS),
    }),
  ]);
  return Object.fromEntries(await Promise.all(pairs)) as Record<Name, Issued>;
}

beforeAll(async () => {
  authority = await makeAuthority();
  old = await issueAll(20, 70);
  renewed = await issueAll(90, 1);
  simulator = await startSimulator({ now: () => clock.now() });
});
beforeEach(() => {
  clock = makeTestClock();
  simulator.reset();
});
afterAll(() => simulator.close());

/** The certificate as it was before, with its DNS names. */
function addOld(name: Name): string {
  const issued = old[name];
  return simulator.addCertificate({
    name,
    sha1_fingerprint: issued.sha1Fingerprint,
    not_after: `${issued.notAfter.toISOString().slice(0, 19)}Z`,
    dns_names: [`${name}.example.com`],
  }).public.id;
}

const entries = (...names: readonly Name[]): ReturnType<typeof readyEntry>[] =>
  (names.length === 0 ? NAMES : names).map((name) => readyEntry(name, renewed[name]));
const families = (): string[] => simulator.certificates.map(({ public: { name } }) => name.replace(/-\d{8}-.*/u, '+'));
const idOf = (family: string): string | undefined =>
  simulator.certificates.find(({ public: { name } }) => name.startsWith(`${family}-`))?.public.id;
const count = (method: string, path = ''): number =>
  simulator.requests.filter((request) => request.method === method && request.path.includes(path)).length;
const statuses = (run: FolderRun): Record<string, string> =>
  Object.fromEntries(
    Object.entries(run.items).map(([source, state]) => [source.replace('live/', ''), state.split(':')[0] ?? '']),
  );

/** A load balancer that uses the certificates of several families, one rule each. */
function addShared(...ids: readonly string[]): Raw {
  return simulator.addLoadBalancer({ name: 'shared', forwarding_rules: ids.map((id, at) => rule(id, 443 + at)) });
}

describe('rotate for a folder', () => {
  it('Rotates every family with one update of what they share, and deletes the old certificates', async () => {
    const ids = NAMES.map(addOld);
    const shared = addShared(...ids);
    const cdn = simulator.addCdnEndpoint({ custom_domain: 'a.example.com', certificate_id: ids[0] });
    const run = await runFolder(rotateTask(entries()), simulator, { clock });
    expect([run.failure?.message, run.outcome.changed]).toEqual([undefined, true]);
    expect(families().toSorted()).toEqual(['a+', 'b+', 'c+', 'd+']);
    expect(certificatesOf(shared)).toEqual(NAMES.map(idOf));
    expect(cdn['certificate_id']).toBe(idOf('a'));
    expect([count('PUT', 'load_balancers'), count('PUT', 'cdn')]).toEqual([1, 1]);
    // Before the uploads, after them, after the updates.
    expect(count('GET', '/v2/load_balancers?')).toBe(3);
    expect(new Set(Object.values(run.items))).toEqual(new Set(['rotated']));
    expect(run.outcome.deleted?.length).toBe(4);
    expect(run.outcome.consumers?.map(({ status }) => status)).toEqual(['rebound', 'rebound']);
  });

  it('Changes nothing when all is in place', async () => {
    NAMES.map(addOld);
    await runFolder(rotateTask(entries()), simulator, { clock });
    const run = await runFolder(rotateTask(entries()), simulator, { clock });
    expect([run.failure, run.outcome.changed]).toEqual([undefined, false]);
    expect(new Set(Object.values(run.items))).toEqual(new Set(['unchanged']));
  });

  it('Tells of each when some are created, unchanged, skipped or failed', async () => {
    addShared(addOld('a'));
    await runFolder(rotateTask(entries('a')), simulator, { clock });
    addOld('b');
    const all = [...entries('a', 'b', 'c'), failedEntry('half'), skippedEntry('gone')];
    const run = await runFolder(rotateTask(all, { onMissing: 'create' }), simulator, { clock });
    expect(statuses(run)).toEqual({ a: 'unchanged', b: 'rotated', c: 'created', half: 'failed', gone: 'skipped' });
    expect(families().toSorted()).toEqual(['a+', 'b+', 'c']);
    expect(run.outcome.listed?.map(({ name }) => name)).toEqual(['half']);
  });

  it.each([
    ['fail', 'failed', 'a+'],
    ['skip', 'skipped', 'a+'],
    ['create', 'created', 'a+ b'],
  ] as const)('With `on_missing: %s` an entry whose family is empty is %s', async (onMissing, status, expected) => {
    addOld('a');
    const run = await runFolder(rotateTask(entries('a', 'b'), { onMissing }), simulator, { clock });
    expect(statuses(run)).toEqual({ a: 'rotated', b: status });
    expect(families().toSorted().join(' ')).toBe(expected);
    expect(run.failure?.code).toBe(onMissing === 'fail' ? 'empty_family' : undefined);
    expect(Object.keys(run.items)).toEqual(['live/a', 'live/b']);
  });

  it('Shows the complete plan in a dry run, an object that is shared once', async () => {
    const ids = [addOld('a'), addOld('b')] as const;
    addShared(...ids);
    const before = simulator.requests.length;
    const run = await runFolder(rotateTask(entries('a', 'b', 'c'), { dryRun: true, onMissing: 'create' }), simulator, {
      clock,
    });
    expect(run.outcome.planned?.map(({ action }) => action).toSorted()).toEqual([
      'delete',
      'delete',
      'rebind',
      'upload',
      'upload',
      'upload',
    ]);
    expect(simulator.requests.slice(before).every(({ method }) => method === 'GET')).toBe(true);
    expect(run.outcome.consumers?.map(({ status }) => status)).toEqual(['planned']);
    expect(statuses(run)).toEqual({ a: 'rotated', b: 'rotated', c: 'created' });
  });

  it('Warns once of all families that nothing uses', async () => {
    NAMES.map(addOld);
    const run = await runFolder(rotateTask(entries()), simulator, { clock });
    expect(run.annotations.filter((each) => each.startsWith('warning')).length).toBe(1);
  });

  it.each([
    ['several certificates, it is an input error', ['a', 'b'], 'input', 0],
    ['one certificate, its members are replaced', ['a'], undefined, 1],
  ] as const)('With `replaces` and %s', async (_, names, code, uploads) => {
    const id = simulator.addCertificate({ name: 'legacy', dns_names: ['a.example.com'] }).public.id;
    const lb = addShared(id);
    const run = await runFolder(rotateTask(entries(...names), { replaces: ['legacy'] }), simulator, { clock });
    expect([run.failure?.code, count('POST')]).toEqual([code, uploads]);
    expect(certificatesOf(lb)).toEqual([code === undefined ? idOf('a') : id]);
    if (code !== undefined) expect(simulator.requests).toEqual([]);
  });
});

describe('a certificate of a folder that cannot be rotated', () => {
  /** One load balancer for each. */
  const seed = (): Record<Name, Raw> =>
    Object.fromEntries(
      NAMES.map((name) => [
        name,
        simulator.addLoadBalancer({ name: `lb-${name}`, forwarding_rules: [rule(addOld(name))] }),
      ]),
    ) as Record<Name, Raw>;
  const refuse = (lb: Raw, status: number, message: string, times = Infinity): void => {
    const id = status === 403 ? 'forbidden' : 'unprocessable_entity';
    simulator.fault(
      { method: 'PUT', path: new RegExp(String(lb['id']), 'u'), times },
      { kind: 'status', status, body: { id, message } },
    );
  };

  it('Stays, when its load balancer rejects the update, and the others are completed', async () => {
    const lbs = seed();
    refuse(lbs.b, 422, 'no');
    const run = await runFolder(rotateTask(entries()), simulator, { clock });
    expect(statuses(run)).toEqual({ a: 'rotated', b: 'failed', c: 'rotated', d: 'rotated' });
    expect(families().toSorted()).toEqual(['a+', 'b', 'b+', 'c+', 'd+']);
    expect([run.failure?.code, run.outcome.listed?.map(({ name }) => name.slice(0, 2))]).toEqual([
      'not_rebound',
      ['b-'],
    ]);
    expect(run.outcome.consumers?.map(({ name, status }) => `${name} ${status}`)).toContain('lb-b failed');
  });

  it('Keeps no other waiting while its load balancer is busy for ever', async () => {
    const lbs = seed();
    refuse(lbs.b, 403, "Load Balancer can't be updated while it processes previous actions");
    let deletedAtMs = 0;
    simulator.onRequest = ({ method }) => {
      if (method === 'DELETE') deletedAtMs = clock.sleptMs;
    };
    const run = await runFolder(rotateTask(entries()), simulator, { clock });
    expect(statuses(run)).toEqual({ a: 'rotated', b: 'failed', c: 'rotated', d: 'rotated' });
    expect(count('DELETE')).toBe(3);
    expect(deletedAtMs).toBeLessThan(60_000);
    expect(clock.sleptMs).toBeGreaterThan(800_000);
    expect(run.items['live/b']).toMatch(/busy/u);
    expect(families().toSorted()).toEqual(['a+', 'b', 'b+', 'c+', 'd+']);
  });

  it('Is completed as soon as its load balancer is not busy any more', async () => {
    const lbs = seed();
    refuse(lbs.b, 403, "Load Balancer can't be updated while it processes previous actions", 6);
    const run = await runFolder(rotateTask(entries()), simulator, { clock });
    expect([run.failure?.message, families().toSorted()]).toEqual([undefined, ['a+', 'b+', 'c+', 'd+']]);
    expect(clock.sleptMs).toBeLessThan(200_000);
  });

  it('Fails alone when its upload is rejected', async () => {
    const lbs = seed();
    const body = { id: 'unprocessable_entity', message: 'Invalid certificate data: no.' };
    simulator.fault({ method: 'POST', after: 1 }, { kind: 'status', status: 422, body });
    const run = await runFolder(rotateTask(entries()), simulator, { clock });
    const failed = Object.entries(statuses(run)).filter(([, status]) => status === 'failed');
    expect(failed.length).toBe(1);
    const name = NAMES.find((each) => each === failed[0]?.[0]);
    if (name === undefined) throw new Error('none failed');
    expect(certificatesOf(lbs[name])).toEqual([
      simulator.certificates.find(({ public: c }) => c.name === name)?.public.id,
    ]);
    expect(families().length).toBe(4);
  });

  it('Fails alone when it does not cover a name that is in use, on a load balancer that others share', async () => {
    const wide = simulator.addCertificate({ name: 'a', dns_names: ['a.example.com', 'more.example.com'] }).public.id;
    const b = addOld('b');
    const shared = addShared(wide, b);
    const run = await runFolder(rotateTask(entries('a', 'b')), simulator, { clock });
    expect([run.failure?.code, statuses(run)]).toEqual(['dropped_names', { a: 'failed', b: 'rotated' }]);
    expect(certificatesOf(shared)).toEqual([wide, idOf('b')]);
    expect(families().toSorted()).toEqual(['a', 'b+']);
  });

  it('Fails alone when a name comes into use meanwhile, on a load balancer that others share', async () => {
    const [a, b] = [addOld('a'), addOld('b')];
    const world = simulator.addLoadBalancer({
      name: 'world',
      type: 'GLOBAL',
      domains: [domain('a.example.com', a), domain('b.example.com', b)],
    });
    simulator.onRequest = ({ method, path }) => {
      // Between the survey and the reading for the update.
      if (method === 'GET' && path.endsWith(String(world['id'])) && count('PUT') === 0)
        world['domains'] = [domain('a.example.com', a), domain('b.example.com', b), domain('new.example.com', a)];
    };
    const run = await runFolder(rotateTask(entries('a', 'b')), simulator, { clock });
    expect(statuses(run)).toEqual({ a: 'failed', b: 'rotated' });
    expect(run.items['live/a']).toContain('new.example.com');
    expect(certificatesOf(world)).toEqual([a, idOf('b'), a]);
    expect(families().toSorted()).toEqual(['a', 'a+', 'b+']);
    expect(run.outcome.consumers?.map(({ status }) => status)).toEqual(['failed']);
  });

  it('Is superseded alone when a newer member of its family exists', async () => {
    addOld('a');
    const b = addOld('b');
    simulator.addCertificate({
      name: 'b-20991231-abababab',
      sha1_fingerprint: 'ab'.repeat(20),
      dns_names: ['b.example.com'],
    });
    const lb = addShared(b);
    const run = await runFolder(rotateTask(entries('a', 'b')), simulator, { clock });
    expect([run.failure?.code, statuses(run)]).toEqual(['older', { a: 'rotated', b: 'failed' }]);
    expect(certificatesOf(lb)).toEqual([b]);
  });

  it('Is superseded alone when a newer one appears meanwhile, and takes back its own upload', async () => {
    seed();
    simulator.onRequest = ({ method, path }) => {
      const isSurvey = method === 'GET' && path.startsWith('/v2/certificates') && count('POST') === 4;
      if (!isSurvey || simulator.certificates.some(({ public: { name } }) => name.startsWith('c-2099'))) return;
      const dnsNames = ['c.example.com'];
      simulator.addCertificate({ name: 'c-20991231-abababab', sha1_fingerprint: 'ab'.repeat(20), dns_names: dnsNames });
    };
    const run = await runFolder(rotateTask(entries()), simulator, { clock });
    expect([run.failure?.code, statuses(run).c, statuses(run).a]).toEqual(['superseded', 'failed', 'rotated']);
    expect(simulator.certificates.map(({ public: { name } }) => name)).toContain('c-20991231-abababab');
    expect(simulator.certificates.filter(({ public: { name } }) => name.startsWith('c')).length).toBe(2);
  });

  it('Leaves its certificate when a Kubernetes load balancer uses it, and warns for each family', async () => {
    const [a, b, c] = [addOld('a'), addOld('b'), addOld('c')];
    simulator.addLoadBalancer({
      name: 'cluster',
      tags: ['k8s:0e4f9c2a-1c1b-4f7a-9c39-0f3a4e1a6a10'],
      forwarding_rules: [rule(a), rule(b, 8443)],
    });
    addShared(c);
    const run = await runFolder(rotateTask(entries('a', 'b', 'c')), simulator, { clock });
    expect(run.failure?.message).toBeUndefined();
    expect(families().toSorted()).toEqual(['a', 'a+', 'b', 'b+', 'c+']);
    const commands = run.annotations.filter((each) => each.includes('kubectl annotate'));
    expect(commands.length).toBe(2);
    for (const family of ['a', 'b']) expect(commands.join()).toContain(idOf(family));
  });

  it('Stops all further writes when an answer differs from what was sent', async () => {
    seed();
    simulator.fault(
      { method: 'PUT', path: '/v2/load_balancers' },
      {
        kind: 'alter',
        effect: true,
        change: (body) => ({ load_balancer: { ...(body['load_balancer'] as Raw), enable_proxy_protocol: true } }),
      },
    );
    const run = await runFolder(rotateTask(entries()), simulator, { clock });
    expect(new Set(Object.values(statuses(run)))).toEqual(new Set(['failed']));
    expect([count('PUT'), count('DELETE')]).toEqual([1, 0]);
  });

  it('Is not deleted, nor any other, when the token may not delete, which is asked few times', async () => {
    seed();
    const body = { id: 'forbidden', message: 'You are missing the required permission for this action.' };
    simulator.fault({ method: 'DELETE', times: Infinity }, { kind: 'status', status: 403, body });
    const run = await runFolder(rotateTask(entries()), simulator, { clock });
    expect(new Set(Object.values(statuses(run)))).toEqual(new Set(['failed']));
    expect(count('DELETE')).toBeLessThanOrEqual(4);
    expect(families().length).toBe(8);
  });
});

describe('lists that lag, and certificates released late', () => {
  it('Waits for all uploads to show in the list', async () => {
    const lagging = await startSimulator({ now: () => clock.now(), listLagRequests: 3 });
    const main = simulator;
    simulator = lagging;
    try {
      NAMES.map(addOld);
      const run = await runFolder(rotateTask(entries()), simulator, { clock });
      expect([run.failure?.message, families().toSorted()]).toEqual([undefined, ['a+', 'b+', 'c+', 'd+']]);
    } finally {
      simulator = main;
      await lagging.close();
    }
  });

  it('Deletes what is released late', async () => {
    const late = await startSimulator({ now: () => clock.now(), inUseForMs: 120_000 });
    const main = simulator;
    simulator = late;
    try {
      addShared(...NAMES.map(addOld));
      const run = await runFolder(rotateTask(entries()), simulator, { clock });
      expect([run.failure?.message, families().toSorted()]).toEqual([undefined, ['a+', 'b+', 'c+', 'd+']]);
      expect(clock.sleptMs).toBeLessThan(300_000);
    } finally {
      simulator = main;
      await late.close();
    }
  });
});

describe('`endpoints` with a folder', () => {
  const endpoint = (text: string): NonNullable<ReturnType<typeof parseEndpoint>> => {
    const parsed = parseEndpoint(text);
    if (parsed === undefined) throw new Error(text);
    return parsed;
  };

  it('An endpoint that no certificate covers is an input error, and nothing is sent', async () => {
    addOld('a');
    const endpoints = [endpoint('elsewhere.example.org')];
    const run = await runFolder(rotateTask(entries('a'), { endpoints }), simulator, { clock });
    expect([run.failure?.code, simulator.requests.length]).toEqual(['input', 0]);
    expect(run.failure?.message).toContain('elsewhere.example.org');
  });

  it('An endpoint that a certificate may cover that could not be read is a warning', async () => {
    addOld('a');
    const endpoints = [endpoint('half.example.com')];
    const run = await runFolder(rotateTask([...entries('a'), failedEntry('half')], { endpoints }), simulator, {
      clock,
    });
    expect(statuses(run)).toEqual({ a: 'rotated', half: 'failed' });
    expect(run.annotations.join()).toContain('half.example.com');
  });

  it('Each endpoint waits for the certificate that covers it, and the others are completed', async () => {
    const tls = await startSimulator({ now: () => clock.now(), serveTls: true });
    const main = simulator;
    simulator = tls;
    try {
      const lbs = NAMES.map((name) =>
        simulator.addLoadBalancer({
          name,
          forwarding_rules: [rule(addWithKey(name))],
        }),
      );
      await simulator.tls.sync();
      const port = (at: number): number => simulator.tls.portOf(String(lbs[at]?.['id']));
      const endpoints = [
        endpoint(`a.example.com@127.0.0.1:${port(0)}`),
        // The second one leads to the load balancer of another family, and will never serve the right one.
        endpoint(`b.example.com@127.0.0.1:${port(2)}`),
      ];
      const run = await runFolder(rotateTask(entries(), { endpoints }), simulator, { clock, waitMs: 200_000 });
      expect([run.failure?.code, statuses(run)]).toEqual([
        'not_served',
        { a: 'rotated', b: 'failed', c: 'rotated', d: 'rotated' },
      ]);
      expect(families().toSorted()).toEqual(['a+', 'b', 'b+', 'c+', 'd+']);
      expect(run.outcome.endpoints?.length).toBe(2);
    } finally {
      simulator = main;
      await tls.close();
    }
  });

  function addWithKey(name: Name): string {
    const issued = old[name];
    return simulator.addCertificate({
      name,
      sha1_fingerprint: issued.sha1Fingerprint,
      dns_names: [`${name}.example.com`],
      privateKey: issued.privateKey,
      leaf: issued.leafCertificate,
      chain: issued.certificateChain,
    }).public.id;
  }
});

describe('interrupted and concurrent runs over folders', () => {
  it('A run that was cut off after any request is completed by the next', async () => {
    for (let at = 1; at < 30; at += 3) {
      simulator.reset();
      clock = makeTestClock();
      const ids = NAMES.map(addOld);
      const shared = addShared(...ids);
      simulator.fault({ after: at, times: Infinity }, { kind: 'refuse' });
      await runFolder(rotateTask(entries()), simulator, { clock });
      simulator.clearFaults();
      const run = await runFolder(rotateTask(entries()), simulator, { clock });
      expect([at, run.failure?.message, families().toSorted()]).toEqual([at, undefined, ['a+', 'b+', 'c+', 'd+']]);
      expect(certificatesOf(shared)).toEqual(NAMES.map(idOf));
    }
  });

  it('Two runs over the same folder at once both succeed', async () => {
    const shared = addShared(...NAMES.map(addOld));
    const runs = await Promise.all([1, 2].map(() => runFolder(rotateTask(entries()), simulator, { clock })));
    for (const run of runs) expect(run.failure?.message).toBeUndefined();
    expect(families().toSorted()).toEqual(['a+', 'b+', 'c+', 'd+']);
    expect(certificatesOf(shared)).toEqual(NAMES.map(idOf));
  });

  it('A run over a folder and one over a part of it at once both succeed', async () => {
    const shared = addShared(...NAMES.map(addOld));
    const runs = await Promise.all([
      runFolder(rotateTask(entries()), simulator, { clock }),
      runFolder(rotateTask(entries('b')), simulator, { clock }),
    ]);
    for (const run of runs) expect(run.failure?.message).toBeUndefined();
    expect(families().toSorted()).toEqual(['a+', 'b+', 'c+', 'd+']);
    expect(certificatesOf(shared)).toEqual(NAMES.map(idOf));
  });

  it('A cancelled run reports what it reached', async () => {
    addShared(...NAMES.map(addOld));
    const stop = new AbortController();
    simulator.onRequest = ({ method }) => {
      if (method === 'PUT') stop.abort();
    };
    const run = await runFolder(rotateTask(entries()), simulator, { clock, stop: stop.signal });
    expect([run.failure?.code, run.outcome.changed, count('DELETE')]).toEqual(['cancelled', true, 0]);
    expect(run.outcome.createdForItems?.length).toBe(4);
  });

  it('At the end of the time, what was not done says so', async () => {
    const lbs = NAMES.map((name) => simulator.addLoadBalancer({ name, forwarding_rules: [rule(addOld(name))] }));
    for (const lb of lbs.slice(1))
      simulator.fault(
        { method: 'PUT', path: new RegExp(String(lb['id']), 'u'), times: Infinity },
        { kind: 'status', status: 503 },
      );
    const run = await runFolder(rotateTask(entries()), simulator, { clock, waitMs: 5_000 });
    expect(statuses(run)).toMatchObject({ b: 'failed', c: 'failed', d: 'failed' });
    for (const name of ['b', 'c', 'd']) expect(run.items[`live/${name}`]).toMatch(/Run this again|raise/u);
  });

  it('The same certificate under two names is rotated in both families', async () => {
    const [a, b] = [addOld('a'), addOld('b')];
    const both = await authority.issue({ dnsNames: ['a.example.com', 'b.example.com'] });
    const shared = addShared(a, b);
    const run = await runFolder(rotateTask([readyEntry('a', both), readyEntry('b', both)]), simulator, { clock });
    expect([run.failure?.message, families().toSorted()]).toEqual([undefined, ['a+', 'b+']]);
    expect(certificatesOf(shared)).toEqual([idOf('a'), idOf('b')]);
  });

  it('A family of Let’s Encrypt certificates is replaced like any other', async () => {
    const id = simulator.addCertificate({
      name: 'a',
      type: 'lets_encrypt',
      dns_names: ['a.example.com'],
      not_after: '2026-12-20T00:00:00Z',
    }).public.id;
    const shared = addShared(id);
    const run = await runFolder(rotateTask(entries('a')), simulator, { clock });
    expect([run.failure?.message, families()]).toEqual([undefined, ['a+']]);
    expect(certificatesOf(shared)).toEqual([idOf('a')]);
    const present = await runFolder(presentTask(entries('a')), simulator, { clock });
    expect(present.items).toEqual({ 'live/a': 'unchanged' });
  });
});
