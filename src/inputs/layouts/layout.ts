import type { Parser } from '../../x509/shared-facts.ts';
import type { AheadVerifier } from '../../x509/verified-ahead.ts';
import type { Folder, FoundText } from '../folder.ts';

/** Reads what is in a folder, and verifies it on other threads. */
export interface FolderParser extends Parser {
  readonly ahead: AheadVerifier;
}

/** One certificate as its client stored it, not yet checked. */
export interface FoundItem {
  /** See `source` of an entry in task.ts. */
  readonly source: string;
  /** The client's own name for the certificate. */
  readonly id: string;
  /** Undefined if the client stores none, as for a certificate that was issued from a request. */
  readonly key: FoundText | undefined;
  /** The leaf certificate, alone or with its chain. */
  readonly leaf: FoundText;
  readonly chain?: FoundText | undefined;
  /** Is it of the client's own CA, for use within one machine? */
  readonly isOfLocalCa?: boolean;
}

/** Something that is no certificate of ours. */
export interface LeftOut {
  readonly source: string;
  /** To stand after a colon, without a full stop. */
  readonly reason: string;
}

export interface LayoutContent {
  readonly items: readonly FoundItem[];
  readonly leftOut: readonly LeftOut[];
}

/** How one client stores certificates. */
export interface Layout {
  /** As the user types it. */
  readonly name: string;
  /** Does the folder look so? Opens nothing that may hold a secret other than the keys of certificates. */
  isAt(folder: Folder): boolean;
  /**
   * Every certificate in the folder, in any order.
   * @param parser remembers for the checks what was read
   * @throws FolderError
   */
  contentOf(folder: Folder, parser: FolderParser): LayoutContent;
}

/** So many folders tell what all are: there may be hundreds. */
export const MOST_TELLING = 30;

/** What lies beside the certificates of a client, by name, and what it is. */
export type Beside = Readonly<Record<string, string>>;

export function isBeside(beside: Beside, name: string): boolean {
  return Object.hasOwn(beside, name);
}

/** Of what lies beside, that which there is. */
export function leftOutOf(folder: Folder, beside: Beside): LeftOut[] {
  const names = folder.names('');
  return Object.entries(beside)
    .filter(([name]) => names.has(name))
    .map(([source, reason]) => ({ source, reason }));
}
