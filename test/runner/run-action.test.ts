// Not on Windows: it sends signals or makes special files.
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Run, runAction, type RunOptions } from './run-action.ts';
import { readFileCommands, readWorkflowCommand } from './workflow-commands.ts';

const folder = mkdtempSync(join(tmpdir(), 'runner-test-'));
const actionFile = join(folder, 'action.yml');
writeFileSync(
  actionFile,
  `name: Tiny
inputs:
  greeting: { description: says it, default: hello }
  token: { description: from the job, default: '\${{ github.token }}' }
  empty: { description: has no default }
`,
);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

let count = 0;
function run(script: string, inputs: Record<string, string> = {}, options: RunOptions = {}): Promise<Run> {
  count += 1;
  const bundle = join(folder, `bundle-${count}.mjs`);
  writeFileSync(bundle, `import { appendFileSync, writeFileSync } from 'node:fs';\n${script}\n`);
  return runAction(inputs, { actionFile, bundle, ...options });
}

describe('runAction', () => {
  it('The action gets the environment of a runner and none of the test process', async () => {
    process.env['DIGITALOCEAN_TOKEN'] = 'of this process';
    const { log } = await run(
      'console.log(JSON.stringify(process.env))',
      { greeting: 'bye' },
      { env: { EXTRA: 'yes' } },
    );
    const env = JSON.parse(log.join('')) as Record<string, string>;
    delete process.env['DIGITALOCEAN_TOKEN'];
    expect(env).toMatchObject({ INPUT_GREETING: 'bye', INPUT_TOKEN: '', INPUT_EMPTY: '', EXTRA: 'yes' });
    expect(env['DIGITALOCEAN_TOKEN']).toBeUndefined();
    expect(existsSync(env['RUNNER_TEMP'] ?? '')).toBe(true);
    expect(existsSync(env['GITHUB_WORKSPACE'] ?? '')).toBe(true);
  });

  it('An input that is not given gets its default', async () => {
    expect((await run('console.log(process.env.INPUT_GREETING)')).log).toStrictEqual(['hello']);
  });

  it('An input that `action.yml` does not declare is refused', async () => {
    await expect(run('', { greting: 'x' })).rejects.toThrow('declares no input greting');
  });

  it('A missing bundle is reported with the command that builds it', async () => {
    await expect(runAction({}, { actionFile, bundle: join(folder, 'none.js') })).rejects.toThrow('npm run build');
  });

  it('The log, annotations, groups, outputs and summary are read', async () => {
    const result = await run(`
      console.log('::group::Work');
      console.log('one');
      console.error('two');
      console.log('::endgroup::');
      console.log('::warning title=A%2C b::first%0Asecond %250A');
      console.log('::error::bad');
      appendFileSync(process.env.GITHUB_OUTPUT, 'id<<E_1\\na\\nb=c\\nE_1\\nplain=x=y\\n');
      appendFileSync(process.env.GITHUB_STEP_SUMMARY, '# Done');
      process.exitCode = 3;`);
    expect(result).toMatchObject({
      exitCode: 3,
      groups: ['Work'],
      annotations: [
        { level: 'warning', title: 'A, b', message: 'first\nsecond %0A' },
        { level: 'error', message: 'bad' },
      ],
      outputs: { id: 'a\nb=c', plain: 'x=y' },
      summary: '# Done',
      unexpectedCommands: [],
    });
    expect(result.log.toSorted()).toStrictEqual(['one', 'two']);
  });

  it('A mask hides only what is printed after it', async () => {
    const result = await run(`
      console.log('early s3cret-word');
      console.log('::add-mask::s3cret-word');
      console.log('::add-mask::line-1%0Aline-2');
      console.log('late s3cret-word and line-2');
      console.log('::notice::s3cret-word');`);
    expect(result.log).toStrictEqual(['early s3cret-word', 'late *** and ***']);
    expect(result.annotations).toStrictEqual([{ level: 'notice', message: '***' }]);
    expect(result.masks).toContain('s3cret-word');
  });

  it('The shown text contains outputs, summary and files in RUNNER_TEMP, but not the masks', async () => {
    const { shown } = await run(`
      console.log('::add-mask::only-masked');
      writeFileSync(process.env.RUNNER_TEMP + '/left.json', 'in-a-file');
      appendFileSync(process.env.GITHUB_OUTPUT, 'a=in-an-output\\n');
      appendFileSync(process.env.GITHUB_STATE, 'a=in-the-state\\n');
      appendFileSync(process.env.GITHUB_STEP_SUMMARY, 'in-the-summary');
      console.error('::error::in-an-error');`);
    for (const text of ['in-a-file', 'in-an-output', 'in-the-state', 'in-the-summary', 'in-an-error']) {
      expect(shown).toContain(text);
    }
    expect(shown).not.toContain('only-masked');
  });

  it('Workflow commands that the action does not use are recorded as unexpected', async () => {
    const lines = ['::set-env name=A::b', 'text ##[set-output name=a]b'];
    const { unexpectedCommands } = await run(`console.log(${JSON.stringify(lines.join('\n'))})`);
    expect(unexpectedCommands).toStrictEqual(lines);
  });

  it('Between the marks of stop-commands nothing is a command', async () => {
    const lines = ['::stop-commands::x', '::set-env name=A::b', '::x::', '::set-env name=C::d'];
    const { unexpectedCommands, log } = await run(`console.log(${JSON.stringify(lines.join('\n'))})`);
    expect(unexpectedCommands).toStrictEqual(['::set-env name=C::d']);
    expect(log).toContain('::set-env name=A::b');
  });

  it('A process that takes too long is killed and reported', async () => {
    await expect(run('setInterval(() => {}, 1000)', {}, { timeoutMs: 400 })).rejects.toThrow('400 ms');
  });

  it('The process is interrupted when the job is cancelled', async () => {
    const job = new AbortController();
    const script = `process.on('SIGINT', () => { console.log('told'); process.exit(7); }); setInterval(() => {}, 1000); console.log('ready');`;
    const onLine = (line: string): void => {
      if (line === 'ready') job.abort();
    };
    const result = await run(script, {}, { signal: job.signal, onLine });
    expect(result).toMatchObject({ exitCode: 7, log: ['ready', 'told'] });
  });
});

