import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';

/** What a program gave: everything it wrote, and its exit code (-1 if a signal ended it). */
export interface ProgramResult {
  readonly output: string;
  readonly code: number;
}

export interface ProgramOptions {
  /** The whole environment of the program. */
  readonly env: Readonly<Record<string, string>>;
  /** Aborting it ends the program. */
  readonly signal: AbortSignal;
  /** Called with each line as it comes, of both streams. */
  readonly onLine?: (line: string) => void;
}

/** So much of what it writes is kept. */
const LONGEST_OUTPUT = 1024 * 1024;

/** Runs a program without a shell, to its end. @throws Error if it cannot be started */
export async function runProgram(
  file: string,
  args: readonly string[],
  { env, signal, onLine = () => undefined }: ProgramOptions,
): Promise<ProgramResult> {
  const child = spawn(file, args, {
    env,
    stdio: ['ignore', 'pipe', 'pipe'],
    windowsHide: true,
    signal,
    killSignal: 'SIGKILL',
  });
  const ended = new Promise<number>((settle, reject) => {
    child.once('error', (error) => (signal.aborted ? settle(-1) : reject(error)));
    child.once('close', (code) => settle(code ?? -1));
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr])
    createInterface({ input: stream, crlfDelay: Infinity }).on('line', (line) => {
      if (output.length < LONGEST_OUTPUT) output += `${line}\n`;
      onLine(line);
    });
  return { code: await ended, output };
}
