import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { makeRedactor } from '../src/redaction.ts';
import { makeShow } from '../src/text.ts';

const WINDOW = 12;
const SECRET = 'Zk3vQ9xT7bLm2RfH/cW5+yNd8sGaJ4uE';
const OTHER = 'p6YtK0oI1hDqS8wXzB3nVfM5rC7jLgEa';
const redact = makeRedactor([SECRET, OTHER]);

/** Is any stretch of the secret as long as the window in the text, in whatever case? */
function survives(secret: string, text: string): boolean {
  const [low, lowText] = [secret.toLowerCase(), text.toLowerCase()];
  return Array.from({ length: secret.length - WINDOW + 1 }, (_, at) => low.slice(at, at + WINDOW)).some((piece) =>
    lowText.includes(piece),
  );
}

describe('secrets in a text', () => {
  it.each([
    [SECRET, '***'],
    [`key=${SECRET}`, 'key=***'],
    [`${SECRET}.`, '***.'],
    [`a ${SECRET} b ${OTHER} c ${SECRET} d`, 'a *** b *** c *** d'],
    [SECRET + OTHER, '***'],
    [`${SECRET} ${OTHER}`, '*** ***'],
    [SECRET.toUpperCase(), '***'],
    [SECRET.toLowerCase(), '***'],
    [`x${SECRET.slice(0, 12)}y`, 'x***y'],
    [`<${SECRET.slice(7, 19)}>`, '<***>'],
    [`x${SECRET.slice(-12)}y`, 'x***y'],
    [`x${SECRET.slice(3, 20).toUpperCase()}y`, 'x***y'],
    [`${SECRET.slice(0, 14)} … ${SECRET.slice(15)}`, '*** … ***'],
    // Eleven characters say too little.
    [`x${SECRET.slice(4, 15)}y`, `x${SECRET.slice(4, 15)}y`],
    ['', ''],
    ['nothing of it', 'nothing of it'],
  ])('The text %j is shown as %j', (text, shown) => {
    expect(redact(text)).toBe(shown);
  });

  it('Every piece of twelve characters is found, wherever it stands', () => {
    for (let from = 0; from + WINDOW <= SECRET.length; from += 1)
      for (let before = 0; before < 20; before += 1) {
        const text = `${'-'.repeat(before)}${SECRET.slice(from, from + WINDOW)}-`;
        expect(redact(text)).toBe(`${'-'.repeat(before)}***-`);
      }
  });

  it('A piece of any length is taken out whole, with nothing of the text around it', () => {
    for (let length = WINDOW; length <= SECRET.length; length += 1) {
      const from = SECRET.length - length;
      expect(redact(`<${SECRET.slice(from)}>`)).toBe('<***>');
      expect(redact(`<${SECRET.slice(0, length)}>`)).toBe('<***>');
    }
  });

  it.each([
    ['zeros', 'Zk3v\0Q9xT7bLm\0RfHcW', 'x Zk3v\0Q9xT7bLm\0RfHcW y', 'x *** y'],
    ['zeros and half of it', 'Zk3v\0Q9xT7bLm\0RfHcW', '<Q9xT7bLm\0RfHcW>', '<***>'],
    ['letters of other scripts', 'é1ÄжQ9xT7bLm', 'x É1äЖQ9XT7BLM y', 'x *** y'],
    ['a row of dots', `Zk3v${'.'.repeat(60)}Q9xT`, `x ${'.'.repeat(60)} y`, `x ${'.'.repeat(60)} y`],
  ])('A secret with %s is found in any case', (_what, secret, text, shown) => {
    expect(makeRedactor([secret])(text)).toBe(shown);
  });

  it('Among secrets that look alike, every piece of twelve characters is found', () => {
    const alike = fc.constantFrom('aB', 'aB1', 'ab.X-', 'aé1', 'aB\0').chain((letters) => {
      const word = fc.string({ unit: fc.constantFrom(...letters.split('')), minLength: 12, maxLength: 40 });
      const dots = fc.nat(30).map((count) => '.'.repeat(count));
      const piece = fc.tuple(fc.nat(9), fc.nat(30), fc.nat(40));
      return fc.record({
        secrets: fc.array(
          fc.tuple(word, dots, word).map((parts) => parts.join('')),
          { minLength: 1, maxLength: 4 },
        ),
        pieces: fc.array(fc.tuple(piece, dots), { minLength: 1, maxLength: 4 }),
      });
    });
    fc.assert(
      fc.property(alike, ({ secrets, pieces }) => {
        const text = pieces
          .map(([[which, from, length], dots]) => dots + (secrets[which % secrets.length] ?? '').substr(from, length))
          .join('');
        const shown = makeRedactor(secrets)(text);
        const windows = secrets.flatMap((each) =>
          Array.from({ length: each.length - WINDOW + 1 }, (_, at) => each.slice(at, at + WINDOW)),
        );
        expect(windows.filter((window) => /[^a-z_. -]/u.test(window) && shown.includes(window))).toEqual([]);
      }),
      { numRuns: 2_000 },
    );
  });

  it('Without secrets the text stays as it is', () => {
    expect(makeRedactor([])(SECRET)).toBe(SECRET);
  });
});

