import 'reflect-metadata';
import {
  createHash,
  createPrivateKey,
  createPublicKey,
  webcrypto,
  X509Certificate as NodeCertificate,
} from 'node:crypto';
import * as x509 from '@peculiar/x509';

x509.cryptoProvider.set(webcrypto);

export type KeyType = 'rsa-2048' | 'rsa-1024' | 'ec-p256' | 'ec-p384' | 'ed25519';

export interface IssueOptions {
  readonly dnsNames: readonly string[];
  readonly notBefore?: Date;
  readonly notAfter?: Date;
  readonly keyType?: KeyType;
  /** Names where its issuer's certificate is found, as public CAs do. */
  readonly aia?: boolean;
  readonly commonName?: string;
  readonly withoutSan?: boolean;
  /** The private key of an earlier one (PKCS #8, P-256), as when a renewal keeps it. */
  readonly privateKey?: string;
}

/** A leaf certificate with its key (PKCS #8) and chain, all PEM. */
export interface Issued {
  readonly privateKey: string;
  readonly leafCertificate: string;
  readonly certificateChain: string;
  readonly fullChain: string;
  /** 40 lower-case hex digits. */
  readonly sha1Fingerprint: string;
  readonly notAfter: Date;
}

/** A CA of its own: a root, an intermediate, and the intermediate's key under a second, cross-signing root. */
export interface Authority {
  /** PEM. */
  readonly root: string;
  readonly intermediate: string;
  /** The root's key and name, signed by another root: the second path. */
  readonly crossSigned: string;
  readonly otherRoot: string;
  /** The other root's key and name, signed by a third: the second path gets longer, and has no end. */
  crossSignOther(): Promise<string>;
  /** The intermediate's name and key identifier with another key. */
  impersonateIntermediate(): Promise<string>;
  /** The intermediate's name and key, not allowed to sign certificates. */
  restrictIntermediate(): Promise<string>;
  issue(options: IssueOptions): Promise<Issued>;
  /** A certificate that signed itself. */
  selfSign(dnsName: string): Promise<Pick<Issued, 'privateKey' | 'leafCertificate'>>;
}

export interface AuthorityOptions {
  readonly keyType?: KeyType;
  readonly name?: string;
  /** When the intermediate ends; a year from now when not given. */
  readonly intermediateNotAfter?: Date;
  /** An intermediate that may not issue, as a leaf certificate may not. */
  readonly intermediateIsCa?: boolean;
}

const DAY_MS = 86_400_000;

