import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { makeAuthority } from '../authority/authority.ts';
import type { Issued } from '../authority/authority.ts';
import { certify, makeEntity, privateKeyOf } from '../authority/forge.ts';
import { errorsOf, uploadOf, useScenario, warningsOf } from './scenario.ts';

const DAY_MS = 86_400_000;
const scenario = useScenario();
const isInProcess = process.env['SCENARIOS'] === 'in process';
let staging: Issued;

beforeAll(async () => {
  const authority = await makeAuthority({ name: '(STAGING) Pretend' });
  staging = await authority.issue({ dnsNames: ['www.example.com'], notAfter: new Date(Date.now() + 90 * DAY_MS) });
});

describe('certificates of a test CA', () => {
  it.each(['create', 'present', 'rotate'])(
    '`%s` rejects a certificate of a test CA before anything is sent',
    async (operation) => {
      const run = await scenario.run({ operation, ...uploadOf(staging) });
      expect(run.exitCode).toBe(1);
      expect(errorsOf(run)).toMatch(/"\(STAGING\) Pretend.*`allow_test_ca: true`/u);
      expect(scenario.simulator.requests).toEqual([]);
    },
  );

  it('`rotate` keeps the good certificate unless `allow_test_ca` is true', async () => {
    await scenario.run(uploadOf(scenario.web));
    await scenario.run({ operation: 'rotate', ...uploadOf(staging) });
    expect(scenario.names()).toEqual(['web']);
    const allowed = await scenario.run({ operation: 'rotate', ...uploadOf(staging), allow_test_ca: 'true' });
    expect(errorsOf(allowed)).toBe('');
    expect(scenario.simulator.certificates.map((each) => each.public.sha1_fingerprint)).toEqual([
      staging.sha1Fingerprint,
    ]);
  });
});

describe('certificates for an IP address', () => {
  it('`present` does not warn, and `rotate` accepts the renewed one', async () => {
    const [ca, own] = [makeEntity('CA'), makeEntity('own')];
    const now = Date.now();
    const upload = (age: number): Record<string, string> => {
      const shape = { notBefore: new Date(now - age * DAY_MS), notAfter: new Date(now + (60 - age) * DAY_MS) };
      const leaf = certify(own, ca, { ...shape, ipAddresses: [Buffer.of(192, 0, 2, 1)] });
      return { name: 'ip', private_key: privateKeyOf(own), leaf_certificate: leaf };
    };
    const first = await scenario.run(upload(30));
    expect([errorsOf(first), warningsOf(first)]).toEqual(['', '']);
    const second = await scenario.run({ operation: 'rotate', ...upload(1) });
    expect(errorsOf(second)).toBe('');
  });
});

describe('private CAs', () => {
  const noticesOf = async (env: Readonly<Record<string, string>>): Promise<readonly string[]> => {
    const { annotations } = await scenario.run(uploadOf(scenario.web), { env });
    return annotations.filter(({ level }) => level === 'notice').map(({ message }) => message);
  };

  it('A private CA leads to a notice', async () => {
    expect(await noticesOf({})).toEqual([expect.stringMatching(/private CA.*"Test Root"/u)]);
  });

  // Node reads the variable when it starts.
  it.skipIf(isInProcess)('A root in NODE_EXTRA_CA_CERTS is known', async () => {
    const file = join(mkdtempSync(join(tmpdir(), 'roots-')), 'roots.pem');
    writeFileSync(file, scenario.authority.root);
    expect(await noticesOf({ NODE_EXTRA_CA_CERTS: file })).toEqual([]);
  });
});
