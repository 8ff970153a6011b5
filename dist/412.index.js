export const id = 412;
export const ids = [412];
export const modules = {

/***/ 867:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   d: () => (/* binding */ makeBreaker)
/* harmony export */ });
/* harmony import */ var _errors_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(9473);

/** These come back at every item. */
const HALTING = new Set([
    'api_unauthorized',
    'api_missing_scope',
    'api_rate_limited',
    'cancelled',
    'timeout',
]);
/** These may be the item's own, such as an upload that the API cannot read; several in a row are the API's. */
const OUTAGES = new Set(['api_server', 'api_lost', 'upload_unknown']);
const MOST_OUTAGES = 4;
/** Stops work that would fail for every item: after a refusal of the token, at the end of the time, or while the API is down. */
function makeBreaker() {
    let outages = 0;
    let reason;
    const note = (error) => {
        // What an upload that may have been made hides is its cause: a token that was revoked meanwhile, or the end of the time.
        const cause = error.cause instanceof _errors_js__WEBPACK_IMPORTED_MODULE_0__/* .ActionError */ .lZ ? error.cause : error;
        if (OUTAGES.has(error.code))
            outages += 1;
        if (HALTING.has(cause.code) || outages >= MOST_OUTAGES)
            reason ??= cause;
    };
    return async (work) => {
        if (reason !== undefined)
            throw new _errors_js__WEBPACK_IMPORTED_MODULE_0__/* .ActionError */ .lZ('halted', `Not tried, because of this: ${reason.message}`);
        try {
            const value = await work();
            outages = 0;
            return value;
        }
        catch (error) {
            if (error instanceof _errors_js__WEBPACK_IMPORTED_MODULE_0__/* .ActionError */ .lZ)
                note(error);
            throw error;
        }
    };
}


/***/ }),

/***/ 2868:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   FZ: () => (/* binding */ failedItem),
/* harmony export */   L4: () => (/* binding */ stateOf),
/* harmony export */   ZU: () => (/* binding */ attemptItem),
/* harmony export */   oR: () => (/* binding */ skippedItem)
/* harmony export */ });
/* harmony import */ var _errors_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(9473);
/* harmony import */ var _outcome_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(7072);
/* harmony import */ var _text_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(1957);



/** Does what is to be done for an entry. What fails is its own. */
async function attemptItem(entry, act, isRotation = false) {
    try {
        return { entry, outcome: await act(), isRotation };
    }
    catch (error) {
        return failedItem(entry, error, isRotation);
    }
}
/** An entry that failed. */
function failedItem(entry, error, isRotation = false) {
    const failure = error instanceof _errors_js__WEBPACK_IMPORTED_MODULE_0__/* .ActionError */ .lZ ? error : (0,_errors_js__WEBPACK_IMPORTED_MODULE_0__/* .internalError */ .WB)(error);
    return { entry, outcome: (0,_outcome_js__WEBPACK_IMPORTED_MODULE_1__/* .knownOf */ .bz)(error), failure, isRotation };
}
/** An entry for which nothing is to be done. @param reason to stand after a colon */
function skippedItem(entry, reason) {
    return { entry, outcome: _outcome_js__WEBPACK_IMPORTED_MODULE_1__/* .NOTHING_DONE */ .Lc, reason, isRotation: false };
}
/** What became of it, for outputs and summary. */
function stateOf(item) {
    const { entry, outcome, failure, reason = '' } = item;
    const certificate = outcome.subject ?? outcome.created ?? expectedCertificate(entry);
    return { source: entry.source, status: statusOf(item), error: failure?.message ?? reason, certificate };
}
function statusOf({ outcome, failure, reason, isRotation }) {
    if (failure !== undefined)
        return 'failed';
    if (reason !== undefined)
        return 'skipped';
    if (outcome.changed === false)
        return 'unchanged';
    return isRotation ? 'rotated' : 'created';
}
/** What is known of a certificate that is not on DigitalOcean. */
function expectedCertificate(entry) {
    const { name, dnsNames, notAfter } = entry;
    return {
        id: '',
        name,
        type: 'custom',
        state: '',
        notAfter,
        notAfterText: notAfter === undefined ? '' : (0,_text_js__WEBPACK_IMPORTED_MODULE_2__/* .formatTime */ .fU)(notAfter),
        sha1Fingerprint: entry.status === 'ready' ? entry.supplied.sha1Fingerprint : '',
        createdAtText: '',
        dnsNames,
    };
}


