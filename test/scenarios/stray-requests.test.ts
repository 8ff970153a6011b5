import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { startGithub } from '../github/stand-in.ts';
import type { GithubStandIn } from '../github/stand-in.ts';
import { useOtherHost } from '../runner/other-host.ts';
import { rotationOf, rule } from './rotation.ts';
import { errorsOf, uploadOf, useScenario, warningsOf } from './scenario.ts';

// On the bundle one of each kind; every one of them is in digitalocean/stray-requests.test.ts and report/github-hosts.test.ts.
const scenario = useScenario();
/** Requests to another host than DigitalOcean's and GitHub's. */
const other = useOtherHost();
const { strayed } = other;
let elsewhere: string;
let github: GithubStandIn;
beforeAll(async () => {
  github = await startGithub();
  elsewhere = other.url;
});
beforeEach(() => {
  github.reset();
});
afterAll(async () => {
  await github.close();
});

describe('the token of DigitalOcean', () => {
  it.each(['GET', 'POST', 'PUT', 'DELETE'])('A redirect of a %s to another host is not followed', async (method) => {
    const { simulator, web } = scenario;
    const old = simulator.addCertificate({ name: 'web', not_after: web.notAfter.toISOString() });
    const inputs =
      method === 'DELETE'
        ? { operation: 'delete', name: 'web' }
        : rotationOf(scenario, { allow_dropped_names: 'true' });
    if (method !== 'DELETE') simulator.addLoadBalancer({ forwarding_rules: [rule(old.public.id)] });
    const headers = { location: `${elsewhere}/v2/certificates` };
    simulator.fault({ method }, { kind: 'status', status: 307, headers });
    const run = await scenario.run(inputs);
    expect([run.exitCode, strayed]).toEqual([1, []]);
    expect(errorsOf(run)).toMatch(new RegExp(`\\b${method} /v2/.*\\b307\\b.*\`api_url\``, 'u'));
  });

  it('A load balancer whose id leads to another path is not requested', async () => {
    const { simulator, web } = scenario;
    const old = simulator.addCertificate({ name: 'web', not_after: web.notAfter.toISOString() });
    simulator.addLoadBalancer({ forwarding_rules: [rule(old.public.id)], id: '../account' });
    const run = await scenario.run(rotationOf(scenario, { allow_dropped_names: 'true' }));
    expect(run.exitCode).toBe(1);
    expect(errorsOf(run)).toContain('UUID');
    expect(scenario.requests().filter((line) => /account|PUT|DELETE/u.test(line))).toEqual([]);
  });
});

describe('the token of GitHub', () => {
  const check = (): ReturnType<typeof scenario.run> =>
    scenario.run(
      { operation: 'check', on_expiring: 'ignore', report_issue: 'true', github_token: github.token },
      { env: { GITHUB_API_URL: github.url } },
    );

  it.each(['GET', 'POST'])('A redirect of a %s to another host is not followed', async (method) => {
    scenario.simulator.addCertificate({ name: 'web', not_after: new Date().toISOString() });
    github.fault = (request) =>
      request.method === method ? { status: 307, headers: { location: elsewhere } } : undefined;
    const run = await check();
    expect([run.exitCode, strayed, github.issues]).toEqual([0, [], []]);
    expect(warningsOf(run)).toMatch(/\b307\b.*GITHUB_API_URL/u);
  });

  it('A `Link` header to another host is not followed', async () => {
    const page = Array.from({ length: 100 }, (_, at) => ({ number: at, state: 'open', html_url: elsewhere, body: '' }));
    const headers = { link: `<${elsewhere}?page=2>; rel="next"`, deprecation: 'true' };
    github.fault = ({ path }) => (path.includes('&page=1') ? { body: page, headers } : undefined);
    scenario.simulator.addCertificate({ name: 'web', not_after: new Date().toISOString() });
    await check();
    expect(github.requests.map(({ method }) => method)).toEqual(['GET', 'GET', 'POST']);
    expect(strayed).toEqual([]);
  });
});

describe('verification of TLS', () => {
  it.each([
    ['present', {}],
    ['list', {}],
    ['rotate', {}],
    ['delete', {}],
    ['check', { report_issue: 'true', github_token: `ghs_${'a1B2'.repeat(9)}` }],
    ['check', { token: '', endpoints: 'www.example.com@127.0.0.1:1' }],
  ])('Nothing is sent by `%s` %j while NODE_TLS_REJECT_UNAUTHORIZED is 0', async (operation, more) => {
    const inputs = ['list', 'check'].includes(operation) ? { operation } : { ...uploadOf(scenario.web), operation };
    const run = await scenario.run(
      { ...inputs, ...more },
      { env: { NODE_TLS_REJECT_UNAUTHORIZED: '0', GITHUB_API_URL: elsewhere } },
    );
    expect([run.exitCode, scenario.simulator.requests, strayed]).toEqual([1, [], []]);
    expect(errorsOf(run)).toMatch(/NODE_TLS_REJECT_UNAUTHORIZED.*NODE_EXTRA_CA_CERTS/u);
    expect(run.log.join('\n')).not.toContain('ECONNREFUSED');
  });
});
