import { ActionError } from '../errors.ts';
import type { RotateTask } from '../task.ts';
import { covers } from '../x509/dns-names.ts';
import { enumerate, nameCertificate, nameConsumer } from '../text.ts';
import { findUsers } from './selection.ts';
import type { Scope } from './selection.ts';
import type { Survey } from '../consumers/survey.ts';

/**
 * Would a client find a name uncovered that it found covered before? Kubernetes' load balancers are not written, and not asked.
 * @throws ActionError `dropped_names`, `uncovered_domain` or `origin_ca`
 */
export function checkSafety(task: RotateTask, survey: Survey, scope: Scope): void {
  const { supplied } = task;
  const users = findUsers(survey, scope.replaced);
  const replacedIds = new Set(scope.replaced.map(({ id }) => id));
  if (users.cdnEndpoints.length > 0 && /cloudflare origin/iu.test(supplied.issuer)) {
    throw new ActionError(
      'origin_ca',
      `The supplied certificate is issued by Cloudflare's Origin CA, which CDN endpoints refuse, and ${enumerate(
        users.cdnEndpoints.map(({ name }) => nameConsumer({ kind: 'cdn_endpoint', name })),
        10,
      )} would get it. Take a certificate of a public CA. Nothing was written.`,
    );
  }
  const hosts = [
    ...users.loadBalancers.flatMap(({ name, uses }) =>
      uses
        .filter(({ certificateId, domain }) => domain !== undefined && replacedIds.has(certificateId))
        .map(({ domain = '' }) => ({ host: domain, consumer: nameConsumer({ kind: 'load_balancer', name }) })),
    ),
    ...users.cdnEndpoints
      .filter(({ customDomain }) => customDomain !== '')
      .map(({ customDomain, name }) => ({
        host: customDomain,
        consumer: nameConsumer({ kind: 'cdn_endpoint', name }),
      })),
  ].filter(({ host }) => !covers(supplied.dnsNames, host));
  if (hosts.length > 0) {
    const named = enumerate(
      hosts.map(({ host, consumer }) => `"${host}" of ${consumer}`),
      20,
    );
    throw new ActionError(
      'uncovered_domain',
      `The supplied certificate does not cover ${named}. Issue it with ${hosts.length === 1 ? 'that name' : 'these names'} too. Nothing was written.`,
    );
  }
  if (task.allowDroppedNames) return;
  const inUse = scope.replaced.filter((certificate) => {
    const { loadBalancers, cdnEndpoints } = findUsers(survey, [certificate]);
    return loadBalancers.length + cdnEndpoints.length > 0;
  });
  const dropped = inUse.flatMap((certificate) =>
    certificate.dnsNames.length === 0
      ? [`the names of ${nameCertificate(certificate)}, which DigitalOcean does not tell`]
      : certificate.dnsNames.filter((name) => !covers(supplied.dnsNames, name)).map((name) => `"${name}"`),
  );
  if (dropped.length === 0) return;
  throw new ActionError(
    'dropped_names',
    `The supplied certificate covers ${enumerate(
      supplied.dnsNames.map((name) => `"${name}"`),
      20,
    )}, and no longer ${enumerate([...new Set(dropped)], 20)}, which a certificate in use covers. Issue it with all names, or set \`allow_dropped_names: true\`. Nothing was written.`,
  );
}
