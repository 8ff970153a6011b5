import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { connect } from 'node:tls';
import { secretsShown } from '../faults/secrets-shown.ts';
import { runAction } from '../runner/run-action.ts';
import type { Run, RunOptions } from '../runner/run-action.ts';
import { makeTemp, ROOT } from '../runner/step.ts';
import { runPost } from '../runner/workflow.ts';
import { startSimulator } from '../simulator/simulator.ts';
import type { Simulator } from '../simulator/simulator.ts';
import { startAcme } from './acme.ts';
import type { Acme, AcmeOptions } from './acme.ts';

/** A CA, an account at it, and DigitalOcean. */
export interface World {
  readonly acme: Acme;
  readonly simulator: Simulator;
  readonly accountKey: string;
  readonly programs: string;
  /** Runs renew/action.yml: its main part, then the part that runs after the job. Fails on any secret that shows or stays. */
  renew(inputs?: Readonly<Record<string, string>>, options?: RunOptions): Promise<Run>;
  /** An https load balancer on a certificate, or the newest one; returns the `endpoints` for it. */
  serve(host: string, certificateId?: string): Promise<string>;
  /** The SHA-1 of the leaf that a client sees there which trusts the CA alone. */
  see(endpoint: string): Promise<string>;
  /** What the CA has been asked for since the last call. */
  takeOrders(): { readonly orders: number; readonly replacements: number };
  names(): string[];
  close(): Promise<void>;
}

export const RENEW_ACTION = join(ROOT, 'renew/action.yml');

/** Where the programs are, as `npm run e2e` found them. */
export function programsFolder(): string {
  const folder = process.env['E2E_PROGRAMS'] ?? '';
  if (folder === '') throw new Error('Run this with `npm run e2e`, which finds the programs.');
  return folder;
}

export async function makeWorld(options: Omit<AcmeOptions, 'programs'> = {}): Promise<World> {
  const programs = programsFolder();
  const acme = await startAcme({ ...options, programs });
  const simulator = await startSimulator({ serveTls: true });
  const accountKey = registerAccount(acme, programs);
  const keysSeen = new Set<string>([accountKey]);
  simulator.onRequest = ({ method, body }) => {
    const { private_key: key } = (body ?? {}) as { private_key?: string };
    if (method === 'POST' && key !== undefined) keysSeen.add(key);
  };
  const names = (): string[] => simulator.certificates.map((certificate) => certificate.public.name);
  return {
    acme,
    simulator,
    accountKey,
    programs,
    renew: async (inputs = {}, runOptions = {}) => {
      await nextSecond();
      const run = await runRenewal(
        {
          token: simulator.token,
          api_url: simulator.url,
          name: 'web',
          acme_account_key: accountKey,
          acme_server: acme.directory,
          lego_path: join(programs, 'lego'),
          allow_test_ca: 'true',
          wait_timeout: '40',
          ...acme.dnsInputs,
          ...inputs,
        },
        {
          timeoutMs: 90_000,
          ...runOptions,
          env: { NODE_EXTRA_CA_CERTS: acme.serverRootFile, ...acme.dnsEnv, ...runOptions.env },
        },
      );
      const found = secretsShown(run.shown, [...keysSeen], simulator.token);
      if (found.length > 0) throw new Error(`${found.length} secrets show`);
      if (run.unexpectedCommands.length > 0) throw new Error(`unexpected: ${run.unexpectedCommands.join(' ')}`);
      const left = privateFiles(run.temp);
      if (left.length > 0) throw new Error(`left behind: ${left.join(', ')}`);
      return run;
    },
    serve: async (host, id = simulator.certificates.at(-1)?.public.id) => {
      const rule = { entry_protocol: 'https', entry_port: 443, target_protocol: 'http', target_port: 80 };
      const raw = simulator.addLoadBalancer({
        name: 'front-door',
        forwarding_rules: [{ ...rule, certificate_id: id }],
      });
      await simulator.tls.sync();
      return `${host}@127.0.0.1:${simulator.tls.portOf(String(raw['id']))}`;
    },
    see: async (endpoint) => seeLeaf(endpoint, await acme.root()),
    takeOrders: () => {
      const log = acme.takeLog();
      const count = (text: RegExp): number => log.match(text)?.length ?? 0;
      return { orders: count(/Added order "/gu), replacements: count(/ is a replacement of /gu) };
    },
    names,
    close: async () => {
      await acme.close();
      await simulator.close();
    },
  };
}

/**
 * Waits until what is ordered from now on is newer than all before. Of two certificates that were issued in the same second, with the
 * same lifetime, the fingerprint decides, so the later one may rank lower.
 */
export async function nextSecond(): Promise<void> {
  await sleep(1_000 - (Date.now() % 1_000) + 1);
}

/** Creates an account key and registers it, with one of the commands of docs/renewal.md. */
function registerAccount(acme: Acme, programs: string): string {
  const folder = makeTemp();
  const config = join(folder, 'config');
  writeFileSync(config, `CA="${acme.directory}"\nBASEDIR="${folder}"\nCURL_OPTS="--cacert ${acme.serverRootFile}"\n`);
  mkdirSync(join(folder, 'accounts'));
  execFileSync(join(programs, 'dehydrated'), ['--register', '--accept-terms', '--config', config], { stdio: 'pipe' });
  const [account = ''] = readdirSync(join(folder, 'accounts'));
  return readFileSync(join(folder, 'accounts', account, 'account_key.pem'), 'utf8');
}

/** Runs the action as a runner does: `main`, and after the job `post`, with what `main` wrote down for it. */
export async function runRenewal(inputs: Readonly<Record<string, string>>, options: RunOptions): Promise<Run> {
  const run = await runAction(inputs, { ...options, bundle: join(ROOT, 'renew/main.mjs'), actionFile: RENEW_ACTION });
  runPost(join(ROOT, 'renew/post.mjs'), run.temp);
  return run;
}

/** Files with a private key that are left, and folders of a renewal. */
function privateFiles(folder: string): string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter(
      (entry) =>
        entry.name.startsWith('digitalocean-renew-') ||
        (entry.isFile() && readFileSync(join(entry.parentPath, entry.name), 'utf8').includes('PRIVATE KEY')),
    )
    .map(({ name }) => name);
}

async function seeLeaf(endpoint: string, ca: string): Promise<string> {
  const [, host = '', port = ''] = /^([^@]+)@127\.0\.0\.1:(\d+)$/u.exec(endpoint) ?? [];
  return new Promise((settle, reject) => {
    const socket = connect({ host: '127.0.0.1', port: Number(port), servername: host, ca }, () => {
      settle(socket.getPeerCertificate().fingerprint.replaceAll(':', '').toLowerCase());
      socket.end();
    });
    socket.once('error', reject);
  });
}
