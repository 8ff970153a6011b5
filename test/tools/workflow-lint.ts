import { readFileSync } from 'node:fs';
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

/** What GitHub's own language service finds wrong with a workflow or an action.yml; every action but ours is unknown to it. */
export async function lintWorkflow(name: string, text: string): Promise<string[]> {
  const own = parse(readFileSync(resolve(ROOT, 'action.yml'), 'utf8')) as Metadata;
  const findings = await validate(TextDocument.create(`file:///${name}`, 'yaml', 1, text), {
    actionsMetadataProvider: {
      fetchActionMetadata: async (action) => (action.name === 'digitalocean-certificate-action' ? own : undefined),
    },
  });
  return findings
    .map(({ message, range }) => `${name}:${range.start.line + 1}: ${String(message)}`)
    .filter((finding) => !/Unable to resolve action `(?!.*digitalocean-certificate-action)/u.test(finding));
}
