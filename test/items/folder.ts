import { NO_PROXIES } from '../../src/digitalocean/proxies.ts';
import { openSimulatorClient } from '../digitalocean/simulator-client.ts';
import { makeLog } from '../../src/log.ts';
import { processEach } from '../../src/operations/each.ts';
import { knownOf } from '../../src/outcome.ts';
import type { Outcome } from '../../src/outcome.ts';
import { ActionError } from '../../src/errors.ts';
import type { DirectoryEntry, DirectoryTask, ReadyEntry } from '../../src/task.ts';
import { makeShow } from '../../src/text.ts';
import { makeDeadline } from '../../src/waiting.ts';
import type { Clock } from '../../src/waiting.ts';
import { readSupplied } from '../../src/x509/supplied.ts';
import type { Issued } from '../authority/authority.ts';
import type { Simulator } from '../simulator/simulator.ts';

/** An entry whose certificate has passed every check. */
export function readyEntry(name: string, issued: Issued, source = `live/${name}`): ReadyEntry {
  const reading = readSupplied(
    {
      privateKey: { input: 'private_key', content: issued.privateKey },
      leafCertificate: { input: 'leaf_certificate', content: issued.fullChain },
    },
    new Date(),
  );
  if ('problems' in reading) throw new Error(reading.problems.join());
  const { supplied } = reading;
  const { dnsNames, notAfter } = supplied;
  return { status: 'ready', source, id: name, name, dnsNames, notAfter, supplied, remarks: [] };
}

const UNKNOWN = { dnsNames: [], notAfter: undefined };

export function failedEntry(name: string, error = 'The pair is half-written.'): DirectoryEntry {
  return { status: 'failed', source: `live/${name}`, id: name, name, ...UNKNOWN, error };
}

export function skippedEntry(name: string, reason = 'it has expired'): DirectoryEntry {
  return { status: 'skipped', source: `live/${name}`, id: name, name, ...UNKNOWN, reason };
}

type Options<Operation extends DirectoryTask['operation']> = Partial<
  Omit<Extract<DirectoryTask, { operation: Operation }>, 'operation' | 'type' | 'directory'>
>;

const directoryOf = (entries: readonly DirectoryEntry[]): Pick<DirectoryTask, 'type' | 'directory'> => ({
  type: 'directory',
  directory: { path: 'certs', layout: 'certbot', entries },
});

export function presentTask(entries: readonly DirectoryEntry[], options: Options<'present'> = {}): DirectoryTask {
  return { operation: 'present', onMismatch: 'fail', dryRun: false, ...directoryOf(entries), ...options };
}

export function createTask(entries: readonly DirectoryEntry[], dryRun = false): DirectoryTask {
  return { operation: 'create', dryRun, ...directoryOf(entries) };
}

export function rotateTask(entries: readonly DirectoryEntry[], options: Options<'rotate'> = {}): DirectoryTask {
  return {
    operation: 'rotate',
    replaces: [],
    deletePrevious: true,
    allowDroppedNames: false,
    allowOlder: false,
    endpoints: [],
    minDays: { kind: 'days', days: 14 },
    kubernetes: 'auto',
    dryRun: false,
    onMissing: 'fail',
    ...directoryOf(entries),
    ...options,
  };
}

/** How a run over a folder ended, and what it said. */
export interface FolderRun {
  readonly outcome: Outcome;
  readonly failure: ActionError | undefined;
  /** By source, `status` and, after a colon, the error. */
  readonly items: Readonly<Record<string, string>>;
  readonly log: readonly string[];
  readonly groups: readonly (readonly [title: string, lines: readonly string[]])[];
  readonly annotations: readonly string[];
}

interface RunOptions {
  readonly clock: Clock;
  readonly waitMs?: number;
  readonly stop?: AbortSignal;
}

/** Runs the operation on a folder's entries, as `main` would, but for outputs and summary. Also for two at once. */
export async function runFolder(
  task: DirectoryTask,
  simulator: Simulator,
  { clock, waitMs = 900_000, stop = new AbortController().signal }: RunOptions,
): Promise<FolderRun> {
  const lines: string[] = [];
  const groups: [string, string[]][] = [];
  const annotations: string[] = [];
  const show = makeShow([]);
  const log = makeLog(
    {
      write: (text) =>
        void (groups.at(-1)?.[0] === undefined || !isOpen ? lines : (groups.at(-1)?.[1] ?? [])).push(
          ...text.split('\n'),
        ),
      annotate: (level, message) => void annotations.push(`${level}: ${message}`),
      startGroup: (title) => {
        isOpen = true;
        groups.push([title, []]);
      },
      endGroup: () => {
        isOpen = false;
      },
    },
    show,
  );
  let isOpen = false;
  const deadline = makeDeadline(clock, waitMs, stop);
  const client = await openSimulatorClient(simulator, { deadline, log, show });
  const ended = { outcome: undefined as Outcome | undefined, failure: undefined as ActionError | undefined };
  try {
    ended.outcome = await processEach(task, { client, deadline, log, proxies: NO_PROXIES });
  } catch (error) {
    // A fault of the code itself fails the test.
    if (!(error instanceof ActionError) || error.code === 'internal') throw error;
    ended.failure = error;
    ended.outcome = knownOf(error);
  } finally {
    await client.close();
  }
  const { outcome, failure } = ended;
  const items = Object.fromEntries(
    (outcome.items ?? []).map(({ source, status, error }) => [source, error === '' ? status : `${status}: ${error}`]),
  );
  return { outcome, failure, items, log: lines, groups, annotations };
}
