import { describe, expect, it } from 'vitest';
import { renderSummary } from '../src/report/summary.ts';
import { daysRemaining, describeCertificate, enumerate, formatTime, nameConsumer } from '../src/text.ts';
import type { Certificate } from '../src/digitalocean/certificates.ts';

const NOW = Date.parse('2026-11-24T12:00:00Z');
const pending: Certificate = {
  id: 'x',
  name: 'web',
  type: 'lets_encrypt',
  state: 'pending',
  notAfter: undefined,
  notAfterText: '',
  sha1Fingerprint: '',
  createdAtText: '',
  dnsNames: [],
};

describe('days remaining', () => {
  it.each([
    ['2026-11-24T17:00:00Z', 0],
    ['2026-11-25T12:00:00Z', 1],
    ['2026-11-25T11:59:59Z', 0],
    ['2026-11-24T11:59:59Z', -1],
    ['2026-11-23T12:00:00Z', -1],
    ['2026-11-23T11:59:59Z', -2],
  ])('Until %s, the days remaining are %i', (end, days) => {
    expect(daysRemaining(new Date(end), NOW)).toBe(days);
  });
});

it('Lists, times, certificates and consumers are described in words', () => {
  expect(enumerate([])).toBe('none');
  expect(enumerate(['a'])).toBe('a');
  expect(enumerate(['a', 'b', 'c'])).toBe('a, b and c');
  expect(enumerate(['a', 'b', 'c', 'd'], 2)).toBe('a, b and 2 more');
  expect(formatTime(new Date(NOW + 123))).toBe('2026-11-24T12:00:00Z');
  expect(describeCertificate(pending)).toMatch(/^"web" \(x\).* yet$/u);
  expect(nameConsumer({ kind: 'cdn_endpoint', name: 'static.example.com' })).toBe('CDN endpoint "static.example.com"');
});

describe('job summary', () => {
  const render = (outcome: Parameters<typeof renderSummary>[1], isDryRun = false): string =>
    renderSummary({ operation: 'get', subject: '', isDryRun }, outcome, {
      now: NOW,
      redact: (text) => text.replaceAll('secret_1', '***'),
    });

  it('The summary leaves the unknown facts of a pending certificate blank', () => {
    expect(render({ certificates: [pending], changed: false })).toContain(
      '| web | lets&#95;encrypt | pending |  |  | none | x |',
    );
  });

  it('The summary says when it is not known whether anything was changed', () => {
    expect(render({ certificates: [], changed: undefined })).toContain('not known');
  });

  it('The summary of a dry run without a plan says that nothing would change', () => {
    expect(render({ certificates: [], changed: false }, true)).toContain('Nothing would be');
  });

  it('The summary cuts a long cell and a long list of consumers', () => {
    const long = render({ certificates: [{ ...pending, name: 'x'.repeat(500) }], changed: false });
    expect(long).toContain(`| ${'x'.repeat(400)}… |`);
    const consumers = Array.from({ length: 600 }, (_, at) => ({
      kind: 'load_balancer' as const,
      id: String(at),
      name: 'front-door',
      status: 'kept' as const,
      error: '',
    }));
    expect(
      render({ certificates: [], changed: false, consumers })
        .split('\n')
        .filter((line) => line.startsWith('| load balancer')).length,
    ).toBe(500);
  });

  it('The summary redacts a secret before its characters are escaped', () => {
    expect(render({ certificates: [{ ...pending, name: 'secret_1' }], changed: false })).toContain('&#42;&#42;&#42;');
  });
});
