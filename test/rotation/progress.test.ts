import { describe, expect, it } from 'vitest';
import { ActionError } from '../../src/errors.ts';
import { changedBy, failEntry, makeProgress, statesOf } from '../../src/rotation/progress.ts';
import type { Progress } from '../../src/rotation/progress.ts';
import { cdnEndpointOf, certificateOf, idOf, loadBalancerOf } from '../samples.ts';

const [LB, CDN] = [loadBalancerOf([]), cdnEndpointOf('')];

describe('what a rotation has changed', () => {
  it.each<readonly [string, (progress: Progress) => void, boolean | undefined]>([
    ['nothing', () => undefined, false],
    ['a consumer kept', (progress) => progress.entryOf(LB), false],
    ['one that failed', (progress) => (progress.entryOf(LB).status = 'failed'), false],
    ['one of a cluster', (progress) => (progress.entryOf(LB).status = 'kubernetes'), false],
    ['a certificate created', (progress) => (progress.created = certificateOf({})), true],
    ['a certificate deleted', (progress) => progress.deleted.push(certificateOf({})), true],
    ['a consumer rebound', (progress) => (progress.entryOf(LB).times = 1), true],
    ['an update lost', (progress) => (progress.entryOf(LB).isUncertain = true), undefined],
    [
      'an update lost, and another consumer rebound',
      (progress) => {
        progress.entryOf(LB).isUncertain = true;
        progress.entryOf(CDN).times = 1;
      },
      true,
    ],
    [
      'an update lost, and a certificate created',
      (progress) => {
        progress.entryOf(LB).isUncertain = true;
        progress.created = certificateOf({});
      },
      true,
    ],
    [
      'a consumer rebound that failed afterwards',
      (progress) => Object.assign(progress.entryOf(LB), { times: 1, status: 'failed' }),
      true,
    ],
  ])('With %s, `changed` is right', (_, act, expected) => {
    const progress = makeProgress();
    act(progress);
    expect(changedBy(progress)).toBe(expected);
  });

  it('A new certificate that existed before is no change', () => {
    const certificate = certificateOf({});
    const progress = makeProgress(certificate);
    expect([progress.existing, changedBy(progress)]).toEqual([certificate, false]);
  });
});

describe('entries of consumers', () => {
  it('A consumer has one entry, whatever the letter case of its id, and kinds do not share ids', () => {
    const progress = makeProgress();
    const entry = progress.entryOf({ ...LB, id: 'abc' });
    expect(progress.entryOf({ ...LB, id: 'ABC', name: 'renamed' })).toBe(entry);
    expect(progress.entryOf({ ...CDN, id: 'abc' })).not.toBe(entry);
    expect(progress.entries.size).toBe(2);
  });

  it('The states tell name, status and error of each consumer', () => {
    const progress = makeProgress();
    Object.assign(progress.entryOf(LB), { status: 'rebound', error: 'why' });
    progress.entryOf(CDN);
    expect(statesOf(progress)).toEqual([
      { kind: LB.kind, id: idOf(1), name: 'front-door', status: 'rebound', error: 'why' },
      { kind: CDN.kind, id: idOf(3), name: idOf(3), status: 'kept', error: '' },
    ]);
  });

  it('A consumer that failed needs no further work, and says why', () => {
    const progress = makeProgress();
    const entry = Object.assign(progress.entryOf(LB), { phase: 'confirm' });
    failEntry(entry, 'It is locked.');
    expect(entry).toMatchObject({ status: 'failed', error: 'It is locked.', phase: 'done' });
  });
});

it('A rotation that was halted goes no further, and gives the first reason', () => {
  const progress = makeProgress();
  expect(() => progress.registry.throwIfHalted()).not.toThrow();
  progress.registry.halt(new ActionError('api_missing_scope', 'The first reason.'));
  progress.registry.halt(new ActionError('api_unauthorized', 'The second.'));
  const expected = { code: 'halted', message: expect.stringContaining('The first reason.') };
  expect(() => progress.registry.throwIfHalted()).toThrow(expect.objectContaining(expected));
});
