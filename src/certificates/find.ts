import { getCertificate, listCertificates } from '../digitalocean/certificates.ts';
import type { Certificate } from '../digitalocean/certificates.ts';
import { ActionError, isApiError } from '../errors.ts';
import type { Context } from '../outcome.ts';
import type { Target } from '../task.ts';
import { quoteName } from '../text.ts';
import { membersOf } from './family.ts';

/** The certificate with this id, or all members of the family of this name. */
export async function findTargets(target: Target, { client }: Context): Promise<Certificate[]> {
  if ('name' in target) return membersOf(await listCertificates(client), target.name);
  try {
    return [await getCertificate(client, target.id)];
  } catch (error) {
    if (isApiError(error, 'not_found')) return [];
    throw error;
  }
}

/** What a target is called in a message. */
export function nameTarget(target: Target): string {
  return 'name' in target ? `certificate named ${quoteName(target.name)}` : `certificate with the id ${target.id}`;
}

/** The failure of an operation that reads what does not exist. */
export function notFoundError(target: Target): ActionError {
  const remedy =
    'name' in target
      ? 'Check `name`, and that `token` belongs to the right account.'
      : 'Check `id`: a renewed certificate has another id. Use `name` instead, which stays the same.';
  return new ActionError('not_found', `There is no ${nameTarget(target)}. ${remedy}`);
}
