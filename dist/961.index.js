export const id = 961;
export const ids = [961];
export const modules = {

/***/ 9961:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

// ESM COMPAT FLAG
__webpack_require__.r(__webpack_exports__);

// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  makeClusters: () => (/* binding */ makeClusters)
});

// EXTERNAL MODULE: ./build/errors.js
var errors = __webpack_require__(9473);
// EXTERNAL MODULE: ./build/digitalocean/dispatcher.js
var digitalocean_dispatcher = __webpack_require__(7734);
// EXTERNAL MODULE: ./build/digitalocean/json.js
var json = __webpack_require__(1389);
// EXTERNAL MODULE: ./build/digitalocean/retry.js
var retry = __webpack_require__(9301);
// EXTERNAL MODULE: ./build/text.js + 1 modules
var build_text = __webpack_require__(1957);
// EXTERNAL MODULE: ./build/version.js
var version = __webpack_require__(8508);
// EXTERNAL MODULE: ./build/waiting.js
var waiting = __webpack_require__(7375);
;// CONCATENATED MODULE: ./build/kubernetes/client.js







/** A page of 250 Services has about a megabyte; what is larger is no answer to us. */
const LARGEST_RESPONSE = 8 * 1024 * 1024;
const MESSAGE_LENGTH = 300;
/** Attempts of one request, the first included. An API server that is private is not found by asking again. */
const MOST_ATTEMPTS = 3;
/**
 * Opens the API of a cluster. The credentials go to its server alone: TLS is always verified, redirects are not followed, and proxies are
 * those of the DigitalOcean API.
 */
function openCluster({ connection, proxies, random, deadline, show }) {
    const dispatcher = (0,digitalocean_dispatcher/* openDispatcher */.y)(connection.server, proxies, LARGEST_RESPONSE, tlsOf(connection));
    const wire = { connection, dispatcher, deadline, show, afterStop: (0,waiting/* makeGrace */.$d)(deadline) };
    const send = (request) => exchange(request, wire);
    const pauseMs = (attempt, { status, headers }) => (0,retry/* requestedPauseMs */.hB)(status, headers, deadline.clock.now()) ?? (0,retry/* backoffMs */.jo)(attempt, random);
    const read = async (path) => {
        let response = await send({ method: 'GET', path });
        for (let attempt = 1; attempt < MOST_ATTEMPTS && isTransient(response); attempt += 1) {
            (0,waiting/* throwIfCancelled */.dZ)(deadline);
            if (!(await (0,waiting/* pause */.v7)(deadline, pauseMs(attempt, response))))
                break;
            response = await send({ method: 'GET', path });
        }
        return response;
    };
    return { deadline, host: show(connection.server.host), send, read, pauseMs, close: () => dispatcher.destroy() };
}
async function exchange({ method, path, patch }, wire) {
    const { connection, dispatcher, deadline, show, afterStop } = wire;
    const { server, token } = connection;
    (0,waiting/* throwIfOver */.W3)(deadline, `${method} of a Kubernetes cluster`);
    const limitMs = deadline.requestMs();
    const signal = AbortSignal.any([deadline.clock.timeoutSignal(limitMs), afterStop]);
    let status = 0;
    let headers = {};
    try {
        // While it connects, undici does not heed the signal.
        const requesting = dispatcher.request({
            origin: server.origin,
            path: server.pathname.replace(/\/+$/u, '') + path,
            method,
            headers: {
                ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
                accept: 'application/json',
                'user-agent': `digitalocean-certificate-action/${version/* VERSION */.x}`,
                ...(patch === undefined ? {} : { 'content-type': 'application/merge-patch+json' }),
            },
            body: patch === undefined ? null : JSON.stringify(patch),
            signal,
        });
        const response = await (0,waiting/* orAborted */.H6)(requesting, signal);
        status = response.statusCode;
        headers = response.headers;
        const body = parseBody(await response.body.text(), status);
        // It stands in quotes later, and Kubernetes writes much in quotes of its own.
        const message = (0,json/* isRecord */.u4)(body) && typeof body['message'] === 'string' ? body['message'] : '';
        return {
            kind: 'response',
            status,
            body,
            message: show(message, MESSAGE_LENGTH).replaceAll(/\s*""/gu, '').replaceAll('"', "'"),
            headers,
        };
    }
    catch (error) {
        const ended = afterStop.aborted ? 'the job was cancelled' : `none within ${(0,build_text/* formatSeconds */.Xo)(limitMs)}`;
        const reason = show(signal.aborted ? ended : (0,errors/* describeNodeError */.m$)(error), MESSAGE_LENGTH);
        return { kind: 'lost', status, reason, headers };
    }
}
/** May the same request do better in a moment? */
function isTransient(response) {
    return response.kind === 'lost' || response.status === 429 || response.status >= 500;
}
function tlsOf({ certificateAuthority, serverName, clientCertificate }) {
    return {
        ...(certificateAuthority === undefined ? {} : { ca: certificateAuthority }),
        ...(serverName === undefined ? {} : { servername: serverName }),
        ...(clientCertificate === undefined
            ? {}
            : { cert: clientCertificate.certificate, key: clientCertificate.privateKey }),
    };
}
/** JSON; undefined for an error without. */
function parseBody(text, status) {
    try {
        return (0,json/* parseJson */.qF)(text);
    }
    catch {
        if (status >= 200 && status < 300)
            throw new Error('the response is not JSON');
        return undefined;
    }
}

