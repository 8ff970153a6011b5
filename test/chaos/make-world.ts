import type { Authority, Issued } from '../authority/authority.ts';
import { startSimulator } from '../simulator/simulator.ts';
import type { Simulator } from '../simulator/simulator.ts';
import type { Raw, SimulatorOptions, StoredCertificate } from '../simulator/world.ts';
import { formatTime } from '../simulator/world.ts';
import { makeChaosClock } from './clock.ts';
import type { ChaosClock } from './clock.ts';
import type { Random } from './random.ts';

export const DAY_MS = 86_400_000;
export const FAMILY = 'web';
export const LEGACY = 'legacy';
const ALL_SCOPES = ['certificate', 'load_balancer', 'cdn'].flatMap((resource) =>
  ['read', 'create', 'update', 'delete'].map((action) => `${resource}:${action}`),
);
const NAMES = ['www.example.com', 'api.example.com', 'example.com'];

/** A certificate with its key, as it may be supplied. */
export interface Supply extends Issued {
  readonly notBeforeMs: number;
  readonly dnsNames: readonly string[];
}

/** What the API does beside its work. */
export interface Oddities {
  /** Rules and domains come back in another order. */
  readonly shuffles: boolean;
  /** Certificate ids come back in capital letters now and then. */
  readonly upperCaseIds: boolean;
  /** Lists of consumers show what was this long ago. */
  readonly listLagMs: number;
  /** `not_after` is off by this. */
  readonly notAfterSkewMs: number;
}

/** An account to do things with. */
export interface ChaosWorld {
  readonly random: Random;
  readonly simulator: Simulator;
  readonly clock: ChaosClock;
  readonly options: SimulatorOptions;
  readonly oddities: Oddities;
  /** The names that everything of the family should cover. */
  readonly names: readonly string[];
  /** What was issued so far, to be supplied again; the last is the newest. */
  readonly supplies: Supply[];
  /** Issues another one, `issuedAgoMs` before now. */
  issue(dnsNames: readonly string[], issuedAgoMs: number, lifetimeMs: number): Promise<Supply>;
  addMember(supply: Supply, more?: Readonly<Partial<StoredCertificate['public']>>): StoredCertificate;
}

/** The name under which a rotation uploads it. */
export function memberNameOf({ notBeforeMs, sha1Fingerprint }: Supply): string {
  return `${FAMILY}-${new Date(notBeforeMs).toISOString().slice(0, 10).replaceAll('-', '')}-${sha1Fingerprint.slice(0, 8)}`;
}

function drawOptions(random: Random): SimulatorOptions {
  const scopes = random.isTrue(0.05) ? ALL_SCOPES.filter((scope) => scope !== random.pick(ALL_SCOPES)) : undefined;
  return {
    nameFilter: random.isTrue(0.5),
    links: random.pick(['absolute', 'empty', 'absent'] as const),
    inUseWording: random.pick(['make-sure', 'being-used', 'active'] as const),
    inUseForMs: random.weigh([
      [6, 0],
      [3, 60_000],
      [1, 2_000_000],
    ]),
    listLagRequests: random.weigh([
      [6, 0],
      [3, 1],
      [1, 3],
    ]),
    blankDnsNames: random.isTrue(0.05),
    settlingMs: random.weigh([
      [5, 0],
      [4, 20_000],
      [1, 2_000_000],
    ]),
    asyncBindMs: random.weigh([
      [5, 0],
      [4, 40_000],
      [1, 2_000_000],
    ]),
    activeAfterMs: random.isTrue(0.4) ? 25_000 : 0,
    ...(random.isTrue(0.8) ? { rateLimit: { perMinute: 250, cdnPer10s: 5, perHour: 5_000 } } : {}),
    ...(scopes === undefined ? {} : { scopes }),
  };
}

