import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { ROOT } from '../runner/step.ts';

const BUNDLE = join(ROOT, 'dist/index.js');
const NEEDED = 24;
/** Where a machine's own Node is: development uses the one of node_modules. */
const INSTALLED = ['/usr/bin/node', '/usr/local/bin/node'];

interface Ended {
  readonly exitCode: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

function run(node: string, ...args: readonly string[]): Ended {
  const { status, stdout, stderr } = spawnSync(node, args, {
    encoding: 'utf8',
    env: { INPUT_OPERATION: 'list' },
    timeout: 20_000,
  });
  return { exitCode: status, stdout, stderr };
}

/** Runs the bundle on this Node, after `preload`. */
function runAfter(preload: string): Ended {
  return run(process.execPath, '--import', `data:text/javascript,${encodeURIComponent(preload)}`, BUNDLE);
}

/** This Node, saying that it is another. */
function runAs(version: string): Ended {
  const versions = JSON.stringify({ ...process.versions, node: version });
  return runAfter(`Object.defineProperty(process, 'versions', { value: ${versions} })`);
}

function expectRefusal({ exitCode, stdout, stderr }: Ended, version: string): void {
  expect([exitCode, stderr]).toEqual([1, '']);
  expect(stdout).toMatch(/^::error::[^\n]+\n$/u);
  for (const part of [`Node.js ${version}`, `Node.js ${NEEDED}`, '2.327.1', 'Forgejo']) expect(stdout).toContain(part);
}

describe('the version of Node', () => {
  it.each(['16.20.2', '18.20.8', '20.20.2', '23.11.1'])(
    'Node %s is refused by one error, and nothing else runs',
    (version) => {
      expectRefusal(runAs(version), version);
    },
  );

  it.each(['24.0.0', '26.1.0'])('Node %s runs the action', (version) => {
    const { exitCode, stdout } = runAs(version);
    // The code is 1, or none if the process had to be killed: the runner takes both for a failure.
    expect(exitCode).not.toBe(0);
    expect(stdout).toContain('`token`');
  });

  it.for(INSTALLED)('An older Node at %s is refused by one error, and nothing else runs', (node, { skip }) => {
    if (!existsSync(node)) skip(`there is no ${node}`);
    const version = run(node, '--print', 'process.versions.node').stdout.trim();
    if (Number.parseInt(version, 10) >= NEEDED) skip(`${node} is Node ${version}`);
    expectRefusal(run(node, BUNDLE), version);
  });
});

/** Tells of every file that is loaded. */
const TELL_FILES = `import { registerHooks } from 'node:module';
registerHooks({ load: (url, context, next) => (console.log('loads ' + url), next(url, context)) });`;
/** V8 reads each character at every start. */
const LARGEST_START = 400_000;

describe('the start of a run', () => {
  it('No more code loads than most runs need', () => {
    const { stdout } = runAfter(TELL_FILES);
    const files = [...stdout.matchAll(/^loads (file:.+)$/gmu)].map(([, url = '']) => fileURLToPath(url));
    expect(files).toContain(BUNDLE);
    const code = files.map((file) => readFileSync(file, 'utf8')).join('\n');
    expect(code).toContain('async function main(');
    expect(code.length).toBeLessThan(LARGEST_START);
    // Proxies, GitHub's client, rotations and handshakes.
    for (const rare of ['EnvHttpProxyAgent', 'getOctokit(', 'function planRotation(', 'getPeerX509Certificate'])
      expect(code, rare).not.toContain(rare);
  });
});

describe('the end of a run', () => {
  it('What is still open half a second after the run does not hold up the job', () => {
    const { exitCode, stdout } = runAfter('setInterval(() => undefined, 1_000)');
    // The code is 1, or none if the process had to be killed: the runner takes both for a failure.
    expect(exitCode).not.toBe(0);
    expect(stdout).toContain('`token`');
  });
});
