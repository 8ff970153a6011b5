import type { MinDays } from './certificates/expiry.ts';
import type { Endpoint } from './tls/endpoint.ts';
import type { Remark, SuppliedCertificate } from './x509/supplied.ts';

/** One certificate by its id, or the family by its name. */
export type Target = { readonly id: string } | { readonly name: string };

/** What the step is asked to do: the inputs, read and checked, one form for each operation. */
export type Task =
  | { readonly operation: 'list'; readonly name: string | undefined }
  | { readonly operation: 'get'; readonly target: Target }
  | CreateTask
  | PresentTask
  | OrderTask
  | RotateTask
  | CheckTask
  | DeleteTask
  | DirectoryTask;

export interface DeleteTask {
  readonly operation: 'delete' | 'absent';
  readonly target: Target;
  readonly dryRun: boolean;
}

export interface CreateTask {
  readonly operation: 'create';
  readonly type: 'custom';
  readonly name: string;
  readonly supplied: SuppliedCertificate;
  readonly dryRun: boolean;
}

export interface PresentTask {
  readonly operation: 'present';
  readonly type: 'custom';
  readonly name: string;
  readonly supplied: SuppliedCertificate;
  readonly onMismatch: 'fail' | 'warn';
  readonly dryRun: boolean;
}

/** A certificate that DigitalOcean orders from Let's Encrypt, and renews. */
export interface OrderTask {
  readonly operation: 'create' | 'present';
  readonly type: 'lets_encrypt';
  readonly name: string;
  /** In lower case and ASCII. */
  readonly dnsNames: readonly string[];
  readonly onMismatch: 'fail' | 'warn';
  readonly dryRun: boolean;
}

/** What `rotate` puts in place: the supplied certificate, or one that was uploaded before. */
export type RotationSource =
  | { readonly source: 'supplied'; readonly name: string; readonly supplied: SuppliedCertificate }
  | { readonly source: 'uploaded'; readonly target: Target };

export type RotateTask = RotationSource & RotateOptions;

export interface RotateOptions {
  readonly operation: 'rotate';
  /** Names or ids that are treated as members of the family. */
  readonly replaces: readonly string[];
  readonly deletePrevious: boolean;
  readonly allowDroppedNames: boolean;
  readonly allowOlder: boolean;
  /** Where the new certificate must be served before the old one is deleted. */
  readonly endpoints: readonly Endpoint[];
  readonly minDays: MinDays;
  /** Are load balancers of Kubernetes clusters annotated if that can be done, or must they be, or are they left alone? */
  readonly kubernetes: 'auto' | 'annotate' | 'leave';
  readonly dryRun: boolean;
}

/** What every entry of a folder has, whatever came of it. */
interface EntryName {
  /** Path relative to the folder, such as `live/example.com`; of a file with many, with the client's own name: `acme.json#le/example.com`. */
  readonly source: string;
  /** The client's own name for the certificate; empty for what is no certificate. */
  readonly id: string;
  /** The family on DigitalOcean; empty if it is not known. */
  readonly name: string;
  /** Empty if they are not known. */
  readonly dnsNames: readonly string[];
  /** Undefined if it is not known. */
  readonly notAfter: Date | undefined;
}

/** A certificate of a folder that has passed every check. No two have the same name. */
export interface ReadyEntry extends EntryName {
  readonly status: 'ready';
  readonly supplied: SuppliedCertificate;
  /** What to report of it, and is no failure. */
  readonly remarks: readonly Remark[];
}

/** A certificate of a folder that cannot be used. */
export interface FailedEntry extends EntryName {
  readonly status: 'failed';
  /** What is wrong, and what to do about it, in whole sentences that name the entry's files. */
  readonly error: string;
}

/** What was found and is left out on purpose. */
export interface SkippedEntry extends EntryName {
  readonly status: 'skipped';
  /** To stand after a colon, without a full stop. */
  readonly reason: string;
}

/** One certificate of a folder, as it was read. */
export type DirectoryEntry = ReadyEntry | FailedEntry | SkippedEntry;

/** Every certificate that an ACME client stored in a folder, in one step. */
export type DirectoryTask = { readonly type: 'directory'; readonly directory: DirectoryContent } & (
  | { readonly operation: 'create'; readonly dryRun: boolean }
  | { readonly operation: 'present'; readonly onMismatch: 'fail' | 'warn'; readonly dryRun: boolean }
  | (RotateOptions & {
      /** What is done for an entry whose family is empty. */
      readonly onMissing: 'fail' | 'create' | 'skip';
    })
);

export interface DirectoryContent {
  /** As the user typed it. */
  readonly path: string;
  /** The layout that was named or detected, such as `certbot`. */
  readonly layout: string;
  /** In the order of `source`; at least one is not skipped. */
  readonly entries: readonly DirectoryEntry[];
}

/** What is checked: one certificate or family, every certificate of the account, or endpoints and nothing else. */
export type CheckScope =
  | { readonly kind: 'certificate'; readonly target: Target }
  | { readonly kind: 'account' }
  | { readonly kind: 'endpoints' };

export interface CheckTask {
  readonly operation: 'check';
  readonly scope: CheckScope;
  /** Are the DNS names of the certificates in use probed too? */
  readonly probesNamesInUse: boolean;
  /** Probed for what they serve. */
  readonly endpoints: readonly Endpoint[];
  /** How much time must be left. */
  readonly minDays: MinDays;
  /** Names that the certificate must cover; otherwise it is due for renewal. In lower case and ASCII. */
  readonly dnsNames: readonly string[];
  /** Where to ask when a certificate is to be renewed; undefined for Let's Encrypt's, for what it issued. */
  readonly acmeDirectory: URL | undefined;
  readonly onExpiring: 'fail' | 'warn' | 'ignore';
  /** May a CA's staging environment have issued what endpoints serve? */
  readonly allowsTestCa: boolean;
  /** Is an issue on GitHub kept for what is found? */
  readonly reportsIssue: boolean;
}

export type OperationName = Task['operation'];

/** The task of one operation, for one certificate. */
export type TaskOf<Name extends OperationName> = Exclude<Task, DirectoryTask> & { readonly operation: Name };
