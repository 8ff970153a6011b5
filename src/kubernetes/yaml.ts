import { DEEPEST, parseFlow, unquote, YamlError } from './yaml-scalars.ts';
import type { Value } from './yaml-scalars.ts';

interface Line {
  readonly indent: number;
  readonly text: string;
}

const ITEM = /^-(?:\s+(?<rest>.*))?$/u;
const ENTRY =
  /^(?<key>"(?:[^"\\]|\\.)*"|'(?:[^']|'')*'|[^\s"'#[\]{},&*!|>%@`?:-](?:[^:#]|:(?=\S)|(?<=\S)#)*?)\s*:(?:\s+(?<rest>.*))?$/u;

/**
 * Reads the part of YAML 1.2 in which kubeconfig files are written: mappings, lists, plain and quoted scalars, block scalars, lists and
 * mappings in brackets on one line, comments. JSON is read too. Anchors, aliases, tags and several documents are not.
 * @throws YamlError
 */
export function parseYaml(text: string): Value {
  if (/^\s*\{/u.test(text)) return parseJsonText(text);
  const reader = new Reader(text.replace(/^\uFEFF/u, '').split(/\r\n|\r|\n/u));
  const first = reader.peek();
  if (first === undefined) return '';
  const value = reader.node(first.indent, 0);
  if (reader.peek() !== undefined) throw reader.error();
  return value;
}

function parseJsonText(text: string): Value {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new YamlError(1);
  }
  return textOf(value, 0);
}

function textOf(value: unknown, depth: number): Value {
  if (depth > DEEPEST) throw new YamlError(1);
  if (Array.isArray(value)) return value.map((each) => textOf(each, depth + 1));
  if (value === null || value === undefined) return '';
  if (typeof value !== 'object') return typeof value === 'string' ? value : JSON.stringify(value);
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, textOf(each, depth + 1)]));
}

class Reader {
  private at = 0;
  /** The rest of a line that began with a dash, in the column where it stands. */
  private pending: Line | undefined;
  private readonly lines: readonly string[];

  constructor(lines: readonly string[]) {
    this.lines = lines;
  }

  error(): YamlError {
    return new YamlError(Math.min(this.at + 1, this.lines.length));
  }

  /** The next line that is not blank and no comment. */
  peek(): Line | undefined {
    if (this.pending !== undefined) return this.pending;
    while (this.at < this.lines.length) {
      const line = this.lines[this.at] ?? '';
      const isStart = line.trim() === '---' && this.lines.slice(0, this.at).every(isBlank);
      if (!isBlank(line) && !isStart) {
        const indent = line.search(/[^ ]/u);
        const text = line.trim();
        if (line[indent] === '\t' || /^(?:---|\.\.\.|%)/u.test(line)) throw this.error();
        return { indent, text };
      }
      this.at += 1;
    }
    return undefined;
  }

  private next(): void {
    if (this.pending !== undefined) this.pending = undefined;
    this.at += 1;
  }

  node(indent: number, depth: number): Value {
    if (depth > DEEPEST) throw this.error();
    const line = this.peek();
    if (line === undefined || line.indent !== indent) throw this.error();
    if (ITEM.test(line.text)) return this.list(indent, depth);
    return ENTRY.test(line.text) ? this.mapping(indent, depth) : this.scalar(line.text, indent - 1);
  }

  private list(indent: number, depth: number): Value {
    const items: Value[] = [];
    for (let line = this.peek(); line?.indent === indent; line = this.peek()) {
      const match = ITEM.exec(line.text);
      if (match === null) break;
      const rest = withoutComment(match.groups?.['rest'] ?? '');
      if (rest === '') {
        this.next();
        items.push(this.below(indent, depth, false));
      } else if (ITEM.test(rest) || ENTRY.test(rest)) {
        this.pending = { indent: indent + line.text.length - line.text.slice(1).trimStart().length, text: rest };
        items.push(this.node(this.pending.indent, depth + 1));
      } else items.push(this.scalar(rest, indent));
    }
    return items;
  }

  private mapping(indent: number, depth: number): Value {
    const entries = new Map<string, Value>();
    for (let line = this.peek(); line?.indent === indent; line = this.peek()) {
      const match = ENTRY.exec(line.text);
      if (match === null) break;
      const key = unquote(match.groups?.['key'] ?? '', this.at + 1);
      const rest = withoutComment(match.groups?.['rest'] ?? '');
      if (entries.has(key)) throw this.error();
      if (rest === '') {
        this.next();
        entries.set(key, this.below(indent, depth, true));
      } else entries.set(key, this.scalar(rest, indent));
    }
    return Object.fromEntries(entries);
  }

  /** What stands below a key or a dash: deeper, or, for a list below a key, in the same column. */
  private below(indent: number, depth: number, allowsList: boolean): Value {
    const line = this.peek();
    if (line === undefined) return '';
    const isListBeside = allowsList && line.indent === indent && ITEM.test(line.text);
    return line.indent > indent || isListBeside ? this.node(line.indent, depth + 1) : '';
  }

  /** A scalar or what stands in brackets; the line is done then. */
  private scalar(text: string, indent: number): Value {
    const block = /^(?<style>[|>])(?<chomp>[+-]?)$/u.exec(text);
    if (block !== null) return this.block(indent, block.groups?.['style'] === '|');
    const value = /^[[{]/u.test(text) ? parseFlow(text, this.at + 1) : unquote(text, this.at + 1);
    this.next();
    const following = this.peek();
    // A plain scalar that goes on below is not supported: what is cut off would be another value.
    if (following !== undefined && following.indent > indent && this.pending === undefined) throw this.error();
    return value;
  }

  private block(indent: number, isLiteral: boolean): string {
    this.next();
    const lines: string[] = [];
    for (; this.at < this.lines.length; this.at += 1) {
      const line = this.lines[this.at] ?? '';
      if (line.trim() !== '' && line.search(/\S/u) <= indent) break;
      lines.push(line);
    }
    const margin = Math.min(...lines.filter((line) => line.trim() !== '').map((line) => line.search(/\S/u)));
    return lines
      .map((line) => line.slice(margin))
      .join(isLiteral ? '\n' : ' ')
      .trimEnd();
  }
}

function isBlank(line: string): boolean {
  return /^\s*(?:#.*)?$/u.test(line);
}

/** A comment begins at the start or after a blank, outside of quotes. */
function withoutComment(text: string): string {
  const quoted = /^(?:"(?:[^"\\]|\\.)*"|'(?:[^']|'')*')/u.exec(text)?.[0] ?? '';
  const rest = text.slice(quoted.length).replace(/(?:^|\s)#.*$/u, '');
  return (quoted + rest).trim();
}
