import { bufferOf, readElement, readOr } from './der.ts';
import type { Bytes } from './der.ts';
import { textOfGeneralName } from './dns-names.ts';
import type { GeneralName } from './extensions.ts';
import type { CertificateFields } from './fields.ts';
import { quoteText } from './names.ts';

const DNS_NAME = 2;
const DIRECTORY_NAME = 4;
const IP_ADDRESS = 7;

/**
 * The name of a certificate that the constraints of a CA above it do not allow, for a message; undefined if they allow all
 * (RFC 5280, 4.2.1.10). DNS names, IP addresses and subjects are compared: clients use no other kind for servers.
 */
export function forbiddenNameOf(
  { nameConstraints }: CertificateFields,
  certificate: CertificateFields,
): string | undefined {
  if (nameConstraints === undefined) return undefined;
  const { permitted, excluded } = nameConstraints;
  const isForbidden = (name: GeneralName): boolean => {
    if (![DNS_NAME, DIRECTORY_NAME, IP_ADDRESS].includes(name.kind)) return false;
    const ofKind = permitted.filter(({ kind }) => kind === name.kind);
    return (
      (ofKind.length > 0 && !ofKind.some((subtree) => isWithin(name, subtree))) ||
      excluded.some((subtree) => subtree.kind === name.kind && isWithin(name, subtree))
    );
  };
  const name = certificate.alternativeNames.find(isForbidden);
  if (name !== undefined) return quoteText(textOfGeneralName(name) ?? 'of another kind');
  const subject = { kind: DIRECTORY_NAME, value: certificate.subject };
  // An empty subject is a sequence of nothing, in two bytes.
  return certificate.subject.length > 2 && isForbidden(subject) ? 'its subject' : undefined;
}

function isWithin({ kind, value }: GeneralName, subtree: GeneralName): boolean {
  if (kind === DNS_NAME) return isWithinDomain(value, subtree.value);
  if (kind === IP_ADDRESS) return isWithinNetwork(value, subtree.value);
  return isWithinDirectory(value, subtree.value);
}

function isWithinDomain(name: string, domain: string): boolean {
  const [lower, parent] = [name.toLowerCase(), domain.toLowerCase()];
  return parent === '' || lower === parent || lower.endsWith(parent.startsWith('.') ? parent : `.${parent}`);
}

/** The network is an address and a mask of the same length. */
function isWithinNetwork(address: Bytes, network: Bytes): boolean {
  const { length } = address;
  return (
    network.length === 2 * length &&
    bufferOf(address).every((byte, at) => ((byte ^ network.charCodeAt(at)) & network.charCodeAt(length + at)) === 0)
  );
}

/** Does a name begin with every part of the other? */
function isWithinDirectory(name: Bytes, subtree: Bytes): boolean {
  const parts = partsOf(name);
  const wanted = partsOf(subtree);
  return wanted.every((part, at) => parts[at] === part);
}

function partsOf(name: Bytes): readonly Bytes[] {
  return readOr(() => readElement(name).children.map(({ whole }) => whole), []);
}
