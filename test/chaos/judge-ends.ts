import { placesOf } from './account.ts';
import { expectedEnd } from './expected.ts';
import { isRefusal } from './run-step.ts';
import { errorOf, idIn, isWrite, wasDone } from './runs.ts';
import type { Run } from './runs.ts';

/** How a run ends that nothing disturbed, and which failures need a cause. */
export function judgeEnd(run: Run): string[] {
  const { ended, code, isAlone, record, traces, world } = run;
  const found: string[] = [];
  if (code === 'internal' || code === 'unknown') found.push(`end: ${code}: ${errorOf(ended)}`);
  if (ended.result.unexpectedCommands.length > 0) found.push('end: an unexpected command');
  const key = ended.asked.supply?.privateKey.split('\n')[1] ?? '';
  if (key !== '' && ended.result.shown.includes(key)) found.push('end: the key shows');
  const hasLag = world.oddities.listLagMs > 0 || (world.options.listLagRequests ?? 0) > 0;
  const hasHelp = record.deeds.length > 0 || record.other !== undefined || hasLag;
  const isHit = traces.some(({ fault }) => fault !== '');
  if (code === 'changed_otherwise' && !hasHelp && !isHit) found.push(`end: ${code} without a cause: ${errorOf(ended)}`);
  if (code === 'came_back' && !hasHelp && !isHit) found.push(`end: ${code} without a cause: ${errorOf(ended)}`);
  if (code === 'superseded' && !hasHelp && !isHit) found.push(`end: ${code} without a cause`);
  if (code === 'cancelled' && record.stoppedAtMs === undefined) found.push('end: cancelled by nobody');
  const wasReached = record.stoppedAtMs !== undefined;
  if (!isAlone || wasReached) return found;
  const due = expectedEnd(ended.asked, record, world);
  if (!due.codes.includes(code)) found.push(`end: ${code} and not ${due.codes.join(' or ')}: ${errorOf(ended)}`);
  if (due.isBeforeWrites && (world.options.listLagRequests ?? 0) === 0 && code !== 'ok' && traces.some(isWrite))
    found.push(`end: ${code} after a write`);
  return found;
}

/** What the outputs say, and what was done. */
export function judgeOutputs(run: Run): string[] {
  const { ended, traces, record } = run;
  const { outputs } = ended.result;
  if (ended.asked.dryRun) return [];
  const found: string[] = [];
  const writes = traces.filter(isWrite);
  const isSure = writes.some(wasDone);
  const isDone = writes.some((trace) => trace.record.effect);
  // A late answer ends what is under way beside it.
  const hasLate = record.step.faults.some(({ fault }) => fault.kind === 'late');
  const isOpen = writes.some((trace) => (trace.fault !== '' && !isRefusal(trace.fault, record.step)) || hasLate);
  const hasHelp = record.other !== undefined || record.deeds.length > 0;
  const { changed = 'not set' } = outputs;
  const allowed = [
    ...(isDone || (isOpen && hasHelp) || writes.some(({ fault }) => fault.startsWith('not applied')) ? ['true'] : []),
    // That a certificate is in use after it was deleted is a lie that cannot be seen through.
    ...(isDone && (isSure || !writes.some(({ fault }) => fault.startsWith('in use'))) ? [] : ['false']),
    ...(isOpen && (!isSure || hasLate) ? [''] : []),
  ];
  if (!allowed.includes(changed))
    found.push(`outputs: changed is "${changed}", and not ${allowed.map((each) => `"${each}"`).join(' or ')}`);
  const list = (name: string): Readonly<Record<string, string>>[] => {
    try {
      return JSON.parse(outputs[name] ?? '') as Readonly<Record<string, string>>[];
    } catch {
      found.push(`outputs: ${name} is no JSON`);
      return [];
    }
  };
  const deleted = new Set(list('deleted').map(({ id = '' }) => id));
  for (const {
    record: { method, path, effect },
    fault,
  } of traces)
    if (method === 'DELETE' && effect && fault === '' && !hasLate && !deleted.has(idIn(path)))
      found.push('outputs: a deletion is missing in `deleted`');
  for (const id of deleted)
    if (
      !traces.some(({ record: { method, path } }) => method === 'DELETE' && idIn(path) === id) ||
      (record.after.certificates.some((each) => each.id === id) && record.other === undefined)
    )
      found.push('outputs: `deleted` has what was not deleted');
  const created = outputs['created'] ?? '';
  const posts = writes.filter((trace) => trace.record.method === 'POST');
  if (created !== '' && posts.length === 0) found.push('outputs: created without an upload');
  if (created === '' && posts.some(wasDone) && !hasLate) found.push('outputs: an upload is not in `created`');
  for (const name of ['load_balancers', 'cdn_endpoints']) found.push(...judgeStates(run, list(name)));
  return found;
}

