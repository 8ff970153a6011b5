export const id = 123;
export const ids = [123];
export const modules = {

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

/***/ 2123:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  PARTS: () => (/* binding */ PARTS)
});

// UNUSED EXPORTS: cleanUp, plan, renew

// EXTERNAL MODULE: ./build/errors.js
var errors = __webpack_require__(9473);
// EXTERNAL MODULE: ./build/inputs/environment.js
var environment = __webpack_require__(2693);
// EXTERNAL MODULE: ./build/inputs/values.js
var inputs_values = __webpack_require__(3368);
// EXTERNAL MODULE: ./build/main.js + 20 modules
var main = __webpack_require__(8895);
// EXTERNAL MODULE: ./build/text.js + 1 modules
var build_text = __webpack_require__(1957);
// EXTERNAL MODULE: ./build/waiting.js
var waiting = __webpack_require__(7375);
// EXTERNAL MODULE: ./build/x509/masking.js + 1 modules
var masking = __webpack_require__(4732);
// EXTERNAL MODULE: ./build/node_modules/@actions/core/lib/core.js + 3 modules
var core = __webpack_require__(6805);
;// CONCATENATED MODULE: ./build/renew/dns-env.js
const VARIABLE = /^\s*(?:export\s+)?(?<name>[A-Za-z_]\w*)\s*=(?<value>.*)$/u;
/** Lines `NAME=value` as in a dotenv file: blank lines and comments, `export`, and quotes around the value are fine. */
function parseDnsEnv(text, problems = []) {
    const variables = {};
    for (const [at, line] of text.split(/\r\n|\n|\r/u).entries()) {
        if (/^\s*(?:#.*)?$/u.test(line))
            continue;
        const { name, value = '' } = VARIABLE.exec(line)?.groups ?? {};
        if (name === undefined)
            problems.push(`Line ${at + 1} of \`dns_env\` is not of the form \`NAME=value\`.`);
        else
            variables[name] = unquote(value.trim());
    }
    return variables;
}
function unquote(value) {
    const double = /^"(?<inner>.*)"$/su.exec(value)?.groups?.['inner'];
    if (double !== undefined)
        return double.replaceAll(/\\(["\\$nrt])/gu, (_, character) => ESCAPES[character] ?? character);
    return /^'(?<inner>.*)'$/su.exec(value)?.groups?.['inner'] ?? value;
}
const ESCAPES = { n: '\n', r: '\r', t: '\t' };

// EXTERNAL MODULE: external "node:crypto"
var external_node_crypto_ = __webpack_require__(7598);
// EXTERNAL MODULE: ./build/x509/pem.js + 2 modules
var pem = __webpack_require__(9543);
// EXTERNAL MODULE: ./build/x509/private-key.js
var private_key = __webpack_require__(7992);
;// CONCATENATED MODULE: ./build/renew/account-key.js



/** An ACME account key: one that lego can use (EC on P-256 or P-384, or RSA), as PEM or as a JSON Web Key, which is what certbot keeps. */
function parseAccountKey(text) {
    const key = text.startsWith('{') ? keyOfJson(text) : keyOfPem(text);
    if ('fault' in key)
        return key;
    const { asymmetricKeyType: type, asymmetricKeyDetails: details } = key.value;
    const isUsable = (type === 'rsa' && (details?.modulusLength ?? 0) >= 2_048) ||
        (type === 'ec' && ['prime256v1', 'secp384r1'].includes(details?.namedCurve ?? ''));
    return isUsable
        ? key
        : { fault: { what: 'is of a type that cannot be used', remedy: 'Use EC on P-256 or P-384, or RSA of 2048 bits.' } };
}
function keyOfPem(text) {
    const reading = (0,pem/* readPem */.Je)(text);
    if ('fault' in reading)
        return reading;
    const key = (0,private_key/* readPrivateKey */.$k)(reading.blocks);
    if ('fault' in key)
        return key;
    try {
        return { value: key.readKey() };
    }
    catch {
        return { fault: { what: 'is damaged: it is no valid private key', remedy: 'Supply the key as it was created.' } };
    }
}
/** The members of a private key (RFC 7518, 6.2 and 6.3). */
const JWK_MEMBERS = ['kty', 'crv', 'x', 'y', 'd', 'n', 'e', 'p', 'q', 'dp', 'dq', 'qi'];
function keyOfJson(text) {
    try {
        const json = JSON.parse(text);
        const entries = Object.entries(typeof json === 'object' && json !== null ? json : {});
        const members = entries.filter((entry) => JWK_MEMBERS.includes(entry[0]) && typeof entry[1] === 'string');
        return { value: (0,external_node_crypto_.createPrivateKey)({ key: Object.fromEntries(members), format: 'jwk' }) };
    }
    catch {
        return { fault: { what: 'is JSON, and not a JSON Web Key with a private key', remedy: 'Supply the key as PEM.' } };
    }
}

;// CONCATENATED MODULE: ./build/renew/inputs.js






/** Every input of renew/action.yml, with its default. Those that `rotate` and `check` read too go to them as they are. */
const RENEW_INPUTS = {
    token: '',
    name: '',
    dns_names: '',
    endpoints: '',
    acme_account_key: '',
    acme_server: 'letsencrypt',
    email: '',
    dns_provider: 'digitalocean',
    dns_token: '',
    dns_env: '',
    dns_resolvers: '',
    dns_propagation_seconds: '',
    profile: '',
    key_type: 'ec256',
    force: 'false',
    lego_path: '',
    replaces: '',
    delete_previous: 'true',
    allow_dropped_names: 'false',
    allow_test_ca: 'false',
    dry_run: 'false',
    wait_timeout: '900',
    api_url: 'https://api.digitalocean.com',
    github_token: '${{ github.token }}',
};
/** The names of all inputs. */
const RENEW_INPUT_NAMES = Object.keys(RENEW_INPUTS).filter(isRenewInput);
function isRenewInput(text) {
    return text in RENEW_INPUTS;
}
const DIRECTORIES = {
    letsencrypt: 'https://acme-v02.api.letsencrypt.org/directory',
    'letsencrypt-staging': 'https://acme-staging-v02.api.letsencrypt.org/directory',
};
/** The key types of lego 4 that DigitalOcean accepts. */
const KEY_TYPES = ['ec256', 'ec384', 'rsa2048', 'rsa3072', 'rsa4096', 'rsa8192'];
const NO_EMAIL = 'account';
const LONGEST_WAIT_S = 86_400;
const LONGEST_PROPAGATION_S = 3_600;
/** Checks the inputs of a renewal. @throws InputError with all problems */
function parseRenewal(text) {
    const problems = [];
    const valueOf = (name, parse) => {
        const parsed = parse(text(name).trim() || RENEW_INPUTS[name]);
        if ('value' in parsed)
            return parsed.value;
        problems.push((0,errors/* faultSentences */.Lm)(`\`${name}\``, parsed.fault));
        return undefined;
    };
    const missing = ['name', 'acme_account_key'].filter((name) => text(name).trim() === '');
    if (missing.length > 0)
        problems.push(missingProblem(missing));
    const values = {
        dnsNames: valueOf('dns_names', inputs_values/* parseDnsNames */.R0),
        accountKey: missing.includes('acme_account_key') ? undefined : valueOf('acme_account_key', parseAccountKey),
        server: valueOf('acme_server', parseServer),
        email: valueOf('email', (value) => parseWord(value, /^[^\s/\\:]{1,254}$/u, NO_EMAIL)),
        dnsProvider: valueOf('dns_provider', (value) => parseWord(value.toLowerCase(), /^[a-z0-9][a-z0-9-]{0,39}$/u)),
        dnsEnv: parseDnsEnv(text('dns_env'), problems),
        resolvers: valueOf('dns_resolvers', parseResolvers),
        profile: valueOf('profile', (value) => parseWord(value, /^[\w.-]{1,64}$/u, '')),
        keyType: valueOf('key_type', (value) => (0,inputs_values/* parseChoice */.HU)(value.toLowerCase(), KEY_TYPES)),
        force: valueOf('force', inputs_values/* parseBoolean */.yG),
        allowTestCa: valueOf('allow_test_ca', inputs_values/* parseBoolean */.yG),
        dryRun: valueOf('dry_run', inputs_values/* parseBoolean */.yG),
        waitTimeoutS: valueOf('wait_timeout', (value) => (0,inputs_values/* parseInteger */.cG)(value, 0, LONGEST_WAIT_S, 'seconds')),
    };
    const propagationSeconds = text('dns_propagation_seconds').trim() === ''
        ? undefined
        : valueOf('dns_propagation_seconds', (value) => (0,inputs_values/* parseInteger */.cG)(value, 1, LONGEST_PROPAGATION_S, 'seconds'));
    if (problems.length > 0 || !isComplete(values))
        throw new errors/* InputError */.dz(problems);
    return {
        ...values,
        propagationSeconds,
        name: text('name').trim(),
        legoPath: text('lego_path').trim(),
        endpoints: text('endpoints').trim(),
        replaces: text('replaces'),
        deletePrevious: text('delete_previous'),
        allowDroppedNames: text('allow_dropped_names'),
    };
}
function missingProblem(inputs) {
    const named = (0,build_text/* enumerate */.HL)(inputs.map((name) => `\`${name}\``));
    return `${named} ${inputs.length === 1 ? 'is' : 'are'} empty or not set. Secrets are not passed to forks, Dependabot, or called workflows without \`secrets: inherit\`.`;
}
function isComplete(values) {
    return Object.values(values).every((value) => value !== undefined);
}
function parseWord(text, form, fallback) {
    if (text === '' && fallback !== undefined)
        return { value: fallback };
    return form.test(text) && !(0,masking/* looksSecret */.n)(text)
        ? { value: text }
        : { fault: { what: `is ${(0,inputs_values/* quoteInput */.Zs)(text)}, which is not of the form that it must have`, remedy: '' } };
}
/** The directory of a CA. */
function parseServer(text) {
    const url = DIRECTORIES[text.toLowerCase()] ?? text;
    if ((0,masking/* looksSecret */.n)(text) || !URL.canParse(url))
        return { fault: SERVER_FAULT };
    const directory = new URL(url);
    const isPlain = directory.username + directory.password + directory.hash === '';
    return directory.protocol === 'https:' && isPlain
        ? { value: { directory, isDefault: directory.href === DIRECTORIES['letsencrypt'] } }
        : { fault: SERVER_FAULT };
}
const SERVER_FAULT = {
    what: 'must be `letsencrypt`, `letsencrypt-staging`, or the https URL of an ACME directory',
    remedy: '',
};
function parseResolvers(text) {
    const resolvers = (0,inputs_values/* parseList */.E1)(text);
    const wrong = resolvers.find((each) => !/^(?:\[[0-9a-f:]+\]|[\w.-]+)(?::\d{1,5})?$/iu.test(each));
    return wrong === undefined
        ? { value: resolvers }
        : { fault: { what: `has ${(0,inputs_values/* quoteInput */.Zs)(wrong)}, which is not of the form \`host:port\``, remedy: '' } };
}

;// CONCATENATED MODULE: ./build/renew/environment.js





/** A shorter mask would blot out half the log. */
const SHORTEST_MASK = 8;
/** Names of variables whose value is a secret, as lego's providers call them. */
const SECRET_NAME = /TOKEN|SECRET|PASSW|(?:^|_)KEY|KEY$|HMAC|CREDENTIAL|PRIVATE|SESSION/iu;
/** What belongs to the runner or to Node, and tokens that lego has no use for. */
const WITHHELD = /^(?:INPUT|ACTIONS|GITHUB|RUNNER|STATE|NODE|GH|DIGITALOCEAN|FORGEJO|GITEA)_|^LEGO_(?:SERVER|EMAIL|PATH)$/iu;
const GITHUB_SERVER = 'https://github.com';
/** By this the runner finds what a job left running. */
const TRACKING = 'RUNNER_TRACKING_ID';
/** Where the folder is written down for the step that removes it if this process could not. */
const FOLDER_STATE = 'renew_folder';
/** Reads the inputs and the environment, and masks every secret before anything else can be written. */
async function readEnvironment() {
    const base = await (0,environment/* readInputs */.K)();
    const values = new Map();
    for (const name of RENEW_INPUT_NAMES)
        values.set(name, core/* getInput */.V4(name, { trimWhitespace: false }));
    const text = (name) => values.get(name) ?? '';
    const variables = variablesOfStep();
    const found = [
        ...[...values.values()].flatMap((value) => (0,masking/* secretsIn */.V)(value)),
        text('dns_token').trim(),
        ...Object.values(parseDnsEnv(text('dns_env'))),
        ...Object.entries(variables).flatMap(([name, value]) => (SECRET_NAME.test(name) ? [value] : [])),
    ];
    const secrets = maskAll(found, base.secrets);
    return {
        raw: { ...base, secrets },
        text,
        variables,
        path: process.env['PATH'] ?? '',
        attestationToken: process.env['GITHUB_SERVER_URL'] === GITHUB_SERVER ? text('github_token').trim() : '',
        workspace: process.env['GITHUB_WORKSPACE'] || '.',
    };
}
/** Masks what is not masked yet; returns all secrets. */
function maskAll(found, known) {
    const lines = found
        .flatMap((secret) => [secret, ...secret.split(/[\r\n]+/u)])
        .map((line) => line.trim())
        .filter((line) => line.length >= SHORTEST_MASK && !/[\r\n]/u.test(line));
    const added = [...new Set(lines)].filter((line) => !known.includes(line));
    for (const secret of added)
        core/* setSecret */.Pq(secret);
    return [...known, ...added];
}
function variablesOfStep() {
    const entries = Object.entries(process.env).filter((entry) => entry[1] !== undefined && (entry[0] === TRACKING || !WITHHELD.test(entry[0])));
    const variables = Object.fromEntries(entries);
    const roots = process.env['NODE_EXTRA_CA_CERTS'] ?? '';
    // One variable for both: a company's CA is told to this action and to lego alike.
    if (roots !== '' && variables['LEGO_CA_CERTIFICATES'] === undefined) {
        variables['LEGO_CA_CERTIFICATES'] = roots;
        variables['LEGO_CA_SYSTEM_CERT_POOL'] = 'true';
    }
    return variables;
}
/** An input of renew/plan/action.yml that the action itself does not have. */
function planInput(name) {
    return core/* getInput */.V4(name);
}
/** The outputs of a plan. */
function writePlan(matrix, count) {
    core/* setOutput */.uH('matrix', matrix);
    core/* setOutput */.uH('count', String(count));
}
/** Writes the folder down for {@link rememberedFolder}. */
function rememberFolder(folder) {
    core/* saveState */.LZ(FOLDER_STATE, folder);
}
/** The folder of the step before; empty if there was none. */
function rememberedFolder() {
    return core/* getState */.Gu(FOLDER_STATE);
}
/** The output that only a renewal has. */
function writeRenewed(isRenewed) {
    core/* setOutput */.uH('renewed', String(isRenewed));
}

// EXTERNAL MODULE: external "node:fs"
var external_node_fs_ = __webpack_require__(3024);
// EXTERNAL MODULE: external "node:path"
var external_node_path_ = __webpack_require__(6760);
;// CONCATENATED MODULE: ./build/renew/folder.js



const PREFIX = 'digitalocean-renew-';
/**
 * Makes a folder that only this user can enter.
 * @param remember is told the path before anything is there: this process may be killed at any moment
 */
function makeFolder(tempFolder, remember = () => undefined) {
    const path = (0,external_node_path_.join)((0,external_node_fs_.realpathSync)(tempFolder), `${PREFIX}${(0,external_node_crypto_.randomBytes)(8).toString('hex')}`);
    remember(path);
    (0,external_node_fs_.mkdirSync)(path, { mode: 0o700 });
    (0,external_node_fs_.chmodSync)(path, 0o700);
    return { path, lego: (0,external_node_path_.join)(path, 'lego-files') };
}
/** Removes a folder that {@link makeFolder} made, with everything in it; nothing else, whatever the path says. */
function removeFolder(path) {
    if (path === '' || !(0,external_node_path_.basename)(path).startsWith(PREFIX))
        return;
    if ((0,external_node_fs_.lstatSync)(path, { throwIfNoEntry: false })?.isDirectory() !== true)
        return;
    (0,external_node_fs_.rmSync)(path, { recursive: true, force: true, maxRetries: 3 });
}
/** Writes the account as lego 4 keeps it: it finds the key and the account's URL, and registers nothing. */
function writeAccount({ lego }, { directory, email, key, url }) {
    const account = (0,external_node_path_.join)(lego, 'accounts', directory.host.replaceAll(':', '_'), email);
    const registration = { body: { status: 'valid' }, uri: url };
    writePrivate((0,external_node_path_.join)(account, 'account.json'), JSON.stringify({ email, registration }));
    // lego reads the forms that it writes.
    const type = key.asymmetricKeyType === 'rsa' ? 'pkcs1' : 'sec1';
    writePrivate((0,external_node_path_.join)(account, 'keys', `${email}.key`), String(key.export({ type, format: 'pem' })));
}
/** Writes the certificate that is to be replaced, without its key, which nobody has: lego tells the CA which one its order replaces. */
function writeReplaced({ lego }, domain, leaf) {
    const name = (0,external_node_path_.join)(lego, 'certificates', domain.replaceAll('*', '_'));
    writePrivate(`${name}.crt`, leaf);
    writePrivate(`${name}.json`, JSON.stringify({ domain, certUrl: '', certStableUrl: '' }));
}
/** Takes back what {@link writeReplaced} wrote. */
function removeCertificates({ lego }) {
    (0,external_node_fs_.rmSync)((0,external_node_path_.join)(lego, 'certificates'), { recursive: true, force: true });
}
/** The certificate that lego issued. It did if there is a key: its exit code says nothing. */
function readIssued({ lego }) {
    const folder = (0,external_node_path_.join)(lego, 'certificates');
    const files = (0,external_node_fs_.lstatSync)(folder, { throwIfNoEntry: false })?.isDirectory() === true ? (0,external_node_fs_.readdirSync)(folder) : [];
    const key = files.find((file) => file.endsWith('.key'));
    if (key === undefined)
        return undefined;
    const read = (file) => (0,external_node_fs_.readFileSync)((0,external_node_path_.join)(folder, file), 'utf8');
    return { privateKey: read(key), fullChain: read(key.replace(/\.key$/u, '.crt')) };
}
function writePrivate(file, content) {
    (0,external_node_fs_.mkdirSync)((0,external_node_path_.dirname)(file), { recursive: true, mode: 0o700 });
    (0,external_node_fs_.writeFileSync)(file, content, { mode: 0o600 });
}

// EXTERNAL MODULE: ./build/digitalocean/dispatcher.js
var digitalocean_dispatcher = __webpack_require__(7734);
// EXTERNAL MODULE: ./build/version.js
var version = __webpack_require__(8508);
;// CONCATENATED MODULE: ./build/renew/transport.js




const LARGEST_RESPONSE = 128 * 1024 * 1024;
/** Requests through the proxies that the environment names, until the deadline. */
function openTransport(directory, proxies, deadline) {
    const dispatcher = (0,digitalocean_dispatcher/* openDispatcher */.y)(directory, proxies, LARGEST_RESPONSE);
    const send = async (url, { method, headers = {}, body, limitMs }) => {
        const signal = AbortSignal.any([deadline.clock.timeoutSignal(limitMs ?? deadline.requestMs()), deadline.stop]);
        const requesting = dispatcher.request({
            origin: url.origin,
            path: url.pathname + url.search,
            method,
            headers: { 'user-agent': `digitalocean-certificate-action/${version/* VERSION */.x}`, ...headers },
            body: body ?? null,
            signal,
        });
        try {
            const response = await (0,waiting/* orAborted */.H6)(requesting, signal);
            return {
                status: response.statusCode,
                headers: response.headers,
                body: Buffer.from(await response.body.arrayBuffer()),
            };
        }
        catch (error) {
            throw new Error(signal.aborted ? 'no response in time' : (0,build_text/* clauseOf */.pQ)((0,build_text/* messageOf */.bD)(error)), { cause: error });
        }
    };
    return { send, close: () => dispatcher.destroy() };
}

;// CONCATENATED MODULE: ./build/renew/acme-account.js



const MOST_ATTEMPTS = 3;
/**
 * Finds the account of a key without creating one (RFC 8555, 7.3.1).
 * @throws ActionError `acme_account` if the CA does not know the key, `acme_failed` if it cannot be asked
 */
async function findAccount(directoryUrl, key, send) {
    const host = directoryUrl.host;
    try {
        const directory = await readDirectory(directoryUrl, send);
        let nonce = nonceOf(await send(directory.newNonce, { method: 'HEAD' }));
        // A nonce may have been used up or forgotten: the error brings the next one (RFC 8555, 6.5).
        for (let attempt = 1; attempt <= MOST_ATTEMPTS; attempt += 1) {
            const reply = await send(directory.newAccount, {
                method: 'POST',
                headers: { 'content-type': 'application/jose+json' },
                body: signRequest(key, directory.newAccount, nonce, { onlyReturnExisting: true }),
            });
            const url = headerOf(reply, 'location');
            if (reply.status === 200 && url !== '')
                return { url, newOrderUrl: directory.newOrder };
            const { type, detail } = problemOf(reply);
            if (type.endsWith(':accountDoesNotExist'))
                throw unknownKeyError(host);
            if (!type.endsWith(':badNonce'))
                throw new Error(`status ${reply.status} ${type} ${detail}`.trim());
            nonce = nonceOf(reply);
        }
        throw new Error('it accepts no nonce');
    }
    catch (error) {
        if (error instanceof errors/* ActionError */.lZ)
            throw error;
        throw new errors/* ActionError */.lZ('acme_failed', `The ACME server ${host} could not be asked for the account: ${(0,build_text/* clauseOf */.pQ)((0,build_text/* messageOf */.bD)(error))}. Nothing was ordered. Check \`acme_server\`. For a CA of your own, set the environment variable NODE_EXTRA_CA_CERTS to a file with its root.`, { cause: error });
    }
}
function unknownKeyError(host) {
    return new errors/* ActionError */.lZ('acme_account', `${host} has no account for \`acme_account_key\`, so nothing was ordered. This action never registers one. Register it once on your machine, as docs/renewal.md shows ("Set it up once"). If the CA asks for external account binding, it is needed only there. Each CA has accounts of its own, also Let's Encrypt's staging environment.`);
}
async function readDirectory(url, send) {
    const reply = await send(url, { method: 'GET', headers: { accept: 'application/json' } });
    const body = jsonOf(reply);
    const [newNonce, newAccount, newOrder] = ['newNonce', 'newAccount', 'newOrder'].map((name) => body[name]);
    if (reply.status !== 200 || !isUrl(newNonce) || !isUrl(newAccount) || !isUrl(newOrder))
        throw new Error(`status ${reply.status}, and the response is not an ACME directory`);
    return { newNonce: new URL(newNonce), newAccount: new URL(newAccount), newOrder };
}
function isUrl(value) {
    return typeof value === 'string' && URL.canParse(value) && new URL(value).protocol === 'https:';
}
function nonceOf(reply) {
    const nonce = headerOf(reply, 'replay-nonce');
    if (nonce === '')
        throw new Error(`status ${reply.status}, and the response has no nonce`);
    return nonce;
}
function headerOf({ headers }, name) {
    const value = headers[name];
    return typeof value === 'string' ? value : '';
}
/** A problem document (RFC 8555, 6.7). */
function problemOf(reply) {
    const { type, detail } = jsonOf(reply);
    return {
        type: typeof type === 'string' ? (0,build_text/* truncate */.xv)(type, 100) : '',
        detail: typeof detail === 'string' ? (0,build_text/* truncate */.xv)(detail, 200) : '',
    };
}
function jsonOf({ body }) {
    try {
        const value = JSON.parse(body.toString('utf8'));
        return typeof value === 'object' && value !== null ? { ...value } : {};
    }
    catch {
        return {};
    }
}
/** A request signed with the account's key, which it carries (RFC 8555, 6.2; RFC 7515, 7.2.2). */
function signRequest(key, url, nonce, payload) {
    const curve = key.asymmetricKeyDetails?.namedCurve;
    const alg = key.asymmetricKeyType === 'rsa' ? 'RS256' : curve === 'secp384r1' ? 'ES384' : 'ES256';
    const header = { alg, jwk: (0,external_node_crypto_.createPublicKey)(key).export({ format: 'jwk' }), nonce, url: url.href };
    const [signedHeader, signedPayload] = [header, payload].map((part) => base64url(Buffer.from(JSON.stringify(part))));
    const data = Buffer.from(`${signedHeader}.${signedPayload}`);
    const signature = (0,external_node_crypto_.sign)(alg === 'ES384' ? 'sha384' : 'sha256', data, { key, dsaEncoding: 'ieee-p1363' });
    return JSON.stringify({ protected: signedHeader, payload: signedPayload, signature: base64url(signature) });
}
function base64url(bytes) {
    return bytes.toString('base64url');
}

// EXTERNAL MODULE: external "node:child_process"
var external_node_child_process_ = __webpack_require__(1421);
// EXTERNAL MODULE: external "node:readline"
var external_node_readline_ = __webpack_require__(481);
;// CONCATENATED MODULE: ./build/renew/program.js


/** So much of what it writes is kept. */
const LONGEST_OUTPUT = 1024 * 1024;
/** Runs a program without a shell, to its end. @throws Error if it cannot be started */
async function runProgram(file, args, { env, signal, onLine = () => undefined }) {
    const child = (0,external_node_child_process_.spawn)(file, args, {
        env,
        stdio: ['ignore', 'pipe', 'pipe'],
        windowsHide: true,
        signal,
        killSignal: 'SIGKILL',
    });
    const ended = new Promise((settle, reject) => {
        child.once('error', (error) => (signal.aborted ? settle(-1) : reject(error)));
        child.once('close', (code) => settle(code ?? -1));
    });
    let output = '';
    for (const stream of [child.stdout, child.stderr])
        (0,external_node_readline_.createInterface)({ input: stream, crlfDelay: Infinity }).on('line', (line) => {
            if (output.length < LONGEST_OUTPUT)
                output += `${line}\n`;
            onLine(line);
        });
    return { code: await ended, output };
}

;// CONCATENATED MODULE: ./build/renew/lego.js




/** With so many days a certificate always counts as due: that was decided before. */
const ALWAYS = '36500';
/** Errors of a CA (RFC 8555, 6.7; RFC 9773, 7.4) that a second order would only repeat, and what to do about them. */
const REMEDIES = {
    rateLimited: 'The CA’s rate limit is reached. Wait until the time in its message: the next run tries again.',
    caa: 'A CAA record forbids it. Add one for this CA, and check its `accounturi`.',
    rejectedIdentifier: 'The CA does not issue for this name. Check `dns_names`.',
    unsupportedIdentifier: 'The CA does not issue for this name. Check `dns_names`.',
    unauthorized: 'The CA did not find the DNS record. Check `dns_provider` and which zone its token may change.',
    dns: 'The CA could not look the name up. Check the zone and its name servers (DNSSEC too).',
    invalidProfile: 'The CA does not have this `profile`.',
    badCSR: 'The CA does not accept this request. Check `key_type` and `profile`.',
    userActionRequired: 'The CA’s terms have changed. Accept them with the client that registered the account.',
    externalAccountRequired: 'The CA asks for external account binding. Register the account with it, once.',
    serverInternal: 'The CA has a fault. The next run tries again.',
};
/**
 * Those of an order that may be about the replaced certificate alone: another account has it, or the CA does not find it. lego repeats
 * a request that met a fault of the CA with the nonce that is used up, so `badNonce` is what is seen last.
 */
const MAY_BE_OF_REPLACEMENT = new Set(['unauthorized', 'serverInternal', 'badNonce']);
/**
 * Orders a certificate with lego. An order that names the replaced certificate does not count against Let's Encrypt's limits; if the CA
 * does not accept that, the same is ordered once more without.
 * @throws ActionError `not_issued`
 */
async function orderCertificate(order) {
    const { folder, dnsNames, replaced, newOrderUrl, log, signal, stop } = order;
    const [first = ''] = dnsNames;
    if (replaced !== '')
        writeReplaced(folder, first, replaced);
    let output = await runLego(order, replaced !== '');
    let issued = readIssued(folder);
    const kind = errorKindOf(output);
    // Another account or CA issued it, or an earlier run has replaced it already.
    const isReplacementRefused = replaced !== '' &&
        output.includes(` ${newOrderUrl} `) &&
        (MAY_BE_OF_REPLACEMENT.has(kind) || REMEDIES[kind] === undefined);
    if (issued === undefined && !signal.aborted && (isReplacementRefused || kind === 'badNonce')) {
        log.info(isReplacementRefused
            ? 'The CA did not accept which certificate is replaced. Ordering without that.'
            : 'A nonce was not accepted. Trying once more.');
        if (isReplacementRefused)
            removeCertificates(folder);
        output = await runLego(order, !isReplacementRefused && replaced !== '');
        issued = readIssued(folder);
    }
    if (issued !== undefined)
        return issued;
    if (stop.aborted)
        throw new errors/* ActionError */.lZ('cancelled', 'The job was cancelled. Run it again: nothing was uploaded.');
    throw new errors/* ActionError */.lZ('not_issued', `lego did not get a certificate. ${remedyOf(output)} Nothing was uploaded.`);
}
/** The last error of the CA in lego's output, such as `rateLimited`. */
function errorKindOf(output) {
    return [...output.matchAll(/urn:ietf:params:acme:error:(\w+)/gu)].at(-1)?.[1] ?? '';
}
function remedyOf(output) {
    const remedy = REMEDIES[errorKindOf(output)];
    const reason = 'Its log above says why.';
    return remedy === undefined
        ? `${reason} Check \`dns_provider\`, its variables, and \`dns_names\`.`
        : `${remedy} ${reason}`;
}
async function runLego(order, isRenewal) {
    const { renewal, folder, env, signal, log, binary, writeRaw } = order;
    const variables = {
        ...env,
        LEGO_SERVER: renewal.server.directory.href,
        LEGO_EMAIL: renewal.email,
        LEGO_PATH: folder.lego,
    };
    // What lego says comes from a CA and a DNS provider: none of it may be a command to the runner.
    const mark = (0,external_node_crypto_.randomBytes)(24).toString('hex');
    writeRaw(`::stop-commands::${mark}`);
    try {
        const onLine = (line) => log.info(line);
        const args = argumentsOf(order, isRenewal);
        const { output } = await runProgram(binary, args, { env: variables, signal, onLine });
        return output;
    }
    finally {
        writeRaw(`::${mark}::`);
    }
}
/** Names and settings alone: each secret is in the environment or in the folder. */
function argumentsOf({ renewal, dnsNames }, isRenewal) {
    const { dnsProvider, resolvers, propagationSeconds, profile, keyType } = renewal;
    return [
        ...dnsNames.map((name) => `--domains=${name}`),
        `--key-type=${keyType}`,
        `--dns=${dnsProvider}`,
        ...resolvers.map((resolver) => `--dns.resolvers=${resolver}`),
        ...(propagationSeconds === undefined ? [] : [`--dns.propagation-wait=${propagationSeconds}s`]),
        isRenewal ? 'renew' : 'run',
        ...(isRenewal ? [`--days=${ALWAYS}`, '--force-cert-domains', '--no-random-sleep'] : []),
        ...(profile === '' ? [] : [`--profile=${profile}`]),
    ];
}

// EXTERNAL MODULE: external "node:zlib"
var external_node_zlib_ = __webpack_require__(8522);
;// CONCATENATED MODULE: ./build/renew/tar.js

const BLOCK = 512;
/** lego itself has 90 MB. */
const LARGEST_ARCHIVE = 512 * 1024 * 1024;
/**
 * One regular file of a gzipped tar archive (POSIX ustar), by its name at the top of the archive.
 * @returns undefined if the archive does not have it
 */
function fileInTar(archive, name) {
    const tar = (0,external_node_zlib_.gunzipSync)(archive, { maxOutputLength: LARGEST_ARCHIVE });
    let offset = 0;
    while (offset + BLOCK <= tar.length) {
        const header = tar.subarray(offset, offset + BLOCK);
        const size = Number.parseInt(textIn(header, 124, 12), 8) || 0;
        const type = textIn(header, 156, 1);
        const start = offset + BLOCK;
        if (textIn(header, 0, 100) === name && (type === '0' || type === ''))
            return tar.subarray(start, start + size);
        offset = start + Math.ceil(size / BLOCK) * BLOCK;
    }
    return undefined;
}
function textIn(header, start, length) {
    return header
        .toString('latin1', start, start + length)
        .replace(/\0.*$/su, '')
        .trim();
}

;// CONCATENATED MODULE: ./build/renew/lego-binary.js







/** lego 5 has other commands and files. */
const VERSION = '4.35.2';
const SERIES = '4';
/** The releases that are used, by Node's names of platform and processor, and the SHA-256 of each archive. */
const RELEASES = {
    'linux-x64': {
        file: `lego_v${VERSION}_linux_amd64.tar.gz`,
        sha256: 'ee5be4bf457de8e3efa86a51651c75c87f0ee0e4e9f3ae14f6034d68365770f3',
    },
    'linux-arm64': {
        file: `lego_v${VERSION}_linux_arm64.tar.gz`,
        sha256: 'e1f153179098d27ce044aaaa168c0e323d50ae71b0f1a147aa8ae49ac6b14d89',
    },
};
const DOWNLOADS = `https://github.com/go-acme/lego/releases/download/v${VERSION}/`;
const MOST_REDIRECTS = 5;
const lego_binary_MOST_ATTEMPTS = 3;
const DOWNLOAD_MS = 120_000;
const CHECK_MS = 60_000;
const OWN_BINARY = `Install lego ${VERSION} on the runner, and set \`lego_path\` to it.`;
/** The path of a lego that may be run. @throws ActionError `lego_unusable` */
async function getLego(options) {
    const { legoPath, workspace, log } = options;
    const path = legoPath === '' ? await download(options) : (0,external_node_path_.resolve)(workspace, legoPath);
    if (legoPath !== '' && (0,external_node_fs_.statSync)(path, { throwIfNoEntry: false })?.isFile() !== true)
        throw unusable('`lego_path` names no file.');
    const { output, code } = await runProgram(path, ['--version'], { env: {}, signal: checkSignal(options) }).catch((error) => ({ output: (0,build_text/* clauseOf */.pQ)((0,build_text/* messageOf */.bD)(error)), code: -1 }));
    const version = /\blego version v?(?<version>\d+[\w.+-]*)/u.exec(output)?.groups?.['version'];
    if (code !== 0 || version === undefined)
        throw unusable('It does not tell its version, so it is no lego that runs here.');
    if (version.split('.')[0] !== SERIES)
        throw unusable(`It is version ${version}, and only lego ${SERIES} works here.`);
    log.info(`lego ${version} ${legoPath === '' ? 'was downloaded, and its checksum is the pinned one' : 'is used as `lego_path` says'}.`);
    return path;
}
function checkSignal({ deadline }) {
    return AbortSignal.any([deadline.clock.timeoutSignal(CHECK_MS), deadline.stop]);
}
function unusable(what, cause) {
    return new errors/* ActionError */.lZ('lego_unusable', `lego cannot be used, so nothing was ordered. ${what} ${OWN_BINARY}`, {
        cause,
    });
}
async function download(options) {
    const { platform, folder, send, log, releases = RELEASES } = options;
    const release = releases[platform];
    if (release === undefined)
        throw unusable(`There is no pinned release for this platform (${platform}).`);
    const url = new URL(release.file, DOWNLOADS);
    const archive = await fetchFile(url, send, log);
    const sha256 = (0,external_node_crypto_.createHash)('sha256').update(archive).digest('hex');
    if (sha256 !== release.sha256)
        throw unusable(`The download from ${url.host} has the SHA-256 ${sha256}, and not the pinned ${release.sha256}.`);
    await verifyAttestation(archive, release.file, options);
    const binary = fileInTar(archive, 'lego');
    if (binary === undefined)
        throw unusable('The archive has no file `lego`.');
    const path = (0,external_node_path_.join)(folder, 'lego');
    (0,external_node_fs_.writeFileSync)(path, binary, { mode: 0o700 });
    (0,external_node_fs_.chmodSync)(path, 0o700);
    return path;
}
async function fetchFile(first, send, log) {
    let reason = '';
    for (let attempt = 1; attempt <= lego_binary_MOST_ATTEMPTS; attempt += 1) {
        try {
            return await follow(first, send, MOST_REDIRECTS);
        }
        catch (error) {
            reason = (0,build_text/* clauseOf */.pQ)((0,build_text/* messageOf */.bD)(error));
            log.info(`lego could not be downloaded (attempt ${attempt} of ${lego_binary_MOST_ATTEMPTS}): ${reason}`);
        }
    }
    throw unusable(`It could not be downloaded from ${first.host}: ${reason}.`);
}
/** No secret travels with these requests, and the checksum decides: redirects to other hosts are fine. */
async function follow(url, send, redirectsLeft) {
    const reply = await send(url, { method: 'GET', limitMs: DOWNLOAD_MS });
    if (reply.status === 200)
        return reply.body;
    const { location } = reply.headers;
    if (reply.status < 300 || reply.status > 399 || typeof location !== 'string' || redirectsLeft === 0)
        throw new Error(`status ${reply.status} from ${url.host}`);
    const next = new URL(location, url);
    if (next.protocol !== 'https:')
        throw new Error(`${url.host} redirects to an address without https`);
    return follow(next, send, redirectsLeft - 1);
}
/**
 * Asks GitHub whether lego's own workflow built the archive. The checksum has decided before: what cannot be asked, because `gh` is
 * missing or old, or GitHub cannot be reached, is no obstacle.
 */
async function verifyAttestation(archive, file, options) {
    const { folder, github, log } = options;
    if (github.token === '')
        return;
    const path = (0,external_node_path_.join)(folder, file);
    (0,external_node_fs_.writeFileSync)(path, archive, { mode: 0o600 });
    const env = { GH_TOKEN: github.token, PATH: github.path, HOME: folder, GH_PROMPT_DISABLED: '1', NO_COLOR: '1' };
    const args = ['attestation', 'verify', path, '--repo', 'go-acme/lego'];
    try {
        const { code } = await runProgram('gh', args, { env, signal: checkSignal(options) });
        log.info(code === 0
            ? 'GitHub attests that lego’s own release workflow built it.'
            : '`gh attestation verify` did not confirm it. The pinned checksum matches.');
    }
    catch {
        log.info('`gh` was not found, so there is no attestation. The pinned checksum matches.');
    }
}

;// CONCATENATED MODULE: ./build/renew/issue.js





/**
 * Orders one certificate with lego. The account key is on disk for as long as lego runs, the new key until it has been read.
 * @returns undefined in a dry run
 * @throws ActionError `acme_account`, `acme_failed`, `lego_unusable`, `not_issued` or `cancelled`
 */
async function issue(request, context) {
    const { renewal, deadline, environment, log } = context;
    const transport = openTransport(renewal.server.directory, environment.raw.proxies, deadline);
    try {
        const account = await findAccount(renewal.server.directory, renewal.accountKey, transport.send);
        log.info(`The account at ${renewal.server.directory.host} is ${account.url}.`);
        if (request.isDryRun)
            return undefined;
        const folder = makeFolder(environment.raw.tempFolder, context.remember);
        try {
            const binary = await getLego({
                legoPath: renewal.legoPath,
                workspace: environment.workspace,
                folder: folder.path,
                platform: `${process.platform}-${process.arch}`,
                send: transport.send,
                log,
                github: { token: environment.attestationToken, path: environment.path },
                deadline,
            });
            return await order(request, account, binary, folder, context);
        }
        finally {
            removeFolder(folder.path);
        }
    }
    finally {
        await transport.close();
    }
}
async function order({ dnsNames, replaced }, account, binary, folder, { renewal, deadline, environment, log, writeRaw }) {
    const { email, accountKey: key, server } = renewal;
    writeAccount(folder, { directory: server.directory, email, key, url: account.url });
    const { clock, stop } = deadline;
    return orderCertificate({
        renewal,
        dnsNames,
        replaced,
        newOrderUrl: account.newOrderUrl,
        binary,
        folder,
        env: variablesOf(renewal, environment),
        signal: AbortSignal.any([clock.timeoutSignal(Math.max(deadline.remainingMs(), 1)), stop]),
        stop,
        log,
        writeRaw,
    });
}
/** What lego's DNS provider reads: the variables of the step, then those of `dns_env`; DigitalOcean's token has inputs of its own. */
function variablesOf({ dnsProvider, dnsEnv }, { variables, text, raw }) {
    const all = { ...variables, ...dnsEnv };
    if (dnsProvider !== 'digitalocean')
        return all;
    const token = text('dns_token').trim() || all['DO_AUTH_TOKEN'] || raw.token.value;
    return { ...all, DO_AUTH_TOKEN: token };
}

// EXTERNAL MODULE: ./build/certificates/family.js
var family = __webpack_require__(8593);
// EXTERNAL MODULE: ./build/outcome.js
var build_outcome = __webpack_require__(7072);
// EXTERNAL MODULE: ./build/checking/due.js
var due = __webpack_require__(3007);
;// CONCATENATED MODULE: ./build/renew/due.js


const REASONS = {
    lifetime: 'little of its lifetime is left',
    ari: 'its CA asks to renew it (ARI)',
    revoked: 'its CA has revoked it (ARI)',
    names: 'it does not cover all of the names',
};
/** Why a check found that the certificate of a family is due, to stand after "because"; undefined if it is not. */
function dueReasonOf({ due = [] }, name) {
    const found = due.find(({ certificate }) => (0,family/* familyNameOf */.px)(certificate) === name);
    return found === undefined ? undefined : REASONS[found.reason];
}
/** Is a certificate due by its age alone? @param now milliseconds since the epoch */
function isOld(certificate, now) {
    return (0,due/* findDue */.oN)([certificate], { now, served: new Map(), windows: new Map(), dnsNames: [] }).length > 0;
}

// EXTERNAL MODULE: ./build/x509/certificate.js
var certificate = __webpack_require__(238);
// EXTERNAL MODULE: ./build/x509/trust.js
var trust = __webpack_require__(7311);
;// CONCATENATED MODULE: ./build/renew/issued.js



/** The certificates of a full chain, the leaf first; none if it cannot be read. */
function certificatesIn(fullChain) {
    const reading = (0,pem/* readPem */.Je)(fullChain);
    return 'fault' in reading ? [] : reading.blocks.flatMap((block) => (0,certificate/* parseCertificate */.hB)(block) ?? []);
}
/** The leaf of a full chain. */
function leafIn(fullChain) {
    return certificatesIn(fullChain)[0];
}
/** The name of the test CA that issued a full chain; undefined if it is from no test CA, or cannot be read (which the upload tells). */
function testCaIn(fullChain) {
    const [leaf, ...others] = certificatesIn(fullChain);
    return leaf === undefined ? undefined : (0,trust/* testCaOf */.q_)(leaf, others);
}

;// CONCATENATED MODULE: ./build/renew/pipeline.js








/** What another attempt cannot change: the inputs, the token's rights, and the certificate. */
const FINAL = new Set([
    'api_missing_scope',
    'cancelled',
    'dropped_names',
    'input',
    'internal',
    'kubernetes_expiring',
    'missing_scopes',
    'older',
    'origin_ca',
    'state_error',
    'suffixed_name',
    'uncovered_domain',
]);
const UPLOAD_PACE = { firstMs: 5_000, factor: 2, maxMs: 120_000 };
/**
 * Keeps one family renewed. What the account and the endpoints show is all that it knows of earlier runs: it finishes a rotation that
 * was interrupted; else it orders a certificate if one is due, and puts it in place.
 * @throws ActionError
 */
async function renewCertificate(renewal, context) {
    const { operate, log } = context;
    const listing = await operate('list', { name: renewal.name });
    if (listing.failure !== undefined)
        return { result: listing, isRenewed: false };
    const members = listing.outcome.certificates;
    if (!renewal.force && members.length > 0) {
        const finished = await finishRotation(renewal, members, context);
        if (finished !== undefined)
            return { result: finished, isRenewed: false };
    }
    const check = members.length === 0 ? listing : await checkFamily(renewal, context);
    const reason = members.length === 0
        ? 'it is the first one'
        : renewal.force
            ? 'of `force`'
            : dueReasonOf(check.outcome, renewal.name);
    if (reason === undefined) {
        if (check.failure === undefined)
            log.info(`${(0,build_text/* quoteName */.AB)(renewal.name)} is not due. Nothing was ordered.`);
        return { result: check, isRenewed: false };
    }
    if (check.failure !== undefined)
        log.warning(check.failure.message);
    const dnsNames = renewal.dnsNames.length > 0 ? renewal.dnsNames : namesOf(members, renewal.name);
    log.info(`A certificate for ${(0,build_text/* enumerate */.HL)(dnsNames, 10)} is to be ordered, because ${reason}.`);
    const request = { dnsNames, replaced: leafOf(check.outcome, members), isDryRun: renewal.dryRun };
    const issued = await withOutcome(context.issue(request), check.outcome);
    if (issued === undefined)
        return { result: planned(renewal, dnsNames, check.outcome), isRenewed: false };
    return putInPlace(renewal, issued, members, check, context);
}
/** Finishes what an earlier run began; undefined if there is nothing to finish, or if the newest certificate is due itself. */
async function finishRotation(renewal, members, { operate, log, clock }) {
    const inputs = { ...rotationOf(renewal), source: 'uploaded' };
    const plan = await operate('rotate', { ...inputs, dry_run: 'true' }, true);
    if (plan.failure !== undefined || plan.outcome.changed !== true)
        return undefined;
    const [newest] = (0,family/* newestFirst */.ll)(members);
    // A rotation that cannot be finished must not keep the next certificate away until this one has expired.
    if (newest === undefined || isOld(newest, clock.now()))
        return undefined;
    log.info('An earlier rotation is not complete. It is finished with the certificate that was uploaded; none is ordered.');
    return operate('rotate', renewal.dryRun ? { ...inputs, dry_run: 'true' } : inputs);
}
async function checkFamily(renewal, { operate }) {
    const { directory, isDefault } = renewal.server;
    return operate('check', {
        name: renewal.name,
        on_expiring: 'ignore',
        endpoints: renewal.endpoints || 'auto',
        dns_names: renewal.dnsNames.join(','),
        acme_directory: isDefault ? '' : directory.href,
        allow_test_ca: String(renewal.allowTestCa),
    });
}
function namesOf(members, name) {
    const names = ((0,family/* newestFirst */.ll)(members)[0]?.dnsNames ?? []).filter((each) => each.trim() !== '');
    if (names.length > 0)
        return names;
    const why = members.length === 0
        ? `there is no certificate named ${(0,build_text/* quoteName */.AB)(name)}. Check \`name\`. For a first certificate set`
        : 'DigitalOcean lists no names of the certificate. Set';
    throw new errors/* ActionError */.lZ('input', `\`dns_names\` is empty or not set, and ${why} \`dns_names\` to its names.`);
}
/** What a dry run would do. */
function planned({ name }, dnsNames, outcome) {
    const order = { action: 'order', object: `a certificate for ${(0,build_text/* enumerate */.HL)(dnsNames, 10)}`, reason: '' };
    const upload = { action: 'upload', object: `it as a member of ${(0,build_text/* quoteName */.AB)(name)}`, reason: '' };
    return { outcome: { ...outcome, changed: true, planned: [order, upload] } };
}
/** Uploads the certificate and puts it in place of the older ones; what fails is tried again, since a new run would order again. */
async function putInPlace(renewal, issued, members, check, context) {
    const { operate, log, clock, stop } = context;
    const testCa = renewal.allowTestCa ? undefined : testCaIn(issued.fullChain);
    if (testCa !== undefined) {
        log.notice(`The certificate was issued by ${testCa}, a test CA. It is not uploaded, because clients do not accept it. Nothing was changed.`);
        return { result: { outcome: check.outcome }, isRenewed: false };
    }
    const isFirst = members.length === 0 && renewal.replaces === '';
    const files = { private_key: issued.privateKey, leaf_certificate: issued.fullChain };
    const shared = { ...files, allow_test_ca: String(renewal.allowTestCa) };
    const deadline = (0,waiting/* makeDeadline */.tb)(clock, renewal.waitTimeoutS * 1_000, stop);
    let last;
    await (0,waiting/* poll */.wt)(deadline, UPLOAD_PACE, async () => {
        const inputs = { ...shared, wait_timeout: String(Math.ceil(deadline.remainingMs() / 1_000)) };
        last = isFirst
            ? await operate('present', { ...inputs, name: renewal.name })
            : await operate('rotate', { ...inputs, ...rotationOf(renewal) });
        const { failure } = last;
        if (failure === undefined || FINAL.has(failure.code))
            return { value: last };
        log.info(`${failure.message} Trying again with the same certificate.`);
        return { reason: failure.message };
    });
    if (last === undefined)
        throw new errors/* ActionError */.lZ('internal', 'Nothing was tried.');
    return { result: last.failure === undefined ? last : withLoss(last), isRenewed: last.failure === undefined };
}
/** A failure after an order, with what became of the certificate. */
function withLoss({ outcome, failure }) {
    if (failure === undefined)
        return { outcome };
    const isUploaded = outcome.created !== undefined || outcome.subject !== undefined;
    const rest = isUploaded
        ? 'The new certificate is uploaded: the next run finishes the rotation and orders none.'
        : 'The new certificate could not be uploaded, and its key is gone: the next run orders another one.';
    return {
        outcome,
        failure: new build_outcome/* OperationError */.OK(failure.code, `${failure.message} ${rest}`, outcome, { cause: failure }),
    };
}
/** The inputs that every rotation of this family has. */
function rotationOf(renewal) {
    const { name, endpoints, replaces, deletePrevious, allowDroppedNames } = renewal;
    return {
        name,
        endpoints: endpoints === 'auto' ? '' : endpoints,
        replaces,
        delete_previous: deletePrevious,
        allow_dropped_names: allowDroppedNames,
    };
}
async function withOutcome(work, known) {
    try {
        return await work;
    }
    catch (error) {
        if (!(error instanceof errors/* ActionError */.lZ))
            throw error;
        throw new build_outcome/* OperationError */.OK(error.code, error.message, known, { cause: error });
    }
}
/** The leaf that is served, if it is the newest member: of another one it is not known which account ordered it. */
function leafOf({ servedLeaf = '' }, members) {
    const [newest] = (0,family/* newestFirst */.ll)(members);
    const leaf = servedLeaf === '' ? undefined : leafIn(servedLeaf);
    return leaf !== undefined && (0,certificate/* sha1FingerprintOf */.nb)(leaf) === newest?.sha1Fingerprint ? servedLeaf : '';
}

// EXTERNAL MODULE: ./build/x509/dns-names.js
var dns_names = __webpack_require__(5983);
;// CONCATENATED MODULE: ./build/renew/plan-inputs.js




/** GitHub's limit for the jobs of one matrix. */
const LARGEST_MATRIX = 256;
const KEYS = ['name', 'dns_names', 'endpoints', 'profile'];
const EXAMPLE = 'Its form is `[{"name": "web", "dns_names": ["www.example.com"], "endpoints": "www.example.com"}]`.';
/**
 * Reads `certificates`.
 * @returns undefined if it is empty: then every custom family counts
 * @throws InputError with all problems
 */
function parseWanted(text) {
    if (text.trim() === '')
        return undefined;
    const list = plan_inputs_jsonOf(text);
    if (!Array.isArray(list) || list.length === 0)
        throw new errors/* InputError */.dz([`\`certificates\` is not a JSON list of certificates. ${EXAMPLE}`]);
    if (list.length > LARGEST_MATRIX)
        throw new errors/* InputError */.dz([
            `\`certificates\` has ${list.length} entries, and GitHub accepts ${LARGEST_MATRIX} jobs in a matrix. Call the workflow more than once.`,
        ]);
    const problems = [];
    const wanted = list.map((entry, at) => wantedOf(entry, `Entry ${at + 1} of \`certificates\``, problems));
    const names = wanted.map(({ name }) => name);
    const twice = names.find((name, at) => name !== '' && names.indexOf(name) !== at);
    if (twice !== undefined)
        problems.push(`\`certificates\` has ${(0,inputs_values/* quoteInput */.Zs)(twice)} more than once. Put its DNS names into one entry.`);
    if (problems.length > 0)
        throw new errors/* InputError */.dz(problems);
    return wanted;
}
function wantedOf(entry, where, problems) {
    const fields = typeof entry === 'object' && entry !== null && !Array.isArray(entry) ? { ...entry } : {};
    const complain = (what) => void problems.push(`${where} ${what}`);
    const unknown = Object.keys(fields).filter((key) => !KEYS.includes(key));
    if (unknown.length > 0)
        complain(`has an unknown key ${(0,inputs_values/* quoteInput */.Zs)(unknown[0] ?? '')}. ${EXAMPLE}`);
    const textOf = (key) => {
        const value = fields[key] ?? '';
        const parts = Array.isArray(value) ? value : [value];
        if (parts.every((part) => typeof part === 'string'))
            return parts.join(',').trim();
        complain(`has a \`${key}\` that is neither text nor a list of texts. ${EXAMPLE}`);
        return '';
    };
    const valueOf = (key, parse, fallback) => {
        const parsed = parse(textOf(key));
        if ('value' in parsed)
            return parsed.value;
        complain((0,errors/* faultSentences */.Lm)(`has a \`${key}\` that`, parsed.fault));
        return fallback;
    };
    const name = textOf('name');
    if (name === '')
        complain(`has no \`name\`. ${EXAMPLE}`);
    else if (name.length > family/* FAMILY_NAME_MAX_LENGTH */.pQ || /\p{Cc}/u.test(name) || (0,masking/* looksSecret */.n)(name))
        complain(`has a \`name\` that cannot be used. Use one line of at most ${family/* FAMILY_NAME_MAX_LENGTH */.pQ} characters.`);
    const profile = textOf('profile');
    if (!/^[\w.-]{0,64}$/u.test(profile))
        complain('has a `profile` that no CA has.');
    valueOf('endpoints', inputs_values/* parseEndpoints */.aL, []);
    return {
        name,
        dnsNames: valueOf('dns_names', inputs_values/* parseDnsNames */.R0, []),
        endpoints: valueOf('endpoints', inputs_values/* parseNames */.Gw, []),
        profile,
    };
}
function plan_inputs_jsonOf(text) {
    try {
        return JSON.parse(text);
    }
    catch {
        return undefined;
    }
}

;// CONCATENATED MODULE: ./build/renew/plan.js





/**
 * What is to be renewed, found with one reading of the account. Each row is checked again by the job that renews it: one too many costs
 * a job, and one too few would let a certificate expire.
 * @throws ActionError if the account cannot be read
 */
async function planRenewals({ wanted, force, directory, operate, log, }) {
    const endpoints = ['auto', ...(wanted ?? []).flatMap((each) => each.endpoints)].join(',');
    const check = await operate('check', { endpoints, on_expiring: 'ignore', acme_directory: directory });
    const { certificates } = check.outcome;
    if (check.failure !== undefined && certificates.length === 0)
        throw check.failure;
    if (check.failure !== undefined)
        log.warning(check.failure.message);
    const rows = (wanted ?? familiesOf(certificates, log)).flatMap((each) => {
        const reason = force ? 'of `force`' : reasonFor(each, check.outcome);
        if (reason === undefined)
            return [];
        log.info(`${(0,build_text/* quoteName */.AB)(each.name)}: to be looked at, because ${reason}`);
        const { name, dnsNames, profile } = each;
        return [{ name, dns_names: dnsNames.join(','), endpoints: each.endpoints.join(','), profile }];
    });
    log.info(`${(0,build_text/* countOf */.pq)(rows.length, 'certificate')} to renew or to finish.`);
    if (rows.length > LARGEST_MATRIX)
        log.warning(`\`matrix\` has the first ${LARGEST_MATRIX} of ${rows.length} certificates, because GitHub accepts no more. The next run takes the rest.`);
    return rows.slice(0, LARGEST_MATRIX);
}
/** Why a job is to look at this certificate, to stand after "because"; undefined if none has to. */
function reasonFor(wanted, check) {
    const members = (0,family/* newestFirst */.ll)((0,family/* membersOf */.lS)(check.certificates, wanted.name));
    const [newest] = members;
    if (newest === undefined)
        return 'there is none yet';
    if (members.length > 1)
        return 'there are older certificates';
    const due = dueReasonOf(check, wanted.name);
    if (due !== undefined)
        return due;
    const listed = newest.dnsNames.filter((name) => name.trim() !== '');
    const missing = listed.length === 0 ? [] : wanted.dnsNames.filter((name) => !listed.includes(name) && !(0,dns_names/* covers */.hU)(listed, name));
    if (missing.length > 0)
        return `it does not cover ${(0,build_text/* enumerate */.HL)(missing, 5)}`;
    const hosts = wanted.endpoints.map((endpoint) => endpoint.toLowerCase().split(/[@:]/u)[0]);
    const others = (check.endpoints ?? []).filter(({ probed }) => hosts.includes(probed.endpoint.host) && probed.served?.sha1Fingerprint !== newest.sha1Fingerprint);
    return others.length > 0 ? 'an endpoint does not serve it' : undefined;
}
/** Every custom family whose names are known, the first to expire first. */
function familiesOf(certificates, log) {
    const custom = certificates.filter(({ type }) => type === 'custom');
    return [...new Set(custom.map(family/* familyNameOf */.px))].flatMap((name) => {
        const dnsNames = ((0,family/* newestFirst */.ll)((0,family/* membersOf */.lS)(custom, name))[0]?.dnsNames ?? []).filter((each) => each.trim() !== '');
        if (dnsNames.length === 0)
            log.warning(`${(0,build_text/* quoteName */.AB)(name)} is left out, because DigitalOcean lists no names of it. Name it in \`certificates\`.`);
        return dnsNames.length === 0 ? [] : [{ name, dnsNames, endpoints: [], profile: '' }];
    });
}

;// CONCATENATED MODULE: ./build/renew/main.js














/** The program behind renew/action.yml. @returns the exit code */
async function renew(machine = (0,main.systemMachine)()) {
    const environment = await readEnvironment();
    const run = (0,main/* makeRun */.SA)(environment.raw, machine);
    const { result, isRenewed, title } = await attempt(environment, run);
    const code = (0,main/* report */.z8)(result, title, run);
    writeRenewed(isRenewed && result.failure === undefined);
    return code;
}
/** The program behind renew/plan/action.yml. @returns the exit code */
async function plan(machine = (0,main.systemMachine)()) {
    const raw = await (0,environment/* readInputs */.K)();
    const run = (0,main/* makeRun */.SA)(raw, machine);
    let rows = [];
    let failure;
    try {
        const wanted = parseWanted(planInput('certificates'));
        const server = parseServer(planInput('acme_server') || RENEW_INPUTS.acme_server);
        const force = (0,inputs_values/* parseBoolean */.yG)(planInput('force') || 'false');
        const faults = [
            ...('fault' in server ? [(0,errors/* faultSentences */.Lm)('`acme_server`', server.fault)] : []),
            ...('fault' in force ? [(0,errors/* faultSentences */.Lm)('`force`', force.fault)] : []),
        ];
        if (!('value' in server) || !('value' in force))
            throw new errors/* InputError */.dz(faults);
        const operate = makeOperate(raw, run);
        const directory = server.value.isDefault ? '' : server.value.directory.href;
        rows = await planRenewals({ wanted, force: force.value, directory, operate, log: run.log });
    }
    catch (error) {
        failure = (0,main/* resultOf */.Bg)(error, run).failure;
    }
    if (failure !== undefined)
        run.log.error(failure.message);
    writePlan(rows.length === 0 ? '' : run.show.json({ include: rows }), rows.length);
    run.log.finish();
    return failure === undefined ? 0 : 1;
}
/** Runs after the job: what a killed run left behind goes. @returns the exit code */
function cleanUp() {
    removeFolder(rememberedFolder());
    return 0;
}
async function attempt(environment, run) {
    const title = { operation: 'renew', subject: environment.text('name').trim(), isDryRun: false };
    try {
        const renewal = parseRenewal(environment.text);
        const stop = run.machine.stop ?? new AbortController().signal;
        const deadline = (0,waiting/* makeDeadline */.tb)(run.machine.clock, renewal.waitTimeoutS * 1_000, stop);
        const renewed = await renewCertificate(renewal, {
            log: run.log,
            clock: run.machine.clock,
            stop,
            operate: makeOperate(environment.raw, run),
            issue: (request) => issue(request, {
                renewal,
                deadline,
                environment,
                log: run.log,
                writeRaw: (line) => main/* SINK */.so.write(line),
                remember: rememberFolder,
            }),
        });
        return { ...renewed, title: { ...title, isDryRun: renewal.dryRun } };
    }
    catch (error) {
        return { result: (0,main/* resultOf */.Bg)(error, run), isRenewed: false, title };
    }
}
/** Runs one operation with the inputs given, and nothing else but what reaches the API. */
function makeOperate(raw, run) {
    return async (operation, inputs, isQuiet = false) => {
        const values = {
            token: raw.text('token'),
            api_url: raw.text('api_url'),
            wait_timeout: raw.text('wait_timeout'),
            operation,
            ...inputs,
        };
        // The key that lego made is a secret from now on.
        const secrets = maskAll(Object.values(values).flatMap((value) => (0,masking/* secretsIn */.V)(value)), raw.secrets);
        const show = (0,build_text/* makeShow */.IU)(secrets);
        const silent = { info: none, notice: none, warning: none, error: none, group: none, finish: none };
        const ownRaw = { ...raw, text: (name) => values[name] ?? '', files: {}, secrets };
        const { result } = await (0,main/* runOperation */.xj)({ ...run, raw: ownRaw, show, ...(isQuiet ? { log: silent } : {}) });
        // A failure of its inputs is a fault of this program, or of inputs that it passed on as they are.
        return result;
    };
}
function none() {
    // Nothing is written.
}
/** The programs by the word that starts them. */
const PARTS = {
    renew: () => renew(),
    'renew-plan': () => plan(),
    'renew-clean-up': cleanUp,
};


/***/ })

};
