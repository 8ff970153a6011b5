const VARIABLE = /^\s*(?:export\s+)?(?<name>[A-Za-z_]\w*)\s*=(?<value>.*)$/u;

/** Lines `NAME=value` as in a dotenv file: blank lines and comments, `export`, and quotes around the value are fine. */
export function parseDnsEnv(text: string, problems: string[] = []): Record<string, string> {
  const variables: Record<string, string> = {};
  for (const [at, line] of text.split(/\r\n|\n|\r/u).entries()) {
    if (/^\s*(?:#.*)?$/u.test(line)) continue;
    const { name, value = '' } = VARIABLE.exec(line)?.groups ?? {};
    if (name === undefined) problems.push(`Line ${at + 1} of \`dns_env\` is not of the form \`NAME=value\`.`);
    else variables[name] = unquote(value.trim());
  }
  return variables;
}

function unquote(value: string): string {
  const double = /^"(?<inner>.*)"$/su.exec(value)?.groups?.['inner'];
  if (double !== undefined)
    return double.replaceAll(/\\(["\\$nrt])/gu, (_, character: string) => ESCAPES[character] ?? character);
  return /^'(?<inner>.*)'$/su.exec(value)?.groups?.['inner'] ?? value;
}

const ESCAPES: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t' };