/** A world as the seed has it. Ids and keys are new each time, all else is the same. */
export async function makeWorld(random: Random, authority: Authority): Promise<ChaosWorld> {
  // Noon, so that the days of issue do not depend on when this runs.
  const start = Math.floor(Date.now() / DAY_MS) * DAY_MS + DAY_MS / 2;
  const clock = makeChaosClock(start);
  const options = drawOptions(random);
  const oddities: Oddities = {
    shuffles: random.isTrue(0.4),
    upperCaseIds: random.isTrue(0.2),
    listLagMs: random.isTrue(0.15) ? 12_000 : 0,
    notAfterSkewMs: random.isTrue(0.3) ? 1_000 * (random.below(5) - 2) : 0,
  };
  const simulator = await startSimulator({ ...options, now: () => clock.now(), onHold: () => clock.expireRequests() });
  const names = NAMES.slice(0, 1 + random.below(2));
  const supplies: Supply[] = [];
  let issued = 0;
  const world: ChaosWorld = {
    random,
    simulator,
    clock,
    options,
    oddities,
    names,
    supplies,
    issue: async (dnsNames, issuedAgoMs, lifetimeMs) => {
      // Two that expire in the same second would have no rank where the API's times are off.
      issued += 1;
      const apartMs = oddities.notAfterSkewMs === 0 ? 0 : 20_000 * issued;
      const notBeforeMs = Math.floor((clock.now() - issuedAgoMs - apartMs) / 1_000) * 1_000;
      const dates = { notBefore: new Date(notBeforeMs), notAfter: new Date(notBeforeMs + lifetimeMs) };
      return { ...(await authority.issue({ dnsNames, ...dates })), notBeforeMs, dnsNames };
    },
    addMember: (supply, more = {}) =>
      simulator.addCertificate({
        name: memberNameOf(supply),
        sha1_fingerprint: supply.sha1Fingerprint,
        not_after: formatTime(supply.notAfter.getTime()),
        created_at: formatTime(supply.notBeforeMs + 3_600_000),
        dns_names: [...supply.dnsNames],
        privateKey: supply.privateKey,
        leaf: supply.leafCertificate,
        chain: supply.certificateChain,
        ...more,
      }),
  };
  await addFamily(world);
  addConsumers(world);
  return world;
}

export async function issueAny(world: ChaosWorld, mostDaysAgo: number): Promise<Supply> {
  const { random } = world;
  const dnsNames = random.weigh([
    [60, world.names],
    [1, ['*.example.com', 'example.com']],
    [1, NAMES],
    [1, world.names.slice(1)],
  ]);
  const lifetime = random.pick([6, 45, 64, 90]) * DAY_MS;
  const names = dnsNames.length === 0 ? ['other.example.net'] : dnsNames;
  return world.issue(names, random.below(mostDaysAgo) * DAY_MS + 3_600_000, lifetime);
}

async function addFamily(world: ChaosWorld): Promise<void> {
  const { random, simulator } = world;
  simulator.addCertificate({ name: 'bystander' });
  if (random.isTrue(0.3)) simulator.addCertificate({ name: `${FAMILY}-20261124` });
  if (random.isTrue(0.3)) simulator.addCertificate({ name: `${FAMILY}-20991124-deadbeef` });
  if (random.isTrue(0.3)) simulator.addCertificate({ name: `${FAMILY}-two` });
  if (random.isTrue(0.4)) world.addMember(await issueAny(world, 40), { name: LEGACY });
  if (random.isTrue(0.7)) {
    const isOrdered = random.isTrue(0.15);
    const plain = await issueAny(world, 40);
    world.addMember(plain, { name: FAMILY, ...(isOrdered ? { type: 'lets_encrypt' } : {}) });
    // The same certificate under a second name.
    if (random.isTrue(0.1)) world.addMember(plain);
  }
  const renewed = random.below(4);
  for (let at = 0; at < renewed; at += 1) {
    const supply = await issueAny(world, 60);
    if (random.isTrue(0.5)) world.supplies.push(supply);
    world.addMember(supply, random.isTrue(0.07) ? { state: 'error' } : {});
  }
  if (random.isTrue(0.02)) for (let at = 0; at < 210; at += 1) simulator.addCertificate({ name: `many-${at}` });
}

