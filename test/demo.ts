// The main job, as a user would see it: the built action against the simulator, with certificates made on the spot.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { connect } from 'node:tls';
import { parseArgs } from 'node:util';
import { makeAuthority } from './authority/authority.ts';
import { runAction } from './runner/run-action.ts';
import type { Run } from './runner/run-action.ts';
import { startSimulator } from './simulator/simulator.ts';

const DAY_MS = 86_400_000;
const authority = await makeAuthority({ name: 'Demo' });
const web = await authority.issue({
  dnsNames: ['www.example.com', 'example.com'],
  notAfter: new Date(Date.now() + 20 * DAY_MS),
  aia: true,
});
const renewed = await authority.issue({
  dnsNames: ['www.example.com', 'example.com'],
  notAfter: new Date(Date.now() + 90 * DAY_MS),
  aia: true,
});
const simulator = await startSimulator({
  serveTls: true,
  latencyMs: 30,
  settlingMs: 500,
  letsEncrypt: { issueMs: 1_000 },
});

const upload = (issued: typeof web): Record<string, string> => ({
  private_key: issued.privateKey,
  leaf_certificate: issued.leafCertificate,
  certificate_chain: issued.certificateChain,
});

const STEPS: readonly { title: string; inputs: Record<string, string>; exitCode: number }[] = [
  { title: 'present: the account has no such certificate', inputs: { name: 'web', ...upload(web) }, exitCode: 0 },
  { title: 'present again: it is already in place', inputs: { name: 'web', ...upload(web) }, exitCode: 0 },
  {
    title: 'present, renewed: refused, nothing is changed',
    inputs: { name: 'web', ...upload(renewed) },
    exitCode: 1,
  },
  {
    title: 'rotate: what uses the old certificate gets the renewed one',
    inputs: { operation: 'rotate', name: 'web', ...upload(renewed) },
    exitCode: 0,
  },
  {
    title: 'present, from Let’s Encrypt: DigitalOcean orders it',
    inputs: { name: 'shop', type: 'lets_encrypt', dns_names: 'shop.example.com' },
    exitCode: 0,
  },
  { title: 'list', inputs: { operation: 'list' }, exitCode: 0 },
  { title: 'check: no problems', inputs: { operation: 'check', name: 'web' }, exitCode: 0 },
  { title: 'check of all: one expires too soon', inputs: { operation: 'check' }, exitCode: 1 },
  { title: 'delete: refused, a load balancer uses it', inputs: { operation: 'delete', name: 'web' }, exitCode: 1 },
];

function show(title: string, inputs: Readonly<Record<string, string>>, run: Run): void {
  const shown = Object.entries(inputs).map(
    ([name, value]) => `    ${name}: ${value.includes('-----BEGIN') ? '(PEM)' : value}`,
  );
  const outputs = Object.entries(run.outputs).filter(([, value]) => value !== '' && value !== '[]');
  console.log(
    [
      `\n━━ ${title}`,
      '  with:',
      ...shown,
      '  log:',
      ...run.log.map((line) => `    ${line}`),
      ...run.annotations.map(({ level, message }) => `    ${level}: ${message}`),
      `  exit code: ${run.exitCode}`,
      '  outputs:',
      ...outputs.map(([name, value]) => `    ${name}: ${value.length > 100 ? `${value.slice(0, 100)}…` : value}`),
      '  summary:',
      ...run.summary
        .trim()
        .split('\n')
        .map((line) => `    ${line}`),
    ].join('\n'),
  );
}

/** The SHA-1 of the certificate that a TLS client is shown there. */
async function served(port: number): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect(
      { host: '127.0.0.1', port, servername: 'www.example.com', rejectUnauthorized: false },
      () => {
        resolve(socket.getPeerCertificate().fingerprint.replaceAll(':', '').toLowerCase());
        socket.end();
      },
    );
    socket.once('error', reject);
  });
}

/** Where the summaries go as files, when a folder is named. */
const { values } = parseArgs({ options: { summaries: { type: 'string' } } });

function keepSummary(at: number, { summary }: Run): void {
  if (values.summaries !== undefined) writeFileSync(join(values.summaries, `${at}.md`), summary);
}

/** Asks again and again what is served there, until told to end; tells each certificate once, in order. */
async function watchServed(port: number): Promise<{ end: () => Promise<string[]> }> {
  const seen = [await served(port)];
  const isOver = new AbortController();
  const watching = (async () => {
    while (!isOver.signal.aborted) {
      const now = await served(port);
      if (now !== seen.at(-1)) seen.push(now);
    }
  })();
  return {
    end: async () => {
      isOver.abort();
      await watching;
      return seen;
    },
  };
}

/** Two load balancers and a CDN endpoint on the certificate that is there. */
async function addConsumers(): Promise<number> {
  const id = simulator.certificates[0]?.public.id ?? '';
  const rule = {
    entry_protocol: 'https',
    entry_port: 443,
    target_protocol: 'http',
    target_port: 80,
    certificate_id: id,
  };
  const first = simulator.addLoadBalancer({ name: 'front-door', forwarding_rules: [rule] });
  simulator.addLoadBalancer({
    name: 'world',
    type: 'GLOBAL',
    domains: [{ name: 'www.example.com', certificate_id: id }],
  });
  simulator.addCdnEndpoint({ custom_domain: 'www.example.com', certificate_id: id });
  await simulator.tls.sync();
  return simulator.tls.portOf(String(first['id']));
}

try {
  let endpoint = '';
  for (const [at, { title, inputs, exitCode }] of STEPS.entries()) {
    const given = { ...inputs };
    let watch: { end: () => Promise<string[]> } | undefined;
    if (given['operation'] === 'rotate') {
      const port = await addConsumers();
      endpoint = `www.example.com@127.0.0.1:${port}`;
      watch = await watchServed(port);
    }
    if (given['operation'] === 'check' && given['name'] === undefined)
      simulator.addCertificate({
        name: 'old-site',
        not_after: `${new Date(Date.now() + 5.5 * DAY_MS).toISOString().slice(0, 19)}Z`,
      });
    // Moved onto the renewed one, and looked at there afterwards.
    if (endpoint !== '' && given['name'] === 'web' && given['operation'] !== 'delete') given['endpoints'] = endpoint;
    const run = await runAction({ token: simulator.token, api_url: simulator.url, ...given });
    show(title, given, run);
    keepSummary(at, run);
    if (run.exitCode !== exitCode) throw new Error(`"${title}" ended with ${run.exitCode}, not ${exitCode}`);
    if (watch !== undefined) {
      const seen = await watch.end();
      console.log(`\n  a TLS client saw, from before to after: ${seen.join(', then ')}`);
      if (seen.join() !== [web.sha1Fingerprint, renewed.sha1Fingerprint].join())
        throw new Error('the rotation did not reach the listener');
    }
  }
  console.log(
    `\nRequests that the API saw: ${simulator.requests.map(({ method, status }) => `${method} ${status}`).join(', ')}`,
  );
} finally {
  await simulator.close();
}
