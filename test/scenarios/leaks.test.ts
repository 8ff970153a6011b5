// Many processes, and left to CI: a sample of keys in every input.
import dns from 'node:dns/promises';
import { syncBuiltinESMExports } from 'node:module';
import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { INPUT_NAMES } from '../../src/inputs/definitions.ts';
import { makeAuthority } from '../authority/authority.ts';
import type { Issued } from '../authority/authority.ts';
import { addIssued } from '../faults/rotation-world.ts';
import { startGithub } from '../github/stand-in.ts';
import type { GithubStandIn } from '../github/stand-in.ts';
import { runAction } from '../runner/run-action.ts';
import { makeTestClock, runMain } from '../runner/run-main.ts';
import { makeTemp } from '../runner/step.ts';
import { startSimulator } from '../simulator/simulator.ts';
import type { Simulator } from '../simulator/simulator.ts';
import { rule } from './rotation.ts';
import { findShown, formsOf, makeSecrets, windowsOf } from './secret-forms.ts';
import type { Secret } from './secret-forms.ts';

/** How many runs are drawn; `LEAK_RUNS=all` takes every one there is, `each` one of ten: all but the operation, which changes in turn. */
const RUNS = process.env['LEAK_RUNS'] ?? '150';
/** Draws the same runs each time; `LEAK_SEED` draws others. */
const SEED = Number(process.env['LEAK_SEED'] ?? 1);
const DAY_MS = 86_400_000;

let simulator: Simulator;
let github: GithubStandIn;
let web: Issued;
let renewed: Issued;
const workspace = makeTemp();
/** The names that were looked up: that too leaves the machine. */
const lookedUp: string[] = [];
const realLookup = dns.lookup;

beforeAll(async () => {
  const authority = await makeAuthority();
  const issue = (days: number): Promise<Issued> =>
    authority.issue({ dnsNames: ['www.example.com'], notAfter: new Date(Date.now() + days * DAY_MS), aia: true });
  [web, renewed] = await Promise.all([issue(20), issue(90)]);
  simulator = await startSimulator();
  github = await startGithub();
  const lookup = (name: string): Promise<never> => {
    lookedUp.push(name);
    return Promise.reject(Object.assign(new Error(`getaddrinfo ENOTFOUND ${name}`), { code: 'ENOTFOUND' }));
  };
  Object.assign(dns, { lookup });
  syncBuiltinESMExports();
});

afterAll(async () => {
  Object.assign(dns, { lookup: realLookup });
  syncBuiltinESMExports();
  await simulator.close();
  await github.close();
});

/** Where a secret may be put by mistake: an input, a file that an input names, or a variable. */
const SLOTS: readonly string[] = [
  ...INPUT_NAMES,
  ...INPUT_NAMES.filter((name) => name.endsWith('_path')).map((name) => `file of ${name}`),
  'DIGITALOCEAN_ACCESS_TOKEN',
];

/** Inputs with which each operation does its work. */
function worksOf(): Readonly<Record<string, Readonly<Record<string, string>>>> {
  const upload = (issued: Issued, name: string): Record<string, string> => ({
    name,
    private_key: issued.privateKey,
    leaf_certificate: issued.fullChain,
  });
  return {
    list: { operation: 'list' },
    get: { operation: 'get', name: 'web' },
    create: { operation: 'create', ...upload(renewed, 'fresh') },
    present: { operation: 'present', ...upload(web, 'web') },
    'present of Let’s Encrypt': { operation: 'present', name: 'le', type: 'lets_encrypt', dns_names: 'a.example.com' },
    rotate: { operation: 'rotate', ...upload(renewed, 'web'), endpoints: 'www.example.com' },
    check: { operation: 'check', name: 'web', report_issue: 'true', github_token: github.token },
    'check of endpoints': { operation: 'check', endpoints: 'www.example.com' },
    delete: { operation: 'delete', name: 'spare' },
    absent: { operation: 'absent', name: 'spare' },
  };
}

/** One run: a secret of some kind, in some form, in one input of one operation. */
interface Mistake {
  readonly kind: string;
  readonly secret: Secret;
  readonly form: string;
  readonly slot: string;
  readonly work: string;
}

function* everyMistake(): Generator<Mistake> {
  const { keys, tokens } = makeSecrets();
  for (const [kind, secret] of Object.entries({ ...keys, ...tokens }))
    for (const slot of SLOTS)
      for (const form of Object.keys(formsOf(secret, slot.startsWith('file of '))))
        for (const work of Object.keys(worksOf())) yield { kind, secret, form, slot, work };
}

