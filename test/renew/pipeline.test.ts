import { generateKeyPairSync } from 'node:crypto';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Certificate } from '../../src/digitalocean/certificates.ts';
import { ActionError } from '../../src/errors.ts';
import type { ErrorCode } from '../../src/errors.ts';
import type { Result } from '../../src/main.ts';
import type { Outcome } from '../../src/outcome.ts';
import { OperationError } from '../../src/outcome.ts';
import { parseRenewal } from '../../src/renew/inputs.ts';
import type { RenewInput } from '../../src/renew/inputs.ts';
import type { IssueRequest } from '../../src/renew/issue.ts';
import { renewCertificate } from '../../src/renew/pipeline.ts';
import type { Renewed } from '../../src/renew/pipeline.ts';
import { makeAuthority } from '../authority/authority.ts';
import type { Issued } from '../authority/authority.ts';
import { makeTestClock } from '../runner/run-main.ts';
import { SILENT_LOG } from '../runner/silent-log.ts';

const KEY = String(
  generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey.export({ type: 'pkcs8', format: 'pem' }),
);
const NOW = Date.parse('2026-11-24T12:00:00Z');
const DAY_MS = 86_400_000;

function certificateOf(own: Partial<Certificate> = {}): Certificate {
  return {
    id: '11111111-1111-4111-8111-111111111111',
    name: 'web',
    type: 'custom',
    state: 'verified',
    notAfter: new Date(NOW + 60 * DAY_MS),
    sha1Fingerprint: 'ab'.repeat(20),
    createdAtText: '2026-10-24T12:00:00Z',
    notAfterText: '',
    dnsNames: ['www.example.com'],
    ...own,
  };
}
const WEB = certificateOf();
/** So near its end that it is due by its age. */
const OLD = certificateOf({ notAfter: new Date(NOW + DAY_MS), createdAtText: '2026-08-25T12:00:00Z' });

const made: { issued?: Issued; test?: Issued } = {};
beforeAll(async () => {
  const options = { dnsNames: ['www.example.com'] };
  made.issued = await (await makeAuthority({ name: 'Some' })).issue(options);
  made.test = await (await makeAuthority({ name: '(STAGING) Some' })).issue(options);
});
const issuedOf = (which: 'issued' | 'test'): Issued => {
  const issued = made[which];
  if (issued === undefined) throw new Error('nothing was issued');
  return issued;
};

type Answer = (inputs: Readonly<Record<string, string>>, count: number) => Result;
interface Story {
  readonly inputs?: Partial<Record<RenewInput, string>>;
  /** What the account lists. */
  readonly members?: readonly Certificate[];
  readonly check?: Partial<Outcome>;
  readonly checkFailure?: ActionError;
  /** Of a dry `rotate` of what was uploaded. */
  readonly interrupted?: Result;
  readonly present?: Answer;
  readonly rotate?: Answer;
  readonly issue?: (request: IssueRequest) => Issued | undefined;
  readonly stop?: AbortSignal;
}

const outcomeOf = (own: Partial<Outcome> = {}): Outcome => ({ certificates: [], changed: false, ...own });
const fine: Answer = () => ({ outcome: outcomeOf({ changed: true }) });
const failing =
  (code: ErrorCode, known: Partial<Outcome> = {}): Answer =>
  () => ({ outcome: outcomeOf(known), failure: new ActionError(code, `It failed with ${code}.`) });
const DUE: Partial<Outcome> = {
  certificates: [WEB],
  due: [{ certificate: WEB, dueAt: new Date(NOW), reason: 'ari' }],
};

