import { listCertificates } from '../digitalocean/certificates.ts';
import type { Certificate } from '../digitalocean/certificates.ts';
import { orderCertificate } from '../digitalocean/create-certificate.ts';
import { pause, remainingMs } from '../digitalocean/retry.ts';
import { ActionError, isApiError } from '../errors.ts';
import type { Context, Outcome } from '../outcome.ts';
import type { OrderTask } from '../task.ts';
import { describeCertificate, enumerate } from '../text.ts';
import { covers } from '../x509/dns-names.ts';

/** Ten to thirty seconds are usual for an order: the first look, and how far apart looks come to be. */
const FIRST_LOOK_MS = 2_000;
const GROWTH = 1.5;
const LONGEST_PAUSE_MS = 10_000;
/** A certificate that was there and is in no list for this long has been deleted: lists lag, but not so much. */
const GONE_MS = 30_000;

/** Why Let’s Encrypt may not issue or renew. */
export const WHAT_TO_LOOK_AT =
  'Look at DNS: the zone of every name must be on DigitalOcean DNS, with the domain delegated to its name servers, and CAA records must allow letsencrypt.org.';

/** How an order ended: what is known of the certificate, and why it is not there as it should be. */
export interface Order {
  readonly certificate: Certificate | undefined;
  readonly failure: ActionError | undefined;
}

/**
 * Orders a certificate and waits until it is verified; `found` tells what is there instead when the name was taken meanwhile.
 * @throws ActionError when it could not be ordered
 */
export async function orderNew(
  task: OrderTask,
  context: Context,
): Promise<{ readonly outcome: Outcome } | { readonly found: readonly Certificate[] }> {
  const { client, log } = context;
  const ordered = await orderCertificate(client, task).catch((error: unknown) => {
    if (!isApiError(error, 'rejected')) throw error;
    throw new ActionError(error.code, `${error.message} ${WHAT_TO_LOOK_AT}`, { cause: error });
  });
  if (ordered.kind === 'taken') return { found: ordered.certificates };
  log.info(`Ordered certificate "${task.name}" from Let's Encrypt for ${enumerate(task.dnsNames, 20)}`);
  log.notice(
    `DigitalOcean renews "${task.name}" itself. Attaching it to a load balancer makes DNS records for its names there, unless the load balancer has \`disable_lets_encrypt_dns_records: true\`.`,
  );
  const { certificate, failure } = await awaitIssued(task.name, ordered.certificate, context);
  return {
    outcome: {
      ...outcomeOf(certificate, task, failure),
      changed: true,
      created: certificate,
    },
  };
}

/** What is known when a certificate of this family was there: the one that is pending is waited for. */
export async function takeOrdered(task: OrderTask, there: Certificate, context: Context): Promise<Outcome> {
  const isPending = there.state === 'pending' && there.type === 'lets_encrypt' && !task.dryRun;
  const { certificate, failure } = isPending
    ? await awaitIssued(there.name, there, context)
    : { certificate: there, failure: stateFailure(there) };
  const outcome = outcomeOf(certificate, task, failure);
  if (outcome.failure !== undefined || certificate === undefined) return outcome;
  if (outcome.matches === false) return mismatch(task, certificate, outcome, context);
  const { log, client } = context;
  if ((certificate.notAfter?.getTime() ?? Infinity) < client.patience.clock.now()) {
    log.warning(
      `Certificate ${describeCertificate(certificate)} has ended: DigitalOcean could not renew it. ${WHAT_TO_LOOK_AT}`,
    );
  }
  log.info(`Certificate ${describeCertificate(certificate)} is there, ${certificate.state}: nothing to do`);
  return outcome;
}

function outcomeOf(certificate: Certificate | undefined, task: OrderTask, failure: ActionError | undefined): Outcome {
  return {
    certificates: certificate === undefined ? [] : [certificate],
    subject: certificate,
    changed: false,
    matches: certificate === undefined ? undefined : isAsked(certificate, task),
    failure,
  };
}

