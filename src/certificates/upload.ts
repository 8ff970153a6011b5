import type { Certificate } from '../digitalocean/certificates.ts';
import { uploadCertificate } from '../digitalocean/create-certificate.ts';
import type { UploadOutcome } from '../digitalocean/create-certificate.ts';
import { ActionError } from '../errors.ts';
import { familyNameOf } from './family.ts';
import type { Context, Outcome, PlannedStep } from '../outcome.ts';
import type { SuppliedCertificate } from '../x509/supplied.ts';
import type { OrderTask } from '../task.ts';
import { describeCertificate, enumerate, formatTime } from '../text.ts';

/**
 * Refuses a name that would make, or is, a member of another family: `web-0123abcd` where the fingerprint begins with 0123abcd.
 * @throws ActionError `suffixed_name`, telling the name to give
 */
export function refuseSuffixedName(
  name: string,
  certificates: readonly Certificate[],
  supplied?: SuppliedCertificate,
): void {
  const candidates = [
    ...certificates.filter((certificate) => certificate.name === name),
    { name, sha1Fingerprint: supplied?.sha1Fingerprint ?? '' },
  ];
  const family = candidates.map(familyNameOf).find((found) => found !== name);
  if (family === undefined) return;
  throw new ActionError(
    'suffixed_name',
    `\`name\` is "${name}", which is a renewed member of the family "${family}". Give the lasting name: \`name: ${family}\`.`,
  );
}

/** Uploads what was supplied under `name`, and says so. @throws ActionError */
export async function uploadSupplied(
  name: string,
  supplied: SuppliedCertificate,
  { client, log }: Context,
): Promise<UploadOutcome> {
  const outcome = await uploadCertificate(client, { ...supplied, name });
  if (outcome.kind === 'created') log.info(`Created certificate ${describeCertificate(outcome.certificate)}`);
  return outcome;
}

/** What a run that created one knows. */
export function createdOutcome(certificate: Certificate): Outcome {
  return { certificates: [certificate], subject: certificate, changed: true, created: certificate, matches: true };
}

/** What a dry run says of an upload. */
export function plannedUpload(name: string, supplied: SuppliedCertificate): Outcome {
  const planned = [uploadStep(name, supplied)];
  return { certificates: [], changed: true, planned };
}

/** What a dry run says of an order. */
export function plannedOrder({ name, dnsNames }: OrderTask): Outcome {
  const object = `"${name}" from Let's Encrypt for ${enumerate(dnsNames, 20)}`;
  return { certificates: [], changed: true, planned: [{ action: 'order', object, reason: '' }] };
}

/** The step of a plan that uploads. */
export function uploadStep(name: string, supplied: SuppliedCertificate): PlannedStep {
  return {
    action: 'upload',
    object: `the supplied certificate as "${name}" (${describeSupplied(supplied)})`,
    reason: '',
  };
}

/** `ends 2027-01-01T00:00:00Z, SHA-1 …`. */
export function describeSupplied(supplied: SuppliedCertificate): string {
  return `ends ${formatTime(supplied.notAfter)}, SHA-1 ${supplied.sha1Fingerprint}`;
}
