// Many processes, and left to CI: one for each fault of an endpoint.
import { createServer as createHttpServer } from 'node:http';
import { createServer } from 'node:net';
import { createServer as createTlsServer } from 'node:tls';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { makeAuthority } from '../authority/authority.ts';
import type { Issued } from '../authority/authority.ts';
import { runAction } from '../runner/run-action.ts';
import type { Run } from '../runner/run-action.ts';
import { errorsOf, useScenario, warningsOf } from './scenario.ts';
import { useServers } from './served.ts';

const scenario = useScenario();
const { listen, serve } = useServers();

const DAY_MS = 86_400_000;
const fromNow = (days: number): Date => new Date(Date.now() + days * DAY_MS + 3_600_000);

const serveIssued = ({ privateKey, fullChain }: Issued): Promise<number> => serve({ key: privateKey, cert: fullChain });
const at = (port: number, host = 'www.example.com'): string => `${host}@127.0.0.1:${port}`;

/** Endpoints alone: without a token, and without a word to DigitalOcean. */
async function check(endpoints: string, inputs: Record<string, string> = {}): Promise<Run> {
  const run = await scenario.run({ operation: 'check', token: '', endpoints, wait_timeout: '0', ...inputs });
  if (inputs['token'] === undefined) expect(scenario.requests()).toEqual([]);
  return run;
}

interface Seen {
  readonly host: string;
  readonly address: string;
  readonly port: number;
  readonly sha1_fingerprint: string;
  readonly not_after: string;
  readonly days_remaining: number | null;
  readonly trusted: boolean;
  readonly problems: string[];
  readonly error: string;
}
const seen = (run: Run): Seen[] => JSON.parse(run.outputs['endpoints'] ?? '') as Seen[];

describe('`check` of a healthy endpoint', () => {
  it('`check` reports what an endpoint serves and warns that public roots do not trust its CA', async () => {
    const issued = await scenario.authority.issue({ dnsNames: ['*.example.com'], notAfter: fromNow(90) });
    const port = await serveIssued(issued);
    const run = await check(at(port));
    expect(run.exitCode).toBe(0);
    expect(seen(run)).toEqual([
      {
        host: 'www.example.com',
        address: '127.0.0.1',
        port,
        sha1_fingerprint: issued.sha1Fingerprint,
        not_after: `${issued.notAfter.toISOString().slice(0, 19)}Z`,
        days_remaining: 90,
        trusted: false,
        problems: [],
        error: '',
      },
    ]);
    expect(warningsOf(run)).toContain('UNABLE_TO_GET_ISSUER_CERT_LOCALLY');
    expect(run.log.join('\n')).toContain(`${at(port)} serves SHA-1 ${issued.sha1Fingerprint}`);
    expect(run.summary).toContain(issued.sha1Fingerprint.slice(0, 8));
    expect(run.outputs).toMatchObject({ expiring: '[]', count: '0', id: '' });
  });

  it('`check` trusts a private root in NODE_EXTRA_CA_CERTS', async () => {
    const file = join(mkdtempSync(join(tmpdir(), 'root-')), 'root.pem');
    writeFileSync(file, scenario.authority.root);
    // Node reads it when it starts: a process of its own, always.
    const inputs = { operation: 'check', endpoints: at(await serveIssued(scenario.renewed)) };
    const run = await runAction(inputs, { env: { NODE_EXTRA_CA_CERTS: file } });
    expect(run.exitCode).toBe(0);
    expect(run.annotations).toEqual([]);
    expect(seen(run)[0]?.trusted).toBe(true);
  });

  it('`check` accepts a chain in any order, with repeated and unrelated certificates', async () => {
    const stranger = await makeAuthority({ name: 'Stranger' });
    const { privateKey, leafCertificate } = scenario.renewed;
    const cert =
      leafCertificate + stranger.intermediate + scenario.authority.intermediate + scenario.authority.intermediate;
    expect((await check(at(await serve({ key: privateKey, cert })))).exitCode).toBe(0);
  });

  it('`check` sends the ASCII form of the name as SNI and resumes no session', async () => {
    const names: string[] = [];
    const sessions: boolean[] = [];
    const issued = await scenario.authority.issue({ dnsNames: ['xn--bcher-kva.example'], notAfter: fromNow(90) });
    const server = createTlsServer({ key: issued.privateKey, cert: issued.fullChain }, (socket) => {
      names.push(String(socket.servername));
      sessions.push(socket.isSessionReused());
    });
    const port = await listen(server);
    const run = await check(
      `bücher.example@127.0.0.1:${port}, ${at(port, 'BÜCHER.example')}\n${at(port, 'xn--bcher-kva.example')}`,
    );
    expect(run.exitCode).toBe(0);
    // The server may hear of the last one after the client is done.
    await expect.poll(() => names).toEqual(Array.from({ length: 3 }, () => 'xn--bcher-kva.example'));
    expect(sessions).toEqual([false, false, false]);
  });

  it('`check` connects to every address of a name, and to an IPv6 address in brackets', async () => {
    const issued = await scenario.authority.issue({ dnsNames: ['localhost'], notAfter: fromNow(90) });
    const port = await listen(createTlsServer({ key: issued.privateKey, cert: issued.fullChain }), '::1');
    const run = await check(`localhost@[::1]:${port}`);
    expect([run.exitCode, seen(run)[0]?.address]).toEqual([0, '::1']);
    // On 127.0.0.1 nobody listens: where the name has both, one of them is out of reach.
    const both = await check(`localhost@[::1]:${port}, localhost@127.0.0.1:${port}`);
    expect(both.exitCode).toBe(1);
    expect(seen(both).map(({ error }) => error === '')).toEqual([true, false]);
    expect(errorsOf(both)).toMatch(new RegExp(`localhost@127\\.0\\.0\\.1:${port}: .*ECONNREFUSED`, 'u'));
  });
});

