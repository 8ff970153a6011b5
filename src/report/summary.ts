import { appendFileSync } from 'node:fs';
import { daysRemaining, firstToExpire, verdictOf } from '../certificates/expiry.ts';
import type { ExpiryRule, MinDays } from '../certificates/expiry.ts';
import type { Certificate } from '../digitalocean/certificates.ts';
import type { ActionError } from '../errors.ts';
import type { EndpointState, Outcome, PlannedStep } from '../outcome.ts';
import { countOf, enumerate, formatTime, shortName, shortNames } from '../text.ts';
import type { Show } from '../text.ts';
import { nameEndpoint } from '../tls/endpoint.ts';
import { seenIn } from '../tls/validity.ts';
import { renderGantt } from './gantt.ts';
import { itemsSentence, itemTable } from './items.ts';
import { escapeMarkdown, link, MOST_ROWS, table, withCode } from './markdown.ts';
import type { Escape } from './markdown.ts';

const MOST_NAMES = 3;

/** What the step was asked for, for the heading. */
export interface SummaryTitle {
  /** Empty if the inputs do not say. */
  readonly operation: string;
  /** The name or id that was asked for. */
  readonly subject: string;
  readonly isDryRun: boolean;
  /** Judges each certificate, and draws the lifetimes; absent for operations that do not judge. */
  readonly minDays?: MinDays;
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
  const seen = seenIn((outcome.endpoints ?? []).map(({ probed }) => probed));
  const rule = minDays && { minDays, now: options.now, seen };
  const what = [operation, subject === '' ? '' : escape(shortName(subject)), isDryRun ? '(dry run)' : ''];
  const title = ['DigitalOcean certificates', what.filter((part) => part !== '').join(' ')];
  return [
    `### ${title.filter((part) => part !== '').join(': ')}`,
    failure === undefined
      ? withCode(escape(resultSentence(outcome, isDryRun)))
      : `**Failed** (<code>${escape(failure.code)}</code>). ${withCode(escape(failure.message))}`,
    planTable(outcome.planned ?? [], escape),
    outcome.items === undefined
      ? certificateTable(outcome, rule, options.now, escape)
      : itemTable(outcome.items, options.now, escape),
    rule === undefined ? '' : renderGantt(outcome.certificates, { ...rule, show: options.show }),
    endpointTable(outcome.endpoints ?? [], options.now, escape),
    consumerTable(outcome.consumers ?? [], escape),
    (outcome.issueUrl ?? '') === '' ? '' : `Reported in ${link('this issue', options.show(outcome.issueUrl ?? ''))}.`,
  ]
    .filter((part) => part !== '')
    .join('\n\n')
    .concat('\n');
}

/** One sentence for what was done. */
export function resultSentence(outcome: Outcome, isDryRun: boolean): string {
  const { changed, consumers, created, deleted = [], expiring, matches, planned, certificates } = outcome;
  const count = countOf(certificates.length, 'certificate');
  if (expiring !== undefined) return checkSentence(outcome, count);
  if (outcome.items !== undefined) return itemsSentence(outcome.items, isDryRun);
  if (isDryRun) return planned === undefined ? 'Nothing would be changed.' : 'Nothing was changed. The plan:';
  if (consumers !== undefined && matches === true) return rotationSentence(consumers, changed);
  if (created !== undefined) return 'Created.';
  if (deleted.length > 0) return 'Deleted.';
  if (outcome.deleted !== undefined && changed === false) return 'It does not exist any more. Nothing was deleted.';
  if (changed === undefined) return 'Whether something was changed is not known.';
  if (matches !== undefined)
    return matches ? 'Already in place. Nothing was changed.' : 'Another certificate exists. Nothing was changed.';
  return certificates.length === 0 ? 'There is no certificate. Nothing was changed.' : `${count}.`;
}

function rotationSentence(consumers: NonNullable<Outcome['consumers']>, changed: boolean | undefined): string {
  if (consumers.some(({ status }) => status === 'kubernetes'))
    return 'The new certificate is on DigitalOcean, but a Kubernetes cluster still uses the old one.';
  if (consumers.length === 0)
    return changed === true
      ? 'The new certificate is on DigitalOcean. Nothing that this run saw uses it.'
      : 'Already on DigitalOcean. Nothing was changed.';
  return changed === true ? 'The new certificate is in place.' : 'Already in place. Nothing was changed.';
}

function checkSentence({ expiring = [], endpoints = [], due = [] }: Outcome, count: string): string {
  const dueWords =
    due.length === 0 ? '' : ` ${countOf(due.length, 'certificate is', 'certificates are')} due for renewal.`;
  const bad = endpoints.filter(({ problems }) => problems.length > 0).length;
  return expiring.length + bad === 0
    ? `No problems. Checked ${count} and ${countOf(endpoints.length, 'address', 'addresses')}.${dueWords}`
    : `Problems with ${countOf(expiring.length, 'certificate')} and ${countOf(bad, 'address', 'addresses')}. \`on_expiring\` lets them pass.${dueWords}`;
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

/** The verdict comes first: what is due, or expires soon, is to be seen at a glance. */
function certificateTable(outcome: Outcome, rule: ExpiryRule | undefined, now: number, escape: Escape): string {
  const certificates = shownOf(outcome);
  if (certificates.length === 0) return '';
  const due = new Set((outcome.due ?? []).map(({ certificate }) => certificate.id));
  const rows = certificates.map((certificate, at) => {
    if (at >= MOST_ROWS) return [];
    const { name, id, type, state, notAfter, notAfterText, dnsNames } = certificate;
    const left = notAfter === undefined ? '' : String(daysRemaining(notAfter, now));
    return [
      ...(rule === undefined ? [] : [verdictWords(certificate, rule, due.has(id))]),
      shortName(name),
      type,
      state,
      left,
      notAfterText,
      enumerate(shortNames(dnsNames), MOST_NAMES),
      shortName(id),
    ];
  });
  const head = ['Name', 'Type', 'State', 'Days left', 'Expires', 'DNS names', 'Id'];
  return table(rule === undefined ? head : ['Verdict', ...head], rows, escape);
}

function verdictWords(certificate: Certificate, rule: ExpiryRule, isDue: boolean): string {
  const { reason } = verdictOf(certificate, rule);
  if (reason === undefined) return isDue ? 'due' : certificate.notAfter === undefined ? 'pending' : 'good';
  return { short: 'expires soon', expired: 'expired', error: 'failed' }[reason];
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
  const rows = consumers.map(({ kind, name, id, status, error, service }) => [
    kind.resource.label,
    service === undefined ? shortName(name) : `${service} (${shortName(name)})`,
    status,
    error,
    shortName(id),
  ]);
  return table(['Consumer', 'Name', 'Status', 'Error', 'Id'], rows, escape);
}
