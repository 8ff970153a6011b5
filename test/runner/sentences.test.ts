import { describe, expect, it } from 'vitest';
import { faultsOfMessage, faultsOfSentences } from './sentences.ts';

describe('the check of sentences', () => {
  it.each([
    ['Did it run before this one?.'],
    ['It ended.. Run it again.'],
    ['It is gone!. Run it again.'],
    ['One failed., two more did.'],
    ['The  token is wrong.'],
    ['The token is wrong .'],
    ['The name "" is taken.'],
    ['Set `` to true.'],
    ['It could not be read ().'],
    ['It expires undefined.'],
    ['It is [object Object].'],
    ['It expires in NaN days.'],
    ['The token comes from '],
    ['The token comes from:'],
    [''],
    ['2 problems were found. (1) One. (3) Other.'],
    ['2 problems were found. (1) One.'],
    ['The inputs have 3 problems. (1) One. (2) Other.'],
    ['(1) One.'],
  ])('A fault is found in %j', (message) => {
    expect(faultsOfMessage(message)).not.toEqual([]);
  });

  it.each([
    ['Certificate "a..b  undefined?." (892071a0) expired 2026-11-24T00:00:00Z; min_days is 14.'],
    ['Set `a..b` to true, or use host:443 (is it plain HTTP?) instead.'],
    [
      '2 problems were found. (1) One. (2) Other. Renew it. 2 endpoints could not be probed. (1) a: x. (2) b: y. Check DNS.',
    ],
    ['The API responded 429 too_many_requests: "API rate limit exceeded." (request id 1).'],
  ])('No fault is found in %j', (message) => {
    expect(faultsOfMessage(message)).toEqual([]);
  });

  it('A heading without words is found, and so is a message', () => {
    const error = { level: 'error', message: 'No end' } as const;
    const summary = (text: string): Parameters<typeof faultsOfSentences>[0] => ({ annotations: [], summary: text });
    expect(faultsOfSentences(summary('### DigitalOcean certificates: list\n'))).toEqual([]);
    for (const text of ['### \n', '###\n', '### DigitalOcean certificates: \n', '### a\n### b\n'])
      expect(faultsOfSentences(summary(text))).toHaveLength(1);
    expect(faultsOfSentences({ annotations: [{ ...error, message: 'A..b' }], summary: '' })).toHaveLength(1);
    expect(faultsOfSentences({ annotations: [error], summary: '' })).toEqual([]);
  });
});