describe('`check` of an endpoint with a problem', () => {
  const found = async (port: number, inputs: Record<string, string> = {}): Promise<string> => {
    const run = await check(at(port), inputs);
    expect(run.exitCode).toBe(1);
    expect(seen(run)[0]?.problems.length).toBeGreaterThan(0);
    expect(seen(run)[0]?.error).toBe('');
    expect(run.summary).toMatch(new RegExp(`^\\| \\w.*\\| ${seen(run)[0]?.sha1_fingerprint?.slice(0, 8)}`, 'mu'));
    return errorsOf(run);
  };

  it('`check` fails when an endpoint serves an expired certificate', async () => {
    const past = await scenario.authority.issue({
      dnsNames: ['www.example.com'],
      notBefore: fromNow(-90),
      notAfter: fromNow(-2),
    });
    expect(await found(await serveIssued(past))).toMatch(/^www\.example\.com@127\.0\.0\.1:\d+ .* expired .*Renew/u);
  });

  it('`check` fails when the served certificate expires within `min_days`', async () => {
    const port = await serveIssued(
      await scenario.authority.issue({
        dnsNames: ['www.example.com'],
        notBefore: fromNow(-77),
        notAfter: fromNow(13),
      }),
    );
    expect(await found(port)).toMatch(/\b13 days\b.*\bauto \(14 days\)/u);
    expect((await check(at(port), { min_days: '13' })).exitCode).toBe(0);
  });

  it('`check` fails when the served certificate is not valid yet', async () => {
    const early = await scenario.authority.issue({
      dnsNames: ['www.example.com'],
      notBefore: fromNow(2),
      notAfter: fromNow(90),
    });
    expect(await found(await serveIssued(early))).toContain('not valid before');
  });

  it('`check` fails when the served certificate does not cover the host', async () => {
    const other = await scenario.authority.issue({
      dnsNames: ['other.example.com', '*.sub.example.com'],
      notAfter: fromNow(90),
    });
    expect(await found(await serveIssued(other))).toMatch(
      /cover www\.example\.com\b.*other\.example\.com.*\*\.sub\.example\.com/u,
    );
  });

  it('`check` fails when an endpoint does not send its intermediate', async () => {
    const { privateKey, leafCertificate } = scenario.renewed;
    const message = await found(await serve({ key: privateKey, cert: leafCertificate }));
    expect(message).toMatch(/incomplete certificate chain.*"Test Intermediate".*fullchain\.pem/u);
  });

  it('`check` fails when an endpoint sends an intermediate with another key', async () => {
    const twin = await makeAuthority();
    const { privateKey, leafCertificate } = scenario.renewed;
    expect(await found(await serve({ key: privateKey, cert: leafCertificate + twin.intermediate }))).toContain(
      'incomplete certificate chain',
    );
  });

  it('`check` fails when an endpoint sends an expired intermediate', async () => {
    const old = await makeAuthority({ intermediateNotAfter: fromNow(-3) });
    const issued = await old.issue({ dnsNames: ['www.example.com'], notAfter: fromNow(90) });
    expect(await found(await serveIssued(issued))).toMatch(/chain.*clients reject.*"Test Intermediate".*expired/u);
  });

  it.each(['warn', 'ignore'])('`check` succeeds with `on_expiring: %s` in spite of a problem', async (onExpiring) => {
    const other = await scenario.authority.issue({ dnsNames: ['other.example.com'], notAfter: fromNow(90) });
    const run = await check(at(await serveIssued(other)), { on_expiring: onExpiring });
    expect(run.exitCode).toBe(0);
    expect(warningsOf(run).includes('other.example.com')).toBe(onExpiring === 'warn');
    expect(seen(run)[0]?.problems.length).toBe(1);
  });

  it('`check` only warns of a self-signed certificate, since its own clients may trust it', async () => {
    const self = await scenario.authority.selfSign('www.example.com');
    const run = await check(at(await serve({ key: self.privateKey, cert: self.leafCertificate })));
    expect(run.exitCode).toBe(0);
    expect(warningsOf(run)).toContain('DEPTH_ZERO_SELF_SIGNED_CERT');
  });
});