function judgeStates(run: Run, rows: readonly Readonly<Record<string, string>>[]): string[] {
  const { traces, record, ended, world } = run;
  if (ended.asked.operation !== 'rotate') return [];
  return rows.flatMap(({ id = '', name = '', status = '', error = '' }) => {
    const mine = traces.filter((trace) => idIn(trace.record.path) === id);
    const hasHelp = record.other !== undefined || record.deeds.some(({ touched }) => touched.includes(id));
    const updates = mine.filter(({ record: { method } }) => method === 'PUT');
    if (status === 'rebound' && !updates.some(({ record: { effect }, fault }) => effect || fault !== '') && !hasHelp)
      return [`outputs: ${name} is rebound without an update`];
    if (
      status === 'failed' &&
      updates.some(wasDone) &&
      mine.every(({ fault }) => fault === '') &&
      !hasHelp &&
      !world.options.asyncBindMs
    )
      return [`outputs: ${name} failed although its update was done: ${error}`];
    if (status === 'kept' && updates.some(wasDone) && mine.every(({ fault }) => fault === '') && !hasHelp)
      return [`outputs: ${name} is kept although it was updated: ${error}`];
    return [];
  });
}

/** Time, pace and the number of requests. */
export function judgeBounds(run: Run): string[] {
  const { ended, traces, record, isAlone } = run;
  const found: string[] = [];
  const hasOther = record.other !== undefined;
  const lasted = ended.endMs - ended.startMs;
  const mostMs = ended.asked.waitSeconds * 1_000 + 31_000;
  if (lasted > mostMs && !hasOther)
    found.push(`bounds: it took ${Math.round(lasted / 1_000)} s of ${ended.asked.waitSeconds}`);
  const { stoppedAtMs } = record;
  if (stoppedAtMs !== undefined && ended.endMs - stoppedAtMs > 5_000 && !hasOther)
    found.push(`bounds: ${ended.endMs - stoppedAtMs} ms after it was cancelled`);
  if (stoppedAtMs !== undefined && !hasOther) {
    const stoppedAt = record.traces.find((trace) => trace.atMs === stoppedAtMs)?.record.index ?? 0;
    const later = traces.filter((trace) => trace.record.index > stoppedAt + 8);
    if (
      later.length > 0 &&
      record.step.stopAt !== undefined &&
      traces.filter(({ record: { index } }) => index > (traces[0]?.record.index ?? 0) + (record.step.stopAt ?? 0) + 8)
        .length > 0
    )
      found.push('bounds: requests went on after it was cancelled');
  }
  // A late answer makes the clock jump under a request that was sent before.
  const hasLate = record.step.faults.some(({ fault }) => fault.kind === 'late');
  if (!hasOther && !hasLate) {
    if (
      mostWithin(
        traces.map(({ atMs }) => atMs),
        60_000,
      ) > 250
    )
      found.push('bounds: more than 250 requests in a minute');
    const cdn = traces.filter(({ record: { path } }) => path.startsWith('/v2/cdn')).map(({ atMs }) => atMs);
    if (mostWithin(cdn, 10_000) > 5) found.push('bounds: more than 5 CDN requests in 10 s');
    if (traces.some((trace) => trace.record.status === 429 && trace.fault === '')) found.push('bounds: a 429');
  }
  const { before } = record;
  const consumers = placesOf(before).length + 4;
  const pages = 3 + Math.ceil(before.loadBalancers.length / 200) * 2 + Math.ceil(before.certificates.length / 200);
  const polls = lasted / 12_000;
  const rounds = 12 + before.certificates.filter(({ name }) => /^(?:web|legacy)/u.test(name)).length + polls;
  const most = isAlone
    ? (rounds + 4) * pages + consumers * (6 + polls)
    : 3 * (rounds * pages + consumers * (12 + polls)) + 200;
  if (traces.length > most) found.push(`bounds: ${traces.length} requests, at most ${Math.round(most)}`);
  return found;
}

function mostWithin(times: readonly number[], windowMs: number): number {
  return times.reduce(
    (most, start, at) => Math.max(most, times.slice(at).filter((time) => time < start + windowMs).length),
    0,
  );
}
