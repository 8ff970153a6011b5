import { createApiClient } from 'dots-wrapper';
import { afterEach, describe, expect, it } from 'vitest';
import { makeAuthority } from '../authority/authority.ts';
import { startSimulator } from './simulator.ts';
import type { Simulator } from './simulator.ts';
import { IN_USE_WORDINGS } from './world.ts';
import type { SimulatorOptions } from './world.ts';

let simulator: Simulator;
afterEach(() => simulator.close());

interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly body: Record<string, unknown>;
}

async function start(options: SimulatorOptions = {}): Promise<void> {
  simulator = await startSimulator(options);
}

async function call(
  method: string,
  path: string,
  body?: unknown,
  headers: Record<string, string> = {},
): Promise<Answer> {
  const response = await fetch(simulator.url + path, {
    method,
    headers: {
      authorization: `Bearer ${simulator.token}`,
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      ...headers,
    },
    ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    redirect: 'manual',
  });
  const text = await response.text();
  return {
    status: response.status,
    headers: response.headers,
    body: text === '' ? {} : (JSON.parse(text) as Record<string, unknown>),
  };
}

const messageOf = ({ status, body }: Answer): string => `${status} ${String(body['id'])}: ${String(body['message'])}`;

describe('third-party client', () => {
  it('A third-party client can list, create, read and delete certificates', async () => {
    await start();
    const issued = await (await makeAuthority()).issue({ dnsNames: ['www.example.com'] });
    const client = createApiClient({ token: simulator.token, endpoint: `${simulator.url}/v2` });
    const before = await client.certificate.listCertificates({});
    expect(before.data.certificates).toEqual([]);
    const created = await client.certificate.createCertificate({
      name: 'web',
      type: 'custom',
      private_key: issued.privateKey,
      leaf_certificate: issued.leafCertificate,
      certificate_chain: issued.certificateChain,
    });
    const { id } = created.data.certificate;
    expect(created.status).toBe(201);
    const read = await client.certificate.getCertificate({ certificate_id: id });
    expect(read.data.certificate).toMatchObject({
      name: 'web',
      sha1_fingerprint: issued.sha1Fingerprint,
      state: 'verified',
      dns_names: ['www.example.com'],
    });
    expect((await client.certificate.listCertificates({})).data.meta?.total).toBe(1);
    expect((await client.certificate.deleteCertificate({ certificate_id: id })).status).toBe(204);
    expect(simulator.certificates).toEqual([]);
  });
});

describe('responses', () => {
  it('An error response has an id, a message and a request id, as in the header', async () => {
    await start();
    const answer = await call('GET', '/v2/certificates', undefined, { authorization: 'Bearer wrong' });
    expect(messageOf(answer)).toMatch(/^401 unauthorized: Unable/u);
    expect(answer.headers.get('x-request-id')).toBe(answer.body['request_id']);
  });

  it.each([
    ['GET', '/v2/certificates/892071a0-bb95-49bc-8021-3afd67a210bf', 404],
    ['GET', '/v2/certificates/web', 404],
    ['GET', '/v2/droplets', 404],
    ['GET', '/v2/load_balancers/892071a0-bb95-49bc-8021-3afd67a210bf', 404],
    ['GET', '/v2/cdn/endpoints/892071a0-bb95-49bc-8021-3afd67a210bf', 404],
    ['PUT', '/v2/certificates', 405],
  ])('The request %s %s is answered with %i', async (method, path, status) => {
    await start();
    expect((await call(method, path)).status).toBe(status);
  });

  it('An empty id reads the list, as the live API does', async () => {
    await start();
    simulator.addCertificate({ name: 'web' });
    expect((await call('GET', '/v2/certificates/')).body['meta']).toEqual({ total: 1 });
  });

  it('A missing scope is a 403 that is neither "in use" nor "busy"', async () => {
    await start({ scopes: ['certificate:read'] });
    const answer = await call('GET', '/v2/load_balancers');
    expect(messageOf(answer)).toMatch(/^403 forbidden: (?!.*(?:\bin use|\bused|processes))/u);
  });
});

