// A rotation that no client notices: the built action against the simulator, with certificates made on the spot.
// `npm run demo -- --verbose` shows inputs, log, outputs and summary of each step.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { makeAuthority } from './authority/authority.ts';
import { startClient } from './demo/client.ts';
import type { Handshakes } from './demo/client.ts';
import { showLine, showRun } from './demo/show.ts';
import { runAction } from './runner/run-action.ts';
import { makeTemp } from './runner/step.ts';
import { startSimulator } from './simulator/simulator.ts';

const { values } = parseArgs({
  options: {
    verbose: { type: 'boolean', default: false },
    /** A folder for the job summaries. */
    summaries: { type: 'string' },
  },
});
const DAY_MS = 86_400_000;
const inDays = (days: number): Date => new Date(Date.now() + days * DAY_MS);
const authority = await makeAuthority({ name: 'Demo' });
const dnsNames = ['www.example.com', 'example.com'];
const web = await authority.issue({ dnsNames, notBefore: inDays(-70), notAfter: inDays(20), aia: true });
const renewed = await authority.issue({ dnsNames, notAfter: inDays(90), aia: true });
// Clients know the root of this CA, as they know those of public ones.
const root = join(makeTemp(), 'root.pem');
writeFileSync(root, authority.root);
const simulator = await startSimulator({
  serveTls: true,
  latencyMs: 30,
  settlingMs: 500,
  letsEncrypt: { issueMs: 1_000 },
});

const upload = (issued: typeof web): Record<string, string> => ({
  name: 'web',
  private_key: issued.privateKey,
  leaf_certificate: issued.leafCertificate,
  certificate_chain: issued.certificateChain,
});

/** Two load balancers and a CDN endpoint on the certificate that is there; the ports where they serve it. */
async function addConsumers(): Promise<number[]> {
  const id = simulator.certificates[0]?.public.id ?? '';
  const rule = { entry_protocol: 'https', entry_port: 443, target_protocol: 'http', target_port: 80 };
  const first = simulator.addLoadBalancer({
    name: 'front-door',
    forwarding_rules: [{ ...rule, certificate_id: id }],
  });
  const world = simulator.addLoadBalancer({
    name: 'world',
    type: 'GLOBAL',
    domains: [{ name: 'www.example.com', certificate_id: id }],
  });
  const cdn = simulator.addCdnEndpoint({ custom_domain: 'www.example.com', certificate_id: id });
  await simulator.tls.sync();
  const { tls } = simulator;
  return [
    tls.portOf(String(first['id'])),
    tls.portOf(String(world['id']), 'www.example.com'),
    tls.portOf(String(cdn['id'])),
  ];
}

interface Step {
  readonly title: string;
  readonly inputs: Readonly<Record<string, string>>;
  readonly exitCode?: number;
}

let steps = 0;

/** Runs the action like a runner does, and tells of it. Throws if it ends otherwise than it should. */
async function show({ title, inputs, exitCode = 0 }: Step): Promise<void> {
  const given = { token: simulator.token, api_url: simulator.url, ...inputs };
  const run = await runAction(given, { env: { NODE_EXTRA_CA_CERTS: root } });
  const operation = inputs['operation'] ?? 'present';
  console.log(values.verbose ? showRun(`${operation}: ${title}`, given, run) : showLine(operation, title, run));
  if (values.summaries !== undefined) writeFileSync(join(values.summaries, `${steps}-${operation}.md`), run.summary);
  steps += 1;
  if (run.exitCode !== exitCode) throw new Error(`"${title}" ended with ${run.exitCode}, not ${exitCode}`);
}

function tellClient({ served, failed }: Handshakes): void {
  const count = (sha1: string): number => served.get(sha1) ?? 0;
  const [before, after] = [count(web.sha1Fingerprint), count(renewed.sha1Fingerprint)];
  console.log(`\nA client connected all the time, ${before + after + failed.length} times:`);
  console.log(
    `  ${before} handshakes with the old certificate, then ${after} with the new one, ${failed.length} failed.`,
  );
  if (failed.length > 0 || before === 0 || after === 0 || served.size !== 2)
    throw new Error(`the client saw ${JSON.stringify([...served])} and ${JSON.stringify(failed)}`);
}

try {
  console.log('The action, run like a runner does, with a simulator of DigitalOcean on this machine:\n');
  await show({ title: 'the first upload', inputs: upload(web) });
  await show({ title: 'again: in place already, nothing is changed', inputs: upload(web) });
  const ports = await addConsumers();
  const endpoints = ports.map((port) => `www.example.com@127.0.0.1:${port}`).join('\n');
  await show({ title: 'a renewed certificate: refused, since "web" is in use', inputs: upload(renewed), exitCode: 1 });
  const plan = { operation: 'rotate', ...upload(renewed), endpoints };
  await show({ title: 'a dry run: the plan, and nothing is changed', inputs: { ...plan, dry_run: 'true' } });
  const client = startClient(ports);
  await show({ title: 'two load balancers and a CDN endpoint get the renewed certificate', inputs: plan });
  const handshakes = await client.end();
  await show({
    title: 'by Let’s Encrypt: DigitalOcean orders it',
    inputs: { name: 'shop', type: 'lets_encrypt', dns_names: 'shop.example.com' },
  });
  await show({ title: 'lifetimes, and what is served', inputs: { operation: 'check', name: 'web', endpoints } });
  simulator.addCertificate({ name: 'old-site', not_after: `${inDays(5.5).toISOString().slice(0, 19)}Z` });
  await show({ title: 'all certificates: one expires too soon', inputs: { operation: 'check' }, exitCode: 1 });
  await show({ title: 'refused: "web" is in use', inputs: { operation: 'delete', name: 'web' }, exitCode: 1 });
  tellClient(handshakes);
  if (values.verbose) {
    const seen = simulator.requests.map(({ method, status }) => `${method} ${status}`).join(', ');
    console.log(`\nRequests that the API saw: ${seen}`);
  }
  console.log('\nShown: a certificate was replaced everywhere, no connection failed, and the old one is deleted.');
} finally {
  await simulator.close();
}
