/** A value of YAML or JSON as a kubeconfig has it: every scalar is its text, and null is the empty text. */
export type Value = string | readonly Value[] | { readonly [key: string]: Value };

/** The line of a text that is not understood, from 1. Its content is not part of the error. */
export class YamlError extends Error {
  readonly line: number;
  constructor(line: number) {
    super(`line ${line}`);
    this.name = 'YamlError';
    this.line = line;
  }
}

/** More levels than any kubeconfig has. */
export const DEEPEST = 20;

const TOKEN = /"(?:[^"\\]|\\.)*"|'(?:[^']|'')*'|[[\]{},]|:(?=[\s,\]}]|$)|(?:[^\s[\]{},:]|:(?=[^\s,\]}]))+|\s+/gu;

/** A plain or quoted scalar as its text. @throws YamlError */
export function unquote(text: string, line: number): string {
  if (text.startsWith('"')) {
    try {
      return String(JSON.parse(text));
    } catch {
      throw new YamlError(line);
    }
  }
  if (/^'(?:[^']|'')*'$/u.test(text)) return text.slice(1, -1).replaceAll("''", "'");
  // Anchors, aliases, tags and reserved characters; and what only looks like a scalar.
  if (/^[&*!%@`'|>]|^[?-]\s|:\s|:$/u.test(text)) throw new YamlError(line);
  return /^(?:~|null|Null|NULL)$/u.test(text) ? '' : text;
}

/** `{a: b, c: [d]}` on one line. @throws YamlError */
export function parseFlow(text: string, line: number): Value {
  const all = text.match(TOKEN) ?? [];
  const tokens = all.filter((token) => token.trim() !== '');
  if (all.join('') !== text) throw new YamlError(line);
  const value = parseTokens(tokens, line, 0);
  if (tokens.length > 0) throw new YamlError(line);
  return value;
}

/** The value at the front of the tokens, which are taken away. */
function parseTokens(tokens: string[], line: number, depth: number): Value {
  const token = tokens.shift() ?? '';
  if (depth > DEEPEST || /^[\]},:]?$/u.test(token)) throw new YamlError(line);
  if (token !== '{' && token !== '[') return unquote(token, line);
  const end = token === '{' ? '}' : ']';
  const items: Value[] = [];
  const entries = new Map<string, Value>();
  while (tokens.length > 0 && tokens[0] !== end) {
    if (token === '[') items.push(parseTokens(tokens, line, depth + 1));
    else {
      const key = unquote(tokens.shift() ?? '', line);
      if (tokens.shift() !== ':' || entries.has(key)) throw new YamlError(line);
      entries.set(key, /^[,}]$/u.test(tokens[0] ?? '') ? '' : parseTokens(tokens, line, depth + 1));
    }
    if (tokens[0] === ',') tokens.shift();
    else if (tokens[0] !== end) throw new YamlError(line);
  }
  if (tokens.shift() !== end) throw new YamlError(line);
  return token === '[' ? items : Object.fromEntries(entries);
}
