import { expect, it } from 'vitest';
import { readSupplied } from '../../src/x509/supplied.ts';
import { makeAuthority } from '../authority/authority.ts';

it('Sends the path that ends at a root, although another one is longer', async () => {
  const authority = await makeAuthority();
  const { privateKey, leafCertificate } = await authority.issue({ dnsNames: ['www.example.com'] });
  const { intermediate, root, crossSigned } = authority;
  const content = [leafCertificate, intermediate, crossSigned, await authority.crossSignOther(), root].join('');
  const reading = readSupplied(
    {
      privateKey: { input: 'private_key', content: privateKey },
      leafCertificate: { input: 'leaf_certificate', content },
    },
    new Date(),
  );
  expect(reading).toMatchObject({ supplied: { leafCertificate, certificateChain: intermediate } });
});
