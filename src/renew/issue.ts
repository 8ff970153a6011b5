import type { Log } from '../log.ts';
import { openTransport } from './transport.ts';
import { findAccount } from './acme-account.ts';
import type { AcmeAccount } from './acme-account.ts';
import type { RenewEnvironment } from './environment.ts';
import { makeFolder, removeFolder, writeAccount } from './folder.ts';
import type { Issued } from './folder.ts';
import type { Renewal } from './inputs.ts';
import { orderCertificate } from './lego.ts';
import { getLego } from './lego-binary.ts';
import type { Deadline } from '../waiting.ts';

/** What to order. */
export interface IssueRequest {
  readonly dnsNames: readonly string[];
  /** The leaf that is served, as PEM; empty if it is not known, or is not the one that is replaced. */
  readonly replaced: string;
  /** Look whether everything is there, and order nothing. */
  readonly isDryRun: boolean;
}

export interface IssueContext {
  readonly renewal: Renewal;
  readonly deadline: Deadline;
  readonly environment: RenewEnvironment;
  readonly log: Log;
  readonly writeRaw: (line: string) => void;
  /** Writes the folder down, for the step that removes it if this process is killed. */
  readonly remember: (folder: string) => void;
}

/**
 * Orders one certificate with lego. The account key is on disk for as long as lego runs, the new key until it has been read.
 * @returns undefined in a dry run
 * @throws ActionError `acme_account`, `acme_failed`, `lego_unusable`, `not_issued` or `cancelled`
 */
export async function issue(request: IssueRequest, context: IssueContext): Promise<Issued | undefined> {
  const { renewal, deadline, environment, log } = context;
  const transport = openTransport(renewal.server.directory, environment.raw.proxies, deadline);
  try {
    const account = await findAccount(renewal.server.directory, renewal.accountKey, transport.send);
    log.info(`The account at ${renewal.server.directory.host} is ${account.url}.`);
    if (request.isDryRun) return undefined;
    const folder = makeFolder(environment.raw.tempFolder, context.remember);
    try {
      const binary = await getLego({
        legoPath: renewal.legoPath,
        workspace: environment.workspace,
        folder: folder.path,
        platform: `${process.platform}-${process.arch}`,
        send: transport.send,
        log,
        github: { token: environment.attestationToken, path: environment.path },
        deadline,
      });
      return await order(request, account, binary, folder, context);
    } finally {
      removeFolder(folder.path);
    }
  } finally {
    await transport.close();
  }
}

async function order(
  { dnsNames, replaced }: IssueRequest,
  account: AcmeAccount,
  binary: string,
  folder: ReturnType<typeof makeFolder>,
  { renewal, deadline, environment, log, writeRaw }: IssueContext,
): Promise<Issued> {
  const { email, accountKey: key, server } = renewal;
  writeAccount(folder, { directory: server.directory, email, key, url: account.url });
  const { clock, stop } = deadline;
  return orderCertificate({
    renewal,
    dnsNames,
    replaced,
    newOrderUrl: account.newOrderUrl,
    binary,
    folder,
    env: variablesOf(renewal, environment),
    signal: AbortSignal.any([clock.timeoutSignal(Math.max(deadline.remainingMs(), 1)), stop]),
    stop,
    log,
    writeRaw,
  });
}

/** What lego's DNS provider reads: the variables of the step, then those of `dns_env`; DigitalOcean's token has inputs of its own. */
function variablesOf(
  { dnsProvider, dnsEnv }: Renewal,
  { variables, text, raw }: RenewEnvironment,
): Record<string, string> {
  const all = { ...variables, ...dnsEnv };
  if (dnsProvider !== 'digitalocean') return all;
  const token = text('dns_token').trim() || all['DO_AUTH_TOKEN'] || raw.token.value;
  return { ...all, DO_AUTH_TOKEN: token };
}
