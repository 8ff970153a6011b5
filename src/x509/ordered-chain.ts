import type { Fault } from '../errors.ts';
import type { Anchor } from './anchors.ts';
import type { PemCertificate } from './certificate.ts';
import type { Rejection } from './paths.ts';

/** A certificate chain in order, and what is wrong with it. */
export interface OrderedChain {
  /** From the leaf's issuer upwards: the longest path, and then what else is on a path. Without roots. */
  readonly intermediates: readonly PemCertificate[];
  readonly anchor: Anchor;
  /** The last certificate of the longest path that is not a root: the leaf itself if there is no chain. */
  readonly top: PemCertificate;
  /** What is wrong, to stand after a colon. */
  readonly faults: readonly Fault[];
  /** What clients would reject and do not need. It is not sent. */
  readonly dropped: readonly Rejection[];
  /** All that the leaf was issued from, roots and rejected certificates included. */
  readonly issuers: readonly PemCertificate[];
}
