import { InputError } from '../errors.ts';
import { INPUT_NAMES, INPUTS, isReadBy, OPERATION_NAMES } from './definitions.ts';
import { parseApiUrl, parseChoice, parseInteger } from './values.ts';
import type { RawInputs } from './environment.ts';
import { given, valueOf } from './reader.ts';
import type { Reading } from './reader.ts';
import type { OperationName, Task } from '../task.ts';
import { asksEndpointsAlone, taskOf } from './tasks.ts';
import { enumerate } from '../text.ts';
import type { Remark } from '../x509/supplied.ts';

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
const NO_TOKEN: RawInputs['token'] = { value: '', source: '' };
/** The tokens of the other side: one in the wrong input would travel to the wrong host. */
const GITHUB_TOKEN_FORM = /^(?:gh[oprsu]_|github_pat_)/u;
const DIGITALOCEAN_TOKEN_FORM = /^do[opr]_v1_/u;

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
  const needsToken = operation === undefined || !asksEndpointsAlone(reading, operation);
  if (needsToken) checkToken(reading);
  checkGithubToken(reading);
  const task = operation === undefined ? undefined : taskOf(reading, operation, now);
  if (operation !== undefined) warnOfIgnored(reading, operation);
  if (reading.missing.length > 0) reading.problems.unshift(missingProblem(reading.missing));
  if (reading.problems.length > 0 || task === undefined || apiUrl === undefined || waitTimeoutS === undefined) {
    throw new InputError(reading.problems);
  }
  const token = needsToken ? raw.token : NO_TOKEN;
  return { task, token, apiUrl, waitTimeoutMs: waitTimeoutS * 1_000, remarks: reading.remarks };
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
  else if (GITHUB_TOKEN_FORM.test(value))
    problems.push(
      `The token from ${source} is one of GitHub: give one of DigitalOcean. GitHub's goes to \`github_token\`.`,
    );
}

function checkGithubToken({ raw, problems }: Reading): void {
  if (DIGITALOCEAN_TOKEN_FORM.test(raw.github.token))
    problems.push('`github_token` holds a token of DigitalOcean: it must be one of GitHub, or be left out.');
}

function warnOfIgnored(reading: Reading, operation: OperationName): void {
  for (const input of INPUT_NAMES) {
    if (isReadBy(input, operation)) continue;
    const text = given(reading, input);
    // A default that is an expression comes as what it stands for.
    const fallback: string = INPUTS[input].default;
    const isDefault = text === '' || text.toLowerCase() === fallback || fallback.startsWith('${{');
    if (!isDefault)
      reading.remarks.push({
        level: 'warning',
        message: `\`${input}\` is ignored: \`operation: ${operation}\` does not use it.`,
      });
  }
}
