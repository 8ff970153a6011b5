export const id = 730;
export const ids = [730];
export const modules = {

/***/ 5856:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   EK: () => (/* binding */ findConsumer),
/* harmony export */   Gf: () => (/* binding */ listConsumers),
/* harmony export */   H5: () => (/* binding */ updateRequest),
/* harmony export */   K$: () => (/* binding */ consumerIn),
/* harmony export */   Yi: () => (/* binding */ nameConsumer),
/* harmony export */   _8: () => (/* binding */ describeConsumer),
/* harmony export */   gn: () => (/* binding */ updatedConsumer),
/* harmony export */   "in": () => (/* binding */ readRequest)
/* harmony export */ });
/* harmony import */ var _digitalocean_json_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(1389);
/* harmony import */ var _digitalocean_pages_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(3799);
/* harmony import */ var _text_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(1957);



/** `load balancer "front-door"`, and its Service if it has one. */
function nameConsumer({ kind, name, service }) {
    return `${kind.resource.label} ${(0,_text_js__WEBPACK_IMPORTED_MODULE_1__/* .quoteName */ .AB)(name)}${service === undefined ? '' : ` of the Service "${service}"`}`;
}
/** The same with its id. */
function describeConsumer(consumer) {
    const { kind, name, id, service } = consumer;
    const owner = service === undefined ? '' : `, Service "${service}"`;
    return `${kind.resource.label} ${(0,_text_js__WEBPACK_IMPORTED_MODULE_1__/* .quoteName */ .AB)(name)} (${(0,_text_js__WEBPACK_IMPORTED_MODULE_1__/* .nameId */ .Zn)(id)}${owner})`;
}
/** All consumers of one kind. @throws ApiError `missing_scope` if the token may not read them */
async function listConsumers(client, kind) {
    return (0,_digitalocean_pages_js__WEBPACK_IMPORTED_MODULE_0__/* .readList */ .L)(client, kind.resource, (raw) => kind.parse(raw), { isAgreed: true });
}
/** The request that reads a consumer. */
function readRequest({ kind, id }) {
    return { method: 'GET', resource: kind.resource, id };
}
/** The request that updates a consumer. */
function updateRequest({ kind, id }, body) {
    return { method: 'PUT', resource: kind.resource, id, body };
}
/** The consumer in the response to its update; undefined if there is none. */
function updatedConsumer(consumer, response) {
    return response.kind === 'response' && response.status === 200 ? consumerIn(consumer, response.body) : undefined;
}
/** This consumer in the body of a response; undefined if there is none, or another. */
function consumerIn({ kind, id }, body) {
    const raw = (0,_digitalocean_json_js__WEBPACK_IMPORTED_MODULE_2__/* .isRecord */ .u4)(body) ? body[kind.resource.itemKey] : undefined;
    if (!(0,_digitalocean_json_js__WEBPACK_IMPORTED_MODULE_2__/* .isRecord */ .u4)(raw))
        return undefined;
    return findConsumer([kind.parse(raw)], id);
}
/** The one with this id, which is the same in capital letters. */
function findConsumer(consumers, id) {
    const wanted = id.toLowerCase();
    return consumers.find((consumer) => consumer.id.toLowerCase() === wanted);
}


/***/ }),

/***/ 2130:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   d$: () => (/* binding */ consumersOf),
/* harmony export */   go: () => (/* binding */ readConsumers),
/* harmony export */   "if": () => (/* binding */ missingScopes),
/* harmony export */   yC: () => (/* binding */ takeSurvey)
/* harmony export */ });
/* harmony import */ var _digitalocean_certificates_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(787);
/* harmony import */ var _digitalocean_responses_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(5147);
/* harmony import */ var _errors_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(9473);
/* harmony import */ var _text_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(1957);
/* harmony import */ var _consumer_js__WEBPACK_IMPORTED_MODULE_4__ = __webpack_require__(5856);
/* harmony import */ var _kinds_js__WEBPACK_IMPORTED_MODULE_5__ = __webpack_require__(5456);