describe('short secrets', () => {
  it.each([
    ['Short7!', 'a Short7! b', 'a Short7! b'],
    ['Eight8!!', 'a Eight8!! b', 'a *** b'],
    ['Eleven7char', 'a Eleven7char b', 'a *** b'],
    ['Twelve7chars', 'a TWELVE7CHARS b', 'a *** b'],
  ])('Of the secret "%s", the text "%s" is shown as "%s"', (secret, text, shown) => {
    expect(makeRedactor([secret])(text)).toBe(shown);
  });

  it('Of two secrets that begin alike, the longer one is taken out first', () => {
    expect(makeRedactor(['abcdefgh', 'abcdefghijk', 'abcdefgh'])('x abcdefghijk abcdefgh')).toBe('x *** ***');
  });
});

describe('secrets that are made of words', () => {
  it.each([
    ['your-digitalocean-token', 'DigitalOcean, and a token of digitalocean, are no secret'],
    ['not-a-real-token', 'It is not a real problem'],
    ['digitalocean_access_token', 'Set DIGITALOCEAN_ACCESS_TOKEN'],
  ])('The placeholder "%s" is taken out as a whole, and blots out no words', (placeholder, words) => {
    const show = makeRedactor([placeholder]);
    expect(show(`token: ${placeholder}.`)).toBe('token: ***.');
    expect(show(words)).toBe(words);
  });
});

describe('text that is no secret', () => {
  it('UUIDs and fingerprints have nothing of a secret that is not theirs', () => {
    const digests = Array.from({ length: 2_000 }, (_, at) => createHash('sha256').update(`${at}`).digest('hex'));
    const secrets = digests.slice(0, 40).map((digest) => createHash('sha512').update(digest).digest('base64'));
    const text = digests
      .slice(40)
      .map((hex) => `${hex.slice(0, 40)} ${hex.slice(40, 48)}-${hex.slice(48, 52)}-4000-8000-${hex.slice(52)}`)
      .join('\n');
    expect(makeRedactor(secrets)(text)).toBe(text);
  });

  it('A megabyte of ordinary text with many secrets takes little longer than with one', () => {
    const secretsOf = (count: number): string[] =>
      Array.from({ length: count }, (_, at) => createHash('sha512').update(`${at}`).digest('base64'));
    const line = 'Certificate "web" (892071a0-bb95-49bc-8021-3afd67a210bf) expires 2026-12-01T06:00:25Z. ';
    const text = line.repeat(Math.ceil(2 ** 20 / line.length));
    /** The shortest of five: other processes may hold one up. */
    const timeOf = (count: number): number => {
      const redactAll = makeRedactor(secretsOf(count));
      const times = [1, 2, 3, 4, 5].map(() => {
        const start = performance.now();
        expect(redactAll(text).length).toBe(text.length);
        return performance.now() - start;
      });
      return Math.min(...times);
    };
    expect(timeOf(600) / timeOf(1)).toBeLessThan(10);
  });
});

describe('text that is shown', () => {
  const secret = fc.base64String({ minLength: 16, maxLength: 100 }).filter((text) => !/^[a-z]*=*$/u.test(text));
  const change = fc.constantFrom(
    (text: string) => text,
    (text: string) => text.toUpperCase(),
    (text: string) => text.toLowerCase(),
  );

  it('No twelve characters of a random secret are shown, however it was cut, and wherever the text is cut', () => {
    fc.assert(
      fc.property(
        fc.array(secret, { minLength: 1, maxLength: 3 }),
        fc.array(
          fc.record({
            before: fc.string({ maxLength: 15 }),
            which: fc.nat(2),
            start: fc.nat(30),
            end: fc.nat(30),
            change,
          }),
          { minLength: 1, maxLength: 5 },
        ),
        fc.integer({ min: 0, max: 300 }),
        (secrets, places, maxLength) => {
          const text = places
            .map(({ before, which, start, end, change: alter }) => {
              const whole = secrets[which % secrets.length] ?? '';
              return before + alter(whole.slice(start % whole.length, whole.length - (end % 5)));
            })
            .join('');
          const shown = makeShow(secrets)(text, maxLength);
          expect(shown.length).toBeLessThanOrEqual(maxLength + 1);
          const left = secrets.filter((each) => survives(each, shown));
          // A piece of small letters alone could be a word, and is only taken out with its secret.
          expect(left.filter((each) => !hasWords(each))).toEqual([]);
        },
      ),
      { numRuns: 500 },
    );
  });

  it('A text without anything of a secret is shown as it is', () => {
    fc.assert(
      fc.property(secret, fc.stringMatching(/^[a-z]{0,200}$/u), (each, text) => {
        fc.pre(!survives(each, text));
        expect(makeShow([each])(text)).toBe(text);
      }),
    );
  });
});

/** Has the secret a piece that may be an ordinary word? */
function hasWords(secret: string): boolean {
  return /[a-z]{12}/u.test(secret);
}
