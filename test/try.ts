// Runs the built action once in a world of the simulator: `npm run try -- renewal`, or with inputs, `npm run try -- renewal dry_run=true`.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { showRun } from './demo/show.ts';
import { runAction } from './runner/run-action.ts';
import { makeTemp, ROOT } from './runner/step.ts';
import { startSimulator } from './simulator/simulator.ts';
import { buildWorld, WORLDS } from './simulator/worlds.ts';

const [name = '', ...given] = process.argv.slice(2);
const world = WORLDS[name];
const { inputs: declared } = parse(readFileSync(join(ROOT, 'action.yml'), 'utf8')) as { inputs: object };
const strange = given.filter((pair) => !pair.includes('=') || !Object.hasOwn(declared, pair.split('=')[0] ?? ''));

if (world !== undefined && strange.length > 0) {
  console.error(`Give inputs of action.yml as NAME=VALUE, such as dry_run=true. This is none: ${strange.join(' ')}`);
  process.exitCode = 1;
} else if (world === undefined) {
  if (name !== '') console.error(`There is no world "${name}".`);
  console.log('Give the name of a world, and inputs if you like: npm run try -- renewal dry_run=true\n');
  for (const [each, { about }] of Object.entries(WORLDS)) console.log(`  ${each.padEnd(12)} ${about}`);
  process.exitCode = name === '' ? 0 : 1;
} else {
  const simulator = await startSimulator({ serveTls: true, latencyMs: 20, settlingMs: 300 });
  try {
    const cwd = makeTemp();
    const { endpoints } = await buildWorld(name, simulator, cwd);
    const chosen = Object.fromEntries(
      given.map((pair) => [pair.slice(0, pair.indexOf('=')), pair.slice(pair.indexOf('=') + 1)]),
    );
    const inputs: Record<string, string> = {
      token: simulator.token,
      api_url: simulator.url,
      ...world.inputs,
      ...chosen,
    };
    if (endpoints !== undefined) inputs['endpoints'] ??= endpoints;
    const run = await runAction(inputs, { cwd, env: { NODE_EXTRA_CA_CERTS: `${cwd}/root.pem` } });
    console.log(
      `${world.about}\n${showRun(`${inputs['operation'] ?? 'present'} in the world "${name}"`, inputs, run)}`,
    );
    process.exitCode = run.exitCode;
  } finally {
    await simulator.close();
  }
}
