// Slow: 5,000 readings take eight seconds.
import { expect, it } from 'vitest';
import { certify, makeEntity, pemOf, privateKeyOf } from '../authority/forge.ts';
import { makeLetsEncrypt2026 } from '../authority/hierarchies.ts';
import { problemsIn, readPool } from './reading.ts';

const { leaf, pems } = makeLetsEncrypt2026();
const POOL = ['leaf by ye1', 'ye1', 'root-ye by x2', 'x2 by x1'].map((label) => pems[label] ?? '');
const ROOTS = [pems['x1'] ?? ''];
const constrained = certify(makeEntity('A'), makeEntity('B'), {
  ca: true,
  pathLength: 3,
  permitted: [Buffer.from('820161', 'hex')],
});
const COUNT = 5_000;
const MOST_MS = 100;

/** Numbers that are the same in each run (a linear congruential generator, as in Numerical Recipes). */
function makeRandom(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

const derOf = (pem: string): Buffer => Buffer.from(pem.replaceAll(/-----[A-Z ]+-----/gu, ''), 'base64');
const certificateOf = (bytes: Buffer): string => pemOf(bytes, 'CERTIFICATE');

/** What can happen to a file: bits flip, blocks are swapped, bytes of another get in, and the rest is missing. */
function mutate(pool: readonly string[], random: (below: number) => number): string[] {
  const result = [...pool];
  const at = random(result.length);
  const bytes = Buffer.from(derOf(result[at] ?? ''));
  const position = random(bytes.length);
  switch (random(6)) {
    case 0:
      bytes[position] = (bytes[position] ?? 0) ^ (1 << random(8));
      return result.with(at, certificateOf(bytes));
    case 1:
      bytes[position] = random(256);
      bytes[random(Math.min(40, bytes.length))] = random(256);
      return result.with(at, certificateOf(bytes));
    case 2:
      return result.with(at, certificateOf(bytes.subarray(0, position)));
    case 3:
      return result.with(at, (result[at] ?? '').slice(0, random(result[at]?.length ?? 1)));
    case 4: {
      const other = derOf(random(2) === 0 ? constrained : (result[random(result.length)] ?? ''));
      other.copy(bytes, position, 0, Math.min(other.length, random(60)));
      return result.with(at, certificateOf(bytes));
    }
    default:
      return [...result.slice(random(result.length)), result[random(result.length)] ?? '', ...result.slice(0, at)];
  }
}

it(`None of ${COUNT} mutations of a key or chain makes an exception or takes long`, { timeout: 120_000 }, () => {
  const random = makeRandom(12);
  const key = privateKeyOf(leaf);
  const slow: number[] = [];
  let accepted = 0;
  for (let run = 0; run < COUNT; run += 1) {
    const pool = mutate(POOL, random);
    const keyPem = random(10) === 0 ? key.replace(/(?<=\n.{30})./u, 'A') : key;
    const start = process.cpuUsage();
    const problems = problemsIn(readPool(keyPem, pool, { roots: ROOTS }));
    const { user, system } = process.cpuUsage(start);
    // Of this process alone: others may be busy.
    const duration = (user + system) / 1_000;
    if (duration > MOST_MS) slow.push(duration);
    accepted += Number(problems === 'none');
  }
  expect(slow).toEqual([]);
  // Whole blocks in another order are no damage; most of the rest is.
  expect(accepted).toBeGreaterThan(COUNT / 50);
  expect(accepted).toBeLessThan(COUNT / 3);
});
