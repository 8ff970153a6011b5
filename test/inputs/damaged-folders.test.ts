import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { makeAuthority } from '../authority/authority.ts';
import type { Issued } from '../authority/authority.ts';
import { certify, makeEntity, NOW, privateKeyOf } from '../authority/forge.ts';
import { faultsOfMessage } from '../runner/sentences.ts';
import { makeTemp } from '../runner/step.ts';
import {
  writeAcmeSh,
  writeCaddy,
  writeCertbot,
  writeDehydrated,
  writeFiles,
  writeKubernetes,
  writeLego,
  writeMkcert,
  writePoshAcme,
  writeTraefik,
  writeWinAcme,
} from './client-folders.ts';
import type { Stored } from './client-folders.ts';
import { readFolder, reasonOf } from './read-folder.ts';

const WRITERS: readonly ((root: string, stored: readonly Stored[]) => void)[] = [
  writeCertbot,
  (root, stored) => writeLego(root, stored),
  writeAcmeSh,
  writeDehydrated,
  writeCaddy,
  writeTraefik,
  writeKubernetes,
  writePoshAcme,
  writeWinAcme,
  writeMkcert,
];

const DAMAGES = ['remove', 'empty', 'cut', 'swap', 'double', 'noise'] as const;

function damage(file: string, how: (typeof DAMAGES)[number], other: string): void {
  const content = readFileSync(file);
  const { length } = content;
  if (how === 'remove') rmSync(file);
  if (how === 'empty') writeFileSync(file, '');
  if (how === 'cut') writeFileSync(file, content.subarray(0, Math.floor(length / 2)));
  if (how === 'swap') writeFileSync(file, other);
  if (how === 'double') writeFileSync(file, Buffer.concat([content, content]));
  if (how === 'noise')
    writeFileSync(
      file,
      content.map((byte, at) => (at % 97 === 50 ? byte ^ 1 : byte)),
    );
}

/** Every sentence that is told of a folder. */
function sentencesOf(folder: string): string[] {
  const reading = readFolder(folder);
  if ('fault' in reading) return [`\`${reading.input}\` ${reading.fault.what}. ${reading.fault.remedy}`];
  return [
    ...reading.remarks.map(({ message }) => message),
    ...reading.content.entries.filter(({ status }) => status === 'failed').map(reasonOf),
    ...reading.content.entries.filter(({ status }) => status === 'skipped').map((entry) => `${reasonOf(entry)}.`),
  ];
}

describe('folders in which files are damaged', () => {
  it('Whatever is missing or broken, each message is a clean sentence without a byte of a key', async () => {
    const authority = await makeAuthority();
    const issued: Issued[] = await Promise.all(
      ['www.example.com', '*.wild.test', 'shop.example.com'].map((name) =>
        authority.issue({ dnsNames: [name], aia: true }),
      ),
    );
    const secret = issued.flatMap(({ privateKey }) =>
      privateKey.split('\n').filter((line) => /^[A-Za-z0-9+/]{60,}/u.test(line)),
    );
    const step = fc.record({ at: fc.nat(), how: fc.constantFrom(...DAMAGES) });
    fc.assert(
      fc.property(fc.constantFrom(...WRITERS), fc.array(step, { minLength: 1, maxLength: 4 }), (write, steps) => {
        const folder = makeTemp();
        write(
          folder,
          issued.map((each, at) => ({ id: `site${at}`, issued: each })),
        );
        for (const { at, how } of steps) {
          const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
          const file = files[at % files.length];
          if (file !== undefined) damage(join(file.parentPath, file.name), how, issued[0]?.privateKey ?? '');
        }
        const told = sentencesOf(folder);
        expect(told.flatMap(faultsOfMessage)).toEqual([]);
        for (const line of secret) expect(told.join('\n')).not.toContain(line.slice(4, 24));
        rmSync(folder, { recursive: true });
      }),
      { numRuns: 60 },
    );
  });
});

describe('more than a chain can have', () => {
  it('A certificate with 101 versions of its issuer in a plain folder fails, and none is uploaded with a hundred', () => {
    const folder = makeTemp();
    const [root, issuer, leaf] = [makeEntity('Root'), makeEntity('Issuer'), makeEntity('www.example.com')];
    writeFiles(folder, {
      'www.key': privateKeyOf(leaf),
      'www.crt': certify(leaf, issuer, { dnsNames: ['www.example.com'] }),
    });
    for (let at = 0; at <= 100; at += 1) {
      const notBefore = new Date(NOW.getTime() - (at + 1) * 86_400_000);
      writeFiles(folder, { [`ca/${at}.pem`]: certify(issuer, root, { ca: true, notBefore }) });
    }
    const reading = readFolder(folder, { now: NOW });
    if ('fault' in reading) throw new Error(reading.fault.what);
    expect(reading.content.entries.map(reasonOf)).toEqual([expect.stringMatching(/`www\.crt`.*\b100 blocks/u)]);
  });
});
