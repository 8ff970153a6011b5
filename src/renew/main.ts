import { InputError, faultSentences } from '../errors.ts';
import type { ActionError } from '../errors.ts';
import { readInputs } from '../inputs/environment.ts';
import type { RawInputs } from '../inputs/environment.ts';
import { parseBoolean } from '../inputs/values.ts';
import { makeRun, report, resultOf, runOperation, SINK, systemMachine } from '../main.ts';
import type { Machine, Result, Run } from '../main.ts';
import type { SummaryTitle } from '../report/summary.ts';
import { makeShow } from '../text.ts';
import { makeDeadline } from '../waiting.ts';
import { secretsIn } from '../x509/masking.ts';
import {
  maskAll,
  planInput,
  readEnvironment,
  rememberedFolder,
  rememberFolder,
  writePlan,
  writeRenewed,
} from './environment.ts';
import type { RenewEnvironment } from './environment.ts';
import { removeFolder } from './folder.ts';
import { parseRenewal, parseServer, RENEW_INPUTS } from './inputs.ts';
import { issue } from './issue.ts';
import { renewCertificate } from './pipeline.ts';
import type { Operate, Renewed } from './pipeline.ts';
import { planRenewals } from './plan.ts';
import type { PlanRow } from './plan.ts';
import { parseWanted } from './plan-inputs.ts';

/** The program behind renew/action.yml. @returns the exit code */
export async function renew(machine: Machine = systemMachine()): Promise<number> {
  const environment = await readEnvironment();
  const run = makeRun(environment.raw, machine);
  const { result, isRenewed, title } = await attempt(environment, run);
  const code = report(result, title, run);
  writeRenewed(isRenewed && result.failure === undefined);
  return code;
}

/** The program behind renew/plan/action.yml. @returns the exit code */
export async function plan(machine: Machine = systemMachine()): Promise<number> {
  const raw = await readInputs();
  const run = makeRun(raw, machine);
  let rows: readonly PlanRow[] = [];
  let failure: ActionError | undefined;
  try {
    const wanted = parseWanted(planInput('certificates'));
    const server = parseServer(planInput('acme_server') || RENEW_INPUTS.acme_server);
    const force = parseBoolean(planInput('force') || 'false');
    const faults = [
      ...('fault' in server ? [faultSentences('`acme_server`', server.fault)] : []),
      ...('fault' in force ? [faultSentences('`force`', force.fault)] : []),
    ];
    if (!('value' in server) || !('value' in force)) throw new InputError(faults);
    const operate = makeOperate(raw, run);
    const directory = server.value.isDefault ? '' : server.value.directory.href;
    rows = await planRenewals({ wanted, force: force.value, directory, operate, log: run.log });
  } catch (error) {
    failure = resultOf(error, run).failure;
  }
  if (failure !== undefined) run.log.error(failure.message);
  writePlan(rows.length === 0 ? '' : run.show.json({ include: rows }), rows.length);
  run.log.finish();
  return failure === undefined ? 0 : 1;
}

/** Runs after the job: what a killed run left behind goes. @returns the exit code */
export function cleanUp(): number {
  removeFolder(rememberedFolder());
  return 0;
}

async function attempt(environment: RenewEnvironment, run: Run): Promise<Renewed & { readonly title: SummaryTitle }> {
  const title = { operation: 'renew', subject: environment.text('name').trim(), isDryRun: false };
  try {
    const renewal = parseRenewal(environment.text);
    const stop = run.machine.stop ?? new AbortController().signal;
    const deadline = makeDeadline(run.machine.clock, renewal.waitTimeoutS * 1_000, stop);
    const renewed = await renewCertificate(renewal, {
      log: run.log,
      clock: run.machine.clock,
      stop,
      operate: makeOperate(environment.raw, run),
      issue: (request) =>
        issue(request, {
          renewal,
          deadline,
          environment,
          log: run.log,
          writeRaw: (line) => SINK.write(line),
          remember: rememberFolder,
        }),
    });
    return { ...renewed, title: { ...title, isDryRun: renewal.dryRun } };
  } catch (error) {
    return { result: resultOf(error, run), isRenewed: false, title };
  }
}

/** Runs one operation with the inputs given, and nothing else but what reaches the API. */
function makeOperate(raw: RawInputs, run: Run): Operate {
  return async (operation, inputs, isQuiet = false): Promise<Result> => {
    const values: Readonly<Record<string, string>> = {
      token: raw.text('token'),
      api_url: raw.text('api_url'),
      wait_timeout: raw.text('wait_timeout'),
      operation,
      ...inputs,
    };
    // The key that lego made is a secret from now on.
    const secrets = maskAll(
      Object.values(values).flatMap((value) => secretsIn(value)),
      raw.secrets,
    );
    const show = makeShow(secrets);
    const silent = { info: none, notice: none, warning: none, error: none, group: none, finish: none };
    const ownRaw = { ...raw, text: (name: string) => values[name] ?? '', files: {}, secrets };
    const { result } = await runOperation({ ...run, raw: ownRaw, show, ...(isQuiet ? { log: silent } : {}) });
    // A failure of its inputs is a fault of this program, or of inputs that it passed on as they are.
    return result;
  };
}

function none(): void {
  // Nothing is written.
}

/** The programs by the word that starts them. */
export const PARTS: Readonly<Record<string, () => number | Promise<number>>> = {
  renew: () => renew(),
  'renew-plan': () => plan(),
  'renew-clean-up': cleanUp,
};
