import { renewalIdOf } from '../acme/renewal-info.ts';
import type { Answer, RenewalWindow } from '../acme/renewal-info.ts';
import type { Context } from '../outcome.ts';
import { countOf } from '../text.ts';
import type { Served } from '../tls/handshake.ts';
import { readFields } from '../x509/fields.ts';
import { isIssuedBy } from '../x509/names.ts';

/** Let's Encrypt's directory (letsencrypt.org, "ACME endpoints"), and how its certificates name it. */
const LETS_ENCRYPT = { directory: 'https://acme-v02.api.letsencrypt.org/directory', organization: "Let's Encrypt" };

interface Question {
  readonly sha1Fingerprint: string;
  readonly directory: URL;
  /** Undefined if the certificate has none. */
  readonly id: string | undefined;
  readonly notAfter: Date;
}

/**
 * What the CAs of served certificates say about their renewal, by SHA-1 fingerprint: `acmeDirectory`, or, without, Let's Encrypt for those
 * that it issued. What cannot be read is a notice, and no failure.
 * @throws ActionError `cancelled`
 */
export async function readWindows(
  served: Iterable<Served>,
  acmeDirectory: URL | undefined,
  { deadline, log, proxies }: Context,
): Promise<ReadonlyMap<string, RenewalWindow>> {
  const now = deadline.clock.now();
  const all = [...served].flatMap((each) => questionOf(each, acmeDirectory, now) ?? []);
  const windows = new Map<string, RenewalWindow>();
  const faults = new Map<string, number>();
  const note = (host: string, fault: string): void => {
    const key = `${host}: ${fault}`;
    faults.set(key, (faults.get(key) ?? 0) + 1);
  };
  for (const [address, questions] of Map.groupBy(all, ({ directory }) => directory.href)) {
    const directory = new URL(address);
    const answers = await ask(directory, questions, { deadline, proxies });
    for (const [at, answer] of answers.entries()) {
      const { sha1Fingerprint = '' } = questions[at] ?? {};
      if ('fault' in answer) note(directory.host, answer.fault);
      else windows.set(sha1Fingerprint, answer.value);
    }
  }
  for (const [fault, count] of faults)
    log.notice(
      `Renewal information (ARI) for ${countOf(count, 'certificate')} could not be read from ${fault}. The lifetime decides instead.`,
    );
  if (windows.size > 0) log.info(`Read renewal information (ARI) for ${countOf(windows.size, 'certificate')}`);
  return windows;
}

function questionOf(
  { sha1Fingerprint, notAfter, sent: [leaf] }: Served,
  acmeDirectory: URL | undefined,
  now: number,
): Question | undefined {
  const fields = readFields(leaf.raw);
  // One that has expired is due whatever its CA says.
  if (fields === undefined || notAfter.getTime() <= now) return undefined;
  const isLetsEncrypt = isIssuedBy(fields.issuer, LETS_ENCRYPT.organization);
  const directory = acmeDirectory ?? (isLetsEncrypt ? new URL(LETS_ENCRYPT.directory) : undefined);
  return directory && { sha1Fingerprint, notAfter, directory, id: renewalIdOf(fields) };
}

/** The client is loaded when there is something to ask: few runs do. */
async function ask(
  directory: URL,
  questions: readonly Question[],
  options: { readonly deadline: Context['deadline']; readonly proxies: Context['proxies'] },
): Promise<Answer<RenewalWindow>[]> {
  const { readRenewalWindows } = await import('../acme/client.ts');
  const asked = questions.flatMap(({ id, notAfter }) => (id === undefined ? [] : [{ id, notAfter }]));
  const answers = asked.length === 0 ? [] : await readRenewalWindows(directory, asked, options);
  const queue = answers.values();
  const none = { fault: 'the certificate does not name the key of its CA' };
  return questions.map(({ id }) => (id === undefined ? none : (queue.next().value ?? none)));
}
