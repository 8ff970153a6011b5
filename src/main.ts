import * as core from '@actions/core';
import { describeStep } from './certificates/describe.ts';
import { makeLazyClusters } from './consumers/lazy-clusters.ts';
import { openClient } from './digitalocean/client.ts';
import { ActionError, internalError } from './errors.ts';
import { maskSecrets, readInputs } from './inputs/environment.ts';
import type { RawInputs } from './inputs/environment.ts';
import { parseInputs } from './inputs/parse.ts';
import type { Inputs } from './inputs/parse.ts';
import { makeLog } from './log.ts';
import type { Log, LogSink } from './log.ts';
import { perform } from './operations/registry.ts';
import { knownOf } from './outcome.ts';
import type { Outcome } from './outcome.ts';
import { writeOutputs } from './report/outputs.ts';
import { renderParagraph } from './report/paragraph.ts';
import { renderSummary, writeSummary } from './report/summary.ts';
import type { SummaryTitle } from './report/summary.ts';
import type { Task } from './task.ts';
import { clauseOf, makeShow, messageOf } from './text.ts';
import type { Show } from './text.ts';
import { makeDeadline, systemClock } from './waiting.ts';
import type { Clock, Deadline } from './waiting.ts';

/** What a run takes from the machine. */
export interface Machine {
  readonly clock: Clock;
  /** A number from 0 up to 1, for jitter. */
  readonly random: () => number;
  /** Aborted when the job is cancelled. */
  readonly stop?: AbortSignal;
}

/**
 * The machine that this runs on. Cancelling a job sends SIGINT, 7.5 s later SIGTERM, and kills 2.5 s after that: the first one stops
 * the work in order, and leaves time to report what was done.
 */
export function systemMachine(): Machine {
  const controller = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => controller.abort());
  return { clock: systemClock, random: Math.random, stop: controller.signal };
}

/** The runner's log. */
export const SINK: LogSink = {
  write: (text) => {
    gatherWrites();
    core.info(text);
  },
  annotate: (level, message) => {
    const annotations = { notice: core.notice, warning: core.warning, error: core.error };
    annotations[level](message);
  },
  startGroup: (title) => core.startGroup(title),
  endGroup: () => core.endGroup(),
};

/**
 * Lets what is written in one moment go out together: hundreds of certificates have a line each, and each write takes its time. The order
 * of all that is written stays: a mask must never come after what it masks, nor between commands that stop and start commands.
 */
function gatherWrites(): void {
  if (process.stdout.writableCorked > 0) return;
  process.stdout.cork();
  // Microtasks come first: all that goes on without waiting.
  process.nextTick(() => process.stdout.uncork());
}

/** How a run ended: what is known, and the failure if there is one. */
export interface Result {
  readonly outcome: Outcome;
  readonly failure?: ActionError;
}

/** What a run works with. */
export interface Run {
  readonly raw: RawInputs;
  readonly machine: Machine;
  readonly show: Show;
  readonly log: ReturnType<typeof makeLog>;
}

/**
 * Runs the step: inputs, one operation, then outputs, annotations and summary, whatever came of it.
 * @returns the exit code: 0 if what was asked for is so, else 1
 */
export async function main(machine: Machine): Promise<number> {
  const run = makeRun(await readInputs(), machine);
  await run.raw.directory?.settled();
  const { result, title } = await runOperation(run);
  return report(result, title, run);
}

/** A run with these inputs, which shows none of their secrets. */
export function makeRun(raw: RawInputs, machine: Machine): Run {
  const show = makeShow(raw.secrets);
  return { raw, machine, show, log: makeLog(SINK, show) };
}

/** Inputs, then the operation: everything but the report. */
export async function runOperation(run: Run): Promise<{ readonly result: Result; readonly title: SummaryTitle }> {
  let title: SummaryTitle = { operation: '', subject: '', isDryRun: false };
  try {
    const inputs = parseInputs(run.raw, run.machine.clock.now());
    title = titleOf(inputs.task);
    return { result: await performTask(inputs, run), title };
  } catch (error) {
    return { result: resultOf(error, run), title };
  }
}

