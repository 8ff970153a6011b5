import * as core from '@actions/core';
import type { Certificate } from './digitalocean/certificates.ts';
import type { Outcome } from './outcome.ts';
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

/** Writes the job summary. Throws when the runner gave no file for it. */
export async function writeSummary(markdown: string): Promise<void> {
  await core.summary.addRaw(markdown, true).write();
}

/**
 * The outcome as Markdown.
 * @param now milliseconds since the epoch, for the days left
 */
export function renderSummary({ operation, subject, isDryRun }: SummaryTitle, outcome: Outcome, now: number): string {
  const title = `### DigitalOcean certificates: ${operation}${subject === '' ? '' : ` ${escapeMarkdown(subject)}`}${isDryRun ? ' (dry run)' : ''}`;
  return [
    title,
    outcome.failure === undefined
      ? escapeMarkdown(resultLine(outcome, isDryRun))
      : `**Failed.** ${escapeMarkdown(outcome.failure.message)}`,
    (outcome.planned ?? []).map((line) => `- ${escapeMarkdown(line)}`).join('\n'),
    certificateTable(outcome.certificates, now),
    consumerTable(outcome.consumers ?? []),
  ]
    .filter((part) => part !== '')
    .join('\n\n')
    .concat('\n');
}

/** One sentence for what was done. */
function resultLine({ changed, created, deleted, matches, planned, certificates }: Outcome, isDryRun: boolean): string {
  if (isDryRun) return planned === undefined ? 'Nothing would be written.' : 'Nothing was written. What would be done:';
  if (created !== undefined) return 'Created.';
  if (deleted !== undefined && deleted.length > 0) return 'Deleted.';
  if (changed === undefined) return 'Whether something was written is not known.';
  if (matches !== undefined)
    return matches ? 'It is there already; nothing was written.' : 'Another certificate is there; nothing was written.';
  if (certificates.length === 0) return 'There is none, and nothing was written.';
  return certificates.length === 1 ? '1 certificate.' : `${certificates.length} certificates.`;
}

function certificateTable(certificates: readonly Certificate[], now: number): string {
  if (certificates.length === 0) return '';
  const rows = certificates.slice(0, MOST_ROWS).map(({ name, id, type, state, notAfter, notAfterText, dnsNames }) => {
    const left = notAfter === undefined ? '' : String(daysRemaining(notAfter, now));
    return [name, type, state, left, notAfterText, enumerate(dnsNames, MOST_NAMES), id];
  });
  if (certificates.length > MOST_ROWS)
    rows.push([`… and ${certificates.length - MOST_ROWS} more`, '', '', '', '', '', '']);
  return table(['Name', 'Type', 'State', 'Days left', 'Ends', 'DNS names', 'Id'], rows);
}

function consumerTable(consumers: NonNullable<Outcome['consumers']>): string {
  if (consumers.length === 0) return '';
  const rows = consumers
    .slice(0, MOST_ROWS)
    .map(({ kind, name, id, status }) => [
      kind === 'load_balancer' ? 'load balancer' : 'CDN endpoint',
      name,
      status,
      id,
    ]);
  return table(['Uses it', 'Name', 'Status', 'Id'], rows);
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const body = rows.map((row) => tableRow(row.map((cell) => escapeMarkdown(cut(cell)))));
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
