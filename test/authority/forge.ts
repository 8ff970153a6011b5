import { createHash, createPublicKey, generateKeyPairSync, sign } from 'node:crypto';
import type { KeyObject } from 'node:crypto';

/**
 * Certificates of any shape, also of those that no CA and no library makes. `authority.ts` makes the usual ones.
 */

const DAY_MS = 86_400_000;
/** When the tests of hierarchies take place, so that their dates are those of the real ones. */
export const NOW = new Date('2026-11-25T12:00:00Z');

export type ForgedKeyType = 'rsa-2048' | 'rsa-1024' | 'ec' | 'ed25519' | 'dsa';

/** A name with a key. */
export interface Entity {
  /** DER of the distinguished name. */
  readonly name: Buffer;
  readonly publicKey: KeyObject;
  readonly privateKey: KeyObject;
}

export interface Shape {
  readonly notBefore?: Date | Buffer;
  readonly notAfter?: Date | Buffer;
  readonly hash?: 'sha256' | 'sha384' | 'sha1' | 'md5' | 'sha224';
  /** A CA, with keyCertSign. */
  readonly ca?: boolean;
  readonly pathLength?: number;
  readonly withoutKeyCertSign?: boolean;
  /** Object identifiers for extendedKeyUsage. */
  readonly purposes?: readonly string[];
  readonly dnsNames?: readonly string[];
  readonly ipAddresses?: readonly Buffer[];
  /** Name constraints, as general names in DER. */
  readonly permitted?: readonly Buffer[];
  readonly excluded?: readonly Buffer[];
  /** Object identifier of a critical extension. */
  readonly critical?: string;
  readonly caIssuers?: string;
  /** Where OCSP is asked: authority information access without the issuer's certificate. */
  readonly ocsp?: string;
  readonly withoutKeyIdentifiers?: boolean;
  readonly authorityKeyId?: Buffer;
  /** DER of the public key in place of the subject's. */
  readonly publicKey?: Buffer;
}

export const SERVER_AUTH = '1.3.6.1.5.5.7.3.1';
export const CLIENT_AUTH = '1.3.6.1.5.5.7.3.2';
export const POISON = '1.3.6.1.4.1.11129.2.4.3';

/** One element of DER. */
export function der(tag: number, ...contents: readonly Buffer[]): Buffer {
  const content = Buffer.concat(contents);
  const { length } = content;
  const size = length < 0x80 ? [] : length < 0x100 ? [0x81] : [0x82, length >> 8];
  return Buffer.concat([Buffer.of(tag, ...size, length & 0xff), content]);
}

const sequence = (...contents: readonly Buffer[]): Buffer => der(0x30, ...contents);
const boolean = (): Buffer => der(0x01, Buffer.of(0xff));

export function oid(text: string): Buffer {
  const [first = 0, second = 0, ...rest] = text.split('.').map(Number);
  const bytes = [first * 40 + second, ...rest].flatMap((part) => {
    const groups = [part & 0x7f];
    for (let left = Math.floor(part / 128); left > 0; left = Math.floor(left / 128))
      groups.unshift((left & 0x7f) | 0x80);
    return groups;
  });
  return der(0x06, Buffer.from(bytes));
}

/** A distinguished name; `tag` is the kind of string, UTF8String if not given. */
export function nameOf(attributes: Readonly<Record<string, string>>, tag = 0x0c): Buffer {
  const oids: Readonly<Record<string, string>> = { CN: '2.5.4.3', O: '2.5.4.10', OU: '2.5.4.11' };
  return sequence(
    ...Object.entries(attributes).map(([key, text]) =>
      der(0x31, sequence(oid(oids[key] ?? ''), der(tag, Buffer.from(text)))),
    ),
  );
}

/** Fresh keys for a name. A text is the common name. */
export function makeEntity(name: string | Buffer, keyType: ForgedKeyType = 'ec'): Entity {
  return { name: typeof name === 'string' ? nameOf({ CN: name }) : name, ...makeKeys(keyType) };
}

function makeKeys(keyType: ForgedKeyType): Pick<Entity, 'publicKey' | 'privateKey'> {
  if (keyType === 'ec') return generateKeyPairSync('ec', { namedCurve: 'P-256' });
  if (keyType === 'ed25519') return generateKeyPairSync('ed25519');
  if (keyType === 'dsa') return generateKeyPairSync('dsa', { modulusLength: 1024, divisorLength: 160 });
  return generateKeyPairSync('rsa', { modulusLength: keyType === 'rsa-1024' ? 1024 : 2048 });
}

/** DER of a public key. */
export function spkiOf(key: KeyObject): Buffer {
  return (key.type === 'private' ? createPublicKey(key) : key).export({ type: 'spki', format: 'der' });
}

function keyIdOf(spki: Buffer): Buffer {
  // The bits of the key are the last element; those keys whose identifier matters have 65 bytes.
  return createHash('sha1').update(spki.subarray(-65)).digest();
}

function timeOf(time: Date | Buffer): Buffer {
  if (!(time instanceof Date)) return time;
  const digits = time.toISOString().replaceAll(/[-:T]|\.\d+/gu, '');
  return time.getUTCFullYear() < 2050 ? der(0x17, Buffer.from(digits.slice(2))) : der(0x18, Buffer.from(digits));
}

