import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { startGithub } from '../github/stand-in.ts';
import type { GithubFault, GithubRequest, GithubStandIn } from '../github/stand-in.ts';
import { useOtherHost } from '../runner/other-host.ts';
import type { Run } from '../runner/run-action.ts';
import { useScenario, warningsOf } from '../scenarios/scenario.ts';

const scenario = useScenario({}, { inProcess: true });
/** Requests to a host that is neither DigitalOcean nor GitHub. */
const other = useOtherHost();
const { strayed } = other;
let github: GithubStandIn;
let elsewhere: string;
beforeAll(async () => {
  github = await startGithub();
  elsewhere = `${other.url}/api/v3/repos/acme/site/issues`;
});
beforeEach(() => {
  github.reset();
});
afterAll(async () => {
  await github.close();
});

const inDays = (days: number): string => new Date(Date.now() + days * 86_400_000 + 3_600_000).toISOString();

async function check(): Promise<Run> {
  const run = await scenario.run(
    { operation: 'check', on_expiring: 'ignore', report_issue: 'true', github_token: github.token },
    { env: { GITHUB_API_URL: github.url } },
  );
  // Whatever GitHub does, the result of the check stands.
  expect([run.exitCode, strayed]).toEqual([0, []]);
  expect(run.shown).not.toContain(github.token);
  return run;
}

/** The four calls, and what leads to each. */
const CALLS = {
  list: { isIt: ({ method }: GithubRequest) => method === 'GET', days: [5] },
  open: { isIt: ({ method, path }: GithubRequest) => method === 'POST' && path.endsWith('/issues'), days: [5] },
  update: { isIt: ({ method }: GithubRequest) => method === 'PATCH', days: [5, -2] },
  comment: { isIt: ({ path }: GithubRequest) => path.endsWith('/comments'), days: [5, 80] },
} as const;

/** Lets the call meet the fault. @returns the run, and how many requests it made */
async function meet(call: keyof typeof CALLS, fault: GithubFault): Promise<{ run: Run; requests: number }> {
  const web = scenario.simulator.addCertificate({ name: 'web' });
  const { isIt, days } = CALLS[call];
  const [first, second] = days.map(inDays);
  web.public.not_after = first ?? '';
  if (second !== undefined) {
    await check();
    web.public.not_after = second;
  }
  const before = github.requests.length;
  github.fault = (request) => (isIt(request) ? fault : undefined);
  const run = await check();
  return { run, requests: github.requests.slice(before).filter(isIt).length };
}

const calls = Object.keys(CALLS) as (keyof typeof CALLS)[];
const redirects = [301, 302, 303, 307, 308];

describe('the host of GitHub', () => {
  it.each(calls.flatMap((call) => redirects.map((status) => [status, call] as const)))(
    'A redirect %i of the call %s is not followed, and a warning tells it',
    async (status, call) => {
      const { run, requests } = await meet(call, {
        status,
        headers: { location: elsewhere },
        body: { message: 'Moved' },
      });
      expect(requests).toBe(1);
      expect(warningsOf(run)).toMatch(new RegExp(`responded ${status}\\b.*GITHUB_API_URL`, 'u'));
      expect(github.issues.length).toBe(call === 'list' || call === 'open' ? 0 : 1);
    },
  );

  it.each(calls)('A redirect of the call %s is not followed on the same host either', async (call) => {
    const { requests } = await meet(call, {
      status: 307,
      headers: { location: `${github.url}/repos/acme/site/issues` },
    });
    expect(requests).toBe(1);
  });

  it.each(['next', 'last', 'deprecation'])('A `Link` header with rel="%s" is not followed', async (rel) => {
    for (let at = 0; at < 100; at += 1)
      github.issues.push({
        number: at + 1,
        title: 'x',
        body: 'x',
        state: 'open',
        state_reason: null,
        labels: ['digitalocean-certificates'],
        comments: [],
        isPullRequest: false,
      });
    const link = `<${elsewhere}?page=2>; rel="${rel}"`;
    const { run, requests } = await meet('list', { headers: { link, deprecation: 'true', location: elsewhere } });
    expect(requests).toBe(2);
    expect(run.outputs['issue_url']).toMatch(/\/101$/u);
  });

  it('No address within an issue is requested, wherever it leads', async () => {
    const web = scenario.simulator.addCertificate({ name: 'web', not_after: inDays(5) });
    const stray = { html_url: elsewhere, url: elsewhere, comments_url: elsewhere, repository_url: elsewhere };
    const known = (): object => ({ ...stray, number: 1, state: 'open', body: github.issues[0]?.body, labels: [] });
    await check();
    github.fault = ({ method }) => (method === 'GET' ? { body: [known()] } : { body: known() });
    web.public.not_after = inDays(-2);
    expect((await check()).outputs['issue_url']).toBe(elsewhere);
    web.public.not_after = inDays(80);
    await check();
    expect(github.issues.map(({ state }) => state)).toEqual(['closed']);
  });
});

