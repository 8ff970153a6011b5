import type { KeyObject } from 'node:crypto';
import { InputError, faultSentences } from '../errors.ts';
import type { Fault } from '../errors.ts';
import { enumerate } from '../text.ts';
import { parseBoolean, parseChoice, parseDnsNames, parseInteger, parseList, quoteInput } from '../inputs/values.ts';
import type { Parsed } from '../inputs/values.ts';
import { looksSecret } from '../x509/masking.ts';
import { parseAccountKey } from './account-key.ts';
import { parseDnsEnv } from './dns-env.ts';

/** Every input of renew/action.yml, with its default. Those that `rotate` and `check` read too go to them as they are. */
export const RENEW_INPUTS = {
  token: '',
  name: '',
  dns_names: '',
  endpoints: '',
  acme_account_key: '',
  acme_server: 'letsencrypt',
  email: '',
  dns_provider: 'digitalocean',
  dns_token: '',
  dns_env: '',
  dns_resolvers: '',
  dns_propagation_seconds: '',
  profile: '',
  key_type: 'ec256',
  force: 'false',
  lego_path: '',
  replaces: '',
  delete_previous: 'true',
  allow_dropped_names: 'false',
  allow_test_ca: 'false',
  dry_run: 'false',
  wait_timeout: '900',
  api_url: 'https://api.digitalocean.com',
  github_token: '${{ github.token }}',
} as const satisfies Readonly<Record<string, string>>;

export type RenewInput = keyof typeof RENEW_INPUTS;

/** The names of all inputs. */
export const RENEW_INPUT_NAMES: readonly RenewInput[] = Object.keys(RENEW_INPUTS).filter(isRenewInput);

function isRenewInput(text: string): text is RenewInput {
  return text in RENEW_INPUTS;
}

/** What a renewal is asked for. */
export interface Renewal {
  readonly name: string;
  /** In lower case and ASCII; empty means those of the certificate that exists. */
  readonly dnsNames: readonly string[];
  readonly accountKey: KeyObject;
  readonly server: AcmeServer;
  /** Only part of a folder's name: the account exists, and nothing is registered. */
  readonly email: string;
  readonly dnsProvider: string;
  /** What `dns_env` adds to the environment of lego. */
  readonly dnsEnv: Readonly<Record<string, string>>;
  readonly resolvers: readonly string[];
  /** Seconds to wait for DNS instead of asking name servers; undefined if lego shall ask. */
  readonly propagationSeconds: number | undefined;
  readonly profile: string;
  readonly keyType: string;
  readonly force: boolean;
  /** Empty: the pinned release. */
  readonly legoPath: string;
  readonly allowTestCa: boolean;
  readonly dryRun: boolean;
  readonly waitTimeoutS: number;
  /** As they were given: `rotate` and `check` read them. */
  readonly endpoints: string;
  readonly replaces: string;
  readonly deletePrevious: string;
  readonly allowDroppedNames: string;
}

export interface AcmeServer {
  readonly directory: URL;
  /** Is it the default of `check`, so that it need not be told? */
  readonly isDefault: boolean;
}

const DIRECTORIES: Readonly<Record<string, string>> = {
  letsencrypt: 'https://acme-v02.api.letsencrypt.org/directory',
  'letsencrypt-staging': 'https://acme-staging-v02.api.letsencrypt.org/directory',
};
/** The key types of lego 4 that DigitalOcean accepts. */
const KEY_TYPES = ['ec256', 'ec384', 'rsa2048', 'rsa3072', 'rsa4096', 'rsa8192'] as const;
const NO_EMAIL = 'account';
const LONGEST_WAIT_S = 86_400;
const LONGEST_PROPAGATION_S = 3_600;

type Text = (name: RenewInput) => string;