/** Reads all consumers. A kind that the token may not read is reported; every other failure is thrown. */
async function readConsumers(client) {
    const reads = _kinds_js__WEBPACK_IMPORTED_MODULE_5__/* .KINDS */ .G.map((kind) => (0,_consumer_js__WEBPACK_IMPORTED_MODULE_4__/* .listConsumers */ .Gf)(client, kind));
    // All have ended before one fails the run: what is under way when the client closes would be repeated, to no end.
    const results = await Promise.allSettled(reads);
    const failures = results.filter((result) => result.status === 'rejected').map(({ reason }) => reason);
    const unreadable = failures.filter((reason) => (0,_errors_js__WEBPACK_IMPORTED_MODULE_2__/* .isApiError */ .d7)(reason, 'missing_scope'));
    const [failure] = failures.filter((reason) => !(0,_errors_js__WEBPACK_IMPORTED_MODULE_2__/* .isApiError */ .d7)(reason, 'missing_scope'));
    if (failure !== undefined)
        throw failure;
    return {
        consumers: results.flatMap((result) => (result.status === 'fulfilled' ? result.value : [])),
        unreadable,
    };
}
/** The scopes that a token lacks, for a message. */
function missingScopes(unreadable) {
    return (0,_text_js__WEBPACK_IMPORTED_MODULE_3__/* .enumerate */ .HL)(unreadable.map(({ scope }) => scope));
}
/** The consumers that refer to a certificate. */
function consumersOf(consumers, certificateId) {
    return consumers.filter(({ certificateIds }) => certificateIds.has(certificateId));
}
/**
 * Reads certificates and consumers side by side. If a consumer refers to a certificate that the list does not have (DigitalOcean renews
 * its own meanwhile), the certificates are read once more.
 * @throws ActionError `missing_scopes` with every scope that is missing for reading
 */
async function takeSurvey(client) {
    const reads = [(0,_digitalocean_certificates_js__WEBPACK_IMPORTED_MODULE_0__/* .listCertificates */ .Hj)(client).then(orScope, toScope), readConsumers(client)];
    await Promise.allSettled(reads);
    const [certificates, { consumers, unreadable }] = await Promise.all(reads);
    const missing = [...('missing' in certificates ? [certificates.missing] : []), ...unreadable];
    if (missing.length > 0 || 'missing' in certificates)
        throw scopesError(missing);
    const known = new Set(certificates.found.map(({ id }) => id));
    const named = consumers.flatMap(({ certificateIds }) => [...certificateIds]);
    const isComplete = named.every((id) => known.has(id) || !(0,_digitalocean_responses_js__WEBPACK_IMPORTED_MODULE_1__/* .isUuid */ .O1)(id));
    return { certificates: isComplete ? certificates.found : await (0,_digitalocean_certificates_js__WEBPACK_IMPORTED_MODULE_0__/* .listCertificates */ .Hj)(client), consumers };
}
function orScope(found) {
    return { found };
}
function toScope(error) {
    if ((0,_errors_js__WEBPACK_IMPORTED_MODULE_2__/* .isApiError */ .d7)(error, 'missing_scope'))
        return { missing: error };
    throw error;
}
function scopesError(missing) {
    const traces = missing.map(({ request, reason, requestId }) => {
        const trace = requestId === undefined ? '' : `, request id ${requestId}`;
        return `${request}: 403 "${reason}"${trace}`;
    });
    const them = missing.length === 1 ? 'it' : 'them';
    return new _errors_js__WEBPACK_IMPORTED_MODULE_2__/* .ActionError */ .lZ('missing_scopes', `Nothing was written, because the token lacks ${missingScopes(missing)} (${traces.join('; ')}). Add ${them}, or use a token that has ${them}.`);
}


/***/ }),

/***/ 730:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

// ESM COMPAT FLAG
__webpack_require__.r(__webpack_exports__);

// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  absent: () => (/* binding */ absent),
  deleteOne: () => (/* binding */ deleteOne)
});

