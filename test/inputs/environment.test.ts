import { tmpdir } from 'node:os';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { MockInstance } from 'vitest';
import { readInputs } from '../../src/inputs/environment.ts';
import type { RawInputs } from '../../src/inputs/environment.ts';

const before = process.env;
const RUN = { GITHUB_SERVER_URL: 'https://github.com', GITHUB_REPOSITORY: 'acme/site', GITHUB_RUN_ID: '7' };

/** What is read when these variables alone are set. */
async function readWith(variables: Readonly<Record<string, string>>): Promise<RawInputs> {
  process.env = { ...variables };
  return readInputs();
}

let written: MockInstance<typeof process.stdout.write>;

beforeEach(() => {
  written = vi.spyOn(process.stdout, 'write').mockReturnValue(true);
});

afterEach(() => {
  vi.restoreAllMocks();
  process.env = before;
});

describe('what the environment says', () => {
  it('Without any variable everything has a default', async () => {
    const raw = await readWith({});
    expect(raw).toMatchObject({
      files: {},
      token: { value: '', source: '' },
      github: { token: '', repository: '', apiUrl: 'https://api.github.com', runUrl: '' },
      proxies: { https: '', none: '' },
      tempFolder: tmpdir(),
      summaryFile: '',
      isDebug: false,
      isTlsUnverified: false,
      secrets: [],
    });
    expect(raw.text('name')).toBe('');
  });

  it.each([
    ['server', 'GITHUB_SERVER_URL'],
    ['repository', 'GITHUB_REPOSITORY'],
    ['run', 'GITHUB_RUN_ID'],
  ])('There is no page of a run whose %s is not known', async (_, name) => {
    expect((await readWith(RUN)).github.runUrl).toBe('https://github.com/acme/site/actions/runs/7');
    expect((await readWith({ ...RUN, [name]: ' ' })).github.runUrl).toBe('');
  });

  it.each([
    ['the input', { INPUT_TOKEN: ' token-1 ', DIGITALOCEAN_TOKEN: 'token-3' }, 'token-1', '`token`'],
    [
      'the first variable',
      { DIGITALOCEAN_ACCESS_TOKEN: 'token-2', DIGITALOCEAN_TOKEN: 'token-3' },
      'token-2',
      'ACCESS',
    ],
    ['the second variable', { INPUT_TOKEN: ' ', DIGITALOCEAN_TOKEN: 'token-3\n' }, 'token-3', 'DIGITALOCEAN_TOKEN'],
  ])('The token comes from %s', async (_, variables, value, source) => {
    expect((await readWith(variables)).token).toEqual({ value, source: expect.stringContaining(source) });
  });

  it.each([
    ['both', { https_proxy: 'http://a', HTTPS_PROXY: 'http://b', no_proxy: 'x', NO_PROXY: 'y' }, 'http://a', 'x'],
    ['capitals alone', { HTTPS_PROXY: 'http://b', NO_PROXY: 'y' }, 'http://b', 'y'],
    ['small letters that are empty', { https_proxy: '', HTTPS_PROXY: 'http://b', no_proxy: ' ' }, 'http://b', ''],
  ])('The proxies are right with %s', async (_, variables, https, none) => {
    expect((await readWith(variables)).proxies).toEqual({ https, none });
  });

  it.each([
    ['0', true],
    ['1', false],
    ['', false],
  ])('With NODE_TLS_REJECT_UNAUTHORIZED=%j the verification is off: %j', async (value, isOff) => {
    expect((await readWith({ NODE_TLS_REJECT_UNAUTHORIZED: value })).isTlsUnverified).toBe(isOff);
  });

  it('Each line of a token is masked once, and nothing that is short', async () => {
    await readWith({
      INPUT_TOKEN: 'first-line-of-it\nsecond-line',
      INPUT_GITHUB_TOKEN: 'second-line',
      DIGITALOCEAN_TOKEN: 'short',
    });
    const lines = written.mock.calls.flatMap(([text]) => String(text).split(/\r?\n/u)).filter((line) => line !== '');
    expect(lines).toEqual(['::add-mask::first-line-of-it', '::add-mask::second-line']);
  });
});
