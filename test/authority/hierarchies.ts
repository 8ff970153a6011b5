import { certify, makeEntity, nameOf } from './forge.ts';
import type { Entity, Shape } from './forge.ts';

/** A copy of a real hierarchy, with keys of our own: the same names, versions and dates. */
export interface Hierarchy {
  readonly leaf: Entity;
  /** PEM by a short name: `yr1`, `root-yr by x1`. */
  readonly pems: Readonly<Record<string, string>>;
}

const from = (notBefore: string, notAfter: string): Shape => ({
  notBefore: new Date(notBefore),
  notAfter: new Date(notAfter),
  ca: true,
});
const LEAF: Shape = { dnsNames: ['www.example.com', 'example.com'], caIssuers: 'http://ye1.i.lencr.org/' };
const ISRG = 'Internet Security Research Group';

/** Let's Encrypt since 2026-05-28: letsencrypt.org/certificates. */
export function makeLetsEncrypt2026(): Hierarchy {
  const [x1, x2] = ['ISRG Root X1', 'ISRG Root X2'].map((CN) => makeEntity(nameOf({ O: ISRG, CN })));
  const [rootYe, rootYr] = ['Root YE', 'Root YR'].map((CN) => makeEntity(nameOf({ O: 'ISRG', CN })));
  const [ye1, ye2, yr1] = ['YE1', 'YE2', 'YR1'].map((CN) => makeEntity(nameOf({ O: "Let's Encrypt", CN })));
  if (!x1 || !x2 || !rootYe || !rootYr || !ye1 || !ye2 || !yr1) throw new Error('a name is missing');
  const leaf = makeEntity(nameOf({}));
  const cross = from('2025-09-03', '2032-09-02');
  const issuing = { ...from('2025-09-03', '2028-09-02'), pathLength: 0 };
  return {
    leaf,
    pems: {
      'leaf by ye1': certify(leaf, ye1, LEAF),
      'leaf by ye2': certify(leaf, ye2, LEAF),
      'leaf by yr1': certify(leaf, yr1, LEAF),
      ye1: certify(ye1, rootYe, issuing),
      ye2: certify(ye2, rootYe, issuing),
      yr1: certify(yr1, rootYr, issuing),
      'root-ye by x2': certify(rootYe, x2, cross),
      'root-yr by x1': certify(rootYr, x1, cross),
      'x2 by x1': certify(x2, x1, cross),
      'root-ye': certify(rootYe, rootYe, from('2025-09-03', '2045-09-02')),
      'root-yr': certify(rootYr, rootYr, from('2025-09-03', '2045-09-02')),
      x2: certify(x2, x2, from('2020-09-04', '2040-09-17')),
      x1: certify(x1, x1, from('2015-06-04', '2035-06-04')),
    },
  };
}

/** Let's Encrypt before: two versions of E8, and cross-signed certificates that have expired. */
export function makeLetsEncrypt2024(): Hierarchy {
  const [x1, x2, e8, r3] = ['ISRG Root X1', 'ISRG Root X2', 'E8', 'R3'].map((CN) => makeEntity(CN));
  const dst = makeEntity(nameOf({ O: 'Digital Signature Trust Co.', CN: 'DST Root CA X3' }));
  if (!x1 || !x2 || !e8 || !r3) throw new Error('a name is missing');
  const leaf = makeEntity('www.example.com');
  return {
    leaf,
    pems: {
      'leaf by e8': certify(leaf, e8, LEAF),
      'leaf by r3': certify(leaf, r3, LEAF),
      'e8 by x2': certify(e8, x2, from('2024-03-14', '2027-03-12')),
      'e8 by x1': certify(e8, x1, from('2024-03-13', '2027-03-12')),
      r3: certify(r3, x1, from('2020-09-04', '2027-09-15')),
      'x2 by x1 of 2020': certify(x2, x1, from('2020-09-04', '2025-09-15')),
      'x2 by x1 of 2025': certify(x2, x1, from('2025-09-04', '2032-09-02')),
      'x1 by dst': certify(x1, dst, from('2021-01-20', '2024-09-30')),
      dst: certify(dst, dst, from('2000-09-30', '2021-09-30')),
      x2: certify(x2, x2, from('2020-09-04', '2040-09-17')),
      x1: certify(x1, x1, from('2015-06-04', '2035-06-04')),
    },
  };
}

/** The pattern of GTS, Sectigo, Amazon and USERTrust: a root of today, also cross-signed by one of yesterday. */
export function makeCrossSigned(root: string, elder: string, elderEnds = '2028-01-28'): Hierarchy {
  const [young, old, issuing] = [makeEntity(root), makeEntity(elder), makeEntity(`${root} Issuing CA`)];
  const leaf = makeEntity('www.example.com');
  return {
    leaf,
    pems: {
      leaf: certify(leaf, issuing, LEAF),
      issuing: certify(issuing, young, from('2023-12-13', '2029-02-20')),
      'root by elder': certify(young, old, from('2020-06-19', elderEnds)),
      root: certify(young, young, from('2016-06-22', '2036-06-22')),
      elder: certify(old, old, from('1998-09-01', elderEnds)),
    },
  };
}

/** Cloudflare's Origin CA: the root, which has no common name, issues leaf certificates itself, and is not found at any address. */
export function makeCloudflareOrigin(): Hierarchy {
  const root = makeEntity(nameOf({ O: 'CloudFlare, Inc.', OU: 'CloudFlare Origin SSL Certificate Authority' }));
  const leaf = makeEntity(
    nameOf({ O: 'CloudFlare, Inc.', OU: 'CloudFlare Origin CA', CN: 'CloudFlare Origin Certificate' }),
  );
  return {
    leaf,
    pems: {
      leaf: certify(leaf, root, {
        dnsNames: ['www.example.com', '*.example.com'],
        ocsp: 'http://ocsp.cloudflare.com/origin_ca',
        notBefore: new Date('2026-01-01'),
        notAfter: new Date('2040-12-28'),
      }),
      root: certify(root, root, from('2019-08-23', '2039-08-15')),
    },
  };
}
