import { nameCertificate } from '../certificates/describe.ts';
import { memberNameOf } from '../certificates/family.ts';
import { uploadStep } from '../certificates/upload.ts';
import { describeConsumer } from '../consumers/consumer.ts';
import { consumersOf } from '../consumers/survey.ts';
import type { Survey } from '../consumers/survey.ts';
import type { ConsumerState, Outcome, PlannedStep } from '../outcome.ts';
import type { RotateTask } from '../task.ts';
import { findUsers } from './selection.ts';
import type { Selection } from './selection.ts';

/** What a rotation would do: what is uploaded, rebound, deleted, and left alone, and why. */
export function planRotation(task: RotateTask, { consumers }: Survey, selection: Selection): Outcome {
  const { newCertificate, replaced, lower, members } = selection;
  const { rebindable, kubernetes } = findUsers(consumers, replaced);
  const others = consumers.filter((consumer) => !rebindable.includes(consumer));
  const deletions = lower.map((certificate): PlannedStep => {
    const object = `certificate ${nameCertificate(certificate)}`;
    if (!task.deletePrevious) return leave(object, '`delete_previous` is false');
    return consumersOf(others, certificate.id).length > 0
      ? leave(object, 'a consumer that is not rebound uses it')
      : { action: 'delete', object, reason: '' };
  });
  const planned: PlannedStep[] = [
    newCertificate === undefined
      ? uploadStep(memberNameOf(task.name, task.supplied), task.supplied)
      : leave(`certificate ${nameCertificate(newCertificate)}`, 'it is the supplied one'),
    ...rebindable.map((consumer): PlannedStep => ({
      action: 'rebind',
      object: describeConsumer(consumer),
      reason: '',
    })),
    ...kubernetes.map((consumer) =>
      leave(describeConsumer(consumer), 'a Kubernetes cluster owns it; its Service has to be annotated'),
    ),
    ...deletions,
  ];
  const states: ConsumerState[] = [
    ...rebindable.map((consumer) => ({ ...consumer, status: 'planned' as const, error: '' })),
    ...kubernetes.map((consumer) => ({ ...consumer, status: 'kubernetes' as const, error: '' })),
  ];
  const isChange = planned.some(({ action }) => action !== 'leave');
  return { certificates: members, subject: newCertificate, changed: isChange, consumers: states, planned };
}

function leave(object: string, reason: string): PlannedStep {
  return { action: 'leave', object, reason };
}
