import { isIP } from 'node:net';
import { nameCertificate } from '../certificates/describe.ts';
import { nameConsumer } from '../consumers/consumer.ts';
import type { Consumer } from '../consumers/consumer.ts';
import type { Certificate } from '../digitalocean/certificates.ts';
import { ActionError } from '../errors.ts';
import type { Log } from '../log.ts';
import { enumerate, quoteName } from '../text.ts';
import type { Endpoint } from '../tls/endpoint.ts';
import { covers } from '../x509/dns-names.ts';
import type { NewCertificate } from './source.ts';

/** The rules that keep every name covered. They are checked before every write and every deletion, on what is in use then. */
export interface CoverageRules {
  readonly newCertificate: NewCertificate;
  /** The certificates from which consumers are rebound. */
  readonly replaced: readonly Certificate[];
  readonly allowDroppedNames: boolean;
}

/**
 * Throws if a client would find a name uncovered that was covered before, or a consumer would reject the certificate.
 * @param consumers those that would be rebound, without Kubernetes' ones; one is fine
 * @throws ActionError `dropped_names`, `uncovered_domain` or `origin_ca`
 */
export function checkCoverage(rules: CoverageRules, consumers: readonly Consumer[]): void {
  const byId = new Map(rules.replaced.map((certificate) => [certificate.id, certificate]));
  const users = consumers.filter(({ uses }) => uses.some(({ certificateId }) => byId.has(certificateId)));
  rejectIssuer(rules, users);
  if (users.length > 0) rejectUnknownNames(rules);
  rejectUncoveredHosts(rules, users, byId);
  if (!rules.allowDroppedNames) rejectDroppedNames(rules, users, byId);
}

function rejectIssuer({ newCertificate: { issuer } }: CoverageRules, users: readonly Consumer[]): void {
  const rejecting = users.filter(({ kind }) => kind.rejects?.(issuer) !== undefined);
  const [first] = rejecting;
  if (first === undefined) return;
  throw new ActionError(
    'origin_ca',
    `${first.kind.rejects?.(issuer) ?? ''}, and ${enumerate(rejecting.map(nameConsumer), 10)} would get one. Nothing was changed there. Use a certificate of a public CA.`,
  );
}

function rejectUnknownNames({ newCertificate, allowDroppedNames }: CoverageRules): void {
  if (newCertificate.dnsNames.length > 0 || allowDroppedNames) return;
  throw new ActionError(
    'dropped_names',
    'DigitalOcean does not list the DNS names of the uploaded certificate, so whether it covers every name in use is not known. Nothing was changed. Supply it with its key, or set `allow_dropped_names: true`.',
  );
}

function rejectUncoveredHosts(
  { newCertificate: { dnsNames } }: CoverageRules,
  users: readonly Consumer[],
  byId: ReadonlyMap<string, Certificate>,
): void {
  if (dnsNames.length === 0) return;
  const hosts = users.flatMap((consumer) =>
    consumer.uses
      .filter(({ certificateId }) => byId.has(certificateId))
      .flatMap(({ hostName }) => hostName ?? [])
      .filter((hostName) => !covers(dnsNames, hostName))
      .map((hostName) => `${quoteName(hostName)} of ${nameConsumer(consumer)}`),
  );
  if (hosts.length === 0) return;
  throw new ActionError(
    'uncovered_domain',
    `The new certificate does not cover ${enumerate(hosts, 20)}. Nothing was changed there. Issue it with ${hosts.length === 1 ? 'that name' : 'these names'} too.`,
  );
}

function rejectDroppedNames(
  { newCertificate: { dnsNames } }: CoverageRules,
  users: readonly Consumer[],
  byId: ReadonlyMap<string, Certificate>,
): void {
  const inUse = new Set(
    users.flatMap(({ uses }) => uses.flatMap(({ certificateId }) => byId.get(certificateId) ?? [])),
  );
  const dropped = [...inUse].flatMap((certificate) =>
    certificate.dnsNames.length === 0
      ? [`the names of ${nameCertificate(certificate)}, which DigitalOcean does not list`]
      : certificate.dnsNames.filter((name) => !covers(dnsNames, name)).map(quoteName),
  );
  if (dropped.length === 0) return;
  throw new ActionError(
    'dropped_names',
    `The new certificate covers ${enumerate(dnsNames.map(quoteName), 20)}, but not ${enumerate([...new Set(dropped)], 20)}, which a certificate in use covers. What uses that one was not changed. Issue the new one with all names, or set \`allow_dropped_names: true\`.`,
  );
}

/** A name of `endpoints` that the certificate does not cover may be a typo: the fingerprint alone would not tell. */
export function warnOfUncovered(endpoints: readonly Endpoint[], { dnsNames }: NewCertificate, log: Log): void {
  const hosts = endpoints.map(({ host }) => host).filter((host) => isIP(host) === 0 && !covers(dnsNames, host));
  if (dnsNames.length === 0 || hosts.length === 0) return;
  log.warning(
    `\`endpoints\` has ${enumerate([...new Set(hosts)], 10)}, which the new certificate does not cover. Clients of that name reject it. Check the spelling, or issue the certificate with that name too.`,
  );
}
