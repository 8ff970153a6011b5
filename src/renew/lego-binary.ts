import { createHash } from 'node:crypto';
import { chmodSync, statSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { ActionError } from '../errors.ts';
import type { Log } from '../log.ts';
import { clauseOf, messageOf } from '../text.ts';
import { runProgram } from './program.ts';
import { fileInTar } from './tar.ts';
import type { Deadline } from '../waiting.ts';
import type { Send } from './transport.ts';

/** lego 5 has other commands and files. */
const VERSION = '4.35.2';
const SERIES = '4';

/** The releases that are used, by Node's names of platform and processor, and the SHA-256 of each archive. */
export const RELEASES: Readonly<Record<string, { readonly file: string; readonly sha256: string }>> = {
  'linux-x64': {
    file: `lego_v${VERSION}_linux_amd64.tar.gz`,
    sha256: 'ee5be4bf457de8e3efa86a51651c75c87f0ee0e4e9f3ae14f6034d68365770f3',
  },
  'linux-arm64': {
    file: `lego_v${VERSION}_linux_arm64.tar.gz`,
    sha256: 'e1f153179098d27ce044aaaa168c0e323d50ae71b0f1a147aa8ae49ac6b14d89',
  },
};

const DOWNLOADS = `https://github.com/go-acme/lego/releases/download/v${VERSION}/`;
const MOST_REDIRECTS = 5;
const MOST_ATTEMPTS = 3;
const DOWNLOAD_MS = 120_000;
const CHECK_MS = 60_000;
const OWN_BINARY = `Install lego ${VERSION} on the runner, and set \`lego_path\` to it.`;

/** What getting lego takes. */
export interface BinaryOptions {
  /** `lego_path`; empty for the pinned release. */
  readonly legoPath: string;
  readonly workspace: string;
  /** Where a download is put. */
  readonly folder: string;
  /** `linux-x64` */
  readonly platform: string;
  readonly send: Send;
  readonly log: Log;
  /** For `gh attestation verify`; without a token there is no such check. */
  readonly github: { readonly token: string; readonly path: string };
  readonly deadline: Deadline;
  /** Other releases than the pinned ones, for a test. */
  readonly releases?: typeof RELEASES;
}

/** The path of a lego that may be run. @throws ActionError `lego_unusable` */
export async function getLego(options: BinaryOptions): Promise<string> {
  const { legoPath, workspace, log } = options;
  const path = legoPath === '' ? await download(options) : resolve(workspace, legoPath);
  if (legoPath !== '' && statSync(path, { throwIfNoEntry: false })?.isFile() !== true)
    throw unusable('`lego_path` names no file.');
  const { output, code } = await runProgram(path, ['--version'], { env: {}, signal: checkSignal(options) }).catch(
    (error: unknown) => ({ output: clauseOf(messageOf(error)), code: -1 }),
  );
  const version = /\blego version v?(?<version>\d+[\w.+-]*)/u.exec(output)?.groups?.['version'];
  if (code !== 0 || version === undefined)
    throw unusable('It does not tell its version, so it is no lego that runs here.');
  if (version.split('.')[0] !== SERIES) throw unusable(`It is version ${version}, and only lego ${SERIES} works here.`);
  log.info(
    `lego ${version} ${legoPath === '' ? 'was downloaded, and its checksum is the pinned one' : 'is used as `lego_path` says'}.`,
  );
  return path;
}

function checkSignal({ deadline }: Pick<BinaryOptions, 'deadline'>): AbortSignal {
  return AbortSignal.any([deadline.clock.timeoutSignal(CHECK_MS), deadline.stop]);
}

function unusable(what: string, cause?: unknown): ActionError {
  return new ActionError('lego_unusable', `lego cannot be used, so nothing was ordered. ${what} ${OWN_BINARY}`, {
    cause,
  });
}

async function download(options: BinaryOptions): Promise<string> {
  const { platform, folder, send, log, releases = RELEASES } = options;
  const release = releases[platform];
  if (release === undefined) throw unusable(`There is no pinned release for this platform (${platform}).`);
  const url = new URL(release.file, DOWNLOADS);
  const archive = await fetchFile(url, send, log);
  const sha256 = createHash('sha256').update(archive).digest('hex');
  if (sha256 !== release.sha256)
    throw unusable(`The download from ${url.host} has the SHA-256 ${sha256}, and not the pinned ${release.sha256}.`);
  await verifyAttestation(archive, release.file, options);
  const binary = fileInTar(archive, 'lego');
  if (binary === undefined) throw unusable('The archive has no file `lego`.');
  const path = join(folder, 'lego');
  writeFileSync(path, binary, { mode: 0o700 });
  chmodSync(path, 0o700);
  return path;
}

async function fetchFile(first: URL, send: Send, log: Log): Promise<Buffer> {
  let reason = '';
  for (let attempt = 1; attempt <= MOST_ATTEMPTS; attempt += 1) {
    try {
      return await follow(first, send, MOST_REDIRECTS);
    } catch (error) {
      reason = clauseOf(messageOf(error));
      log.info(`lego could not be downloaded (attempt ${attempt} of ${MOST_ATTEMPTS}): ${reason}`);
    }
  }
  throw unusable(`It could not be downloaded from ${first.host}: ${reason}.`);
}

/** No secret travels with these requests, and the checksum decides: redirects to other hosts are fine. */
async function follow(url: URL, send: Send, redirectsLeft: number): Promise<Buffer> {
  const reply = await send(url, { method: 'GET', limitMs: DOWNLOAD_MS });
  if (reply.status === 200) return reply.body;
  const { location } = reply.headers;
  if (reply.status < 300 || reply.status > 399 || typeof location !== 'string' || redirectsLeft === 0)
    throw new Error(`status ${reply.status} from ${url.host}`);
  const next = new URL(location, url);
  if (next.protocol !== 'https:') throw new Error(`${url.host} redirects to an address without https`);
  return follow(next, send, redirectsLeft - 1);
}

/**
 * Asks GitHub whether lego's own workflow built the archive. The checksum has decided before: what cannot be asked, because `gh` is
 * missing or old, or GitHub cannot be reached, is no obstacle.
 */
async function verifyAttestation(archive: Buffer, file: string, options: BinaryOptions): Promise<void> {
  const { folder, github, log } = options;
  if (github.token === '') return;
  const path = join(folder, file);
  writeFileSync(path, archive, { mode: 0o600 });
  const env = { GH_TOKEN: github.token, PATH: github.path, HOME: folder, GH_PROMPT_DISABLED: '1', NO_COLOR: '1' };
  const args = ['attestation', 'verify', path, '--repo', 'go-acme/lego'];
  try {
    const { code } = await runProgram('gh', args, { env, signal: checkSignal(options) });
    log.info(
      code === 0
        ? 'GitHub attests that lego’s own release workflow built it.'
        : '`gh attestation verify` did not confirm it. The pinned checksum matches.',
    );
  } catch {
    log.info('`gh` was not found, so there is no attestation. The pinned checksum matches.');
  }
}
