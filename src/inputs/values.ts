import { isIP } from 'node:net';
import { domainToASCII } from 'node:url';
import type { MinDays } from '../certificates/expiry.ts';
import type { Fault } from '../errors.ts';
import { enumerate, flatten, truncate } from '../text.ts';
import { parseEndpoint } from '../tls/endpoint.ts';
import type { Endpoint } from '../tls/endpoint.ts';
import { looksSecret } from '../x509/masking.ts';

/** A value, or what is wrong with it. */
export type Parsed<Value> = { readonly value: Value } | { readonly fault: Fault };

const LONGEST_QUOTE = 80;

/** What the user typed, for a message. What looks like a key or a token is not quoted. */
export function quoteInput(text: string): string {
  return looksSecret(text) ? 'a value that looks like a key or token' : `"${truncate(flatten(text), LONGEST_QUOTE)}"`;
}

/** The booleans of YAML 1.2's core schema (10.3.2). */
export function parseBoolean(text: string): Parsed<boolean> {
  if (/^(?:true|True|TRUE)$/u.test(text)) return { value: true };
  if (/^(?:false|False|FALSE)$/u.test(text)) return { value: false };
  return { fault: { what: `is ${quoteInput(text)}, and must be \`true\` or \`false\``, remedy: '' } };
}

/** A whole number within bounds. */
export function parseInteger(text: string, least: number, most: number, unit: string): Parsed<number> {
  const value = /^\d{1,9}$/u.test(text) ? Number(text) : NaN;
  return value >= least && value <= most
    ? { value }
    : {
        fault: {
          what: `is ${quoteInput(text)}, and must be a whole number of ${unit} from ${least} to ${most}`,
          remedy: '',
        },
      };
}

const MOST_DAYS = 3_650;

/** How much time must be left: `14`, `2.5`, `20%` or `auto`. */
export function parseMinDays(text: string): Parsed<MinDays> {
  if (text === 'auto') return { value: { kind: 'auto' } };
  const { amount = '', sign } =
    /^(?<amount>\d{1,6}(?:\.\d{1,6})?|\.\d{1,6})(?: ?(?<sign>%))?$/u.exec(text)?.groups ?? {};
  const value = amount === '' ? NaN : Number(amount);
  if (sign === undefined && value <= MOST_DAYS) return { value: { kind: 'days', days: value } };
  if (sign !== undefined && value <= 100) return { value: { kind: 'percentage', percentage: value } };
  return {
    fault: {
      what: `is ${quoteInput(text)}, and must be a number of days from 0 to ${MOST_DAYS} such as \`14\` or \`2.5\`, a percentage of the lifetime up to \`100%\`, or \`auto\``,
      remedy: '',
    },
  };
}

/** One of a few words. */
export function parseChoice<Word extends string>(text: string, words: readonly Word[]): Parsed<Word> {
  const value = words.find((word) => word === text);
  if (value !== undefined) return { value };
  const choices = enumerate(
    words.map((word) => `\`${word}\``),
    Infinity,
    'or',
  );
  return { fault: { what: `is ${quoteInput(text)}, and must be ${choices}`, remedy: '' } };
}

/**
 * The address of the API: https, or http to a loopback address only, since the token travels with every request. Its value is never
 * part of the fault: it may hold a password.
 */
export function parseApiUrl(text: string): Parsed<URL> {
  return parseUrl(text, 'https://api.digitalocean.com', 'the token travels with every request');
}

/** The address of an ACME directory by the same rules; `default` if none is given. */
export function parseDirectoryUrl(text: string): Parsed<URL | 'default'> {
  if (text === '') return { value: 'default' };
  return parseUrl(text, 'https://acme.example.com/directory', 'anyone on the network could change what it says');
}

