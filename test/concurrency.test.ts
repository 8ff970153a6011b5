import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { mapConcurrently } from '../src/concurrency.ts';

const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

/** Waits as many turns of the event loop as are given. */
async function turns(count: number): Promise<void> {
  for (let at = 0; at < count; at += 1) await turn();
}

describe('concurrent work', () => {
  it('Results keep the order of the items, and the limit is never exceeded, however long each takes', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.nat(4), { maxLength: 12 }), fc.integer({ min: 1, max: 5 }), async (items, limit) => {
        let [running, most] = [0, 0];
        const results = await mapConcurrently([...items.entries()], limit, async ([at, length]) => {
          running += 1;
          most = Math.max(most, running);
          await turns(length);
          running -= 1;
          return at;
        });
        expect(results).toEqual([...items.keys()]);
        expect(most).toBe(Math.min(limit, items.length));
      }),
      { numRuns: 50 },
    );
  });

  it('Nothing is called for no items', async () => {
    await expect(mapConcurrently([], 4, async () => Promise.reject(new Error('called')))).resolves.toEqual([]);
  });

  it('After a failure no further item begins, and those under way are awaited', async () => {
    const [begun, ended]: [number[], number[]] = [[], []];
    const working = mapConcurrently([0, 1, 2, 3, 4, 5], 3, async (item) => {
      begun.push(item);
      await turns(item === 1 ? 1 : 5);
      if (item === 1) throw new Error('item 1');
      ended.push(item);
      return item;
    });
    await expect(working).rejects.toThrow('item 1');
    expect(begun).toEqual([0, 1, 2]);
    expect(ended).toEqual([0, 2]);
  });

  it('Of several failures the first in time is thrown, whatever it is', async () => {
    const lengths = [5, 1, 3];
    const working = mapConcurrently([0, 1, 2], 3, async (item) => {
      await turns(lengths[item] ?? 0);
      // Something that is no error counts as a failure too.
      throw item === 1 ? undefined : new Error(`item ${item}`);
    });
    await expect(working).rejects.toBeUndefined();
  });

  it('A failure that is thrown at once does not stop what has begun before it', async () => {
    const ended: number[] = [];
    const working = mapConcurrently([0, 1], 2, (item) => {
      if (item === 1) throw new Error('at once');
      return turns(3).then(() => ended.push(item));
    });
    await expect(working).rejects.toThrow('at once');
    expect(ended).toEqual([0]);
  });
});
