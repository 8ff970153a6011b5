import { describe, expect, it, vi } from 'vitest';
import { maskSecrets } from '../src/inputs/environment.ts';
import { makeLog } from '../src/log.ts';
import type { LogSink } from '../src/log.ts';
import { SINK } from '../src/main.ts';
import { makeShow } from '../src/text.ts';

function record(): { sink: LogSink; lines: string[] } {
  const lines: string[] = [];
  const sink: LogSink = {
    write: (text) => lines.push(...text.split('\n')),
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

describe('the order of what is written', () => {
  it('A mask stands before what follows it, and outside of commands that were stopped before', () => {
    const written: string[] = [];
    const spy = vi.spyOn(process.stdout, 'write').mockImplementation((text) => {
      written.push(String(text).trim());
      return true;
    });
    try {
      SINK.write('::stop-commands::mark');
      SINK.write('output of a program');
      SINK.write('::mark::');
      maskSecrets(['Zk3vQ9xT7bLm2RfH']);
      SINK.write('a line');
      SINK.annotate('notice', 'a notice');
      SINK.write('another line');
    } finally {
      spy.mockRestore();
    }
    expect(written).toEqual([
      '::stop-commands::mark',
      'output of a program',
      '::mark::',
      '::add-mask::Zk3vQ9xT7bLm2RfH',
      'a line',
      '::notice::a notice',
      'another line',
    ]);
  });
});
