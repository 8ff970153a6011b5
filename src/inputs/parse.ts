import { faultSentences, InputError } from '../errors.ts';
import type { Connection } from '../kubernetes/connection.ts';
import type { OperationName, Task } from '../task.ts';
import { enumerate } from '../text.ts';
import { looksSecret } from '../x509/masking.ts';
import type { Remark } from '../x509/supplied.ts';
import { INPUT_NAMES, INPUTS, isReadBy, OPERATION_NAMES } from './definitions.ts';
import type { RawInputs } from './environment.ts';
import { textOf, valueOf } from './reader.ts';
import type { Reader } from './reader.ts';
import { checksEndpointsOnly, taskOf } from './tasks.ts';
import { parseApiUrl, parseChoice, parseInteger } from './values.ts';

/** What the step is asked to do, and how it reaches the API. */
export interface Inputs {
  readonly task: Task;
  /** Both empty if no token is needed. */
  readonly token: RawInputs['token'];
  readonly apiUrl: URL;
  readonly waitTimeoutMs: number;
  /** How a Kubernetes cluster is reached that DigitalOcean does not manage. */
  readonly kubeconfig?: Connection | undefined;
  /** What to report before anything is done. */
  readonly remarks: readonly Remark[];
}

const SECRETS_HINT = 'Secrets are not passed to forks, Dependabot, or called workflows without `secrets: inherit`.';
const TOKEN = '`token`';
const LONGEST_WAIT_S = 86_400;
const NO_TOKEN: RawInputs['token'] = { value: '', source: '' };
/** The tokens of the other side: one in the wrong input would travel to the wrong host. */
const GITHUB_TOKEN = /^(?:gh[oprsu]_|github_pat_)/u;
const DIGITALOCEAN_TOKEN = /^do[opr]_v1_|^[0-9a-f]{64}$/u;
/** No token of DigitalOcean has capitals; a piece of a key has, and would be sent. */
const MIXED_CASE = /^(?=.*[A-Z])(?=.*[a-z])(?=.*\d).{12,}$/u;
/** What GitHub's tokens may become: three parts in base64, which begin with a brace (RFC 7519, 3.1). */
const WEB_TOKEN = /^eyJ[\w-]+\.[\w-]+\.[\w-]+$/u;

/**
 * Checks all inputs and turns them into one task.
 * @param now milliseconds since the epoch; certificates must be valid then
 * @throws InputError with all problems
 */
export function parseInputs(raw: RawInputs, now: number): Inputs {
  const reader: Reader = { raw, problems: [], missing: [], remarks: [] };
  if (raw.isTlsUnverified)
    reader.problems.push(
      'The environment variable NODE_TLS_REJECT_UNAUTHORIZED is 0, so anyone on the network could read the token. Remove it. For a CA of your own, set NODE_EXTRA_CA_CERTS to a file with its root.',
    );
  const operation = valueOf(reader, 'operation', (text) => parseChoice(text, OPERATION_NAMES));
  const apiUrl = valueOf(reader, 'api_url', parseApiUrl);
  const waitTimeoutS = valueOf(reader, 'wait_timeout', (text) => parseInteger(text, 0, LONGEST_WAIT_S, 'seconds'));
  const needsToken = operation === undefined || !checksEndpointsOnly(reader, operation);
  if (needsToken) checkToken(reader);
  checkGithubToken(reader);
  const kubeconfig = operation === 'rotate' ? kubeconfigIn(reader) : undefined;
  const task = operation === undefined ? undefined : taskOf(reader, operation, now);
  if (operation !== undefined) warnOfIgnored(reader, operation);
  if (reader.missing.length > 0) reader.problems.unshift(missingProblem(reader.missing, operation));
  if (reader.problems.length > 0 || task === undefined || apiUrl === undefined || waitTimeoutS === undefined) {
    throw new InputError(reader.problems);
  }
  const token = needsToken ? raw.token : NO_TOKEN;
  return { task, token, apiUrl, waitTimeoutMs: waitTimeoutS * 1_000, kubeconfig, remarks: reader.remarks };
}

function missingProblem(inputs: readonly string[], operation: OperationName | undefined): string {
  const token = inputs.includes(TOKEN)
    ? ' The token may also come from the environment variable DIGITALOCEAN_ACCESS_TOKEN or DIGITALOCEAN_TOKEN.'
    : '';
  // An empty secret must never be mistaken for a wish to upload nothing: so that has an input of its own.
  const source =
    operation === 'rotate' && inputs.some((input) => /^`(?:private_key|leaf_certificate)`/u.test(input))
      ? ' To finish a rotation without the key, set `source: uploaded`.'
      : '';
  return `${enumerate(inputs)} ${inputs.length === 1 ? 'is' : 'are'} empty or not set. ${SECRETS_HINT}${token}${source}`;
}

function checkToken({ raw, problems, missing }: Reader): void {
  const { value, source } = raw.token;
  if (value === '') missing.push(TOKEN);
  else if (!/^[\x21-\x7e]+$/u.test(value))
    problems.push(
      `The token from ${source} has spaces, line ends or other characters that no token has. Copy it again.`,
    );
  else if (GITHUB_TOKEN.test(value))
    problems.push(
      `The token from ${source} is a GitHub token. Use one of DigitalOcean. GitHub's belongs into \`github_token\`.`,
    );
  else if (!DIGITALOCEAN_TOKEN.test(value) && (looksSecret(value) || MIXED_CASE.test(value)))
    problems.push(`The token from ${source} looks like a key. Check which secret belongs to which input.`);
}

/** The connection of `kubeconfig_path`; undefined if there is none, or a problem with it. */
function kubeconfigIn({ raw, problems }: Reader): Connection | undefined {
  const { kubeconfig } = raw;
  if (kubeconfig === undefined || 'connection' in kubeconfig) return kubeconfig?.connection;
  problems.push(faultSentences('`kubeconfig_path`', kubeconfig.fault));
  return undefined;
}

function checkGithubToken({ raw, problems }: Reader): void {
  const { token } = raw.github;
  if (DIGITALOCEAN_TOKEN.test(token))
    problems.push('`github_token` is a DigitalOcean token. Use one of GitHub, or remove the input.');
  else if (!GITHUB_TOKEN.test(token) && !WEB_TOKEN.test(token) && looksSecret(token))
    problems.push('`github_token` looks like a key. Check which secret belongs to which input.');
}

function warnOfIgnored(reader: Reader, operation: OperationName): void {
  for (const input of INPUT_NAMES) {
    if (isReadBy(input, operation)) continue;
    const text = textOf(reader, input);
    // A default that is an expression arrives as its value.
    const fallback: string = INPUTS[input].default;
    const isDefault = text === '' || text.toLowerCase() === fallback || fallback.startsWith('${{');
    if (!isDefault)
      reader.remarks.push({
        level: 'warning',
        message: `\`${input}\` is ignored, because \`operation: ${operation}\` does not use it. Remove it.`,
      });
  }
}