// EXTERNAL MODULE: ./build/kubernetes/connection.js
var connection = __webpack_require__(237);
;// CONCATENATED MODULE: ./build/kubernetes/credentials.js


/** As short as the run, and never shorter than this: the clocks of two machines may differ. */
const SHORTEST_S = 300;
/** The last request may end some time after `wait_timeout`. */
const SPARE_S = 120;
const CREDENTIALS = {
    path: '/v2/kubernetes/clusters',
    itemSuffix: '/credentials',
    listKey: 'kubernetes_clusters',
    itemKey: 'kubernetes_cluster',
    scope: 'kubernetes',
    actions: { GET: 'access_cluster' },
    label: 'Kubernetes cluster',
};
/**
 * Reads credentials of a cluster that end with the run (API reference, "Retrieve Credentials for a Kubernetes Cluster").
 * @param hide masks what it is given; nothing of the response is used before
 * @returns undefined if the response cannot be used: without https, without a CA, or without credentials
 * @throws ApiError
 */
async function readCredentials(client, clusterId, hide) {
    const seconds = Math.max(SHORTEST_S, Math.ceil(client.deadline.remainingMs() / 1_000) + SPARE_S);
    const request = { method: 'GET', resource: CREDENTIALS, id: clusterId, query: `expiry_seconds=${seconds}` };
    const body = await client.read(request, 'it has no credentials', (found) => ((0,json/* isRecord */.u4)(found) ? found : undefined));
    const token = (0,json/* textIn */.r7)(body['token']).trim();
    const keyData = (0,json/* textIn */.r7)(body['client_key_data']);
    const privateKey = (0,connection/* decodeData */.Hw)(keyData) ?? '';
    hide([token, keyData, privateKey]);
    const server = (0,connection/* parseServer */.ld)((0,json/* textIn */.r7)(body['server']));
    const certificateAuthority = (0,connection/* decodeData */.Hw)((0,json/* textIn */.r7)(body['certificate_authority_data'])) ?? '';
    const certificate = (0,connection/* decodeData */.Hw)((0,json/* textIn */.r7)(body['client_certificate_data'])) ?? '';
    const isPair = certificate !== '' && privateKey !== '';
    if (server === undefined || !(0,connection/* isCertificates */.XV)(certificateAuthority))
        return undefined;
    if (token === '' ? !isPair : !(0,connection/* isToken */.sg)(token))
        return undefined;
    return {
        server,
        certificateAuthority,
        ...(token === '' ? { clientCertificate: { certificate, privateKey } } : { token }),
    };
}

;// CONCATENATED MODULE: ./build/kubernetes/service.js

