import { describeLimit, findExpiring } from '../certificates/expiry.ts';
import { describeConsumer, nameConsumer } from '../consumers/consumer.ts';
import type { Consumer } from '../consumers/consumer.ts';
import { annotateCommand } from '../consumers/kubernetes.ts';
import type { Certificate } from '../digitalocean/certificates.ts';
import { ActionError } from '../errors.ts';
import type { Context } from '../outcome.ts';
import type { RotateTask } from '../task.ts';
import { enumerate, quoteName } from '../text.ts';
import { failEntry } from './progress.ts';
import type { Progress } from './progress.ts';

/**
 * Notes the load balancers that are left to the Kubernetes cluster that owns them, and warns of each once, with the command that its user
 * has to run. With `kubernetes: annotate` they have failed.
 */
export function leaveKubernetes(
  { kubernetes: mode }: Pick<RotateTask, 'kubernetes'>,
  kubernetes: readonly Consumer[],
  newCertificate: Certificate,
  progress: Progress,
  { log }: Context,
): void {
  for (const consumer of kubernetes) {
    const entry = progress.entryOf(consumer);
    const status = mode === 'annotate' ? 'failed' : 'kubernetes';
    if (entry.status === status && entry.leftFor.has(progress.family)) continue;
    entry.leftFor.add(progress.family);
    const { refusal, service } = consumer;
    const why = refusal === undefined ? '' : ` Its Service could not be annotated: ${refusal}.`;
    const command = annotateCommand(newCertificate, service);
    if (mode === 'annotate') failEntry(entry, `${why.trim()} Run \`${command}\`.`.trim());
    else entry.status = status;
    const message = `The ${describeConsumer(consumer)} belongs to a Kubernetes cluster, whose controller would undo a change. It was not changed, and its certificate stays.${why} Annotate its Service before the next renewal, and run this workflow again: ${command}`;
    if (mode === 'annotate') log.info(message);
    else log.warning(message);
  }
}

/**
 * Throws if a load balancer of a cluster is left on a certificate with less time left than `min_days` asks for.
 * @throws ActionError `kubernetes_expiring`
 */
export function throwIfLeftExpiring(
  task: RotateTask,
  kubernetes: readonly Consumer[],
  replaced: readonly Certificate[],
  newCertificate: Certificate,
  { deadline }: Context,
): void {
  const { minDays } = task;
  const rule = { minDays, now: deadline.clock.now() };
  const expiring = findExpiring(replaced, rule).filter(({ reason }) => reason !== 'error');
  const left = kubernetes.flatMap((consumer) => {
    const used = expiring.find(({ certificate: { id } }) =>
      consumer.uses.some(({ certificateId }) => certificateId === id),
    );
    if (used === undefined) return [];
    const { name, notAfterText } = used.certificate;
    const limit = describeLimit(minDays, used.limitMs);
    return [`${nameConsumer(consumer)} still uses ${quoteName(name)}, which expires ${notAfterText} (${limit})`];
  });
  if (left.length === 0) return;
  const [only] = kubernetes;
  throw new ActionError(
    'kubernetes_expiring',
    `A Kubernetes load balancer was left on a certificate with less time left than \`min_days\` asks for: ${enumerate(left, 10)}. Annotate its Service now: ${annotateCommand(newCertificate, kubernetes.length === 1 ? only?.service : undefined)}`,
  );
}