/** Checks the inputs of a renewal. @throws InputError with all problems */
export function parseRenewal(text: Text): Renewal {
  const problems: string[] = [];
  const valueOf = <Value>(name: RenewInput, parse: (text: string) => Parsed<Value>): Value | undefined => {
    const parsed = parse(text(name).trim() || RENEW_INPUTS[name]);
    if ('value' in parsed) return parsed.value;
    problems.push(faultSentences(`\`${name}\``, parsed.fault));
    return undefined;
  };
  const missing = (['name', 'acme_account_key'] as const).filter((name) => text(name).trim() === '');
  if (missing.length > 0) problems.push(missingProblem(missing));
  const values = {
    dnsNames: valueOf('dns_names', parseDnsNames),
    accountKey: missing.includes('acme_account_key') ? undefined : valueOf('acme_account_key', parseAccountKey),
    server: valueOf('acme_server', parseServer),
    email: valueOf('email', (value) => parseWord(value, /^[^\s/\\:]{1,254}$/u, NO_EMAIL)),
    dnsProvider: valueOf('dns_provider', (value) => parseWord(value.toLowerCase(), /^[a-z0-9][a-z0-9-]{0,39}$/u)),
    dnsEnv: parseDnsEnv(text('dns_env'), problems),
    resolvers: valueOf('dns_resolvers', parseResolvers),
    profile: valueOf('profile', (value) => parseWord(value, /^[\w.-]{1,64}$/u, '')),
    keyType: valueOf('key_type', (value) => parseChoice(value.toLowerCase(), KEY_TYPES)),
    force: valueOf('force', parseBoolean),
    allowTestCa: valueOf('allow_test_ca', parseBoolean),
    dryRun: valueOf('dry_run', parseBoolean),
    waitTimeoutS: valueOf('wait_timeout', (value) => parseInteger(value, 0, LONGEST_WAIT_S, 'seconds')),
  };
  const propagationSeconds =
    text('dns_propagation_seconds').trim() === ''
      ? undefined
      : valueOf('dns_propagation_seconds', (value) => parseInteger(value, 1, LONGEST_PROPAGATION_S, 'seconds'));
  if (problems.length > 0 || !isComplete(values)) throw new InputError(problems);
  return {
    ...values,
    propagationSeconds,
    name: text('name').trim(),
    legoPath: text('lego_path').trim(),
    endpoints: text('endpoints').trim(),
    replaces: text('replaces'),
    deletePrevious: text('delete_previous'),
    allowDroppedNames: text('allow_dropped_names'),
  };
}

function missingProblem(inputs: readonly string[]): string {
  const named = enumerate(inputs.map((name) => `\`${name}\``));
  return `${named} ${inputs.length === 1 ? 'is' : 'are'} empty or not set. Secrets are not passed to forks, Dependabot, or called workflows without \`secrets: inherit\`.`;
}

function isComplete<Values extends Readonly<Record<string, unknown>>>(
  values: Values,
): values is { [Key in keyof Values]: NonNullable<Values[Key]> } & Values {
  return Object.values(values).every((value) => value !== undefined);
}

function parseWord(text: string, form: RegExp, fallback?: string): Parsed<string> {
  if (text === '' && fallback !== undefined) return { value: fallback };
  return form.test(text) && !looksSecret(text)
    ? { value: text }
    : { fault: { what: `is ${quoteInput(text)}, which is not of the form that it must have`, remedy: '' } };
}

/** The directory of a CA. */
export function parseServer(text: string): Parsed<AcmeServer> {
  const url = DIRECTORIES[text.toLowerCase()] ?? text;
  if (looksSecret(text) || !URL.canParse(url)) return { fault: SERVER_FAULT };
  const directory = new URL(url);
  const isPlain = directory.username + directory.password + directory.hash === '';
  return directory.protocol === 'https:' && isPlain
    ? { value: { directory, isDefault: directory.href === DIRECTORIES['letsencrypt'] } }
    : { fault: SERVER_FAULT };
}

const SERVER_FAULT: Fault = {
  what: 'must be `letsencrypt`, `letsencrypt-staging`, or the https URL of an ACME directory',
  remedy: '',
};

function parseResolvers(text: string): Parsed<readonly string[]> {
  const resolvers = parseList(text);
  const wrong = resolvers.find((each) => !/^(?:\[[0-9a-f:]+\]|[\w.-]+)(?::\d{1,5})?$/iu.test(each));
  return wrong === undefined
    ? { value: resolvers }
    : { fault: { what: `has ${quoteInput(wrong)}, which is not of the form \`host:port\``, remedy: '' } };
}
