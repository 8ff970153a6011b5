import { execFileSync, spawn } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { parse } from 'yaml';
import { interpolate, isMet, valueOf } from './expressions.ts';
import type { Contexts, Standing } from './expressions.ts';
import { runAction } from './run-action.ts';
import { makeTemp } from './step.ts';
import { readFileCommands } from './workflow-commands.ts';

type Texts = Readonly<Record<string, unknown>>;

export interface StepOfJob {
  readonly id?: string;
  readonly name?: string;
  readonly if?: unknown;
  readonly uses?: string;
  readonly run?: string;
  readonly shell?: string;
  readonly with?: Texts;
  readonly env?: Texts;
  readonly 'working-directory'?: string;
  readonly 'continue-on-error'?: unknown;
}

export interface Job {
  readonly name?: string;
  readonly if?: unknown;
  readonly needs?: string | readonly string[];
  readonly steps?: readonly StepOfJob[];
  readonly outputs?: Texts;
  readonly env?: Texts;
  readonly strategy?: { readonly matrix?: unknown };
}

export interface Workflow {
  readonly on?: unknown;
  readonly env?: Texts;
  readonly jobs: Readonly<Record<string, Job>>;
}

/** What became of one step. */
export interface StepRun {
  readonly title: string;
  readonly outcome: 'success' | 'failure' | 'skipped';
  readonly outputs: Readonly<Record<string, string>>;
  /** All that it printed, and its annotations. */
  readonly told: readonly string[];
  readonly summary: string;
}

export interface JobRun {
  readonly isSuccess: boolean;
  readonly steps: readonly StepRun[];
  readonly outputs: Readonly<Record<string, string>>;
}

export interface JobOptions {
  readonly workspace: string;
  /** Beside those of the job itself: `secrets`, `needs`, `matrix`, `inputs`, `github`. */
  readonly contexts?: Contexts;
  /** The folder of an action, or undefined for one that is not run here, such as a checkout. */
  readonly folderOf: (uses: string) => string | undefined;
  /** Added to the environment of each step. */
  readonly env?: Readonly<Record<string, string>>;
  /** Changes the inputs that a step gives to an action, such as what leads out of this machine. */
  readonly override?: (inputs: Readonly<Record<string, string>>) => Record<string, string>;
  readonly onStep?: (step: StepRun) => void;
}

type Ran = Omit<StepRun, 'title'>;

