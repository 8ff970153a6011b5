import { describe, expect, it } from 'vitest';
import type { Run } from '../runner/run-action.ts';
import { certificatesOf, renewedNameOf, rotationOf, rule } from '../scenarios/rotation.ts';
import { errorsOf, uploadOf, useScenario } from '../scenarios/scenario.ts';

const scenario = useScenario({}, { inProcess: true });

/** What may stand in a list in place of the id of a certificate. */
const IDS = ['../account', 'x/../../y?z', '..', '', ' ', 7, null, undefined, {}, 'web', '#', 'A'.repeat(300)];

const KNOWN_PATH =
  /^\/v2\/(?:certificates|load_balancers|cdn\/endpoints)(?:\/[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})?(?:\?[\w=&]*)?$/iu;

/** A certificate of this name and id, as the list has it. */
function addUnusual(name: string, id: unknown, more: object = {}): void {
  const { simulator } = scenario;
  const stored = simulator.addCertificate({ name, ...more });
  Object.assign(stored.public, { id });
}

async function run(inputs: Record<string, string>): Promise<Run> {
  const done = await scenario.run(inputs);
  for (const { path } of scenario.simulator.requests) expect(path).toMatch(KNOWN_PATH);
  expect(done.shown).not.toContain('a'.repeat(257));
  return done;
}

function addWeb(): string {
  const { simulator, web } = scenario;
  const sha1 = web.sha1Fingerprint;
  const [notAfter, names] = [web.notAfter.toISOString(), ['www.example.com']];
  const old = simulator.addCertificate({ name: 'web', sha1_fingerprint: sha1, not_after: notAfter, dns_names: names });
  simulator.addLoadBalancer({ forwarding_rules: [rule(old.public.id)] });
  return old.public.id;
}

describe('certificates with unusual ids', () => {
  it.each(IDS)('Certificates with the id %j do not matter to operations on others', async (id) => {
    for (const name of ['odd', 'odder']) addUnusual(name, id);
    const web = addWeb();
    const { simulator } = scenario;
    const list = await run({ operation: 'list' });
    expect([errorsOf(list), list.outputs['count']]).toEqual(['', '3']);
    expect((await run({ operation: 'check' })).exitCode).toBe(0);
    expect((await run({ operation: 'get', name: 'web' })).outputs['id']).toBe(web);
    expect((await run({ operation: 'present', ...uploadOf(scenario.web) })).outputs['changed']).toBe('false');
    expect((await run({ operation: 'create', ...uploadOf(scenario.web, 'new') })).exitCode).toBe(0);
    const rotation = await run(rotationOf(scenario));
    expect([errorsOf(rotation), rotation.exitCode]).toEqual(['', 0]);
    simulator.world.loadBalancers.length = 0;
    expect((await run({ operation: 'absent', name: renewedNameOf(scenario) })).exitCode).toBe(0);
    expect(scenario.names()).toEqual(['odd', 'odder', 'new']);
  });

  it.each(IDS)('A certificate with the id %j can be read by its name', async (id) => {
    addUnusual('odd', id);
    const get = await run({ operation: 'get', name: 'odd' });
    expect([errorsOf(get), get.outputs['name'], get.exitCode]).toEqual(['', 'odd', 0]);
    expect((await run({ operation: 'check', name: 'odd' })).exitCode).toBe(0);
  });

  it.each(IDS)('A certificate with the id %j is not deleted, and the error says why', async (id) => {
    addUnusual('odd', id);
    const removal = await run({ operation: 'delete', name: 'odd' });
    expect([removal.exitCode, removal.outputs['changed'], removal.outputs['deleted']]).toEqual([1, 'false', '[]']);
    expect(errorsOf(removal)).toMatch(/"odd".*UUID/u);
    expect(scenario.requests().filter((line) => !line.startsWith('GET'))).toEqual([]);
  });

  it.each(IDS)('A rotation whose old member has the id %j ends with an error and what was done', async (id) => {
    const { simulator } = scenario;
    addUnusual(`web-20200101-${'0a'.repeat(4)}`, id, {
      sha1_fingerprint: '0a'.repeat(20),
      not_after: new Date(Date.now() + 86_400_000).toISOString(),
      dns_names: ['www.example.com'],
    });
    addWeb();
    const rotation = await run(rotationOf(scenario));
    expect([rotation.exitCode, rotation.outputs['changed']]).toEqual([1, 'true']);
    expect(errorsOf(rotation)).toContain('UUID');
    const created = JSON.parse(rotation.outputs['created'] ?? '') as { id: string };
    expect(simulator.world.loadBalancers.flatMap(certificatesOf)).toEqual([created.id]);
    // What can be deleted is.
    expect(scenario.names()).not.toContain('web');
  });
});
