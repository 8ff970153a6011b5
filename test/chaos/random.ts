/** Draws that a seed decides. */
export interface Random {
  /** From 0 up to 1. */
  next(): number;
  /** A whole number from 0 up to `end`, without it. */
  below(end: number): number;
  isTrue(chance: number): boolean;
  pick<Item>(items: readonly Item[]): Item;
  /** Picks by weight. */
  weigh<Item>(items: readonly (readonly [weight: number, item: Item])[]): Item;
}

/** Mulberry32: small, and good enough to draw worlds. */
export function makeRandom(seed: number): Random {
  let state = seed >>> 0;
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
  const below = (end: number): number => Math.floor(next() * end);
  const weigh = <Item>(items: readonly (readonly [number, Item])[]): Item => {
    let left = next() * items.reduce((sum, [weight]) => sum + weight, 0);
    const found = items.find(([weight]) => (left -= weight) < 0) ?? items.at(-1);
    if (found === undefined) throw new Error('nothing to draw from');
    return found[1];
  };
  return {
    next,
    below,
    isTrue: (chance) => next() < chance,
    pick: (items) => weigh(items.map((item) => [1, item] as const)),
    weigh,
  };
}
