// Makes dist: tsc, then ncc on what it wrote, then the checks that ncc leaves to others. The same to the byte on every run.
import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
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

/** Packages whose code is in the bundle: ncc names each module by its path in a comment. */
function bundledPackages(code: string): string[] {
  const names = [...code.matchAll(/node_modules\/((?:@[\w.-]+\/)?[\w.-]+)\//gu)].map((match) => match[1] ?? '');
  return [...new Set(names)].toSorted();
}

function licenseOf(name: string): string {
  const folder = join(ROOT, 'node_modules', name);
  const manifest = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as {
    license?: string;
    version?: string;
  };
  const file = readdirSync(folder).find((entry) => /^licen[sc]e/iu.test(entry));
  const text = file === undefined ? '' : readFileSync(join(folder, file), 'utf8').replaceAll('\r\n', '\n').trim();
  if (manifest.license === undefined && text === '') throw new Error(`${name} has no license: it cannot be shipped`);
  return `${name} ${manifest.version ?? ''}\n${manifest.license ?? ''}\n\n${text}`.trim();
}

/** What a bundle must not have: it runs where no node_modules is near. */
function faultsOf(code: string): string[] {
  // ncc's own form alone: what stands in a package's comments and dead strings is not called.
  const required = [...code.matchAll(/createRequire\(import\.meta\.url\)\(["']([^"']+)["']\)/gu)].map(
    (match) => match[1] ?? '',
  );
  const foreign = required.filter((name) => !isBuiltin(name));
  const undicis = new Set(
    [...code.matchAll(/node_modules\/((?:[\w@./-]+\/)?undici)\/index\.js/gu)].map((match) => match[1]),
  );
  return [
    ...(foreign.length > 0 ? [`requires what is not shipped: ${[...new Set(foreign)].join(', ')}`] : []),
    ...(undicis.size > 1 ? [`carries ${undicis.size} copies of undici`] : []),
    ...(code.includes(`${ROOT}/`) ? ['names a path of this machine'] : []),
  ];
}

for (const folder of [BUILD, DIST]) rmSync(folder, { recursive: true, force: true });
run('typescript/bin/tsc', '--project', 'test/tools/tsconfig.build.json');
run(
  '@vercel/ncc/dist/ncc/cli.js',
  'build',
  join(BUILD, 'index.js'),
  '--out',
  DIST,
  '--license',
  'licenses.txt',
  '--no-cache',
  '--quiet',
);

const scripts = readdirSync(DIST).filter((file) => file.endsWith('.js'));
const code = scripts.map((file) => readFileSync(join(DIST, file), 'utf8')).join('\n');
const faults = faultsOf(code);
if (faults.length > 0) throw new Error(`dist ${faults.join('; ')}`);
const packages = bundledPackages(code);
writeFileSync(join(DIST, 'licenses.txt'), `${packages.map(licenseOf).join(`\n\n${'-'.repeat(72)}\n\n`)}\n`);
if (!existsSync(join(DIST, 'index.js'))) throw new Error('dist has no index.js');
console.log(`dist: ${scripts.join(', ')}, ${Math.round(code.length / 1024)} KiB, with ${packages.join(', ')}`);
