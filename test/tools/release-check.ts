// Before a release: `npm run release:check -- 1.2.3 --ref refs/heads/main --notes notes.md`.
import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { notesOf, obstacles } from './release.ts';

const ROOT = resolve(import.meta.dirname, '../..');
const read = (file: string): string => readFileSync(resolve(ROOT, file), 'utf8');
const { values, positionals } = parseArgs({
  options: { ref: { type: 'string', default: 'refs/heads/main' }, notes: { type: 'string' } },
  allowPositionals: true,
});
const [version = ''] = positionals;
const tags = execFileSync('git', ['tag', '--list'], { cwd: ROOT, encoding: 'utf8' }).split('\n');
const changelog = read('CHANGELOG.md');
const files = { packageJson: read('package.json'), versionTs: read('src/version.ts'), changelog };
const found = obstacles(version, values.ref, tags, files);
for (const obstacle of found) console.log(`not ready: ${obstacle}`);
if (found.length === 0) {
  console.log(`v${version} is ready.`);
  if (values.notes !== undefined) writeFileSync(values.notes, `${notesOf(changelog, version) ?? ''}\n`);
}
process.exitCode = found.length === 0 ? 0 : 1;
