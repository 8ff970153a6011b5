import { describe, expect, it } from 'vitest';
import { commonNameOf, commonNamesAndOrganizationsOf, organizationOf, quoteText } from '../../src/x509/names.ts';
import { bytesOf } from '../../src/x509/der.ts';
import { textOfGeneralName } from '../../src/x509/dns-names.ts';

/** DER with a length of one byte. */
const der = (tag: number, ...parts: readonly Buffer[]): Buffer => {
  const content = Buffer.concat(parts);
  return Buffer.concat([Buffer.from([tag, content.length]), content]);
};
const [UTF8, PRINTABLE, LATIN, BMP] = [0x0c, 0x13, 0x14, 0x1e];
const COMMON_NAME = [0x55, 4, 3];
const ORGANIZATION = [0x55, 4, 10];
const UNIT = [0x55, 4, 11];

const attribute = (oid: readonly number[], tag: number, value: Buffer | string): Buffer =>
  der(0x31, der(0x30, der(0x06, Buffer.from(oid)), der(tag, Buffer.from(value))));
const nameOf = (...attributes: readonly Buffer[]): Buffer => der(0x30, ...attributes);

describe('texts of distinguished names', () => {
  it.each([
    ['UTF-8', UTF8, Buffer.from('Bücher'), 'Bücher'],
    ['printable characters', PRINTABLE, Buffer.from('R11'), 'R11'],
    ['Latin', LATIN, Buffer.from('Bücher', 'latin1'), 'Bücher'],
    ['two bytes each', BMP, Buffer.from('Bücher', 'utf16le').swap16(), 'Bücher'],
    ['two bytes each, and half of one', BMP, Buffer.from([0, 65, 0]), 'A'],
    ['nothing', UTF8, Buffer.alloc(0), ''],
  ])('A common name in %s is read', (_, tag, value, text) => {
    expect(commonNameOf(bytesOf(nameOf(attribute(COMMON_NAME, tag, value))))).toBe(text);
  });

  it.each([
    ['a name without attributes', nameOf()],
    ['a name with other attributes alone', nameOf(attribute(ORGANIZATION, UTF8, 'Acme'))],
    ['an attribute without a value', nameOf(der(0x31, der(0x30, der(0x06, Buffer.from(COMMON_NAME)))))],
    ['an attribute without anything', nameOf(der(0x31, der(0x30)))],
    ['a name that is cut', nameOf(attribute(COMMON_NAME, UTF8, 'web')).subarray(0, 9)],
    ['no DER', Buffer.from('web')],
    ['nothing', Buffer.alloc(0)],
  ])('There is no common name in %s', (_, name) => {
    expect(commonNameOf(bytesOf(name))).toBe('');
  });

  it.each([
    ['the unit before the organization', [attribute(ORGANIZATION, UTF8, 'Acme'), attribute(UNIT, UTF8, 'Web')], 'Web'],
    ['the organization without a unit', [attribute(ORGANIZATION, UTF8, 'Acme')], 'Acme'],
    ['nothing without either', [attribute(COMMON_NAME, UTF8, 'web')], ''],
  ])('A name is called by %s', (_, attributes, text) => {
    expect(organizationOf(bytesOf(nameOf(...attributes)))).toBe(text);
  });

  it('Common names come before organizations, and units are neither', () => {
    const name = nameOf(
      attribute(ORGANIZATION, UTF8, 'Acme'),
      attribute(UNIT, UTF8, 'Web'),
      attribute(COMMON_NAME, UTF8, 'a'),
      attribute(COMMON_NAME, UTF8, 'b'),
    );
    expect(commonNamesAndOrganizationsOf(bytesOf(name))).toEqual(['a', 'b', 'Acme']);
  });
});

describe('general names', () => {
  const address = (hex: string): Buffer => Buffer.from(hex, 'hex');
  it.each([
    ['a DNS name', 2, Buffer.from('www.example.com'), 'www.example.com'],
    ['an IPv4 address', 7, Buffer.from([192, 0, 2, 1]), '192.0.2.1'],
    ['an IPv6 address', 7, address('20010db8000000000000000000000001'), '2001:db8::1'],
    ['an address of five bytes', 7, Buffer.alloc(5), undefined],
    ['an address without bytes', 7, Buffer.alloc(0), undefined],
    ['an e-mail address', 1, Buffer.from('a@example.com'), undefined],
    ['a URI', 6, Buffer.from('https://example.com'), undefined],
  ])('The text of %s is right', (_, kind, value, text) => {
    expect(textOfGeneralName({ kind, value: bytesOf(value) })).toBe(text);
  });

  it.each([
    ['web', '"web"'],
    ['a\nb', '"a b"'],
    ['x'.repeat(81), `"${'x'.repeat(80)}…"`],
  ])('The name %j is quoted on one line', (text, quoted) => {
    expect(quoteText(text)).toBe(quoted);
  });
});
