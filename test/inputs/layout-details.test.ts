import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { makeAuthority } from '../authority/authority.ts';
import type { Issued } from '../authority/authority.ts';
import { makeTemp } from '../runner/step.ts';
import { writeFiles } from './client-folders.ts';
import { entriesOf, faultOf, linesOf, reasonOf } from './read-folder.ts';

let issued: Issued;
beforeAll(async () => {
  issued = await (await makeAuthority()).issue({ dnsNames: ['www.example.com'], aia: true });
});

type Files = Readonly<Record<string, string>>;
const encode = (text: string): string => Buffer.from(text).toString('base64');
const json = (value: unknown): string => JSON.stringify(value);
const resolver = (...certificates: readonly unknown[]): string => json({ le: { Certificates: certificates } });
const NAME = 'www.example.com';

interface Case {
  readonly what: string;
  readonly layout: string;
  readonly files: () => Files;
  /** Status, source, id and name of the only certificate. */
  readonly line: string;
  /** What the reason says, if it is not used. */
  readonly reason?: RegExp;
}

const CASES: readonly Case[] = [
  {
    what: 'the leaf certificate and its chain in two files',
    layout: 'acme.sh',
    files: () => ({
      'web/web.key': issued.privateKey,
      'web/web.cer': issued.leafCertificate,
      'web/ca.cer': issued.certificateChain,
    }),
    line: `ready web web ${NAME}`,
  },
  {
    what: 'the leaf certificate alone',
    layout: 'acme.sh',
    files: () => ({ 'web/web.key': issued.privateKey, 'web/web.cer': issued.leafCertificate }),
    line: `failed web web ${NAME}`,
    reason: /^`web\/web\.cer`.*certificate chain/u,
  },
  {
    what: 'a key and no certificate',
    layout: 'acme.sh',
    files: () => ({ 'web/web.conf': '', 'web/web.key': issued.privateKey }),
    line: 'failed web web',
    reason: /^"web\/fullchain\.cer" does not exist/u,
  },
  {
    what: 'the leaf certificate and its chain in two files',
    layout: 'posh-acme',
    files: () => ({
      'server/1/web/order.json': '{}',
      'server/1/web/cert.key': issued.privateKey,
      'server/1/web/cert.cer': issued.leafCertificate,
      'server/1/web/chain.cer': issued.certificateChain,
    }),
    line: `ready server/1/web web ${NAME}`,
  },
  {
    what: 'the leaf certificate alone',
    layout: 'posh-acme',
    files: () => ({
      'web/order.json': '{}',
      'web/cert.key': issued.privateKey,
      'web/cert.cer': issued.leafCertificate,
    }),
    line: `failed web web ${NAME}`,
    reason: /^`web\/cert\.cer`.*certificate chain/u,
  },
  {
    what: 'a certificate whose main domain is missing',
    layout: 'traefik',
    files: () => ({
      'acme.json': resolver({
        domain: { sans: ['first.example.com'] },
        key: encode(issued.privateKey),
        certificate: encode(issued.fullChain),
      }),
    }),
    line: `ready acme.json#le/first.example.com first.example.com ${NAME}`,
  },
  {
    what: 'a certificate without a domain, and PEM as it is',
    layout: 'traefik',
    files: () => ({ 'acme.json': resolver({ key: issued.privateKey, certificate: issued.fullChain }) }),
    line: `ready acme.json#le/le 1 le 1 ${NAME}`,
  },
  {
    what: 'an empty key',
    layout: 'traefik',
    files: () => ({
      'acme.json': resolver({ domain: { main: 'web' }, key: ' ', certificate: encode(issued.fullChain) }),
    }),
    line: `failed acme.json#le/web web ${NAME}`,
    reason: /^"acme\.json#le\/web key" is empty/u,
  },
  {
    what: 'something else than a certificate in the list',
    layout: 'traefik',
    files: () => ({ 'acme.json': resolver('text') }),
    line: 'failed acme.json#le/le 1 le 1',
    reason: /is empty/u,
  },
  {
    what: 'one Secret instead of a list',
    layout: 'kubernetes',
    files: () => ({
      'one.json': json({
        kind: 'Secret',
        type: 'kubernetes.io/tls',
        metadata: { name: 'web' },
        data: { 'tls.key': encode(issued.privateKey), 'tls.crt': encode(issued.fullChain) },
      }),
    }),
    line: `ready one.json#web web ${NAME}`,
  },
  {
    what: 'a Secret without a name and without a key',
    layout: 'kubernetes',
    files: () => ({
      'one.json': json({ kind: 'Secret', type: 'kubernetes.io/tls', data: { 'tls.crt': encode(issued.fullChain) } }),
    }),
    line: `failed one.json#one.json one.json ${NAME}`,
    reason: /tls\.key" is empty/u,
  },
  {
    what: 'the leaf certificate in a file of its own, without the chain',
    layout: 'win-acme',
    files: () => ({ 'web-key.pem': issued.privateKey, 'web-crt.pem': issued.leafCertificate }),
    line: `failed web web ${NAME}`,
    reason: /^`web-crt\.pem`.*certificate chain/u,
  },
  {
    what: 'a full chain called after the key',
    layout: 'win-acme',
    files: () => ({ 'web-key.pem': issued.privateKey, 'web.pem': issued.fullChain }),
    line: `ready web web ${NAME}`,
  },
  {
    what: 'a key without a certificate',
    layout: 'win-acme',
    files: () => ({ 'web-key.pem': issued.privateKey }),
    line: 'failed web web',
    reason: /^"web-chain\.pem" does not exist/u,
  },
];

