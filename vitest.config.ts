import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { configDefaults, defineConfig } from 'vitest/config';
import { BaseSequencer } from 'vitest/node';
import type { TestSpecification } from 'vitest/node';

/** A file says so itself, with the reason: a fresh clone has no measured durations. */
const isSlow = (file: string): boolean => /^\/\/ Slow(?:, and left to CI)?: /mu.test(readFileSync(file, 'utf8'));

/** Whether a scenario needs nothing but `main`: only a process can be killed, and only its duration is measured. */
function needsOnlyMain(file: string): boolean {
  const text = readFileSync(file, 'utf8');
  return text.includes('useScenario(') && !/\b(?:durationMs|killAfterMs)\b/u.test(text) && !isSlow(file);
}

/** Files that say so run where coverage is asked for, as CI does, or where they are named: `npm test` is to take two minutes at most. */
const isLong = (file: string): boolean =>
  /^\/\/ (?:Slow|Many processes), and left to CI: /mu.test(readFileSync(file, 'utf8'));

/** What only POSIX has: signals, FIFOs, bash. Such files say so themselves. */
const isForeign = (file: string): boolean =>
  process.platform === 'win32' && /^\/\/ Not on Windows: /mu.test(readFileSync(file, 'utf8'));

/** Does it only start processes? Coverage sees nothing of them. */
const isUnseen = (file: string): boolean =>
  /[\\/]scenarios[\\/]/u.test(file) && !/\brunMain\b|\binProcess\b/u.test(readFileSync(file, 'utf8')) && !isLong(file);

const HAS_COVERAGE = process.argv.includes('--coverage');
const IS_NAMED = process.argv.some((argument) => argument.startsWith('test/'));
/** CI runs `npm test`, then coverage, which leaves out what it would only repeat: each file runs at least once. */
function isLeftOut(file: string): boolean {
  if (isForeign(file)) return true;
  if (HAS_COVERAGE) return isUnseen(file);
  return !IS_NAMED && isLong(file);
}
const LEFT_OUT = globSync(join(import.meta.dirname, 'test/**/*.test.ts')).filter(isLeftOut);

/**
 * Does it only call functions? Such files share a process, and load the code once: a process for each is three quarters of what they
 * take. Whatever changes the process, or leaves something behind, has one of its own.
 */
const isPure = (file: string): boolean =>
  !/\b(?:useScenario|runMain|runAction|makeStep|makeTemp|startSimulator|startGithub|spawn\w*|exec\w*Sync|mkdtemp\w*|process|vi|parseMermaid)\b/u.test(
    readFileSync(file, 'utf8').replace(/^\/\/.*$/gmu, ''),
  );
const PURE = globSync(join(import.meta.dirname, 'test/**/*.test.ts')).filter(
  (file) => !isLeftOut(file) && isPure(file),
);

/** These scenarios run a second time in this process, where coverage sees them. */
const IN_PROCESS = globSync(join(import.meta.dirname, 'test/scenarios/*.test.ts')).filter(needsOnlyMain);

/** Slow files first, so that none of them is begun last; else in Vitest's own order, by duration or size. */
class SlowFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    return (await super.sort(files)).toSorted((a, b) => Number(isSlow(b.moduleId)) - Number(isSlow(a.moduleId)));
  }
}

export default defineConfig({
  test: {
    // GitHub's language service imports JSON in a way that Node alone refuses.
    server: { deps: { inline: [/@actions\/(?:languageservice|workflow-parser|expressions)/] } },
    // Scenarios mostly wait for a process: more at once than there are cores.
    maxWorkers: 6,
    sequence: { sequencer: SlowFirst },
    // The fault tables are sampled; more of them where coverage is asked for.
    env: HAS_COVERAGE ? { FAULT_SHARE: '5' } : {},
    globalSetup: 'test/setup/temp-folder.ts',
    setupFiles: 'test/setup/temp-of-file.ts',
    testTimeout: 30_000,
    hookTimeout: 30_000,
    projects: [
      {
        extends: true,
        test: {
          name: 'all',
          include: ['test/**/*.test.ts'],
          exclude: [...configDefaults.exclude, ...LEFT_OUT, ...PURE],
        },
      },
      { extends: true, test: { name: 'units', include: PURE, isolate: false } },
      {
        extends: true,
        test: {
          name: 'in process',
          include: IN_PROCESS,
          env: { SCENARIOS: 'in process' },
        },
      },
    ],
    coverage: {
      provider: 'v8',
      include: ['src/**/*.ts'],
      // The entry runs only in a process of its own, and types are no code.
      exclude: ['src/index.ts', 'src/**/*.d.ts', 'src/task.ts'],
      reporter: ['text-summary', 'text'],
      thresholds: { lines: 95, branches: 93 },
    },
  },
});
