import { generateKeyPairSync } from 'node:crypto';
import { expect, it } from 'vitest';
import type { Fault } from '../../src/errors.ts';
import { strengthFaultOf } from '../../src/x509/private-key.ts';

const faultOn = (namedCurve: string): Fault | undefined =>
  strengthFaultOf({ key: generateKeyPairSync('ec', { namedCurve }).privateKey, pem: '' });

it.each(['secp224r1', 'prime256v1'])('Accepts a key on the curve %s', (namedCurve) => {
  expect(faultOn(namedCurve)).toBeUndefined();
});

it('Refuses a key on a curve of fewer than 224 bits', () => {
  expect(faultOn('prime192v1')?.what).toContain('prime192v1');
});
