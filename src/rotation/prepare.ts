import { describeCertificate, nameCertificate } from '../certificates/describe.ts';
import { rejectMemberName } from '../certificates/family.ts';
import { KINDS } from '../consumers/kinds.ts';
import type { Survey } from '../consumers/survey.ts';
import type { Certificate } from '../digitalocean/certificates.ts';
import { ActionError } from '../errors.ts';
import type { Log } from '../log.ts';
import type { Context } from '../outcome.ts';
import type { RotateTask } from '../task.ts';
import { enumerate, quoteName } from '../text.ts';
import { checkCoverage } from './coverage.ts';
import { makeProgress, makeRegistry } from './progress.ts';
import type { Registry } from './progress.ts';
import { findUsers, selectCertificates } from './selection.ts';
import type { Selection } from './selection.ts';
import { withServices } from './services.ts';
import { findSource } from './source.ts';
import type { Source } from './source.ts';
import type { Rotation } from './work.ts';

/** What rotations of one run share. */
interface Shared {
  readonly registry?: Registry;
  readonly candidates?: readonly Certificate[];
}

/**
 * What a rotation has to do, after every rule that holds before the first write.
 * @param others what it shares with other rotations of the run, and the certificates that may belong to its family
 * @throws ActionError
 */
export async function prepareRotation(
  task: RotateTask,
  { certificates, consumers: listed }: Survey,
  context: Context,
  { registry = makeRegistry(), candidates = certificates }: Shared = {},
): Promise<Rotation> {
  const { deadline, log } = context;
  const now = deadline.clock.now();
  if (task.source === 'supplied') rejectMemberName(task.name, candidates, task.supplied.sha1Fingerprint);
  const source = findSource(task, candidates, now);
  const selection = selectCertificates(task, source, candidates, now);
  rejectSelection(source, selection);
  const consumers = await withServices(task, listed, certificates, selection, context);
  const users = findUsers(consumers, selection.replaced);
  checkCoverage(
    { ...source, replaced: selection.replaced, allowDroppedNames: task.allowDroppedNames },
    users.rebindable,
  );
  report(selection, log);
  const accepted = new Set([source.newCertificate.sha1Fingerprint]);
  return {
    task,
    source,
    selection,
    consumers,
    endpoints: task.endpoints.map((endpoint) => ({ endpoint, accepted })),
    progress: makeProgress(selection.existing, source.family, registry),
  };
}

function rejectSelection({ family, allowOlder }: Source, { members, newer, existing }: Selection): void {
  if (members.length === 0)
    throw new ActionError(
      'empty_family',
      `There is no certificate named ${quoteName(family)}, so nothing was written. Check \`name\`. To upload the first certificate, use \`operation: present\`; to replace one with another name, set \`replaces\`.`,
    );
  if (newer.length > 0 && !allowOlder)
    throw new ActionError(
      'older',
      `The supplied certificate is older than ${enumerate(newer.map(describeCertificate), 5)}, so nothing was written. If this is an old run that was started again, ignore it: the secrets are out of date. To roll back, set \`allow_older: true\`.`,
    );
  if (existing?.state === 'error')
    throw new ActionError(
      'state_error',
      `The new certificate exists as ${describeCertificate(existing)}, in state "error". Delete it (\`operation: absent\` with its \`id\`), and run this again.`,
    );
}

/** What the user should know before anything is written. */
function report({ missing, duplicates, existing }: Selection, log: Log): void {
  for (const entry of missing) log.info(`\`replaces\` names ${quoteName(entry)}, which does not exist`);
  if (duplicates.length > 0)
    log.notice(
      `The same certificate exists more than once: ${enumerate([...(existing === undefined ? [] : [existing]), ...duplicates].map(nameCertificate), 10)}. Delete those that nothing uses.`,
    );
}

/** Warns of the families that nothing uses: `name` may be wrong. */
export function warnOfUnused(rotations: readonly Rotation[], { consumers }: Survey, { log }: Context): void {
  const unused = rotations.filter(({ selection }) => {
    const { rebindable, kubernetes } = findUsers(consumers, selection.members);
    return rebindable.length + kubernetes.length === 0;
  });
  if (unused.length === 0) return;
  const kinds = KINDS.map(({ resource }) => resource.label);
  const families = unused.map(({ source }) => quoteName(source.family));
  log.warning(
    `No ${enumerate(kinds, Infinity, 'or')} uses a certificate of ${enumerate(families, 20, 'or')}, so there is nothing to rebind. Check \`name\`.`,
  );
}
