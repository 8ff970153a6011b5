// Start-up, memory and requests, as ratios to `node -e 0`: medians of 20 runs of each in turn.
import { spawn } from 'node:child_process';
import { resolve } from 'node:path';
import { makeAuthority } from './authority/authority.ts';
import { startGithub } from './github/stand-in.ts';
import { writeFiles } from './inputs/client-folders.ts';
import { makeStep, makeTemp } from './runner/step.ts';
import { startSimulator } from './simulator/simulator.ts';

const RUNS = 20;
const BUNDLE = resolve(import.meta.dirname, '../dist/index.js');
// Written by the process itself when it ends: its peak, in KiB.
const TELL_PEAK = `data:text/javascript,process.on('exit',()=>process.stderr.write('peak '+process.resourceUsage().maxRSS))`;

interface Measured {
  readonly ms: number;
  readonly stderr: string;
  readonly exitCode: number;
}

async function start(args: readonly string[], env: Readonly<Record<string, string>>): Promise<Measured> {
  const begun = performance.now();
  const child = spawn(process.execPath, args, {
    env: { PATH: process.env['PATH'] ?? '', ...env },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let stderr = '';
  child.stderr.setEncoding('utf8').on('data', (chunk: string) => (stderr += chunk));
  const exitCode = await new Promise<number>((done) => {
    child.once('close', (code) => done(code ?? -1));
  });
  return { ms: performance.now() - begun, stderr, exitCode };
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  return ((sorted[Math.floor((sorted.length - 1) / 2)] ?? 0) + (sorted[Math.floor(sorted.length / 2)] ?? 0)) / 2;
}

const issued = await (await makeAuthority()).issue({ dnsNames: ['www.example.com'], aia: true });
const simulator = await startSimulator();
const github = await startGithub();
const account = { token: simulator.token, api_url: simulator.url };
const upload = { name: 'web', private_key: issued.privateKey, leaf_certificate: issued.fullChain };

function seed(count: number): void {
  simulator.reset();
  for (let at = 1; at < count; at += 1) simulator.addCertificate({ name: `site-${at}` });
  if (count > 0) simulator.addCertificate({ name: 'web', sha1_fingerprint: issued.sha1Fingerprint });
}

const run = (inputs: Readonly<Record<string, string>>, ...flags: readonly string[]): Promise<Measured> =>
  start([...flags, BUNDLE], { ...makeStep(inputs, makeTemp()).env, GITHUB_API_URL: github.url });

/** One load balancer and one CDN endpoint, with 50 ms a request: how much longer than the chain of requests that must follow one another? */
async function benchRotation(): Promise<void> {
  // Lists (side by side), POST, list, GET, PUT, lists, DELETE.
  const chain = 7;
  const latencyMs = 50;
  const slow = await startSimulator({ latencyMs });
  try {
    const times: number[] = [];
    for (let at = 0; at < 5; at += 1) {
      slow.reset();
      const old = slow.addCertificate({ name: 'web', dns_names: ['www.example.com'] }).public.id;
      slow.addLoadBalancer({ forwarding_rules: [{ entry_protocol: 'https', certificate_id: old }] });
      slow.addCdnEndpoint({ custom_domain: 'www.example.com', certificate_id: old });
      const bare = (await start(['-e', '0'], {})).ms;
      const { ms, exitCode } = await run({ ...upload, operation: 'rotate', token: slow.token, api_url: slow.url });
      if (exitCode !== 0) throw new Error('the rotation failed');
      times.push(ms - bare);
    }
    const over = median(times) - chain * latencyMs;
    console.log(
      `rotate of one load balancer and one CDN endpoint: ${slow.requests.length} requests, ${chain} of them in a chain; ${over.toFixed(0)} ms beyond these ${chain * latencyMs} ms and \`node -e 0\``,
    );
  } finally {
    await slow.close();
  }
}

/** 300 certificates of a folder that all exist, against one that exists; then 300 new ones, at the pace that the API's rate limit leaves. */
async function benchFolder(): Promise<void> {
  const count = 300;
  const authority = await makeAuthority();
  const folder = makeTemp();
  const all = await Promise.all(
    Array.from({ length: count }, (_, at) => authority.issue({ dnsNames: [`site-${at}.example.com`] })),
  );
  for (const [at, { privateKey, fullChain }] of all.entries())
    writeFiles(folder, { [`site-${at}/privkey.pem`]: privateKey, [`site-${at}/fullchain.pem`]: fullChain });
  const limited = await startSimulator({ rateLimit: { perMinute: 250 } });
  const inputs = { directory: folder, token: limited.token, api_url: limited.url };
  try {
    const { ms, exitCode } = await run(inputs);
    const refused = limited.requests.filter(({ status }) => status === 429).length;
    console.log(
      `present of ${count} new ones: ${limited.requests.length} requests in ${(ms / 1_000).toFixed(0)} s, ${refused} of them answered 429, exit ${exitCode}`,
    );
  } finally {
    await limited.close();
  }
  simulator.reset();
  for (const [at, { sha1Fingerprint }] of all.entries())
    simulator.addCertificate({ name: `site-${at}.example.com`, sha1_fingerprint: sha1Fingerprint });
  simulator.addCertificate({ name: 'web', sha1_fingerprint: issued.sha1Fingerprint });
  const times: { one: number[]; all: number[] } = { one: [], all: [] };
  for (let at = 0; at < RUNS; at += 1) {
    const before = simulator.requests.length;
    const each = await run({ ...account, directory: folder });
    if (each.exitCode !== 0) throw new Error('the folder was not presented');
    if (at === 0) console.log(`requests of present of ${count} that exist: ${simulator.requests.length - before}`);
    times.all.push(each.ms);
    times.one.push((await run({ ...account, ...upload })).ms);
  }
  const [one, many] = [median(times.one), median(times.all)];
  console.log(
    `present of ${count} that exist: ${(many / one).toFixed(2)} × present of one (${many.toFixed(0)} ms to ${one.toFixed(0)} ms), at most 2.5 ×`,
  );
}

/** All expire too soon. */
const check = { ...account, operation: 'check', min_days: '90', on_expiring: 'ignore' };

const SPEED = [
  { title: 'fails on a missing input', certificates: 0, inputs: {}, exitCode: 1 },
  { title: 'present of one that is in place', certificates: 1, inputs: { ...account, ...upload }, exitCode: 0 },
  { title: 'check of one', certificates: 1, inputs: check, exitCode: 0 },
  {
    title: 'check of one that keeps an issue',
    certificates: 1,
    inputs: { ...check, report_issue: 'true', github_token: github.token },
    exitCode: 0,
  },
  { title: 'check of 5,000', certificates: 5_000, inputs: check, exitCode: 0 },
  { title: 'list of 10,000', certificates: 10_000, inputs: { ...account, operation: 'list' }, exitCode: 0 },
];

const REQUESTS: readonly { title: string; certificates: number; inputs: Record<string, string> }[] = [
  { title: 'present, new', certificates: 0, inputs: upload },
  { title: 'present, in place', certificates: 1, inputs: upload },
  { title: 'create', certificates: 0, inputs: { ...upload, operation: 'create' } },
  { title: 'get by name', certificates: 1, inputs: { operation: 'get', name: 'web' } },
  { title: 'list', certificates: 1, inputs: { operation: 'list' } },
  { title: 'list of 10,000', certificates: 10_000, inputs: { operation: 'list' } },
  { title: 'check of 5,000', certificates: 5_000, inputs: { operation: 'check' } },
  { title: 'delete by name', certificates: 1, inputs: { operation: 'delete', name: 'web' } },
  { title: 'absent, none exists', certificates: 0, inputs: { operation: 'absent', name: 'web' } },
];

try {
  console.log(`medians of ${RUNS} runs, in turn with \`node -e 0\` (Node ${process.versions.node})`);
  for (const { title, certificates, inputs, exitCode } of SPEED) {
    seed(certificates);
    // What fails is soon done: a figure of it is worth nothing.
    if ((await run(inputs)).exitCode !== exitCode) throw new Error(`"${title}" did not end with ${exitCode}`);
    const times: { bare: number[]; action: number[] } = { bare: [], action: [] };
    for (let at = 0; at < RUNS; at += 1) {
      times.bare.push((await start(['-e', '0'], {})).ms);
      times.action.push((await run(inputs)).ms);
    }
    const peaks: number[] = [];
    for (let at = 0; at < 5; at += 1)
      peaks.push(Number(/peak (\d+)/u.exec((await run(inputs, '--import', TELL_PEAK)).stderr)?.[1]) / 1024);
    const [bare, action] = [median(times.bare), median(times.action)];
    console.log(
      `${title}: ${(action / bare).toFixed(2)} × (${action.toFixed(0)} ms to ${bare.toFixed(0)} ms), peak ${median(peaks).toFixed(0)} MiB`,
    );
  }
  for (const { title, certificates, inputs } of REQUESTS) {
    seed(certificates);
    await run({ ...account, ...inputs });
    console.log(`requests of ${title}: ${simulator.requests.length}`);
  }
  await benchRotation();
  await benchFolder();
} finally {
  await simulator.close();
  await github.close();
}
