import * as core from '@actions/core';
import { readInputs } from '../inputs/environment.ts';
import type { RawInputs } from '../inputs/environment.ts';
import { secretsIn } from '../x509/masking.ts';
import { parseDnsEnv } from './dns-env.ts';
import { RENEW_INPUT_NAMES } from './inputs.ts';
import type { RenewInput } from './inputs.ts';

/** What the runner gives to a renewal. */
export interface RenewEnvironment {
  /** Of the action itself, for the operations that a renewal is made of. */
  readonly raw: RawInputs;
  readonly text: (name: RenewInput) => string;
  /** The variables that lego may see: those of the step, without the runner's own and without any input. */
  readonly variables: Readonly<Record<string, string>>;
  /** A version of `gh` can be found there; empty if there is none. */
  readonly path: string;
  /** For `gh`; empty if the token is not GitHub's own: `gh` would send that of another server to github.com. */
  readonly attestationToken: string;
  readonly workspace: string;
}

/** A shorter mask would blot out half the log. */
const SHORTEST_MASK = 8;
/** Names of variables whose value is a secret, as lego's providers call them. */
const SECRET_NAME = /TOKEN|SECRET|PASSW|(?:^|_)KEY|KEY$|HMAC|CREDENTIAL|PRIVATE|SESSION/iu;
/** What belongs to the runner or to Node, and tokens that lego has no use for. */
const WITHHELD =
  /^(?:INPUT|ACTIONS|GITHUB|RUNNER|STATE|NODE|GH|DIGITALOCEAN|FORGEJO|GITEA)_|^LEGO_(?:SERVER|EMAIL|PATH)$/iu;
const GITHUB_SERVER = 'https://github.com';
/** By this the runner finds what a job left running. */
const TRACKING = 'RUNNER_TRACKING_ID';
/** Where the folder is written down for the step that removes it if this process could not. */
const FOLDER_STATE = 'renew_folder';

/** Reads the inputs and the environment, and masks every secret before anything else can be written. */
export async function readEnvironment(): Promise<RenewEnvironment> {
  const base = await readInputs();
  const values = new Map<RenewInput, string>();
  for (const name of RENEW_INPUT_NAMES) values.set(name, core.getInput(name, { trimWhitespace: false }));
  const text = (name: RenewInput): string => values.get(name) ?? '';
  const variables = variablesOfStep();
  const found = [
    ...[...values.values()].flatMap((value) => secretsIn(value)),
    text('dns_token').trim(),
    ...Object.values(parseDnsEnv(text('dns_env'))),
    ...Object.entries(variables).flatMap(([name, value]) => (SECRET_NAME.test(name) ? [value] : [])),
  ];
  const secrets = maskAll(found, base.secrets);
  return {
    raw: { ...base, secrets },
    text,
    variables,
    path: process.env['PATH'] ?? '',
    attestationToken: process.env['GITHUB_SERVER_URL'] === GITHUB_SERVER ? text('github_token').trim() : '',
    workspace: process.env['GITHUB_WORKSPACE'] || '.',
  };
}

/** Masks what is not masked yet; returns all secrets. */
export function maskAll(found: readonly string[], known: readonly string[]): readonly string[] {
  const lines = found
    .flatMap((secret) => [secret, ...secret.split(/[\r\n]+/u)])
    .map((line) => line.trim())
    .filter((line) => line.length >= SHORTEST_MASK && !/[\r\n]/u.test(line));
  const added = [...new Set(lines)].filter((line) => !known.includes(line));
  for (const secret of added) core.setSecret(secret);
  return [...known, ...added];
}

function variablesOfStep(): Record<string, string> {
  const entries = Object.entries(process.env).filter(
    (entry): entry is [string, string] => entry[1] !== undefined && (entry[0] === TRACKING || !WITHHELD.test(entry[0])),
  );
  const variables = Object.fromEntries(entries);
  const roots = process.env['NODE_EXTRA_CA_CERTS'] ?? '';
  // One variable for both: a company's CA is told to this action and to lego alike.
  if (roots !== '' && variables['LEGO_CA_CERTIFICATES'] === undefined) {
    variables['LEGO_CA_CERTIFICATES'] = roots;
    variables['LEGO_CA_SYSTEM_CERT_POOL'] = 'true';
  }
  return variables;
}

/** An input of renew/plan/action.yml that the action itself does not have. */
export function planInput(name: 'acme_server' | 'certificates' | 'force'): string {
  return core.getInput(name);
}

/** The outputs of a plan. */
export function writePlan(matrix: string, count: number): void {
  core.setOutput('matrix', matrix);
  core.setOutput('count', String(count));
}

/** Writes the folder down for {@link rememberedFolder}. */
export function rememberFolder(folder: string): void {
  core.saveState(FOLDER_STATE, folder);
}

/** The folder of the step before; empty if there was none. */
export function rememberedFolder(): string {
  return core.getState(FOLDER_STATE);
}

/** The output that only a renewal has. */
export function writeRenewed(isRenewed: boolean): void {
  core.setOutput('renewed', String(isRenewed));
}
