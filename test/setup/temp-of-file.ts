// Runs before each test file: whatever it makes in the temporary folder is gone when it ends.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll } from 'vitest';
import { RUN_FOLDER } from './temp-folder.ts';

const folder = mkdtempSync(join(process.env[RUN_FOLDER] ?? tmpdir(), 'file-'));
process.env['TMPDIR'] = folder;
afterAll(() => rmSync(folder, { recursive: true, force: true }));
