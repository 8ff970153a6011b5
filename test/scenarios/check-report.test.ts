import { cpSync, readdirSync, rmSync } from 'node:fs';
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

describe('the report of a check', () => {
  it('is opened once, with a table of what is short, and not touched while nothing changes', async () => {
    scenario.simulator.addCertificate({ name: 'web', not_after: inDays(5), dns_names: ['www.example.com'] });
    scenario.simulator.addCertificate({ name: 'good', not_after: inDays(80) });
    const run = await check();
    expect(run.exitCode).toBe(1);
    expect(run.outputs['issue_url']).toBe('https://github.example/acme/site/issues/1');
    expect(run.summary).toContain('(<https://github.example/acme/site/issues/1>)');
    const [issue] = github.issues;
    expect(issue).toMatchObject({
      title: 'Renewal is due: all certificates of the DigitalOcean account',
      state: 'open',
      labels: ['digitalocean-certificates'],
    });
    expect(issue?.body).toContain(`| web | fewer than 14 days left | ${inDays(5).slice(0, 11)}`);
    expect(issue?.body).toContain('www&#46;example.com');
    expect(issue?.body).not.toContain('good');
    expect(issue?.body).not.toContain(scenario.simulator.certificates[0]?.public.id);
    expect(calls()).toEqual(['GET /issues', 'POST /issues']);

    const again = await check();
    expect(again.outputs['issue_url']).toBe(run.outputs['issue_url']);
    expect(calls().slice(2)).toEqual(['GET /issues']);
  });

  it('is brought up to date when a fact changes, closed with a comment when all is well, and reopened', async () => {
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
      name: 'web-abcdef01',
      sha1_fingerprint: fingerprint,
      not_after: inDays(80),
    });
    const well = await check({ name: 'web' });
    expect(well.exitCode).toBe(0);
    expect(well.outputs['issue_url']).toBe('https://github.example/acme/site/issues/1');
    expect(github.issues[0]).toMatchObject({ state: 'closed', state_reason: 'completed' });
    expect(github.issues[0]?.comments).toEqual(['All is well: nothing is short any more.']);
    expect((await check({ name: 'web' })).outputs['issue_url']).toBe('');
    expect(github.issues[0]?.comments.length).toBe(1);

    next.public.not_after = inDays(3);
    await check({ name: 'web' });
    expect(github.issues.length).toBe(1);
    expect(github.issues[0]).toMatchObject({ state: 'open', state_reason: 'reopened' });
    expect(github.issues[0]?.body).toContain('| web |');
  });

  it('is one for each thing that is checked', async () => {
    scenario.simulator.addCertificate({ name: 'web', not_after: inDays(5) });
    scenario.simulator.addCertificate({ name: 'api', not_after: inDays(5) });
    const { id } = scenario.simulator.certificates[0]?.public ?? { id: '' };
    for (const inputs of [{}, { name: 'web' }, { name: 'api' }, { id }]) await check(inputs);
    // By id it speaks of the family, and so of the issue of its name.
    expect(github.issues.map(({ title }) => title)).toEqual([
      'Renewal is due: all certificates of the DigitalOcean account',
      'Renewal is due: the certificate "web" on DigitalOcean',
      'Renewal is due: the certificate "api" on DigitalOcean',
    ]);
  });

  it('is found by label and marker, never by title, and no pull request, on whichever page it is', async () => {
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

  it('keeps the older of two that two runs opened at once, and closes the other', async () => {
    scenario.simulator.addCertificate({ name: 'web', not_after: inDays(5) });
    await check();
    const [ours] = github.issues;
    if (ours !== undefined) github.issues.push({ ...ours, number: 2, comments: [] });
    const run = await check();
    expect(run.outputs['issue_url']).toMatch(/\/1$/u);
    expect(github.issues.map(({ state }) => state)).toEqual(['open', 'closed']);
    expect(github.issues[1]?.comments).toEqual(['The same is in #1.']);
  });

  it('is not closed by a check that could not read all', async () => {
    const web = scenario.simulator.addCertificate({ name: 'web', not_after: inDays(5) });
    await check({ name: 'web' });
    web.public.not_after = inDays(80);
    const run = await check({ name: 'web', endpoints: 'www.example.com@127.0.0.1:1', wait_timeout: '0' });
    expect(run.exitCode).toBe(1);
    expect(github.issues[0]?.state).toBe('open');
  });

  it('is not closed while it is not known whether an older one is still in use', async () => {
    const web = scenario.simulator.addCertificate({ name: 'web', not_after: inDays(5) });
    await check({ name: 'web' });
    const sha1 = 'abcdef01'.repeat(5);
    scenario.simulator.addCertificate({ name: 'web-abcdef01', sha1_fingerprint: sha1, not_after: inDays(80) });
    scopes.pop();
    expect(warningsOf(await check({ name: 'web' }))).toContain('the token lacks cdn:read');
    expect(github.issues[0]?.state).toBe('open');
    scopes.push('cdn:read');
    await check({ name: 'web' });
    expect([github.issues[0]?.state, web.public.name]).toEqual(['closed', 'web']);
  });

  it('takes names of any kind for text, and mentions nobody', async () => {
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

  it('stays within what an issue holds, with 5,000 that are short', async () => {
    for (let at = 0; at < 5_000; at += 1)
      scenario.simulator.addCertificate({
        name: `site-${at}`,
        not_after: inDays(5),
        dns_names: Array.from({ length: 9 }, (_, n) => `${'long-'.repeat(11)}${n}.example.com`),
      });
    const run = await check();
    expect(run.exitCode).toBe(1);
    expect(warningsOf(run)).not.toContain('could not be kept');
    expect(github.issues[0]?.body).toContain('… and 4940 more');
  });

  it('speaks of endpoints where nothing else is checked, without a token of DigitalOcean', async () => {
    const run = await check({
      token: '',
      endpoints: 'www.example.com@127.0.0.1:1',
      wait_timeout: '0',
      on_expiring: 'warn',
    });
    expect(run.exitCode).toBe(1);
    expect(errorsOf(run)).toContain('nobody listens there');
    // Nothing is known of it: nothing is reported.
    expect(github.issues).toEqual([]);
  });

  it('of endpoints tells each host once, and stays as it is while nothing changes', async () => {
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
    expect(github.issues[0]?.title).toContain(`what www.example.com@127.0.0.1:${port} serves`);
    expect(github.issues[0]?.body).toContain(
      `| www&#46;example.com:${port} | serves a certificate that does not cover`,
    );
    expect(scenario.simulator.requests).toEqual([]);
  });

  it('loads what speaks to GitHub only when it is asked for', async () => {
    const folder = makeTemp();
    cpSync(join(ROOT, 'dist'), folder, { recursive: true });
    const chunks = readdirSync(folder).filter((file) => /^\d+\.index\.js$/u.test(file));
    expect(chunks.length).toBe(1);
    for (const chunk of chunks) rmSync(join(folder, chunk));
    scenario.simulator.addCertificate({ name: 'web', not_after: inDays(80) });
    const inputs = { operation: 'check', token: scenario.simulator.token, api_url: scenario.simulator.url };
    expect((await runAction(inputs, { bundle: join(folder, 'index.js') })).exitCode).toBe(0);
  });

  it('is not asked for without report_issue: GitHub hears nothing', async () => {
    scenario.simulator.addCertificate({ name: 'web', not_after: inDays(5) });
    const run = await check({ report_issue: 'false' });
    expect(run.exitCode).toBe(1);
    expect(github.requests).toEqual([]);
  });
});

describe('when GitHub will not', () => {
  const HINT = '`permissions: { contents: read, issues: write }`';

  it.each(['none', 'read'] as const)(
    'with the permission %s: a warning with the lines to add, and the gate speaks',
    async (permission) => {
      github.permission = permission;
      scenario.simulator.addCertificate({ name: 'web', not_after: inDays(5) });
      const run = await check({ on_expiring: 'warn' });
      expect(run.exitCode).toBe(0);
      expect(warningsOf(run)).toContain('has 5 days left');
      expect(warningsOf(run)).toContain(HINT);
      expect(run.outputs).toMatchObject({ issue_url: '' });
      expect(JSON.parse(run.outputs['expiring'] ?? '').length).toBe(1);
    },
  );

  it('set the label: the issue is closed again, since no later run would find it', async () => {
    github.permission = 'author';
    scenario.simulator.addCertificate({ name: 'web', not_after: inDays(5) });
    const run = await check();
    expect(run.exitCode).toBe(1);
    expect(warningsOf(run)).toContain('may not set the label');
    expect(github.issues.map(({ state }) => state)).toEqual(['closed']);
  });

  it.each([
    ['turned-off issues', (): void => void (github.hasIssues = false), /issues are turned off/u, {}],
    ['another token', (): void => undefined, /`github_token` is wrong/u, { github_token: 'ghs_wrongwrongwrong' }],
    ['no token', (): void => undefined, /leave `github_token` out/u, { github_token: '' }],
    ['nobody there', (): void => void (github.fault = () => 'break'), /could not be reached/u, {}],
    [
      'a rate limit',
      (): void => void (github.fault = () => ({ status: 429, body: { message: 'secondary rate limit' } })),
      /answered 429/u,
      {},
    ],
    [
      'nonsense',
      (): void => void (github.fault = () => ({ status: 200, body: { hello: 'world' } })),
      /could not be kept/u,
      {},
    ],
  ])('for %s: a warning', async (_, prepare, message, inputs) => {
    prepare();
    scenario.simulator.addCertificate({ name: 'web', not_after: inDays(5) });
    const run = await check(inputs);
    expect(run.exitCode).toBe(1);
    expect(errorsOf(run)).toContain('days left');
    expect(warningsOf(run)).toMatch(message);
  });
});

describe('tokens', () => {
  it('in the wrong input are refused before anything is sent', async () => {
    const run = await check({ token: github.token, github_token: scenario.simulator.token });
    expect(run.exitCode).toBe(1);
    expect(errorsOf(run)).toMatch(/token from `token` is one of GitHub.*`github_token` holds a token of DigitalOcean/u);
    expect([github.requests, scenario.simulator.requests]).toEqual([[], []]);
  });
});
