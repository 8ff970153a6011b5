import { faultSentences } from '../errors.ts';
import type { Fault } from '../errors.ts';
import { parseCertificate } from './certificate.ts';
import type { PemCertificate } from './certificate.ts';
import { limitBlocks, readPem } from './pem.ts';
import type { PemBlock } from './pem.ts';
import { parsePrivateKey, readPrivateKey } from './private-key.ts';
import type { PemKey } from './private-key.ts';
import type { PemSource } from './reading.ts';
import type { Parser } from './shared-facts.ts';

/** What reads PEM: anew each time, unless there are many to read. */
type PemParser = Omit<Parser, 'signatures'>;
const PARSER: PemParser = { readPem, parseCertificate, parsePrivateKey };

function blocksIn(source: PemSource, problems: string[], parser: PemParser): readonly PemBlock[] | undefined {
  const reading = 'blocks' in source ? limitBlocks(source.blocks) : parser.readPem(source.content);
  if ('blocks' in reading) return reading.blocks;
  problems.push(faultSentences(`\`${source.input}\``, reading.fault));
  return undefined;
}

/** The private key in a source; undefined if there is a problem with it, which is then among the problems. */
export function keyIn(source: PemSource, problems: string[], parser: PemParser = PARSER): PemKey | undefined {
  const blocks = blocksIn(source, problems, parser);
  if (blocks === undefined) return undefined;
  const key = readPrivateKey(blocks, parser.parsePrivateKey);
  if (!('fault' in key)) return key;
  problems.push(faultSentences(`\`${source.input}\``, key.fault));
  return undefined;
}

/** The certificates in a source; undefined if one of them cannot be read, which is then among the problems. */
export function certificatesIn(
  source: PemSource,
  problems: string[],
  parser: PemParser = PARSER,
): readonly PemCertificate[] | undefined {
  const blocks = blocksIn(source, problems, parser);
  if (blocks === undefined) return undefined;
  const certificates: PemCertificate[] = [];
  let count = 0;
  let damaged = 0;
  for (const block of blocks) {
    if (block.kind !== 'certificate') continue;
    count += 1;
    const certificate = parser.parseCertificate(block);
    if (certificate !== undefined) certificates.push(certificate);
    else if (damaged === 0) damaged = count;
  }
  if (count === 0) problems.push(faultSentences(`\`${source.input}\``, missingCertificateFault(blocks)));
  if (damaged > 0)
    problems.push(
      `\`${source.input}\`: certificate ${damaged} of ${count} is damaged and cannot be read. Supply the file again, as it was created.`,
    );
  return count === 0 || damaged > 0 ? undefined : certificates;
}

function missingCertificateFault(blocks: readonly PemBlock[]): Fault {
  const kinds = new Set(blocks.map(({ kind }) => kind));
  if (kinds.has('private_key') || kinds.has('encrypted_private_key'))
    return {
      what: 'has a private key and no certificate',
      remedy: 'If the two were swapped, put the key into `private_key`.',
    };
  if (kinds.has('certificate_request'))
    return { what: 'has a certificate request', remedy: 'Supply the certificate that the CA made from it.' };
  if (kinds.has('public_key')) return { what: 'has a public key', remedy: 'Supply the certificate.' };
  return { what: `has no certificate, but "${blocks[0]?.label ?? ''}"`, remedy: 'Supply the certificate as PEM.' };
}
