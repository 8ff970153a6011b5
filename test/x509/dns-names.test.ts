import { describe, expect, it } from 'vitest';
import { covers, parseDnsNames } from '../../src/x509/dns-names.ts';

describe('coverage of a name', () => {
  it.each([
    [['www.example.com'], 'www.example.com', true],
    [['www.example.com'], 'WWW.Example.COM.', true],
    [['www.example.com'], 'example.com', false],
    [['*.example.com'], 'www.example.com', true],
    [['*.example.com'], 'example.com', false],
    [['*.example.com'], 'a.b.example.com', false],
    [['*.example.com'], '*.example.com', true],
    [['*.example.com'], '*.www.example.com', false],
    [['*.b.example.com'], '*.example.com', false],
    [['*'], 'com', false],
    [['*.localhost'], 'localhost', false],
    [[], 'example.com', false],
    [['a.example', '*.example.org'], 'x.example.org', true],
  ])('The names %j cover the host %s (%s)', (names, host, expected) => {
    expect(covers(names, host)).toBe(expected);
  });
});

describe('DNS names in a subjectAltName', () => {
  it.each([
    ['DNS:a.example, DNS:*.B.example', ['a.example', '*.b.example']],
    ['DNS:a.example, IP Address:127.0.0.1, DNS:a.example', ['a.example']],
    ['URI:"http://x/, DNS:evil.example", DNS:a.example', ['a.example']],
    ['DNS:"odd, name", DNS:b.example', ['odd, name', 'b.example']],
    ['', []],
    ['email:a@example.com', []],
    ['DNS:"broken\\x"', ['"broken\\x"']],
  ])('The DNS names are read from a subjectAltName "%s"', (text, names) => {
    expect(parseDnsNames(text)).toEqual(names);
  });
});
