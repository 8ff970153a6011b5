import type { Run } from '../runner/run-action.ts';

type Inputs = Readonly<Record<string, string>>;

/** All of a run: inputs, log, annotations, outputs and summary. */
export function showRun(title: string, inputs: Inputs, run: Run): string {
  const shown = Object.entries(inputs).map(
    ([name, value]) => `    ${name}: ${value.includes('-----BEGIN') ? '(PEM)' : value}`,
  );
  const outputs = Object.entries(run.outputs).filter(([, value]) => value !== '' && value !== '[]');
  const indent = (line: string): string => `    ${line}`;
  return [
    `\n━━ ${title}`,
    '  with:',
    ...shown,
    '  log:',
    ...run.log.map(indent),
    ...run.annotations.map(({ level, message }) => `    ${level}: ${message}`),
    `  exit code: ${run.exitCode}`,
    '  outputs:',
    ...outputs.map(([name, value]) => `    ${name}: ${value.length > 100 ? `${value.slice(0, 100)}…` : value}`),
    '  summary:',
    ...run.summary.trim().split('\n').map(indent),
  ].join('\n');
}

/** The same in one line. */
export function showLine(operation: string, title: string, run: Run): string {
  return `${operation.padEnd(8)} ${title.padEnd(66)} ${(run.durationMs / 1_000).toFixed(1)} s`;
}