/***/ }),

/***/ 3000:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   I: () => (/* binding */ presentEntries),
/* harmony export */   p: () => (/* binding */ CONCURRENT_UPLOADS)
/* harmony export */ });
/* harmony import */ var _certificates_create_supplied_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(3536);
/* harmony import */ var _certificates_family_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(8593);
/* harmony import */ var _certificates_present_supplied_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(1221);
/* harmony import */ var _concurrency_js__WEBPACK_IMPORTED_MODULE_6__ = __webpack_require__(3943);
/* harmony import */ var _digitalocean_certificates_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(787);
/* harmony import */ var _breaker_js__WEBPACK_IMPORTED_MODULE_4__ = __webpack_require__(867);
/* harmony import */ var _item_js__WEBPACK_IMPORTED_MODULE_5__ = __webpack_require__(2868);







/** Uploads at a time. */
const CONCURRENT_UPLOADS = 4;
/** `present` or `create` for each entry, over one reading of the account. */
async function presentEntries(task, entries, context) {
    const named = (0,_certificates_family_js__WEBPACK_IMPORTED_MODULE_1__/* .indexByName */ .f3)(await (0,_digitalocean_certificates_js__WEBPACK_IMPORTED_MODULE_3__/* .listCertificates */ .Hj)(context.client));
    const unlessInVain = (0,_breaker_js__WEBPACK_IMPORTED_MODULE_4__/* .makeBreaker */ .d)();
    return (0,_concurrency_js__WEBPACK_IMPORTED_MODULE_6__/* .mapConcurrently */ .X)(entries, CONCURRENT_UPLOADS, (entry) => {
        const { name, supplied } = entry;
        const one = { type: 'custom', name, supplied, dryRun: task.dryRun };
        return (0,_item_js__WEBPACK_IMPORTED_MODULE_5__/* .attemptItem */ .ZU)(entry, () => unlessInVain(async () => task.operation === 'present'
            ? (0,_certificates_present_supplied_js__WEBPACK_IMPORTED_MODULE_2__/* .presentSupplied */ .K)({ operation: 'present', onMismatch: task.onMismatch, ...one }, named(name), context)
            : (0,_certificates_create_supplied_js__WEBPACK_IMPORTED_MODULE_0__/* .createSupplied */ .XE)(one, named(name), context)));
    });
}


/***/ }),

/***/ 4412:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

// ESM COMPAT FLAG
__webpack_require__.r(__webpack_exports__);

// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  processEach: () => (/* binding */ processEach)
});

// EXTERNAL MODULE: ./build/text.js + 1 modules
var build_text = __webpack_require__(1957);
;// CONCATENATED MODULE: ./build/items/announce.js

/** DNS names on one line. */
const MOST_NAMES = 10;
/** Certificates to which something applies; the others are counted. */
const MOST_SOURCES = 5;
/** Logs what was found in the folder, before anything is done, and what there is to say about each. */
function announce({ directory }, { log }) {
    const { entries, layout, path } = directory;
    const counts = ['ready', 'failed', 'skipped'].map((status) => ({
        status,
        count: entries.filter((entry) => entry.status === status).length,
    }));
    const parts = counts.filter(({ count }) => count > 0).map(({ status, count }) => `${count} ${status}`);
    log.group(`Found ${(0,build_text/* countOf */.pq)(entries.length, 'entry', 'entries')} in ${path} (layout ${layout}): ${(0,build_text/* enumerate */.HL)(parts)}`, entries.map(describeEntry));
    for (const { remark, sources } of groupRemarks(entries)) {
        const { level, message, ofMany = message } = remark;
        log[level](`${(0,build_text/* enumerate */.HL)(sources, MOST_SOURCES)}: ${sources.length === 1 ? message : ofMany}`);
    }
}
/** What is to be said of many certificates is said once. */
function groupRemarks(entries) {
    const groups = new Map();
    for (const entry of entries) {
        if (entry.status !== 'ready')
            continue;
        for (const remark of entry.remarks) {
            const key = `${remark.level} ${remark.ofMany ?? remark.message}`;
            const group = groups.get(key) ?? { remark, sources: [] };
            group.sources.push(entry.source);
            groups.set(key, group);
        }
    }
    return groups.values();
}
/** `live/example.com: "example.com" for www.example.com, expires 2027-01-01T00:00:00Z`. */
function describeEntry(entry) {
    const { source, name, dnsNames, notAfter } = entry;
    if (entry.status === 'failed')
        return `Failed: ${source}: ${entry.error}`;
    const facts = [
        name === '' ? '' : (0,build_text/* quoteName */.AB)(name),
        dnsNames.length === 0 ? '' : `for ${(0,build_text/* enumerate */.HL)((0,build_text/* shortNames */.DG)(dnsNames), MOST_NAMES)}`,
    ].filter((part) => part !== '');
    const expiry = notAfter === undefined ? [] : [`expires ${(0,build_text/* formatTime */.fU)(notAfter)}`];
    const what = [facts.join(' '), ...expiry].filter((part) => part !== '').join(', ');
    if (entry.status === 'ready')
        return `${source}: ${what}`;
    return `Skipped: ${source}${what === '' ? '' : ` (${what})`}: ${entry.reason}`;
}

