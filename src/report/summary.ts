import { appendFileSync } from 'node:fs';
import { daysRemaining, firstToExpire } from '../certificates/expiry.ts';
import type { Certificate } from '../digitalocean/certificates.ts';
import type { ActionError } from '../errors.ts';
import type { EndpointState, Outcome, PlannedStep } from '../outcome.ts';
import { countOf, enumerate, formatTime, shortName, shortNames } from '../text.ts';
import type { Show } from '../text.ts';
import { nameEndpoint } from '../tls/endpoint.ts';
import { renderGantt } from './gantt.ts';
import { escapeMarkdown, link, table, withCode } from './markdown.ts';
import type { Escape } from './markdown.ts';

const MOST_NAMES = 3;

/** What the step was asked for, for the heading. */
export interface SummaryTitle {
  /** Empty if the inputs do not say. */
  readonly operation: string;
  /** The name or id that was asked for. */
  readonly subject: string;
  readonly isDryRun: boolean;
  /** Draws the lifetimes, and marks those with fewer whole days left; absent if there is no chart. */
  readonly minDays?: number;
}

/** What a summary is made with. */
export interface SummaryOptions {
  /** Milliseconds since the epoch, for the days left. */
  readonly now: number;
  readonly show: Show;
}

/** Adds to the job summary: `file` is what the runner names in GITHUB_STEP_SUMMARY. Throws if that cannot be written. */
export function writeSummary(markdown: string, file: string): void {
  appendFileSync(file, markdown);
}

/** The outcome as Markdown. */
export function renderSummary(
  { operation, subject, isDryRun, minDays }: SummaryTitle,
  outcome: Outcome,
  failure: ActionError | undefined,
  options: SummaryOptions,
): string {
  // Secrets are taken out before text is escaped, or they would not be found.
  const escape: Escape = (text, maxLength) => escapeMarkdown(options.show(text, maxLength));
  const what = [operation, subject === '' ? '' : escape(shortName(subject)), isDryRun ? '(dry run)' : ''];
  const title = ['DigitalOcean certificates', what.filter((part) => part !== '').join(' ')];
  return [
    `### ${title.filter((part) => part !== '').join(': ')}`,
    failure === undefined
      ? withCode(escape(resultSentence(outcome, isDryRun)))
      : `**Failed** (<code>${escape(failure.code)}</code>). ${withCode(escape(failure.message))}`,
    planTable(outcome.planned ?? [], escape),
    certificateTable(shownOf(outcome), options.now, escape),
    minDays === undefined ? '' : renderGantt(outcome.certificates, { ...options, minDays }),
    endpointTable(outcome.endpoints ?? [], options.now, escape),
    consumerTable(outcome.consumers ?? [], escape),
    (outcome.issueUrl ?? '') === '' ? '' : `Reported in ${link('this issue', options.show(outcome.issueUrl ?? ''))}.`,
  ]
    .filter((part) => part !== '')
    .join('\n\n')
    .concat('\n');
}

/** One sentence for what was done. */
function resultSentence(outcome: Outcome, isDryRun: boolean): string {
  const { changed, consumers, created, deleted = [], expiring, matches, planned, certificates } = outcome;
  const count = countOf(certificates.length, 'certificate');
  if (expiring !== undefined) return checkSentence(outcome, count);
  if (isDryRun) return planned === undefined ? 'Nothing would be changed.' : 'Nothing was changed. The plan:';
  if (consumers !== undefined && matches === true) return rotationSentence(consumers.length, changed);
  if (created !== undefined) return 'Created.';
  if (deleted.length > 0) return 'Deleted.';
  if (outcome.deleted !== undefined && changed === false) return 'It does not exist any more. Nothing was deleted.';
  if (changed === undefined) return 'Whether something was changed is not known.';
  if (matches !== undefined)
    return matches ? 'Already in place. Nothing was changed.' : 'Another certificate exists. Nothing was changed.';
  return certificates.length === 0 ? 'There is no certificate. Nothing was changed.' : `${count}.`;
}

function rotationSentence(consumers: number, changed: boolean | undefined): string {
  if (consumers === 0)
    return changed === true
      ? 'The new certificate is on DigitalOcean. Nothing that this run saw uses it.'
      : 'Already on DigitalOcean. Nothing was changed.';
  return changed === true ? 'The new certificate is in place.' : 'Already in place. Nothing was changed.';
}

function checkSentence({ expiring = [], endpoints = [] }: Outcome, count: string): string {
  const bad = endpoints.filter(({ problems }) => problems.length > 0).length;
  return expiring.length + bad === 0
    ? `No problems. Checked ${count} and ${countOf(endpoints.length, 'address', 'addresses')}.`
    : `Problems with ${countOf(expiring.length, 'certificate')} and ${countOf(bad, 'address', 'addresses')}. \`on_expiring\` lets them pass.`;
}

/** A check shows first what expires first. */
function shownOf({ certificates, expiring }: Outcome): readonly Certificate[] {
  return expiring === undefined ? certificates : firstToExpire(certificates);
}

function planTable(planned: readonly PlannedStep[], escape: Escape): string {
  if (planned.length === 0) return '';
  const rows = planned.map(({ action, object, reason }) => [action, object, reason]);
  return table(['Plan', 'Object', 'Reason'], rows, escape);
}

function certificateTable(certificates: readonly Certificate[], now: number, escape: Escape): string {
  if (certificates.length === 0) return '';
  const rows = certificates.map(({ name, id, type, state, notAfter, notAfterText, dnsNames }) => {
    const left = notAfter === undefined ? '' : String(daysRemaining(notAfter, now));
    return [
      shortName(name),
      type,
      state,
      left,
      notAfterText,
      enumerate(shortNames(dnsNames), MOST_NAMES),
      shortName(id),
    ];
  });
  return table(['Name', 'Type', 'State', 'Days left', 'Expires', 'DNS names', 'Id'], rows, escape);
}

function endpointTable(endpoints: readonly EndpointState[], now: number, escape: Escape): string {
  if (endpoints.length === 0) return '';
  const rows = endpoints.map(({ probed, problems }) => {
    const { endpoint, served, fault } = probed;
    const name = nameEndpoint(endpoint);
    if (served === undefined) return [fault.what, name, '', '', ''];
    const { sha1Fingerprint, notAfter, distrust, refusal } = served;
    const left = String(daysRemaining(notAfter, now));
    const trust = distrust === undefined ? refusal : distrust === '' ? undefined : 'not trusted by public clients';
    const verdict = [...problems, ...(trust === undefined ? [] : [trust])].join('; ');
    // The first digits are enough to compare, and leave room for the verdict.
    return [verdict || 'good', name, left, formatTime(notAfter), `${sha1Fingerprint.slice(0, 8)}…`];
  });
  return table(['Verdict', 'Endpoint', 'Days left', 'Expires', 'SHA-1'], rows, escape);
}

function consumerTable(consumers: NonNullable<Outcome['consumers']>, escape: Escape): string {
  if (consumers.length === 0) return '';
  const rows = consumers.map(({ kind, name, id, status, error }) => [
    kind.resource.label,
    shortName(name),
    status,
    error,
    shortName(id),
  ]);
  return table(['Consumer', 'Name', 'Status', 'Error', 'Id'], rows, escape);
}
