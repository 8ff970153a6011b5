import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { NO_PROXIES } from '../../src/digitalocean/proxies.ts';
import { listConsumers } from '../../src/consumers/consumer.ts';
import { CDN_ENDPOINTS } from '../../src/consumers/cdn-endpoint.ts';
import { LOAD_BALANCERS } from '../../src/consumers/load-balancer.ts';
import { getCertificate, listCertificates } from '../../src/digitalocean/certificates.ts';
import { openClient } from '../../src/digitalocean/client.ts';
import type { Client } from '../../src/digitalocean/client.ts';
import { makeShow } from '../../src/text.ts';
import { SILENT_LOG } from '../runner/silent-log.ts';
import { deadlineIn, idOf } from '../samples.ts';
import { startSimulator } from '../simulator/simulator.ts';
import type { Simulator } from '../simulator/simulator.ts';
import type { RecordedRequest } from '../simulator/world.ts';

let simulator: Simulator;
let client: Client;
let inFlight = 0;
let most = 0;
let onRequest: (request: RecordedRequest) => void = () => undefined;

beforeAll(async () => {
  simulator = await startSimulator({
    links: 'absent',
    onRequest: async (request) => {
      inFlight += 1;
      most = Math.max(most, inFlight);
      await new Promise((done) => setTimeout(done, 5));
      inFlight -= 1;
      onRequest(request);
    },
  });
  client = await openClient({
    apiUrl: new URL(simulator.url),
    token: simulator.token,
    proxies: NO_PROXIES,
    random: () => 0,
    deadline: deadlineIn(900_000),
    log: SILENT_LOG,
    show: makeShow([]),
  });
});

afterEach(() => {
  simulator.reset();
  onRequest = () => undefined;
  most = 0;
});

afterAll(async () => {
  await client.close();
  await simulator.close();
});

function seed(count: number): string[] {
  return Array.from({ length: count }, (_, at) => simulator.addCertificate({ name: `site-${at}` }).public.id);
}

describe('list of certificates', () => {
  it.each([
    [0, 1],
    [1, 1],
    [200, 1],
    [201, 2],
    [400, 2],
    [1_001, 6],
  ])('A list of %i certificates takes %i requests and keeps its order', async (count, requests) => {
    const ids = seed(count);
    expect((await listCertificates(client)).map(({ id }) => id)).toEqual(ids);
    expect(simulator.requests.length).toBe(requests);
  });

  it('The first page is read alone, then four pages at a time', async () => {
    seed(2_000);
    await listCertificates(client);
    expect(most).toBe(4);
    expect(simulator.requests[0]?.path).toContain('page=1');
  });

  it('A list that changes while it is read is read again', async () => {
    seed(300);
    onRequest = ({ index }) => {
      if (index === 1) simulator.addCertificate({ name: 'new' });
    };
    expect((await listCertificates(client)).length).toBe(301);
    expect(simulator.requests.length).toBe(4);
  });

  it('A list that grows beyond pages that were full is read again, so that none is missed', async () => {
    const ids = seed(400);
    onRequest = ({ index }) => {
      if (index === 1) ids.push(simulator.addCertificate({ name: 'new' }).public.id);
    };
    expect((await listCertificates(client)).map(({ id }) => id)).toEqual(ids);
  });

  it('A list is read again when a certificate leaves its first page meanwhile, so that none is missed', async () => {
    const ids = seed(401);
    onRequest = ({ index }) => {
      if (index === 1) simulator.world.certificates.shift();
    };
    expect((await listCertificates(client)).map(({ id }) => id)).toEqual(ids.slice(1));
  });

  it('A list with the same id twice is read again', async () => {
    const [first] = seed(2);
    const twice = simulator.certificates
      .filter(({ public: { id } }) => id === first)
      .map((certificate) => certificate.public);
    simulator.fault(
      {},
      { kind: 'status', status: 200, body: { certificates: [...twice, ...twice], meta: { total: 2 } } },
    );
    expect((await listCertificates(client)).length).toBe(2);
    expect(simulator.requests.length).toBe(2);
  });

  it('A list whose pages never agree fails after four tries', async () => {
    seed(1);
    simulator.fault({ times: 99 }, { kind: 'status', status: 200, body: { certificates: [], meta: { total: 1 } } });
    await expect(listCertificates(client)).rejects.toThrow(/pages.*disagree.*\b4\b/u);
    expect(simulator.requests.length).toBe(4);
  });

  it('A list fails when one page fails, and requests no further pages', async () => {
    seed(2_000);
    simulator.fault({ path: /page=2$/u }, { kind: 'status', status: 403, body: { id: 'forbidden', message: 'no' } });
    await expect(listCertificates(client)).rejects.toMatchObject({ code: 'api_forbidden' });
    expect(simulator.requests.length).toBeLessThan(9);
  });

  it.each([
    { certificates: [], meta: { total: -1 } },
    { certificates: [], meta: { total: 1e9 } },
    { certificates: [], meta: {} },
    { certificates: {}, meta: { total: 0 } },
    { certificates: null, meta: { total: 3 } },
    [],
    'text',
  ])('A body like %j is not accepted as a list', async (body) => {
    const fault = {
      kind: 'status',
      status: 200,
      body: typeof body === 'string' ? JSON.stringify(body) : body,
    } as const;
    simulator.fault({ times: 99 }, fault);
    await expect(listCertificates(client)).rejects.toThrow(/list of certificates/u);
    expect(simulator.requests.length).toBe(6);
  });

  it.each(['web', null, 7, []])('A list with the item %j is not accepted', async (item) => {
    simulator.fault({ times: 99 }, { kind: 'status', status: 200, body: { certificates: [item], meta: { total: 1 } } });
    await expect(listCertificates(client)).rejects.toThrow(/list of certificates/u);
  });

  it.each([{ name: 'web' }, { id: '', name: 'web' }, { id: null }, {}])(
    'A list with the item %j, which has no id, keeps its other items',
    async (item) => {
      const id = idOf(1);
      const items = [item, item, { id, name: 'shop' }];
      simulator.fault({}, { kind: 'status', status: 200, body: { certificates: items, meta: { total: 3 } } });
      expect((await listCertificates(client)).map((each) => each.id)).toEqual(['', '', id]);
      expect(simulator.requests.length).toBe(1);
    },
  );

  it('A list that was once no list is read again', async () => {
    const ids = seed(2);
    simulator.fault({}, { kind: 'status', status: 200, body: { certificates: {}, meta: { total: 0 } } });
    expect((await listCertificates(client)).map(({ id }) => id)).toEqual(ids);
  });

  it('A certificate with an unusual id is listed, and cannot become part of a path', async () => {
    const body = { certificates: [{ id: '../ACCOUNT', name: 'web' }], meta: { total: 1 } };
    simulator.fault({}, { kind: 'status', status: 200, body });
    expect(await listCertificates(client)).toMatchObject([{ id: '../account', name: 'web' }]);
    await expect(getCertificate(client, '../account')).rejects.toMatchObject({ code: 'unusual_id' });
    expect(simulator.requests.length).toBe(1);
  });

  it('A list that is null is empty', async () => {
    simulator.fault({}, { kind: 'status', status: 200, body: { certificates: null, meta: { total: 0 } } });
    expect(await listCertificates(client)).toEqual([]);
  });

  it('Pending certificates and unusual fields are read without an error', async () => {
    const id = '892071a0-bb95-49bc-8021-3afd67a210bf';
    const items = [
      { id, name: 'web', not_after: '0001-01-01T00:00:00Z', dns_names: null, type: null, sha1_fingerprint: 'AB:CD' },
    ];
    simulator.fault({}, { kind: 'status', status: 200, body: { certificates: items, meta: { total: 1 } } });
    expect(await listCertificates(client)).toEqual([
      {
        id,
        name: 'web',
        type: 'custom',
        state: '',
        notAfter: undefined,
        notAfterText: '',
        sha1Fingerprint: 'abcd',
        createdAtText: '',
        dnsNames: [],
      },
    ]);
  });

  it('A list with an endless body is given up', async () => {
    simulator.fault({ times: 9 }, { kind: 'status', status: 200, body: 'x'.repeat(17 * 1024 * 1024) });
    await expect(listCertificates(client)).rejects.toThrow(/too large/u);
  });
});