/** Annotations of DigitalOcean's cloud controller manager (its documentation, "Service Annotations"). */
const LOAD_BALANCER_ID = 'kubernetes.digitalocean.com/load-balancer-id';
const CERTIFICATE_ID = 'service.beta.kubernetes.io/do-loadbalancer-certificate-id';
const CERTIFICATE_NAME = 'service.beta.kubernetes.io/do-loadbalancer-certificate-name';
/** A name of a namespace or Service (RFC 1123, 2.1, and RFC 1035, 2.3.1): nothing else becomes part of a path. */
const LABEL = /^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/u;
/** Labels and annotations by which a tool marks what it would change back. */
const TOOLS = [
    ['Flux', 'labels', 'kustomize.toolkit.fluxcd.io/name'],
    ['Flux', 'labels', 'helm.toolkit.fluxcd.io/name'],
    ['Argo CD', 'labels', 'argocd.argoproj.io/instance'],
    ['Argo CD', 'annotations', 'argocd.argoproj.io/tracking-id'],
    ['Helm', 'labels', 'app.kubernetes.io/managed-by', 'Helm'],
    ['Helm', 'annotations', 'meta.helm.sh/release-name'],
];
/** Does a Service name this certificate? The id takes precedence over the name. */
function isAnnotatedWith({ certificateId, certificateName }, { id, name }) {
    return certificateId === '' ? certificateName === name : certificateId === id.toLowerCase();
}
/** The merge patch that annotates a Service as it was read. */
function patchOf({ resourceVersion, certificateName }, { id, name }) {
    const annotations = { [CERTIFICATE_ID]: id, ...(certificateName === undefined ? {} : { [CERTIFICATE_NAME]: name }) };
    return { metadata: { resourceVersion, annotations } };
}
/** A Service of the wire; undefined if it has no name that can be one, or is of another type. */
function serviceOf(raw) {
    const metadata = (0,json/* isRecord */.u4)(raw['metadata']) ? raw['metadata'] : {};
    const spec = (0,json/* isRecord */.u4)(raw['spec']) ? raw['spec'] : {};
    const annotations = (0,json/* isRecord */.u4)(metadata['annotations']) ? metadata['annotations'] : {};
    const [namespace, name] = [(0,json/* textIn */.r7)(metadata['namespace']), (0,json/* textIn */.r7)(metadata['name'])];
    if (!LABEL.test(namespace) || !LABEL.test(name) || spec['type'] !== 'LoadBalancer')
        return undefined;
    const certificateName = annotations[CERTIFICATE_NAME];
    const marked = TOOLS.find(([, member, key, value]) => {
        const entries = metadata[member];
        const found = (0,json/* textIn */.r7)((0,json/* isRecord */.u4)(entries) ? entries[key] : undefined);
        return found !== '' && (value === undefined || found === value);
    });
    return {
        namespace,
        name,
        resourceVersion: (0,json/* textIn */.r7)(metadata['resourceVersion']),
        loadBalancerId: (0,json/* textIn */.r7)(annotations[LOAD_BALANCER_ID]).trim().toLowerCase(),
        certificateId: (0,json/* textIn */.r7)(annotations[CERTIFICATE_ID]).toLowerCase(),
        certificateName: typeof certificateName === 'string' ? certificateName : undefined,
        tool: marked?.[0] ?? '',
    };
}

;// CONCATENATED MODULE: ./build/kubernetes/services.js





const PER_PAGE = 250;
/** More pages than any cluster has. */
const MOST_PAGES = 200;
/** How often a list is begun anew because its continuation expired. */
const MOST_RESTARTS = 3;
/** Attempts to write an annotation: conflicts and lost responses. */
const services_MOST_ATTEMPTS = 6;
const MOST_EVENTS = 3;
/** All Services with a load balancer, of all namespaces. A list whose continuation expired (410) is read again from the start. */
async function listServices(cluster) {
    let found = [];
    let next = '';
    let restarts = 0;
    const seen = new Set();
    for (let page = 0; page < MOST_PAGES; page += 1) {
        const query = next === '' ? '' : `&continue=${encodeURIComponent(next)}`;
        const response = await cluster.read(`/api/v1/services?limit=${PER_PAGE}${query}`);
        if (next !== '' && response.status === 410 && restarts < MOST_RESTARTS) {
            restarts += 1;
            found = [];
            next = '';
            seen.clear();
            continue;
        }
        const body = successOf(response);
        if (body === undefined || !Array.isArray(body['items']))
            return refusalOf(cluster, response, 'list Services');
        found.push(...(0,json/* recordsIn */.Q0)(body['items']).flatMap((raw) => serviceOf(raw) ?? []));
        const metadata = body['metadata'];
        next = (0,json/* textIn */.r7)((0,json/* isRecord */.u4)(metadata) ? metadata['continue'] : undefined);
        if (next === '')
            return found.filter(({ loadBalancerId }) => loadBalancerId !== '');
        // A server that gives the same page for ever must not be asked for ever.
        if (seen.has(next))
            break;
        seen.add(next);
    }
    return { refusal: `the list of Services from ${cluster.host} has no end` };
}
/** One Service as it is now. */
async function readService(cluster, name) {
    const response = await cluster.read(pathOf(name));
    return serviceIn(response) ?? refusalOf(cluster, response, 'read the Service');
}
/**
 * Annotates a Service with a certificate, and changes nothing else: a merge patch (RFC 7396) with the `resourceVersion` that was read, so
 * that a change which came between is noticed; the Service is read again then. The annotation with the certificate's name is changed
 * only if it exists. What is right already is not written.
 * @param mayReplace decides on the Service as it was read; tells why not
 */
