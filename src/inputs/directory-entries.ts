import { faultSentences } from '../errors.ts';
import type { Fault } from '../errors.ts';
import type { DirectoryEntry, ReadyEntry } from '../task.ts';
import { countOf, enumerate, formatTime } from '../text.ts';
import { makeSharedFacts } from '../x509/shared-facts.ts';
import type { Parser, SharedFacts } from '../x509/shared-facts.ts';
import type { Remark } from '../x509/supplied.ts';
import { settleNames } from './directory-names.ts';
import type { Candidate } from './directory-names.ts';
import type { EntriesReading, EntryOptions } from './directory-reading.ts';
import { isSecretPath, quotePath } from './folder-checks.ts';
import { matchesGlob } from './globs.ts';
import type { FoundItem, LayoutContent } from './layouts/layout.ts';
import { blocksOf, readLeafFacts } from './leaf-facts.ts';
import type { LeafFacts } from './leaf-facts.ts';
import { fillTemplate, hasPlaceholder } from './name-template.ts';
import { readFiles } from './stored-files.ts';
import type { Judging } from './stored-files.ts';

/** The clocks of the CA and of the runner may differ so much. */
const CLOCK_DIFFERENCE_MS = 60_000;
const MOST_NAMED = 5;

/** Checks every certificate that was found, decides which are used, and names them. */
export function readEntries(
  path: string,
  layout: string,
  { items, leftOut }: LayoutContent,
  parser: Parser,
  options: EntryOptions,
): EntriesReading {
  const skipped: DirectoryEntry[] = leftOut.map(({ source, reason }) => ({
    ...UNNAMED,
    source,
    status: 'skipped',
    reason,
  }));
  const judging = { ...options, shared: makeSharedFacts(options.now, undefined, parser) };
  const judged = items.map((item) => judge(item, judging));
  const candidates = judged.filter((each) => 'files' in each);
  if (candidates.length > 1 && !hasPlaceholder(options.template))
    return { input: 'name', fault: faultOfFixedName(candidates.length) };
  const { kept, dropped, remarks } = settleNames(candidates, options);
  const entries = [
    ...skipped,
    ...judged.filter((each) => 'status' in each),
    ...dropped,
    ...kept.map((candidate) => validate(candidate, judging)),
  ].toSorted((a, b) => (a.source < b.source ? -1 : Number(a.source > b.source)));
  const fault = entries.every(({ status }) => status === 'skipped') ? faultOfNothing(entries, options) : undefined;
  if (fault !== undefined) return { input: 'directory', fault };
  return { content: { path, layout, entries }, remarks: [...remarks, ...remarksOnGlobs(judged, options)] };
}

const UNNAMED = { id: '', name: '', dnsNames: [], notAfter: undefined } as const;

/** What is told of a certificate before it is checked: is it left out, or broken? */
function judge(item: FoundItem, options: Judging): Candidate | DirectoryEntry {
  const facts = readLeafFacts(item.leaf, item.chain, options.shared);
  const isNamed = !isSecretPath(item.id);
  const name = facts === undefined || !isNamed ? '' : nameOf(item, facts, options);
  const { dnsNames, notAfter } = facts ?? UNNAMED;
  const entry = { source: item.source, id: item.id, name, dnsNames, notAfter };
  const reason = reasonToSkip(item, facts, options);
  if (reason !== undefined) return { ...entry, status: 'skipped', reason };
  const error = faultOfFiles(item, options.shared) ?? (isNamed ? undefined : SECRET_NAME);
  if (error !== undefined || item.key === undefined) return { ...entry, status: 'failed', error: error ?? '' };
  const files = { key: item.key, leaf: item.leaf, chain: item.chain };
  if (facts === undefined) return { ...entry, status: 'failed', error: problemsOf(files, options).join(' ') };
  if (name === '') return { ...entry, status: 'failed', error: namelessError(item) };
  return { files, facts, entry, isOfLocalCa: item.isOfLocalCa ?? false };
}

const SECRET_NAME =
  'The name of a certificate in the folder looks like a key or token, so it is not used. Rename its files, or leave it out with `exclude`.';

function namelessError({ leaf }: FoundItem): string {
  return `The certificate in ${quotePath(leaf.path)} has no DNS name or IP address, so it gets no name on DigitalOcean. Use \`{id}\` in \`name\`, or issue it with its names.`;
}

function nameOf({ id }: FoundItem, { domain, keyType, ca, dnsNames }: LeafFacts, { template }: EntryOptions): string {
  return template.includes('{domain}') && domain === ''
    ? ''
    : fillTemplate(template, { domain, id, key: keyType, ca }, dnsNames);
}

