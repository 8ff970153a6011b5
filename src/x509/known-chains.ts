import { unusableKeyOf } from './ca-rules.ts';
import { namesIssuer } from './certificate.ts';
import type { PemCertificate } from './certificate.ts';
import type { OrderedChain } from './ordered-chain.ts';
import { isSignedOnce } from './paths.ts';
import type { SearchMemory } from './paths.ts';

/** A leaf certificate, what was supplied beside it, and the chain that came of it. */
interface KnownChain {
  readonly leaf: PemCertificate;
  readonly others: readonly PemCertificate[];
  readonly chain: OrderedChain;
}

/** Chains by the first certificate that was supplied beside the leaf. */
export type ChainMemory = Map<PemCertificate, KnownChain>;

/** What is remembered of one folder. */
export interface ChainFacts {
  readonly chains: ChainMemory;
  readonly memory: SearchMemory;
}

/**
 * The chain of a leaf certificate, if another one had it: most certificates of a folder have the same issuer and the same certificates
 * beside them, and only the leaf is another on every path. Undefined if that is not sure.
 */
export function recallChain(
  leaf: PemCertificate,
  pool: readonly PemCertificate[],
  { chains, memory }: ChainFacts,
): OrderedChain | undefined {
  const others = pool.filter((each) => each !== leaf);
  const known = others[0] && chains.get(others[0]);
  if (known?.others.length !== others.length || !known.others.every((each, at) => each === others[at]))
    return undefined;
  return hasSameIssuer(leaf, known.leaf) && isSimple(leaf, others, memory) ? known.chain : undefined;
}

/** Remembers a chain that leaf certificates may have in common. */
export function rememberChain(
  leaf: PemCertificate,
  pool: readonly PemCertificate[],
  chain: OrderedChain,
  { chains, memory }: ChainFacts,
): void {
  const others = pool.filter((each) => each !== leaf);
  const [first] = others;
  // A chain that ends with the leaf is its own, and so is what is wrong with it.
  if (first === undefined || chain.top === leaf || !isSimple(leaf, others, memory)) return;
  chains.set(first, { leaf, others, chain });
}

function hasSameIssuer({ fields }: PemCertificate, other: PemCertificate): boolean {
  const { issuer, authorityKeyId } = other.fields;
  return fields.issuer === issuer && fields.authorityKeyId === authorityKeyId;
}

/**
 * Is the leaf on its paths only as what one of the others signed? No CA limits its names, none has its own name, and everyone that has
 * the name of its issuer did sign it, with a key that takes no time to verify.
 */
function isSimple(leaf: PemCertificate, others: readonly PemCertificate[], memory: SearchMemory): boolean {
  return others.every(
    (each) =>
      each.fields.nameConstraints === undefined &&
      each.fields.subject !== leaf.fields.subject &&
      (!namesIssuer(leaf, each) || (unusableKeyOf(each) === undefined && isSignedOnce(leaf, each, memory))),
  );
}
