import { describe, expect, it } from 'vitest';
import { nameEndpoint, parseEndpoint } from '../../src/tls/endpoint.ts';
import { parseEndpoints, parseList } from '../../src/inputs/values.ts';

describe('endpoint', () => {
  it.each([
    ['www.example.com', { host: 'www.example.com', port: 443, address: undefined }, 'www.example.com:443'],
    ['www.example.com.', { host: 'www.example.com', port: 443, address: undefined }, 'www.example.com:443'],
    ['WWW.Example.com:8443', { host: 'www.example.com', port: 8443, address: undefined }, 'www.example.com:8443'],
    [
      'www.example.com@203.0.113.10',
      { host: 'www.example.com', port: 443, address: '203.0.113.10' },
      'www.example.com@203.0.113.10:443',
    ],
    [
      'www.example.com@203.0.113.10:8443',
      { host: 'www.example.com', port: 8443, address: '203.0.113.10' },
      'www.example.com@203.0.113.10:8443',
    ],
    [
      'www.example.com@[2001:db8::1]:8443',
      { host: 'www.example.com', port: 8443, address: '2001:db8::1' },
      'www.example.com@[2001:db8::1]:8443',
    ],
    ['bücher.example', { host: 'xn--bcher-kva.example', port: 443, address: undefined }, 'xn--bcher-kva.example:443'],
    ['203.0.113.10', { host: '203.0.113.10', port: 443, address: undefined }, '203.0.113.10:443'],
    ['203.0.113.10:8443', { host: '203.0.113.10', port: 8443, address: undefined }, '203.0.113.10:8443'],
    ['[2001:DB8:0:0::1]', { host: '2001:db8::1', port: 443, address: undefined }, '[2001:db8::1]:443'],
    ['[2001:db8::1]:8443', { host: '2001:db8::1', port: 8443, address: undefined }, '[2001:db8::1]:8443'],
    [
      '203.0.113.10@192.0.2.1:8443',
      { host: '203.0.113.10', port: 8443, address: '192.0.2.1' },
      '203.0.113.10@192.0.2.1:8443',
    ],
  ])('The endpoint %s is read as host, port and address', (text, endpoint, name) => {
    expect(parseEndpoint(text)).toEqual(endpoint);
    expect(nameEndpoint(endpoint)).toBe(name);
  });

  it.each([
    '',
    'https://www.example.com',
    'www.example.com/',
    'www.example.com:0',
    'www.example.com:65536',
    'www.example.com@nowhere',
    'www.example.com@999.1.1.1',
    'www.example.com@2001:db8::1',
    'a b',
    '2001:db8::1',
    '[203.0.113.10]',
    '[fe80::1%eth0]',
    '[www.example.com]',
    '[]',
    '203.0.113',
    '203.0.113.10.',
    '203.0.113.010',
    '0x7f.1',
    '1.2.3.400',
    '@203.0.113.10',
  ])('The text %j is not an endpoint', (text) => {
    expect(parseEndpoint(text)).toBeUndefined();
  });

  it('An address that is the host itself is named once', () => {
    expect(nameEndpoint({ host: '192.0.2.1', port: 443, address: '192.0.2.1' })).toBe('192.0.2.1:443');
  });

  it('Endpoints are separated by commas or line breaks', () => {
    expect(parseList(' a, b\n\nc ,a')).toEqual(['a', 'b', 'c']);
    expect(parseEndpoints('a.example,\nb.example:1')).toMatchObject({ value: [{ host: 'a.example' }, { port: 1 }] });
    expect(parseEndpoints('')).toEqual({ value: [] });
    expect(parseEndpoints('a.example, https://b')).toMatchObject({
      fault: { what: expect.stringContaining('"https://b"') },
    });
  });
});
