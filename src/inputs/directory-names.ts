import type { DirectoryEntry } from '../task.ts';
import { enumerate, quoteName } from '../text.ts';
import type { Remark } from '../x509/supplied.ts';
import type { EntryOptions } from './directory-reading.ts';
import { quotePath } from './folder-checks.ts';
import type { FoundText } from './folder.ts';
import type { LeafFacts } from './leaf-facts.ts';
import { hasPlaceholder } from './name-template.ts';

/** A certificate of a folder that may be used. */
export interface Candidate {
  readonly entry: Pick<DirectoryEntry, 'source' | 'id' | 'name' | 'dnsNames' | 'notAfter'>;
  readonly facts: LeafFacts;
  readonly files: { readonly key: FoundText; readonly leaf: FoundText; readonly chain: FoundText | undefined };
  readonly isOfLocalCa: boolean;
}

interface Settled {
  readonly kept: readonly Candidate[];
  readonly dropped: readonly DirectoryEntry[];
  readonly remarks: readonly Remark[];
}

const MOST_NAMED = 5;

/** Sees to it that no two certificates have one name: the newer of two versions is kept, and others cannot be used. */
export function settleNames(candidates: readonly Candidate[], options: EntryOptions): Settled {
  const dropped: DirectoryEntry[] = [];
  const kept: Candidate[] = [];
  const remarks: Remark[] = [];
  const replaced = replacedIn(candidates);
  for (const each of replaced) dropped.push(skip(each, reasonOfTest(each)));
  const rest = replaced.size === 0 ? candidates : candidates.filter((each) => !replaced.has(each));
  for (const [name, same] of Map.groupBy(rest, ({ entry }) => entry.name)) {
    const [newest, ...older] = same.length === 1 ? same : same.toSorted(compareAge);
    if (newest === undefined) continue;
    if (older.length === 0) {
      kept.push(newest);
      continue;
    }
    const error = clashOf(name, same, options.template);
    if (error !== undefined) {
      dropped.push(...same.map(({ entry }) => ({ ...entry, status: 'failed' as const, error })));
      continue;
    }
    kept.push(newest);
    dropped.push(...older.map((each) => skip(each, reasonOfOlder(each, newest))));
    const others = older.filter(({ facts }) => facts.der !== newest.facts.der);
    if (others.length > 0) remarks.push(noticeOf(name, newest, others));
  }
  return { kept, dropped, remarks };
}

/** Those for which there is a proper certificate, by its name or by the names in it. */
function replacedIn(candidates: readonly Candidate[]): ReadonlySet<Candidate> {
  const others = candidates.filter((each) => !isProper(each));
  if (others.length === 0) return new Set();
  const proper = candidates.filter(isProper);
  const names = new Set(proper.map(({ entry }) => entry.name));
  const namesInside = new Set(proper.map(dnsKeyOf));
  return new Set(others.filter((each) => names.has(each.entry.name) || namesInside.has(dnsKeyOf(each))));
}

/** Neither of a CA's staging environment nor of the client's own CA. */
function isProper({ facts, isOfLocalCa }: Candidate): boolean {
  return facts.testCa === undefined && !isOfLocalCa;
}

function reasonOfTest({ facts: { testCa } }: Candidate): string {
  return testCa === undefined
    ? "it comes from the client's own CA, and there is another certificate for the same name"
    : `it comes from the test CA ${testCa}, and there is a proper certificate for the same name`;
}

function dnsKeyOf({ facts: { dnsNames, domain } }: Candidate): string {
  return [domain, ...dnsNames].toSorted().join(',');
}

function skip({ entry }: Candidate, reason: string): DirectoryEntry {
  return { ...entry, status: 'skipped', reason };
}

/** Those that were issued last first, then those that expire last; of one certificate twice the first by its path. */
function compareAge(a: Candidate, b: Candidate): number {
  const expiry = ({ facts }: Candidate): number => facts.notAfter?.getTime() ?? 0;
  const byDate = b.facts.notBeforeMs - a.facts.notBeforeMs || expiry(b) - expiry(a);
  return byDate || (a.entry.source < b.entry.source ? -1 : 1);
}

function reasonOfOlder({ facts }: Candidate, newest: Candidate): string {
  const path = quotePath(newest.entry.source);
  return facts.der === newest.facts.der
    ? `it is the same certificate as ${path}`
    : `${path} is a newer certificate for the same names`;
}

function noticeOf(name: string, newest: Candidate, others: readonly Candidate[]): Remark {
  const paths = others.map(({ entry }) => quotePath(entry.source));
  return {
    level: 'notice',
    message: `The folder has ${others.length + 1} versions of the certificate for ${quoteName(name)}. The newest is used, ${quotePath(newest.entry.source)}; not used: ${enumerate(paths, MOST_NAMED)}.`,
  };
}

/** That certificates of one name are not versions of each other; undefined if they are. */
function clashOf(name: string, same: readonly Candidate[], template: string): string | undefined {
  const hasSeveralNames = new Set(same.map(dnsKeyOf)).size > 1;
  const keyTypes = [...new Set(same.map(({ facts }) => facts.keyType))].toSorted();
  if (!hasSeveralNames && keyTypes.length === 1) return undefined;
  const paths = enumerate(same.map(({ entry }) => quotePath(entry.source)).toSorted(), MOST_NAMED);
  const placeholder = hasSeveralNames ? 'id' : 'key';
  const what = hasSeveralNames ? 'different DNS names' : `different key types (${enumerate(keyTypes)})`;
  const remedy = hasPlaceholder(template, placeholder)
    ? 'Leave out all but one of them with `exclude`.'
    : `Use \`{${placeholder}}\` in \`name\`, such as \`name: "${suggestion(template, placeholder)}"\`, or leave out all but one with \`exclude\`.`;
  return `${paths} would all be named ${quoteName(name)}, and have ${what}. ${remedy}`;
}

function suggestion(template: string, placeholder: 'id' | 'key'): string {
  if (placeholder === 'key') return `${template}-{key}`;
  return template.includes('{domain}') ? template.replace('{domain}', '{id}') : `{id}-${template}`;
}
