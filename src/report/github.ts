import type { GithubRun } from '../inputs/environment.ts';
import type { Log } from '../log.ts';
import type { ReportFacts } from '../outcome.ts';
import type { Show } from '../text.ts';
import { throwIfOver } from '../waiting.ts';
import type { Deadline } from '../waiting.ts';
import { expectStatus, faultOf, issuesIn, ReportError, toIssue } from './github-responses.ts';
import type { Issue } from './github-responses.ts';
import { LABEL, markerOf, renderIssue } from './issue.ts';

const PER_PAGE = 100;
/** More issues with our label than these pages hold are not read. */
const MOST_PAGES = 10;

/** What GitHub is called with. */
export interface ReportOptions {
  readonly github: GithubRun;
  readonly deadline: Deadline;
  readonly log: Log;
  readonly show: Show;
}

interface IssueChanges {
  readonly body?: string;
  readonly state?: 'open' | 'closed';
  readonly state_reason?: 'completed' | 'reopened' | 'not_planned';
}

/** The few calls that are made (docs.github.com, REST API, "Issues"). */
interface Issues {
  /** Those with our label and this text in the body, without pull requests, the oldest first. */
  find(marker: string): Promise<Issue[]>;
  open(title: string, body: string): Promise<Issue>;
  update(number: number, changes: IssueChanges): Promise<void>;
  comment(number: number, body: string): Promise<void>;
}

/**
 * Keeps one issue open while there are problems, and closes it when there are none. Whatever GitHub does becomes a warning: the check
 * counts for itself.
 * @returns the page of the issue that is open, or was closed just now; empty if there is none, or it is not known
 */
export async function keepIssue(facts: ReportFacts, options: ReportOptions): Promise<string> {
  const { github, log, deadline } = options;
  const [owner = '', repo = ''] = github.repository.split('/');
  if (github.token === '' || owner === '' || repo === '') {
    log.warning(
      '`report_issue` needs a GitHub token and a repository. Remove `github_token` to use the token of the job.',
    );
    return '';
  }
  let url = '';
  try {
    const issues = await openIssues(owner, repo, options);
    const found = await issues.find(markerOf(facts));
    const open = found.filter(({ state }) => state === 'open');
    const [kept, ...duplicates] = open;
    url = kept?.url ?? '';
    if (facts.rows.length === 0) {
      if (facts.isComplete) for (const issue of open) await close(issue, issues, log);
      return url;
    }
    const current = kept ?? found.at(-1);
    url = await publish(current, facts, issues, options);
    // Two runs at once may each have opened one.
    for (const { number } of duplicates) {
      await issues.comment(number, `Duplicate of #${current?.number ?? ''}.`);
      await issues.update(number, { state: 'closed', state_reason: 'not_planned' });
    }
    return url;
  } catch (error) {
    const fault = deadline.stop.aborted ? 'The job was cancelled.' : faultOf(error, options.show);
    log.warning(`The issue could not be updated. ${fault} The result of the check is not affected.`);
    return url;
  }
}

/** Opens the issue, reopens it, or updates it if a fact has changed. */
async function publish(
  current: Issue | undefined,
  facts: ReportFacts,
  issues: Issues,
  { log, show, github }: ReportOptions,
): Promise<string> {
  const { title, body, factsMarker } = renderIssue(facts, { show, runUrl: github.runUrl });
  if (current === undefined) {
    const opened = await issues.open(title, body);
    if (opened.labels.includes(LABEL)) {
      log.info(`Opened issue #${opened.number}: ${opened.url}`);
      return opened.url;
    }
    // Without its label no later run would find it, and each would open another.
    await issues.update(opened.number, { state: 'closed', state_reason: 'not_planned' });
    throw new ReportError(
      `\`github_token\` may not set the label "${LABEL}", by which the issue is found again. Use a token that may.`,
    );
  }
  if (current.state === 'open' && current.body.includes(factsMarker)) {
    log.info(`Issue #${current.number} is up to date: ${current.url}`);
    return current.url;
  }
  const isReopened = current.state !== 'open';
  await issues.update(current.number, { body, ...(isReopened ? { state: 'open', state_reason: 'reopened' } : {}) });
  log.info(`${isReopened ? 'Reopened' : 'Updated'} issue #${current.number}: ${current.url}`);
  return current.url;
}

/** The comment first: if the run is killed between the two, the next one closes it. */
async function close({ number, url }: Issue, issues: Issues, log: Log): Promise<void> {
  await issues.comment(number, 'All certificates are valid for long enough again.');
  await issues.update(number, { state: 'closed', state_reason: 'completed' });
  log.info(`Closed issue #${number}, because there are no problems any more: ${url}`);
}

/** What the client would log itself does not concern the user. */
function ignore(): void {
  // Nothing is logged.
}

const NO_LOG = { debug: ignore, info: ignore, warn: ignore, error: ignore };

async function openIssues(owner: string, repo: string, { github, deadline }: ReportOptions): Promise<Issues> {
  const { getOctokit } = await import('@actions/github');
  const octokit = getOctokit(github.token, { baseUrl: github.apiUrl, log: NO_LOG });
  // Neither a redirect nor a `Link` header is followed: the token goes to this host only.
  const call = () => {
    throwIfOver(deadline, 'the next call of GitHub');
    const signal = AbortSignal.any([deadline.clock.timeoutSignal(deadline.requestMs()), deadline.stop]);
    return { owner, repo, request: { signal, redirect: 'manual' as const, log: NO_LOG } };
  };
  return {
    find: (marker) =>
      findInPages(marker, async (page) => {
        const { data, status } = await octokit.rest.issues.listForRepo({
          ...call(),
          labels: LABEL,
          state: 'all',
          sort: 'created',
          direction: 'asc',
          per_page: PER_PAGE,
          page,
        });
        expectStatus(status, 200);
        return issuesIn(data);
      }),
    open: async (title, body) => {
      const { data, status } = await octokit.rest.issues.create({ ...call(), title, body, labels: [LABEL] });
      expectStatus(status, 201);
      return toIssue(data);
    },
    update: async (number, changes) => {
      const { status } = await octokit.rest.issues.update({ ...call(), issue_number: number, ...changes });
      expectStatus(status, 200);
    },
    comment: async (number, body) => {
      const { status } = await octokit.rest.issues.createComment({ ...call(), issue_number: number, body });
      expectStatus(status, 201);
    },
  };
}

/** The issues with a marker. Pages are counted: a `Link` header could lead anywhere, and for ever. */
async function findInPages(
  marker: string,
  readPage: (page: number) => Promise<ReturnType<typeof issuesIn>>,
): Promise<Issue[]> {
  const found: Issue[] = [];
  for (let page = 1; page <= MOST_PAGES; page += 1) {
    const issues = await readPage(page);
    found.push(...issues.filter(({ body, isPullRequest }) => !isPullRequest && body.includes(marker)));
    if (issues.length < PER_PAGE) return found;
  }
  if (found.length > 0) return found;
  throw new ReportError(
    `More than ${PER_PAGE * MOST_PAGES} issues have the label "${LABEL}". Take it away from those that are not of this action.`,
  );
}
