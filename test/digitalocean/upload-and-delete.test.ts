import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { makeAuthority } from '../authority/authority.ts';
import type { Issued } from '../authority/authority.ts';
import { makeTestClock, runMain } from '../runner/run-main.ts';
import type { TestClock } from '../runner/run-main.ts';
import type { StepResult } from '../runner/step.ts';
import type { Fault } from '../simulator/faults.ts';
import { startSimulator } from '../simulator/simulator.ts';
import type { Simulator } from '../simulator/simulator.ts';
import type { SimulatorOptions } from '../simulator/world.ts';

let issued: Issued;
let other: Issued;
let simulator: Simulator;
let clock: TestClock;

beforeAll(async () => {
  const authority = await makeAuthority();
  issued = await authority.issue({ dnsNames: ['www.example.com'] });
  other = await authority.issue({ dnsNames: ['www.example.com'] });
  simulator = await startSimulator({ now: () => clock.now() });
});
beforeEach(() => {
  simulator.reset();
  clock = makeTestClock();
});
afterAll(() => simulator.close());

const NOT_UNIQUE: Fault = {
  kind: 'status',
  status: 422,
  body: { id: 'unprocessable_entity', message: 'name is not unique' },
};
const LOST: Fault = { kind: 'break', effect: false };
const LOST_AND_DONE: Fault = { kind: 'break', effect: true };

function run(inputs: Readonly<Record<string, string>>, at = simulator): Promise<StepResult> {
  return runMain({ token: at.token, api_url: at.url, name: 'web', ...inputs }, { clock });
}

const upload = (certificate = issued): Record<string, string> => ({
  private_key: certificate.privateKey,
  leaf_certificate: certificate.fullChain,
});
const methods = (at = simulator): string => at.requests.map(({ method }) => method).join(' ');
const errors = (result: StepResult): string => result.annotations.map(({ message }) => message).join('\n');

async function withSimulator(options: SimulatorOptions, use: (at: Simulator) => Promise<void>): Promise<void> {
  const at = await startSimulator({ now: () => clock.now(), ...options });
  try {
    await use(at);
  } finally {
    await at.close();
  }
}

describe('upload with a lost response', () => {
  it('An upload with a lost response is found by its fingerprint and not sent again', async () => {
    simulator.fault({ method: 'POST' }, LOST_AND_DONE);
    expect((await run(upload())).outputs).toMatchObject({ changed: 'true', matches: 'true' });
    expect(methods()).toBe('GET POST GET');
  });

  it('An upload with a lost response is sent again when the certificate is not in the list', async () => {
    simulator.fault({ method: 'POST' }, LOST);
    expect((await run(upload())).exitCode).toBe(0);
    expect(methods()).toBe('GET POST GET POST');
  });

  it('An upload with a lost response is awaited while the list lags behind', async () => {
    await withSimulator({ listLagRequests: 4 }, async (at) => {
      at.fault({ method: 'POST' }, LOST_AND_DONE);
      const result = await run(upload(), at);
      expect([result.exitCode, result.outputs['changed']]).toEqual([0, 'true']);
      expect(at.certificates.length).toBe(1);
      expect(methods(at)).toBe('GET POST GET POST GET GET GET GET');
      expect(clock.sleptMs).toBeLessThan(35_000);
    });
  });

  it('An upload with a lost response leaves `changed` empty when the list never shows the certificate', async () => {
    await withSimulator({ listLagRequests: 99 }, async (at) => {
      at.fault({ method: 'POST' }, LOST_AND_DONE);
      const result = await run(upload(), at);
      expect([result.exitCode, result.outputs['changed']]).toEqual([1, '']);
      expect(errors(result)).toMatch(/"web".*no list.*not known.*again/u);
      expect(clock.sleptMs).toBeGreaterThan(29_000);
    });
  });

  it('An upload with a lost response is not sent again when another certificate has taken the name', async () => {
    simulator.fault({ method: 'POST' }, LOST);
    simulator.fault({ method: 'GET' }, { kind: 'status', status: 200, body: { certificates: [], meta: { total: 0 } } });
    simulator.addCertificate({ name: 'web' });
    const result = await run(upload());
    expect([result.exitCode, result.outputs['matches'], result.outputs['changed']]).toEqual([1, 'false', 'false']);
    expect(methods()).toBe('GET POST GET');
  });

  it('An upload whose response is lost six times is given up and leaves `changed` empty', async () => {
    simulator.fault({ method: 'POST', times: 99 }, LOST);
    const result = await run(upload());
    expect([result.exitCode, result.outputs['changed']]).toEqual([1, '']);
    expect(simulator.requests.filter(({ method }) => method === 'POST').length).toBe(6);
    expect(errors(result)).toMatch(/\b6 times/u);
  });

  it('An upload with a lost response leaves `changed` empty when the list cannot be read afterwards', async () => {
    simulator.fault({ method: 'POST' }, LOST_AND_DONE);
    simulator.fault({ method: 'GET', after: 1, times: 99 }, { kind: 'status', status: 500, body: '' });
    const result = await run(upload());
    expect([result.exitCode, result.outputs['changed']]).toEqual([1, '']);
    expect(errors(result)).toContain('is not known');
    expect((await run(upload())).exitCode).toBe(1);
    simulator.clearFaults();
    expect((await run(upload())).outputs).toMatchObject({ changed: 'false', matches: 'true' });
    expect(simulator.certificates.length).toBe(1);
  });
});

