import { faultSentences } from '../errors.ts';
import type { DirectoryContent, DirectoryTask, RotateOptions } from '../task.ts';
import { enumerate } from '../text.ts';
import { looksSecret } from '../x509/masking.ts';
import { INPUTS } from './definitions.ts';
import type { InputName } from './definitions.ts';
import { DEFAULT_TEMPLATE, faultOfTemplate } from './name-template.ts';
import { PEM_INPUTS } from './pem-inputs.ts';
import { textOf, valueOf } from './reader.ts';
import type { Reader } from './reader.ts';
import { parseBoolean, parseChoice, parseNames } from './values.ts';

/** Is a folder of certificates supplied? If not, reports the inputs that have no meaning without one. */
export function suppliesDirectory(reader: Reader, options: readonly InputName[]): boolean {
  if (textOf(reader, 'directory') !== '') return true;
  for (const input of options) {
    if (['', INPUTS[input].default].includes(textOf(reader, input))) continue;
    const message = `\`${input}\` is ignored, because \`directory\` is not set. Remove it, or set \`directory\`.`;
    reader.remarks.push({ level: 'warning', message });
  }
  return false;
}

/** What `present` or `create` does with a folder; undefined if something is wrong, which is then among the problems. */
export function directoryCreationIn(
  reader: Reader,
  operation: 'create' | 'present',
  now: number,
  dryRun: boolean | undefined,
): DirectoryTask | undefined {
  if (!['', INPUTS.type.default].includes(textOf(reader, 'type')))
    reader.problems.push(
      '`type` and `directory` are both set. `directory` uploads the certificates that are in it. Set only one of them.',
    );
  if (textOf(reader, 'dns_names') !== '')
    reader.remarks.push({
      level: 'warning',
      message: '`dns_names` is ignored, because `directory` uses the names in the certificates. Remove it.',
    });
  const onMismatch =
    operation === 'present'
      ? valueOf(reader, 'on_mismatch', (text) => parseChoice(text, ['fail', 'warn'] as const))
      : 'fail';
  const directory = contentIn(reader, now, false);
  if (directory === undefined || onMismatch === undefined || dryRun === undefined) return undefined;
  const common = { type: 'directory', directory, dryRun } as const;
  return operation === 'present' ? { operation, onMismatch, ...common } : { operation, ...common };
}

/** What `rotate` does with a folder; undefined if something is wrong, which is then among the problems. */
export function directoryRotationIn(
  reader: Reader,
  now: number,
  options: RotateOptions | undefined,
): DirectoryTask | undefined {
  for (const input of ['id', 'source'] as const)
    if (!['', INPUTS[input].default].includes(textOf(reader, input)))
      reader.problems.push(`\`${input}\` and \`directory\` are both set. Set only one of them.`);
  const onMissing = valueOf(reader, 'on_missing', (text) => parseChoice(text, ['fail', 'create', 'skip'] as const));
  const directory = contentIn(reader, now, true);
  if (directory === undefined || onMissing === undefined || options === undefined) return undefined;
  return { type: 'directory', directory, onMissing, ...options };
}

function contentIn(reader: Reader, now: number, needsNames: boolean): DirectoryContent | undefined {
  const { raw, problems, remarks } = reader;
  rejectPemBeside(reader);
  const allowsTestCa = valueOf(reader, 'allow_test_ca', parseBoolean);
  const template = templateIn(reader);
  const include = valueOf(reader, 'include', parseNames);
  const exclude = valueOf(reader, 'exclude', parseNames);
  if (allowsTestCa === undefined || template === undefined || include === undefined || exclude === undefined)
    return undefined;
  const reading = raw.directory?.entriesFor({
    template,
    include,
    exclude,
    allowsTestCa,
    needsNames,
    now: new Date(now),
  });
  if (reading === undefined) return undefined;
  if ('fault' in reading) {
    problems.push(faultSentences(`\`${reading.input}\``, reading.fault));
    return undefined;
  }
  remarks.push(...reading.remarks);
  return reading.content;
}

function rejectPemBeside(reader: Reader): void {
  const found = PEM_INPUTS.filter((input) => textOf(reader, input) !== '').map((input) => `\`${input}\``);
  if (found.length > 0)
    reader.problems.push(
      `\`directory\` is set together with ${enumerate(found)}, which it replaces. Set only one of them.`,
    );
}

/** The template for names. It is not quoted if it may be a secret in the wrong place. */
function templateIn(reader: Reader): string | undefined {
  const template = textOf(reader, 'name') || DEFAULT_TEMPLATE;
  const fault = looksSecret(template)
    ? { what: 'looks like a key or token', remedy: 'Check which secret belongs to which input.' }
    : faultOfTemplate(template);
  if (fault === undefined) return template;
  reader.problems.push(faultSentences('`name`', fault));
  return undefined;
}
