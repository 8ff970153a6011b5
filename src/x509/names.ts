import { isIPv6 } from 'node:net';
import { flatten, truncate } from '../text.ts';
import { DerError, mapKeyOf, readOid, readOr, readSequence, TAG } from './der.ts';
import type { DerElement } from './der.ts';
import { usualIpv6Of } from './dns-names.ts';
import type { GeneralName } from './fields.ts';

const COMMON_NAME = '2.5.4.3';
const ORGANIZATION = '2.5.4.10';
const ORGANIZATIONAL_UNIT = '2.5.4.11';
const LONGEST_NAME = 80;

interface Attribute {
  readonly oid: string;
  readonly text: string;
}

/** The names that were read last, by their bytes: all certificates of a folder may have one issuer. */
const KNOWN_NAMES = new Map<string, readonly Attribute[]>();
const MOST_KNOWN_NAMES = 100;

/** The attributes of a distinguished name in their order; none if it cannot be read. */
function attributesOf(name: Buffer): readonly Attribute[] {
  const bytes = mapKeyOf(name);
  const known = KNOWN_NAMES.get(bytes);
  if (known !== undefined) return known;
  const attributes = readAttributes(name);
  if (KNOWN_NAMES.size >= MOST_KNOWN_NAMES) KNOWN_NAMES.clear();
  KNOWN_NAMES.set(bytes, attributes);
  return attributes;
}

function readAttributes(name: Buffer): readonly Attribute[] {
  const read = (): Attribute[] =>
    readSequence(name)
      .flatMap(({ children }) => children)
      .map(({ sequence }) => {
        const oid = sequence[0];
        const value = sequence[1];
        if (oid === undefined || value === undefined) throw new DerError('no attribute');
        return { oid: readOid(oid), text: textOf(value) };
      });
  return readOr(read, []);
}

function textOf({ tag, content }: DerElement): string {
  if (tag === TAG.bmpString)
    return Buffer.from(content.subarray(0, content.length & ~1))
      .swap16()
      .toString('utf16le');
  return content.toString(tag === TAG.latinString ? 'latin1' : 'utf8');
}

/** The first common name; empty if there is none. */
export function commonNameOf(name: Buffer): string {
  return textsOf(name, COMMON_NAME)[0] ?? '';
}

/** The organization; empty if there is none. */
export function organizationNameOf(name: Buffer): string {
  return textsOf(name, ORGANIZATION)[0] ?? '';
}

/** What a name without a common name is called: its unit, or its organization; empty if there is neither. */
export function organizationOf(name: Buffer): string {
  return [...textsOf(name, ORGANIZATIONAL_UNIT), ...textsOf(name, ORGANIZATION)][0] ?? '';
}

/** Common names and organizations, by which test CAs are recognised. */
export function commonNamesAndOrganizationsOf(name: Buffer): readonly string[] {
  return [...textsOf(name, COMMON_NAME), ...textsOf(name, ORGANIZATION)];
}

/** Is this the organization of an issuer? */
export function isIssuedBy(issuer: Buffer, organization: string): boolean {
  return textsOf(issuer, ORGANIZATION).includes(organization);
}

function textsOf(name: Buffer, wanted: string): string[] {
  const texts: string[] = [];
  for (const { oid, text } of attributesOf(name)) if (oid === wanted) texts.push(text);
  return texts;
}

/** A DNS name or IP address as text; undefined for a name of another kind. */
export function textOfGeneralName({ kind, value }: GeneralName): string | undefined {
  if (kind === 2) return value.toString('latin1');
  return kind === 7 ? textOfAddress(value) : undefined;
}

function textOfAddress(bytes: Buffer): string | undefined {
  if (bytes.length === 4) return bytes.join('.');
  const groups = bytes.toString('hex').match(/.{4}/gu)?.join(':') ?? '';
  return isIPv6(groups) ? usualIpv6Of(groups) : undefined;
}

/** A name from a certificate for a message: on one line, truncated, in quotes. */
export function quoteText(text: string): string {
  return `"${truncate(flatten(text), LONGEST_NAME)}"`;
}
