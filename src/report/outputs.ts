import { mkdtempSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as core from '@actions/core';
import type { Certificate } from '../digitalocean/certificates.ts';
import { familyNameOf, firstToEnd } from '../certificates/family.ts';
import type { Log } from '../log.ts';
import type { Consumer } from '../consumers/consumer.ts';
import type { Outcome, ServedState, ShortCertificate } from '../outcome.ts';
import { daysRemaining, formatTime } from '../text.ts';

/** Every output, in the order in which action.yml and the README tell them. */
export const OUTPUTS = [
  'id',
  'name',
  'type',
  'state',
  'not_after',
  'days_remaining',
  'sha1_fingerprint',
  'created_at',
  'dns_names',
  'certificate',
  'certificates',
  'certificates_file',
  'count',
  'changed',
  'created',
  'matches',
  'load_balancers',
  'cdn_endpoints',
  'deleted',
  'endpoints',
  'expiring',
  'matrix',
  'issue_url',
] as const;

export type OutputName = (typeof OUTPUTS)[number];

/** A job's outputs hold 1 MB of UTF-16 together; a list beyond this goes to a file. */
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
  readonly redact: (text: string) => string;
}

/** Sets every output to what is known; what is not is empty, and lists are `[]`. */
export function writeOutputs(outcome: Outcome, options: OutputOptions): void {
  const values = outputsOf(outcome, options);
  for (const name of OUTPUTS) core.setOutput(name, options.redact(values[name]));
}

/** The value of every output. Writes the file of a list that is too long for one. */
export function outputsOf(outcome: Outcome, { now, tempFolder, log }: OutputOptions): Record<OutputName, string> {
  const { certificates, changed, created, matches, listed } = outcome;
  // Sorted once: there may be ten thousand.
  const sorted = listed === undefined ? undefined : firstToEnd(listed);
  const subject = outcome.subject ?? (listed === certificates ? sorted : firstToEnd(certificates))?.[0];
  const fields = subject === undefined ? undefined : fieldsOf(subject, now);
  const list = JSON.stringify(certificates.map((certificate) => fieldsOf(certificate, now)));
  const isLong = list.length > LONGEST_LIST;
  const consumers = outcome.consumers ?? [];
  return {
    id: fields?.id ?? '',
    name: fields?.name ?? '',
    type: fields?.type ?? '',
    state: fields?.state ?? '',
    not_after: fields?.not_after ?? '',
    days_remaining: String(fields?.days_remaining ?? ''),
    sha1_fingerprint: fields?.sha1_fingerprint ?? '',
    created_at: fields?.created_at ?? '',
    dns_names: JSON.stringify(fields?.dns_names ?? []),
    certificate: fields === undefined ? '' : JSON.stringify(fields),
    certificates: isLong ? '[]' : list,
    certificates_file: isLong ? writeList(list, tempFolder, log) : '',
    count: String(certificates.length),
    changed: changed === undefined ? '' : String(changed),
    created: created === undefined ? '' : JSON.stringify(fieldsOf(created, now)),
    matches: matches === undefined ? '' : String(matches),
    load_balancers: consumersOf(consumers, 'load_balancer'),
    cdn_endpoints: consumersOf(consumers, 'cdn_endpoint'),
    deleted: JSON.stringify((outcome.deleted ?? []).map((certificate) => fieldsOf(certificate, now))),
    endpoints: JSON.stringify((outcome.served ?? []).map((each) => servedFields(each, now))),
    expiring: expiringOf(outcome.expiring ?? [], now, log),
    issue_url: outcome.issueUrl ?? '',
    matrix: sorted === undefined ? '' : matrixOf(sorted, log),
  };
}

/** A certificate in the API's own words, with the days that are left. */
function fieldsOf(certificate: Certificate, now: number) {
  const { id, name, notAfter, notAfterText, sha1Fingerprint, createdAtText, dnsNames, state, type } = certificate;
  return {
    id,
    name,
    not_after: notAfterText,
    sha1_fingerprint: sha1Fingerprint,
    created_at: createdAtText,
    dns_names: dnsNames,
    state,
    type,
    days_remaining: notAfter === undefined ? null : daysRemaining(notAfter, now),
  };
}

function consumersOf(consumers: NonNullable<Outcome['consumers']>, kind: Consumer['kind']): string {
  const chosen = consumers.filter((consumer) => consumer.kind === kind);
  return JSON.stringify(chosen.map(({ id, name, status, error }) => ({ id, name, status, error })));
}

function servedFields(
  { endpoint, sha1Fingerprint, notAfter, distrust, fault, problems = [] }: ServedState,
  now: number,
) {
  const { host, address = '', port } = endpoint;
  return {
    host,
    address,
    port,
    sha1_fingerprint: sha1Fingerprint,
    not_after: notAfter === undefined ? '' : formatTime(notAfter),
    days_remaining: notAfter === undefined ? null : daysRemaining(notAfter, now),
    trusted: fault === '' && distrust === '',
    problems,
    error: fault,
  };
}

function expiringOf(expiring: readonly ShortCertificate[], now: number, log: Log): string {
  const rows = expiring.map(({ certificate, reason }) => ({
    ...fieldsOf(certificate, now),
    family: familyNameOf(certificate),
    reason,
  }));
  // Cut, and not left out: what reads `[]` would take all to be well.
  const shown = fitting(rows, LONGEST_LIST);
  if (shown.length < rows.length)
    log.warning(
      `\`expiring\` has the first ${shown.length} of ${rows.length} certificates: GitHub takes no longer output.`,
    );
  return JSON.stringify(shown);
}

/** The first rows that fit into `length` characters of JSON. */
function fitting<Row>(rows: readonly Row[], length: number): readonly Row[] {
  let used = 2;
  const end = rows.findIndex((row) => (used += JSON.stringify(row).length + 1) > length);
  return end < 0 ? rows : rows.slice(0, end);
}

function matrixOf(listed: readonly Certificate[], log: Log): string {
  const rows = listed.slice(0, LARGEST_MATRIX).map((certificate) => {
    const { id, name, type, notAfterText, dnsNames } = certificate;
    return {
      id,
      name,
      family: familyNameOf(certificate),
      type,
      not_after: notAfterText,
      dns_names: dnsNames,
    };
  });
  const shown = fitting(rows, LONGEST_MATRIX);
  if (shown.length < listed.length) {
    log.warning(
      `\`matrix\` has the first ${shown.length} of ${listed.length} certificates: GitHub takes no more. Narrow it by \`name\`.`,
    );
  }
  // GitHub fails on a matrix without rows: nothing is told as nothing.
  return shown.length === 0 ? '' : JSON.stringify({ include: shown });
}

function writeList(list: string, tempFolder: string, log: Log): string {
  const file = join(mkdtempSync(join(tempFolder, 'digitalocean-certificates-')), 'certificates.json');
  writeFileSync(file, `${list}\n`, { mode: 0o600 });
  log.warning(
    'The list is too long for the output `certificates`, which is `[]`: the whole list is in the file that `certificates_file` names.',
  );
  return file;
}
