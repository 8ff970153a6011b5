import type { Outcome, PlannedStep } from '../outcome.ts';
import type { RotateTask } from '../task.ts';
import { uploadStep } from '../certificates/upload.ts';
import { nameCertificate, nameConsumer } from '../text.ts';
import { makeLedger, statesOf } from './progress.ts';
import { findUsers, isUsed } from './selection.ts';
import type { Scope } from './selection.ts';
import type { Survey } from '../consumers/survey.ts';

/** What a rotation would do: what is uploaded, rebound, deleted, and left alone, and why. */
export function planRotation(task: RotateTask, survey: Survey, scope: Scope): Outcome {
  const { target, replaced, lower, members } = scope;
  const users = findUsers(survey, replaced);
  const ledger = makeLedger();
  const name = `${task.name}-${task.supplied.sha1Fingerprint.slice(0, 8)}`;
  const planned: PlannedStep[] = [
    target === undefined
      ? uploadStep(name, task.supplied)
      : leave(`certificate ${nameCertificate(target)}`, 'it is the supplied one'),
  ];
  const rebound = [
    ...users.loadBalancers.map((each) => ledger.entryOf({ kind: 'load_balancer', id: each.id, name: each.name })),
    ...users.cdnEndpoints.map((each) => ledger.entryOf({ kind: 'cdn_endpoint', id: each.id, name: each.name })),
  ];
  for (const entry of rebound) {
    entry.status = 'planned';
    planned.push({ action: 'rebind', object: `${nameConsumer(entry.consumer)} (${entry.consumer.id})`, reason: '' });
  }
  for (const { id, name: lbName } of users.kubernetes) {
    ledger.entryOf({ kind: 'load_balancer', id, name: lbName }).status = 'kubernetes';
    planned.push(
      leave(`load balancer "${lbName}" (${id})`, 'a Kubernetes cluster owns it; its Service has to be annotated'),
    );
  }
  const moved = new Set(rebound.map(({ consumer }) => consumer.id));
  const isHeld = (id: string): boolean =>
    isUsed(
      {
        ...survey,
        loadBalancers: survey.loadBalancers.filter((each) => !moved.has(each.id)),
        cdnEndpoints: survey.cdnEndpoints.filter((each) => !moved.has(each.id)),
      },
      id,
    );
  for (const certificate of lower) {
    const why = !task.deletePrevious
      ? '`delete_previous` is false'
      : isHeld(certificate.id)
        ? 'something that is not rebound uses it'
        : '';
    planned.push(
      why === ''
        ? { action: 'delete', object: `certificate ${nameCertificate(certificate)}`, reason: '' }
        : leave(`certificate ${nameCertificate(certificate)}`, why),
    );
  }
  const isChange = target === undefined || planned.some(({ action }) => action === 'rebind' || action === 'delete');
  return { certificates: members, subject: target, changed: isChange, consumers: statesOf(ledger), planned };
}

function leave(object: string, reason: string): PlannedStep {
  return { action: 'leave', object, reason };
}
