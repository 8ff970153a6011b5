import { createServer } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** GitHub's issue API for one repository on loopback, under the path of an Enterprise Server, as strict as GitHub's own description of these calls (docs.github.com, REST API, "Issues"). */
export interface GithubStandIn {
  /** What GITHUB_API_URL says. */
  readonly url: string;
  readonly token: string;
  readonly issues: StoredIssue[];
  readonly requests: readonly GithubRequest[];
  /** Answers every request, or the one with this number, in another way: a body that is text goes out as HTML. `headers` alone are added to the usual answer. */
  fault: ((request: GithubRequest) => GithubFault | undefined) | undefined;
  /** `none`: the job may not touch issues. `read`: it may look. `author`: it may write, but no labels (silently dropped). */
  permission: 'write' | 'author' | 'read' | 'none';
  hasIssues: boolean;
  reset(): void;
  close(): Promise<void>;
}

export type GithubFault =
  | {
      readonly status?: number;
      readonly body?: unknown;
      readonly headers?: Readonly<Record<string, string>>;
    }
  | 'break';

export interface GithubRequest {
  readonly index: number;
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: unknown;
  readonly text: string;
}

export interface StoredIssue {
  readonly number: number;
  title: string;
  body: string;
  state: 'open' | 'closed';
  state_reason: string | null;
  labels: string[];
  readonly comments: string[];
  readonly isPullRequest: boolean;
}