async function annotateService(cluster, name, certificate, mayReplace) {
    let isUncertain = false;
    let last;
    for (let attempt = 1; attempt <= services_MOST_ATTEMPTS; attempt += 1) {
        if (last !== undefined && !(await (0,waiting/* pause */.v7)(cluster.deadline, cluster.pauseMs(attempt - 1, last))))
            break;
        const service = await readService(cluster, name);
        if ('refusal' in service)
            return { ...service, isUncertain };
        // By a patch whose response was lost, or by someone else.
        if (isAnnotatedWith(service, certificate))
            return { isWritten: isUncertain, service };
        const objection = await mayReplace(service);
        if (objection !== undefined)
            return { refusal: objection, isUncertain };
        last = await cluster.send({
            method: 'PATCH',
            path: `${pathOf(name)}?fieldManager=digitalocean-certificate-action`,
            patch: patchOf(service, certificate),
        });
        const patched = serviceIn(last);
        if (patched !== undefined && isAnnotatedWith(patched, certificate))
            return { isWritten: true, service: patched };
        if (last.kind === 'lost' || last.status >= 500 || patched !== undefined)
            isUncertain = true;
        const mayTryAgain = isTransient(last) || last.status === 409 || last.status < 300;
        if (!mayTryAgain)
            return { ...refusalOf(cluster, last, 'patch the Service'), isUncertain };
    }
    if (last === undefined)
        return { refusal: '`wait_timeout` ended', isUncertain };
    return { ...refusalOf(cluster, last, 'patch the Service'), isUncertain };
}
/** The warnings of a Service, the last first: what its controller says of the load balancer. Empty if they cannot be read. */
async function readWarnings(cluster, { namespace, name }) {
    const selector = `involvedObject.kind=Service,involvedObject.name=${name},type=Warning`;
    const path = `/api/v1/namespaces/${namespace}/events?limit=${PER_PAGE}&fieldSelector=${encodeURIComponent(selector)}`;
    const body = successOf(await cluster.read(path));
    const events = (0,json/* recordsIn */.Q0)(body?.['items'])
        .filter((event) => (0,json/* textIn */.r7)(event['type']) === 'Warning' && isAbout(event['involvedObject'], name))
        .toSorted((a, b) => (timeOf(a) < timeOf(b) ? 1 : -1));
    const words = events.map((event) => `${(0,json/* textIn */.r7)(event['reason'])}: "${(0,build_text/* clauseOf */.pQ)((0,json/* textIn */.r7)(event['message']))}"`);
    return words.length === 0 ? '' : (0,build_text/* enumerate */.HL)([...new Set(words)].slice(0, MOST_EVENTS));
}
function timeOf(event) {
    return (0,json/* textIn */.r7)(event['lastTimestamp']) || (0,json/* textIn */.r7)(event['eventTime']);
}
function isAbout(involved, name) {
    return (0,json/* isRecord */.u4)(involved) && involved['kind'] === 'Service' && involved['name'] === name;
}
function pathOf({ namespace, name }) {
    return `/api/v1/namespaces/${namespace}/services/${name}`;
}
function serviceIn(response) {
    const body = successOf(response);
    return body === undefined ? undefined : serviceOf(body);
}
function successOf(response) {
    return response.kind === 'response' && response.status === 200 && (0,json/* isRecord */.u4)(response.body) ? response.body : undefined;
}
function refusalOf({ host }, response, what) {
    if (response.kind === 'lost')
        return {
            refusal: `the API server of the cluster (${host}) gave no readable response (${(0,build_text/* clauseOf */.pQ)(response.reason)}). If it is private, run this where it can be reached`,
        };
    const { status, message } = response;
    const words = message === '' ? '' : ` "${message}"`;
    if (status === 401)
        return { refusal: `the cluster did not accept the credentials (401${words})` };
    if (status === 403)
        return { refusal: `the credentials have no right to ${what} in the cluster (403${words})` };
    if (status === 404 && what !== 'list Services')
        return { refusal: 'its Service does not exist any more', isGone: true };
    if (status >= 300 && status < 400)
        return { refusal: `the API server of the cluster (${host}) redirected a request, and redirects are not followed` };
    return { refusal: `the cluster did not ${what} (${status}${words})` };
}

