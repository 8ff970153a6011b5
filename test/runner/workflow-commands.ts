/**
 * The lines by which a step speaks to the runner, read as the runner reads them
 * (actions/runner, src/Runner.Common/ActionCommand.cs): `::name key=value::data`, and the older `##[name key=value]data`,
 * which counts anywhere in a line. A name that the runner does not know is ordinary text.
 */
export interface WorkflowCommand {
  readonly name: string;
  readonly properties: Readonly<Record<string, string>>;
  readonly data: string;
}

const KNOWN = new Set([
  'add-mask',
  'add-matcher',
  'add-path',
  'debug',
  'echo',
  'endgroup',
  'error',
  'group',
  'notice',
  'remove-matcher',
  'save-state',
  'set-env',
  'set-output',
  'stop-commands',
  'warning',
]);

const DATA_ESCAPES: readonly (readonly [string, string])[] = [
  ['%0D', '\r'],
  ['%0A', '\n'],
];
const PROPERTY_ESCAPES = [...DATA_ESCAPES, ['%3A', ':'], ['%2C', ',']] as const;
const OLD_ESCAPES = [...DATA_ESCAPES, ['%3B', ';'], ['%5D', ']']] as const;

function unescape(text: string, escapes: readonly (readonly [string, string])[]): string {
  // `%25` comes last, so that `%250A` is the text `%0A` and no line break.
  return [...escapes, ['%25', '%'] as const].reduce((result, [from, to]) => result.replaceAll(from, to), text);
}

function readProperties(
  text: string,
  separator: string,
  escapes: readonly (readonly [string, string])[],
): Record<string, string> {
  const properties: Record<string, string> = {};
  for (const pair of text.split(separator)) {
    const at = pair.indexOf('=');
    if (at > 0) {
      properties[pair.slice(0, at).trim()] = unescape(pair.slice(at + 1), escapes);
    }
  }
  return properties;
}

function build(
  head: string,
  data: string,
  separator: string,
  property: typeof PROPERTY_ESCAPES | typeof OLD_ESCAPES,
  text: typeof DATA_ESCAPES | typeof OLD_ESCAPES,
): WorkflowCommand | undefined {
  const space = head.indexOf(' ');
  const name = (space < 0 ? head : head.slice(0, space)).toLowerCase();
  if (!KNOWN.has(name)) {
    return undefined;
  }
  const properties = space < 0 ? {} : readProperties(head.slice(space + 1), separator, property);
  return { name, properties, data: unescape(data, text) };
}

/** The command in a line of output, or undefined for a line that the runner merely shows. */
export function readWorkflowCommand(line: string): WorkflowCommand | undefined {
  const trimmed = line.trimStart();
  if (trimmed.startsWith('::')) {
    const end = trimmed.indexOf('::', 2);
    const command =
      end < 0 ? undefined : build(trimmed.slice(2, end), trimmed.slice(end + 2), ',', PROPERTY_ESCAPES, DATA_ESCAPES);
    if (command !== undefined) {
      return command;
    }
  }
  const start = line.indexOf('##[');
  const end = start < 0 ? -1 : line.indexOf(']', start);
  return end < 0 ? undefined : build(line.slice(start + 3, end), line.slice(end + 1), ';', OLD_ESCAPES, OLD_ESCAPES);
}

/**
 * The values in a GITHUB_OUTPUT file: `name=value` lines and `name<<DELIMITER` blocks; the last of a name counts.
 * @throws Error where the runner would fail the step: a line of neither form, or a block without its end.
 */
export function readFileCommands(content: string): Record<string, string> {
  const values: Record<string, string> = {};
  const lines = content.split(/\r?\n/);
  for (let index = 0; index < lines.length; index += 1) {
    const line = lines[index] ?? '';
    const equals = line.indexOf('=');
    const heredoc = line.indexOf('<<');
    if (line === '') {
      continue;
    }
    if (heredoc > 0 && (equals < 0 || heredoc < equals)) {
      const delimiter = line.slice(heredoc + 2);
      const end = lines.indexOf(delimiter, index + 1);
      if (delimiter === '' || end < 0) {
        throw new Error(`the block of "${line.slice(0, heredoc)}" has no end`);
      }
      values[line.slice(0, heredoc)] = lines.slice(index + 1, end).join('\n');
      index = end;
    } else if (equals > 0) {
      values[line.slice(0, equals)] = line.slice(equals + 1);
    } else {
      throw new Error(`line ${index + 1} is neither name=value nor name<<DELIMITER`);
    }
  }
  return values;
}
