import { faultSentences } from '../errors.ts';
import { enumerate } from '../text.ts';
import { readSupplied } from '../x509/supplied.ts';
import type { PemText, SuppliedCertificate } from '../x509/supplied.ts';
import type { InputName } from './definitions.ts';
import { valueOf } from './reader.ts';
import type { Reader } from './reader.ts';
import { parseBoolean } from './values.ts';

/** The inputs that a certificate is supplied with. */
export const PEM_INPUTS = [
  'private_key',
  'leaf_certificate',
  'certificate_chain',
  'private_key_path',
  'leaf_certificate_path',
  'certificate_chain_path',
] as const;

/** The certificate in the PEM inputs; undefined if there is a problem with one, which is then among the problems. */
export function suppliedIn(reader: Reader, now: number): SuppliedCertificate | undefined {
  const allowsTestCa = valueOf(reader, 'allow_test_ca', parseBoolean);
  const privateKey = pemIn(reader, 'private_key', 'private_key_path', true);
  const leafCertificate = pemIn(reader, 'leaf_certificate', 'leaf_certificate_path', true);
  const certificateChain = pemIn(reader, 'certificate_chain', 'certificate_chain_path', false);
  if (privateKey === undefined || leafCertificate === undefined || certificateChain === undefined) return undefined;
  const result = readSupplied(
    { privateKey, leafCertificate, ...(certificateChain.content.trim() === '' ? {} : { certificateChain }) },
    new Date(now),
    { allowsTestCa },
  );
  reader.remarks.push(...result.remarks);
  if ('supplied' in result) return result.supplied;
  reader.problems.push(...result.problems);
  return undefined;
}

/** The PEM of one input or the other; undefined if there is a problem with it. */
function pemIn(
  { raw, problems, missing }: Reader,
  input: InputName,
  pathInput: InputName,
  isRequired: boolean,
): PemText | undefined {
  const text = raw.text(input);
  const file = raw.files[pathInput];
  if (text.trim() !== '' && file !== undefined)
    problems.push(`\`${input}\` and \`${pathInput}\` are both set. Set only one of them.`);
  else if (text.trim() !== '') return { input, content: text };
  else if (file === undefined && isRequired) missing.push(`\`${input}\` (or \`${pathInput}\`)`);
  else if (file === undefined) return { input, content: '' };
  else if ('fault' in file) problems.push(faultSentences(`\`${pathInput}\``, file.fault));
  else return { input: pathInput, content: file.content };
  return undefined;
}

/** Rejects PEM where DigitalOcean makes key and certificate itself. */
export function rejectPem({ raw, problems }: Reader): void {
  const found = PEM_INPUTS.filter((input) => raw.text(input).trim() !== '');
  if (found.length === 0) return;
  const named = enumerate(found.map((input) => `\`${input}\``));
  problems.push(
    `${named} ${found.length === 1 ? 'is' : 'are'} set together with \`type: lets_encrypt\`, for which DigitalOcean creates the key and orders the certificate itself. Remove the PEM, or remove \`type\` to upload what you have.`,
  );
}
