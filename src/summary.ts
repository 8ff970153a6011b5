import { appendFileSync } from 'node:fs';
import type { Certificate } from './digitalocean/certificates.ts';
import type { Outcome, PlannedStep } from './outcome.ts';
import { daysRemaining, enumerate } from './wording.ts';

/** Rows of the table: a summary holds 1 MiB, and a person reads fewer. */
const MOST_ROWS = 500;
const MOST_NAMES = 3;
const LONGEST_CELL = 200;

/** What the step was asked for, for the heading. */
export interface SummaryTitle {
  readonly operation: string;
  /** The name or id that was asked for. */
  readonly subject: string;
  readonly isDryRun: boolean;
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
  { operation, subject, isDryRun }: SummaryTitle,
  outcome: Outcome,
  options: SummaryOptions,
): string {
  const escape = (text: string): string => escapeMarkdown(options.redact(text));
  const title = `### DigitalOcean certificates: ${operation}${subject === '' ? '' : ` ${escape(subject)}`}${isDryRun ? ' (dry run)' : ''}`;
  return [
    title,
    outcome.failure === undefined
      ? escape(resultLine(outcome, isDryRun))
      : `**Failed.** ${escape(outcome.failure.message)}`,
    planTable(outcome.planned ?? [], escape),
    certificateTable(outcome.certificates, options.now, escape),
    consumerTable(outcome.consumers ?? [], escape),
  ]
    .filter((part) => part !== '')
    .join('\n\n')
    .concat('\n');
}

/** One sentence for what was done. */
function resultLine(
  { changed, consumers, created, deleted, matches, planned, certificates }: Outcome,
  isDryRun: boolean,
): string {
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
  return certificates.length === 1 ? '1 certificate.' : `${certificates.length} certificates.`;
}

type Escape = (text: string) => string;

function planTable(planned: readonly PlannedStep[], escape: Escape): string {
  if (planned.length === 0) return '';
  const rows = planned.slice(0, MOST_ROWS).map(({ action, object, reason }) => [action, object, reason]);
  return table(['Plan', 'What', 'Why'], rows, escape);
}

function certificateTable(certificates: readonly Certificate[], now: number, escape: Escape): string {
  if (certificates.length === 0) return '';
  const rows = certificates.slice(0, MOST_ROWS).map(({ name, id, type, state, notAfter, notAfterText, dnsNames }) => {
    const left = notAfter === undefined ? '' : String(daysRemaining(notAfter, now));
    return [name, type, state, left, notAfterText, enumerate(dnsNames, MOST_NAMES), id];
  });
  if (certificates.length > MOST_ROWS)
    rows.push([`… and ${certificates.length - MOST_ROWS} more`, '', '', '', '', '', '']);
  return table(['Name', 'Type', 'State', 'Days left', 'Ends', 'DNS names', 'Id'], rows, escape);
}

function consumerTable(consumers: NonNullable<Outcome['consumers']>, escape: Escape): string {
  if (consumers.length === 0) return '';
  const rows = consumers
    .slice(0, MOST_ROWS)
    .map(({ kind, name, id, status, error }) => [
      kind === 'load_balancer' ? 'load balancer' : 'CDN endpoint',
      name,
      status,
      error,
      id,
    ]);
  return table(['Consumer', 'Name', 'Status', 'Error', 'Id'], rows, escape);
}

function table(head: readonly string[], rows: readonly (readonly string[])[], escape: Escape): string {
  const body = rows.map((row) => tableRow(row.map((cell) => escape(cut(cell)))));
  return [tableRow(head), tableRow(head.map(() => '---')), ...body].join('\n');
}

function tableRow(cells: readonly string[]): string {
  return `| ${cells.join(' | ')} |`;
}

function cut(text: string): string {
  return text.length > LONGEST_CELL ? `${text.slice(0, LONGEST_CELL)}…` : text;
}

/** Text as text: whatever Markdown or HTML would make of it is written as a character reference (GFM 0.29, 2.5). */
export function escapeMarkdown(text: string): string {
  if (/^[\w .-]*$/u.test(text)) return text.replaceAll('_', '&#95;');
  return text
    .replaceAll(/[\p{Cc}\p{Cf}\u2028\u2029]+/gu, ' ')
    .replaceAll(/[&<>|`*_[\]\\~$]/gu, (character) => `&#${character.codePointAt(0) ?? 32};`)
    .replaceAll('://', '&#58;//');
}
