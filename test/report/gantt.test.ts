import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Certificate } from '../../src/digitalocean/certificates.ts';
import { renderGantt } from '../../src/report/gantt.ts';
import { makeShow } from '../../src/text.ts';
import type { Show } from '../../src/text.ts';
import { parseMermaid } from '../mermaid/parse.ts';

const NOW = Date.UTC(2026, 10, 24, 12);
const DAY_MS = 86_400_000;

function certificate(name: string, begin: number, end: number, state = 'verified'): Certificate {
  const [createdAtText, notAfter] = [new Date(begin).toISOString(), new Date(end)];
  return {
    id: '892071a0-bb95-49bc-8021-3afd67a210bf',
    name,
    type: 'custom',
    state,
    notAfter,
    notAfterText: notAfter.toISOString(),
    sha1Fingerprint: '',
    createdAtText,
    dnsNames: [],
  };
}
const draw = (certificates: readonly Certificate[], show: Show = makeShow([])): string =>
  renderGantt(certificates, { now: NOW, minDays: { kind: 'days', days: 14 }, show });

const KEYWORDS = [
  'gantt',
  'section a',
  'title x',
  'dateFormat X',
  'todayMarker off',
  'click a href "javascript:alert(1)"',
  'topAxis',
  'inclusiveEndDates',
  'excludes weekends',
  'tickInterval 1day',
  'weekday monday',
  'accTitle: x',
  'accDescr { x }',
  '%%{init: {"theme":"dark"}}%%',
  '%% comment',
  'a : crit, 2020-01-01, 1d',
  'a;b',
  'a#35;b',
  '```\n# out',
  '</pre><script>alert(1)</script>',
  '2026-01-01',
  'vert',
  'milestone',
  '---',
  '\u2028x',
  '',
];

describe('names in a Gantt chart', () => {
  it.each(KEYWORDS)('A Gantt chart can draw a certificate named %j', async (name) => {
    const picture = draw([
      certificate(name, NOW - DAY_MS, NOW + 30 * DAY_MS),
      certificate('other', NOW, NOW + 40 * DAY_MS),
    ]);
    const tasks = await parseMermaid(picture);
    expect(tasks.map(({ title }) => title.split(' ')[0])).toEqual(['Today', '30', '40']);
    expect(picture.slice(picture.indexOf('gantt'))).not.toMatch(/[<>;#"]|%%/u);
  });

  it('A Gantt chart can draw a certificate of any name', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.string({ unit: 'binary', maxLength: 60 }), { minLength: 1, maxLength: 5 }),
        async (names) => {
          const tasks = await parseMermaid(
            draw(names.map((name) => certificate(name, NOW - DAY_MS, NOW + 30 * DAY_MS))),
          );
          expect(tasks.length).toBe(names.length + 1);
          expect(tasks.slice(1).every(({ begin, end }) => begin === '2026-11-23' && end === '2026-12-24')).toBe(true);
        },
      ),
      { numRuns: 40 },
    );
  });

  it('A Gantt chart does not show secrets', () => {
    expect(draw([certificate('a-pass_word-b', NOW, NOW + DAY_MS)], makeShow(['pass_word']))).toContain(' a-***-b :');
  });
});

describe('dates in a Gantt chart', () => {
  it.each([
    ['long over', -900, -500, '2025-11-23', '2025-11-24'],
    ['thirty years', -30, 10_950, '2026-10-25', '2028-11-23'],
    ['over before its creation', 5, -5, '2026-11-18', '2026-11-19'],
    ['one day', 0, 1, '2026-11-24', '2026-11-25'],
  ])('A Gantt chart can draw a certificate whose lifetime is %s', async (_, begin, end, shownBegin, shownEnd) => {
    const [, bar] = await parseMermaid(draw([certificate('web', NOW + begin * DAY_MS, NOW + end * DAY_MS)]));
    expect([bar?.begin, bar?.end]).toEqual([shownBegin, shownEnd]);
  });

  it('A Gantt chart can draw a certificate without a creation date', async () => {
    const bare = { ...certificate('web', NOW, NOW + 9 * DAY_MS), createdAtText: '' };
    expect((await parseMermaid(draw([bare])))[1]).toMatchObject({ begin: '2026-11-24', isCritical: true });
  });

  it('A Gantt chart marks a failed certificate, however long it is valid', async () => {
    expect((await parseMermaid(draw([certificate('web', NOW, NOW + 90 * DAY_MS, 'error')])))[1]).toMatchObject({
      title: 'error web',
      isCritical: true,
    });
  });

  it('A Gantt chart of no certificates is empty', () => {
    expect(draw([])).toBe('');
  });
});