// EXTERNAL MODULE: ./build/items/item.js
var item = __webpack_require__(2868);
// EXTERNAL MODULE: ./build/outcome.js
var build_outcome = __webpack_require__(7072);
// EXTERNAL MODULE: ./build/tls/endpoint.js
var endpoint = __webpack_require__(8285);
;// CONCATENATED MODULE: ./build/items/join.js




/** Annotations for failures, so that there is room for the last one, which counts them: GitHub shows ten. */
const MOST_ERRORS = 8;
/** The worst first: a consumer that several items use has one state. */
const CONSUMER_STATUSES = ['failed', 'kubernetes', 'planned', 'rebound', 'kept'];
/** All that is known, of all items together. */
function joinOutcomes(items) {
    const outcomes = items.map(({ outcome }) => outcome);
    const states = items.map(item/* stateOf */.L4);
    const failed = states.filter(({ status }) => status === 'failed');
    const existing = states.map(({ certificate }) => certificate).filter(({ id }) => id !== '');
    const rotations = outcomes.filter(({ consumers }) => consumers !== undefined);
    return {
        certificates: existing,
        items: states,
        changed: changedBy(outcomes),
        createdForItems: outcomes.flatMap(({ created }) => created ?? []),
        matches: matchesOf(items),
        // A row without a name would tell nobody what failed.
        listed: failed.map(({ certificate, source }) => ({ ...certificate, name: certificate.name || source })),
        deleted: unique(outcomes.flatMap(({ deleted = [] }) => deleted)),
        endpoints: joinEndpoints(outcomes.flatMap(({ endpoints = [] }) => endpoints)),
        ...(rotations.length === 0 ? {} : { consumers: joinConsumers(rotations) }),
        ...planOf(outcomes),
    };
}
function changedBy(outcomes) {
    if (outcomes.some(({ changed }) => changed === true))
        return true;
    return outcomes.some(({ changed }) => changed === undefined) ? undefined : false;
}
/** False if one is known to be another than the supplied one, true if all are known to be these. */
function matchesOf(items) {
    const known = items.filter(({ reason }) => reason === undefined).map(({ outcome }) => outcome.matches);
    if (known.includes(false))
        return false;
    return known.length === 0 || known.includes(undefined) ? undefined : true;
}
function joinConsumers(outcomes) {
    const states = outcomes.flatMap(({ consumers = [] }) => consumers);
    const worst = states.toSorted((a, b) => CONSUMER_STATUSES.indexOf(a.status) - CONSUMER_STATUSES.indexOf(b.status));
    const joined = new Map();
    for (const state of worst) {
        const key = `${state.kind.output} ${state.id.toLowerCase()}`;
        const { error } = joined.get(key) ?? { error: '' };
        const errors = [error, state.error].filter((each, at, all) => each !== '' && all.indexOf(each) === at);
        joined.set(key, { ...state, ...joined.get(key), error: errors.join(' ') });
    }
    return states.flatMap((state) => {
        const key = `${state.kind.output} ${state.id.toLowerCase()}`;
        const found = joined.get(key);
        joined.delete(key);
        return found ?? [];
    });
}
/** An endpoint that several items cover was looked at for each of them. */
function joinEndpoints(states) {
    return [...new Map(states.map((state) => [(0,endpoint/* nameEndpoint */.tv)(state.probed.endpoint), state])).values()];
}
function unique(certificates) {
    return [...new Map(certificates.map((certificate) => [certificate.id, certificate])).values()];
}
function planOf(outcomes) {
    if (outcomes.every(({ planned }) => planned === undefined))
        return {};
    const steps = outcomes.flatMap(({ planned = [] }) => planned);
    return { planned: [...new Map(steps.map((step) => [`${step.action} ${step.object}`, step])).values()] };
}
/** What is known of all items. @throws OperationError with the same if one failed; each failure is reported before */
function concludeItems(items, { log }) {
    const outcome = joinOutcomes(items);
    const failures = items.flatMap(({ entry, failure }) => (failure === undefined ? [] : [{ entry, failure }]));
    const [first] = failures;
    if (first === undefined)
        return outcome;
    const byMessage = new Map();
    for (const { entry, failure } of failures)
        byMessage.set(failure.message, [...(byMessage.get(failure.message) ?? []), entry.source]);
    for (const [at, [message, sources]] of [...byMessage].entries()) {
        const text = `${(0,build_text/* enumerate */.HL)(sources, 5)}: ${message}`;
        if (at < MOST_ERRORS)
            log.error(text);
        else
            log.info(`error: ${text}`);
    }
    const isOneReason = failures.every(({ failure }) => failure.code === first.failure.code);
    const code = isOneReason ? first.failure.code : 'items_failed';
    throw new build_outcome/* OperationError */.OK(code, failureSentence(items, failures), outcome, { cause: first.failure });
}
function failureSentence(items, failures) {
    const processed = items.filter(({ reason }) => reason === undefined).length;
    const named = (0,build_text/* enumerate */.HL)(failures.map(({ entry }) => (0,build_text/* clauseOf */.pQ)(entry.source)), 10);
    return `${failures.length} of ${(0,build_text/* countOf */.pq)(processed, 'certificate')} of \`directory\` failed: ${named}. The messages above say why. Correct what they name, and run this again: what is done already is not done twice.`;
}

