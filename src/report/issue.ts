import { createHash } from 'node:crypto';
import type { ReportFacts } from '../outcome.ts';
import { enumerate, quoteName, shortName, shortNames } from '../text.ts';
import type { Show } from '../text.ts';
import { escapeMarkdown, link, table, WORD_JOINER } from './markdown.ts';

/** By which an issue is found again: outsiders may write what they like into a body, and may not set a label. */
export const LABEL = 'digitalocean-certificates';

/** A body holds 65,536 characters. */
const LIMITS = { rows: 60, characters: 60_000 };
const MOST_NAMES = 5;
const LONGEST_TITLE = 120;

/** An issue as it is to be. */
export interface IssueText {
  readonly title: string;
  readonly body: string;
  /** Stands in the body, and changes if a fact does. */
  readonly factsMarker: string;
}

export interface IssueOptions {
  /** The run that writes it; empty if not known. */
  readonly runUrl: string;
  readonly show: Show;
}

/** The issue for what was found. Not a word in it changes from one day to the next by itself, but for the run that wrote it. */
export function renderIssue(facts: ReportFacts, { runUrl, show }: IssueOptions): IssueText {
  const factsMarker = `<!-- digitalocean-certificate-action facts ${digest(facts.rows)} -->`;
  const escape = (text: string, maxLength?: number): string => escapeReferences(show(text, maxLength));
  const rows = facts.rows.map(({ what, problem, expires, dnsNames }) => [
    shortName(what),
    problem,
    expires,
    dnsNames.length === 0 ? '' : enumerate(shortNames(dnsNames), MOST_NAMES),
  ]);
  const run = runUrl === '' ? '' : `, last by ${link('this run', runUrl)}`;
  const body = [
    `${markerOf(facts)}\n${factsMarker}`,
    `Checked: ${escape(describeSubject(facts.subject))}. Problems:`,
    table(['Certificate or endpoint', 'Problem', 'Expires', 'DNS names'], rows, escape, LIMITS),
    `Renew what expires, and use \`operation: rotate\` to put it in place. The workflow keeps this issue${run}: it updates it when something changes, and closes it when there are no problems.`,
  ];
  const title = show(`Certificates need attention: ${describeSubject(facts.subject)}`, LONGEST_TITLE);
  // The same that stands behind these signs in the body, as a title takes it.
  const plainTitle = title.replaceAll('`', ' ').replaceAll(/#|(?<!\w)@|\bGH-(?=\d)/giu, '$&\u2060');
  return { title: plainTitle, body: `${body.join('\n\n')}\n`, factsMarker };
}

/** What stands in the body of an issue about the same subject. */
export function markerOf({ subject }: Pick<ReportFacts, 'subject'>): string {
  return `<!-- digitalocean-certificate-action checks ${digest(subject)} -->`;
}

function digest(value: unknown): string {
  return createHash('sha256').update(JSON.stringify(value)).digest('hex').slice(0, 32);
}

function describeSubject(subject: ReportFacts['subject']): string {
  if (subject.kind === 'account') return 'all certificates of the DigitalOcean account';
  if (subject.kind === 'endpoints') return `what ${enumerate(subject.names, 10)} serves`;
  return `the certificate ${quoteName(subject.name)} on DigitalOcean`;
}

/**
 * Text that mentions nobody and refers to no issue, pull request or commit (docs.github.com, "Autolinked references and URLs"): a word
 * joiner stands behind each sign that would, and hashes are code.
 */
function escapeReferences(text: string): string {
  const marked = text
    .replaceAll('#', '\u{E001}')
    .replaceAll(/\bGH-(?=\d)/giu, (start) => `${start}\u{E002}`)
    .replaceAll(/(?<![0-9a-z])[0-9a-f]{7,40}(?![0-9a-z])/giu, (hash) => `\u{E003}${hash}\u{E004}`);
  return escapeMarkdown(marked)
    .replaceAll('\u{E001}', `&#35;${WORD_JOINER}`)
    .replaceAll('\u{E002}', WORD_JOINER)
    .replaceAll('\u{E003}', '<code>')
    .replaceAll('\u{E004}', '</code>');
}
