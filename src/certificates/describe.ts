import type { Certificate } from '../digitalocean/certificates.ts';
import type { PlannedStep } from '../outcome.ts';
import { nameId, quoteName } from '../text.ts';

/** `"web" (8920…)`: a certificate by the name that people know and the id that is unique. */
export function nameCertificate({ name, id }: Pick<Certificate, 'name' | 'id'>): string {
  return `${quoteName(name)} (${nameId(id)})`;
}

/** The same with its expiry and fingerprint. */
export function describeCertificate(certificate: Certificate): string {
  const { notAfterText, sha1Fingerprint } = certificate;
  const expiry = notAfterText === '' ? 'no expiry yet' : `expires ${notAfterText}`;
  const fingerprint = sha1Fingerprint === '' ? '' : `, SHA-1 ${sha1Fingerprint}`;
  return `${nameCertificate(certificate)}, ${expiry}${fingerprint}`;
}

/** `Leave certificate "web" (8920…): a managed domain uses it.` */
export function describeStep({ action, object, reason }: PlannedStep): string {
  const verb = `${action.charAt(0).toUpperCase()}${action.slice(1)}`;
  return `${verb} ${object}${reason === '' ? '' : `: ${reason}`}.`;
}
