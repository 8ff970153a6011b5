import { describe, expect, it } from 'vitest';
import { marked } from 'marked';
import type { Certificate } from '../../src/digitalocean/certificates.ts';
import { ActionError } from '../../src/errors.ts';
import type { Outcome, ReportFacts } from '../../src/outcome.ts';
import { LOAD_BALANCERS } from '../../src/consumers/load-balancer.ts';
import { renderIssue } from '../../src/report/issue.ts';
import { renderSummary } from '../../src/report/summary.ts';
import { makeShow } from '../../src/text.ts';

const show = makeShow([]);
const NOW = Date.UTC(2026, 10, 24);

/** The HTML of it, without code. */
function withoutCode(markdown: string): string {
  return marked.parse(markdown, { async: false, gfm: true }).replaceAll(/<code[^>]*>.*?<\/code>/gsu, ' ');
}

/** What stands there for a reader, without code, comments and the links that are meant: GitHub looks for references in this. */
function textOf(markdown: string): string {
  const meant = markdown.replaceAll(/<!--.*?-->/gsu, ' ').replaceAll(/\[[^\]]*\]\(<[^>]*>\)/gu, ' ');
  return withoutCode(meant)
    .replaceAll(/<[^>]+>/gu, ' ')
    .replaceAll(/&#(\d+);/gu, (_, code: string) => String.fromCodePoint(Number(code)))
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&#39;', "'")
    .replaceAll('&amp;', '&');
}

