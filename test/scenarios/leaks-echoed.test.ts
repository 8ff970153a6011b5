import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { addIssued } from '../faults/rotation-world.ts';
import { startGithub } from '../github/stand-in.ts';
import type { GithubStandIn } from '../github/stand-in.ts';
import type { Run } from '../runner/run-action.ts';
import { makeShow } from '../../src/text.ts';
import { domain, rotationOf, rule } from './rotation.ts';
import { uploadOf, useScenario } from './scenario.ts';
import { findShown, linesOf, windowsOf } from './secret-forms.ts';

const scenario = useScenario({ asyncBindMs: 500 }, { inProcess: true });

let github: GithubStandIn;
beforeAll(async () => {
  github = await startGithub();
});
afterAll(async () => github.close());

/** Nothing of any secret shows, and every output that is JSON can be read. */
function expectClean(run: Run, privateKey = ''): void {
  const { token } = scenario.simulator;
  for (const secret of [privateKey, token, github.token].filter((each) => each !== '')) {
    expect(findShown(run.shown, windowsOf({ text: secret, twin: 'another' }, String))).toBeUndefined();
  }
  for (const value of Object.values(run.outputs))
    if (/^[[{]/u.test(value)) expect(() => JSON.parse(value) as unknown).not.toThrow();
}

/** How an API may repeat what it was sent. */
const ECHOES: Readonly<Record<string, (secret: string) => string>> = {
  whole: (secret) => secret,
  'in one line': (secret) => linesOf(secret).join(''),
  'as JSON': (secret) => JSON.stringify(secret).slice(1, -1),
  'as JSON twice': (secret) => JSON.stringify(JSON.stringify(secret)).slice(2, -2),
  'in lower case': (secret) => secret.toLowerCase(),
  'in upper case': (secret) => secret.toUpperCase(),
  'in part': (secret) => linesOf(secret).join('').slice(17, 60),
  'in brackets, with dots': (secret) => `<${linesOf(secret).join('').slice(0, 40)}…> is no key`,
  'URL-encoded': (secret) => encodeURIComponent(secret),
  'with other columns': (secret) =>
    (
      linesOf(secret)
        .join('')
        .match(/.{1,50}/gu) ?? []
    ).join('\n'),
};

describe('an error of the API', () => {
  it.each(Object.keys(ECHOES))('Repeats key and token %s, and neither shows', async (form) => {
    const { simulator, web } = scenario;
    const echo = ECHOES[form] ?? String;
    const body = {
      id: echo(simulator.token),
      message: `Invalid: ${echo(web.privateKey)} by ${echo(simulator.token)}`,
      request_id: echo(web.privateKey),
    };
    // A header holds no line breaks, and beyond ASCII only what Latin-1 has.
    const header = echo(simulator.token).replaceAll(/\s+/gu, '').replaceAll('…', '...');
    const headers = { 'ratelimit-reset': header, 'retry-after': '0' };
    simulator.fault({ method: 'POST' }, { kind: 'status', status: 503, body, headers });
    simulator.fault({ method: 'POST', after: 1 }, { kind: 'status', status: 422, body });
    const run = await scenario.run(uploadOf(web), { env: { RUNNER_DEBUG: '1' } });
    expect(run.exitCode).toBe(1);
    expectClean(run, web.privateKey);
  });

  it.each([0, 1, 100, 239, 240, 260, 280, 288, 289, 299, 300, 400])(
    'Repeats key and token behind %i characters, where they may be cut off, and neither shows',
    async (offset) => {
      const { simulator, web } = scenario;
      const filler = 'x y '.repeat(101).slice(0, offset);
      const key = linesOf(web.privateKey).join('');
      const headers = { 'x-request-id': `${filler.slice(0, offset % 80)}Bearer ${simulator.token}` };
      const body = { id: `${filler.slice(0, offset % 60)}${key}`, message: filler + key + simulator.token };
      simulator.fault({ method: 'POST' }, { kind: 'status', status: 422, body, headers });
      const run = await scenario.run(uploadOf(web));
      expect(run.exitCode).toBe(1);
      expectClean(run, web.privateKey);
    },
  );
});

describe('a list of the API', () => {
  it('Has key and token in names and reasons, and neither shows', async () => {
    const { simulator, renewed } = scenario;
    const { privateKey } = renewed;
    const key = linesOf(privateKey).join('');
    const old = addIssued(simulator, 'web', scenario.web);
    simulator.addLoadBalancer({ name: `lb ${privateKey} ${simulator.token}`, forwarding_rules: [rule(old)] });
    simulator.addLoadBalancer({ name: 'all', type: 'GLOBAL', domains: [domain('www.example.com', old)] });
    simulator.world.validationReason = `no such key: ${key.toLowerCase()} ${simulator.token}`;
    simulator.addCdnEndpoint({ custom_domain: 'www.example.com', origin: `${key}.example.com`, certificate_id: old });
    simulator.fault({ method: 'PUT', path: '/v2/cdn' }, { kind: 'status', status: 422, body: { message: privateKey } });
    const run = await scenario.run(rotationOf(scenario, { wait_timeout: '60' }));
    expect(run.exitCode).toBe(1);
    expect(run.outputs['load_balancers']).toContain('no such key: ***');
    expectClean(run, privateKey);
  });

  it('Is so long that it goes to a file, and the file has no secret and is valid', async () => {
    const { simulator } = scenario;
    for (let at = 0; at < 2_100; at += 1)
      simulator.addCertificate({
        name: `${'n'.repeat(at % 300)}${simulator.token}`,
        type: simulator.token,
        state: `${simulator.token}"`,
        dns_names: [`${simulator.token}.example.com`, `a\n${simulator.token}\\`],
      });
    const run = await scenario.run({ operation: 'list' });
    expect(run.exitCode).toBe(0);
    const list = JSON.parse(readFileSync(run.outputs['certificates_file'] ?? '', 'utf8')) as { name: string }[];
    expect(list.length).toBe(2_100);
    expect(list[0]?.name).toBe('***');
    expectClean(run);
  });

  it('Has a name with line ends, and the output tells it as it is', async () => {
    const { simulator } = scenario;
    const name = `a\n##[error]b\u2028c ${simulator.token}`;
    simulator.addCertificate({ name });
    const { outputs } = await scenario.run({ operation: 'list' });
    const [certificate] = JSON.parse(outputs['certificates'] ?? '') as { name: string }[];
    expect(certificate?.name).toBe(name.replace(simulator.token, '***'));
    expect(outputs['certificates']).not.toMatch(/##\[|\u2028/u);
  });
});

describe('JSON', () => {
  it('Stays valid where a line of a secret ends with the letter of an escape', () => {
    const lines = ['n', 't', 'r', 'b', 'u', '"', '\\'].map((end, at) => `${at}Zk3vQ9xT7bLm2RfH/cW5+yNd8sGa${end}`);
    const show = makeShow([...lines, lines.join('')]);
    for (const line of lines) {
      const value = [`${line}\n${line}\t${line}`, `\\${line}`, lines.join('\n')];
      const shown = ['***\n***\t***', '\\***', lines.map(() => '***').join('\n')];
      expect(JSON.parse(show.json({ value }))).toEqual({ value: shown });
    }
  });

  it('Has long texts, and each is cut off after its secrets were taken out', () => {
    const secret = 'Zk3vQ9xT7bLm2RfH/cW5+yNd8sGaJ4uE';
    const show = makeShow([secret]);
    for (let at = 0; at <= 1_100; at += 1) {
      expect(show.json(`${'.'.repeat(at)}${secret}`)).not.toContain(secret.slice(0, 2));
      if (at <= 400) expect(show(`${'.'.repeat(at)}${secret}`, 300)).not.toContain(secret.slice(0, 2));
    }
  });
});

describe('GitHub', () => {
  const check = { operation: 'check', min_days: '30', report_issue: 'true' };

  it('Repeats its token in an error, and it does not show', async () => {
    scenario.simulator.addCertificate({ name: 'web', not_after: '2020-01-01T00:00:00Z' });
    github.fault = () => ({ status: 403, body: { message: `no: ${github.token}`, errors: [github.token] } });
    const run = await scenario.run(
      { ...check, github_token: github.token },
      { env: { GITHUB_API_URL: github.url, RUNNER_DEBUG: '1' } },
    );
    expect(run.annotations.some(({ message }) => message.includes('***'))).toBe(true);
    expectClean(run);
  });

  it('Repeats tokens in the address of an issue, and they do not show', async () => {
    const { simulator } = scenario;
    github.reset();
    simulator.addCertificate({ name: `web ${simulator.token}`, not_after: '2020-01-01T00:00:00Z' });
    const address = `https://github.example/${github.token}/${simulator.token}`;
    github.fault = ({ method }) =>
      method === 'POST'
        ? {
            status: 201,
            body: { number: 1, state: 'open', body: '', html_url: address, labels: ['digitalocean-certificates'] },
          }
        : undefined;
    const run = await scenario.run(
      { ...check, github_token: github.token },
      { env: { GITHUB_API_URL: github.url, RUNNER_DEBUG: '1' } },
    );
    expect(run.outputs['issue_url']).toContain('***');
    expectClean(run);
    const sent = JSON.stringify(github.requests.map(({ path, body }) => [path, body]));
    expect(sent).toContain('web');
    expect(findShown(sent, windowsOf({ text: simulator.token, twin: 'another' }, String))).toBeUndefined();
  });
});
