/** Makes text stand as text, and fit to be shown. */
export type Escape = (text: string, maxLength?: number) => string;

/** U+2060, which shows nothing, keeps a line together, and is part of no address. */
export const WORD_JOINER = '&#8288;';

const LONGEST_CELL = 400;

/** How much of a table is written: a summary holds 1 MiB, an issue 65,536 characters, and a person reads fewer rows. */
export interface TableLimits {
  readonly rows: number;
  readonly characters: number;
}

/** More rows than these are only counted. */
export const MOST_ROWS = 500;
const LIMITS: TableLimits = { rows: MOST_ROWS, characters: 250_000 };

/** A table; each cell is truncated and escaped. What is beyond the limits is counted in a row of its own. */
export function table(
  head: readonly string[],
  rows: readonly (readonly string[])[],
  escape: Escape,
  limits: TableLimits = LIMITS,
): string {
  const lines: string[] = [];
  let characters = 0;
  let above: readonly string[] = [];
  let cells: readonly string[] = [];
  for (const row of rows.slice(0, limits.rows)) {
    // Most cells of a long table say what the one above says.
    cells = row.map((cell, at) => (cell === above[at] ? cells[at] : undefined) ?? escape(cell, LONGEST_CELL));
    above = row;
    const line = tableRow(cells);
    characters += line.length + 1;
    if (characters > limits.characters) break;
    lines.push(line);
  }
  const rest = rows.length - lines.length;
  if (rest > 0) lines.push(tableRow(head.map((_, at) => (at === 0 ? `… and ${rest} more` : ''))));
  return [tableRow(head), tableRow(head.map(() => '---')), ...lines].join('\n');
}

function tableRow(cells: readonly string[]): string {
  return `| ${cells.join(' | ')} |`;
}

/** Text as text: whatever Markdown or HTML would make of it is written as a character reference (GFM 0.29, 2.5). */
export function escapeMarkdown(text: string): string {
  if (/^[\w .-]*$/u.test(text)) return breakLinks(text.replaceAll('_', '&#95;'));
  const escaped = text
    .replaceAll(/[\p{Cc}\p{Cf}\u2028\u2029]+/gu, ' ')
    .replaceAll(/[&<>|`*_[\]\\~$@]/gu, (character) => `&#${character.codePointAt(0) ?? 32};`);
  // A reference alone is no help: addresses of e-mail are looked for when references have been read already.
  return breakLinks(escaped.replaceAll('&#64;', `&#64;${WORD_JOINER}`));
}

/** What Markdown would turn into a link by itself (GFM 0.29, 6.9). */
function breakLinks(text: string): string {
  const plain = text.includes('://') ? text.replaceAll('://', '&#58;//') : text;
  return /www\./iu.test(plain) ? plain.replaceAll(/www\./giu, (start) => `${start.slice(0, -1)}&#46;`) : plain;
}

/** Escaped text in which plain words between backticks are code after all. */
export function withCode(escaped: string): string {
  return escaped.replaceAll(/&#96;((?:[\w .:,{}-]|&#95;){1,80})&#96;/gu, '<code>$1</code>');
}

/** A link to an address of the web; as text if it is something else. */
export function link(text: string, address: string): string {
  const url = URL.canParse(address) ? new URL(address) : undefined;
  const isWeb = url !== undefined && /^https?:$/u.test(url.protocol);
  return isWeb ? `[${escapeMarkdown(text)}](<${url.href}>)` : escapeMarkdown(`${text} ${address}`);
}
