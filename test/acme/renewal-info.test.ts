import { describe, expect, it } from 'vitest';
import { renewalIdOf, renewalInfoIn, renewalUrlOf, windowIn } from '../../src/acme/renewal-info.ts';

const hex = (text: string): string => Buffer.from(text, 'hex').toString('latin1');
const KEY_ID = hex('69885b6b87464041e1b37b847ba0ae2cde01c8d4');

describe('identifier of a certificate', () => {
  it.each([
    // The example of RFC 9773, 4.1: a serial number whose first bit is set has a zero in front.
    ['0087654321', 'aYhba4dGQEHhs3uEe6CuLN4ByNQ.AIdlQyE'],
    ['01', 'aYhba4dGQEHhs3uEe6CuLN4ByNQ.AQ'],
    ['fb', 'aYhba4dGQEHhs3uEe6CuLN4ByNQ.-w'],
  ])('The serial number %s is written as in its certificate', (serial, id) => {
    expect(renewalIdOf({ authorityKeyId: KEY_ID, serialNumber: hex(serial) })).toBe(id);
  });

  it('A certificate that does not name the key of its issuer has no identifier', () => {
    expect(renewalIdOf({ authorityKeyId: undefined, serialNumber: hex('01') })).toBeUndefined();
    expect(renewalIdOf({ authorityKeyId: hex(''), serialNumber: hex('01') })).toBeUndefined();
    expect(renewalIdOf({ authorityKeyId: KEY_ID, serialNumber: hex('') })).toBeUndefined();
  });
});

describe('address of the renewal information', () => {
  const https = new URL('https://ca.example/directory');
  const http = new URL('http://127.0.0.1:4001/dir');

  it.each([
    ['https://ca.example/ari', https, 'https://ca.example/ari/a.b'],
    ['https://ca.example/ari/', https, 'https://ca.example/ari/a.b'],
    ['https://other.example/ari?x=1#y', https, 'https://other.example/ari/a.b?x=1'],
    ['https://other.example', http, 'https://other.example/a.b'],
    ['http://127.0.0.1:4001/ari', http, 'http://127.0.0.1:4001/ari/a.b'],
  ])('%s in the directory %s is used', (text, directory, address) => {
    const found = renewalInfoIn({ renewalInfo: text }, directory);
    expect('value' in found && renewalUrlOf(found.value, 'a.b').href).toBe(address);
  });

  it.each([
    [{}, https],
    [undefined, https],
    ['text', https],
    [{ renewalInfo: 5 }, https],
    [{ renewalInfo: '/ari' }, https],
    [{ renewalInfo: 'http://ca.example/ari' }, https],
    [{ renewalInfo: 'http://127.0.0.1/ari' }, https],
    [{ renewalInfo: 'file:///etc/passwd' }, https],
    [{ renewalInfo: 'https://user:word@ca.example/ari' }, https],
    [{ renewalInfo: 'http://169.254.169.254/ari' }, http],
    [{ renewalInfo: 'http://127.0.0.1:9/ari' }, http],
  ])('%j is of no use in the directory %s', (body, directory) => {
    expect(renewalInfoIn(body, directory)).toEqual({ fault: expect.stringContaining('no renewalInfo') });
  });
});

describe('window in a response', () => {
  const notAfter = new Date('2027-01-01T00:00:00Z');
  const bodyOf = (start: unknown, end: unknown): unknown => ({ suggestedWindow: { start, end } });

  it.each([
    ['2026-12-01T00:00:00Z', '2026-12-02T00:00:00Z'],
    ['2026-12-01T00:00:00.123456789Z', '2026-12-01T00:00:01Z'],
    ['2026-12-01T05:30:00+05:30', '2026-12-02T00:00:00-00:00'],
    ['2026-12-01t00:00:00z', '2030-12-02T00:00:00Z'],
  ])('A window from %s to %s is read', (start, end) => {
    const window = windowIn(bodyOf(start, end), notAfter);
    expect('value' in window && window.value.start.toISOString().slice(0, 19)).toBe('2026-12-01T00:00:00');
  });

  it.each([
    ['2026-12-02T00:00:00Z', '2026-12-01T00:00:00Z', 'before it begins'],
    ['2026-12-01T00:00:00Z', '2026-12-01T00:00:00Z', 'before it begins'],
    ['2027-01-01T00:00:00Z', '2027-01-02T00:00:00Z', 'after the expiry'],
    ['2026-13-01T00:00:00Z', '2026-12-02T00:00:00Z', 'no window'],
    ['2026-12-01', '2026-12-02', 'no window'],
    ['tomorrow', '2026-12-02T00:00:00Z', 'no window'],
    [1_764_547_200, 1_764_633_600, 'no window'],
    ['2026-12-01T00:00:00Z', null, 'no window'],
    ['', '', 'no window'],
  ])('A window from %j to %j counts as none', (start, end, fault) => {
    expect(windowIn(bodyOf(start, end), notAfter)).toEqual({ fault: expect.stringContaining(fault) });
  });

  it.each([undefined, null, [], 'text', {}, { suggestedWindow: [] }, { suggestedWindow: null }])(
    'A response %j has no window that can be read',
    (body) => {
      expect(windowIn(body, notAfter)).toEqual({ fault: expect.stringContaining('no window') });
    },
  );
});
