import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Issued } from '../authority/authority.ts';

/** Writes files by their paths; the folders between are made. */
export function writeFiles(root: string, files: Readonly<Record<string, string>>): void {
  for (const [path, content] of Object.entries(files)) {
    const file = join(root, path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, content);
  }
}

/** Makes a link that leads to `target`, relative to the folder in which it lies. */
export function writeLink(root: string, path: string, target: string): void {
  const file = join(root, path);
  mkdirSync(dirname(file), { recursive: true });
  symlinkSync(target, file);
}

/** One certificate as a client stores it. */
export interface Stored {
  readonly id: string;
  readonly issued: Issued;
  /** Versions that the client keeps beside. */
  readonly before?: Issued;
}

const FOUR = ['privkey', 'cert', 'chain', 'fullchain'] as const;

function fourOf(issued: Issued): Readonly<Record<(typeof FOUR)[number], string>> {
  return {
    privkey: issued.privateKey,
    cert: issued.leafCertificate,
    chain: issued.certificateChain,
    fullchain: issued.fullChain,
  };
}

/** certbot: links in `live/` to numbered files in `archive/`, and what lies beside. */
export function writeCertbot(root: string, stored: readonly Stored[]): void {
  writeFiles(root, { 'live/README': 'This directory contains your keys and certificates.\n' });
  for (const { id, issued, before } of stored) {
    const versions = before === undefined ? [issued] : [before, issued];
    versions.forEach((version, at) => {
      const four = fourOf(version);
      for (const name of FOUR) writeFiles(root, { [`archive/${id}/${name}${at + 1}.pem`]: four[name] });
    });
    for (const name of FOUR)
      writeLink(root, `live/${id}/${name}.pem`, `../../archive/${id}/${name}${versions.length}.pem`);
    writeFiles(root, {
      [`live/${id}/README`]: 'This directory contains your keys and certificates.\n',
      [`renewal/${id}.conf`]: `version = 5.5.0\nserver = https://acme-v02.api.letsencrypt.org/directory\n`,
      [`csr/0000_csr-certbot.pem`]: 'a request\n',
      [`keys/0000_key-certbot.pem`]: issued.privateKey,
    });
  }
  writeFiles(root, { 'accounts/acme-v02.api.letsencrypt.org/directory/0f/private_key.json': '{"n": "", "d": ""}' });
}

/** What lego writes beside each certificate, in its versions 4 and 5. */
export function writeLego(
  root: string,
  stored: readonly (Stored & { readonly isAlone?: boolean })[],
  version: 4 | 5 = 4,
): void {
  for (const { id, issued, isAlone = false } of stored) {
    const path = `certificates/${id}`;
    const json =
      version === 4
        ? { domain: id, certUrl: 'https://acme.example/cert/1', certStableUrl: 'https://acme.example/cert/1' }
        : { id, domains: [id], keyType: 'EC256' };
    writeFiles(root, {
      [`${path}.crt`]: isAlone ? issued.leafCertificate : issued.fullChain,
      [`${path}.issuer.crt`]: issued.certificateChain,
      [`${path}.key`]: issued.privateKey,
      [`${path}.json`]: JSON.stringify(json, undefined, 2),
      [`${path}.pem`]: issued.privateKey + issued.fullChain,
      [`${path}.pfx`]: 'binary',
    });
  }
  writeFiles(root, { 'accounts/acme-v02.api.letsencrypt.org/me@example.com/keys/me@example.com.key': 'an account' });
}

/** acme.sh: a folder for each certificate; its name ends in `_ecc` for ECDSA, and has the star of a wildcard. */
export function writeAcmeSh(root: string, stored: readonly Stored[]): void {
  for (const { id, issued } of stored) {
    const domain = id.replace(/_ecc$/u, '');
    writeFiles(root, {
      [`${id}/${domain}.cer`]: issued.leafCertificate,
      [`${id}/${domain}.key`]: issued.privateKey,
      [`${id}/${domain}.conf`]: `Le_Domain='${domain}'\nLe_API='https://acme-v02.api.letsencrypt.org/directory'\n`,
      [`${id}/${domain}.csr`]: 'a request\n',
      [`${id}/ca.cer`]: issued.certificateChain,
      [`${id}/fullchain.cer`]: issued.fullChain,
    });
  }
  writeFiles(root, {
    'account.conf': "SAVED_CF_Token='dop_v1_0123456789abcdef'\n",
    'acme.sh': '#!/bin/sh\n',
    'acme.sh.log': 'x'.repeat(2 * 1024 * 1024),
    'http.header': 'HTTP/2 200\n',
    'ca/acme-v02.api.letsencrypt.org/directory/account.key': 'an account\n',
    'dnsapi/dns_cf.sh': '#!/bin/sh\n',
  });
}

/** dehydrated: links within the folder to files with time stamps; old ones lie beside. */
export function writeDehydrated(root: string, stored: readonly Stored[]): void {
  for (const { id, issued, before } of stored) {
    const versions = before === undefined ? [issued] : [before, issued];
    versions.forEach((version, at) => {
      const stamp = 1_795_629_385 + at;
      const four = fourOf(version);
      for (const name of FOUR) writeFiles(root, { [`certs/${id}/${name}-${stamp}.pem`]: four[name] });
      writeFiles(root, { [`certs/${id}/cert-${stamp}.csr`]: 'a request\n' });
    });
    const last = 1_795_629_385 + versions.length - 1;
    for (const name of FOUR) writeLink(root, `certs/${id}/${name}.pem`, `${name}-${last}.pem`);
    writeLink(root, `certs/${id}/cert.csr`, `cert-${last}.csr`);
  }
  writeFiles(root, {
    'accounts/aHR0cHM6Ly9hY21l/account_key.pem': 'an account\n',
    'domains.txt': stored.map(({ id }) => id).join('\n'),
    config: 'CF_TOKEN=secret\n',
  });
}

