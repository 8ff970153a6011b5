import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { faultOfTemplate, fillTemplate } from '../../src/inputs/name-template.ts';

const values = (given: Partial<Record<'domain' | 'id' | 'key' | 'ca', string>>) => ({
  domain: 'www.example.com',
  id: 'web',
  key: 'ecdsa',
  ca: "Let's Encrypt",
  ...given,
});

describe('names of families', () => {
  it.each([
    ['{domain}', {}, 'www.example.com'],
    ['{id}', { id: 'Web_Site' }, 'web-site'],
    ['{domain}', { domain: '*.Wild.Test' }, 'wildcard.wild.test'],
    ['{id}', { id: '_.wild.test' }, 'wildcard.wild.test'],
    ['{id}', { id: '!.wild.test' }, 'wildcard.wild.test'],
    ['{id}', { id: '*.wild.test_ecc' }, 'wildcard.wild.test-ecc'],
    ['{id}', { id: '_dmarc.test' }, 'dmarc.test'],
    ['{id}', { id: 'shop/web tls' }, 'shop-web-tls'],
    ['{id}', { id: 'münchen' }, 'm-nchen'],
    ['{id}', { id: '::set-output name=x::' }, 'set-output-name-x--'],
    ['{id}', { id: 'a\nb\u0000c' }, 'a-b-c'],
    ['Prod-{domain}-{key}', {}, 'prod-www.example.com-ecdsa'],
    ['{key}.{domain}', { domain: '*.wild.test' }, 'ecdsa.wildcard.wild.test'],
    ['{ca}-{domain}', { domain: 'a.test' }, 'let-s-encrypt-a.test'],
    ['{id}', { id: '---' }, ''],
    ['{id}', { id: '{domain}' }, 'domain-'],
  ])('The template %s makes of %j the name %s', (template, given, name) => {
    expect(fillTemplate(template, values(given), ['www.example.com'])).toBe(name);
  });

  it('A long name is cut to 46 characters, with six digits of the DNS names', () => {
    const domain = `${'a'.repeat(60)}.example.com`;
    const digits = createHash('sha256').update(`${domain},x.example.com`).digest('hex').slice(0, 6);
    const name = fillTemplate('{domain}', values({ domain }), ['x.example.com', domain]);
    expect(name).toBe(`${'a'.repeat(39)}-${digits}`);
    expect(fillTemplate('{domain}', values({ domain }), [domain, 'x.example.com'])).toBe(name);
    expect(fillTemplate('{domain}', values({ domain: 'a'.repeat(46) }), [])).toBe('a'.repeat(46));
  });

  it('A name has at most 46 characters, all of them small letters, digits, dots and hyphens, whatever the id is', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'binary' }),
        fc.constantFrom('{id}', 'x-{id}-{key}', '{ca}{id}'),
        (id, template) => {
          const name = fillTemplate(template, values({ id }), ['www.example.com']);
          expect(name).toMatch(/^(?:[a-z0-9][a-z0-9.-]{0,45})?$/u);
        },
      ),
    );
  });

  it.each([
    ['{domain}', undefined],
    ['web', undefined],
    ['{domain}-{key}-{id}-{ca}', undefined],
    ['{name}', '"{name}"'],
    ['{Domain}', '"{Domain}"'],
    ['{}', '"{}"'],
    ['{domain', 'brace'],
    ['domain}', 'brace'],
    ['{{domain}}', 'brace'],
  ])('What is wrong with the template %s is told: %s', (template, what) => {
    const fault = faultOfTemplate(template);
    if (what === undefined) expect(fault).toBeUndefined();
    else expect(fault?.what).toContain(what);
  });
});
