import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse, parseDocument } from 'yaml';
import { OUTPUTS } from '../src/report/outputs.ts';
import { anchorsOf, PAGES, sentencesOf, snippetsOf, wordsIn, workflowOf } from './docs/pages.ts';
import { lintWorkflow } from './tools/workflow-lint.ts';
import { unpinned } from './tools/workflow-rules.ts';

const ROOT = resolve(import.meta.dirname, '..');
const README = readFileSync(resolve(ROOT, 'README.md'), 'utf8');
const MANIFEST = JSON.parse(readFileSync(resolve(ROOT, 'package.json'), 'utf8')) as { scripts: Record<string, string> };

function blocks(language: string): string[] {
  return PAGES.flatMap(snippetsOf)
    .filter((snippet) => snippet.language === language)
    .map(({ text }) => text);
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
  const known = new Set<string>(['renewed', ...OUTPUTS]);
  return read.filter(([, id = '', output = '']) => ids.includes(id) && !known.has(output)).map(([whole]) => whole);
}

describe('snippets of the documentation', () => {
  const snippets = blocks('yaml').map(workflowOf);

  it('The documentation has more than ten workflow snippets', () => {
    expect(snippets.length).toBeGreaterThan(10);
  });

  it.each(snippets.map((snippet, at) => [at + 1, snippet] as const))(
    'GitHub accepts the workflow snippet %i, and its actions are pinned',
    async (at, snippet) => {
      expect(await lintWorkflow(`.github/workflows/snippet-${at}.yml`, snippet)).toEqual([]);
      expect(unknownOutputs(snippet)).toEqual([]);
      // Ours has no SHA before its first release: `npm run release:pin` sets it then.
      const isOurs = (uses: string): boolean => /\/digitalocean-certificate-action[/@]/u.test(uses);
      expect(unpinned(parseDocument(snippet), isOurs)).toEqual([]);
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

describe('commands of the documentation', () => {
  it('Every command of the documentation is a script of `package.json`', () => {
    const scripts = blocks('sh').flatMap((block) =>
      [...block.matchAll(/npm (?:run )?(?:--?\w+ )?([a-z:]+)/gu)].map((match) => match[1] ?? ''),
    );
    expect(scripts).toEqual(expect.arrayContaining(['demo', 'test']));
    for (const script of scripts.filter((name) => name !== 'ci'))
      expect(Object.keys(MANIFEST.scripts)).toContain(script);
  });

  it.each(['demo', 'tests'])('The command behind the marker %s stands alone', (marker) => {
    expect(README).toMatch(new RegExp(`<!-- ${marker} -->\\n+\`\`\`sh\\nnpm ci && npm [^\\n]+\\n\`\`\``, 'u'));
  });
});

describe('README at a glance', () => {
  it('The README has fewer than 2,500 words', () => {
    expect(wordsIn(README)).toBeLessThan(2_500);
  });

  it('The first workflow of the README has at most twelve lines', () => {
    const [first = ''] = snippetsOf({ file: 'README.md', text: README })
      .filter(({ language }) => language === 'yaml')
      .map(({ text }) => text.trimEnd());
    expect(first.split('\n').length).toBeLessThanOrEqual(12);
  });
});

describe('links of the documentation', () => {
  it.each(PAGES.map(({ file, text }) => [file, text] as const))(
    'Every link of %s to a file or a heading leads somewhere',
    (file, text) => {
      const links = [...text.matchAll(/\]\((?!https?:)([^)]+)\)|(?:src|srcset)="(?!https?:)([^"]+)"/gu)];
      for (const link of links) {
        const [path = '', anchor = ''] = (link[1] ?? link[2] ?? '').split('#');
        const target = path === '' ? file : join(dirname(file), path);
        expect(existsSync(resolve(ROOT, target)), target).toBe(true);
        if (anchor !== '') expect(anchorsOf(readFileSync(resolve(ROOT, target), 'utf8')), link[0]).toContain(anchor);
      }
    },
  );
});

describe('language of the documentation', () => {
  /** A changelog is a list, and not sentences. */
  const pages = PAGES.filter(({ file }) => file !== 'CHANGELOG.md');
  const cases = pages.map(({ file, text }) => [file, text] as const);
  const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;

  it.each(cases)('The sentences of %s are short: 15 words on average', (_, text) => {
    expect(mean(sentencesOf(text).map(wordsIn))).toBeLessThanOrEqual(15);
  });

  it.each(cases)('The sentences of %s have one idea each: few commas, semicolons and colons', (_, text) => {
    const marks = (sentence: string): number =>
      sentence.replaceAll(/`[^`]*`|\b\w+:\/\/\S+/gu, '').match(/[,;:]/gu)?.length ?? 0;
    expect(mean(sentencesOf(text).map(marks))).toBeLessThanOrEqual(0.8);
  });

  it.each(cases)('No table cell of %s has more than 30 words', (_, text) => {
    const cells = text
      .split('\n')
      .filter((line) => line.startsWith('|'))
      .flatMap((line) => line.replaceAll(/\]\([^)]*\)/gu, ']').split('|'));
    expect(cells.filter((cell) => wordsIn(cell) > 30)).toEqual([]);
  });
});
