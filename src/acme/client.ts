import { mapConcurrently } from '../concurrency.ts';
import { openDispatcher } from '../digitalocean/dispatcher.ts';
import type { Proxies } from '../digitalocean/proxies.ts';
import { parseJson } from '../digitalocean/json.ts';
import type { Headers } from '../digitalocean/responses.ts';
import { requestedPauseMs } from '../digitalocean/retry.ts';
import { nodeErrorCode } from '../errors.ts';
import { clauseOf, formatSeconds, formatTime, messageOf } from '../text.ts';
import { VERSION } from '../version.ts';
import { orAborted, pause, throwIfCancelled } from '../waiting.ts';
import type { Deadline } from '../waiting.ts';
import { renewalInfoIn, renewalUrlOf, windowIn } from './renewal-info.ts';
import type { Answer, RenewalWindow } from './renewal-info.ts';

/** A certificate that a CA is asked about. */
export interface RenewalQuestion {
  /** Its identifier (RFC 9773, 4.1). */
  readonly id: string;
  readonly notAfter: Date;
}

export interface AcmeOptions {
  readonly proxies: Proxies;
  readonly deadline: Deadline;
}

/** How long one request may take, in milliseconds. */
const REQUEST_MS = 10_000;
const CONCURRENT_REQUESTS = 4;
/** In bytes. A directory has about one thousand, renewal information a few hundred. */
const LARGEST_RESPONSE = 64 * 1024;
/** A CA that asks to wait is given this long, in milliseconds; for longer, its word is done without. */
const LONGEST_PAUSE_MS = 10_000;
/** So many requests in a row without a response, and no more are sent: each would take its ten seconds. */
const MOST_LOST = CONCURRENT_REQUESTS;

/** Sends GET, and reads the JSON of a response with the status 200. Never throws but for a cancelled job. */
type Get = (url: URL) => Promise<Answer<unknown>>;

/**
 * Asks a CA when it wants certificates to be renewed: its directory once, then one GET for each certificate, four at a time. No answer is
 * a failure: it is a fault in place of the window. No credential is sent, no redirect followed, and after a `Retry-After` nothing is sent
 * before that time.
 * @returns the answers in the order of the questions
 * @throws ActionError `cancelled`
 */
export async function readRenewalWindows(
  directory: URL,
  questions: readonly RenewalQuestion[],
  { proxies, deadline }: AcmeOptions,
): Promise<Answer<RenewalWindow>[]> {
  const dispatcher = openDispatcher(directory, proxies, LARGEST_RESPONSE);
  const get = makeGet(dispatcher, deadline);
  try {
    const found = await get(directory);
    const renewalInfo = 'value' in found ? renewalInfoIn(found.value, directory) : found;
    if ('fault' in renewalInfo) return questions.map(() => renewalInfo);
    return await mapConcurrently(questions, CONCURRENT_REQUESTS, async ({ id, notAfter }) => {
      const answer = await get(renewalUrlOf(renewalInfo.value, id));
      return 'value' in answer ? windowIn(answer.value, notAfter) : answer;
    });
  } finally {
    await dispatcher.destroy();
  }
}

function makeGet(dispatcher: ReturnType<typeof openDispatcher>, deadline: Deadline): Get {
  const { clock } = deadline;
  /** Until when the CA asked to be left alone, by the monotonic clock. */
  let heldUntilMs = 0;
  let lost = 0;
  return async (url) => {
    throwIfCancelled(deadline);
    if (lost >= MOST_LOST) return { fault: 'it did not respond before' };
    const heldMs = heldUntilMs - clock.monotonicMs();
    if (heldMs > 0 && (heldMs > LONGEST_PAUSE_MS || !(await pause(deadline, heldMs))))
      return { fault: `it asks to wait until ${formatTime(clock.now() + heldMs)}` };
    const response = await send(url, dispatcher, deadline);
    throwIfCancelled(deadline);
    if ('fault' in response) {
      lost += 1;
      return response;
    }
    lost = 0;
    const { status, headers, text } = response;
    if (status === 200) return parse(text);
    const pauseMs = requestedPauseMs(status, headers, clock.now());
    if (pauseMs !== undefined) heldUntilMs = Math.max(heldUntilMs, clock.monotonicMs() + pauseMs);
    return { fault: faultOf(status) };
  };
}

function parse(text: string): Answer<unknown> {
  try {
    return { value: parseJson(text) };
  } catch {
    return { fault: 'the response is not JSON' };
  }
}

function faultOf(status: number): string {
  if (status === 404) return 'it does not know the certificate: 404';
  return status >= 300 && status < 400
    ? `it responded ${status}, and redirects are not followed`
    : `it responded ${status}`;
}

type Received =
  { readonly status: number; readonly headers: Headers; readonly text: string } | { readonly fault: string };

async function send(url: URL, dispatcher: ReturnType<typeof openDispatcher>, deadline: Deadline): Promise<Received> {
  const limitMs = deadline.requestMs(REQUEST_MS);
  if (limitMs === 0) return { fault: 'it was not asked: `wait_timeout` ended before' };
  const signal = AbortSignal.any([deadline.clock.timeoutSignal(limitMs), deadline.stop]);
  try {
    // While it connects, undici does not heed the signal.
    const requesting = dispatcher.request({
      origin: url.origin,
      path: url.pathname + url.search,
      method: 'GET',
      headers: { accept: 'application/json', 'user-agent': `digitalocean-certificate-action/${VERSION}` },
      signal,
    });
    const { statusCode, headers, body } = await orAborted(requesting, signal);
    return { status: statusCode, headers, text: await orAborted(body.text(), signal) };
  } catch (error) {
    const reason = nodeErrorCode(error) || clauseOf(messageOf(error));
    return { fault: signal.aborted ? `no response within ${formatSeconds(limitMs)}` : reason };
  }
}
