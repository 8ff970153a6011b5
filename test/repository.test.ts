import { existsSync, globSync, readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { notesOf, obstacles, pinOwn } from './tools/release.ts';
import { violationsOfAction, violationsOfWorkflow } from './tools/workflow-rules.ts';

const ROOT = resolve(import.meta.dirname, '..');
const read = (file: string): string => readFileSync(resolve(ROOT, file), 'utf8');
const WORKFLOWS = readdirSync(join(ROOT, '.github/workflows')).map((file) => `.github/workflows/${file}`);

describe('workflows of this repository', () => {
  it.each(WORKFLOWS)('The workflow %s is pinned, has least permissions, and ends', (file) => {
    expect(violationsOfWorkflow(read(file))).toEqual([]);
  });

  it.each(globSync('{action.yml,*/action.yml}', { cwd: ROOT }))('The action %s is pinned', (file) => {
    expect(violationsOfAction(read(file))).toEqual([]);
  });

  it('An action has the same SHA and version in all workflows', () => {
    const pins = [
      ...WORKFLOWS.map(read)
        .join('\n')
        .matchAll(/uses: (?<name>[\w-]+\/[\w-]+)\S*?@(?<pin>\S+ # \S+)/gu),
    ];
    const byName = Map.groupBy(pins, ({ groups }) => groups?.['name'] ?? '');
    expect(byName.size).toBeGreaterThan(5);
    for (const [name, each] of byName) expect(new Set(each.map(({ groups }) => groups?.['pin'])).size, name).toBe(1);
  });

  const GOOD = read('.github/workflows/ci.yml');
  it.each([
    ['a tag instead of a SHA', 'actions/checkout@3d3c42e5aac5ba805825da76410c181273ba90b1', 'actions/checkout@v7'],
    ['no version in a comment', ' # v7.0.1', ''],
    ['a token that stays on the disk', 'persist-credentials: false', 'fetch-depth: 1'],
    ['a container without a digest', /@sha256:[0-9a-f]{64}/u, ''],
    ['no time limit', /timeout-minutes: \d+/u, 'continue-on-error: false'],
    ['a dangerous trigger', 'pull_request:', 'pull_request_target:'],
    ['an expression in a script', 'run: npm ci', 'run: npm ci ${{ github.head_ref }}'],
    ['permissions for all jobs', 'permissions: {}', 'permissions: write-all'],
    ['a permission to write without a reason', 'contents: read # the checkout', 'contents: write'],
  ])('A workflow with %s is found to be wrong', (_, from, to) => {
    expect(GOOD.replace(from, to)).not.toBe(GOOD);
    expect(violationsOfWorkflow(GOOD.replace(from, to))).toHaveLength(1);
  });
});

describe('Dependabot', () => {
  interface Update {
    readonly 'package-ecosystem': string;
    readonly cooldown?: { readonly 'default-days'?: number };
  }
  it('Dependabot updates npm packages and actions after a cooldown of two weeks', () => {
    const { updates } = parse(read('.github/dependabot.yml')) as { readonly updates: readonly Update[] };
    expect(updates.map((update) => update['package-ecosystem']).toSorted()).toEqual(['github-actions', 'npm']);
    for (const { cooldown } of updates) expect(cooldown?.['default-days']).toBeGreaterThanOrEqual(14);
  });
});

describe('dependencies', () => {
  it('Install scripts of packages are not run', () => {
    expect(read('.npmrc')).toMatch(/^ignore-scripts=true$/mu);
  });

  it('Every package of the lockfile has a hash, and versions are exact', () => {
    interface Lock {
      readonly packages: Readonly<Record<string, { readonly integrity?: string; readonly link?: boolean }>>;
    }
    const { '': _, ...packages } = (JSON.parse(read('package-lock.json')) as Lock).packages;
    expect(Object.keys(packages).length).toBeGreaterThan(100);
    expect(Object.entries(packages).filter(([, { integrity = '' }]) => !integrity.startsWith('sha512-'))).toEqual([]);
    const { dependencies, devDependencies } = JSON.parse(read('package.json')) as Record<string, object>;
    for (const version of Object.values({ ...dependencies, ...devDependencies }))
      expect(version).toMatch(/^\d+\.\d+\.\d+$/u);
  });

  it('CI compares the committed dist with the build of src', () => {
    interface Workflow {
      readonly jobs: Readonly<Record<string, { readonly steps: readonly { readonly run?: string }[] }>>;
    }
    const { jobs } = parse(read('.github/workflows/ci.yml')) as Workflow;
    const runs = jobs['dist']?.steps.map(({ run = '' }) => run) ?? [];
    expect(runs).toEqual(expect.arrayContaining(['npm run build', expect.stringContaining('git diff --cached')]));
  });
});

describe('threat model', () => {
  /** `| … | [file](path): "title" |` */
  const rows = [...read('SECURITY.md').matchAll(/^\|(?<threat>.+)\|(?<stop>.+)\|(?<tests>[^|]+)\|$/gmu)].slice(2);
  const named = rows.flatMap(({ groups }) =>
    [...(groups?.['tests'] ?? '').matchAll(/\[[^\]]+\]\((?<file>[^)]+)\): “(?<title>[^”]+)”/gu)].map((match) => ({
      file: match.groups?.['file'] ?? '',
      title: match.groups?.['title'] ?? '',
    })),
  );

  it('Each line of the threat model names a test', () => {
    expect(rows.length).toBeGreaterThan(12);
    for (const { groups } of rows) expect(groups?.['tests']).toMatch(/\.test\.ts\): “/u);
  });

  it.each(named.map(({ file, title }) => [title, file] as const))('The test “%s” exists in %s', (title, file) => {
    expect(existsSync(join(ROOT, file)), file).toBe(true);
    expect(read(file).replaceAll('\\`', '`')).toContain(title);
  });
});

