import { describe, expect, it } from 'vitest';
import type { Consumer } from '../../src/consumers/consumer.ts';
import type { Certificate } from '../../src/digitalocean/certificates.ts';
import type { Outcome } from '../../src/outcome.ts';
import { planRotation } from '../../src/rotation/plan.ts';
import { selectCertificates } from '../../src/rotation/selection.ts';
import type { RotateTask } from '../../src/task.ts';
import {
  cdnEndpointOf,
  certificateOf,
  globalLoadBalancerOf,
  idOf,
  loadBalancerOf,
  rotateTaskOf,
  suppliedOf,
} from '../samples.ts';

const OLD = certificateOf({ id: idOf(0xa), expires: '2026-12-01T00:00:00Z' });
const HIGHER = certificateOf({ id: idOf(0xb), expires: '2027-06-01T00:00:00Z' });
const OURS = certificateOf({
  id: idOf(0xc),
  name: 'web-efefefef',
  expires: '2027-02-01T00:00:00Z',
  sha1Fingerprint: suppliedOf().sha1Fingerprint,
});
const ON_OLD = loadBalancerOf([OLD.id]);
const CLUSTER = loadBalancerOf([OLD.id], { id: idOf(4), name: 'cluster', tags: [`k8s:${idOf(5)}`] });
const MANAGED = globalLoadBalancerOf(
  {},
  { domains: [{ name: 'm.example', certificate_id: OLD.id, is_managed: true }] },
);

function plan(certificates: Certificate[], consumers: Consumer[], task: Partial<RotateTask> = {}): Outcome {
  const rotation = rotateTaskOf({ dryRun: true, ...task });
  return planRotation(rotation, { certificates, consumers }, selectCertificates(rotation, certificates));
}
/** Each step as its action and the name of its object. */
const steps = ({ planned = [] }: Outcome): string[] =>
  planned.map(({ action, object }) => `${action} ${/"([^"]*)"/u.exec(object)?.[1] ?? object}`);

describe('plan of a rotation', () => {
  it.each<readonly [string, Certificate[], Consumer[], Partial<RotateTask>, readonly string[], boolean]>([
    ['a new certificate', [OLD], [ON_OLD], {}, ['upload web-efefefef', 'rebind front-door', 'delete web'], true],
    ['no user', [OLD], [], {}, ['upload web-efefefef', 'delete web'], true],
    ['one that is in place', [OURS], [loadBalancerOf([OURS.id])], {}, ['leave web-efefefef'], false],
    [
      'one that was interrupted',
      [OLD, OURS],
      [ON_OLD, cdnEndpointOf(OURS.id)],
      {},
      ['leave web-efefefef', 'rebind front-door', 'delete web'],
      true,
    ],
    [
      '`delete_previous: false`',
      [OLD, OURS],
      [],
      { deletePrevious: false },
      ['leave web-efefefef', 'leave web'],
      false,
    ],
    [
      'a cluster',
      [OLD, OURS],
      [ON_OLD, CLUSTER],
      {},
      ['leave web-efefefef', 'rebind front-door', 'leave cluster', 'leave web'],
      true,
    ],
    ['a managed domain', [OLD, OURS], [MANAGED], {}, ['leave web-efefefef', 'leave web'], false],
    [
      'a higher member',
      [OLD, HIGHER, OURS],
      [loadBalancerOf([HIGHER.id])],
      { allowEarlierExpiry: true },
      ['leave web-efefefef', 'rebind front-door', 'delete web'],
      true,
    ],
  ])('With %s the steps are right', (_, certificates, consumers, task, expected, changed) => {
    const outcome = plan(certificates, consumers, task);
    expect(steps(outcome)).toEqual(expected);
    expect(outcome.changed).toBe(changed);
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