/** A certificate to refer to: mostly of the family. */
export function drawCertificate({ random, simulator }: ChaosWorld): string {
  const verified = simulator.certificates.filter(
    ({ public: listed }) => listed.state !== 'error' && !listed.name.startsWith('many-'),
  );
  const ofFamily = verified.filter(({ public: listed }) => listed.name === FAMILY || /^web-\d/u.test(listed.name));
  const found = random.pick(ofFamily.length > 0 && random.isTrue(0.75) ? ofFamily : verified);
  return found.public.id;
}

function addConsumers(world: ChaosWorld): void {
  const { random, simulator } = world;
  // All that matters is on the second page then.
  if (random.isTrue(0.04)) for (let at = 0; at < 200; at += 1) simulator.addLoadBalancer({ name: `many-${at}` });
  const counts = { regional: random.below(4), global: random.below(2), kubernetes: Number(random.isTrue(0.25)) };
  for (let at = 0; at < counts.regional; at += 1) addRegional(world, `lb-${at}`);
  for (let at = 0; at < counts.global; at += 1) addGlobal(world, `world-${at}`);
  for (let at = 0; at < counts.kubernetes; at += 1)
    addRegional(world, random.isTrue(0.5) ? `a${'0123456789abcdef'.repeat(2).slice(1)}` : 'k8s', {
      tags: ['k8s:00000000-0000-4000-8000-000000000000'],
    });
  const endpoints = random.weigh([
    [20, random.below(4)],
    [1, 9],
  ]);
  for (let at = 0; at < endpoints; at += 1) addCdnEndpoint(world);
}

export function addRegional(world: ChaosWorld, name: string, more: Raw = {}): Raw {
  const { random, simulator } = world;
  const ports = [443, 8443, 9443].slice(0, 1 + random.below(3));
  const rules = ports.map((port) => ({
    entry_protocol: random.pick(['https', 'http2', 'http3']),
    entry_port: port,
    target_protocol: 'http',
    target_port: 80,
    certificate_id: drawCertificate(world),
    tls_passthrough: false,
  }));
  const plain = {
    entry_protocol: 'http',
    entry_port: 80,
    target_protocol: 'http',
    target_port: 80,
    certificate_id: '',
  };
  return simulator.addLoadBalancer({
    name,
    forwarding_rules: random.isTrue(0.5) ? [plain, ...rules] : rules,
    http_idle_timeout_seconds: 61 + random.below(100),
    enable_proxy_protocol: random.isTrue(0.5),
    firewall: { allow: ['cidr:198.51.100.0/24', 'ip:203.0.113.7'], deny: [] },
    domains: [],
    target_load_balancer_ids: [],
    ...(random.isTrue(0.3) ? { tag: 'web', droplet_ids: [1, 2] } : { droplet_ids: [3, 4] }),
    ...(random.isTrue(0.2) ? { some_new_field: { serial: '\u00a790071992547409931', list: [1, 2] } } : {}),
    ...more,
  });
}

export function addGlobal(world: ChaosWorld, name: string): Raw {
  const { random, simulator } = world;
  const hosts = [...world.names, 'elsewhere.example.net'].slice(0, 1 + random.below(3));
  return simulator.addLoadBalancer({
    name,
    type: 'GLOBAL',
    domains: hosts.map((host) => ({
      name: host,
      certificate_id: host.endsWith('.net') ? bystanderOf(simulator) : drawCertificate(world),
      is_managed: random.isTrue(0.2),
      status: 'active',
    })),
    target_load_balancer_ids: ['x'],
    glb_settings: { target_protocol: 'http', target_port: 80 },
  });
}

export function addCdnEndpoint(world: ChaosWorld, host?: string): Raw {
  const { random, simulator } = world;
  const own = random.isTrue(0.1);
  return simulator.addCdnEndpoint({
    custom_domain: own ? '' : (host ?? random.pick(world.names)),
    certificate_id: own ? random.pick(['', 'needs-cloudflare-cert']) : drawCertificate(world),
    ttl: random.pick([60, 3_600]),
  });
}

function bystanderOf(simulator: Simulator): string {
  return simulator.certificates[0]?.public.id ?? '';
}
