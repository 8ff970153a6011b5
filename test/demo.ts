// The main job, as a user would see it: the built action against the simulator, with certificates made on the spot.
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
const simulator = await startSimulator();

const upload = (issued: typeof web): Record<string, string> => ({
  private_key: issued.privateKey,
  leaf_certificate: issued.leafCertificate,
  certificate_chain: issued.certificateChain,
});

const STEPS: readonly { title: string; inputs: Record<string, string>; exitCode: number }[] = [
  { title: 'present: the account has no such certificate', inputs: { name: 'web', ...upload(web) }, exitCode: 0 },
  { title: 'present again: it is there', inputs: { name: 'web', ...upload(web) }, exitCode: 0 },
  {
    title: 'present, renewed: refused, nothing is overwritten',
    inputs: { name: 'web', ...upload(renewed) },
    exitCode: 1,
  },
  { title: 'list', inputs: { operation: 'list' }, exitCode: 0 },
  { title: 'delete', inputs: { operation: 'delete', name: 'web' }, exitCode: 0 },
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

try {
  for (const { title, inputs, exitCode } of STEPS) {
    const run = await runAction({ token: simulator.token, api_url: simulator.url, ...inputs });
    show(title, inputs, run);
    if (run.exitCode !== exitCode) throw new Error(`"${title}" ended with ${run.exitCode}, not ${exitCode}`);
  }
  console.log(
    `\nRequests that the API saw: ${simulator.requests.map(({ method, status }) => `${method} ${status}`).join(', ')}`,
  );
} finally {
  await simulator.close();
}
