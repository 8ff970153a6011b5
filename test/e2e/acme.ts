import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { X509Certificate } from 'node:crypto';
import { chmodSync, writeFileSync } from 'node:fs';
import { request } from 'node:https';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { makeAuthority } from '../authority/authority.ts';
import { makeTemp } from '../runner/step.ts';
import { freePorts } from './free-ports.ts';

/** A CA for tests (pebble) with its DNS server, and what it did. */
export interface Acme {
  readonly directory: string;
  /** PEM of the root that signed pebble's own https certificate. */
  readonly serverRoot: string;
  /** The same as a file. */
  readonly serverRootFile: string;
  /** PEM of the root that signs what it issues. */
  readonly root: () => Promise<string>;
  /** All that pebble logged since the last call. */
  readonly takeLog: () => string;
  /** Variables for lego's provider `exec`, which puts records into the DNS server, and inputs that go with it. */
  readonly dnsEnv: Readonly<Record<string, string>>;
  readonly dnsInputs: Readonly<Record<string, string>>;
  /** The script that dehydrated and certbot call for DNS records: `present NAME VALUE`, `cleanup NAME VALUE`. */
  readonly dnsHook: string;
  /** What the CA suggests for the renewal of a certificate from now on. */
  setWindow(leaf: string, start: Date, end: Date): Promise<void>;
  close(): Promise<void>;
}

/** How pebble is started. */
export interface AcmeOptions {
  readonly programs: string;
  /** The share of good nonces that are refused, in percent. */
  readonly refusedNonces?: number;
  readonly lifetimeS?: number;
  readonly requiresBinding?: boolean;
  readonly blocked?: readonly string[];
  readonly keyAlgorithm?: 'ecdsa' | 'rsa';
}

const START_MS = 10_000;

/** Starts the CA and its DNS server on free ports of 127.0.0.1. */
export async function startAcme(options: AcmeOptions): Promise<Acme> {
  const folder = makeTemp();
  const [acme = 0, management = 0, dns = 0, challenges = 0] = await freePorts(4);
  const authority = await makeAuthority({ name: 'Test of https' });
  const server = await authority.issue({ dnsNames: ['localhost'] });
  const file = (name: string, content: string): string => {
    writeFileSync(join(folder, name), content, { mode: 0o600 });
    return join(folder, name);
  };
  const serverRootFile = file('root.pem', authority.root);
  const config = {
    listenAddress: `127.0.0.1:${acme}`,
    managementListenAddress: `127.0.0.1:${management}`,
    certificate: file('server.pem', server.fullChain),
    privateKey: file('server.key', server.privateKey),
    httpPort: 5_002,
    tlsPort: 5_001,
    ocspResponderURL: '',
    externalAccountBindingRequired: options.requiresBinding ?? false,
    externalAccountMACKeys: { 'kid-1': 'zWNDZM6eQGHWpSRTPal5eIUYFTu7EajVIoguysqZ9wG44nMEtx3MUAsUDkMTQ12W' },
    domainBlocklist: options.blocked ?? ['blocked.example'],
    retryAfter: { authz: 1, order: 1 },
    keyAlgorithm: options.keyAlgorithm ?? 'ecdsa',
    profiles: { default: { description: 'The usual one', validityPeriod: options.lifetimeS ?? 7_776_000 } },
  };
  const dnsServer = spawn(
    join(options.programs, 'pebble-challtestsrv'),
    ['-dnsserver', `127.0.0.1:${dns}`, '-management', `127.0.0.1:${challenges}`, '-defaultIPv6', ''].concat([
      '-doh',
      '',
      '-http01',
      '',
      '-https01',
      '',
      '-tlsalpn01',
      '',
    ]),
    { stdio: 'ignore' },
  );
  const pebble = spawn(
    join(options.programs, 'pebble'),
    ['-config', file('pebble.json', JSON.stringify({ pebble: config })), '-dnsserver', `127.0.0.1:${dns}`],
    {
      stdio: ['ignore', 'pipe', 'pipe'],
      env: {
        PEBBLE_VA_NOSLEEP: '1',
        PEBBLE_AUTHZREUSE: '100',
        PEBBLE_WFE_NONCEREJECT: String(options.refusedNonces ?? 5),
      },
    },
  );
  let log = '';
  for (const stream of [pebble.stdout, pebble.stderr])
    stream.setEncoding('utf8').on('data', (text: string) => (log += text));
  const directory = `https://localhost:${acme}/dir`;
  const ask = (path: string, body?: string): Promise<string> =>
    askPebble(new URL(path, `https://localhost:${management}`), authority.root, body);
  const close = async (): Promise<void> => {
    await Promise.all([dnsServer, pebble].map(killProcess));
  };
  try {
    await until(
      () => log.includes('ACME directory available'),
      () => log,
    );
    await until(
      () => reachable(challenges),
      () => 'the DNS server does not start',
    );
  } catch (error) {
    await close();
    throw error;
  }
  const dnsHook = file('dns-hook', HOOK.replaceAll('PORT', String(challenges)));
  chmodSync(dnsHook, 0o700);
  return {
    directory,
    serverRoot: authority.root,
    serverRootFile,
    root: () => ask('/roots/0'),
    takeLog: () => {
      const taken = log;
      log = '';
      return taken;
    },
    dnsEnv: { EXEC_PATH: dnsHook, EXEC_SEQUENCE_INTERVAL: '0', EXEC_POLLING_INTERVAL: '1' },
    dnsInputs: { dns_provider: 'exec', dns_resolvers: `127.0.0.1:${dns}`, dns_propagation_seconds: '1' },
    dnsHook,
    setWindow: async (leaf, start, end) => {
      const suggestedWindow = { start: start.toISOString(), end: end.toISOString() };
      const body = { certificate: leaf, ariResponse: JSON.stringify({ suggestedWindow }) };
      await ask('/set-renewal-info/', JSON.stringify(body));
    },
    close,
  };
}

