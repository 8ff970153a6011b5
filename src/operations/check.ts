import { findExpiring, firstToExpire, typedOf } from '../certificates/expiry.ts';
import type { ExpiryRule } from '../certificates/expiry.ts';
import { familyNameOf } from '../certificates/family.ts';
import { readAccount } from '../checking/account.ts';
import type { AccountReading } from '../checking/account.ts';
import { probeAuto } from '../checking/auto-endpoints.ts';
import type { AutoReading } from '../checking/auto-endpoints.ts';
import { describeDue, findDue, isRevoked, renewableOf } from '../checking/due.ts';
import type { DueFacts } from '../checking/due.ts';
import { describeServed, distrustWarning, findProblems, pendingWarning } from '../checking/endpoints.ts';
import { describeFindings, describeProblem, joinFailures, unreachableError } from '../checking/findings.ts';
import type { Finding } from '../checking/findings.ts';
import { readWindows } from '../checking/renewal-windows.ts';
import { reportRows } from '../checking/report-rows.ts';
import { ActionError } from '../errors.ts';
import { OperationError } from '../outcome.ts';
import type { Context, EndpointState, Outcome, ReportFacts } from '../outcome.ts';
import type { CheckTask } from '../task.ts';
import { countOf } from '../text.ts';
import { nameEndpoint } from '../tls/endpoint.ts';
import type { Probed } from '../tls/handshake.ts';
import { probeEndpoints } from '../tls/probe.ts';
import { seenIn, servedByFingerprint, validityOf } from '../tls/validity.ts';
import { hasProxy } from '../digitalocean/proxies.ts';

/** More lines than these are folded. */
const MOST_LINES = 10;

/**
 * Checks certificates and what endpoints serve, and tells which certificates are due for renewal. What is found fails, or is reported, as
 * `onExpiring` says; what cannot be read or probed always fails.
 */
export async function check(task: CheckTask, context: Context): Promise<Outcome> {
  const { deadline, log } = context;
  const [account, explicit] = await Promise.all([readAccount(task, context), probeEndpoints(task.endpoints, context)]);
  const auto = await probeAuto(task, account, context);
  const probed = [...explicit, ...auto.probed.map((each) => each.probed)];
  for (const each of probed) log.info(describeServed(each));
  const served = servedByFingerprint(probed);
  const windows = await readWindows(served.values(), task.acmeDirectory, context);
  const rule = { minDays: task.minDays, now: deadline.clock.now(), seen: seenIn(probed) };
  const expiring = findExpiring(firstToExpire(account.counted), rule).map((each) => ({
    ...each,
    usedBy: account.usedBy?.get(each.certificate.id) ?? [],
  }));
  const expected = [...explicit.map((each) => ({ probed: each, expected: account.named })), ...auto.probed];
  const atEndpoints = expected.flatMap((each) => findingsAt(each, task, windows, rule));
  const findings: Finding[] = [
    ...expiring.map((each) => ({ problem: { kind: 'certificate', expiring: each } as const })),
    ...atEndpoints,
  ];
  warn(account, probed, atEndpoints, rule, context);
  const obstacles = obstaclesOf(account, auto, explicit, findings, rule, context);
  const failure = conclude(task, describeFindings(findings.filter(isNotRevoked), rule), obstacles, context);
  if (failure === undefined && findings.length === 0) log.info(checkedLine(task, account, probed));
  const isComplete = account.isComplete && obstacles.every(({ code }) => code === 'revoked');
  const report = reportFacts(task, account, { rows: reportRows(findings, rule), isComplete });
  const servedLeaf = servedLeafOf(task, account, served);
  const outcome: Outcome = {
    certificates: account.certificates,
    subject: account.named,
    changed: false,
    expiring,
    ...judgeDue(task, account, { now: rule.now, served, windows }, context),
    endpoints: probed.map((each) => stateOf(each, atEndpoints, rule)),
    ...(report === undefined ? {} : { report }),
    ...(servedLeaf === undefined ? {} : { servedLeaf }),
  };
  if (failure === undefined) return outcome;
  throw new OperationError(failure.code, failure.message, outcome, { cause: failure });
}

