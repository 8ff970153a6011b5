import { nameEndpoint } from '../tls/endpoint.ts';
import { ActionError } from '../errors.ts';
import { familyNameOf } from '../certificates/family.ts';
import { WHAT_TO_LOOK_AT } from '../certificates/lets-encrypt.ts';
import type { ReportRow, ServedState, ShortCertificate } from '../outcome.ts';
import { describeShort } from '../certificates/expiry.ts';

/** More than these are counted in a message; outputs and summary have them all. */
const MOST_TOLD = 10;

/** Everything that a check found not to be as it should. */
export interface Findings {
  readonly short: readonly ShortCertificate[];
  readonly served: readonly ServedState[];
  readonly minDays: number;
  /** Milliseconds since the epoch. */
  readonly now: number;
}

/** All of it in one message that ends in what to do; undefined when all is well. */
export function describeFindings({ short, served, now }: Findings): string | undefined {
  const bad = served.filter(({ problems = [] }) => problems.length > 0);
  const told = [
    ...short.map((each) => describeShort(each, now)),
    ...bad.map(({ endpoint, problems = [] }) => `${nameEndpoint(endpoint)} ${problems.join('; it ')}`),
  ];
  if (told.length === 0) return undefined;
  const [only = ''] = told;
  const shown = told.slice(0, MOST_TOLD).map((text, at) => `(${at + 1}) ${text}.`);
  const more =
    told.length > shown.length
      ? ` And ${told.length - shown.length} more: the job summary and the outputs have them.`
      : '';
  const text =
    told.length === 1 ? `${only}.` : `${told.length} things are not as they should be. ${shown.join(' ')}${more}`;
  return `${text} ${remedies(short, bad).join(' ')}`;
}

function isOrdered({ certificate }: ShortCertificate): boolean {
  return certificate.type === 'lets_encrypt';
}

function remedies(short: readonly ShortCertificate[], bad: readonly ServedState[]): string[] {
  const problems = bad.flatMap((each) => each.problems ?? []);
  const has = (words: string): boolean => problems.some((problem) => problem.includes(words));
  return [
    short.some((each) => !isOrdered(each))
      ? 'Renew it with your CA and put it in place with `operation: rotate`; delete one that nothing uses (`operation: absent`).'
      : '',
    short.some(isOrdered)
      ? `DigitalOcean renews certificates of Let's Encrypt itself, and could not. ${WHAT_TO_LOOK_AT}`
      : '',
    has('another certificate')
      ? 'Does the name lead to what uses the certificate? `operation: rotate` moves load balancers and CDN endpoints onto it.'
      : '',
    has('does not cover') ? 'Issue a certificate for that name too, or bind another one there.' : '',
    has('incomplete chain')
      ? 'Supply the full chain (`fullchain.pem`), and put it in place with `operation: rotate`.'
      : '',
    short.length === 0 && (has('expired') || has('fewer than')) ? 'Renew it there.' : '',
    has('not valid yet') ? 'Wait until it is, or put the one before back.' : '',
  ].filter((remedy) => remedy !== '');
}

/** What is told of endpoints without failing: a chain that public clients will not trust. */
export function describeDistrust(served: readonly ServedState[]): string[] {
  const bare = served.filter(({ distrust, problems = [] }) => distrust !== '' && problems.length === 0);
  return bare.map(
    ({ endpoint, distrust }) =>
      `${nameEndpoint(endpoint)} serves a certificate that Node's own roots do not trust (${distrust}): browsers will not either, unless they know its CA. A root of your own can be told by the environment variable NODE_EXTRA_CA_CERTS.`,
  );
}

/** Everything that kept a check from being made, as one error; undefined when nothing did. */
export function joinObstacles(obstacles: readonly ActionError[]): ActionError | undefined {
  const [first, ...others] = obstacles;
  if (first === undefined || others.length === 0) return first;
  const told = obstacles.map(({ message }) => message);
  return new ActionError(first.code, firstOf(told));
}

function firstOf(sentences: readonly string[]): string {
  const rest = sentences.length - MOST_TOLD;
  return [...sentences.slice(0, MOST_TOLD), ...(rest > 0 ? [`And ${rest} more.`] : [])].join(' ');
}

/** An endpoint that cannot be asked leaves open what it serves. */
export function unreachable(served: readonly ServedState[]): ActionError | undefined {
  const faults = served.map(({ fault }) => fault).filter((fault) => fault !== '');
  if (faults.length === 0) return undefined;
  return new ActionError(
    'endpoint_unreachable',
    `${faults.length === 1 ? 'An endpoint' : `${faults.length} endpoints`} could not be asked. ${firstOf(faults.map((fault) => `${fault}.`))} Check \`endpoints\`, the DNS records, and whether this machine may connect there.`,
  );
}

/** The same for a report that lasts: nothing in it changes from one day to the next by itself, or when an id does. */
export function reportRows({ short, served, minDays }: Findings): ReportRow[] {
  const PROBLEMS = { error: 'in the state "error"', expired: 'expired', short: `fewer than ${minDays} days left` };
  const rows = [
    ...short.map(({ certificate, reason }) => ({
      what: familyNameOf(certificate),
      problem: PROBLEMS[reason],
      ends: certificate.notAfterText,
      dnsNames: certificate.dnsNames,
    })),
    ...served.flatMap(({ endpoint: { host, port }, problems = [] }) =>
      problems.map((problem) => ({ what: `${host}:${port}`, problem, ends: '', dnsNames: [host] })),
    ),
  ];
  return [...new Map(rows.map((row) => [JSON.stringify(row), row])).values()];
}
