import { runMain } from '../runner/run-main.ts';
import type { StepResult } from '../runner/step.ts';
import { FAULTS } from '../faults/fault-kinds.ts';
import type { Raw, RecordedRequest } from '../simulator/world.ts';
import { copyAccount, entriesOf, textOf } from './account.ts';
import type { Account } from './account.ts';
import { lendHand } from './hands.ts';
import type { HandName } from './hands.ts';
import type { ChaosWorld } from './make-world.ts';
import { inputsOf } from './steps.ts';
import type { Asked, Echo, PlacedFault, Step } from './steps.ts';

/** A request with what was there before it. */
export interface Trace {
  readonly record: RecordedRequest;
  /** The run that sent it: the step's own is 0, the other one is 1. */
  readonly run: 0 | 1;
  readonly atMs: number;
  readonly before: Account;
  /** The title of the fault that hit it; empty without. */
  fault: string;
}

/** What another hand did. */
export interface Deed {
  readonly name: HandName;
  /** The number of the request before which it was done. */
  readonly at: number;
  readonly touched: readonly string[];
}

/** One run that ended. */
export interface Ended {
  readonly asked: Asked;
  readonly result: StepResult;
  readonly startMs: number;
  readonly endMs: number;
}

export interface StepRecord {
  readonly step: Step;
  readonly before: Account;
  readonly after: Account;
  readonly traces: readonly Trace[];
  readonly deeds: readonly Deed[];
  readonly own: Ended;
  readonly other: Ended | undefined;
  readonly stoppedAtMs: number | undefined;
  readonly startedTime: number;
}

/** Runs one step, with everything that is to happen meanwhile. */
export async function runStep(world: ChaosWorld, step: Step, echo: Echo): Promise<StepRecord> {
  const { simulator, clock, oddities } = world;
  clock.advance(step.pauseMs);
  simulator.clearFaults();
  const first = simulator.requests.length;
  if (step.killAt !== undefined) {
    if (step.isDoneAtKill) simulator.fault({ index: step.killAt }, { kind: 'break', effect: true });
    simulator.fault({ after: step.killAt, times: Infinity }, { kind: 'refuse' });
  }
  for (const { match, fault } of step.faults) simulator.fault(match, fault);
  simulator.fault({ times: Infinity }, { kind: 'alter', effect: true, change: makeOddities(world) });
  const stop = new AbortController();
  const traces: Trace[] = [];
  const deeds: Deed[] = [];
  const done = new Set<unknown>();
  const state: {
    other: Ended | undefined;
    hasOther: boolean;
    stoppedAtMs: number | undefined;
    lastPut: Trace | undefined;
  } = {
    other: undefined,
    hasOther: false,
    stoppedAtMs: undefined,
    lastPut: undefined,
  };
  const spared = new Set([step.asked, step.other?.asked].flatMap((asked) => asked?.supply?.sha1Fingerprint ?? []));
  echo.answer = () => echoOf(state.lastPut);

  const run = async (asked: Asked, host: string): Promise<Ended> => {
    const startMs = clock.monotonicMs();
    const inputs = { ...inputsOf(asked), token: simulator.token, api_url: simulator.url.replace('127.0.0.1', host) };
    const random = (): number => 0.5;
    const result = await runMain(inputs, { clock, random, stop: stop.signal });
    return { asked, result, startMs, endMs: clock.monotonicMs() };
  };
  simulator.onRequest = async (record) => {
    lowerCaseIds(record.body);
    const at = record.index - first;
    const isOwn = !(record.headers['host'] ?? '').includes('localhost');
    if (isOwn) {
      for (const hand of step.hands.filter((each) => isTime(each, at, record.path) && !done.has(each))) {
        done.add(hand);
        deeds.push({ name: hand.name, at: record.index, touched: await lendHand(hand.name, world, spared) });
      }
      if (step.other?.at === at && !state.hasOther) {
        state.hasOther = true;
        clock.heldRequests += 1;
        state.other = await run(step.other.asked, 'localhost');
        clock.heldRequests -= 1;
      }
    }
    const trace: Trace = {
      record,
      run: isOwn ? 0 : 1,
      atMs: clock.monotonicMs(),
      before: copyAccount(simulator.world, oddities.notAfterSkewMs),
      fault: '',
    };
    traces.push(trace);
    if (record.method === 'PUT') state.lastPut = trace;
    const isEnd = step.stopAt === at || step.killAt === at;
    if (isEnd) {
      state.stoppedAtMs = clock.monotonicMs();
      stop.abort();
    }
  };
  const before = copyAccount(simulator.world, oddities.notAfterSkewMs);
  const startedTime = clock.now();
  const own = await run(step.asked, '127.0.0.1');
  simulator.onRequest = undefined;
  markFaults(simulator.requests.slice(first), traces, step);
  const { other, stoppedAtMs } = state;
  const after = copyAccount(simulator.world, oddities.notAfterSkewMs);
  return { step, before, after, traces, deeds, own, other, stoppedAtMs, startedTime };
}

/** Pages shift between the first and the second one. */
function isTime({ at, name }: Step['hands'][number], now: number, path: string): boolean {
  return name === 'shifts the pages' ? now >= at && /load_balancers\?.*page=2/u.test(path) : now === at;
}

