export const id = 585;
export const ids = [585,179];
export const modules = {

/***/ 7520:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   E5: () => (/* binding */ renewalInfoIn),
/* harmony export */   Rg: () => (/* binding */ renewalUrlOf),
/* harmony export */   Zx: () => (/* binding */ renewalIdOf),
/* harmony export */   gY: () => (/* binding */ windowIn)
/* harmony export */ });
/* harmony import */ var _digitalocean_json_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(1389);
/* harmony import */ var _x509_der_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(9950);


/** An RFC 3339 timestamp, as RFC 9773 asks for: `Date.parse` accepts much that is none. */
const TIMESTAMP = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,9})?(?:Z|[+-]\d\d:\d\d)$/iu;
/**
 * The identifier by which a CA knows a certificate (RFC 9773, 4.1): the key identifier of its issuer and its serial number, each as
 * base64url without padding. Undefined if it does not name its issuer's key.
 */
function renewalIdOf({ authorityKeyId, serialNumber, }) {
    if (authorityKeyId === undefined || authorityKeyId.length === 0 || serialNumber.length === 0)
        return undefined;
    return [authorityKeyId, serialNumber].map((bytes) => (0,_x509_der_js__WEBPACK_IMPORTED_MODULE_0__/* .bufferOf */ .Kb)(bytes).toString('base64url')).join('.');
}
/**
 * Where a CA's directory says that renewal information is found (RFC 9773, 3). It must be as safe as the directory itself: https, or, if
 * that is http on a loopback address, there too.
 */
function renewalInfoIn(body, directory) {
    const text = (0,_digitalocean_json_js__WEBPACK_IMPORTED_MODULE_1__/* .isRecord */ .u4)(body) ? body['renewalInfo'] : undefined;
    if (text === undefined)
        return { fault: 'its directory has no renewalInfo' };
    const url = typeof text === 'string' && URL.canParse(text) ? new URL(text) : undefined;
    const isSafe = url !== undefined &&
        url.username === '' &&
        url.password === '' &&
        (url.protocol === 'https:' || (directory.protocol === 'http:' && url.host === directory.host));
    return isSafe ? { value: url } : { fault: 'its directory has no renewalInfo that may be used' };
}
/** The address of the renewal information of one certificate. */
function renewalUrlOf(renewalInfo, id) {
    const url = new URL(renewalInfo);
    url.pathname = `${url.pathname.replace(/\/+$/u, '')}/${id}`;
    url.hash = '';
    return url;
}
/**
 * The window in a response. One that ends before it begins counts as none (RFC 9773, 4.2), and so does one that begins when the
 * certificate has expired: whoever waited for it would be too late.
 */
function windowIn(body, notAfter) {
    const window = (0,_digitalocean_json_js__WEBPACK_IMPORTED_MODULE_1__/* .isRecord */ .u4)(body) && (0,_digitalocean_json_js__WEBPACK_IMPORTED_MODULE_1__/* .isRecord */ .u4)(body['suggestedWindow']) ? body['suggestedWindow'] : {};
    const [start, end] = [dateIn(window['start']), dateIn(window['end'])];
    if (start === undefined || end === undefined)
        return { fault: 'the response has no window that can be read' };
    if (end.getTime() <= start.getTime())
        return { fault: 'the window in the response ends before it begins' };
    if (start.getTime() >= notAfter.getTime())
        return { fault: 'the window in the response begins after the expiry' };
    return { value: { start, end } };
}
function dateIn(value) {
    const ms = typeof value === 'string' && TIMESTAMP.test(value) ? Date.parse(value) : NaN;
    return Number.isNaN(ms) ? undefined : new Date(ms);
}


/***/ }),

/***/ 3179:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   X: () => (/* binding */ DNS_REMEDY),
/* harmony export */   orderNew: () => (/* binding */ orderNew),
/* harmony export */   takeExisting: () => (/* binding */ takeExisting)
/* harmony export */ });
/* harmony import */ var _digitalocean_certificates_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(787);
/* harmony import */ var _digitalocean_create_certificate_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(7773);
/* harmony import */ var _errors_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(9473);
/* harmony import */ var _outcome_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(7072);
/* harmony import */ var _text_js__WEBPACK_IMPORTED_MODULE_4__ = __webpack_require__(1957);
/* harmony import */ var _waiting_js__WEBPACK_IMPORTED_MODULE_5__ = __webpack_require__(7375);
/* harmony import */ var _x509_dns_names_js__WEBPACK_IMPORTED_MODULE_6__ = __webpack_require__(5983);
/* harmony import */ var _describe_js__WEBPACK_IMPORTED_MODULE_7__ = __webpack_require__(1624);








/** An order usually takes ten to thirty seconds. */
const PACE = { firstMs: 2_000, factor: 1.5, maxMs: 10_000 };
/** A certificate that was listed and is in no list for this long has been deleted: lists lag, but not so much. */
const GONE_MS = 30_000;
/** Why Let's Encrypt may not issue or renew. */
const DNS_REMEDY = 'Check DNS: the zone of every name must be on DigitalOcean DNS, with the domain delegated to its name servers, and CAA records must allow letsencrypt.org.';
/**
 * Orders a certificate and waits until it is verified; `found` has what exists instead if the name was taken meanwhile.
 * @throws ActionError if it could not be ordered or was not issued
 */
