import { describe, expect, it } from 'vitest';
import { memberNameOf } from '../authority/member-name.ts';
import { addIssued } from '../faults/rotation-world.ts';
import { certificatesOf, countPuts, domain, rotationOf, rule, statusesOf } from '../scenarios/rotation.ts';
import { errorsOf, useScenario, warningsOf } from '../scenarios/scenario.ts';
import type { Raw } from '../simulator/world.ts';

const scenario = useScenario({}, { inProcess: true });
const LOAD_BALANCERS = '/v2/load_balancers';

/** `web`, and a load balancer that uses it. */
function begin(): { old: string; lb: Raw } {
  const { simulator } = scenario;
  const old = addIssued(simulator, 'web', scenario.web);
  return { old, lb: simulator.addLoadBalancer({ name: 'lb-1', forwarding_rules: [rule(old)] }) };
}

/** Does something once, when a request with this method begins for the first time. */
function once(method: string, act: () => void): void {
  let isDone = false;
  scenario.simulator.onRequest = (request) => {
    if (request.method !== method || isDone) return;
    isDone = true;
    act();
  };
}

/** Another run's certificate, older than ours, with one more name. */
function addOther(): string {
  const digits = 'abcdef01';
  return scenario.simulator.addCertificate({
    name: `web-20200101-${digits}`,
    sha1_fingerprint: digits.repeat(5),
    dns_names: ['www.example.com', 'shop.example.com'],
  }).public.id;
}

const deletions = (): number => scenario.simulator.requests.filter(({ method }) => method === 'DELETE').length;

describe('what another run does while this one is delayed', () => {
  it.each(['POST', 'PUT'])(
    'A certificate whose names the new one does not cover is neither replaced nor deleted when it is bound at the %s',
    async (method) => {
      const { lb } = begin();
      const { simulator } = scenario;
      const second = simulator.addLoadBalancer({ name: 'lb-2' });
      let other = '';
      once(method, () => {
        other = addOther();
        second['forwarding_rules'] = [rule(other)];
      });
      const run = await scenario.run(rotationOf(scenario));
      expect(run.exitCode).toBe(1);
      expect(errorsOf(run)).toContain('"shop.example.com"');
      expect([certificatesOf(second), deletions()]).toEqual([[other], 0]);
      expect(certificatesOf(lb)).not.toEqual([other]);
      expect(scenario.names()).toContain('web-20200101-abcdef01');
    },
  );

  it.each([
    [
      'CDN endpoint',
      (id: string) => scenario.simulator.addCdnEndpoint({ custom_domain: 'x.example', certificate_id: id }),
    ],
    [
      'global load balancer',
      (id: string) => scenario.simulator.addLoadBalancer({ type: 'GLOBAL', domains: [domain('x.example', id)] }),
    ],
  ])('A %s that appears during the run keeps a certificate that the new one cannot replace', async (_, add) => {
    for (const more of [{}, { delete_previous: 'false' }]) {
      scenario.simulator.reset();
      const { old } = begin();
      let added: Raw = {};
      once('PUT', () => (added = add(old)));
      const run = await scenario.run(rotationOf(scenario, more));
      expect(run.exitCode).toBe(1);
      expect(errorsOf(run)).toContain('"x.example"');
      expect(added['certificate_id'] ?? certificatesOf(added)[0]).toBe(old);
      expect(scenario.names()).toContain('web');
    }
  });

  it.each(['true', 'false'])(
    'A load balancer that appears during the run is rebound too with `delete_previous: %s`',
    async (deletePrevious) => {
      const { old } = begin();
      let added: Raw = {};
      once('PUT', () => {
        added = scenario.simulator.addLoadBalancer({ name: 'lb-2', forwarding_rules: [rule(old)] });
      });
      const run = await scenario.run(rotationOf(scenario, { delete_previous: deletePrevious }));
      expect([run.exitCode, errorsOf(run)]).toEqual([0, '']);
      expect(certificatesOf(added)).toEqual([run.outputs['id']]);
      expect(statusesOf(run.outputs['load_balancers'])).toEqual(['rebound', 'rebound']);
    },
  );

  it('The upload of a run that was overtaken stays when something uses it', async () => {
    begin();
    const { simulator } = scenario;
    const later = await scenario.authority.issue({
      dnsNames: ['www.example.com'],
      notAfter: new Date(Date.now() + 200 * 86_400_000),
    });
    const ours = memberNameOf(scenario.renewed);
    simulator.onRequest = ({ method, path }) => {
      const own = simulator.certificates.find((certificate) => certificate.public.name === ours);
      if (method !== 'GET' || !path.startsWith('/v2/certificates') || own === undefined) return;
      if (scenario.names().includes(memberNameOf(later))) return;
      addIssued(simulator, memberNameOf(later), later);
      simulator.addLoadBalancer({ name: 'lb-2', forwarding_rules: [rule(own.public.id)] });
    };
    const run = await scenario.run(rotationOf(scenario));
    expect([run.exitCode, deletions()]).toEqual([1, 0]);
    expect(run.summary).toContain('<code>superseded</code>');
    expect(scenario.names()).toEqual(['web', ours, memberNameOf(later)]);
  });

  it('A certificate that DigitalOcean renews during the run is replaced under its new id', async () => {
    const { simulator } = scenario;
    const { lb } = begin();
    const [stored] = simulator.certificates;
    Object.assign(stored?.public ?? {}, { type: 'lets_encrypt' });
    const next = '5a7c1f2e-0000-4000-8000-000000000001';
    once('POST', () => {
      Object.assign(stored?.public ?? {}, { id: next });
      lb['forwarding_rules'] = [rule(next)];
    });
    const run = await scenario.run(rotationOf(scenario));
    expect([run.exitCode, errorsOf(run)]).toEqual([0, '']);
    expect(certificatesOf(lb)).toEqual([run.outputs['id']]);
    expect(scenario.names()).toEqual([memberNameOf(scenario.renewed)]);
  });
});

