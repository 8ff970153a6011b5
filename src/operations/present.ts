import { listCertificates } from '../digitalocean/certificates.ts';
import type { Certificate } from '../digitalocean/certificates.ts';
import { ActionError } from '../errors.ts';
import { currentMember, membersOf } from '../certificates/family.ts';
import type { Context, Outcome } from '../outcome.ts';
import { orderNew, takeOrdered } from '../certificates/lets-encrypt.ts';
import type { OrderTask, PresentTask, TaskOf } from '../task.ts';
import {
  createdOutcome,
  describeSupplied,
  plannedOrder,
  plannedUpload,
  refuseSuffixedName,
  uploadSupplied,
} from '../certificates/upload.ts';
import { describeCertificate } from '../text.ts';

/** Creates the certificate when its family is empty, else tells the current member; never renews. */
export async function present(task: TaskOf<'present'>, context: Context): Promise<Outcome> {
  return task.type === 'custom' ? presentSupplied(task, context) : presentOrdered(task, context);
}

async function presentOrdered(task: OrderTask, context: Context): Promise<Outcome> {
  const certificates = await listCertificates(context.client);
  refuseSuffixedName(task.name, certificates);
  const there = currentMember(membersOf(certificates, task.name));
  if (there !== undefined) return takeOrdered(task, there, context);
  if (task.dryRun) return plannedOrder(task);
  const order = await orderNew(task, context);
  if ('outcome' in order) return order.outcome;
  const made = currentMember(membersOf(order.found, task.name));
  if (made === undefined) throw hidden(task.name);
  return takeOrdered(task, made, context);
}

async function presentSupplied(task: PresentTask, context: Context): Promise<Outcome> {
  const { name, supplied, dryRun } = task;
  const certificates = await listCertificates(context.client);
  refuseSuffixedName(name, certificates, supplied);
  const there = currentMember(membersOf(certificates, name), supplied.sha1Fingerprint);
  if (there !== undefined) return compare(task, there, context);
  if (dryRun) return plannedUpload(name, supplied);
  const upload = await uploadSupplied(name, supplied, context);
  if (upload.kind === 'created') return createdOutcome(upload.certificate);
  // Another run was quicker: what it made is there now, as if it always had been.
  const made = currentMember(membersOf(upload.certificates, name), supplied.sha1Fingerprint);
  if (made === undefined) throw hidden(name);
  return compare(task, made, context);
}

function hidden(name: string): ActionError {
  return new ActionError('name_hidden', `The name "${name}" was taken a moment ago, and is free now: run this again.`);
}

function compare({ name, supplied, onMismatch }: PresentTask, there: Certificate, { log }: Context): Outcome {
  const matches = there.sha1Fingerprint === supplied.sha1Fingerprint;
  const outcome: Outcome = { certificates: [there], subject: there, changed: false, matches };
  if (there.state === 'error') {
    const message = `Certificate ${describeCertificate(there)} is in the state "error" and serves nothing. Delete it (\`operation: absent\` with its \`id\`), and run this again.`;
    return { ...outcome, failure: new ActionError('state_error', message) };
  }
  if (matches) {
    log.info(`Certificate ${describeCertificate(there)} is there: nothing to do`);
    return outcome;
  }
  const message = `"${name}" on DigitalOcean is not the certificate supplied: there is ${describeCertificate(there)}; supplied was one that ${describeSupplied(supplied)}.`;
  if (onMismatch === 'warn') {
    log.warning(`${message} Nothing was written. To renew, use \`operation: rotate\`.`);
    return outcome;
  }
  const remedy =
    'Nothing was written. To renew, use `operation: rotate`, which moves what uses it; to keep what is there, set `on_mismatch: warn`.';
  return { ...outcome, failure: new ActionError('mismatch', `${message} ${remedy}`) };
}
