import { describe, expect, it } from 'vitest';
import { parseJson } from '../../src/digitalocean/json.ts';

describe('numbers of JSON', () => {
  it.each([
    '0',
    '1',
    '-17',
    '1.5',
    '123456789012345',
    '9007199254740991',
    '9007199254740993',
    '-9007199254740993',
    '12345678901234567890',
    '123456789012345678901234567890',
    '0.1234567890123456789',
    '3.14159265358979323846',
    '-0.1234567890123456789',
    '1.2345678901234567e30',
    '1e400',
    '-1E400',
  ])('The number %s is written again as it was read, wherever it stands', (number) => {
    for (const text of [
      `{"a":${number}}`,
      `{"a":[1,${number},2]}`,
      `[${number}]`,
      `[[${number}],{"b":{"c":${number}}}]`,
      `{"a":"x","b":${number},"c":null}`,
    ])
      expect(JSON.stringify(parseJson(text))).toBe(text);
    expect(JSON.stringify(parseJson(`{ "a" :\n ${number} }`))).toBe(`{"a":${number}}`);
  });

  it.each([
    ['1.0', 1],
    ['1e3', 1_000],
    ['2.5E-3', 0.0025],
    ['1.000000000000000', 1],
  ])('The number %s keeps its value when it is read', (number, value) => {
    const text = JSON.stringify(parseJson(`{"a":${number}}`));
    expect(JSON.parse(text)).toEqual({ a: value });
  });

  it('Numbers that a double holds stay numbers, also beside one that it does not hold', () => {
    expect(parseJson('{"a":1,"b":-2.5,"c":[3]}')).toEqual({ a: 1, b: -2.5, c: [3] });
    expect(parseJson('{"a":1,"b":12345678901234567890,"c":[3]}')).toMatchObject({ a: 1, c: [3] });
    expect(parseJson('{"total":9007199254740991}')).toEqual({ total: 9_007_199_254_740_991 });
  });

  it.each(['12345678901234567890', 'a: 12345678901234567890', ', 1e400', '[12345678901234567]'])(
    'The text "%s" is no number',
    (content) => {
      expect(parseJson(JSON.stringify({ content }))).toEqual({ content });
      expect(parseJson(JSON.stringify({ [content]: 1 }))).toEqual({ [content]: 1 });
    },
  );

  it.each(['', '{', '{"a":12345678901234567890', '{"a":012345678901234567890}', '{"a":1e}'])(
    'The text %j is not taken for JSON',
    (text) => {
      expect(() => parseJson(text)).toThrow(SyntaxError);
    },
  );
});
