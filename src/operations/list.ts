import { listCertificates } from '../digitalocean/certificates.ts';
import { membersOf } from '../family.ts';
import type { Context, Outcome } from '../outcome.ts';
import type { TaskOf } from '../task.ts';

/** All certificates in the API's order, or the members of one family. */
export async function list({ name }: TaskOf<'list'>, { client, log }: Context): Promise<Outcome> {
  const all = await listCertificates(client);
  const certificates = name === undefined ? all : membersOf(all, name);
  log.info(
    name === undefined
      ? `The account has ${all.length === 1 ? '1 certificate' : `${all.length} certificates`}`
      : `"${name}": ${certificates.length} of ${all.length} certificates`,
  );
  return { certificates, listed: certificates, changed: false };
}
