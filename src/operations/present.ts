import { currentMember, membersOf, rejectMemberName } from '../certificates/family.ts';
import { presentSupplied, vanishedError } from '../certificates/present-supplied.ts';
import { plannedOrder } from '../certificates/upload.ts';
import { listCertificates } from '../digitalocean/certificates.ts';
import type { Certificate } from '../digitalocean/certificates.ts';
import type { Context, Outcome } from '../outcome.ts';
import type { OrderTask, TaskOf } from '../task.ts';

/** Creates the certificate if its family is empty, else returns the current member; never renews. */
export async function present(task: TaskOf<'present'>, context: Context): Promise<Outcome> {
  const certificates = await listCertificates(context.client);
  return task.type === 'custom'
    ? presentSupplied(task, certificates, context)
    : presentOrdered(task, certificates, context);
}

/** Few runs let DigitalOcean order a certificate: what does that is loaded only then. */
async function presentOrdered(
  task: OrderTask,
  certificates: readonly Certificate[],
  context: Context,
): Promise<Outcome> {
  const { orderNew, takeExisting } = await import('../certificates/lets-encrypt.ts');
  rejectMemberName(task.name, certificates);
  const existing = currentMember(membersOf(certificates, task.name));
  if (existing !== undefined) return takeExisting(task, existing, context);
  if (task.dryRun) return plannedOrder(task);
  const order = await orderNew(task, context);
  if ('outcome' in order) return order.outcome;
  const made = currentMember(membersOf(order.found, task.name));
  if (made === undefined) throw vanishedError(task.name);
  return takeExisting(task, made, context);
}
