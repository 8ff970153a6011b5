import { readAccount } from '../checking/account.ts';
import type { AccountReading } from '../checking/account.ts';
import { askEndpoints, judgeServed } from '../checking/endpoints.ts';
import { findShort } from '../certificates/expiry.ts';
import { describeDistrust, describeFindings, joinObstacles, reportRows, unreachable } from '../checking/findings.ts';
import type { Findings } from '../checking/findings.ts';
import { nameEndpoint } from '../tls/endpoint.ts';
import { ActionError } from '../errors.ts';
import { familyNameOf, firstToEnd } from '../certificates/family.ts';
import type { Context, Outcome, ReportFacts } from '../outcome.ts';
import type { CheckTask } from '../task.ts';
import { countOf, enumerate, nameCertificate } from '../text.ts';

/**
 * The gate: are the certificates, and what the endpoints serve, good for long enough? What is found fails, or is told, as `onExpiring`
 * says; what cannot be read or asked always fails.
 */
export async function check(task: CheckTask, context: Context): Promise<Outcome> {
  const [account, asked] = await Promise.all([readAccount(task, context), askEndpoints(task.endpoints, context)]);
  const now = context.client.patience.clock.now();
  const { minDays } = task;
  const served = asked.map((each) => judgeServed(each, { minDays, now, named: account.named }));
  const short = findShort(firstToEnd(account.counted), minDays, now);
  const findings: Findings = { short, served, minDays, now };
  const obstacles = [account.obstacle, unreachable(served)].filter((each) => each !== undefined);
  tellPending(account, context);
  for (const warning of describeDistrust(served)) context.log.warning(warning);
  const failure = conclude(task, describeFindings(findings), obstacles, context);
  if (failure === undefined && short.length === 0)
    context.log.info(
      `Checked: ${countOf(account.counted.length, 'certificate', 'certificates')}, ${countOf(served.length, 'address', 'addresses')}; \`min_days\` is ${minDays}`,
    );
  const isWhole = account.isWhole && obstacles.length === 0;
  const report = reportFacts(task, account, { rows: reportRows(findings), isWhole });
  return {
    certificates: account.certificates,
    subject: account.named,
    changed: false,
    expiring: short,
    listed: short.map(({ certificate }) => certificate),
    served,
    failure,
    ...(report === undefined ? {} : { report }),
  };
}

/** Tells what was found as `onExpiring` asks, and gives what fails. */
function conclude(
  { onExpiring }: CheckTask,
  found: string | undefined,
  obstacles: readonly ActionError[],
  { log }: Context,
): ActionError | undefined {
  if (found !== undefined && onExpiring === 'warn') log.warning(found);
  if (found !== undefined && onExpiring === 'ignore') log.info(found);
  const isFailure = found !== undefined && onExpiring === 'fail';
  return joinObstacles([...(isFailure ? [new ActionError('check_failed', found)] : []), ...obstacles]);
}

function tellPending({ counted }: AccountReading, { log }: Context): void {
  const pending = counted.filter(({ state }) => state === 'pending');
  if (pending.length === 0) return;
  log.warning(
    `${enumerate(pending.map(nameCertificate), 10)} ${pending.length === 1 ? 'is' : 'are'} still pending, and not valid yet. \`operation: present\` with \`type: lets_encrypt\` waits for one.`,
  );
}

/** Undefined when it is not known what family is spoken of. */
function reportFacts(
  { scope, endpoints }: CheckTask,
  { named }: AccountReading,
  facts: Pick<ReportFacts, 'rows' | 'isWhole'>,
): ReportFacts | undefined {
  if (scope.kind === 'account') return { subject: { kind: 'account' }, ...facts };
  if (scope.kind === 'endpoints') {
    const names = [...new Set(endpoints.map(nameEndpoint))].toSorted();
    return { subject: { kind: 'endpoints', names }, ...facts };
  }
  const name = 'name' in scope.target ? scope.target.name : named && familyNameOf(named);
  return name === undefined ? undefined : { subject: { kind: 'family', name }, ...facts };
}
