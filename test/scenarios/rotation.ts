import { memberNameOf } from '../authority/member-name.ts';
import type { Raw } from '../simulator/world.ts';
import { uploadOf } from './scenario.ts';
import type { Scenario } from './scenario.ts';

/** The inputs that put the renewed certificate in place of `web`. */
export function rotationOf({ renewed }: Scenario, more: Readonly<Record<string, string>> = {}): Record<string, string> {
  return { ...uploadOf(renewed), operation: 'rotate', ...more };
}

/** The name that the renewed certificate gets in the family `web`. */
export function renewedNameOf({ renewed }: Scenario): string {
  return memberNameOf(renewed);
}

/** A forwarding rule that ends TLS with this certificate. */
export function rule(certificateId: string, port = 443): Raw {
  return {
    entry_protocol: 'https',
    entry_port: port,
    target_protocol: 'http',
    target_port: 80,
    certificate_id: certificateId,
  };
}

/** A domain of a global load balancer; not managed by DigitalOcean, unless told otherwise. */
export function domain(name: string, certificateId: string, more: Raw = {}): Raw {
  return { name, certificate_id: certificateId, is_managed: false, ...more };
}

/** The certificates that a load balancer's rules and domains name, in their order. */
export function certificatesOf(loadBalancer: Raw): unknown[] {
  return [loadBalancer['forwarding_rules'], loadBalancer['domains']]
    .flatMap((list) => (Array.isArray(list) ? (list as Raw[]) : []))
    .map((entry) => entry['certificate_id']);
}

/** How many updates were sent. */
export function countPuts({ simulator }: Scenario): number {
  return simulator.requests.filter(({ method }) => method === 'PUT').length;
}

/** What became of the load balancers, as the output tells it. */
export function statusesOf(output: string | undefined): string[] {
  return (JSON.parse(output ?? '') as { status: string }[]).map(({ status }) => status);
}
