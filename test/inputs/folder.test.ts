import { execFileSync } from 'node:child_process';
import { createPrivateKey } from 'node:crypto';
import { chmodSync, mkdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { readDirectory } from '../../src/inputs/directory.ts';
import { openFolder } from '../../src/inputs/folder.ts';
import { makeAuthority } from '../authority/authority.ts';
import type { Issued } from '../authority/authority.ts';
import { faultsOfMessage } from '../runner/sentences.ts';
import { makeTemp } from '../runner/step.ts';
import { writeCertbot, writeFiles, writeLink } from './client-folders.ts';
import { entriesOf, faultOf, linesOf, readFolder, reasonOf } from './read-folder.ts';

const made: { web?: Issued; expired?: Issued } = {};
const web = (): Issued => {
  if (made.web === undefined) throw new Error('not issued');
  return made.web;
};

beforeAll(async () => {
  const authority = await makeAuthority();
  made.web = await authority.issue({ dnsNames: ['www.example.com'] });
  made.expired = await authority.issue({
    dnsNames: ['old.example.com'],
    notBefore: new Date(Date.now() - 90 * 86_400_000),
    notAfter: new Date(Date.now() - 86_400_000),
  });
});

/** A folder with one good certificate in `web/`. */
function makeFolder(): string {
  const folder = makeTemp();
  writeFiles(folder, { 'web/tls.key': web().privateKey, 'web/tls.crt': web().fullChain });
  return folder;
}

describe('folders that cannot be used', () => {
  it.each<readonly [string, (folder: string) => void, RegExp]>([
    [
      'a link that leads nowhere',
      (folder) => writeLink(folder, 'web/chain.pem', '../gone.pem'),
      /"web\/chain.pem".*nowhere.*`cp -rL`/u,
    ],
    [
      'a link to a file outside',
      (folder) => writeLink(folder, 'web/host.pem', '/etc/passwd'),
      /"web\/host.pem".*outside/u,
    ],
    ['a link to a folder outside', (folder) => writeLink(folder, 'etc', '/etc'), /"etc".*outside/u],
    [
      'a link to a folder whose name begins alike',
      (folder) => {
        mkdirSync(`${folder}-other`);
        writeLink(folder, 'other', `${folder}-other`);
      },
      /"other".*outside/u,
    ],
    ['a link to itself', (folder) => writeLink(folder, 'web/loop.pem', 'loop.pem'), /"web\/loop.pem".*circle/u],
    ['a link to the folder above', (folder) => writeLink(folder, 'web/up', '..'), /"web\/up".*circle/u],
    ['a link to its own folder', (folder) => writeLink(folder, 'web/here', '.'), /"web\/here".*circle/u],
    ['a FIFO', (folder) => execFileSync('mkfifo', [join(folder, 'web/pipe.pem')]), /"web\/pipe.pem".*FIFO/u],
    ['a FIFO with any name', (folder) => execFileSync('mkfifo', [join(folder, 'notes')]), /"notes".*FIFO/u],
    ['a link to a device', (folder) => writeLink(folder, 'web/zero.pem', '/dev/zero'), /"web\/zero.pem".*outside/u],
    [
      'a file over 1 MiB',
      (folder) => writeFiles(folder, { 'web/big.pem': 'x'.repeat(1024 * 1024 + 1) }),
      /"web\/big.pem".*1 MiB/u,
    ],
    [
      'a file over 1 MiB that is not read',
      (folder) => writeFiles(folder, { 'web/notes.txt': 'x'.repeat(1024 * 1024 + 1) }),
      /"web\/notes.txt".*1 MiB/u,
    ],
    [
      'seven levels',
      (folder) => writeFiles(folder, { 'a/b/c/d/e/f/g/tls.crt': '' }),
      /6 levels.*"a\/b\/c\/d\/e\/f\/g"/u,
    ],
    [
      'too many files',
      (folder) => {
        for (let at = 0; at <= 10_000; at += 1) writeFileSync(join(folder, `file${at}`), '');
      },
      /10,000 files/u,
    ],
  ])('%s is an error of the folder, and nothing is used', (_, spoil, expected) => {
    const folder = makeFolder();
    spoil(folder);
    expect(faultOf(folder)).toMatch(expected);
    expect(faultsOfMessage(faultOf(folder))).toEqual([]);
    rmSync(`${folder}-other`, { recursive: true, force: true });
  });

  it('A file that was listed, and cannot be looked at when it is checked, is an error of the folder', () => {
    const folder = makeTemp();
    writeFiles(folder, { 'notes.txt': '' });
    const opened = openFolder(folder, '/');
    opened.list('');
    rmSync(join(folder, 'notes.txt'));
    expect(() => opened.checkRest()).toThrow(/"notes.txt".*ENOENT/u);
  });

  it('A socket is an error of the folder', async () => {
    const folder = makeFolder();
    const server = createServer().listen(join(folder, 'web/socket.pem'));
    await new Promise((resolve) => server.once('listening', resolve));
    expect(faultOf(folder)).toMatch(/"web\/socket.pem".*socket/u);
    await new Promise((resolve) => server.close(resolve));
  });

  it.each([
    ['live/web/privkey.pem', '../../archive/gone/privkey1.pem', /"live\/web\/privkey.pem".*nowhere.*`archive\/`/u],
    ['live/web/README', '/dev/null', /"live\/web\/README".*outside/u],
  ])('The link %s of certbot to %s is an error of the folder', (path, target, expected) => {
    const folder = makeTemp();
    writeCertbot(folder, [{ id: 'web', issued: web() }]);
    rmSync(join(folder, path));
    writeLink(folder, path, target);
    expect(faultOf(folder)).toMatch(expected);
  });

  it('Of certbot, only `archive/` may lie beside the folder that is named', () => {
    const folder = makeTemp();
    writeCertbot(folder, [{ id: 'web', issued: web() }]);
    writeFiles(folder, { 'other/privkey1.pem': web().privateKey });
    rmSync(join(folder, 'live/web/privkey.pem'));
    writeLink(folder, 'live/web/privkey.pem', '../../other/privkey1.pem');
    expect(faultOf(join(folder, 'live'))).toMatch(/"web\/privkey.pem".*outside/u);
  });

  it.each([
    ['/nowhere/at/all', /"\/nowhere\/at\/all".*no such folder/u],
    ['/dev/null', /"\/dev\/null".*device/u],
    ['-----BEGIN CERTIFICATE-----\nAAAA', /text and not the path/u],
    ['x'.repeat(2000), /text and not the path/u],
    ['a\nb', /text and not the path/u],
  ])('The path %j is an error', (path, expected) => {
    expect(faultOf(path)).toMatch(expected);
  });

  it.each<readonly [string, Readonly<Record<string, string>>, RegExp]>([
    ['nothing', {}, /no certificate/u],
    ['no certificate', { 'notes.txt': 'hello', 'token.pem': 'hello' }, /no certificate/u],
    ['JSON that is cut off', { 'acme.json': '{"le":{"Certificates":[{"key":"' }, /no certificate/u],
  ])('A folder with %s is an error', (_, files, expected) => {
    const folder = makeTemp();
    writeFiles(folder, files);
    expect(faultOf(folder)).toMatch(expected);
    expect(faultOf(folder)).not.toContain('hello');
  });

  it('A folder in which everything has expired is an error that says so', () => {
    const folder = makeTemp();
    const { privateKey = '', fullChain = '' } = made.expired ?? {};
    writeFiles(folder, { 'old.key': privateKey, 'old.crt': fullChain });
    expect(faultOf(folder)).toMatch(/still valid.*1 certificate expired/u);
  });

  it('An expired certificate beside a valid one is left out', () => {
    const folder = makeFolder();
    const { privateKey = '', fullChain = '' } = made.expired ?? {};
    writeFiles(folder, { 'old.key': privateKey, 'old.crt': fullChain });
    expect(linesOf(entriesOf(folder))).toEqual([
      'skipped old.crt old old.example.com',
      'ready web/tls.crt web www.example.com',
    ]);
  });

  it('A name without a placeholder is enough for one certificate, and an error for several', async () => {
    const folder = makeFolder();
    expect(linesOf(entriesOf(folder, { template: 'Web' }))).toEqual(['ready web/tls.crt web web']);
    const other = await (await makeAuthority()).issue({ dnsNames: ['other.example.com'] });
    writeFiles(folder, { 'other.key': other.privateKey, 'other.crt': other.fullChain });
    expect(faultOf(folder, { template: 'web' })).toMatch(/`name`.*2 certificates.*`\{domain\}`/u);
    expect(linesOf(entriesOf(folder, { template: 'web', include: ['other*'] }))).toContain('ready other.crt other web');
  });
});

describe('files with odd names', () => {
  it.each([
    ['a line end', 'we\nb'],
    ['a workflow command', '::set-output name=x::y'],
    ['control characters', 'we\u001B[31mb\u0007'],
    ['stars and question marks', '*?[a]'],
    ['quotes', `"it's\``],
    ['spaces around', ' web '],
    ['two dots', '..web'],
    ['a name of an object', '__proto__'],
    ['another name of an object', 'constructor'],
  ])('A certificate in a folder with %s in its name is found', (_, name) => {
    const folder = makeTemp();
    writeFiles(folder, { [`${name}/tls.key`]: web().privateKey, [`${name}/tls.crt`]: web().fullChain });
    expect(linesOf(entriesOf(folder))).toEqual([`ready ${name}/tls.crt ${name} www.example.com`]);
  });

  it('A certificate in a file whose name is no UTF-8 is found', () => {
    const folder = makeTemp();
    for (const [ending, content] of [
      ['.key', web().privateKey],
      ['.crt', web().fullChain],
    ] as const)
      writeFileSync(Buffer.concat([Buffer.from(`${folder}/caf`), Buffer.of(0xe9), Buffer.from(ending)]), content);
    expect(linesOf(entriesOf(folder))).toEqual([String.raw`ready caf\xe9.crt caf\xe9 www.example.com`]);
  });

  it('A key in the name of a file is no part of any message, and is masked', () => {
    const line = web().privateKey.split('\n')[1] ?? '';
    const name = line.replaceAll('/', '_');
    const folder = makeTemp();
    writeFiles(folder, { [`${name}.key`]: web().privateKey, [`${name}.crt`]: web().fullChain });
    const [entry] = entriesOf(folder);
    expect(entry?.status).toBe('failed');
    expect(entry?.name).toBe('');
    expect(reasonOf(entry)).not.toContain(name.slice(0, 12));
    execFileSync('mkfifo', [join(folder, `${name}.pem`)]);
    expect(faultOf(folder)).toMatch(/looks like a key.*FIFO/u);
    expect(faultOf(folder)).not.toContain(name.slice(0, 12));
  });
});

describe('keys of a folder', () => {
  const linesOfKey = (): string[] => web().privateKey.split('\n').slice(1, -2);

  it.each<readonly [string, () => Readonly<Record<string, string>>]>([
    ['its own file', () => ({ 'web.key': web().privateKey, 'web.crt': web().fullChain })],
    ['the file of its certificate', () => ({ 'web.pem': web().privateKey + web().fullChain })],
    ['a file that is no certificate at all', () => ({ 'cert.pem': `notes\n${web().privateKey}` })],
    ['a file with CRLF', () => ({ 'web.key': web().privateKey.replaceAll('\n', '\r\n') })],
    ['base64', () => ({ 'web.key': Buffer.from(web().privateKey).toString('base64') })],
    ['a file that is cut off', () => ({ 'web.key': web().privateKey.slice(0, -30) })],
    [
      'a Secret',
      () => ({
        'a.json': JSON.stringify({
          kind: 'Secret',
          data: { 'tls.key': Buffer.from(web().privateKey).toString('base64') },
        }),
      }),
    ],
    [
      'a Secret of another type',
      () => ({
        'a.json': JSON.stringify({
          kind: 'Secret',
          type: 'Opaque',
          data: { x: Buffer.from(web().privateKey).toString('base64') },
        }),
      }),
    ],
    [
      'JSON that is cut off',
      () => ({
        'acme.json': JSON.stringify({
          le: { Certificates: [{ key: Buffer.from(web().privateKey).toString('base64') }] },
        }).slice(0, -4),
      }),
    ],
  ])('A key in %s is masked', (_, files) => {
    const folder = makeTemp();
    writeFiles(folder, files());
    const { masks, secrets } = readDirectory(folder, 'auto', '/');
    for (const line of linesOfKey().filter((each) => each.length >= 60)) expect(masks).toContain(line);
    expect(secrets.join('\n')).toContain(linesOfKey()[0]);
  });

  it('Certificates and words are no masks', () => {
    const folder = makeTemp();
    writeFiles(folder, { 'web.crt': web().fullChain, 'README.pem': 'This directory contains your keys.\n' });
    expect(readDirectory(folder, 'auto', '/').masks).toEqual([]);
  });

  it.runIf(process.getuid?.() !== 0)('A key that this user may not read fails its certificate alone', () => {
    const folder = makeTemp();
    writeCertbot(folder, [{ id: 'web', issued: web() }]);
    chmodSync(join(folder, 'archive/web/privkey1.pem'), 0);
    expect(reasonOf(entriesOf(folder).find(({ id }) => id === 'web'))).toMatch(/"live\/web\/privkey.pem" may not/u);
  });

  it('An encrypted key fails with the command that decrypts it', () => {
    const folder = makeTemp();
    const encrypted = createPrivateKey(web().privateKey)
      .export({ type: 'pkcs8', format: 'pem', cipher: 'aes-256-cbc', passphrase: 'test' })
      .toString();
    writeFiles(folder, {
      'web-key.pem': encrypted,
      'web-chain.pem': web().fullChain,
      'web-crt.pem': web().leafCertificate,
    });
    const [entry] = entriesOf(folder);
    expect(entry?.status).toBe('failed');
    expect(reasonOf(entry)).toMatch(/"web-key.pem".*`openssl pkey -in/u);
  });

  it('Accounts, tokens and archives are not opened', () => {
    const folder = makeFolder();
    // Reading one of these would hang, or show that it was read.
    for (const name of ['accounts', 'archive', '.git']) {
      mkdirSync(join(folder, name));
      execFileSync('mkfifo', [join(folder, name, 'private_key.json')]);
    }
    writeFiles(folder, { 'account.conf': "CF_Token='secret'", 'dns.ini': 'token = secret', 'all.zip': 'PK' });
    const reading = readFolder(folder);
    if ('fault' in reading) throw new Error(reading.fault.what);
    expect(linesOf(reading.content.entries)).toEqual(['ready web/tls.crt web www.example.com']);
  });
});

describe('what is chosen of a folder', () => {
  const choose = (options: { readonly include?: string[]; readonly exclude?: string[] }): string[] => {
    const folder = makeTemp();
    writeCertbot(folder, [{ id: 'web', issued: web() }]);
    const reading = readFolder(folder, options);
    return 'fault' in reading
      ? [reading.fault.what]
      : [...linesOf(reading.content.entries), ...reading.remarks.map(({ message }) => message)];
  };

  it.each<readonly [Parameters<typeof choose>[0], RegExp]>([
    [{ include: ['web'] }, /^ready/u],
    [{ include: ['*.example.com'] }, /^ready/u],
    [{ include: ['WWW.*'] }, /^ready/u],
    [{ include: ['web', 'shop'] }, /^ready.*\n`include`.*"shop"/u],
    [{ exclude: ['shop'] }, /^ready.*\n`exclude`.*"shop"/u],
    [{ exclude: ['www*'] }, /no certificate.*"live\/web": `exclude`/u],
    [{ include: ['shop*'] }, /no certificate.*"live\/web": `include`/u],
    [{ include: ['web'], exclude: ['*'] }, /no certificate.*`exclude`/u],
  ])('Of a folder with one certificate, %j takes what is asked for', (options, expected) => {
    expect(choose(options).join('\n')).toMatch(expected);
  });

  it('A broken certificate that is excluded fails nothing', () => {
    const folder = makeTemp();
    writeCertbot(folder, [
      { id: 'web', issued: web() },
      { id: 'broken', issued: web() },
    ]);
    writeFiles(folder, { 'archive/broken/fullchain1.pem': '' });
    expect(linesOf(entriesOf(folder, { exclude: ['broken'] }))).toEqual([
      'skipped live/broken broken',
      'ready live/web web www.example.com',
    ]);
  });

  it('A link within the folder is followed', () => {
    const folder = makeTemp();
    writeFiles(folder, { '..2026/tls.key': web().privateKey, '..2026/tls.crt': web().fullChain });
    symlinkSync('..2026', join(folder, '..data'));
    writeLink(folder, 'tls.key', '..data/tls.key');
    writeLink(folder, 'tls.crt', '..data/tls.crt');
    expect(entriesOf(folder).filter(({ status }) => status === 'ready')).toHaveLength(1);
  });
});
