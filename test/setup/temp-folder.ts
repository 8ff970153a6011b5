// One folder for all that a test run leaves in the system's temporary folder: gone at its end, also after failures.
import { mkdtempSync, readdirSync, realpathSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** The variable with the folder of this run, for the processes of the test files. */
export const RUN_FOLDER = 'TEST_RUN_FOLDER';
export const PREFIX = 'digitalocean-certificate-tests-';
/** Older ones are of runs that were killed. */
const STALE_MS = 3_600_000;

/** Vitest calls this once, before it starts the processes of the test files, which take over the variable; and at the end what it returns. */
export default function setUp(): () => void {
  const system = realpathSync(tmpdir());
  for (const name of readdirSync(system).filter((each) => each.startsWith(PREFIX))) {
    const folder = join(system, name);
    const changedMs = statSync(folder, { throwIfNoEntry: false })?.mtimeMs ?? Infinity;
    if (Date.now() - changedMs > STALE_MS) rmSync(folder, { recursive: true, force: true });
  }
  const root = mkdtempSync(join(system, PREFIX));
  const before = process.env[RUN_FOLDER] ?? '';
  process.env[RUN_FOLDER] = root;
  return () => {
    process.env[RUN_FOLDER] = before;
    rmSync(root, { recursive: true, force: true });
  };
}
