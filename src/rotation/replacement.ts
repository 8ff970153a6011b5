import type { CoverageRules } from './coverage.ts';

/** What is put in place of what, and the rules for it. */
export interface Replacement extends CoverageRules {
  readonly newId: string;
  readonly newName: string;
}
