import type { Issued } from '../authority/authority.ts';
import type { Simulator } from '../simulator/simulator.ts';
import type { Raw } from '../simulator/world.ts';

/** The consumers of a rotation's world. */
export interface RotationWorld {
  readonly old: string;
  readonly loadBalancers: readonly Raw[];
  readonly cdnEndpoints: readonly Raw[];
  /** Load balancers as they were, without what a rotation may change. */
  readonly before: readonly Raw[];
}

/** Two regional load balancers, a global one and a CDN endpoint on the certificate `web`, and a bystander. */
export function makeRotationWorld(simulator: Simulator, issued: Issued): RotationWorld {
  const old = addIssued(simulator, 'web', issued);
  simulator.addCertificate({ name: 'bystander' });
  const rule = {
    entry_protocol: 'https',
    entry_port: 443,
    target_protocol: 'http',
    target_port: 80,
    certificate_id: old,
    tls_passthrough: false,
  };
  const loadBalancers = [
    simulator.addLoadBalancer({
      name: 'lb-1',
      forwarding_rules: [rule],
      enable_proxy_protocol: true,
      firewall: { allow: ['cidr:198.51.100.0/24'], deny: [] },
      domains: [],
      target_load_balancer_ids: [],
    }),
    simulator.addLoadBalancer({
      name: 'lb-2',
      forwarding_rules: [{ ...rule }, { ...rule, entry_port: 8443 }],
      tag: 'web',
      droplet_ids: [1],
      domains: [],
      target_load_balancer_ids: [],
    }),
    simulator.addLoadBalancer({
      name: 'world',
      type: 'GLOBAL',
      domains: [{ name: 'www.example.com', certificate_id: old, is_managed: false }],
      target_load_balancer_ids: ['x'],
    }),
  ];
  const cdnEndpoints = [simulator.addCdnEndpoint({ custom_domain: 'www.example.com', certificate_id: old })];
  return { old, loadBalancers, cdnEndpoints, before: loadBalancers.map(withoutBindings) };
}

/** Puts a certificate that the test has the key of into the account. */
export function addIssued(simulator: Simulator, name: string, issued: Issued): string {
  return simulator.addCertificate({
    name,
    sha1_fingerprint: issued.sha1Fingerprint,
    not_after: `${issued.notAfter.toISOString().slice(0, 19)}Z`,
    dns_names: ['www.example.com'],
    privateKey: issued.privateKey,
    leaf: issued.leafCertificate,
    chain: issued.certificateChain,
  }).public.id;
}

/** A load balancer less certificate ids and what the API itself changes. */
export function withoutBindings(raw: Raw): Raw {
  const copy = structuredClone(raw);
  for (const list of [copy['forwarding_rules'], copy['domains']]) {
    if (Array.isArray(list))
      for (const entry of list as Raw[])
        for (const field of ['certificate_id', 'ssl_validation_error_reasons']) delete entry[field];
  }
  for (const field of ['status', 'droplet_ids']) delete copy[field];
  return copy;
}

/** The certificate ids that consumers name. */
export function boundIds({
  loadBalancers,
  cdnEndpoints,
}: Pick<RotationWorld, 'loadBalancers' | 'cdnEndpoints'>): string[] {
  const entries = [
    ...loadBalancers
      .flatMap((raw) => [raw['forwarding_rules'], raw['domains']])
      .flatMap((list) => (Array.isArray(list) ? (list as Raw[]) : [])),
    ...cdnEndpoints,
  ];
  return entries.map((entry) => String(entry['certificate_id'])).filter((id) => id !== '');
}

/** How many of each kind there are in a world of a property. */
export interface WorldShape {
  readonly regional: number;
  readonly global: number;
  readonly cdn: number;
  readonly spare: number;
}

/** A world of any shape: consumers on `web`, and members of its family that nothing uses. */
export function makeShapedWorld(
  simulator: Simulator,
  issued: Issued,
  { regional, global, cdn, spare }: WorldShape,
): RotationWorld {
  const old = addIssued(simulator, 'web', issued);
  simulator.addCertificate({ name: 'bystander' });
  for (let at = 0; at < spare; at += 1) {
    const digits = `${at}`.repeat(8);
    simulator.addCertificate({
      name: `web-20261001-${digits}`,
      sha1_fingerprint: digits.padEnd(40, '0'),
      not_after: '2026-11-30T00:00:00Z',
    });
  }
  const bare = { domains: [], target_load_balancer_ids: [] };
  const loadBalancers = [
    ...Array.from({ length: regional }, (_, at) =>
      simulator.addLoadBalancer({
        ...bare,
        name: `lb-${at}`,
        forwarding_rules: [
          { entry_protocol: 'https', entry_port: 443, target_protocol: 'http', target_port: 80, certificate_id: old },
        ],
        http_idle_timeout_seconds: 61 + at,
      }),
    ),
    ...Array.from({ length: global }, (_, at) =>
      simulator.addLoadBalancer({
        ...bare,
        name: `world-${at}`,
        type: 'GLOBAL',
        domains: [{ name: 'www.example.com', certificate_id: old, is_managed: false }],
      }),
    ),
  ];
  const cdnEndpoints = Array.from({ length: cdn }, () =>
    simulator.addCdnEndpoint({ custom_domain: 'www.example.com', certificate_id: old }),
  );
  return { old, loadBalancers, cdnEndpoints, before: loadBalancers.map(withoutBindings) };
}
