// Runs before each test file: whatever it makes in the temporary folder is gone when it ends.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll } from 'vitest';

const before = tmpdir();
const folder = mkdtempSync(join(before, 'file-'));
process.env['TMPDIR'] = folder;
afterAll(() => {
  process.env['TMPDIR'] = before;
  rmSync(folder, { recursive: true, force: true });
});
