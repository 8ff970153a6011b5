import type { Endpoint } from './tls/endpoint.ts';
import type { SuppliedCertificate } from './x509/supplied.ts';

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
  | DeleteTask;

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
  readonly minDays: number;
  readonly dryRun: boolean;
}

/** What is checked: one certificate or family, every certificate of the account, or endpoints and nothing else. */
export type CheckScope =
  | { readonly kind: 'certificate'; readonly target: Target }
  | { readonly kind: 'account' }
  | { readonly kind: 'endpoints' };

export interface CheckTask {
  readonly operation: 'check';
  readonly scope: CheckScope;
  /** Probed for what they serve. */
  readonly endpoints: readonly Endpoint[];
  /** Fewer whole days than this are too few. */
  readonly minDays: number;
  readonly onExpiring: 'fail' | 'warn' | 'ignore';
  /** Is an issue on GitHub kept for what is found? */
  readonly reportsIssue: boolean;
}

export type OperationName = Task['operation'];

/** The task of one operation. */
export type TaskOf<Name extends OperationName> = Task & { readonly operation: Name };
