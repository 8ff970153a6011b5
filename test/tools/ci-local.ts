// The jobs of .github/workflows/ci.yml on this machine, from their own files: `npm run ci:local`, or `npm run ci:local -- dist action`.
// It runs what is committed, in a clone. What only GitHub can do (other systems, checkouts, caches) is left out.
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { parse } from 'yaml';
import { makeTemp, ROOT } from '../runner/step.ts';
import { folderIn, rowsOf, runJob } from '../runner/workflow.ts';
import type { Workflow } from '../runner/workflow.ts';

const { positionals } = parseArgs({ allowPositionals: true });
const { jobs } = parse(readFileSync(join(ROOT, '.github/workflows/ci.yml'), 'utf8')) as Workflow;
const chosen = positionals.length === 0 ? Object.keys(jobs) : positionals;
const unknown = chosen.filter((name) => !Object.hasOwn(jobs, name));
if (unknown.length > 0) throw new Error(`there is no job ${unknown.join(', ')}: use ${Object.keys(jobs).join(', ')}`);

let failures = 0;
for (const name of chosen) {
  const job = jobs[name];
  if (job === undefined) continue;
  const [matrix = {}] = rowsOf(job.strategy?.matrix);
  const workspace = join(makeTemp(), 'checkout');
  execFileSync('git', ['clone', '--quiet', ROOT, workspace]);
  console.log(`\n━━ ${name}`);
  const { isSuccess } = await runJob(job, {
    workspace,
    contexts: { matrix },
    folderOf: folderIn(workspace),
    onStep: ({ title, outcome, told }) => {
      console.log(`${outcome.padEnd(8)} ${title}`);
      if (outcome === 'failure') console.log(told.slice(-40).join('\n'));
    },
  });
  if (!isSuccess) failures += 1;
}
console.log(failures === 0 ? '\nAll jobs passed.' : `\n${failures} of ${chosen.length} jobs failed.`);
process.exitCode = failures === 0 ? 0 : 1;