/** Is it of Let's Encrypt, and does it cover every name that is asked for? More names do no harm. */
function isAsked({ type, dnsNames }: Certificate, task: OrderTask): boolean {
  return type === 'lets_encrypt' && task.dnsNames.every((dnsName) => covers(dnsNames, dnsName));
}

function mismatch(
  { name, dnsNames, onMismatch }: OrderTask,
  there: Certificate,
  outcome: Outcome,
  { log }: Context,
): Outcome {
  const lacking = dnsNames.filter((dnsName) => !covers(there.dnsNames, dnsName));
  const why =
    there.type === 'lets_encrypt' ? `it does not cover ${enumerate(lacking, 10)}` : `its type is ${there.type}`;
  const message = `"${name}" on DigitalOcean is not what is asked for: there is ${describeCertificate(there)}, and ${why}. Nothing was written.`;
  if (onMismatch === 'warn') {
    log.warning(message);
    return outcome;
  }
  const remedy =
    'The names of a certificate cannot be changed: order one under another `name`, move what uses the old one, and delete that; to keep what is there, set `on_mismatch: warn`.';
  return { ...outcome, failure: new ActionError('mismatch', `${message} ${remedy}`) };
}

function stateFailure(certificate: Certificate): ActionError | undefined {
  if (certificate.state !== 'error') return undefined;
  return new ActionError(
    'state_error',
    `Certificate ${describeCertificate(certificate)} is in the state "error": Let's Encrypt did not issue it. ${WHAT_TO_LOOK_AT} Then delete it (\`operation: absent\` with its \`id\`), and run this again.`,
  );
}

/** Looks by name, since the id may change, until the certificate is verified, or failed, or waiting ends. */
async function awaitIssued(name: string, known: Certificate | undefined, { client, log }: Context): Promise<Order> {
  let certificate = known;
  let missingMs = 0;
  try {
    for (let waitMs = FIRST_LOOK_MS, waitedMs = 0; ; waitMs = Math.min(waitMs * GROWTH, LONGEST_PAUSE_MS)) {
      if (certificate?.state === 'verified') return { certificate, failure: undefined };
      const failure = certificate === undefined ? undefined : stateFailure(certificate);
      if (failure !== undefined) return { certificate, failure };
      // The last look is when time is up, however long the pause would have been.
      const pauseMs = Math.min(waitMs, remainingMs(client.patience));
      if (pauseMs === 0 || !(await pause(client.patience, pauseMs)))
        return { certificate, failure: timeOut(name, certificate, waitedMs) };
      waitedMs += pauseMs;
      const found = (await listCertificates(client)).find((each) => each.name === name && each.type === 'lets_encrypt');
      missingMs = found === undefined ? missingMs + pauseMs : 0;
      certificate = found ?? certificate;
      if (known !== undefined && missingMs >= GONE_MS) return { certificate: undefined, failure: gone(name) };
      if (found?.state !== 'verified')
        log.info(
          `Waiting for "${name}" to be issued: ${found?.state ?? 'not in the list yet'}, ${Math.round(waitedMs / 1_000)} s so far`,
        );
    }
  } catch (error) {
    if (!(error instanceof ActionError)) throw error;
    return { certificate, failure: error };
  }
}

function timeOut(name: string, certificate: Certificate | undefined, waitedMs: number): ActionError {
  const state = certificate === undefined ? 'in no list yet' : certificate.state;
  return new ActionError(
    'pending',
    `Certificate "${name}" is still ${state} after ${Math.round(waitedMs / 1_000)} s, which is all that \`wait_timeout\` allows. The order goes on: run \`operation: present\` again to wait for it. ${WHAT_TO_LOOK_AT}`,
  );
}

function gone(name: string): ActionError {
  return new ActionError(
    'not_found',
    `Certificate "${name}" was deleted while its order was waited for. Run this again to order it anew.`,
  );
}
