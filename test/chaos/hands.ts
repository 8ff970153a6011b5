import { createHash, randomUUID } from 'node:crypto';
import type { Raw } from '../simulator/world.ts';
import { copyAccount, entriesOf, familyOf, placesOf, textOf } from './account.ts';
import { addCdnEndpoint, addRegional, DAY_MS, FAMILY } from './make-world.ts';
import type { ChaosWorld } from './make-world.ts';

/** What something else than the action does to the account meanwhile. */
export const HANDS = [
  'adds a load balancer',
  'adds a CDN endpoint',
  'adds a CDN endpoint with another domain',
  'changes a load balancer',
  'moves a consumer to another domain',
  'puts an old certificate back',
  'removes a consumer',
  'uploads a newer certificate',
  'deletes an unused certificate',
  'renews one of Let\u2019s Encrypt',
  'shifts the pages',
] as const;
export type HandName = (typeof HANDS)[number];

/** What it touched: ids of consumers and certificates. */
export type Touched = readonly string[];

/** Lends a hand. `spared` are fingerprints of what runs are about to put in place. */
export async function lendHand(name: HandName, world: ChaosWorld, spared: ReadonlySet<string>): Promise<Touched> {
  const { random, simulator } = world;
  const balancers = simulator.world.loadBalancers;
  const members = familyOf(copyAccount(simulator.world).certificates, FAMILY);
  const idOf = (raw: Raw): string => textOf(raw['id']);
  switch (name) {
    case 'adds a load balancer':
      return [idOf(addRegional(world, `late-${random.below(1_000)}`))];
    case 'adds a CDN endpoint':
      return [idOf(addCdnEndpoint(world))];
    case 'adds a CDN endpoint with another domain':
      return [idOf(addCdnEndpoint(world, 'shop.example.org'))];
    case 'changes a load balancer': {
      if (balancers.length === 0) return [];
      const raw = random.pick(balancers);
      raw['http_idle_timeout_seconds'] = 300 + random.below(100);
      return [idOf(raw)];
    }
    case 'moves a consumer to another domain': {
      const places = placesOf(simulator.world).filter(({ host, isManaged }) => host !== '' && !isManaged);
      if (places.length === 0) return [];
      const { consumer, host } = random.pick(places);
      if (consumer['custom_domain'] === host) consumer['custom_domain'] = 'shop.example.org';
      for (const domain of entriesOf(consumer, 'domains'))
        if (domain['name'] === host) domain['name'] = 'shop.example.org';
      return [idOf(consumer)];
    }
    case 'puts an old certificate back': {
      const usable = members.filter(({ state }) => state === 'verified');
      const places = placesOf(simulator.world).filter(({ isKubernetes }) => !isKubernetes);
      if (usable.length === 0 || places.length === 0) return [];
      const { consumer, certificateId } = random.pick(places);
      const { id } = random.pick(usable);
      for (const entry of [consumer, ...entriesOf(consumer, 'forwarding_rules'), ...entriesOf(consumer, 'domains')])
        if (entry['certificate_id'] === certificateId) entry['certificate_id'] = id;
      return [idOf(consumer)];
    }
    case 'removes a consumer': {
      const all = [...balancers, ...simulator.world.cdnEndpoints];
      if (all.length === 0) return [];
      const gone = random.pick(all);
      for (const list of [balancers, simulator.world.cdnEndpoints])
        if (list.includes(gone)) list.splice(list.indexOf(gone), 1);
      return [idOf(gone)];
    }
    case 'uploads a newer certificate': {
      const supply = await world.issue(world.names, 1_800_000, 60 * DAY_MS);
      return [world.addMember(supply, { created_at: new Date(world.clock.now()).toISOString() }).public.id];
    }
    case 'deletes an unused certificate': {
      const used = new Set(placesOf(simulator.world).map(({ certificateId }) => certificateId));
      const unused = members.filter(({ id, fingerprint }) => !used.has(id) && !spared.has(fingerprint));
      if (unused.length === 0 || simulator.world.pending.length > 0) return [];
      const { id } = random.pick(unused);
      simulator.world.certificates = simulator.world.certificates.filter(({ public: listed }) => listed.id !== id);
      return [id];
    }
    case 'renews one of Let\u2019s Encrypt':
      return renewOrdered(world);
    case 'shifts the pages': {
      if (balancers.length <= 200) return [];
      const [gone] = balancers.splice(random.below(200), 1);
      return [...(gone === undefined ? [] : [idOf(gone)]), idOf(addRegional(world, 'shifted'))];
    }
  }
}

/** A certificate that DigitalOcean renewed has another id, everywhere at once. */
function renewOrdered({ simulator, clock }: ChaosWorld): Touched {
  const stored = simulator.certificates.find(({ public: listed }) => listed.type === 'lets_encrypt');
  if (stored === undefined || simulator.world.pending.length > 0) return [];
  const before = stored.public.id;
  stored.public.id = randomUUID();
  stored.public.sha1_fingerprint = createHash('sha1').update(stored.public.id).digest('hex');
  stored.public.not_after = `${new Date(clock.now() + 90 * DAY_MS).toISOString().slice(0, 19)}Z`;
  const places = placesOf(simulator.world).filter(({ certificateId }) => certificateId === before);
  for (const { consumer } of places)
    for (const entry of [consumer, ...entriesOf(consumer, 'forwarding_rules'), ...entriesOf(consumer, 'domains')])
      if (entry['certificate_id'] === before) entry['certificate_id'] = stored.public.id;
  return [before, stored.public.id, ...places.map(({ consumer }) => textOf(consumer['id']))];
}
