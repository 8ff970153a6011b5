import type { Raw } from '../simulator/world.ts';
import { dateInName, membersOf, newestFirst, textOf } from './account.ts';
import type { Account, Known, Ranked } from './account.ts';
import { FAMILY } from './make-world.ts';
import type { ChaosWorld } from './make-world.ts';
import type { Ended, StepRecord, Trace } from './run-step.ts';
import type { Asked } from './steps.ts';

/** What lasts from step to step. */
export interface Memory {
  /** Certificates that a user was told to annotate a Service with. */
  readonly told: Set<string>;
  /** Consumers that were updated: a binding may still be on its way. */
  readonly updated: Set<string>;
}

/** One run of a step, with its requests. */
export interface Run {
  readonly record: StepRecord;
  readonly world: ChaosWorld;
  readonly memory: Memory;
  readonly ended: Ended;
  readonly traces: readonly Trace[];
  readonly code: string;
  /** Did nothing else happen, and did every request get its answer? */
  readonly isAlone: boolean;
}

export const LISTS = ['/v2/certificates', '/v2/load_balancers', '/v2/cdn/endpoints'] as const;
export const isList = ({ record }: Trace, path: string): boolean =>
  record.method === 'GET' && record.path.startsWith(`${path}?`) && /[?&]page=1(?:&|$)/u.test(record.path);
export const isWrite = ({ record }: Trace): boolean => record.method !== 'GET';
export const idIn = (path: string): string => (path.split('?')[0] ?? '').split('/').at(-1) ?? '';
export const wasDone = (trace: Trace): boolean => trace.record.effect && trace.fault === '';

/** The failure of a run by its code, from the summary; `ok` if it was green. */
export function codeOf({ result }: Ended): string {
  if (result.exitCode === 0) return 'ok';
  const shown = /\*\*Failed\*\* \(<code>([^<]+)<\/code>\)/u.exec(result.summary)?.[1] ?? 'unknown';
  // Markdown has its underscores escaped.
  return shown.replaceAll(/\\|&#95;/gu, (escaped) => (escaped === '\\' ? '' : '_'));
}

export function nameOf(raw: Raw): string {
  return `${textOf(raw['name']) || textOf(raw['custom_domain'])} ${textOf(raw['id']).slice(0, 8)}`;
}

export function errorOf({ result }: Ended): string {
  return result.annotations
    .filter(({ level }) => level === 'error')
    .map(({ message }) => message)
    .join(' ');
}

export type Source = Ranked & { readonly dnsNames: readonly string[] };

/** What the run puts in place, as far as the account at that moment says; undefined if there is nothing. */
export function sourceOf(asked: Asked, account: Account, now: number): Source | undefined {
  if (asked.supply !== undefined) {
    const { sha1Fingerprint: fingerprint, notBeforeMs, notAfter, dnsNames } = asked.supply;
    return { fingerprint, notBeforeMs, notAfterMs: notAfter.getTime(), dnsNames, isPlain: false };
  }
  const found = account.certificates.filter(({ id }) => id === asked.id);
  const members = asked.id === undefined ? membersOf(account.certificates, FAMILY, []) : found;
  const usable = members.filter(({ state, notAfterMs }) => state === 'verified' && notAfterMs > now);
  const [newest] = newestFirst(usable, FAMILY);
  if (newest === undefined) return undefined;
  const date = dateInName(newest, FAMILY);
  // The name has the day alone: whatever was created on it counts as created before.
  const iso = date === undefined ? '' : `${date.slice(0, 4)}-${date.slice(4, 6)}-${date.slice(6)}T23:59:59Z`;
  return {
    ...newest,
    isPlain: date === undefined,
    notBeforeMs: date === undefined ? newest.createdMs : Date.parse(iso),
  };
}

/** The reading by which a run chose what to put in place: the first, or the second if a consumer appeared meanwhile. */
export function sourceOfRun({ traces, record, world, ended: { asked, result } }: Run): {
  start: Account;
  source: Source | undefined;
} {
  const readings = traces.filter((trace) => isList(trace, '/v2/certificates')).map(({ before }) => before);
  // Lists that lag may not have had the newest ones.
  const isLate = (world.options.listLagRequests ?? 0) > 0;
  const withoutNewest = readings.slice(0, isLate ? 2 : 0).flatMap((account) =>
    account.certificates.map(({ createdMs }) => ({
      ...account,
      certificates: account.certificates.filter((each) => each.createdMs < createdMs),
    })),
  );
  const starts = [...readings.slice(0, 2), record.before, ...withoutNewest];
  if (asked.operation !== 'rotate') return { start: starts[0] ?? record.before, source: undefined };
  const found = starts.map((start) => ({ start, source: sourceOf(asked, start, record.startedTime) }));
  const told = result.outputs['sha1_fingerprint'];
  const [first = { start: record.before, source: undefined }] = found;
  return found.find(({ source }) => source?.fingerprint === told) ?? first;
}

export function isUsable({ state, notAfterMs }: Known, { record, ended }: Run): boolean {
  return ended.asked.supply !== undefined || (state === 'verified' && notAfterMs > record.startedTime);
}

export function rankBelow(one: Known, than: Known): boolean {
  return newestFirst([one, than], FAMILY)[0] === than && one !== than;
}
