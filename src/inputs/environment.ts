import { closeSync, fstatSync, openSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { resolve } from 'node:path';
import * as core from '@actions/core';
import { errorCodeOf } from '../errors.ts';
import { INPUT_NAMES } from './definitions.ts';
import type { InputName } from './definitions.ts';
import { shortName } from './values.ts';
import { textOfFile } from '../x509/pem.ts';
import { secretLines, secretLinesOfKeys } from '../x509/masking.ts';

/** A file with PEM is a few thousand bytes; one beyond this is something else. */
const LARGEST_FILE = 1024 * 1024;
const TOKEN_VARIABLES = ['DIGITALOCEAN_ACCESS_TOKEN', 'DIGITALOCEAN_TOKEN'] as const;
/** DigitalOcean's tokens: personal, OAuth and refresh (API reference, "Authentication"). */
const TOKEN_FORM = /\bdo[opr]_v1_[0-9a-f]{16,}/giu;

/** What a file given by an input holds, or why it cannot be read. */
export type FileContent = { readonly content: string } | { readonly fault: string };

/** The workflow's side, as the runner tells it (docs.github.com, "Variables reference"). */
export interface GithubRun {
  readonly token: string;
  /** `owner/name` */
  readonly repository: string;
  readonly apiUrl: string;
  /** The page of this run; empty where the runner does not say. */
  readonly runUrl: string;
}

/** What the runner gives to the step, as it is. */
export interface RawInputs {
  /** Each input as it was given, line ends and all. */
  readonly text: (name: InputName) => string;
  /** The files that the inputs ending in `_path` name. */
  readonly files: Readonly<Partial<Record<InputName, FileContent>>>;
  /** The token, and where it came from; both empty when there is none. */
  readonly token: { readonly value: string; readonly source: string };
  /** Where the workflow lives, and the token for it. */
  readonly github: GithubRun;
  readonly proxies: { readonly https: string; readonly none: string };
  /** A folder for files that later steps read. */
  readonly tempFolder: string;
  /** The file for the job summary; empty where the runner has none. */
  readonly summaryFile: string;
  readonly isDebug: boolean;
  /** Every value that is masked. */
  readonly secrets: readonly string[];
}

/**
 * Reads inputs, the files that they name, and the environment, and masks every secret in every form that it has before anything
 * else can be written. Checks nothing.
 */
export function readInputs(): RawInputs {
  const values = new Map(INPUT_NAMES.map((name) => [name, core.getInput(name, { trimWhitespace: false })]));
  const text = (name: InputName): string => values.get(name) ?? '';
  const files: Partial<Record<InputName, FileContent>> = {};
  for (const name of INPUT_NAMES) {
    if (name.endsWith('_path') && text(name).trim() !== '') files[name] = readFile(text(name).trim());
  }
  const secrets = findSecrets(text, files);
  for (const secret of secrets) core.setSecret(secret);
  return {
    text,
    files,
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
    secrets,
  };
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

function findSecrets(text: RawInputs['text'], files: RawInputs['files']): string[] {
  const texts = [...INPUT_NAMES.map(text), ...Object.values(files).map(contentOf)];
  const keys = [text('private_key'), contentOf(files.private_key_path)];
  const found = [
    text('token'),
    text('token').trim(),
    text('github_token').trim(),
    ...TOKEN_VARIABLES.map(variable),
    ...keys.flatMap((key) => secretLines(key)),
    // What was put into the wrong input is a secret all the same.
    ...texts.flatMap((given) => [...secretLinesOfKeys(given), ...(given.match(TOKEN_FORM) ?? [])]),
  ];
  // A mask is one line, and one that is too short would blot out half the log.
  const lines = found.flatMap((secret) => secret.split(/[\r\n]+/u)).map((line) => line.trim());
  return [...new Set(lines)].filter((line) => line.length >= 8);
}

function contentOf(file: FileContent | undefined): string {
  return file !== undefined && 'content' in file ? file.content : '';
}

function readFile(path: string): FileContent {
  if (/-----BEGIN|[\r\n]/u.test(path) || path.length > 1_000) {
    return {
      fault: 'holds a text and not the path of a file. Give the text to the input of the same name without `_path`',
    };
  }
  const shown = shortName(path);
  let descriptor: number | undefined;
  try {
    descriptor = openSync(resolve(variable('GITHUB_WORKSPACE') || '.', path), 'r');
    const status = fstatSync(descriptor);
    if (!status.isFile()) return { fault: `names "${shown}", which is not a file` };
    if (status.size > LARGEST_FILE) return { fault: `names "${shown}", which is too long for PEM (more than 1 MiB)` };
    return { content: textOfFile(readFileSync(descriptor)) };
  } catch (error) {
    return { fault: faultOf(error, shown) };
  } finally {
    if (descriptor !== undefined) closeSync(descriptor);
  }
}

function faultOf(error: unknown, shown: string): string {
  const code = errorCodeOf(error);
  if (code === 'ENOENT' || code === 'ENOTDIR') {
    return `names "${shown}", and there is no such file. Relative paths begin at the workspace: is the step that writes it before this one?`;
  }
  if (code === 'EACCES' || code === 'EPERM')
    return `names "${shown}", which this user may not read. Files of root need a chmod or chown first`;
  return `names "${shown}", which cannot be read (${code || 'unknown error'})`;
}

function variable(name: string): string {
  return process.env[name]?.trim() ?? '';
}
