import { nameCertificate } from '../certificates/describe.ts';
import { uploadStep } from '../certificates/upload.ts';
import { describeConsumer } from '../consumers/consumer.ts';
import type { Survey } from '../consumers/survey.ts';
import type { ConsumerState, Outcome, PlannedStep } from '../outcome.ts';
import type { RotateTask } from '../task.ts';
import { findDeletable } from './delete-replaced.ts';
import { findUsers } from './selection.ts';
import type { Selection } from './selection.ts';
import type { Source } from './source.ts';

/** What a rotation would do: what is uploaded, rebound, deleted, and left alone, and why. */
export function planRotation(task: RotateTask, source: Source, { consumers }: Survey, selection: Selection): Outcome {
  const { existing, replaced, older, members } = selection;
  const { rebindable, kubernetes } = findUsers(consumers, replaced);
  const others = consumers.filter((consumer) => !rebindable.includes(consumer));
  const deletable = findDeletable(others, selection);
  const deletions = older.map((certificate): PlannedStep => {
    const object = `certificate ${nameCertificate(certificate)}`;
    if (!task.deletePrevious) return leave(object, '`delete_previous` is false');
    return deletable.includes(certificate)
      ? { action: 'delete', object, reason: '' }
      : leave(object, 'a consumer that is not rebound uses it, or may come to use it');
  });
  const planned: PlannedStep[] = [
    ...(existing === undefined
      ? source.supplied === undefined
        ? []
        : [uploadStep(source.memberName, source.supplied)]
      : [leave(`certificate ${nameCertificate(existing)}`, 'it is the new one')]),
    ...rebindable.map((consumer): PlannedStep => ({
      action: 'rebind',
      object: describeConsumer(consumer),
      reason: consumer.isKubernetes ? 'its Service is annotated' : '',
    })),
    ...kubernetes.map((consumer) =>
      leave(
        describeConsumer(consumer),
        `a Kubernetes cluster owns it; its Service has to be annotated${consumer.refusal === undefined ? '' : ` by hand (${consumer.refusal})`}`,
      ),
    ),
    ...deletions,
  ];
  const states: ConsumerState[] = [
    ...rebindable.map((consumer) => ({ ...consumer, status: 'planned' as const, error: '' })),
    ...kubernetes.map((consumer) => ({ ...consumer, status: 'kubernetes' as const, error: '' })),
  ];
  const isChange = planned.some(({ action }) => action !== 'leave');
  return { certificates: members, subject: existing, changed: isChange, consumers: states, planned };
}

function leave(object: string, reason: string): PlannedStep {
  return { action: 'leave', object, reason };
}
