import { isMap, isScalar, isSeq, parseDocument } from 'yaml';
import type { Document, Node, YAMLMap } from 'yaml';

/** One thing that a workflow, action or snippet does and may not. */
export type Violation = string;

const PINNED = /^[\w.-]+\/[\w./-]+@[0-9a-f]{40}$/u;
const VERSION_COMMENT = /^\s*v\d+\.\d+\.\d+\b/u;
/** Triggers that run with secrets on what a stranger wrote. */
const DANGEROUS_TRIGGERS = ['pull_request_target', 'workflow_run', 'issue_comment'];

function* mapsIn(node: unknown): Generator<YAMLMap> {
  if (isMap(node)) {
    yield node;
    for (const { value } of node.items) yield* mapsIn(value);
  } else if (isSeq(node)) for (const item of node.items) yield* mapsIn(item);
}

/** `uses:` without a full SHA, or without the version behind it. What lies in this repository is as it is checked out. */
export function unpinned(document: Document, isOurs: (action: string) => boolean = () => false): Violation[] {
  return [...mapsIn(document.contents)].flatMap((map) => {
    const node = map.get('uses', true) as unknown;
    if (!isScalar(node) || typeof node.value !== 'string') return [];
    const { value, comment } = node;
    // `$/` is the repository of the workflow itself, at its own commit.
    if (/^[.$]\//u.test(value) || isOurs(value)) return [];
    if (!PINNED.test(value)) return [`${value} is not pinned to a full SHA`];
    return VERSION_COMMENT.test(comment ?? '') ? [] : [`${value} has no comment with its version`];
  });
}

/** Expressions in a script become part of it: they belong into `env:`. */
function injections(document: Document): Violation[] {
  return [...mapsIn(document.contents)]
    .map((map) => map.get('run'))
    .filter((run): run is string => typeof run === 'string' && run.includes('${{'))
    .map((run) => `an expression in a script: ${run.split('\n')[0]}`);
}

function checkoutsThatKeepTheToken(document: Document): Violation[] {
  return [...mapsIn(document.contents)]
    .filter((map) => String(map.get('uses') ?? '').startsWith('actions/checkout@'))
    .filter((map) => map.getIn(['with', 'persist-credentials']) !== false)
    .map(() => 'a checkout leaves its token on the disk');
}

/** Permissions of a job that write, without a comment that says why. */
function unexplainedPermissions(job: YAMLMap, name: string): Violation[] {
  const permissions = job.get('permissions', true) as Node | undefined;
  if (!isMap(permissions)) return [`job ${name} has no permissions of its own`];
  return permissions.items.flatMap(({ key, value }) =>
    isScalar(value) && value.value === 'write' && (value.comment ?? '').trim() === ''
      ? [`job ${name} may write ${String(key)}, and does not say why`]
      : [],
  );
}

function faultsOfJob(name: string, job: YAMLMap): Violation[] {
  const isCall = job.has('uses');
  const time = isCall || typeof job.get('timeout-minutes') === 'number' ? [] : [`job ${name} has no timeout-minutes`];
  const container = String(job.getIn(['container', 'image']) ?? job.get('container') ?? '');
  const isLoose = container !== '' && !/@sha256:[0-9a-f]{64}$/u.test(container);
  return [
    ...time,
    ...(isLoose ? [`job ${name} has a container without a digest`] : []),
    ...unexplainedPermissions(job, name),
  ];
}

/** What a workflow of this repository does and may not do. */
export function violationsOfWorkflow(text: string): Violation[] {
  const document = parseDocument(text);
  const triggers = JSON.stringify(document.toJS({ maxAliasCount: 0 })?.on ?? '');
  const permissions = document.get('permissions', true) as Node | undefined;
  const jobs = document.get('jobs');
  return [
    ...unpinned(document),
    ...injections(document),
    ...checkoutsThatKeepTheToken(document),
    ...DANGEROUS_TRIGGERS.filter((trigger) => triggers.includes(`"${trigger}"`)).map((each) => `is started by ${each}`),
    ...(isMap(permissions) && permissions.items.length === 0 ? [] : ['its default permissions are not {}']),
    ...(document.has('concurrency') || triggers.includes('workflow_call') ? [] : ['has no concurrency']),
    ...(isMap(jobs)
      ? jobs.items.flatMap(({ key, value }) => (isMap(value) ? faultsOfJob(String(key), value) : []))
      : []),
  ];
}

/** The same of a composite action. */
export function violationsOfAction(text: string): Violation[] {
  const document = parseDocument(text);
  return [...unpinned(document), ...injections(document), ...checkoutsThatKeepTheToken(document)];
}
