import { describeCertificate } from '../certificates/describe.ts';
import { currentMember, isNewer, membersOf, rejectMemberName } from '../certificates/family.ts';
import { orderNew, takeExisting } from '../certificates/lets-encrypt.ts';
import {
  createdOutcome,
  describeSupplied,
  plannedOrder,
  plannedUpload,
  uploadSupplied,
} from '../certificates/upload.ts';
import { listCertificates } from '../digitalocean/certificates.ts';
import type { Certificate } from '../digitalocean/certificates.ts';
import { ActionError } from '../errors.ts';
import { OperationError } from '../outcome.ts';
import type { Context, Outcome } from '../outcome.ts';
import type { OrderTask, PresentTask, TaskOf } from '../task.ts';
import { quoteName } from '../text.ts';

/** Creates the certificate if its family is empty, else returns the current member; never renews. */
export async function present(task: TaskOf<'present'>, context: Context): Promise<Outcome> {
  return task.type === 'custom' ? presentSupplied(task, context) : presentOrdered(task, context);
}

async function presentOrdered(task: OrderTask, context: Context): Promise<Outcome> {
  const certificates = await listCertificates(context.client);
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

async function presentSupplied(task: PresentTask, context: Context): Promise<Outcome> {
  const { name, supplied, dryRun } = task;
  const certificates = await listCertificates(context.client);
  rejectMemberName(name, certificates, supplied.sha1Fingerprint);
  const existing = currentMember(membersOf(certificates, name), supplied.sha1Fingerprint);
  if (existing !== undefined) return compare(task, existing, context);
  if (dryRun) return plannedUpload(name, supplied);
  const upload = await uploadSupplied(name, supplied, context);
  if (upload.kind === 'created') return createdOutcome(upload.certificate);
  // Another run was faster: what it made exists now, as if it always had.
  const made = currentMember(membersOf(upload.certificates, name), supplied.sha1Fingerprint);
  if (made === undefined) throw vanishedError(name);
  return compare(task, made, context);
}

function vanishedError(name: string): ActionError {
  return new ActionError(
    'name_hidden',
    `The name ${quoteName(name)} was taken a moment ago, and is free now. Run this again.`,
  );
}

function compare(
  { name: family, supplied, onMismatch }: PresentTask,
  existing: Certificate,
  { log }: Context,
): Outcome {
  const matches = existing.sha1Fingerprint === supplied.sha1Fingerprint;
  const outcome: Outcome = { certificates: [existing], subject: existing, changed: false, matches };
  const name = describeCertificate(existing);
  if (existing.state === 'error')
    throw new OperationError(
      'state_error',
      `Certificate ${name} is in state "error", so it cannot be used. Delete it (\`operation: absent\` with its \`id\`), and run this again.`,
      outcome,
    );
  if (matches) {
    log.info(`Certificate ${name} is already in place. Nothing was changed.`);
    return outcome;
  }
  const message = `Certificate ${name} is not the supplied one, which ${describeSupplied(supplied)}. Nothing was changed.`;
  const remedy = isNewer(existing, family, supplied)
    ? 'The supplied one is older: the secrets are out of date. Store the renewed key and certificate.'
    : 'To renew it, use `operation: rotate`, which also rebinds what uses it.';
  if (onMismatch === 'warn') {
    log.warning(`${message} ${remedy}`);
    return outcome;
  }
  throw new OperationError('mismatch', `${message} ${remedy} To keep what exists, set \`on_mismatch: warn\`.`, outcome);
}
