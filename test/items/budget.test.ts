// Slow, and left to CI: hundreds of certificates.
import { beforeAll, describe, expect, it } from 'vitest';
import type { Issued } from '../authority/authority.ts';
import { writeFiles } from '../inputs/client-folders.ts';
import { makeTemp } from '../runner/step.ts';
import { errorsOf, useScenario } from '../scenarios/scenario.ts';

const COUNT = 300;
const scenario = useScenario({ rateLimit: { perMinute: 250 } }, { inProcess: true, isOrderly: true });
let issued: readonly Issued[];
let folder = '';

beforeAll(async () => {
  issued = await Promise.all(
    Array.from({ length: COUNT }, (_, at) => scenario.authority.issue({ dnsNames: [`site-${at}.example.com`] })),
  );
  folder = makeTemp();
  writeFiles(
    folder,
    Object.fromEntries(
      issued.flatMap(({ privateKey, fullChain }, at) => [
        [`site-${at}/privkey.pem`, privateKey],
        [`site-${at}/fullchain.pem`, fullChain],
      ]),
    ),
  );
}, 60_000);

describe('300 certificates', () => {
  it('New ones are uploaded without a 429, and existing ones cost the requests of one list', async () => {
    const { simulator } = scenario;
    const run = await scenario.run({ directory: folder });
    expect([run.exitCode, errorsOf(run), simulator.certificates.length]).toEqual([0, '', COUNT]);
    expect(simulator.requests.filter(({ status }) => status === 429)).toEqual([]);
    expect(simulator.requests.length).toBe(COUNT + 1);
    expect(scenario.clock.sleptMs).toBeLessThan(90_000);
    const before = simulator.requests.length;
    const again = await scenario.run({ directory: folder });
    expect([again.exitCode, again.outputs['changed']]).toEqual([0, 'false']);
    // Two pages of 200.
    expect(simulator.requests.length - before).toBe(2);
  }, 120_000);

  it('Are rotated in one run, each with a load balancer of its own, without a 429', async () => {
    const { simulator } = scenario;
    const loadBalancers = Array.from({ length: COUNT }, (_, at) => {
      const dnsNames = [`site-${at}.example.com`];
      const { id } = simulator.addCertificate({
        name: `site-${at}.example.com`,
        dns_names: dnsNames,
        not_after: '2026-12-20T00:00:00Z',
        created_at: '2026-01-01T00:00:00Z',
      }).public;
      return simulator.addLoadBalancer({
        name: `lb-${at}`,
        forwarding_rules: [
          { entry_protocol: 'https', entry_port: 443, target_protocol: 'http', target_port: 80, certificate_id: id },
        ],
      });
    });
    const run = await scenario.run({ directory: folder, operation: 'rotate' });
    expect([run.exitCode, errorsOf(run), simulator.certificates.length]).toEqual([0, '', COUNT]);
    expect(simulator.requests.filter(({ status }) => status === 429)).toEqual([]);
    expect(simulator.requests.filter(({ method }) => method === 'PUT').length).toBe(COUNT);
    expect(loadBalancers.length).toBe(COUNT);
    expect(scenario.clock.sleptMs).toBeLessThan(700_000);
  }, 240_000);
});
