export const id = 566;
export const ids = [566];
export const modules = {

/***/ 3566:
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

// EXTERNAL MODULE: ./build/errors.js
var errors = __webpack_require__(9473);
// EXTERNAL MODULE: ./build/outcome.js
var build_outcome = __webpack_require__(7072);
;// CONCATENATED MODULE: ./build/items/item.js



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
    const failure = error instanceof errors/* ActionError */.lZ ? error : (0,errors/* internalError */.WB)(error);
    return { entry, outcome: (0,build_outcome/* knownOf */.bz)(error), failure, isRotation };
}
/** An entry for which nothing is to be done. @param reason to stand after a colon */
function skippedItem(entry, reason) {
    return { entry, outcome: build_outcome/* NOTHING_DONE */.Lc, reason, isRotation: false };
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
        notAfterText: notAfter === undefined ? '' : (0,build_text/* formatTime */.fU)(notAfter),
        sha1Fingerprint: entry.status === 'ready' ? entry.supplied.sha1Fingerprint : '',
        createdAtText: '',
        dnsNames,
    };
}

// EXTERNAL MODULE: ./build/tls/endpoint.js
var tls_endpoint = __webpack_require__(8285);
;// CONCATENATED MODULE: ./build/items/join.js




/** Annotations for failures, so that there is room for the last one, which counts them: GitHub shows ten. */
const MOST_ERRORS = 8;
/** The worst first: a consumer that several items use has one state. */
const CONSUMER_STATUSES = ['failed', 'kubernetes', 'planned', 'rebound', 'kept'];
/** All that is known, of all items together. */
function joinOutcomes(items) {
    const outcomes = items.map(({ outcome }) => outcome);
    const states = items.map(stateOf);
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
    return [...new Map(states.map((state) => [(0,tls_endpoint/* nameEndpoint */.tv)(state.probed.endpoint), state])).values()];
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

// EXTERNAL MODULE: ./build/certificates/create-supplied.js
var create_supplied = __webpack_require__(3536);
// EXTERNAL MODULE: ./build/certificates/family.js
var family = __webpack_require__(8593);
// EXTERNAL MODULE: ./build/certificates/present-supplied.js
var present_supplied = __webpack_require__(1221);
// EXTERNAL MODULE: ./build/concurrency.js
var concurrency = __webpack_require__(3943);
// EXTERNAL MODULE: ./build/digitalocean/certificates.js
var certificates = __webpack_require__(787);
;// CONCATENATED MODULE: ./build/items/breaker.js

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
        const cause = error.cause instanceof errors/* ActionError */.lZ ? error.cause : error;
        if (OUTAGES.has(error.code))
            outages += 1;
        if (HALTING.has(cause.code) || outages >= MOST_OUTAGES)
            reason ??= cause;
    };
    return async (work) => {
        if (reason !== undefined)
            throw new errors/* ActionError */.lZ('halted', `Not tried, because of this: ${reason.message}`);
        try {
            const value = await work();
            outages = 0;
            return value;
        }
        catch (error) {
            if (error instanceof errors/* ActionError */.lZ)
                note(error);
            throw error;
        }
    };
}

;// CONCATENATED MODULE: ./build/items/present.js







/** Uploads at a time. */
const CONCURRENT_UPLOADS = 4;
/** `present` or `create` for each entry, over one reading of the account. */
async function presentEntries(task, entries, context) {
    const named = (0,family/* indexByName */.f3)(await (0,certificates/* listCertificates */.Hj)(context.client));
    const unlessInVain = makeBreaker();
    return (0,concurrency/* mapConcurrently */.X)(entries, CONCURRENT_UPLOADS, (entry) => {
        const { name, supplied } = entry;
        const one = { type: 'custom', name, supplied, dryRun: task.dryRun };
        return attemptItem(entry, () => unlessInVain(async () => task.operation === 'present'
            ? (0,present_supplied/* presentSupplied */.K)({ operation: 'present', onMismatch: task.onMismatch, ...one }, named(name), context)
            : (0,create_supplied/* createSupplied */.XE)(one, named(name), context)));
    });
}

