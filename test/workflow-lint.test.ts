import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { lintWorkflow } from './tools/workflow-lint.ts';

const ROOT = resolve(import.meta.dirname, '..');
const WORKFLOWS = join(ROOT, '.github/workflows');

describe('workflow lint', () => {
  it.each(readdirSync(WORKFLOWS))('GitHub accepts the workflow %s', async (file) => {
    expect(await lintWorkflow(`.github/workflows/${file}`, readFileSync(join(WORKFLOWS, file), 'utf8'))).toEqual([]);
  });

  it('GitHub accepts the file `action.yml`', async () => {
    expect(await lintWorkflow('action.yml', readFileSync(join(ROOT, 'action.yml'), 'utf8'))).toEqual([]);
  });

  it('A workflow with an unknown input of the action is reported', async () => {
    const workflow = `on: push
jobs:
  certificate:
    runs-on: ubuntu-latest
    steps:
      - uses: acme/digitalocean-certificate-action@v1
        id: certificate
        with:
          nmae: web
      - run: echo "\${{ steps.certificate.outputs.not_after }} \${{ steps.certificate.outputs.notafter }}"
`;
    const findings = await lintWorkflow('.github/workflows/wrong.yml', workflow);
    expect(findings.join('\n')).toContain('nmae');
  });
});
