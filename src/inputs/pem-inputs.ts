import type { InputName } from './definitions.ts';
import type { Reading } from './reader.ts';
import { enumerate } from '../text.ts';
import { readSupplied } from '../x509/supplied.ts';
import type { PemSource, SuppliedCertificate } from '../x509/supplied.ts';

const PEM_INPUTS = [
  'private_key',
  'leaf_certificate',
  'certificate_chain',
  'private_key_path',
  'leaf_certificate_path',
  'certificate_chain_path',
] as const;

/** The certificate that the PEM inputs hold; undefined when there is a problem with one, which is then among the problems. */
export function suppliedIn(reading: Reading, now: number): SuppliedCertificate | undefined {
  const privateKey = pemIn(reading, 'private_key', 'private_key_path', true);
  const leafCertificate = pemIn(reading, 'leaf_certificate', 'leaf_certificate_path', true);
  const certificateChain = pemIn(reading, 'certificate_chain', 'certificate_chain_path', false);
  if (privateKey === undefined || leafCertificate === undefined || certificateChain === undefined) return undefined;
  const result = readSupplied(
    { privateKey, leafCertificate, ...(certificateChain.content.trim() === '' ? {} : { certificateChain }) },
    new Date(now),
  );
  reading.remarks.push(...result.remarks);
  if ('supplied' in result) return result.supplied;
  reading.problems.push(...result.problems);
  return undefined;
}

/** The PEM of one input or the other; undefined when there is a problem with it. */
function pemIn(
  { raw, problems, missing }: Reading,
  input: InputName,
  pathInput: InputName,
  isRequired: boolean,
): PemSource | undefined {
  const text = raw.text(input);
  const file = raw.files[pathInput];
  if (text.trim() !== '' && file !== undefined)
    problems.push(`\`${input}\` and \`${pathInput}\` are both given: give one of them.`);
  else if (text.trim() !== '') return { input, content: text };
  else if (file === undefined && isRequired) missing.push(`\`${input}\` (or \`${pathInput}\`)`);
  else if (file === undefined) return { input, content: '' };
  else if ('fault' in file) problems.push(`\`${pathInput}\` ${file.fault}.`);
  else return { input: pathInput, content: file.content };
  return undefined;
}

/** PEM where none is taken: DigitalOcean makes key and certificate itself. */
export function refusePem({ raw, problems }: Reading): void {
  const found = PEM_INPUTS.filter((input) => raw.text(input).trim() !== '');
  if (found.length === 0) return;
  const told = enumerate(found.map((input) => `\`${input}\``));
  problems.push(
    `${told} ${found.length === 1 ? 'is' : 'are'} given with \`type: lets_encrypt\`, for which DigitalOcean makes the key and orders the certificate itself. Leave PEM out, or leave out \`type\` to upload what you have.`,
  );
}