/** A script as the runner starts it: bash that ends at the first error. */
async function runScript(
  script: string,
  cwd: string,
  env: NodeJS.ProcessEnv,
): Promise<{ code: number; told: string[]; group: number | undefined }> {
  const file = join(makeTemp(), 'script.sh');
  writeFileSync(file, script);
  // In a process group of its own: what it leaves behind in the background ends with the job.
  const child = spawn('bash', ['--noprofile', '--norc', '-eo', 'pipefail', file], {
    cwd,
    env,
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let text = '';
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', (chunk: string) => (text += chunk));
  const code = await new Promise<number>((done, failed) => {
    child.once('error', failed);
    child.once('exit', (status) => done(status ?? 1));
  });
  child.stdout.destroy();
  child.stderr.destroy();
  return { code, told: text.split('\n').filter((line) => line !== ''), group: child.pid };
}

/** The job's own files, which its steps share. */
class JobFiles {
  readonly temp = makeTemp();
  #count = 0;

  /** New files for one step; reads what it wrote into them. */
  next(env: Record<string, string>) {
    this.#count += 1;
    const path = (name: string): string => join(this.temp, `${name}_${this.#count}`);
    const files = { output: path('output'), summary: path('summary'), env: path('env'), path: path('path') };
    for (const file of Object.values(files)) writeFileSync(file, '');
    return {
      variables: {
        GITHUB_OUTPUT: files.output,
        GITHUB_STEP_SUMMARY: files.summary,
        GITHUB_ENV: files.env,
        GITHUB_PATH: files.path,
        RUNNER_TEMP: this.temp,
      },
      collect: () => {
        Object.assign(env, readFileCommands(readFileSync(files.env, 'utf8')));
        const added = readFileSync(files.path, 'utf8').split('\n').filter(Boolean).toReversed();
        if (added.length > 0) env['PATH'] = [...added, env['PATH'] ?? process.env['PATH'] ?? ''].join(delimiter);
        return {
          outputs: readFileCommands(readFileSync(files.output, 'utf8')),
          summary: readFileSync(files.summary, 'utf8'),
        };
      },
    };
  }
}

function texts(given: Texts | undefined, contexts: Contexts, standing: Standing): Record<string, string> {
  const entries = Object.entries(given ?? {});
  return Object.fromEntries(
    entries.map(([name, value]) => [name, interpolate(String(value ?? ''), contexts, standing)]),
  );
}

/** The part of an action that runs after the job, with what its main part saved for it. */
export function runPost(script: string, temp: string): void {
  const state = readFileCommands(readFileSync(join(temp, '_runner_file_commands/github_state'), 'utf8'));
  const env = Object.fromEntries(Object.entries(state).map(([name, value]) => [`STATE_${name}`, value]));
  execFileSync(process.execPath, [script], {
    env: { PATH: process.env['PATH'], RUNNER_TEMP: temp, ...env },
    stdio: 'pipe',
  });
}

/** A Node action, as the runner starts it. */
async function runNodeAction(
  folder: string,
  inputs: Record<string, string>,
  options: JobOptions,
  env: object,
): Promise<Ran> {
  const actionFile = join(folder, 'action.yml');
  const { runs } = parse(readFileSync(actionFile, 'utf8')) as {
    readonly runs: { readonly main: string; readonly post?: string };
  };
  const run = await runAction(options.override?.(inputs) ?? inputs, {
    actionFile,
    bundle: join(folder, runs.main),
    cwd: options.workspace,
    env: { ...env },
    timeoutMs: 300_000,
  });
  if (runs.post !== undefined) runPost(join(folder, runs.post), run.temp);
  const annotations = run.annotations.map(({ level, message }) => `${level}: ${message}`);
  const outcome = run.exitCode === 0 ? 'success' : 'failure';
  return { outcome, outputs: run.outputs, told: [...run.log, ...annotations], summary: run.summary };
}

/** Ends what a step left behind in the background, as the runner does when the job ends. */
function endGroup(group: number): void {
  try {
    process.kill(-group, 'SIGTERM');
  } catch {
    // Nothing was left behind.
  }
}

const SKIPPED: Ran = { outcome: 'skipped', outputs: {}, told: [], summary: '' };

/**
 * Runs the steps of a job from its own file, in order and each in a process of its own: scripts with bash, actions of this repository
 * with their bundle. What another action would do (a checkout, a Node) is taken as done.
 */
export async function runJob(job: Job, options: JobOptions): Promise<JobRun> {
  const env: Record<string, string> = { ...options.env };
  const files = new JobFiles();
  const steps: Record<string, unknown> = {};
  const runs: StepRun[] = [];
  const groups: number[] = [];
  let hasFailed = false;
  const contexts = (): Contexts => ({
    github: {
      token: '',
      ref: 'refs/heads/main',
      repository: 'acme/site',
      event_name: 'push',
      workspace: options.workspace,
    },
    runner: { temp: files.temp, os: 'Linux' },
    secrets: {},
    needs: {},
    matrix: {},
    inputs: {},
    vars: {},
    ...options.contexts,
    env,
    steps,
    job: { status: hasFailed ? 'failure' : 'success' },
  });
  Object.assign(env, texts(job.env, contexts(), { hasFailed }));

  const runStep = async (step: StepOfJob): Promise<Ran> => {
    const standing = { hasFailed };
    if (!isMet(step.if, contexts(), standing)) return SKIPPED;
    const own = { ...env, ...texts(step.env, contexts(), standing) };
    if (step.uses !== undefined) {
      const folder = options.folderOf(step.uses);
      if (folder === undefined) return SKIPPED;
      return runNodeAction(folder, texts(step.with, contexts(), standing), options, own);
    }
    const { variables, collect } = files.next(env);
    const cwd = join(options.workspace, interpolate(step['working-directory'] ?? '', contexts(), standing));
    const whole = {
      ...process.env,
      CI: 'true',
      GITHUB_ACTIONS: 'true',
      GITHUB_WORKSPACE: options.workspace,
      ...own,
      ...variables,
    };
    const { code, told, group } = await runScript(interpolate(step.run ?? '', contexts(), standing), cwd, whole);
    if (group !== undefined) groups.push(group);
    return { outcome: code === 0 ? 'success' : 'failure', told, ...collect() };
  };

  for (const step of job.steps ?? []) {
    const ran = { title: step.name ?? step.run?.split('\n')[0] ?? step.uses ?? '', ...(await runStep(step)) };
    const isForgiven: boolean = valueOf(step['continue-on-error'], contexts(), { hasFailed }) === true;
    if (step.id !== undefined)
      steps[step.id] = { outputs: ran.outputs, outcome: ran.outcome, conclusion: isForgiven ? 'success' : ran.outcome };
    hasFailed ||= ran.outcome === 'failure' && !isForgiven;
    runs.push(ran);
    options.onStep?.(ran);
  }
  for (const group of groups) endGroup(group);
  return { isSuccess: !hasFailed, steps: runs, outputs: texts(job.outputs, contexts(), { hasFailed }) };
}

/** The rows of a matrix: each combination, or what `include` lists. */
export function rowsOf(matrix: unknown): Record<string, unknown>[] {
  if (typeof matrix !== 'object' || matrix === null) return [{}];
  const { include = [], ...axes } = matrix as Record<string, readonly Record<string, unknown>[]>;
  const combined = Object.entries(axes).reduce<Record<string, unknown>[]>(
    (rows, [name, each]) => rows.flatMap((row) => each.map((value) => ({ ...row, [name]: value }))),
    [{}],
  );
  return Object.keys(axes).length === 0 && include.length > 0 ? [...include] : combined;
}

/** Runs all jobs of a workflow, those that others need first, and a matrix row by row. */
export async function runWorkflow(workflow: Workflow, options: JobOptions): Promise<Map<string, JobRun[]>> {
  const done = new Map<string, JobRun[]>();
  const needs: Record<string, { outputs: Readonly<Record<string, string>>; result: string }> = {};
  for (const [name, job] of Object.entries(workflow.jobs)) {
    const needed = [job.needs ?? []].flat();
    const standing = { hasFailed: needed.some((each) => needs[each]?.result !== 'success') };
    const contexts = { github: {}, secrets: {}, matrix: {}, inputs: {}, vars: {}, env: {}, ...options.contexts, needs };
    const runs: JobRun[] = [];
    if (isMet(job.if, contexts, standing)) {
      for (const matrix of rowsOf(valueOf(job.strategy?.matrix, contexts, standing)))
        runs.push(await runJob(job, { ...options, contexts: { ...contexts, matrix } }));
    }
    const isSuccess = runs.every((run) => run.isSuccess);
    needs[name] = {
      outputs: runs.at(-1)?.outputs ?? {},
      result: runs.length === 0 ? 'skipped' : isSuccess ? 'success' : 'failure',
    };
    done.set(name, runs);
  }
  return done;
}

/** Where an action lies that a workflow of the repository in this folder uses: its own are run, all others are not. */
export function folderIn(repository: string): (uses: string) => string | undefined {
  return (uses) => {
    const folder = /^[.$]\//u.test(uses) ? join(repository, uses.slice(2)) : undefined;
    return folder !== undefined && existsSync(join(folder, 'action.yml')) ? folder : undefined;
  };
}
