import { X509Certificate } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { askEndpoints, judgeServed } from '../../src/checking/endpoints.ts';
import type { Resolve } from '../../src/checking/endpoints.ts';
import type { Endpoint } from '../../src/tls/endpoint.ts';
import type { Client } from '../../src/digitalocean/client.ts';
import { connectFaultOf, unserved } from '../../src/tls/handshake.ts';
import { makeAuthority } from '../authority/authority.ts';
import { makeTestClock } from '../runner/run-main.ts';
import { SILENT_LOG } from '../runner/silent-log.ts';

const host: Endpoint = { host: 'www.example.com', port: 1, address: undefined };
const at = (address: string): Endpoint => ({ ...host, address });

function context(
  notices: string[] = [],
): Parameters<typeof askEndpoints>[1] & { clock: ReturnType<typeof makeTestClock> } {
  const clock = makeTestClock();
  const patience = { clock, deadline: clock.now() + 60_000, random: () => 0.5, stop: new AbortController().signal };
  const log = { ...SILENT_LOG, notice: (message: string) => void notices.push(message) };
  const refuse = (): never => {
    throw new Error('no request is made');
  };
  const client: Client = {
    patience,
    log,
    send: refuse,
    read: refuse,
    pauseAfter: refuse,
    close: async () => undefined,
  };
  return { client, log, clock };
}

describe('addresses of an endpoint', () => {
  it('An address that this machine cannot reach is reported, and the other addresses are checked', async () => {
    const notices: string[] = [];
    const resolve: Resolve = async () => ({ asked: [at('127.0.0.1')], leftOut: [at('2001:db8::1')] });
    const served = await askEndpoints([host], context(notices), resolve);
    expect(served.map(({ fault }) => fault)).toEqual([
      expect.stringMatching(/^www\.example\.com@127\.0\.0\.1:1: .*ECONNREFUSED/u),
    ]);
    expect(notices).toEqual([expect.stringMatching(/^www\.example\.com:1: 2001:db8::1 .*IPv6/u)]);
  });

  it('A name that does not resolve is looked up three times', async () => {
    let count = 0;
    const resolve: Resolve = async () => {
      count += 1;
      throw Object.assign(new Error('x'), { code: 'EAI_AGAIN' });
    };
    const given = context();
    const [served] = await askEndpoints([host], given, resolve);
    expect([count, given.clock.sleptMs]).toEqual([3, 3_000]);
    expect(served?.fault).toMatch(/^www\.example\.com:1: .*resolved/u);
  });
});

describe('connection failures', () => {
  it.each([
    ['ECONNREFUSED', {}, /connection refused.*ECONNREFUSED/u],
    ['EHOSTUNREACH', {}, /^\S+ .*\bEHOSTUNREACH$/u],
    ['ERR_SSL_WRONG_VERSION_NUMBER', {}, /plain HTTP.*ERR_SSL_WRONG_VERSION_NUMBER/u],
    [
      'ERR_SSL_TLSV1_ALERT_INTERNAL_ERROR',
      { reason: 'tlsv1 alert internal error' },
      /handshake.*tlsv1 alert internal error$/u,
    ],
    ['EPROTO', {}, /TLS handshake.*: EPROTO$/u],
    ['EWHATEVER', {}, /^EWHATEVER$/u],
    ['', {}, /^the words$/u],
  ])('A connection that fails with the code "%s" is described in words', (code, extra, words) => {
    expect(connectFaultOf(Object.assign(new Error('the words'), code === '' ? {} : { code }, extra))).toMatch(words);
  });
});

describe('served certificate', () => {
  const now = Date.now();

  it('An endpoint that served nothing has no problems with its certificate', () => {
    expect(judgeServed(unserved(host, 'nobody'), { minDays: 14, now }).problems).toEqual([]);
  });

  it('A served certificate without DNS names covers no name, and differs from one that is not issued yet', async () => {
    const { leafCertificate, sha1Fingerprint, notAfter } = await (
      await makeAuthority()
    ).issue({ dnsNames: [], withoutSan: true });
    const sent = [new X509Certificate(leafCertificate)];
    const named = {
      id: '892071a0-bb95-49bc-8021-3afd67a210bf',
      name: 'web',
      type: 'lets_encrypt',
      state: 'pending',
      notAfter: undefined,
      notAfterText: '',
      sha1Fingerprint: '',
      createdAtText: '',
      dnsNames: [],
    };
    const { problems = [] } = judgeServed(
      { endpoint: host, sha1Fingerprint, notAfter, sent, distrust: '', fault: '' },
      { minDays: 14, now, named },
    );
    expect(problems[0]).toContain('not issued yet');
    expect(problems[1]).toMatch(/cover www\.example\.com\b.*no DNS name/u);
    expect(problems).toHaveLength(2);
  });
});
