import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { makeCrossSigned, makeLetsEncrypt2024, makeLetsEncrypt2026 } from '../authority/hierarchies.ts';
import type { Hierarchy } from '../authority/hierarchies.ts';
import { labelsOf, problemsIn, readPool, remarksIn, uploadOf } from './reading.ts';

const LE_2026 = makeLetsEncrypt2026();
const LE_2024 = makeLetsEncrypt2024();
/** As Node knew them in 2026. */
const ROOTS = ['x1', 'x2'];

/** What is supplied, what is uploaded, and what the notices mention. */
type Case = readonly [string, Hierarchy, readonly string[], readonly string[], RegExp | undefined];

const CASES: readonly Case[] = [
  [
    'YE1 with all that the CA sends',
    LE_2026,
    ['leaf by ye1', 'ye1', 'root-ye by x2', 'x2 by x1'],
    ['ye1', 'root-ye by x2', 'x2 by x1'],
    undefined,
  ],
  [
    'YE1 with roots too',
    LE_2026,
    ['leaf by ye1', 'ye1', 'root-ye by x2', 'x2 by x1', 'x1', 'x2', 'root-ye'],
    ['ye1', 'root-ye by x2', 'x2 by x1'],
    undefined,
  ],
  ['YE2 up to X2', LE_2026, ['leaf by ye2', 'ye2', 'root-ye by x2', 'x2'], ['ye2', 'root-ye by x2'], undefined],
  [
    'YR1 with all that the CA sends',
    LE_2026,
    ['leaf by yr1', 'yr1', 'root-yr by x1'],
    ['yr1', 'root-yr by x1'],
    undefined,
  ],
  [
    'YR1 with a self-signed version of its root',
    LE_2026,
    ['leaf by yr1', 'yr1', 'root-yr by x1', 'root-yr'],
    ['yr1', 'root-yr by x1'],
    undefined,
  ],
  [
    'YR1 with every root',
    LE_2026,
    ['leaf by yr1', 'yr1', 'root-yr by x1', 'root-yr', 'x1'],
    ['yr1', 'root-yr by x1'],
    undefined,
  ],
  ['Both versions of E8', LE_2024, ['leaf by e8', 'e8 by x2', 'e8 by x1'], ['e8 by x1', 'e8 by x2'], undefined],
  [
    'Both versions of E8 and of X2',
    LE_2024,
    ['leaf by e8', 'e8 by x2', 'e8 by x1', 'x2 by x1 of 2025', 'x2'],
    ['e8 by x2', 'x2 by x1 of 2025', 'e8 by x1'],
    undefined,
  ],
  [
    'X1 by DST, which has expired',
    LE_2024,
    ['leaf by r3', 'r3', 'x1 by dst'],
    ['r3'],
    /notice: .*"ISRG Root X1".*2024-09-30/u,
  ],
  [
    'X1 by DST and DST itself',
    LE_2024,
    ['leaf by r3', 'r3', 'x1 by dst', 'dst'],
    ['r3'],
    /notice: .*"ISRG Root X1".*2024-09-30/u,
  ],
  [
    'X2 by X1 of 2020',
    LE_2024,
    ['leaf by e8', 'e8 by x2', 'x2 by x1 of 2020'],
    ['e8 by x2'],
    /notice: .*"ISRG Root X2".*2025-09-15/u,
  ],
  [
    'X2 by X1 of 2020 and of 2025',
    LE_2024,
    ['leaf by e8', 'e8 by x2', 'x2 by x1 of 2020', 'x2 by x1 of 2025'],
    ['e8 by x2', 'x2 by x1 of 2025'],
    /notice: .*"ISRG Root X2".*2025-09-15/u,
  ],
];

function read({ leaf, pems }: Hierarchy, labels: readonly string[], roots: readonly string[]) {
  const pem = (label: string): string => pems[label] ?? '';
  return readPool(leaf, labels.map(pem), { roots: roots.map(pem) });
}

