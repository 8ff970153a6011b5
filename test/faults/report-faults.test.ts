import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { startGithub } from '../github/stand-in.ts';
import type { GithubStandIn } from '../github/stand-in.ts';
import { runMain } from '../runner/run-main.ts';
import type { StepResult } from '../runner/step.ts';
import { startSimulator } from '../simulator/simulator.ts';
import type { Simulator } from '../simulator/simulator.ts';
import { FAULTS, sampled } from './fault-kinds.ts';

let simulator: Simulator;
let github: GithubStandIn;
beforeAll(async () => {
  simulator = await startSimulator();
  github = await startGithub();
});
beforeEach(() => {
  simulator.reset();
  github.reset();
});
afterAll(async () => {
  await simulator.close();
  await github.close();
});

const inDays = (days: number): string => new Date(Date.now() + days * 86_400_000 + 3_600_000).toISOString();
const check = (): Promise<StepResult> =>
  runMain(
    {
      operation: 'check',
      token: simulator.token,
      api_url: simulator.url,
      on_expiring: 'ignore',
      report_issue: 'true',
      github_token: github.token,
    },
    { env: { GITHUB_API_URL: github.url } },
  );
const warned = ({ annotations }: StepResult): boolean =>
  annotations.some(({ level, message }) => level === 'warning' && message.includes('issue'));
const states = (): string[] => github.issues.map(({ state }) => state);

/** What GitHub may do to a request: a broken connection, or an answer that is none. */
const KINDS: Readonly<Record<string, ReturnType<NonNullable<GithubStandIn['fault']>>>> = {
  'broken connection': 'break',
  ...Object.fromEntries(
    Object.entries(FAULTS).flatMap(([name, fault]) =>
      fault.kind === 'status' ? [[name, { status: fault.status, body: fault.body }] as const] : [],
    ),
  ),
};

describe.each(sampled(Object.keys(KINDS)))('GitHub fault: %s', (kind) => {
  const spoil = (index: number): void => {
    github.fault = (request) => (request.index === index ? KINDS[kind] : undefined);
  };

  it.each([0, 1])(
    '`check` still succeeds when request %i of an issue fails, and the next run completes the issue',
    async (index) => {
      simulator.addCertificate({ name: 'web', not_after: inDays(5) });
      spoil(index);
      const run = await check();
      expect([run.exitCode, warned(run)]).toEqual([0, true]);
      expect((JSON.parse(run.outputs['expiring'] ?? '') as unknown[]).length).toBe(1);
      github.fault = undefined;
      expect(warned(await check())).toBe(false);
      expect(states()).toEqual(['open']);
    },
  );

  it.each([0, 1, 2])(
    '`check` still succeeds when request %i of a closing fails, and the next run closes the issue',
    async (index) => {
      const web = simulator.addCertificate({ name: 'web', not_after: inDays(5) });
      await check();
      web.public.not_after = inDays(80);
      spoil(github.requests.length + index);
      expect((await check()).exitCode).toBe(0);
      github.fault = undefined;
      await check();
      expect(states()).toEqual(['closed']);
      expect(github.issues[0]?.comments.length).toBeGreaterThan(0);
    },
  );
});
