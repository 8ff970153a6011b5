import type { Certificate } from '../digitalocean/certificates.ts';
import { uploadCertificate } from '../digitalocean/create-certificate.ts';
import type { UploadResult } from '../digitalocean/create-certificate.ts';
import type { Context, Outcome, PlannedStep } from '../outcome.ts';
import type { OrderTask } from '../task.ts';
import { enumerate, formatTime, quoteName } from '../text.ts';
import type { SuppliedCertificate } from '../x509/supplied.ts';
import { describeCertificate } from './describe.ts';

/** Uploads the supplied certificate under `name`, and logs it. @throws ActionError */
export async function uploadSupplied(
  name: string,
  supplied: SuppliedCertificate,
  { client, log }: Context,
): Promise<UploadResult> {
  const result = await uploadCertificate(client, { ...supplied, name });
  if (result.kind === 'created') log.info(`Created certificate ${describeCertificate(result.certificate)}`);
  return result;
}

/** What a run that created one knows. */
export function createdOutcome(certificate: Certificate): Outcome {
  return { certificates: [certificate], subject: certificate, changed: true, created: certificate, matches: true };
}

/** What a dry run says of an upload. */
export function plannedUpload(name: string, supplied: SuppliedCertificate): Outcome {
  return { certificates: [], changed: true, planned: [uploadStep(name, supplied)] };
}

/** What a dry run says of an order. */
export function plannedOrder({ name, dnsNames }: OrderTask): Outcome {
  const object = `${quoteName(name)} from Let's Encrypt for ${enumerate(dnsNames, 20)}`;
  return { certificates: [], changed: true, planned: [{ action: 'order', object, reason: '' }] };
}

/** The step of a plan that uploads. */
export function uploadStep(name: string, supplied: SuppliedCertificate): PlannedStep {
  const object = `the supplied certificate as ${quoteName(name)} (${describeSupplied(supplied)})`;
  return { action: 'upload', object, reason: '' };
}

/** `expires 2027-01-01T00:00:00Z, SHA-1 …`. */
export function describeSupplied({ notAfter, sha1Fingerprint }: SuppliedCertificate): string {
  return `expires ${formatTime(notAfter)}, SHA-1 ${sha1Fingerprint}`;
}
