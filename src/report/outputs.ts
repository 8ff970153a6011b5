import { mkdtempSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as core from '@actions/core';
import { daysRemaining, firstToExpire } from '../certificates/expiry.ts';
import { KINDS } from '../consumers/kinds.ts';
import type { Certificate } from '../digitalocean/certificates.ts';
import type { Log } from '../log.ts';
import type { EndpointState, Outcome } from '../outcome.ts';
import { formatTime, shortName } from '../text.ts';
import type { Show } from '../text.ts';
import { createdFields, rowsOf } from './items.ts';
import { dueRows, expiringRows, fieldsOf, LONGEST_LIST, matrixRows } from './rows.ts';

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
  'due',
  'leaf_path',
  'matrix',
  'issue_url',
  'text',
];

export interface OutputOptions {
  /** Milliseconds since the epoch. */
  readonly now: number;
  readonly tempFolder: string;
  /** The result in one plain paragraph, fit to be shown. */
  readonly text: string;
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
  const { certificates, changed, items, matches, listed, deleted = [], endpoints = [], expiring = [] } = outcome;
  // Sorted once: there may be ten thousand.
  const sorted = listed === undefined ? undefined : firstToExpire(listed);
  const subject = outcome.subject ?? (listed === certificates ? sorted : firstToExpire(certificates))?.[0];
  const fields = subject === undefined ? undefined : fieldsOf(subject, now);
  const { json } = show;
  const rows = (list: readonly Certificate[]): unknown => list.map((certificate) => fieldsOf(certificate, now));
  const created = createdFields(outcome, now);
  const values = {
    ...Object.fromEntries(SCALARS.map((name) => [name, show(String(fields?.[name] ?? ''))])),
    dns_names: json(fields?.dns_names ?? []),
    certificate: fields === undefined ? '' : json(fields),
    ...listOf(outcome, options),
    count: String((items ?? certificates).length),
    changed: changed === undefined ? '' : String(changed),
    created: created === undefined ? '' : json(created),
    matches: matches === undefined ? '' : String(matches),
    ...consumersOf(outcome.consumers ?? [], json),
    deleted: json(rows(deleted)),
    endpoints: json(endpoints.map((each) => endpointFields(each, now))),
    expiring: json(expiringRows(expiring, now, log)),
    due: json(dueRows(outcome.due ?? [], now, log)),
    leaf_path: outcome.servedLeaf === undefined ? '' : writeLeaf(outcome.servedLeaf, options.tempFolder),
    text: options.text,
    issue_url: show(outcome.issueUrl ?? ''),
  };
  const matrix = sorted === undefined ? [] : matrixRows(sorted, log);
  // GitHub fails on a matrix without rows: nothing is an empty output.
  return { ...values, matrix: matrix.length === 0 ? '' : json({ include: matrix }) };
}

function listOf(
  outcome: Outcome,
  { now, tempFolder, log, show }: OutputOptions,
): { certificates: string; certificates_file: string } {
  const list = show.json(rowsOf(outcome, now));
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
      const ofKind = consumers.filter((consumer) => consumer.kind.output === kind.output);
      const rows = ofKind.map(({ id, name, service, status, error }) => ({
        id: shortName(id),
        name: shortName(name),
        status,
        error,
        ...(service === undefined ? {} : { service }),
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

/** The leaf certificate as a file of its own, which only this user may read. */
function writeLeaf(pem: string, tempFolder: string): string {
  const file = join(mkdtempSync(join(tempFolder, 'digitalocean-certificates-')), 'leaf.pem');
  writeFileSync(file, `${pem.trim()}\n`, { mode: 0o600 });
  return file;
}

function writeList(list: string, tempFolder: string, log: Log): string {
  const file = join(mkdtempSync(join(tempFolder, 'digitalocean-certificates-')), 'certificates.json');
  // With the encoding named, Node makes no copy of a megabyte.
  writeFileSync(file, `${list}\n`, { mode: 0o600, encoding: 'utf8' });
  log.warning(
    'The list is too long for the output `certificates`, which is `[]`. The complete list is in the file that `certificates_file` names.',
  );
  return file;
}
