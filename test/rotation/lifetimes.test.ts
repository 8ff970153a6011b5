import { beforeAll, describe, expect, it } from 'vitest';
import type { Issued } from '../authority/authority.ts';
import { memberNameOf } from '../authority/member-name.ts';
import { addIssued } from '../faults/rotation-world.ts';
import type { Run } from '../runner/run-action.ts';
import { certificatesOf, rotationOf, rule } from '../scenarios/rotation.ts';
import { errorsOf, uploadOf, useScenario, warningsOf } from '../scenarios/scenario.ts';
import type { Raw } from '../simulator/world.ts';

const scenario = useScenario({}, { inProcess: true });
const DAY_MS = 86_400_000;
const LIFETIMES = [90, 64, 45, 6, 6, 6];

let issued: readonly Issued[] = [];
beforeAll(async () => {
  // One a day, the first five days ago.
  issued = await Promise.all(LIFETIMES.map(async (days, at) => issue(LIFETIMES.length - 1 - at, days)));
});

async function issue(daysAgo: number, lifetimeDays: number): Promise<Issued> {
  const notBefore = new Date(Date.now() - daysAgo * DAY_MS - 3_600_000);
  const notAfter = new Date(notBefore.getTime() + lifetimeDays * DAY_MS);
  return scenario.authority.issue({ dnsNames: ['www.example.com'], notBefore, notAfter, aia: true });
}

const rotate = (certificate: Issued, more: Readonly<Record<string, string>> = {}): Promise<Run> =>
  scenario.run({ ...uploadOf(certificate), operation: 'rotate', ...more });

/** The first certificate as the plain member, on the day it was issued, and a load balancer that uses it. */
function begin(first: Issued): Raw {
  const { simulator } = scenario;
  const id = addIssued(simulator, 'web', first);
  Object.assign(simulator.certificates[0]?.public ?? {}, {
    created_at: new Date(Date.now() - (LIFETIMES.length - 1) * DAY_MS).toISOString(),
  });
  return simulator.addLoadBalancer({ forwarding_rules: [rule(id)] });
}

const writes = (): number => scenario.simulator.requests.filter(({ method }) => method !== 'GET').length;

describe('lifetimes that get shorter', () => {
  it('Certificates of 90, 64, 45, 6, 6 and 6 days in a row are put in place, and one member is left each time', async () => {
    const [first, ...renewals] = issued;
    if (first === undefined) throw new Error('nothing was issued');
    const lb = begin(first);
    for (const renewal of renewals) {
      const run = await rotate(renewal);
      expect([run.exitCode, errorsOf(run), warningsOf(run)]).toEqual([0, '', '']);
      expect(scenario.names()).toEqual([memberNameOf(renewal)]);
      expect(certificatesOf(lb)).toEqual([run.outputs['id']]);
    }
    const before = writes();
    for (const old of issued.slice(0, -1)) {
      const again = await rotate(old);
      expect([again.exitCode, again.outputs['changed']]).toEqual([1, 'false']);
      expect(again.summary).toContain('<code>older</code>');
      expect(errorsOf(again)).toContain('`allow_older: true`');
    }
    expect(writes()).toBe(before);
    const last = renewals.at(-1);
    expect(scenario.names()).toEqual(last === undefined ? [] : [memberNameOf(last)]);
  });

  it('With `allow_older` an older certificate is put in place, and the newer one stays', async () => {
    const [, older, , newer] = issued;
    if (older === undefined || newer === undefined) throw new Error('nothing was issued');
    const lb = begin(older);
    expect((await rotate(newer)).exitCode).toBe(0);
    const run = await rotate(older, { allow_older: 'true' });
    expect([run.exitCode, errorsOf(run)]).toEqual([0, '']);
    expect(certificatesOf(lb)).toEqual([run.outputs['id']]);
    expect(scenario.names().toSorted()).toEqual([memberNameOf(older), memberNameOf(newer)].toSorted());
  });

  it('Of two certificates of one day the one that expires later is newer', async () => {
    const [short, long] = await Promise.all([issue(0, 6), issue(0, 7)]);
    begin(scenario.web);
    expect((await rotate(long)).exitCode).toBe(0);
    const run = await rotate(short);
    expect([run.exitCode, scenario.names()]).toEqual([1, [memberNameOf(long)]]);
  });
});

describe('our own certificate', () => {
  it.each([-2, 2])(
    'It is recognized by its fingerprint when the API is off by %i s in `not_after`',
    async (seconds) => {
      const lb = begin(scenario.web);
      const shift = (each: Raw): Raw => ({
        ...each,
        not_after: `${new Date(Date.parse(String(each['not_after'])) + seconds * 1_000).toISOString().slice(0, 19)}Z`,
      });
      scenario.simulator.fault(
        { path: /^\/v2\/certificates\?/u, times: Infinity },
        {
          kind: 'alter',
          effect: true,
          change: (body) => ({
            ...body,
            ...('certificate' in body ? { certificate: shift(body['certificate'] as Raw) } : {}),
            ...('certificates' in body ? { certificates: (body['certificates'] as Raw[]).map(shift) } : {}),
          }),
        },
      );
      for (const changed of ['true', 'false']) {
        const run = await scenario.run(rotationOf(scenario));
        expect([run.exitCode, errorsOf(run), run.outputs['changed']]).toEqual([0, '', changed]);
        expect(certificatesOf(lb)).toEqual([run.outputs['id']]);
        expect(scenario.names()).toEqual([memberNameOf(scenario.renewed)]);
      }
    },
  );

  it('It stays when `replaces` has its name or id', async () => {
    const lb = begin(scenario.web);
    const name = memberNameOf(scenario.renewed);
    const first = await scenario.run(rotationOf(scenario, { replaces: name }));
    expect([first.exitCode, scenario.names()]).toEqual([0, [name]]);
    for (const replaces of [name, first.outputs['id'] ?? '', `web, ${name}`]) {
      const run = await scenario.run(rotationOf(scenario, { replaces }));
      expect([run.exitCode, run.outputs['changed'], scenario.names()]).toEqual([0, 'false', [name]]);
      expect(certificatesOf(lb)).toEqual([first.outputs['id']]);
    }
  });

  it('A reissue that expires at the same moment is put in place', async () => {
    begin(scenario.web);
    const { notAfter } = scenario.web;
    const reissued = await scenario.authority.issue({ dnsNames: ['www.example.com'], notAfter, aia: true });
    const run = await rotate(reissued);
    expect([run.exitCode, errorsOf(run), scenario.names()]).toEqual([0, '', [memberNameOf(reissued)]]);
  });

  it('Duplicates of it are reported, and nothing is bound to them', async () => {
    const lb = begin(scenario.web);
    const other = addIssued(scenario.simulator, 'copy', scenario.renewed);
    const run = await scenario.run(rotationOf(scenario, { replaces: 'copy' }));
    expect([run.exitCode, errorsOf(run)]).toEqual([0, '']);
    expect(certificatesOf(lb)).toEqual([run.outputs['id']]);
    expect(scenario.names()).toContain('copy');
    const copy = { ...rotationOf(scenario), replaces: 'copy' };
    addIssued(scenario.simulator, 'web', scenario.renewed);
    const again = await scenario.run(copy);
    const notices = again.annotations.filter(({ level }) => level === 'notice').map(({ message }) => message);
    expect(notices.join('\n')).toContain(other);
  });
});
