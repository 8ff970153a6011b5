import { isUuid } from './digitalocean/certificates.ts';
import { InputError } from './errors.ts';
import { FAMILY_NAME_MAX_LENGTH } from './family.ts';
import { INPUT_NAMES, INPUTS, isReadBy, OPERATION_NAMES } from './input-table.ts';
import type { InputName } from './input-table.ts';
import { parseApiUrl, parseBoolean, parseChoice, parseEndpoints, parseInteger, parseList } from './input-values.ts';
import type { Parsed } from './input-values.ts';
import type { RawInputs } from './inputs.ts';
import type { OperationName, Target, Task } from './task.ts';
import { enumerate } from './wording.ts';
import { suppliedIn } from './supplied-inputs.ts';
import type { Reading } from './supplied-inputs.ts';
import type { Remark } from './x509/supplied.ts';

/** What the step is asked to do, and how it reaches the API. */
export interface Inputs {
  readonly task: Task;
  readonly token: RawInputs['token'];
  readonly apiUrl: URL;
  readonly waitTimeoutMs: number;
  /** What to tell a person before anything is done. */
  readonly remarks: readonly Remark[];
}

const SECRETS_HINT = 'secrets do not reach forks, Dependabot, or called workflows without `secrets: inherit`';
const TOKEN = '`token`';
const LONGEST_WAIT_S = 86_400;
const NAME_MAX_LENGTH = 255;
const MOST_DAYS = 3_650;

/**
 * Checks everything that was given and turns it into one task.
 * @param now milliseconds since the epoch; certificates must be valid then
 * @throws InputError with all that is wrong
 */
export function parseInputs(raw: RawInputs, now: number): Inputs {
  const reading: Reading = { raw, problems: [], missing: [], remarks: [] };
  const operation = valueOf(reading, 'operation', (text) => parseChoice(text, OPERATION_NAMES));
  const apiUrl = valueOf(reading, 'api_url', parseApiUrl);
  const waitTimeoutS = valueOf(reading, 'wait_timeout', (text) => parseInteger(text, 0, LONGEST_WAIT_S, 'seconds'));
  checkToken(reading);
  const task = operation === undefined ? undefined : taskOf(reading, operation, now);
  if (operation !== undefined) warnOfIgnored(reading, operation);
  if (reading.missing.length > 0) reading.problems.unshift(missingProblem(reading.missing));
  if (reading.problems.length > 0 || task === undefined || apiUrl === undefined || waitTimeoutS === undefined) {
    throw new InputError(reading.problems);
  }
  return { task, token: raw.token, apiUrl, waitTimeoutMs: waitTimeoutS * 1_000, remarks: reading.remarks };
}

function taskOf(reading: Reading, operation: OperationName, now: number): Task | undefined {
  // Read first, and for each operation that knows it, so that a slip in it is told with the others.
  const dryRun = isReadBy('dry_run', operation) ? valueOf(reading, 'dry_run', parseBoolean) : false;
  switch (operation) {
    case 'list': {
      const name = given(reading, 'name');
      if (name !== '') checkName(reading, NAME_MAX_LENGTH);
      return { operation, name: name === '' ? undefined : name };
    }
    case 'get': {
      const target = targetOf(reading);
      return target && { operation, target };
    }
    case 'create':
    case 'present': {
      const name = familyNameIn(reading);
      const supplied = suppliedIn(reading, now);
      const onMismatch =
        operation === 'present'
          ? valueOf(reading, 'on_mismatch', (text) => parseChoice(text, ['fail', 'warn'] as const))
          : 'fail';
      if (name === undefined || supplied === undefined || onMismatch === undefined || dryRun === undefined)
        return undefined;
      return operation === 'present'
        ? { operation, name, supplied, onMismatch, dryRun }
        : { operation, name, supplied, dryRun };
    }
    case 'rotate':
      return rotationIn(reading, now, dryRun);
    case 'delete':
    case 'absent': {
      const target = targetOf(reading);
      return target && dryRun !== undefined ? { operation, target, dryRun } : undefined;
    }
  }
}

