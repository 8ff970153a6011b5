import { createServer } from 'node:tls';
import type { AddressInfo } from 'node:net';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { NO_PROXIES } from '../../src/digitalocean/proxies.ts';
import { readAccount } from '../../src/checking/account.ts';
import { probeAuto } from '../../src/checking/auto-endpoints.ts';
import type { AutoReading } from '../../src/checking/auto-endpoints.ts';
import { openSimulatorClient } from '../digitalocean/simulator-client.ts';
import type { CheckTask } from '../../src/task.ts';
import type { Resolve } from '../../src/tls/probe.ts';
import { makeAuthority } from '../authority/authority.ts';
import type { Issued } from '../authority/authority.ts';
import { addIssued } from '../faults/rotation-world.ts';
import { SILENT_LOG } from '../runner/silent-log.ts';
import { deadlineIn } from '../samples.ts';
import { rule } from '../scenarios/rotation.ts';
import { startSimulator } from '../simulator/simulator.ts';
import type { Simulator } from '../simulator/simulator.ts';

const scopes: string[] = [];
const ALL = ['certificate:read', 'load_balancer:read', 'cdn:read'];
let simulator: Simulator;
let web: Issued;
let stranger: Issued;
beforeAll(async () => {
  simulator = await startSimulator({ scopes });
  const authority = await makeAuthority();
  [web, stranger] = (await Promise.all(
    [1, 2].map(async () => authority.issue({ dnsNames: ['www.example.com', '*.example.com', 'b.example.com'] })),
  )) as [Issued, Issued];
});
const servers: { close(): unknown }[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) server.close();
  simulator.reset();
});
afterAll(async () => simulator.close());

const TASK: CheckTask = {
  operation: 'check',
  scope: { kind: 'account' },
  probesNamesInUse: true,
  endpoints: [],
  minDays: { kind: 'auto' },
  dnsNames: [],
  acmeDirectory: undefined,
  allowsTestCa: false,
  onExpiring: 'fail',
  reportsIssue: false,
};

/** What was probed, and what was said. */
interface Found {
  readonly hosts: readonly string[];
  readonly notes: readonly string[];
  readonly reading: AutoReading;
}

/** Probes with a name service that knows only where these names are served. */
async function probe(places: Readonly<Record<string, Issued>>, more: Partial<CheckTask> = {}): Promise<Found> {
  const hosts: string[] = [];
  const notes: string[] = [];
  const log = {
    ...SILENT_LOG,
    notice: (text: string) => notes.push(text),
    warning: (text: string) => notes.push(text),
  };
  const ports = new Map<string, number>();
  for (const [host, { privateKey, fullChain }] of Object.entries(places)) {
    const server = createServer({ key: privateKey, cert: fullChain });
    servers.push(server);
    await new Promise<void>((done) => {
      server.listen(0, '127.0.0.1', done);
    });
    ports.set(host, (server.address() as AddressInfo).port);
  }
  const resolve: Resolve = async (endpoint) => {
    hosts.push(endpoint.host);
    const port = ports.get(endpoint.host);
    if (port === undefined) throw Object.assign(new Error('not found'), { code: 'ENOTFOUND' });
    return Promise.resolve({ reachable: [{ ...endpoint, address: '127.0.0.1', port }], unreachable: [] });
  };
  const deadline = deadlineIn(900_000);
  const client = await openSimulatorClient(simulator, { deadline, log, jitter: 0 });
  try {
    const context = { client, deadline, log, proxies: NO_PROXIES };
    const task = { ...TASK, ...more };
    const reading = await probeAuto(task, await readAccount(task, context), context, resolve);
    return { hosts: [...new Set(hosts)], notes, reading };
  } finally {
    await client.close();
  }
}

/** The certificate in the account, under its names. */
function addWeb(): string {
  const id = addIssued(simulator, 'web', web);
  Object.assign(simulator.certificates[0]?.public ?? {}, { dns_names: ['www.example.com', 'b.example.com'] });
  return id;
}

function use(id: string): void {
  scopes.splice(0, scopes.length, ...ALL);
  simulator.addLoadBalancer({ forwarding_rules: [rule(id)] });
}

describe('endpoints that are the names of certificates in use', () => {
  it('Up to three names of each certificate in use are probed, without wildcards, each once', async () => {
    const names = ['*.example.com', 'a.example.com', 'b.example.com', 'c.example.com', 'd.example.com', '1.2.3.4'];
    use(simulator.addCertificate({ name: 'many', dns_names: names }).public.id);
    use(simulator.addCertificate({ name: 'same', dns_names: ['c.example.com', 'not a name', ''] }).public.id);
    simulator.addCertificate({ name: 'unused', dns_names: ['unused.example.com'] });
    const { hosts, notes, reading } = await probe({});
    expect(hosts.toSorted()).toEqual(['a.example.com', 'b.example.com', 'c.example.com']);
    expect(reading).toEqual({ probed: [] });
    expect(notes).toEqual([expect.stringMatching(/a\.example\.com.* and c\.example/u)]);
  });

  it('A name that serves a certificate of the account is judged by it', async () => {
    use(addWeb());
    const { reading, notes } = await probe({ 'www.example.com': web });
    expect(reading.probed.map(({ probed, expected }) => [probed.served?.sha1Fingerprint, expected?.name])).toEqual([
      [web.sha1Fingerprint, 'web'],
    ]);
    expect(notes).toEqual([expect.stringContaining('b.example.com')]);
  });

  it('A name that serves a certificate of someone else is a notice', async () => {
    use(addWeb());
    const { reading, notes } = await probe({ 'www.example.com': stranger, 'b.example.com': web });
    expect(reading.probed.map(({ probed }) => probed.endpoint.host)).toEqual(['b.example.com']);
    expect(notes).toEqual([expect.stringMatching(/not in the account: www\.example\.com/u)]);
  });

  it('With `name`, another certificate of the account is not what the name must serve', async () => {
    use(addWeb());
    addIssued(simulator, 'other', stranger);
    const { reading } = await probe(
      { 'www.example.com': stranger },
      { scope: { kind: 'certificate', target: { name: 'web' } } },
    );
    expect(reading.probed.map(({ expected }) => expected?.name)).toEqual(['web']);
  });

  it('What is among the endpoints anyway is not probed twice', async () => {
    use(addWeb());
    const endpoints = [{ host: 'www.example.com', port: 443, address: undefined }];
    expect((await probe({}, { endpoints })).hosts).toEqual(['b.example.com']);
  });

  it('A scope that is missing is a warning, and what can be read is probed', async () => {
    use(addWeb());
    scopes.splice(0, scopes.length, 'certificate:read', 'load_balancer:read');
    const { hosts, notes } = await probe({});
    expect(hosts).toEqual(['www.example.com', 'b.example.com']);
    expect(notes.join('\n')).toContain('cdn:read');
  });

  it('Consumers that cannot be read are a failure', async () => {
    use(addWeb());
    const body = { id: 'unauthorized', message: 'Unable to authenticate you' };
    simulator.fault({ path: '/v2/load_balancers' }, { kind: 'status', status: 401, body });
    const { reading } = await probe({});
    expect(reading).toMatchObject({ probed: [], failure: { code: 'api_unauthorized' } });
  });

  it('Without `auto` nothing is read or probed', async () => {
    use(addWeb());
    const { hosts } = await probe({ 'www.example.com': web }, { probesNamesInUse: false });
    expect([hosts, simulator.requests.map(({ path }) => path.split('?')[0])]).toEqual([[], ['/v2/certificates']]);
  });
});