/** Renews `web` with operations that answer so, and tells all that was asked for. */
async function renewalOf(story: Story) {
  const calls: { readonly operation: string; readonly inputs: Readonly<Record<string, string>> }[] = [];
  const orders: IssueRequest[] = [];
  const told: string[] = [];
  const tell = (line: string): void => void told.push(line);
  const members = story.members ?? [WEB];
  const values: Partial<Record<RenewInput, string>> = {
    name: 'web',
    acme_account_key: KEY,
    wait_timeout: '60',
    ...story.inputs,
  };
  const work = renewCertificate(
    parseRenewal((name) => values[name] ?? ''),
    {
      log: { ...SILENT_LOG, info: tell, notice: tell, warning: tell },
      clock: makeTestClock(NOW),
      stop: story.stop ?? new AbortController().signal,
      operate: async (operation, inputs) => {
        calls.push({ operation, inputs });
        const count = calls.filter((call) => call.operation === operation).length;
        if (operation === 'list') return { outcome: outcomeOf({ certificates: members }) };
        if (operation === 'check')
          return {
            outcome: outcomeOf({ certificates: members, ...story.check }),
            ...(story.checkFailure === undefined ? {} : { failure: story.checkFailure }),
          };
        if (operation === 'present') return (story.present ?? fine)(inputs, count);
        if (inputs['source'] === 'uploaded' && inputs['dry_run'] === 'true')
          return story.interrupted ?? { outcome: outcomeOf() };
        return (story.rotate ?? fine)(inputs, count);
      },
      issue: async (request) => {
        orders.push(request);
        const issued = story.issue === undefined ? issuedOf('issued') : story.issue(request);
        return request.isDryRun ? undefined : issued;
      },
    },
  );
  const ended: { renewed?: Renewed; error?: unknown } = {};
  try {
    ended.renewed = await work;
  } catch (error) {
    ended.error = error;
  }
  return { ...ended, calls, orders, told: told.join('\n'), operations: calls.map(({ operation }) => operation) };
}

describe('what a renewal does', () => {
  it('A first certificate is ordered and uploaded with `present`', async () => {
    const { renewed, operations, calls, orders } = await renewalOf({
      members: [],
      inputs: { dns_names: 'www.example.com' },
    });
    expect(renewed?.isRenewed).toBe(true);
    expect(operations).toEqual(['list', 'present']);
    expect(orders).toEqual([{ dnsNames: ['www.example.com'], replaced: '', isDryRun: false }]);
    expect(calls[1]?.inputs).toMatchObject({ name: 'web', private_key: issuedOf('issued').privateKey });
  });

  it('A first one that `replaces` others is rotated in', async () => {
    const { operations } = await renewalOf({
      members: [],
      inputs: { dns_names: 'www.example.com', replaces: 'old' },
    });
    expect(operations).toEqual(['list', 'rotate']);
  });

  it('What is not due is left alone', async () => {
    const { renewed, operations, orders, told } = await renewalOf({});
    expect(renewed?.isRenewed).toBe(false);
    expect(operations).toEqual(['list', 'rotate', 'check']);
    expect([orders, told]).toEqual([[], expect.stringContaining('is not due')]);
  });

  it.each(['lifetime', 'ari', 'revoked', 'names'] as const)(
    'What is due because of %s is ordered for its own names, and rotated in',
    async (reason) => {
      const { renewed, operations, orders, told } = await renewalOf({
        check: { due: [{ certificate: WEB, dueAt: new Date(NOW), reason }] },
      });
      expect(renewed?.isRenewed).toBe(true);
      expect(operations).toEqual(['list', 'rotate', 'check', 'rotate']);
      expect(orders[0]?.dnsNames).toEqual(['www.example.com']);
      expect(told).toContain('is to be ordered, because ');
    },
  );

  it('`force` orders what is not due, and does not finish what was interrupted', async () => {
    const { operations, orders } = await renewalOf({ inputs: { force: 'true' } });
    expect(operations).toEqual(['list', 'check', 'rotate']);
    expect(orders).toHaveLength(1);
  });

  it('A check tells the CA, the endpoints and the names that were given', async () => {
    const { calls } = await renewalOf({
      inputs: { acme_server: 'https://ca.example/dir', endpoints: 'auto', dns_names: 'www.example.com' },
      check: DUE,
    });
    expect(calls[2]?.inputs).toMatchObject({
      acme_directory: 'https://ca.example/dir',
      endpoints: 'auto',
      dns_names: 'www.example.com',
    });
    expect(calls[3]?.inputs).toMatchObject({ endpoints: '' });
  });

  it.each([
    ['served', true],
    ['not the newest member', false],
  ])('The leaf that is %s goes to the CA as the replaced one: %s', async (_what, isNewest) => {
    const { fullChain, leafCertificate, sha1Fingerprint } = issuedOf('issued');
    const member = isNewest ? certificateOf({ sha1Fingerprint }) : WEB;
    const { orders } = await renewalOf({
      members: [member],
      check: {
        servedLeaf: leafCertificate,
        due: [{ certificate: member, dueAt: new Date(NOW), reason: 'ari' }],
      },
    });
    expect(fullChain).toContain(leafCertificate);
    expect(orders[0]?.replaced).toBe(isNewest ? leafCertificate : '');
  });

  it('A leaf that cannot be read is not told to the CA', async () => {
    const { orders } = await renewalOf({ check: { ...DUE, servedLeaf: 'no PEM' } });
    expect(orders[0]?.replaced).toBe('');
  });
});

