import { ActionError } from '../errors.ts';
import { clauseOf, messageOf } from '../text.ts';
import type { Show } from '../text.ts';

const LONGEST_REASON = 300;

/** An issue as GitHub has it. */
export interface Issue {
  readonly number: number;
  readonly state: string;
  readonly body: string;
  readonly url: string;
  readonly labels: readonly string[];
}

/** A fault that we noticed ourselves: its message says what to do. */
export class ReportError extends Error {}

/** Octokit takes every response below 400 for a success; one that came from somewhere else means nothing. */
export function expectStatus(status: number, expected: number): void {
  if (status === expected) return;
  const redirect = status >= 300 ? ' Redirects are not followed, because the token would go with them.' : '';
  throw new ReportError(`GitHub responded ${status} instead of ${expected}.${redirect} Check GITHUB_API_URL.`);
}

/** The issues of a page. Anything else would look like an empty list, and another issue would be opened in every run. */
export function issuesIn(data: unknown): (Issue & { readonly isPullRequest: boolean })[] {
  if (Array.isArray(data)) return data.map(toIssue);
  throw new ReportError('GitHub responded 200 without a list of issues. Check GITHUB_API_URL.');
}

export function toIssue(value: unknown): Issue & { readonly isPullRequest: boolean } {
  const raw = isRecord(value) ? value : {};
  const { number, state, body, html_url: url, labels } = raw;
  if (typeof number !== 'number' || typeof state !== 'string' || typeof url !== 'string')
    throw new ReportError('GitHub responded with something that is no issue. Check GITHUB_API_URL.');
  const names = (Array.isArray(labels) ? labels : []).map((label: unknown) =>
    isRecord(label) ? label['name'] : label,
  );
  return {
    number,
    state,
    url,
    body: typeof body === 'string' ? body : '',
    labels: names.filter((name) => typeof name === 'string'),
    isPullRequest: raw['pull_request'] !== undefined,
  };
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}

/** What is wrong, and what to do. */
export function faultOf(error: unknown, show: Show): string {
  const words = messageOf(error);
  if (error instanceof ReportError || error instanceof ActionError) return words;
  // An error page of any length may stand there.
  const reason = show(clauseOf(words), LONGEST_REASON);
  const status = error instanceof Error && 'status' in error ? error.status : undefined;
  const isResponse = error instanceof Error && 'response' in error && error.response !== undefined;
  if (typeof status !== 'number' || !isResponse)
    return `GitHub could not be reached (${reason === '' ? 'no reason is known' : reason}). See https://www.githubstatus.com.`;
  return `GitHub responded ${status}${reason === '' ? '' : ` (${reason})`}.${remedyOf(status, words)}`;
}

function remedyOf(status: number, words: string): string {
  if (status === 429 || /rate limit/iu.test(words)) return ' The next run updates the issue.';
  if (status === 410 && /disabled/iu.test(words)) return ' Turn on issues in this repository.';
  if (status === 401) return ' `github_token` is wrong or expired. Remove it to use the token of the job.';
  if (status === 403 || status === 404)
    return ' Allow the job to write issues: `permissions: { contents: read, issues: write }`.';
  return status >= 500 ? ' See https://www.githubstatus.com.' : '';
}
