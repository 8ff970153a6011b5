export const id = 431;
export const ids = [431];
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

/***/ 6372:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  n: () => (/* binding */ probeAddress),
  Q9: () => (/* binding */ probeEndpoint),
  $v: () => (/* binding */ probeEndpoints),
  z7: () => (/* binding */ probeRemedy),
  sO: () => (/* binding */ resolveEndpoint)
});

// UNUSED EXPORTS: chooseAddresses, resolveFaultOf

// EXTERNAL MODULE: external "node:dns/promises"
var promises_ = __webpack_require__(1553);
// EXTERNAL MODULE: external "node:net"
var external_node_net_ = __webpack_require__(7030);
// EXTERNAL MODULE: external "node:os"
var external_node_os_ = __webpack_require__(8161);
// EXTERNAL MODULE: ./build/concurrency.js
var concurrency = __webpack_require__(3943);
// EXTERNAL MODULE: ./build/errors.js
var errors = __webpack_require__(9473);
// EXTERNAL MODULE: ./build/text.js + 1 modules
var build_text = __webpack_require__(1957);
// EXTERNAL MODULE: ./build/waiting.js
var waiting = __webpack_require__(7375);
// EXTERNAL MODULE: ./build/tls/endpoint.js
var tls_endpoint = __webpack_require__(8285);
// EXTERNAL MODULE: external "node:tls"
var external_node_tls_ = __webpack_require__(1692);
;// CONCATENATED MODULE: ./build/tls/handshake.js




/** How long a handshake may take, in milliseconds. */
const HANDSHAKE_MS = 10_000;
/**
 * Which certificate does an address serve for a name? One handshake with SNI and without resumption. It is reported whether it is
 * trusted or not, and whatever names it has, also if the server then refuses the handshake for want of a client certificate. Never
 * throws.
 * @param signal ends the attempt: the server stalls, or the job was cancelled
 * @param limitMs how long the attempt may take, for the message
 */
