import { describe, expect, it } from 'vitest';
import { errorsOf, useScenario } from '../scenarios/scenario.ts';

const scenario = useScenario({}, { inProcess: true });
const DAY_MS = 86_400_000;
const iso = (days: number): string => new Date(scenario.clock.now() + days * DAY_MS).toISOString();
const reasonsOf = (json = ''): string[] =>
  (JSON.parse(json) as { name: string; reason: string }[]).map(({ name, reason }) => `${name}: ${reason}`);

describe('certificates with odd dates', () => {
  it.each([
    ['no creation', undefined, 13, 'web: short', 'web: lifetime'],
    ['no creation, and more time', undefined, 27, undefined, 'web: lifetime'],
    ['no creation, and much time', undefined, 29, undefined, undefined],
    ['a creation after the expiry', 20, 13, 'web: short', 'web: lifetime'],
    ['a creation that is no date', 'soon', 13, 'web: short', 'web: lifetime'],
    ['a creation in the year 1', '0001-01-01T00:00:00Z', 13, 'web: short', 'web: lifetime'],
    ['a creation in the future', 10, 13, undefined, undefined],
    ['an expiry in the year 9999', -10, '9999-12-31T23:59:59Z', undefined, undefined],
    ['no expiry', -10, '', undefined, undefined],
    ['an expiry that is no date', -10, 'never', undefined, undefined],
    ['an expiry in the year 1', -10, '0001-01-01T00:00:00Z', undefined, undefined],
  ])('With %s it passes, or is due, by what is known', async (_, created, expiry, expiring, due) => {
    const dateOf = (date: string | number | undefined): string => (typeof date === 'number' ? iso(date) : (date ?? ''));
    scenario.simulator.addCertificate({ name: 'web', created_at: dateOf(created), not_after: dateOf(expiry) });
    const run = await scenario.run({ operation: 'check' });
    expect(reasonsOf(run.outputs['expiring'])).toEqual(expiring === undefined ? [] : [expiring]);
    expect(reasonsOf(run.outputs['due'])).toEqual(due === undefined ? [] : [due]);
    expect([run.exitCode, errorsOf(run) === '']).toEqual(expiring === undefined ? [0, true] : [1, false]);
  });
});
