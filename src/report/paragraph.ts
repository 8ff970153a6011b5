import { describeStep } from '../certificates/describe.ts';
import { daysRemaining, firstToExpire } from '../certificates/expiry.ts';
import { familyNameOf } from '../certificates/family.ts';
import type { Certificate } from '../digitalocean/certificates.ts';
import type { ActionError } from '../errors.ts';
import type { Outcome } from '../outcome.ts';
import { countOf, enumerate, quoteName, shortName } from '../text.ts';
import { resultSentence } from './summary.ts';
import type { SummaryOptions, SummaryTitle } from './summary.ts';

/** With the ellipsis that stands for what is cut off, 500 characters. */
const LONGEST = 499;
const MOST_NAMES = 5;

/** What a chat, JSON or a shell would take for more than text, and what stands for it. */
const PLAIN: Readonly<Record<string, string>> = {
  "'": '’',
  '\\': '/',
  $: '＄',
  '<': '‹',
  '>': '›',
  '*': '∗',
};

/**
 * The result in one plain paragraph of at most 500 characters: a chat message. It has no quotation mark, backslash, backtick or the like,
 * so that it can stand in JSON or a command as it is, and no mention of everyone.
 */
export function renderParagraph(
  { operation, subject, isDryRun }: SummaryTitle,
  outcome: Outcome,
  failure: ActionError | undefined,
  { now, show }: SummaryOptions,
): string {
  const what = [operation === '' ? 'the step' : operation, subject === '' ? '' : quoteName(subject)];
  const head = what.filter((part) => part !== '').join(' ');
  const result =
    failure === undefined
      ? `${head}: ${sentencesOf(outcome, isDryRun, now)}`
      : `${head} failed (${failure.code}). ${failure.message}`;
  return plain(show(`DigitalOcean certificates, ${isDryRun ? 'dry run of ' : ''}${result}`, LONGEST));
}

function sentencesOf(outcome: Outcome, isDryRun: boolean, now: number): string {
  const { certificates, due = [], expiring = [], planned = [], subject } = outcome;
  if (isDryRun && planned.length > 0)
    return `${countOf(planned.length, 'step')} planned. ${planned.map(describeStep).join(' ')}`;
  const only = subject ?? (certificates.length === 1 ? certificates[0] : undefined);
  const [first] = firstToExpire(certificates);
  return [
    resultSentence(outcome, isDryRun),
    only === undefined
      ? first === undefined
        ? ''
        : expiryOf('The first to expire is', first, now)
      : expiryOf('', only, now),
    namesOf(
      'Problems',
      expiring.map(({ certificate }) => certificate),
    ),
    namesOf(
      'Due for renewal',
      due.map(({ certificate }) => certificate),
    ),
  ]
    .filter((part) => part !== '')
    .join(' ');
}

function expiryOf(start: string, { name, notAfter, notAfterText }: Certificate, now: number): string {
  if (notAfter === undefined) return '';
  const days = daysRemaining(notAfter, now);
  const left = days < 0 ? 'expired' : `${countOf(days, 'day')} left`;
  return start === ''
    ? `Certificate ${quoteName(name)} expires ${notAfterText} (${left}).`
    : `${start} ${quoteName(name)}, ${notAfterText} (${left}).`;
}

function namesOf(start: string, certificates: readonly Certificate[]): string {
  const names = [...new Set(certificates.map(familyNameOf))].filter((name) => name !== '').map(shortName);
  return names.length === 0 ? '' : `${start}: ${enumerate(names, MOST_NAMES)}.`;
}

/** Quotation marks become those of print, by twos. */
function plain(text: string): string {
  let isOpen = false;
  return text
    .replaceAll(/["'`\\$<>*]/gu, (character) => {
      if (character !== '"' && character !== '`') return PLAIN[character] ?? ' ';
      isOpen = !isOpen;
      return isOpen ? '“' : '”';
    })
    .replaceAll(/@(?=everyone|here|channel|all\b)/giu, '＠');
}