async function handshake(endpoint, signal, limitMs = HANDSHAKE_MS) {
    const probed = await attempt(endpoint, signal, limitMs);
    if (probed.served?.distrust !== UNNAMED)
        return probed;
    return { endpoint, served: { ...probed.served, distrust: await unnamedReason(endpoint, signal) } };
}
/** What Node calls the reasons that it has no name for. */
const UNNAMED = 'UNSPECIFIED';
function connectTo(endpoint, options) {
    return (0,external_node_tls_.connect)({
        host: endpoint.address ?? endpoint.host,
        port: endpoint.port,
        ...((0,tls_endpoint/* isAddress */.PW)(endpoint) ? {} : { servername: endpoint.host }),
        // Names are checked by the caller: here they would hide why a chain is not trusted.
        checkServerIdentity: () => undefined,
        ...options,
    });
}
function attempt(endpoint, signal, limitMs) {
    return new Promise((resolve) => {
        // Asked for what it may staple, OpenSSL reports when the server has sent its certificate, before it has seen ours.
        const socket = connectTo(endpoint, { rejectUnauthorized: false, requestOCSP: true });
        let sent = [];
        const end = (probed) => {
            signal.removeEventListener('abort', late);
            // In order if there is something to end: a server should not log the probe as a failure.
            if (probed.fault === undefined && probed.served.refusal === undefined)
                socket.destroySoon();
            else
                socket.destroy();
            resolve(probed);
        };
        const fail = (what, kind = 'handshake') => end({ endpoint, fault: { kind, what } });
        const refuse = (error) => {
            const served = servedOf(sent);
            if (served === undefined || !isRefusal(error))
                return fail(connectFaultOf(error), connectFaultKindOf(error));
            return end({ endpoint, served: { ...served, distrust: undefined, refusal: refusalOf(connectFaultOf(error)) } });
        };
        const late = () => fail(`no TLS handshake within ${(0,build_text/* formatSeconds */.Xo)(limitMs)}`);
        signal.addEventListener('abort', late, { once: true });
        // Node hands the certificates out once.
        socket.once('OCSPResponse', () => (sent = certificatesOf(socket)));
        socket.once('secureConnect', () => {
            const served = servedOf(sent.length === 0 ? certificatesOf(socket) : sent);
            // Typed as an error, and a word in fact.
            const distrust = socket.authorized ? '' : String(socket.authorizationError);
            if (served === undefined)
                fail('the server sends no certificate');
            else
                end({ endpoint, served: { ...served, distrust } });
        });
        socket.once('error', refuse);
        socket.once('close', () => refuse(Object.assign(new Error(CLOSED), { code: 'ECONNRESET' })));
        if (signal.aborted)
            late();
    });
}
/** What was sent, in the order in which it came. */
function certificatesOf(socket) {
    const sent = [];
    for (let each = socket.getPeerX509Certificate(); each !== undefined; each = each.issuerCertificate)
        sent.push(each);
    return sent;
}
function servedOf([leaf, ...rest]) {
    if (leaf === undefined)
        return undefined;
    const sha1Fingerprint = leaf.fingerprint.replaceAll(':', '').toLowerCase();
    return { sha1Fingerprint, notAfter: leaf.validToDate, sent: [leaf, ...rest] };
}
/** OpenSSL's words for a reason without a name, as in `permitted subtree violation`: Node tells them only to who insists on trust. */
async function unnamedReason(endpoint, signal) {
    return new Promise((resolve) => {
        const socket = connectTo(endpoint, {});
        const end = (reason) => {
            signal.removeEventListener('abort', give);
            socket.destroy();
            resolve(reason);
        };
        const give = () => end(UNNAMED);
        signal.addEventListener('abort', give, { once: true });
        socket.once('secureConnect', give);
        socket.once('error', (error) => end((0,errors/* nodeErrorCode */.uc)(error) === UNNAMED ? (0,build_text/* flatten */.Bq)(error.message) : UNNAMED));
        socket.once('close', give);
        if (signal.aborted)
            give();
    });
}
const CLOSED = 'the server closed the connection during the handshake';
const NOT_TLS = 'the server does not speak TLS on that port (is it plain HTTP?)';
const WORDS = {
    ECONNREFUSED: 'connection refused: nothing listens on that port',
    ECONNRESET: CLOSED,
    EHOSTUNREACH: 'there is no route to that address',
    ENETUNREACH: 'this machine has no route to that address',
    ENETDOWN: 'this machine has no network',
    EADDRNOTAVAIL: 'this machine has no address of that kind',
    EAFNOSUPPORT: 'this machine has no addresses of that kind',
    EACCES: 'this machine or its network forbids connections to that address',
    ETIMEDOUT: 'the server does not respond',
    ERR_SSL_WRONG_VERSION_NUMBER: NOT_TLS,
    ERR_SSL_PACKET_LENGTH_TOO_LONG: NOT_TLS,
    ERR_SSL_UNSUPPORTED_PROTOCOL: 'the server supports no TLS version that is still in use',
};
/** Connections that nothing was sent for: there is no way from this machine to that address (connect(2), and ICMPv6 as Linux reports it). */
const NO_ROUTE = new Set([
    'EACCES',
    'EADDRNOTAVAIL',
    'EAFNOSUPPORT',
    'EHOSTDOWN',
    'EHOSTUNREACH',
    'EINVAL',
    'ENETDOWN',
    'ENETUNREACH',
    'EPFNOSUPPORT',
]);
function connectFaultKindOf(error) {
    return NO_ROUTE.has((0,errors/* nodeErrorCode */.uc)(error)) ? 'no_route' : 'handshake';
}
/** The alerts of servers that miss a client certificate, or do not like it (RFC 5246, 7.2.2). Some just close the connection. */
const REFUSALS = /^(?:ECONNRESET|EPIPE|ERR_SSL_.*ALERT_(?:HANDSHAKE_FAILURE|NO_CERTIFICATE|BAD_CERTIFICATE|CERTIFICATE_REQUIRED|CERTIFICATE_UNKNOWN|UNKNOWN_CA|ACCESS_DENIED))$/u;
function isRefusal(error) {
    return REFUSALS.test((0,errors/* nodeErrorCode */.uc)(error));
}
const refusalOf = (reason) => `the server ended the handshake after it had sent its certificate, as servers do that require a client certificate (${reason})`;
/** Why a connection failed, to stand after the endpoint. */
function connectFaultOf(error) {
    const code = (0,errors/* nodeErrorCode */.uc)(error);
    const words = WORDS[code];
    if (words !== undefined)
        return `${words} (${code})`;
    if (!code.startsWith('ERR_SSL_') && code !== 'EPROTO')
        return code || error.message;
    const reason = 'reason' in error && typeof error.reason === 'string' ? error.reason : code;
    return `the server refused the TLS handshake: ${reason}`;
}

