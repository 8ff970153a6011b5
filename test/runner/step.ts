import { randomUUID } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parse } from 'yaml';
import { readFileCommands, readWorkflowCommand } from './workflow-commands.ts';

export interface Annotation {
  readonly level: 'error' | 'warning' | 'notice';
  readonly message: string;
  readonly title?: string;
}

export interface StepResult {
  readonly exitCode: number;
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
}

export const ROOT = resolve(import.meta.dirname, '../..');

const folders: string[] = [];
process.once('exit', () => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});

/** A folder that is gone when this process ends. */
export function makeTemp(): string {
  // Not a name of mkdtemp: several of those in one path look like a secret now and then, which no input may be.
  const folder = join(realpathSync(tmpdir()), `run-${randomUUID().slice(0, 8)}`);
  mkdirSync(folder, { mode: 0o700 });
  folders.push(folder);
  return folder;
}

type Declared = Readonly<Record<string, { readonly default?: unknown } | null>>;
/** Read once: thousands of runs are made of it. */
const declarations = new Map<string, Declared>();

function declaredIn(actionFile: string): Declared {
  const known = declarations.get(actionFile);
  if (known !== undefined) return known;
  const { inputs = {} } = parse(readFileSync(actionFile, 'utf8')) as { readonly inputs?: Declared };
  declarations.set(actionFile, inputs);
  return inputs;
}

/** INPUT_ variables as the runner sets them: each declared input, and never one that is not declared. */
function inputVariables(inputs: Readonly<Record<string, string>>, actionFile: string): Record<string, string> {
  const declared = declaredIn(actionFile);
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
export function makeReader() {
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
  // What a program of others wrote between two marks is no command (docs.github.com, "Workflow commands", stopping and starting).
  let stopMark = '';
  function read(line: string): void {
    if (stopMark !== '') {
      if (line === `::${stopMark}::`) stopMark = '';
      else {
        reading.seen.push(line);
        reading.log.push(mask(line));
      }
      return;
    }
    const command = readWorkflowCommand(line);
    if (command?.name === 'stop-commands') {
      stopMark = command.data;
      return;
    }
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

export interface Step {
  readonly temp: string;
  readonly env: Readonly<Record<string, string>>;
  /** All that came of the step, once its lines have been read. */
  collect(reading: ReturnType<typeof makeReader>['reading'], exitCode: number): StepResult;
}

/** What a hosted runner gives to a step: its environment and its files. */
export function makeStep(
  inputs: Readonly<Record<string, string>>,
  workspace: string,
  actionFile = join(ROOT, 'action.yml'),
): Step {
  const temp = makeTemp();
  const files = makeCommandFiles(temp);
  return {
    temp,
    env: {
      HOME: temp,
      LANG: 'C.UTF-8',
      CI: 'true',
      GITHUB_ACTIONS: 'true',
      GITHUB_WORKSPACE: workspace,
      GITHUB_REPOSITORY: 'acme/site',
      GITHUB_RUN_ID: '1',
      RUNNER_OS: 'Linux',
      RUNNER_TEMP: temp,
      ...files,
      ...inputVariables(inputs, actionFile),
    },
    collect: (reading, exitCode) => ({
      exitCode,
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
    }),
  };
}
