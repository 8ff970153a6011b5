import { describe, expect, it } from 'vitest';
import { gatherLines, makeLog } from '../src/log.ts';
import type { LogSink } from '../src/log.ts';
import { makeShow } from '../src/text.ts';

function record(): { sink: LogSink; lines: string[] } {
  const lines: string[] = [];
  const sink: LogSink = {
    write: (text) => lines.push(...text.split('\n')),
    annotate: (level, message) => lines.push(`@${level} ${message}`),
    startGroup: (title) => lines.push(`> ${title}`),
    endGroup: () => lines.push('<'),
    flush: () => {},
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
    const log = makeLog(sink, makeShow([]));
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
    const log = makeLog(sink, makeShow(['verysecret']));
    log.group('a\nb', ['::x', 'verysecret']);
    log.error('verysecret');
    log.finish();
    expect(lines).toEqual(['> a b', ': :x', '***', '<', '@error ***']);
  });
});

describe('lines that are gathered', () => {
  it('Lines of one moment are written together, and before whatever follows them', async () => {
    const written: string[] = [];
    const sink = gatherLines({
      write: (text) => written.push(text),
      annotate: (level, message) => written.push(`@${level} ${message}`),
      startGroup: (title) => written.push(`> ${title}`),
      endGroup: () => written.push('<'),
    });
    sink.write('a');
    await Promise.resolve();
    sink.write('b');
    expect(written).toEqual([]);
    sink.annotate('notice', 'c');
    sink.startGroup('d');
    sink.write('e');
    sink.endGroup();
    sink.write('f');
    sink.flush();
    sink.write('g');
    await new Promise((resolve) => void setImmediate(resolve));
    expect(written).toEqual(['a\nb', '@notice c', '> d', 'e', '<', 'f', 'g']);
  });
});
