import { generateKeyPairSync } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { makeFolder, readIssued, removeFolder, writeAccount } from '../../src/renew/folder.ts';
import type { RenewFolder } from '../../src/renew/folder.ts';
import { parseRenewal } from '../../src/renew/inputs.ts';
import type { RenewInput } from '../../src/renew/inputs.ts';
import { orderCertificate } from '../../src/renew/lego.ts';
import type { Order } from '../../src/renew/lego.ts';
import { SILENT_LOG } from '../runner/silent-log.ts';
import { makeTemp } from '../runner/step.ts';

const KEY = generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey;
const NEW_ORDER = 'https://ca.example/order';
const ISSUE =
  'mkdir -p "$LEGO_PATH/certificates"; echo key >"$LEGO_PATH/certificates/x.key"; echo chain >"$LEGO_PATH/certificates/x.crt"';

/** A program in lego's place: it writes down how it was called, and then does this. */
function orderWith(script: string, own: Partial<Order> = {}, inputs: Partial<Record<RenewInput, string>> = {}) {
  const folder = makeFolder(makeTemp());
  const calls = join(folder.path, 'calls');
  const binary = join(folder.path, 'lego');
  writeFileSync(binary, `#!/bin/sh\necho "$@" >>"${calls}"\nenv >"${calls}.env"\n${script}\n`, { mode: 0o700 });
  const values: Partial<Record<RenewInput, string>> = {
    name: 'web',
    acme_account_key: String(KEY.export({ type: 'pkcs8', format: 'pem' })),
    ...inputs,
  };
  const signal = new AbortController().signal;
  const raw: string[] = [];
  const lines: string[] = [];
  const order: Order = {
    renewal: parseRenewal((name) => values[name] ?? ''),
    dnsNames: ['*.example.com', 'example.com'],
    replaced: '',
    newOrderUrl: NEW_ORDER,
    binary,
    folder,
    env: { PATH: process.env['PATH'] ?? '', DNS_SECRET: 'of the provider' },
    signal,
    stop: signal,
    log: { ...SILENT_LOG, info: (line) => void lines.push(line) },
    writeRaw: (line) => void raw.push(line),
    ...own,
  };
  const read = (file: string): string => (existsSync(file) ? readFileSync(file, 'utf8') : '');
  return {
    order,
    folder,
    raw,
    lines,
    calls: () => read(calls).split('\n').filter(Boolean),
    variables: () => read(`${calls}.env`),
    issued: orderCertificate(order),
  };
}

const acmeError = (type: string, url = NEW_ORDER): string =>
  `echo "acme: error: 400 :: POST :: ${url} :: urn:ietf:params:acme:error:${type} :: x"`;
/** Fails the first time, and issues the second. */
const onceThenIssue = (failure: string): string =>
  `if [ -e "$0.again" ]; then ${ISSUE}; else touch "$0.again"; ${failure}; exit 1; fi`;

