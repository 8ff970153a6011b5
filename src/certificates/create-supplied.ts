import type { Certificate } from '../digitalocean/certificates.ts';
import { OperationError } from '../outcome.ts';
import type { Context, Outcome } from '../outcome.ts';
import type { CreateTask } from '../task.ts';
import { enumerate, quoteName } from '../text.ts';
import { describeCertificate } from './describe.ts';
import { currentMember, membersOf, rejectMemberName } from './family.ts';
import { createdOutcome, plannedUpload, uploadSupplied } from './upload.ts';

/**
 * Uploads the supplied certificate as a new one.
 * @param certificates the account's, or at least all of this name and family
 * @throws ActionError `name_taken` if its family has a member, and others
 */
export async function createSupplied(
  { name, supplied, dryRun }: Pick<CreateTask, 'name' | 'supplied' | 'dryRun'>,
  certificates: readonly Certificate[],
  context: Context,
): Promise<Outcome> {
  rejectTaken(name, certificates, supplied.sha1Fingerprint);
  if (dryRun) return plannedUpload(name, supplied);
  const upload = await uploadSupplied(name, supplied, context);
  if (upload.kind === 'created') return createdOutcome(upload.certificate);
  throw takenError(name, membersOf(upload.certificates, name), supplied.sha1Fingerprint);
}

/** Throws if the name is that of a family that has a member. @throws ActionError `suffixed_name` or `name_taken` */
export function rejectTaken(name: string, certificates: readonly Certificate[], sha1Fingerprint?: string): void {
  rejectMemberName(name, certificates, sha1Fingerprint);
  const members = membersOf(certificates, name);
  if (members.length > 0) throw takenError(name, members, sha1Fingerprint);
}

/** The failure of a run that was to create what exists. */
export function takenError(name: string, members: readonly Certificate[], sha1Fingerprint?: string): OperationError {
  const subject = currentMember(members, sha1Fingerprint);
  return new OperationError(
    'name_taken',
    `${quoteName(name)} already exists: ${enumerate(members.map(describeCertificate), 10)}. Nothing was changed. Use \`operation: present\` to accept what exists, or choose another \`name\`.`,
    {
      certificates: members,
      subject,
      changed: false,
      matches: sha1Fingerprint === undefined ? undefined : subject?.sha1Fingerprint === sha1Fingerprint,
    },
  );
}
