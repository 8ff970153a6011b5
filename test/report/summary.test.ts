import { describe, expect, it } from 'vitest';
import { LOAD_BALANCERS } from '../../src/consumers/load-balancer.ts';
import { ActionError } from '../../src/errors.ts';
import { NOTHING_DONE } from '../../src/outcome.ts';
import { renderSummary } from '../../src/report/summary.ts';
import { makeShow } from '../../src/text.ts';
import { certificateOf } from '../samples.ts';

const NOW = Date.parse('2026-11-24T12:00:00Z');
const PENDING = certificateOf({ id: 'x', type: 'lets_encrypt', state: 'pending', sha1Fingerprint: '' });

describe('job summary', () => {
  const render = (outcome: Parameters<typeof renderSummary>[1], isDryRun = false): string =>
    renderSummary({ operation: 'get', subject: '', isDryRun }, outcome, undefined, {
      now: NOW,
      show: makeShow(['secret_1']),
    });

  it('The summary leaves the unknown facts of a pending certificate blank', () => {
    expect(render({ certificates: [PENDING], changed: false })).toContain(
      '| web | lets&#95;encrypt | pending |  |  | none | x |',
    );
  });

  it('The summary says when it is not known whether anything was changed', () => {
    expect(render({ certificates: [], changed: undefined })).toContain('not known');
  });

  it('The summary of a dry run without a plan says that nothing would change', () => {
    expect(render({ certificates: [], changed: false }, true)).toContain('Nothing would be');
  });

  it('The summary cuts a long cell and a long list of consumers', () => {
    const long = render({ certificates: [{ ...PENDING, name: 'x'.repeat(500) }], changed: false });
    expect(long).toContain(`| ${'x'.repeat(255)}… |`);
    const consumers = Array.from({ length: 600 }, (_, at) => ({
      kind: LOAD_BALANCERS,
      id: String(at),
      name: 'front-door',
      status: 'kept' as const,
      error: 'y'.repeat(500),
    }));
    const rows = render({ certificates: [], changed: false, consumers })
      .split('\n')
      .filter((line) => line.startsWith('| load balancer'));
    expect(rows.length).toBe(500);
    expect(rows[0]).toContain(`| ${'y'.repeat(400)}… |`);
  });

  it('The summary of a failure names its code and its message, with what is between backticks as code', () => {
    const failure = new ActionError('empty_family', 'No *such* certificate. Check `name`.');
    const title = { operation: 'rotate', subject: 'web_1', isDryRun: true };
    const markdown = renderSummary(title, NOTHING_DONE, failure, { now: NOW, show: makeShow([]) });
    expect(markdown).toContain(' rotate web&#95;1 (dry run)\n');
    expect(markdown).toContain('<code>empty&#95;family</code>');
    expect(markdown).toContain('&#42;such&#42;');
    expect(markdown).toContain('<code>name</code>');
  });

  it('The summary redacts a secret before its characters are escaped', () => {
    expect(render({ certificates: [{ ...PENDING, name: 'secret_1' }], changed: false })).toContain('&#42;&#42;&#42;');
  });
});
