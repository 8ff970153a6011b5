import { readConsumers, missingScopes } from '../consumers/survey.ts';
import { listCertificates } from '../digitalocean/certificates.ts';
import type { Certificate } from '../digitalocean/certificates.ts';
import { ActionError } from '../errors.ts';
import type { Context } from '../outcome.ts';
import type { CheckTask } from '../task.ts';
import { enumerate } from '../text.ts';
import { nameEndpoint, parseEndpoint } from '../tls/endpoint.ts';
import type { Endpoint } from '../tls/endpoint.ts';
import type { Probed } from '../tls/handshake.ts';
import { probeEndpoints, resolveEndpoint } from '../tls/probe.ts';
import type { Resolve } from '../tls/probe.ts';
import { within } from '../waiting.ts';
import type { AccountReading } from './account.ts';

/** Of one certificate: a few show whether it is served, and a certificate may have a hundred. */
const MOST_NAMES = 3;
const MOST_LISTED = 10;
/** After this long, in milliseconds, what fails is not tried again: many names may lead nowhere. */
const RETRY_MS = 60_000;

/** What the names of certificates in use serve. */
export interface AutoReading {
  /** Those that serve a certificate of the account, with what each must serve. */
  readonly probed: readonly { readonly probed: Probed; readonly expected: Certificate | undefined }[];
  /** Why the names could not be found. */
  readonly failure?: ActionError;
}

/**
 * Probes the DNS names of every certificate that the check is about and that something uses, but for those that are probed anyway. A name
 * that does not resolve, does not answer, or leads to a certificate of someone else is a notice: it need not lead to DigitalOcean.
 */
export async function probeAuto(
  task: CheckTask,
  account: AccountReading,
  context: Context,
  resolve: Resolve = resolveEndpoint,
): Promise<AutoReading> {
  if (!task.probesNamesInUse || account.certificates.length === 0) return { probed: [] };
  try {
    const { inUse, known } = await findInUse(account, context);
    const endpoints = endpointsOf(inUse, task.endpoints);
    const deadline = within(context.deadline, RETRY_MS);
    const all = await probeEndpoints(endpoints, { ...context, deadline }, resolve);
    const own = all.flatMap((probed) => {
      const certificate = known.get(probed.served?.sha1Fingerprint ?? '');
      return certificate === undefined ? [] : [{ probed, expected: account.named ?? certificate }];
    });
    const foreign = all.filter(({ served }) => served !== undefined && !known.has(served.sha1Fingerprint));
    const silent = all.filter(({ served }) => served === undefined);
    note('do not resolve or answer', silent, context);
    note('serve a certificate that is not in the account', foreign, context);
    return { probed: own };
  } catch (error) {
    if (error instanceof ActionError && error.code !== 'cancelled') return { probed: [], failure: error };
    throw error;
  }
}

/** The certificates in use, and, by their fingerprints, all of the account: what is served may be another than the one that was named. */
async function findInUse(
  { certificates, named }: AccountReading,
  { client, log }: Context,
): Promise<{ inUse: readonly Certificate[]; known: ReadonlyMap<string, Certificate> }> {
  const [{ consumers, unreadable }, all] = await Promise.all([
    readConsumers(client),
    named === undefined ? certificates : listCertificates(client),
  ]);
  if (unreadable.length > 0)
    log.warning(
      `\`endpoints: auto\` does not find every certificate in use, because the token lacks ${missingScopes(unreadable)}. Add what is missing.`,
    );
  const used = new Set(consumers.flatMap(({ certificateIds }) => [...certificateIds]));
  return {
    inUse: certificates.filter(({ id }) => used.has(id)),
    known: new Map(all.map((each) => [each.sha1Fingerprint, each])),
  };
}

function endpointsOf(certificates: readonly Certificate[], others: readonly Endpoint[]): Endpoint[] {
  const names = certificates.flatMap(({ dnsNames }) =>
    dnsNames.filter((name) => !name.includes('*')).slice(0, MOST_NAMES),
  );
  const endpoints = names.flatMap((name) => parseEndpoint(name) ?? []);
  const probed = new Set(others.map(nameEndpoint));
  const unique = new Map(endpoints.map((endpoint) => [nameEndpoint(endpoint), endpoint]));
  return [...unique].filter(([name]) => !probed.has(name)).map(([, endpoint]) => endpoint);
}

function note(what: string, probed: readonly Probed[], { log }: Context): void {
  const names = [...new Set(probed.map(({ endpoint }) => endpoint.host))];
  if (names.length > 0)
    log.notice(
      `\`endpoints: auto\`: these names were not checked, because they ${what}: ${enumerate(names, MOST_LISTED)}.`,
    );
}
