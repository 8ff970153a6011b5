// Many processes, and left to CI: each snippet of each page.
// Not on Windows: it runs scripts with bash, as Linux runners do.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { startGithub } from '../github/stand-in.ts';
import { makeTemp } from '../runner/step.ts';
import { runWorkflow } from '../runner/workflow.ts';
import type { JobOptions, Workflow } from '../runner/workflow.ts';
import { startSimulator } from '../simulator/simulator.ts';
import { buildWorld, WORLDS } from '../simulator/worlds.ts';
import { PAGES, ROOT, snippetsOf, workflowOf } from './pages.ts';

const OURS = /\bdigitalocean-certificate-action@/u;
const snippets = PAGES.flatMap((page) =>
  snippetsOf(page)
    .filter(({ language, text }) => language === 'yaml' && OURS.test(text))
    .map((snippet) => ({ ...snippet, where: `${page.file}, ${snippet.heading}` })),
);
const github = await startGithub();
afterAll(() => github.close());

/** The workspace of somebody who has the files of the world: `./renew.sh` would write them, and here they are there. */
async function prepare(world: string): Promise<{ options: JobOptions; close: () => Promise<void> }> {
  const simulator = await startSimulator({ serveTls: true, letsEncrypt: { issueMs: 100 } });
  const workspace = makeTemp();
  const { endpoints = '', ...secrets } = await buildWorld(world, simulator, workspace);
  mkdirSync(join(workspace, 'certs'), { recursive: true });
  writeFileSync(join(workspace, 'renew.sh'), '#!/bin/sh\nls certs/privkey.pem\n', { mode: 0o755 });
  const options: JobOptions = {
    workspace,
    contexts: { secrets: { ...secrets, DIGITALOCEAN_TOKEN: simulator.token } },
    folderOf: (uses) => (OURS.test(uses) ? ROOT : undefined),
    env: { GITHUB_API_URL: github.url, NODE_EXTRA_CA_CERTS: join(workspace, 'root.pem') },
    // What leads to the simulator instead of the Internet.
    override: (inputs) => ({
      ...inputs,
      api_url: simulator.url,
      ...(inputs['endpoints'] === undefined || endpoints === '' ? {} : { endpoints }),
      ...(inputs['report_issue'] === undefined ? {} : { github_token: github.token }),
    }),
  };
  return { options, close: () => simulator.close() };
}

describe('commands to try a recipe', () => {
  const { inputs: declared } = parse(readFileSync(join(ROOT, 'action.yml'), 'utf8')) as { inputs: object };
  const commands = PAGES.flatMap(({ text }) =>
    [...text.matchAll(/npm run try -- ([^`\n]+)/gu)].map((match) => match[1] ?? ''),
  );

  it.each(commands)('The world and the inputs of `npm run try -- %s` exist', (command) => {
    const [world = '', ...given] = command.split(' ');
    expect(Object.keys(WORLDS)).toContain(world);
    for (const input of given) expect(Object.keys(declared)).toContain(input.split('=')[0]);
  });
});

describe('workflows of the documentation', () => {
  it('Every snippet that uses the action names the world it runs in', () => {
    expect(snippets.length).toBeGreaterThan(10);
    expect(snippets.filter(({ marker }) => !marker.startsWith('world: ')).map(({ where }) => where)).toEqual([]);
  });

  it.each(snippets.map(({ where, marker, text }) => [where, marker.replace('world: ', ''), text] as const))(
    'The workflow of %s succeeds in the world %s',
    async (_, world, text) => {
      const { options, close } = await prepare(world);
      try {
        const jobs = await runWorkflow(parse(workflowOf(text)) as Workflow, options);
        const steps = [...jobs.values()].flat().flatMap((run) => run.steps);
        expect(steps.filter(({ outcome }) => outcome === 'failure')).toEqual([]);
        expect([...jobs.values()].filter((runs) => runs.length === 0)).toEqual([]);
        // The action wrote a job summary: it ran, and was not skipped.
        expect(steps.some(({ summary }) => summary.includes('DigitalOcean certificates'))).toBe(true);
      } finally {
        await close();
      }
    },
  );
});
