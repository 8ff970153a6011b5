import { listCertificates } from '../digitalocean/certificates.ts';
import type { Certificate } from '../digitalocean/certificates.ts';
import { orderCertificate } from '../digitalocean/create-certificate.ts';
import { ActionError, isApiError } from '../errors.ts';
import { OperationError, withKnown } from '../outcome.ts';
import type { Context, Outcome } from '../outcome.ts';
import type { OrderTask } from '../task.ts';
import { enumerate, formatSeconds, quoteName } from '../text.ts';
import { poll } from '../waiting.ts';
import { covers } from '../x509/dns-names.ts';
import { describeCertificate } from './describe.ts';

/** An order usually takes ten to thirty seconds. */
const PACE = { firstMs: 2_000, factor: 1.5, maxMs: 10_000 };
/** A certificate that was listed and is in no list for this long has been deleted: lists lag, but not so much. */
const GONE_MS = 30_000;

/** Why Let's Encrypt may not issue or renew. */
export const DNS_REMEDY =
  'Check DNS: the zone of every name must be on DigitalOcean DNS, with the domain delegated to its name servers, and CAA records must allow letsencrypt.org.';

/**
 * Orders a certificate and waits until it is verified; `found` has what exists instead if the name was taken meanwhile.
 * @throws ActionError if it could not be ordered or was not issued
 */
export async function orderNew(
  task: OrderTask,
  context: Context,
): Promise<{ readonly outcome: Outcome } | { readonly found: readonly Certificate[] }> {
  const { client, log } = context;
  const name = quoteName(task.name);
  const ordered = await orderCertificate(client, task).catch((error: unknown) => {
    if (!isApiError(error, 'rejected')) throw error;
    throw new ActionError(error.code, `${error.message} ${DNS_REMEDY}`, { cause: error });
  });
  if (ordered.kind === 'taken') return { found: ordered.certificates };
  log.info(`Ordered certificate ${name} from Let's Encrypt for ${enumerate(task.dnsNames, 20)}`);
  log.notice(
    `DigitalOcean renews ${name} itself. A load balancer that uses it gets DNS records for its names, unless it has \`disable_lets_encrypt_dns_records: true\`.`,
  );
  const made = { changed: true, created: ordered.certificate };
  const certificate = await awaitIssued(task, ordered.certificate, made, context);
  return { outcome: outcomeOf(certificate, task, { changed: true, created: certificate }) };
}

/** What is known if a certificate of this family exists: a pending one is awaited. @throws OperationError */
export async function takeExisting(task: OrderTask, existing: Certificate, context: Context): Promise<Outcome> {
  const nothing = { changed: false };
  const isPending = existing.state === 'pending' && existing.type === 'lets_encrypt' && !task.dryRun;
  const certificate = isPending ? await awaitIssued(task, existing, nothing, context) : existing;
  const outcome = outcomeOf(certificate, task, nothing);
  throwIfFailed(certificate, outcome);
  const { log, deadline } = context;
  if (outcome.matches === false) return mismatch(task, certificate, outcome, context);
  if ((certificate.notAfter?.getTime() ?? Infinity) < deadline.clock.now())
    log.warning(
      `Certificate ${describeCertificate(certificate)} has expired. DigitalOcean did not renew it. ${DNS_REMEDY}`,
    );
  log.info(`Certificate ${describeCertificate(certificate)} exists and is ${certificate.state}. Nothing was changed.`);
  return outcome;
}

interface Made {
  readonly changed: boolean;
  readonly created?: Certificate | undefined;
}

function outcomeOf(certificate: Certificate | undefined, task: OrderTask, made: Made): Outcome {
  return {
    certificates: certificate === undefined ? [] : [certificate],
    subject: certificate,
    matches: certificate === undefined ? undefined : isAsked(certificate, task),
    ...made,
  };
}

/** Is it of Let's Encrypt, and does it cover every name that is asked for? More names do no harm. */
function isAsked({ type, dnsNames }: Certificate, task: OrderTask): boolean {
  return type === 'lets_encrypt' && task.dnsNames.every((dnsName) => covers(dnsNames, dnsName));
}

function mismatch(task: OrderTask, existing: Certificate, outcome: Outcome, { log }: Context): Outcome {
  const missing = task.dnsNames.filter((dnsName) => !covers(existing.dnsNames, dnsName));
  const why =
    existing.type === 'lets_encrypt' ? `it does not cover ${enumerate(missing, 10)}` : `its type is ${existing.type}`;
  const message = `Certificate ${describeCertificate(existing)} does not match what is asked for: ${why}. Nothing was changed.`;
  if (task.onMismatch === 'warn') {
    log.warning(message);
    return outcome;
  }
  const remedy =
    'The names of a certificate cannot be changed. Order one under another `name`, bind its consumers to it, and delete the old one; or set `on_mismatch: warn` to keep it.';
  throw new OperationError('mismatch', `${message} ${remedy}`, outcome);
}

function throwIfFailed(certificate: Certificate, known: Outcome): void {
  if (certificate.state !== 'error') return;
  throw new OperationError(
    'state_error',
    `Certificate ${describeCertificate(certificate)} is in state "error": Let's Encrypt did not issue it. ${DNS_REMEDY} Then delete it (\`operation: absent\` with its \`id\`), and run this again.`,
    known,
  );
}

/** Looks by name, since the id may change, until the certificate is verified. @throws OperationError with what is known */
async function awaitIssued(
  task: OrderTask,
  ordered: Certificate | undefined,
  made: Made,
  { client, deadline, log }: Context,
): Promise<Certificate> {
  const { name } = task;
  const { clock } = deadline;
  let certificate = ordered;
  let seenMs = clock.monotonicMs();
  let isFirst = true;
  const known = (): Outcome =>
    outcomeOf(certificate, task, { ...made, ...(made.changed ? { created: certificate } : {}) });
  try {
    const result = await poll(
      deadline,
      PACE,
      async () => {
        if (!isFirst) {
          const found = (await listCertificates(client)).find(
            (each) => each.name === name && each.type === 'lets_encrypt',
          );
          if (found !== undefined) seenMs = clock.monotonicMs();
          certificate = found ?? certificate;
          if (ordered !== undefined && clock.monotonicMs() - seenMs >= GONE_MS) {
            certificate = undefined;
            throw goneError(name);
          }
        }
        isFirst = false;
        if (certificate !== undefined) throwIfFailed(certificate, known());
        if (certificate?.state === 'verified') return { value: certificate };
        return { reason: certificate === undefined ? 'not in the list yet' : certificate.state };
      },
      (reason, waitedMs) =>
        log.info(`Waiting for ${quoteName(name)} to be issued: ${reason} (${formatSeconds(waitedMs)} so far)`),
    );
    if ('value' in result) return result.value;
    throw pendingError(name, result.reason, result.waitedMs);
  } catch (error) {
    throw withKnown(error, known());
  }
}

function pendingError(name: string, state: string, waitedMs: number): ActionError {
  return new ActionError(
    'pending',
    `Certificate ${quoteName(name)} is still ${state} after ${formatSeconds(waitedMs)}, when \`wait_timeout\` ended. The order goes on. Run \`operation: present\` again to wait for it. ${DNS_REMEDY}`,
  );
}

function goneError(name: string): ActionError {
  return new ActionError(
    'not_found',
    `Certificate ${quoteName(name)} was deleted while its order was awaited. Run this again to order it again.`,
  );
}