describe('name that is not unique', () => {
  it('A certificate that another run has uploaded first is accepted without a change', async () => {
    simulator.fault({ method: 'GET' }, { kind: 'status', status: 200, body: { certificates: [], meta: { total: 0 } } });
    simulator.addCertificate({ name: 'web', sha1_fingerprint: issued.sha1Fingerprint });
    const result = await run(upload());
    expect([result.exitCode, result.outputs['changed'], result.outputs['created']]).toEqual([0, 'false', '']);
  });

  it('A name that is taken but never listed is an error after half a minute', async () => {
    simulator.fault({ method: 'POST' }, NOT_UNIQUE);
    const result = await run(upload());
    expect([result.exitCode, result.outputs['changed']]).toEqual([1, 'false']);
    expect(errors(result)).toContain('no list shows it');
    expect(clock.sleptMs).toBe(30_000);
  });
});

describe('rate limit', () => {
  it.each(['POST', 'GET', 'DELETE'])(
    'A 429 response to %s is waited out for as long as the API asks',
    async (method) => {
      const isUpload = method === 'POST';
      if (!isUpload) simulator.addCertificate({ name: 'web' });
      simulator.fault(
        { method },
        {
          kind: 'status',
          status: 429,
          headers: { 'retry-after': '40' },
          body: { id: 'too_many_requests', message: 'API rate limit exceeded.' },
        },
      );
      const result = await run(isUpload ? upload() : { operation: 'delete' });
      expect(result.exitCode).toBe(0);
      expect(clock.sleptMs).toBeGreaterThanOrEqual(40_000);
      expect(clock.sleptMs).toBeLessThan(41_000);
      expect(result.log.join('\n')).toMatch(/\b429\b.*2 of 6 in 40 s/u);
    },
  );

  it('An hourly rate limit in `ratelimit-reset` is waited out within `wait_timeout`', async () => {
    await withSimulator({ rateLimit: { perHour: 1 } }, async (at) => {
      const result = await run({ ...upload(), wait_timeout: '7200' }, at);
      expect(result.exitCode).toBe(0);
      expect(clock.sleptMs).toBeGreaterThan(3_500_000);
    });
  });
});