describe('pages', () => {
  it('A page has 20 items by default and 200 at most, as the API description says', async () => {
    await start();
    for (let at = 0; at < 250; at += 1) simulator.addCertificate({ name: `site-${at}` });
    const lengthOf = async (query: string): Promise<unknown> =>
      ((await call('GET', `/v2/certificates${query}`)).body['certificates'] as unknown[] | undefined)?.length;
    expect([
      await lengthOf(''),
      await lengthOf('?per_page=200'),
      await lengthOf('?per_page=200&page=2'),
      await lengthOf('?page=99'),
    ]).toEqual([20, 200, 50, 0]);
    for (const query of ['?per_page=201', '?per_page=0', '?page=0', '?per_page=x'])
      expect((await call('GET', `/v2/certificates${query}`)).status).toBe(422);
  });

  it.each([
    [
      'absolute',
      {
        pages: {
          first: expect.stringContaining('page=1'),
          prev: expect.stringContaining('page=1'),
          next: expect.stringMatching(/^http:\/\/127\.0\.0\.1:.*page=3/u),
          last: expect.stringContaining('page=3'),
        },
      },
    ],
    ['empty', {}],
    ['absent', undefined],
  ] as const)('A page can have links that are %s', async (links, expected) => {
    await start({ links });
    for (let at = 0; at < 50; at += 1) simulator.addCertificate({ name: `site-${at}` });
    expect((await call('GET', '/v2/certificates?page=2')).body['links']).toEqual(expected);
  });

  it.each([
    [true, 1],
    [false, 2],
  ])('A list is filtered by name only if the option says so (%s)', async (nameFilter, count) => {
    await start({ nameFilter });
    simulator.addCertificate({ name: 'web' });
    simulator.addCertificate({ name: 'other' });
    expect((await call('GET', '/v2/certificates?name=web')).body['meta']).toEqual({ total: count });
  });
});

