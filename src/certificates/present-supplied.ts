import type { Certificate } from '../digitalocean/certificates.ts';
import { ActionError } from '../errors.ts';
import { OperationError } from '../outcome.ts';
import type { Context, Outcome } from '../outcome.ts';
import type { PresentTask } from '../task.ts';
import { quoteName } from '../text.ts';
import { describeCertificate } from './describe.ts';
import { currentMember, isNewer, membersOf, rejectMemberName } from './family.ts';
import { createdOutcome, describeSupplied, plannedUpload, uploadSupplied } from './upload.ts';

/**
 * Creates the supplied certificate if its family is empty, else compares it with the current member.
 * @param certificates the account's, or at least all of this name and family
 * @throws ActionError
 */
export async function presentSupplied(
  task: PresentTask,
  certificates: readonly Certificate[],
  context: Context,
): Promise<Outcome> {
  const { name, supplied, dryRun } = task;
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

/** The name was taken by one that no list shows any more. */
export function vanishedError(name: string): ActionError {
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