/** What GitHub turns into a reference or a mention (docs.github.com, "Autolinked references and URLs"). */
const REFERENCES = [/(?<!\w)#\d/u, /\bGH-\d/iu, /\b[0-9a-f]{7,40}\b/iu, /@[a-z\d]/iu, /[\w.-]+\/[\w.-]+[#@]\w/u];
/** What Markdown turns into a link (GFM 0.29, 6.9). */
const LINKS = [/[\w.+-]+@[\w-]+\.[\w.-]+/u, /<a /u, /<img/u];

const HASH = '0123456789abcdef0123456789abcdef01234567';
const NAMES = [
  'GH-1',
  'gh-12',
  'fixes GH-1',
  'Closes: GH-1, GH-2',
  '#1',
  'fixes #1',
  'acme/site#1',
  'acme/site GH-1',
  HASH,
  HASH.toUpperCase(),
  HASH.slice(0, 7),
  `acme/site@${HASH}`,
  `acme@${HASH}`,
  `_${HASH}_`,
  `(${HASH})`,
  `${HASH}...${HASH}`,
  '@octocat',
  '@acme/team',
  'me@example.com',
  'ops+x@mail.example.com',
  '<me@example.com>',
  'mailto:me@example.com',
  'xmpp:me@example.com/x',
  'https://github.com/acme/site/issues/1',
  'www.example.com/a@b.example',
  '[x](mailto:me@example.com)',
  '![x](https://example.com/x.png)',
  '<!-- --> #1 @octocat',
  '`GH-1',
  '&#71;H-1',
  'GH&#45;1',
];

describe('references in an issue', () => {
  const facts = (text: string): ReportFacts => ({
    subject: { kind: 'family', name: text },
    rows: [{ what: text, problem: `serves ${text}`, expires: '2026-11-01T00:00:00Z', dnsNames: [text, text] }],
    isComplete: true,
  });
  const issueOf = (text: string): ReturnType<typeof renderIssue> => renderIssue(facts(text), { runUrl: '', show });

  it.each(NAMES)('The body has %j as text, and no reference or link', (name) => {
    const { body } = issueOf(name);
    for (const pattern of REFERENCES) expect(textOf(body)).not.toMatch(pattern);
    for (const pattern of LINKS) expect(withoutCode(body)).not.toMatch(pattern);
  });

  it.each(NAMES)('The title has %j without a reference', (name) => {
    const { title } = issueOf(name);
    for (const pattern of [/#\d/u, /\bGH-\d/iu, /(?<!\w)@[a-z\d]/iu]) expect(title).not.toMatch(pattern);
    expect(title.length).toBeLessThanOrEqual(256);
  });

  it('An ordinary name stays as it is in title and body', () => {
    const { title, body } = issueOf('web-front.example');
    expect(title).toContain('"web-front.example"');
    expect(body).toContain('| web-front.example | serves web-front.example |');
  });

  it('The check of references finds them where they are', () => {
    expect(textOf('fixes GH-1, #2')).toMatch(REFERENCES[1] ?? /$/u);
    expect(textOf(`| a |\n| --- |\n| ${HASH} |`)).toMatch(REFERENCES[2] ?? /$/u);
    expect(textOf('a&#64;b.example')).toMatch(LINKS[0] ?? /$/u);
    expect(textOf(`<code>${HASH}</code>`)).not.toMatch(REFERENCES[2] ?? /$/u);
  });
});

describe('links in a summary', () => {
  const certificate = (text: string): Certificate => ({
    id: text,
    name: text,
    type: text,
    state: text,
    notAfter: new Date(NOW),
    notAfterText: '2026-11-24T00:00:00Z',
    sha1Fingerprint: HASH,
    createdAtText: '',
    dnsNames: [text],
  });
  const outcomeOf = (text: string): Outcome => ({
    certificates: [certificate(text)],
    changed: false,
    consumers: [{ kind: LOAD_BALANCERS, id: text, name: text, status: 'failed', error: text }],
    endpoints: [
      {
        probed: {
          endpoint: { host: 'www.example.com', port: 443, address: '192.0.2.1' },
          fault: { kind: 'handshake', what: text },
        },
        problems: [],
      },
    ],
    planned: [{ action: 'leave', object: text, reason: text }],
  });
  const render = (text: string): string =>
    renderSummary(
      { operation: 'check', subject: text, isDryRun: false, minDays: { kind: 'days', days: 14 } as const },
      outcomeOf(text),
      new ActionError('check_failed', text),
      { now: NOW, show },
    );

  it.each(NAMES)('The summary has %j as text, and no link', (name) => {
    const summary = render(name);
    for (const pattern of LINKS) expect(withoutCode(summary)).not.toMatch(pattern);
    // Character references are read before addresses of e-mail are looked for.
    for (const pattern of LINKS) expect(textOf(summary)).not.toMatch(pattern);
  });

  it.each(['', ' ', '\u200b', '\n'])(
    'The heading of the summary is never empty, also for the subject %j',
    (subject) => {
      for (const operation of ['', 'check']) {
        const summary = renderSummary({ operation, subject, isDryRun: false }, outcomeOf('web'), undefined, {
          now: NOW,
          show,
        });
        expect(summary).toMatch(
          operation === '' ? /^### DigitalOcean certificates\n/u : /^### DigitalOcean certificates: check\n/u,
        );
      }
    },
  );

  it.each([300, 100_000])('No name of %i characters is shown whole', (length) => {
    const name = 'n'.repeat(length);
    const { consumers = [], certificates, ...others } = outcomeOf(name);
    const verified = certificates.map((each) => ({ ...each, type: 'custom', state: 'verified' }));
    const named = {
      ...others,
      certificates: verified,
      consumers: consumers.map((each) => ({ ...each, error: '' })),
      planned: [],
      endpoints: [],
    };
    const title = { operation: 'check', subject: name, isDryRun: false, minDays: { kind: 'days', days: 14 } as const };
    expect(renderSummary(title, named, undefined, { now: NOW, show })).not.toContain('n'.repeat(256));
    const issue = renderIssue(
      {
        subject: { kind: 'family', name },
        rows: [{ what: name, problem: 'x', expires: '', dnsNames: [] }],
        isComplete: true,
      },
      { runUrl: '', show },
    );
    expect(`${issue.body}${issue.title}`).not.toContain('n'.repeat(256));
  });
});