async function orderNew(task, context) {
    const { client, log } = context;
    const name = (0,_text_js__WEBPACK_IMPORTED_MODULE_4__/* .quoteName */ .AB)(task.name);
    const ordered = await (0,_digitalocean_create_certificate_js__WEBPACK_IMPORTED_MODULE_1__/* .orderCertificate */ .C)(client, task).catch((error) => {
        if (!(0,_errors_js__WEBPACK_IMPORTED_MODULE_2__/* .isApiError */ .d7)(error, 'rejected'))
            throw error;
        throw new _errors_js__WEBPACK_IMPORTED_MODULE_2__/* .ActionError */ .lZ(error.code, `${error.message} ${DNS_REMEDY}`, { cause: error });
    });
    if (ordered.kind === 'taken')
        return { found: ordered.certificates };
    log.info(`Ordered certificate ${name} from Let's Encrypt for ${(0,_text_js__WEBPACK_IMPORTED_MODULE_4__/* .enumerate */ .HL)(task.dnsNames, 20)}`);
    log.notice(`DigitalOcean renews ${name} itself. A load balancer that uses it gets DNS records for its names, unless it has \`disable_lets_encrypt_dns_records: true\`.`);
    const made = { changed: true, created: ordered.certificate };
    const certificate = await awaitIssued(task, ordered.certificate, made, context);
    return { outcome: outcomeOf(certificate, task, { changed: true, created: certificate }) };
}
/** What is known if a certificate of this family exists: a pending one is awaited. @throws OperationError */
async function takeExisting(task, existing, context) {
    const nothing = { changed: false };
    const isPending = existing.state === 'pending' && existing.type === 'lets_encrypt' && !task.dryRun;
    const certificate = isPending ? await awaitIssued(task, existing, nothing, context) : existing;
    const outcome = outcomeOf(certificate, task, nothing);
    throwIfFailed(certificate, outcome);
    const { log, deadline } = context;
    if (outcome.matches === false)
        return mismatch(task, certificate, outcome, context);
    if ((certificate.notAfter?.getTime() ?? Infinity) < deadline.clock.now())
        log.warning(`Certificate ${(0,_describe_js__WEBPACK_IMPORTED_MODULE_7__/* .describeCertificate */ .dF)(certificate)} has expired. DigitalOcean did not renew it. ${DNS_REMEDY}`);
    log.info(`Certificate ${(0,_describe_js__WEBPACK_IMPORTED_MODULE_7__/* .describeCertificate */ .dF)(certificate)} exists and is ${certificate.state}. Nothing was changed.`);
    return outcome;
}
function outcomeOf(certificate, task, made) {
    return {
        certificates: certificate === undefined ? [] : [certificate],
        subject: certificate,
        matches: certificate === undefined ? undefined : isAsked(certificate, task),
        ...made,
    };
}
/** Is it of Let's Encrypt, and does it cover every name that is asked for? More names do no harm. */
function isAsked({ type, dnsNames }, task) {
    return type === 'lets_encrypt' && task.dnsNames.every((dnsName) => (0,_x509_dns_names_js__WEBPACK_IMPORTED_MODULE_6__/* .covers */ .hU)(dnsNames, dnsName));
}
function mismatch(task, existing, outcome, { log }) {
    const missing = task.dnsNames.filter((dnsName) => !(0,_x509_dns_names_js__WEBPACK_IMPORTED_MODULE_6__/* .covers */ .hU)(existing.dnsNames, dnsName));
    const why = existing.type === 'lets_encrypt' ? `it does not cover ${(0,_text_js__WEBPACK_IMPORTED_MODULE_4__/* .enumerate */ .HL)(missing, 10)}` : `its type is ${existing.type}`;
    const message = `Certificate ${(0,_describe_js__WEBPACK_IMPORTED_MODULE_7__/* .describeCertificate */ .dF)(existing)} does not match what is asked for: ${why}. Nothing was changed.`;
    if (task.onMismatch === 'warn') {
        log.warning(message);
        return outcome;
    }
    const remedy = 'The names of a certificate cannot be changed. Order one under another `name`, bind its consumers to it, and delete the old one; or set `on_mismatch: warn` to keep it.';
    throw new _outcome_js__WEBPACK_IMPORTED_MODULE_3__/* .OperationError */ .OK('mismatch', `${message} ${remedy}`, outcome);
}
function throwIfFailed(certificate, known) {
    if (certificate.state !== 'error')
        return;
    throw new _outcome_js__WEBPACK_IMPORTED_MODULE_3__/* .OperationError */ .OK('state_error', `Certificate ${(0,_describe_js__WEBPACK_IMPORTED_MODULE_7__/* .describeCertificate */ .dF)(certificate)} is in state "error": Let's Encrypt did not issue it. ${DNS_REMEDY} Then delete it (\`operation: absent\` with its \`id\`), and run this again.`, known);
}
/** Looks by name, since the id may change, until the certificate is verified. @throws OperationError with what is known */
async function awaitIssued(task, ordered, made, { client, deadline, log }) {
    const { name } = task;
    const { clock } = deadline;
    let certificate = ordered;
    let seenMs = clock.monotonicMs();
    let isFirst = true;
    const known = () => outcomeOf(certificate, task, { ...made, ...(made.changed ? { created: certificate } : {}) });
    try {
        const result = await (0,_waiting_js__WEBPACK_IMPORTED_MODULE_5__/* .poll */ .wt)(deadline, PACE, async () => {
            if (!isFirst) {
                const found = (await (0,_digitalocean_certificates_js__WEBPACK_IMPORTED_MODULE_0__/* .listCertificates */ .Hj)(client)).find((each) => each.name === name && each.type === 'lets_encrypt');
                if (found !== undefined)
                    seenMs = clock.monotonicMs();
                certificate = found ?? certificate;
                if (ordered !== undefined && clock.monotonicMs() - seenMs >= GONE_MS) {
                    certificate = undefined;
                    throw goneError(name);
                }
            }
            isFirst = false;
            if (certificate !== undefined)
                throwIfFailed(certificate, known());
            if (certificate?.state === 'verified')
                return { value: certificate };
            return { reason: certificate === undefined ? 'not in the list yet' : certificate.state };
        }, (reason, waitedMs) => log.info(`Waiting for ${(0,_text_js__WEBPACK_IMPORTED_MODULE_4__/* .quoteName */ .AB)(name)} to be issued: ${reason} (${(0,_text_js__WEBPACK_IMPORTED_MODULE_4__/* .formatSeconds */ .Xo)(waitedMs)} so far)`));
        if ('value' in result)
            return result.value;
        throw pendingError(name, result.reason, result.waitedMs);
    }
    catch (error) {
        throw (0,_outcome_js__WEBPACK_IMPORTED_MODULE_3__/* .withKnown */ .Ck)(error, known());
    }
}
function pendingError(name, state, waitedMs) {
    return new _errors_js__WEBPACK_IMPORTED_MODULE_2__/* .ActionError */ .lZ('pending', `Certificate ${(0,_text_js__WEBPACK_IMPORTED_MODULE_4__/* .quoteName */ .AB)(name)} is still ${state} after ${(0,_text_js__WEBPACK_IMPORTED_MODULE_4__/* .formatSeconds */ .Xo)(waitedMs)}, when \`wait_timeout\` ended. The order goes on. Run \`operation: present\` again to wait for it. ${DNS_REMEDY}`);
}
function goneError(name) {
    return new _errors_js__WEBPACK_IMPORTED_MODULE_2__/* .ActionError */ .lZ('not_found', `Certificate ${(0,_text_js__WEBPACK_IMPORTED_MODULE_4__/* .quoteName */ .AB)(name)} was deleted while its order was awaited. Run this again to order it again.`);
}


/***/ }),

/***/ 3007:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   Sh: () => (/* binding */ describeDue),
/* harmony export */   oN: () => (/* binding */ findDue),
/* harmony export */   xK: () => (/* binding */ isRevoked),
/* harmony export */   zO: () => (/* binding */ renewableOf)
/* harmony export */ });
/* harmony import */ var _certificates_describe_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(1624);
/* harmony import */ var _certificates_expiry_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(7034);
/* harmony import */ var _certificates_family_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(8593);
/* harmony import */ var _text_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(1957);
/* harmony import */ var _tls_validity_js__WEBPACK_IMPORTED_MODULE_5__ = __webpack_require__(7910);
/* harmony import */ var _x509_dns_names_js__WEBPACK_IMPORTED_MODULE_4__ = __webpack_require__(5983);






/**
 * The certificates of which it is to be told whether they are due: the named one, or the current member of each family. An older member
 * is not renewed: it was replaced. Without an account it is what the endpoints serve, which has no name and no id.
 */
function renewableOf(scope, { named, certificates }, served) {
    if (scope.kind === 'endpoints')
        return [...served.values()].map(certificateOf);
    if (scope.kind === 'certificate')
        return named === undefined ? [] : [named];
    const families = Map.groupBy(certificates, _certificates_family_js__WEBPACK_IMPORTED_MODULE_2__/* .familyNameOf */ .px);
    return [...families.values()].flatMap((members) => (0,_certificates_family_js__WEBPACK_IMPORTED_MODULE_2__/* .currentMember */ .Ip)(members) ?? []);
}
function certificateOf({ sha1Fingerprint, notAfter, sent: [leaf] }) {
    return {
        id: '',
        name: '',
        type: '',
        state: '',
        notAfter,
        notAfterText: (0,_text_js__WEBPACK_IMPORTED_MODULE_3__/* .formatTime */ .fU)(notAfter),
        sha1Fingerprint,
        createdAtText: '',
        dnsNames: (0,_x509_dns_names_js__WEBPACK_IMPORTED_MODULE_4__/* .dnsNamesOf */ .Hz)(leaf),
    };
}
/** Those that are due for renewal, the first to expire first. */
function findDue(certificates, facts) {
    return (0,_certificates_expiry_js__WEBPACK_IMPORTED_MODULE_1__/* .firstToExpire */ .D)(certificates).flatMap((certificate) => {
        const due = dueOf(certificate, facts);
        return due === undefined ? [] : [{ certificate, ...due }];
    });
}
function dueOf(certificate, facts) {
    const { notAfter, type, sha1Fingerprint } = certificate;
    // DigitalOcean renews what it ordered; what is still pending has nothing to renew.
    if (type === 'lets_encrypt' || notAfter === undefined)
        return undefined;
    const { now, served, windows } = facts;
    const leaf = served.get(sha1Fingerprint);
    const window = windows.get(sha1Fingerprint);
    if (leaf !== undefined && window !== undefined && isRevoked(window, (0,_tls_validity_js__WEBPACK_IMPORTED_MODULE_5__/* .validityOf */ .Gv)(leaf), now))
        return { dueAt: window.start, reason: 'revoked' };
    if (missingNames(certificate, facts).length > 0)
        return { dueAt: new Date(now), reason: 'names' };
    const seen = leaf && new Map([[sha1Fingerprint, (0,_tls_validity_js__WEBPACK_IMPORTED_MODULE_5__/* .validityOf */ .Gv)(leaf)]]);
    const lifetimeStart = notAfter.getTime() - (0,_certificates_expiry_js__WEBPACK_IMPORTED_MODULE_1__/* .renewalMsOf */ .i7)((0,_certificates_expiry_js__WEBPACK_IMPORTED_MODULE_1__/* .lifetimeMsOf */ .tF)(certificate, seen));
    const [dueAt, reason] = window === undefined ? [new Date(lifetimeStart), 'lifetime'] : [window.start, 'ari'];
    return dueAt.getTime() <= now ? { dueAt, reason } : undefined;
}
/** The names that a certificate must cover and does not; none if its own names are not known. */
function missingNames({ dnsNames, sha1Fingerprint }, { dnsNames: wanted, served }) {
    const leaf = served.get(sha1Fingerprint);
    // The API sometimes lists a certificate without its names.
    const own = leaf === undefined ? dnsNames : (0,_x509_dns_names_js__WEBPACK_IMPORTED_MODULE_4__/* .dnsNamesOf */ .Hz)(leaf.sent[0]);
    return own.length === 0 && leaf === undefined ? [] : wanted.filter((name) => !(0,_x509_dns_names_js__WEBPACK_IMPORTED_MODULE_4__/* .covers */ .hU)(own, name));
}
/**
 * Does the window tell that the CA has revoked the certificate? Then it lies in the past, while more than half of the lifetime is left: no
 * CA asks to renew so early without need.
 */
