import { mkdtempSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as core from '@actions/core';
import { daysRemaining, firstToExpire } from '../certificates/expiry.ts';
import { familyNameOf } from '../certificates/family.ts';
import { KINDS } from '../consumers/kinds.ts';
import type { Certificate } from '../digitalocean/certificates.ts';
import type { Log } from '../log.ts';
import type { EndpointState, ExpiringCertificate, Outcome } from '../outcome.ts';
import { formatTime, shortName, shortNames } from '../text.ts';
import type { Show } from '../text.ts';

/** The outputs that describe one certificate. */
const SCALARS = [
  'id',
  'name',
  'type',
  'state',
  'not_after',
  'days_remaining',
  'sha1_fingerprint',
  'created_at',
] as const;

/** Every output, in the order of action.yml and the README. */
export const OUTPUTS: readonly string[] = [
  ...SCALARS,
  'dns_names',
  'certificate',
  'certificates',
  'certificates_file',
  'count',
  'changed',
  'created',
  'matches',
  ...KINDS.map(({ output }) => output),
  'deleted',
  'endpoints',
  'expiring',
  'matrix',
  'issue_url',
];

/** A job's outputs hold 1 MB of UTF-16 together; a longer list goes to a file. */
const LONGEST_LIST = 500_000;
/** GitHub's limit for the jobs of one matrix. */
const LARGEST_MATRIX = 256;
/** So that a matrix of certificates with many names leaves room for the other outputs. */
const LONGEST_MATRIX = 200_000;

export interface OutputOptions {
  /** Milliseconds since the epoch. */
  readonly now: number;
  readonly tempFolder: string;
  readonly log: Log;
  readonly show: Show;
}

/** Sets every output to what is known; what is not is empty, and lists are `[]`. */
export function writeOutputs(outcome: Outcome, options: OutputOptions): void {
  const values = outputsOf(outcome, options);
  for (const name of OUTPUTS) core.setOutput(name, values[name] ?? '');
}

/** The value of every output, fit to be shown. Writes the file of a list that is too long for one. */
function outputsOf(outcome: Outcome, options: OutputOptions): Record<string, string> {
  const { now, log, show } = options;
  const { certificates, changed, created, matches, listed, deleted = [], endpoints = [], expiring = [] } = outcome;
  // Sorted once: there may be ten thousand.
  const sorted = listed === undefined ? undefined : firstToExpire(listed);
  const subject = outcome.subject ?? (listed === certificates ? sorted : firstToExpire(certificates))?.[0];
  const fields = subject === undefined ? undefined : fieldsOf(subject, now);
  const { json } = show;
  const rows = (list: readonly Certificate[]): unknown => list.map((certificate) => fieldsOf(certificate, now));
  const values = {
    ...Object.fromEntries(SCALARS.map((name) => [name, show(String(fields?.[name] ?? ''))])),
    dns_names: json(fields?.dns_names ?? []),
    certificate: fields === undefined ? '' : json(fields),
    ...listOf(certificates, options),
    count: String(certificates.length),
    changed: changed === undefined ? '' : String(changed),
    created: created === undefined ? '' : json(fieldsOf(created, now)),
    matches: matches === undefined ? '' : String(matches),
    ...consumersOf(outcome.consumers ?? [], json),
    deleted: json(rows(deleted)),
    endpoints: json(endpoints.map((each) => endpointFields(each, now))),
    expiring: json(expiringRows(expiring, now, log)),
    issue_url: show(outcome.issueUrl ?? ''),
  };
  const matrix = sorted === undefined ? [] : matrixRows(sorted, log);
  // GitHub fails on a matrix without rows: nothing is an empty output.
  return { ...values, matrix: matrix.length === 0 ? '' : json({ include: matrix }) };
}

/** A certificate in the API's own words, with the days that are left. */
function fieldsOf(certificate: Certificate, now: number) {
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

function listOf(
  certificates: readonly Certificate[],
  { now, tempFolder, log, show }: OutputOptions,
): { certificates: string; certificates_file: string } {
  const list = show.json(certificates.map((certificate) => fieldsOf(certificate, now)));
  const isLong = list.length > LONGEST_LIST;
  return {
    certificates: isLong ? '[]' : list,
    certificates_file: isLong ? writeList(list, tempFolder, log) : '',
  };
}

function consumersOf(
  consumers: NonNullable<Outcome['consumers']>,
  json: (value: unknown) => string,
): Record<string, string> {
  return Object.fromEntries(
    KINDS.map((kind) => {
      const ofKind = consumers.filter((consumer) => consumer.kind === kind);
      const rows = ofKind.map(({ id, name, status, error }) => ({
        id: shortName(id),
        name: shortName(name),
        status,
        error,
      }));
      return [kind.output, json(rows)];
    }),
  );
}

function endpointFields({ probed, problems }: EndpointState, now: number) {
  const { host, address = '', port } = probed.endpoint;
  const { served, fault } = probed;
  return {
    host,
    address,
    port,
    sha1_fingerprint: served?.sha1Fingerprint ?? '',
    not_after: served === undefined ? '' : formatTime(served.notAfter),
    days_remaining: served === undefined ? null : daysRemaining(served.notAfter, now),
    // Null if the server ended the handshake too early to know.
    trusted: served !== undefined && served.distrust === undefined ? null : served?.distrust === '',
    problems,
    error: fault?.what ?? '',
  };
}

function expiringRows(expiring: readonly ExpiringCertificate[], now: number, log: Log): readonly unknown[] {
  const rows = expiring.map(({ certificate, reason }) => ({
    ...fieldsOf(certificate, now),
    family: shortName(familyNameOf(certificate)),
    reason,
  }));
  // Cut, and not left out: whoever reads `[]` would believe that nothing expires.
  const fitting = fittingRows(rows, LONGEST_LIST);
  if (fitting.length < rows.length)
    log.warning(
      `\`expiring\` has the first ${fitting.length} of ${rows.length} certificates, because GitHub accepts no longer output. Check fewer at a time, by \`name\`.`,
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
function matrixRows(listed: readonly Certificate[], log: Log): readonly unknown[] {
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

function writeList(list: string, tempFolder: string, log: Log): string {
  const file = join(mkdtempSync(join(tempFolder, 'digitalocean-certificates-')), 'certificates.json');
  writeFileSync(file, `${list}\n`, { mode: 0o600 });
  log.warning(
    'The list is too long for the output `certificates`, which is `[]`. The complete list is in the file that `certificates_file` names.',
  );
  return file;
}