describe('responses that are not true', () => {
  it.each(['true', 'false'])(
    'An update that was answered 200 and not applied is sent again with `delete_previous: %s`',
    async (deletePrevious) => {
      const { old, lb } = begin();
      let isUndone = false;
      scenario.simulator.onRequest = ({ method }) => {
        if (method !== 'GET' || isUndone || countPuts(scenario) === 0) return;
        isUndone = true;
        lb['forwarding_rules'] = [rule(old)];
      };
      const run = await scenario.run(rotationOf(scenario, { delete_previous: deletePrevious }));
      expect([run.exitCode, errorsOf(run), countPuts(scenario)]).toEqual([0, '', 2]);
      expect(certificatesOf(lb)).toEqual([run.outputs['id']]);
    },
  );

  it.each([1, Infinity])('A GET that is answered with an empty object %d times passes for nothing', async (times) => {
    const { old, lb } = begin();
    scenario.simulator.fault(
      { method: 'GET', path: `${LOAD_BALANCERS}/`, times },
      { kind: 'status', status: 200, body: {} },
    );
    const run = await scenario.run(rotationOf(scenario));
    const isBound = times === 1;
    expect([run.exitCode, countPuts(scenario)]).toEqual(isBound ? [0, 1] : [1, 0]);
    expect(certificatesOf(lb)).toEqual([isBound ? run.outputs['id'] : old]);
    expect(scenario.names().includes('web')).toBe(!isBound);
  });

  it('A load balancer that slips between two pages is found before anything relies on the list', async () => {
    const { simulator } = scenario;
    const old = addIssued(simulator, 'web', scenario.web);
    for (let at = 0; at < 200; at += 1) simulator.addLoadBalancer({ name: `other-${at}` });
    const last = simulator.addLoadBalancer({ name: 'last', forwarding_rules: [rule(old)] });
    // One is deleted and one is made between the two pages: the totals are the same, and what was on page 2 is on page 1 now.
    let shifts = 0;
    simulator.onRequest = ({ path }) => {
      const isUploaded = scenario.names().length > 1;
      if (!path.startsWith(LOAD_BALANCERS) || !path.endsWith('&page=2') || !isUploaded || shifts > 0) return;
      shifts += 1;
      simulator.world.loadBalancers.shift();
      simulator.addLoadBalancer({ name: 'new' });
    };
    const run = await scenario.run(rotationOf(scenario, { delete_previous: 'false' }));
    expect([run.exitCode, errorsOf(run), warningsOf(run), shifts]).toEqual([0, '', '', 1]);
    expect(certificatesOf(last)).toEqual([run.outputs['id']]);
  });

  it.each([3, Infinity])(
    'A domain that shows the new certificate is bound when it is active again, after %d looks',
    async (times) => {
      const { simulator } = scenario;
      const old = addIssued(simulator, 'web', scenario.web);
      simulator.addLoadBalancer({
        name: 'world',
        type: 'GLOBAL',
        domains: [domain('www.example.com', old, { status: 'active' })],
      });
      let looks = 0;
      simulator.fault(
        { path: `${LOAD_BALANCERS}/`, times, after: 1 },
        {
          kind: 'alter',
          effect: true,
          change: (body) => {
            looks += 1;
            const raw = body['load_balancer'] as Raw;
            const domains = (raw['domains'] as Raw[]).map((each) => ({ ...each, status: 'pending' }));
            return { load_balancer: { ...raw, domains } };
          },
        },
      );
      const run = await scenario.run(rotationOf(scenario, { wait_timeout: '300' }));
      if (times === Infinity) {
        expect([run.exitCode, statusesOf(run.outputs['load_balancers']), deletions()]).toEqual([1, ['rebound'], 0]);
        expect(errorsOf(run)).toContain('not confirmed yet');
        return;
      }
      expect([run.exitCode, looks, deletions()]).toEqual([0, 3, 1]);
      expect(scenario.clock.sleptMs).toBeLessThan(10_000);
    },
  );
});