function isRevoked({ end }, validity, now) {
    const lifetimeMs = (0,_certificates_expiry_js__WEBPACK_IMPORTED_MODULE_1__/* .durationMsOf */ .aw)(validity);
    const leftMs = validity.notAfter.getTime() - now;
    return end.getTime() <= now && lifetimeMs !== undefined && leftMs > lifetimeMs / 2;
}
/** `Certificate "web" (8920…) is due for renewal since 2026-11-24T12:00:00Z: …`, for the log. */
function describeDue({ certificate, dueAt, reason }, { dnsNames, served }) {
    const missing = missingNames(certificate, { dnsNames, served });
    const why = {
        lifetime: 'little of its lifetime is left',
        ari: 'its CA asks to renew it (ARI)',
        revoked: 'its CA has revoked it (ARI)',
        names: `it does not cover ${(0,_text_js__WEBPACK_IMPORTED_MODULE_3__/* .enumerate */ .HL)(missing, 10)}`,
    };
    const { name, sha1Fingerprint } = certificate;
    const subject = name === '' ? `The certificate with SHA-1 ${sha1Fingerprint}` : `Certificate ${(0,_certificates_describe_js__WEBPACK_IMPORTED_MODULE_0__/* .nameCertificate */ .Zq)(certificate)}`;
    return `${subject} is due for renewal since ${(0,_text_js__WEBPACK_IMPORTED_MODULE_3__/* .formatTime */ .fU)(dueAt)}: ${why[reason]}`;
}


/***/ }),

/***/ 5585:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

// ESM COMPAT FLAG
__webpack_require__.r(__webpack_exports__);

// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  check: () => (/* binding */ check)
});

// EXTERNAL MODULE: ./build/certificates/expiry.js
var expiry = __webpack_require__(7034);
// EXTERNAL MODULE: ./build/certificates/family.js
var family = __webpack_require__(8593);
// EXTERNAL MODULE: ./build/certificates/describe.js
var describe = __webpack_require__(1624);
// EXTERNAL MODULE: ./build/certificates/find.js
var find = __webpack_require__(470);
// EXTERNAL MODULE: ./build/concurrency.js
var concurrency = __webpack_require__(3943);
;// CONCATENATED MODULE: ./build/consumers/clusters.js

const CONCURRENCY = 4;
/** The same consumers with the Services of those that clusters own, as far as the clusters may be read. */
async function nameServices(consumers, clusters) {
    if (clusters === undefined || !consumers.some(({ isKubernetes }) => isKubernetes))
        return [...consumers];
    const opened = await clusters.open();
    return (0,concurrency/* mapConcurrently */.X)(consumers, CONCURRENCY, async (consumer) => consumer.isKubernetes ? { ...consumer, service: (await opened.find(consumer)).service } : consumer);
}

// EXTERNAL MODULE: ./build/consumers/survey.js
var survey = __webpack_require__(2130);
// EXTERNAL MODULE: ./build/digitalocean/certificates.js
var digitalocean_certificates = __webpack_require__(787);
// EXTERNAL MODULE: ./build/errors.js
var errors = __webpack_require__(9473);
// EXTERNAL MODULE: ./build/text.js + 1 modules
var build_text = __webpack_require__(1957);
;// CONCATENATED MODULE: ./build/checking/account.js









const NOTHING = { certificates: [], counted: [], isComplete: true };
/** Reads the certificates that a check is about. A failure is part of the reading, so that endpoints are reported all the same. */
async function readAccount(task, context) {
    try {
        if (task.scope.kind === 'endpoints')
            return NOTHING;
        return task.scope.kind === 'account' ? await readAll(context) : await readTarget(task.scope.target, task, context);
    }
    catch (error) {
        if (error instanceof errors/* ActionError */.lZ && error.code !== 'cancelled')
            return { ...NOTHING, failure: error };
        throw error;
    }
}
async function readAll({ client, log }) {
    const certificates = await (0,digitalocean_certificates/* listCertificates */.Hj)(client);
    if (certificates.length === 0)
        log.warning('The account has no certificates. Check that `token` belongs to the right account.');
    return { certificates, counted: certificates, isComplete: true };
}
async function readTarget(target, task, context) {
    const members = await (0,find/* findTargets */.q8)(target, context);
    const named = (0,family/* currentMember */.Ip)(members);
    if (named === undefined)
        return { ...NOTHING, failure: (0,find/* notFoundError */.i0)(target) };
    const older = members.filter(({ id }) => id !== named.id);
    const rule = { minDays: task.minDays, now: context.deadline.clock.now() };
    const expiring = (0,expiry/* findExpiring */.ku)(older, rule).map(({ certificate }) => certificate);
    const reading = { certificates: members, named, counted: [named], isComplete: true };
    if (expiring.length === 0)
        return reading;
    try {
        const { used, usedBy, isComplete } = await findUsed(expiring, context);
        return { ...reading, counted: [named, ...used], usedBy, isComplete };
    }
    catch (error) {
        if (!(error instanceof errors/* ActionError */.lZ) || error.code === 'cancelled')
            throw error;
        return { ...reading, failure: error, isComplete: false };
    }
}
/** Those that a consumer still uses. What may not be read is warned of. */
async function findUsed(expiring, { client, log, clusters }) {
    const { consumers, unreadable } = await (0,survey/* readConsumers */.go)(client);
    const usedBy = new Map();
    for (const { id } of expiring)
        usedBy.set(id, await nameServices((0,survey/* consumersOf */.d$)(consumers, id), clusters));
    const used = expiring.filter(({ id }) => (usedBy.get(id) ?? []).length > 0);
    const unknown = expiring.filter((certificate) => !used.includes(certificate));
    const isComplete = unknown.length === 0 || unreadable.length === 0;
    if (!isComplete)
        log.warning(`Older members of the family expire soon too: ${(0,build_text/* enumerate */.HL)(unknown.map(describe/* nameCertificate */.Zq), 10)}. Whether something still uses them is not known, because the token lacks ${(0,survey/* missingScopes */["if"])(unreadable)}. Add what is missing to be sure.`);
    return { used: (0,expiry/* firstToExpire */.D)(used), usedBy, isComplete };
}

// EXTERNAL MODULE: ./build/tls/endpoint.js
var tls_endpoint = __webpack_require__(8285);
// EXTERNAL MODULE: ./build/tls/probe.js + 1 modules
var probe = __webpack_require__(6372);
// EXTERNAL MODULE: ./build/waiting.js
var waiting = __webpack_require__(7375);
;// CONCATENATED MODULE: ./build/checking/auto-endpoints.js







