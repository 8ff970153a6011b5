// Many processes, and left to CI: one for each text that is shown.
import { describe, expect, it } from 'vitest';
import { FORMS } from '../x509/forms.ts';
import { errorsOf, uploadOf, useScenario } from './scenario.ts';

const scenario = useScenario();

describe('secrets', () => {
  it('Secrets are masked before the first line of anything else', async () => {
    const run = await scenario.run(uploadOf(scenario.web));
    const lines = run.stdout.split('\n').filter((line) => line !== '');
    const first = lines.findIndex((line) => !line.startsWith('::add-mask::'));
    expect(first).toBeGreaterThan(3);
    expect(lines.slice(first).some((line) => line.startsWith('::add-mask::'))).toBe(false);
    expect(run.masks).toContain(scenario.simulator.token);
    expect(run.masks.some((mask) => mask.includes('BEGIN') || mask.length < 8)).toBe(false);
  });

  it.each(Object.keys(FORMS))('A private key in the wrong input and the form "%s" is masked', async (form) => {
    const write = FORMS[form] ?? String;
    const inputs = {
      operation: 'get',
      name: write(scenario.web.privateKey),
      id: write(scenario.web.privateKey),
      leaf_certificate: write(scenario.web.privateKey),
    };
    const run = await scenario.run(inputs);
    expect(run.exitCode).toBe(1);
    const lines = scenario.web.privateKey.split('\n').filter((line) => line.length >= 8 && !line.startsWith('-----'));
    for (const line of lines) expect(run.masks).toContain(line);
  });

  it('Secrets in a response of the API are not shown', async () => {
    const [line = ''] = scenario.web.privateKey.split('\n').slice(1);
    scenario.simulator.fault(
      { method: 'POST' },
      {
        kind: 'status',
        status: 422,
        body: { id: 'unprocessable_entity', message: `bad: ${line} ${scenario.simulator.token}` },
      },
    );
    const run = await scenario.run(uploadOf(scenario.web));
    expect(run.exitCode).toBe(1);
    expect(errorsOf(run)).toContain('bad: *** ***');
    expect(run.summary).toContain('&#42;&#42;&#42;');
  });

  it('Secrets are sent only in the upload', async () => {
    await scenario.run(uploadOf(scenario.web));
    const [line = ''] = scenario.web.privateKey.split('\n').slice(1);
    const holding = scenario.simulator.requests.filter((request) => JSON.stringify(request).includes(line));
    expect(holding.map(({ method }) => method)).toEqual(['POST']);
  });
});

describe('text from the network', () => {
  it('A name cannot become a workflow command or break the summary or the outputs', async () => {
    const name =
      'x\n::error::owned\r\n##[error]owned\u2028::set-output name=id::evil | <img src=x> `code` [a](b) \u200b\u{e0001}';
    scenario.simulator.addCertificate({ name, dns_names: ['::warning::owned\nb.example', '| a | b |'] });
    const run = await scenario.run({ operation: 'list' });
    expect(run.exitCode).toBe(0);
    expect(run.annotations).toEqual([]);
    // The picture's own fences aside.
    expect(run.summary.replace(/^```mermaid$[^`<[]*^```$/mu, '')).not.toMatch(/<img|\[a\]\(b\)|`/u);
    expect(run.summary.split('\n').filter((line) => line.startsWith('| ')).length).toBe(3);
    const [certificate] = JSON.parse(run.outputs['certificates'] ?? '') as { name: string }[];
    expect(certificate?.name).toBe(name);
    const got = await scenario.run({ operation: 'get', id: scenario.simulator.certificates[0]?.public.id ?? '' });
    expect(got.annotations).toEqual([]);
    expect(got.log.some((line) => line.startsWith('::') || line.includes('##['))).toBe(false);
  });

  it('An error message of the API cannot become a workflow command', async () => {
    scenario.simulator.fault(
      { method: 'GET' },
      {
        kind: 'status',
        status: 422,
        headers: { 'x-request-id': '::error::b' },
        body: { id: 'x\n::error::a', message: 'y\r\n::set-env name=A::b\n##[error]c' },
      },
    );
    const run = await scenario.run({ operation: 'list' });
    expect(run.annotations.length).toBe(1);
    expect(
      run.stdout.split('\n').filter((line) => line.trimStart().startsWith('::') && !line.startsWith('::add-mask::'))
        .length,
    ).toBe(1);
    expect(run.stdout).not.toContain('##[');
  });
});

describe('stack trace', () => {
  it('A stack trace is shown only with debug logging', async () => {
    const inputs = { operation: 'list', api_url: 'http://127.0.0.1:1', wait_timeout: '0' };
    const calm = await scenario.run(inputs);
    expect(calm.shown).not.toMatch(/\n\s+at /u);
    const debug = await scenario.run(inputs, { env: { RUNNER_DEBUG: '1' } });
    expect(debug.groups).toEqual(['Stack trace']);
    expect(debug.log.some((line) => line.startsWith('at '))).toBe(true);
  });
});

describe('incomplete runner', () => {
  it('The step succeeds without a file for the job summary', async () => {
    const run = await scenario.run({ operation: 'list' }, { env: { GITHUB_STEP_SUMMARY: '' } });
    expect(run.exitCode).toBe(0);
    expect(run.log.join('\n')).toContain('job summary');
  });

  it('The step fails when the outputs cannot be written', async () => {
    const run = await scenario.run({ operation: 'list' }, { env: { GITHUB_OUTPUT: '/nonexistent/output' } });
    expect(run.exitCode).toBe(1);
    expect(errorsOf(run)).toContain('outputs');
  });
});
