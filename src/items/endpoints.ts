import { InputError } from '../errors.ts';
import type { Context } from '../outcome.ts';
import type { AwaitedEndpoint } from '../rotation/await-served.ts';
import type { DirectoryContent, ReadyEntry } from '../task.ts';
import { enumerate } from '../text.ts';
import { nameEndpoint } from '../tls/endpoint.ts';
import type { Endpoint } from '../tls/endpoint.ts';
import { covers } from '../x509/dns-names.ts';

/**
 * What each entry has to wait for: an endpoint belongs to every entry whose certificate covers its host, and may serve the certificate of
 * any of these.
 * @throws InputError if no certificate covers an endpoint; only a warning if one may be among those that could not be read
 */
export function assignEndpoints(
  endpoints: readonly Endpoint[],
  { entries, path }: DirectoryContent,
  { log }: Context,
): ReadonlyMap<ReadyEntry, readonly AwaitedEndpoint[]> {
  const ready = entries.filter((entry) => entry.status === 'ready');
  const assigned = new Map<ReadyEntry, AwaitedEndpoint[]>(ready.map((entry) => [entry, []]));
  const uncovered: string[] = [];
  for (const endpoint of endpoints) {
    const covering = ready.filter(({ supplied: { dnsNames, ipAddresses } }) =>
      covers([...dnsNames, ...ipAddresses], endpoint.host),
    );
    const accepted = new Set(covering.map(({ supplied }) => supplied.sha1Fingerprint));
    for (const entry of covering) assigned.get(entry)?.push({ endpoint, accepted });
    if (covering.length === 0) uncovered.push(nameEndpoint(endpoint));
  }
  if (uncovered.length === 0) return assigned;
  const message = `\`endpoints\`: no certificate in ${path} covers ${enumerate(uncovered, 10)}, so nothing could come to serve there.`;
  if (entries.every(({ status }) => status !== 'failed'))
    throw new InputError([`${message} Remove it, or add the certificate that covers it.`]);
  log.warning(`${message} It is not checked. See to the certificates that failed first.`);
  return assigned;
}