/** Of one certificate: a few show whether it is served, and a certificate may have a hundred. */
const MOST_NAMES = 3;
const MOST_LISTED = 10;
/** After this long, in milliseconds, what fails is not tried again: many names may lead nowhere. */
const RETRY_MS = 60_000;
/**
 * Probes the DNS names of every certificate that the check is about and that something uses, but for those that are probed anyway. A name
 * that does not resolve, does not answer, or leads to a certificate of someone else is a notice: it need not lead to DigitalOcean.
 */
async function probeAuto(task, account, context, resolve = probe/* resolveEndpoint */.sO) {
    if (!task.probesNamesInUse || account.certificates.length === 0)
        return { probed: [] };
    try {
        const { inUse, known } = await findInUse(account, context);
        const endpoints = endpointsOf(inUse, task.endpoints);
        const deadline = (0,waiting/* within */.ux)(context.deadline, RETRY_MS);
        const all = await (0,probe/* probeEndpoints */.$v)(endpoints, { ...context, deadline }, resolve);
        const own = all.flatMap((probed) => {
            const certificate = known.get(probed.served?.sha1Fingerprint ?? '');
            return certificate === undefined ? [] : [{ probed, expected: account.named ?? certificate }];
        });
        const foreign = all.filter(({ served }) => served !== undefined && !known.has(served.sha1Fingerprint));
        const silent = all.filter(({ served }) => served === undefined);
        note('do not resolve or answer', silent, context);
        note('serve a certificate that is not in the account', foreign, context);
        return { probed: own };
    }
    catch (error) {
        if (error instanceof errors/* ActionError */.lZ && error.code !== 'cancelled')
            return { probed: [], failure: error };
        throw error;
    }
}
/** The certificates in use, and, by their fingerprints, all of the account: what is served may be another than the one that was named. */
async function findInUse({ certificates, named }, { client, log }) {
    const [{ consumers, unreadable }, all] = await Promise.all([
        (0,survey/* readConsumers */.go)(client),
        named === undefined ? certificates : (0,digitalocean_certificates/* listCertificates */.Hj)(client),
    ]);
    if (unreadable.length > 0)
        log.warning(`\`endpoints: auto\` does not find every certificate in use, because the token lacks ${(0,survey/* missingScopes */["if"])(unreadable)}. Add what is missing.`);
    const used = new Set(consumers.flatMap(({ certificateIds }) => [...certificateIds]));
    return {
        inUse: certificates.filter(({ id }) => used.has(id)),
        known: new Map(all.map((each) => [each.sha1Fingerprint, each])),
    };
}
function endpointsOf(certificates, others) {
    const names = certificates.flatMap(({ dnsNames }) => dnsNames.filter((name) => !name.includes('*')).slice(0, MOST_NAMES));
    const endpoints = names.flatMap((name) => (0,tls_endpoint/* parseEndpoint */.Bk)(name) ?? []);
    const probed = new Set(others.map(tls_endpoint/* nameEndpoint */.tv));
    const unique = new Map(endpoints.map((endpoint) => [(0,tls_endpoint/* nameEndpoint */.tv)(endpoint), endpoint]));
    return [...unique].filter(([name]) => !probed.has(name)).map(([, endpoint]) => endpoint);
}
function note(what, probed, { log }) {
    const names = [...new Set(probed.map(({ endpoint }) => endpoint.host))];
    if (names.length > 0)
        log.notice(`\`endpoints: auto\`: these names were not checked, because they ${what}: ${(0,build_text/* enumerate */.HL)(names, MOST_LISTED)}.`);
}

// EXTERNAL MODULE: ./build/checking/due.js
var checking_due = __webpack_require__(3007);
// EXTERNAL MODULE: ./build/tls/validity.js
var validity = __webpack_require__(7910);
// EXTERNAL MODULE: ./build/x509/dns-names.js
var dns_names = __webpack_require__(5983);
// EXTERNAL MODULE: ./build/x509/ca-rules.js + 1 modules
var ca_rules = __webpack_require__(8907);
// EXTERNAL MODULE: ./build/x509/certificate.js
var x509_certificate = __webpack_require__(238);
// EXTERNAL MODULE: ./build/x509/chain.js + 2 modules
var chain = __webpack_require__(7009);
// EXTERNAL MODULE: ./build/x509/names.js
var names = __webpack_require__(4105);
// EXTERNAL MODULE: ./build/x509/paths.js
var x509_paths = __webpack_require__(3585);
// EXTERNAL MODULE: ./build/x509/server-rules.js
var server_rules = __webpack_require__(4116);
// EXTERNAL MODULE: ./build/x509/trust.js
var trust = __webpack_require__(7311);
;// CONCATENATED MODULE: ./build/x509/sent-chain.js







/** What is said of a chain whose paths are not known. */
const UNKNOWN = { isAnchored: false, isSelfSigned: false, missing: undefined };
/**
 * Judges what a server sent, in whatever order (RFC 8446, 4.4.2). The dates of the leaf certificate are left to the caller.
 *
 * That an intermediate is missing shows by what is known of it: the leaf certificate tells where it is found, another one of its name
 * was sent, or Node has it. A leaf certificate without all that may come from a private root itself, as those of Cloudflare's Origin CA
 * do, and no server need send a root.
 */
function judgeSentChain(sent, now, knownRoots = trust/* rootsOfNode */.r8) {
    const [leaf, ...pool] = sent
        .map((x509) => (0,x509_certificate/* parseCertificate */.hB)({ der: x509.raw, pem: '' }))
        .filter((certificate) => certificate !== undefined);
    if (leaf === undefined)
        return { ...UNKNOWN, faults: [], issuer: 'a CA', testCa: undefined };
    const known = (0,trust/* storedAbove */.NH)([leaf, ...pool], knownRoots);
    const stored = known.filter((each) => ![leaf, ...pool].some((other) => isSame(each, other)));
    const own = leafFaultsOf(leaf);
    const paths = (0,x509_paths/* findPaths */.EQ)(leaf, [...pool, ...stored], now);
    if (paths === x509_paths/* TOO_MANY_PATHS */.CR) {
        const what = 'it has too many certificates that signed each other';
        return {
            ...UNKNOWN,
            faults: [...own, { kind: 'rejected', what }],
            issuer: (0,x509_certificate/* issuerOf */.xD)(leaf),
            testCa: (0,trust/* testCaOf */.q_)(leaf, []),
        };
    }
    const isKnownRoot = (each) => (0,ca_rules/* isSelfIssued */.Cb)(each) && known.some((other) => isSame(each, other));
    const isAnchored = [leaf, ...paths.valid].some(isKnownRoot);
    const top = topOf(paths);
    const [location] = (0,x509_certificate/* issuerLocationsOf */.Xq)(top);
    const isOpen = !(0,ca_rules/* isSelfIssued */.Cb)(top) && location !== undefined;
    return {
        faults: [
            ...own,
            ...missingFaultsOf(leaf, pool, paths),
            ...storedFaultsOf(stored, paths),
            ...rejectionFaultsOf(paths, isAnchored),
        ],
        isAnchored,
        isSelfSigned: (0,x509_certificate/* isSelfSigned */.Nl)(leaf),
        issuer: (0,x509_certificate/* issuerOf */.xD)(top),
        missing: isOpen ? { below: (0,x509_certificate/* subjectOf */.et)(top), location: (0,names/* quoteText */.ol)(location) } : undefined,
        testCa: (0,trust/* testCaOf */.q_)(leaf, [...paths.valid, ...paths.rejections.map(({ certificate }) => certificate)]),
    };
}
function isSame(a, b) {
    return a.fields.der === b.fields.der;
}
function leafFaultsOf(leaf) {
    const key = (0,ca_rules/* unusableKeyOf */.SY)(leaf);
    // Nobody verifies the signature of what is trusted for itself.
    const faults = [...(0,server_rules/* formFaultsOf */.FH)(leaf), ...((0,ca_rules/* isSelfIssued */.Cb)(leaf) ? [] : (0,server_rules/* signatureFaultsOf */.L7)(leaf))];
    const whats = [...faults.map(({ what }) => what), ...(key === undefined ? [] : [`has ${key}, which clients reject`])];
    return whats.map((what) => ({ kind: 'leaf', what: `${(0,x509_certificate/* subjectOf */.et)(leaf)} ${what}` }));
}
/** The end of the longest path. */
function topOf({ all }) {
    const [first, ...others] = all.map((path) => ({ length: path.length, top: path.at(-1) ?? path[0] }));
    if (first === undefined)
        throw new Error('a leaf is a path');
    return others.reduce((best, each) => (each.length > best.length ? each : best), first).top;
}
/** Is the intermediate that issued the leaf certificate missing? That of a root is not needed. */
function missingFaultsOf(leaf, pool, paths) {
    if ((0,ca_rules/* isSelfIssued */.Cb)(leaf) || paths.valid.size > 0 || paths.rejections.length > 0)
        return [];
    const [impostor] = pool
        .filter((each) => !(0,ca_rules/* isSelfIssued */.Cb)(each))
        .map((each) => (0,chain/* impostorFaultOf */.X)(leaf, each))
        .filter((fault) => fault !== undefined);
    const [location] = (0,x509_certificate/* issuerLocationsOf */.Xq)(leaf);
    if (impostor !== undefined)
        return [{ kind: 'missing', what: impostor.what }];
    if (location === undefined)
        return [];
    const what = `the certificate of its issuer ${(0,x509_certificate/* issuerOf */.xD)(leaf)} is not sent (it is found at ${(0,names/* quoteText */.ol)(location)})`;
    return [{ kind: 'missing', what }];
}
/** Does every path lead through an intermediate that only Node was given? */
function storedFaultsOf(stored, { all }) {
    const used = all.map((path) => path.find((each) => !(0,ca_rules/* isSelfIssued */.Cb)(each) && stored.includes(each)));
    const [first] = used;
    if (first === undefined || used.includes(undefined))
        return [];
    const what = `the certificate of ${(0,x509_certificate/* subjectOf */.et)(first)} is not sent, which NODE_EXTRA_CA_CERTS has and other clients have not`;
    return [{ kind: 'stored', what }];
}
/** What clients would have to use, because no other way leads upwards from what it issued. */
function rejectionFaultsOf({ valid, rejections }, isAnchored) {
    if (isAnchored)
        return [];
    const needed = rejections.filter(({ certificate }) => ![...valid].some((each) => (0,x509_paths/* isSameCa */.Rj)(each, certificate)));
    const whats = needed.flatMap(({ certificate, faults }) => {
        const name = `the ${(0,ca_rules/* isSelfIssued */.Cb)(certificate) ? 'root' : 'chain certificate'} ${(0,x509_certificate/* subjectOf */.et)(certificate)}`;
        return faults.map((fault) => `${name} ${fault}`);
    });
    return [...new Set(whats)].map((what) => ({ kind: 'rejected', what }));
}

