import { nameConsumer } from '../consumers/consumer.ts';
import type { Consumer } from '../consumers/consumer.ts';
import { getCertificate } from '../digitalocean/certificates.ts';
import { isUuid } from '../digitalocean/responses.ts';
import { isApiError } from '../errors.ts';
import type { Service } from '../kubernetes/service.ts';
import type { Context } from '../outcome.ts';
import { idsOf } from './selection.ts';
import type { Entry } from './progress.ts';
import type { Replacement } from './replacement.ts';

/** The first look at what was annotated, in milliseconds: a controller takes seconds at least. */
const FIRST_LOOK_MS = 1_000;

/**
 * Rebinds a load balancer of a cluster by annotating its Service; the cluster's controller does the rest, later. One that refuses is left
 * to its user: the next round says so.
 * @param now as it was just read
 */
export async function annotateOnce(
  entry: Entry,
  now: Consumer,
  replacement: Replacement,
  { clusters, client, deadline, log }: Context,
): Promise<void> {
  const opened = await clusters?.open();
  if (opened === undefined) return;
  const { newId, newName, replaced } = replacement;
  const replacedIds = idsOf(replaced);
  entry.before ??= { status: now.status, validationReasons: [], hostNames: [], inactive: [] };
  for (const { certificateId } of now.uses) if (replacedIds.has(certificateId)) entry.reboundFrom.add(certificateId);
  const mayReplace = (service: Service): Promise<string | undefined> => objectionTo(service, replacement, client);
  const result = await opened.annotate(entry.consumer, { id: newId, name: newName }, mayReplace);
  if ('refusal' in result) {
    if (result.isUncertain === true) entry.isUncertain = true;
    if (result.isGone !== true) opened.giveUp(entry.consumer, result.refusal);
    log.info(`${nameConsumer(entry.consumer)} was not annotated: ${result.refusal}.`);
    Object.assign(entry, { phase: 'done', isLeft: true });
    return;
  }
  entry.isUncertain = false;
  const nowMs = deadline.clock.monotonicMs();
  if (result.isWritten) {
    const { namespace, name, tool } = result.service;
    Object.assign(entry, { times: entry.times + 1, reboundAtMs: nowMs });
    log.info(`Annotated the Service "${namespace}/${name}". Its controller binds the certificate.`);
    if (tool !== '')
      log.notice(
        `The Service "${namespace}/${name}" is managed by ${tool}, which may change the annotation back. Write the certificate's id ${newId} there too.`,
      );
  }
  Object.assign(entry, {
    status: 'rebound',
    error: '',
    phase: 'confirm',
    pauseMs: FIRST_LOOK_MS,
    dueAtMs: nowMs + FIRST_LOOK_MS,
  });
}

/**
 * Why an annotation must not be replaced: it names a certificate that exists and is none of those that are replaced, so someone wants
 * another one there. One that names nothing keeps the controller from changing the load balancer at all.
 */
async function objectionTo(
  { certificateId: id, certificateName: name = '' }: Service,
  { replaced }: Replacement,
  client: Context['client'],
): Promise<string | undefined> {
  const isOurs = id === '' ? name === '' || replaced.some((each) => each.name === name) : idsOf(replaced).has(id);
  if (isOurs || (id !== '' && !isUuid(id))) return undefined;
  if (id === '')
    return `its Service is annotated with the certificate "${name}", which is none of those that are replaced`;
  const exists = await getCertificate(client, id).then(
    () => true,
    (error: unknown) => {
      if (isApiError(error, 'not_found')) return false;
      throw error;
    },
  );
  return exists
    ? `its Service is annotated with the certificate ${id}, which is none of those that are replaced`
    : undefined;
}

/** Looks at the Service of a load balancer that does not show the certificate yet: was it changed back, or does its controller refuse? */
export async function watchAnnotation(
  entry: Entry,
  now: Consumer,
  { newId, newName }: Replacement,
  context: Context,
): Promise<void> {
  const { before } = entry;
  const opened = await context.clusters?.open();
  if (opened === undefined || before === undefined) return;
  const { isAnnotated, warnings } = await opened.watch(now, { id: newId, name: newName });
  // The next round reads everything, and annotates it again.
  if (!isAnnotated) entry.phase = 'done';
  before.warnings = warnings;
  if (warnings !== '') before.seen = `its cluster says ${warnings}`;
}
