import type { Fault } from '../errors.ts';
import { dateFaultOf } from './certificate.ts';
import type { PemCertificate } from './certificate.ts';
import type { CertificateFields } from './fields.ts';

export const SERVER_AUTHENTICATION = '1.3.6.1.5.5.7.3.1';

const PURPOSES: Readonly<Record<string, string>> = {
  '1.3.6.1.5.5.7.3.2': 'TLS clients',
  '1.3.6.1.5.5.7.3.3': 'code signing',
  '1.3.6.1.5.5.7.3.4': 'e-mail',
  '1.3.6.1.5.5.7.3.8': 'time stamps',
  '1.3.6.1.5.5.7.3.9': 'OCSP responses',
  '2.5.29.37.0': 'any purpose',
};

/** Signatures that clients accept: RSA and ECDSA with SHA-256, SHA-384 and SHA-512 (also as hash of RSASSA-PSS), and Ed25519. */
const STRONG_SIGNATURES = new Set([
  ...['11', '12', '13'].map((last) => `1.2.840.113549.1.1.${last}`),
  ...['2', '3', '4'].map((last) => `1.2.840.10045.4.3.${last}`),
  ...['1', '2', '3'].map((last) => `2.16.840.1.101.3.4.2.${last}`),
  '1.3.101.112',
]);
const WEAK_SIGNATURES: Readonly<Record<string, string>> = {
  '1.2.840.113549.1.1.2': 'MD2',
  '1.2.840.113549.1.1.4': 'MD5',
  '1.2.840.113549.1.1.5': 'SHA-1',
  '1.3.14.3.2.26': 'SHA-1',
  '1.3.14.3.2.29': 'SHA-1',
  '1.2.840.10045.4.1': 'SHA-1',
  '1.2.840.113549.1.1.14': 'SHA-224',
  '1.2.840.10045.4.3.1': 'SHA-224',
  '2.16.840.1.101.3.4.2.4': 'SHA-224',
  '1.2.840.10040.4.3': 'DSA and SHA-1',
  '2.16.840.1.101.3.4.3.2': 'DSA',
  '1.3.101.113': 'Ed448',
};

/** Why clients reject its signature, to stand after its name; undefined if they accept it. */
export function signatureFaultOf({ signatureAlgorithm }: CertificateFields): string | undefined {
  if (STRONG_SIGNATURES.has(signatureAlgorithm)) return undefined;
  const algorithm = WEAK_SIGNATURES[signatureAlgorithm] ?? `the unknown algorithm ${signatureAlgorithm}`;
  return `is signed with ${algorithm}, which clients reject`;
}

/** Why clients reject its extensions, to stand after its name; undefined if they know all that are critical (RFC 5280, 4.2). */
export function extensionFaultOf({ unknownCritical }: CertificateFields): string | undefined {
  if (unknownCritical.length === 0) return undefined;
  return `has the critical extension ${unknownCritical.join(', ')}, which clients do not know`;
}

/** Why clients reject it as the certificate of a server, whatever its chain is; each to stand after its name. */
export function faultsOfServer(leaf: PemCertificate, now: Date): readonly Fault[] {
  const date = dateFaultOf(leaf, now);
  const dateFaults = date === undefined ? [] : [{ what: date, remedy: 'Supply the renewed one.' }];
  return [...dateFaults, ...formFaultsOf(leaf), ...signatureFaultsOf(leaf)];
}

/** {@link faultsOfServer}, whatever the time is and whoever signed it. */
export function formFaultsOf({ fields }: PemCertificate): readonly Fault[] {
  const extension = extensionFaultOf(fields);
  const faults: (Fault | undefined)[] = [
    fields.isPrecertificate
      ? {
          what: 'is a precertificate, made for Certificate Transparency logs',
          remedy: 'Supply the certificate itself.',
        }
      : undefined,
    purposeFaultOf(fields.purposes),
    extension === undefined ? undefined : { what: extension, remedy: 'Issue it without that extension.' },
  ];
  return faults.filter((fault) => fault !== undefined);
}

/** {@link signatureFaultOf}, with what to do. */
export function signatureFaultsOf({ fields }: PemCertificate): readonly Fault[] {
  const signature = signatureFaultOf(fields);
  return signature === undefined ? [] : [{ what: signature, remedy: 'Issue it again with SHA-256.' }];
}

function purposeFaultOf(purposes: readonly string[] | undefined): Fault | undefined {
  if (purposes === undefined || purposes.includes(SERVER_AUTHENTICATION)) return undefined;
  const names = purposes.map((oid) => PURPOSES[oid] ?? oid).join(', ');
  return {
    what: `is not for servers (extendedKeyUsage has no serverAuth, only: ${names || 'nothing'})`,
    remedy: 'Check that it is the right file. Supply the certificate of the server.',
  };
}
