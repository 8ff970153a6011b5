import { listCertificates } from '../digitalocean/certificates.ts';
import type { Certificate } from '../digitalocean/certificates.ts';
import { ActionError } from '../errors.ts';
import { currentMember, membersOf } from '../certificates/family.ts';
import type { Context, Outcome } from '../outcome.ts';
import { orderNew } from '../certificates/lets-encrypt.ts';
import type { TaskOf } from '../task.ts';
import {
  createdOutcome,
  plannedOrder,
  plannedUpload,
  refuseSuffixedName,
  uploadSupplied,
} from '../certificates/upload.ts';
import { describeCertificate, enumerate } from '../text.ts';
import type { SuppliedCertificate } from '../x509/supplied.ts';

/** Uploads a new certificate, or has it ordered; fails when its family has a member. */
export async function create(task: TaskOf<'create'>, context: Context): Promise<Outcome> {
  const certificates = await listCertificates(context.client);
  const supplied = task.type === 'custom' ? task.supplied : undefined;
  refuseSuffixedName(task.name, certificates, supplied);
  const members = membersOf(certificates, task.name);
  if (members.length > 0) return taken(task.name, members, supplied);
  if (task.type === 'lets_encrypt') {
    if (task.dryRun) return plannedOrder(task);
    const order = await orderNew(task, context);
    return 'outcome' in order ? order.outcome : taken(task.name, membersOf(order.found, task.name));
  }
  if (task.dryRun) return plannedUpload(task.name, task.supplied);
  const upload = await uploadSupplied(task.name, task.supplied, context);
  return upload.kind === 'created'
    ? createdOutcome(upload.certificate)
    : taken(task.name, membersOf(upload.certificates, task.name), supplied);
}

function taken(name: string, members: readonly Certificate[], supplied?: SuppliedCertificate): Outcome {
  const subject = currentMember(members, supplied?.sha1Fingerprint);
  const message = `Cannot create "${name}": there is ${enumerate(members.map(describeCertificate), 10)}. To take what is there, use \`operation: present\`; else give another \`name\`.`;
  return {
    certificates: members,
    subject,
    changed: false,
    matches: supplied === undefined ? undefined : subject?.sha1Fingerprint === supplied.sha1Fingerprint,
    failure: new ActionError('name_taken', message),
  };
}