;// CONCATENATED MODULE: ./build/checking/distrust.js
/** What OpenSSL's names say that mean no more than: no root that Node knows issued this. */
const UNKNOWN_ROOT = new Set([
    'DEPTH_ZERO_SELF_SIGNED_CERT',
    'SELF_SIGNED_CERT_IN_CHAIN',
    'UNABLE_TO_GET_ISSUER_CERT',
    'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
    'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
]);
/** The other names that Node has (nodejs.org, "TLS", X509 certificate error codes), to stand after a colon. */
const REASONS = {
    CERT_CHAIN_TOO_LONG: 'the chain is too long',
    CERT_HAS_EXPIRED: 'a certificate of the chain, or its root, has expired',
    CERT_NOT_YET_VALID: 'a certificate of the chain, or its root, is not valid yet',
    CERT_REJECTED: 'its root is marked as rejected',
    CERT_REVOKED: 'a certificate of the chain is revoked',
    CERT_SIGNATURE_FAILURE: 'a signature does not fit the key of its issuer',
    CERT_UNTRUSTED: 'its root is not marked as trusted for servers',
    ERROR_IN_CERT_NOT_AFTER_FIELD: 'a notAfter date cannot be read',
    ERROR_IN_CERT_NOT_BEFORE_FIELD: 'a notBefore date cannot be read',
    INVALID_CA: 'a certificate that issued another one is not a CA certificate',
    INVALID_PURPOSE: 'a certificate of the chain, or its root, may not be used for TLS servers',
    OUT_OF_MEM: 'the memory of this machine was used up',
    PATH_LENGTH_EXCEEDED: 'a CA allows fewer intermediates below it than there are (pathLen)',
    UNABLE_TO_DECODE_ISSUER_PUBLIC_KEY: 'the key of an issuer cannot be read',
    UNABLE_TO_DECRYPT_CERT_SIGNATURE: 'a signature cannot be read',
};
/** Does it mean that no known root issued the certificate, and nothing else? Its own clients may know one. */
function meansUnknownRoot(distrust) {
    return UNKNOWN_ROOT.has(distrust);
}
/** OpenSSL's reason in words, to stand after a colon. What has no name comes in OpenSSL's own words. */
function describeDistrust(distrust) {
    const words = REASONS[distrust];
    return words === undefined ? `OpenSSL rejects it (${distrust})` : `${words} (${distrust})`;
}

;// CONCATENATED MODULE: ./build/checking/endpoints.js








/** What is wrong with what an endpoint serves. An endpoint that serves nothing has a fault instead. */
function findProblems({ endpoint, served }, expectation) {
    if (served === undefined)
        return [];
    const { now, knownRoots } = expectation;
    const [leaf] = served.sent;
    const { host } = endpoint;
    const [dnsNames, ipAddresses] = [(0,dns_names/* dnsNamesOf */.Hz)(leaf), (0,dns_names/* ipAddressesOf */.T9)(leaf)];
    const isCovered = (0,tls_endpoint/* isAddress */.PW)(endpoint) ? ipAddresses.includes(host) : (0,dns_names/* covers */.hU)(dnsNames, host);
    const expiry = expiryProblems(served, expectation);
    const isEarly = leaf.validFromDate.getTime() > now;
    const chain = judgeSentChain(served.sent, new Date(now), knownRoots);
    return [
        ...expiry,
        ...(isEarly ? [{ kind: 'not_yet_valid', notBefore: leaf.validFromDate }] : []),
        ...(isCovered ? [] : [{ kind: 'host_not_covered', host, dnsNames: [...dnsNames, ...ipAddresses] }]),
        ...(chain.testCa === undefined || expectation.allowsTestCa === true
            ? []
            : [{ kind: 'test_ca', ca: chain.testCa }]),
        ...chainProblems(served, chain, expectation),
    ];
}
/**
 * What Node's verdict and our own make of a chain. Node's counts; ours tells the reason, also if Node knows no root and has no reason
 * to look any further.
 */