/** What is wrong with what one address serves. */
function findingsAt(
  { probed, expected }: AutoReading['probed'][number],
  { allowsTestCa }: CheckTask,
  windows: DueFacts['windows'],
  rule: ExpiryRule,
): Finding[] {
  const { endpoint, served } = probed;
  const problems = findProblems(probed, { ...rule, named: expected, allowsTestCa });
  const window = windows.get(served?.sha1Fingerprint ?? '');
  const isBad = served !== undefined && window !== undefined && isRevoked(window, validityOf(served), rule.now);
  return [...problems, ...(isBad ? [{ kind: 'revoked' } as const] : [])].map((problem) => ({ problem, endpoint }));
}

function isNotRevoked({ problem }: Finding): boolean {
  return problem.kind !== 'revoked';
}

/** What fails the check whatever `on_expiring` says. */
function obstaclesOf(
  account: AccountReading,
  auto: AutoReading,
  explicit: readonly Probed[],
  findings: readonly Finding[],
  rule: ExpiryRule,
  { proxies }: Context,
): ActionError[] {
  const unreachable = unreachableError(
    explicit.flatMap(({ endpoint, fault }) => (fault === undefined ? [] : [{ endpoint, what: fault.what }])),
    hasProxy(proxies),
  );
  const revoked = describeFindings(
    findings.filter((each) => !isNotRevoked(each)),
    rule,
  );
  return [
    ...(revoked === undefined ? [] : [new ActionError('revoked', revoked)]),
    ...[account.failure, auto.failure, unreachable].filter((each) => each !== undefined),
  ];
}

function checkedLine({ minDays }: CheckTask, { certificates }: AccountReading, probed: readonly Probed[]): string {
  const addresses = countOf(probed.length, 'address', 'addresses');
  return `Checked ${countOf(certificates.length, 'certificate')} and ${addresses}; min_days is ${typedOf(minDays)}.`;
}

/** What is due, and, of certificates that have a name, what the matrix is made of. */
function judgeDue(
  { scope, dnsNames }: CheckTask,
  account: AccountReading,
  read: Omit<DueFacts, 'dnsNames'>,
  { log }: Context,
): Required<Pick<Outcome, 'due' | 'listed'>> {
  const facts = { ...read, dnsNames };
  const due = findDue(renewableOf(scope, account, read.served), facts);
  const lines = due.map((each) => describeDue(each, facts));
  if (lines.length > MOST_LINES) log.group(`${due.length} certificates are due for renewal`, lines);
  else for (const line of lines) log.info(line);
  return { due, listed: due.map(({ certificate }) => certificate).filter(({ name }) => name !== '') };
}

/** The leaf certificate that is served, if one certificate was checked: the named one, if any endpoint serves it. */
function servedLeafOf({ scope }: CheckTask, { named }: AccountReading, served: DueFacts['served']): string | undefined {
  const [first] = served.values();
  const isOne = scope.kind === 'certificate' || (scope.kind === 'endpoints' && served.size === 1);
  const chosen = served.get(named?.sha1Fingerprint ?? '') ?? first;
  return isOne ? chosen?.sent[0].toString() : undefined;
}

function stateOf(probed: Probed, findings: readonly Finding[], rule: ExpiryRule): EndpointState {
  const own = findings.filter(({ endpoint }) => endpoint === probed.endpoint);
  return { probed, problems: own.map(({ problem }) => describeProblem(problem, rule)) };
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
  rule: ExpiryRule,
  { log }: Context,
): void {
  const pending = counted.filter(({ state }) => state === 'pending');
  if (pending.length > 0) log.warning(pendingWarning(pending));
  const hasFinding = (each: Probed): boolean => findings.some(({ endpoint }) => endpoint === each.endpoint);
  for (const each of probed) {
    const warning = hasFinding(each) ? undefined : distrustWarning(each, rule);
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
