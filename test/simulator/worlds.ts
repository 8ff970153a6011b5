import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { makeAuthority } from '../authority/authority.ts';
import type { Authority, Issued } from '../authority/authority.ts';
import { memberNameOf } from '../authority/member-name.ts';
import { CERTIFICATE_ID, LOAD_BALANCER_ID, seedService } from './kubernetes.ts';
import type { Simulator } from './simulator.ts';
import { formatTime } from './world.ts';

const DAY_MS = 86_400_000;
const inDays = (days: number): Date => new Date(Date.now() + days * DAY_MS);
const timeIn = (days: number): string => formatTime(Date.now() + days * DAY_MS);
const DNS_NAMES = ['www.example.com', 'example.com'];

/** What a person or a workflow needs beside address and token, such as `endpoints`. */
export type Told = Readonly<Record<string, string>>;

interface Builder {
  readonly simulator: Simulator;
  readonly authority: Authority;
  /** Where the files lie that an ACME client would have left. */
  readonly folder: string;
}

/** An account as somebody may have it, with the files of the one who wants to change it. */
export interface SeededWorld {
  readonly about: string;
  /** Inputs of the action that fit this world, to try it. */
  readonly inputs: Told;
  build(builder: Builder): Promise<Told>;
}

const FILES = { private_key_path: 'certs/privkey.pem', leaf_certificate_path: 'certs/fullchain.pem' };

function write(folder: string, files: Readonly<Record<string, string>>): void {
  for (const [name, text] of Object.entries(files)) {
    const file = join(folder, name);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text, { mode: 0o600 });
  }
}

function writeCertificate(folder: string, issued: Issued, path = 'certs'): void {
  write(folder, {
    [`${path}/privkey.pem`]: issued.privateKey,
    [`${path}/fullchain.pem`]: issued.fullChain,
    [`${path}/cert.pem`]: issued.leafCertificate,
    [`${path}/chain.pem`]: issued.certificateChain,
  });
}

const old = (authority: Authority, dnsNames = DNS_NAMES): Promise<Issued> =>
  authority.issue({ dnsNames, notBefore: inDays(-70), notAfter: inDays(20), aia: true });
const fresh = (authority: Authority, dnsNames = DNS_NAMES): Promise<Issued> =>
  authority.issue({ dnsNames, notAfter: inDays(90), aia: true });

/** Puts an issued certificate into the account as if it had been uploaded when it was issued; its id. */
function upload(simulator: Simulator, name: string, issued: Issued, dnsNames: readonly string[] = DNS_NAMES): string {
  return simulator.addCertificate({
    name,
    privateKey: issued.privateKey,
    leaf: issued.leafCertificate,
    chain: issued.certificateChain,
    sha1_fingerprint: issued.sha1Fingerprint,
    not_after: formatTime(issued.notAfter.getTime()),
    created_at: formatTime(issued.notAfter.getTime() - 90 * DAY_MS),
    dns_names: dnsNames,
  }).public.id;
}

/** Two load balancers and a CDN endpoint on one certificate, and where they serve it. */
async function bindConsumers(simulator: Simulator, id: string): Promise<Told> {
  const rule = { entry_protocol: 'https', entry_port: 443, target_protocol: 'http', target_port: 80 };
  const { tls } = simulator;
  const first = simulator.addLoadBalancer({ name: 'front-door', forwarding_rules: [{ ...rule, certificate_id: id }] });
  const world = simulator.addLoadBalancer({
    name: 'world',
    type: 'GLOBAL',
    domains: [{ name: 'www.example.com', certificate_id: id }],
  });
  const cdn = simulator.addCdnEndpoint({ custom_domain: 'www.example.com', certificate_id: id });
  await tls.sync();
  const ports = [
    tls.portOf(String(first['id'])),
    tls.portOf(String(world['id']), 'www.example.com'),
    tls.portOf(String(cdn['id'])),
  ];
  return { endpoints: ports.map((port) => `www.example.com@127.0.0.1:${port}`).join(',') };
}