/** Caddy 2: the CA is a folder. */
export function writeCaddy(root: string, stored: readonly (Stored & { readonly issuer?: string })[]): void {
  for (const { id, issued, issuer = 'acme-v02.api.letsencrypt.org-directory' } of stored) {
    const path = `certificates/${issuer}/${id}/${id}`;
    writeFiles(root, {
      [`${path}.crt`]: issued.fullChain,
      [`${path}.key`]: issued.privateKey,
      [`${path}.json`]: JSON.stringify({ sans: [id.replace('wildcard_', '*')], issuer_data: {} }),
    });
  }
  writeFiles(root, {
    'acme/acme-v02.api.letsencrypt.org-directory/users/default/default.json': '{"status":"valid"}',
    'acme/acme-v02.api.letsencrypt.org-directory/users/default/default.key': 'an account\n',
    'pki/authorities/local/root.key': 'a CA\n',
    'last_clean.json': '{}',
    'instance.uuid': '00000000-0000-4000-8000-000000000000',
  });
}

const encode = (text: string): string => Buffer.from(text).toString('base64');

/** traefik: everything in one file. */
export function writeTraefik(root: string, stored: readonly (Stored & { readonly resolver?: string })[]): void {
  const resolvers = Object.groupBy(stored, ({ resolver = 'le' }) => resolver);
  const content = Object.fromEntries(
    Object.entries(resolvers).map(([name, all = []]) => [
      name,
      {
        Account: { Email: 'me@example.com', PrivateKey: encode('an account'), KeyType: '4096' },
        Certificates: all.map(({ id, issued }) => ({
          domain: { main: id, sans: [id] },
          certificate: encode(issued.fullChain),
          key: encode(issued.privateKey),
          Store: 'default',
        })),
      },
    ]),
  );
  writeFiles(root, {
    'acme.json': JSON.stringify({ ...content, unused: { Account: null, Certificates: null } }, undefined, 2),
  });
}

/** What `kubectl get secrets -A -o json` prints: Secrets with certificates, and others. */
export function writeKubernetes(root: string, stored: readonly Stored[]): void {
  const items = stored.map(({ id, issued }) => {
    const [namespace, name] = id.split('/');
    return {
      apiVersion: 'v1',
      kind: 'Secret',
      type: 'kubernetes.io/tls',
      metadata: { namespace, name, annotations: { 'cert-manager.io/alt-names': 'www.example.com' } },
      data: { 'tls.crt': encode(issued.fullChain), 'tls.key': encode(issued.privateKey) },
    };
  });
  const other = {
    apiVersion: 'v1',
    kind: 'Secret',
    type: 'Opaque',
    metadata: { namespace: 'default', name: 'do-token' },
    data: { token: encode('dop_v1_0123456789abcdef0123456789abcdef') },
  };
  writeFiles(root, { 'secrets.json': JSON.stringify({ apiVersion: 'v1', kind: 'List', items: [...items, other] }) });
}

/** Posh-ACME: the folder of a server, an account, a domain; a wildcard is an exclamation mark. */
export function writePoshAcme(root: string, stored: readonly (Stored & { readonly server?: string })[]): void {
  for (const { id, issued, server = 'acme-v02.api.letsencrypt.org' } of stored) {
    writeFiles(root, {
      [`${server}/dir.json`]: '{"location":"https://acme.example/directory"}',
      [`${server}/123456/acct.json`]: '{"key":"an account"}',
      [`${server}/123456/${id}/cert.cer`]: issued.leafCertificate,
      [`${server}/123456/${id}/cert.key`]: issued.privateKey,
      [`${server}/123456/${id}/chain.cer`]: issued.certificateChain,
      [`${server}/123456/${id}/fullchain.cer`]: issued.fullChain,
      [`${server}/123456/${id}/cert.pfx`]: 'binary',
      [`${server}/123456/${id}/order.json`]: '{"MainDomain":"www.example.com"}',
      [`${server}/123456/${id}/pluginargs.json`]: '{"token":"dop_v1_0123456789abcdef"}',
    });
  }
  writeFiles(root, { 'current-server.txt': 'https://acme.example/directory' });
}

/** win-acme's PEM files: the chain has the leaf certificate too. */
export function writeWinAcme(root: string, stored: readonly Stored[]): void {
  for (const { id, issued } of stored)
    writeFiles(root, {
      [`${id}-key.pem`]: issued.privateKey,
      [`${id}-crt.pem`]: issued.leafCertificate,
      [`${id}-chain.pem`]: issued.fullChain,
      [`${id}-chain-only.pem`]: issued.certificateChain,
    });
}

/** mkcert: the leaf certificate alone, of a CA of one's own. */
export function writeMkcert(root: string, stored: readonly Stored[]): void {
  for (const { id, issued } of stored)
    writeFiles(root, { [`${id}+2-key.pem`]: issued.privateKey, [`${id}+2.pem`]: issued.leafCertificate });
}
