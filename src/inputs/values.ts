import { isIP } from 'node:net';
import { domainToASCII } from 'node:url';
import { parseEndpoint } from '../tls/endpoint.ts';
import type { Endpoint } from '../tls/endpoint.ts';
import { flatten } from '../log.ts';

/** A value, or what is wrong with it, to stand after the input's name. */
export type Parsed<Value> = { readonly value: Value } | { readonly fault: string };

/** A text from outside for a message: one line, cut. */
export function shortName(text: string): string {
  const flat = flatten(text);
  return flat.length > 80 ? `${flat.slice(0, 80)}…` : flat;
}

/** The booleans of YAML 1.2's core schema (10.3.2). */
export function parseBoolean(text: string): Parsed<boolean> {
  if (/^(?:true|True|TRUE)$/u.test(text)) return { value: true };
  if (/^(?:false|False|FALSE)$/u.test(text)) return { value: false };
  return { fault: 'must be `true` or `false`' };
}

/** A whole number within bounds. */
export function parseInteger(text: string, least: number, most: number, unit: string): Parsed<number> {
  const value = /^\d{1,9}$/u.test(text) ? Number(text) : NaN;
  return value >= least && value <= most
    ? { value }
    : { fault: `must be a whole number of ${unit} from ${least} to ${most}` };
}

/** One of a few words. */
export function parseChoice<Word extends string>(text: string, words: readonly Word[]): Parsed<Word> {
  const value = words.find((word) => word === text);
  return value === undefined ? { fault: `must be one of ${words.map((word) => `\`${word}\``).join(', ')}` } : { value };
}

/**
 * The address of the API: https, or http to a loopback address alone, since the token travels with every request. Its value is
 * never part of the fault: it may hold a password.
 */
export function parseApiUrl(text: string): Parsed<URL> {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url === undefined) return { fault: 'must be a whole URL, such as `https://api.digitalocean.com`' };
  if (url.username !== '' || url.password !== '') return { fault: 'must not hold a user name or password' };
  if (url.search !== '' || url.hash !== '') return { fault: 'must not have a query (`?`) or fragment (`#`)' };
  if (/\/v2\/?$/u.test(url.pathname)) return { fault: 'must not end in `/v2`: that is added to it' };
  if (url.protocol === 'https:' || (url.protocol === 'http:' && isLoopback(url.hostname))) return { value: url };
  return {
    fault:
      'must begin with `https://` (`http://` only for a loopback address such as 127.0.0.1): the token travels with every request',
  };
}

/** `localhost`, 127.0.0.0/8 and ::1 (RFC 6761, 6.3; RFC 1122, 3.2.1.3; RFC 4291, 2.5.3). */
function isLoopback(hostname: string): boolean {
  const host = hostname.replace(/^\[|\]$/gu, '');
  return host === 'localhost' || host === '::1' || (isIP(host) === 4 && host.startsWith('127.'));
}

/** A list by comma or line; blanks around the entries and empty ones do not count. */
export function parseList(text: string): string[] {
  return [...new Set(text.split(/[,\r\n]+/u).map((entry) => entry.trim()))].filter((entry) => entry !== '');
}

/** Endpoints by comma or line. */
export function parseEndpoints(text: string): Parsed<readonly Endpoint[]> {
  const endpoints: Endpoint[] = [];
  for (const entry of parseList(text)) {
    const endpoint = parseEndpoint(entry);
    if (endpoint === undefined)
      return {
        fault: `has "${shortName(entry)}", which is none of \`host\`, \`host:port\` and \`host@address:port\` (\`host\` is a name without wildcard; an address goes behind the \`@\`, an IPv6 address in brackets)`,
      };
    endpoints.push(endpoint);
  }
  return endpoints.length === 0 && text !== '' ? { fault: 'names no endpoint' } : { value: endpoints };
}

/** DNS names by comma or line, as a certificate is ordered for: in lower case, Unicode turned to ASCII, `*.` in front at most. */
export function parseDnsNames(text: string): Parsed<readonly string[]> {
  const names: string[] = [];
  for (const entry of parseList(text)) {
    const wildcard = entry.startsWith('*.') ? '*.' : '';
    const host = domainToASCII(entry.slice(wildcard.length)).toLowerCase().replace(/\.$/u, '');
    if (!isDnsName(host)) {
      return {
        fault: `has "${shortName(entry)}", which is no DNS name such as \`www.example.com\` or \`*.example.com\``,
      };
    }
    names.push(wildcard + host);
  }
  return names.length === 0 && text !== '' ? { fault: 'has no name' } : { value: [...new Set(names)] };
}

/** Labels of letters, digits and hyphens, two of them or more (RFC 1035, 2.3.1 and 2.3.4). */
function isDnsName(host: string): boolean {
  const labels = host.split('.');
  return (
    host.length <= 253 &&
    labels.length > 1 &&
    labels.every((label) => /^(?!-)[a-z0-9-]{1,63}(?<!-)$/u.test(label)) &&
    isIP(host) === 0
  );
}
