import { readdirSync, readFileSync } from 'node:fs';
import { join, posix, relative, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';

const SRC = resolve(import.meta.dirname, '../src');

interface Source {
  /** `operations/present.ts` */
  readonly file: string;
  readonly text: string;
}

/** Where packages and the environment may be used: the files at the program's edges. */
const EDGES: Readonly<Record<string, readonly string[]>> = {
  '@actions/core': ['main.ts', 'inputs/environment.ts', 'report/outputs.ts', 'renew/environment.ts'],
  undici: ['digitalocean/dispatcher.ts', 'digitalocean/undici.d.ts'],
  '@actions/github': ['report/github.ts'],
  'process.env': ['inputs/environment.ts', 'renew/environment.ts'],
};

/** What every file may import. */
const BASICS = ['errors.ts', 'text.ts', 'waiting.ts', 'concurrency.ts', 'log.ts'];

/** What the files of a folder may import beside their own folder and the basics; a name without a slash is a file of src. */
const LAYERS: Readonly<Record<string, readonly string[]>> = {
  'index.ts': ['main.ts', 'renew/main.ts'],
  'main.ts': [
    'inputs/',
    'operations/registry.ts',
    'report/',
    'digitalocean/client.ts',
    'consumers/lazy-clusters.ts',
    'outcome.ts',
    'task.ts',
    'certificates/describe.ts',
  ],
  'outcome.ts': ['digitalocean/', 'consumers/consumer.ts', 'consumers/clusters.ts', 'tls/handshake.ts'],
  'task.ts': ['certificates/expiry.ts', 'tls/endpoint.ts', 'x509/supplied.ts'],
  'text.ts': ['redaction.ts'],
  'inputs/': [
    'x509/',
    'tls/endpoint.ts',
    'task.ts',
    'certificates/expiry.ts',
    'certificates/family.ts',
    'digitalocean/responses.ts',
    'kubernetes/',
  ],
  'operations/': [
    'items/',
    'certificates/',
    'consumers/',
    'rotation/',
    'checking/',
    'tls/',
    'digitalocean/',
    'outcome.ts',
    'task.ts',
  ],
  'items/': [
    'rotation/',
    'certificates/',
    'consumers/',
    'digitalocean/',
    'tls/endpoint.ts',
    'outcome.ts',
    'task.ts',
    'x509/dns-names.ts',
    'x509/supplied.ts',
  ],
  'certificates/': ['digitalocean/', 'consumers/', 'outcome.ts', 'task.ts', 'x509/'],
  'consumers/': ['digitalocean/', 'kubernetes/'],
  'rotation/': [
    'kubernetes/service.ts',
    'consumers/',
    'certificates/',
    'tls/',
    'digitalocean/',
    'outcome.ts',
    'task.ts',
    'x509/dns-names.ts',
  ],
  'acme/': ['digitalocean/', 'x509/', 'version.ts'],
  'checking/': ['acme/', 'certificates/', 'consumers/', 'tls/', 'x509/', 'digitalocean/', 'outcome.ts', 'task.ts'],
  'digitalocean/': ['version.ts'],
  'kubernetes/': ['digitalocean/', 'version.ts'],
  'x509/': [],
  'tls/': [],
  // A program of its own, which runs the operations as `main` does.
  'renew/': [
    'main.ts',
    'inputs/',
    'x509/',
    'certificates/',
    'digitalocean/certificates.ts',
    'digitalocean/dispatcher.ts',
    'digitalocean/proxies.ts',
    'outcome.ts',
    'task.ts',
    'checking/due.ts',
    'tls/handshake.ts',
    'report/summary.ts',
    'version.ts',
  ],
  'report/': ['certificates/', 'consumers/', 'tls/', 'digitalocean/', 'inputs/environment.ts', 'outcome.ts'],
};

const DRAWERS = /(?:^|\/)(?:utils?|helpers?|common|misc|shared|lib|index)(?:\.ts|\/)/u;
const MOST_LINES = 220;
const MOST_FUNCTION_LINES = 45;
const MOST_FILES_AT_TOP = 12;
const MOST_FILES_THAT_KNOW_A_KIND = 5;

/** Matches imports, exports and dynamic imports, also those of types. */
const IMPORT =
  /(?:^|\n)\s*(?:import|export)\s[^;'"]*?from\s+'([^']+)'|\bimport\(\s*'([^']+)'\s*\)|(?:^|\n)import\s+'([^']+)'/gu;

function importsOf({ file, text }: Source): string[] {
  return [...text.matchAll(IMPORT)].map((match) => {
    const target = match[1] ?? match[2] ?? match[3] ?? '';
    return target.startsWith('.') ? posix.normalize(posix.join(posix.dirname(file), target)) : target;
  });
}

function layerOf(file: string): string {
  return file.includes('/') ? `${file.split('/')[0] ?? ''}/` : file;
}

function isAllowed(file: string, target: string): boolean {
  const layer = layerOf(file);
  // An operation imports no other: shared code belongs one layer down.
  if (layer === 'operations/' && layerOf(target) === layer) return file === 'operations/registry.ts';
  if (BASICS.includes(target) || layerOf(target) === layer) return true;
  return (LAYERS[layer] ?? []).some(
    (allowed) => target === allowed || (allowed.endsWith('/') && target.startsWith(allowed)),
  );
}

function isInCycle(start: string, graph: ReadonlyMap<string, readonly string[]>): boolean {
  const seen = new Set<string>();
  const queue = [...(graph.get(start) ?? [])];
  for (const file of queue) {
    if (file === start) return true;
    if (!seen.has(file)) queue.push(...(graph.get(file) ?? []));
    seen.add(file);
  }
  return false;
}

/** The functions of a file, formatted by prettier, that are longer than they may be. */
function longFunctions({ file, text }: Source): string[] {
  const lines = text.split('\n');
  return lines.flatMap((line, at) => {
    const start = /^(?<indent>\s*)(?:export\s)?(?:async\s)?(?:function\*?|const)\s(?<name>\w+)/u.exec(line);
    if (start === null || line.endsWith(';') || !/\bfunction\b|=>|= (?:async )?\($/u.test(line)) return [];
    const { indent = '', name = '' } = start.groups ?? {};
    const length = lines.slice(at + 1).findIndex((each) => new RegExp(`^${indent}[)}]`, 'u').test(each)) + 2;
    const isLong = length > MOST_FUNCTION_LINES && file !== 'digitalocean/client.ts';
    return isLong ? [`${file}: ${name} has ${length} lines`] : [];
  });
}

/** What one file does that it may not, beside its imports. */
function violationsIn({ file, text }: Source): string[] {
  const found: string[] = [];
  const check = (isBroken: boolean, what: string): void => void (isBroken && found.push(`${file} ${what}`));
  check(file !== 'index.ts' && DRAWERS.test(file), 'is a drawer, not a name');
  check(/^export \*/mu.test(text), 'is a barrel');
  check(/^(?:export )?(?:let|var) /mu.test(text), 'keeps state at module level');
  check(file !== 'index.ts' && /^(?:await |\w+\(|new )/mu.test(text), 'acts on import');
  const takesTime =
    /\bDate\.now\(\)|\bnew Date\(\)|\bperformance\.now\(|\bhrtime\b|\bset(?:Timeout|Interval)\(|AbortSignal\.timeout/u;
  check(!['waiting.ts', 'index.ts'].includes(file) && takesTime.test(text), 'takes the time from the machine');
  const waits = /for \(;;|while \(true|for \([^;)]*;\s*;/u;
  check(!['waiting.ts', 'digitalocean/client.ts'].includes(file) && waits.test(text), 'loops without a bound');
  check(text.split('\n').length > MOST_LINES, `is longer than ${MOST_LINES} lines`);
  check(
    /\.message\.(?:includes|match|startsWith)|\/u?\.test\(\w*(?:message|problem|fault)\)/u.test(text) &&
      file !== 'digitalocean/responses.ts',
    'parses prose',
  );
  return [...found, ...longFunctions({ file, text })];
}

/** Every rule of the layout that these sources break. */
function violations(sources: readonly Source[]): string[] {
  const graph = new Map(sources.map((source) => [source.file, importsOf(source)]));
  return sources.flatMap((source) => {
    const { file, text } = source;
    const imports = graph.get(file) ?? [];
    const edges = Object.entries(EDGES).filter(([what, where]) => {
      const isUsed =
        what === 'process.env'
          ? /\bprocess\.env\b|\benv\b.*from 'node:process'/u.test(text)
          : imports.some((target) => target === what || target.startsWith(`${what}/`));
      return isUsed && !where.includes(file);
    });
    return [
      ...edges.map(([what]) => `${file} uses ${what}`),
      ...imports
        .filter((target) => target.endsWith('.ts') && !isAllowed(file, target))
        .map((target) => `${file} imports ${target}`),
      ...(isInCycle(file, graph) ? [`${file} imports itself in a circle`] : []),
      ...violationsIn(source),
    ];
  });
}

function readSources(): Source[] {
  const files = readdirSync(SRC, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  return files.map((entry) => {
    const path = join(entry.parentPath, entry.name);
    return { file: relative(SRC, path).replaceAll('\\', '/'), text: readFileSync(path, 'utf8') };
  });
}

describe('layout of src', () => {
  const sources = readSources();

  it('Every file keeps the rules of the layout', () => {
    expect(sources.length).toBeGreaterThan(20);
    expect(violations(sources)).toEqual([]);
  });

  it('Few files lie directly in src', () => {
    expect(sources.filter(({ file }) => !file.includes('/')).length).toBeLessThanOrEqual(MOST_FILES_AT_TOP);
  });

  it('What a kind of consumer is called stands in few files', () => {
    const known = sources.filter(({ text }) => /cdn/iu.test(text)).map(({ file }) => file);
    expect(known.length, known.join(', ')).toBeLessThanOrEqual(MOST_FILES_THAT_KNOW_A_KIND);
  });

  it.each([
    ['operations/list.ts', "import * as core from '@actions/core';", 'operations/list.ts uses @actions/core'],
    ['tls/probe.ts', "import { request } from 'undici';", 'tls/probe.ts uses undici'],
    ['tls/probe.ts', "import api from 'undici/lib/api/index.js';", 'tls/probe.ts uses undici'],
    ['main.ts', 'const token = process.env.TOKEN;', 'main.ts uses process.env'],
    [
      'operations/present.ts',
      "import { create } from './create.ts';",
      'operations/present.ts imports operations/create.ts',
    ],
    ['x509/pem.ts', "import { INPUTS } from '../inputs/definitions.ts';", 'x509/pem.ts imports inputs/definitions.ts'],
    [
      'digitalocean/pages.ts',
      "import { KINDS } from '../consumers/kinds.ts';",
      'digitalocean/pages.ts imports consumers/kinds.ts',
    ],
    [
      'rotation/plan.ts',
      "import { table } from '../report/markdown.ts';",
      'rotation/plan.ts imports report/markdown.ts',
    ],
    [
      'certificates/family.ts',
      "import { rotate } from '../operations/rotate.ts';",
      'certificates/family.ts imports operations/rotate.ts',
    ],
    ['string-utils.ts', "export * from './log.ts';", 'string-utils.ts is a barrel'],
    ['common/text.ts', 'export const a = 1;', 'common/text.ts is a drawer, not a name'],
    ['log.ts', 'let count = 0;', 'log.ts keeps state at module level'],
    ['report/github.ts', 'await connect();', 'report/github.ts acts on import'],
    ['certificates/family.ts', 'const now = Date.now();', 'certificates/family.ts takes the time from the machine'],
    ['rotation/rebind.ts', 'for (let count = 1; ; count += 1) {', 'rotation/rebind.ts loops without a bound'],
    [
      'rotation/rebind.ts',
      `function long(): void {\n${'  a();\n'.repeat(50)}}`,
      'rotation/rebind.ts: long has 52 lines',
    ],
    ['checking/findings.ts', "if (error.message.includes('late')) return;", 'checking/findings.ts parses prose'],
  ])('The rules notice what %s may not do (case %#)', (file, text, violation) => {
    expect(violations([{ file, text }])).toContain(violation);
  });

  it('The rules notice a circle of imports', () => {
    const circle = [
      { file: 'tls/a.ts', text: "import { b } from './b.ts';" },
      { file: 'tls/b.ts', text: "import type { A } from './a.ts';" },
    ];
    expect(violations(circle)).toEqual(['tls/a.ts imports itself in a circle', 'tls/b.ts imports itself in a circle']);
  });
});
