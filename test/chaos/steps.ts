import { FAULTS, OUTAGES } from '../faults/fault-kinds.ts';
import type { Fault, FaultMatch } from '../simulator/faults.ts';
import { familyOf, copyAccount } from './account.ts';
import { HANDS } from './hands.ts';
import type { HandName } from './hands.ts';
import { DAY_MS, FAMILY, issueAny, LEGACY } from './make-world.ts';
import type { ChaosWorld, Supply } from './make-world.ts';
import type { Random } from './random.ts';

export type Operation = 'rotate' | 'present' | 'create' | 'delete' | 'absent';

/** What one run is asked to do. */
export interface Asked {
  readonly operation: Operation;
  /** What it is given as PEM; absent without. */
  readonly supply?: Supply;
  /** Without a supply: `source: uploaded`, or what is deleted. */
  readonly id?: string;
  readonly replaces: readonly string[];
  readonly deletePrevious: boolean;
  readonly allowDroppedNames: boolean;
  readonly allowOlder: boolean;
  readonly dryRun: boolean;
  readonly waitSeconds: number;
}

export interface PlacedFault {
  readonly match: FaultMatch;
  readonly fault: Fault;
  readonly title: string;
}

/** One run, and what happens meanwhile. */
export interface Step {
  readonly title: string;
  readonly asked: Asked;
  readonly faults: readonly PlacedFault[];
  /** The job is cancelled at this request. */
  readonly stopAt?: number;
  /** The runner is lost at this request: it may be done, and no later one gets out. */
  readonly killAt?: number;
  readonly isDoneAtKill: boolean;
  /** Another hand, before the request with this number. */
  readonly hands: readonly { readonly at: number; readonly name: HandName }[];
  /** Another run, done whole before the request with this number is answered. */
  readonly other?: { readonly at: number; readonly asked: Asked };
  /** How much later than the last one it begins. */
  readonly pauseMs: number;
}

const PLAIN = {
  replaces: [],
  deletePrevious: true,
  allowDroppedNames: false,
  allowOlder: false,
  dryRun: false,
  waitSeconds: 900,
} as const;

const html = (status: number): Fault => ({
  kind: 'status',
  status,
  body: '<html><body>Forbidden</body></html>',
  headers: { 'content-type': 'text/html' },
});
const refusal = (status: number, message: string): Fault => ({
  kind: 'status',
  status,
  body: { id: 'x', message },
});

/** What changes which names must be covered: between a reading and an update it matters most. */
const FREQUENT: readonly HandName[] = [
  'moves a consumer to another domain',
  'moves a consumer to another domain',
  'moves a consumer to another domain',
  'puts an old certificate back',
  'puts an old certificate back',
];

/** What only one method meets. */
const FAULTS_OF: Readonly<Record<string, Readonly<Record<string, Fault>>>> = {
  PUT: {
    busy: refusal(403, "The load balancer can't be updated while it processes previous actions"),
    'a droplet is gone': refusal(422, 'The droplets could not be found'),
    'unknown certificate': refusal(404, 'The certificate could not be found.'),
    '403 of the edge': html(403),
  },
  DELETE: { 'in use': refusal(403, 'Make sure the certificate is not in use before deleting it') },
  POST: { 'name is taken': refusal(422, 'name is not unique') },
  GET: { '403 of the edge': html(403), 'another total': { kind: 'alter', effect: true, change: shiftTotal } },
};

function shiftTotal(body: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const meta = body['meta'] as { readonly total: number } | undefined;
  return meta === undefined ? { ...body } : { ...body, meta: { total: meta.total + 1 } };
}

/** A success whose update was not done: `request` is looked at when it is answered. */
export interface Echo {
  answer: () => unknown;
}

function notApplied(echo: Echo): Fault {
  return {
    kind: 'status',
    status: 200,
    get body() {
      return echo.answer();
    },
  };
}

