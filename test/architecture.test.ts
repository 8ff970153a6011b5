import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, posix, relative, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';

const SRC = resolve(import.meta.dirname, '../src');

interface Source {
  /** `operations/present.ts` */
  readonly file: string;
  readonly text: string;
}

/** Where packages and the environment may be used: the files that stand at the program's edges. */
const ALLOWED: Readonly<Record<string, readonly string[]>> = {
  '@actions/core': ['main.ts', 'inputs/environment.ts', 'report/outputs.ts'],
  undici: ['digitalocean/client.ts'],
  '@actions/github': ['report/github.ts'],
  'process.env': ['inputs/environment.ts'],
};

/** What each layer may import of the layers above and beside it. */
const FORBIDDEN: readonly (readonly [from: RegExp, to: RegExp])[] = [
  [
    /^digitalocean\//u,
    /^(?:operations|x509|inputs|report|certificates|consumers|rotation|checking)\/|^(?:main|outcome)\.ts/u,
  ],
  [/^x509\//u, /^(?!x509\/|errors\.ts)/u],
  [/^operations\/(?!registry)/u, /^(?:operations|inputs|report)\/|^main\.ts/u],
  [/^(?!main\.ts|operations\/registry)/u, /^operations\//u],
  [/^(?!index\.ts)/u, /^(?:main|index)\.ts/u],
];

const DRAWERS = /(?:^|\/)(?:utils?|helpers?|common|misc|shared|lib|index)(?:\.ts|\/)/u;

function importsOf({ file, text }: Source): string[] {
  const found = text.matchAll(
    /(?:^|\n)\s*(?:import|export)\s[^;'"]*?from\s+'([^']+)'|\bimport\(\s*'([^']+)'\s*\)|(?:^|\n)import\s+'([^']+)'/gu,
  );
  return [...found].map((match) => {
    const target = match[1] ?? match[2] ?? match[3] ?? '';
    return target.startsWith('.') ? posix.normalize(posix.join(posix.dirname(file), target)) : target;
  });
}

function cycleFrom(start: string, graph: ReadonlyMap<string, readonly string[]>): string | undefined {
  const seen = new Set<string>();
  const queue = [...(graph.get(start) ?? [])];
  for (const file of queue) {
    if (file === start) return start;
    if (!seen.has(file)) queue.push(...(graph.get(file) ?? []));
    seen.add(file);
  }
  return undefined;
}

/** Every rule of the layout that these sources break. */
function violations(sources: readonly Source[]): string[] {
  const graph = new Map(sources.map((source) => [source.file, importsOf(source)]));
  const found: string[] = [];
  for (const { file, text } of sources) {
    const imports = graph.get(file) ?? [];
    for (const [what, where] of Object.entries(ALLOWED)) {
      const isUsed =
        what === 'process.env' ? /\bprocess\.env\b|\benv\b.*from 'node:process'/u.test(text) : imports.includes(what);
      if (isUsed && !where.includes(file)) found.push(`${file} uses ${what}`);
    }
    for (const [from, to] of FORBIDDEN) {
      if (!from.test(file)) continue;
      for (const target of imports)
        if (target.endsWith('.ts') && to.test(target)) found.push(`${file} imports ${target}`);
    }
    if (cycleFrom(file, graph) !== undefined) found.push(`${file} imports itself in a circle`);
    if (file !== 'index.ts' && DRAWERS.test(file)) found.push(`${file} is a drawer, not a name`);
    if (/^export \*/mu.test(text)) found.push(`${file} is a barrel`);
    if (/^(?:export )?(?:let|var) /mu.test(text)) found.push(`${file} keeps state at module level`);
    if (file !== 'index.ts' && /^(?:await |\w+\(|new )/mu.test(text)) found.push(`${file} acts on import`);
    if (
      file !== 'waiting.ts' &&
      /\bDate\.now\(\)|\bnew Date\(\)|\bset(?:Timeout|Interval)\(|AbortSignal\.timeout/u.test(text)
    )
      found.push(`${file} takes the time from the machine`);
    if (text.split('\n').length > 220) found.push(`${file} is longer than 220 lines`);
  }
  return found;
}

describe('the layout of src', () => {
  it('Every source file keeps the rules of the layout', () => {
    const files = readdirSync(SRC, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
    const sources = files.map((entry) => {
      const path = join(entry.parentPath, entry.name);
      return { file: relative(SRC, path).replaceAll('\\', '/'), text: readFileSync(path, 'utf8') };
    });
    expect(sources.length).toBeGreaterThan(20);
    expect(violations(sources)).toEqual([]);
    expect(dirname(SRC)).toBe(resolve(import.meta.dirname, '..'));
  });

  it.each([
    ['operations/list.ts', "import * as core from '@actions/core';", 'operations/list.ts uses @actions/core'],
    ['tls/handshake.ts', "import { request } from 'undici';", 'tls/handshake.ts uses undici'],
    ['main.ts', 'const token = process.env.TOKEN;', 'main.ts uses process.env'],
    [
      'operations/present.ts',
      "import { create } from './create.ts';",
      'operations/present.ts imports operations/create.ts',
    ],
    ['x509/pem.ts', "import { flatten } from '../log.ts';", 'x509/pem.ts imports log.ts'],
    [
      'digitalocean/pages.ts',
      "import { membersOf } from '../certificates/family.ts';",
      'digitalocean/pages.ts imports certificates/family.ts',
    ],
    [
      'certificates/family.ts',
      "import { present } from '../operations/present.ts';",
      'certificates/family.ts imports operations/present.ts',
    ],
    ['string-utils.ts', "export * from './log.ts';", 'string-utils.ts is a barrel'],
    ['common/text.ts', 'export const a = 1;', 'common/text.ts is a drawer, not a name'],
    ['log.ts', 'let count = 0;', 'log.ts keeps state at module level'],
    ['github.ts', 'await connect();', 'github.ts acts on import'],
    ['family.ts', 'const now = Date.now();', 'family.ts takes the time from the machine'],
  ])('A file %s that says `%s` breaks the layout', (file, text, violation) => {
    expect(violations([{ file, text }])).toContain(violation);
  });

  it('Files that import each other in a circle break the layout', () => {
    const sources = [
      { file: 'a.ts', text: "import { b } from './b.ts';" },
      { file: 'b.ts', text: "import { a } from './a.ts';" },
    ];
    expect(violations(sources)).toEqual(['a.ts imports itself in a circle', 'b.ts imports itself in a circle']);
  });
});