describe('creation', () => {
  it('A creation is checked as strictly as the API description says, or more strictly', async () => {
    await start();
    const authority = await makeAuthority();
    const issued = await authority.issue({ dnsNames: ['www.example.com'] });
    const weak = await authority.issue({ dnsNames: ['www.example.com'], keyType: 'rsa-1024' });
    const good = {
      name: 'web',
      type: 'custom',
      private_key: issued.privateKey,
      leaf_certificate: issued.leafCertificate,
      certificate_chain: issued.certificateChain,
    };
    const post = async (body: unknown, headers = {}): Promise<string> =>
      messageOf(await call('POST', '/v2/certificates', body, headers));
    expect(await post('{')).toMatch(/^400/u);
    expect(await post(good, { 'content-type': 'text/plain' })).toMatch(/^415/u);
    expect(await post({ ...good, color: 'blue' })).toMatch(/^422 .*color/u);
    expect(await post({ ...good, type: 'other' })).toMatch(/^422/u);
    expect(await post({ ...good, name: '' })).toMatch(/^422/u);
    expect(await post({ ...good, private_key: undefined })).toMatch(/^422 .*required/u);
    expect(await post({ ...good, private_key: 'x' })).toMatch(/^422 .*Invalid certificate data/u);
    expect(await post({ ...good, private_key: issued.privateKey.replaceAll('\n', '\r\n') })).toMatch(/malformed PEM/u);
    expect(await post({ ...good, leaf_certificate: issued.fullChain })).toMatch(/must be one certificate/u);
    expect(await post({ ...good, private_key: weak.privateKey, leaf_certificate: weak.leafCertificate })).toMatch(
      /2048 bits \(RSA\).*224 bits \(ECDSA\)/u,
    );
    expect(
      await post({ ...good, private_key: (await authority.issue({ dnsNames: ['a.example'] })).privateKey }),
    ).toMatch(/does not match/u);
    expect(simulator.certificates).toEqual([]);
    // No chain is looked at.
    expect(await post({ ...good, certificate_chain: authority.otherRoot })).toMatch(/^201/u);
    expect(await post(good)).toMatch(/^422 unprocessable_entity: .*not unique/u);
  });

  it('An order of Let’s Encrypt is verified or fails after a while, and a wildcard adds its parent', async () => {
    for (const ends of ['verified', 'error'] as const) {
      let now = Date.UTC(2026, 10, 24);
      await start({ now: () => now, letsEncrypt: { issueMs: 5_000, ends } });
      const body = { name: 'web', type: 'lets_encrypt', dns_names: ['*.example.com'] };
      const { id } = (await call('POST', '/v2/certificates', body)).body['certificate'] as { id: string };
      const read = async (): Promise<unknown> => (await call('GET', `/v2/certificates/${id}`)).body['certificate'];
      now += 4_999;
      expect(await read()).toMatchObject({
        state: 'pending',
        not_after: '',
        dns_names: ['*.example.com', 'example.com'],
      });
      now += 1;
      expect(await read()).toMatchObject({
        state: ends,
        not_after: ends === 'verified' ? '2027-02-22T00:00:05Z' : '',
        sha1_fingerprint: expect.stringMatching(ends === 'verified' ? /^[0-9a-f]{40}$/u : /^$/u),
      });
      if (ends === 'verified') await simulator.close();
    }
  });

  it.each([
    ['201', 201, true],
    ['202', 202, true],
    ['202-empty', 202, false],
  ] as const)(
    'An order of Let’s Encrypt is answered with %s and refused outside of the zones of the account',
    async (answer, status, isTold) => {
      await start({ letsEncrypt: { answer, zones: ['example.com'] } });
      const order = (name: string, dnsName: string): Promise<Answer> =>
        call('POST', '/v2/certificates', { name, type: 'lets_encrypt', dns_names: [dnsName] });
      const taken = await order('web', 'www.example.com');
      expect([taken.status, 'certificate' in taken.body]).toEqual([status, isTold]);
      expect(simulator.certificates.map(({ public: { name } }) => name)).toEqual(['web']);
      expect((await order('foreign', 'www.notexample.com')).status).toBe(422);
      expect((await order('web', 'www.example.com')).body['message']).toBe('name is not unique');
    },
  );

  it('An order of Let’s Encrypt is answered with 202 and pending', async () => {
    await start();
    const answer = await call('POST', '/v2/certificates', {
      name: 'web',
      type: 'lets_encrypt',
      dns_names: ['www.example.com'],
    });
    expect([answer.status, (answer.body['certificate'] as { state: string }).state]).toEqual([202, 'pending']);
    expect((await call('POST', '/v2/certificates', { name: 'x', type: 'lets_encrypt', dns_names: [] })).status).toBe(
      422,
    );
  });

  it('An old account can have the same name twice, and a new certificate can appear late in the list', async () => {
    await start({ allowDuplicateNames: true, listLagRequests: 1, blankDnsNames: true });
    const issued = await (await makeAuthority()).issue({ dnsNames: ['www.example.com'] });
    const body = { name: 'web', private_key: issued.privateKey, leaf_certificate: issued.leafCertificate };
    for (let at = 0; at < 2; at += 1) expect((await call('POST', '/v2/certificates', body)).status).toBe(201);
    expect((await call('GET', '/v2/certificates')).body['meta']).toEqual({ total: 0 });
    const late = await call('GET', '/v2/certificates');
    expect((late.body['certificates'] as { dns_names: string[] }[]).map(({ dns_names: names }) => names)).toEqual([
      [''],
      [''],
    ]);
  });
});