async function performTask(inputs: Inputs, run: Run): Promise<Result> {
  const { raw, machine, show, log } = run;
  for (const { level, message } of inputs.remarks) log[level](message);
  const { value, source } = inputs.token;
  if (source !== '' && source !== '`token`') log.info(`The token comes from ${source}.`);
  const stop = machine.stop ?? new AbortController().signal;
  const deadline = makeDeadline(machine.clock, inputs.waitTimeoutMs, stop);
  const { random } = machine;
  const { apiUrl } = inputs;
  const client = await openClient({ apiUrl, token: value, proxies: raw.proxies, random, deadline, log, show });
  const hide = (secrets: readonly string[]): void => show.hide(maskSecrets(secrets));
  const clusters = makeLazyClusters({
    client,
    kubeconfig: inputs.kubeconfig,
    proxies: raw.proxies,
    random,
    show,
    hide,
  });
  let result: Result;
  try {
    const context = { client, clusters, proxies: raw.proxies, deadline, log };
    result = { outcome: await perform(inputs.task, context) };
  } catch (error) {
    result = resultOf(error, run);
  } finally {
    await clusters.close();
    await client.close();
  }
  return keepReport(result, inputs.task, deadline, run);
}

/** Keeps the issue of a check that reports, also of one that failed. */
async function keepReport(result: Result, task: Task, deadline: Deadline, { raw, show, log }: Run): Promise<Result> {
  const { report: facts } = result.outcome;
  if (task.operation !== 'check' || !task.reportsIssue || facts === undefined) return result;
  const { keepIssue } = await import('./report/github.ts');
  const issueUrl = await keepIssue(facts, { github: raw.github, deadline, log, show });
  return { ...result, outcome: { ...result.outcome, issueUrl } };
}

/** Outputs, annotations and summary. @returns the exit code */
export function report({ outcome, failure }: Result, title: SummaryTitle, { raw, machine, show, log }: Run): number {
  let isSuccess = failure === undefined;
  const now = machine.clock.now();
  for (const step of outcome.planned ?? []) log.info(`Dry run: ${describeStep(step)}`);
  if (failure !== undefined) log.error(failure.message);
  try {
    const text = renderParagraph(title, outcome, failure, { now, show });
    writeOutputs(outcome, { now, tempFolder: raw.tempFolder, text, log, show });
  } catch (error) {
    // A step whose outputs are missing must not look as if they were empty.
    isSuccess = false;
    log.error(`The outputs could not be written: ${clauseOf(messageOf(error))}. Is the runner's disk full?`);
  }
  try {
    writeSummary(renderSummary(title, outcome, failure, { now, show }), raw.summaryFile);
  } catch (error) {
    log.info(`There is no job summary: ${messageOf(error)}`);
  }
  log.finish();
  return isSuccess ? 0 : 1;
}

function titleOf(task: Task): SummaryTitle {
  const title = { operation: task.operation, subject: subjectOf(task), isDryRun: 'dryRun' in task && task.dryRun };
  // It has no input for this, and judges by the default.
  if (task.operation === 'list') return { ...title, minDays: { kind: 'auto' } };
  return 'minDays' in task ? { ...title, minDays: task.minDays } : title;
}

function subjectOf(task: Task): string {
  if ('directory' in task) return task.directory.path;
  if ('name' in task) return task.name ?? '';
  const scope = task.operation === 'check' ? task.scope : { kind: 'certificate' as const, target: task.target };
  if (scope.kind !== 'certificate') return '';
  return 'id' in scope.target ? scope.target.id : scope.target.name;
}

/** What is known after a failure. */
export function resultOf(error: unknown, { raw, log }: Pick<Run, 'raw' | 'log'>): Result {
  if (raw.isDebug && error instanceof Error) logStack(error, log);
  return { outcome: knownOf(error), failure: error instanceof ActionError ? error : internalError(error) };
}

function logStack(error: Error, log: Log): void {
  // The first failure: what was made of it later says nothing about where it came up.
  const first = error instanceof ActionError && error.cause instanceof Error ? error.cause : error;
  log.group('Stack trace', (first.stack ?? '').split('\n'));
}
