export const id = 705;
export const ids = [705];
export const modules = {

/***/ 4705:
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
    const expiring = (0,expiry/* findExpiring */.ku)(older, task.minDays, context.deadline.clock.now()).map(({ certificate }) => certificate);
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
async function findUsed(expiring, { client, log }) {
    const { consumers, unreadable } = await (0,survey/* readConsumers */.go)(client);
    const usedBy = new Map(expiring.map(({ id }) => [id, (0,survey/* consumersOf */.d$)(consumers, id)]));
    const used = expiring.filter(({ id }) => (usedBy.get(id) ?? []).length > 0);
    const unknown = expiring.filter((certificate) => !used.includes(certificate));
    const isComplete = unknown.length === 0 || unreadable.length === 0;
    if (!isComplete)
        log.warning(`Older members of the family expire soon too: ${(0,build_text/* enumerate */.HL)(unknown.map(describe/* nameCertificate */.Zq), 10)}. Whether something still uses them is not known, because the token lacks ${(0,survey/* missingScopes */["if"])(unreadable)}. Add what is missing to be sure.`);
    return { used: (0,expiry/* firstToExpire */.D)(used), usedBy, isComplete };
}

// EXTERNAL MODULE: ./build/tls/endpoint.js
var tls_endpoint = __webpack_require__(8285);
// EXTERNAL MODULE: ./build/x509/dns-names.js
var dns_names = __webpack_require__(5983);
// EXTERNAL MODULE: ./build/x509/ca-rules.js + 1 modules
var ca_rules = __webpack_require__(8907);
// EXTERNAL MODULE: ./build/x509/certificate.js + 1 modules
var x509_certificate = __webpack_require__(8965);
// EXTERNAL MODULE: ./build/x509/chain.js + 1 modules
var chain = __webpack_require__(1185);
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
    return a.x509.fingerprint256 === b.x509.fingerprint256;
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
    const days = (0,expiry/* daysRemaining */.g0)(served.notAfter, now);
    const isOther = named !== undefined && named.sha1Fingerprint !== served.sha1Fingerprint;
    // That the named certificate itself expires soon is reported already.
    const isNews = named === undefined || isOther;
    return [
        ...(isOther ? [{ kind: 'other_certificate', served, named }] : []),
        ...(days < 0 ? [{ kind: 'served_expired', served }] : []),
        ...(days >= 0 && days < minDays && isNews ? [{ kind: 'served_expiring', served }] : []),
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
// EXTERNAL MODULE: ./build/tls/probe.js + 1 modules
var probe = __webpack_require__(6372);
;// CONCATENATED MODULE: ./build/checking/findings.js








/** More than these are counted in a message; outputs and summary have all. */
const MOST_LISTED = 10;
/** What is wrong, to stand after the endpoint; or, of a certificate, the whole statement. */
function describeProblem(problem, { minDays, now }) {
    switch (problem.kind) {
        case 'certificate':
            return describeExpiring(problem.expiring, { minDays, now });
        case 'other_certificate': {
            const { served, named } = problem;
            const expected = named.sha1Fingerprint === ''
                ? 'one that is not issued yet'
                : `SHA-1 ${named.sha1Fingerprint}, which expires ${named.notAfterText}`;
            return `serves another certificate than ${(0,describe/* nameCertificate */.Zq)(named)}: SHA-1 ${served.sha1Fingerprint}, which expires ${(0,build_text/* formatTime */.fU)(served.notAfter)}, instead of ${expected}`;
        }
        case 'served_expired':
            return `serves a certificate that expired ${(0,build_text/* formatTime */.fU)(problem.served.notAfter)}; min_days is ${minDays}`;
        case 'served_expiring': {
            const days = (0,build_text/* countOf */.pq)((0,expiry/* daysRemaining */.g0)(problem.served.notAfter, now), 'day');
            return `serves a certificate that expires in ${days} (${(0,build_text/* formatTime */.fU)(problem.served.notAfter)}); min_days is ${minDays}`;
        }
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
function describeExpiring({ certificate, reason, usedBy = [] }, { minDays, now }) {
    const { notAfter, notAfterText } = certificate;
    const users = usedBy.length === 0
        ? ''
        : `, which ${(0,build_text/* enumerate */.HL)(usedBy.map(consumer/* nameConsumer */.Yi), 10)} still ${usedBy.length === 1 ? 'uses' : 'use'},`;
    const name = `Certificate ${(0,describe/* nameCertificate */.Zq)(certificate)}${users}`;
    if (reason === 'error')
        return `${name} is in state "error"`;
    if (reason === 'expired')
        return `${name} expired ${notAfterText}; min_days is ${minDays}`;
    const days = (0,build_text/* countOf */.pq)(notAfter === undefined ? 0 : (0,expiry/* daysRemaining */.g0)(notAfter, now), 'day');
    return `${name} expires in ${days} (${notAfterText}); min_days is ${minDays}`;
}
/** A chain belongs to the certificate it was uploaded with, and cannot be changed. */
const RENEW_UPLOADED = 'Renew the certificate with your CA, and use `operation: rotate`';
/** What to do about a problem. Problems with one remedy share it. */
function remedyOf(problem) {
    switch (problem.kind) {
        case 'certificate':
            return problem.expiring.certificate.type === 'lets_encrypt'
                ? `DigitalOcean renews certificates from Let's Encrypt itself, and could not. ${lets_encrypt/* DNS_REMEDY */.XB}`
                : 'Renew it with your CA, and use `operation: rotate`. Delete it if nothing uses it (`operation: absent`).';
        case 'other_certificate':
            return 'Check that the name leads to what uses the certificate. `operation: rotate` rebinds load balancers and CDN endpoints.';
        case 'served_expired':
        case 'served_expiring':
            return 'Renew the certificate that the server uses.';
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
/** All findings in one message that ends with what to do; undefined if there are none. */
function describeFindings(findings, limits) {
    if (findings.length === 0)
        return undefined;
    const sentences = findings.map(({ problem, endpoint }) => {
        const where = endpoint === undefined ? '' : `${(0,tls_endpoint/* nameEndpoint */.tv)(endpoint)} `;
        return `${where}${describeProblem(problem, limits)}.`;
    });
    const remedies = [...new Set(findings.map(({ problem }) => remedyOf(problem)))];
    const [only = ''] = sentences;
    const text = sentences.length === 1 ? only : `${sentences.length} problems were found. ${numbered(sentences)}`;
    return `${text} ${remedies.join(' ')}`;
}
/** Sentences with numbers; more than ten are counted. */
function numbered(sentences) {
    const shown = sentences.slice(0, MOST_LISTED).map((sentence, at) => `(${at + 1}) ${sentence}`);
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
function unreachableError(faults, hasProxy = false) {
    if (faults.length === 0)
        return undefined;
    const sentences = faults.map(({ endpoint, what }) => `${(0,tls_endpoint/* nameEndpoint */.tv)(endpoint)}: ${(0,build_text/* clauseOf */.pQ)(what)}.`);
    const [only = ''] = sentences;
    const text = sentences.length === 1
        ? `An endpoint could not be probed. ${only}`
        : `${sentences.length} endpoints could not be probed. ${numbered(sentences)}`;
    return new errors/* ActionError */.lZ('endpoint_unreachable', `${text} ${(0,probe/* probeRemedy */.z7)(hasProxy)}`);
}

;// CONCATENATED MODULE: ./build/checking/report-rows.js



/** The findings for a report that lasts: nothing in it changes from one day to the next by itself, or if an id does. */
function reportRows(findings, limits) {
    const rows = findings.flatMap(({ problem, endpoint }) => {
        if (problem.kind === 'certificate')
            return [certificateRow(problem.expiring, limits)];
        if (endpoint === undefined)
            return [];
        const { host, port } = endpoint;
        const text = problem.kind === 'served_expiring'
            ? `serves a certificate with fewer than ${limits.minDays} days left`
            : describeProblem(problem, limits);
        const what = (0,tls_endpoint/* nameEndpoint */.tv)({ host, port, address: undefined });
        return [{ what, problem: text, expires: '', dnsNames: [host] }];
    });
    return [...new Map(rows.map((row) => [JSON.stringify(row), row])).values()];
}
function certificateRow({ certificate, reason }, { minDays }) {
    const problems = { error: 'in state "error"', expired: 'expired', short: `fewer than ${minDays} days left` };
    return {
        what: (0,family/* familyNameOf */.px)(certificate),
        problem: problems[reason],
        expires: certificate.notAfterText,
        dnsNames: certificate.dnsNames,
    };
}

// EXTERNAL MODULE: ./build/outcome.js
var build_outcome = __webpack_require__(7072);
;// CONCATENATED MODULE: ./build/operations/check.js











/**
 * Checks certificates and what endpoints serve. What is found fails, or is reported, as `onExpiring` says; what cannot be read or probed
 * always fails.
 */
async function check(task, context) {
    const { deadline, log } = context;
    const [account, probed] = await Promise.all([readAccount(task, context), (0,probe/* probeEndpoints */.$v)(task.endpoints, context)]);
    const limits = { minDays: task.minDays, now: deadline.clock.now() };
    const expiring = (0,expiry/* findExpiring */.ku)((0,expiry/* firstToExpire */.D)(account.counted), limits.minDays, limits.now).map((each) => ({
        ...each,
        usedBy: account.usedBy?.get(each.certificate.id) ?? [],
    }));
    const served = probed.flatMap((each) => findProblems(each, { ...limits, named: account.named, allowsTestCa: task.allowsTestCa }).map((problem) => ({
        problem,
        endpoint: each.endpoint,
    })));
    const findings = [
        ...expiring.map((each) => ({ problem: { kind: 'certificate', expiring: each } })),
        ...served,
    ];
    for (const each of probed)
        log.info(describeServed(each));
    warn(account, probed, served, limits, context);
    const unreachable = unreachableError(probed.flatMap(({ endpoint, fault }) => (fault === undefined ? [] : [{ endpoint, what: fault.what }])), context.hasProxy);
    const obstacles = [account.failure, unreachable].filter((each) => each !== undefined);
    const failure = conclude(task, describeFindings(findings, limits), obstacles, context);
    if (failure === undefined && findings.length === 0)
        log.info(`Checked ${(0,build_text/* countOf */.pq)(account.counted.length, 'certificate')} and ${(0,build_text/* countOf */.pq)(probed.length, 'address', 'addresses')}; min_days is ${limits.minDays}.`);
    const isComplete = account.isComplete && obstacles.length === 0;
    const report = reportFacts(task, account, { rows: reportRows(findings, limits), isComplete });
    const outcome = {
        certificates: account.certificates,
        subject: account.named,
        changed: false,
        expiring,
        listed: expiring.map(({ certificate }) => certificate),
        endpoints: probed.map((each) => stateOf(each, served, limits)),
        ...(report === undefined ? {} : { report }),
    };
    if (failure === undefined)
        return outcome;
    throw new build_outcome/* OperationError */.OK(failure.code, failure.message, outcome, { cause: failure });
}
function stateOf(probed, findings, limits) {
    const own = findings.filter(({ endpoint }) => endpoint === probed.endpoint);
    return { probed, problems: own.map(({ problem }) => describeProblem(problem, limits)) };
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
function warn({ counted }, probed, findings, limits, { log }) {
    const pending = counted.filter(({ state }) => state === 'pending');
    if (pending.length > 0)
        log.warning(pendingWarning(pending));
    const hasFinding = (each) => findings.some(({ endpoint }) => endpoint === each.endpoint);
    for (const each of probed) {
        const warning = hasFinding(each) ? undefined : distrustWarning(each, limits);
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
