export const id = 153;
export const ids = [153];
export const modules = {

/***/ 9153:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  keepIssue: () => (/* binding */ keepIssue)
});

// EXTERNAL MODULE: ./build/waiting.js
var waiting = __webpack_require__(7375);
// EXTERNAL MODULE: ./build/errors.js
var errors = __webpack_require__(9473);
// EXTERNAL MODULE: ./build/text.js + 1 modules
var build_text = __webpack_require__(1957);
;// CONCATENATED MODULE: ./build/report/github-responses.js


const LONGEST_REASON = 300;
/** A fault that we noticed ourselves: its message says what to do. */
class ReportError extends Error {
}
/** Octokit takes every response below 400 for a success; one that came from somewhere else means nothing. */
function expectStatus(status, expected) {
    if (status === expected)
        return;
    const redirect = status >= 300 ? ' Redirects are not followed, because the token would go with them.' : '';
    throw new ReportError(`GitHub responded ${status} instead of ${expected}.${redirect} Check GITHUB_API_URL.`);
}
/** The issues of a page. Anything else would look like an empty list, and another issue would be opened in every run. */
function issuesIn(data) {
    if (Array.isArray(data))
        return data.map(toIssue);
    throw new ReportError('GitHub responded 200 without a list of issues. Check GITHUB_API_URL.');
}
function toIssue(value) {
    const raw = isRecord(value) ? value : {};
    const { number, state, body, html_url: url, labels } = raw;
    if (typeof number !== 'number' || typeof state !== 'string' || typeof url !== 'string')
        throw new ReportError('GitHub responded with something that is no issue. Check GITHUB_API_URL.');
    const names = (Array.isArray(labels) ? labels : []).map((label) => isRecord(label) ? label['name'] : label);
    return {
        number,
        state,
        url,
        body: typeof body === 'string' ? body : '',
        labels: names.filter((name) => typeof name === 'string'),
        isPullRequest: raw['pull_request'] !== undefined,
    };
}
function isRecord(value) {
    return typeof value === 'object' && value !== null;
}
/** What is wrong, and what to do. */
function faultOf(error, show) {
    const words = (0,build_text/* messageOf */.bD)(error);
    if (error instanceof ReportError || error instanceof errors/* ActionError */.lZ)
        return words;
    // An error page of any length may stand there.
    const reason = show((0,build_text/* clauseOf */.pQ)(words), LONGEST_REASON);
    const status = error instanceof Error && 'status' in error ? error.status : undefined;
    const isResponse = error instanceof Error && 'response' in error && error.response !== undefined;
    if (typeof status !== 'number' || !isResponse)
        return `GitHub could not be reached (${reason === '' ? 'no reason is known' : reason}). See https://www.githubstatus.com.`;
    return `GitHub responded ${status}${reason === '' ? '' : ` (${reason})`}.${remedyOf(status, words)}`;
}
function remedyOf(status, words) {
    if (status === 429 || /rate limit/iu.test(words))
        return ' The next run updates the issue.';
    if (status === 410 && /disabled/iu.test(words))
        return ' Turn on issues in this repository.';
    if (status === 401)
        return ' `github_token` is wrong or expired. Remove it to use the token of the job.';
    if (status === 403 || status === 404)
        return ' Allow the job to write issues: `permissions: { contents: read, issues: write }`.';
    return status >= 500 ? ' See https://www.githubstatus.com.' : '';
}

// EXTERNAL MODULE: external "node:crypto"
var external_node_crypto_ = __webpack_require__(7598);
// EXTERNAL MODULE: ./build/report/markdown.js
var markdown = __webpack_require__(4902);
;// CONCATENATED MODULE: ./build/report/issue.js