describe('deletion', () => {
  it.each(Object.entries(IN_USE_WORDINGS))(
    'A deletion of a certificate in use is refused with the wording "%s"',
    async (inUseWording, { status, message }) => {
      await start({ inUseWording: inUseWording as keyof typeof IN_USE_WORDINGS });
      const { public: there } = simulator.addCertificate({ name: 'web' });
      simulator.addCdnEndpoint({ certificate_id: there.id });
      expect(messageOf(await call('DELETE', `/v2/certificates/${there.id}`))).toMatch(
        new RegExp(`^${status} .*${message.slice(0, 30)}`, 'u'),
      );
    },
  );

  it('A deletion is refused for a while after the last consumer is rebound', async () => {
    let now = 0;
    await start({ inUseForMs: 60_000, now: () => now });
    const { public: there } = simulator.addCertificate({ name: 'web' });
    simulator.addLoadBalancer({ forwarding_rules: [{ certificate_id: there.id }] });
    const remove = async (): Promise<number> => (await call('DELETE', `/v2/certificates/${there.id}`)).status;
    expect(await remove()).toBe(403);
    simulator.world.loadBalancers = [];
    expect(await remove()).toBe(403);
    now += 60_001;
    expect(await remove()).toBe(204);
    expect(await remove()).toBe(404);
  });
});

describe('rate limits', () => {
  it('A limit per minute sends Retry-After, a limit per hour sends only the reset, and CDN endpoints have their own', async () => {
    let now = 1_000_000;
    await start({ rateLimit: { perMinute: 3, perHour: 5, cdnPer10s: 1 }, now: () => now });
    const statuses = async (path: string, count: number): Promise<number[]> => {
      const found: number[] = [];
      for (let at = 0; at < count; at += 1) found.push((await call('GET', path)).status);
      return found;
    };
    expect(await statuses('/v2/cdn/endpoints', 2)).toEqual([200, 429]);
    expect(await statuses('/v2/certificates', 1)).toEqual([200]);
    const burst = await call('GET', '/v2/certificates');
    expect([burst.status, burst.headers.get('retry-after'), burst.headers.get('ratelimit-remaining')]).toEqual([
      429,
      '60',
      '0',
    ]);
    now += 60_000;
    expect(await statuses('/v2/certificates', 1)).toEqual([200]);
    const hourly = await call('GET', '/v2/certificates');
    expect([hourly.status, hourly.headers.get('retry-after')]).toEqual([429, null]);
    expect(Number(hourly.headers.get('ratelimit-reset')) * 1_000).toBe(1_000_000 + 3_600_000);
    expect(hourly.headers.get('date')).toBe(new Date(now).toUTCString());
  });
});

describe('faults', () => {
  it('A fault hits the chosen request, as often as chosen, with the chosen effect', async () => {
    await start();
    const { public: there } = simulator.addCertificate({ name: 'web' });
    simulator.fault(
      { method: 'GET', path: '/v2/certificates', after: 1, times: 2 },
      { kind: 'status', status: 502, body: '{"edge":true}', headers: { 'x-edge': '1' } },
    );
    const statuses: number[] = [];
    for (let at = 0; at < 4; at += 1) statuses.push((await call('GET', '/v2/certificates')).status);
    expect(statuses).toEqual([200, 502, 502, 200]);
    simulator.fault({ index: 1 }, { kind: 'break', effect: true });
    expect((await call('GET', '/v2/certificates')).status).toBe(200);
    await expect(call('DELETE', `/v2/certificates/${there.id}`)).rejects.toThrow();
    expect(simulator.certificates).toEqual([]);
    expect(simulator.requests.at(-1)).toMatchObject({ method: 'DELETE', effect: true, status: 0 });
  });

  it.each(['refuse', 'cut', 'garbage', 'truncate'] as const)(
    'A fault of the kind "%s" leaves no readable response',
    async (kind) => {
      await start();
      simulator.fault({}, kind === 'refuse' ? { kind } : { kind, effect: true });
      await expect(call('GET', '/v2/certificates')).rejects.toThrow();
      expect((await call('GET', '/v2/certificates')).status).toBe(200);
    },
  );
});