describe('deletions', () => {
  it('One reading of everything covers one deletion', async () => {
    const { simulator } = scenario;
    begin();
    for (const digit of ['1', '2', '3']) {
      const digits = digit.repeat(8);
      simulator.addCertificate({ name: `web-2020010${digit}-${digits}`, sha1_fingerprint: digits.repeat(5) });
    }
    const run = await scenario.run(rotationOf(scenario));
    expect([run.exitCode, deletions(), scenario.names().length]).toEqual([0, 4, 1]);
    const rounds = scenario
      .requests()
      .map((line) => line.replace(/\/[0-9a-f-]{36}$/u, ''))
      .join('\n')
      .split('DELETE /v2/certificates')
      .slice(1, -1);
    for (const round of rounds)
      expect(round.trim().split('\n').toSorted()).toEqual([
        'GET /v2/cdn/endpoints',
        'GET /v2/certificates',
        `GET ${LOAD_BALANCERS}`,
      ]);
  });

  it('A member that comes into use between two deletions is rebound before it is deleted', async () => {
    const { simulator } = scenario;
    const { lb } = begin();
    const other = addOther();
    Object.assign(simulator.certificates[1]?.public ?? {}, { dns_names: ['www.example.com'] });
    let second: Raw = {};
    once('DELETE', () => (second = simulator.addLoadBalancer({ name: 'lb-2', forwarding_rules: [rule(other)] })));
    const run = await scenario.run(rotationOf(scenario));
    expect([run.exitCode, errorsOf(run), deletions()]).toEqual([0, '', 2]);
    expect([lb, second].map(certificatesOf)).toEqual([[run.outputs['id']], [run.outputs['id']]]);
  });
});
