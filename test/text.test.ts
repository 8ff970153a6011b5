import { describe, expect, it } from 'vitest';
import {
  countOf,
  enumerate,
  flatten,
  formatSeconds,
  formatTime,
  makeShow,
  messageOf,
  quoteName,
  truncate,
} from '../src/text.ts';

describe('flatten', () => {
  it.each([
    ['plain', 'plain'],
    [' plain ', 'plain'],
    [' a \n b\r\nc ', 'a   b c'],
    ['::error::x', ': :error::x'],
    [':: x', ': : x'],
    ['  ::error::x', ': :error::x'],
    ['\u200b::error::x', ': :error::x'],
    ['a ##[command]x', 'a ## [command]x'],
    ['a::b', 'a::b'],
    ['\u001b[31mred\u0007', '[31mred'],
    ['a\u2028::set-output name=x::y', 'a ::set-output name=x::y'],
    ['\u202egnp.exe', 'gnp.exe'],
  ])('The text %j becomes the line %j', (text, flat) => {
    expect(flatten(text)).toBe(flat);
  });
});

describe('text that is shown', () => {
  it('A secret is taken out before the text is cut, so that no half of it is left', () => {
    const secret = 'Zk3vQ9xT7bLm2RfH';
    expect(makeShow([secret])(`key=${secret} and more`, 12)).toBe('key=*** and …');
  });

  it('A secret is taken out before the text is flattened, so that its line ends are still there', () => {
    expect(makeShow(['first\nsecond'])('a first\nsecond b')).toBe('a *** b');
  });

  it('A text of any length is cut to ten thousand characters', () => {
    expect(makeShow([])('x'.repeat(20_000))).toBe(`${'x'.repeat(10_000)}…`);
  });
});

describe('words', () => {
  it.each([
    [[], Infinity, 'none'],
    [['a'], Infinity, 'a'],
    [['a', 'b', 'c'], Infinity, 'a, b and c'],
    [['a', 'b', 'c', 'd'], 2, 'a, b and 2 more'],
    [['a', 'b'], 2, 'a and b'],
  ])('The list %j with at most %d entries is written "%s"', (words, most, text) => {
    expect(enumerate(words, most)).toBe(text);
  });

  it.each([
    [Date.UTC(2026, 10, 24, 12) + 123, '2026-11-24T12:00:00Z'],
    [NaN, 'an unreadable date'],
    [1e18, '+275760-09-13T00:00:00Z'],
    [-1e18, '-271821-04-20T00:00:00Z'],
  ])('The time %d is written %s', (ms, text) => {
    expect(formatTime(ms)).toBe(text);
    expect(formatTime(new Date(ms))).toBe(Math.abs(ms) < 8.64e15 ? text : 'an unreadable date');
  });

  it('Counts, seconds, names, cuts and errors are put into words', () => {
    expect([countOf(1, 'day'), countOf(0, 'day'), countOf(2, 'address', 'addresses')]).toEqual([
      '1 day',
      '0 days',
      '2 addresses',
    ]);
    expect(formatSeconds(12_499)).toBe('12 s');
    expect([truncate('abc', 3), truncate('abcd', 3)]).toEqual(['abc', 'abc…']);
    expect([quoteName('web'), quoteName('x'.repeat(300))]).toEqual(['"web"', `"${'x'.repeat(255)}…"`]);
    expect([messageOf(new Error('why')), messageOf('why')]).toEqual(['why', 'why']);
  });
});