function rotationIn(reading: Reading, now: number, dryRun: boolean | undefined): Task | undefined {
  const name = familyNameIn(reading);
  const supplied = suppliedIn(reading, now);
  if (supplied?.dnsNames.length === 0) {
    reading.problems.push(
      'The leaf certificate has no DNS name in its subjectAltName: what it would take over cannot be told. Issue it with its names.',
    );
  }
  const deletePrevious = valueOf(reading, 'delete_previous', parseBoolean);
  const allowDroppedNames = valueOf(reading, 'allow_dropped_names', parseBoolean);
  const allowEarlierExpiry = valueOf(reading, 'allow_earlier_expiry', parseBoolean);
  const minDays = valueOf(reading, 'min_days', (text) => parseInteger(text, 0, MOST_DAYS, 'days'));
  const endpoints = valueOf(reading, 'endpoints', parseEndpoints);
  const flags = { deletePrevious, allowDroppedNames, allowEarlierExpiry, minDays, endpoints, dryRun };
  if (name === undefined || supplied === undefined || !isComplete(flags)) return undefined;
  return { operation: 'rotate', name, supplied, replaces: parseList(given(reading, 'replaces')), ...flags };
}

/** Has every value been read? */
function isComplete<Values extends Readonly<Record<string, unknown>>>(
  values: Values,
): values is { [Key in keyof Values]: NonNullable<Values[Key]> } & Values {
  return Object.values(values).every((value) => value !== undefined);
}

function given({ raw }: Reading, input: InputName): string {
  return raw.text(input).trim();
}

function valueOf<Value>(reading: Reading, input: InputName, parse: (text: string) => Parsed<Value>): Value | undefined {
  const parsed = parse(given(reading, input) || INPUTS[input].default);
  if ('value' in parsed) return parsed.value;
  reading.problems.push(`\`${input}\` ${parsed.fault}.`);
  return undefined;
}

function missingProblem(inputs: readonly string[]): string {
  const token = inputs.includes(TOKEN)
    ? ' The token may also come from the environment variable DIGITALOCEAN_ACCESS_TOKEN or DIGITALOCEAN_TOKEN.'
    : '';
  return `${enumerate(inputs)} ${inputs.length === 1 ? 'is' : 'are'} empty or not set (${SECRETS_HINT}).${token}`;
}

function checkToken({ raw, problems, missing }: Reading): void {
  const { value, source } = raw.token;
  if (value === '') missing.push(TOKEN);
  else if (!/^[\x21-\x7e]+$/u.test(value))
    problems.push(
      `The token from ${source} has spaces, line ends or other characters that no token has: copy it again.`,
    );
}

function checkName({ raw, problems }: Reading, most: number): void {
  const name = raw.text('name').trim();
  // Not quoted: what is so long, or has line ends, may be a secret in the wrong place.
  if (name.length > most) problems.push(`\`name\` has ${name.length} characters; ${most} is the most here.`);
  if (/\p{Cc}/u.test(name))
    problems.push('`name` has line ends or control characters: it must be one line of plain text.');
}

function familyNameIn(reading: Reading): string | undefined {
  const name = given(reading, 'name');
  if (name === '') reading.missing.push('`name`');
  checkName(reading, FAMILY_NAME_MAX_LENGTH);
  return name === '' ? undefined : name;
}

function targetOf(reading: Reading): Target | undefined {
  const { problems, missing } = reading;
  const [id, name] = [given(reading, 'id'), given(reading, 'name')];
  checkName(reading, NAME_MAX_LENGTH);
  if (id !== '' && name !== '') problems.push('`id` and `name` are both given: give one of them.');
  else if (id === '' && name === '') missing.push('`name` (or `id`)');
  if (id !== '' && !isUuid(id))
    problems.push(
      '`id` must be the id of a certificate, a UUID such as 892071a0-bb95-49bc-8021-3afd67a210bf; a name goes to `name`.',
    );
  return id === '' ? { name } : { id: id.toLowerCase() };
}

function warnOfIgnored(reading: Reading, operation: OperationName): void {
  for (const input of INPUT_NAMES) {
    if (isReadBy(input, operation)) continue;
    const text = given(reading, input);
    const isDefault = text === '' || text.toLowerCase() === INPUTS[input].default;
    if (!isDefault)
      reading.remarks.push({
        level: 'warning',
        message: `\`${input}\` is ignored: \`operation: ${operation}\` does not use it.`,
      });
  }
}
