import type { Raw } from '../simulator/world.ts';
import { coversName, entriesOf, isFiller, isNewer, membersOf, placesOf, textOf } from './account.ts';
import type { Ranked } from './account.ts';
import { FAMILY, memberNameOf } from './make-world.ts';
import type { Trace } from './run-step.ts';
import { idIn, isList, isUsable, isWrite, LISTS, nameOf, rankBelow, sourceOfRun } from './runs.ts';
import type { Run, Source } from './runs.ts';

/** Every write of a run, also of one that was killed. */
export function judgeWrites(run: Run): string[] {
  const { traces, ended } = run;
  const { asked } = ended;
  const writes = traces.filter(isWrite);
  const found: string[] = [];
  if (asked.dryRun && writes.length > 0) found.push('dry run: it wrote');
  const { source } = sourceOfRun(run);
  for (const trace of writes) {
    if (trace.record.method === 'PUT') found.push(...judgeUpdate(trace, run, source));
    if (trace.record.method === 'DELETE') found.push(...judgeDeletion(trace, run, source));
    if (trace.record.method === 'POST') found.push(...judgeUpload(trace, run));
  }
  if (writes.filter(({ record: { method, effect } }) => method === 'POST' && effect).length > 1)
    found.push('upload: more than one took effect');
  return found;
}

function judgeUpload({ record }: Trace, { ended: { asked } }: Run): string[] {
  const { supply, operation } = asked;
  const name = (record.body as Raw)['name'];
  if (supply === undefined || !['rotate', 'present', 'create'].includes(operation))
    return ['upload: nothing was supplied'];
  const due = operation === 'rotate' ? memberNameOf(supply) : FAMILY;
  return name === due ? [] : [`upload: it is called ${String(name)}`];
}

function judgeUpdate(trace: Trace, run: Run, source: Source | undefined): string[] {
  const { record, before } = trace;
  const { asked } = run.ended;
  if (source === undefined) return ['update: there is nothing to bind'];
  const id = idIn(record.path);
  const raw = [...before.loadBalancers, ...before.cdnEndpoints].find((each) => each['id'] === id);
  if (raw === undefined) return [];
  if (isFiller(raw)) return [`update: ${nameOf(raw)} has no certificate`];
  if (placesOf({ loadBalancers: [raw], cdnEndpoints: [] }).some(({ isKubernetes }) => isKubernetes))
    return [`update: ${nameOf(raw)} belongs to a cluster`];
  // Another writer's change between our reading and our update is not ours to see.
  const reading = run.traces.findLast(
    (each) =>
      each.record.index < record.index &&
      each.record.method === 'GET' &&
      (idIn(each.record.path) === id || isList(each, record.path.startsWith('/v2/cdn') ? LISTS[2] : LISTS[1])),
  );
  const since = reading?.record.index ?? -1;
  const isStale = run.world.oddities.listLagMs > 0;
  const wasTouched = (touched: string): boolean =>
    run.record.deeds.some((deed) => (isStale || deed.at > since) && deed.touched.includes(touched)) ||
    run.record.traces.some(
      (each) => each.run !== trace.run && each.record.index > since && idIn(each.record.path) === touched,
    );
  if (wasTouched(id)) return [];
  const members = membersOf(before.certificates, FAMILY, asked.replaces);
  const isOurs = (certificateId: string): boolean =>
    members.some((each) => each.id === certificateId && each.fingerprint === source.fingerprint);
  const found: string[] = [];
  const body = record.body as Raw;
  for (const [was, will, host, isManaged] of pairsOf(raw, body)) {
    if (was === will) continue;
    if (isManaged) found.push(`update: a managed domain of ${nameOf(raw)} was changed`);
    if (!isOurs(will) && before.certificates.some((each) => each.id === will))
      found.push(`update: ${nameOf(raw)} was bound to ${will}, which is not the new certificate`);
    const old = members.find((each) => each.id === was);
    if (old === undefined) {
      if (!run.record.deeds.some(({ touched }) => touched.includes(was)))
        found.push(`update: ${nameOf(raw)} was taken from ${was}, which is no member`);
      continue;
    }
    if (!asked.allowOlder && asked.id === undefined && isNewer(old, FAMILY, source) && isUsable(old, run))
      if (!run.record.deeds.some(({ touched }) => touched.includes(was)) && run.record.other === undefined)
        found.push(`rank: ${nameOf(raw)} was taken from ${old.name}, which is newer`);
    if (host !== '' && !coversName(source.dnsNames, host))
      found.push(`coverage: ${host} of ${nameOf(raw)} is not covered`);
    const dropped = old.dnsNames.filter((name) => !coversName(source.dnsNames, name));
    if (dropped.length > 0 && !asked.allowDroppedNames)
      found.push(`coverage: ${dropped.join(' ')} of ${nameOf(raw)} would be dropped`);
  }
  return found;
}