const ALGORITHMS = {
  'rsa-2048': {
    name: 'RSASSA-PKCS1-v1_5',
    hash: 'SHA-256',
    modulusLength: 2048,
    publicExponent: new Uint8Array([1, 0, 1]),
  },
  'rsa-1024': {
    name: 'RSASSA-PKCS1-v1_5',
    hash: 'SHA-256',
    modulusLength: 1024,
    publicExponent: new Uint8Array([1, 0, 1]),
  },
  'ec-p256': { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' },
  'ec-p384': { name: 'ECDSA', namedCurve: 'P-384', hash: 'SHA-384' },
  ed25519: { name: 'Ed25519' },
} as const;

interface Subject {
  readonly name: string;
  readonly keys: webcrypto.CryptoKeyPair;
}

async function makeSubject(name: string, keyType: KeyType): Promise<Subject> {
  return {
    name,
    keys: (await webcrypto.subtle.generateKey(ALGORITHMS[keyType], true, [
      'sign',
      'verify',
    ])) as webcrypto.CryptoKeyPair,
  };
}

interface SignOptions {
  /** Whose key identifier it is given: its own when not given. */
  readonly identifiedAs?: Subject;
  readonly notBefore?: Date | undefined;
  readonly notAfter?: Date | undefined;
  readonly extensions: readonly x509.Extension[];
}

async function sign(subject: Subject, issuer: Subject, options: SignOptions): Promise<string> {
  const certificate = await x509.X509CertificateGenerator.create({
    subject: subject.name === '' ? '' : `CN=${subject.name}`,
    issuer: `CN=${issuer.name}`,
    notBefore: options.notBefore ?? new Date(Date.now() - DAY_MS),
    notAfter: options.notAfter ?? new Date(Date.now() + 365 * DAY_MS),
    publicKey: subject.keys.publicKey,
    signingKey: issuer.keys.privateKey,
    signingAlgorithm:
      issuer.keys.privateKey.algorithm.name === 'ECDSA'
        ? { name: 'ECDSA', hash: 'SHA-256' }
        : { name: issuer.keys.privateKey.algorithm.name },
    extensions: [
      ...options.extensions,
      await x509.SubjectKeyIdentifierExtension.create((options.identifiedAs ?? subject).keys.publicKey),
      await x509.AuthorityKeyIdentifierExtension.create(issuer.keys.publicKey),
    ],
  });
  return `${certificate.toString('pem').trim()}\n`;
}

const caExtensions = (isCa: boolean): x509.Extension[] => [
  new x509.BasicConstraintsExtension(isCa, undefined, true),
  new x509.KeyUsagesExtension(x509.KeyUsageFlags.keyCertSign | x509.KeyUsageFlags.cRLSign, true),
];

/** Makes a CA with fresh keys. */
export async function makeAuthority({
  keyType = 'ec-p256',
  name = 'Test',
  intermediateNotAfter,
  intermediateIsCa = true,
}: AuthorityOptions = {}): Promise<Authority> {
  const root = await makeSubject(`${name} Root`, keyType);
  const other = await makeSubject(`${name} Other Root`, keyType);
  const intermediate = await makeSubject(`${name} Intermediate`, keyType);
  const ca = { extensions: caExtensions(true) };
  const intermediatePem = await sign(intermediate, root, {
    extensions: caExtensions(intermediateIsCa),
    notAfter: intermediateNotAfter,
  });
  return {
    root: await sign(root, root, ca),
    otherRoot: await sign(other, other, ca),
    crossSigned: await sign(root, other, ca),
    intermediate: intermediatePem,
    crossSignOther: async () => sign(other, await makeSubject(`${name} Third Root`, keyType), ca),
    impersonateIntermediate: async () =>
      sign(await makeSubject(intermediate.name, keyType), root, { ...ca, identifiedAs: intermediate }),
    restrictIntermediate: async () =>
      sign(intermediate, root, {
        extensions: [
          new x509.BasicConstraintsExtension(true, undefined, true),
          new x509.KeyUsagesExtension(x509.KeyUsageFlags.cRLSign, true),
        ],
      }),
    selfSign: async (dnsName) => {
      const subject = await makeSubject(dnsName, 'ec-p256');
      const extensions = leafExtensions({ dnsNames: [dnsName] });
      return { privateKey: await privateKeyOf(subject), leafCertificate: await sign(subject, subject, { extensions }) };
    },
    issue: async (options) => {
      const commonName = options.commonName ?? options.dnsNames[0] ?? '';
      const subject =
        options.privateKey === undefined
          ? await makeSubject(commonName, options.keyType ?? 'ec-p256')
          : { name: commonName, keys: await readKeys(options.privateKey) };
      const leafCertificate = await sign(subject, intermediate, {
        notBefore: options.notBefore,
        notAfter: options.notAfter,
        extensions: leafExtensions(options),
      });
      const certificate = new NodeCertificate(leafCertificate);
      return {
        privateKey: await privateKeyOf(subject),
        leafCertificate,
        certificateChain: intermediatePem,
        fullChain: leafCertificate + intermediatePem,
        sha1Fingerprint: createHash('sha1').update(certificate.raw).digest('hex'),
        notAfter: certificate.validToDate,
      };
    },
  };
}

function leafExtensions({ dnsNames, aia = false, withoutSan = false }: IssueOptions): x509.Extension[] {
  return [
    new x509.BasicConstraintsExtension(false, undefined, true),
    new x509.KeyUsagesExtension(x509.KeyUsageFlags.digitalSignature, true),
    new x509.ExtendedKeyUsageExtension([x509.ExtendedKeyUsage.serverAuth]),
    ...(withoutSan
      ? []
      : [new x509.SubjectAlternativeNameExtension(dnsNames.map((value) => ({ type: 'dns' as const, value })))]),
    ...(aia
      ? [
          new x509.AuthorityInfoAccessExtension({
            caIssuers: new x509.GeneralName('url', 'http://issuer.example/ca.der'),
          }),
        ]
      : []),
  ];
}

async function readKeys(privateKey: string): Promise<webcrypto.CryptoKeyPair> {
  const { subtle } = webcrypto;
  const key = createPrivateKey(privateKey);
  const [pkcs8, spki] = [
    key.export({ format: 'der', type: 'pkcs8' }),
    createPublicKey(key).export({ format: 'der', type: 'spki' }),
  ];
  return {
    privateKey: await subtle.importKey('pkcs8', pkcs8, ALGORITHMS['ec-p256'], true, ['sign']),
    publicKey: await subtle.importKey('spki', spki, ALGORITHMS['ec-p256'], true, ['verify']),
  };
}

async function privateKeyOf({ keys }: Subject): Promise<string> {
  const key = Buffer.from(await webcrypto.subtle.exportKey('pkcs8', keys.privateKey));
  return createPrivateKey({ key, format: 'der', type: 'pkcs8' }).export({ format: 'pem', type: 'pkcs8' }).toString();
}