const SIGNATURES: Readonly<Record<string, string>> = {
  'rsa md5': '1.2.840.113549.1.1.4',
  'rsa sha1': '1.2.840.113549.1.1.5',
  'rsa sha224': '1.2.840.113549.1.1.14',
  'rsa sha256': '1.2.840.113549.1.1.11',
  'rsa sha384': '1.2.840.113549.1.1.12',
  'ec sha1': '1.2.840.10045.4.1',
  'ec sha224': '1.2.840.10045.4.3.1',
  'ec sha256': '1.2.840.10045.4.3.2',
  'ec sha384': '1.2.840.10045.4.3.3',
  'dsa sha256': '2.16.840.1.101.3.4.3.2',
  'ed25519 sha256': '1.3.101.112',
};

function extension(id: string, value: Buffer, isCritical = false): Buffer {
  return sequence(oid(id), ...(isCritical ? [boolean()] : []), der(0x04, value));
}

/** A DNS name, as it is in subjectAltName and name constraints. */
export const dnsName = (name: string): Buffer => der(0x82, Buffer.from(name));

function extensionsOf(spki: Buffer, issuer: Entity, shape: Shape): Buffer[] {
  const { ca = false, pathLength, permitted = [], excluded = [], dnsNames = [], ipAddresses = [] } = shape;
  const purposes = shape.purposes ?? (ca ? [] : [SERVER_AUTH]);
  const names = [...dnsNames.map(dnsName), ...ipAddresses.map((address) => der(0x87, address))];
  const length = pathLength === undefined ? [] : [der(0x02, Buffer.of(pathLength))];
  const subtrees = (tag: number, all: readonly Buffer[]): Buffer[] =>
    all.length === 0 ? [] : [der(tag, ...all.map((each) => sequence(each)))];
  // keyCertSign and cRLSign, cRLSign alone, or digitalSignature.
  const caBits = shape.withoutKeyCertSign === true ? Buffer.of(1, 0x02) : Buffer.of(1, 0x06);
  const bits = ca ? caBits : Buffer.of(7, 0x80);
  const identifiers = [
    extension('2.5.29.14', der(0x04, keyIdOf(spki))),
    extension('2.5.29.35', sequence(der(0x80, shape.authorityKeyId ?? keyIdOf(spkiOf(issuer.publicKey))))),
  ];
  const url = [['1.3.6.1.5.5.7.48.2', shape.caIssuers] as const, ['1.3.6.1.5.5.7.48.1', shape.ocsp] as const].flatMap(
    ([id, text]) => (text === undefined ? [] : [sequence(oid(id), der(0x86, Buffer.from(text)))]),
  );
  const constraints = [...subtrees(0xa0, permitted), ...subtrees(0xa1, excluded)];
  return [
    extension('2.5.29.19', sequence(...(ca ? [boolean(), ...length] : [])), true),
    extension('2.5.29.15', der(0x03, bits), true),
    ...(purposes.length === 0 ? [] : [extension('2.5.29.37', sequence(...purposes.map(oid)))]),
    ...(names.length === 0 ? [] : [extension('2.5.29.17', sequence(...names))]),
    ...(constraints.length === 0 ? [] : [extension('2.5.29.30', sequence(...constraints), true)]),
    ...(shape.critical === undefined ? [] : [extension(shape.critical, der(0x05), true)]),
    ...(url.length === 0 ? [] : [extension('1.3.6.1.5.5.7.1.1', sequence(...url))]),
    ...(shape.withoutKeyIdentifiers === true ? [] : identifiers),
  ];
}

/** A certificate of one entity, signed by another (or by itself), as PEM. */
export function certify(subject: Entity, issuer: Entity, shape: Shape = {}): string {
  const spki = shape.publicKey ?? spkiOf(subject.publicKey);
  const type = issuer.privateKey.asymmetricKeyType ?? '';
  const hash = shape.hash ?? 'sha256';
  const id = oid(SIGNATURES[`${type} ${hash}`] ?? '');
  const algorithm = type === 'rsa' ? sequence(id, der(0x05)) : sequence(id);
  const serial = createHash('sha256')
    .update(Buffer.concat([spki, issuer.name, Buffer.from(JSON.stringify(shape))]))
    .digest()
    .subarray(0, 12);
  const body = sequence(
    der(0xa0, der(0x02, Buffer.of(2))),
    der(0x02, Buffer.of(1), serial),
    algorithm,
    issuer.name,
    sequence(
      timeOf(shape.notBefore ?? new Date(NOW.getTime() - 30 * DAY_MS)),
      timeOf(shape.notAfter ?? new Date(NOW.getTime() + 60 * DAY_MS)),
    ),
    subject.name,
    spki,
    der(0xa3, sequence(...extensionsOf(spki, issuer, shape))),
  );
  const signature = sign(type === 'ed25519' ? null : hash, body, issuer.privateKey);
  return pemOf(sequence(body, algorithm, der(0x03, Buffer.of(0), signature)), 'CERTIFICATE');
}

/** Bytes in the armor of PEM. */
export function pemOf(bytes: Buffer, label: string): string {
  const lines = bytes.toString('base64').match(/.{1,64}/gu) ?? [];
  return `-----BEGIN ${label}-----\n${lines.join('\n')}\n-----END ${label}-----\n`;
}

/** The private key of an entity in PKCS #8. */
export function privateKeyOf({ privateKey }: Entity): string {
  return privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
}
