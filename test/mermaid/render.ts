// The demo's job summaries as a person sees them: `npm run render -- --out FOLDER`, or `-- --readme` for the pictures of the README.
// Needs Chromium (Debian: apt-get install chromium).
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { marked } from 'marked';

const ROOT = resolve(import.meta.dirname, '../..');
const { values } = parseArgs({
  options: {
    out: { type: 'string', default: 'build/summaries' },
    theme: { type: 'string', default: 'light' },
    readme: { type: 'boolean', default: false },
  },
});
/** The demo's summary that the README shows: of the rotation. */
const README_SUMMARY = '4-rotate.md';

const BROWSERS = [
  process.env['CHROMIUM'] ?? '',
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
];
const browser = BROWSERS.find((path) => path !== '' && existsSync(path));
if (browser === undefined)
  throw new Error('There is no Chromium: install it (Debian: apt-get install chromium), or name it in CHROMIUM.');

/** About what GitHub shows: its fonts and tables, and Mermaid as it sets it. */
function pageOf(summary: string, isDark: boolean): string {
  const html = marked.parse(summary, { async: false, gfm: true });
  const script = pathToFileURL(join(ROOT, 'node_modules/mermaid/dist/mermaid.min.js')).href;
  const [ink, paper, line] = isDark ? ['#f0f6fc', '#0d1117', '#3d444d'] : ['#1f2328', '#ffffff', '#d1d9e0'];
  return `<!doctype html><meta charset="utf-8"><style>
    body { font: 14px/1.5 -apple-system, "DejaVu Sans", sans-serif; margin: 24px; width: 960px; color: ${ink}; background: ${paper} }
    table { border-collapse: collapse; display: block; overflow: auto; margin: 0 0 16px } td, th { border: 1px solid ${line}; padding: 6px 13px }
  </style>${html}<script src="${script}"></script><script>
    for (const code of document.querySelectorAll('code.language-mermaid')) {
      const picture = document.createElement('div');
      picture.className = 'mermaid';
      picture.textContent = code.textContent;
      code.parentElement.replaceWith(picture);
    }
    mermaid.initialize({ startOnLoad: true, securityLevel: 'strict', theme: '${isDark ? 'dark' : 'default'}' });
  </script>`;
}

/** Draws one summary into a file. */
function draw(summary: string, image: string, isDark: boolean): void {
  const page = join(temp, 'page.html');
  writeFileSync(page, pageOf(readFileSync(join(temp, summary), 'utf8'), isDark));
  const flags = [
    '--headless',
    '--no-sandbox',
    '--disable-gpu',
    '--disable-background-networking',
    '--hide-scrollbars',
    '--allow-file-access-from-files',
    `--user-data-dir=${join(temp, 'profile')}`,
    '--window-size=1010,740',
    '--virtual-time-budget=10000',
    `--screenshot=${image}`,
  ];
  execFileSync(browser ?? '', [...flags, pathToFileURL(page).href], { stdio: 'ignore' });
  console.log(image);
}

const temp = mkdtempSync(join(tmpdir(), 'summaries-'));
try {
  execFileSync(process.execPath, [join(ROOT, 'test/demo.ts'), '--summaries', temp], {
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  if (values.readme) {
    for (const theme of ['light', 'dark'])
      draw(README_SUMMARY, join(ROOT, `docs/summary-${theme}.png`), theme === 'dark');
  } else {
    const folder = resolve(values.out);
    mkdirSync(folder, { recursive: true });
    for (const file of readdirSync(temp).filter((name) => name.endsWith('.md')))
      draw(file, join(folder, file.replace(/md$/u, 'png')), values.theme === 'dark');
  }
} finally {
  rmSync(temp, { recursive: true, force: true });
}