/** Inputs and environment of a run with this mistake in it. */
function stepOf({ secret, form, slot, work }: Mistake): {
  inputs: Record<string, string>;
  env: Record<string, string>;
} {
  const isFile = slot.startsWith('file of ');
  const content = formsOf(secret, isFile)[form]?.(secret.text) ?? '';
  const inputs: Record<string, string> = { token: simulator.token, api_url: simulator.url, ...worksOf()[work] };
  const env: Record<string, string> = { GITHUB_API_URL: github.url, RUNNER_DEBUG: '1' };
  if (isFile) {
    writeFileSync(join(workspace, 'secret'), content);
    const input = slot.replace('file of ', '');
    inputs[input] = 'secret';
    delete inputs[input.replace('_path', '')];
  } else if (slot === 'DIGITALOCEAN_ACCESS_TOKEN') {
    inputs['token'] = '';
    env[slot] = content.toString();
  } else inputs[slot] = content.toString();
  return { inputs, env };
}

function prepare(): void {
  simulator.reset();
  github.reset();
  lookedUp.length = 0;
  const old = addIssued(simulator, 'web', web);
  simulator.addCertificate({ name: 'spare' });
  simulator.addLoadBalancer({ name: 'front', forwarding_rules: [rule(old)] });
}

/** Everything that was sent. Left out: the key of the upload, and a token as the token of its own API. */
function sentBy({ kind, slot }: Mistake): string {
  const isOwnToken = kind.endsWith('token') && (slot === 'token' || slot === 'DIGITALOCEAN_ACCESS_TOKEN');
  const requests = simulator.requests.map(({ method, path, headers, body }) => ({
    method,
    path,
    headers: isOwnToken ? {} : headers,
    body: { ...(typeof body === 'object' ? body : { body }), private_key: '' },
  }));
  return JSON.stringify([requests, github.requests.map(({ path, headers, text }) => [path, headers, text]), lookedUp]);
}

/** Where and how a run shows its secret; undefined if it does not. */
async function leakOf(mistake: Mistake, isBundle = false): Promise<string | undefined> {
  const { kind, secret, form, slot, work } = mistake;
  prepare();
  const { inputs, env } = stepOf(mistake);
  const run = isBundle
    ? await runAction(inputs, { env, cwd: workspace })
    : await runMain(inputs, { env, workspace, clock: makeTestClock() });
  rmSync(run.temp, { recursive: true });
  const windows = windowsOf(secret, formsOf(secret, true)[form] ?? String);
  const found = findShown(run.shown, windows) ?? findShown(sentBy(mistake), windows);
  return found === undefined ? undefined : `${kind}, ${form}, in ${slot} of ${work}: …${found}…`;
}

/** Draws from a list without repeating one (mulberry32, so that a seed says it all). */
function draw<Item>(items: readonly Item[], count: number, seed: number): Item[] {
  let state = seed;
  const random = (): number => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  const rest = [...items];
  return Array.from({ length: Math.min(count, items.length) }, () => rest.splice(Math.floor(random() * rest.length), 1))
    .flat()
    .filter((item) => item !== undefined);
}

it(
  'A key or token in the wrong input shows nowhere, in whatever form it is',
  { timeout: process.env['LEAK_RUNS'] === undefined ? 60_000 : 7_200_000 },
  async () => {
    const all = [...everyMistake()];
    const works = Object.keys(worksOf()).length;
    const inTurn = all.filter((_, at) => at % works === Math.floor(at / works) % works);
    const drawn = RUNS === 'all' ? all : RUNS === 'each' ? inTurn : draw(all, Number(RUNS), SEED);
    const leaks: string[] = [];
    for (const mistake of drawn) {
      const leak = await leakOf(mistake);
      if (leak !== undefined) leaks.push(leak);
    }
    if (process.env['LEAK_REPORT'] !== undefined)
      writeFileSync(process.env['LEAK_REPORT'], [`${drawn.length} runs, ${leaks.length} leaks`, ...leaks].join('\n'));
    expect(leaks).toEqual([]);
  },
);

it('A key or token in the wrong input shows nowhere when the bundle runs', async () => {
  // Without endpoints, whose names would be looked up.
  const all = [...everyMistake()].filter(
    ({ work, slot }) => /^(?:list|get|create|delete)$/u.test(work) && slot !== 'endpoints',
  );
  const leaks: (string | undefined)[] = [];
  for (const mistake of draw(all, 8, SEED)) leaks.push(await leakOf(mistake, true));
  expect(leaks.filter((leak) => leak !== undefined)).toEqual([]);
});
