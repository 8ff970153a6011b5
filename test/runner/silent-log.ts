import type { Log } from '../../src/log.ts';

/** For a test that asks what was done, and not what was said. */
export const SILENT_LOG: Log = {
  info: () => undefined,
  notice: () => undefined,
  warning: () => undefined,
  error: () => undefined,
  group: () => undefined,
};
