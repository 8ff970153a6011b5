import { CDN_ENDPOINTS } from './cdn-endpoint.ts';
import type { ConsumerKind } from './consumer.ts';
import { LOAD_BALANCERS } from './load-balancer.ts';

/** Every kind of consumer. A new kind is one file and one line here. */
export const KINDS: readonly ConsumerKind[] = [LOAD_BALANCERS, CDN_ENDPOINTS];
