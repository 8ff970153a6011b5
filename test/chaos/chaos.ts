import { makeAuthority } from '../authority/authority.ts';
import type { Authority } from '../authority/authority.ts';
import { copyAccount, placesOf, textOf } from './account.ts';
import type { Account } from './account.ts';
import { makeWorld } from './make-world.ts';
import type { ChaosWorld } from './make-world.ts';
import { judge } from './oracle.ts';
import { makeRandom } from './random.ts';
import { codeOf } from './runs.ts';
import { runStep } from './run-step.ts';
import type { StepRecord } from './run-step.ts';
import { describeStep, drawStep, formatDay } from './steps.ts';
import type { Echo } from './steps.ts';

/** What was done, in numbers. */
export interface Numbers {
  worlds: number;
  steps: number;
  runs: number;
  requests: number;
  writes: number;
  kills: number;
  stops: number;
  faults: number;
  hands: number;
  others: number;
  readonly ends: Map<string, number>;
}

/** A world in which something went wrong. */
export interface Finding {
  readonly seed: number;
  readonly violations: readonly string[];
  /** All that is needed to see what happened. */
  readonly report: string;
}

export interface ChaosResult {
  readonly numbers: Numbers;
  readonly findings: readonly Finding[];
}

/**
 * Draws worlds, does steps in each, and judges them. The first world has the seed itself, the next one the seed after it.
 * @param onWorld is told of each world, and whether to go on
 */
export async function runChaos(
  seed: number,
  worlds: number,
  onWorld: (seed: number, finding: Finding | undefined, report: string) => boolean = () => true,
): Promise<ChaosResult> {
  const authority = await makeAuthority();
  const numbers: Numbers = {
    worlds: 0,
    steps: 0,
    runs: 0,
    requests: 0,
    writes: 0,
    kills: 0,
    stops: 0,
    faults: 0,
    hands: 0,
    others: 0,
    ends: new Map(),
  };
  const findings: Finding[] = [];
  for (let at = 0; at < worlds; at += 1) {
    const { finding, report } = await runWorld(seed + at, authority, numbers);
    if (finding !== undefined) findings.push(finding);
    if (!onWorld(seed + at, finding, report)) break;
  }
  return { numbers, findings };
}

async function runWorld(
  seed: number,
  authority: Authority,
  numbers: Numbers,
): Promise<{ finding: Finding | undefined; report: string }> {
  const random = makeRandom(seed);
  const world = await makeWorld(random, authority);
  const lines = [
    `Seed ${seed}`,
    describeOptions(world),
    ...describeAccount(copyAccount(world.simulator.world, world.oddities.notAfterSkewMs)),
  ];
  const memory = { told: new Set<string>(), updated: new Set<string>() };
  const echo: Echo = { answer: () => ({}) };
  const steps = 2 + random.below(4);
  try {
    for (let at = 0; at <= steps; at += 1) {
      const step = await drawStep(world, echo, at === steps);
      const record = await runStep(world, step, echo);
      count(record, numbers);
      lines.push('', `Step ${at}: ${describeStep(step)}`, `  ${describeEnd(record)}`);
      const violations = judge(record, world, memory);
      if (violations.length === 0) continue;
      const details = [
        ...describeRequests(record),
        ...describeAccount(record.after),
        ...record.own.result.log.slice(-60),
      ];
      const report = [...lines, ...details, ...violations.map((each) => `VIOLATION ${each}`)].join('\n');
      return { finding: { seed, violations, report }, report };
    }
    return { finding: undefined, report: lines.join('\n') };
  } finally {
    numbers.worlds += 1;
    world.clock.close();
    await world.simulator.close();
  }
}

function count({ step, traces, deeds, own, other, stoppedAtMs }: StepRecord, numbers: Numbers): void {
  numbers.steps += 1;
  numbers.requests += traces.length;
  numbers.writes += traces.filter(({ record }) => record.effect).length;
  numbers.faults += traces.filter(({ fault }) => fault !== '' && fault !== 'killed').length;
  numbers.hands += deeds.length;
  numbers.others += Number(other !== undefined);
  if (stoppedAtMs !== undefined) numbers[step.killAt === undefined ? 'stops' : 'kills'] += 1;
  for (const ended of [own, other]) {
    if (ended === undefined) continue;
    numbers.runs += 1;
    const code = codeOf(ended);
    numbers.ends.set(code, (numbers.ends.get(code) ?? 0) + 1);
  }
}

function describeOptions({ options, oddities }: ChaosWorld): string {
  return JSON.stringify({ ...options, ...oddities });
}

function describeAccount(account: Account): string[] {
  const nameOf = new Map(account.certificates.map(({ id, name }) => [id, name]));
  const used = new Set(placesOf(account).map(({ certificateId }) => certificateId));
  const certificates = account.certificates
    .filter(({ name }) => !name.startsWith('many-'))
    .map(
      (each) =>
        `  ${each.name} ${each.id.slice(0, 8)} ${each.fingerprint.slice(0, 8)} ${each.type === 'custom' ? '' : each.type} ${each.state === 'verified' ? '' : each.state} [${each.dnsNames.join(' ')}] created ${formatDay(each.createdMs)} expires ${formatDay(each.notAfterMs)}${used.has(each.id) ? ' used' : ''}`,
    );
  const consumers = [...account.loadBalancers, ...account.cdnEndpoints].flatMap((raw) => {
    const places = placesOf({ loadBalancers: 'ttl' in raw ? [] : [raw], cdnEndpoints: 'ttl' in raw ? [raw] : [] });
    if (places.length === 0) return [];
    const shown = places.map(
      ({ certificateId, host, isManaged }) =>
        `${host}${isManaged ? ' managed' : ''}=${nameOf.get(certificateId) ?? `MISSING ${certificateId}`}`,
    );
    const status = textOf(raw['status']);
    return [
      `  ${textOf(raw['type']) || 'CDN'} ${textOf(raw['name'])} ${textOf(raw['id']).slice(0, 8)} ${status}: ${shown.join(', ')}`,
    ];
  });
  return [...certificates, ...consumers];
}

function describeEnd({ own, other, deeds, traces }: StepRecord): string {
  const shown = [own, other].flatMap((ended) => {
    if (ended === undefined) return [];
    const { outputs, annotations } = ended.result;
    const errors = annotations.filter(({ level }) => level === 'error').map(({ message }) => message);
    return [
      `${codeOf(ended)}, changed ${outputs['changed'] ?? ''}, ${Math.round((ended.endMs - ended.startMs) / 1_000)} s. ${errors.join(' ')}`,
    ];
  });
  const hands = deeds.map(
    ({ name, at, touched }) =>
      `${at - (traces[0]?.record.index ?? 0)} ${name} (${touched.map((id) => id.slice(0, 8)).join(' ')})`,
  );
  return [`${traces.length} requests`, ...shown, ...hands].join(' | ');
}

function describeRequests({ traces }: StepRecord): string[] {
  const first = traces[0]?.record.index ?? 0;
  const lines = traces.map(({ record, run, atMs, fault }) => {
    const ids = JSON.stringify(record.body ?? '').match(/"certificate_id":"[0-9a-f]{8}/gu) ?? [];
    const sent = ids.map((each) => each.slice(-8)).join(' ');
    return `  ${record.index - first} run ${run} ${(atMs / 1_000).toFixed(2)} ${record.method} ${record.path} ${sent} -> ${record.status}${record.effect ? ' done' : ''}${fault === '' ? '' : ` FAULT ${fault}`}`;
  });
  return lines.length > 160 ? [...lines.slice(0, 110), '  …', ...lines.slice(-50)] : lines;
}
