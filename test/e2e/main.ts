// `npm run e2e`: the renewal with real programs, on loopback. Finds them on PATH, or unpacks them, and runs the tests.
import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, rmSync, symlinkSync } from 'node:fs';
import { delimiter, join, resolve } from 'node:path';

const ROOT = resolve(import.meta.dirname, '../..');
/** What the tests call. */
const PROGRAMS = ['lego', 'pebble', 'pebble-challtestsrv', 'dehydrated', 'certbot'];
/** Kept from run to run; `npm ci` removes it. */
const CACHE = join(ROOT, 'node_modules/.cache/e2e');

function find(program: string): string | undefined {
  const folders = (process.env['PATH'] ?? '').split(delimiter);
  return folders.map((folder) => join(folder, program)).find((path) => existsSync(path));
}

/** Older ones have no renewal information. */
function isNew(program: string, path: string): boolean {
  if (program !== 'lego') return true;
  const { stdout } = spawnSync(path, ['--version'], { encoding: 'utf8' });
  return /version v?4\.(?:3[5-9]|[4-9]\d)\./u.test(stdout);
}

/** The folder of all programs: links to those on PATH, or what `test/e2e/tools` unpacks. */
function programsFolder(): string {
  const found = PROGRAMS.map((program) => ({ program, path: find(program) }));
  const isComplete = found.every(({ program, path }) => path !== undefined && isNew(program, path));
  if (!isComplete)
    return execFileSync(join(ROOT, 'test/e2e/tools'), [CACHE], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'inherit'],
    }).trim();
  const folder = join(CACHE, 'links');
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  for (const { program, path = '' } of found) symlinkSync(path, join(folder, program));
  return folder;
}

let programs = '';
try {
  programs = programsFolder();
} catch {
  console.error('npm run e2e needs programs that are not there: see above.');
  process.exit(1);
}
console.log(`with the programs of ${programs}`);
const { status } = spawnSync(
  process.execPath,
  [join(ROOT, 'node_modules/vitest/vitest.mjs'), 'run', '--config', join(ROOT, 'test/e2e/vitest.config.ts')].concat(
    process.argv.slice(2),
  ),
  { cwd: ROOT, stdio: 'inherit', env: { ...process.env, E2E_PROGRAMS: programs } },
);
process.exitCode = status ?? 1;
