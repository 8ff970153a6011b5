import { describe, expect, it } from 'vitest';
import type { Certificate } from '../../src/digitalocean/certificates.ts';
import { ActionError } from '../../src/errors.ts';
import type { EndpointState, Outcome } from '../../src/outcome.ts';
import { planRenewals } from '../../src/renew/plan.ts';
import type { Wanted } from '../../src/renew/plan-inputs.ts';
import { SILENT_LOG } from '../runner/silent-log.ts';

function certificateOf(own: Partial<Certificate> = {}): Certificate {
  return {
    id: '11111111-1111-4111-8111-111111111111',
    name: 'web',
    type: 'custom',
    state: 'verified',
    notAfter: new Date('2027-01-24T12:00:00Z'),
    sha1Fingerprint: 'ab'.repeat(20),
    createdAtText: '2026-10-24T12:00:00Z',
    notAfterText: '',
    dnsNames: ['*.example.com'],
    ...own,
  };
}
const WEB = certificateOf();
const RENEWED = certificateOf({ name: 'web-20261124-cdcdcdcd', sha1Fingerprint: 'cd'.repeat(20) });
const OTHER = certificateOf({ name: 'b' });
const DUE = { due: [{ certificate: WEB, dueAt: new Date(0), reason: 'lifetime' as const }] };
/** An endpoint that does not answer. */
const silent = (host: string): EndpointState => ({
  probed: {
    endpoint: { host, port: 443, address: undefined },
    fault: { kind: 'handshake', what: 'does not answer' },
  },
  problems: [],
});

async function planOf(
  check: Partial<Outcome>,
  wanted?: readonly Partial<Wanted>[],
  { force = false, failure }: { readonly force?: boolean; readonly failure?: ActionError } = {},
) {
  const told: string[] = [];
  const tell = (line: string): void => void told.push(line);
  const asked: Readonly<Record<string, string>>[] = [];
  const rows = await planRenewals({
    wanted: wanted?.map((each) => ({ name: 'web', dnsNames: [], endpoints: [], profile: '', ...each })),
    force,
    directory: '',
    log: { ...SILENT_LOG, info: tell, warning: tell },
    operate: async (operation, inputs) => {
      asked.push({ ...inputs, operation });
      const outcome = { certificates: [WEB], changed: false, ...check };
      return failure === undefined ? { outcome } : { outcome, failure };
    },
  });
  return { names: rows.map(({ name }) => name), rows, told: told.join('\n'), asked };
}

describe('what a plan takes up', () => {
  it.each<[string, Partial<Outcome>, Partial<Wanted>, boolean]>([
    ['there is none yet', { certificates: [] }, {}, true],
    ['there are older certificates', { certificates: [WEB, RENEWED] }, {}, true],
    ['little of its lifetime', DUE, {}, true],
    ['it does not cover a.b.example.com', {}, { dnsNames: ['www.example.com', 'a.b.example.com'] }, true],
    [
      'an endpoint does not serve',
      { endpoints: [silent('www.example.com')] },
      { endpoints: ['WWW.example.com:443'] },
      true,
    ],
    ['0 certificates', { endpoints: [silent('other.example.com')] }, { endpoints: ['www.example.com'] }, false],
    ['0 certificates', {}, { dnsNames: ['www.example.com', '*.example.com'] }, false],
    ['0 certificates', { certificates: [certificateOf({ dnsNames: [''] })] }, { dnsNames: ['x.example.com'] }, false],
    ['0 certificates', { due: [{ certificate: OTHER, dueAt: new Date(0), reason: 'ari' }] }, {}, false],
  ])('When the log says %j, it is right (case %#)', async (told, check, wanted, isTaken) => {
    const plan = await planOf(check, [wanted]);
    expect(plan.names).toEqual(isTaken ? ['web'] : []);
    expect(plan.told).toContain(told);
  });

  it('The account is read once, with every endpoint of every certificate', async () => {
    const { asked } = await planOf({}, [{ endpoints: ['a.example.com'] }, { name: 'b', endpoints: ['b.example.com'] }]);
    expect(asked).toEqual([
      { operation: 'check', endpoints: 'auto,a.example.com,b.example.com', on_expiring: 'ignore', acme_directory: '' },
    ]);
  });

  it('Without a list every custom family counts whose names are known', async () => {
    const certificates = [
      WEB,
      RENEWED,
      certificateOf({ name: 'managed', type: 'lets_encrypt' }),
      certificateOf({ name: 'nameless', dnsNames: [''] }),
    ];
    const { rows, told } = await planOf({ certificates }, undefined, { force: true });
    expect(rows).toEqual([{ name: 'web', dns_names: '*.example.com', endpoints: '', profile: '' }]);
    expect(told).toContain('"nameless"');
  });

  it('A matrix has no more rows than GitHub takes, and the rest is told', async () => {
    const certificates = Array.from({ length: 300 }, (_, at) => certificateOf({ name: `w${at}` }));
    const { names, told } = await planOf({ certificates }, undefined, { force: true });
    expect([names.length, told]).toEqual([256, expect.stringContaining('of 300')]);
  });

  it('A check that fails is told if it knows the certificates, and ends the plan if it does not', async () => {
    const failure = new ActionError('endpoint_unreachable', 'Nobody answers.');
    expect((await planOf(DUE, [{}], { failure })).told).toContain('Nobody answers.');
    await expect(planOf({ certificates: [] }, [{}], { failure })).rejects.toBe(failure);
  });
});
