// Makes dist: tsc, then ncc on what it wrote, then the checks that ncc leaves to others. The same to the byte on every run.
import { execFileSync } from 'node:child_process';
import { cpSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { isBuiltin } from 'node:module';
import { join, resolve } from 'node:path';

const ROOT = resolve(import.meta.dirname, '../..');
const BUILD = join(ROOT, 'build');
const DIST = join(ROOT, 'dist');

function run(tool: string, ...args: readonly string[]): void {
  execFileSync(process.execPath, [join(ROOT, 'node_modules', tool), ...args], {
    cwd: ROOT,
    stdio: ['ignore', 'ignore', 'inherit'],
  });
}

interface Module {
  readonly nameForCondition: string | null;
  readonly chunks: readonly number[];
  /** Those that were put together into this one; their own lists of chunks are empty. */
  readonly modules?: readonly Module[];
}

/** What webpack tells of a build (webpack.js.org, "Stats data"). */
interface Stats {
  readonly modules: readonly Module[];
  readonly chunks: readonly {
    readonly id: number;
    readonly entry: boolean;
    readonly files: readonly string[];
  }[];
}

const STATS = join(BUILD, 'stats.json');
/** The most characters that may load at every start: V8 parses each of them. */
const LARGEST_START = 400_000;
/** What few runs need: it loads when it is used. */
const LATER =
  /\/node_modules\/(?!@actions\/core\/)|\/build\/(?:acme|rotation|checking|operations\/(?:delete|rotate|check)|tls\/(?:probe|handshake)|report\/(?:github|issue))\b/u;

/** `@actions/core` for `/…/node_modules/@actions/core/lib/core.js`; empty for what is no package's. */
function packageOf(path: string): string {
  return /.*\/node_modules\/((?:@[\w.-]+\/)?[\w.-]+)\//u.exec(path)?.[1] ?? '';
}

function licenseOf(name: string): string {
  const folder = join(ROOT, 'node_modules', name);
  const manifest = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as {
    license?: string;
    version?: string;
  };
  // What a package took over from others has a license beside it.
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter(
    (file) => /(?:^|[\\/])licen[sc]e[^\\/]*$/iu.test(file) && !file.includes('node_modules'),
  );
  const text = files
    .toSorted((a, b) => a.length - b.length || (a < b ? -1 : 1))
    .map((file) => readFileSync(join(folder, file), 'utf8').replaceAll('\r\n', '\n').trim())
    .join('\n\n');
  if (manifest.license === undefined && text === '') throw new Error(`${name} has no license: it cannot be shipped`);
  return `${name} ${manifest.version ?? ''}\n${manifest.license ?? ''}\n\n${text}`.trim();
}

/** The entry, and the chunks that it loads for `main`. For renew/action.yml it loads others, which no other run needs. */
function chunksAtStart(entry: string, stats: Stats): number[] {
  const loading = /\bmain\b[^\n]*= await ([^\n]*)\.then\(/u.exec(entry)?.[1] ?? '';
  const loaded = [...loading.matchAll(/\be\((?:\/\*[^*]*\*\/ )?(\d+)\)/gu)].map(([, id]) => Number(id));
  return [...stats.chunks.filter((chunk) => chunk.entry).map(({ id }) => id), ...loaded];
}

/** What a bundle must not have: it runs where no node_modules is near. */
function faultsOf(scripts: ReadonlyMap<string, string>, stats: Stats): string[] {
  const faults: string[] = [];
  for (const [file, code] of scripts) {
    // ncc's own form alone: what stands in a package's comments and dead strings is not called.
    const loaded = code.matchAll(
      /createRequire\(import\.meta\.url\)\(["']([^"']+)["']\)|^import\b[^"'\n]*["']([^"']+)["']/gmu,
    );
    const foreign = [...loaded].map((match) => match[1] ?? match[2] ?? '').filter((name) => !isBuiltin(name));
    if (foreign.length > 0) faults.push(`${file} loads what is not shipped: ${[...new Set(foreign)].join(', ')}`);
    if (code.includes(`${ROOT}/`)) faults.push(`${file} names a path of this machine`);
  }
  const undici = stats.modules.filter(({ nameForCondition }) => packageOf(nameForCondition ?? '') === 'undici');
  const copies = new Set(undici.map(({ nameForCondition }) => nameForCondition?.replace(/(\/undici)\/.*/u, '$1')));
  if (copies.size !== 1) faults.push(`dist has ${copies.size} copies of undici`);
  const start = chunksAtStart(scripts.get('index.js') ?? '', stats);
  if (start.length < 2) faults.push('index.js does not load main.js in the form that is known');
  const isAtStart = ({ chunks }: Module): boolean => chunks.some((id) => start.includes(id));
  const early = stats.modules.filter(isAtStart).map(({ nameForCondition }) => nameForCondition ?? '');
  const misplaced = early.filter((name) => LATER.test(name));
  if (misplaced.length > 0) faults.push(`loads at start, and not only when it is used: ${misplaced.join(', ')}`);
  const files = stats.chunks.filter(({ id }) => start.includes(id)).flatMap((chunk) => chunk.files);
  const size = files.reduce((sum, file) => sum + (scripts.get(file)?.length ?? 0), 0);
  if (size > LARGEST_START) faults.push(`${size} characters load at start, and ${LARGEST_START} are the limit`);
  return faults;
}

/**
 * Puts a copy of `@actions/core` beside what tsc wrote, where ncc finds it first, without what nothing here uses. ncc cannot drop it: its
 * OpenID Connect client brings in an HTTP client and all of undici, its platform details a process runner;
 * and its functions for paths are not called.
 */
function copyCore(): void {
  const folder = join(BUILD, 'node_modules/@actions/core');
  cpSync(join(ROOT, 'node_modules/@actions/core'), folder, { recursive: true });
  writeFileSync(join(folder, 'lib/oidc-utils.js'), 'export class OidcClient {}\n');
  writeFileSync(join(folder, 'lib/platform.js'), 'export {};\n');
  writeFileSync(join(folder, 'lib/summary.js'), 'export const summary = undefined, markdownSummary = undefined;\n');
  const paths = 'toPosixPath = undefined, toWin32Path = undefined, toPlatformPath = undefined';
  writeFileSync(join(folder, 'lib/path-utils.js'), `export const ${paths};\n`);
  for (const file of readdirSync(BUILD, { recursive: true, encoding: 'utf8' })) {
    if (!file.endsWith('.js') || file.startsWith('node_modules')) continue;
    const missing = /\bcore\.(?:getIDToken|platform|summary|markdownSummary|to\w+Path)\b/u.exec(
      readFileSync(join(BUILD, file), 'utf8'),
    );
    if (missing !== null) throw new Error(`${file} uses ${missing[0]}, which the bundle leaves out`);
  }
}

for (const folder of [BUILD, DIST]) rmSync(folder, { recursive: true, force: true });
run('typescript/bin/tsc', '--project', 'test/tools/tsconfig.build.json');
copyCore();
run(
  '@vercel/ncc/dist/ncc/cli.js',
  'build',
  join(BUILD, 'index.js'),
  '--out',
  DIST,
  '--license',
  'licenses.txt',
  '--stats-out',
  STATS,
  '--no-cache',
  '--quiet',
);

const told = JSON.parse(readFileSync(STATS, 'utf8')) as Stats;
const flatten = (module: Module): Module[] => [
  module,
  ...(module.modules ?? []).map(({ nameForCondition }) => ({ nameForCondition, chunks: module.chunks })),
];
const stats = { ...told, modules: told.modules.flatMap(flatten) };
const files = readdirSync(DIST).filter((file) => file.endsWith('.js'));
const scripts = new Map(files.map((file) => [file, readFileSync(join(DIST, file), 'utf8')]));
if (!scripts.has('index.js')) throw new Error('dist has no index.js');
const faults = faultsOf(scripts, stats);
if (faults.length > 0) throw new Error(faults.join('; '));
const packages = [...new Set(stats.modules.map(({ nameForCondition }) => packageOf(nameForCondition ?? '')))]
  .filter((name) => name !== '')
  .toSorted();
writeFileSync(join(DIST, 'licenses.txt'), `${packages.map(licenseOf).join(`\n\n${'-'.repeat(72)}\n\n`)}\n`);
for (const [file, code] of scripts) console.log(`dist/${file}: ${Math.round(code.length / 1024)} KiB`);
console.log(`with ${packages.join(', ')}`);
