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

describe('the addresses of an endpoint', () => {
  it('that this machine cannot ask are told, and the others asked', async () => {
    const notices: string[] = [];
    const resolve: Resolve = async () => ({ asked: [at('127.0.0.1')], leftOut: [at('2001:db8::1')] });
    const served = await askEndpoints([host], context(notices), resolve);
    expect(served.map(({ fault }) => fault)).toEqual([
      expect.stringContaining('www.example.com@127.0.0.1:1: nobody listens there'),
    ]);
    expect(notices).toEqual(['www.example.com:1: 2001:db8::1 was not asked, since this machine has no IPv6.']);
  });

  it('are looked for three times', async () => {
    let count = 0;
    const resolve: Resolve = async () => {
      count += 1;
      throw Object.assign(new Error('x'), { code: 'EAI_AGAIN' });
    };
    const given = context();
    const [served] = await askEndpoints([host], given, resolve);
    expect([count, given.clock.sleptMs]).toEqual([3, 3_000]);
    expect(served?.fault).toContain('www.example.com:1: the name could not be resolved');
  });
});

describe('what a connection comes to nothing by', () => {
  it.each([
    ['ECONNREFUSED', {}, 'nobody listens there (connection refused), ECONNREFUSED'],
    ['EHOSTUNREACH', {}, 'there is no way to that address, EHOSTUNREACH'],
    [
      'ERR_SSL_WRONG_VERSION_NUMBER',
      {},
      'it does not speak TLS (is plain HTTP on that port?), ERR_SSL_WRONG_VERSION_NUMBER',
    ],
    [
      'ERR_SSL_TLSV1_ALERT_INTERNAL_ERROR',
      { reason: 'tlsv1 alert internal error' },
      'the TLS handshake was refused: tlsv1 alert internal error',
    ],
    ['EPROTO', {}, 'the TLS handshake was refused: EPROTO'],
    ['EWHATEVER', {}, 'EWHATEVER'],
    ['', {}, 'the words'],
  ])('%s', (code, extra, words) => {
    expect(connectFaultOf(Object.assign(new Error('the words'), code === '' ? {} : { code }, extra))).toBe(words);
  });
});

describe('what was served', () => {
  const now = Date.now();

  it('is not judged where nothing was', () => {
    expect(judgeServed(unserved(host, 'nobody'), { minDays: 14, now }).problems).toEqual([]);
  });

  it('is another certificate than one that is not issued yet, and covers no name where it has none', async () => {
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
    expect(problems[0]).toContain('instead of one that is not issued yet');
    expect(problems[1]).toBe('serves a certificate that does not cover www.example.com, but no DNS name');
    expect(problems).toHaveLength(2);
  });
});
