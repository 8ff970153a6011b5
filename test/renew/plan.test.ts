import { describe, expect, it } from 'vitest';
import { InputError } from '../../src/errors.ts';
import { parseWanted } from '../../src/renew/plan-inputs.ts';

describe('the certificates of a plan', () => {
  it('Names and endpoints may be text or lists', () => {
    expect(
      parseWanted(
        '[{"name":"web","dns_names":["a.example.com","*.example.com"],"endpoints":"a.example.com"},{"name":"b","dns_names":"b.example.com, c.example.com"}]',
      ),
    ).toEqual([
      { name: 'web', dnsNames: ['a.example.com', '*.example.com'], endpoints: ['a.example.com'], profile: '' },
      { name: 'b', dnsNames: ['b.example.com', 'c.example.com'], endpoints: [], profile: '' },
    ]);
  });

  it('Without any, every custom family counts', () => {
    expect(parseWanted(' \n')).toBeUndefined();
  });

  it.each([
    ['no JSON', '[{"name": web}]'],
    ['no list', '{"name":"web"}'],
    ['an empty list', '[]'],
    ['no name', '[{"dns_names":[]}]'],
    ['text instead of an object', '["web"]'],
    ['an unknown key', '[{"name":"web","dnsNames":[]}]'],
    ['a number as name', '[{"name":1}]'],
    ['a name of two lines', '[{"name":"a\\nb"}]'],
    ['a name that is too long', `[{"name":"${'x'.repeat(47)}"}]`],
    ['a name twice', '[{"name":"web"},{"name":"web"}]'],
    ['a DNS name that is none', '[{"name":"web","dns_names":["$(x)"]}]'],
    ['an endpoint that is none', '[{"name":"web","endpoints":"https://x"}]'],
    ['a profile that is none', '[{"name":"web","profile":"a b"}]'],
    ['more than a matrix holds', JSON.stringify(Array.from({ length: 257 }, (_, at) => ({ name: `w${at}` })))],
  ])('With %s, the error names the input', (_what, text) => {
    expect(() => parseWanted(text)).toThrow(InputError);
    expect(() => parseWanted(text)).toThrow('`certificates`');
  });
});
