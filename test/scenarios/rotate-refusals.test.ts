import { describe, expect, it } from 'vitest';
import { addIssued } from '../faults/rotation-world.ts';
import { renewedNameOf, rotationOf } from './rotation.ts';
import { errorsOf, useScenario } from './scenario.ts';

const scenario = useScenario();

describe('what is refused before anything is written', () => {
  it('Fails and tells the family when name is the one of a renewed certificate', async () => {
    addIssued(scenario.simulator, renewedNameOf(scenario), scenario.renewed);
    const later = await scenario.authority.issue({
      dnsNames: ['www.example.com'],
      notAfter: new Date(Date.now() + 200 * 86_400_000),
    });
    const run = await scenario.run({
      operation: 'rotate',
      name: renewedNameOf(scenario),
      private_key: later.privateKey,
      leaf_certificate: later.fullChain,
    });
    expect(run.exitCode).toBe(1);
    expect(errorsOf(run)).toContain('`name: web`');
    expect(scenario.simulator.requests.every(({ method }) => method === 'GET')).toBe(true);
  });

  it('Fails when the new certificate drops a name of one that only a CDN endpoint uses', async () => {
    const { simulator } = scenario;
    const old = addIssued(simulator, 'web', scenario.web);
    Object.assign(simulator.certificates[0]?.public ?? {}, { dns_names: ['www.example.com', 'shop.example.com'] });
    simulator.addCdnEndpoint({ custom_domain: 'www.example.com', certificate_id: old });
    const run = await scenario.run(rotationOf(scenario));
    expect(run.exitCode).toBe(1);
    expect(errorsOf(run)).toContain('"shop.example.com"');
    expect(simulator.requests.every(({ method }) => method === 'GET')).toBe(true);
  });
});
