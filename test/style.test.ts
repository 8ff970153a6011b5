import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parseAst } from 'vitest/node';

interface Node {
  readonly type: string;
  readonly start: number;
  readonly end: number;
  readonly [key: string]: unknown;
}

const isNode = (value: unknown): value is Node => typeof value === 'object' && value !== null && 'type' in value;

/** Every node below this one, and itself. */
function* nodesOf(node: Node): Generator<Node> {
  yield node;
  for (const child of Object.values(node).flat()) if (isNode(child)) yield* nodesOf(child);
}

/** The name that a chain of calls and members begins with: `it` of `it.each([])('…')`. */
function rootOf(node: unknown): unknown {
  if (!isNode(node)) return undefined;
  return node.type === 'Identifier' ? node['name'] : rootOf(node['callee'] ?? node['object'] ?? node['argument']);
}

/** What stands between the quotes, without the code in a template. */
function textOf(node: Node, source: string): string | undefined {
  const isText = typeof node['value'] === 'string' || node['regex'] !== undefined || node.type === 'TemplateLiteral';
  return isText ? source.slice(node.start + 1, node.end - 1).replaceAll(/\$\{[^}]*\}/gu, '${}') : undefined;
}

function isSentence(title: string): boolean {
  return /^(?:[A-Z0-9`%$]|\\`)/u.test(title) && title.trim().split(/\s+/u).length >= 4 && !title.endsWith(':');
}

/** Prose breaks with every rewording; JSON, PEM, code and rows of a table do not. */
function isProse(text: string): boolean {
  return text.length >= 40 && text.split(' ').length > 4 && !/^(?:[[{|<]|-----)/u.test(text);
}

/** Titles that are no sentences, and assertions on whole sentences. */
function violations(source: string): string[] {
  const found = new Set<string>();
  for (const node of nodesOf(parseAst(source, { lang: 'ts' }) as unknown as Node)) {
    const regex = node['regex'] === undefined ? undefined : textOf(node, source);
    if (regex !== undefined && isProse(regex)) found.add(`prose: ${regex}`);
    if (node.type !== 'CallExpression') continue;
    const root = rootOf(node['callee']);
    const given = [node['arguments']].flat().filter(isNode);
    const title = given[0] === undefined ? undefined : textOf(given[0], source);
    if (root === 'it' && title !== undefined && !isSentence(title)) found.add(`title: ${title}`);
    // What is given to `expect` itself is no assertion yet.
    if (root !== 'expect' || (isNode(node['callee']) && node['callee'].type === 'Identifier')) continue;
    for (const text of given.flatMap((each) => [...nodesOf(each)]).map((each) => textOf(each, source))) {
      if (text !== undefined && isProse(text)) found.add(`prose: ${text}`);
    }
  }
  return [...found];
}

describe('test style', () => {
  const files = globSync('**/*.test.ts', { cwd: import.meta.dirname }).filter((file) => file !== 'style.test.ts');

  it.each(files)('The titles of %s are sentences, and no assertion quotes one', (file) => {
    expect(violations(readFileSync(join(import.meta.dirname, file), 'utf8'))).toEqual([]);
  });

  it.each([
    ["it('keeps the old certificate', () => {})"],
    ["it('Keeps the certificate', () => {})"],
    ["it.each([1])('Keeps the old certificate when:', () => {})"],
    ["it.runIf(true)('fails on %s with one error', { timeout: 1 }, () => {})"],
  ])('It is noticed that the title of %s is no sentence', (source) => {
    expect(violations(source)).toEqual([expect.stringMatching(/^title: /u)]);
  });

  const PROSE = 'a certificate that expires in five days';
  it.each([
    [`expect(told).toContain('${PROSE}.')`],
    [`expect(told).not.toMatch(/${PROSE}.+/u)`],
    [`expect(run).toEqual({ message: \`${PROSE} \${name}\` })`],
    [`await expect(run()).rejects.toThrow('${PROSE}!')`],
    [`const cases = [['web', /${PROSE}./u]]`],
  ])('It is noticed that a whole sentence is asserted in %s', (source) => {
    expect(violations(source)).toEqual([expect.stringMatching(/^prose: /u)]);
  });

  it.each([
    ["it('`rotate` keeps the old certificate when a rebind fails', () => {})"],
    ["expect(told).toContain('`wait_timeout`')"],
    [`expect(text).toBe('{"id": 1, "name": "web", "type": "custom", "state": 2}')`],
  ])('Nothing is found in %s', (source) => {
    expect(violations(source)).toEqual([]);
  });
});