describe('list that is read until two readings agree', () => {
  const add = (name: string): string => String(simulator.addLoadBalancer({ name })['id']);
  const seedLoadBalancers = (count: number): string[] => Array.from({ length: count }, (_, at) => add(`lb-${at}`));
  const read = async (): Promise<string[]> => (await listConsumers(client, LOAD_BALANCERS)).map(({ id }) => id);
  const listed = (): string[] => simulator.world.loadBalancers.map(({ id }) => String(id));
  /** The first load balancer goes and another comes: pages shift, and every total stays the same. */
  const shift = (): void => {
    simulator.world.loadBalancers.shift();
    add('new');
  };
  const pages = (): string => simulator.requests.map(({ path }) => /(?<!per_)page=(\d+)/u.exec(path)?.[1]).join('');

  it.each([
    [0, '1'],
    [1, '1'],
    [200, '1'],
    [201, '1212'],
    [400, '1212'],
  ])('A list of %i takes the pages %s: one page agrees with itself', async (count, expected) => {
    const ids = seedLoadBalancers(count);
    expect(await read()).toEqual(ids);
    expect(pages()).toBe(expected);
  });

  it('A page that shifts while every total stays the same hides nothing', async () => {
    seedLoadBalancers(300);
    onRequest = ({ index }) => {
      if (index === 1) shift();
    };
    expect(await read()).toEqual(listed());
    expect(pages()).toBe('121212');
  });

  it('A page that shifts between two readings makes a third one necessary', async () => {
    seedLoadBalancers(300);
    onRequest = ({ index }) => {
      if (index === 2) shift();
    };
    expect(await read()).toEqual(listed());
    expect(pages()).toBe('121212');
  });

  it('A list whose pages disagree is read until two readings in a row agree', async () => {
    seedLoadBalancers(300);
    onRequest = ({ index }) => {
      if (index === 1) add('new');
    };
    expect(await read()).toEqual(listed());
    expect(pages()).toBe('121212');
  });

  it('A list in another order is the same list', async () => {
    seedLoadBalancers(300);
    onRequest = ({ index }) => {
      if (index === 2) simulator.world.loadBalancers.reverse();
    };
    expect((await read()).toSorted()).toEqual(listed().toSorted());
    expect(pages()).toBe('1212');
  });

  it('A list that changes all the time is given up after four readings', async () => {
    seedLoadBalancers(300);
    onRequest = ({ path }) => {
      if (path.endsWith('page=2')) shift();
    };
    await expect(read()).rejects.toMatchObject({ code: 'list_unstable' });
    expect(pages()).toBe('12121212');
  });

  it('CDN endpoints are read until two readings agree, too', async () => {
    for (let at = 0; at < 201; at += 1) simulator.addCdnEndpoint({ custom_domain: `x${at}.example` });
    expect(await listConsumers(client, CDN_ENDPOINTS)).toHaveLength(201);
    expect(pages()).toBe('1212');
  });
});
