import { daysRemaining } from '../certificates/expiry.ts';
import { familyNameOf } from '../certificates/family.ts';
import type { Certificate } from '../digitalocean/certificates.ts';
import type { Log } from '../log.ts';
import type { DueCertificate, ExpiringCertificate } from '../outcome.ts';
import { formatTime, shortName, shortNames } from '../text.ts';

/** A job's outputs hold 1 MB of UTF-16 together; a longer list goes to a file. */
export const LONGEST_LIST = 500_000;
/** What is due is most often what expires, and has to fit beside it. */
const LONGEST_DUE = 200_000;
/** GitHub's limit for the jobs of one matrix. */
const LARGEST_MATRIX = 256;
/** So that a matrix of certificates with many names leaves room for the other outputs. */
const LONGEST_MATRIX = 200_000;

/** A certificate in the API's own words, with the days that are left. */
export function fieldsOf(certificate: Certificate, now: number) {
  const { id, name, notAfter, notAfterText, sha1Fingerprint, createdAtText, dnsNames, state, type } = certificate;
  return {
    id: shortName(id),
    name: shortName(name),
    not_after: notAfterText,
    sha1_fingerprint: shortName(sha1Fingerprint),
    created_at: shortName(createdAtText),
    dns_names: shortNames(dnsNames),
    state: shortName(state),
    type: shortName(type),
    days_remaining: notAfter === undefined ? null : daysRemaining(notAfter, now),
  };
}

export function expiringRows(expiring: readonly ExpiringCertificate[], now: number, log: Log): readonly unknown[] {
  const rows = expiring.map(({ certificate, reason }) => ({
    ...fieldsOf(certificate, now),
    family: shortName(familyNameOf(certificate)),
    reason,
  }));
  return cutRows('expiring', rows, LONGEST_LIST, log);
}

export function dueRows(due: readonly DueCertificate[], now: number, log: Log): readonly unknown[] {
  const rows = due.map(({ certificate, dueAt, reason }) => ({
    ...fieldsOf(certificate, now),
    family: shortName(familyNameOf(certificate)),
    due_at: formatTime(dueAt),
    reason,
  }));
  return cutRows('due', rows, LONGEST_DUE, log);
}

/** Cut, and not left out: whoever reads `[]` would believe that there is nothing. */
function cutRows<Row>(output: string, rows: readonly Row[], length: number, log: Log): readonly Row[] {
  const fitting = fittingRows(rows, length);
  if (fitting.length < rows.length)
    log.warning(
      `\`${output}\` has the first ${fitting.length} of ${rows.length} certificates, because GitHub accepts no longer output. Check fewer at a time, by \`name\`.`,
    );
  return fitting;
}

/** The first rows that fit into `length` characters of JSON. */
function fittingRows<Row>(rows: readonly Row[], length: number): readonly Row[] {
  let used = 2;
  const end = rows.findIndex((row) => (used += JSON.stringify(row).length + 1) > length);
  return end < 0 ? rows : rows.slice(0, end);
}

/** One row for each family, for the member that expires first; the family that expires first comes first. */
export function matrixRows(listed: readonly Certificate[], log: Log): readonly unknown[] {
  const families = [...new Map(listed.toReversed().map((each) => [familyNameOf(each), each])).values()].toReversed();
  const rows = families.slice(0, LARGEST_MATRIX).map((certificate) => ({
    id: shortName(certificate.id),
    name: shortName(certificate.name),
    family: shortName(familyNameOf(certificate)),
    type: shortName(certificate.type),
    not_after: certificate.notAfterText,
    dns_names: shortNames(certificate.dnsNames),
  }));
  const fitting = fittingRows(rows, LONGEST_MATRIX);
  if (fitting.length < families.length)
    log.warning(
      `\`matrix\` has the first ${fitting.length} of ${families.length} families, because GitHub accepts no more. Narrow it by \`name\`.`,
    );
  return fitting;
}
