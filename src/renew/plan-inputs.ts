import { FAMILY_NAME_MAX_LENGTH } from '../certificates/family.ts';
import { InputError, faultSentences } from '../errors.ts';
import { parseDnsNames, parseEndpoints, parseNames, quoteInput } from '../inputs/values.ts';
import type { Parsed } from '../inputs/values.ts';
import { looksSecret } from '../x509/masking.ts';

/** One certificate that a plan is about. */
export interface Wanted {
  readonly name: string;
  readonly dnsNames: readonly string[];
  readonly endpoints: readonly string[];
  readonly profile: string;
}

/** GitHub's limit for the jobs of one matrix. */
export const LARGEST_MATRIX = 256;
const KEYS = ['name', 'dns_names', 'endpoints', 'profile'];
const EXAMPLE = 'Its form is `[{"name": "web", "dns_names": ["www.example.com"], "endpoints": "www.example.com"}]`.';

/**
 * Reads `certificates`.
 * @returns undefined if it is empty: then every custom family counts
 * @throws InputError with all problems
 */
export function parseWanted(text: string): readonly Wanted[] | undefined {
  if (text.trim() === '') return undefined;
  const list = jsonOf(text);
  if (!Array.isArray(list) || list.length === 0)
    throw new InputError([`\`certificates\` is not a JSON list of certificates. ${EXAMPLE}`]);
  if (list.length > LARGEST_MATRIX)
    throw new InputError([
      `\`certificates\` has ${list.length} entries, and GitHub accepts ${LARGEST_MATRIX} jobs in a matrix. Call the workflow more than once.`,
    ]);
  const problems: string[] = [];
  const wanted = list.map((entry: unknown, at) => wantedOf(entry, `Entry ${at + 1} of \`certificates\``, problems));
  const names = wanted.map(({ name }) => name);
  const twice = names.find((name, at) => name !== '' && names.indexOf(name) !== at);
  if (twice !== undefined)
    problems.push(`\`certificates\` has ${quoteInput(twice)} more than once. Put its DNS names into one entry.`);
  if (problems.length > 0) throw new InputError(problems);
  return wanted;
}

function wantedOf(entry: unknown, where: string, problems: string[]): Wanted {
  const fields: Readonly<Record<string, unknown>> =
    typeof entry === 'object' && entry !== null && !Array.isArray(entry) ? { ...entry } : {};
  const complain = (what: string): void => void problems.push(`${where} ${what}`);
  const unknown = Object.keys(fields).filter((key) => !KEYS.includes(key));
  if (unknown.length > 0) complain(`has an unknown key ${quoteInput(unknown[0] ?? '')}. ${EXAMPLE}`);
  const textOf = (key: string): string => {
    const value = fields[key] ?? '';
    const parts: readonly unknown[] = Array.isArray(value) ? value : [value];
    if (parts.every((part) => typeof part === 'string')) return parts.join(',').trim();
    complain(`has a \`${key}\` that is neither text nor a list of texts. ${EXAMPLE}`);
    return '';
  };
  const valueOf = <Value>(key: string, parse: (text: string) => Parsed<Value>, fallback: Value): Value => {
    const parsed = parse(textOf(key));
    if ('value' in parsed) return parsed.value;
    complain(faultSentences(`has a \`${key}\` that`, parsed.fault));
    return fallback;
  };
  const name = textOf('name');
  if (name === '') complain(`has no \`name\`. ${EXAMPLE}`);
  else if (name.length > FAMILY_NAME_MAX_LENGTH || /\p{Cc}/u.test(name) || looksSecret(name))
    complain(`has a \`name\` that cannot be used. Use one line of at most ${FAMILY_NAME_MAX_LENGTH} characters.`);
  const profile = textOf('profile');
  if (!/^[\w.-]{0,64}$/u.test(profile)) complain('has a `profile` that no CA has.');
  valueOf('endpoints', parseEndpoints, []);
  return {
    name,
    dnsNames: valueOf('dns_names', parseDnsNames, []),
    endpoints: valueOf('endpoints', parseNames, []),
    profile,
  };
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}