export async function drawStep(world: ChaosWorld, echo: Echo, isLast: boolean): Promise<Step> {
  const { random } = world;
  const asked = isLast ? await drawLast(world) : await drawAsked(world);
  const quiet = {
    asked,
    faults: [],
    isDoneAtKill: false,
    hands: [],
    pauseMs: 61_000 + random.pick([0, 0, 1, 2]) * DAY_MS,
  };
  if (isLast || random.isTrue(0.25)) return { ...quiet, title: 'undisturbed' };
  const kind = random.weigh([
    [6, 'faults'],
    [4, 'outage'],
    [3, 'stop'],
    [4, 'kill'],
    [4, 'hands'],
    [3, 'other'],
    [2, 'all'],
  ] as const);
  const reach = random.weigh([
    [3, 12],
    [3, 30],
    [1, 80],
  ]);
  const at = random.below(reach);
  switch (kind) {
    case 'faults':
      return { ...quiet, title: kind, faults: drawFaults(random, echo, true) };
    case 'outage':
      return { ...quiet, title: kind, faults: drawOutage(random, random.below(13)) };
    case 'stop':
      return { ...quiet, title: kind, stopAt: at };
    case 'kill':
      return { ...quiet, title: kind, killAt: at, isDoneAtKill: random.isTrue(0.5) };
    case 'hands':
      return { ...quiet, title: kind, hands: drawHands(world) };
    case 'other':
      return { ...quiet, title: kind, other: { at, asked: await drawAsked(world) } };
    case 'all':
      return {
        ...quiet,
        title: kind,
        faults: drawFaults(random, echo, false),
        hands: drawHands(world),
        ...(random.isTrue(0.3) ? { stopAt: at + 5 } : { other: { at, asked: await drawAsked(world) } }),
      };
  }
}

function drawHands({ random, simulator }: ChaosWorld): Step['hands'] {
  const isLong = simulator.world.loadBalancers.length > 200;
  if (isLong && random.isTrue(0.7)) return [{ at: random.below(16), name: 'shifts the pages' }];
  // Between the readings and the updates of a small world, for the most part.
  const reach = random.weigh([
    [5, 10],
    [3, 20],
    [1, 60],
  ]);
  return Array.from({ length: 1 + random.below(2) }, () => ({
    at: random.below(reach),
    name: random.pick([...HANDS, ...FREQUENT]),
  }));
}

function drawFaults(random: Random, echo: Echo, withLate: boolean): PlacedFault[] {
  return Array.from({ length: 1 + random.below(3) }, () => {
    const method = random.weigh([
      [4, 'PUT'],
      [3, 'POST'],
      [3, 'DELETE'],
      [4, 'GET'],
    ] as const);
    const own = Object.entries(FAULTS_OF[method] ?? {});
    const all = Object.entries(FAULTS).filter(([, { kind }]) => withLate || kind !== 'late');
    const [title, fault]: [string, Fault] =
      method === 'PUT' && random.isTrue(0.12)
        ? ['not applied', notApplied(echo)]
        : random.pick(random.isTrue(0.35) ? own : all);
    const times = random.weigh([
      [6, 1],
      [3, 2],
      [1, 8],
    ]);
    const after = random.below(method === 'GET' ? 14 : 3);
    return { match: { method, after, times }, fault, title: `${title} at ${method} ${after} x${times}` };
  });
}

/** One request and all that follow it. */
function drawOutage(random: Random, at: number): PlacedFault[] {
  const [title, { first, rest }] = random.pick(Object.entries(OUTAGES));
  return [
    { match: { after: at, times: 1 }, fault: first, title: `${title}: request ${at}` },
    { match: { after: at + 1, times: Infinity }, fault: rest, title: `${title}: all later ones` },
  ];
}

async function drawLast(world: ChaosWorld): Promise<Asked> {
  const { random, supplies } = world;
  const last = supplies.at(-1);
  if (random.isTrue(0.25)) return { ...PLAIN, operation: 'rotate' };
  if (last !== undefined && last.notAfter.getTime() > world.clock.now() + 7 * DAY_MS && random.isTrue(0.3))
    return { ...PLAIN, operation: 'rotate', supply: last };
  return { ...PLAIN, operation: 'rotate', supply: await issueNewer(world), replaces: drawReplaces(world) };
}

function drawReplaces({ random }: ChaosWorld): string[] {
  return random.isTrue(0.3) ? [LEGACY, ...(random.isTrue(0.3) ? ['nowhere'] : [])] : [];
}

async function issueNewer(world: ChaosWorld, names = world.names): Promise<Supply> {
  const supply = await world.issue(names, 3_600_000, world.random.pick([6, 45, 64, 90]) * DAY_MS);
  world.supplies.push(supply);
  return supply;
}

