import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ActionError } from '../../src/errors.ts';
import type { Outcome } from '../../src/outcome.ts';
import { renderParagraph } from '../../src/report/paragraph.ts';
import type { SummaryTitle } from '../../src/report/summary.ts';
import { makeShow } from '../../src/text.ts';
import { certificateOf, idOf } from '../samples.ts';

const NOW = Date.parse('2026-11-24T12:00:00Z');
const SECRET = 'dop_v1_0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef';
const web = certificateOf({ id: idOf(1), expires: '2026-12-04T12:00:00Z' });
const api = certificateOf({ id: idOf(2), name: 'api', expires: '2027-01-04T12:00:00Z' });

function paragraphOf(
  outcome: Partial<Outcome>,
  title: Partial<SummaryTitle> = {},
  failure?: ActionError,
  secrets: readonly string[] = [],
): string {
  return renderParagraph(
    { operation: 'check', subject: '', isDryRun: false, ...title },
    { certificates: [], changed: false, ...outcome },
    failure,
    { now: NOW, show: makeShow(secrets) },
  );
}

describe('result in one paragraph', () => {
  it.each<[string, string, readonly (string | RegExp)[]]>([
    [
      'a certificate that was read',
      paragraphOf({ certificates: [web] }, { operation: 'get', subject: 'web' }),
      ['get “web”', '10 days left'],
    ],
    [
      'several',
      paragraphOf({ certificates: [api, web] }, { operation: 'list' }),
      ['2 certificates', /first to expire.*“web”/u],
    ],
    [
      'a failure',
      paragraphOf({}, { subject: 'web' }, new ActionError('not_found', 'There is no `name`.')),
      ['failed (not_found)', '“name”'],
    ],
    [
      'a failure of inputs',
      paragraphOf({}, { operation: '' }, new ActionError('input', 'No token.')),
      [/, the step failed/u],
    ],
    [
      'a check',
      paragraphOf({
        certificates: [web, api],
        expiring: [{ certificate: web, reason: 'short', limitMs: 1 }],
        due: [{ certificate: api, dueAt: new Date(NOW), reason: 'ari' }],
      }),
      ['Problems: web.', 'Due for renewal: api.'],
    ],
    [
      'a plan',
      paragraphOf(
        { planned: [{ action: 'delete', object: 'certificate "web"', reason: '' }] },
        { operation: 'rotate', subject: 'web', isDryRun: true },
      ),
      ['dry run of rotate', '1 step', 'Delete certificate “web”.'],
    ],
    ['one without an expiry', paragraphOf({ certificates: [certificateOf({})] }, { operation: 'get' }), [/^[^(]*$/u]],
    [
      'one that has expired',
      paragraphOf({ certificates: [certificateOf({ expires: '2026-11-01T00:00:00Z' })] }, { operation: 'get' }),
      ['(expired)'],
    ],
  ])('Of %s a person is told the facts', (_, text, facts) => {
    for (const fact of facts)
      expect(text).toMatch(
        typeof fact === 'string' ? new RegExp(fact.replaceAll(/[().]/gu, String.raw`\$&`), 'u') : fact,
      );
  });

  it('Many names are counted', () => {
    const due = Array.from({ length: 40 }, (_, at) => ({
      certificate: certificateOf({ id: idOf(at), name: `site-${at}`, expires: '2026-12-04T12:00:00Z' }),
      dueAt: new Date(NOW),
      reason: 'lifetime' as const,
    }));
    expect(paragraphOf({ certificates: due.map(({ certificate }) => certificate), expiring: [], due })).toContain(
      '35 more',
    );
  });

  it('A secret is taken out before the text is cut', () => {
    for (let before = 380; before < 500; before += 1) {
      const failure = new ActionError('internal', `${'x'.repeat(before)} ${SECRET}`);
      const text = paragraphOf({}, {}, failure, [SECRET]);
      expect(text).not.toMatch(/dop_v1_0123/u);
      expect(text.length).toBeLessThanOrEqual(500);
    }
  });

  it('Whatever it holds, it is one line of at most 500 characters that can stand in JSON, in a command and in a chat', () => {
    const hostile = fc.constantFrom('@everyone', '<!channel>', '"', "'", '`', '$(id)', '\\', '\n', '::error::', '*b*');
    const words = fc.array(fc.oneof(hostile, fc.string({ unit: 'grapheme' })), { maxLength: 30 });
    fc.assert(
      fc.property(words, words, (name, message) => {
        const subject = name.join(' ');
        const text = paragraphOf(
          { certificates: [certificateOf({ name: subject, expires: '2026-12-04T12:00:00Z' })] },
          { subject },
          message.length === 0 ? undefined : new ActionError('internal', message.join(' ')),
        );
        expect(text.length).toBeLessThanOrEqual(500);
        expect(text).not.toMatch(/["'`\\$<>*\p{Cc}]|@(?:everyone|channel|here)/iu);
        expect(JSON.parse(`"${text}"`)).toBe(text);
      }),
    );
  });
});
