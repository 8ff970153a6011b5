/** What OpenSSL's names say that mean no more than: no root that Node knows issued this. */
const UNKNOWN_ROOT: ReadonlySet<string> = new Set([
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'SELF_SIGNED_CERT_IN_CHAIN',
  'UNABLE_TO_GET_ISSUER_CERT',
  'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
]);

/** The other names that Node has (nodejs.org, "TLS", X509 certificate error codes), to stand after a colon. */
const REASONS: Readonly<Record<string, string>> = {
  CERT_CHAIN_TOO_LONG: 'the chain is too long',
  CERT_HAS_EXPIRED: 'a certificate of the chain, or its root, has expired',
  CERT_NOT_YET_VALID: 'a certificate of the chain, or its root, is not valid yet',
  CERT_REJECTED: 'its root is marked as rejected',
  CERT_REVOKED: 'a certificate of the chain is revoked',
  CERT_SIGNATURE_FAILURE: 'a signature does not fit the key of its issuer',
  CERT_UNTRUSTED: 'its root is not marked as trusted for servers',
  ERROR_IN_CERT_NOT_AFTER_FIELD: 'a notAfter date cannot be read',
  ERROR_IN_CERT_NOT_BEFORE_FIELD: 'a notBefore date cannot be read',
  INVALID_CA: 'a certificate that issued another one is not a CA certificate',
  INVALID_PURPOSE: 'a certificate of the chain, or its root, may not be used for TLS servers',
  OUT_OF_MEM: 'the memory of this machine was used up',
  PATH_LENGTH_EXCEEDED: 'a CA allows fewer intermediates below it than there are (pathLen)',
  UNABLE_TO_DECODE_ISSUER_PUBLIC_KEY: 'the key of an issuer cannot be read',
  UNABLE_TO_DECRYPT_CERT_SIGNATURE: 'a signature cannot be read',
};

/** Does it mean that no known root issued the certificate, and nothing else? Its own clients may know one. */
export function meansUnknownRoot(distrust: string): boolean {
  return UNKNOWN_ROOT.has(distrust);
}

/** OpenSSL's reason in words, to stand after a colon. What has no name comes in OpenSSL's own words. */
export function describeDistrust(distrust: string): string {
  const words = REASONS[distrust];
  return words === undefined ? `OpenSSL rejects it (${distrust})` : `${words} (${distrust})`;
}