// EXTERNAL MODULE: ./build/consumers/kubernetes.js
var kubernetes = __webpack_require__(7108);
;// CONCATENATED MODULE: ./build/consumers/kubernetes-clusters.js







/** A load balancer with more tags of clusters is not DigitalOcean's doing. */
const MOST_CLUSTERS = 3;
/** How often the Services of a cluster are listed in one run: one that moved is found again. */
const MOST_LISTINGS = 3;
/** Stands for the cluster of the kubeconfig. */
const KUBECONFIG = '';
/** The clusters of one run; see {@link Clusters}. */
function makeClusters(access) {
    return new RunClusters(access);
}
class RunClusters {
    access;
    sources = new Map();
    places = new Map();
    refused = new Map();
    opened = [];
    constructor(access) {
        this.access = access;
    }
    async find(consumer) {
        const id = consumer.id.toLowerCase();
        const known = this.refused.get(id);
        if (known !== undefined)
            return known;
        const found = (await this.readAgain(id)) ?? (await this.lookFor(consumer, id));
        if (!('refusal' in found))
            return { service: nameOf(found), state: found };
        this.refused.set(id, found);
        return found;
    }
    async annotate(...[consumer, certificate, mayReplace]) {
        const id = consumer.id.toLowerCase();
        const place = this.places.get(id);
        if (place === undefined)
            return { refusal: 'its Service does not exist any more', isGone: true };
        const result = await annotateService(place.source.cluster, place.state, certificate, async (now) => now.loadBalancerId === id ? mayReplace(now) : 'its Service has another load balancer now');
        if ('service' in result)
            place.state = result.service;
        return result;
    }
    async watch(...[consumer, certificate]) {
        const found = await this.find(consumer);
        const place = this.places.get(consumer.id.toLowerCase());
        if ('refusal' in found || place === undefined)
            return { isAnnotated: false, warnings: '' };
        const warnings = await readWarnings(place.source.cluster, place.state);
        return { isAnnotated: isAnnotatedWith(found.state, certificate), warnings };
    }
    giveUp({ id }, why) {
        const place = this.places.get(id.toLowerCase());
        const service = place === undefined ? {} : { service: nameOf(place.state) };
        this.refused.set(id.toLowerCase(), { refusal: why, ...service });
    }
    async close() {
        await Promise.all(this.opened.map((cluster) => cluster.close()));
    }
    async connect(clusterId) {
        const { client, kubeconfig, hide } = this.access;
        const connection = clusterId === KUBECONFIG ? kubeconfig : await readCredentials(client, clusterId, hide).catch(kubernetes_clusters_refusalOf);
        if (connection === undefined)
            return { refusal: 'the credentials of its cluster have no https server, no CA or no token' };
        if ('refusal' in connection)
            return connection;
        const cluster = openCluster({ ...this.access, connection, deadline: client.deadline });
        this.opened.push(cluster);
        return { cluster, services: listServices(cluster), listings: 1 };
    }
    async servicesOf(clusterId) {
        const connecting = this.sources.get(clusterId) ?? this.connect(clusterId);
        this.sources.set(clusterId, connecting);
        const source = await connecting;
        if ('refusal' in source)
            return source;
        const services = await source.services;
        return 'refusal' in services ? services : { source, services };
    }
    /** The Service as it is now, if it is still where it was found, and still that of the load balancer. */
    async readAgain(id) {
        const place = this.places.get(id);
        if (place === undefined)
            return undefined;
        const { source, state } = place;
        const now = await readService(source.cluster, state);
        // What cannot be read now is as it was.
        if ('refusal' in now && now.isGone !== true)
            return state;
        if (!('refusal' in now) && now.loadBalancerId === id)
            return (place.state = now);
        this.places.delete(id);
        if (source.listings < MOST_LISTINGS) {
            source.listings += 1;
            source.services = listServices(source.cluster);
        }
        return undefined;
    }
    async lookFor(consumer, id) {
        const kubeconfig = this.access.kubeconfig === undefined ? [] : [KUBECONFIG];
        const keys = [...kubeconfig, ...(0,kubernetes/* clusterIdsOf */.o9)(consumer).slice(0, MOST_CLUSTERS)];
        if (keys.length === 0)
            return { refusal: 'its tags do not say which cluster owns it. Set `kubeconfig_path` for that cluster' };
        const refusals = [];
        for (const key of keys) {
            const found = await this.servicesOf(key);
            if ('refusal' in found) {
                refusals.push(found.refusal);
                continue;
            }
            const own = found.services.filter(({ loadBalancerId }) => loadBalancerId === id);
            const [state] = own;
            if (own.length > 1)
                return { refusal: `more than one Service says that it is its own (${(0,build_text/* enumerate */.HL)(own.map(nameOf), 10)})` };
            if (state === undefined)
                continue;
            this.places.set(id, { source: found.source, state });
            return state;
        }
        return { refusal: refusals.length > 0 ? (0,build_text/* enumerate */.HL)(refusals) : 'no Service of its cluster says that it is its own' };
    }
}
function nameOf({ namespace, name }) {
    return `${namespace}/${name}`;
}
/** Why there are no credentials. What is no answer of the API ends the run. @throws ActionError */
function kubernetes_clusters_refusalOf(error) {
    if (!(0,errors/* isApiError */.d7)(error))
        throw error;
    return { refusal: describe(error) };
}
function describe(error) {
    if (error.kind === 'not_found')
        return 'DigitalOcean has no such cluster (any more)';
    if (error.kind !== 'missing_scope' && error.kind !== 'forbidden')
        return (0,build_text/* clauseOf */.pQ)(error.message);
    const words = error.reason === '' ? '' : ` "${error.reason}"`;
    return `the token may not read the credentials of its cluster (403${words}). Add the scope ${error.scope}`;
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


/***/ }),