// EXTERNAL MODULE: ./build/certificates/find.js
var find = __webpack_require__(470);
// EXTERNAL MODULE: ./build/consumers/consumer.js
var consumer = __webpack_require__(5856);
// EXTERNAL MODULE: ./build/consumers/survey.js
var survey = __webpack_require__(2130);
// EXTERNAL MODULE: ./build/digitalocean/certificates.js
var certificates = __webpack_require__(787);
// EXTERNAL MODULE: ./build/errors.js
var errors = __webpack_require__(9473);
// EXTERNAL MODULE: ./build/outcome.js
var build_outcome = __webpack_require__(7072);
// EXTERNAL MODULE: ./build/text.js + 1 modules
var build_text = __webpack_require__(1957);
// EXTERNAL MODULE: ./build/waiting.js
var waiting = __webpack_require__(7375);
// EXTERNAL MODULE: ./build/certificates/describe.js
var describe = __webpack_require__(1624);
;// CONCATENATED MODULE: ./build/certificates/remove.js








const PACE = { firstMs: 2_000, factor: 2, maxMs: 30_000 };
/** The failure of an operation that deletes one certificate and found several. */
function severalError(members) {
    return new build_outcome/* OperationError */.OK('several', `\`name\` stands for ${members.length} certificates: ${(0,build_text/* enumerate */.HL)(members.map(describe/* nameCertificate */.Zq), 20)}. Nothing was deleted. Choose one by its \`id\`.`, { certificates: members, changed: false });
}
/**
 * Deletes a certificate that nothing uses. All consumers that the token may read are read before it is sent. One in use stays, and its
 * consumers are named; one that is said to be in use while no consumer is found (the API releases certificates late) is tried again
 * until the deadline.
 * @returns `changed` false if it was gone already
 * @throws OperationError
 */
async function deleteCertificate(certificate, context) {
    const { deadline, log } = context;
    const name = (0,describe/* nameCertificate */.Zq)(certificate);
    let last;
    const result = await (0,waiting/* poll */.wt)(deadline, PACE, async () => {
        const usage = await usageOf(certificate, context);
        if (usage.consumers.length > 0)
            throw inUseError(certificate, usage);
        const attempt = await tryDelete(certificate, context);
        if ('changed' in attempt)
            return { value: attempt };
        last = inUseError(certificate, usage, attempt);
        if (usage.unreadable.length > 0)
            throw last;
        return { reason: 'the API says that it is in use, although no consumer refers to it' };
    }, (reason, waitedMs) => log.info(`Waiting to delete certificate ${name}: ${reason} (${(0,build_text/* formatSeconds */.Xo)(waitedMs)} so far)`));
    if ('value' in result)
        return result.value;
    throw last ?? refusal(certificate, result.reason, 'in_use');
}
/** One attempt: the outcome, or the error that says that it is in use. */
async function tryDelete(certificate, { client, log }) {
    const base = { certificates: [certificate], subject: certificate };
    try {
        const isDeleted = await (0,certificates/* sendDelete */._)(client, certificate.id);
        log.info(isDeleted
            ? `Deleted certificate ${(0,describe/* nameCertificate */.Zq)(certificate)}`
            : `Certificate ${(0,describe/* nameCertificate */.Zq)(certificate)} does not exist any more. Nothing was deleted.`);
        return { ...base, changed: isDeleted, deleted: isDeleted ? [certificate] : [] };
    }
    catch (error) {
        if ((0,errors/* isApiError */.d7)(error, 'in_use'))
            return error;
        if (!(error instanceof errors/* ActionError */.lZ))
            throw error;
        const known = { ...base, changed: error.isUncertain ? undefined : false };
        throw refusal(certificate, error.message, error.code === 'cancelled' ? 'cancelled' : 'not_deleted', known);
    }
}
/** Plans what {@link deleteCertificate} would do, and writes nothing. @throws OperationError if it would fail */
async function planDeletion(certificate, { client, log }) {
    const { consumers, unreadable } = await (0,survey/* readConsumers */.go)(client);
    const usage = { consumers: (0,survey/* consumersOf */.d$)(consumers, certificate.id), unreadable };
    if (usage.consumers.length > 0)
        throw inUseError(certificate, usage);
    if (unreadable.length > 0)
        log.warning(`The token lacks ${(0,survey/* missingScopes */["if"])(unreadable)}, so whether something uses certificate ${(0,describe/* nameCertificate */.Zq)(certificate)} is not known. Add what is missing to be sure.`);
    return {
        certificates: [certificate],
        subject: certificate,
        changed: true,
        planned: [{ action: 'delete', object: `certificate ${(0,describe/* nameCertificate */.Zq)(certificate)}`, reason: '' }],
    };
}
/** What uses the certificate, as far as the token may read it. */
async function usageOf(certificate, { client }) {
    try {
        const { consumers, unreadable } = await (0,survey/* readConsumers */.go)(client);
        return { consumers: (0,survey/* consumersOf */.d$)(consumers, certificate.id), unreadable };
    }
    catch (error) {
        if (!(error instanceof errors/* ActionError */.lZ))
            throw error;
        const code = error.code === 'cancelled' ? 'cancelled' : 'not_deleted';
        throw refusal(certificate, `what uses it could not be read. ${(0,build_text/* messageOf */.bD)(error)}`, code);
    }
}
function inUseError(certificate, usage, error) {
    const { consumers, unreadable } = usage;
    const id = error?.requestId === undefined ? '' : `, request id ${error.requestId}`;
    const trace = error === undefined ? '' : ` The API's message: "${error.reason}" (${error.status}${id}).`;
    const states = consumers.map((consumer) => ({ ...consumer, status: 'kept', error: '' }));
    const known = { certificates: [certificate], subject: certificate, changed: false, consumers: states };
    return refusal(certificate, `${usageSentences(consumers, unreadable)}${trace}`, 'in_use', known);
}
function usageSentences(consumers, unreadable) {
    const isOne = consumers.length === 1;
    const scopes = unreadable.length === 0
        ? ''
        : ` The token lacks ${(0,survey/* missingScopes */["if"])(unreadable)}, which would show ${consumers.length === 0 ? 'what' : 'what else'}.`;
    if (consumers.length > 0) {
        const who = `${(0,build_text/* enumerate */.HL)(consumers.map(consumer/* describeConsumer */._8), 50)} still ${isOne ? 'uses' : 'use'} it.`;
        return `${who} Bind ${isOne ? 'it' : 'them'} to another certificate first.${scopes}`;
    }
    if (unreadable.length > 0)
        return `something still uses it.${scopes}`;
    return 'the API says that it is in use, although no consumer refers to it. It can take minutes until it is released. Run this again, or raise `wait_timeout`.';
}
function refusal(certificate, why, code, known) {
    const fallback = { certificates: [certificate], subject: certificate, changed: false };
    return new build_outcome/* OperationError */.OK(code, `Certificate ${(0,describe/* nameCertificate */.Zq)(certificate)} was not deleted: ${why}`, known ?? fallback);
}