;// CONCATENATED MODULE: ./build/tls/probe.js









/** Endpoints, and again addresses of one, that are probed side by side. */
const CONCURRENT_PROBES = 8;
/** What fails once may be chance; three times is a fact. */
const MOST_ATTEMPTS = 3;
const PACE = { firstMs: 1_000, factor: 2, maxMs: 2_000 };
/**
 * What every address of an endpoint serves, or why it serves nothing. A look-up or connection that fails is tried three times. IPv6
 * addresses without a route are reported, and left out if an IPv4 address of the endpoint answers.
 * @throws ActionError `cancelled`
 */
async function probeEndpoint(endpoint, context, resolve = resolveEndpoint) {
    const found = await lookUp(endpoint, context, resolve);
    if ('fault' in found)
        return [{ endpoint, fault: found.fault }];
    const probed = await (0,concurrency/* mapConcurrently */.X)(found.addresses, CONCURRENT_PROBES, (address) => retry(address, () => probeAddress(address, context), context));
    for (const each of probed)
        if (each.served?.refusal !== undefined)
            context.log.notice(`${(0,tls_endpoint/* nameEndpoint */.tv)(each.endpoint)}: ${each.served.refusal}.`);
    const answers = probed.some((each) => each.served !== undefined && (0,external_node_net_.isIP)(addressOf(each)) === 4);
    const lost = answers ? probed.filter(isWithoutRoute) : [];
    for (const each of lost)
        context.log.notice(notProbed(each.endpoint, [addressOf(each)], each.fault?.what ?? ''));
    return probed.filter((each) => !lost.includes(each));
}
function addressOf({ endpoint }) {
    return endpoint.address ?? endpoint.host;
}
function isWithoutRoute(probed) {
    return probed.fault?.kind === 'no_route' && (0,external_node_net_.isIP)(addressOf(probed)) === 6;
}
function notProbed({ host, port }, addresses, why) {
    return `${(0,tls_endpoint/* nameEndpoint */.tv)({ host, port, address: undefined })}: ${(0,build_text/* enumerate */.HL)(addresses, 5)} was not probed, because ${why}.`;
}
/** {@link probeEndpoint} for many. */
async function probeEndpoints(endpoints, context, resolve = resolveEndpoint) {
    const probed = await (0,concurrency/* mapConcurrently */.X)(endpoints, CONCURRENT_PROBES, (endpoint) => probeEndpoint(endpoint, context, resolve));
    return probed.flat();
}
const NOT_PROBED = 'not probed: `wait_timeout` ended before';
/** One handshake with one address, which ends at the latest one request after the deadline. @throws ActionError `cancelled` */
async function probeAddress(endpoint, { deadline }) {
    (0,waiting/* throwIfCancelled */.dZ)(deadline);
    const limitMs = deadline.requestMs(HANDSHAKE_MS);
    if (limitMs === 0)
        return { endpoint, fault: { kind: 'handshake', what: NOT_PROBED } };
    const signal = AbortSignal.any([deadline.clock.timeoutSignal(limitMs), deadline.stop]);
    const probed = await handshake(endpoint, signal, limitMs);
    (0,waiting/* throwIfCancelled */.dZ)(deadline);
    return probed;
}
/** The addresses of an endpoint. Those that this machine cannot reach are reported, and left out if there are others. */
async function lookUp(endpoint, context, resolve) {
    const { deadline } = context;
    const { clock } = deadline;
    let pending;
    const attempt = async () => {
        (0,waiting/* throwIfCancelled */.dZ)(deadline);
        if (deadline.requestMs() === 0)
            return { fault: { kind: 'lookup', what: NOT_PROBED } };
        // What is under way is awaited once more: few look-ups run side by side, and those that hang would fill the queue for all others.
        pending ??= resolve(endpoint);
        const signal = AbortSignal.any([clock.timeoutSignal(deadline.requestMs(HANDSHAKE_MS)), deadline.stop]);
        try {
            return { addresses: await (0,waiting/* orAborted */.H6)(pending, signal) };
        }
        catch (error) {
            if (!signal.aborted)
                pending = undefined;
            (0,waiting/* throwIfCancelled */.dZ)(deadline);
            return { fault: resolveFaultOf(error) };
        }
    };
    const found = await retry(endpoint, attempt, context);
    if (found.fault !== undefined)
        return { fault: found.fault };
    const { reachable, unreachable } = found.addresses;
    if (unreachable.length > 0) {
        const named = unreachable.map(({ address = '' }) => address);
        context.log.notice(notProbed(endpoint, named, 'this machine has no IPv6'));
    }
    return { addresses: reachable };
}
async function retry(endpoint, attempt, { deadline, log }) {
    let count = 0;
    let last;
    const result = await (0,waiting/* poll */.wt)(deadline, PACE, async () => {
        last = await attempt();
        count += 1;
        const { fault } = last;
        const isLast = count >= MOST_ATTEMPTS || fault?.kind === 'no_route';
        return fault === undefined || isLast ? { value: last } : { reason: fault.what };
    }, (reason) => log.info(`${(0,tls_endpoint/* nameEndpoint */.tv)(endpoint)}: ${reason}; attempt ${count + 1} of ${MOST_ATTEMPTS} follows`));
    if ('value' in result)
        return result.value;
    // The deadline has passed: what was seen last counts.
    return last ?? (await attempt());
}
/**
 * The address given, else every one that the name resolves to. On a machine without IPv6 (GitHub's hosted runners have none) the IPv6
 * addresses are unreachable.
 */
