export const id = 179;
export const ids = [179];
export const modules = {

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


/***/ })

};
