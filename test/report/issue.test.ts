import { describe, expect, it } from 'vitest';
import { LABEL, markerOf, renderIssue } from '../../src/report/issue.ts';
import { escapeMarkdown, link, withCode } from '../../src/report/markdown.ts';
import type { ReportFacts } from '../../src/outcome.ts';
import { makeShow } from '../../src/text.ts';

const row = { what: 'web', problem: 'expired', expires: '2026-11-01T00:00:00Z', dnsNames: ['www.example.com'] };
const facts = (subject: ReportFacts['subject'], rows = [row]): ReportFacts => ({ subject, rows, isComplete: true });
const family = (name: string): ReportFacts['subject'] => ({ kind: 'family', name });
const options = { runUrl: '', show: makeShow(['pass_word']) };

describe('issue', () => {
  it.each([
    [{ kind: 'account' }, ' all certificates ', ' DigitalOcean account'],
    [family('web'), ' certificate "web" '],
    [{ kind: 'endpoints', names: ['a.example:443', 'b.example:443'] }, ' a.example:443 and b.example:443 '],
    [family('a\nb`c`\u202Ed'), ' certificate "a b c  d" '],
    [family('my-pass_word'), ' certificate "my-***" '],
  ] as const)('The title of the issue about %j contains "%s"', (subject, ...fragments) => {
    for (const fragment of fragments) expect(renderIssue(facts(subject), options).title).toContain(fragment);
  });

  it('The issue has a title and a body of a length that GitHub accepts, whatever they contain', () => {
    const rows = Array.from({ length: 400 }, (_, at) => ({
      ...row,
      what: `${at}${'@#<|'.repeat(300)}`,
      problem: '&'.repeat(3_000),
      dnsNames: Array.from({ length: 100 }, () => '`'.repeat(253)),
    }));
    const { title, body } = renderIssue(facts(family('x'.repeat(255)), rows), options);
    expect(title.length).toBeLessThanOrEqual(256);
    expect(body.length).toBeLessThanOrEqual(65_536);
    expect(body).toMatch(/\b3\d\d more/u);
  });

  it('The issue links the run when it is known and leaves empty cells empty', () => {
    const bare = renderIssue(facts(family('web'), [{ ...row, dnsNames: [], expires: '' }]), options);
    expect(bare.body).toContain('| web | expired |  |  |');
    expect(bare.body).not.toContain('/actions/runs/');
    const { body } = renderIssue(facts(family('web')), {
      ...options,
      runUrl: 'https://github.example/a/b/actions/runs/1',
    });
    expect(body).toContain('](<https://github.example/a/b/actions/runs/1>)');
  });

  it('The issue has one marker for what is checked and another for the facts', () => {
    const [one, other] = [facts(family('web')), facts(family('web'), [{ ...row, expires: '' }])];
    const [first, second] = [renderIssue(one, options), renderIssue(other, options)];
    expect(markerOf(one)).toBe(markerOf(other));
    expect(markerOf(facts({ kind: 'account' }))).not.toBe(markerOf(one));
    expect(first.factsMarker).not.toBe(second.factsMarker);
    for (const { body, factsMarker } of [first, second]) {
      expect(body).toContain(markerOf(one));
      expect(body).toContain(factsMarker);
    }
    expect(LABEL).toMatch(/^[a-z-]+$/u);
  });
});

describe('Markdown', () => {
  it.each([
    ['https://github.example/a?b=<c>', '[x](<https://github.example/a?b=%3Cc%3E>)'],
    ['javascript:alert(1)', 'x javascript:alert(1)'],
    ['no address', 'x no address'],
  ])('A link to %j is written as %j', (address, expected) => {
    expect(link('x', address)).toBe(expected);
  });

  it.each([
    ['set `on_expiring: warn`, or `a`', 'set <code>on&#95;expiring: warn</code>, or <code>a</code>'],
    ['a ` alone', 'a &#96; alone'],
    ['`<b>`', '&#96;&#60;b&#62;&#96;'],
    ['WWW.example.com', 'WWW&#46;example.com'],
  ])('The Markdown of %j is written as %j', (text, expected) => {
    expect(withCode(escapeMarkdown(text))).toBe(expected);
  });
});