describe('readWorkflowCommand', () => {
  it.each([
    ['::debug::x', { name: 'debug', properties: {}, data: 'x' }],
    ['   ::ERROR file=a%3Ab,line=3::x', { name: 'error', properties: { file: 'a:b', line: '3' }, data: 'x' }],
    ['so ##[warning]x', { name: 'warning', properties: {}, data: 'x' }],
  ])('The line %j is read as a workflow command', (line, expected) => {
    expect(readWorkflowCommand(line)).toStrictEqual(expected);
  });

  it.each(['text', 'a ::error::b', '::unheard-of::b', '::error without an end', '##[unheard]', ''])(
    'The line %j is read as text',
    (line) => {
      expect(readWorkflowCommand(line)).toBeUndefined();
    },
  );
});

describe('readFileCommands', () => {
  it('The last value of an output is kept', () => {
    expect(readFileCommands('a=1\na<<E\n2\nE\n')).toStrictEqual({ a: '2' });
  });

  it.each(['nonsense\n', 'a<<E\n2\n'])('The file content %j is refused', (content) => {
    expect(() => readFileCommands(content)).toThrow(/neither|no end/);
  });
});

describe('folders of a run', () => {
  let temp = '';
  beforeAll(async () => {
    temp = (await run(`writeFileSync(process.env.RUNNER_TEMP + '/kept', 'x')`)).temp;
  });

  it('The folders of a run stay until the test has read them', () => {
    expect(readFileSync(join(temp, 'kept'), 'utf8')).toBe('x');
  });
});