/***/ 237:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   Hw: () => (/* binding */ decodeData),
/* harmony export */   XV: () => (/* binding */ isCertificates),
/* harmony export */   ld: () => (/* binding */ parseServer),
/* harmony export */   sg: () => (/* binding */ isToken)
/* harmony export */ });
/* harmony import */ var node_crypto__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(7598);

/**
 * The URL of an API server: https only, also for loopback addresses, since the credentials travel with every request. Undefined if it is
 * something else, which is not to be quoted: it may hold a password.
 */
function parseServer(text) {
    const url = URL.canParse(text) ? new URL(text) : undefined;
    const isPlain = url?.username === '' && url.password === '' && url.search === '' && url.hash === '';
    return isPlain && url.protocol === 'https:' && url.hostname !== '' ? url : undefined;
}
/** Is it PEM with certificates that can be read, and nothing but them? */
function isCertificates(pem) {
    const blocks = pem.match(/-----BEGIN CERTIFICATE-----[^-]*-----END CERTIFICATE-----/gu) ?? [];
    if (blocks.length === 0 || /PRIVATE KEY/u.test(pem))
        return false;
    try {
        return blocks.every((block) => new node_crypto__WEBPACK_IMPORTED_MODULE_0__.X509Certificate(block).serialNumber !== '');
    }
    catch {
        return false;
    }
}
/** Base64 as text; undefined if it is no base64. */
function decodeData(text) {
    const data = text.replaceAll(/\s+/gu, '');
    if (data === '' || !/^[A-Za-z0-9+/]+={0,2}$/u.test(data))
        return undefined;
    return Buffer.from(data, 'base64').toString('utf8');
}
/** May it stand in a header? (RFC 6750, 2.1, and what is seen besides) */
function isToken(text) {
    return /^[\x21-\x7e]+$/u.test(text);
}


/***/ })

};
