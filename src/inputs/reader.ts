import { FAMILY_NAME_MAX_LENGTH } from '../certificates/family.ts';
import { isUuid } from '../digitalocean/responses.ts';
import { faultSentences } from '../errors.ts';
import type { Target } from '../task.ts';
import { looksSecret } from '../x509/masking.ts';
import type { Remark } from '../x509/supplied.ts';
import { INPUTS } from './definitions.ts';
import type { InputName } from './definitions.ts';
import type { RawInputs } from './environment.ts';
import { hasPlaceholder } from './name-template.ts';
import { quoteInput } from './values.ts';
import type { Parsed } from './values.ts';

/** The reading of one set of inputs: problems are collected, and nothing is returned before all inputs have been read. */
export interface Reader {
  readonly raw: RawInputs;
  readonly problems: string[];
  /** Inputs that are required and empty: reported together, since they are often missing together. */
  readonly missing: string[];
  readonly remarks: Remark[];
}

/** The longest name that is looked for; those that are created are shorter. */
export const NAME_MAX_LENGTH = 255;

/** Has every value been read? */
export function isComplete<Values extends Readonly<Record<string, unknown>>>(
  values: Values,
): values is { [Key in keyof Values]: NonNullable<Values[Key]> } & Values {
  return Object.values(values).every((value) => value !== undefined);
}

/** The text of an input, without the blanks around it. */
export function textOf({ raw }: Reader, input: InputName): string {
  return raw.text(input).trim();
}

/** The value of an input or of its default; undefined if it cannot be read, which is then among the problems. */
export function valueOf<Value>(
  reader: Reader,
  input: InputName,
  parse: (text: string) => Parsed<Value>,
): Value | undefined {
  const parsed = parse(textOf(reader, input) || INPUTS[input].default);
  if ('value' in parsed) return parsed.value;
  reader.problems.push(faultSentences(`\`${input}\``, parsed.fault));
  return undefined;
}

/** Reports what is wrong with `name`. It is not quoted: what is too long, or has line ends, may be a secret in the wrong place. */
export function checkName({ raw, problems }: Reader, most: number): void {
  const name = raw.text('name').trim();
  if (looksSecret(name))
    problems.push(
      '`name` looks like a key or token. Check which secret belongs to which input, or choose another name.',
    );
  else if (name.length > most) problems.push(`\`name\` has ${name.length} characters. Use at most ${most}.`);
  if (/\p{Cc}/u.test(name))
    problems.push('`name` has line ends or control characters. It must be one line of plain text.');
}

/** The `name` of a family that gets a new member; undefined if there is none. */
export function familyNameIn(reader: Reader): string | undefined {
  const name = textOf(reader, 'name');
  if (name === '') reader.missing.push('`name`');
  checkName(reader, FAMILY_NAME_MAX_LENGTH);
  if (hasPlaceholder(name))
    reader.problems.push(`\`name\` is ${quoteInput(name)}, which is a template for \`directory\`. Set \`directory\`.`);
  return name === '' ? undefined : name;
}

/** What `id` or `name` stands for; undefined, and among the missing, if neither is given. */
export function targetOf(reader: Reader): Target | undefined {
  const target = optionalTargetOf(reader);
  if (target === undefined) reader.missing.push('`name` (or `id`)');
  return target;
}

/** What `id` or `name` stands for; undefined if neither is given. */
export function optionalTargetOf(reader: Reader): Target | undefined {
  const { problems } = reader;
  const [id, name] = [textOf(reader, 'id'), textOf(reader, 'name')];
  checkName(reader, NAME_MAX_LENGTH);
  if (id !== '' && name !== '') problems.push('`id` and `name` are both set. Set only one of them.');
  if (id !== '' && !isUuid(id))
    problems.push(
      `\`id\` is ${quoteInput(id)}, and must be the id of a certificate, a UUID such as 892071a0-bb95-49bc-8021-3afd67a210bf. Put a name into \`name\`.`,
    );
  if (id === '' && name === '') return undefined;
  return id === '' ? { name } : { id: id.toLowerCase() };
}