function parseUrl(text: string, example: string, reason: string): Parsed<URL> {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url === undefined) return faultOf(`must be a complete URL, such as \`${example}\``);
  if (url.username !== '' || url.password !== '') return faultOf('must not have a user name or password');
  if (url.search !== '' || url.hash !== '') return faultOf('must not have a query (`?`) or fragment (`#`)');
  if (looksSecret(url.href)) return faultOf('looks like a key or token', 'Check which secret belongs to which input.');
  if (/\/v2\/?$/u.test(url.pathname)) return faultOf('must not end in `/v2`, which is added to it');
  if (url.protocol === 'https:' || (url.protocol === 'http:' && isLoopback(url.hostname))) return { value: url };
  return faultOf(
    `must begin with \`https://\`, because ${reason}`,
    '`http://` is allowed only for a loopback address such as 127.0.0.1.',
  );
}

function faultOf(what: string, remedy = ''): { readonly fault: Fault } {
  return { fault: { what, remedy } };
}

/** `localhost`, 127.0.0.0/8 and ::1 (RFC 6761, 6.3; RFC 1122, 3.2.1.3; RFC 4291, 2.5.3). */
function isLoopback(hostname: string): boolean {
  const host = hostname.replace(/^\[|\]$/gu, '');
  return host === 'localhost' || host === '::1' || (isIP(host) === 4 && host.startsWith('127.'));
}

/** A list separated by commas or lines; blanks around the entries and empty ones do not count. */
export function parseList(text: string): string[] {
  return [...new Set(text.split(/[,\r\n]+/u).map((entry) => entry.trim()))].filter((entry) => entry !== '');
}

/** Names or ids of certificates. */
export function parseNames(text: string): Parsed<readonly string[]> {
  return looksSecret(text) ? { fault: SECRET } : { value: parseList(text) };
}

const SECRET: Fault = {
  what: 'has an entry that looks like a key or token',
  remedy: 'Check which secret belongs to which input.',
};

/** Endpoints separated by commas or lines. */
export function parseEndpoints(text: string): Parsed<readonly Endpoint[]> {
  // As a whole: of a key in lines, a line alone may look like a name.
  if (looksSecret(text)) return { fault: SECRET };
  if (namesAuto(text))
    return {
      fault: { what: 'has `auto`, which only `operation: check` accepts', remedy: 'List the hosts.' },
    };
  const endpoints: Endpoint[] = [];
  for (const entry of parseList(text)) {
    const endpoint = parseEndpoint(entry);
    if (endpoint === undefined)
      return {
        fault: {
          what: `has ${quoteInput(entry)}, which is none of \`host\`, \`host:port\` and \`host@address:port\``,
          remedy: '`host` is a DNS name without a wildcard, or an IP address. An IPv6 address stands in brackets.',
        },
      };
    endpoints.push(endpoint);
  }
  return endpoints.length === 0 && text !== ''
    ? { fault: { what: 'has no endpoint', remedy: '' } }
    : { value: endpoints };
}

/** Is `auto` among the endpoints? It stands for the DNS names of the certificates in use. */
export function namesAuto(text: string): boolean {
  return parseList(text).includes('auto');
}

/** The endpoints of a check beside `auto`. */
export function parseCheckedEndpoints(text: string): Parsed<readonly Endpoint[]> {
  if (!namesAuto(text) || looksSecret(text)) return parseEndpoints(text);
  const others = parseList(text).filter((entry) => entry !== 'auto');
  return parseEndpoints(others.join('\n'));
}

/** DNS names separated by commas or lines, as a certificate is ordered for them: in lower case, Unicode as ASCII, `*.` at most in front. */
export function parseDnsNames(text: string): Parsed<readonly string[]> {
  if (looksSecret(text)) return { fault: SECRET };
  const names: string[] = [];
  for (const entry of parseList(text)) {
    const wildcard = entry.startsWith('*.') ? '*.' : '';
    const host = domainToASCII(entry.slice(wildcard.length)).toLowerCase().replace(/\.$/u, '');
    if (!isDnsName(host))
      return {
        fault: {
          what: `has ${quoteInput(entry)}, which is no DNS name such as \`www.example.com\` or \`*.example.com\``,
          remedy: '',
        },
      };
    names.push(wildcard + host);
  }
  return names.length === 0 && text !== ''
    ? { fault: { what: 'has no name', remedy: '' } }
    : { value: [...new Set(names)] };
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
