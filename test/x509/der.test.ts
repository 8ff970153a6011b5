import { describe, expect, it } from 'vitest';
import { bytesOf, DerError, derLength, readElement, readOid, readSequence } from '../../src/x509/der.ts';
import { readTime } from '../../src/x509/time.ts';
import { der, oid } from '../authority/forge.ts';

const time = (tag: number, text: string): string | undefined =>
  readTime(readElement(bytesOf(der(tag, Buffer.from(text)))))?.toISOString();

describe('dates of certificates', () => {
  it.each([
    ['a UTCTime', 0x17, '261125120000Z', '2026-11-25T12:00:00.000Z'],
    ['the last year of a UTCTime', 0x17, '491231235959Z', '2049-12-31T23:59:59.000Z'],
    ['the first year of a UTCTime', 0x17, '500101000000Z', '1950-01-01T00:00:00.000Z'],
    ['a GeneralizedTime', 0x18, '20500101000000Z', '2050-01-01T00:00:00.000Z'],
    ['a year before 100', 0x18, '00500101000000Z', '0050-01-01T00:00:00.000Z'],
    ['a date without an end', 0x18, '99991231235959Z', '9999-12-31T23:59:59.000Z'],
    ['29 February of a leap year', 0x17, '280229000000Z', '2028-02-29T00:00:00.000Z'],
    ['29 February of a year that is none', 0x17, '270229000000Z', undefined],
    ['30 February', 0x18, '20280230000000Z', undefined],
    ['a day 0', 0x17, '260100000000Z', undefined],
    ['a month 0', 0x17, '260001000000Z', undefined],
    ['a month 13', 0x17, '261301000000Z', undefined],
    ['an hour 24', 0x17, '261125240000Z', undefined],
    ['a minute 60', 0x17, '261125126000Z', undefined],
    ['a second 60', 0x17, '261125120060Z', undefined],
    ['a UTCTime without seconds', 0x17, '2611251200Z', undefined],
    ['another time zone', 0x17, '261125120000+0100', undefined],
    ['fractions of a second', 0x18, '20261125120000.5Z', undefined],
    ['a GeneralizedTime with the tag of a UTCTime', 0x17, '20261125120000Z', undefined],
    ['the tag of a string', 0x0c, '261125120000Z', undefined],
  ])('Of %s is read what it says, or nothing', (_what, tag, text, expected) => {
    expect(time(tag, text)).toBe(expected);
  });
});

describe('elements of DER', () => {
  it.each(['2.5.29.19', '1.2.840.113549.1.1.11', '0.9.2342.19200300.100.1.25', '1.3.6.1.4.1.11129.2.4.3', '2.999.3'])(
    'The object identifier %s is read as it was written, also a second time',
    (text) => {
      const bytes = bytesOf(text === '2.999.3' ? der(0x06, Buffer.of(0x88, 0x37, 3)) : oid(text));
      expect([readOid(readElement(bytes)), readOid(readElement(bytes))]).toEqual([text, text]);
    },
  );

  it.each([
    ['no bytes', ''],
    ['a tag alone', '30'],
    ['a length that exceeds the bytes', '3005020100'],
    ['an indefinite length', '3080020100'],
    ['a length in a longer form than needed', '308103020100'],
    ['a length with a leading zero', '30820003020100'],
    ['a length of five bytes', '30850000000003020100'],
    ['a tag of several bytes', '1f8101020100'],
    ['an element that exceeds the one around it', '3003020200'],
    ['something behind the sequence', '300302010000'],
    ['no sequence', '0203020100'],
  ])('Bytes with %s are no sequence', (_what, hex) => {
    expect(() => readSequence(bytesOf(Buffer.from(hex, 'hex')))).toThrow(DerError);
  });

  it.each([
    ['30820100', 0x104],
    ['3081ff', 0x102],
    ['3003', 5],
  ])('The length of %s is told before all of it is there', (hex, length) => {
    expect(derLength(bytesOf(Buffer.from(hex, 'hex')))).toBe(length);
  });
});
