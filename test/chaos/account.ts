import type { Raw, World } from '../simulator/world.ts';

/** A certificate as the oracle sees it: with its real names, whatever the API lists. */
export interface Known {
  readonly id: string;
  readonly name: string;
  readonly fingerprint: string;
  readonly notAfterMs: number;
  readonly createdMs: number;
  readonly state: string;
  readonly type: string;
  readonly dnsNames: readonly string[];
}

/** The account at one moment. */
export interface Account {
  readonly certificates: readonly Known[];
  readonly loadBalancers: readonly Raw[];
  readonly cdnEndpoints: readonly Raw[];
}

/** A place that names a certificate. */
export interface Place {
  readonly consumer: Raw;
  readonly kind: 'load_balancers' | 'cdn_endpoints';
  readonly certificateId: string;
  readonly host: string;
  readonly isManaged: boolean;
  readonly isKubernetes: boolean;
}

/**
 * A copy of the account: what the simulator changes later does not show in it.
 * @param notAfterSkewMs by how much the API's `not_after` is off
 */
export function copyAccount(world: World, notAfterSkewMs = 0): Account {
  return {
    certificates: world.certificates.map(({ public: listed }) => ({
      id: listed.id,
      name: listed.name,
      fingerprint: listed.sha1_fingerprint,
      notAfterMs: Date.parse(listed.not_after) + notAfterSkewMs,
      createdMs: Date.parse(listed.created_at),
      state: listed.state,
      type: listed.type,
      dnsNames: listed.dns_names,
    })),
    loadBalancers: world.loadBalancers.map((raw) => (isFiller(raw) ? raw : structuredClone(raw))),
    cdnEndpoints: structuredClone(world.cdnEndpoints),
  };
}

/** One of hundreds that fill pages: nothing may ever write it, so no copy is needed. */
export function isFiller(raw: Raw): boolean {
  return textOf(raw['name']).startsWith('many-');
}

export function entriesOf(raw: Raw, field: 'forwarding_rules' | 'domains'): Raw[] {
  const list: unknown = raw[field];
  return Array.isArray(list) ? (list as Raw[]) : [];
}

export function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

/** Every place that names a certificate; what stands for DigitalOcean's own is none. */
export function placesOf({ loadBalancers, cdnEndpoints }: Pick<Account, 'loadBalancers' | 'cdnEndpoints'>): Place[] {
  const ofBalancers = loadBalancers.flatMap((consumer) => {
    const base = { consumer, kind: 'load_balancers' as const, isKubernetes: isKubernetes(consumer) };
    return [
      ...entriesOf(consumer, 'forwarding_rules').map((rule) => ({
        ...base,
        certificateId: textOf(rule['certificate_id']).toLowerCase(),
        host: '',
        isManaged: false,
      })),
      ...entriesOf(consumer, 'domains').map((domain) => ({
        ...base,
        certificateId: textOf(domain['certificate_id']).toLowerCase(),
        host: textOf(domain['name']),
        isManaged: domain['is_managed'] === true,
      })),
    ];
  });
  const ofEndpoints = cdnEndpoints.map((consumer) => ({
    consumer,
    kind: 'cdn_endpoints' as const,
    isKubernetes: false,
    certificateId: textOf(consumer['certificate_id']).toLowerCase(),
    host: textOf(consumer['custom_domain']),
    isManaged: false,
  }));
  return [...ofBalancers, ...ofEndpoints].filter(
    ({ certificateId }) => certificateId !== '' && certificateId !== 'needs-cloudflare-cert',
  );
}

function isKubernetes(raw: Raw): boolean {
  const tags = Array.isArray(raw['tags']) ? raw['tags'].map(textOf) : [];
  return tags.some((tag) => tag.startsWith('k8s:')) || /^a[0-9a-f]{31}$/u.test(textOf(raw['name']));
}

/** The date in the name of a renewed member of the family; undefined if it is none. */
export function dateInName({ name, fingerprint }: Known, family: string): string | undefined {
  const rest = name.startsWith(`${family}-`) ? name.slice(family.length + 1) : '';
  const [date = '', digits = '', ...more] = rest.split('-');
  const isMember = /^\d{8}$/u.test(date) && digits.length === 8 && more.length === 0;
  return isMember && fingerprint.startsWith(digits) ? date : undefined;
}

export function familyOf(certificates: readonly Known[], family: string): Known[] {
  return certificates.filter((each) => each.name === family || dateInName(each, family) !== undefined);
}

/** The family, and what `replaces` adds to it. */
export function membersOf(certificates: readonly Known[], family: string, replaces: readonly string[]): Known[] {
  const added = replaces.flatMap((entry) => [
    ...certificates.filter(({ id }) => id === entry),
    ...familyOf(certificates, entry),
  ]);
  return [...new Set([...familyOf(certificates, family), ...added])];
}

/** What is put in place, by what the contract ranks it with. */
export interface Ranked {
  readonly fingerprint: string;
  readonly notBeforeMs: number;
  readonly notAfterMs: number;
  /** Is it the plain member, which ranks below all renewed ones? */
  readonly isPlain: boolean;
}

/** Product contract, "A supplied certificate is older than what exists". */
export function isNewer(member: Known, family: string, than: Ranked): boolean {
  if (member.fingerprint === than.fingerprint) return false;
  const date = dateInName(member, family);
  if (date === undefined) return member.notAfterMs > than.notAfterMs && member.createdMs > than.notBeforeMs;
  if (than.isPlain) return true;
  const own = new Date(than.notBeforeMs).toISOString().slice(0, 10).replaceAll('-', '');
  if (date !== own) return date > own;
  if (member.notAfterMs !== than.notAfterMs) return member.notAfterMs > than.notAfterMs;
  return member.fingerprint > than.fingerprint;
}

/** The members of a family, the newest first. */
export function newestFirst(members: readonly Known[], family: string): Known[] {
  const keyOf = (each: Known): [string, number, string] => [
    dateInName(each, family) ?? '',
    Number.isNaN(each.notAfterMs) ? 0 : each.notAfterMs,
    each.fingerprint,
  ];
  return members.toSorted((a, b) => {
    const [x, y] = [keyOf(a), keyOf(b)];
    if (x[0] !== y[0]) return x[0] < y[0] ? 1 : -1;
    if (x[1] !== y[1]) return y[1] - x[1];
    return x[2] < y[2] ? 1 : -1;
  });
}

/** Does one of these names cover this one? A wildcard covers one label. */
export function coversName(dnsNames: readonly string[], name: string): boolean {
  const wanted = name.toLowerCase();
  const parent = wanted.startsWith('*.') ? '' : `*${wanted.slice(wanted.indexOf('.'))}`;
  return dnsNames.some((each) => each.toLowerCase() === wanted || each.toLowerCase() === parent);
}
