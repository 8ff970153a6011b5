import { daysRemaining } from '../certificates/expiry.ts';
import type { ItemState, Outcome } from '../outcome.ts';
import { countOf, enumerate, shortName, shortNames } from '../text.ts';
import { table } from './markdown.ts';
import type { Escape } from './markdown.ts';
import { fieldsOf } from './rows.ts';

/** In this order they are shown: what failed comes first. */
const STATUSES: readonly ItemState['status'][] = ['failed', 'created', 'rotated', 'skipped', 'unchanged'];
const MOST_NAMES = 3;

/** What became of the certificates of a `directory`, in one sentence. */
export function itemsSentence(items: readonly ItemState[], isDryRun: boolean): string {
  const counts = STATUSES.map((status) => ({
    status,
    count: items.filter((item) => item.status === status).length,
  })).filter(({ count }) => count > 0);
  const what = enumerate(counts.map(({ status, count }) => `${count} ${status}`));
  const total = countOf(items.length, 'certificate');
  return isDryRun ? `Nothing was changed. Of ${total} there would be ${what}.` : `Of ${total}: ${what}.`;
}

/** The certificates of a `directory`, those that failed first. */
export function itemTable(items: readonly ItemState[], now: number, escape: Escape): string {
  const rows = STATUSES.flatMap((status) => items.filter((item) => item.status === status)).map(
    ({ status, source, error, certificate: { name, notAfter, notAfterText, dnsNames } }) => {
      const left = notAfter === undefined ? '' : String(daysRemaining(notAfter, now));
      const names = enumerate(shortNames(dnsNames), MOST_NAMES);
      return [
        status,
        shortName(name),
        error,
        left,
        notAfterText,
        dnsNames.length === 0 ? '' : names,
        shortName(source),
      ];
    },
  );
  return table(['Status', 'Name', 'Problem', 'Days left', 'Expires', 'DNS names', 'Source'], rows, escape);
}

/** One row for each certificate that the operation is about; of a `directory`, one for each entry, with what became of it. */
export function rowsOf({ certificates, items }: Outcome, now: number): readonly unknown[] {
  if (items === undefined) return certificates.map((certificate) => fieldsOf(certificate, now));
  return items.map(({ certificate, source, status, error }) => ({
    ...fieldsOf(certificate, now),
    source: shortName(source),
    status,
    error,
  }));
}

/** What was created: a certificate; of a `directory`, a list; undefined if nothing was. */
export function createdFields({ created, createdForItems = [] }: Outcome, now: number): unknown {
  if (createdForItems.length > 0) return createdForItems.map((certificate) => fieldsOf(certificate, now));
  return created === undefined ? undefined : fieldsOf(created, now);
}
