// Random worlds: npm run chaos -- --seed N --worlds M [--verbose] [--stop]: --stop ends at the first violation
import { parseArgs } from 'node:util';
import { runChaos } from './chaos.ts';

const { values } = parseArgs({
  options: {
    seed: { type: 'string', default: '1' },
    worlds: { type: 'string', default: '100' },
    stop: { type: 'boolean', default: false },
    verbose: { type: 'boolean', default: false },
  },
});
const kinds = new Map<string, number[]>();
const { numbers, findings } = await runChaos(Number(values.seed), Number(values.worlds), (seed, finding, report) => {
  if (finding !== undefined || values.verbose) console.log(`${report}\n`);
  for (const violation of finding?.violations ?? []) {
    const kind = violation.split(':')[0] ?? '';
    kinds.set(kind, [...(kinds.get(kind) ?? []), seed]);
  }
  return finding === undefined || !values.stop;
});
const { ends, ...counts } = numbers;
console.log(counts, Object.fromEntries([...ends].toSorted((a, b) => b[1] - a[1])));
for (const [kind, seeds] of kinds)
  console.log(`${kind}: seeds ${seeds.slice(0, 20).join(' ')} (${seeds.length} in all)`);
console.log(`${findings.length} of ${numbers.worlds} worlds have violations`);
process.exitCode = findings.length > 0 ? 1 : 0;