describe.skipIf(process.platform === 'win32')('an order with lego', () => {
  it('A first certificate is ordered with `run`, and secrets are in the environment alone', async () => {
    const { issued, calls, variables, raw } = orderWith(
      ISSUE,
      {},
      { profile: 'tlsserver', key_type: 'RSA2048', dns_resolvers: '127.0.0.1:53' },
    );
    expect(await issued).toEqual({ privateKey: 'key\n', fullChain: 'chain\n' });
    const [call = ''] = calls();
    expect(call.split(' ')).toEqual([
      '--domains=*.example.com',
      '--domains=example.com',
      '--key-type=rsa2048',
      '--dns=digitalocean',
      '--dns.resolvers=127.0.0.1:53',
      'run',
      '--profile=tlsserver',
    ]);
    expect(calls()).toHaveLength(1);
    expect(variables()).toContain('DNS_SECRET=of the provider');
    const [stop = '', resume = ''] = raw;
    expect(stop.replace('::stop-commands::', '::')).toBe(resume.replace(/::$/u, ''));
  });

  it('A certificate that is served is renewed, and its leaf lies beside the account without a key', async () => {
    const { issued, calls, folder } = orderWith(`cat "$LEGO_PATH/certificates/_.example.com.crt"; ${ISSUE}`, {
      replaced: 'the leaf',
    });
    await issued;
    expect(calls()[0]).toContain('renew --days=36500 --force-cert-domains --no-random-sleep');
    expect(readFileSync(join(folder.lego, 'certificates/_.example.com.crt'), 'utf8')).toBe('the leaf');
    expect(readFileSync(join(folder.lego, 'certificates/_.example.com.json'), 'utf8')).toContain('*.example.com');
  });

  it.each([
    ['alreadyReplaced', 'the order', NEW_ORDER, 'run'],
    ['malformed', 'the order', NEW_ORDER, 'run'],
    // The CA does not find the replaced certificate, or has it of another account.
    ['serverInternal', 'the order', NEW_ORDER, 'run'],
    ['unauthorized', 'the order', NEW_ORDER, 'run'],
    // What is seen of a fault of the CA after lego's own attempts.
    ['badNonce', 'the order', NEW_ORDER, 'run'],
    ['badNonce', 'another request', 'https://ca.example/authz/1', 'renew'],
  ])('When the CA answers with %s to %s, all is repeated once', async (type, _what, url, command) => {
    const { issued, calls } = orderWith(onceThenIssue(acmeError(type, url)), { replaced: 'the leaf' });
    expect((await issued).privateKey).toBe('key\n');
    expect(calls()).toHaveLength(2);
    expect(calls()[1]).toContain(` ${command}`);
  });

  it.each([
    ['rateLimited', NEW_ORDER, 'rate limit'],
    ['caa', 'https://ca.example/authz/1', 'CAA'],
    ['rejectedIdentifier', NEW_ORDER, '`dns_names`'],
    ['unauthorized', 'https://ca.example/authz/1', '`dns_provider`'],
    ['serverInternal', 'https://ca.example/authz/1', 'The CA has a fault'],
  ])('An error of the kind %s ends the order with what to do', async (type, url, told) => {
    const { issued, calls } = orderWith(`${acmeError(type, url)}; exit 1`, { replaced: 'the leaf' });
    await expect(issued).rejects.toThrow(told);
    expect(calls()).toHaveLength(1);
  });

  it('An exit code of 0 without a key is a failure', async () => {
    await expect(orderWith('exit 0').issued).rejects.toMatchObject({ code: 'not_issued' });
  });

  it('A key that is there counts, whatever the exit code', async () => {
    expect(await orderWith(`${ISSUE}; exit 3`).issued).toMatchObject({ privateKey: 'key\n' });
  });

  it('A cancelled job ends lego at once', async () => {
    const controller = new AbortController();
    const { issued } = orderWith('exec sleep 60', { signal: controller.signal, stop: controller.signal });
    setTimeout(() => controller.abort(), 200);
    await expect(issued).rejects.toMatchObject({ code: 'cancelled' });
  });

  it('A lego that takes too long is ended, and that is a failure to issue', async () => {
    const { issued } = orderWith('exec sleep 60', { signal: AbortSignal.timeout(200) });
    await expect(issued).rejects.toMatchObject({ code: 'not_issued' });
  });
});

describe('the folder of a renewal', () => {
  const accountOf = (folder: RenewFolder): void =>
    writeAccount(folder, {
      directory: new URL('https://ca.example:14000/dir'),
      email: 'account',
      key: KEY,
      url: 'https://ca.example/acct/1',
    });

  it('Only its owner can read the account, which lies where lego looks for it', () => {
    const folder = makeFolder(makeTemp());
    accountOf(folder);
    const account = join(folder.lego, 'accounts/ca.example_14000/account');
    expect(JSON.parse(readFileSync(join(account, 'account.json'), 'utf8'))).toMatchObject({
      registration: { uri: 'https://ca.example/acct/1' },
    });
    expect(readFileSync(join(account, 'keys/account.key'), 'utf8')).toContain('BEGIN EC PRIVATE KEY');
    if (process.platform !== 'win32') {
      expect(statSync(folder.path).mode & 0o777).toBe(0o700);
      expect(statSync(join(account, 'keys/account.key')).mode & 0o777).toBe(0o600);
    }
  });

  it('It is removed with all that is in it, and nothing else ever is', () => {
    const temp = makeTemp();
    const folder = makeFolder(temp);
    accountOf(folder);
    removeFolder(folder.path);
    expect(existsSync(folder.path)).toBe(false);
    mkdirSync(join(temp, 'work'));
    for (const path of ['', temp, join(temp, 'work'), '/', join(temp, 'digitalocean-renew-none')]) removeFolder(path);
    expect(existsSync(join(temp, 'work'))).toBe(true);
  });

  it('Without a key nothing was issued', () => {
    expect(readIssued(makeFolder(makeTemp()))).toBeUndefined();
  });
});