describe('deletion', () => {
  it('A deletion with a lost response is done when the next one finds nothing', async () => {
    simulator.addCertificate({ name: 'web' });
    simulator.fault({ method: 'DELETE' }, LOST_AND_DONE);
    expect((await run({ operation: 'delete' })).outputs['changed']).toBe('true');
    expect(methods()).toBe('GET GET GET DELETE DELETE');
  });

  it('A deletion that is refused as in use is tried again after 2 s, doubling to 30 s, up to `wait_timeout`', async () => {
    await withSimulator({ inUseForMs: 100_000, inUseWording: 'active' }, async (at) => {
      const { public: there } = at.addCertificate({ name: 'web' });
      at.addLoadBalancer({ forwarding_rules: [{ certificate_id: there.id }] });
      await run({ operation: 'list' }, at);
      at.world.loadBalancers = [];
      const result = await run({ operation: 'delete' }, at);
      expect([result.exitCode, errors(result)]).toEqual([0, '']);
      expect(
        result.log
          .filter((line) => line.startsWith('Waiting'))
          .map((line) => Number(/\((\d+) s so far\)/u.exec(line)?.[1])),
      ).toEqual([0, 2, 6, 14, 30, 60, 90]);
    });
  });

  it('Leaves changed empty when six answers to a DELETE are 503', async () => {
    simulator.addCertificate({ name: 'web' });
    simulator.fault({ method: 'DELETE', times: 9 }, { kind: 'status', status: 503, body: '' });
    const result = await run({ operation: 'delete' });
    expect([result.exitCode, result.outputs['changed'], result.outputs['deleted']]).toEqual([1, '', '[]']);
    expect(methods().split(' ')).toEqual(['GET', 'GET', 'GET', ...Array<string>(6).fill('DELETE')]);
  });

  it('Fails when the certificate goes away while a DELETE waits for its rate limit', async () => {
    simulator.addCertificate({ name: 'web' });
    const limit = { id: 'too_many_requests', message: 'API rate limit exceeded.' };
    simulator.fault(
      { method: 'DELETE' },
      { kind: 'status', status: 429, headers: { 'retry-after': '1' }, body: limit },
    );
    simulator.onRequest = () => {
      if (methods().endsWith('DELETE DELETE')) simulator.world.certificates = [];
    };
    const result = await run({ operation: 'delete' });
    expect([result.exitCode, result.outputs['changed'], result.outputs['deleted']]).toEqual([1, 'false', '[]']);
    expect(simulator.requests.map(({ status }) => status)).toEqual([200, 200, 200, 429, 404]);
  });

  it('Tells both that the certificate is in use and why the load balancers cannot be read', async () => {
    const { public: there } = simulator.addCertificate({ name: 'web' });
    simulator.addLoadBalancer({ forwarding_rules: [{ certificate_id: there.id }] });
    const refusal = { id: 'bad_request', message: 'no such thing' };
    simulator.fault({ path: '/v2/load_balancers', times: 99 }, { kind: 'status', status: 400, body: refusal });
    const result = await run({ operation: 'delete' });
    expect([result.exitCode, result.outputs['changed']]).toEqual([1, 'false']);
    expect(errors(result)).toContain('no such thing');
    expect(errors(result)).toContain(there.id);
  });

  it('A deletion reports that the consumers could not be read', async () => {
    const { public: there } = simulator.addCertificate({ name: 'web' });
    simulator.addLoadBalancer({ forwarding_rules: [{ certificate_id: there.id }] });
    simulator.fault({ path: '/v2/load_balancers', times: 99 }, { kind: 'status', status: 500, body: '' });
    const result = await run({ operation: 'delete' });
    expect(result.exitCode).toBe(1);
    expect(errors(result)).toMatch(/could not be read.*\b500\b/u);
  });
});

it('A response to an upload that shows another certificate is not trusted', async () => {
  const { public: strange } = simulator.addCertificate({ name: 'strange', sha1_fingerprint: other.sha1Fingerprint });
  simulator.fault({ method: 'POST' }, { kind: 'status', status: 201, body: { certificate: strange }, effect: true });
  const result = await run(upload());
  expect([result.exitCode, result.outputs['sha1_fingerprint']]).toEqual([0, issued.sha1Fingerprint]);
});

describe('bug in the action', () => {
  it.each([
    ['an error', new TypeError('x is not a function')],
    ['something else', 'x is not a function'],
  ])('A bug that throws %s is one error without a stack and leaves `changed` empty', async (_, thrown) => {
    simulator.fault({ method: 'GET' }, { kind: 'status', status: 500, body: '' });
    const result = await runMain(
      { token: simulator.token, api_url: simulator.url, name: 'web', ...upload() },
      {
        clock,
        random: () => {
          throw thrown;
        },
      },
    );
    expect([result.exitCode, result.outputs['changed']]).toEqual([1, '']);
    expect(errors(result)).toMatch(/action itself.*debug logging/u);
    expect(errors(result)).toContain('x is not a function');
    expect(result.shown).not.toContain('run-main');
  });
});

it('A name that is taken at the upload and free afterwards is left to the next run', async () => {
  const { public: there } = simulator.addCertificate({ name: 'web' });
  simulator.fault({ method: 'GET' }, { kind: 'status', status: 200, body: { certificates: [], meta: { total: 0 } } });
  simulator.fault(
    { method: 'GET', after: 1, times: 1 },
    { kind: 'status', status: 200, body: { certificates: [{ ...there, name: 'web' }], meta: { total: 1 } } },
  );
  const result = await run(upload());
  expect(result.exitCode).toBe(1);
  expect(result.outputs['matches']).toBe('false');
});
