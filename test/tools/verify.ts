// Everything that can be said of the project without running it: types, lint, formatting, workflows, action.yml, and dist.
import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

const ROOT = resolve(import.meta.dirname, '../..');
const DIST = join(ROOT, 'dist');

interface Check {
  readonly title: string;
  readonly remedy: string;
  run(): Promise<void>;
}

async function run(command: string, args: readonly string[]): Promise<string> {
  return new Promise((done, failed) => {
    execFile(command, args, { cwd: ROOT, maxBuffer: 1 << 26 }, (error, stdout, stderr) => {
      if (error === null) done(stdout);
      else failed(new Error(`${stdout}${stderr}`.trim() || error.message));
    });
  });
}

/** A tool of node_modules, on the Node that runs this. */
const tool = (path: string, ...args: readonly string[]): Promise<string> =>
  run(process.execPath, [join(ROOT, 'node_modules', path), ...args]);

function fingerprint(folder: string): string {
  if (!existsSync(folder)) return 'none';
  const hash = createHash('sha256');
  for (const file of readdirSync(folder).toSorted()) hash.update(`${file}\n`).update(readFileSync(join(folder, file)));
  return hash.digest('hex');
}

async function checkDist(): Promise<void> {
  const before = fingerprint(DIST);
  await run(process.execPath, [join(ROOT, 'test/tools/build.ts')]);
  if (fingerprint(DIST) !== before) throw new Error('dist is not what src makes');
  // New files too; what is not a git checkout has nothing to compare with.
  const isCheckout = existsSync(join(ROOT, '.git'));
  const changes = isCheckout ? await run('git', ['status', '--porcelain', '--', 'dist']) : '';
  if (changes.trim() !== '') throw new Error(`dist is not committed:\n${changes}`);
}

const CHECKS: readonly Check[] = [
  { title: 'types', remedy: 'npx tsc --noEmit', run: async () => void (await tool('typescript/bin/tsc', '--noEmit')) },
  {
    title: 'lint',
    remedy: 'npx oxlint --type-aware',
    run: async () => void (await tool('oxlint/bin/oxlint', '--type-aware', '--deny-warnings')),
  },
  {
    title: 'formatting',
    remedy: 'npm run format',
    run: async () => void (await tool('prettier/bin/prettier.cjs', '--check', '--log-level', 'warn', '.')),
  },
  {
    title: 'workflows and actions by GitHub’s schema, and by actionlint',
    remedy: 'read what they say',
    run: async () =>
      void (await tool('vitest/vitest.mjs', 'run', 'test/workflow-lint.test.ts', '--coverage.enabled=false')),
  },
  { title: 'dist', remedy: 'npm run build, and commit dist', run: checkDist },
];

let failures = 0;
for (const check of CHECKS) {
  const { title, remedy } = check;
  try {
    await check.run();
    console.log(`ok      ${title}`);
  } catch (error) {
    failures += 1;
    console.log(`failed  ${title}: ${remedy}\n${error instanceof Error ? error.message : String(error)}`);
  }
}
process.exitCode = failures === 0 ? 0 : 1;
