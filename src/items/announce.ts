import type { Context } from '../outcome.ts';
import type { DirectoryEntry, DirectoryTask } from '../task.ts';
import { countOf, enumerate, formatTime, quoteName, shortNames } from '../text.ts';
import type { Remark } from '../x509/supplied.ts';

/** DNS names on one line. */
const MOST_NAMES = 10;
/** Certificates to which something applies; the others are counted. */
const MOST_SOURCES = 5;

/** Logs what was found in the folder, before anything is done, and what there is to say about each. */
export function announce({ directory }: DirectoryTask, { log }: Context): void {
  const { entries, layout, path } = directory;
  const counts = (['ready', 'failed', 'skipped'] as const).map((status) => ({
    status,
    count: entries.filter((entry) => entry.status === status).length,
  }));
  const parts = counts.filter(({ count }) => count > 0).map(({ status, count }) => `${count} ${status}`);
  log.group(
    `Found ${countOf(entries.length, 'entry', 'entries')} in ${path} (layout ${layout}): ${enumerate(parts)}`,
    entries.map(describeEntry),
  );
  for (const { remark, sources } of groupRemarks(entries)) {
    const { level, message, ofMany = message } = remark;
    log[level](`${enumerate(sources, MOST_SOURCES)}: ${sources.length === 1 ? message : ofMany}`);
  }
}

interface RemarkGroup {
  readonly remark: Remark;
  readonly sources: string[];
}

/** What is to be said of many certificates is said once. */
function groupRemarks(entries: readonly DirectoryEntry[]): Iterable<RemarkGroup> {
  const groups = new Map<string, RemarkGroup>();
  for (const entry of entries) {
    if (entry.status !== 'ready') continue;
    for (const remark of entry.remarks) {
      const key = `${remark.level} ${remark.ofMany ?? remark.message}`;
      const group = groups.get(key) ?? { remark, sources: [] };
      group.sources.push(entry.source);
      groups.set(key, group);
    }
  }
  return groups.values();
}

/** `live/example.com: "example.com" for www.example.com, expires 2027-01-01T00:00:00Z`. */
function describeEntry(entry: DirectoryEntry): string {
  const { source, name, dnsNames, notAfter } = entry;
  if (entry.status === 'failed') return `Failed: ${source}: ${entry.error}`;
  const facts = [
    name === '' ? '' : quoteName(name),
    dnsNames.length === 0 ? '' : `for ${enumerate(shortNames(dnsNames), MOST_NAMES)}`,
  ].filter((part) => part !== '');
  const expiry = notAfter === undefined ? [] : [`expires ${formatTime(notAfter)}`];
  const what = [facts.join(' '), ...expiry].filter((part) => part !== '').join(', ');
  if (entry.status === 'ready') return `${source}: ${what}`;
  return `Skipped: ${source}${what === '' ? '' : ` (${what})`}: ${entry.reason}`;
}