function chainProblems(served, chain, { now, named }) {
    const { distrust, sent } = served;
    const isNamed = named?.sha1Fingerprint === served.sha1Fingerprint;
    const isTrusted = distrust === '';
    // What is trusted may lack no more than what Node was given in addition.
    const faults = isTrusted ? chain.faults.filter(({ kind }) => kind === 'stored') : chain.faults;
    const problems = faults.map(({ kind, what }) => ({ kind: CHAIN_PROBLEMS[kind], fault: what, isNamed }));
    if (distrust === undefined || isTrusted || problems.length > 0)
        return problems;
    const { validFromDate, validToDate } = sent[0];
    // That the leaf certificate has expired is told already.
    if (distrust === 'CERT_HAS_EXPIRED' && validToDate.getTime() < now)
        return [];
    if (distrust === 'CERT_NOT_YET_VALID' && validFromDate.getTime() > now)
        return [];
    if (!meansUnknownRoot(distrust))
        return [{ kind: 'rejected_chain', fault: describeDistrust(distrust), isNamed }];
    if (!chain.isAnchored)
        return [];
    const fault = `OpenSSL takes another path than the one that leads to a root that Node knows (${distrust})`;
    return [{ kind: 'rejected_chain', fault, isNamed }];
}
const CHAIN_PROBLEMS = {
    leaf: 'rejected_leaf',
    missing: 'incomplete_chain',
    stored: 'incomplete_chain',
    rejected: 'rejected_chain',
};
function expiryProblems(served, { minDays, now, named }) {
    const limitMs = (0,expiry/* limitMsOf */.ZC)(minDays, (0,expiry/* durationMsOf */.aw)((0,validity/* validityOf */.Gv)(served)));
    const verdict = (0,expiry/* timeVerdict */.Hv)(served.notAfter, limitMs, now);
    const isOther = named !== undefined && named.sha1Fingerprint !== served.sha1Fingerprint;
    // That the named certificate itself expires soon is reported already.
    const isNews = named === undefined || isOther;
    return [
        ...(isOther ? [{ kind: 'other_certificate', served, named }] : []),
        ...(verdict === 'expired' ? [{ kind: 'served_expired', served }] : []),
        ...(verdict === 'short' && isNews ? [{ kind: 'served_expiring', served }] : []),
    ];
}
/** What an address serves, as a line for the log. */
function describeServed({ endpoint, served, fault }) {
    return served === undefined
        ? `${(0,tls_endpoint/* nameEndpoint */.tv)(endpoint)}: ${fault.what}`
        : `${(0,tls_endpoint/* nameEndpoint */.tv)(endpoint)} serves SHA-1 ${served.sha1Fingerprint}, which expires ${(0,build_text/* formatTime */.fU)(served.notAfter)}`;
}
/** What is said of an endpoint without failing: a chain that public clients do not trust. Undefined if they do. */
function distrustWarning({ endpoint, served }, { now, knownRoots }) {
    if (served === undefined || served.distrust === '')
        return undefined;
    const chain = judgeSentChain(served.sent, new Date(now), knownRoots);
    if (served.distrust === undefined && chain.isAnchored)
        return undefined;
    const where = (0,tls_endpoint/* nameEndpoint */.tv)(endpoint);
    const code = served.distrust === undefined ? '' : ` (${served.distrust})`;
    const variable = 'set the environment variable NODE_EXTRA_CA_CERTS to a file with';
    if (chain.isSelfSigned)
        return `${where} serves a self-signed certificate that Node does not trust${code}. Browsers do not trust it either, unless they know it. If that is intended, ${variable} this certificate.`;
    if (chain.missing !== undefined)
        return `${where} may send too short a chain: the certificate of ${chain.issuer}, which issued ${chain.missing.below}, is not sent, and Node does not know it as a root${code}. It is found at ${chain.missing.location}. If it is the root of a CA of your own, ${variable} it.`;
    // Whether the one that issued the leaf certificate is a root, nobody knows.
    const alone = served.sent.length === 1 ? ` If ${chain.issuer} is not the root, let the server send its certificate too.` : '';
    return `${where} serves a certificate that Node's root certificates do not trust: they do not include ${chain.issuer}${code}. Browsers do not trust it either, unless they know its CA. If it is a CA of your own, ${variable} its root.${alone}`;
}
/** Certificates that are still pending, for a warning. */
function pendingWarning(pending) {
    const names = pending.map(describe/* nameCertificate */.Zq).join(', ');
    return `Still pending, and not valid yet: ${names}. Use \`operation: present\` with \`type: lets_encrypt\` to wait for one.`;
}

// EXTERNAL MODULE: ./build/consumers/consumer.js
var consumer = __webpack_require__(5856);
// EXTERNAL MODULE: ./build/certificates/lets-encrypt.js
var lets_encrypt = __webpack_require__(3179);
;// CONCATENATED MODULE: ./build/checking/findings.js









/** More than these are counted in a message; outputs and summary have all. */
const findings_MOST_LISTED = 10;
/** What is wrong, to stand after the endpoint; or, of a certificate, the whole statement. */
function describeProblem(problem, rule) {
    switch (problem.kind) {
        case 'certificate':
            return describeExpiring(problem.expiring, rule);
        case 'other_certificate': {
            const { served, named } = problem;
            const expected = named.sha1Fingerprint === ''
                ? 'one that is not issued yet'
                : `SHA-1 ${named.sha1Fingerprint}, which expires ${named.notAfterText}`;
            return `serves another certificate than ${(0,describe/* nameCertificate */.Zq)(named)}: SHA-1 ${served.sha1Fingerprint}, which expires ${(0,build_text/* formatTime */.fU)(served.notAfter)}, instead of ${expected}`;
        }
        case 'served_expired':
            return `serves a certificate that expired ${(0,build_text/* formatTime */.fU)(problem.served.notAfter)}; ${limitOf(problem.served, rule)}`;
        case 'served_expiring': {
            const { notAfter } = problem.served;
            return `serves a certificate that expires in ${(0,expiry/* describeTimeLeft */.cR)(notAfter, rule.now)} (${(0,build_text/* formatTime */.fU)(notAfter)}); ${limitOf(problem.served, rule)}`;
        }
        case 'revoked':
            return 'serves a certificate that its CA has revoked (ARI)';
        case 'not_yet_valid':
            return `serves a certificate that is not valid before ${(0,build_text/* formatTime */.fU)(problem.notBefore)}`;
        case 'host_not_covered': {
            const { dnsNames } = problem;
            const names = dnsNames.length === 0 ? 'no DNS name or IP address' : (0,build_text/* enumerate */.HL)((0,build_text/* shortNames */.DG)(dnsNames), 10);
            return `serves a certificate that does not cover ${problem.host} (it covers ${names})`;
        }
        case 'incomplete_chain':
            return `sends an incomplete certificate chain, which some clients cannot verify: ${problem.fault}`;
        case 'rejected_chain':
            return `sends a certificate chain that clients reject: ${problem.fault}`;
        case 'rejected_leaf':
            return `serves a certificate that clients reject: ${problem.fault}`;
        case 'test_ca':
            return `serves a certificate of the test CA ${problem.ca}, which no browser trusts`;
    }
}
/** The limit for what is served. */
function limitOf(served, { minDays }) {
    return (0,expiry/* describeLimit */.XW)(minDays, (0,expiry/* limitMsOf */.ZC)(minDays, (0,expiry/* durationMsOf */.aw)((0,validity/* validityOf */.Gv)(served))));
}
function describeExpiring({ certificate, reason, limitMs, usedBy = [] }, { minDays, now }) {
    const { notAfter, notAfterText } = certificate;
    const users = usedBy.length === 0
        ? ''
        : `, which ${(0,build_text/* enumerate */.HL)(usedBy.map(consumer/* nameConsumer */.Yi), 10)} still ${usedBy.length === 1 ? 'uses' : 'use'},`;
    const name = `Certificate ${(0,describe/* nameCertificate */.Zq)(certificate)}${users}`;
    const limit = (0,expiry/* describeLimit */.XW)(minDays, limitMs);
    if (reason === 'error')
        return `${name} is in state "error"`;
    if (reason === 'expired')
        return `${name} expired ${notAfterText}; ${limit}`;
    const left = notAfter === undefined ? 'no time' : (0,expiry/* describeTimeLeft */.cR)(notAfter, now);
    return `${name} expires in ${left} (${notAfterText}); ${limit}`;
}
/** A chain belongs to the certificate it was uploaded with, and cannot be changed. */
const RENEW_UPLOADED = 'Renew the certificate with your CA, and use `operation: rotate`';
/** What to do about a problem. Problems with one remedy share it. */
function remedyOf(problem, rule) {
    switch (problem.kind) {
        case 'certificate':
            if (problem.expiring.certificate.type === 'lets_encrypt')
                return ownRemedyOf(problem.expiring, rule);
            // Only an older member is counted for what uses it.
            if ((problem.expiring.usedBy ?? []).length > 0)
                return 'The family has a newer certificate. Put that in place: `operation: rotate` with `source: uploaded`.';
            return 'Renew it with your CA, and use `operation: rotate`. Delete it if nothing uses it (`operation: absent`).';
        case 'other_certificate':
            return 'Check that the name leads to what uses the certificate. `operation: rotate` rebinds load balancers and CDN endpoints.';
        case 'served_expired':
        case 'served_expiring':
            return 'Renew the certificate that the server uses.';
        case 'revoked':
            return 'Issue a new certificate now, and put it in place. Clients may reject the old one at any time.';
        case 'not_yet_valid':
            return 'Wait until it is valid, or put the previous certificate back.';
        case 'host_not_covered':
            return 'Issue a certificate that covers this name too, or bind another one there.';
        case 'test_ca':
            return "Issue it with the CA's production environment, or set `allow_test_ca: true`.";
        case 'incomplete_chain':
            return problem.isNamed
                ? `${RENEW_UPLOADED} with the full chain (\`fullchain.pem\`).`
                : 'Set the server up with the full chain (`fullchain.pem`): the leaf certificate, and then its intermediates. If the issuer is the root of a CA of your own, set the environment variable NODE_EXTRA_CA_CERTS to a file with it.';
        case 'rejected_chain':
            return problem.isNamed
                ? `${RENEW_UPLOADED} with the chain that your CA offers today.`
                : 'Set the server up with the chain that its CA offers today. If it sends that one already, use a certificate of another CA.';
        case 'rejected_leaf':
            return problem.isNamed
                ? `${RENEW_UPLOADED} with one that is made for TLS servers.`
                : 'Set the server up with a certificate that is made for TLS servers.';
    }
}
/** Of a certificate that DigitalOcean ordered: it is not to blame before it is late. */
function ownRemedyOf({ certificate, reason }, rule) {
    return reason !== 'short' || (0,expiry/* isRenewalLate */.jw)(certificate, rule)
        ? `DigitalOcean renews certificates from Let's Encrypt itself, and could not. ${lets_encrypt/* DNS_REMEDY */.X}`
        : "DigitalOcean renews certificates from Let's Encrypt itself, about 30 days before they expire, and is not late yet. Lower `min_days`, or wait a few days.";
}
/** All findings in one message that ends with what to do; undefined if there are none. */
function describeFindings(findings, rule) {
    if (findings.length === 0)
        return undefined;
    const sentences = findings.map(({ problem, endpoint }) => {
        const where = endpoint === undefined ? '' : `${(0,tls_endpoint/* nameEndpoint */.tv)(endpoint)} `;
        return `${where}${describeProblem(problem, rule)}.`;
    });
    const remedies = [...new Set(findings.map(({ problem }) => remedyOf(problem, rule)))];
    const [only = ''] = sentences;
    const text = sentences.length === 1 ? only : `${sentences.length} problems were found. ${numbered(sentences)}`;
    return `${text} ${remedies.join(' ')}`;
}
/** Sentences with numbers; more than ten are counted. */
function numbered(sentences) {
    const shown = sentences.slice(0, findings_MOST_LISTED).map((sentence, at) => `(${at + 1}) ${sentence}`);
    const rest = sentences.length - shown.length;
    return `${shown.join(' ')}${rest > 0 ? ` And ${rest} more: see the job summary and the outputs.` : ''}`;
}
/** Several failures as one error; undefined if there are none. */
function joinFailures(failures) {
    const [first, ...others] = failures;
    if (first === undefined || others.length === 0)
        return first;
    const code = first.code;
    return new errors/* ActionError */.lZ(code, failures.map(({ message }) => message).join(' '), { cause: first });
}
/** The failure for endpoints that could not be probed, whose certificates are not known; undefined if there are none. */
function unreachableError(faults, isProxySet) {
    if (faults.length === 0)
        return undefined;
    const sentences = faults.map(({ endpoint, what }) => `${(0,tls_endpoint/* nameEndpoint */.tv)(endpoint)}: ${(0,build_text/* clauseOf */.pQ)(what)}.`);
    const [only = ''] = sentences;
    const text = sentences.length === 1
        ? `An endpoint could not be probed. ${only}`
        : `${sentences.length} endpoints could not be probed. ${numbered(sentences)}`;
    return new errors/* ActionError */.lZ('endpoint_unreachable', `${text} ${(0,probe/* probeRemedy */.z7)(isProxySet)}`);
}

