import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { getCertificate, listCertificates } from '../../src/digitalocean/certificates.ts';
import { openClient } from '../../src/digitalocean/client.ts';
import type { Client } from '../../src/digitalocean/client.ts';
import { makeShow } from '../../src/text.ts';
import { SILENT_LOG } from '../runner/silent-log.ts';
import { deadlineIn } from '../samples.ts';
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
  client = openClient({
    apiUrl: new URL(simulator.url),
    token: simulator.token,
    proxies: { https: '', none: '' },
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
    await expect(listCertificates(client)).rejects.toThrow(/certificate:read/u);
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

  it.each([{ name: 'web' }, { id: '', name: 'web' }, { id: 7, name: 'web' }])(
    'A list with the item %j, whose id is unusual, is read all the same',
    async (item) => {
      const body = { certificates: [item, { id: randomUUID(), name: 'other' }], meta: { total: 2 } };
      simulator.fault({}, { kind: 'status', status: 200, body });
      expect((await listCertificates(client)).map(({ name }) => name)).toEqual(['web', 'other']);
    },
  );

  it.each(['web', null, 7, ['web']])('A list with the item %j, which is no object, is not accepted', async (item) => {
    simulator.fault({ times: 99 }, { kind: 'status', status: 200, body: { certificates: [item], meta: { total: 1 } } });
    await expect(listCertificates(client)).rejects.toThrow(/list of certificates/u);
  });

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
    await expect(listCertificates(client)).rejects.toThrow(/exceeded max size/u);
  });
});
