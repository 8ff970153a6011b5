import { spawn } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { constants, tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { finished } from 'node:stream/promises';
import { parse } from 'yaml';
import { readFileCommands, readWorkflowCommand } from './workflow-commands.ts';

export interface RunOptions {
  /** Added to the environment, which is otherwise a bare runner's; undefined takes a variable away. */
  readonly env?: Readonly<Record<string, string | undefined>>;
  /** The workspace; a new empty folder when not given. */
  readonly cwd?: string;
  readonly bundle?: string;
  /** The action.yml that tells the inputs and their defaults. */
  readonly actionFile?: string;
  /** Aborting it is what cancelling the job is: SIGINT. */
  readonly signal?: AbortSignal;
  /** After this the process is killed and the promise rejects. */
  readonly timeoutMs?: number;
}

export interface Annotation {
  readonly level: 'error' | 'warning' | 'notice';
  readonly message: string;
  readonly title?: string;
}

export interface Run {
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
  /** The lines that are no command, with what was masked before them as ***. */
  readonly log: readonly string[];
  readonly masks: readonly string[];
  readonly annotations: readonly Annotation[];
  readonly groups: readonly string[];
  readonly debug: readonly string[];
  readonly outputs: Readonly<Record<string, string>>;
  readonly summary: string;
  /** All that a person or a later step can see, unmasked: both streams without the add-mask lines, and every file left in `temp`. */
  readonly shown: string;
  /** RUNNER_TEMP: removed when this process ends. */
  readonly temp: string;
  /** Lines with a command that this action has no business to give, such as set-env. */
  readonly unexpectedCommands: readonly string[];
  readonly durationMs: number;
}

const ROOT = resolve(import.meta.dirname, '../..');
const CANCELLED_GRACE_MS = 7_500;

function makeTemp(): string {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'run-action-')));
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** INPUT_ variables as the runner sets them: each declared input, and never one that is not declared. */
function inputVariables(inputs: Readonly<Record<string, string>>, actionFile: string): Record<string, string> {
  const action = parse(readFileSync(actionFile, 'utf8')) as { inputs?: Record<string, { default?: unknown } | null> };
  const declared = action.inputs ?? {};
  const strangers = Object.keys(inputs).filter((name) => !Object.hasOwn(declared, name));
  if (strangers.length > 0) {
    throw new Error(`action.yml declares no input ${strangers.join(', ')}`);
  }
  const variables: Record<string, string> = {};
  for (const [name, input] of Object.entries(declared)) {
    // Defaults that are expressions (such as the job's token) have no value outside of a workflow.
    const fallback = input?.default === undefined ? '' : String(input.default);
    const value = inputs[name] ?? (fallback.includes('${{') ? '' : fallback);
    variables[`INPUT_${name.replaceAll(' ', '_').toUpperCase()}`] = value;
  }
  return variables;
}

function makeCommandFiles(temp: string): Record<string, string> {
  const folder = join(temp, '_runner_file_commands');
  mkdirSync(folder);
  const variables: Record<string, string> = {};
  for (const name of ['GITHUB_OUTPUT', 'GITHUB_STEP_SUMMARY', 'GITHUB_STATE', 'GITHUB_ENV', 'GITHUB_PATH']) {
    const file = join(folder, name.toLowerCase());
    writeFileSync(file, '');
    variables[name] = file;
  }
  return variables;
}

function readTree(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile())
    .map((entry) => readFileSync(join(entry.parentPath, entry.name), 'utf8'));
}

/** Reads the streams' lines in the order in which they came, as the runner does. */
function makeReader() {
  const reading = {
    log: [] as string[],
    masks: [] as string[],
    annotations: [] as Annotation[],
    groups: [] as string[],
    debug: [] as string[],
    seen: [] as string[],
    unexpectedCommands: [] as string[],
  };
  function mask(text: string): string {
    return reading.masks.reduce((result, secret) => result.replaceAll(secret, '***'), text);
  }
  function read(line: string): void {
    const command = readWorkflowCommand(line);
    if (command?.name !== 'add-mask') {
      reading.seen.push(line);
    }
    switch (command?.name) {
      case undefined:
        reading.log.push(mask(line));
        break;
      case 'add-mask':
        // The runner masks the whole and each line of it; longer ones first, so that no rest of one stays.
        reading.masks.push(...[command.data, ...command.data.split(/\r?\n/)].filter((secret) => secret !== ''));
        reading.masks.sort((a, b) => b.length - a.length);
        break;
      case 'error':
      case 'warning':
      case 'notice': {
        const title = command.properties['title'];
        const annotation = { level: command.name, message: mask(command.data) } as const;
        reading.annotations.push(title === undefined ? annotation : { ...annotation, title: mask(title) });
        break;
      }
      case 'group':
        reading.groups.push(mask(command.data));
        break;
      case 'debug':
        reading.debug.push(mask(command.data));
        break;
      case 'endgroup':
        break;
      default:
        reading.unexpectedCommands.push(line);
    }
  }
  return { reading, read };
}

