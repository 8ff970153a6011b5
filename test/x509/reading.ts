import { readSupplied } from '../../src/x509/supplied.ts';
import type { SuppliedReading } from '../../src/x509/supplied.ts';
import { NOW, privateKeyOf } from '../authority/forge.ts';
import type { Entity } from '../authority/forge.ts';

export interface ReadOptions {
  /** PEM of what counts as known to Node. */
  readonly roots?: readonly string[];
  readonly allowsTestCa?: boolean;
  readonly chain?: string;
  readonly now?: Date;
}

/** Reads PEM as the inputs `private_key` and `leaf_certificate` would. */
export function readPool(key: Entity | string, pool: readonly string[], options: ReadOptions = {}): SuppliedReading {
  const { roots = [], allowsTestCa, chain, now = NOW } = options;
  return readSupplied(
    {
      privateKey: { input: 'private_key', content: typeof key === 'string' ? key : privateKeyOf(key) },
      leafCertificate: { input: 'leaf_certificate', content: pool.join('') },
      ...(chain === undefined ? {} : { certificateChain: { input: 'certificate_chain', content: chain } }),
    },
    now,
    { allowsTestCa, knownRoots: () => [roots] },
  );
}

/** Everything that is wrong, or `none`. */
export function problemsIn(reading: SuppliedReading): string {
  return 'problems' in reading ? reading.problems.join('\n') : 'none';
}

/** Everything that is worth saying. */
export function remarksIn({ remarks }: SuppliedReading): string {
  return remarks.map(({ level, message }) => `${level}: ${message}`).join('\n');
}

/** The certificates of the chain that would be uploaded. */
export function uploadOf(reading: SuppliedReading): readonly string[] {
  if ('problems' in reading) throw new Error(reading.problems.join('\n'));
  return certificatesIn(reading.supplied.certificateChain);
}

/** PEM split into its blocks. */
export function certificatesIn(pem: string): readonly string[] {
  return pem === '' ? [] : pem.split(/(?<=-----END CERTIFICATE-----\n)/u);
}

/** The names under which a hierarchy knows its certificates, for messages of a test that fails. */
export function labelsOf(hierarchy: Readonly<Record<string, string>>, pems: readonly string[]): readonly string[] {
  return pems.map((pem) => Object.entries(hierarchy).find(([, each]) => each === pem)?.[0] ?? 'unknown');
}
