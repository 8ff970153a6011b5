import { describe, expect, it } from 'vitest';
import { matchesGlob } from '../../src/inputs/globs.ts';

describe('globs', () => {
  it.each([
    ['www.example.com', 'www.example.com', true],
    ['www.example.com', 'WWW.Example.com', true],
    ['*.example.com', 'www.example.com', true],
    ['*.example.com', '*.example.com', true],
    ['*.example.com', 'example.com', false],
    ['*', '', true],
    ['*', 'anything/at all', true],
    ['', '', true],
    ['', 'a', false],
    ['site?', 'site1', true],
    ['site?', 'site', false],
    ['site?', 'site12', false],
    [String.raw`\*.wild.test`, '*.wild.test', true],
    [String.raw`\*.wild.test`, 'www.wild.test', false],
    ['a*b*c', 'a-b-b-c', true],
    ['a*b*c', 'a-b-b-d', false],
    ['**a**', 'bab', true],
    ['[ab]', 'a', false],
    ['a.c', 'abc', false],
    ['shop/*', 'shop/web-tls', true],
    ['münchen.*', 'MÜNCHEN.de', true],
    ['\\', '\\', true],
  ])('The glob %s against %s is %s', (glob, text, isMatch) => {
    expect(matchesGlob(glob, text)).toBe(isMatch);
  });

  it('A glob that is made to be slow is not', () => {
    const start = process.cpuUsage();
    expect(matchesGlob('*a'.repeat(500), 'a'.repeat(499))).toBe(false);
    expect(process.cpuUsage(start).user).toBeLessThan(2_000_000);
  });
});
