import { flatten, truncate } from '../text.ts';
import { bufferOf, DerError, readOid, readOr, readSequence, TAG } from './der.ts';
import type { Bytes, DerElement } from './der.ts';
import { remember } from './remember.ts';

const COMMON_NAME = '2.5.4.3';
const ORGANIZATION = '2.5.4.10';
const ORGANIZATIONAL_UNIT = '2.5.4.11';
const LONGEST_NAME = 80;

interface Attribute {
  readonly oid: string;
  readonly text: string;
}

/** A distinguished name (RFC 5280, 4.1.2.4). */
interface DistinguishedName {
  /** In their order; none if the name cannot be read. */
  readonly attributes: readonly Attribute[];
  readonly isPlain: boolean;
}

const UNREADABLE: DistinguishedName = { attributes: [], isPlain: false };

const readName = remember((name: Bytes): DistinguishedName => readOr(() => nameIn(name), UNREADABLE));

function nameIn(name: Bytes): DistinguishedName {
  const attributes: Attribute[] = [];
  let isPlain = true;
  for (const set of readSequence(name)) {
    const members = set.children;
    isPlain &&= set.tag === TAG.set && members.length > 0;
    for (const { sequence } of members) {
      const [oid, value] = [sequence[0], sequence[1]];
      if (oid === undefined || value === undefined) throw new DerError('no attribute');
      const text = textOf(value);
      isPlain &&= sequence.length === 2 && PLAIN_STRINGS.has(value.tag) && ASCII.test(text);
      attributes.push({ oid: readOid(oid), text });
    }
  }
  return { attributes, isPlain };
}

const PLAIN_STRINGS: ReadonlySet<number> = new Set([TAG.utf8String, TAG.printableString, TAG.ia5String]);
const ASCII = /^[ -~]+$/u;

/** Has it only what every program reads: attributes in sets, and characters of ASCII? */
export function isPlainName(name: Bytes): boolean {
  return readName(name).isPlain;
}

/** What a distinguished name says, an attribute a line: the same for names that differ in their encoding. */
export function textOfName(name: Bytes): string {
  return readName(name)
    .attributes.map(({ oid, text }) => `${oid}=${text}`)
    .join('\n');
}

function textOf({ tag, content }: DerElement): string {
  if (tag === TAG.bmpString)
    return bufferOf(content.slice(0, content.length & ~1))
      .swap16()
      .toString('utf16le');
  return tag === TAG.latinString || ASCII.test(content) ? content : bufferOf(content).toString('utf8');
}

/** The first common name; empty if there is none. */
export function commonNameOf(name: Bytes): string {
  return textsOf(name, COMMON_NAME)[0] ?? '';
}

/** The organization; empty if there is none. */
export function organizationNameOf(name: Bytes): string {
  return textsOf(name, ORGANIZATION)[0] ?? '';
}

/** What a name without a common name is called: its unit, or its organization; empty if there is neither. */
export function organizationOf(name: Bytes): string {
  return [...textsOf(name, ORGANIZATIONAL_UNIT), ...textsOf(name, ORGANIZATION)][0] ?? '';
}

/** Common names and organizations, by which test CAs are recognised. */
export function commonNamesAndOrganizationsOf(name: Bytes): readonly string[] {
  return [...textsOf(name, COMMON_NAME), ...textsOf(name, ORGANIZATION)];
}

/** Is this the organization of an issuer? */
export function isIssuedBy(issuer: Bytes, organization: string): boolean {
  return textsOf(issuer, ORGANIZATION).includes(organization);
}

function textsOf(name: Bytes, wanted: string): string[] {
  const texts: string[] = [];
  for (const { oid, text } of readName(name).attributes) if (oid === wanted) texts.push(text);
  return texts;
}

/** A name from a certificate for a message: on one line, truncated, in quotes. */
export function quoteText(text: string): string {
  return `"${truncate(flatten(text), LONGEST_NAME)}"`;
}
