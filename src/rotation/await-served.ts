import { pause } from '../digitalocean/retry.ts';
import type { Patience } from '../digitalocean/retry.ts';
import { nameEndpoint } from '../tls/endpoint.ts';
import type { Endpoint } from '../tls/endpoint.ts';
import { ActionError } from '../errors.ts';
import type { Context } from '../outcome.ts';
import { askCertificate, HANDSHAKE_MS, resolveEndpoint, resolveFaultOf, unserved } from '../tls/handshake.ts';
import type { Served } from '../tls/handshake.ts';

/** Handshakes in a row that must show the new certificate: a load balancer has several servers behind one address. */
const IN_A_ROW = 3;
const FIRST_PAUSE_MS = 1_000;
const LONGEST_PAUSE_MS = 15_000;

/** What each address serves in the end, and what is wrong where it is not the new certificate. */
export interface Serving {
  readonly served: readonly Served[];
  readonly failure: ActionError | undefined;
}

/** Asks by TLS until every address of every endpoint shows the certificate three times in a row, or waiting ends. */
export async function awaitServing(
  endpoints: readonly Endpoint[],
  sha1Fingerprint: string,
  { client, log }: Context,
): Promise<Serving> {
  const results = await Promise.all(endpoints.map((endpoint) => awaitOne(endpoint)));
  const served = results.flat();
  const wrong = served.filter((each) => each.sha1Fingerprint !== sha1Fingerprint);
  if (wrong.length === 0) return { served, failure: undefined };
  const told = wrong.map(
    (each) =>
      each.fault || `${nameEndpoint(each.endpoint)} serves the certificate with the SHA-1 ${each.sha1Fingerprint}`,
  );
  const message = `Not every endpoint serves the new certificate (SHA-1 ${sha1Fingerprint}) within \`wait_timeout\`: ${told.join('; ')}. The old certificate stays. Do these names lead to load balancers of this account? Run this again to complete it.`;
  return { served, failure: new ActionError('not_served', message) };

  async function awaitOne(endpoint: Endpoint): Promise<Served[]> {
    for (
      let waitMs = FIRST_PAUSE_MS, waitedMs = 0;
      ;
      waitedMs += waitMs, waitMs = Math.min(waitMs * 2, LONGEST_PAUSE_MS)
    ) {
      const found = await askAll(endpoint, sha1Fingerprint, client.patience);
      const isServed = found.every((each) => each.sha1Fingerprint === sha1Fingerprint);
      if (isServed || !(await pause(client.patience, waitMs))) return found;
      log.info(
        `Waiting for ${nameEndpoint(endpoint)} to serve the new certificate: ${Math.round((waitedMs + waitMs) / 1_000)} s so far`,
      );
    }
  }
}

async function askAll(endpoint: Endpoint, sha1Fingerprint: string, patience: Patience): Promise<Served[]> {
  let asked: readonly Endpoint[];
  try {
    ({ asked } = await resolveEndpoint(endpoint));
  } catch (error) {
    return [unserved(endpoint, resolveFaultOf(error))];
  }
  return Promise.all(asked.map((address) => askInARow(address, sha1Fingerprint, patience)));
}

async function askInARow(endpoint: Endpoint, sha1Fingerprint: string, { clock }: Patience): Promise<Served> {
  const ask = (): Promise<Served> => askCertificate(endpoint, clock.timeoutSignal(HANDSHAKE_MS));
  let last = await ask();
  for (let count = 1; count < IN_A_ROW && last.sha1Fingerprint === sha1Fingerprint; count += 1) last = await ask();
  return last;
}