// EXTERNAL MODULE: ./build/items/present.js
var present = __webpack_require__(3000);
// EXTERNAL MODULE: ./build/errors.js
var errors = __webpack_require__(9473);
;// CONCATENATED MODULE: ./build/operations/each.js






/**
 * One operation for every certificate of a folder. The account is read once for all of them, and one that fails does not stop the others.
 * @throws OperationError with what became of each, if one failed
 */
async function processEach(task, context) {
    announce(task, context);
    const { entries } = task.directory;
    const ready = entries.filter((entry) => entry.status === 'ready');
    let items;
    try {
        items = await processReady(task, ready, context);
    }
    catch (error) {
        // Nothing was written: the account could not be read, or the inputs do not fit the folder.
        throw (0,build_outcome/* withKnown */.Ck)(error, joinOutcomes(inOrder(entries, ready.map((entry) => (0,item/* failedItem */.FZ)(entry, error)))));
    }
    return concludeItems(inOrder(entries, items), context);
}
async function processReady(task, ready, context) {
    if (ready.length === 0)
        return [];
    if (task.operation !== 'rotate')
        return (0,present/* presentEntries */.I)(task, ready, context);
    // What it knows of rebinding, `present` and `create` do not need.
    const { rotateEntries } = await Promise.all(/* import() */[__webpack_require__.e(431), __webpack_require__.e(456), __webpack_require__.e(40)]).then(__webpack_require__.bind(__webpack_require__, 8040));
    return rotateEntries(task, ready, context);
}
/** Every certificate as it was found, with what became of those that were ready. What is no certificate is in the log alone. */
function inOrder(entries, items) {
    const processed = new Map(items.map((item) => [item.entry, item]));
    return entries
        .filter(({ status, id }) => status !== 'skipped' || id !== '')
        .map((entry) => {
        if (entry.status === 'failed')
            return (0,item/* failedItem */.FZ)(entry, new errors/* ActionError */.lZ('input', entry.error));
        if (entry.status === 'skipped')
            return (0,item/* skippedItem */.oR)(entry, entry.reason);
        return processed.get(entry) ?? (0,item/* failedItem */.FZ)(entry, new Error('it was not processed'));
    });
}


/***/ })

};
