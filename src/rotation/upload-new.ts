import { uploadSupplied } from '../certificates/upload.ts';
import type { Certificate } from '../digitalocean/certificates.ts';
import { ActionError } from '../errors.ts';
import type { Context } from '../outcome.ts';
import { quoteName } from '../text.ts';
import type { Rotation } from './work.ts';

/** Uploads the supplied certificate, unless it exists, or another run was faster with the same one. @throws ActionError */
export async function uploadNew(
  { source: { supplied, memberName }, progress }: Pick<Rotation, 'source' | 'progress'>,
  context: Context,
): Promise<Certificate> {
  if (progress.existing !== undefined) return progress.existing;
  if (supplied === undefined) throw new ActionError('internal', 'There is no certificate to upload.');
  const result = await uploadSupplied(memberName, supplied, context);
  if (result.kind === 'created') {
    progress.created = result.certificate;
    progress.existing = result.certificate;
    return result.certificate;
  }
  const found = result.certificates.find(
    (each) => each.name === memberName && each.sha1Fingerprint === supplied.sha1Fingerprint,
  );
  if (found === undefined)
    throw new ActionError(
      'name_taken',
      `The name ${quoteName(memberName)} is taken by another certificate than the supplied one. Delete that certificate, and run this again.`,
    );
  progress.existing = found;
  return found;
}
