// The simulator by itself: `npm run simulator -- --port 8080 --world renewal --folder /tmp/site`. Ends on Ctrl-C.
import { mkdirSync, renameSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { startSimulator } from './simulator.ts';
import { buildWorld, WORLDS } from './worlds.ts';

const { values } = parseArgs({
  options: {
    port: { type: 'string', default: '0' },
    token: { type: 'string' },
    /** What is there at the start. */
    world: { type: 'string' },
    /** Where the files of that world go. */
    folder: { type: 'string', default: 'build/world' },
    /** A file that appears when everything is ready, with lines as GITHUB_OUTPUT has them. */
    ready: { type: 'string' },
    help: { type: 'boolean', default: false },
  },
});

async function start(): Promise<void> {
  const simulator = await startSimulator(
    {
      ...(values.token === undefined ? {} : { token: values.token }),
      rateLimit: { perMinute: 250, perHour: 5_000, cdnPer10s: 5 },
      serveTls: values.world !== undefined,
    },
    Number(values.port),
  );
  const folder = resolve(values.folder);
  const told: Record<string, string> = { api_url: simulator.url, token: simulator.token };
  console.log(`DigitalOcean, as far as certificates go, at ${simulator.url}`);
  if (values.world !== undefined) {
    mkdirSync(folder, { recursive: true });
    Object.assign(told, { folder }, await buildWorld(values.world, simulator, folder));
    console.log(WORLDS[values.world]?.about);
  }
  const lines = Object.entries(told);
  for (const [name, value] of lines) console.log(`${name}: ${value}`);
  if (values.ready === undefined) return;
  writeFileSync(`${values.ready}.new`, lines.map(([name, value]) => `${name}=${value}\n`).join(''));
  renameSync(`${values.ready}.new`, values.ready);
}

if (values.help)
  for (const [name, { about }] of Object.entries(WORLDS)) console.log(`--world ${name.padEnd(12)} ${about}`);
else await start();
