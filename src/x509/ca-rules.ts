import { countOf } from '../text.ts';
import { dateFaultOf, subjectOf } from './certificate.ts';
import type { PemCertificate } from './certificate.ts';
import { bufferOf } from './der.ts';
import { forbiddenNameOf } from './name-constraints.ts';
import { unusableTypeOf } from './public-key.ts';
import { extensionFaultOf, SERVER_AUTHENTICATION, signatureFaultOf } from './server-rules.ts';

/** From the leaf upwards, each issued by the next. */
export type Path = readonly [PemCertificate, ...PemCertificate[]];

/** Is it a root: does it name itself as its issuer? */
export function isSelfIssued({ fields }: PemCertificate): boolean {
  return fields.subject === fields.issuer;
}

/** Why clients reject everything that this CA issued, wherever it stands; each to stand after its name. */
export function faultsOfCa(ca: PemCertificate, now: Date): readonly string[] {
  const { fields } = ca;
  const date = dateFaultOf(ca, now);
  const type = unusableKeyOf(ca);
  // Nobody verifies the signature of a root.
  const signature = isSelfIssued(ca) ? undefined : signatureFaultOf(fields);
  // Roots of version 1 do not say that they are CAs.
  const isCa = fields.isCa ?? isSelfIssued(ca);
  return [
    date,
    isCa ? undefined : 'is not a CA certificate, so clients reject what it issued',
    !isCa || fields.canSignCertificates ? undefined : 'may not sign certificates (keyUsage without keyCertSign)',
    fields.purposes?.includes(SERVER_AUTHENTICATION) === false
      ? 'may not issue certificates for servers (extendedKeyUsage without serverAuth)'
      : undefined,
    extensionFaultOf(fields),
    signature,
    type === undefined ? undefined : `has ${type}, which clients reject`,
  ].filter((fault) => fault !== undefined);
}

/** What its key is, if clients do not use the type; undefined if they do. */
export function unusableKeyOf(certificate: PemCertificate): string | undefined {
  const { fields } = certificate;
  try {
    return unusableTypeOf(
      fields.publicNumbers,
      () => certificate.x509.publicKey,
      () => bufferOf(fields.publicKey),
    );
  } catch {
    return 'a key of an unknown type';
  }
}

/** Why clients reject this path with the CA on top of it, for what the CA limits (RFC 5280, 6.1.4); to stand after its name. */
export function faultsAbove(path: Path, ca: PemCertificate): readonly string[] {
  const [leaf, ...intermediates] = path;
  const { pathLength } = ca.fields;
  const below = intermediates.filter((each) => !isSelfIssued(each));
  const isTooLong = pathLength !== undefined && below.length > pathLength;
  const allowed = countOf(pathLength ?? 0, 'intermediate');
  const faults = isTooLong ? [`allows ${allowed} below it (pathLen), and the chain has ${below.length}`] : [];
  const forbidden = [leaf, ...below]
    .map((each) => ({ each, name: forbiddenNameOf(ca.fields, each.fields) }))
    .find(({ name }) => name !== undefined);
  if (forbidden !== undefined)
    faults.push(
      `has name constraints that do not allow ${forbidden.name ?? ''} in the certificate ${subjectOf(forbidden.each)}`,
    );
  return faults;
}
