import { createSupplied, rejectTaken, takenError } from '../certificates/create-supplied.ts';
import { membersOf } from '../certificates/family.ts';
import { plannedOrder } from '../certificates/upload.ts';
import { listCertificates } from '../digitalocean/certificates.ts';
import type { Context, Outcome } from '../outcome.ts';
import type { TaskOf } from '../task.ts';

/** Uploads a new certificate, or has it ordered; fails if its family has a member. */
export async function create(task: TaskOf<'create'>, context: Context): Promise<Outcome> {
  const certificates = await listCertificates(context.client);
  if (task.type === 'custom') return createSupplied(task, certificates, context);
  rejectTaken(task.name, certificates);
  if (task.dryRun) return plannedOrder(task);
  const { orderNew } = await import('../certificates/lets-encrypt.ts');
  const order = await orderNew(task, context);
  if ('outcome' in order) return order.outcome;
  throw takenError(task.name, membersOf(order.found, task.name));
}
