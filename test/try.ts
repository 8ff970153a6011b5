// Runs the built action once in a world of the simulator: `npm run try -- renewal`, or with inputs, `npm run try -- renewal dry_run=true`.
import { parseArgs } from 'node:util';
import { showRun } from './demo/show.ts';
import { runAction } from './runner/run-action.ts';
import { makeTemp } from './runner/step.ts';
import { startSimulator } from './simulator/simulator.ts';
import { buildWorld, WORLDS } from './simulator/worlds.ts';

const { positionals } = parseArgs({ allowPositionals: true });
const [name = '', ...given] = positionals;
const world = WORLDS[name];

if (world === undefined) {
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
