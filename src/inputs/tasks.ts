import type { CheckScope, OperationName, RotateOptions, RotationSource, Task } from '../task.ts';
import { isReadBy } from './definitions.ts';
import { directoryCreationIn, directoryRotationIn, suppliesDirectory } from './directory-inputs.ts';
import { PEM_INPUTS, rejectPem, suppliedIn } from './pem-inputs.ts';
import {
  checkName,
  familyNameIn,
  isComplete,
  NAME_MAX_LENGTH,
  optionalTargetOf,
  targetOf,
  textOf,
  valueOf,
} from './reader.ts';
import type { Reader } from './reader.ts';
import {
  namesAuto,
  parseBoolean,
  parseCheckedEndpoints,
  parseChoice,
  parseDirectoryUrl,
  parseDnsNames,
  parseEndpoints,
  parseMinDays,
  parseNames,
} from './values.ts';

/** The task of one operation; undefined if something is wrong, which is then among the problems. */
export function taskOf(reader: Reader, operation: OperationName, now: number): Task | undefined {
  // Read first, and for each operation that knows it, so that a slip in it is reported with the others.
  const dryRun = isReadBy('dry_run', operation) ? valueOf(reader, 'dry_run', parseBoolean) : false;
  switch (operation) {
    case 'list': {
      const name = textOf(reader, 'name');
      if (name !== '') checkName(reader, NAME_MAX_LENGTH);
      return { operation, name: name === '' ? undefined : name };
    }
    case 'get': {
      const target = targetOf(reader);
      return target && { operation, target };
    }
    case 'create':
    case 'present':
      return creationIn(reader, operation, now, dryRun);
    case 'rotate':
      return rotationIn(reader, now, dryRun);
    case 'check':
      return checkIn(reader);
    case 'delete':
    case 'absent': {
      const target = targetOf(reader);
      return target && dryRun !== undefined ? { operation, target, dryRun } : undefined;
    }
  }
}

function creationIn(
  reader: Reader,
  operation: 'create' | 'present',
  now: number,
  dryRun: boolean | undefined,
): Task | undefined {
  if (suppliesDirectory(reader, ['layout', 'include', 'exclude']))
    return directoryCreationIn(reader, operation, now, dryRun);
  const name = familyNameIn(reader);
  const type = valueOf(reader, 'type', (text) => parseChoice(text, ['custom', 'lets_encrypt'] as const));
  const onMismatch =
    operation === 'present'
      ? valueOf(reader, 'on_mismatch', (text) => parseChoice(text, ['fail', 'warn'] as const))
      : 'fail';
  if (type === 'lets_encrypt') {
    rejectPem(reader);
    if (textOf(reader, 'dns_names') === '') reader.missing.push('`dns_names`');
    const dnsNames = valueOf(reader, 'dns_names', parseDnsNames);
    const flags = { name, dnsNames, onMismatch, dryRun };
    return isComplete(flags) ? { operation, type, ...flags } : undefined;
  }
  if (textOf(reader, 'dns_names') !== '') {
    const message = '`dns_names` is ignored, because `type: custom` uses the names in the certificate. Remove it.';
    reader.remarks.push({ level: 'warning', message });
  }
  // With an invalid `type`, what else is wrong is reported all the same.
  const supplied = suppliedIn(reader, now);
  const flags = { type, name, supplied, onMismatch, dryRun };
  if (!isComplete(flags)) return undefined;
  return operation === 'present' ? { operation, ...flags } : { operation, ...flags };
}

/** Does this check probe endpoints and nothing else? Then it needs no token. */
export function checksEndpointsOnly(reader: Reader, operation: OperationName): boolean {
  const isSet = (input: 'id' | 'name'): boolean => textOf(reader, input) !== '';
  const endpoints = textOf(reader, 'endpoints');
  return operation === 'check' && endpoints !== '' && !namesAuto(endpoints) && !isSet('id') && !isSet('name');
}

