import { nameTarget } from '../certificates/find.ts';
import { describeCertificate } from '../certificates/describe.ts';
import { familyNameOf, issuedOf, memberNameOf, membersOf, newestFirst } from '../certificates/family.ts';
import type { Issued } from '../certificates/family.ts';
import type { Certificate } from '../digitalocean/certificates.ts';
import { ActionError } from '../errors.ts';
import type { RotateTask, Target } from '../task.ts';
import { quoteName } from '../text.ts';

/** The certificate that a rotation puts in place. */
export interface NewCertificate extends Issued {
  /** Empty if DigitalOcean does not list them. */
  readonly dnsNames: readonly string[];
  /** What the issuer's name says, an attribute a line; empty if it is not known. */
  readonly issuer: string;
}

/** What a rotation puts in place, and for which family. */
export interface Source {
  readonly family: string;
  readonly newCertificate: NewCertificate;
  /** The certificate to upload; absent if nothing is uploaded. */
  readonly supplied?: (RotateTask & { readonly source: 'supplied' })['supplied'];
  /** The name under which it is uploaded. */
  readonly memberName: string;
  /** May it be older than what exists? An id says which certificate is wanted, whatever its age. */
  readonly allowOlder: boolean;
}

/**
 * What a rotation puts in place: the supplied certificate, the newest usable member of a family, or the certificate with an id.
 * @param now milliseconds since the epoch
 * @throws ActionError `empty_family`, `not_found` or `state_error`
 */
export function findSource(task: RotateTask, certificates: readonly Certificate[], now: number): Source {
  if (task.source === 'supplied') {
    const { name, supplied, allowOlder } = task;
    // An address counts as a name.
    const newCertificate = { ...supplied, dnsNames: [...supplied.dnsNames, ...supplied.ipAddresses] };
    return { family: name, newCertificate, supplied, memberName: memberNameOf(name, supplied), allowOlder };
  }
  const certificate = findUploaded(task.target, certificates, now);
  return {
    family: 'name' in task.target ? task.target.name : familyNameOf(certificate),
    newCertificate: { ...issuedOf(certificate), dnsNames: certificate.dnsNames, issuer: '' },
    memberName: certificate.name,
    allowOlder: task.allowOlder || 'id' in task.target,
  };
}

function findUploaded(target: Target, certificates: readonly Certificate[], now: number): Certificate {
  const found =
    'id' in target ? certificates.filter(({ id }) => id === target.id) : membersOf(certificates, target.name);
  if (found.length === 0) throw missingError(target);
  const usable = newestFirst(found).find((certificate) => isUsable(certificate, now));
  if (usable !== undefined) return usable;
  const [first] = newestFirst(found);
  throw new ActionError(
    'state_error',
    `Nothing was written, because no certificate of ${'name' in target ? quoteName(target.name) : target.id} is valid and verified. The newest is ${first === undefined ? '' : describeCertificate(first)}, in state "${first?.state ?? ''}". Supply a valid certificate with its key.`,
  );
}

/** Is it valid and verified? */
export function isUsable({ state, notAfter }: Certificate, now: number): boolean {
  return state === 'verified' && notAfter !== undefined && notAfter.getTime() > now;
}

function missingError(target: Target): ActionError {
  return new ActionError(
    'name' in target ? 'empty_family' : 'not_found',
    `There is no ${nameTarget(target)}, so nothing was written. Check \`${'name' in target ? 'name' : 'id'}\`. \`source: uploaded\` uses a certificate that was uploaded before.`,
  );
}
