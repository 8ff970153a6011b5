import { newestFirst } from '../certificates/family.ts';
import type { Certificate } from '../digitalocean/certificates.ts';
import { ActionError } from '../errors.ts';
import type { ErrorCode } from '../errors.ts';
import type { Log } from '../log.ts';
import type { Result } from '../main.ts';
import { OperationError } from '../outcome.ts';
import type { Outcome } from '../outcome.ts';
import type { OperationName } from '../task.ts';
import { enumerate, quoteName } from '../text.ts';
import { makeDeadline, poll } from '../waiting.ts';
import type { Clock } from '../waiting.ts';
import { dueReasonOf, isOld } from './due.ts';
import type { Issued } from './folder.ts';
import type { Renewal } from './inputs.ts';
import type { IssueRequest } from './issue.ts';
import { sha1FingerprintOf } from '../x509/certificate.ts';
import { leafIn, testCaIn } from './issued.ts';

/** Runs one operation of the action with these inputs. A quiet one writes no log. */
export type Operate = (
  operation: OperationName,
  inputs: Readonly<Record<string, string>>,
  isQuiet?: boolean,
) => Promise<Result>;

export interface PipelineContext {
  readonly log: Log;
  readonly clock: Clock;
  readonly stop: AbortSignal;
  readonly operate: Operate;
  /** Orders a certificate; undefined in a dry run. @throws ActionError */
  readonly issue: (request: IssueRequest) => Promise<Issued | undefined>;
}

/** How a renewal ended. */
export interface Renewed {
  readonly result: Result;
  /** Was a certificate issued and put in place? */
  readonly isRenewed: boolean;
}

/** What another attempt cannot change: the inputs, the token's rights, and the certificate. */
const FINAL: ReadonlySet<ErrorCode> = new Set([
  'api_missing_scope',
  'cancelled',
  'dropped_names',
  'input',
  'internal',
  'kubernetes_expiring',
  'missing_scopes',
  'older',
  'origin_ca',
  'state_error',
  'suffixed_name',
  'uncovered_domain',
]);
const UPLOAD_PACE = { firstMs: 5_000, factor: 2, maxMs: 120_000 };

/**
 * Keeps one family renewed. What the account and the endpoints show is all that it knows of earlier runs: it finishes a rotation that
 * was interrupted; else it orders a certificate if one is due, and puts it in place.
 * @throws ActionError
 */
export async function renewCertificate(renewal: Renewal, context: PipelineContext): Promise<Renewed> {
  const { operate, log } = context;
  const listing = await operate('list', { name: renewal.name });
  if (listing.failure !== undefined) return { result: listing, isRenewed: false };
  const members = listing.outcome.certificates;
  if (!renewal.force && members.length > 0) {
    const finished = await finishRotation(renewal, members, context);
    if (finished !== undefined) return { result: finished, isRenewed: false };
  }
  const check = members.length === 0 ? listing : await checkFamily(renewal, context);
  const reason =
    members.length === 0
      ? 'it is the first one'
      : renewal.force
        ? 'of `force`'
        : dueReasonOf(check.outcome, renewal.name);
  if (reason === undefined) {
    if (check.failure === undefined) log.info(`${quoteName(renewal.name)} is not due. Nothing was ordered.`);
    return { result: check, isRenewed: false };
  }
  if (check.failure !== undefined) log.warning(check.failure.message);
  const dnsNames = renewal.dnsNames.length > 0 ? renewal.dnsNames : namesOf(members, renewal.name);
  log.info(`A certificate for ${enumerate(dnsNames, 10)} is to be ordered, because ${reason}.`);
  const request = { dnsNames, replaced: leafOf(check.outcome, members), isDryRun: renewal.dryRun };
  const issued = await withOutcome(context.issue(request), check.outcome);
  if (issued === undefined) return { result: planned(renewal, dnsNames, check.outcome), isRenewed: false };
  return putInPlace(renewal, issued, members, check, context);
}

/** Finishes what an earlier run began; undefined if there is nothing to finish, or if the newest certificate is due itself. */
async function finishRotation(
  renewal: Renewal,
  members: readonly Certificate[],
  { operate, log, clock }: PipelineContext,
): Promise<Result | undefined> {
  const inputs = { ...rotationOf(renewal), source: 'uploaded' };
  const plan = await operate('rotate', { ...inputs, dry_run: 'true' }, true);
  if (plan.failure !== undefined || plan.outcome.changed !== true) return undefined;
  const [newest] = newestFirst(members);
  // A rotation that cannot be finished must not keep the next certificate away until this one has expired.
  if (newest === undefined || isOld(newest, clock.now())) return undefined;
  log.info(
    'An earlier rotation is not complete. It is finished with the certificate that was uploaded; none is ordered.',
  );
  return operate('rotate', renewal.dryRun ? { ...inputs, dry_run: 'true' } : inputs);
}

