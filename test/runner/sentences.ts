import type { StepResult } from './step.ts';

/** What no sentence may have: it shows that one was put together from parts that do not fit. */
const FAULTS: readonly (readonly [string, RegExp])[] = [
  ['punctuation twice', /[.?!,:;][.,;](?!\.)|\.\.(?!\.)|[:;,]\?|\?\./u],
  ['two spaces', /\S {2,}\S/u],
  ['a space before punctuation', / [.,;?!](?:\s|$)/u],
  ['empty quotes', /""|``|\(\)|''/u],
  ['a value of the code', /\b(?:undefined|NaN|null|Infinity|Invalid Date)\b|\[object/u],
  ['no end', /[^.?!)\w'"`…*]$/u],
];

/** What is wrong with the words of one message. What stands in quotes comes from outside, as does an id behind it, and is left out. */
export function faultsOfMessage(message: string): string[] {
  const own = message
    .replaceAll(/"[^"]+"/gu, '"…"')
    .replaceAll(/`[^`]+`/gu, '`…`')
    .replaceAll(/"…" \([^ )]+\)/gu, '"…" (…)');
  const faults = FAULTS.filter(([, pattern]) => pattern.test(own)).map(([name]) => name);
  return [...faults, ...(message.trim() === '' ? ['nothing'] : []), ...faultsOfNumbers(message)];
}

/** `(1)`, `(2)` and so on: each row begins with 1, goes up by one, and is as long as the number before it says. */
function faultsOfNumbers(message: string): string[] {
  const numbers = [...message.matchAll(/(?:^|[.?!] )\((\d{1,2})\) /gu)].map((match) => Number(match[1]));
  const isOrder = numbers.every((number, at) => number === (numbers[at - 1] ?? 0) + 1 || (number === 1 && at > 0));
  const rows = numbers.reduce<number[]>(
    (all, number) => (number === 1 ? [...all, 1] : [...all.slice(0, -1), number]),
    [],
  );
  const said = [...message.matchAll(/(\d+) (?:problems|endpoints)\b[^.(]*\. \(1\)/gu)].map((match) => Number(match[1]));
  const isCount =
    rows.length === said.length && said.every((count, at) => rows[at] === Math.min(count, Math.max(10, rows[at] ?? 0)));
  return isOrder && isCount ? [] : ['wrong numbers'];
}

/** What is wrong with the messages of a run, and with the headings of its summary. */
export function faultsOfSentences({ annotations, summary }: Pick<StepResult, 'annotations' | 'summary'>): string[] {
  const messages = annotations.flatMap(({ level, message }) =>
    faultsOfMessage(message).map((fault) => `${fault} in the ${level}: ${message}`),
  );
  const headings = summary.split('\n').filter((line) => line.startsWith('#'));
  const empty = headings
    .filter((line) => /^#+\s*$|[:,]\s*$/u.test(line))
    .map((line) => `nothing in the heading: ${line}`);
  return [...messages, ...empty, ...(headings.length <= 1 ? [] : [`${headings.length} headings`])];
}