// EXTERNAL MODULE: ./build/acme/renewal-info.js
var renewal_info = __webpack_require__(7520);
// EXTERNAL MODULE: ./build/x509/fields.js + 3 modules
var x509_fields = __webpack_require__(5105);
;// CONCATENATED MODULE: ./build/checking/renewal-windows.js




/** Let's Encrypt's directory (letsencrypt.org, "ACME endpoints"), and how its certificates name it. */
const LETS_ENCRYPT = { directory: 'https://acme-v02.api.letsencrypt.org/directory', organization: "Let's Encrypt" };
/**
 * What the CAs of served certificates say about their renewal, by SHA-1 fingerprint: `acmeDirectory`, or, without, Let's Encrypt for those
 * that it issued. What cannot be read is a notice, and no failure.
 * @throws ActionError `cancelled`
 */
async function readWindows(served, acmeDirectory, { deadline, log, proxies }) {
    const now = deadline.clock.now();
    const all = [...served].flatMap((each) => questionOf(each, acmeDirectory, now) ?? []);
    const windows = new Map();
    const faults = new Map();
    const note = (host, fault) => {
        const key = `${host}: ${fault}`;
        faults.set(key, (faults.get(key) ?? 0) + 1);
    };
    for (const [address, questions] of Map.groupBy(all, ({ directory }) => directory.href)) {
        const directory = new URL(address);
        const answers = await ask(directory, questions, { deadline, proxies });
        for (const [at, answer] of answers.entries()) {
            const { sha1Fingerprint = '' } = questions[at] ?? {};
            if ('fault' in answer)
                note(directory.host, answer.fault);
            else
                windows.set(sha1Fingerprint, answer.value);
        }
    }
    for (const [fault, count] of faults)
        log.notice(`Renewal information (ARI) for ${(0,build_text/* countOf */.pq)(count, 'certificate')} could not be read from ${fault}. The lifetime decides instead.`);
    if (windows.size > 0)
        log.info(`Read renewal information (ARI) for ${(0,build_text/* countOf */.pq)(windows.size, 'certificate')}`);
    return windows;
}
function questionOf({ sha1Fingerprint, notAfter, sent: [leaf] }, acmeDirectory, now) {
    const fields = (0,x509_fields/* readFields */.q)(leaf.raw);
    // One that has expired is due whatever its CA says.
    if (fields === undefined || notAfter.getTime() <= now)
        return undefined;
    const isLetsEncrypt = (0,names/* isIssuedBy */.rh)(fields.issuer, LETS_ENCRYPT.organization);
    const directory = acmeDirectory ?? (isLetsEncrypt ? new URL(LETS_ENCRYPT.directory) : undefined);
    return directory && { sha1Fingerprint, notAfter, directory, id: (0,renewal_info/* renewalIdOf */.Zx)(fields) };
}
/** The client is loaded when there is something to ask: few runs do. */
async function ask(directory, questions, options) {
    const { readRenewalWindows } = await Promise.all(/* import() */[__webpack_require__.e(7), __webpack_require__.e(780)]).then(__webpack_require__.bind(__webpack_require__, 6780));
    const asked = questions.flatMap(({ id, notAfter }) => (id === undefined ? [] : [{ id, notAfter }]));
    const answers = asked.length === 0 ? [] : await readRenewalWindows(directory, asked, options);
    const queue = answers.values();
    const none = { fault: 'the certificate does not name the key of its CA' };
    return questions.map(({ id }) => (id === undefined ? none : (queue.next().value ?? none)));
}

;// CONCATENATED MODULE: ./build/checking/report-rows.js





/** The findings for a report that lasts: nothing in it changes from one day to the next by itself, or if an id does. */
function reportRows(findings, rule) {
    const rows = findings.flatMap(({ problem, endpoint }) => {
        if (problem.kind === 'certificate')
            return [certificateRow(problem.expiring, rule)];
        if (endpoint === undefined)
            return [];
        const { host, port } = endpoint;
        const text = problem.kind === 'served_expiring'
            ? `serves a certificate with ${(0,expiry/* describeShort */.oW)(rule.minDays, (0,expiry/* limitMsOf */.ZC)(rule.minDays, (0,expiry/* durationMsOf */.aw)((0,validity/* validityOf */.Gv)(problem.served))))}`
            : describeProblem(problem, rule);
        const what = (0,tls_endpoint/* nameEndpoint */.tv)({ host, port, address: undefined });
        return [{ what, problem: text, expires: '', dnsNames: [host] }];
    });
    return [...new Map(rows.map((row) => [JSON.stringify(row), row])).values()];
}
function certificateRow({ certificate, reason, limitMs }, { minDays }) {
    const problems = { error: 'in state "error"', expired: 'expired', short: (0,expiry/* describeShort */.oW)(minDays, limitMs) };
    return {
        what: (0,family/* familyNameOf */.px)(certificate),
        problem: problems[reason],
        expires: certificate.notAfterText,
        dnsNames: certificate.dnsNames,
    };
}

