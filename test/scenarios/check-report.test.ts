// Many processes, and left to CI: each story of an issue takes several runs.
import { cpSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { createServer } from 'node:tls';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { startGithub } from '../github/stand-in.ts';
import type { GithubStandIn } from '../github/stand-in.ts';
import { runAction } from '../runner/run-action.ts';
import type { Run } from '../runner/run-action.ts';
import { makeTemp, ROOT } from '../runner/step.ts';
import { errorsOf, useScenario, warningsOf } from './scenario.ts';

const scopes: string[] = [];
const scenario = useScenario({ scopes });
let github: GithubStandIn;
beforeAll(async () => {
  github = await startGithub();
});
beforeEach(() => {
  github.reset();
  scopes.splice(0, scopes.length, 'certificate:read', 'load_balancer:read', 'cdn:read');
});
afterAll(() => github.close());

const DAY_MS = 86_400_000;
const inDays = (days: number): string =>
  new Date(Date.now() + days * DAY_MS + 3_600_000).toISOString().slice(0, 19) + 'Z';

const check = async (inputs: Record<string, string> = {}): Promise<Run> => {
  const run = await scenario.run(
    { operation: 'check', report_issue: 'true', github_token: github.token, ...inputs },
    { env: { GITHUB_API_URL: github.url, GITHUB_SERVER_URL: 'https://github.example' } },
  );
  // Neither token may travel to the other side, nor be seen.
  for (const request of github.requests) expect(JSON.stringify(request)).not.toContain(scenario.simulator.token);
  for (const request of scenario.simulator.requests) expect(JSON.stringify(request)).not.toContain(github.token);
  expect(run.shown).not.toContain(github.token);
  return run;
};
const calls = (): string[] =>
  github.requests.map(({ method, path }) => `${method} ${path.split('?')[0]?.replace('/api/v3/repos/acme/site', '')}`);

describe('issue of `check`', () => {
  it('`report_issue` opens one issue with what expires, and leaves it while nothing changes', async () => {
    scenario.simulator.addCertificate({
      name: 'web',
      not_after: inDays(5),
      created_at: inDays(-85),
      dns_names: ['www.example.com'],
    });
    scenario.simulator.addCertificate({ name: 'good', not_after: inDays(80) });
    const run = await check();
    expect(run.exitCode).toBe(1);
    expect(run.outputs['issue_url']).toBe('https://github.example/acme/site/issues/1');
    expect(run.summary).toContain('(<https://github.example/acme/site/issues/1>)');
    const [issue] = github.issues;
    expect(issue).toMatchObject({
      title: expect.stringContaining('all certificates'),
      state: 'open',
      labels: ['digitalocean-certificates'],
    });
    expect(issue?.body).toMatch(new RegExp(`\\| web \\|.*\\b14 days\\b.*${inDays(5).slice(0, 11)}`, 'u'));
    expect(issue?.body).toContain('www&#46;example.com');
    expect(issue?.body).not.toContain('good');
    expect(issue?.body).not.toContain(scenario.simulator.certificates[0]?.public.id);
    expect(calls()).toEqual(['GET /issues', 'POST /issues']);

    const again = await check();
    expect(again.outputs['issue_url']).toBe(run.outputs['issue_url']);
    expect(calls().slice(2)).toEqual(['GET /issues']);
  });

  it('`report_issue` updates the issue, closes it with a comment after the renewal, and reopens it', async () => {
    const web = scenario.simulator.addCertificate({ name: 'web', not_after: inDays(5) });
    await check({ name: 'web' });
    web.public.not_after = inDays(-2);
    await check({ name: 'web' });
    expect(calls()).toEqual(['GET /issues', 'POST /issues', 'GET /issues', 'PATCH /issues/1']);
    expect(github.issues[0]?.body).toContain('expired');
    expect(github.issues[0]?.comments).toEqual([]);

    // Renewed: another id, the same family.
    scenario.simulator.world.certificates = [];
    const fingerprint = 'abcdef01'.repeat(5);
    const next = scenario.simulator.addCertificate({
      name: 'web-20261101-abcdef01',
      sha1_fingerprint: fingerprint,
      not_after: inDays(80),
    });
    const well = await check({ name: 'web' });
    expect(well.exitCode).toBe(0);
    expect(well.outputs['issue_url']).toBe('https://github.example/acme/site/issues/1');
    expect(github.issues[0]).toMatchObject({ state: 'closed', state_reason: 'completed' });
    expect(github.issues[0]?.comments).toEqual([expect.stringMatching(/\bagain\b|any more/u)]);
    expect((await check({ name: 'web' })).outputs['issue_url']).toBe('');
    expect(github.issues[0]?.comments.length).toBe(1);

    next.public.not_after = inDays(3);
    await check({ name: 'web' });
    expect(github.issues.length).toBe(1);
    expect(github.issues[0]).toMatchObject({ state: 'open', state_reason: 'reopened' });
    expect(github.issues[0]?.body).toContain('| web |');
  });

  it('`report_issue` keeps one issue for each account and family', async () => {
    scenario.simulator.addCertificate({ name: 'web', not_after: inDays(5) });
    scenario.simulator.addCertificate({ name: 'api', not_after: inDays(5) });
    const { id } = scenario.simulator.certificates[0]?.public ?? { id: '' };
    for (const inputs of [{}, { name: 'web' }, { name: 'api' }, { id }]) await check(inputs);
    // By id it speaks of the family, and so of the issue of its name.
    expect(github.issues.map(({ title }) => title)).toEqual([
      expect.stringContaining('all certificates'),
      expect.stringContaining('"web"'),
      expect.stringContaining('"api"'),
    ]);
  });

  it('`report_issue` finds its issue on any page by label and marker, never by title, and is not confused by a pull request', async () => {
    scenario.simulator.addCertificate({ name: 'web', not_after: inDays(5) });
    await check();
    const ours = github.issues[0];
    if (ours === undefined) throw new Error('no issue');
    ours.title = 'somebody gave it another title';
    const other = (extra: object): void =>
      void github.issues.push({ ...ours, number: github.issues.length + 1, comments: [], ...extra });
    other({ labels: [], title: 'a stranger copied the marker' });
    other({ isPullRequest: true });
    other({ body: 'labelled, without a marker' });
    // Ours comes after a hundred others.
    github.issues.splice(0, 1);
    for (let at = 0; at < 100; at += 1) other({ body: 'x' });
    github.issues.push({ ...ours, number: 900 });
    const before = github.requests.length;
    const run = await check();
    expect(run.outputs['issue_url']).toMatch(/\/900$/u);
    expect(calls().slice(before)).toEqual(['GET /issues', 'GET /issues']);
    expect(github.requests.slice(before).every(({ path }) => path.includes('labels=digitalocean-certificates'))).toBe(
      true,
    );
  });

  it('`report_issue` keeps the older of two issues that were opened at once, and closes the other', async () => {
    scenario.simulator.addCertificate({ name: 'web', not_after: inDays(5) });
    await check();
    const [ours] = github.issues;
    if (ours !== undefined) github.issues.push({ ...ours, number: 2, comments: [] });
    const run = await check();
    expect(run.outputs['issue_url']).toMatch(/\/1$/u);
    expect(github.issues.map(({ state }) => state)).toEqual(['open', 'closed']);
    expect(github.issues[1]?.comments).toEqual([expect.stringContaining('#1')]);
  });

  it('`report_issue` keeps the issue open when the check is incomplete', async () => {
    const web = scenario.simulator.addCertificate({ name: 'web', not_after: inDays(5) });
    await check({ name: 'web' });
    web.public.not_after = inDays(80);
    const run = await check({ name: 'web', endpoints: 'www.example.com@127.0.0.1:1', wait_timeout: '0' });
    expect(run.exitCode).toBe(1);
    expect(github.issues[0]?.state).toBe('open');
  });

  it('`report_issue` keeps the issue open while it is unknown whether an older certificate is in use', async () => {
    const web = scenario.simulator.addCertificate({ name: 'web', not_after: inDays(5) });
    await check({ name: 'web' });
    const sha1 = 'abcdef01'.repeat(5);
    scenario.simulator.addCertificate({ name: 'web-20261101-abcdef01', sha1_fingerprint: sha1, not_after: inDays(80) });
    scopes.pop();
    expect(warningsOf(await check({ name: 'web' }))).toContain('cdn:read');
    expect(github.issues[0]?.state).toBe('open');
    scopes.push('cdn:read');
    await check({ name: 'web' });
    expect([github.issues[0]?.state, web.public.name]).toEqual(['closed', 'web']);
  });

  it('`report_issue` shows any name as plain text and mentions nobody', async () => {
    scenario.simulator.addCertificate({
      name: '@octocat #1 <!-- x --> | <img src=x> [a](b) `c`\n- [ ] d --> ```',
      dns_names: ['@team', '| a |'],
      not_after: inDays(5),
    });
    await check();
    const body = github.issues[0]?.body ?? '';
    expect(body).not.toMatch(/@|<img|\[a\]|`c`|```|#\d+(?![\d;])/u);
    expect(body.match(/<!--/gu)?.length).toBe(2);
    expect(body.split('\n').filter((line) => line.startsWith('| ')).length).toBe(3);
  });

  it('`report_issue` keeps the issue within its limits when 5,000 certificates expire', async () => {
    for (let at = 0; at < 5_000; at += 1)
      scenario.simulator.addCertificate({
        name: `site-${at}`,
        not_after: inDays(5),
        dns_names: Array.from({ length: 9 }, (_, n) => `${'long-'.repeat(11)}${n}.example.com`),
      });
    const run = await check();
    expect(run.exitCode).toBe(1);
    expect(run.outputs['issue_url']).toMatch(/\/issues\/1$/u);
    expect(github.issues[0]?.body).toContain('4940 more');
  });

  it('`report_issue` opens no issue when an endpoint is out of reach, and needs no `token`', async () => {
    const run = await check({
      token: '',
      endpoints: 'www.example.com@127.0.0.1:1',
      wait_timeout: '0',
      on_expiring: 'warn',
    });
    expect(run.exitCode).toBe(1);
    expect(errorsOf(run)).toContain('ECONNREFUSED');
    // Nothing is known of it: nothing is reported.
    expect(github.issues).toEqual([]);
  });

  it('`report_issue` lists each host once, and leaves the issue while nothing changes', async () => {
    const self = await scenario.authority.selfSign('other.example.com');
    const server = createServer({ key: self.privateKey, cert: self.leafCertificate });
    await new Promise<void>((done) => {
      server.listen(0, '127.0.0.1', done);
    });
    const { port } = server.address() as AddressInfo;
    const endpoints = `www.example.com@127.0.0.1:${port}, www.example.com@127.0.0.1:${port}`;
    try {
      await check({ token: '', endpoints, wait_timeout: '0' });
      await check({ token: '', endpoints, wait_timeout: '0' });
    } finally {
      server.close();
    }
    expect(calls()).toEqual(['GET /issues', 'POST /issues', 'GET /issues']);
    expect(github.issues[0]?.title).toContain(` www.example.com@127.0.0.1:${port} `);
    expect(github.issues[0]?.body).toMatch(new RegExp(`\\| www&#46;example\\.com:${port} \\| .*cover`, 'u'));
    expect(scenario.simulator.requests).toEqual([]);
  });

  it('`check` loads the GitHub client only for `report_issue`', async () => {
    const folder = makeTemp();
    cpSync(join(ROOT, 'dist'), folder, { recursive: true });
    const chunks = readdirSync(folder).filter(
      (file) => file.endsWith('.js') && readFileSync(join(folder, file), 'utf8').includes('node_modules/@octokit/'),
    );
    expect(chunks.length).toBe(1);
    for (const chunk of chunks) rmSync(join(folder, chunk));
    scenario.simulator.addCertificate({ name: 'web', not_after: inDays(80) });
    const inputs = { operation: 'check', token: scenario.simulator.token, api_url: scenario.simulator.url };
    expect((await runAction(inputs, { bundle: join(folder, 'index.js') })).exitCode).toBe(0);
  });

  it('`check` sends nothing to GitHub without `report_issue`', async () => {
    scenario.simulator.addCertificate({ name: 'web', not_after: inDays(5) });
    const run = await check({ report_issue: 'false' });
    expect(run.exitCode).toBe(1);
    expect(github.requests).toEqual([]);
  });
});

describe('refusals of GitHub', () => {
  const HINT = '`permissions: { contents: read, issues: write }`';

  it.each(['none', 'read'] as const)(
    '`report_issue` warns with the lines to add when the permission is %s',
    async (permission) => {
      github.permission = permission;
      scenario.simulator.addCertificate({ name: 'web', not_after: inDays(5) });
      const run = await check({ on_expiring: 'warn' });
      expect(run.exitCode).toBe(0);
      expect(warningsOf(run)).toContain('5 days');
      expect(warningsOf(run)).toContain(HINT);
      expect(run.outputs).toMatchObject({ issue_url: '' });
      expect(JSON.parse(run.outputs['expiring'] ?? '').length).toBe(1);
    },
  );

  it('`report_issue` closes an issue again that it may not label, since no later run would find it', async () => {
    github.permission = 'author';
    scenario.simulator.addCertificate({ name: 'web', not_after: inDays(5) });
    const run = await check();
    expect(run.exitCode).toBe(1);
    expect(warningsOf(run)).toContain('label');
    expect(github.issues.map(({ state }) => state)).toEqual(['closed']);
  });

  it.each([
    ['issues are turned off', (): void => void (github.hasIssues = false), /responded 410.*Turn on issues/u, {}],
    ['the token is wrong', (): void => undefined, /`github_token`.*wrong/u, { github_token: 'ghs_wrongwrongwrong' }],
    ['there is no token', (): void => undefined, /Remove `github_token`/u, { github_token: '' }],
    ['GitHub is out of reach', (): void => void (github.fault = () => 'break'), /reached/u, {}],
    [
      'a rate limit is hit',
      (): void => void (github.fault = () => ({ status: 429, body: { message: 'secondary rate limit' } })),
      /responded 429/u,
      {},
    ],
    [
      'the response is nonsense',
      (): void => void (github.fault = () => ({ status: 200, body: { hello: 'world' } })),
      /\bissue\b/u,
      {},
    ],
  ])('`report_issue` only warns when %s', async (_, prepare, message, inputs) => {
    prepare();
    scenario.simulator.addCertificate({ name: 'web', not_after: inDays(5) });
    const run = await check(inputs);
    expect(run.exitCode).toBe(1);
    expect(errorsOf(run)).toContain('5 days');
    expect(warningsOf(run)).toMatch(message);
  });
});

describe('tokens', () => {
  it('Tokens in the wrong input are refused before anything is sent', async () => {
    const run = await check({ token: github.token, github_token: scenario.simulator.token });
    expect(run.exitCode).toBe(1);
    expect(errorsOf(run)).toMatch(/`token`.*GitHub.*`github_token`.*DigitalOcean/u);
    expect([github.requests, scenario.simulator.requests]).toEqual([[], []]);
  });
});
