import { isUuid } from '../digitalocean/certificates.ts';
import { FAMILY_NAME_MAX_LENGTH } from '../certificates/family.ts';
import { INPUTS } from './definitions.ts';
import type { InputName } from './definitions.ts';
import type { Parsed } from './values.ts';
import type { RawInputs } from './environment.ts';
import type { Target } from '../task.ts';
import type { Remark } from '../x509/supplied.ts';

/** The reading of one set of inputs: problems gather, and nothing is given out before all have been looked at. */
export interface Reading {
  readonly raw: RawInputs;
  readonly problems: string[];
  /** Inputs that are needed and empty: told together, since they are often missing together. */
  readonly missing: string[];
  readonly remarks: Remark[];
}

/** The longest name that is looked for; those that are made are shorter. */
export const NAME_MAX_LENGTH = 255;

/** Has every value been read? */
export function isComplete<Values extends Readonly<Record<string, unknown>>>(
  values: Values,
): values is { [Key in keyof Values]: NonNullable<Values[Key]> } & Values {
  return Object.values(values).every((value) => value !== undefined);
}

/** What an input holds, without the blanks around it. */
export function given({ raw }: Reading, input: InputName): string {
  return raw.text(input).trim();
}

/** The value of an input or of its default; undefined when it cannot be read, which is then among the problems. */
export function valueOf<Value>(
  reading: Reading,
  input: InputName,
  parse: (text: string) => Parsed<Value>,
): Value | undefined {
  const parsed = parse(given(reading, input) || INPUTS[input].default);
  if ('value' in parsed) return parsed.value;
  reading.problems.push(`\`${input}\` ${parsed.fault}.`);
  return undefined;
}

/** Notes what is wrong with `name`. */
export function checkName({ raw, problems }: Reading, most: number): void {
  const name = raw.text('name').trim();
  // Not quoted: what is so long, or has line ends, may be a secret in the wrong place.
  if (name.length > most) problems.push(`\`name\` has ${name.length} characters; ${most} is the most here.`);
  if (/\p{Cc}/u.test(name))
    problems.push('`name` has line ends or control characters: it must be one line of plain text.');
}

/** The `name` of a family that gets a new member; undefined when there is none. */
export function familyNameIn(reading: Reading): string | undefined {
  const name = given(reading, 'name');
  if (name === '') reading.missing.push('`name`');
  checkName(reading, FAMILY_NAME_MAX_LENGTH);
  return name === '' ? undefined : name;
}

/** What `id` or `name` tells; undefined, and among the missing, when neither is given. */
export function targetOf(reading: Reading): Target | undefined {
  const target = optionalTargetOf(reading);
  if (target === undefined) reading.missing.push('`name` (or `id`)');
  return target;
}

/** What `id` or `name` tells; undefined when neither is given. */
export function optionalTargetOf(reading: Reading): Target | undefined {
  const { problems } = reading;
  const [id, name] = [given(reading, 'id'), given(reading, 'name')];
  checkName(reading, NAME_MAX_LENGTH);
  if (id !== '' && name !== '') problems.push('`id` and `name` are both given: give one of them.');
  if (id !== '' && !isUuid(id))
    problems.push(
      '`id` must be the id of a certificate, a UUID such as 892071a0-bb95-49bc-8021-3afd67a210bf; a name goes to `name`.',
    );
  if (id === '' && name === '') return undefined;
  return id === '' ? { name } : { id: id.toLowerCase() };
}
