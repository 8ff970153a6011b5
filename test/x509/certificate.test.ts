import { expect, it } from 'vitest';
import { parseCertificate } from '../../src/x509/certificate.ts';
import type { PemCertificate } from '../../src/x509/certificate.ts';
import { findPaths, TOO_MANY_PATHS } from '../../src/x509/paths.ts';
import { readPem } from '../../src/x509/pem.ts';
import { makeAuthority } from '../authority/authority.ts';

function certificateIn(pem: string): PemCertificate {
  const reading = readPem(pem);
  const [block] = 'blocks' in reading ? reading.blocks : [];
  const certificate = block === undefined ? undefined : parseCertificate(block);
  if (certificate === undefined) throw new Error('it cannot be read');
  return certificate;
}

function isIssuedBy(leaf: PemCertificate, issuer: PemCertificate): boolean {
  const paths = findPaths(leaf, [issuer], new Date());
  return paths !== TOO_MANY_PATHS && paths.valid.has(issuer);
}

it('Accepts as issuer only the CA whose key signed the certificate and that may sign certificates', async () => {
  const authority = await makeAuthority();
  const leaf = certificateIn((await authority.issue({ dnsNames: ['www.example.com'] })).leafCertificate);
  expect(isIssuedBy(leaf, certificateIn(authority.intermediate))).toBe(true);
  expect(isIssuedBy(leaf, certificateIn(await authority.impersonateIntermediate()))).toBe(false);
  expect(isIssuedBy(leaf, certificateIn(await authority.restrictIntermediate()))).toBe(false);
});
