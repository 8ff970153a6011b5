import type { X509Certificate } from 'node:crypto';
import { isIPv6 } from 'node:net';
import { bufferOf } from './der.ts';
import type { Bytes } from './der.ts';
import type { GeneralName } from './extensions.ts';

/** One entry of Node's text form: a type, a colon, and a value that is quoted as JSON when it holds anything special. */
const ENTRY = /(?<type>[^:,]+):(?<value>"(?:[^"\\]|\\.)*"|[^,]*)(?:, |$)/gy;

/** What a subjectAltName has for servers (RFC 5280, 4.2.1.6). */
export interface AlternativeNames {
  /** In lower case. */
  readonly dnsNames: readonly string[];
  /** In their usual form: `192.0.2.1`, `2001:db8::1`. */
  readonly ipAddresses: readonly string[];
}

const NAMES = new WeakMap<X509Certificate, AlternativeNames>();

/** The names of a certificate, each once. */
export function namesOf(certificate: X509Certificate): AlternativeNames {
  const known = NAMES.get(certificate);
  if (known !== undefined) return known;
  const text = certificate.subjectAltName ?? '';
  const ipAddresses = valuesOf(text, 'IP Address').map((address) => (isIPv6(address) ? usualIpv6Of(address) : address));
  const names = { dnsNames: parseDnsNames(text), ipAddresses };
  NAMES.set(certificate, names);
  return names;
}

/** What is in a DNS name that Node's text has as it stands. */
const USUAL_NAME = /^[\w.*-]+$/u;

/** The same as {@link namesOf} without Node; undefined if there is anything that Node writes in another way than it stands. */
export function usualNamesIn(names: readonly GeneralName[]): AlternativeNames | undefined {
  const dnsNames = new Set<string>();
  const ipAddresses = new Set<string>();
  for (const name of names) {
    const text = textOfGeneralName(name);
    if (text === undefined || (name.kind === 2 && !USUAL_NAME.test(text))) return undefined;
    if (name.kind === 2) dnsNames.add(text.toLowerCase());
    else ipAddresses.add(text);
  }
  return { dnsNames: [...dnsNames], ipAddresses: [...ipAddresses] };
}

/** A DNS name or IP address as text; undefined for a name of another kind. */
export function textOfGeneralName({ kind, value }: GeneralName): string | undefined {
  if (kind === 2) return value;
  return kind === 7 ? textOfAddress(value) : undefined;
}

function textOfAddress(bytes: Bytes): string | undefined {
  const buffer = bufferOf(bytes);
  if (buffer.length === 4) return buffer.join('.');
  return buffer.length === 16 ? usualIpv6Of(buffer.toString('hex').match(/.{4}/gu)?.join(':') ?? '') : undefined;
}

/** The DNS names of a certificate's subjectAltName (RFC 5280, 4.2.1.6), in lower case. */
export function dnsNamesOf(certificate: X509Certificate): readonly string[] {
  return namesOf(certificate).dnsNames;
}

/** The IP addresses of a certificate's subjectAltName, in their usual form: `192.0.2.1`, `2001:db8::1`. */
export function ipAddressesOf(certificate: X509Certificate): readonly string[] {
  return namesOf(certificate).ipAddresses;
}

/** An IPv6 address in its usual form (RFC 5952): in lower case, without leading zeros, the longest run of zeros left out. */
export function usualIpv6Of(address: string): string {
  return new URL(`http://[${address}]`).hostname.slice(1, -1);
}

/** The DNS names in the text that Node makes of a subjectAltName. */
export function parseDnsNames(subjectAltName: string): readonly string[] {
  return valuesOf(subjectAltName, 'DNS');
}

function valuesOf(subjectAltName: string, type: string): readonly string[] {
  const values = [...subjectAltName.matchAll(ENTRY)]
    .filter(({ groups }) => groups?.['type'] === type)
    .map(({ groups }) => unquote(groups?.['value'] ?? '').toLowerCase());
  return [...new Set(values)].filter((value) => value !== '');
}

/**
 * Do these names cover the host? A wildcard stands for one whole label, the leftmost (RFC 9525, 6.3). A host that is itself a
 * wildcard is covered by the same wildcard alone.
 */
export function covers(dnsNames: readonly string[], host: string): boolean {
  const wanted = host.toLowerCase().replace(/\.$/u, '');
  const parent = wanted.slice(wanted.indexOf('.') + 1);
  return dnsNames.some((dnsName) => {
    const name = dnsName.toLowerCase().replace(/\.$/u, '');
    return (
      name === wanted ||
      (name.startsWith('*.') && wanted.includes('.') && !wanted.startsWith('*') && name.slice(2) === parent)
    );
  });
}

function unquote(value: string): string {
  if (!value.startsWith('"')) return value;
  try {
    return String(JSON.parse(value));
  } catch {
    return value;
  }
}
