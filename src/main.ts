import * as core from '@actions/core';
import { systemClock } from './waiting.ts';
import type { Clock } from './waiting.ts';
import { openClient } from './digitalocean/client.ts';
import { ActionError } from './errors.ts';
import { keepIssue } from './report/github.ts';
import type { ReportOptions } from './report/github.ts';
import { parseInputs } from './inputs/parse.ts';
import type { Inputs } from './inputs/parse.ts';
import { INPUTS } from './inputs/definitions.ts';
import { readInputs } from './inputs/environment.ts';
import type { RawInputs } from './inputs/environment.ts';
import { makeLog, makeRedactor } from './log.ts';
import type { Log, LogSink } from './log.ts';
import { perform } from './operations/registry.ts';
import { NOTHING_DONE } from './outcome.ts';
import type { Outcome } from './outcome.ts';
import { writeOutputs } from './report/outputs.ts';
import { renderSummary, writeSummary } from './report/summary.ts';
import type { SummaryTitle } from './report/summary.ts';
import type { Task } from './task.ts';
import { describeStep } from './text.ts';

/** What a run takes from the machine. */
export interface Machine {
  readonly clock: Clock;
  /** A number from 0 up to 1, for jitter. */
  readonly random: () => number;
  /** Aborted when the job is cancelled. */
  readonly stop?: AbortSignal;
}

/**
 * The machine that this runs on. Cancelling a job sends SIGINT, 7.5 s later SIGTERM, and kills 2.5 s after that: the first one stops the work in
 * order, and leaves time to say what is done.
 */
export function systemMachine(): Machine {
  const controller = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => controller.abort());
  return { clock: systemClock, random: Math.random, stop: controller.signal };
}

const SINK: LogSink = {
  write: (line) => core.info(line),
  annotate: (level, message) => {
    const annotations = { notice: core.notice, warning: core.warning, error: core.error };
    annotations[level](message);
  },
  startGroup: (title) => core.startGroup(title),
  endGroup: () => core.endGroup(),
};

/**
 * Runs the step: inputs, one operation, then outputs, annotations and summary, whatever came of it.
 * @returns the exit code: 0 when what was asked for is so, else 1
 */
export async function main(machine: Machine): Promise<number> {
  const raw = readInputs();
  const redact = makeRedactor(raw.secrets);
  const log = makeLog(SINK, redact);
  let title: SummaryTitle = { operation: '', subject: '', isDryRun: false };
  let outcome: Outcome;
  try {
    const inputs = parseInputs(raw, machine.clock.now());
    title = titleOf(inputs.task);
    outcome = await runTask(inputs, raw, log, machine);
    outcome = await reportIssue(outcome, inputs.task, { github: raw.github, clock: machine.clock, log, redact });
  } catch (error) {
    outcome = { ...NOTHING_DONE, changed: wasWritten(error), failure: failureOf(error, raw.isDebug, log) };
  }
  return report(outcome, { title, raw, redact, log, now: machine.clock.now() });
}

async function runTask(inputs: Inputs, raw: RawInputs, log: Log, { clock, random, stop }: Machine): Promise<Outcome> {
  for (const { level, message } of inputs.remarks) log[level](message);
  if (inputs.token.source !== '`token`') log.info(`The token is taken from ${inputs.token.source}`);
  const client = openClient({
    apiUrl: inputs.apiUrl,
    token: inputs.token.value,
    proxies: raw.proxies,
    clock,
    random,
    deadline: clock.now() + inputs.waitTimeoutMs,
    log,
    ...(stop === undefined ? {} : { stop }),
  });
  try {
    return await perform(inputs.task, { client, log });
  } finally {
    await client.close();
  }
}

async function reportIssue(outcome: Outcome, task: Task, options: ReportOptions): Promise<Outcome> {
  if (task.operation !== 'check' || !task.reportsIssue || outcome.report === undefined) return outcome;
  return { ...outcome, issueUrl: await keepIssue(outcome.report, options) };
}

interface Report {
  readonly title: SummaryTitle;
  readonly raw: RawInputs;
  readonly redact: (text: string) => string;
  readonly log: ReturnType<typeof makeLog>;
  readonly now: number;
}

function report(outcome: Outcome, { title, raw, redact, log, now }: Report): number {
  let isGreen = outcome.failure === undefined;
  for (const line of outcome.planned ?? []) log.info(`Dry run: ${describeStep(line)}`);
  if (outcome.failure !== undefined) log.error(outcome.failure.message);
  try {
    writeOutputs(outcome, { now, tempFolder: raw.tempFolder, log, redact });
  } catch (error) {
    // A step whose outputs are missing must not look as if they were empty.
    isGreen = false;
    log.error(`The outputs could not be written: ${wordsOf(error)}. Has the runner's disk room left?`);
  }
  try {
    writeSummary(renderSummary(title, outcome, { now, redact }), raw.summaryFile);
  } catch (error) {
    log.info(`There is no job summary: ${wordsOf(error)}`);
  }
  log.finish();
  return isGreen ? 0 : 1;
}

function titleOf(task: Task): SummaryTitle {
  const title = { operation: task.operation, subject: subjectOf(task), isDryRun: 'dryRun' in task && task.dryRun };
  if (task.operation === 'list') return { ...title, markedDays: Number(INPUTS.min_days.default) };
  return 'minDays' in task ? { ...title, markedDays: task.minDays } : title;
}

function subjectOf(task: Task): string {
  if ('name' in task) return task.name ?? '';
  const scope = task.operation === 'check' ? task.scope : { kind: 'certificate' as const, target: task.target };
  if (scope.kind !== 'certificate') return '';
  return 'id' in scope.target ? scope.target.id : scope.target.name;
}

function failureOf(error: unknown, isDebug: boolean, log: Log): ActionError {
  if (isDebug && error instanceof Error) log.group('Stack trace', (error.stack ?? '').split('\n'));
  if (error instanceof ActionError) return error;
  return new ActionError(
    'internal',
    `This is a fault of the action itself: ${wordsOf(error)}. Run it again with debug logging, and report what it says.`,
  );
}

/** Undefined where an error leaves it open whether something was written. */
function wasWritten(error: unknown): boolean | undefined {
  return error instanceof ActionError && error.code !== 'upload_unknown' ? false : undefined;
}

function wordsOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