// EXTERNAL MODULE: ./build/outcome.js
var build_outcome = __webpack_require__(7072);
// EXTERNAL MODULE: ./build/digitalocean/proxies.js
var digitalocean_proxies = __webpack_require__(7755);
;// CONCATENATED MODULE: ./build/operations/check.js
















/** More lines than these are folded. */
const MOST_LINES = 10;
/**
 * Checks certificates and what endpoints serve, and tells which certificates are due for renewal. What is found fails, or is reported, as
 * `onExpiring` says; what cannot be read or probed always fails.
 */
async function check(task, context) {
    const { deadline, log } = context;
    const [account, explicit] = await Promise.all([readAccount(task, context), (0,probe/* probeEndpoints */.$v)(task.endpoints, context)]);
    const auto = await probeAuto(task, account, context);
    const probed = [...explicit, ...auto.probed.map((each) => each.probed)];
    for (const each of probed)
        log.info(describeServed(each));
    const served = (0,validity/* servedByFingerprint */.HS)(probed);
    const windows = await readWindows(served.values(), task.acmeDirectory, context);
    const rule = { minDays: task.minDays, now: deadline.clock.now(), seen: (0,validity/* seenIn */.vV)(probed) };
    const expiring = (0,expiry/* findExpiring */.ku)((0,expiry/* firstToExpire */.D)(account.counted), rule).map((each) => ({
        ...each,
        usedBy: account.usedBy?.get(each.certificate.id) ?? [],
    }));
    const expected = [...explicit.map((each) => ({ probed: each, expected: account.named })), ...auto.probed];
    const atEndpoints = expected.flatMap((each) => findingsAt(each, task, windows, rule));
    const findings = [
        ...expiring.map((each) => ({ problem: { kind: 'certificate', expiring: each } })),
        ...atEndpoints,
    ];
    warn(account, probed, atEndpoints, rule, context);
    const obstacles = obstaclesOf(account, auto, explicit, findings, rule, context);
    const failure = conclude(task, describeFindings(findings.filter(isNotRevoked), rule), obstacles, context);
    if (failure === undefined && findings.length === 0)
        log.info(checkedLine(task, account, probed));
    const isComplete = account.isComplete && obstacles.every(({ code }) => code === 'revoked');
    const report = reportFacts(task, account, { rows: reportRows(findings, rule), isComplete });
    const servedLeaf = servedLeafOf(task, account, served);
    const outcome = {
        certificates: account.certificates,
        subject: account.named,
        changed: false,
        expiring,
        ...judgeDue(task, account, { now: rule.now, served, windows }, context),
        endpoints: probed.map((each) => stateOf(each, atEndpoints, rule)),
        ...(report === undefined ? {} : { report }),
        ...(servedLeaf === undefined ? {} : { servedLeaf }),
    };
    if (failure === undefined)
        return outcome;
    throw new build_outcome/* OperationError */.OK(failure.code, failure.message, outcome, { cause: failure });
}
/** What is wrong with what one address serves. */
function findingsAt({ probed, expected }, { allowsTestCa }, windows, rule) {
    const { endpoint, served } = probed;
    const problems = findProblems(probed, { ...rule, named: expected, allowsTestCa });
    const window = windows.get(served?.sha1Fingerprint ?? '');
    const isBad = served !== undefined && window !== undefined && (0,checking_due/* isRevoked */.xK)(window, (0,validity/* validityOf */.Gv)(served), rule.now);
    return [...problems, ...(isBad ? [{ kind: 'revoked' }] : [])].map((problem) => ({ problem, endpoint }));
}
function isNotRevoked({ problem }) {
    return problem.kind !== 'revoked';
}
/** What fails the check whatever `on_expiring` says. */
function obstaclesOf(account, auto, explicit, findings, rule, { proxies }) {
    const unreachable = unreachableError(explicit.flatMap(({ endpoint, fault }) => (fault === undefined ? [] : [{ endpoint, what: fault.what }])), (0,digitalocean_proxies/* hasProxy */.jL)(proxies));
    const revoked = describeFindings(findings.filter((each) => !isNotRevoked(each)), rule);
    return [
        ...(revoked === undefined ? [] : [new errors/* ActionError */.lZ('revoked', revoked)]),
        ...[account.failure, auto.failure, unreachable].filter((each) => each !== undefined),
    ];
}
function checkedLine({ minDays }, { certificates }, probed) {
    const addresses = (0,build_text/* countOf */.pq)(probed.length, 'address', 'addresses');
    return `Checked ${(0,build_text/* countOf */.pq)(certificates.length, 'certificate')} and ${addresses}; min_days is ${(0,expiry/* typedOf */.EY)(minDays)}.`;
}
/** What is due, and, of certificates that have a name, what the matrix is made of. */
function judgeDue({ scope, dnsNames }, account, read, { log }) {
    const facts = { ...read, dnsNames };
    const due = (0,checking_due/* findDue */.oN)((0,checking_due/* renewableOf */.zO)(scope, account, read.served), facts);
    const lines = due.map((each) => (0,checking_due/* describeDue */.Sh)(each, facts));
    if (lines.length > MOST_LINES)
        log.group(`${due.length} certificates are due for renewal`, lines);
    else
        for (const line of lines)
            log.info(line);
    return { due, listed: due.map(({ certificate }) => certificate).filter(({ name }) => name !== '') };
}
/** The leaf certificate that is served, if one certificate was checked: the named one, if any endpoint serves it. */
function servedLeafOf({ scope }, { named }, served) {
    const [first] = served.values();
    const isOne = scope.kind === 'certificate' || (scope.kind === 'endpoints' && served.size === 1);
    const chosen = served.get(named?.sha1Fingerprint ?? '') ?? first;
    return isOne ? chosen?.sent[0].toString() : undefined;
}
function stateOf(probed, findings, rule) {
    const own = findings.filter(({ endpoint }) => endpoint === probed.endpoint);
    return { probed, problems: own.map(({ problem }) => describeProblem(problem, rule)) };
}
/** Reports what was found as `onExpiring` says, and returns the failure. */
function conclude({ onExpiring }, found, obstacles, { log }) {
    if (found !== undefined && onExpiring === 'warn')
        log.warning(found);
    if (found !== undefined && onExpiring === 'ignore')
        log.info(found);
    const isFailure = found !== undefined && onExpiring === 'fail';
    return joinFailures([...(isFailure ? [new errors/* ActionError */.lZ('check_failed', found)] : []), ...obstacles]);
}
function warn({ counted }, probed, findings, rule, { log }) {
    const pending = counted.filter(({ state }) => state === 'pending');
    if (pending.length > 0)
        log.warning(pendingWarning(pending));
    const hasFinding = (each) => findings.some(({ endpoint }) => endpoint === each.endpoint);
    for (const each of probed) {
        const warning = hasFinding(each) ? undefined : distrustWarning(each, rule);
        if (warning !== undefined)
            log.warning(warning);
    }
}
/** Undefined if the family is not known. */
function reportFacts({ scope, endpoints }, { named }, facts) {
    if (scope.kind === 'account')
        return { subject: { kind: 'account' }, ...facts };
    if (scope.kind === 'endpoints') {
        const names = [...new Set(endpoints.map(tls_endpoint/* nameEndpoint */.tv))].toSorted();
        return { subject: { kind: 'endpoints', names }, ...facts };
    }
    const name = 'name' in scope.target ? scope.target.name : named && (0,family/* familyNameOf */.px)(named);
    return name === undefined ? undefined : { subject: { kind: 'family', name }, ...facts };
}


/***/ })

};