function checkIn(reader: Reader): Task | undefined {
  const target = optionalTargetOf(reader);
  const probesNamesInUse = namesAuto(textOf(reader, 'endpoints'));
  const endpoints = valueOf(reader, 'endpoints', parseCheckedEndpoints);
  const minDays = valueOf(reader, 'min_days', parseMinDays);
  const onExpiring = valueOf(reader, 'on_expiring', (text) => parseChoice(text, ['fail', 'warn', 'ignore'] as const));
  const reportsIssue = valueOf(reader, 'report_issue', parseBoolean);
  const dnsNames = valueOf(reader, 'dns_names', parseDnsNames);
  const acmeDirectory = valueOf(reader, 'acme_directory', parseDirectoryUrl);
  const allowsTestCa = valueOf(reader, 'allow_test_ca', parseBoolean);
  const probed = { probesNamesInUse, endpoints, acmeDirectory, allowsTestCa };
  const flags = { ...probed, minDays, dnsNames, onExpiring, reportsIssue };
  if (!isComplete(flags)) return undefined;
  if (flags.dnsNames.length > 0 && target === undefined)
    reader.remarks.push({
      level: 'warning',
      message:
        '`dns_names` is ignored, because they are the names of one certificate. Set `name` or `id`, or remove it.',
    });
  const others: CheckScope = checksEndpointsOnly(reader, 'check') ? { kind: 'endpoints' } : { kind: 'account' };
  const directory = flags.acmeDirectory === 'default' ? undefined : flags.acmeDirectory;
  const scope = target === undefined ? others : ({ kind: 'certificate', target } as const);
  return {
    operation: 'check',
    scope,
    ...flags,
    acmeDirectory: directory,
    dnsNames: target === undefined ? [] : flags.dnsNames,
  };
}

function rotationIn(reader: Reader, now: number, dryRun: boolean | undefined): Task | undefined {
  if (suppliesDirectory(reader, ['layout', 'include', 'exclude', 'on_missing']))
    return directoryRotationIn(reader, now, rotateOptionsIn(reader, dryRun));
  const source = valueOf(reader, 'source', (text) => parseChoice(text, ['supplied', 'uploaded'] as const));
  const certificate = source === 'uploaded' ? uploadedIn(reader) : suppliedForRotation(reader, now);
  const options = rotateOptionsIn(reader, dryRun);
  return source === undefined || certificate === undefined || options === undefined
    ? undefined
    : { ...certificate, ...options };
}

function rotateOptionsIn(reader: Reader, dryRun: boolean | undefined): RotateOptions | undefined {
  const replaces = valueOf(reader, 'replaces', parseNames);
  const deletePrevious = valueOf(reader, 'delete_previous', parseBoolean);
  const allowDroppedNames = valueOf(reader, 'allow_dropped_names', parseBoolean);
  const allowOlder = valueOf(reader, 'allow_older', parseBoolean);
  const minDays = valueOf(reader, 'min_days', parseMinDays);
  const endpoints = valueOf(reader, 'endpoints', parseEndpoints);
  const kubernetes = valueOf(reader, 'kubernetes', (text) => parseChoice(text, ['auto', 'annotate', 'leave'] as const));
  const flags = { replaces, deletePrevious, allowDroppedNames, allowOlder, minDays, endpoints, kubernetes, dryRun };
  return isComplete(flags) ? { operation: 'rotate', ...flags } : undefined;
}

function suppliedForRotation(reader: Reader, now: number): RotationSource | undefined {
  if (textOf(reader, 'id') !== '')
    reader.problems.push(
      '`id` belongs to `source: uploaded`. Set that to put an uploaded certificate in place, or set `name` instead of `id`.',
    );
  const name = familyNameIn(reader);
  const supplied = suppliedIn(reader, now);
  if (supplied !== undefined && supplied.dnsNames.length + supplied.ipAddresses.length === 0)
    reader.problems.push(
      'The leaf certificate has no DNS name or IP address in its subjectAltName, so which names it would serve is not known. Issue it with its names.',
    );
  return name === undefined || supplied === undefined ? undefined : { source: 'supplied', name, supplied };
}

function uploadedIn(reader: Reader): RotationSource | undefined {
  for (const input of PEM_INPUTS)
    if (textOf(reader, input) !== '')
      reader.remarks.push({
        level: 'warning',
        message: `\`${input}\` is ignored, because \`source: uploaded\` uploads nothing. Remove it, or remove \`source\`.`,
      });
  const target = targetOf(reader);
  return target && { source: 'uploaded', target };
}
