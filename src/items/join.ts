import type { Certificate } from '../digitalocean/certificates.ts';
import type { ErrorCode } from '../errors.ts';
import { OperationError } from '../outcome.ts';
import type { ConsumerState, Context, EndpointState, Outcome } from '../outcome.ts';
import { clauseOf, countOf, enumerate } from '../text.ts';
import { nameEndpoint } from '../tls/endpoint.ts';
import { stateOf } from './item.ts';
import type { Item } from './item.ts';

/** Annotations for failures, so that there is room for the last one, which counts them: GitHub shows ten. */
const MOST_ERRORS = 8;
/** The worst first: a consumer that several items use has one state. */
const CONSUMER_STATUSES: readonly ConsumerState['status'][] = ['failed', 'kubernetes', 'planned', 'rebound', 'kept'];

/** All that is known, of all items together. */
export function joinOutcomes(items: readonly Item[]): Outcome {
  const outcomes = items.map(({ outcome }) => outcome);
  const states = items.map(stateOf);
  const failed = states.filter(({ status }) => status === 'failed');
  const existing = states.map(({ certificate }) => certificate).filter(({ id }) => id !== '');
  const rotations = outcomes.filter(({ consumers }) => consumers !== undefined);
  return {
    certificates: existing,
    items: states,
    changed: changedBy(outcomes),
    createdForItems: outcomes.flatMap(({ created }) => created ?? []),
    matches: matchesOf(items),
    // A row without a name would tell nobody what failed.
    listed: failed.map(({ certificate, source }) => ({ ...certificate, name: certificate.name || source })),
    deleted: unique(outcomes.flatMap(({ deleted = [] }) => deleted)),
    endpoints: joinEndpoints(outcomes.flatMap(({ endpoints = [] }) => endpoints)),
    ...(rotations.length === 0 ? {} : { consumers: joinConsumers(rotations) }),
    ...planOf(outcomes),
  };
}

function changedBy(outcomes: readonly Outcome[]): boolean | undefined {
  if (outcomes.some(({ changed }) => changed === true)) return true;
  return outcomes.some(({ changed }) => changed === undefined) ? undefined : false;
}

/** False if one is known to be another than the supplied one, true if all are known to be these. */
function matchesOf(items: readonly Item[]): boolean | undefined {
  const known = items.filter(({ reason }) => reason === undefined).map(({ outcome }) => outcome.matches);
  if (known.includes(false)) return false;
  return known.length === 0 || known.includes(undefined) ? undefined : true;
}

function joinConsumers(outcomes: readonly Outcome[]): ConsumerState[] {
  const states = outcomes.flatMap(({ consumers = [] }) => consumers);
  const worst = states.toSorted((a, b) => CONSUMER_STATUSES.indexOf(a.status) - CONSUMER_STATUSES.indexOf(b.status));
  const joined = new Map<string, ConsumerState>();
  for (const state of worst) {
    const key = `${state.kind.output} ${state.id.toLowerCase()}`;
    const { error } = joined.get(key) ?? { error: '' };
    const errors = [error, state.error].filter((each, at, all) => each !== '' && all.indexOf(each) === at);
    joined.set(key, { ...state, ...joined.get(key), error: errors.join(' ') });
  }
  return states.flatMap((state) => {
    const key = `${state.kind.output} ${state.id.toLowerCase()}`;
    const found = joined.get(key);
    joined.delete(key);
    return found ?? [];
  });
}

/** An endpoint that several items cover was looked at for each of them. */
function joinEndpoints(states: readonly EndpointState[]): EndpointState[] {
  return [...new Map(states.map((state) => [nameEndpoint(state.probed.endpoint), state])).values()];
}

function unique(certificates: readonly Certificate[]): Certificate[] {
  return [...new Map(certificates.map((certificate) => [certificate.id, certificate])).values()];
}

function planOf(outcomes: readonly Outcome[]): Pick<Outcome, 'planned'> {
  if (outcomes.every(({ planned }) => planned === undefined)) return {};
  const steps = outcomes.flatMap(({ planned = [] }) => planned);
  return { planned: [...new Map(steps.map((step) => [`${step.action} ${step.object}`, step])).values()] };
}

/** What is known of all items. @throws OperationError with the same if one failed; each failure is reported before */
export function concludeItems(items: readonly Item[], { log }: Context): Outcome {
  const outcome = joinOutcomes(items);
  const failures = items.flatMap(({ entry, failure }) => (failure === undefined ? [] : [{ entry, failure }]));
  const [first] = failures;
  if (first === undefined) return outcome;
  const byMessage = new Map<string, string[]>();
  for (const { entry, failure } of failures)
    byMessage.set(failure.message, [...(byMessage.get(failure.message) ?? []), entry.source]);
  for (const [at, [message, sources]] of [...byMessage].entries()) {
    const text = `${enumerate(sources, 5)}: ${message}`;
    if (at < MOST_ERRORS) log.error(text);
    else log.info(`error: ${text}`);
  }
  const isOneReason = failures.every(({ failure }) => failure.code === first.failure.code);
  const code: ErrorCode = isOneReason ? first.failure.code : 'items_failed';
  throw new OperationError(code, failureSentence(items, failures), outcome, { cause: first.failure });
}

function failureSentence(items: readonly Item[], failures: readonly { readonly entry: Item['entry'] }[]): string {
  const processed = items.filter(({ reason }) => reason === undefined).length;
  const named = enumerate(
    failures.map(({ entry }) => clauseOf(entry.source)),
    10,
  );
  return `${failures.length} of ${countOf(processed, 'certificate')} of \`directory\` failed: ${named}. The messages above say why. Correct what they name, and run this again: what is done already is not done twice.`;
}
