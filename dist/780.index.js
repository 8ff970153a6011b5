export const id = 780;
export const ids = [780];
export const modules = {

/***/ 6780:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   readRenewalWindows: () => (/* binding */ readRenewalWindows)
/* harmony export */ });
/* harmony import */ var _concurrency_js__WEBPACK_IMPORTED_MODULE_6__ = __webpack_require__(3943);
/* harmony import */ var _digitalocean_dispatcher_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(7734);
/* harmony import */ var _digitalocean_json_js__WEBPACK_IMPORTED_MODULE_7__ = __webpack_require__(1389);
/* harmony import */ var _digitalocean_retry_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(9301);
/* harmony import */ var _errors_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(9473);
/* harmony import */ var _text_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(1957);
/* harmony import */ var _version_js__WEBPACK_IMPORTED_MODULE_8__ = __webpack_require__(8508);
/* harmony import */ var _waiting_js__WEBPACK_IMPORTED_MODULE_4__ = __webpack_require__(7375);
/* harmony import */ var _renewal_info_js__WEBPACK_IMPORTED_MODULE_5__ = __webpack_require__(7520);









/** How long one request may take, in milliseconds. */
const REQUEST_MS = 10_000;
const CONCURRENT_REQUESTS = 4;
/** In bytes. A directory has about one thousand, renewal information a few hundred. */
const LARGEST_RESPONSE = 64 * 1024;
/** A CA that asks to wait is given this long, in milliseconds; for longer, its word is done without. */
const LONGEST_PAUSE_MS = 10_000;
/** So many requests in a row without a response, and no more are sent: each would take its ten seconds. */
const MOST_LOST = CONCURRENT_REQUESTS;
/**
 * Asks a CA when it wants certificates to be renewed: its directory once, then one GET for each certificate, four at a time. No answer is
 * a failure: it is a fault in place of the window. No credential is sent, no redirect followed, and after a `Retry-After` nothing is sent
 * before that time.
 * @returns the answers in the order of the questions
 * @throws ActionError `cancelled`
 */
async function readRenewalWindows(directory, questions, { proxies, deadline }) {
    const dispatcher = (0,_digitalocean_dispatcher_js__WEBPACK_IMPORTED_MODULE_0__/* .openDispatcher */ .y)(directory, proxies, LARGEST_RESPONSE);
    const get = makeGet(dispatcher, deadline);
    try {
        const found = await get(directory);
        const renewalInfo = 'value' in found ? (0,_renewal_info_js__WEBPACK_IMPORTED_MODULE_5__/* .renewalInfoIn */ .E5)(found.value, directory) : found;
        if ('fault' in renewalInfo)
            return questions.map(() => renewalInfo);
        return await (0,_concurrency_js__WEBPACK_IMPORTED_MODULE_6__/* .mapConcurrently */ .X)(questions, CONCURRENT_REQUESTS, async ({ id, notAfter }) => {
            const answer = await get((0,_renewal_info_js__WEBPACK_IMPORTED_MODULE_5__/* .renewalUrlOf */ .Rg)(renewalInfo.value, id));
            return 'value' in answer ? (0,_renewal_info_js__WEBPACK_IMPORTED_MODULE_5__/* .windowIn */ .gY)(answer.value, notAfter) : answer;
        });
    }
    finally {
        await dispatcher.destroy();
    }
}
function makeGet(dispatcher, deadline) {
    const { clock } = deadline;
    /** Until when the CA asked to be left alone, by the monotonic clock. */
    let heldUntilMs = 0;
    let lost = 0;
    return async (url) => {
        (0,_waiting_js__WEBPACK_IMPORTED_MODULE_4__/* .throwIfCancelled */ .dZ)(deadline);
        if (lost >= MOST_LOST)
            return { fault: 'it did not respond before' };
        const heldMs = heldUntilMs - clock.monotonicMs();
        if (heldMs > 0 && (heldMs > LONGEST_PAUSE_MS || !(await (0,_waiting_js__WEBPACK_IMPORTED_MODULE_4__/* .pause */ .v7)(deadline, heldMs))))
            return { fault: `it asks to wait until ${(0,_text_js__WEBPACK_IMPORTED_MODULE_3__/* .formatTime */ .fU)(clock.now() + heldMs)}` };
        const response = await send(url, dispatcher, deadline);
        (0,_waiting_js__WEBPACK_IMPORTED_MODULE_4__/* .throwIfCancelled */ .dZ)(deadline);
        if ('fault' in response) {
            lost += 1;
            return response;
        }
        lost = 0;
        const { status, headers, text } = response;
        if (status === 200)
            return parse(text);
        const pauseMs = (0,_digitalocean_retry_js__WEBPACK_IMPORTED_MODULE_1__/* .requestedPauseMs */ .hB)(status, headers, clock.now());
        if (pauseMs !== undefined)
            heldUntilMs = Math.max(heldUntilMs, clock.monotonicMs() + pauseMs);
        return { fault: faultOf(status) };
    };
}
function parse(text) {
    try {
        return { value: (0,_digitalocean_json_js__WEBPACK_IMPORTED_MODULE_7__/* .parseJson */ .qF)(text) };
    }
    catch {
        return { fault: 'the response is not JSON' };
    }
}
function faultOf(status) {
    if (status === 404)
        return 'it does not know the certificate: 404';
    return status >= 300 && status < 400
        ? `it responded ${status}, and redirects are not followed`
        : `it responded ${status}`;
}
async function send(url, dispatcher, deadline) {
    const limitMs = deadline.requestMs(REQUEST_MS);
    if (limitMs === 0)
        return { fault: 'it was not asked: `wait_timeout` ended before' };
    const signal = AbortSignal.any([deadline.clock.timeoutSignal(limitMs), deadline.stop]);
    try {
        // While it connects, undici does not heed the signal.
        const requesting = dispatcher.request({
            origin: url.origin,
            path: url.pathname + url.search,
            method: 'GET',
            headers: { accept: 'application/json', 'user-agent': `digitalocean-certificate-action/${_version_js__WEBPACK_IMPORTED_MODULE_8__/* .VERSION */ .x}` },
            signal,
        });
        const { statusCode, headers, body } = await (0,_waiting_js__WEBPACK_IMPORTED_MODULE_4__/* .orAborted */ .H6)(requesting, signal);
        return { status: statusCode, headers, text: await (0,_waiting_js__WEBPACK_IMPORTED_MODULE_4__/* .orAborted */ .H6)(body.text(), signal) };
    }
    catch (error) {
        const reason = (0,_errors_js__WEBPACK_IMPORTED_MODULE_2__/* .nodeErrorCode */ .uc)(error) || (0,_text_js__WEBPACK_IMPORTED_MODULE_3__/* .clauseOf */ .pQ)((0,_text_js__WEBPACK_IMPORTED_MODULE_3__/* .messageOf */ .bD)(error));
        return { fault: signal.aborted ? `no response within ${(0,_text_js__WEBPACK_IMPORTED_MODULE_3__/* .formatSeconds */ .Xo)(limitMs)}` : reason };
    }
}