describe('a rotation that was interrupted', () => {
  const interrupted = { outcome: outcomeOf({ changed: true }) };

  it('It is finished, and nothing is ordered', async () => {
    const { renewed, operations, orders, calls } = await renewalOf({ interrupted, check: DUE });
    expect([operations, orders]).toEqual([['list', 'rotate', 'rotate'], []]);
    expect(calls[2]?.inputs).toMatchObject({ source: 'uploaded', name: 'web' });
    expect(calls[2]?.inputs).not.toHaveProperty('dry_run');
    expect(renewed).toMatchObject({ isRenewed: false, result: { outcome: { changed: true } } });
  });

  it('In a dry run it is only planned', async () => {
    const { calls } = await renewalOf({ interrupted, inputs: { dry_run: 'true' } });
    expect(calls.map(({ inputs }) => inputs['dry_run'])).toEqual([undefined, 'true', 'true']);
  });

  it('If what was uploaded is old itself, another one is ordered', async () => {
    const { orders } = await renewalOf({
      interrupted,
      members: [OLD],
      check: { due: [{ certificate: OLD, dueAt: new Date(NOW), reason: 'lifetime' }] },
    });
    expect(orders).toHaveLength(1);
  });

  it('If it cannot be planned, the check decides', async () => {
    const { operations } = await renewalOf({
      interrupted: { outcome: outcomeOf(), failure: new ActionError('several', 'no') },
    });
    expect(operations).toEqual(['list', 'rotate', 'check']);
  });
});

describe('a renewal that ends early', () => {
  it('A dry run plans the order and the upload', async () => {
    const { renewed, orders } = await renewalOf({ check: DUE, inputs: { dry_run: 'true' } });
    expect(orders[0]?.isDryRun).toBe(true);
    expect(renewed?.isRenewed).toBe(false);
    expect(renewed?.result.outcome.planned?.map(({ action }) => action)).toEqual(['order', 'upload']);
  });

  it('A certificate of a test CA is not uploaded', async () => {
    const story = { check: DUE, issue: () => issuedOf('test') };
    const { renewed, operations, told } = await renewalOf(story);
    expect(operations).toEqual(['list', 'rotate', 'check']);
    expect([renewed?.isRenewed, told]).toEqual([false, expect.stringContaining('a test CA. It is not uploaded')]);
    expect((await renewalOf({ ...story, inputs: { allow_test_ca: 'true' } })).renewed?.isRenewed).toBe(true);
  });

  it('Whether a chain can be used that cannot be read is left to the upload', async () => {
    const { operations } = await renewalOf({ check: DUE, issue: () => ({ ...issuedOf('issued'), fullChain: 'none' }) });
    expect(operations).toEqual(['list', 'rotate', 'check', 'rotate']);
  });

  it('A name without a certificate and without DNS names may be a typo, and the error says so', async () => {
    const { error, orders } = await renewalOf({ members: [], inputs: { name: 'wbe' } });
    expect(error).toMatchObject({ code: 'input', message: expect.stringMatching(/"wbe".*`name`.*`dns_names`/u) });
    expect(orders).toEqual([]);
  });

  it('Names that nobody tells are asked for before anything is ordered', async () => {
    const { error, orders } = await renewalOf({ check: DUE, members: [certificateOf({ dnsNames: [''] })] });
    expect(error).toMatchObject({ code: 'input', message: expect.stringContaining('`dns_names`') });
    expect(orders).toEqual([]);
  });

  it('A check that fails does not keep away what is due, and is told', async () => {
    const { renewed, told } = await renewalOf({
      check: DUE,
      checkFailure: new ActionError('endpoint_unreachable', 'Nobody answers.'),
    });
    expect([renewed?.isRenewed, told]).toEqual([true, expect.stringContaining('Nobody answers.')]);
  });

  it('A check that fails is the result if nothing is due', async () => {
    const checkFailure = new ActionError('endpoint_unreachable', 'Nobody answers.');
    const { renewed, told } = await renewalOf({ checkFailure });
    expect(renewed?.result.failure).toBe(checkFailure);
    expect(told).not.toContain('is not due');
  });

  it.each<ErrorCode>(['acme_account', 'acme_failed', 'lego_unusable', 'not_issued', 'cancelled'])(
    'An order that fails with %s uploads nothing, and the error knows the certificates',
    async (code) => {
      const { error, operations } = await renewalOf({
        check: DUE,
        issue: () => {
          throw new ActionError(code, 'No.');
        },
      });
      expect(operations).toEqual(['list', 'rotate', 'check']);
      expect(error).toBeInstanceOf(OperationError);
      expect(error).toMatchObject({ code, known: { certificates: [WEB] } });
    },
  );

  it('A fault of the program stays one', async () => {
    const { error } = await renewalOf({
      check: DUE,
      issue: () => {
        throw new TypeError('x');
      },
    });
    expect(error).toBeInstanceOf(TypeError);
  });
});

