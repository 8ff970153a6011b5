import { afterAll, beforeAll, beforeEach } from 'vitest';
import { makeAuthority } from '../authority/authority.ts';
import type { Authority, Issued } from '../authority/authority.ts';
import { secretsShown } from '../faults/secrets-shown.ts';
import { runAction } from '../runner/run-action.ts';
import type { Run, RunOptions } from '../runner/run-action.ts';
import { faultsByDescription } from '../description/description.ts';
import { makeTestClock, runMain } from '../runner/run-main.ts';
import { faultsOfSentences } from '../runner/sentences.ts';
import type { TestClock } from '../runner/run-main.ts';
import { startSimulator } from '../simulator/simulator.ts';
import type { Simulator } from '../simulator/simulator.ts';
import type { SimulatorOptions } from '../simulator/world.ts';

/** What every scenario has: a CA, two certificates for one name, an account, and the built action. */
export interface Scenario {
  readonly authority: Authority;
  /** The certificate, and the one that renews it. */
  readonly web: Issued;
  readonly renewed: Issued;
  simulator: Simulator;
  /** The clock that jumps, in a scenario that runs in process. */
  readonly clock: TestClock;
  /** Runs the bundle against the simulator. Fails on any secret that shows, any message that is ill put together, and any command that has no business there. */
  run(inputs: Readonly<Record<string, string>>, options?: RunOptions): Promise<Run>;
  /** `GET /v2/certificates`: what was asked, without queries. */
  requests(): string[];
  names(): string[];
}

const DAY_MS = 86_400_000;

/** How the scenarios of one file run. */
export interface ScenarioOptions {
  /** Runs `main` in this process, with one clock for it and the simulator that jumps: for what waits longer than a test should. */
  readonly inProcess?: boolean;
  /** The clock waits for requests that are under way: for what is measured while several things wait. */
  readonly isOrderly?: boolean;
}

/** Starts a scenario for the tests of one file; each test finds an empty account. */
export function useScenario(
  options: SimulatorOptions = {},
  { inProcess = false, isOrderly = false }: ScenarioOptions = {},
): Scenario {
  const made: { clock?: TestClock; authority?: Authority; web?: Issued; renewed?: Issued; simulator?: Simulator } = {};
  const have = <Value>(value: Value | undefined): Value => {
    if (value === undefined) throw new Error('the scenario has not begun');
    return value;
  };
  const countAnswered = (): number => have(made.simulator).requests.filter(({ status }) => status !== 0).length;
  beforeAll(async () => {
    made.authority = await makeAuthority();
    made.web = await made.authority.issue({
      dnsNames: ['www.example.com'],
      notAfter: new Date(Date.now() + 20 * DAY_MS),
      aia: true,
    });
    made.renewed = await made.authority.issue({
      dnsNames: ['www.example.com'],
      notAfter: new Date(Date.now() + 90 * DAY_MS),
      aia: true,
    });
    const clock = inProcess ? { now: () => have(made.clock).now() } : {};
    made.simulator = await startSimulator({ ...clock, ...options });
  });
  beforeEach(() => {
    if (inProcess) made.clock = makeTestClock(Date.now(), isOrderly ? { countAnswered } : {});
    made.simulator?.reset();
  });
  afterAll(async () => made.simulator?.close());
  return {
    get authority() {
      return have(made.authority);
    },
    get web() {
      return have(made.web);
    },
    get renewed() {
      return have(made.renewed);
    },
    get clock() {
      return have(made.clock);
    },
    get simulator() {
      return have(made.simulator);
    },
    run: async (inputs, runOptions) => {
      const simulator = have(made.simulator);
      const run = await runOne({ token: simulator.token, api_url: simulator.url, ...inputs }, runOptions, made.clock);
      const keys = [have(made.web).privateKey, have(made.renewed).privateKey, inputs['private_key'] ?? ''];
      const found = secretsShown(run.shown, keys, simulator.token);
      if (found.length > 0) throw new Error(`${found.length} secrets show`);
      const undescribed = simulator.requests.flatMap(faultsByDescription);
      if (undescribed.length > 0) throw new Error(`the official description has against it: ${undescribed.join('; ')}`);
      if (run.summary.includes('<code>internal</code>')) throw new Error(`a fault of the action: ${run.summary}`);
      const ill = faultsOfSentences(run);
      if (ill.length > 0) throw new Error(`sentences have faults: ${ill.join('; ')}`);
      if (run.unexpectedCommands.length > 0) throw new Error(`unexpected: ${run.unexpectedCommands.join(' ')}`);
      if (run.stderr !== '') throw new Error(`on stderr: ${run.stderr}`);
      return run;
    },
    requests: () => have(made.simulator).requests.map(({ method, path }) => `${method} ${path.split('?')[0] ?? ''}`),
    names: () => have(made.simulator).certificates.map((certificate) => certificate.public.name),
  };
}

/** On the bundle, or, when the file runs a second time for coverage, in this process: one after the other, since the environment is shared. */
let last: Promise<unknown> = Promise.resolve();
async function runOne(inputs: Readonly<Record<string, string>>, options?: RunOptions, clock?: TestClock): Promise<Run> {
  if (clock === undefined && process.env['SCENARIOS'] !== 'in process') return runAction(inputs, options);
  const env = Object.fromEntries(
    Object.entries(options?.env ?? {}).filter((entry): entry is [string, string] => entry[1] !== undefined),
  );
  const run = last.then(() =>
    runMain(inputs, {
      env,
      ...(options?.cwd === undefined ? {} : { workspace: options.cwd }),
      ...(clock === undefined ? {} : { clock }),
    }),
  );
  last = run.catch(() => undefined);
  return { ...(await run), stderr: '', durationMs: 0 };
}

/** The inputs that upload a certificate with its full chain. */
export function uploadOf(issued: Issued, name = 'web'): Record<string, string> {
  return { name, private_key: issued.privateKey, leaf_certificate: issued.fullChain };
}

/** Every error of a run, one after the other. */
export function errorsOf(run: Run): string {
  return messagesOf(run, 'error');
}

export function warningsOf(run: Run): string {
  return messagesOf(run, 'warning');
}

function messagesOf(run: Run, level: string): string {
  return run.annotations
    .filter((annotation) => annotation.level === level)
    .map(({ message }) => message)
    .join('\n');
}
