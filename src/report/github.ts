import type { Clock } from '../waiting.ts';
import type { GithubRun } from '../inputs/environment.ts';
import { LABEL, markersOf, renderIssue } from './issue.ts';
import type { IssueOptions } from './issue.ts';
import type { Log } from '../log.ts';
import type { ReportFacts } from '../outcome.ts';

const REQUEST_MS = 30_000;

/** What GitHub is told with. */
export interface ReportOptions extends Pick<IssueOptions, 'redact'> {
  readonly github: GithubRun;
  readonly clock: Clock;
  readonly log: Log;
}

interface Issue {
  readonly number: number;
  readonly state: string;
  readonly body: string;
  readonly url: string;
}

/** The few calls that are made (docs.github.com, REST API, "Issues"). */
interface Issues {
  /** All with our label, pull requests not among them, the oldest first. */
  list(): Promise<Issue[]>;
  open(title: string, body: string): Promise<Issue & { readonly labels: readonly string[] }>;
  update(
    number: number,
    changes: { body?: string; state?: 'open' | 'closed'; state_reason?: 'completed' | 'reopened' | 'not_planned' },
  ): Promise<void>;
  comment(number: number, body: string): Promise<void>;
}

/**
 * Keeps one issue open for what is short, and closes it when all is well. Whatever GitHub does becomes a warning: the check speaks for
 * itself.
 * @returns the page of the issue that is open, or was closed just now; empty when there is none, or it is not known
 */
export async function keepIssue(facts: ReportFacts, options: ReportOptions): Promise<string> {
  const { github, log } = options;
  const [owner = '', repo = ''] = github.repository.split('/');
  if (github.token === '' || owner === '' || repo === '') {
    log.warning(
      '`report_issue` needs a token of GitHub and a repository: leave `github_token` out, so that it is the one of the job.',
    );
    return '';
  }
  let url = '';
  try {
    const issues = await openIssues(owner, repo, options);
    const { marker } = markersOf(facts);
    const found = (await issues.list()).filter(({ body }) => body.includes(marker));
    const isOpen = found.filter(({ state }) => state === 'open');
    const [kept, ...twins] = isOpen;
    url = kept?.url ?? '';
    if (facts.rows.length === 0) {
      if (facts.isWhole) for (const issue of isOpen) await close(issue, issues, log);
      return url;
    }
    const current = kept ?? found.at(-1);
    url = await show(current, facts, issues, options);
    // Two runs at once may each have opened one.
    for (const { number } of twins) {
      await issues.comment(number, `The same is in #${current?.number ?? ''}.`);
      await issues.update(number, { state: 'closed', state_reason: 'not_planned' });
    }
    return url;
  } catch (error) {
    log.warning(`The issue could not be kept: ${faultOf(error)} The check itself is not touched by it.`);
    return url;
  }
}

/** Opens the issue, reopens it, or brings it up to date where a fact has changed. */
async function show(
  current: Issue | undefined,
  facts: ReportFacts,
  issues: Issues,
  options: ReportOptions,
): Promise<string> {
  const { log, redact, github } = options;
  const { title, body, factsMarker } = renderIssue(facts, { redact, runUrl: github.runUrl });
  if (current === undefined) {
    const opened = await issues.open(title, body);
    if (opened.labels.includes(LABEL)) {
      log.info(`Opened issue #${opened.number}: ${opened.url}`);
      return opened.url;
    }
    // Without its label no later run would find it, and each would open another.
    await issues.update(opened.number, { state: 'closed', state_reason: 'not_planned' });
    throw new Error(`\`github_token\` may not set the label "${LABEL}", by which the issue is found again.`);
  }
  if (current.state === 'open' && current.body.includes(factsMarker)) {
    log.info(`Issue #${current.number} says all of it already: ${current.url}`);
    return current.url;
  }
  const isReopened = current.state !== 'open';
  await issues.update(current.number, { body, ...(isReopened ? { state: 'open', state_reason: 'reopened' } : {}) });
  log.info(`${isReopened ? 'Reopened' : 'Brought up to date:'} issue #${current.number}: ${current.url}`);
  return current.url;
}

/** The comment first: should the run be killed between the two, the next one closes it. */
async function close({ number, url }: Issue, issues: Issues, log: Log): Promise<void> {
  await issues.comment(number, 'All is well: nothing is short any more.');
  await issues.update(number, { state: 'closed', state_reason: 'completed' });
  log.info(`Closed issue #${number}, since all is well: ${url}`);
}

/** What the client would say of itself does not concern the user. */
function ignore(): void {
  // Nothing is said.
}

async function openIssues(owner: string, repo: string, { github, clock }: ReportOptions): Promise<Issues> {
  const { getOctokit } = await import('@actions/github');
  const octokit = getOctokit(github.token, {
    baseUrl: github.apiUrl,
    log: { debug: ignore, info: ignore, warn: ignore, error: ignore },
  });
  const call = (): { owner: string; repo: string; request: { signal: AbortSignal } } => ({
    owner,
    repo,
    request: { signal: clock.timeoutSignal(REQUEST_MS) },
  });
  return {
    list: async () => {
      const parameters = {
        ...call(),
        labels: LABEL,
        state: 'all',
        sort: 'created',
        direction: 'asc',
        per_page: 100,
      } as const;
      const all = await octokit.paginate(octokit.rest.issues.listForRepo, parameters, ({ status, data }) => {
        // Anything else would look like a list with nothing in it, and another issue would be opened.
        if (status !== 200 || !Array.isArray(data)) throw new Error(`no list of issues in its answer (${status})`);
        return data;
      });
      return all.filter((issue) => issue.pull_request === undefined).map(issueOf);
    },
    open: async (title, body) => {
      const { data, status } = await octokit.rest.issues.create({ ...call(), title, body, labels: [LABEL] });
      expectStatus(status, 201);
      return {
        ...issueOf(data),
        labels: data.labels.map((label) => (typeof label === 'string' ? label : (label.name ?? ''))),
      };
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

/** Octokit takes every answer below 400 for a success; one that came from somewhere else says nothing. */
function expectStatus(status: number, expected: number): void {
  if (status !== expected) throw new Error(`it answered ${status} where ${expected} was due`);
}

function issueOf(issue: { number: number; state: string; body?: string | null | undefined; html_url: string }): Issue {
  return { number: issue.number, state: issue.state, body: issue.body ?? '', url: issue.html_url };
}

/** What GitHub has against it, and what to do. */
function faultOf(error: unknown): string {
  const words = error instanceof Error ? error.message : String(error);
  const status = error instanceof Error && 'status' in error ? error.status : undefined;
  if (status === 410) return `GitHub answered 410 (${words}): issues are turned off in this repository.`;
  if (status === 401)
    return `GitHub answered 401 (${words}): \`github_token\` is wrong or has ended; leave it out to use the one of the job.`;
  if (status === 403 || status === 404)
    return `GitHub answered ${status} (${words}). Let the job write issues: \`permissions: { contents: read, issues: write }\`.`;
  if (typeof status === 'number' && status !== 500) return `GitHub answered ${status} (${words}).`;
  return status === undefined && /label/u.test(words)
    ? words
    : `GitHub could not be reached: ${words}. Its state is at https://www.githubstatus.com.`;
}