/** What a consumer had at each place, and what the update gives it. */
function pairsOf(raw: Raw, body: Raw): [was: string, will: string, host: string, isManaged: boolean][] {
  const idOf = (entry: Raw): string => textOf(entry['certificate_id']).toLowerCase();
  if ('ttl' in raw) return [[idOf(raw), idOf(body), textOf(raw['custom_domain']), false]];
  return (['forwarding_rules', 'domains'] as const).flatMap((field) => {
    const keyOf = (entry: Raw): string => String(field === 'domains' ? entry['name'] : entry['entry_port']);
    const sent = new Map(entriesOf(body, field).map((entry) => [keyOf(entry), entry]));
    return entriesOf(raw, field).map((entry): [string, string, string, boolean] => [
      idOf(entry),
      idOf(sent.get(keyOf(entry)) ?? {}),
      field === 'domains' ? textOf(entry['name']) : '',
      entry['is_managed'] === true,
    ]);
  });
}

/** A deletion follows a complete reading made after the last change, one reading for each. */
function judgeDeletion(trace: Trace, run: Run, source: Ranked | undefined): string[] {
  const { record, before } = trace;
  const { asked } = run.ended;
  const id = idIn(record.path);
  const certificate = before.certificates.find((each) => each.id === id);
  const found: string[] = [];
  const earlier = run.traces.filter((each) => each.record.index < record.index);
  const lastChange = earlier.findLast(
    (each) =>
      isWrite(each) &&
      // A deletion that was refused in the end changed nothing, whatever was lost before.
      (each.record.effect ||
        (each.record.method !== 'DELETE' && !(each.record.status >= 400 && each.record.status < 500))) &&
      idIn(each.record.path) !== id,
  );
  const since = lastChange?.record.index ?? -1;
  const { scopes } = run.world.options;
  const isReadable = (path: string): boolean =>
    scopes === undefined ||
    asked.operation === 'rotate' ||
    scopes.includes(path === LISTS[1] ? 'load_balancer:read' : path === LISTS[2] ? 'cdn:read' : 'certificate:read');
  for (const path of asked.operation === 'rotate' ? LISTS : LISTS.slice(1)) {
    if (!isReadable(path)) continue;
    const reading = earlier.findLast((each) => isList(each, path) && each.record.status === 200);
    if (reading === undefined || reading.record.index < since) {
      found.push(`deletion: ${certificate?.name ?? id} without a reading of ${path} after the last change`);
      continue;
    }
    const isUsed = placesOf(reading.before).some(
      ({ certificateId, kind }) => certificateId === id && path.includes(kind === 'cdn_endpoints' ? 'cdn' : 'load'),
    );
    if (isUsed && run.world.oddities.listLagMs === 0 && reading.fault === '')
      found.push(`deletion: ${certificate?.name ?? id} although ${path} showed a consumer`);
  }
  if (asked.operation !== 'rotate' || certificate === undefined || source === undefined) return found;
  const isOwnUpload = certificate.fingerprint === source.fingerprint;
  const members = membersOf(before.certificates, FAMILY, asked.replaces);
  if (isOwnUpload) {
    const hasNewer = members.some((each) => isNewer(each, FAMILY, source));
    const uploaded = earlier.some((each) => each.record.method === 'POST');
    if (!hasNewer || !uploaded) found.push(`deletion: of the new certificate ${certificate.name}`);
    return found;
  }
  if (!asked.deletePrevious) found.push(`deletion: ${certificate.name} with delete_previous false`);
  if (!members.some((each) => each.id === id)) found.push(`deletion: ${certificate.name} is no member`);
  else if (isNewer(certificate, FAMILY, source)) found.push(`deletion: ${certificate.name} is newer`);
  const waiting = placesOf(before).filter(({ isKubernetes }) => isKubernetes);
  const older = members.filter((each) => waiting.some(({ certificateId }) => certificateId === each.id));
  const isOlder = older.some((each) => rankBelow(each, certificate));
  if (run.memory.told.has(id) && isOlder && !run.record.deeds.some(({ at }) => at > since))
    found.push(`kubernetes: ${certificate.name} was told to be annotated, and a cluster uses an older one`);
  return found;
}
