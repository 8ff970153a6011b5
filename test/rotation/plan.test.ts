import { describe, expect, it } from 'vitest';
import type { Consumer } from '../../src/consumers/consumer.ts';
import type { Certificate } from '../../src/digitalocean/certificates.ts';
import type { Outcome } from '../../src/outcome.ts';
import { planRotation } from '../../src/rotation/plan.ts';
import { selectCertificates } from '../../src/rotation/selection.ts';
import { findSource } from '../../src/rotation/source.ts';
import type { RotateOptions, RotateTask } from '../../src/task.ts';
import {
  cdnEndpointOf,
  certificateOf,
  globalLoadBalancerOf,
  idOf,
  loadBalancerOf,
  rotateTaskOf,
  suppliedOf,
  uploadedTaskOf,
} from '../samples.ts';

const NOW = Date.parse('2026-11-24T12:00:00Z');
const OLD = certificateOf({ id: idOf(0xa), expires: '2026-12-01T00:00:00Z' });
const NEWER = certificateOf({
  id: idOf(0xb),
  name: 'web-20261120-cdcdcdcd',
  sha1Fingerprint: 'cd'.repeat(20),
  expires: '2026-11-30T00:00:00Z',
});
const OURS = certificateOf({
  id: idOf(0xc),
  name: 'web-20261101-efefefef',
  expires: '2027-02-01T00:00:00Z',
  sha1Fingerprint: suppliedOf().sha1Fingerprint,
});
const ON_OLD = loadBalancerOf([OLD.id]);
const CLUSTER = loadBalancerOf([OLD.id], { id: idOf(4), name: 'cluster', tags: [`k8s:${idOf(5)}`] });
const MANAGED = globalLoadBalancerOf(
  {},
  { domains: [{ name: 'm.example', certificate_id: OLD.id, is_managed: true }] },
);

function planFor(rotation: RotateTask, certificates: Certificate[], consumers: Consumer[]): Outcome {
  const source = findSource(rotation, certificates, NOW);
  const selection = selectCertificates(rotation, source, certificates, NOW);
  return planRotation(rotation, source, { certificates, consumers }, selection);
}
const plan = (certificates: Certificate[], consumers: Consumer[], given: Partial<RotateOptions> = {}): Outcome =>
  planFor(rotateTaskOf({ dryRun: true, ...given }), certificates, consumers);
/** Each step as its action and the name of its object. */
const steps = ({ planned = [] }: Outcome): string[] =>
  planned.map(({ action, object }) => `${action} ${/"([^"]*)"/u.exec(object)?.[1] ?? object}`);

describe('plan of a rotation', () => {
  it.each<readonly [string, Certificate[], Consumer[], Partial<RotateOptions>, readonly string[], boolean]>([
    [
      'a new certificate',
      [OLD],
      [ON_OLD],
      {},
      ['upload web-20261101-efefefef', 'rebind front-door', 'delete web'],
      true,
    ],
    ['no user', [OLD], [], {}, ['upload web-20261101-efefefef', 'delete web'], true],
    ['one that is in place', [OURS], [loadBalancerOf([OURS.id])], {}, ['leave web-20261101-efefefef'], false],
    [
      'one that was interrupted',
      [OLD, OURS],
      [ON_OLD, cdnEndpointOf(OURS.id)],
      {},
      ['leave web-20261101-efefefef', 'rebind front-door', 'delete web'],
      true,
    ],
    [
      '`delete_previous: false`',
      [OLD, OURS],
      [],
      { deletePrevious: false },
      ['leave web-20261101-efefefef', 'leave web'],
      false,
    ],
    [
      'a cluster',
      [OLD, OURS],
      [ON_OLD, CLUSTER],
      {},
      ['leave web-20261101-efefefef', 'rebind front-door', 'leave cluster', 'leave web'],
      true,
    ],
    ['a managed domain', [OLD, OURS], [MANAGED], {}, ['leave web-20261101-efefefef', 'leave web'], false],
    [
      'a newer member',
      [OLD, NEWER, OURS],
      [loadBalancerOf([NEWER.id])],
      { allowOlder: true },
      ['leave web-20261101-efefefef', 'rebind front-door', 'delete web'],
      true,
    ],
  ])('With %s the steps are right', (_, certificates, consumers, task, expected, changed) => {
    const outcome = plan(certificates, consumers, task);
    expect(steps(outcome)).toEqual(expected);
    expect(outcome.changed).toBe(changed);
  });

  it('A member that a user may have been told to annotate stays while a cluster uses an older one', () => {
    const LAST = certificateOf({ id: idOf(0xd), name: 'web-20261020-abababab', expires: '2027-01-01T00:00:00Z' });
    const expected = ['leave web-20261101-efefefef', 'leave cluster', 'leave web', 'leave web-20261020-abababab'];
    expect(steps(plan([OLD, LAST, OURS], [CLUSTER]))).toEqual(expected);
    const onLast = loadBalancerOf([LAST.id], { name: 'cluster', tags: [`k8s:${idOf(5)}`] });
    expect(steps(plan([OLD, LAST, OURS], [onLast]))).toEqual(expected.with(2, 'delete web'));
  });

  it('An uploaded certificate is rebound to, and nothing is uploaded', () => {
    const task = uploadedTaskOf({ name: 'web' });
    const outcome = planFor(task, [OLD, OURS], [ON_OLD]);
    expect(steps(outcome)).toEqual(['leave web-20261101-efefefef', 'rebind front-door', 'delete web']);
    expect(outcome.subject).toBe(OURS);
    expect(planFor(task, [OURS], [])).toMatchObject({ changed: false, subject: OURS });
  });

  it('A rollback by id takes consumers from the newer member, and leaves it', () => {
    const outcome = planFor(uploadedTaskOf({ id: OURS.id }), [OLD, NEWER, OURS], [loadBalancerOf([NEWER.id])]);
    expect(steps(outcome)).toEqual(['leave web-20261101-efefefef', 'rebind front-door', 'delete web']);
  });

  it('What is left alone has a reason, and what is done has none', () => {
    const { planned = [] } = plan([OLD, OURS], [ON_OLD, CLUSTER]);
    expect(planned.map(({ action, reason }) => (action === 'leave') === (reason !== ''))).not.toContain(false);
  });

  it('Consumers are planned, or left to their cluster, and the outcome has the family and the new certificate', () => {
    const { consumers = [], certificates, subject } = plan([OLD, OURS], [ON_OLD, CLUSTER, cdnEndpointOf(OURS.id)]);
    expect(consumers.map(({ id, status, error }) => [id, status, error])).toEqual([
      [ON_OLD.id, 'planned', ''],
      [CLUSTER.id, 'kubernetes', ''],
    ]);
    expect([certificates, subject]).toEqual([[OLD, OURS], OURS]);
  });
});
