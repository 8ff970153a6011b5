import { EOL, tmpdir } from 'node:os';
import { dirname, resolve } from 'node:path';
import * as core from '@actions/core';
import type { KubeconfigReading } from '../kubernetes/kubeconfig.ts';
import { secretsIn } from '../x509/masking.ts';
import { INPUT_NAMES, INPUTS } from './definitions.ts';
import type { InputName } from './definitions.ts';
import type { DirectoryReading } from './directory-reading.ts';
import { existsAt, readTextFile } from './files.ts';
import type { FileContent } from './files.ts';

const TOKEN_VARIABLES = ['DIGITALOCEAN_ACCESS_TOKEN', 'DIGITALOCEAN_TOKEN'] as const;
/** A shorter mask would blot out half the log. */
const SHORTEST_MASK = 8;

/** The workflow's side, as the runner describes it (docs.github.com, "Variables reference"). */
export interface GithubRun {
  readonly token: string;
  /** `owner/name` */
  readonly repository: string;
  readonly apiUrl: string;
  /** The page of this run; empty if the runner does not say. */
  readonly runUrl: string;
}

/** What the runner gives to the step, as it is. */
export interface RawInputs {
  /** Each input as it was given, line ends and all. */
  readonly text: (name: InputName) => string;
  /** The files that the inputs ending in `_path` name. */
  readonly files: Readonly<Partial<Record<InputName, FileContent>>>;
  /** What is in `directory`; undefined if that is not set. */
  readonly directory: DirectoryReading | undefined;
  /** What `kubeconfig_path` names; absent if it names no file that can be read. */
  readonly kubeconfig?: KubeconfigReading;
  /** The token, and where it came from; both empty if there is none. */
  readonly token: { readonly value: string; readonly source: string };
  /** Where the workflow lives, and the token for it. */
  readonly github: GithubRun;
  readonly proxies: { readonly https: string; readonly none: string };
  /** A folder for files that later steps read. */
  readonly tempFolder: string;
  /** The file for the job summary; empty if the runner has none. */
  readonly summaryFile: string;
  readonly isDebug: boolean;
  /** Is the verification of TLS certificates turned off for the whole process? */
  readonly isTlsUnverified: boolean;
  /** Every value that is masked. */
  readonly secrets: readonly string[];
}

/**
 * Reads inputs, the files that they name, and the environment, and masks every secret in every form that it has before anything else
 * can be written. Checks nothing.
 */
export async function readInputs(): Promise<RawInputs> {
  const values = new Map(INPUT_NAMES.map((name) => [name, core.getInput(name, { trimWhitespace: false })]));
  const text = (name: InputName): string => values.get(name) ?? '';
  const workspace = variable('GITHUB_WORKSPACE') || '.';
  const files: Partial<Record<InputName, FileContent>> = {};
  for (const name of INPUT_NAMES) {
    const format = name === 'kubeconfig_path' ? 'a kubeconfig' : 'PEM';
    if (name.endsWith('_path') && text(name).trim() !== '')
      files[name] = readTextFile(text(name).trim(), workspace, format);
  }
  const kubeconfig = await readKubeconfigAt(text('kubeconfig_path').trim(), files.kubeconfig_path, workspace);
  const found = masksOf([...findSecrets(text, files, workspace), ...(kubeconfig?.secrets ?? [])]);
  const directory = await readFolder(text, workspace);
  maskAll(maskLinesOf([...found, ...(directory?.masks ?? [])]));
  const secrets = [...found, ...(directory?.secrets ?? [])];
  return {
    text,
    files,
    directory,
    ...(kubeconfig === undefined ? {} : { kubeconfig }),
    token: findToken(text('token')),
    github: {
      token: text('github_token').trim(),
      repository: variable('GITHUB_REPOSITORY'),
      apiUrl: variable('GITHUB_API_URL') || 'https://api.github.com',
      runUrl: runUrl(),
    },
    proxies: {
      https: variable('https_proxy') || variable('HTTPS_PROXY'),
      none: variable('no_proxy') || variable('NO_PROXY'),
    },
    tempFolder: variable('RUNNER_TEMP') || tmpdir(),
    summaryFile: variable('GITHUB_STEP_SUMMARY'),
    isDebug: core.isDebug(),
    isTlsUnverified: variable('NODE_TLS_REJECT_UNAUTHORIZED') === '0',
    secrets,
  };
}