interface Reply {
  readonly status: number;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

/** As GITHUB_API_URL has it on GitHub Enterprise Server; github.com has none. */
const PREFIX = '/api/v3';
const REPOSITORY = `${PREFIX}/repos/acme/site`;
const LIST_PARAMETERS = new Set([
  'milestone',
  'state',
  'assignee',
  'type',
  'creator',
  'mentioned',
  'labels',
  'sort',
  'direction',
  'since',
  'per_page',
  'page',
]);
const STATES = {
  list: ['open', 'closed', 'all'],
  sort: ['created', 'updated', 'comments'],
  direction: ['asc', 'desc'],
};
const STATE_REASONS = ['completed', 'not_planned', 'duplicate', 'reopened', null];
const LONGEST_TITLE = 256;
const LONGEST_BODY = 65_536;

const isText = (value: unknown): value is string => typeof value === 'string';
const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const invalid = (field: string, message: string): Reply => ({
  status: 422,
  body: {
    message: 'Validation Failed',
    errors: [{ resource: 'Issue', field, code: 'invalid', message }],
    status: '422',
  },
});

export async function startGithub(): Promise<GithubStandIn> {
  const requests: GithubRequest[] = [];

  const handle = async (incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> => {
    const chunks: Buffer[] = [];
    for await (const chunk of incoming) chunks.push(chunk as Buffer);
    const text = Buffer.concat(chunks).toString('utf8');
    const request: GithubRequest = {
      index: requests.length,
      method: incoming.method ?? '',
      path: incoming.url ?? '',
      headers: incoming.headers,
      body: text === '' ? undefined : JSON.parse(text),
      text,
    };
    requests.push(request);
    const spoilt = github.fault?.(request);
    if (spoilt === 'break') {
      incoming.socket.destroy();
      return;
    }
    const usual = (): Reply => refusal(request, github) ?? answer(request, github);
    const {
      status,
      body,
      headers = {},
    }: Reply = spoilt?.status === undefined
      ? { ...usual(), ...spoilt }
      : { status: spoilt.status, body: spoilt.body, headers: spoilt.headers ?? {} };
    const isHtml = typeof body === 'string';
    outgoing.writeHead(status, {
      'content-type': isHtml ? 'text/html; charset=utf-8' : 'application/json; charset=utf-8',
      'x-github-request-id': 'F00:1',
      ...headers,
    });
    outgoing.end(body === undefined ? '' : isHtml ? body : JSON.stringify(body));
  };

  const server = createServer((incoming, outgoing) => void handle(incoming, outgoing));
  await new Promise<void>((done) => {
    server.listen(0, '127.0.0.1', done);
  });
  const github: GithubStandIn = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}${PREFIX}`,
    token: `ghs_${'a1B2'.repeat(9)}`,
    issues: [],
    requests,
    fault: undefined,
    permission: 'write',
    hasIssues: true,
    reset: () => {
      github.issues.length = 0;
      requests.length = 0;
      github.fault = undefined;
      github.permission = 'write';
      github.hasIssues = true;
    },
    close: async () => {
      server.closeAllConnections();
      await new Promise((done) => server.close(done));
    },
  };
  return github;
}

/** What GitHub refuses before it looks at what is asked. */
function refusal({ headers, method, path }: GithubRequest, github: GithubStandIn): Reply | undefined {
  if (!isText(headers['user-agent']) || headers['user-agent'] === '')
    return {
      status: 403,
      body: {
        message: 'Request forbidden by administrative rules. Please make sure your request has a User-Agent header',
      },
    };
  const given = String(headers.authorization ?? '');
  if (!/^(?:token|bearer) /iu.test(given) || given.split(' ')[1] !== github.token)
    return { status: 401, body: { message: 'Bad credentials', status: '401' } };
  if (!path.startsWith(`${REPOSITORY}/`)) return { status: 404, body: { message: 'Not Found', status: '404' } };
  const isAllowed = github.permission === 'none' ? false : method === 'GET' || github.permission !== 'read';
  if (!isAllowed) return { status: 403, body: { message: 'Resource not accessible by integration', status: '403' } };
  if (!github.hasIssues)
    return { status: 410, body: { message: 'Issues has been disabled in this repository.', status: '410' } };
  return undefined;
}

function answer(request: GithubRequest, github: GithubStandIn): Reply {
  const url = new URL(request.path, github.url);
  const path = url.pathname.slice(REPOSITORY.length);
  const number = Number(/^\/issues\/(\d+)/u.exec(path)?.[1]);
  const issue = github.issues.find((each) => each.number === number);
  if (path === '/issues' && request.method === 'GET') return list(url, github);
  if (!isRecord(request.body)) return { status: 400, body: { message: 'Body should be a JSON object' } };
  if (path === '/issues' && request.method === 'POST') return create(request.body, github);
  if (issue !== undefined && path === `/issues/${number}` && request.method === 'PATCH')
    return update(issue, request.body, github);
  if (issue !== undefined && path === `/issues/${number}/comments` && request.method === 'POST')
    return comment(issue, request.body);
  return { status: 404, body: { message: 'Not Found', status: '404' } };
}

function list(url: URL, github: GithubStandIn): Reply {
  const query = url.searchParams;
  const stranger = [...query.keys()].find((key) => !LIST_PARAMETERS.has(key));
  if (stranger !== undefined) return invalid(stranger, 'is not a parameter of this list');
  const state = query.get('state') ?? 'open';
  if (!STATES.list.includes(state)) return invalid('state', 'is not one of its values');
  if (!STATES.sort.includes(query.get('sort') ?? 'created')) return invalid('sort', 'is not one of its values');
  const direction = query.get('direction') ?? 'desc';
  if (!STATES.direction.includes(direction)) return invalid('direction', 'is not one of its values');
  const labels = (query.get('labels') ?? '').split(',').filter((label) => label !== '');
  const perPage = Math.min(Number(query.get('per_page') ?? 30), 100);
  const page = Number(query.get('page') ?? 1);
  const found = github.issues
    .filter(
      (issue) => (state === 'all' || issue.state === state) && labels.every((label) => issue.labels.includes(label)),
    )
    .toSorted((a, b) => (direction === 'asc' ? a.number - b.number : b.number - a.number));
  const next = new URL(url);
  next.searchParams.set('page', String(page + 1));
  const hasNext = page * perPage < found.length;
  return {
    status: 200,
    body: found.slice((page - 1) * perPage, page * perPage).map((issue) => shown(issue, github)),
    headers: hasNext ? { link: `<${next.href}>; rel="next"` } : {},
  };
}

function create(body: Record<string, unknown>, github: GithubStandIn): Reply {
  const { title, labels = [], ...rest } = body;
  const stranger = Object.keys(rest).find(
    (key) => !['body', 'assignee', 'assignees', 'milestone', 'type'].includes(key),
  );
  if (stranger !== undefined) return invalid(stranger, 'is not a field of an issue');
  if (!isText(title) || title.trim() === '' || title.length > LONGEST_TITLE)
    return invalid('title', 'is missing or too long');
  if (!isText(body['body'] ?? '') || String(body['body'] ?? '').length > LONGEST_BODY)
    return invalid('body', 'is too long (maximum is 65536 characters)');
  if (!Array.isArray(labels) || !labels.every(isText)) return invalid('labels', 'is not a list of labels');
  const issue: StoredIssue = {
    number: github.issues.length + 1,
    title,
    body: String(body['body'] ?? ''),
    state: 'open',
    state_reason: null,
    labels: github.permission === 'author' ? [] : labels,
    comments: [],
    isPullRequest: false,
  };
  github.issues.push(issue);
  return { status: 201, body: shown(issue, github) };
}

function update(issue: StoredIssue, body: Record<string, unknown>, github: GithubStandIn): Reply {
  const known = ['title', 'body', 'state', 'state_reason', 'labels', 'assignees', 'milestone', 'type'];
  const stranger = Object.keys(body).find((key) => !known.includes(key));
  if (stranger !== undefined) return invalid(stranger, 'is not a field of an issue');
  const { state = issue.state, state_reason: reason = null, body: text = issue.body, title = issue.title } = body;
  if (state !== 'open' && state !== 'closed') return invalid('state', 'is not open or closed');
  if (!STATE_REASONS.includes(reason as string | null)) return invalid('state_reason', 'is not one of its values');
  if (reason === 'reopened' && state !== 'open') return invalid('state_reason', 'does not fit the state');
  if (!isText(text) || text.length > LONGEST_BODY) return invalid('body', 'is too long (maximum is 65536 characters)');
  if (!isText(title) || title.length > LONGEST_TITLE) return invalid('title', 'is too long');
  Object.assign(issue, { state, state_reason: reason, body: text, title });
  return { status: 200, body: shown(issue, github) };
}

function comment(issue: StoredIssue, body: Record<string, unknown>): Reply {
  const { body: text, ...rest } = body;
  if (Object.keys(rest).length > 0 || !isText(text) || text === '' || text.length > LONGEST_BODY)
    return invalid('body', 'is missing or too long');
  issue.comments.push(text);
  return { status: 201, body: { id: issue.comments.length, body: text } };
}

function shown(issue: StoredIssue, { url }: GithubStandIn): Record<string, unknown> {
  const { number, title, body, state, state_reason, labels, isPullRequest } = issue;
  return {
    id: 1_000 + number,
    number,
    title,
    body: body === '' ? null : body,
    state,
    state_reason,
    labels: labels.map((name) => ({ id: 1, name, color: 'ededed', default: false })),
    html_url: `https://github.example/acme/site/issues/${number}`,
    url: `${url}/repos/acme/site/issues/${number}`,
    ...(isPullRequest ? { pull_request: { url: '' } } : {}),
  };
}