describe('a certificate that was issued and cannot be put in place', () => {
  it('What may pass is tried again with the same certificate, and nothing is ordered twice', async () => {
    const rotate: Answer = (inputs, count) => (count < 4 ? failing('api_server')(inputs, count) : fine(inputs, count));
    const { renewed, orders, calls } = await renewalOf({ check: DUE, rotate });
    expect([renewed?.isRenewed, orders.length]).toEqual([true, 1]);
    const uploads = calls.filter(({ inputs }) => 'private_key' in inputs);
    expect(uploads).toHaveLength(3);
    expect(new Set(uploads.map(({ inputs }) => inputs['private_key'])).size).toBe(1);
    expect(Number(uploads[2]?.inputs['wait_timeout'])).toBeLessThan(60);
  });

  it.each<[string, ErrorCode, Partial<Outcome>, number, string]>([
    ['An upload that always fails', 'api_server', {}, 5, 'orders another one'],
    ['A load balancer that cannot be rebound', 'not_rebound', { created: WEB }, 5, 'finishes the rotation'],
    ['An endpoint that does not serve it', 'not_served', { subject: WEB }, 5, 'finishes the rotation'],
    ['A name that would be dropped', 'dropped_names', {}, 1, 'orders another one'],
    ['A token without the scope', 'api_missing_scope', {}, 1, 'orders another one'],
    ['A job that is cancelled', 'cancelled', { created: WEB }, 1, 'finishes the rotation'],
  ])('%s ends with %s and what the next run does', async (_what, code, known, attempts, told) => {
    const { renewed, calls } = await renewalOf({ check: DUE, rotate: failing(code, known) });
    expect(renewed?.isRenewed).toBe(false);
    expect(renewed?.result.failure?.code).toBe(code);
    expect(renewed?.result.failure?.message).toMatch(new RegExp(`^It failed with ${code}\\. .*${told}`, 'u'));
    const uploads = calls.filter(({ inputs }) => 'private_key' in inputs).length;
    expect(attempts === 1 ? uploads === 1 : uploads > 1).toBe(true);
  });

  it('A listing that fails is the result, and nothing else is asked', async () => {
    const failure = new ActionError('api_unauthorized', 'No.');
    const renewed = await renewCertificate(
      parseRenewal((name) => (name === 'name' ? 'web' : name === 'acme_account_key' ? KEY : '')),
      {
        log: SILENT_LOG,
        clock: makeTestClock(NOW),
        stop: new AbortController().signal,
        operate: async (operation) => {
          expect(operation).toBe('list');
          return { outcome: outcomeOf(), failure };
        },
        issue: async () => undefined,
      },
    );
    expect(renewed).toEqual({ result: { outcome: outcomeOf(), failure }, isRenewed: false });
  });
});