async function checkFamily(renewal: Renewal, { operate }: PipelineContext): Promise<Result> {
  const { directory, isDefault } = renewal.server;
  return operate('check', {
    name: renewal.name,
    on_expiring: 'ignore',
    endpoints: renewal.endpoints || 'auto',
    dns_names: renewal.dnsNames.join(','),
    acme_directory: isDefault ? '' : directory.href,
    allow_test_ca: String(renewal.allowTestCa),
  });
}

function namesOf(members: readonly Certificate[], name: string): readonly string[] {
  const names = (newestFirst(members)[0]?.dnsNames ?? []).filter((each) => each.trim() !== '');
  if (names.length > 0) return names;
  const why =
    members.length === 0
      ? `there is no certificate named ${quoteName(name)}. Check \`name\`. For a first certificate set`
      : 'DigitalOcean lists no names of the certificate. Set';
  throw new ActionError('input', `\`dns_names\` is empty or not set, and ${why} \`dns_names\` to its names.`);
}

/** What a dry run would do. */
function planned({ name }: Renewal, dnsNames: readonly string[], outcome: Outcome): Result {
  const order = { action: 'order' as const, object: `a certificate for ${enumerate(dnsNames, 10)}`, reason: '' };
  const upload = { action: 'upload' as const, object: `it as a member of ${quoteName(name)}`, reason: '' };
  return { outcome: { ...outcome, changed: true, planned: [order, upload] } };
}

/** Uploads the certificate and puts it in place of the older ones; what fails is tried again, since a new run would order again. */
async function putInPlace(
  renewal: Renewal,
  issued: Issued,
  members: readonly Certificate[],
  check: Result,
  context: PipelineContext,
): Promise<Renewed> {
  const { operate, log, clock, stop } = context;
  const testCa = renewal.allowTestCa ? undefined : testCaIn(issued.fullChain);
  if (testCa !== undefined) {
    log.notice(
      `The certificate was issued by ${testCa}, a test CA. It is not uploaded, because clients do not accept it. Nothing was changed.`,
    );
    return { result: { outcome: check.outcome }, isRenewed: false };
  }
  const isFirst = members.length === 0 && renewal.replaces === '';
  const files = { private_key: issued.privateKey, leaf_certificate: issued.fullChain };
  const shared = { ...files, allow_test_ca: String(renewal.allowTestCa) };
  const deadline = makeDeadline(clock, renewal.waitTimeoutS * 1_000, stop);
  let last: Result | undefined;
  await poll(deadline, UPLOAD_PACE, async () => {
    const inputs = { ...shared, wait_timeout: String(Math.ceil(deadline.remainingMs() / 1_000)) };
    last = isFirst
      ? await operate('present', { ...inputs, name: renewal.name })
      : await operate('rotate', { ...inputs, ...rotationOf(renewal) });
    const { failure } = last;
    if (failure === undefined || FINAL.has(failure.code)) return { value: last };
    log.info(`${failure.message} Trying again with the same certificate.`);
    return { reason: failure.message };
  });
  if (last === undefined) throw new ActionError('internal', 'Nothing was tried.');
  return { result: last.failure === undefined ? last : withLoss(last), isRenewed: last.failure === undefined };
}

/** A failure after an order, with what became of the certificate. */
function withLoss({ outcome, failure }: Result & { readonly failure?: ActionError }): Result {
  if (failure === undefined) return { outcome };
  const isUploaded = outcome.created !== undefined || outcome.subject !== undefined;
  const rest = isUploaded
    ? 'The new certificate is uploaded: the next run finishes the rotation and orders none.'
    : 'The new certificate could not be uploaded, and its key is gone: the next run orders another one.';
  return {
    outcome,
    failure: new OperationError(failure.code, `${failure.message} ${rest}`, outcome, { cause: failure }),
  };
}

/** The inputs that every rotation of this family has. */
function rotationOf(renewal: Renewal): Record<string, string> {
  const { name, endpoints, replaces, deletePrevious, allowDroppedNames } = renewal;
  return {
    name,
    endpoints: endpoints === 'auto' ? '' : endpoints,
    replaces,
    delete_previous: deletePrevious,
    allow_dropped_names: allowDroppedNames,
  };
}

async function withOutcome<Value>(work: Promise<Value>, known: Outcome): Promise<Value> {
  try {
    return await work;
  } catch (error) {
    if (!(error instanceof ActionError)) throw error;
    throw new OperationError(error.code, error.message, known, { cause: error });
  }
}

/** The leaf that is served, if it is the newest member: of another one it is not known which account ordered it. */
function leafOf({ servedLeaf = '' }: Outcome, members: readonly Certificate[]): string {
  const [newest] = newestFirst(members);
  const leaf = servedLeaf === '' ? undefined : leafIn(servedLeaf);
  return leaf !== undefined && sha1FingerprintOf(leaf) === newest?.sha1Fingerprint ? servedLeaf : '';
}
