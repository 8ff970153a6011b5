import { describeCertificate } from '../certificates/describe.ts';
import { currentMember, membersOf, rejectMemberName } from '../certificates/family.ts';
import { orderNew } from '../certificates/lets-encrypt.ts';
import { createdOutcome, plannedOrder, plannedUpload, uploadSupplied } from '../certificates/upload.ts';
import { listCertificates } from '../digitalocean/certificates.ts';
import type { Certificate } from '../digitalocean/certificates.ts';
import { OperationError } from '../outcome.ts';
import type { Context, Outcome } from '../outcome.ts';
import type { TaskOf } from '../task.ts';
import { enumerate, quoteName } from '../text.ts';

/** Uploads a new certificate, or has it ordered; fails if its family has a member. */
export async function create(task: TaskOf<'create'>, context: Context): Promise<Outcome> {
  const certificates = await listCertificates(context.client);
  const sha1Fingerprint = task.type === 'custom' ? task.supplied.sha1Fingerprint : undefined;
  rejectMemberName(task.name, certificates, sha1Fingerprint);
  const members = membersOf(certificates, task.name);
  if (members.length > 0) throw takenError(task.name, members, sha1Fingerprint);
  if (task.type === 'lets_encrypt') {
    if (task.dryRun) return plannedOrder(task);
    const order = await orderNew(task, context);
    if ('outcome' in order) return order.outcome;
    throw takenError(task.name, membersOf(order.found, task.name), sha1Fingerprint);
  }
  if (task.dryRun) return plannedUpload(task.name, task.supplied);
  const upload = await uploadSupplied(task.name, task.supplied, context);
  if (upload.kind === 'created') return createdOutcome(upload.certificate);
  throw takenError(task.name, membersOf(upload.certificates, task.name), sha1Fingerprint);
}

function takenError(name: string, members: readonly Certificate[], sha1Fingerprint?: string): OperationError {
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
