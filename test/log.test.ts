import { describe, expect, it } from 'vitest';
import { flatten, makeLog, makeRedactor } from '../src/log.ts';
import type { LogSink } from '../src/log.ts';

describe('flatten', () => {
  it.each([
    ['plain', 'plain'],
    [' a \n b\r\nc ', 'a   b c'],
    ['::error::x', ': :error::x'],
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

describe('redactor', () => {
  it('The redactor replaces every secret, the longest first, and leaves short ones', () => {
    const redact = makeRedactor(['abcdefgh', 'abcdefghijkl', 'short', 'abcdefgh']);
    expect(redact('x abcdefghijkl abcdefgh short')).toBe('x *** *** short');
  });
});

function record(): { sink: LogSink; lines: string[] } {
  const lines: string[] = [];
  const sink: LogSink = {
    write: (line) => lines.push(line),
    annotate: (level, message) => lines.push(`@${level} ${message}`),
    startGroup: (title) => lines.push(`> ${title}`),
    endGroup: () => lines.push('<'),
  };
  return { sink, lines };
}

describe('annotations', () => {
  it.each([
    [3, 3, undefined],
    [10, 10, undefined],
    [11, 10, '@warning 2 more'],
    [30, 10, '@warning 21 more'],
  ])('A number of %i warnings shows as %i annotations', (count, shown, last) => {
    const { sink, lines } = record();
    const log = makeLog(sink, (text) => text);
    for (let at = 1; at <= count; at += 1) log.warning(`number ${at}`);
    log.notice('another kind');
    log.finish();
    const warnings = lines.filter((line) => line.startsWith('@warning'));
    expect(warnings.length).toBe(shown);
    expect(warnings.at(-1)).toContain(last ?? `@warning number ${count}`);
    for (let at = 1; at <= count; at += 1) expect(lines.some((line) => line.endsWith(`number ${at}`))).toBe(true);
    expect(lines).toContain('@notice another kind');
  });

  it('Groups and lines are flattened and redacted', () => {
    const { sink, lines } = record();
    const log = makeLog(sink, makeRedactor(['verysecret']));
    log.group('a\nb', ['::x', 'verysecret']);
    log.error('verysecret');
    log.finish();
    expect(lines).toEqual(['> a b', ': :x', '***', '<', '@error ***']);
  });
});
