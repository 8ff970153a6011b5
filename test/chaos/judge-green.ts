import type { Raw } from '../simulator/world.ts';
import { entriesOf, isNewer, membersOf, newestFirst, placesOf, textOf } from './account.ts';
import type { Account, Known } from './account.ts';
import { FAMILY } from './make-world.ts';
import { idIn, isList, isUsable, isWrite, LISTS, nameOf, rankBelow, sourceOfRun } from './runs.ts';
import type { Run } from './runs.ts';

/** What a green rotation promises. */
export function judgeGreenRotation(run: Run): string[] {
  const { ended, traces, record, code, world } = run;
  const { asked, result } = ended;
  if (code !== 'ok' || asked.dryRun) return [];
  const found: string[] = [];
  const [certificates, ...consumers] = LISTS.map((path) => traces.findLast((trace) => isList(trace, path)));
  const [balancers, endpoints] = consumers;
  if (certificates === undefined || balancers === undefined || endpoints === undefined)
    return ['green: nothing was read'];
  const { start, source } = sourceOfRun(run);
  if (source === undefined) return ['green: there was nothing to put in place'];
  const lastWrite = traces.findLast((trace) => isWrite(trace) && trace.record.method === 'PUT');
  for (const reading of [balancers, endpoints])
    if (reading.record.index < (lastWrite?.record.index ?? -1))
      found.push(`green: ${reading.record.path} was not read after the last update`);
  const isStale = world.oddities.listLagMs > 0 && (record.deeds.length > 0 || record.other !== undefined);
  const account: Account = {
    certificates: certificates.before.certificates,
    loadBalancers: balancers.before.loadBalancers,
    cdnEndpoints: endpoints.before.cdnEndpoints,
  };
  const members = membersOf(account.certificates, FAMILY, asked.replaces);
  const own = members.filter((each) => each.fingerprint === source.fingerprint);
  if (own.length === 0) found.push('green: the new certificate does not exist');
  // What was uploaded in this world may not be in a list yet.
  const worldStart = record.startedTime - ended.startMs;
  const lags = (each: Known): boolean => (world.options.listLagRequests ?? 0) > 0 && each.createdMs >= worldStart;
  const newer = members.filter((each) => isNewer(each, FAMILY, source));
  const isAllowed = asked.allowOlder || asked.id !== undefined;
  if (newer.some((each) => isUsable(each, run) && !lags(each)) && !isAllowed && !isStale)
    found.push(`green: ${newer[0]?.name ?? ''} is newer`);
  const warnings = result.annotations.map(({ message }) => message).join('\n');
  const left = placesOf(account).filter(
    ({ certificateId, isManaged }) =>
      !isManaged && members.some((each) => each.id === certificateId && !own.includes(each) && !lags(each)),
  );
  for (const { consumer, isKubernetes, certificateId } of isStale ? [] : left) {
    if (isKubernetes && warnings.includes(textOf(consumer['name']))) continue;
    found.push(`green: ${nameOf(consumer)} still serves ${members.find(({ id }) => id === certificateId)?.name ?? ''}`);
  }
  found.push(...judgeSettled(run, account));
  if (asked.deletePrevious && !isStale && !/still reports/u.test(warnings)) {
    const used = new Set(placesOf(account).map(({ certificateId }) => certificateId));
    const inCluster = placesOf(account)
      .filter(({ isKubernetes }) => isKubernetes)
      .map(({ certificateId }) => certificateId);
    const oldest = newestFirst(members, FAMILY).findLast(({ id }) => inCluster.includes(id));
    const gone = new Set(
      traces
        .filter(({ record: { method, effect, status } }) => method === 'DELETE' && (effect || status === 404))
        .map((each) => idIn(each.record.path)),
    );
    const kept = members.filter(
      (each) =>
        !own.includes(each) &&
        !newer.includes(each) &&
        !used.has(each.id) &&
        !gone.has(each.id) &&
        !lags(each) &&
        (oldest === undefined || rankBelow(each, oldest)),
    );
    for (const { name } of kept) found.push(`green: ${name} was not deleted`);
  }
  if (
    own.length > 1 &&
    !/more than once/u.test(warnings) &&
    start.certificates.filter(({ fingerprint }) => fingerprint === source.fingerprint).length > 1
  )
    found.push('green: duplicates were not reported');
  if (result.outputs['matches'] !== 'true') found.push(`green: matches is ${result.outputs['matches'] ?? ''}`);
  if (result.outputs['sha1_fingerprint'] !== source.fingerprint)
    found.push('green: the outputs describe another certificate');
  return found;
}

/** What was rebound serves: it is active, or as it was before. */
function judgeSettled({ traces, world }: Run, account: Account): string[] {
  if (world.oddities.listLagMs > 0) return [];
  const first = new Map<string, Raw>();
  for (const { record, before } of traces)
    if (record.method === 'PUT' && !first.has(idIn(record.path)))
      for (const raw of before.loadBalancers) if (raw['id'] === idIn(record.path)) first.set(idIn(record.path), raw);
  return account.loadBalancers.flatMap((raw) => {
    const before = first.get(textOf(raw['id']));
    const pending = entriesOf(raw, 'domains').find((domain) => domain['status'] === 'pending');
    const wasActive = before !== undefined && !JSON.stringify(before['domains'] ?? []).includes('"pending"');
    if (wasActive && pending !== undefined)
      return [`green: ${textOf(pending['name'])} of ${nameOf(raw)} is not active yet`];
    const isFine =
      before === undefined ||
      raw['type'] === 'GLOBAL' ||
      raw['status'] === 'active' ||
      raw['status'] === before['status'];
    return isFine ? [] : [`green: ${nameOf(raw)} is ${textOf(raw['status'])}`];
  });
}

/** The other operations. */
export function judgeOthers(run: Run): string[] {
  const { ended, record, code, traces, isAlone } = run;
  const { asked } = ended;
  if (code !== 'ok' || asked.dryRun || record.deeds.length > 0 || record.other !== undefined) return [];
  const family = membersOf(record.after.certificates, FAMILY, []);
  if (asked.operation === 'delete' || asked.operation === 'absent') {
    const left = asked.id === undefined ? family : family.filter(({ id }) => id === asked.id);
    return left.length === 0 || (run.world.options.listLagRequests ?? 0) > 0
      ? []
      : [`green: ${asked.operation} left ${left[0]?.name ?? ''}`];
  }
  const { supply } = asked;
  const isThere = family.some(({ fingerprint }) => fingerprint === supply?.sha1Fingerprint);
  const wrote = traces.some((trace) => trace.record.method === 'POST');
  return [
    ...(isThere ? [] : [`green: ${asked.operation} without the certificate`]),
    ...(isAlone && wrote && membersOf(record.before.certificates, FAMILY, []).length > 0
      ? [`green: ${asked.operation} uploaded into a family`]
      : []),
  ];
}
