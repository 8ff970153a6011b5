import { describeCertificate } from '../certificates/describe.ts';
import { membersOf } from '../certificates/family.ts';
import { listCertificates } from '../digitalocean/certificates.ts';
import type { Context, Outcome } from '../outcome.ts';
import type { TaskOf } from '../task.ts';
import { countOf, quoteName } from '../text.ts';

/** Lines of log; the outputs have all. */
const MOST_LINES = 100;

/** Lists all certificates in the API's order, or the members of one family. */
export async function list({ name }: TaskOf<'list'>, { client, log }: Context): Promise<Outcome> {
  const all = await listCertificates(client);
  const certificates = name === undefined ? all : membersOf(all, name);
  const total = countOf(all.length, 'certificate');
  log.info(
    name === undefined ? `The account has ${total}` : `${quoteName(name)} has ${certificates.length} of ${total}`,
  );
  if (certificates.length > 0) {
    const lines = certificates.slice(0, MOST_LINES).map(describeCertificate);
    log.group(certificates.length > lines.length ? `The first ${lines.length} certificates` : 'Certificates', lines);
  }
  return { certificates, listed: certificates, changed: false };
}
