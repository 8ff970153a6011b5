// After a release: `npm run release:pin -- 1.2.3` lets the workflows of all pages use its SHA.
import { execFileSync } from 'node:child_process';
import { globSync, readFileSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { pinOwn } from './release.ts';

const ROOT = resolve(import.meta.dirname, '../..');
const version = process.argv[2] ?? '';
const sha = execFileSync('git', ['rev-parse', '--verify', `v${version}^{commit}`], {
  cwd: ROOT,
  encoding: 'utf8',
}).trim();
for (const file of globSync('{README.md,docs/*.md}', { cwd: ROOT })) {
  const path = resolve(ROOT, file);
  writeFileSync(path, pinOwn(readFileSync(path, 'utf8'), sha, version));
}
console.log(`The pages use ${sha} # v${version}.`);
