/** What an operation may say while it works. Every line is flattened and redacted before it is written. */
export interface Log {
  /** One thing that was done, or is waited for. */
  info(line: string): void;
  /** Worth knowing, nothing to do. Becomes an annotation. */
  notice(message: string): void;
  /** Something to look at, with what to do about it. Becomes an annotation. */
  warning(message: string): void;
  /** Something that failed, with what to do about it. Becomes an annotation; the exit code is not its business. */
  error(message: string): void;
  /** Many lines under a title that folds. */
  group(title: string, lines: readonly string[]): void;
}

/** Where lines and workflow commands go: the functions of `@actions/core` in a run. */
export interface LogSink {
  write(line: string): void;
  annotate(level: AnnotationLevel, message: string): void;
  startGroup(title: string): void;
  endGroup(): void;
}

export type AnnotationLevel = 'notice' | 'warning' | 'error';

/** GitHub shows ten annotations of a kind for a step (docs.github.com, "Workflow commands", limits). */
const SHOWN_OF_A_KIND = 10;

/**
 * Text that came from outside, on one line and harmless in a log: control characters and line ends become spaces, and what the
 * runner would take for a workflow command (`::` at the start of a line, `##[` anywhere) is broken by a space.
 */
export function flatten(text: string): string {
  // Most of what comes is plain, and there may be ten thousand of it.
  if (/^(?! *:)[\w .*:/-]*$/.test(text)) return text.trim();
  return text
    .replaceAll(/[\p{Cc}\p{Cf}\u2028\u2029]+/gu, ' ')
    .replaceAll('##[', '## [')
    .replace(/^(\s*):(?=:)/u, '$1: ')
    .trim();
}

/** Replaces every value that is masked by `***`, the longest first. */
export function makeRedactor(secrets: readonly string[]): (text: string) => string {
  const found = [...new Set(secrets)].filter((secret) => secret.length >= 8).toSorted((a, b) => b.length - a.length);
  return (text) => found.reduce((clean, secret) => clean.replaceAll(secret, '***'), text);
}

/**
 * A log on `sink`. Of each kind of annotation the first nine are written at once; `finish()` writes the tenth, or, when there are
 * more than ten, one that counts the rest. What is held back is in the log all the same.
 */
export function makeLog(sink: LogSink, redact: (text: string) => string): Log & { finish(): void } {
  const held: Record<AnnotationLevel, string[]> = { notice: [], warning: [], error: [] };
  const written: Record<AnnotationLevel, number> = { notice: 0, warning: 0, error: 0 };
  const clean = (text: string): string => flatten(redact(text));

  const annotate = (level: AnnotationLevel, message: string): void => {
    const text = clean(message);
    if (written[level] < SHOWN_OF_A_KIND - 1) {
      written[level] += 1;
      sink.annotate(level, text);
    } else {
      held[level].push(text);
      sink.write(`${level}: ${text}`);
    }
  };

  return {
    info: (line) => sink.write(clean(line)),
    notice: (message) => annotate('notice', message),
    warning: (message) => annotate('warning', message),
    error: (message) => annotate('error', message),
    group: (title, lines) => {
      sink.startGroup(clean(title));
      for (const line of lines) sink.write(clean(line));
      sink.endGroup();
    },
    finish: () => {
      for (const level of ['notice', 'warning', 'error'] as const) {
        const [first, ...rest] = held[level].splice(0);
        if (first === undefined) continue;
        sink.annotate(level, rest.length === 0 ? first : `${rest.length + 1} more: the log of this step has them all.`);
      }
    },
  };
}
