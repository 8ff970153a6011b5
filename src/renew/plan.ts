import { familyNameOf, membersOf, newestFirst } from '../certificates/family.ts';
import type { Certificate } from '../digitalocean/certificates.ts';
import type { Log } from '../log.ts';
import type { Outcome } from '../outcome.ts';
import { countOf, enumerate, quoteName } from '../text.ts';
import { covers } from '../x509/dns-names.ts';
import { dueReasonOf } from './due.ts';
import type { Operate } from './pipeline.ts';
import { LARGEST_MATRIX } from './plan-inputs.ts';
import type { Wanted } from './plan-inputs.ts';

/** One row of the matrix, as the inputs of renew/action.yml. */
export interface PlanRow {
  readonly name: string;
  readonly dns_names: string;
  readonly endpoints: string;
  readonly profile: string;
}

export interface PlanOptions {
  /** Undefined: every custom family of the account. */
  readonly wanted: readonly Wanted[] | undefined;
  readonly force: boolean;
  /** The ACME directory to ask for renewal information; empty for the default. */
  readonly directory: string;
  readonly operate: Operate;
  readonly log: Log;
}

/**
 * What is to be renewed, found with one reading of the account. Each row is checked again by the job that renews it: one too many costs
 * a job, and one too few would let a certificate expire.
 * @throws ActionError if the account cannot be read
 */
export async function planRenewals({
  wanted,
  force,
  directory,
  operate,
  log,
}: PlanOptions): Promise<readonly PlanRow[]> {
  const endpoints = ['auto', ...(wanted ?? []).flatMap((each) => each.endpoints)].join(',');
  const check = await operate('check', { endpoints, on_expiring: 'ignore', acme_directory: directory });
  const { certificates } = check.outcome;
  if (check.failure !== undefined && certificates.length === 0) throw check.failure;
  if (check.failure !== undefined) log.warning(check.failure.message);
  const rows = (wanted ?? familiesOf(certificates, log)).flatMap((each) => {
    const reason = force ? 'of `force`' : reasonFor(each, check.outcome);
    if (reason === undefined) return [];
    log.info(`${quoteName(each.name)}: to be looked at, because ${reason}`);
    const { name, dnsNames, profile } = each;
    return [{ name, dns_names: dnsNames.join(','), endpoints: each.endpoints.join(','), profile }];
  });
  log.info(`${countOf(rows.length, 'certificate')} to renew or to finish.`);
  if (rows.length > LARGEST_MATRIX)
    log.warning(
      `\`matrix\` has the first ${LARGEST_MATRIX} of ${rows.length} certificates, because GitHub accepts no more. The next run takes the rest.`,
    );
  return rows.slice(0, LARGEST_MATRIX);
}

/** Why a job is to look at this certificate, to stand after "because"; undefined if none has to. */
function reasonFor(wanted: Wanted, check: Outcome): string | undefined {
  const members = newestFirst(membersOf(check.certificates, wanted.name));
  const [newest] = members;
  if (newest === undefined) return 'there is none yet';
  if (members.length > 1) return 'there are older certificates';
  const due = dueReasonOf(check, wanted.name);
  if (due !== undefined) return due;
  const listed = newest.dnsNames.filter((name) => name.trim() !== '');
  const missing =
    listed.length === 0 ? [] : wanted.dnsNames.filter((name) => !listed.includes(name) && !covers(listed, name));
  if (missing.length > 0) return `it does not cover ${enumerate(missing, 5)}`;
  const hosts = wanted.endpoints.map((endpoint) => endpoint.toLowerCase().split(/[@:]/u)[0]);
  const others = (check.endpoints ?? []).filter(
    ({ probed }) => hosts.includes(probed.endpoint.host) && probed.served?.sha1Fingerprint !== newest.sha1Fingerprint,
  );
  return others.length > 0 ? 'an endpoint does not serve it' : undefined;
}

/** Every custom family whose names are known, the first to expire first. */
function familiesOf(certificates: readonly Certificate[], log: Log): readonly Wanted[] {
  const custom = certificates.filter(({ type }) => type === 'custom');
  return [...new Set(custom.map(familyNameOf))].flatMap((name) => {
    const dnsNames = (newestFirst(membersOf(custom, name))[0]?.dnsNames ?? []).filter((each) => each.trim() !== '');
    if (dnsNames.length === 0)
      log.warning(
        `${quoteName(name)} is left out, because DigitalOcean lists no names of it. Name it in \`certificates\`.`,
      );
    return dnsNames.length === 0 ? [] : [{ name, dnsNames, endpoints: [], profile: '' }];
  });
}
