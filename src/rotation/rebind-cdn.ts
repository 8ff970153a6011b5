import { cdnEndpointIn, cdnEndpointPath, getCdnEndpoint, putCdnEndpoint } from '../consumers/cdn-endpoint.ts';
import type { Raw } from '../consumers/load-balancer.ts';
import { ActionError } from '../errors.ts';
import type { Context } from '../outcome.ts';
import { enumerate, nameConsumer } from '../text.ts';
import type { Entry, Ledger } from './progress.ts';
import { orGone, pauseOrThrow, refuseWhenHalted } from './attempts.ts';
import type { Replacement } from './attempts.ts';

/** Moves one CDN endpoint off the replaced certificates. Every attempt begins with a GET of its own. @throws ActionError */
export async function rebindCdnEndpoint(
  entry: Entry,
  { targetId, replacedIds }: Replacement,
  ledger: Ledger,
  { client, log }: Context,
): Promise<void> {
  const { id } = entry.consumer;
  const path = cdnEndpointPath(id);
  for (let tries = 1; ; tries += 1) {
    refuseWhenHalted(ledger);
    const now = await orGone(getCdnEndpoint(client, id));
    if (now === undefined) {
      log.info(`${nameConsumer(entry.consumer)} is gone meanwhile: nothing to rebind`);
      return;
    }
    if (!replacedIds.has(now.certificateId)) {
      if (tries > 1 && now.certificateId === targetId) settle(entry, log);
      return;
    }
    entry.movedOff.add(now.certificateId);
    const answer = await putCdnEndpoint(client, now, targetId);
    const updated = cdnEndpointIn(answer);
    if (updated !== undefined) {
      const fields = differingCdnFields(now.raw, targetId, updated.raw);
      if (fields.length > 0)
        throw new ActionError(
          'changed_otherwise',
          `After the update ${nameConsumer(entry.consumer)} (${id}) differs from what was sent in ${enumerate(fields)}. Nothing more was written. Look at it in the control panel before you run this again.`,
        );
      settle(entry, log);
      return;
    }
    await pauseOrThrow(answer, tries, path, client);
  }
}

function differingCdnFields(before: Raw, targetId: string, after: Raw): string[] {
  const sent: Raw = { ttl: before['ttl'], custom_domain: before['custom_domain'] ?? '', certificate_id: targetId };
  return Object.entries(sent)
    .filter(([field, value]) => (after[field] ?? '') !== (value ?? ''))
    .map(([field]) => `\`${field}\``);
}

function settle(entry: Entry, log: Context['log']): void {
  entry.status = 'rebound';
  entry.times += 1;
  log.info(`Rebound ${nameConsumer(entry.consumer)} (${entry.consumer.id})`);
}