/** Few runs have a folder: what reads it is loaded only then. */
async function readFolder(text: RawInputs['text'], workspace: string): Promise<DirectoryReading | undefined> {
  if (text('directory').trim() === '') return undefined;
  const { readDirectory } = await import('./directory.ts');
  return readDirectory(text('directory').trim(), text('layout').trim() || INPUTS.layout.default, workspace);
}

/**
 * Masks every line, in one write: a folder of hundreds of keys has thousands, and each call of `setSecret` writes anew. The commands are
 * those that `setSecret` gives (docs.github.com, "Workflow commands", masking a value).
 */
function maskAll(masks: readonly string[]): void {
  if (masks.length === 0) return;
  core.info(masks.map((mask) => `::add-mask::${mask.replaceAll('%', '%25')}`).join(EOL));
}

function runUrl(): string {
  const [server, repository, id] = ['GITHUB_SERVER_URL', 'GITHUB_REPOSITORY', 'GITHUB_RUN_ID'].map(variable);
  return server && repository && id ? `${server}/${repository}/actions/runs/${id}` : '';
}

function findToken(input: string): RawInputs['token'] {
  if (input.trim() !== '') return { value: input.trim(), source: '`token`' };
  const name = TOKEN_VARIABLES.find((candidate) => variable(candidate) !== '');
  return name === undefined
    ? { value: '', source: '' }
    : { value: variable(name), source: `the environment variable ${name}` };
}

/** Tokens whatever they look like, and keys wherever they were put: what is in the wrong input is a secret all the same. */
function findSecrets(text: RawInputs['text'], files: RawInputs['files'], workspace: string): string[] {
  const tokens = [text('token'), text('github_token'), ...TOKEN_VARIABLES.map(variable)];
  const contents = Object.values(files).map((file) => ('content' in file ? file.content : ''));
  const values = INPUT_NAMES.filter((name) => !isExistingPath(name, text(name).trim(), workspace)).map(text);
  return [...tokens, ...[...values, ...contents].flatMap((content) => secretsIn(content))];
}

/** What is a path is no secret: its parts may stand in any message. */
function isExistingPath(name: InputName, value: string, workspace: string): boolean {
  return (name.endsWith('_path') || name === 'directory') && existsAt(value, workspace);
}

/**
 * The kubeconfig at this path, and the files that it names, which are looked for in its folder. Its code loads only if there is one, and
 * also if its text stands in place of the path, for the secrets in it.
 */
async function readKubeconfigAt(
  path: string,
  file: FileContent | undefined,
  workspace: string,
): Promise<KubeconfigReading | undefined> {
  if (file === undefined) return undefined;
  const { readKubeconfig, secretsInKubeconfig } = await import('../kubernetes/kubeconfig.ts');
  if ('fault' in file) return { fault: file.fault, secrets: secretsInKubeconfig(path) };
  const folder = dirname(resolve(workspace, path));
  return readKubeconfig(file.content, (name) => {
    const found = readTextFile(name, folder);
    return 'content' in found ? found.content : undefined;
  });
}

/** Masks secrets in every form that they have, from now on. @returns what is masked */
export function maskSecrets(secrets: readonly string[]): string[] {
  const masks = masksOf(secrets);
  maskAll(masks);
  return masks;
}

/** What is masked of secrets: each in whole and in its lines, and of keys every form that they have. */
function masksOf(secrets: readonly string[]): string[] {
  const forms = secrets.flatMap((secret) => [secret, ...(secret.includes('-----BEGIN') ? secretsIn(secret) : [])]);
  return maskLinesOf(forms);
}

/** A mask is one line, and not so short that it would blot out half the log. */
function maskLinesOf(secrets: readonly string[]): string[] {
  const lines = secrets.flatMap((secret) => secret.split(/[\r\n]+/u)).map((line) => line.trim());
  return [...new Set(lines)].filter((line) => line.length >= SHORTEST_MASK);
}

function variable(name: string): string {
  return process.env[name]?.trim() ?? '';
}
