import { X509Certificate } from 'node:crypto';
import { expect, it } from 'vitest';
import { issuerLocationsOf, parseCertificate, sha1FingerprintOf } from '../../src/x509/certificate.ts';
import type { PemCertificate } from '../../src/x509/certificate.ts';
import { namesOf, textOfGeneralName } from '../../src/x509/dns-names.ts';
import { readFields } from '../../src/x509/fields.ts';
import { makeAuthority } from '../authority/authority.ts';
import { certify, der, makeEntity, oid, spkiOf } from '../authority/forge.ts';
import {
  makeCloudflareOrigin,
  makeCrossSigned,
  makeLetsEncrypt2024,
  makeLetsEncrypt2026,
} from '../authority/hierarchies.ts';

const derOf = (pem: string): Buffer => Buffer.from(pem.replaceAll(/-----[A-Z ]+-----/gu, ''), 'base64');
const authority = await makeAuthority();
const { leafCertificate } = await authority.issue({ dnsNames: ['www.Example.com', '*.example.org'], aia: true });

it('What CAs issue is plain, so that Node does not have to read it', () => {
  const hierarchies = [
    makeLetsEncrypt2024(),
    makeLetsEncrypt2026(),
    makeCloudflareOrigin(),
    makeCrossSigned('GTS Root R1', 'GlobalSign Root CA'),
  ];
  const pems = [leafCertificate, authority.intermediate, ...hierarchies.flatMap((each) => Object.values(each.pems))];
  expect(pems.map((pem) => readFields(derOf(pem))?.isPlain)).toEqual(pems.map(() => true));
});

it('A name in other letters than those of ASCII is left to Node', () => {
  const ca = makeEntity('Bücher');
  expect(readFields(derOf(certify(ca, ca, { ca: true })))?.isPlain).toBe(false);
});

/** Tags of DER and context tags, numbers, letters, and bytes that mark a long length or number. */
const BYTES = [0, 1, 2, 3, 4, 5, 6, 0x0c, 0x13, 0x16, 0x17, 0x18, 0x1e, 0x2c, 0x30, 0x31, 0x61, 0x7f].concat([
  0x80, 0x81, 0x82, 0x86, 0x87, 0xa0, 0xa2, 0xa3, 0xa4, 0xff,
]);

/** What is read of a certificate without Node. */
function factsOf(certificate: PemCertificate): unknown {
  const { names, fields, fingerprint } = certificate;
  return {
    ...names,
    locations: issuerLocationsOf(certificate),
    fingerprints: [sha1FingerprintOf(certificate), fingerprint],
    dates: [fields.notBefore, fields.notAfter],
  };
}

/** What Node says of a certificate, or that it cannot read it. */
function factsOfNode(bytes: Buffer): unknown {
  try {
    const x509 = new X509Certificate(bytes);
    const locations = [...(x509.infoAccess ?? '').matchAll(/^CA Issuers - URI:(.+)$/gmu)].map(([, url]) => url);
    const { fingerprint, fingerprint256, validFromDate, validToDate } = x509;
    const fingerprints = [fingerprint, fingerprint256].map((each) => each.replaceAll(':', '').toLowerCase());
    return { ...namesOf(x509), locations, fingerprints, dates: [validFromDate, validToDate] };
  } catch {
    return 'unreadable';
  }
}

it(
  'Of a plain certificate with any one byte replaced, what is read without Node is what Node reads',
  { timeout: 60_000 },
  () => {
    const different: unknown[] = [];
    let plain = 0;
    const bytes = derOf(leafCertificate);
    for (const at of bytes.keys())
      for (const byte of BYTES) {
        const changed = Buffer.from(bytes);
        changed[at] = byte;
        const certificate = parseCertificate({ der: changed, pem: '' });
        if (certificate?.fields.isPlain !== true) continue;
        plain += 1;
        const [own, ofNode] = [factsOf(certificate), factsOfNode(changed)].map((facts) => JSON.stringify(facts));
        if (own !== ofNode) different.push({ at, byte, own, ofNode });
      }
    expect(different).toEqual([]);
    // Numbers, keys and signatures are most of a certificate.
    expect(plain).toBeGreaterThan(2_500);
  },
);

/** The certificate of a server whose DER has these bytes in place of others, as many as there were. */
function withBytes(before: string, after: string): Buffer {
  const bytes = derOf(leafCertificate);
  const at = bytes.indexOf(Buffer.from(before, 'hex'));
  expect(at).toBeGreaterThan(0);
  bytes.write(after, at, 'hex');
  return bytes;
}

it('A public key of RSA whose NULL is none is not plain: OpenSSL does not read it', () => {
  const entity = makeEntity('www.example.com', 'rsa-2048');
  const spki = spkiOf(entity.publicKey);
  const bits = spki.subarray(spki.indexOf(Buffer.from('0382', 'hex')));
  const publicKey = der(0x30, der(0x30, oid('1.2.840.113549.1.1.1'), Buffer.from('050100', 'hex')), bits);
  const pem = certify(entity, makeEntity('CA'), { dnsNames: ['www.example.com'], publicKey });
  expect(readFields(derOf(pem))?.isPlain).toBe(false);
  expect(parseCertificate({ der: derOf(pem), pem: '' })).toBeUndefined();
});

it('An extension whose value is put together of parts cannot be read', () => {
  // The octet string of the subjectAltName.
  expect(readFields(withBytes('0603551d1104', '0603551d1124'))).toBeUndefined();
});

it('An address of 17 bytes is no address', () => {
  expect(textOfGeneralName({ kind: 7, value: '\x20\x01'.padEnd(17, '\0') })).toBeUndefined();
});

it('A certificate that has an extension twice cannot be read, as DigitalOcean could not', () => {
  // Both are critical, and have as many bytes: keyUsage becomes another basicConstraints.
  expect(readFields(withBytes('0603551d0f', '0603551d13'))).toBeUndefined();
});
