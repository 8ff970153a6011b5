import type { Context, Outcome } from '../outcome.ts';
import { OperationError } from '../outcome.ts';
import type { RotateTask } from '../task.ts';
import { enumerate } from '../text.ts';
import { nameEndpoint } from '../tls/endpoint.ts';
import { probeEndpoints, probeRemedy } from '../tls/probe.ts';
import type { Selection } from './selection.ts';
import { hasProxy } from '../digitalocean/proxies.ts';

/**
 * Adds to the plan what the endpoints serve now. One that serves no member of the family would be awaited in vain.
 * @throws OperationError `endpoint_unreachable` if one cannot be probed, as the rotation would fail too
 */
export async function probePlanned(
  task: RotateTask,
  plan: Outcome,
  { members }: Selection,
  context: Context,
): Promise<Outcome> {
  if (task.endpoints.length === 0) return plan;
  const probed = await probeEndpoints(task.endpoints, context);
  const outcome = { ...plan, endpoints: probed.map((each) => ({ probed: each, problems: [] })) };
  const faults = probed.flatMap(({ endpoint, fault }) =>
    fault === undefined ? [] : [`${nameEndpoint(endpoint)}: ${fault.what}`],
  );
  if (faults.length > 0)
    throw new OperationError(
      'endpoint_unreachable',
      `The rotation would fail, because endpoints could not be probed: ${enumerate(faults, 10)}. ${probeRemedy(hasProxy(context.proxies))}`,
      outcome,
    );
  const known = new Set(members.map(({ sha1Fingerprint }) => sha1Fingerprint));
  const strangers = probed.filter(({ served }) => served !== undefined && !known.has(served.sha1Fingerprint));
  if (strangers.length > 0)
    context.log.warning(
      `Not served by this family now: ${enumerate(
        strangers.map(({ endpoint }) => nameEndpoint(endpoint)),
        10,
      )}. Check that these names lead to load balancers or CDN endpoints of this account.`,
    );
  return outcome;
}
