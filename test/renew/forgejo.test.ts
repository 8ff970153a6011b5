// Not on Windows: it runs the step with bash, and a script in lego's place.
import { execFile } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readFileCommands } from '../runner/workflow-commands.ts';
import { makeStep, makeTemp, ROOT } from '../runner/step.ts';
import { startSimulator } from '../simulator/simulator.ts';
import type { Simulator } from '../simulator/simulator.ts';
import { RENEW_ACTION, startIssuance } from './stand-ins.ts';
import type { Issuance } from './stand-ins.ts';

/** What Forgejo's runner adds to what GitHub's also sets (its source, `NewRunner`), and the token of a job as it names it. */
const FORGEJO = {
  ACTIONS_RESULTS_URL: 'https://forge.example',
  ACTIONS_RUNTIME_TOKEN: 'the token of the runtime',
  ACTIONS_RUNTIME_URL: 'https://forge.example/api/actions_pipeline/',
  FORGEJO_ACTIONS: 'true',
  FORGEJO_ACTIONS_RUNNER_VERSION: 'v12.1.0',
  FORGEJO_TOKEN: 'the token of the forge',
  GITEA_ACTIONS: 'true',
  GITEA_ACTIONS_RUNNER_VERSION: 'v12.1.0',
  GITHUB_API_URL: 'https://forge.example/api/v1',
  GITHUB_SERVER_URL: 'https://forge.example',
  GITHUB_TOKEN: 'the token of the forge',
};

const made: { simulator?: Simulator; issuance?: Issuance } = {};
beforeAll(async () => {
  made.simulator = await startSimulator();
  made.issuance = await startIssuance('www.example.com');
});
afterAll(async () => {
  await made.simulator?.close();
  await made.issuance?.close();
});

/** Runs a script of the action with bash, which finds `node` on its PATH. */
async function runScript(script: string, env: Readonly<Record<string, string>>): Promise<string> {
  const path = `${dirname(process.execPath)}:${process.env['PATH'] ?? ''}`;
  const command = ['--noprofile', '--norc', '-e', '-o', 'pipefail', '-c', 'node "$0"', join(ROOT, 'renew', script)];
  const { stdout } = await promisify(execFile)('bash', command, { env: { ...env, PATH: path }, cwd: makeTemp() });
  return stdout;
}

describe('the renewal on a Forgejo runner', () => {
  it('A first certificate is ordered and uploaded, and lego sees nothing of the forge', async () => {
    const { simulator, issuance } = made;
    if (simulator === undefined || issuance === undefined) throw new Error('nothing was started');
    const inputs = { ...issuance.inputs, token: simulator.token, api_url: simulator.url };
    const { env: ofGithub, temp } = makeStep(inputs, makeTemp(), RENEW_ACTION);
    const env: Record<string, string> = { ...ofGithub, ...FORGEJO, INPUT_GITHUB_TOKEN: FORGEJO.FORGEJO_TOKEN };
    const stdout = await runScript('main.mjs', { ...env, NODE_EXTRA_CA_CERTS: issuance.rootFile });
    const outputs = readFileCommands(readFileSync(env['GITHUB_OUTPUT'] ?? '', 'utf8'));
    expect(outputs).toMatchObject({ renewed: 'true', sha1_fingerprint: issuance.sha1Fingerprint });
    expect(simulator.certificates.map((certificate) => certificate.public.name)).toEqual(['web']);
    expect(issuance.legoSaw()).toContain(`DO_AUTH_TOKEN=${simulator.token}`);
    expect(issuance.legoSaw()).not.toMatch(/^(?:FORGEJO|GITEA|GITHUB|ACTIONS|INPUT)_|the forge|the runtime/mu);
    const shown = stdout.replace(/^::add-mask::.*$/gmu, '');
    expect(shown).not.toContain(simulator.token);
    expect(shown).not.toContain('PRIVATE KEY');
    const state = readFileCommands(readFileSync(env['GITHUB_STATE'] ?? '', 'utf8'));
    expect(await runScript('post.mjs', { ...FORGEJO, STATE_renew_folder: state['renew_folder'] ?? '' })).toBe('');
    expect(readdirSync(temp).filter((name) => name.startsWith('digitalocean-renew-'))).toEqual([]);
  });
});
