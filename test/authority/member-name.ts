import { X509Certificate } from 'node:crypto';
import type { Issued } from './authority.ts';

/** The name of a renewed member: the day it was issued, in UTC, and the first eight digits of its fingerprint. */
export function memberNameOf({ leafCertificate, sha1Fingerprint }: Issued, family = 'web'): string {
  const day = new X509Certificate(leafCertificate).validFromDate.toISOString().slice(0, 10).replaceAll('-', '');
  return `${family}-${day}-${sha1Fingerprint.slice(0, 8)}`;
}
