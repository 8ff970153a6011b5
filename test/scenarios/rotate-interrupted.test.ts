// Not on Windows: it sends signals or makes special files.
// Slow, and left to CI: thirty rotations on the bundle, each run twice.
import { describe, expect, it } from 'vitest';
import { memberNameOf } from '../authority/member-name.ts';
import { boundIds, makeRotationWorld } from '../faults/rotation-world.ts';
import type { RotationWorld } from '../faults/rotation-world.ts';
import { makeClusterWorld } from '../kubernetes/cluster-world.ts';
import { runAction } from '../runner/run-action.ts';
import { annotationsOf, CERTIFICATE_ID } from '../simulator/kubernetes.ts';
import { certificatesOf } from './rotation.ts';
import { errorsOf, uploadOf, useScenario } from './scenario.ts';

const scenario = useScenario({ latencyMs: 8, asyncBindMs: 100 });

const inputs = (): Record<string, string> => ({
  ...uploadOf(scenario.renewed),
  operation: 'rotate',
  token: scenario.simulator.token,
  api_url: scenario.simulator.url,
});

const WITHOUT_KEY = { source: 'uploaded', private_key: '', leaf_certificate: '' };

async function expectCompletion(world: RotationWorld, more: Readonly<Record<string, string>> = {}): Promise<void> {
  const run = await scenario.run({ ...inputs(), ...more });
  expect([run.exitCode, errorsOf(run)]).toEqual([0, '']);
  expect(scenario.names().toSorted()).toEqual(['bystander', memberNameOf(scenario.renewed)]);
  expect(new Set(boundIds(world))).toEqual(new Set([run.outputs['id']]));
}

describe('killed rotation', () => {
  it.each(Array.from({ length: 12 }, (_, at) => at))(
    'The next run completes a rotation that is killed at a random moment (%i)',
    async (at) => {
      const world = makeRotationWorld(scenario.simulator, scenario.web);
      const killAfterMs = 90 + Math.random() * 400;
      await runAction(inputs(), { killAfterMs });
      const ids = new Set(scenario.simulator.certificates.map((certificate) => certificate.public.id));
      expect(boundIds(world).filter((id) => !ids.has(id))).toEqual([]);
      // When the upload is done, the key is not needed any more: every other one is completed without.
      const isUploaded = scenario.names().includes(memberNameOf(scenario.renewed));
      await expectCompletion(world, isUploaded && at % 2 === 0 ? WITHOUT_KEY : {});
    },
  );
});

describe('killed rotation of a load balancer of a cluster', () => {
  it.each(Array.from({ length: 8 }, (_, at) => at))(
    'The next run completes one that is killed at a random moment (%i)',
    async (at) => {
      const { loadBalancer, service } = await makeClusterWorld(scenario);
      const killAfterMs = 120 + Math.random() * 600;
      await runAction({ ...inputs(), wait_timeout: '60' }, { killAfterMs });
      const ids = new Set<unknown>(scenario.simulator.certificates.map((certificate) => certificate.public.id));
      const bound = [...certificatesOf(loadBalancer), String(annotationsOf(service)[CERTIFICATE_ID])];
      expect(bound.filter((id) => !ids.has(id))).toEqual([]);
      const isUploaded = scenario.names().includes(memberNameOf(scenario.renewed));
      const more = isUploaded && at % 2 === 0 ? WITHOUT_KEY : {};
      const run = await scenario.run({ ...inputs(), wait_timeout: '60', ...more });
      expect([run.exitCode, errorsOf(run)]).toEqual([0, '']);
      expect(scenario.names()).toEqual([memberNameOf(scenario.renewed)]);
      const id = run.outputs['id'] ?? '';
      expect([certificatesOf(loadBalancer), annotationsOf(service)[CERTIFICATE_ID]]).toEqual([[id], id]);
    },
  );
});

describe('cancelled rotation', () => {
  it('A cancelled rotation finishes its current request, reports what is done, and leaves the rest to the next run', async () => {
    const world = makeRotationWorld(scenario.simulator, scenario.web);
    const controller = new AbortController();
    let cancelledMs = 0;
    scenario.simulator.onRequest = ({ method }) => {
      if (method !== 'PUT' || controller.signal.aborted) return;
      cancelledMs = performance.now();
      controller.abort();
    };
    const run = await scenario.run(inputs(), { signal: controller.signal });
    expect(run.exitCode).toBe(1);
    expect(errorsOf(run)).toContain('cancelled');
    expect(performance.now() - cancelledMs).toBeLessThan(5_000);
    const states = JSON.parse(run.outputs['load_balancers'] ?? '') as { status: string }[];
    expect(states.length).toBeGreaterThan(0);
    expect(run.outputs['changed']).toBe('true');
    expect(scenario.names()).toContain('web');
    const requests = scenario.simulator.requests.length;
    expect(scenario.simulator.requests.slice(requests - 3).filter(({ method }) => method === 'DELETE')).toEqual([]);
    scenario.simulator.onRequest = undefined;
    await expectCompletion(world);
  });

  it('A cancelled rotation stops waiting at once', async () => {
    makeRotationWorld(scenario.simulator, scenario.web);
    scenario.simulator.fault(
      { method: 'PUT', times: 99 },
      {
        kind: 'status',
        status: 403,
        body: { id: 'forbidden', message: "Load Balancer can't be updated while it processes previous actions" },
      },
    );
    const controller = new AbortController();
    let cancelledMs = 0;
    // From the second refusal on, the pauses are four seconds and longer.
    const onLine = (line: string): void => {
      if (controller.signal.aborted || !/busy.*\b2 s\b/u.test(line)) return;
      cancelledMs = performance.now();
      controller.abort();
    };
    const run = await scenario.run(inputs(), { signal: controller.signal, onLine });
    expect([run.exitCode, controller.signal.aborted]).toEqual([1, true]);
    expect(performance.now() - cancelledMs).toBeLessThan(3_000);
    expect(errorsOf(run)).toContain('cancelled');
  });
});
