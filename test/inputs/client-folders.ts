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
