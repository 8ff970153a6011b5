import { X509Certificate } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { errorsOf } from '../scenarios/scenario.ts';
import { findsReplaced } from './acme.ts';
import { makeWorld } from './renewal.ts';
import type { World } from './renewal.ts';

const NAMES = '*.example.com, example.com\nwww.example.org';
const FUTURE_MS = 3_600_000;

/** The life of one certificate, with keys of one type: each test goes on where the one before ended. */
export function describeRenewals(keyType: 'ec256' | 'rsa2048'): void {
  describe(`renewals with ${keyType}`, () => {
    const made: { world?: World; endpoint?: string } = {};
    const world = (): World => {
      if (made.world === undefined) throw new Error('there is no world');
      return made.world;
    };
    const renew: World['renew'] = (inputs, options) =>
      world().renew(
        {
          key_type: keyType,
          dns_names: NAMES,
          ...(made.endpoint === undefined ? {} : { endpoints: made.endpoint }),
          ...inputs,
        },
        options,
      );
    const leafOf = (at: number): string => world().simulator.certificates.at(at)?.leaf ?? '';
    const newest = (): string => world().simulator.certificates.at(-1)?.public.sha1_fingerprint ?? '';
    beforeAll(async () => {
      made.world = await makeWorld({ keyAlgorithm: keyType === 'ec256' ? 'ecdsa' : 'rsa' });
    });
    afterAll(async () => made.world?.close());

    it('A dry run finds the account and orders nothing', async () => {
      const run = await renew({ dry_run: 'true' });
      expect(errorsOf(run)).toBe('');
      expect(run.outputs).toMatchObject({ renewed: 'false', changed: 'true' });
      expect(world().takeOrders().orders).toBe(0);
      expect(world().names()).toEqual([]);
    });

    it('The first run orders a certificate for a wildcard and other names, and uploads it under the plain name', async () => {
      const run = await renew();
      expect(errorsOf(run)).toBe('');
      expect(run.outputs).toMatchObject({ renewed: 'true', changed: 'true', name: 'web' });
      expect(world().takeOrders()).toEqual({ orders: 1, replacements: 0 });
      const leaf = new X509Certificate(leafOf(-1));
      expect(leaf.publicKey.asymmetricKeyType).toBe(keyType === 'ec256' ? 'ec' : 'rsa');
      for (const name of ['*.example.com', 'example.com', 'www.example.org'])
        expect(leaf.subjectAltName).toContain(name);
    });

    it('The second run finds nothing due and orders nothing', async () => {
      made.endpoint = await world().serve('www.example.com');
      const run = await renew();
      expect(errorsOf(run)).toBe('');
      expect(run.outputs).toMatchObject({ renewed: 'false', changed: 'false', name: 'web' });
      expect(world().takeOrders().orders).toBe(0);
    });

    it('When the CA moves its window to now, the order names the certificate that it replaces, and clients see the new one', async () => {
      const before = newest();
      await world().acme.setWindow(leafOf(-1), new Date(Date.now() - FUTURE_MS), new Date(Date.now() + FUTURE_MS));
      const replacements = findsReplaced(leafOf(-1)) ? 1 : 0;
      const run = await renew();
      expect(errorsOf(run)).toBe('');
      expect(run.outputs['renewed']).toBe('true');
      expect(world().takeOrders()).toEqual({ orders: 1, replacements });
      expect(newest()).not.toBe(before);
      expect(await world().see(made.endpoint ?? '')).toBe(newest());
      expect(world().names()).toEqual([expect.stringMatching(/^web-\d{8}-[0-9a-f]{8}$/u)]);
    });

    it('After a rotation that failed with the certificate uploaded, the next run orders nothing and finishes it', async () => {
      const put = { method: 'PUT', path: /load_balancers/u, times: 1_000 };
      world().simulator.fault(put, {
        kind: 'status',
        status: 422,
        body: { id: 'unprocessable_entity', message: 'no' },
      });
      const failed = await renew({ force: 'true', wait_timeout: '2' });
      expect(failed.exitCode).toBe(1);
      expect(failed.outputs['renewed']).toBe('false');
      expect(world().takeOrders().orders).toBe(1);
      expect(world().names()).toHaveLength(2);
      world().simulator.clearFaults();
      const run = await renew();
      expect(errorsOf(run)).toBe('');
      expect(run.outputs).toMatchObject({ renewed: 'false', changed: 'true' });
      expect(world().takeOrders().orders).toBe(0);
      expect(world().names()).toHaveLength(1);
      expect(await world().see(made.endpoint ?? '')).toBe(newest());
    });

    it('A name that is missing is ordered in addition, and one that is left out only with leave', async () => {
      const added = await renew({ dns_names: `${NAMES}, shop.example.net` });
      expect(errorsOf(added)).toBe('');
      expect(added.outputs['renewed']).toBe('true');
      expect(new X509Certificate(leafOf(-1)).subjectAltName).toContain('shop.example.net');
      const left = await renew({ force: 'true' });
      expect(errorsOf(left)).toContain('shop.example.net');
      expect(world().names()).toHaveLength(1);
      const allowed = await renew({ force: 'true', allow_dropped_names: 'true' });
      expect(errorsOf(allowed)).toBe('');
      world().takeOrders();
    });
  });
}
