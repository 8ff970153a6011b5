import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { OUTPUTS } from '../src/report/outputs.ts';
import { lintWorkflow } from './tools/workflow-lint.ts';

const ROOT = resolve(import.meta.dirname, '..');
const README = readFileSync(resolve(ROOT, 'README.md'), 'utf8');
const MANIFEST = JSON.parse(readFileSync(resolve(ROOT, 'package.json'), 'utf8')) as { scripts: Record<string, string> };

function blocks(language: string): string[] {
  return [...README.matchAll(/^```(\w+)\n([\s\S]*?)^```$/gmu)]
    .filter((match) => match[1] === language)
    .map((match) => match[2] ?? '');
}

/** A snippet as the workflow that it belongs into: whole as it is, jobs with a trigger, steps in a job. */
function workflowOf(snippet: string): string {
  if (/^on:/mu.test(snippet)) return snippet;
  if (/^jobs:/mu.test(snippet)) return `on: push\n${snippet}`;
  const steps = snippet.replaceAll(/^/gmu, '      ').trimEnd();
  return `on: push\njobs:\n  job:\n    runs-on: ubuntu-latest\n    steps:\n${steps}\n`;
}

interface Workflow {
  readonly jobs: Readonly<
    Record<string, { readonly steps?: readonly { readonly id?: string; readonly uses?: string }[] }>
  >;
}

/** Outputs of our action that a workflow reads and that it does not have. */
function unknownOutputs(text: string): string[] {
  const workflow = parse(text) as Workflow;
  const ids = Object.values(workflow.jobs)
    .flatMap(({ steps = [] }) => steps)
    .filter(({ uses = '' }) => uses.includes('digitalocean-certificate-action'))
    .map(({ id }) => id);
  const read = [...text.matchAll(/steps\.([\w-]+)\.outputs\.([\w-]+)/gu)];
  const known = new Set<string>(OUTPUTS);
  return read.filter(([, id = '', output = '']) => ids.includes(id) && !known.has(output)).map(([whole]) => whole);
}

describe('README snippets', () => {
  const snippets = blocks('yaml').map(workflowOf);

  it('The README has more than three workflow snippets', () => {
    expect(snippets.length).toBeGreaterThan(3);
  });

  it.each(snippets.map((snippet, at) => [at + 1, snippet] as const))(
    'GitHub accepts the README snippet %i',
    async (at, snippet) => {
      expect(await lintWorkflow(`.github/workflows/snippet-${at}.yml`, snippet)).toEqual([]);
      expect(unknownOutputs(snippet)).toEqual([]);
    },
  );

  it('A snippet with an unknown input or output is found to be wrong', async () => {
    const [first = ''] = snippets.filter((snippet) => snippet.includes('private_key:'));
    expect(
      (await lintWorkflow('.github/workflows/wrong.yml', first.replace('private_key:', 'privatekey:'))).join(),
    ).toContain('privatekey');
    const [reading = ''] = snippets.filter((snippet) => snippet.includes('.outputs.not_after'));
    expect(unknownOutputs(reading.replace('.outputs.not_after', '.outputs.notafter'))).toHaveLength(1);
  });
});

describe('README commands', () => {
  it('Every command of the README is a script of `package.json`', () => {
    const scripts = blocks('sh').flatMap((block) =>
      [...block.matchAll(/npm (?:run )?([a-z]+)/gu)].map((match) => match[1] ?? ''),
    );
    expect(scripts).toEqual(expect.arrayContaining(['demo', 'test']));
    for (const script of scripts.filter((name) => name !== 'ci'))
      expect(Object.keys(MANIFEST.scripts)).toContain(script);
  });

  it.each(['demo', 'tests'])('The command behind the marker %s stands alone', (marker) => {
    expect(README).toMatch(new RegExp(`<!-- ${marker} -->\\n+\`\`\`sh\\nnpm ci && npm [^\\n]+\\n\`\`\``, 'u'));
  });
});

describe('README links', () => {
  it('Every link to a file or a heading leads somewhere', () => {
    const headings = new Set(
      [...README.matchAll(/^#+ (.+)$/gmu)].map((match) =>
        (match[1] ?? '')
          .toLowerCase()
          .replaceAll(/[^\p{L}\p{N} _-]/gu, '')
          .replaceAll(' ', '-'),
      ),
    );
    for (const [, target = ''] of README.matchAll(/\]\((?!https?:)([^)]+)\)/gu)) {
      if (target.startsWith('#')) expect(headings, target).toContain(target.slice(1));
      else expect(existsSync(resolve(ROOT, target)), target).toBe(true);
    }
  });
});

describe('README language', () => {
  /** The sentences of paragraphs, lists and table cells; code blocks and headings are none. */
  const sentences = README.replaceAll(/```.*?```|<!--.*?-->/gsu, '')
    .split('\n')
    .filter((line) => !/^#|^\|\s*-/u.test(line))
    .flatMap((line) => (line.startsWith('|') ? line.split('|') : [line.replace(/^(?:\d+\.|-)\s+/u, '')]))
    .flatMap((text) => text.trim().split(/(?<=[.!?])\s+(?=[A-Z`*])/u))
    .filter((sentence) => /[.!?]\**$/u.test(sentence));
  const count = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0);

  it('Sentences are short: at most 20 words, and 14 on average', () => {
    const lengths = sentences.map((sentence) => sentence.split(/\s+/u).length);
    expect(sentences.filter((_, at) => (lengths[at] ?? 0) > 20)).toEqual([]);
    expect(count(lengths) / sentences.length).toBeLessThanOrEqual(14);
  });

  it('Sentences have one idea each: few commas, semicolons and colons', () => {
    const marks = sentences.map((sentence) => sentence.replaceAll(/`[^`]*`/gu, '').match(/[,;:]/gu)?.length ?? 0);
    expect(count(marks) / sentences.length).toBeLessThan(0.8);
  });
});