/**
 * Runs a built action in a process of its own, with what a hosted runner gives to a step and nothing of this process's own
 * environment, and tells all that came of it.
 * @throws Error when an input is not declared in action.yml, or the process does not end within `timeoutMs` (60 s).
 */
export async function runAction(inputs: Readonly<Record<string, string>>, options: RunOptions = {}): Promise<Run> {
  const temp = makeTemp();
  const cwd = options.cwd ?? makeTemp();
  const bundle = options.bundle ?? join(ROOT, 'dist/index.js');
  if (!existsSync(bundle)) {
    throw new Error(`there is no bundle at ${bundle}: npm run build makes it`);
  }
  const files = makeCommandFiles(temp);
  const env: Record<string, string | undefined> = {
    PATH: process.env['PATH'],
    HOME: temp,
    LANG: 'C.UTF-8',
    CI: 'true',
    GITHUB_ACTIONS: 'true',
    GITHUB_WORKSPACE: cwd,
    GITHUB_REPOSITORY: 'acme/site',
    GITHUB_RUN_ID: '1',
    RUNNER_OS: 'Linux',
    RUNNER_TEMP: temp,
    ...files,
    ...inputVariables(inputs, options.actionFile ?? join(ROOT, 'action.yml')),
    ...options.env,
  };
  const started = performance.now();
  const child = spawn(process.execPath, [bundle], { cwd, env, stdio: ['ignore', 'pipe', 'pipe'] });
  const text = { stdout: '', stderr: '' };
  const { reading, read } = makeReader();
  const lines = (['stdout', 'stderr'] as const).map(async (name) => {
    const stream = child[name];
    stream.setEncoding('utf8').on('data', (chunk: string) => (text[name] += chunk));
    createInterface({ input: stream, crlfDelay: Infinity }).on('line', read);
    await finished(stream);
  });

  const limitMs = options.timeoutMs ?? 60_000;
  const outcome = { timedOut: false, kill: undefined as NodeJS.Timeout | undefined };
  const limit = setTimeout(() => {
    outcome.timedOut = true;
    child.kill('SIGKILL');
  }, limitMs);
  const cancel = (): void => {
    child.kill('SIGINT');
    outcome.kill = setTimeout(() => child.kill('SIGKILL'), CANCELLED_GRACE_MS);
  };
  options.signal?.addEventListener('abort', cancel, { once: true });
  try {
    const exitCode = await new Promise<number>((settle, reject) => {
      child.once('error', reject);
      child.once('close', (code, signal) => settle(code ?? 128 + (signal === null ? 0 : constants.signals[signal])));
    });
    const durationMs = performance.now() - started;
    await Promise.all(lines);
    if (outcome.timedOut) {
      throw new Error(
        `the action did not end within ${limitMs} ms; its last lines: ${reading.log.slice(-3).join(' | ')}`,
      );
    }
    return {
      exitCode,
      ...text,
      log: reading.log,
      masks: reading.masks,
      annotations: reading.annotations,
      groups: reading.groups,
      debug: reading.debug,
      unexpectedCommands: reading.unexpectedCommands,
      outputs: readFileCommands(readFileSync(files['GITHUB_OUTPUT'] ?? '', 'utf8')),
      summary: readFileSync(files['GITHUB_STEP_SUMMARY'] ?? '', 'utf8'),
      shown: [...reading.seen, ...readTree(temp)].join('\n'),
      temp,
      durationMs,
    };
  } finally {
    clearTimeout(limit);
    clearTimeout(outcome.kill);
    options.signal?.removeEventListener('abort', cancel);
  }
}
