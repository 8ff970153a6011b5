import { findDue } from '../checking/due.ts';
import { familyNameOf } from '../certificates/family.ts';
import type { Certificate } from '../digitalocean/certificates.ts';
import type { DueCertificate, Outcome } from '../outcome.ts';

const REASONS: Readonly<Record<DueCertificate['reason'], string>> = {
  lifetime: 'little of its lifetime is left',
  ari: 'its CA asks to renew it (ARI)',
  revoked: 'its CA has revoked it (ARI)',
  names: 'it does not cover all of the names',
};

/** Why a check found that the certificate of a family is due, to stand after "because"; undefined if it is not. */
export function dueReasonOf({ due = [] }: Outcome, name: string): string | undefined {
  const found = due.find(({ certificate }) => familyNameOf(certificate) === name);
  return found === undefined ? undefined : REASONS[found.reason];
}

/** Is a certificate due by its age alone? @param now milliseconds since the epoch */
export function isOld(certificate: Certificate, now: number): boolean {
  return findDue([certificate], { now, served: new Map(), windows: new Map(), dnsNames: [] }).length > 0;
}
