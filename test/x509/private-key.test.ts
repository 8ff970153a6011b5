import { generateKeyPairSync } from 'node:crypto';
import { expect, it } from 'vitest';
import { strengthFaultOf } from '../../src/x509/private-key.ts';

const faultOn = (namedCurve: string): string | undefined =>
  strengthFaultOf({ key: generateKeyPairSync('ec', { namedCurve }).privateKey, pem: '' });

it.each(['secp224r1', 'prime256v1'])('Accepts a key on the curve %s', (namedCurve) => {
  expect(faultOn(namedCurve)).toBeUndefined();
});

it('Refuses a key on a curve of fewer than 224 bits', () => {
  expect(faultOn('prime192v1')).toContain('prime192v1');
});
