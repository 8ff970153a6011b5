import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { addIssued } from '../faults/rotation-world.ts';
import { rotationOf, rule } from './rotation.ts';
import { errorsOf, useScenario } from './scenario.ts';

const scenario = useScenario();

const bodyLines = (pem: string): string[] =>
  pem.split('\n').filter((line) => line.length >= 8 && !line.startsWith('-----'));

describe('tokens', () => {
  it.each(['DIGITALOCEAN_ACCESS_TOKEN', 'DIGITALOCEAN_TOKEN'])(
    'Masks the token of the environment variable %s',
    async (variable) => {
      const { token } = scenario.simulator;
      const run = await scenario.run({ operation: 'list', token: '' }, { env: { [variable]: token } });
      expect(run.exitCode).toBe(0);
      expect(run.masks).toContain(token);
    },
  );

  it('The value of `github_token` is masked', async () => {
    const token = `ghs_${'0123456789abcdefghij'.repeat(2)}`;
    const run = await scenario.run({ operation: 'check', github_token: token });
    expect(run.exitCode).toBe(0);
    expect(run.masks).toContain(token);
  });

  it('Masks a token of DigitalOcean that was given as name and shows it nowhere', async () => {
    const stray = `dop_v1_${'0123456789abcdef'.repeat(4)}`;
    const run = await scenario.run({ operation: 'get', name: stray });
    expect(run.exitCode).toBe(1);
    expect(run.masks).toContain(stray);
    expect(run.shown).not.toContain(stray);
  });
});

describe('private keys', () => {
  it('Masks each line of a key in the file that leaf_certificate_path names', async () => {
    const cwd = mkdtempSync(join(tmpdir(), 'secrets-'));
    writeFileSync(join(cwd, 'key.pem'), scenario.web.privateKey);
    const run = await scenario.run({ name: 'web', leaf_certificate_path: 'key.pem' }, { cwd });
    expect(run.exitCode).toBe(1);
    expect(run.masks).toEqual(expect.arrayContaining(bodyLines(scenario.web.privateKey)));
  });

  it('Masks the lines of 64 characters and the whole body of a key that came in lines of 76', async () => {
    const { privateKey } = scenario.web;
    const body = bodyLines(privateKey).join('');
    const wide = (body.match(/.{1,76}/gu) ?? []).join('\n');
    const run = await scenario.run({
      name: 'web',
      private_key: `-----BEGIN PRIVATE KEY-----\n${wide}\n-----END PRIVATE KEY-----\n`,
      leaf_certificate: scenario.web.fullChain,
    });
    expect([run.exitCode, errorsOf(run)]).toEqual([0, '']);
    expect(run.masks).toEqual(expect.arrayContaining([...bodyLines(privateKey), ...wide.split('\n'), body]));
  });

  it('Masks what is there of a key that was cut off and put into the wrong input', async () => {
    const cut = scenario.web.privateKey.slice(0, 150);
    const run = await scenario.run({ name: 'web', leaf_certificate: cut });
    expect(run.exitCode).toBe(1);
    expect(bodyLines(cut).length).toBe(2);
    expect(run.masks).toEqual(expect.arrayContaining(bodyLines(cut)));
  });
});

it('Shows neither the token nor the key in an output that quotes the API', async () => {
  const { simulator } = scenario;
  const old = addIssued(simulator, 'web', scenario.web);
  simulator.addLoadBalancer({ forwarding_rules: [rule(old)] });
  const [line = ''] = bodyLines(scenario.renewed.privateKey);
  const message = `bad ${simulator.token} and ${line}`;
  simulator.fault(
    { method: 'PUT', times: 2 },
    { kind: 'status', status: 422, body: { id: 'unprocessable_entity', message } },
  );
  const run = await scenario.run(rotationOf(scenario));
  expect(run.exitCode).toBe(1);
  expect(run.outputs['load_balancers']).toContain('bad *** and ***');
});
