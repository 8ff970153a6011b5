import { coversName, isNewer, membersOf, placesOf } from './account.ts';
import { DAY_MS, FAMILY } from './make-world.ts';
import type { ChaosWorld } from './make-world.ts';
import { sourceOf } from './runs.ts';
import type { StepRecord } from './run-step.ts';
import type { Asked } from './steps.ts';

/** How a run may end that nothing disturbs. */
export interface Expected {
  /** `ok`, or the codes of failures. */
  readonly codes: readonly string[];
  /** Such a failure comes before anything is written. */
  readonly isBeforeWrites: boolean;
}

const refused = (...codes: string[]): Expected => ({ codes, isBeforeWrites: true });
const after = (...codes: string[]): Expected => ({ codes, isBeforeWrites: false });

export function expectedEnd(asked: Asked, record: StepRecord, world: ChaosWorld): Expected {
  const { options } = world;
  const now = record.startedTime;
  if (asked.supply !== undefined && asked.supply.notAfter.getTime() < now) return refused('input');
  if (options.scopes !== undefined)
    return after(
      'ok',
      'missing_scopes',
      'api_missing_scope',
      'not_rebound',
      'not_deleted',
      'in_use',
      'upload_unknown',
      ...expectedByState(asked, record, world).codes,
    );
  // What was uploaded a moment ago may be in no list yet.
  if ((options.listLagRequests ?? 0) > 0 && asked.operation !== 'rotate')
    return after('ok', 'name_taken', 'name_hidden', 'mismatch', 'in_use', 'several', 'not_found', 'state_error');
  return expectedByState(asked, record, world);
}

function expectedByState(asked: Asked, record: StepRecord, world: ChaosWorld): Expected {
  const { operation, supply } = asked;
  const { before, startedTime: now } = record;
  const family = membersOf(before.certificates, FAMILY, []);
  if (operation === 'create') return family.length > 0 ? refused('name_taken') : after('ok');
  if (operation === 'present') {
    const own = family.filter(({ fingerprint }) => fingerprint === supply?.sha1Fingerprint);
    if (family.length === 0) return after('ok');
    if (own.length > 0)
      return own.some(({ state }) => state === 'error') ? refused('state_error', 'ok') : refused('ok');
    return refused('mismatch', 'state_error');
  }
  if (operation !== 'rotate') {
    const found = asked.id === undefined ? family : family.filter(({ id }) => id === asked.id);
    const [only] = found;
    if (only === undefined) return refused(operation === 'delete' ? 'not_found' : 'ok');
    if (found.length > 1) return refused('several');
    const isUsed = placesOf(before).some(({ certificateId }) => certificateId === only.id);
    if (isUsed) return refused('in_use');
    return (world.options.inUseForMs ?? 0) > 0 ? after('ok', 'in_use') : after('ok');
  }
  return expectedRotation(asked, record, world, now);
}

function expectedRotation(asked: Asked, record: StepRecord, world: ChaosWorld, now: number): Expected {
  const { before } = record;
  const { options } = world;
  const lags = (options.listLagRequests ?? 0) > 0;
  const source = sourceOf(asked, before, now);
  const family = membersOf(before.certificates, FAMILY, []);
  const members = membersOf(before.certificates, FAMILY, asked.replaces);
  const more = lags ? ['empty_family', 'older', 'state_error', 'dropped_names', 'ok', 'superseded', 'not_found'] : [];
  if (asked.supply === undefined && asked.id === undefined && family.length === 0)
    return refused('empty_family', ...more);
  if (asked.supply === undefined && asked.id !== undefined && !before.certificates.some(({ id }) => id === asked.id))
    return refused('not_found', ...more);
  if (source === undefined) return refused('state_error', ...more);
  if (members.length === 0) return refused('empty_family', ...more);
  const isAllowed = asked.allowOlder || asked.id !== undefined;
  const newer = members.filter(
    (each) =>
      isNewer(each, FAMILY, source) &&
      (asked.supply !== undefined || (each.state === 'verified' && each.notAfterMs > now)),
  );
  if (newer.length > 0 && !isAllowed) return refused('older', ...more);
  const own = members.filter(({ fingerprint }) => fingerprint === source.fingerprint);
  if (own.some(({ state }) => state === 'error'))
    return own.length > 1 ? refused('state_error', 'ok', ...more) : refused('state_error', ...more);
  const replaced = members.filter((each) => !own.includes(each));
  const users = placesOf(before).filter(
    ({ certificateId, isManaged }) => !isManaged && replaced.some(({ id }) => id === certificateId),
  );
  const rebindable = users.filter(({ isKubernetes }) => !isKubernetes);
  const isBlank =
    options.blankDnsNames === true &&
    replaced.some(({ id, type }) => type === 'custom' && rebindable.some(({ certificateId }) => certificateId === id));
  const hosts = rebindable.filter(({ host }) => host !== '' && !coversName(source.dnsNames, host));
  const dropped = rebindable
    .flatMap(({ certificateId }) =>
      replaced.filter(({ id }) => id === certificateId).flatMap(({ dnsNames }) => dnsNames),
    )
    .filter((name) => !coversName(source.dnsNames, name));
  if (isBlank && rebindable.length > 0 && !asked.allowDroppedNames)
    return refused('dropped_names', 'uncovered_domain', ...more);
  if (options.blankDnsNames === true && asked.supply === undefined && rebindable.length > 0)
    return after('ok', 'dropped_names', 'uncovered_domain', 'kubernetes_expiring', 'unconfirmed', 'in_use');
  if (hosts.length > 0) return refused('uncovered_domain', ...more);
  if (dropped.length > 0 && !asked.allowDroppedNames) return refused('dropped_names', ...more);
  const isSlow = asked.waitSeconds < 900 || (options.asyncBindMs ?? 0) > 800_000 || (options.settlingMs ?? 0) > 800_000;
  const slow = isSlow
    ? ['unconfirmed', 'came_back', 'in_use', 'timeout', 'not_rebound', 'api_rate_limited', 'list_unstable']
    : [];
  const inUse = (options.inUseForMs ?? 0) > 0 ? ['in_use'] : [];
  const lagging = world.oddities.listLagMs > 0 && asked.waitSeconds < 900 ? ['came_back'] : [];
  const expiring = users.some(
    ({ isKubernetes, certificateId }) =>
      isKubernetes &&
      replaced.some(
        ({ id, notAfterMs }) => id === certificateId && Math.floor((notAfterMs + 5_000 - now) / DAY_MS) <= 14,
      ),
  );
  return after(
    'ok',
    ...slow,
    ...inUse,
    ...lagging,
    ...more,
    ...(expiring && !asked.dryRun ? ['kubernetes_expiring'] : []),
  );
}
