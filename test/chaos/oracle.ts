import { isDeepStrictEqual } from 'node:util';
import { withoutBindings } from '../faults/rotation-world.ts';
import type { Raw } from '../simulator/world.ts';
import { entriesOf, isFiller, membersOf, placesOf, textOf } from './account.ts';
import type { Account } from './account.ts';
import { judgeBounds, judgeEnd, judgeOutputs } from './judge-ends.ts';
import { judgeGreenRotation, judgeOthers } from './judge-green.ts';
import { judgeWrites } from './judge-writes.ts';
import { FAMILY } from './make-world.ts';
import type { ChaosWorld } from './make-world.ts';
import type { StepRecord } from './run-step.ts';
import { codeOf, idIn, nameOf } from './runs.ts';
import type { Memory, Run } from './runs.ts';

/** Everything that a step did and should not have done, one line each, the kind first. */
export function judge(record: StepRecord, world: ChaosWorld, memory: Memory): string[] {
  const { own, other, step, traces } = record;
  const isQuiet = step.faults.length + step.hands.length === 0 && step.other === undefined && step.stopAt === undefined;
  const runs = [own, other].flatMap((ended, run) => {
    if (ended === undefined || (run === 0 && step.killAt !== undefined && record.stoppedAtMs !== undefined)) return [];
    const made: Run = {
      record,
      world,
      memory,
      ended,
      traces: traces.filter((trace) => trace.run === run),
      code: codeOf(ended),
      isAlone: isQuiet,
    };
    return [made];
  });
  const found = [
    ...dangling(record),
    ...((world.options.listLagRequests ?? 0) > 0 ? [] : duplicates(record)),
    ...unrelated(record, memory),
    ...runs.flatMap((run) => judgeRun(run).map((violation) => `${violation} (run ${run.traces[0]?.run ?? 0})`)),
    // What a killed run did counts all the same.
    ...(runs.length === 0 || runs[0]?.ended !== own
      ? judgeWrites({
          record,
          world,
          memory,
          ended: own,
          code: 'killed',
          isAlone: false,
          traces: traces.filter(({ run }) => run === 0),
        })
      : []),
  ];
  for (const { result } of runs.map(({ ended }) => ended))
    for (const { message } of result.annotations)
      for (const [, id = ''] of message.matchAll(/certificate-id=([0-9a-f-]{36})/gu)) memory.told.add(id);
  for (const { record: request } of traces) if (request.method === 'PUT') memory.updated.add(idIn(request.path));
  return found;
}

function judgeRun(run: Run): string[] {
  return [
    ...judgeWrites(run),
    ...judgeEnd(run),
    ...judgeOutputs(run),
    ...judgeBounds(run),
    ...(run.ended.asked.operation === 'rotate' ? judgeGreenRotation(run) : judgeOthers(run)),
  ];
}

function dangling({ traces, after }: StepRecord): string[] {
  return [...traces.map(({ before }) => before), after]
    .flatMap((account, at) => {
      const ids = new Set(account.certificates.map(({ id }) => id));
      return placesOf(account)
        .filter(({ certificateId }) => !ids.has(certificateId))
        .map(({ consumer, certificateId }) => `dangling: ${nameOf(consumer)} names ${certificateId} at ${at}`)
        .slice(0, 1);
    })
    .slice(0, 1);
}

/** The same certificate twice in the family, unless it was so before. A list that lags hides what a run could have known. */
function duplicates({ before, after }: StepRecord): string[] {
  const countOf = (account: Account, fingerprint: string): number =>
    membersOf(account.certificates, FAMILY, []).filter((each) => each.fingerprint === fingerprint).length;
  return [...new Set(after.certificates.map(({ fingerprint }) => fingerprint))]
    .filter((each) => countOf(after, each) > Math.max(1, countOf(before, each)))
    .map((each) => `duplicate: ${each}`);
}

/** What changed and was not of this run to change. */
function unrelated({ before, after, traces, deeds }: StepRecord, memory: Memory): string[] {
  const found: string[] = [];
  const touched = new Set(deeds.flatMap((deed) => deed.touched));
  const updated = new Set(
    traces.filter(({ record }) => record.method === 'PUT').map(({ record }) => idIn(record.path)),
  );
  const later = [...after.loadBalancers, ...after.cdnEndpoints];
  for (const raw of [...before.loadBalancers, ...before.cdnEndpoints]) {
    const id = textOf(raw['id']);
    if (touched.has(id) || isFiller(raw)) continue;
    const now = later.find((each) => each['id'] === id);
    if (now === undefined) found.push(`unrelated: ${nameOf(raw)} is gone`);
    else if (!isDeepStrictEqual(withoutIds(raw), withoutIds(now)))
      found.push(`unrelated: ${nameOf(raw)} changed: ${difference(withoutIds(raw), withoutIds(now))}`);
    else if (!updated.has(id) && !memory.updated.has(id) && !isDeepStrictEqual(idsIn(raw), idsIn(now)))
      found.push(`unrelated: ${nameOf(raw)} was bound without an update`);
  }
  const wrote = (method: string): number =>
    traces.filter(({ record }) => record.method === method && record.effect).length;
  const added = after.certificates.filter(
    ({ id }) => !before.certificates.some((each) => each.id === id) && !touched.has(id),
  );
  if (added.length > wrote('POST')) found.push('unrelated: certificates came without an upload');
  return found;
}

function withoutIds(raw: Raw): Raw {
  const copy = withoutBindings(raw);
  delete copy['certificate_id'];
  for (const domain of entriesOf(copy, 'domains')) delete domain['status'];
  for (const field of ['forwarding_rules', 'domains'] as const)
    if (Array.isArray(copy[field]))
      copy[field] = entriesOf(copy, field).toSorted((a, b) => JSON.stringify(a).localeCompare(JSON.stringify(b)));
  return copy;
}

function idsIn(raw: Raw): string[] {
  return placesOf({ loadBalancers: [raw], cdnEndpoints: [] })
    .map(({ certificateId }) => certificateId)
    .concat(textOf(raw['certificate_id']))
    .toSorted();
}

function difference(a: Raw, b: Raw): string {
  const fields = [...new Set([...Object.keys(a), ...Object.keys(b)])];
  return fields.filter((field) => !isDeepStrictEqual(a[field], b[field])).join(', ');
}
