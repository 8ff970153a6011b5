import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { constants } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { makeReader, makeStep, makeTemp, ROOT } from './step.ts';
import type { StepResult } from './step.ts';

export type { Annotation } from './step.ts';

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
  /** What cancels it; SIGINT when not given. */
  readonly cancelWith?: 'SIGINT' | 'SIGTERM' | 'SIGKILL';
  /** SIGKILL after this, as when a runner is lost. */
  readonly killAfterMs?: number;
  /** Called with each line as soon as it is written. */
  readonly onLine?: (line: string) => void;
  /** After this the process is killed and the promise rejects. */
  readonly timeoutMs?: number;
}

export interface Run extends StepResult {
  readonly stdout: string;
  readonly stderr: string;
  readonly durationMs: number;
}

const CANCELLED_GRACE_MS = 7_500;

/**
 * Runs a built action in a process of its own, with what a hosted runner gives to a step and nothing of this process's own
 * environment, and tells all that came of it.
 * @throws Error when an input is not declared in action.yml, or the process does not end within `timeoutMs` (60 s).
 */
export async function runAction(inputs: Readonly<Record<string, string>>, options: RunOptions = {}): Promise<Run> {
  const cwd = options.cwd ?? makeTemp();
  const bundle = options.bundle ?? join(ROOT, 'dist/index.js');
  if (!existsSync(bundle)) {
    throw new Error(`there is no bundle at ${bundle}: npm run build makes it`);
  }
  const step = makeStep(inputs, cwd, options.actionFile);
  const env = { PATH: process.env['PATH'], ...step.env, ...options.env };
  const started = performance.now();
  const child = spawn(process.execPath, [bundle], { cwd, env, stdio: ['ignore', 'pipe', 'pipe'] });
  const text = { stdout: '', stderr: '' };
  const { reading, read } = makeReader();
  const lines = (['stdout', 'stderr'] as const).map(async (name) => {
    const stream = child[name];
    stream.setEncoding('utf8').on('data', (chunk: string) => (text[name] += chunk));
    await once(
      createInterface({ input: stream, crlfDelay: Infinity }).on('line', (line) => {
        read(line);
        options.onLine?.(line);
      }),
      'close',
    );
  });

  const limitMs = options.timeoutMs ?? 60_000;
  const outcome = { timedOut: false, kill: undefined as NodeJS.Timeout | undefined };
  const limit = setTimeout(() => {
    outcome.timedOut = true;
    child.kill('SIGKILL');
  }, limitMs);
  const kill =
    options.killAfterMs === undefined ? undefined : setTimeout(() => child.kill('SIGKILL'), options.killAfterMs);
  const cancel = (): void => {
    child.kill(options.cancelWith ?? 'SIGINT');
    outcome.kill = setTimeout(() => child.kill('SIGKILL'), CANCELLED_GRACE_MS);
  };
  options.signal?.addEventListener('abort', cancel, { once: true });
  if (options.signal?.aborted === true) {
    cancel();
  }
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
    return { ...step.collect(reading, exitCode), ...text, durationMs };
  } finally {
    clearTimeout(limit);
    clearTimeout(kill);
    clearTimeout(outcome.kill);
    options.signal?.removeEventListener('abort', cancel);
  }
}