function reasonToSkip(item: FoundItem, facts: LeafFacts | undefined, options: EntryOptions): string | undefined {
  const { include, exclude, now } = options;
  const names = [item.id, ...(facts?.dnsNames ?? [])];
  const matches = (globs: readonly string[]): boolean =>
    globs.some((glob) => names.some((name) => matchesGlob(glob, name)));
  if (include.length > 0 && !matches(include)) return '`include` does not match it';
  if (matches(exclude)) return '`exclude` matches it';
  const { notAfter } = facts ?? UNNAMED;
  if (notAfter !== undefined && isExpired(notAfter, now)) return `it expired ${formatTime(notAfter)}`;
  if (facts?.isForServers === false) return 'it is not for servers (extendedKeyUsage without serverAuth)';
  return item.key === undefined
    ? 'it has no private key, as one that was issued from a certificate request'
    : undefined;
}

/** What is wrong with the files themselves, before anything in them is understood. */
function faultOfFiles({ key, leaf, chain }: FoundItem, shared: SharedFacts): string | undefined {
  const faults = [leaf, key, chain].flatMap((text) =>
    text !== undefined && 'fault' in text ? [faultSentences(quotePath(text.path), text.fault)] : [],
  );
  if (faults.length > 0) return faults.join(' ');
  if (key === undefined) return undefined;
  const kinds = blocksOf(key, shared).map(({ kind }) => kind);
  const isEncrypted = kinds.includes('encrypted_private_key') && !kinds.includes('private_key');
  return isEncrypted
    ? `The key in ${quotePath(key.path)} is encrypted, and DigitalOcean accepts no passphrase. Decrypt it before this step: \`openssl pkey -in FILE -out FILE.plain && mv FILE.plain FILE\`, or let the client store it without a password.`
    : undefined;
}

/** What is told of a certificate once it is checked. */
function validate({ entry, files }: Candidate, options: Judging): DirectoryEntry {
  const reading = readFiles(files, options);
  if (!('supplied' in reading)) return { ...entry, status: 'failed', error: reading.problems.join(' ') };
  const { supplied, remarks } = reading;
  if (options.needsNames && supplied.dnsNames.length + supplied.ipAddresses.length === 0)
    return {
      ...entry,
      status: 'failed',
      error: `The certificate in ${quotePath(files.leaf.path)} has no DNS name or IP address in its subjectAltName, so which names it would serve is not known. Issue it with its names.`,
    };
  const ready: ReadyEntry = { ...entry, status: 'ready', supplied, remarks };
  return ready;
}

function problemsOf(files: Candidate['files'], options: Judging): readonly string[] {
  const reading = readFiles(files, options);
  return 'problems' in reading ? reading.problems : [];
}

function faultOfFixedName(count: number): Fault {
  return {
    what: `has no placeholder, and the folder has ${count} certificates`,
    remedy: 'Use `{domain}` or `{id}` in it, or remove it. To process only one certificate, choose it with `include`.',
  };
}

/** That there is nothing to do is no success: a typo in a path must not pass. */
function faultOfNothing(entries: readonly DirectoryEntry[], { now }: EntryOptions): Fault {
  const certificates = entries.filter(({ id }) => id !== '');
  if (certificates.length > 0 && certificates.every(({ notAfter }) => isExpired(notAfter, now)))
    return {
      what: `has no certificate that is still valid: ${countOf(certificates.length, 'certificate')} expired`,
      remedy: 'Check that the client still renews them.',
    };
  const skipped = entries.flatMap((entry) =>
    entry.status === 'skipped' ? [`${quotePath(entry.source)}: ${entry.reason}`] : [],
  );
  return {
    what: `has no certificate to process${skipped.length === 0 ? '' : `. Left out are ${enumerate(skipped, MOST_NAMED)}`}`,
    remedy:
      'Check the path, `layout`, `include` and `exclude`. A certificate needs its key and its leaf certificate as PEM.',
  };
}

function isExpired(notAfter: Date | undefined, now: Date): boolean {
  return notAfter !== undefined && notAfter.getTime() + CLOCK_DIFFERENCE_MS < now.getTime();
}

/** A glob that matches nothing is most likely a slip. */
function remarksOnGlobs(judged: readonly (Candidate | DirectoryEntry)[], options: EntryOptions): Remark[] {
  const names = judged
    .flatMap((each) => ('entry' in each ? each.entry : each))
    .flatMap(({ id, dnsNames }) => [id, ...dnsNames]);
  return (['include', 'exclude'] as const).flatMap((input) =>
    options[input]
      .filter((glob) => !names.some((name) => matchesGlob(glob, name)))
      .map((glob) => ({
        level: 'warning' as const,
        message: `\`${input}\` has ${quotePath(glob)}, which matches no id and no DNS name in the folder. Check it.`,
      })),
  );
}
