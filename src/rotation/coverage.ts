import { nameCertificate } from '../certificates/describe.ts';
import { nameConsumer } from '../consumers/consumer.ts';
import type { Consumer } from '../consumers/consumer.ts';
import { consumersOf } from '../consumers/survey.ts';
import { ActionError } from '../errors.ts';
import type { RotateTask } from '../task.ts';
import { enumerate, quoteName } from '../text.ts';
import { covers } from '../x509/dns-names.ts';
import { findUsers, idsOf } from './selection.ts';
import type { Selection } from './selection.ts';

/**
 * Throws if a client would find a name uncovered that was covered before, or a consumer would reject the certificate. Consumers of
 * Kubernetes are not written, and do not count.
 * @throws ActionError `dropped_names`, `uncovered_domain` or `origin_ca`
 */
export function checkCoverage(task: RotateTask, consumers: readonly Consumer[], selection: Selection): void {
  const users = findUsers(consumers, selection.replaced).rebindable;
  rejectIssuer(task, users);
  rejectUncoveredHosts(task, users, idsOf(selection.replaced));
  if (!task.allowDroppedNames) rejectDroppedNames(task, consumers, selection);
}

function rejectIssuer({ supplied }: RotateTask, users: readonly Consumer[]): void {
  const rejecting = users.filter(({ kind }) => kind.rejects?.(supplied.issuer) !== undefined);
  const [first] = rejecting;
  if (first === undefined) return;
  throw new ActionError(
    'origin_ca',
    `Nothing was written, because ${first.kind.rejects?.(supplied.issuer) ?? ''}, and ${enumerate(rejecting.map(nameConsumer), 10)} would get one. Use a certificate of a public CA.`,
  );
}

function rejectUncoveredHosts(
  { supplied }: RotateTask,
  users: readonly Consumer[],
  replacedIds: ReadonlySet<string>,
): void {
  const hosts = users.flatMap((consumer) =>
    consumer.uses
      .filter(({ certificateId }) => replacedIds.has(certificateId))
      .flatMap(({ hostName }) => hostName ?? [])
      .filter((hostName) => !covers(supplied.dnsNames, hostName))
      .map((hostName) => `${quoteName(hostName)} of ${nameConsumer(consumer)}`),
  );
  if (hosts.length === 0) return;
  throw new ActionError(
    'uncovered_domain',
    `Nothing was written, because the supplied certificate does not cover ${enumerate(hosts, 20)}. Issue it with ${hosts.length === 1 ? 'that name' : 'these names'} too.`,
  );
}

function rejectDroppedNames({ supplied }: RotateTask, consumers: readonly Consumer[], { replaced }: Selection): void {
  const rebindable = consumers.filter(({ isKubernetes }) => !isKubernetes);
  const inUse = replaced.filter(
    (certificate) => findUsers(consumersOf(rebindable, certificate.id), [certificate]).rebindable.length > 0,
  );
  const dropped = inUse.flatMap((certificate) =>
    certificate.dnsNames.length === 0
      ? [`the names of ${nameCertificate(certificate)}, which DigitalOcean does not list`]
      : certificate.dnsNames.filter((name) => !covers(supplied.dnsNames, name)).map(quoteName),
  );
  if (dropped.length === 0) return;
  throw new ActionError(
    'dropped_names',
    `Nothing was written, because the supplied certificate covers ${enumerate(supplied.dnsNames.map(quoteName), 20)}, but not ${enumerate([...new Set(dropped)], 20)}, which a certificate in use covers. Issue it with all names, or set \`allow_dropped_names: true\`.`,
  );
}
