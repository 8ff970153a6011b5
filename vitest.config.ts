import { defineConfig } from 'vitest/config';
import { BaseSequencer } from 'vitest/node';
import type { TestSpecification } from 'vitest/node';

/** Scenarios that need nothing but `main`: they run a second time in this process, where coverage sees them. */
const IN_PROCESS = [
  'present',
  'create',
  'rotate',
  'rotate-edges',
  'list-and-get',
  'delete-and-absent',
  'inputs',
  'pem',
  'what-is-shown',
  'check',
  'check-endpoints',
  'check-report',
];

/** The longest, so that none of them is begun last, while the others have ended. */
const FIRST = [
  'rotate-faults',
  'late-answer',
  'every-fault',
  'rotate-spoiled-answers',
  'rotate-interrupted',
  'network',
];

function rankOf({ moduleId }: TestSpecification): number {
  const at = FIRST.findIndex((name) => moduleId.endsWith(`/${name}.test.ts`));
  return at < 0 ? FIRST.length : at;
}

class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    return (await super.sort(files)).toSorted((a, b) => rankOf(a) - rankOf(b));
  }
}

export default defineConfig({
  test: {
    // GitHub's language service imports JSON in a way that Node alone refuses.
    server: { deps: { inline: [/@actions\/(?:languageservice|workflow-parser|expressions)/] } },
    // Scenarios mostly wait for a process: more at once than there are cores.
    maxWorkers: 6,
    sequence: { sequencer: LongestFirst },
    testTimeout: 30_000,
    hookTimeout: 30_000,
    projects: [
      { extends: true, test: { name: 'all', include: ['test/**/*.test.ts'] } },
      {
        extends: true,
        test: {
          name: 'in process',
          include: IN_PROCESS.map((name) => `test/scenarios/${name}.test.ts`),
          env: { SCENARIOS: 'in process' },
        },
      },
    ],
    coverage: {
      provider: 'v8',
      include: ['src/**/*.ts'],
      reporter: ['text-summary', 'text'],
      thresholds: { lines: 95, branches: 95 },
    },
  },
});
