import { expect, it } from 'vitest';
import { addIssued } from '../faults/rotation-world.ts';
import { countPuts, rotationOf } from '../scenarios/rotation.ts';
import { errorsOf, useScenario } from '../scenarios/scenario.ts';

const scenario = useScenario({ rateLimit: { cdnPer10s: 5 } }, { inProcess: true });

it('Rebinds eight CDN endpoints without one request too many for their rate limit', async () => {
  const { simulator } = scenario;
  const old = addIssued(simulator, 'web', scenario.web);
  for (let count = 0; count < 8; count += 1) simulator.addCdnEndpoint({ certificate_id: old });
  const run = await scenario.run(rotationOf(scenario));
  expect([run.exitCode, errorsOf(run), countPuts(scenario)]).toEqual([0, '', 8]);
  expect(simulator.requests.filter(({ status }) => status === 429)).toEqual([]);
});
