// Slow: its waits are real.
import { describe, expect, it } from 'vitest';
import { memberNameOf } from '../authority/member-name.ts';
import { FAULTS, sampled } from '../faults/fault-kinds.ts';
import { boundIds, makeRotationWorld } from '../faults/rotation-world.ts';
import type { RotationWorld } from '../faults/rotation-world.ts';
import { errorsOf, uploadOf, useScenario } from './scenario.ts';

const scenario = useScenario();

const inputs = (): Record<string, string> => ({ ...uploadOf(scenario.renewed), operation: 'rotate' });

async function expectCompletion(world: RotationWorld): Promise<void> {
  const run = await scenario.run(inputs());
  expect([run.exitCode, errorsOf(run)]).toEqual([0, '']);
  expect(scenario.names().toSorted()).toEqual(['bystander', memberNameOf(scenario.renewed)]);
  expect(new Set(boundIds(world))).toEqual(new Set([run.outputs['id']]));
}

describe('faults at an update', () => {
  // Waits are real here, so they are short.
  const kinds = Object.entries(FAULTS).map(([name, fault]) => {
    if (fault.kind === 'late') return [name, { ...fault, delayMs: 300 }] as const;
    const isShortLimit = fault.kind === 'status' && fault.headers?.['retry-after'] === '20';
    return [name, isShortLimit ? { ...fault, headers: { 'retry-after': '1' } } : fault] as const;
  });
  it.each(sampled(kinds))('The next run completes a rotation whose update fails with %s', async (_, fault) => {
    const world = makeRotationWorld(scenario.simulator, scenario.web);
    scenario.simulator.fault({ method: 'PUT' }, fault);
    const run = await scenario.run(inputs());
    expect(run.annotations.filter(({ level }) => level === 'error').length).toBe(run.exitCode);
    expect(run.exitCode === 0 || scenario.names().includes('web')).toBe(true);
    await expectCompletion(world);
  });
});
