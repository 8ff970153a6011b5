import { createHash } from 'node:crypto';
import { FAMILY_NAME_MAX_LENGTH } from '../certificates/family.ts';
import type { Fault } from '../errors.ts';
import { quoteInput } from './values.ts';

/** What a template may ask for. */
export const PLACEHOLDERS = ['domain', 'id', 'key', 'ca'] as const;
export type Placeholder = (typeof PLACEHOLDERS)[number];

export const DEFAULT_TEMPLATE = '{domain}';
/** Of a name that is cut, six hex digits behind a hyphen tell it from others that begin in the same way. */
const DIGITS = 6;

/** What fills the placeholders for one certificate. */
export type TemplateValues = Readonly<Record<Placeholder, string>>;

/** What is wrong with a template; undefined if nothing is. */
export function faultOfTemplate(template: string): Fault | undefined {
  const unknown = [...template.matchAll(/\{([^{}]*)\}/gu)].find(([, word = '']) => !isPlaceholder(word));
  const isOpen = /[{}]/u.test(template.replaceAll(/\{[^{}]*\}/gu, ''));
  if (unknown === undefined && !isOpen) return undefined;
  const known = PLACEHOLDERS.map((word) => `\`{${word}}\``).join(', ');
  return {
    what:
      unknown === undefined
        ? `is ${quoteInput(template)}, with a brace that has no other half`
        : `has the unknown placeholder ${quoteInput(unknown[0])}`,
    remedy: `The placeholders are ${known}.`,
  };
}

/** Does a template make a name of each certificate? */
export function hasPlaceholder(template: string, word?: Placeholder): boolean {
  return PLACEHOLDERS.some((each) => (word === undefined || each === word) && template.includes(`{${each}}`));
}

/**
 * The name of a family: lower case, and of letters, digits, dots and hyphens alone. The wildcard of each client becomes a word.
 * @returns empty if nothing is left
 */
export function fillTemplate(template: string, values: TemplateValues, dnsNames: readonly string[]): string {
  const filled = template.replaceAll(/\{(\w+)\}/gu, (_, word: string) =>
    isPlaceholder(word) ? nameWildcard(values[word]) : '',
  );
  const name = nameWildcard(filled)
    .toLowerCase()
    .replaceAll(/[^a-z0-9.-]/gu, '-')
    .replace(/^[-.]+/u, '');
  if (name.length <= FAMILY_NAME_MAX_LENGTH) return name;
  const digest = createHash('sha256').update(dnsNames.toSorted().join(',')).digest('hex').slice(0, DIGITS);
  return `${name.slice(0, FAMILY_NAME_MAX_LENGTH - DIGITS - 1)}-${digest}`;
}

/** `*` in certificates and acme.sh, `_` in lego, `!` in Posh-ACME. */
function nameWildcard(text: string): string {
  return text.replace(/^[*_!](?=\.|$)/u, 'wildcard');
}

function isPlaceholder(word: string): word is Placeholder {
  return PLACEHOLDERS.some((each) => each === word);
}