/** A folder of nothing else than a certificate without its key. */
const WITHOUT_KEY: readonly Pick<Case, 'what' | 'layout' | 'files'>[] = [
  {
    what: 'no key, as one that was issued from a request',
    layout: 'acme.sh',
    files: () => ({ 'web/web.conf': '', 'web/web.cer': issued.leafCertificate, 'web/fullchain.cer': issued.fullChain }),
  },
  {
    what: 'no key, as one that was issued from a request',
    layout: 'posh-acme',
    files: () => ({ '1/web/order.json': '{}', '1/web/fullchain.cer': issued.fullChain }),
  },
  {
    what: 'a chain without a key',
    layout: 'win-acme',
    files: () => ({ 'web-chain.pem': issued.fullChain }),
  },
  {
    what: 'a certificate without a key, as one that was issued from a request',
    layout: 'lego',
    files: () => ({ 'certificates/web.crt': issued.fullChain, 'certificates/web.json': '{}' }),
  },
];

describe('rare forms of the folders of clients', () => {
  it.each(CASES)(
    'A folder of $layout with $what is read as what it is (case %#)',
    ({ layout, files, line, reason }) => {
      const folder = makeTemp();
      writeFiles(folder, files());
      const entries = entriesOf(folder, { layout });
      expect(linesOf(entries)).toEqual([line]);
      if (reason !== undefined) expect(reasonOf(entries.find(({ id }) => id !== ''))).toMatch(reason);
    },
  );

  it.each(WITHOUT_KEY)('In a folder of $layout with $what, nothing can be processed (case %#)', ({ layout, files }) => {
    const folder = makeTemp();
    writeFiles(folder, files());
    expect(faultOf(folder, { layout })).toMatch(/Left out.*no private key/u);
  });

  it('The folder of one order of Posh-ACME is called after itself', () => {
    const folder = makeTemp();
    writeFiles(folder, {
      'web/order.json': '{}',
      'web/cert.key': issued.privateKey,
      'web/fullchain.cer': issued.fullChain,
    });
    expect(linesOf(entriesOf(join(folder, 'web')))).toEqual([`ready web web ${NAME}`]);
  });

  it('Orders of Posh-ACME that lie deeper than it stores them are not found', () => {
    const folder = makeTemp();
    writeFiles(folder, { 'a/server/1/web/order.json': '{}', 'a/server/1/web/cert.key': issued.privateKey });
    expect(faultOf(folder, { layout: 'posh-acme' })).toContain('has no certificate to process');
  });

  it.each([
    ['traefik', 'acme.json', '[]', "no traefik's"],
    ['traefik', 'acme.json', '{"le":', "no traefik's"],
    ['traefik', 'acme.json', '{"le":{"Account":null}}', "no traefik's"],
    ['kubernetes', 'secrets.json', '{"kind":"Pod"}', 'no Secret or List'],
    ['kubernetes', 'secrets.json', 'text', 'no Secret or List'],
  ])('With `layout: %s`, the file %s with %s is an error that names it', (layout, file, content, told) => {
    const folder = makeTemp();
    writeFileSync(join(folder, file), content);
    const fault = faultOf(folder, { layout });
    expect(fault).toContain(`"${file}"`);
    expect(fault).toContain(told);
  });

  it('What lies among the certificates of certbot and is none is told', () => {
    const folder = makeTemp();
    writeFiles(folder, {
      'live/web/privkey.pem': issued.privateKey,
      'live/web/cert.pem': issued.leafCertificate,
      'live/web/chain.pem': issued.certificateChain,
      'live/web/fullchain.pem': issued.fullChain,
      'live/notes/README': 'text',
    });
    const entries = entriesOf(folder);
    expect(linesOf(entries)).toEqual([`ready live/web web ${NAME}`]);
    expect(reasonOf(entries.find(({ source }) => source === 'live/notes'))).toContain('four files');
  });
});
