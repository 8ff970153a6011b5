import type { Entry } from './progress.ts';
import type { CoverageRules } from './coverage.ts';

/** What is put in place of what, and the rules for it. */
export interface Replacement extends CoverageRules {
  readonly family: string;
  readonly newId: string;
  readonly newName: string;
  /** Does its rotation have to do with the consumer? */
  readonly owns: (entry: Entry) => boolean;
}