async function resolveEndpoint(endpoint) {
    if (endpoint.address !== undefined)
        return { reachable: [endpoint], unreachable: [] };
    if ((0,tls_endpoint/* isAddress */.PW)(endpoint))
        return { reachable: [{ ...endpoint, address: endpoint.host }], unreachable: [] };
    const found = await (0,promises_.lookup)(endpoint.host, { all: true });
    const { reachable, unreachable } = chooseAddresses([...new Set(found.map(({ address }) => address))], hasIpv6());
    const at = (address) => ({ ...endpoint, address });
    return { reachable: reachable.map(at), unreachable: unreachable.map(at) };
}
/** Which of these addresses are probed, if IPv6 leads nowhere but to this machine itself: all, if there would be none. */
function chooseAddresses(addresses, withIpv6) {
    const isReachable = (address) => withIpv6 || (0,external_node_net_.isIP)(address) === 4 || address === '::1';
    const reachable = addresses.filter(isReachable);
    return reachable.length === 0
        ? { reachable: addresses, unreachable: [] }
        : { reachable, unreachable: addresses.filter((each) => !isReachable(each)) };
}
function hasIpv6() {
    const all = Object.values((0,external_node_os_.networkInterfaces)()).flatMap((entries) => entries ?? []);
    return all.some(({ family, internal, address }) => family === 'IPv6' && !internal && !address.startsWith('fe80:'));
}
/**
 * What to check if endpoints cannot be probed, as a sentence. Behind a proxy it is not plain that names must resolve here: those of the
 * API's host need not.
 */
function probeRemedy(isProxySet) {
    const direct = isProxySet
        ? ' HTTPS_PROXY is set, but endpoints are contacted directly, not through the proxy: their names must resolve on this machine, and it must be allowed to connect there.'
        : '';
    return `Check \`endpoints\`, the DNS records, and whether this machine may connect there.${direct}`;
}
/** Why a name has no address. */
function resolveFaultOf(error) {
    const code = (0,errors/* nodeErrorCode */.uc)(error);
    if (code === 'ENOTFOUND')
        return {
            kind: 'unresolved',
            what: 'the name does not resolve: is it spelled right, and does its DNS record exist? (ENOTFOUND)',
        };
    return { kind: 'lookup', what: `the name could not be resolved: no name server responded (${code || 'time-out'})` };
}


/***/ })

};