async function drawAsked(world: ChaosWorld): Promise<Asked> {
  const { random, simulator } = world;
  const flags = {
    replaces: drawReplaces(world),
    deletePrevious: random.isTrue(0.9),
    allowDroppedNames: random.isTrue(0.1),
    allowOlder: random.isTrue(0.1),
    dryRun: random.isTrue(0.06),
    waitSeconds: random.weigh([
      [8, 900],
      [1, 90],
      [1, 10],
      [0.5, 0],
    ]),
  };
  const kind = random.weigh([
    [40, 'newer'],
    [15, 'again'],
    [8, 'older'],
    [8, 'other names'],
    [12, 'uploaded'],
    [6, 'by id'],
    [5, 'present'],
    [3, 'create'],
    [3, 'delete'],
    [3, 'absent'],
  ] as const);
  const anyId = (): string | undefined => {
    const family = familyOf(copyAccount(simulator.world).certificates, FAMILY);
    return family.length === 0 ? undefined : random.pick(family).id;
  };
  const again = async (): Promise<Supply> => {
    const valid = world.supplies.filter(({ notAfter }) => notAfter.getTime() > world.clock.now() || random.isTrue(0.1));
    return valid.length > 0 ? random.pick(valid) : issueNewer(world);
  };
  switch (kind) {
    case 'newer':
      return { ...flags, operation: 'rotate', supply: await issueNewer(world) };
    case 'again':
      return { ...flags, operation: 'rotate', supply: await again() };
    case 'older':
      return { ...flags, operation: 'rotate', supply: await issueAny(world, 90) };
    case 'other names':
      return { ...flags, operation: 'rotate', supply: await issueAny(world, 1) };
    case 'uploaded':
      return { ...flags, operation: 'rotate' };
    case 'by id': {
      const id = anyId();
      return { ...flags, operation: 'rotate', ...(id === undefined ? {} : { id }) };
    }
    case 'present':
    case 'create':
      return { ...PLAIN, operation: kind, supply: random.isTrue(0.5) ? await again() : await issueNewer(world) };
    case 'delete':
    case 'absent': {
      const id = anyId();
      return {
        ...PLAIN,
        operation: kind,
        dryRun: flags.dryRun,
        ...(id === undefined || random.isTrue(0.4) ? {} : { id }),
      };
    }
  }
}

/** The inputs of the step. */
export function inputsOf(asked: Asked): Record<string, string> {
  const { operation, supply, id } = asked;
  const pem = supply === undefined ? {} : { private_key: supply.privateKey, leaf_certificate: supply.fullChain };
  const target: Record<string, string> = id === undefined ? { name: FAMILY } : { id };
  const rotation =
    operation === 'rotate'
      ? {
          source: supply === undefined ? 'uploaded' : 'supplied',
          replaces: asked.replaces.join(','),
          delete_previous: String(asked.deletePrevious),
          allow_dropped_names: String(asked.allowDroppedNames),
          allow_older: String(asked.allowOlder),
        }
      : {};
  return {
    operation,
    ...target,
    ...pem,
    ...rotation,
    dry_run: String(asked.dryRun),
    wait_timeout: String(asked.waitSeconds),
  };
}

/** What a run is asked, for a person. */
export function describeAsked({ supply, ...asked }: Asked): string {
  const flags = [
    asked.id ?? FAMILY,
    supply === undefined
      ? 'uploaded'
      : `${supply.sha1Fingerprint.slice(0, 8)} [${supply.dnsNames.join(' ')}] ${formatDay(supply.notBeforeMs)}..${formatDay(supply.notAfter.getTime())}`,
    ...(asked.replaces.length > 0 ? [`replaces ${asked.replaces.join(' ')}`] : []),
    ...(asked.deletePrevious ? [] : ['keeps']),
    ...(asked.allowDroppedNames ? ['allow_dropped_names'] : []),
    ...(asked.allowOlder ? ['allow_older'] : []),
    ...(asked.dryRun ? ['dry_run'] : []),
    ...(asked.waitSeconds === 900 ? [] : [`${asked.waitSeconds} s`]),
  ];
  return `${asked.operation} ${flags.join(', ')}`;
}

export function describeStep(step: Step): string {
  return [
    `${step.title}: ${describeAsked(step.asked)}`,
    ...step.faults.map(({ title }) => `fault: ${title}`),
    ...(step.stopAt === undefined ? [] : [`cancelled at ${step.stopAt}`]),
    ...(step.killAt === undefined ? [] : [`killed at ${step.killAt}${step.isDoneAtKill ? ', which is done' : ''}`]),
    ...step.hands.map(({ at, name }) => `hand at ${at}: ${name}`),
    ...(step.other === undefined ? [] : [`other run at ${step.other.at}: ${describeAsked(step.other.asked)}`]),
  ].join('; ');
}

export function formatDay(ms: number): string {
  return Number.isNaN(ms) ? '-' : new Date(ms).toISOString().slice(0, 10);
}
