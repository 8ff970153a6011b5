import { createHash } from 'node:crypto';
import { existsSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { getLego, RELEASES } from '../../src/renew/lego-binary.ts';
import type { BinaryOptions } from '../../src/renew/lego-binary.ts';
import { fileInTar } from '../../src/renew/tar.ts';
import type { Send } from '../../src/renew/transport.ts';
import { makeDeadline, systemClock } from '../../src/waiting.ts';
import { SILENT_LOG } from '../runner/silent-log.ts';
import { makeTemp } from '../runner/step.ts';

const script = (version: string): string => `#!/bin/sh\necho "lego version ${version} linux/amd64"\n`;

/** A gzipped tar archive of these files (POSIX ustar). */
function tarOf(files: Readonly<Record<string, string>>): Buffer {
  const parts = Object.entries(files).flatMap(([name, content]) => {
    const header = Buffer.alloc(512);
    header.write(name);
    header.write('0000755\0', 100);
    header.write(`${content.length.toString(8).padStart(11, '0')}\0`, 124);
    header.write('0', 156);
    const body = Buffer.alloc(Math.ceil(content.length / 512) * 512);
    body.write(content);
    return [header, body];
  });
  return gzipSync(Buffer.concat([...parts, Buffer.alloc(1_024)]));
}

const ARCHIVE = tarOf({ 'CHANGELOG.md': 'x'.repeat(700), lego: script('4.35.2') });
const RELEASE = { file: 'lego.tar.gz', sha256: createHash('sha256').update(ARCHIVE).digest('hex') };

function optionsOf(send: Send, own: Partial<BinaryOptions> = {}): BinaryOptions {
  return {
    legoPath: '',
    workspace: makeTemp(),
    folder: makeTemp(),
    platform: 'linux-x64',
    send,
    log: SILENT_LOG,
    github: { token: '', path: '' },
    deadline: makeDeadline(systemClock, 10_000, new AbortController().signal),
    releases: { 'linux-x64': RELEASE },
    ...own,
  };
}

const NEVER: Send = async () => {
  throw new Error('nothing may be sent');
};

describe.skipIf(process.platform === 'win32')('lego', () => {
  it('The pinned releases are those of lego 4.35.2 with a SHA-256 each', () => {
    expect(Object.keys(RELEASES)).toEqual(['linux-x64', 'linux-arm64']);
    for (const { file, sha256 } of Object.values(RELEASES)) {
      expect(file).toMatch(/^lego_v4\.35\.2_linux_(?:amd|arm)64\.tar\.gz$/u);
      expect(sha256).toMatch(/^[0-9a-f]{64}$/u);
    }
  });

  it('The download follows redirects, is compared with the checksum, and only its owner may run it', async () => {
    const asked: string[] = [];
    const send: Send = async (url) => {
      asked.push(url.host);
      return url.host === 'github.com'
        ? { status: 302, headers: { location: 'https://files.example/x' }, body: Buffer.alloc(0) }
        : { status: 200, headers: {}, body: ARCHIVE };
    };
    const path = await getLego(optionsOf(send));
    expect(asked).toEqual(['github.com', 'files.example']);
    expect(statSync(path).mode & 0o777).toBe(0o700);
  });

  it.each<[string, Send]>([
    ['another checksum', async () => ({ status: 200, headers: {}, body: tarOf({ lego: script('4.35.2 ') }) })],
    ['an error', async () => ({ status: 404, headers: {}, body: Buffer.alloc(0) })],
    ['no response', async () => Promise.reject(new Error('connect ECONNREFUSED'))],
    [
      'a redirect without https',
      async () => ({ status: 302, headers: { location: 'http://files.example/x' }, body: Buffer.alloc(0) }),
    ],
    [
      'redirects without end',
      async () => ({ status: 302, headers: { location: 'https://github.com/x' }, body: Buffer.alloc(0) }),
    ],
  ])('A download with %s is an error, and nothing is run', async (_what, send) => {
    const options = optionsOf(send);
    await expect(getLego(options)).rejects.toMatchObject({ code: 'lego_unusable' });
    expect(readdirSync(options.folder)).toEqual([]);
  });

  it('A platform without a pinned release is told to use `lego_path`', async () => {
    await expect(getLego(optionsOf(NEVER, { platform: 'darwin-arm64' }))).rejects.toThrow('lego_path');
  });

  it('A download that cannot be attested is used all the same, since its checksum is the pinned one', async () => {
    const send: Send = async () => ({ status: 200, headers: {}, body: ARCHIVE });
    const path = await getLego(optionsOf(send, { github: { token: 'ghs_x', path: '/nowhere' } }));
    expect(existsSync(path)).toBe(true);
  });

  it.each([
    [0, 'GitHub attests'],
    [1, 'did not confirm'],
  ])('When `gh` ends with %i, the log says so, and the checksum decides', async (code, told) => {
    const lines: string[] = [];
    const path = makeTemp();
    writeFileSync(join(path, 'gh'), `#!/bin/sh\n[ "$GH_TOKEN" = ghs_x ] || exit 9\nexit ${code}\n`, { mode: 0o755 });
    const send: Send = async () => ({ status: 200, headers: {}, body: ARCHIVE });
    const log = { ...SILENT_LOG, info: (line: string) => void lines.push(line) };
    await getLego(optionsOf(send, { github: { token: 'ghs_x', path }, log }));
    expect(lines.join()).toContain(told);
  });

  it.each([
    ['that does not start', 'no program', 0o644],
    ['that tells no version', '#!/bin/sh\necho hello\n', 0o755],
    ['that dies', '#!/bin/sh\nkill -9 $$\n', 0o755],
  ])('A lego of your own %s is an error', async (_what, content, mode) => {
    const workspace = makeTemp();
    writeFileSync(join(workspace, 'lego'), content, { mode });
    await expect(getLego(optionsOf(NEVER, { workspace, legoPath: 'lego' }))).rejects.toMatchObject({
      code: 'lego_unusable',
    });
  });

  it('An archive without lego is an error', async () => {
    const archive = tarOf({ other: 'x' });
    const sha256 = createHash('sha256').update(archive).digest('hex');
    const send: Send = async () => ({ status: 200, headers: {}, body: archive });
    const options = optionsOf(send, { releases: { 'linux-x64': { file: 'lego.tar.gz', sha256 } } });
    await expect(getLego(options)).rejects.toThrow('`lego_path`');
  });

  it.each([
    ['4.9.0', true],
    ['v4.40.1', true],
    ['5.0.0', false],
  ])('A lego of your own with version %s is usable: %s', async (version, isUsable) => {
    const workspace = makeTemp();
    writeFileSync(join(workspace, 'lego'), script(version), { mode: 0o755 });
    const result = getLego(optionsOf(NEVER, { workspace, legoPath: 'lego' }));
    if (isUsable) await expect(result).resolves.toBe(join(workspace, 'lego'));
    else await expect(result).rejects.toMatchObject({ code: 'lego_unusable' });
  });

  it('A file is found in an archive by its name at the top', () => {
    expect(fileInTar(ARCHIVE, 'lego')?.toString()).toBe(script('4.35.2'));
    expect(fileInTar(ARCHIVE, 'legs')).toBeUndefined();
  });
});