describe('hierarchies of Let’s Encrypt', () => {
  it.each(CASES)(
    '%s: the upload is what the CA intended, whatever the order is',
    (_, hierarchy, supplied, uploaded, notice) => {
      fc.assert(
        fc.property(fc.shuffledSubarray([...supplied], { minLength: supplied.length }), (shuffled) => {
          const reading = read(hierarchy, shuffled, ROOTS);
          expect(labelsOf(hierarchy.pems, uploadOf(reading))).toEqual(uploaded);
          if (notice === undefined) expect(remarksIn(reading)).toBe('');
          else expect(remarksIn(reading)).toMatch(notice);
        }),
        { numRuns: 12 },
      );
    },
  );

  it('A chain that ends below a root that no client knows leads to a warning with the missing certificate', () => {
    const { leaf, pems } = LE_2026;
    const { 'leaf by yr1': own = '', yr1 = '', x1 = '' } = pems;
    // The intermediate of the copy has no caIssuers: the leaf alone does.
    expect(problemsIn(readPool(leaf, [own], { roots: [x1] }))).toMatch(/`certificate_chain` is empty/u);
    expect(remarksIn(readPool(leaf, [own, yr1], { roots: [x1] }))).toMatch(/^notice: .*"Root YR"/u);
  });
});

describe('cross-signed roots', () => {
  const pairs: readonly (readonly [string, string])[] = [
    ['GTS Root R1', 'GlobalSign Root CA'],
    ['USERTrust RSA Certification Authority', 'AAA Certificate Services'],
    ['Sectigo Public Server Authentication Root R46', 'USERTrust RSA Certification Authority'],
    ['Amazon Root CA 1', 'Starfield Services Root Certificate Authority - G2'],
  ];
  it.each(pairs)('%s by %s is uploaded although its self-signed version is there too', (root, elder) => {
    const hierarchy = makeCrossSigned(root, elder);
    const labels = ['root', 'leaf', 'root by elder', 'issuing', 'elder'];
    for (const roots of [['root'], ['elder'], ['root', 'elder'], []]) {
      expect(labelsOf(hierarchy.pems, uploadOf(read(hierarchy, labels, roots)))).toEqual(['issuing', 'root by elder']);
    }
  });

  it.each([
    [['leaf', 'issuing', 'root by elder'], ['root']],
    [['leaf', 'issuing', 'root by elder', 'elder'], ['root']],
    [['leaf', 'issuing', 'root by elder', 'elder', 'root'], []],
  ])('AddTrust, which has expired, is dropped with a notice from %j', (labels, roots) => {
    const hierarchy = makeCrossSigned(
      'USERTrust RSA Certification Authority',
      'AddTrust External CA Root',
      '2020-05-30',
    );
    const reading = read(hierarchy, labels, roots);
    expect(labelsOf(hierarchy.pems, uploadOf(reading))).toEqual(['issuing']);
    expect(remarksIn(reading)).toMatch(/notice: .*"USERTrust.*expired 2020-05-30/u);
  });

  it('An expired certificate is an error if nothing shows that clients do without it', () => {
    const hierarchy = makeCrossSigned('Private Root', 'Elder Root', '2020-05-30');
    expect(problemsIn(read(hierarchy, ['leaf', 'issuing', 'root by elder'], []))).toMatch(
      /"Private Root" expired 2020-05-30/u,
    );
  });
});

it('The upload of any part of a hierarchy does not depend on the order', () => {
  for (const { leaf, pems } of [LE_2024, LE_2026, makeCrossSigned('GTS Root R1', 'GlobalSign Root CA')]) {
    const labels = Object.keys(pems);
    const hierarchy = { leaf, pems };
    fc.assert(
      fc.property(fc.shuffledSubarray(labels, { minLength: 2 }), (chosen) => {
        const results = [chosen, chosen.toSorted(), chosen.toReversed()].map((each) => {
          const reading = read(hierarchy, each, ['x1', 'root']);
          return 'problems' in reading ? reading.problems.length : uploadOf(reading);
        });
        expect(results[1]).toEqual(results[0]);
        expect(results[2]).toEqual(results[0]);
      }),
      { numRuns: 20 },
    );
  }
});
