import { X509Certificate } from 'node:crypto';
import { CDN_ENDPOINTS } from '../src/consumers/cdn-endpoint.ts';
import type { Consumer } from '../src/consumers/consumer.ts';
import { LOAD_BALANCERS } from '../src/consumers/load-balancer.ts';
import type { Certificate } from '../src/digitalocean/certificates.ts';
import type { Raw } from '../src/digitalocean/json.ts';
import type { RotateOptions, RotateTask, Target } from '../src/task.ts';
import { makeDeadline } from '../src/waiting.ts';
import type { Deadline } from '../src/waiting.ts';
import type { SuppliedCertificate } from '../src/x509/supplied.ts';
import { makeTestClock } from './runner/run-main.ts';
import type { TestClock } from './runner/run-main.ts';

/** A certificate of the account, verified and without a date unless `expires` says one. */
export function certificateOf({
  expires,
  ...given
}: Partial<Certificate> & { readonly expires?: string }): Certificate {
  return {
    id: '00000000-0000-4000-8000-000000000000',
    name: 'web',
    type: 'custom',
    state: 'verified',
    notAfter: expires === undefined ? undefined : new Date(expires),
    notAfterText: expires ?? '',
    sha1Fingerprint: 'ab'.repeat(20),
    createdAtText: '',
    dnsNames: [],
    ...given,
  };
}

/** A UUID that ends in this number. */
export function idOf(number: number): string {
  return `00000000-0000-4000-8000-${String(number).padStart(12, '0')}`;
}

/** A deadline on a clock that jumps. */
export function deadlineIn(ms: number, stop = new AbortController().signal): Deadline & { readonly clock: TestClock } {
  const clock = makeTestClock();
  return { ...makeDeadline(clock, ms, stop), clock };
}

/** A certificate that was supplied, with everything that a rotation looks at. */
export function suppliedOf(given: Partial<SuppliedCertificate> = {}): SuppliedCertificate {
  return {
    privateKey: 'key\n',
    leafCertificate: 'leaf\n',
    certificateChain: '',
    notBefore: new Date('2026-11-01T00:00:00Z'),
    notAfter: new Date('2027-02-01T00:00:00Z'),
    dnsNames: ['www.example.com'],
    ipAddresses: [],
    sha1Fingerprint: 'ef'.repeat(20),
    issuer: 'CN=Test',
    ...given,
  };
}

/** What a rotation is asked for besides its certificate. */
const ROTATION: RotateOptions = {
  operation: 'rotate',
  replaces: [],
  deletePrevious: true,
  allowDroppedNames: false,
  allowOlder: false,
  endpoints: [],
  minDays: { kind: 'days', days: 14 },
  kubernetes: 'auto',
  dryRun: false,
};

/** A rotation of the family `web` with a supplied certificate. */
export function rotateTaskOf({
  supplied = suppliedOf(),
  ...given
}: Partial<RotateOptions> & { readonly supplied?: SuppliedCertificate } = {}): RotateTask {
  return { source: 'supplied', name: 'web', supplied, ...ROTATION, ...given };
}

/** A rotation to a certificate that was uploaded before. */
export function uploadedTaskOf(target: Target, given: Partial<RotateOptions> = {}): RotateTask {
  return { source: 'uploaded', target, ...ROTATION, ...given };
}

/** The name that a renewed certificate gets in the family `web`. */
export function renewedNameOf({
  leafCertificate,
  sha1Fingerprint,
}: {
  readonly leafCertificate: string;
  readonly sha1Fingerprint: string;
}): string {
  const [date = ''] = new X509Certificate(leafCertificate).validFromDate.toISOString().split('T');
  return `web-${date.replaceAll('-', '')}-${sha1Fingerprint.slice(0, 8)}`;
}

/** A load balancer whose rules have these certificates. */
export function loadBalancerOf(certificateIds: readonly string[], more: Raw = {}): Consumer {
  const rules = certificateIds.map((id) => ({ entry_protocol: 'https', certificate_id: id }));
  return LOAD_BALANCERS.parse({ id: idOf(1), name: 'front-door', status: 'active', forwarding_rules: rules, ...more });
}

/** A global load balancer with one certificate for each host name. */
export function globalLoadBalancerOf(certificates: Readonly<Record<string, string>>, more: Raw = {}): Consumer {
  const domains = Object.entries(certificates).map(([name, id]) => ({ name, certificate_id: id }));
  return LOAD_BALANCERS.parse({ id: idOf(2), name: 'world', type: 'GLOBAL', domains, ...more });
}

/** A CDN endpoint. */
export function cdnEndpointOf(certificateId: string, hostName = '', more: Raw = {}): Consumer {
  return CDN_ENDPOINTS.parse({ id: idOf(3), certificate_id: certificateId, custom_domain: hostName, ...more });
}
