import { data, Evaluator, Lexer, Parser } from '@actions/expressions';

/** What expressions can read: `steps`, `needs`, `secrets`, … as plain values. */
export type Contexts = Readonly<Record<string, unknown>>;

/** How the job stands: `success()` and `failure()` ask for it. */
export interface Standing {
  readonly hasFailed: boolean;
}

function toData(value: unknown): data.Dictionary {
  return JSON.parse(JSON.stringify(value), data.reviver) as data.Dictionary;
}

/** Status functions are no part of the language: the runner brings them. */
function functionsOf({ hasFailed }: Standing) {
  const told = (name: string, value: boolean) => ({
    name,
    minArgs: 0,
    maxArgs: 0,
    call: () => new data.BooleanData(value),
  });
  return [told('success', !hasFailed), told('failure', hasFailed), told('always', true), told('cancelled', false)];
}

/** The value of one expression, without its braces. Throws if it is not one. */
export function evaluate(expression: string, contexts: Contexts, standing: Standing): data.ExpressionData {
  const functions = functionsOf(standing);
  const { tokens } = new Lexer(expression).lex();
  const parsed = new Parser(tokens, Object.keys(contexts), functions).parse();
  const byName = new Map(functions.map((each) => [each.name, each]));
  return new Evaluator(parsed, toData(contexts), byName).evaluate();
}

/** A text with the values of its expressions. */
export function interpolate(text: string, contexts: Contexts, standing: Standing): string {
  return text.replaceAll(/\$\{\{(.+?)\}\}/gsu, (_, expression: string) =>
    evaluate(expression.trim(), contexts, standing).coerceString(),
  );
}

/** A value that may be a whole expression: `fromJSON(…)` gives more than a text. */
export function valueOf(value: unknown, contexts: Contexts, standing: Standing): unknown {
  if (typeof value !== 'string') return value;
  const whole = /^\$\{\{(?<expression>.+)\}\}$/su.exec(value.trim())?.groups?.['expression'];
  if (whole === undefined || whole.includes('}}')) return interpolate(value, contexts, standing);
  return JSON.parse(JSON.stringify(evaluate(whole.trim(), contexts, standing), data.replacer)) as unknown;
}

/** Does the `if:` let it run? Without a status function, success is asked for too. */
export function isMet(condition: unknown, contexts: Contexts, standing: Standing): boolean {
  if (condition === undefined) return !standing.hasFailed;
  const text = String(condition)
    .trim()
    .replace(/^\$\{\{(.*)\}\}$/su, '$1');
  if (standing.hasFailed && !/\b(?:always|failure|cancelled)\(\)/u.test(text)) return false;
  const value = evaluate(text.trim(), contexts, standing);
  return value.coerceString() !== 'false' && !['', '0'].includes(value.coerceString());
}