/** The worlds that `npm run simulator` and `npm run try` know by name. */
export const WORLDS: Readonly<Record<string, SeededWorld>> = {
  empty: {
    about: 'An account without certificates, and the files of the first one.',
    inputs: { operation: 'present', name: 'web', ...FILES },
    build: async ({ authority, folder }) => {
      const issued = await fresh(authority);
      writeCertificate(folder, issued);
      return { TLS_PRIVATE_KEY: issued.privateKey, TLS_FULL_CHAIN: issued.fullChain };
    },
  },
  zone: {
    about: 'An account without certificates, with a zone on DigitalOcean DNS.',
    inputs: { operation: 'present', name: 'shop', type: 'lets_encrypt', dns_names: 'shop.example.com' },
    build: async () => ({}),
  },
  renewal: {
    about: 'Two load balancers and a CDN endpoint use "web", which expires in 20 days; the files are of its renewal.',
    inputs: { operation: 'rotate', name: 'web', ...FILES },
    build: async ({ simulator, authority, folder }) => {
      writeCertificate(folder, await fresh(authority));
      return bindConsumers(simulator, upload(simulator, 'web', await old(authority)));
    },
  },
  interrupted: {
    about: 'The same, but the run that uploaded the renewal ended there, and its key is gone.',
    inputs: { operation: 'rotate', name: 'web', source: 'uploaded' },
    build: async ({ simulator, authority }) => {
      const told = await bindConsumers(simulator, upload(simulator, 'web', await old(authority)));
      const renewed = await fresh(authority);
      upload(simulator, memberNameOf(renewed), renewed);
      return told;
    },
  },
  healthy: {
    about: 'Two load balancers and a CDN endpoint use "web", which is valid for 90 days.',
    inputs: { operation: 'check', name: 'web' },
    build: async ({ simulator, authority }) =>
      bindConsumers(simulator, upload(simulator, 'web', await fresh(authority))),
  },
  moving: {
    about: 'The same with a certificate that a script named "web-2026"; the files are of its renewal.',
    inputs: { operation: 'rotate', name: 'web', replaces: 'web-2026', ...FILES },
    build: async ({ simulator, authority, folder }) => {
      writeCertificate(folder, await fresh(authority));
      return bindConsumers(simulator, upload(simulator, 'web-2026', await old(authority)));
    },
  },
  folder: {
    about: 'Three certificates in use, and the renewals of all in the folder of certbot.',
    inputs: { operation: 'rotate', directory: 'letsencrypt/live' },
    build: async ({ simulator, authority, folder }) => {
      for (const name of ['www.example.com', 'shop.example.com', 'blog.example.com']) {
        writeCertificate(folder, await fresh(authority, [name]), `letsencrypt/live/${name}`);
        const id = upload(simulator, name, await old(authority, [name]), [name]);
        simulator.addLoadBalancer({
          name: name.replaceAll('.', '-'),
          forwarding_rules: [{ entry_protocol: 'https', entry_port: 443, certificate_id: id }],
        });
      }
      return {};
    },
  },
  expiring: {
    about: 'Five certificates: one is expired, and one expires in five days.',
    inputs: { operation: 'check' },
    build: async ({ simulator }) => {
      const days = { web: 60, api: 45, shop: 5, blog: 30, 'old-site': -3 };
      for (const [name, left] of Object.entries(days))
        simulator.addCertificate({ name, not_after: timeIn(left + 0.5), created_at: timeIn(left - 89.5) });
      return {};
    },
  },
  many: {
    about: '300 certificates that are valid for two months.',
    inputs: { operation: 'list' },
    build: async ({ simulator }) => {
      for (let at = 1; at <= 300; at += 1) simulator.addCertificate({ name: `site-${at}` });
      return {};
    },
  },
  cluster: {
    about: 'A load balancer of a Kubernetes cluster uses "web"; the files are of its renewal.',
    inputs: { operation: 'rotate', name: 'web', ...FILES },
    build: async ({ simulator, authority, folder }) => {
      writeCertificate(folder, await fresh(authority));
      const id = upload(simulator, 'web', await old(authority));
      const cluster = await simulator.addCluster({ controllerMs: 2_000 });
      const loadBalancer = simulator.addLoadBalancer({
        name: 'ingress',
        tags: [`k8s:${cluster.id}`],
        forwarding_rules: [{ entry_protocol: 'https', entry_port: 443, certificate_id: id }],
      });
      seedService(cluster, 'shop/ingress', { [LOAD_BALANCER_ID]: loadBalancer['id'], [CERTIFICATE_ID]: id });
      return {};
    },
  },
};

/**
 * Builds the world of that name in an empty simulator, and its files in the folder; `root.pem` there is the root that its TLS listeners
 * lead to. Throws if there is no such world.
 */
export async function buildWorld(name: string, simulator: Simulator, folder: string): Promise<Told> {
  const world = WORLDS[name];
  if (world === undefined) throw new Error(`there is no world "${name}": use ${Object.keys(WORLDS).join(', ')}`);
  const authority = await makeAuthority({ name: 'Simulator' });
  write(folder, { 'root.pem': authority.root });
  return world.build({ simulator, authority, folder });
}
