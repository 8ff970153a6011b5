import type { Show } from './text.ts';

/** What an operation may say while it works. Every line is made fit to be shown before it is written. */
export interface Log {
  /** One thing that was done, or is awaited. */
  info(line: string): void;
  /** Worth knowing, nothing to do. Becomes an annotation. */
  notice(message: string): void;
  /** Something to look at, with what to do about it. Becomes an annotation. */
  warning(message: string): void;
  /** Something that failed, with what to do about it. Becomes an annotation; it does not set the exit code. */
  error(message: string): void;
  /** Many lines under a title that can be folded. */
  group(title: string, lines: readonly string[]): void;
}

/** Where lines and workflow commands go: the functions of `@actions/core` in a run. */
export interface LogSink {
  /** A line, or several. */
  write(text: string): void;
  annotate(level: AnnotationLevel, message: string): void;
  startGroup(title: string): void;
  endGroup(): void;
}

export type AnnotationLevel = 'notice' | 'warning' | 'error';

/** GitHub shows ten annotations of a kind for a step (docs.github.com, "Workflow commands", limits). */
const SHOWN_OF_A_KIND = 10;

/**
 * A log on `sink`. The first nine annotations of each kind are written at once; `finish()` writes the tenth, or, if there are more than
 * ten, one that counts the rest. What is held back is in the log all the same.
 */
export function makeLog(sink: LogSink, show: Show): Log & { finish(): void } {
  const held: Record<AnnotationLevel, string[]> = { notice: [], warning: [], error: [] };
  const written: Record<AnnotationLevel, number> = { notice: 0, warning: 0, error: 0 };

  const annotate = (level: AnnotationLevel, message: string): void => {
    const text = show(message);
    if (written[level] < SHOWN_OF_A_KIND - 1) {
      written[level] += 1;
      sink.annotate(level, text);
    } else {
      held[level].push(text);
      sink.write(`${level}: ${text}`);
    }
  };

  return {
    info: (line) => sink.write(show(line)),
    notice: (message) => annotate('notice', message),
    warning: (message) => annotate('warning', message),
    error: (message) => annotate('error', message),
    group: (title, lines) => {
      sink.startGroup(show(title));
      // There may be thousands, and each call of the sink takes its time.
      if (lines.length > 0) sink.write(lines.map((line) => show(line)).join('\n'));
      sink.endGroup();
    },
    finish: () => {
      for (const level of ['notice', 'warning', 'error'] as const) {
        const [first, ...rest] = held[level].splice(0);
        if (first === undefined) continue;
        sink.annotate(level, rest.length === 0 ? first : `${rest.length + 1} more: see the log of this step.`);
      }
    },
  };
}
