// One folder for all that a test run leaves in the system's temporary folder: gone at its end, also after failures.
import { mkdtempSync, readdirSync, realpathSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export const PREFIX = 'digitalocean-certificate-tests-';
/** Older ones are of runs that were killed. */
const STALE_MS = 3_600_000;

/** Vitest calls this once, before it starts the processes of the test files, which take over TMPDIR; and at the end what it returns. */
export default function setUp(): () => void {
  const system = realpathSync(tmpdir());
  for (const name of readdirSync(system).filter((each) => each.startsWith(PREFIX))) {
    const folder = join(system, name);
    const changedMs = statSync(folder, { throwIfNoEntry: false })?.mtimeMs ?? Infinity;
    if (Date.now() - changedMs > STALE_MS) rmSync(folder, { recursive: true, force: true });
  }
  const before = process.env['TMPDIR'];
  const root = mkdtempSync(join(system, PREFIX));
  process.env['TMPDIR'] = root;
  return () => {
    if (before === undefined) delete process.env['TMPDIR'];
    else process.env['TMPDIR'] = before;
    rmSync(root, { recursive: true, force: true });
  };
}