describe('a list of issues that cannot be read', () => {
  const issue = { number: 1, state: 'open', html_url: 'https://github.example/acme/site/issues/1', body: null };
  it.each<readonly [string, GithubFault]>([
    ...[400, 401, 403, 404, 409, 410, 422, 429, 500, 502, 503].map(
      (status) => [`the status ${status}`, { status, body: { message: 'No' } }] as const,
    ),
    ...[201, 202, 203, 204, 205, 206, 304].map((status) => [`the status ${status}`, { status }] as const),
    ['an error without a body', { status: 409 }],
    ['an error page', { status: 500, body: `<html>${'<p>nothing</p>'.repeat(2_000)}</html>` }],
    ['HTML', { status: 200, body: '<html>Sign in</html>' }],
    ['an empty body', { status: 200 }],
    ['an empty object', { status: 200, body: {} }],
    ['null', { status: 200, body: null }],
    ['a list of null', { status: 200, body: [null] }],
    ['a list of an empty object', { status: 200, body: [{}] }],
    ['an issue without a number', { status: 200, body: [{ ...issue, number: undefined }] }],
    ['an issue without a page', { status: 200, body: [{ ...issue, html_url: 7 }] }],
    ['a broken connection', 'break'],
  ])('No issue is opened after %s, in any run', async (_, fault) => {
    scenario.simulator.addCertificate({ name: 'web', not_after: inDays(5) });
    github.fault = ({ method }) => (method === 'GET' ? fault : undefined);
    for (let count = 0; count < 2; count += 1) {
      const run = await check();
      expect(warningsOf(run)).toContain('GitHub');
      expect(warningsOf(run)).not.toMatch(/Cannot read|not a function|iterable/u);
      expect(warningsOf(run).length).toBeLessThan(700);
      expect(run.outputs['issue_url']).toBe('');
    }
    expect(github.requests.map(({ method }) => method)).toEqual(['GET', 'GET']);
    expect(github.issues).toEqual([]);
  });

  it('No issue is opened when more issues have the label than are read', async () => {
    scenario.simulator.addCertificate({ name: 'web', not_after: inDays(5) });
    const page = Array.from({ length: 100 }, (_, at) => ({ ...issue, number: at + 1 }));
    github.fault = ({ method }) => (method === 'GET' ? { body: page } : undefined);
    expect(warningsOf(await check())).toMatch(/1000\b.*label/u);
    expect(github.requests.map(({ method }) => method)).toEqual(Array.from({ length: 10 }, () => 'GET'));
  });

  it.each([[{}], [undefined], ['<html>'], [{ ...issue, labels: undefined }]])(
    'An issue that was opened, and of which the response has %j, is found by the next run',
    async (body) => {
      scenario.simulator.addCertificate({ name: 'web', not_after: inDays(5) });
      github.fault = ({ method }) => (method === 'POST' ? { body } : undefined);
      const run = await check();
      expect(warningsOf(run)).toMatch(/no issue|label/u);
      github.fault = undefined;
      await check();
      expect(github.issues).toHaveLength(1);
    },
  );
});

describe('the remedy after a response of GitHub', () => {
  const remedies = {
    permission: /`permissions:/u,
    'turn on': /Turn on issues/u,
    token: /`github_token` is wrong/u,
    status: /githubstatus/u,
    later: /next run/u,
    none: /^(?!.*(?:`permissions:|Turn on|`github_token`|githubstatus|next run))/u,
  } as const;
  it.each<readonly [number, string, keyof typeof remedies]>([
    [401, 'Bad credentials', 'token'],
    [403, 'Resource not accessible by integration', 'permission'],
    [403, 'API rate limit exceeded for installation ID 1.', 'later'],
    [403, 'You have exceeded a secondary rate limit.', 'later'],
    [404, 'Not Found', 'permission'],
    [409, 'Conflict', 'none'],
    [410, 'Issues has been disabled in this repository.', 'turn on'],
    [410, 'This issue was deleted', 'none'],
    [422, 'Validation Failed', 'none'],
    [429, 'Too many requests', 'later'],
    [500, 'Server Error', 'status'],
  ])('After %i "%s" the remedy is: %s', async (status, message, remedy) => {
    const { run } = await meet('list', { status, body: { message } });
    const given = Object.entries(remedies).flatMap(([name, pattern]) => (pattern.test(warningsOf(run)) ? [name] : []));
    expect(given).toEqual([remedy]);
  });
});
