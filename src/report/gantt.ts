import { daysRemaining, firstToExpire, typedOf, verdictOf } from '../certificates/expiry.ts';
import type { ExpiryRule, MinDays } from '../certificates/expiry.ts';
import type { Certificate } from '../digitalocean/certificates.ts';
import { countOf, truncate } from '../text.ts';
import type { Show } from '../text.ts';

/** More bars than these are no picture any more. */
const MOST_BARS = 50;
const DAY_MS = 86_400_000;
/** Lifetimes are shown from a year back to two years ahead: one of thirty years would leave nothing to see of the others. */
const PAST_MS = 365 * DAY_MS;
const FUTURE_MS = 2 * 365 * DAY_MS;
const LONGEST_NAME = 40;

export interface GanttOptions extends ExpiryRule {
  readonly show: Show;
}

/**
 * The lifetimes of certificates as a Mermaid Gantt chart in a fenced block, the first to expire first; empty if none has an expiry.
 * Today has a mark of its own, since Mermaid's line is at the day on which it is looked at (mermaid.js.org, "Gantt diagrams").
 */
export function renderGantt(certificates: readonly Certificate[], options: GanttOptions): string {
  const { now, minDays, show } = options;
  const dated = firstToExpire(certificates.filter(({ notAfter }) => notAfter !== undefined));
  if (dated.length === 0) return '';
  const shown = dated.slice(0, MOST_BARS);
  const bars = shown.map((certificate) => {
    const { begin, end } = spanOf(certificate, now);
    const mark = verdictOf(certificate, options).reason !== undefined ? 'crit, ' : '';
    return { begin, end, line: `${labelOf(certificate, now, show)} : ${mark}${dayOf(begin)}, ${dayOf(end)}` };
  });
  const days =
    (Math.max(now, ...bars.map(({ end }) => end)) - Math.min(now, ...bars.map(({ begin }) => begin))) / DAY_MS;
  const rest = dated.length - shown.length;
  const lines = [
    'gantt',
    '  dateFormat YYYY-MM-DD',
    ...axisOf(days).map((line) => `  ${line}`),
    `  Today ${dayOf(now)} : milestone, ${dayOf(now)}, 0d`,
    ...bars.map(({ line }) => `  ${line}`),
  ];
  const caption = `Lifetimes, the first to expire first. Red: ${limitWords(minDays)}, expired, or failed.${rest > 0 ? ` ${rest} more expire later and are not drawn.` : ''}`;
  return `${caption}\n\n\`\`\`mermaid\n${lines.join('\n')}\n\`\`\``;
}

function limitWords(minDays: MinDays): string {
  return minDays.kind === 'days'
    ? `fewer than ${countOf(minDays.days, 'day')} left`
    : `less time left than min_days asks for (${typedOf(minDays)})`;
}

/** Marks on the axis so far apart that their dates do not run into each other. */
function axisOf(days: number): readonly string[] {
  if (days <= 90) return ['axisFormat %b %e', 'tickInterval 1week'];
  const months = [1, 2, 3, 6].find((step) => days / (30 * step) <= 13) ?? 12;
  return ['axisFormat %b %Y', `tickInterval ${months}month`];
}

function spanOf({ notAfter, createdAtText }: Certificate, now: number): { begin: number; end: number } {
  const within = (ms: number): number => Math.min(Math.max(ms, now - PAST_MS), now + FUTURE_MS);
  const end = within(notAfter?.getTime() ?? now);
  return { begin: Math.min(within(Date.parse(createdAtText) || now), end - DAY_MS), end };
}

/** A word stands in front, so that no name can be one of Mermaid's own. */
function labelOf({ name, state, notAfter }: Certificate, now: number, show: Show): string {
  const days = notAfter === undefined ? 0 : daysRemaining(notAfter, now);
  const left = state === 'error' ? 'error' : days < 0 ? 'expired' : `${days} d`;
  return `${left} ${plainName(show(name))}`;
}

/** The name without anything that Mermaid, Markdown or HTML could take for more than text. */
function plainName(name: string): string {
  const plain = name.replaceAll(/[^\p{L}\p{N}.*_@-]+/gu, '_');
  return truncate(plain, LONGEST_NAME);
}

function dayOf(ms: number): string {
  return new Date(ms).toISOString().slice(0, 10);
}
