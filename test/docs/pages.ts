import { globSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';

export const ROOT = resolve(import.meta.dirname, '../..');

export interface Page {
  /** Relative to the repository: `docs/recipes.md`. */
  readonly file: string;
  readonly text: string;
}

export interface Snippet {
  readonly language: string;
  readonly text: string;
  /** What the comment before it says: `world: renewal`. */
  readonly marker: string;
  /** The heading that it stands under. */
  readonly heading: string;
}

/** What a user reads. */
export const PAGES: readonly Page[] = globSync('{*.md,docs/*.md}', { cwd: ROOT })
  .map((file) => file.replaceAll('\\', '/'))
  .toSorted()
  .map((file) => ({ file, text: readFileSync(resolve(ROOT, file), 'utf8') }));

/** The blocks of code on a page. */
export function snippetsOf({ text }: Page): Snippet[] {
  const blocks = text.matchAll(/(?:<!-- (?<marker>[^>]+) -->\n+)?^```(?<language>\w+)\n(?<text>[\s\S]*?)^```$/gmu);
  return [...blocks].map(({ groups, index }) => ({
    language: groups?.['language'] ?? '',
    text: groups?.['text'] ?? '',
    marker: groups?.['marker'] ?? '',
    heading:
      text
        .slice(0, index)
        .match(/^#+ .+$/gmu)
        ?.at(-1)
        ?.replace(/^#+ /u, '') ?? '',
  }));
}

/** A snippet as the workflow that it belongs into: whole as it is, jobs with a trigger, steps in a job, other keys with a job. */
export function workflowOf(snippet: string): string {
  if (/^on:/mu.test(snippet)) return snippet;
  if (/^jobs:/mu.test(snippet)) return `on: push\n${snippet}`;
  if (!snippet.startsWith('-'))
    return `on: push\n${snippet}jobs:\n  job:\n    runs-on: ubuntu-latest\n    steps:\n      - run: 'true'\n`;
  const steps = snippet.replaceAll(/^/gmu, '      ').trimEnd();
  return `on: push\njobs:\n  job:\n    runs-on: ubuntu-latest\n    steps:\n${steps}\n`;
}

/** The anchors of a page as GitHub makes them. */
export function anchorsOf(text: string): Set<string> {
  return new Set(
    [...text.matchAll(/^#+ (.+)$/gmu)].map((match) =>
      (match[1] ?? '')
        .toLowerCase()
        .replaceAll(/[^\p{L}\p{N} _-]/gu, '')
        .replaceAll(' ', '-'),
    ),
  );
}

/** The sentences of paragraphs, lists and table cells; code blocks and headings are none. */
export function sentencesOf(text: string): string[] {
  return text
    .replaceAll(/```.*?```|<!--.*?-->/gsu, '')
    .replaceAll(/\]\([^)]*\)/gu, ']')
    .split('\n')
    .filter((line) => !/^#|^\|\s*-/u.test(line))
    .flatMap((line) => (line.startsWith('|') ? line.split('|') : [line.replace(/^\s*(?:\d+\.|-)\s+/u, '')]))
    .flatMap((part) => part.trim().split(/(?<=[.!?:]\**)\s+(?=[A-Z`*[])/u))
    .filter((sentence) => /[.!?:]\**$/u.test(sentence));
}

export function wordsIn(text: string): number {
  return text.split(/\s+/u).filter((word) => /[\p{L}\p{N}`]/u.test(word)).length;
}
