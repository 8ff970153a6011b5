import { createHash } from 'node:crypto';
import { escapeMarkdown, link, table } from './markdown.ts';
import type { ReportFacts } from '../outcome.ts';
import { enumerate } from '../text.ts';

/** What is found again of an issue: outsiders may write what they like into a body, and may not set a label. */
export const LABEL = 'digitalocean-certificates';

/** A body holds 65,536 characters. */
const LIMITS = { rows: 60, characters: 60_000 };
const MOST_NAMES = 5;
const LONGEST_TITLE = 120;

/** An issue as it is to be. */
export interface IssueText {
  readonly title: string;
  readonly body: string;
  /** Stands in the body, and tells what was checked. */
  readonly marker: string;
  /** Stands in the body, and changes when a fact does. */
  readonly factsMarker: string;
}

export interface IssueOptions {
  /** The run that writes it; empty when not known. */
  readonly runUrl: string;
  readonly redact: (text: string) => string;
}

/** The issue for what is short. Not a word in it changes from one day to the next by itself, but for the run that wrote it. */
export function renderIssue(facts: ReportFacts, { runUrl, redact }: IssueOptions): IssueText {
  const { marker, factsMarker } = markersOf(facts);
  const escape = (text: string): string => quietText(redact(text));
  const rows = facts.rows.map(({ what, problem, ends, dnsNames }) => [
    what,
    problem,
    ends,
    dnsNames.length === 0 ? '' : enumerate(dnsNames, MOST_NAMES),
  ]);
  const body = [
    `${marker}\n${factsMarker}`,
    `What is checked: ${escape(describeSubject(facts.subject))}. Not as it should be:`,
    table(['What', 'What is wrong', 'Ends', 'DNS names'], rows, escape, LIMITS),
    `Renew what is short, and put it in place with \`operation: rotate\`. This issue is kept by the workflow${runUrl === '' ? '' : `, last by ${link('this run', runUrl)}`}: it is brought up to date when something changes, and closed when all is well.`,
  ];
  return {
    title: titleOf(facts.subject, redact),
    body: `${body.join('\n\n')}\n`,
    marker,
    factsMarker,
  };
}

/** What is found in the body of an issue about the same, and about the same facts. */
export function markersOf({ subject, rows }: ReportFacts): Pick<IssueText, 'marker' | 'factsMarker'> {
  return {
    marker: `<!-- digitalocean-certificate-action checks ${digest(subject)} -->`,
    factsMarker: `<!-- digitalocean-certificate-action facts ${digest(rows)} -->`,
  };
}

function digest(value: unknown): string {
  return createHash('sha256').update(JSON.stringify(value)).digest('hex').slice(0, 32);
}

function describeSubject(subject: ReportFacts['subject']): string {
  if (subject.kind === 'account') return 'all certificates of the DigitalOcean account';
  if (subject.kind === 'endpoints') return `what ${enumerate(subject.names, 10)} serves`;
  return `the certificate "${subject.name}" on DigitalOcean`;
}

function titleOf(subject: ReportFacts['subject'], redact: (text: string) => string): string {
  const text = `Renewal is due: ${describeSubject(subject)}`;
  const flat = redact(text).replaceAll(/[\p{Cc}\p{Cf}\u2028\u2029`]+/gu, ' ');
  return flat.length > LONGEST_TITLE ? `${flat.slice(0, LONGEST_TITLE)}…` : flat;
}

/** Text that mentions nobody and refers to no other issue: a word joiner stands behind each sign that would. */
function quietText(text: string): string {
  return escapeMarkdown(text.replaceAll(/[@#]/gu, (sign) => (sign === '@' ? '\u{E000}' : '\u{E001}')))
    .replaceAll('\u{E000}', '&#64;&#8288;')
    .replaceAll('\u{E001}', '&#35;&#8288;');
}
