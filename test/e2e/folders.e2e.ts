import { execFileSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runAction } from '../runner/run-action.ts';
import { makeTemp } from '../runner/step.ts';
import { errorsOf } from '../scenarios/scenario.ts';
import { findsReplaced } from './acme.ts';
import { makeWorld, nextSecond } from './renewal.ts';
import type { World } from './renewal.ts';

describe('folders of real ACME clients', () => {
  const made: { world?: World } = {};
  const world = (): World => {
    if (made.world === undefined) throw new Error('there is no world');
    return made.world;
  };
  const act = (inputs: Readonly<Record<string, string>>): ReturnType<typeof runAction> => {
    const { simulator, acme } = world();
    const shared = { token: simulator.token, api_url: simulator.url, allow_test_ca: 'true' };
    return runAction({ ...shared, ...inputs }, { env: { NODE_EXTRA_CA_CERTS: acme.serverRootFile } });
  };
  beforeAll(async () => {
    made.world = await makeWorld({ refusedNonces: 0 });
  });
  afterAll(async () => made.world?.close());

  it('The folder of lego is uploaded, and what lego renews in it is rotated in', async () => {
    const { acme, programs } = world();
    const folder = makeTemp();
    const [resolver = '', seconds = ''] = [acme.dnsInputs['dns_resolvers'], acme.dnsInputs['dns_propagation_seconds']];
    const args = ['--path', folder, '--email', 'a@example.com', '--server', acme.directory, '--accept-tos'];
    const dns = ['--dns', 'exec', '--dns.resolvers', resolver, '--dns.propagation-wait', `${seconds}s`];
    const lego = (...command: readonly string[]): void =>
      void execFileSync(
        join(programs, 'lego'),
        [...args, ...dns, '-d', '*.lego.example', '-d', 'lego.example', ...command],
        {
          env: { PATH: process.env['PATH'], LEGO_CA_CERTIFICATES: acme.serverRootFile, ...acme.dnsEnv },
          stdio: 'pipe',
        },
      );
    const leaf = (): string => readFileSync(join(folder, 'certificates/_.lego.example.crt'), 'utf8');
    do lego('run');
    while (!findsReplaced(leaf()));
    const run = await act({ directory: folder });
    expect(errorsOf(run)).toBe('');
    expect(world().names()).toEqual(['wildcard.lego.example']);
    const again = await act({ directory: folder });
    expect(again.outputs['changed']).toBe('false');

    // What lego renews there is put in place of what the load balancer uses.
    const endpoint = await world().serve('lego.example');
    const before = await world().see(endpoint);
    await nextSecond();
    lego('renew', '--days=36500', '--no-random-sleep');
    const rotated = await act({ operation: 'rotate', directory: folder, wait_timeout: '40' });
    expect(errorsOf(rotated)).toBe('');
    expect(rotated.outputs['changed']).toBe('true');
    const after = await world().see(endpoint);
    expect(after).not.toBe(before);
    expect(world().names()).toEqual([
      expect.stringMatching(new RegExp(`^wildcard\\.lego\\.example-\\d{8}-${after.slice(0, 8)}$`, 'u')),
    ]);
    const last = await act({ operation: 'rotate', directory: folder });
    expect([errorsOf(last), last.outputs['changed']]).toEqual(['', 'false']);
  });

  it('The folder of dehydrated is uploaded', async () => {
    const { acme, programs } = world();
    const folder = makeTemp();
    const hook = join(folder, 'hook');
    const body = readFileSync(acme.dnsHook, 'utf8').split('\n').slice(1).join('\n');
    const own = `case $1 in deploy_challenge) set -- present "_acme-challenge.$2." "$4" ;; clean_challenge) set -- cleanup "_acme-challenge.$2." "$4" ;; *) exit 0 ;; esac`;
    writeFileSync(hook, `#!/bin/sh\n${own}\n${body}`, { mode: 0o755 });
    const config = join(folder, 'config');
    writeFileSync(
      config,
      `CA="${acme.directory}"\nBASEDIR="${folder}"\nCURL_OPTS="--cacert ${acme.serverRootFile}"\nCHALLENGETYPE=dns-01\nHOOK="${hook}"\n`,
    );
    mkdirSync(join(folder, 'accounts'));
    const dehydrated = (...args: readonly string[]): void =>
      void execFileSync(join(programs, 'dehydrated'), [...args, '--config', config], { stdio: 'pipe' });
    dehydrated('--register', '--accept-terms');
    dehydrated('--cron', '--domain', 'dehydrated.example');
    expect(readdirSync(join(folder, 'certs'))).toEqual(['dehydrated.example']);
    const run = await act({ directory: join(folder, 'certs') });
    expect(errorsOf(run)).toBe('');
    expect(world().names()).toContain('dehydrated.example');
  });

  it("certbot's folder is uploaded, every certificate in it, and what certbot renews is rotated in", async () => {
    const { acme, programs } = world();
    const folder = makeTemp();
    const config = join(folder, 'config');
    const hooks = ['present', 'cleanup'].map((action) => {
      const path = join(folder, action);
      const call = `"${acme.dnsHook}" ${action} "_acme-challenge.$CERTBOT_DOMAIN." "$CERTBOT_VALIDATION"`;
      writeFileSync(path, `#!/bin/sh\nexec ${call}\n`, { mode: 0o755 });
      return path;
    });
    const [authHook = '', cleanupHook = ''] = hooks;
    const folders = ['--config-dir', config, '--work-dir', join(folder, 'work'), '--logs-dir', join(folder, 'logs')];
    const certbot = (...args: readonly string[]): void =>
      void execFileSync(join(programs, 'certbot'), [...args, ...folders, '--non-interactive'], {
        env: { PATH: process.env['PATH'], REQUESTS_CA_BUNDLE: acme.serverRootFile },
        stdio: 'pipe',
      });
    const server = ['--server', acme.directory, '--agree-tos', '--register-unsafely-without-email'];
    const dns = ['--manual', '--preferred-challenges=dns', `--manual-auth-hook=${authHook}`];
    const order = (...names: readonly string[]): void =>
      certbot(
        'certonly',
        ...server,
        ...dns,
        `--manual-cleanup-hook=${cleanupHook}`,
        ...names.flatMap((name) => ['-d', name]),
      );
    order('*.certbot.example', 'certbot.example');
    order('shop.example', 'www.shop.example');
    const mine = (): string[] =>
      world()
        .names()
        .filter((name) => /certbot|shop/u.test(name))
        .sort();

    const run = await act({ directory: config });
    expect(errorsOf(run)).toBe('');
    expect(mine()).toEqual(['shop.example', 'wildcard.certbot.example']);
    const again = await act({ directory: join(config, 'live') });
    expect([errorsOf(again), again.outputs['changed']]).toEqual(['', 'false']);

    const { id = '' } =
      world().simulator.certificates.find(({ public: { name } }) => name === 'shop.example')?.public ?? {};
    const endpoint = await world().serve('shop.example', id);
    const before = await world().see(endpoint);
    await nextSecond();
    certbot('renew', '--force-renewal', '--no-random-sleep-on-renew', `--cert-name=shop.example`);
    const rotated = await act({ operation: 'rotate', directory: config, wait_timeout: '40' });
    expect(errorsOf(rotated)).toBe('');
    const after = await world().see(endpoint);
    expect(after).not.toBe(before);
    expect(mine()).toEqual([
      expect.stringMatching(new RegExp(`^shop\\.example-\\d{8}-${after.slice(0, 8)}$`, 'u')),
      'wildcard.certbot.example',
    ]);
    const last = await act({ operation: 'rotate', directory: config });
    expect([errorsOf(last), last.outputs['changed']]).toEqual(['', 'false']);
  });
});
