import { execFileSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { makeAuthority } from '../authority/authority.ts';
import type { Issued } from '../authority/authority.ts';
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
import { entriesOf, faultOf, linesOf, readFolder, reasonOf } from './read-folder.ts';

const made: Partial<Record<'web' | 'old' | 'wild' | 'rsa' | 'staging', Issued>> = {};
const get = (name: keyof typeof made): Issued => {
  const issued = made[name];
  if (issued === undefined) throw new Error('not issued');
  return issued;
};

beforeAll(async () => {
  const [authority, staging] = await Promise.all([makeAuthority(), makeAuthority({ name: '(STAGING) Test' })]);
  made.web = await authority.issue({ dnsNames: ['www.example.com', 'example.com'], aia: true });
  made.old = await authority.issue({
    dnsNames: ['www.example.com', 'example.com'],
    notBefore: new Date(Date.now() - 60 * 86_400_000),
  });
  made.wild = await authority.issue({ dnsNames: ['*.wild.test'], commonName: '' });
  made.rsa = await authority.issue({ dnsNames: ['www.example.com', 'example.com'], keyType: 'rsa-2048' });
  made.staging = await staging.issue({ dnsNames: ['www.example.com', 'example.com'] });
});

interface Client {
  readonly layout: string;
  readonly write: (root: string) => void;
  /** What a person gives, below the folder that is written. */
  readonly roots: readonly string[];
  /** Status, source below the first root, id, name. */
  readonly lines: readonly string[];
}

const WEB = 'www.example.com';
const WILD = 'wildcard.wild.test';

const CLIENTS: readonly Client[] = [
  {
    layout: 'certbot',
    write: (root) =>
      writeCertbot(root, [
        { id: 'www.example.com', issued: get('web'), before: get('old') },
        { id: 'wild.test', issued: get('wild') },
      ]),
    roots: ['', 'live'],
    lines: [`ready live/wild.test wild.test ${WILD}`, `ready live/www.example.com www.example.com ${WEB}`],
  },
  {
    layout: 'lego',
    write: (root) =>
      writeLego(root, [
        { id: 'www.example.com', issued: get('web') },
        { id: '_.wild.test', issued: get('wild'), isAlone: true },
      ]),
    roots: ['', 'certificates'],
    lines: [
      `ready certificates/_.wild.test _.wild.test ${WILD}`,
      `ready certificates/www.example.com www.example.com ${WEB}`,
    ],
  },
  {
    layout: 'lego',
    write: (root) => writeLego(root, [{ id: 'My site', issued: get('web'), isAlone: true }], 5),
    roots: ['', 'certificates'],
    lines: [`ready certificates/My site My site ${WEB}`],
  },
  {
    layout: 'acme.sh',
    write: (root) =>
      writeAcmeSh(root, [
        { id: 'www.example.com', issued: get('web') },
        { id: '*.wild.test_ecc', issued: get('wild') },
      ]),
    roots: [''],
    lines: [`ready *.wild.test_ecc *.wild.test_ecc ${WILD}`, `ready www.example.com www.example.com ${WEB}`],
  },
  {
    layout: 'dehydrated',
    write: (root) =>
      writeDehydrated(root, [
        { id: 'web', issued: get('web'), before: get('old') },
        { id: 'wild', issued: get('wild') },
      ]),
    roots: ['', 'certs'],
    lines: [`ready certs/web web ${WEB}`, `ready certs/wild wild ${WILD}`],
  },
  {
    layout: 'caddy',
    write: (root) =>
      writeCaddy(root, [
        { id: 'www.example.com', issued: get('web') },
        { id: 'wildcard_.wild.test', issued: get('wild') },
      ]),
    roots: ['', 'certificates'],
    lines: [
      `ready certificates/acme-v02.api.letsencrypt.org-directory/wildcard_.wild.test wildcard_.wild.test ${WILD}`,
      `ready certificates/acme-v02.api.letsencrypt.org-directory/www.example.com www.example.com ${WEB}`,
    ],
  },
  {
    layout: 'traefik',
    write: (root) =>
      writeTraefik(root, [
        { id: 'www.example.com', issued: get('web') },
        { id: '*.wild.test', issued: get('wild'), resolver: 'dns' },
      ]),
    roots: ['', 'acme.json'],
    lines: [
      `ready acme.json#dns/*.wild.test *.wild.test ${WILD}`,
      `ready acme.json#le/www.example.com www.example.com ${WEB}`,
    ],
  },
  {
    layout: 'kubernetes',
    write: (root) =>
      writeKubernetes(root, [
        { id: 'shop/web-tls', issued: get('web') },
        { id: 'shop/wild-tls', issued: get('wild') },
      ]),
    roots: ['', 'secrets.json'],
    lines: [
      `ready secrets.json#shop/web-tls shop/web-tls ${WEB}`,
      `ready secrets.json#shop/wild-tls shop/wild-tls ${WILD}`,
    ],
  },
  {
    layout: 'posh-acme',
    write: (root) =>
      writePoshAcme(root, [
        { id: 'www.example.com', issued: get('web') },
        { id: '!.wild.test', issued: get('wild') },
      ]),
    roots: ['', 'acme-v02.api.letsencrypt.org', 'acme-v02.api.letsencrypt.org/123456'],
    lines: [
      `ready acme-v02.api.letsencrypt.org/123456/!.wild.test !.wild.test ${WILD}`,
      `ready acme-v02.api.letsencrypt.org/123456/www.example.com www.example.com ${WEB}`,
    ],
  },
  {
    layout: 'win-acme',
    write: (root) =>
      writeWinAcme(root, [
        { id: 'www.example.com', issued: get('web') },
        { id: '_.wild.test', issued: get('wild') },
      ]),
    roots: [''],
    lines: [`ready _.wild.test _.wild.test ${WILD}`, `ready www.example.com www.example.com ${WEB}`],
  },
  {
    layout: 'pem',
    write: (root) =>
      writeMkcert(root, [
        { id: 'www.example.com', issued: get('rsa') },
        { id: '_wildcard.wild.test', issued: get('wild') },
      ]),
    roots: [''],
    lines: [
      `ready _wildcard.wild.test+2.pem _wildcard.wild.test+2 ${WILD}`,
      `ready www.example.com+2.pem www.example.com+2 ${WEB}`,
    ],
  },
];

/** The lines with paths that begin at a folder further down. */
function below(lines: readonly string[], folder: string): string[] {
  const isFile = folder.endsWith('.json');
  return folder === '' || isFile ? [...lines] : lines.map((line) => line.replace(`ready ${folder}/`, 'ready '));
}

const ROWS = CLIENTS.flatMap((client) =>
  client.roots.flatMap((root) => ['auto', client.layout].map((layout) => ({ ...client, root, asked: layout }))),
);

describe('folders of clients', () => {
  it.each(ROWS)('Each certificate of $layout below "$root" is found with `layout: $asked` (case %#)', (row) => {
    const folder = makeTemp();
    row.write(folder);
    const reading = readFolder(join(folder, row.root), { layout: row.asked });
    if ('fault' in reading) throw new Error(reading.fault.what);
    expect(reading.content.layout).toBe(row.layout);
    expect(linesOf(reading.content.entries)).toEqual(below(row.lines, row.root));
  });

  it.each(CLIENTS)('The folder of $layout is read when it was copied without links (case %#)', ({ write, lines }) => {
    const [folder, copy] = [makeTemp(), makeTemp()];
    write(folder);
    execFileSync('cp', ['-rL', `${folder}/.`, copy]);
    expect(linesOf(entriesOf(copy))).toEqual(lines);
  });

  it.each(CLIENTS)(
    'Each certificate of $layout is found in it as in any folder of PEM files, or is none (case %#)',
    ({ write, lines, layout }) => {
      const folder = makeTemp();
      write(folder);
      if (['traefik', 'kubernetes', 'acme.sh'].includes(layout)) {
        // acme.sh has a log that is too long for any folder of certificates.
        expect(faultOf(folder, { layout: 'pem' })).toMatch(/no certificate|"acme.sh.log"/u);
        return;
      }
      const entries = entriesOf(folder, { layout: 'pem' }).filter(({ status }) => status === 'ready');
      const names = lines.map((line) => line.split(' ').pop() ?? '');
      expect(entries.map(({ name }) => name).toSorted()).toEqual(names.toSorted());
    },
  );

  it('Two clients in one folder are an error that names both', () => {
    const folder = makeTemp();
    writeCertbot(folder, [{ id: 'web', issued: get('web') }]);
    writeLego(folder, [{ id: 'web', issued: get('web') }]);
    expect(faultOf(folder)).toMatch(/`directory`.*`certbot` and `lego`.*`layout`/u);
    expect(linesOf(entriesOf(folder, { layout: 'lego' }))).toEqual([`ready certificates/web web ${WEB}`]);
  });

  it('An unknown layout is an error that lists them all', () => {
    mkdirSync(join(makeTemp(), 'empty'));
    expect(faultOf(makeTemp(), { layout: 'certboot' })).toMatch(/`layout`.*"certboot".*`certbot`.*`acme.sh`.*`pem`/u);
  });

  it('The folder of one certificate of certbot is enough', () => {
    const folder = makeTemp();
    writeCertbot(folder, [{ id: 'web', issued: get('web') }]);
    expect(linesOf(entriesOf(join(folder, 'live/web')))).toEqual([`ready web web ${WEB}`]);
  });
});

describe('what a client stores more than once', () => {
  it('A certificate of a test CA is left out if there is a proper one for the same name', () => {
    const folder = makeTemp();
    writeCaddy(folder, [
      { id: 'www.example.com', issued: get('web') },
      { id: 'www.example.com', issued: get('staging'), issuer: 'acme-staging-v02.api.letsencrypt.org-directory' },
    ]);
    const entries = entriesOf(folder, { allowsTestCa: true });
    expect(linesOf(entries).map((line) => line.split('/', 2).join('/'))).toEqual([
      'skipped certificates/acme-staging-v02.api.letsencrypt.org-directory',
      'ready certificates/acme-v02.api.letsencrypt.org-directory',
    ]);
    expect(reasonOf(entries.find(({ status, id }) => status === 'skipped' && id !== ''))).toContain('(STAGING)');
  });

  it('A certificate of a test CA alone fails, unless that is allowed', () => {
    const folder = makeTemp();
    writeTraefik(folder, [
      { id: 'www.example.com', issued: get('staging'), resolver: 'staging' },
      { id: 'wild', issued: get('wild') },
    ]);
    const failed = entriesOf(folder).find(({ status }) => status === 'failed');
    expect(failed?.source).toBe('acme.json#staging/www.example.com');
    expect(reasonOf(failed)).toMatch(/test CA.*`allow_test_ca: true`/u);
    expect(linesOf(entriesOf(folder, { allowsTestCa: true }))).toContain(
      `ready acme.json#staging/www.example.com www.example.com ${WEB}`,
    );
  });

  it('RSA and ECDSA versions need `{key}` in the name', () => {
    const folder = makeTemp();
    writeAcmeSh(folder, [
      { id: 'www.example.com', issued: get('rsa') },
      { id: 'www.example.com_ecc', issued: get('web') },
      { id: 'wild', issued: get('wild') },
    ]);
    const entries = entriesOf(folder);
    expect(entries.filter(({ status }) => status === 'failed')).toHaveLength(2);
    expect(reasonOf(entries.find(({ status }) => status === 'failed'))).toMatch(/"www.example.com_ecc".*`\{key\}`/u);
    expect(linesOf(entriesOf(folder, { template: '{domain}-{key}' }))).toEqual([
      'ready wild wild wildcard.wild.test-ecdsa',
      'ready www.example.com www.example.com www.example.com-rsa',
      'ready www.example.com_ecc www.example.com_ecc www.example.com-ecdsa',
    ]);
  });

  it('The newest version of a certificate wins, and a notice names the others', () => {
    const folder = makeTemp();
    writeCertbot(folder, [
      { id: 'a', issued: get('old') },
      { id: 'a-0001', issued: get('web') },
    ]);
    const reading = readFolder(folder);
    if ('fault' in reading) throw new Error(reading.fault.what);
    expect(linesOf(reading.content.entries)).toEqual([`skipped live/a a ${WEB}`, `ready live/a-0001 a-0001 ${WEB}`]);
    expect(reading.remarks).toEqual([
      { level: 'notice', message: expect.stringMatching(/"live\/a-0001".*"live\/a"/u) },
    ]);
  });

  it('Different DNS names under one name are an error that suggests `{id}`', async () => {
    const folder = makeTemp();
    const authority = await makeAuthority();
    const other = await authority.issue({ dnsNames: ['www.example.com', 'shop.example.com'] });
    writeCertbot(folder, [
      { id: 'wild.test', issued: get('web') },
      { id: 'wild.test-0001', issued: other },
    ]);
    const entries = entriesOf(folder);
    expect(linesOf(entries)).toEqual([
      `failed live/wild.test wild.test ${WEB}`,
      `failed live/wild.test-0001 wild.test-0001 ${WEB}`,
    ]);
    expect(reasonOf(entries.find(({ id }) => id === 'wild.test'))).toMatch(/different DNS names.*`\{id\}`/u);
    expect(linesOf(entriesOf(folder, { template: '{id}' }))).toEqual([
      'ready live/wild.test wild.test wild.test',
      'ready live/wild.test-0001 wild.test-0001 wild.test-0001',
    ]);
  });

  it('One Secret in several namespaces is one certificate', () => {
    const folder = makeTemp();
    writeKubernetes(folder, [
      { id: 'shop/web-tls', issued: get('web') },
      { id: 'blog/web-tls', issued: get('web') },
    ]);
    const reading = readFolder(folder);
    if ('fault' in reading) throw new Error(reading.fault.what);
    expect(linesOf(reading.content.entries)).toEqual([
      `ready secrets.json#blog/web-tls blog/web-tls ${WEB}`,
      `skipped secrets.json#shop/web-tls shop/web-tls ${WEB}`,
    ]);
    expect(reading.remarks).toEqual([]);
  });

  it("Caddy's own CA gives way to any other for the same name", () => {
    const folder = makeTemp();
    writeCaddy(folder, [
      { id: 'www.example.com', issued: get('old') },
      { id: 'www.example.com', issued: get('web'), issuer: 'local' },
    ]);
    expect(linesOf(entriesOf(folder)).map((line) => line.split(' ')[0])).toEqual(['ready', 'skipped']);
  });
});

describe('pairs that are not whole', () => {
  it('A leaf certificate without the chain that it needs fails, with what the client should store', () => {
    const folder = makeTemp();
    writeMkcert(folder, [{ id: 'web', issued: get('web') }]);
    expect(reasonOf(entriesOf(folder)[0])).toMatch(/^`web\+2.pem`.*no certificate chain/u);
  });

  it.each([
    ['certbot', writeCertbot, 'live/web/privkey.pem', 'archive/web/privkey1.pem', 'failed'],
    ['certbot', writeCertbot, 'live/web/fullchain.pem', 'archive/web/fullchain1.pem', 'failed'],
    ['lego', writeLego, 'certificates/web.key', 'certificates/web.key', 'failed'],
    ['acme.sh', writeAcmeSh, 'web/fullchain.cer', 'web/fullchain.cer', 'failed'],
    ['posh-acme', writePoshAcme, 'web/cert.key', 'acme-v02.api.letsencrypt.org/123456/web/cert.key', 'failed'],
    ['caddy', writeCaddy, 'web.crt', 'certificates/acme-v02.api.letsencrypt.org-directory/web/web.crt', 'failed'],
    ['win-acme', writeWinAcme, 'web-key.pem', 'web-key.pem', 'failed'],
    ['pem', writeMkcert, 'web+2-key.pem', 'web+2-key.pem', 'failed'],
  ] as const)(
    'A half-written pair of %s fails alone, with its file in the error (case %#)',
    (_, write, named, file, status) => {
      for (const content of ['', get('web').privateKey.slice(0, 120), get('rsa').privateKey]) {
        const folder = makeTemp();
        write(folder, [
          { id: 'web', issued: get('web') },
          { id: 'wild', issued: get('wild') },
        ]);
        writeFiles(folder, { [file]: content });
        const entries = entriesOf(folder);
        const broken = entries.find(({ id }) => id.startsWith('web'));
        expect(broken?.status).toBe(status);
        expect(reasonOf(broken)).toContain(named);
        expect(reasonOf(broken)).not.toContain(get('web').privateKey.split('\n')[1]);
        expect(entries.find(({ name }) => name === WILD)?.status).toBe('ready');
      }
    },
  );
});
