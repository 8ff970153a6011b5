import { appendFileSync } from 'node:fs';
import type { Certificate } from '../digitalocean/certificates.ts';
import { nameEndpoint } from '../tls/endpoint.ts';
import { firstToEnd } from '../certificates/family.ts';
import { renderGantt } from './gantt.ts';
import { escapeMarkdown, link, table, withCode } from './markdown.ts';
import type { Escape } from './markdown.ts';
import type { Outcome, PlannedStep, ServedState } from '../outcome.ts';
import { countOf, daysRemaining, enumerate, formatTime } from '../text.ts';

const MOST_NAMES = 3;

/** What the step was asked for, for the heading. */
export interface SummaryTitle {
  readonly operation: string;
  /** The name or id that was asked for. */
  readonly subject: string;
  readonly isDryRun: boolean;
  /** Draws the lifetimes, and marks those with fewer whole days left; absent when there is no picture. */
  readonly markedDays?: number;
}

/** Adds to the job summary: `file` is what the runner names in GITHUB_STEP_SUMMARY. Throws when that cannot be written. */
export function writeSummary(markdown: string, file: string): void {
  appendFileSync(file, markdown);
}

/** What a summary is made with. */
export interface SummaryOptions {
  /** Milliseconds since the epoch, for the days left. */
  readonly now: number;
  /** Takes secrets out of a text; before it is escaped, or they would not be found. */
  readonly redact: (text: string) => string;
}

/** The outcome as Markdown. */
export function renderSummary(
  { operation, subject, isDryRun, markedDays }: SummaryTitle,
  outcome: Outcome,
  options: SummaryOptions,
): string {
  const escape = (text: string): string => escapeMarkdown(options.redact(text));
  const title = `### DigitalOcean certificates: ${operation}${subject === '' ? '' : ` ${escape(subject)}`}${isDryRun ? ' (dry run)' : ''}`;
  return [
    title,
    outcome.failure === undefined
      ? withCode(escape(resultLine(outcome, isDryRun)))
      : `**Failed.** ${withCode(escape(outcome.failure.message))}`,
    planTable(outcome.planned ?? [], escape),
    certificateTable(shownOf(outcome), options.now, escape),
    markedDays === undefined ? '' : renderGantt(outcome.certificates, { ...options, minDays: markedDays }),
    endpointTable(outcome.served ?? [], options.now, escape),
    consumerTable(outcome.consumers ?? [], escape),
    (outcome.issueUrl ?? '') === '' ? '' : `Reported in ${link('this issue', outcome.issueUrl ?? '')}.`,
  ]
    .filter((part) => part !== '')
    .join('\n\n')
    .concat('\n');
}

/** One sentence for what was done. */
function resultLine(
  { changed, consumers, created, deleted, expiring, matches, planned, certificates, served = [] }: Outcome,
  isDryRun: boolean,
): string {
  if (expiring !== undefined) {
    const bad = served.filter(({ problems = [] }) => problems.length > 0).length;
    return expiring.length + bad === 0
      ? `Checked: nothing is short. ${countOf(certificates.length, 'certificate', 'certificates')}, ${countOf(served.length, 'address', 'addresses')}.`
      : `Not as it should be: ${countOf(expiring.length, 'certificate', 'certificates')}, ${countOf(bad, 'address', 'addresses')}; \`on_expiring\` lets that pass.`;
  }
  if (isDryRun) return planned === undefined ? 'Nothing would be written.' : 'Nothing was written. What would be done:';
  if (consumers !== undefined && matches === true)
    return changed === true
      ? 'Done: the supplied certificate serves.'
      : 'It is there and serves already; nothing was written.';
  if (created !== undefined) return 'Created.';
  if (deleted !== undefined && deleted.length > 0) return 'Deleted.';
  if (changed === undefined) return 'Whether something was written is not known.';
  if (matches !== undefined)
    return matches ? 'It is there already; nothing was written.' : 'Another certificate is there; nothing was written.';
  if (certificates.length === 0) return 'There is none, and nothing was written.';
  return `${countOf(certificates.length, 'certificate', 'certificates')}.`;
}

/** A gate shows first what ends first. */
function shownOf({ certificates, expiring }: Outcome): readonly Certificate[] {
  return expiring === undefined ? certificates : firstToEnd(certificates);
}

function planTable(planned: readonly PlannedStep[], escape: Escape): string {
  if (planned.length === 0) return '';
  const rows = planned.map(({ action, object, reason }) => [action, object, reason]);
  return table(['Plan', 'What', 'Why'], rows, escape);
}

function certificateTable(certificates: readonly Certificate[], now: number, escape: Escape): string {
  if (certificates.length === 0) return '';
  const rows = certificates.map(({ name, id, type, state, notAfter, notAfterText, dnsNames }) => {
    const left = notAfter === undefined ? '' : String(daysRemaining(notAfter, now));
    return [name, type, state, left, notAfterText, enumerate(dnsNames, MOST_NAMES), id];
  });
  return table(['Name', 'Type', 'State', 'Days left', 'Ends', 'DNS names', 'Id'], rows, escape);
}

function endpointTable(served: readonly ServedState[], now: number, escape: Escape): string {
  if (served.length === 0) return '';
  const rows = served.map(({ endpoint, sha1Fingerprint, notAfter, distrust, fault, problems = [] }) => {
    const left = notAfter === undefined ? '' : String(daysRemaining(notAfter, now));
    const trust = fault !== '' ? '' : distrust === '' ? 'yes' : 'no';
    const told = fault === '' ? problems.join('; ') : fault;
    return [
      nameEndpoint(endpoint),
      sha1Fingerprint,
      left,
      notAfter === undefined ? '' : formatTime(notAfter),
      trust,
      told,
    ];
  });
  return table(['Endpoint', 'Serves (SHA-1)', 'Days left', 'Ends', 'Trusted', 'What is wrong'], rows, escape);
}

function consumerTable(consumers: NonNullable<Outcome['consumers']>, escape: Escape): string {
  if (consumers.length === 0) return '';
  const rows = consumers.map(({ kind, name, id, status, error }) => [
    kind === 'load_balancer' ? 'load balancer' : 'CDN endpoint',
    name,
    status,
    error,
    id,
  ]);
  return table(['Consumer', 'Name', 'Status', 'Error', 'Id'], rows, escape);
}
