import { randomBytes } from 'node:crypto';
import { ActionError } from '../errors.ts';
import type { Log } from '../log.ts';
import { readIssued, removeCertificates, writeReplaced } from './folder.ts';
import type { Issued, RenewFolder } from './folder.ts';
import type { Renewal } from './inputs.ts';
import { runProgram } from './program.ts';

/** One order of a certificate. */
export interface Order {
  readonly renewal: Renewal;
  readonly dnsNames: readonly string[];
  /** The leaf that it replaces; empty if that is not known. */
  readonly replaced: string;
  readonly newOrderUrl: string;
  readonly binary: string;
  readonly folder: RenewFolder;
  readonly env: Readonly<Record<string, string>>;
  /** Ends lego. */
  readonly signal: AbortSignal;
  /** Aborts when the job is cancelled. */
  readonly stop: AbortSignal;
  readonly log: Log;
  /** Writes a line to the log as it is. */
  readonly writeRaw: (line: string) => void;
}

/** With so many days a certificate always counts as due: that was decided before. */
const ALWAYS = '36500';
/** Errors of a CA (RFC 8555, 6.7; RFC 9773, 7.4) that a second order would only repeat, and what to do about them. */
const REMEDIES: Readonly<Record<string, string>> = {
  rateLimited: 'The CA’s rate limit is reached. Wait until the time in its message: the next run tries again.',
  caa: 'A CAA record forbids it. Add one for this CA, and check its `accounturi`.',
  rejectedIdentifier: 'The CA does not issue for this name. Check `dns_names`.',
  unsupportedIdentifier: 'The CA does not issue for this name. Check `dns_names`.',
  unauthorized: 'The CA did not find the DNS record. Check `dns_provider` and which zone its token may change.',
  dns: 'The CA could not look the name up. Check the zone and its name servers (DNSSEC too).',
  invalidProfile: 'The CA does not have this `profile`.',
  badCSR: 'The CA does not accept this request. Check `key_type` and `profile`.',
  userActionRequired: 'The CA’s terms have changed. Accept them with the client that registered the account.',
  externalAccountRequired: 'The CA asks for external account binding. Register the account with it, once.',
  serverInternal: 'The CA has a fault. The next run tries again.',
};

/**
 * Those of an order that may be about the replaced certificate alone: another account has it, or the CA does not find it. lego repeats
 * a request that met a fault of the CA with the nonce that is used up, so `badNonce` is what is seen last.
 */
const MAY_BE_OF_REPLACEMENT: ReadonlySet<string> = new Set(['unauthorized', 'serverInternal', 'badNonce']);

/**
 * Orders a certificate with lego. An order that names the replaced certificate does not count against Let's Encrypt's limits; if the CA
 * does not accept that, the same is ordered once more without.
 * @throws ActionError `not_issued`
 */
export async function orderCertificate(order: Order): Promise<Issued> {
  const { folder, dnsNames, replaced, newOrderUrl, log, signal, stop } = order;
  const [first = ''] = dnsNames;
  if (replaced !== '') writeReplaced(folder, first, replaced);
  let output = await runLego(order, replaced !== '');
  let issued = readIssued(folder);
  const kind = errorKindOf(output);
  // Another account or CA issued it, or an earlier run has replaced it already.
  const isReplacementRefused =
    replaced !== '' &&
    output.includes(` ${newOrderUrl} `) &&
    (MAY_BE_OF_REPLACEMENT.has(kind) || REMEDIES[kind] === undefined);
  if (issued === undefined && !signal.aborted && (isReplacementRefused || kind === 'badNonce')) {
    log.info(
      isReplacementRefused
        ? 'The CA did not accept which certificate is replaced. Ordering without that.'
        : 'A nonce was not accepted. Trying once more.',
    );
    if (isReplacementRefused) removeCertificates(folder);
    output = await runLego(order, !isReplacementRefused && replaced !== '');
    issued = readIssued(folder);
  }
  if (issued !== undefined) return issued;
  if (stop.aborted) throw new ActionError('cancelled', 'The job was cancelled. Run it again: nothing was uploaded.');
  throw new ActionError('not_issued', `lego did not get a certificate. ${remedyOf(output)} Nothing was uploaded.`);
}

/** The last error of the CA in lego's output, such as `rateLimited`. */
function errorKindOf(output: string): string {
  return [...output.matchAll(/urn:ietf:params:acme:error:(\w+)/gu)].at(-1)?.[1] ?? '';
}

function remedyOf(output: string): string {
  const remedy = REMEDIES[errorKindOf(output)];
  const reason = 'Its log above says why.';
  return remedy === undefined
    ? `${reason} Check \`dns_provider\`, its variables, and \`dns_names\`.`
    : `${remedy} ${reason}`;
}

async function runLego(order: Order, isRenewal: boolean): Promise<string> {
  const { renewal, folder, env, signal, log, binary, writeRaw } = order;
  const variables = {
    ...env,
    LEGO_SERVER: renewal.server.directory.href,
    LEGO_EMAIL: renewal.email,
    LEGO_PATH: folder.lego,
  };
  // What lego says comes from a CA and a DNS provider: none of it may be a command to the runner.
  const mark = randomBytes(24).toString('hex');
  writeRaw(`::stop-commands::${mark}`);
  try {
    const onLine = (line: string): void => log.info(line);
    const args = argumentsOf(order, isRenewal);
    const { output } = await runProgram(binary, args, { env: variables, signal, onLine });
    return output;
  } finally {
    writeRaw(`::${mark}::`);
  }
}

/** Names and settings alone: each secret is in the environment or in the folder. */
function argumentsOf({ renewal, dnsNames }: Order, isRenewal: boolean): string[] {
  const { dnsProvider, resolvers, propagationSeconds, profile, keyType } = renewal;
  return [
    ...dnsNames.map((name) => `--domains=${name}`),
    `--key-type=${keyType}`,
    `--dns=${dnsProvider}`,
    ...resolvers.map((resolver) => `--dns.resolvers=${resolver}`),
    ...(propagationSeconds === undefined ? [] : [`--dns.propagation-wait=${propagationSeconds}s`]),
    isRenewal ? 'renew' : 'run',
    ...(isRenewal ? [`--days=${ALWAYS}`, '--force-cert-domains', '--no-random-sleep'] : []),
    ...(profile === '' ? [] : [`--profile=${profile}`]),
  ];
}