describe('`check` of an endpoint that is out of reach', () => {
  const LINES: Record<string, readonly [() => Promise<string>, RegExp]> = {
    'a refused connection': [async () => at(1), /connection refused.*ECONNREFUSED/u],
    'plain HTTP': [async () => at(await listen(createHttpServer())), /\bTLS\b.*plain HTTP/u],
    'a closed connection': [
      async () => at(await listen(createServer((socket) => socket.destroy()))),
      /closed.*handshake/u,
    ],
    'a handshake that the server refuses': [
      async () =>
        at(
          await serve({
            key: scenario.web.privateKey,
            cert: scenario.web.fullChain,
            SNICallback: (_, done) => done(new Error('no')),
          }),
        ),
      /handshake/u,
    ],
    'no common TLS version': [
      async () =>
        at(
          await serve({
            key: scenario.web.privateKey,
            cert: scenario.web.fullChain,
            ciphers: 'DHE-PSK-AES128-GCM-SHA256',
            maxVersion: 'TLSv1.2',
          }),
        ),
      /handshake.*alert/iu,
    ],
    'a name that does not resolve': [async () => 'nowhere.invalid', /resolve.*ENOTFOUND/u],
  };

  it.each(Object.keys(LINES))('`check` fails for an endpoint with %s, whatever `on_expiring` says', async (kind) => {
    const [prepare, words] = LINES[kind] ?? [];
    if (prepare === undefined || words === undefined) throw new Error(kind);
    const endpoint = await prepare();
    const run = await check(endpoint, { on_expiring: 'ignore' });
    expect(run.exitCode).toBe(1);
    expect(run.summary).toContain('<code>endpoint&#95;unreachable</code>');
    expect(errorsOf(run)).toContain(endpoint);
    expect(errorsOf(run)).toMatch(words);
    expect(errorsOf(run)).toContain('`endpoints`');
    expect(seen(run)[0]?.error).toMatch(words);
    expect(seen(run)[0]).toMatchObject({ sha1_fingerprint: '', trusted: false, problems: [] });
  });

  it('`check` stops at once when the job is cancelled', async () => {
    const job = new AbortController();
    const port = await listen(createServer(() => job.abort()));
    const begun = Date.now();
    const run = await runAction({ operation: 'check', endpoints: at(port) }, { signal: job.signal });
    expect(run.exitCode).toBe(1);
    expect(errorsOf(run)).toContain('cancelled');
    expect(Date.now() - begun).toBeLessThan(5_000);
  });

  it('`check` connects again when the first connection breaks', async () => {
    const { privateKey, fullChain } = scenario.renewed;
    const inner = await serve({ key: privateKey, cert: fullChain });
    let count = 0;
    const { connect } = await import('node:net');
    const port = await listen(
      createServer((socket) => {
        count += 1;
        if (count === 1) socket.destroy();
        else socket.pipe(connect(inner, '127.0.0.1')).pipe(socket);
        socket.on('error', () => undefined);
      }),
    );
    const run = await check(at(port), { wait_timeout: '60' });
    expect([run.exitCode, count]).toEqual([0, 2]);
    expect(run.log.join('\n')).toMatch(/ECONNRESET.*\b2 of 3\b/u);
  });
});