/**
 * Does pebble find the certificate that an order replaces? It looks for the bytes of its serial number as DER has them, but keeps them
 * without the zero that shows that a number is positive (one certificate in 256 has it). An order then meets a fault of the CA.
 */
export function findsReplaced(leaf: string): boolean {
  const { serialNumber } = new X509Certificate(leaf);
  return serialNumber.length % 2 === 1 || Number.parseInt(serialNumber.slice(0, 2), 16) < 0x80;
}

/** Puts TXT records into the DNS server, as lego's provider `exec` calls it. */
const HOOK = `#!/bin/sh
set -eu
case $1 in
  present) body="{\\"host\\":\\"$2\\",\\"value\\":\\"$3\\"}" path=set-txt ;;
  cleanup) body="{\\"host\\":\\"$2\\"}" path=clear-txt ;;
  *) exit 0 ;;
esac
exec curl -fsS -d "$body" "http://127.0.0.1:PORT/$path"
`;

async function until(isSo: () => boolean | Promise<boolean>, explain: () => string): Promise<void> {
  const latest = Date.now() + START_MS;
  while (!(await isSo())) {
    if (Date.now() > latest) throw new Error(explain());
    await sleep(50);
  }
}

async function reachable(port: number): Promise<boolean> {
  return fetch(`http://127.0.0.1:${port}/`).then(
    () => true,
    () => false,
  );
}

async function killProcess(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = new Promise((done) => {
    child.once('close', done);
  });
  child.kill('SIGKILL');
  await gone;
}

async function askPebble(url: URL, ca: string, body?: string): Promise<string> {
  return new Promise((settle, reject) => {
    const headers = { 'user-agent': 'e2e' };
    const outgoing = request(url, { ca, headers, method: body === undefined ? 'GET' : 'POST' }, (incoming) => {
      let text = '';
      incoming.setEncoding('utf8').on('data', (chunk: string) => (text += chunk));
      incoming.on('end', () =>
        incoming.statusCode === 200
          ? settle(text)
          : reject(new Error(`${url.pathname}: ${incoming.statusCode} ${text}`)),
      );
    });
    outgoing.on('error', reject).end(body);
  });
}