// EXTERNAL MODULE: ./build/consumers/survey.js
var consumers_survey = __webpack_require__(2130);
// EXTERNAL MODULE: ./build/rotation/conclude.js
var conclude = __webpack_require__(1734);
// EXTERNAL MODULE: ./build/rotation/plan.js
var rotation_plan = __webpack_require__(8352);
// EXTERNAL MODULE: ./build/rotation/prepare.js
var prepare = __webpack_require__(2200);
// EXTERNAL MODULE: ./build/rotation/probe-planned.js
var probe_planned = __webpack_require__(5446);
// EXTERNAL MODULE: ./build/rotation/progress.js
var progress = __webpack_require__(1288);
// EXTERNAL MODULE: ./build/rotation/rounds.js + 9 modules
var rounds = __webpack_require__(6800);
// EXTERNAL MODULE: ./build/rotation/upload-new.js
var upload_new = __webpack_require__(5533);
// EXTERNAL MODULE: ./build/x509/dns-names.js
var dns_names = __webpack_require__(5983);
;// CONCATENATED MODULE: ./build/items/endpoints.js




/**
 * What each entry has to wait for: an endpoint belongs to every entry whose certificate covers its host, and may serve the certificate of
 * any of these.
 * @throws InputError if no certificate covers an endpoint; only a warning if one may be among those that could not be read
 */
function assignEndpoints(endpoints, { entries, path }, { log }) {
    const ready = entries.filter((entry) => entry.status === 'ready');
    const assigned = new Map(ready.map((entry) => [entry, []]));
    const uncovered = [];
    for (const endpoint of endpoints) {
        const covering = ready.filter(({ supplied: { dnsNames, ipAddresses } }) => (0,dns_names/* covers */.hU)([...dnsNames, ...ipAddresses], endpoint.host));
        const accepted = new Set(covering.map(({ supplied }) => supplied.sha1Fingerprint));
        for (const entry of covering)
            assigned.get(entry)?.push({ endpoint, accepted });
        if (covering.length === 0)
            uncovered.push((0,tls_endpoint/* nameEndpoint */.tv)(endpoint));
    }
    if (uncovered.length === 0)
        return assigned;
    const message = `\`endpoints\`: no certificate in ${path} covers ${(0,build_text/* enumerate */.HL)(uncovered, 10)}, so nothing could come to serve there.`;
    if (entries.every(({ status }) => status !== 'failed'))
        throw new errors/* InputError */.dz([`${message} Remove it, or add the certificate that covers it.`]);
    log.warning(`${message} It is not checked. See to the certificates that failed first.`);
    return assigned;
}

;// CONCATENATED MODULE: ./build/items/rotate.js

