/** A simulator that has several ids for one thing is beyond this: what comes in is as it keeps it. */
function lowerCaseIds(body: unknown): void {
  if (typeof body !== 'object' || body === null) return;
  const raw = body as Raw;
  for (const entry of [raw, ...entriesOf(raw, 'forwarding_rules'), ...entriesOf(raw, 'domains')])
    if (typeof entry['certificate_id'] === 'string') entry['certificate_id'] = entry['certificate_id'].toLowerCase();
}

/** The answer to an update that says that all is done. */
function echoOf(trace: Trace | undefined): unknown {
  if (trace === undefined) return {};
  const { record, before } = trace;
  const id = record.path.split('/').at(-1);
  const sent = record.body as Raw;
  if (record.path.startsWith('/v2/cdn/'))
    return { endpoint: { ...before.cdnEndpoints.find((raw) => raw['id'] === id), ...sent } };
  const raw = before.loadBalancers.find((each) => each['id'] === id) ?? {};
  return { load_balancer: { ...raw, ...sent, region: raw['region'], tag: raw['tag'] } };
}

/** Says which fault hit which request, by counting as the simulator does. */
function markFaults(records: readonly RecordedRequest[], traces: readonly Trace[], step: Step): void {
  const byIndex = new Map(traces.map((trace) => [trace.record.index, trace]));
  const counts = new Map<PlacedFault, number>();
  for (const [at, record] of records.entries()) {
    const trace = byIndex.get(record.index);
    if (trace === undefined) continue;
    if (step.killAt !== undefined && at >= step.killAt) trace.fault = 'killed';
    for (const placed of step.faults) {
      if (placed.match.method !== undefined && placed.match.method !== record.method) continue;
      const count = counts.get(placed) ?? 0;
      counts.set(placed, count + 1);
      const { after = 0, times = 1 } = placed.match;
      if (count >= after && count < after + times && trace.fault === '') trace.fault = placed.title;
    }
  }
}

/** Is the fault one that says clearly that nothing was done? */
export function isRefusal(title: string, step: Step): boolean {
  const fault = step.faults.find((placed) => placed.title === title)?.fault;
  return fault?.kind === 'status' && fault.status >= 300 && fault.status < 500 && fault.effect !== true;
}

export const LATE = new Set(Object.keys(FAULTS).filter((title) => FAULTS[title]?.kind === 'late'));

/** What the world's API does to every answer that is not spoiled otherwise. */
function makeOddities(world: ChaosWorld): (body: Raw) => Raw {
  const { oddities, random, simulator, clock } = world;
  const past: { readonly atMs: number; readonly account: Account }[] = [];
  const remember = (): void => {
    const now = clock.monotonicMs();
    past.push({ atMs: now, account: copyAccount(simulator.world, oddities.notAfterSkewMs) });
    while ((past[1]?.atMs ?? Infinity) <= now - oddities.listLagMs) past.shift();
  };
  if (oddities.listLagMs > 0) remember();
  const late = (body: Raw, key: string, field: 'loadBalancers' | 'cdnEndpoints'): Raw => {
    if (oddities.listLagMs === 0 || simulator.world[field].length > 200) return body;
    const list = structuredClone(past[0]?.account[field] ?? []);
    return { ...body, [key]: list, meta: { total: list.length } };
  };
  const consumer = (raw: Raw): Raw => {
    for (const field of ['forwarding_rules', 'domains'] as const) {
      const entries = entriesOf(raw, field);
      if (oddities.shuffles && entries.length > 1 && random.isTrue(0.5)) raw[field] = entries.toReversed();
    }
    for (const entry of [raw, ...entriesOf(raw, 'forwarding_rules'), ...entriesOf(raw, 'domains')])
      if (oddities.upperCaseIds && random.isTrue(0.3) && textOf(entry['certificate_id']).includes('-4'))
        entry['certificate_id'] = textOf(entry['certificate_id']).toUpperCase();
    return raw;
  };
  const certificate = (raw: Raw): Raw => {
    const ms = Date.parse(textOf(raw['not_after'])) + oddities.notAfterSkewMs;
    return Number.isNaN(ms) ? raw : { ...raw, not_after: `${new Date(ms).toISOString().slice(0, 19)}Z` };
  };
  return (body) => {
    if (oddities.listLagMs > 0) remember();
    if ('load_balancers' in body)
      return mapList(late(body, 'load_balancers', 'loadBalancers'), 'load_balancers', consumer);
    if ('endpoints' in body) return mapList(late(body, 'endpoints', 'cdnEndpoints'), 'endpoints', consumer);
    if ('certificates' in body) return mapList(body, 'certificates', certificate);
    for (const [key, change] of [
      ['load_balancer', consumer],
      ['endpoint', consumer],
      ['certificate', certificate],
    ] as const)
      if (key in body) return { ...body, [key]: change(body[key] as Raw) };
    return body;
  };
}

function mapList(body: Raw, key: string, change: (raw: Raw) => Raw): Raw {
  return { ...body, [key]: (body[key] as Raw[]).map(change) };
}
