import { findExpiring, firstToExpire } from '../certificates/expiry.ts';
import { familyNameOf } from '../certificates/family.ts';
import { readAccount } from '../checking/account.ts';
import type { AccountReading } from '../checking/account.ts';
import { describeServed, distrustWarning, findProblems, pendingWarning } from '../checking/endpoints.ts';
import { describeFindings, describeProblem, joinFailures, unreachableError } from '../checking/findings.ts';
import type { Finding, Limits } from '../checking/findings.ts';
import { reportRows } from '../checking/report-rows.ts';
import { ActionError } from '../errors.ts';
import { OperationError } from '../outcome.ts';
import type { Context, EndpointState, Outcome, ReportFacts } from '../outcome.ts';
import type { CheckTask } from '../task.ts';
import { countOf } from '../text.ts';
import { nameEndpoint } from '../tls/endpoint.ts';
import type { Probed } from '../tls/handshake.ts';
import { probeEndpoints } from '../tls/probe.ts';

/**
 * Checks certificates and what endpoints serve. What is found fails, or is reported, as `onExpiring` says; what cannot be read or probed
 * always fails.
 */
export async function check(task: CheckTask, context: Context): Promise<Outcome> {
  const { deadline, log } = context;
  const [account, probed] = await Promise.all([readAccount(task, context), probeEndpoints(task.endpoints, context)]);
  const limits = { minDays: task.minDays, now: deadline.clock.now() };
  const expiring = findExpiring(firstToExpire(account.counted), limits.minDays, limits.now).map((each) => ({
    ...each,
    usedBy: account.usedBy?.get(each.certificate.id) ?? [],
  }));
  const served = probed.flatMap((each) =>
    findProblems(each, { ...limits, named: account.named, allowsTestCa: task.allowsTestCa }).map((problem) => ({
      problem,
      endpoint: each.endpoint,
    })),
  );
  const findings: Finding[] = [
    ...expiring.map((each) => ({ problem: { kind: 'certificate', expiring: each } as const })),
    ...served,
  ];
  for (const each of probed) log.info(describeServed(each));
  warn(account, probed, served, limits, context);
  const unreachable = unreachableError(
    probed.flatMap(({ endpoint, fault }) => (fault === undefined ? [] : [{ endpoint, what: fault.what }])),
    context.hasProxy,
  );
  const obstacles = [account.failure, unreachable].filter((each) => each !== undefined);
  const failure = conclude(task, describeFindings(findings, limits), obstacles, context);
  if (failure === undefined && findings.length === 0)
    log.info(
      `Checked ${countOf(account.counted.length, 'certificate')} and ${countOf(probed.length, 'address', 'addresses')}; min_days is ${limits.minDays}.`,
    );
  const isComplete = account.isComplete && obstacles.length === 0;
  const report = reportFacts(task, account, { rows: reportRows(findings, limits), isComplete });
  const outcome: Outcome = {
    certificates: account.certificates,
    subject: account.named,
    changed: false,
    expiring,
    listed: expiring.map(({ certificate }) => certificate),
    endpoints: probed.map((each) => stateOf(each, served, limits)),
    ...(report === undefined ? {} : { report }),
  };
  if (failure === undefined) return outcome;
  throw new OperationError(failure.code, failure.message, outcome, { cause: failure });
}

function stateOf(probed: Probed, findings: readonly Finding[], limits: Limits): EndpointState {
  const own = findings.filter(({ endpoint }) => endpoint === probed.endpoint);
  return { probed, problems: own.map(({ problem }) => describeProblem(problem, limits)) };
}

/** Reports what was found as `onExpiring` says, and returns the failure. */
function conclude(
  { onExpiring }: CheckTask,
  found: string | undefined,
  obstacles: readonly ActionError[],
  { log }: Context,
): ActionError | undefined {
  if (found !== undefined && onExpiring === 'warn') log.warning(found);
  if (found !== undefined && onExpiring === 'ignore') log.info(found);
  const isFailure = found !== undefined && onExpiring === 'fail';
  return joinFailures([...(isFailure ? [new ActionError('check_failed', found)] : []), ...obstacles]);
}

function warn(
  { counted }: AccountReading,
  probed: readonly Probed[],
  findings: readonly Finding[],
  limits: Limits,
  { log }: Context,
): void {
  const pending = counted.filter(({ state }) => state === 'pending');
  if (pending.length > 0) log.warning(pendingWarning(pending));
  const hasFinding = (each: Probed): boolean => findings.some(({ endpoint }) => endpoint === each.endpoint);
  for (const each of probed) {
    const warning = hasFinding(each) ? undefined : distrustWarning(each, limits);
    if (warning !== undefined) log.warning(warning);
  }
}

/** Undefined if the family is not known. */
function reportFacts(
  { scope, endpoints }: CheckTask,
  { named }: AccountReading,
  facts: Pick<ReportFacts, 'rows' | 'isComplete'>,
): ReportFacts | undefined {
  if (scope.kind === 'account') return { subject: { kind: 'account' }, ...facts };
  if (scope.kind === 'endpoints') {
    const names = [...new Set(endpoints.map(nameEndpoint))].toSorted();
    return { subject: { kind: 'endpoints', names }, ...facts };
  }
  const name = 'name' in scope.target ? scope.target.name : named && familyNameOf(named);
  return name === undefined ? undefined : { subject: { kind: 'family', name }, ...facts };
}