;// CONCATENATED MODULE: ./build/operations/delete.js




/** Deletes the certificate with this id, or the only member of a family; fails if it does not exist. */
async function deleteOne(task, context) {
    const found = await findOnly(task, context);
    if (found === undefined)
        throw new errors/* ActionError */.lZ('not_found', `There is no ${(0,find/* nameTarget */.dJ)(task.target)}, so nothing was deleted. Check it, or use \`operation: absent\`.`);
    const outcome = await removeOne(found, task, context);
    if (outcome.changed !== false)
        return outcome;
    throw new build_outcome/* OperationError */.OK('not_found', `The ${(0,find/* nameTarget */.dJ)(task.target)} existed a moment ago, and something else deleted it meanwhile. Use \`operation: absent\` if that is fine.`, outcome);
}
/** Like {@link deleteOne}, but succeeds if it does not exist. */
async function absent(task, context) {
    const found = await findOnly(task, context);
    if (found !== undefined)
        return removeOne(found, task, context);
    context.log.info(`There is no ${(0,find/* nameTarget */.dJ)(task.target)}. Nothing was changed.`);
    return build_outcome/* NOTHING_DONE */.Lc;
}
async function findOnly({ target }, context) {
    const [found, ...others] = await (0,find/* findTargets */.q8)(target, context);
    if (found !== undefined && others.length > 0)
        throw severalError([found, ...others]);
    return found;
}
async function removeOne(certificate, { dryRun }, context) {
    return dryRun ? planDeletion(certificate, context) : deleteCertificate(certificate, context);
}


/***/ })

};