/***/ }),

/***/ 7734:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   y: () => (/* binding */ openDispatcher)
/* harmony export */ });
/* harmony import */ var undici_lib_api_index_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(6615);
/* harmony import */ var undici_lib_dispatcher_agent_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(7405);
/* harmony import */ var undici_lib_dispatcher_dispatcher_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(883);
/* harmony import */ var undici_lib_dispatcher_env_http_proxy_agent_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(3137);
/* harmony import */ var _errors_js__WEBPACK_IMPORTED_MODULE_4__ = __webpack_require__(9473);
/* harmony import */ var _proxies_js__WEBPACK_IMPORTED_MODULE_5__ = __webpack_require__(7755);






// As undici's index does, which is not loaded: see undici.d.ts.
Object.assign(undici_lib_dispatcher_dispatcher_js__WEBPACK_IMPORTED_MODULE_2__.prototype, undici_lib_api_index_js__WEBPACK_IMPORTED_MODULE_0__);
/**
 * What sends requests to a host: without redirects, and for https through a proxy as `HTTPS_PROXY` and `NO_PROXY` say.
 * @param largestResponse the most bytes of a response that are read
 * @param tls for a server that is not a public one
 * @throws InputError if the proxy's address cannot be used
 */
function openDispatcher(server, proxies, largestResponse, tls) {
    const own = tls === undefined ? {} : { allowH2: false, connect: { ...tls, rejectUnauthorized: true } };
    if (!(0,_proxies_js__WEBPACK_IMPORTED_MODULE_5__/* .mayUseProxy */ .VP)(server, proxies))
        return new undici_lib_dispatcher_agent_js__WEBPACK_IMPORTED_MODULE_1__({ ...own, maxResponseSize: largestResponse });
    try {
        return new undici_lib_dispatcher_env_http_proxy_agent_js__WEBPACK_IMPORTED_MODULE_3__({
            ...own,
            // Behind a proxy the connection to the server is made within another one.
            ...(own.connect === undefined ? {} : { requestTls: own.connect }),
            httpProxy: '',
            httpsProxy: proxies.https,
            noProxy: proxies.none,
            maxResponseSize: largestResponse,
        });
    }
    catch {
        // Not quoted: a proxy's address may hold a password.
        throw new _errors_js__WEBPACK_IMPORTED_MODULE_4__/* .InputError */ .dz([
            'The environment variable HTTPS_PROXY is not the address of a proxy. Set it to http://host:port.',
        ]);
    }
}


/***/ })

};