describe('`check` of a certificate and its endpoints', () => {
  const named = (): Record<string, string> => ({ token: scenario.simulator.token, name: 'web' });
  const put = (issued: Issued): void => {
    const end = `${issued.notAfter.toISOString().slice(0, 19)}Z`;
    scenario.simulator.addCertificate({ name: 'web', sha1_fingerprint: issued.sha1Fingerprint, not_after: end });
  };

  it('`check` succeeds when the endpoint serves the named certificate', async () => {
    put(scenario.renewed);
    const run = await check(at(await serveIssued(scenario.renewed)), named());
    expect(run.exitCode).toBe(0);
    const byId = await check(at(await serveIssued(scenario.renewed)), {
      ...named(),
      name: '',
      id: run.outputs['id'] ?? '',
    });
    expect(byId.exitCode).toBe(0);
  });

  it('`check` fails with both fingerprints and dates when an endpoint serves another certificate', async () => {
    put(scenario.renewed);
    const run = await check(at(await serveIssued(scenario.web)), named());
    expect(run.exitCode).toBe(1);
    for (const { sha1Fingerprint, notAfter } of [scenario.web, scenario.renewed]) {
      expect(errorsOf(run)).toContain(`SHA-1 ${sha1Fingerprint}`);
      expect(errorsOf(run)).toContain(`${notAfter.toISOString().slice(0, 19)}Z`);
    }
    expect(errorsOf(run)).toContain('`operation: rotate`');
    expect(run.outputs['expiring']).toBe('[]');
  });

  it('`check` reports the endpoints without the certificate, and the certificate without the endpoints', async () => {
    const port = await serveIssued(scenario.renewed);
    const none = await check(at(port), named());
    expect(none.exitCode).toBe(1);
    expect(errorsOf(none)).toMatch(/no certificate.*"web"/u);
    expect(seen(none)[0]?.sha1_fingerprint).toBe(scenario.renewed.sha1Fingerprint);
    put(scenario.renewed);
    const away = await check(at(1), named());
    expect(away.exitCode).toBe(1);
    expect(away.outputs['sha1_fingerprint']).toBe(scenario.renewed.sha1Fingerprint);
  });

  it('`check` reports all problems at once', async () => {
    const dates = { notBefore: fromNow(-87), notAfter: fromNow(3) };
    const old = await scenario.authority.issue({ dnsNames: ['www.example.com'], ...dates });
    put(old);
    const run = await check(`${at(await serveIssued(scenario.web))}, ${at(1)}`, named());
    expect(run.exitCode).toBe(1);
    expect(errorsOf(run)).toMatch(/"web" .*\b3 days\b.*another certificate.*127\.0\.0\.1:1\b/u);
    // That the named one is short is told once.
    const same = await check(at(await serveIssued(old)), named());
    expect(errorsOf(same).split(old.notAfter.toISOString().slice(0, 19))).toHaveLength(2);
    expect(errorsOf(same)).toContain('3 days');
  });
});
