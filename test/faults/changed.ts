import { expect } from 'vitest';
import type { StepResult } from '../runner/step.ts';
import type { Fault } from '../simulator/faults.ts';
import type { Simulator } from '../simulator/simulator.ts';
import type { RecordedRequest } from '../simulator/world.ts';
import type { Outage } from './fault-kinds.ts';

/** A fault that was set for the request with this number, from 0, and for the following ones if there are more. */
export interface PlacedFault {
  readonly index: number;
  readonly times?: number;
  readonly fault: Fault;
}

/** Sets a fault for a request and all that follow it. */
export function breakFrom(simulator: Simulator, index: number, { first, rest }: Outage): PlacedFault[] {
  const placed = [
    { index, times: 1, fault: first },
    { index: index + 1, times: Infinity, fault: rest },
  ];
  for (const { index: after, times, fault } of placed) simulator.fault({ after, times }, fault);
  return placed;
}

/** `changed` is true if a write of the run took effect, false if none did, and empty only if the response to a write was lost. */
export function expectHonestChanged(
  { outputs }: StepResult,
  requests: readonly RecordedRequest[],
  faults: readonly PlacedFault[],
): void {
  const { changed = 'not set' } = outputs;
  const wasEffective = requests.some(({ effect }) => effect);
  const allowed = [String(wasEffective), ...(losesWrite(requests, faults) ? [''] : [])];
  expect(allowed, 'changed').toContain(changed);
}

function losesWrite(requests: readonly RecordedRequest[], faults: readonly PlacedFault[]): boolean {
  return requests.some(({ index, method }) =>
    // A late response makes the clock jump, which ends the requests beside it too.
    faults.some(
      ({ index: first, times = 1, fault }) =>
        index >= first && index < first + times && losesResponse(fault) && (method !== 'GET' || fault.kind === 'late'),
    ),
  );
}

/** A refusal tells that nothing was done; any other fault leaves it open. */
function losesResponse(fault: Fault): boolean {
  return fault.kind !== 'status' || fault.status >= 500 || fault.status < 300;
}
