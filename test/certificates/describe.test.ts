import { expect, it } from 'vitest';
import { describeCertificate, describeStep, nameCertificate } from '../../src/certificates/describe.ts';
import { certificateOf } from '../samples.ts';

it('A certificate is described by name and id, and by expiry and fingerprint if it has them', () => {
  const pending = certificateOf({ id: 'x', sha1Fingerprint: '' });
  expect(nameCertificate(pending)).toBe('"web" (x)');
  expect(describeCertificate(pending)).toMatch(/^"web" \(x\), .* yet$/u);
  const issued = certificateOf({ id: 'x', expires: '2027-01-01T00:00:00Z' });
  for (const fact of ['"web" (x), ', issued.notAfterText, issued.sha1Fingerprint])
    expect(describeCertificate(issued)).toContain(fact);
});

it.each([
  ['', 'Leave certificate "web" (x).'],
  ['it is in use', 'Leave certificate "web" (x): it is in use.'],
])('A step of a plan with the reason "%s" is described as "%s"', (reason, text) => {
  expect(describeStep({ action: 'leave', object: 'certificate "web" (x)', reason })).toBe(text);
});