describe('release', () => {
  const changelog = '# Changelog\n\n## [1.2.0] - 2026-11-25\n\n### Added\n\n- A.\n\n## [1.1.0] - 2026-10-01\n\n- B.\n';
  const files = { packageJson: '{"version":"1.2.0"}', versionTs: "VERSION = '1.2.0'", changelog };

  it('A version with its changelog and no tag can be released, with the lines of the changelog as notes', () => {
    expect(obstacles('1.2.0', 'refs/heads/main', ['v1.1.0'], files)).toEqual([]);
    expect(notesOf(changelog, '1.2.0')).toBe('### Added\n\n- A.');
  });

  it.each([
    ['an odd version', 'v1.2', {}],
    ['another branch', '1.2.0', { ref: 'refs/heads/fix' }],
    ['a tag that exists', '1.2.0', { tags: ['v1.2.0'] }],
    ['another version in package.json', '1.2.0', { packageJson: '{"version":"1.1.0"}' }],
    ['another version in the code', '1.2.0', { versionTs: '' }],
    ['no date in the changelog', '1.2.0', { changelog: changelog.replace('2026-11-25', 'Unreleased') }],
    ['nothing in the changelog', '1.2.0', { changelog: '## [1.2.0] - 2026-11-25\n' }],
  ])('A release with %s is refused', (_, version, change) => {
    const given = { ref: 'refs/heads/main', tags: [], ...files, ...change };
    expect(obstacles(version, given.ref, given.tags, given)).not.toEqual([]);
  });
});

describe('pages after a release', () => {
  const SHA = '0123456789abcdef0123456789abcdef01234567';
  it.each([
    ['uses: acme/digitalocean-certificate-action@v1', `uses: acme/digitalocean-certificate-action@${SHA} # v1.2.3`],
    [
      'uses: acme/digitalocean-certificate-action/renew@v1',
      `uses: acme/digitalocean-certificate-action/renew@${SHA} # v1.2.3`,
    ],
    [
      `uses: acme/digitalocean-certificate-action@${SHA.replace('0', 'f')} # v1.2.2`,
      `uses: acme/digitalocean-certificate-action@${SHA} # v1.2.3`,
    ],
    ['uses: actions/checkout@v7 # v7.0.1', 'uses: actions/checkout@v7 # v7.0.1'],
  ])('The line %s is pinned as it should be', (before, after) => {
    expect(pinOwn(before, SHA, '1.2.3')).toBe(after);
  });
});

describe('licenses', () => {
  it('The license of every package in dist is shipped', () => {
    const licenses = read('dist/licenses.txt').split(/^-{72}$/mu);
    const bundled = new Set(
      globSync('dist/*.js', { cwd: ROOT })
        .flatMap((file) => [...read(file).matchAll(/MODULE: \S*\/node_modules\/((?:@[^/]+\/)?[^/]+)\//gu)])
        .map((match) => match[1] ?? ''),
    );
    expect(bundled.size).toBeGreaterThan(2);
    const shipped = licenses.map((text) => /^\s*(\S+) \d/u.exec(text)?.[1]);
    expect([...bundled].filter((name) => !shipped.includes(name))).toEqual([]);
    for (const text of licenses) expect(text.length).toBeGreaterThan(300);
  });

  it('The license of this repository is the one that `package.json` names', () => {
    expect(read('LICENSE')).toMatch(/^MIT License/u);
    expect((JSON.parse(read('package.json')) as { license: string }).license).toBe('MIT');
  });
});
