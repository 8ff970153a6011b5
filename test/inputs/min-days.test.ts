import { describe, expect, it } from 'vitest';
import {
  namesAuto,
  parseCheckedEndpoints,
  parseDirectoryUrl,
  parseEndpoints,
  parseMinDays,
} from '../../src/inputs/values.ts';

describe('time that must be left', () => {
  it.each([
    ['auto', { kind: 'auto' }],
    ['0', { kind: 'days', days: 0 }],
    ['14', { kind: 'days', days: 14 }],
    ['007', { kind: 'days', days: 7 }],
    ['2.5', { kind: 'days', days: 2.5 }],
    ['.5', { kind: 'days', days: 0.5 }],
    ['3650', { kind: 'days', days: 3_650 }],
    ['20%', { kind: 'percentage', percentage: 20 }],
    ['20 %', { kind: 'percentage', percentage: 20 }],
    ['12.5%', { kind: 'percentage', percentage: 12.5 }],
    ['0%', { kind: 'percentage', percentage: 0 }],
    ['100%', { kind: 'percentage', percentage: 100 }],
  ])('`min_days: %s` is read', (text, value) => {
    expect(parseMinDays(text)).toEqual({ value });
  });

  it.each([
    '-1',
    '+1',
    '1e9',
    '0x10',
    '3651',
    '3650.1',
    '101%',
    '100.1%',
    '-1%',
    '%',
    '.',
    '5.',
    '1,5',
    '1_000',
    'NaN',
    'Infinity',
    '14 days',
    '14d',
    '2 weeks',
    'AUTO',
    'automatic',
    '٣',
    '1.2.3',
    '20%%',
    ' ',
    '9'.repeat(400),
  ])('`min_days: %s` is refused, and the forms are told', (text) => {
    const parsed = parseMinDays(text);
    const what = 'fault' in parsed ? parsed.fault.what : '';
    for (const form of ['3650', '`2.5`', '`100%`', '`auto`']) expect(what).toContain(form);
    expect(what.length).toBeLessThan(300);
  });
});

describe('`auto` among endpoints', () => {
  it.each(['auto', 'auto,', ' auto\nwww.example.com', 'www.example.com, auto'])('`auto` is found in %j', (text) => {
    expect(namesAuto(text)).toBe(true);
    expect(parseCheckedEndpoints(text)).toEqual({
      value: text.includes('www') ? [expect.objectContaining({ host: 'www.example.com' })] : [],
    });
    expect(parseEndpoints(text)).toHaveProperty('fault');
  });

  it.each(['', 'auto.example.com', 'auto:8443', 'automatic'])('`auto` is not found in %j', (text) => {
    expect(namesAuto(text)).toBe(false);
    expect(parseCheckedEndpoints(text)).toEqual(parseEndpoints(text));
  });

  it('What is beside it must be endpoints', () => {
    expect(parseCheckedEndpoints('auto, *.example.com')).toHaveProperty('fault');
  });
});

describe('address of an ACME directory', () => {
  it.each(['https://ca.example/dir', 'http://127.0.0.1:14000/dir', 'http://[::1]/dir', 'http://localhost/dir'])(
    'The address %s is accepted',
    (text) => {
      expect(parseDirectoryUrl(text)).toEqual({ value: new URL(text) });
    },
  );

  it('None is the default', () => {
    expect(parseDirectoryUrl('')).toEqual({ value: 'default' });
  });
});
