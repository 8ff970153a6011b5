// Runs before each test file: whatever it makes in the temporary folder is gone when it ends.
import { randomUUID } from 'node:crypto';
import { mkdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll } from 'vitest';
import { RUN_FOLDER } from './temp-folder.ts';

// Not a name of mkdtemp: several of those in one path look like a secret now and then, which no input may be.
const folder = join(process.env[RUN_FOLDER] ?? tmpdir(), `file-${randomUUID().slice(0, 8)}`);
mkdirSync(folder, { mode: 0o700 });
process.env['TMPDIR'] = folder;
afterAll(() => rmSync(folder, { recursive: true, force: true }));