/** `rotate` for each entry: one survey, four uploads at a time, and rounds that all families share. */
async function rotateEntries(task, entries, context) {
    if (task.replaces.length > 0 && entries.length > 1)
        throw new errors/* InputError */.dz([
            `\`replaces\` does not say to which of the ${entries.length} certificates in ${task.directory.path} it belongs. Choose one of them with \`include\`, or remove \`replaces\`.`,
        ]);
    const endpoints = assignEndpoints(task.endpoints, task.directory, context);
    const survey = await (0,consumers_survey/* takeSurvey */.yC)(context.client);
    const registry = (0,progress/* makeRegistry */.SQ)();
    const named = (0,family/* indexByName */.f3)(survey.certificates);
    const prepared = await (0,concurrency/* mapConcurrently */.X)(entries, CONCURRENT_UPLOADS, async (entry) => {
        const awaited = endpoints.get(entry) ?? [];
        const candidates = task.replaces.length > 0 ? survey.certificates : named(entry.name);
        try {
            const one = rotationOf(task, entry, awaited.map(({ endpoint }) => endpoint));
            return {
                entry,
                rotation: { ...(await (0,prepare/* prepareRotation */.w)(one, survey, context, { registry, candidates })), endpoints: awaited },
            };
        }
        catch (error) {
            if (!(error instanceof errors/* ActionError */.lZ) || error.code !== 'empty_family')
                return { entry, item: failedItem(entry, error) };
            return prepareMissing(task, entry, candidates, context);
        }
    });
    const rotations = prepared.flatMap((each) => ('rotation' in each ? [each.rotation] : []));
    (0,prepare/* warnOfUnused */.M)(rotations, survey, context);
    return task.dryRun ? planAll(prepared, survey, context) : rotateAll(prepared, context);
}
function rotationOf(task, { name, supplied }, endpoints) {
    const { replaces, deletePrevious, allowDroppedNames, allowOlder, minDays, kubernetes, dryRun } = task;
    const options = { replaces, deletePrevious, allowDroppedNames, allowOlder, minDays, kubernetes, dryRun };
    return { operation: 'rotate', source: 'supplied', name, supplied, endpoints, ...options };
}
/** An entry whose family is empty. */
function prepareMissing({ onMissing, dryRun }, entry, certificates, context) {
    const { name, supplied } = entry;
    const what = `there is no certificate named ${(0,build_text/* quoteName */.AB)(name)}`;
    if (onMissing === 'create')
        return { entry, create: () => (0,create_supplied/* createSupplied */.XE)({ name, supplied, dryRun }, certificates, context) };
    if (onMissing === 'skip')
        return { entry, item: skippedItem(entry, `${what}, and \`on_missing\` is \`skip\``) };
    const message = `There is no certificate named ${(0,build_text/* quoteName */.AB)(name)}, so nothing was written. Check the template in \`name\`. To upload first certificates too, set \`on_missing: create\`; to leave them out, set \`on_missing: skip\`.`;
    return { entry, item: failedItem(entry, new errors/* ActionError */.lZ('empty_family', message)) };
}
async function planAll(prepared, survey, context) {
    return (0,concurrency/* mapConcurrently */.X)(prepared, CONCURRENT_UPLOADS, async (each) => {
        const { entry } = each;
        if ('item' in each)
            return each.item;
        if ('create' in each)
            return attemptItem(entry, each.create);
        const { task, source, selection, consumers } = each.rotation;
        const plan = () => (0,probe_planned/* probePlanned */.P)(task, (0,rotation_plan/* planRotation */.Q)(task, source, { ...survey, consumers }, selection), selection, context);
        return attemptItem(entry, plan, true);
    });
}
async function rotateAll(prepared, context) {
    const items = new Map();
    const uploaded = [];
    const unlessInVain = makeBreaker();
    await (0,concurrency/* mapConcurrently */.X)(prepared, CONCURRENT_UPLOADS, async (each) => {
        const { entry } = each;
        if ('item' in each)
            items.set(each, each.item);
        else if ('create' in each)
            items.set(each, await attemptItem(entry, () => unlessInVain(each.create)));
        else
            try {
                await unlessInVain(() => (0,upload_new/* uploadNew */.o)(each.rotation, context));
                uploaded.push(each);
            }
            catch (error) {
                items.set(each, await attemptItem(entry, () => (0,conclude/* concludeRotation */.C)(each.rotation, { error }, context), true));
            }
    });
    const order = prepared.filter((each) => 'rotation' in each && uploaded.includes(each));
    const rotations = order.flatMap((each) => ('rotation' in each ? [each.rotation] : []));
    const endings = rotations.length === 0 ? [] : await (0,rounds/* completeRotations */.H)(rotations, context);
    for (const [at, each] of order.entries()) {
        const [rotation, ending] = [rotations[at], endings[at]];
        if (rotation !== undefined && ending !== undefined)
            items.set(each, await attemptItem(each.entry, () => (0,conclude/* concludeRotation */.C)(rotation, ending, context), true));
    }
    return prepared.flatMap((each) => items.get(each) ?? []);
}

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
        throw (0,build_outcome/* withKnown */.Ck)(error, joinOutcomes(inOrder(entries, ready.map((entry) => failedItem(entry, error)))));
    }
    return concludeItems(inOrder(entries, items), context);
}
async function processReady(task, ready, context) {
    if (ready.length === 0)
        return [];
    return task.operation === 'rotate' ? rotateEntries(task, ready, context) : presentEntries(task, ready, context);
}
/** Every certificate as it was found, with what became of those that were ready. What is no certificate is in the log alone. */
function inOrder(entries, items) {
    const processed = new Map(items.map((item) => [item.entry, item]));
    return entries
        .filter(({ status, id }) => status !== 'skipped' || id !== '')
        .map((entry) => {
        if (entry.status === 'failed')
            return failedItem(entry, new errors/* ActionError */.lZ('input', entry.error));
        if (entry.status === 'skipped')
            return skippedItem(entry, entry.reason);
        return processed.get(entry) ?? failedItem(entry, new Error('it was not processed'));
    });
}


/***/ })

};
