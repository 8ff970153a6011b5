import { isReadBy } from './definitions.ts';
import { parseBoolean, parseChoice, parseDnsNames, parseEndpoints, parseInteger, parseList } from './values.ts';
import {
  checkName,
  familyNameIn,
  given,
  isComplete,
  NAME_MAX_LENGTH,
  optionalTargetOf,
  targetOf,
  valueOf,
} from './reader.ts';
import type { Reading } from './reader.ts';
import { refusePem, suppliedIn } from './pem-inputs.ts';
import type { CheckScope, OperationName, Task } from '../task.ts';

const MOST_DAYS = 3_650;

/** The task of one operation; undefined when something is wrong, which is then among the problems. */
export function taskOf(reading: Reading, operation: OperationName, now: number): Task | undefined {
  // Read first, and for each operation that knows it, so that a slip in it is told with the others.
  const dryRun = isReadBy('dry_run', operation) ? valueOf(reading, 'dry_run', parseBoolean) : false;
  switch (operation) {
    case 'list': {
      const name = given(reading, 'name');
      if (name !== '') checkName(reading, NAME_MAX_LENGTH);
      return { operation, name: name === '' ? undefined : name };
    }
    case 'get': {
      const target = targetOf(reading);
      return target && { operation, target };
    }
    case 'create':
    case 'present':
      return creationIn(reading, operation, now, dryRun);
    case 'rotate':
      return rotationIn(reading, now, dryRun);
    case 'check':
      return checkIn(reading);
    case 'delete':
    case 'absent': {
      const target = targetOf(reading);
      return target && dryRun !== undefined ? { operation, target, dryRun } : undefined;
    }
  }
}

function creationIn(
  reading: Reading,
  operation: 'create' | 'present',
  now: number,
  dryRun: boolean | undefined,
): Task | undefined {
  const name = familyNameIn(reading);
  const type = valueOf(reading, 'type', (text) => parseChoice(text, ['custom', 'lets_encrypt'] as const));
  const onMismatch =
    operation === 'present'
      ? valueOf(reading, 'on_mismatch', (text) => parseChoice(text, ['fail', 'warn'] as const))
      : 'fail';
  if (type === 'lets_encrypt') {
    refusePem(reading);
    if (given(reading, 'dns_names') === '') reading.missing.push('`dns_names`');
    const dnsNames = valueOf(reading, 'dns_names', parseDnsNames);
    const flags = { name, dnsNames, onMismatch, dryRun };
    return isComplete(flags) ? { operation, type, ...flags } : undefined;
  }
  if (given(reading, 'dns_names') !== '') {
    const message = '`dns_names` is ignored: `type: custom` takes the names that the certificate has.';
    reading.remarks.push({ level: 'warning', message });
  }
  // With a `type` that is none, what else is wrong is told all the same.
  const supplied = suppliedIn(reading, now);
  const flags = { type, name, supplied, onMismatch, dryRun };
  if (!isComplete(flags)) return undefined;
  return operation === 'present' ? { operation, ...flags } : { operation, ...flags };
}

/** Does this check ask nothing but endpoints? It needs no token then. */
export function asksEndpointsAlone(reading: Reading, operation: OperationName): boolean {
  const isGiven = (input: 'endpoints' | 'id' | 'name'): boolean => given(reading, input) !== '';
  return operation === 'check' && isGiven('endpoints') && !isGiven('id') && !isGiven('name');
}

function checkIn(reading: Reading): Task | undefined {
  const target = optionalTargetOf(reading);
  const endpoints = valueOf(reading, 'endpoints', parseEndpoints);
  const minDays = valueOf(reading, 'min_days', parseDays);
  const onExpiring = valueOf(reading, 'on_expiring', (text) => parseChoice(text, ['fail', 'warn', 'ignore'] as const));
  const reportsIssue = valueOf(reading, 'report_issue', parseBoolean);
  const flags = { endpoints, minDays, onExpiring, reportsIssue };
  if (!isComplete(flags)) return undefined;
  const others: CheckScope = asksEndpointsAlone(reading, 'check') ? { kind: 'endpoints' } : { kind: 'account' };
  return { operation: 'check', scope: target === undefined ? others : { kind: 'certificate', target }, ...flags };
}

function parseDays(text: string): ReturnType<typeof parseInteger> {
  return parseInteger(text, 0, MOST_DAYS, 'days');
}

function rotationIn(reading: Reading, now: number, dryRun: boolean | undefined): Task | undefined {
  const name = familyNameIn(reading);
  const supplied = suppliedIn(reading, now);
  if (supplied?.dnsNames.length === 0) {
    reading.problems.push(
      'The leaf certificate has no DNS name in its subjectAltName: what it would take over cannot be told. Issue it with its names.',
    );
  }
  const deletePrevious = valueOf(reading, 'delete_previous', parseBoolean);
  const allowDroppedNames = valueOf(reading, 'allow_dropped_names', parseBoolean);
  const allowEarlierExpiry = valueOf(reading, 'allow_earlier_expiry', parseBoolean);
  const minDays = valueOf(reading, 'min_days', parseDays);
  const endpoints = valueOf(reading, 'endpoints', parseEndpoints);
  const flags = { deletePrevious, allowDroppedNames, allowEarlierExpiry, minDays, endpoints, dryRun };
  if (name === undefined || supplied === undefined || !isComplete(flags)) return undefined;
  return { operation: 'rotate', name, supplied, replaces: parseList(given(reading, 'replaces')), ...flags };
}