/** By which an issue is found again: outsiders may write what they like into a body, and may not set a label. */
const LABEL = 'digitalocean-certificates';
/** A body holds 65,536 characters. */
const LIMITS = { rows: 60, characters: 60_000 };
const MOST_NAMES = 5;
const LONGEST_TITLE = 120;
/** The issue for what was found. Not a word in it changes from one day to the next by itself, but for the run that wrote it. */
function renderIssue(facts, { runUrl, show }) {
    const factsMarker = `<!-- digitalocean-certificate-action facts ${digest(facts.rows)} -->`;
    const escape = (text, maxLength) => escapeReferences(show(text, maxLength));
    const rows = facts.rows.map(({ what, problem, expires, dnsNames }) => [
        (0,build_text/* shortName */.EU)(what),
        problem,
        expires,
        dnsNames.length === 0 ? '' : (0,build_text/* enumerate */.HL)((0,build_text/* shortNames */.DG)(dnsNames), MOST_NAMES),
    ]);
    const run = runUrl === '' ? '' : `, last by ${(0,markdown/* link */.nf)('this run', runUrl)}`;
    const body = [
        `${markerOf(facts)}\n${factsMarker}`,
        `Checked: ${escape(describeSubject(facts.subject))}. Problems:`,
        (0,markdown/* table */.tp)(['Certificate or endpoint', 'Problem', 'Expires', 'DNS names'], rows, escape, LIMITS),
        `Renew what expires, and use \`operation: rotate\` to put it in place. The workflow keeps this issue${run}: it updates it when something changes, and closes it when there are no problems.`,
    ];
    const title = show(`Certificates need attention: ${describeSubject(facts.subject)}`, LONGEST_TITLE);
    // The same that stands behind these signs in the body, as a title takes it.
    const plainTitle = title.replaceAll('`', ' ').replaceAll(/#|(?<!\w)@|\bGH-(?=\d)/giu, '$&\u2060');
    return { title: plainTitle, body: `${body.join('\n\n')}\n`, factsMarker };
}
/** What stands in the body of an issue about the same subject. */
function markerOf({ subject }) {
    return `<!-- digitalocean-certificate-action checks ${digest(subject)} -->`;
}
function digest(value) {
    return (0,external_node_crypto_.createHash)('sha256').update(JSON.stringify(value)).digest('hex').slice(0, 32);
}
function describeSubject(subject) {
    if (subject.kind === 'account')
        return 'all certificates of the DigitalOcean account';
    if (subject.kind === 'endpoints')
        return `what ${(0,build_text/* enumerate */.HL)(subject.names, 10)} serves`;
    return `the certificate ${(0,build_text/* quoteName */.AB)(subject.name)} on DigitalOcean`;
}
/**
 * Text that mentions nobody and refers to no issue, pull request or commit (docs.github.com, "Autolinked references and URLs"): a word
 * joiner stands behind each sign that would, and hashes are code.
 */
function escapeReferences(text) {
    const marked = text
        .replaceAll('#', '\u{E001}')
        .replaceAll(/\bGH-(?=\d)/giu, (start) => `${start}\u{E002}`)
        .replaceAll(/(?<![0-9a-z])[0-9a-f]{7,40}(?![0-9a-z])/giu, (hash) => `\u{E003}${hash}\u{E004}`);
    return (0,markdown/* escapeMarkdown */.FV)(marked)
        .replaceAll('\u{E001}', `&#35;${markdown/* WORD_JOINER */.Pj}`)
        .replaceAll('\u{E002}', markdown/* WORD_JOINER */.Pj)
        .replaceAll('\u{E003}', '<code>')
        .replaceAll('\u{E004}', '</code>');
}

;// CONCATENATED MODULE: ./build/report/github.js



const PER_PAGE = 100;
/** More issues with our label than these pages hold are not read. */
const MOST_PAGES = 10;
/**
 * Keeps one issue open while there are problems, and closes it when there are none. Whatever GitHub does becomes a warning: the check
 * counts for itself.
 * @returns the page of the issue that is open, or was closed just now; empty if there is none, or it is not known
 */
async function keepIssue(facts, options) {
    const { github, log, deadline } = options;
    const [owner = '', repo = ''] = github.repository.split('/');
    if (github.token === '' || owner === '' || repo === '') {
        log.warning('`report_issue` needs a GitHub token and a repository. Remove `github_token` to use the token of the job.');
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
            if (facts.isComplete)
                for (const issue of open)
                    await github_close(issue, issues, log);
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
    }
    catch (error) {
        const fault = deadline.stop.aborted ? 'The job was cancelled.' : faultOf(error, options.show);
        log.warning(`The issue could not be updated. ${fault} The result of the check is not affected.`);
        return url;
    }
}
/** Opens the issue, reopens it, or updates it if a fact has changed. */
async function publish(current, facts, issues, { log, show, github }) {
    const { title, body, factsMarker } = renderIssue(facts, { show, runUrl: github.runUrl });
    if (current === undefined) {
        const opened = await issues.open(title, body);
        if (opened.labels.includes(LABEL)) {
            log.info(`Opened issue #${opened.number}: ${opened.url}`);
            return opened.url;
        }
        // Without its label no later run would find it, and each would open another.
        await issues.update(opened.number, { state: 'closed', state_reason: 'not_planned' });
        throw new ReportError(`\`github_token\` may not set the label "${LABEL}", by which the issue is found again. Use a token that may.`);
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
async function github_close({ number, url }, issues, log) {
    await issues.comment(number, 'All certificates are valid for long enough again.');
    await issues.update(number, { state: 'closed', state_reason: 'completed' });
    log.info(`Closed issue #${number}, because there are no problems any more: ${url}`);
}
/** What the client would log itself does not concern the user. */
function ignore() {
    // Nothing is logged.
}
const NO_LOG = { debug: ignore, info: ignore, warn: ignore, error: ignore };
async function openIssues(owner, repo, { github, deadline }) {
    const { getOctokit } = await Promise.all(/* import() */[__webpack_require__.e(7), __webpack_require__.e(218)]).then(__webpack_require__.bind(__webpack_require__, 2218));
    const octokit = getOctokit(github.token, { baseUrl: github.apiUrl, log: NO_LOG });
    // Neither a redirect nor a `Link` header is followed: the token goes to this host only.
    const call = () => {
        (0,waiting/* throwIfOver */.W3)(deadline, 'the next call of GitHub');
        const signal = AbortSignal.any([deadline.clock.timeoutSignal(deadline.requestMs()), deadline.stop]);
        return { owner, repo, request: { signal, redirect: 'manual', log: NO_LOG } };
    };
    return {
        find: (marker) => findInPages(marker, async (page) => {
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
async function findInPages(marker, readPage) {
    const found = [];
    for (let page = 1; page <= MOST_PAGES; page += 1) {
        const issues = await readPage(page);
        found.push(...issues.filter(({ body, isPullRequest }) => !isPullRequest && body.includes(marker)));
        if (issues.length < PER_PAGE)
            return found;
    }
    if (found.length > 0)
        return found;
    throw new ReportError(`More than ${PER_PAGE * MOST_PAGES} issues have the label "${LABEL}". Take it away from those that are not of this action.`);
}


/***/ })

};
