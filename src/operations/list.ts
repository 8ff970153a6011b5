import { listCertificates } from '../digitalocean/certificates.ts';
import { membersOf } from '../certificates/family.ts';
import type { Context, Outcome } from '../outcome.ts';
import type { TaskOf } from '../task.ts';
import { countOf, describeCertificate } from '../text.ts';

/** Lines of log; the outputs have them all. */
const MOST_LINES = 100;

/** All certificates in the API's order, or the members of one family. */
export async function list({ name }: TaskOf<'list'>, { client, log }: Context): Promise<Outcome> {
  const all = await listCertificates(client);
  const certificates = name === undefined ? all : membersOf(all, name);
  log.info(
    name === undefined
      ? `The account has ${countOf(all.length, 'certificate', 'certificates')}`
      : `"${name}": ${certificates.length} of ${all.length} certificates`,
  );
  if (certificates.length > 0) {
    const lines = certificates.slice(0, MOST_LINES).map(describeCertificate);
    const rest = certificates.length - lines.length;
    log.group(rest > 0 ? `The first ${lines.length} of them` : 'Certificates', lines);
  }
  return { certificates, listed: certificates, changed: false };
}
