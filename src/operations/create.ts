import { listCertificates } from '../digitalocean/certificates.ts';
import type { Certificate } from '../digitalocean/certificates.ts';
import { ActionError } from '../errors.ts';
import { currentMember, membersOf } from '../family.ts';
import type { Context, Outcome } from '../outcome.ts';
import type { CreateTask } from '../task.ts';
import { createdOutcome, plannedUpload, refuseSuffixedName, uploadSupplied } from '../upload.ts';
import { describeCertificate, enumerate } from '../wording.ts';

/** Uploads a new certificate; fails when its family has a member. */
export async function create(task: CreateTask, context: Context): Promise<Outcome> {
  const certificates = await listCertificates(context.client);
  refuseSuffixedName(task.name, certificates, task.supplied);
  const members = membersOf(certificates, task.name);
  if (members.length > 0) return taken(task, members);
  if (task.dryRun) return plannedUpload(task.name, task.supplied);
  const upload = await uploadSupplied(task.name, task.supplied, context);
  return upload.kind === 'created'
    ? createdOutcome(upload.certificate)
    : taken(task, membersOf(upload.certificates, task.name));
}

function taken({ name, supplied }: CreateTask, members: readonly Certificate[]): Outcome {
  const subject = currentMember(members, supplied.sha1Fingerprint);
  const message = `Cannot create "${name}": there is ${enumerate(members.map(describeCertificate), 10)}. To take what is there, use \`operation: present\`; else give another \`name\`.`;
  return {
    certificates: members,
    subject,
    changed: false,
    matches: subject?.sha1Fingerprint === supplied.sha1Fingerprint,
    failure: new ActionError('name_taken', message),
  };
}
