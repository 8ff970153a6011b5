export const id = 317;
export const ids = [317];
export const modules = {

/***/ 4317:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  readDirectory: () => (/* binding */ readDirectory)
});

// EXTERNAL MODULE: ./build/text.js + 1 modules
var build_text = __webpack_require__(1957);
// EXTERNAL MODULE: ./build/x509/shared-facts.js
var shared_facts = __webpack_require__(542);
// EXTERNAL MODULE: external "node:crypto"
var external_node_crypto_ = __webpack_require__(7598);
// EXTERNAL MODULE: ./build/x509/certificate.js
var x509_certificate = __webpack_require__(238);
// EXTERNAL MODULE: ./build/x509/paths.js
var paths = __webpack_require__(3585);
// EXTERNAL MODULE: ./build/x509/public-key.js
var public_key = __webpack_require__(6626);
;// CONCATENATED MODULE: ./build/x509/verified-ahead.js




/** Hashes by signature algorithm (RFC 4055, 5; RFC 5758, 3.2): of those that nearly all certificates have. */
const HASHES = {
    '1.2.840.113549.1.1.11': 'sha256',
    '1.2.840.113549.1.1.12': 'sha384',
    '1.2.840.113549.1.1.13': 'sha512',
    '1.2.840.10045.4.3.2': 'sha256',
    '1.2.840.10045.4.3.3': 'sha384',
    '1.2.840.10045.4.3.4': 'sha512',
};
/** What is found true is remembered; whatever else comes out is left to the search for paths, which verifies again. */
function makeAheadVerifier(signatures) {
    const issuers = new Map();
    const { promise, resolve } = Promise.withResolvers();
    // One more than there are, so that it ends only after all have begun.
    let running = 1;
    const end = () => {
        running -= 1;
        if (running === 0)
            resolve();
    };
    return {
        add: (chain) => {
            for (let at = 0; at + 1 < chain.length; at += 1) {
                const [certificate, issuer] = [chain[at], chain[at + 1]];
                if (certificate !== undefined && issuer !== undefined && (0,x509_certificate/* namesIssuer */.YV)(certificate, issuer))
                    issuers.set(certificate, issuer);
            }
        },
        begin: () => {
            for (const [certificate, issuer] of issuers) {
                running += 1;
                verifyOne(certificate, issuer, (isTrue) => {
                    if (isTrue)
                        (0,paths/* rememberSigned */.UY)(certificate, issuer, true, { signatures });
                    end();
                });
            }
            end();
        },
        settled: () => promise,
    };
}
/** @param tell whether it is signed; false also if that is not known */
function verifyOne(certificate, issuer, tell) {
    const { fields, block } = certificate;
    const { signed, signatureAlgorithm } = fields;
    const hash = HASHES[signatureAlgorithm];
    const numbers = issuer.fields.publicNumbers;
    // A signature of another algorithm than it says does not count; and some unusual keys need a second for one.
    const isUsual = numbers?.type === (signatureAlgorithm.startsWith('1.2.840.113549.') ? 'rsa' : 'ec') && (0,public_key/* isUsualType */.NI)(numbers);
    if (hash === undefined || signed === undefined || !isUsual) {
        tell(false);
        return;
    }
    try {
        const key = issuer.x509.publicKey;
        const { body, signature } = signed;
        const bytesIn = ({ start, end }) => block.der.subarray(start, end);
        (0,external_node_crypto_.verify)(hash, bytesIn(body), key, bytesIn(signature), (error, isValid) => tell(error === null && isValid));
    }
    catch {
        // A key that Node does not know.
        tell(false);
    }
}

// EXTERNAL MODULE: ./build/errors.js
var errors = __webpack_require__(9473);
// EXTERNAL MODULE: external "node:fs"
var external_node_fs_ = __webpack_require__(3024);
// EXTERNAL MODULE: external "node:path"
var external_node_path_ = __webpack_require__(6760);
// EXTERNAL MODULE: ./build/x509/masking.js + 1 modules
var masking = __webpack_require__(4732);
// EXTERNAL MODULE: ./build/inputs/files.js
var files = __webpack_require__(4519);
;// CONCATENATED MODULE: ./build/inputs/folder-checks.js






/** A folder of more is not one of certificates. */
const MOST_FILES = 10_000;
const MOST_LEVELS = 6;
const LONGEST_QUOTED_PATH = 200;
/** Something is wrong with the folder as a whole: nothing of it is used. */
class FolderError extends Error {
    fault;
    /** @param what to stand after `` `directory` `` */
    constructor(what, remedy) {
        super(what);
        this.name = new.target.name;
        this.fault = { what, remedy };
    }
}
/** Most paths have nothing that is long enough for a secret, and there may be thousands. */
const LONG_PIECE = /[\w+/=%:\\\s-]{15,}|[^ -~]/u;
/** Does a path look like a key or token, or have one in it? */
function isSecretPath(path) {
    return LONG_PIECE.test(path) && (0,masking/* looksSecret */.n)(path);
}
/** A path for a message: on one line, not too long, and not at all if it looks like a secret. */
function quotePath(path) {
    return isSecretPath(path)
        ? 'a path that looks like a key or token'
        : `"${(0,build_text/* truncate */.xv)((0,build_text/* flatten */.Bq)(path), LONGEST_QUOTED_PATH)}"`;
}
/**
 * The names in a folder, in order; none if there is no such folder.
 * @param location where it is on the disk
 * @returns with what to open for each name that is no UTF-8
 * @throws FolderError
 */
function namesIn(path, location) {
    const bytes = new Map();
    try {
        const entries = (0,external_node_fs_.readdirSync)(location, { withFileTypes: true }).map((entry) => rawEntryOf(entry, entry.name));
        if (entries.some(({ name }) => name.includes('\uFFFD')) || typeof location !== 'string')
            return { entries: readAsBytes(location, bytes).toSorted(compareNames), bytes };
        return { entries: entries.toSorted(compareNames), bytes };
    }
    catch (error) {
        const code = (0,errors/* nodeErrorCode */.uc)(error);
        if (code === 'ENOENT' || code === 'ENOTDIR')
            return { entries: [], bytes };
        throw new FolderError(`has a folder ${path === '' ? 'that' : `${quotePath(path)}, which`} this user may not read (${code || 'unknown error'})`, 'If it belongs to root, copy it with sudo, and use chown on the copy.');
    }
}
/** For names that are no UTF-8, which cannot be opened by what is shown of them. */
function readAsBytes(location, bytes) {
    return (0,external_node_fs_.readdirSync)(location, { encoding: 'buffer', withFileTypes: true }).map((entry) => {
        const name = readableName(entry.name);
        bytes.set(name, Buffer.concat([Buffer.from(location), Buffer.from(external_node_path_.sep), entry.name]));
        return rawEntryOf(entry, name);
    });
}
function rawEntryOf(entry, name) {
    return { name, isFolder: entry.isDirectory(), isFile: entry.isFile(), isLink: entry.isSymbolicLink() };
}
function compareNames(a, b) {
    return a.name < b.name ? -1 : Number(a.name > b.name);
}
/** UTF-8, with what is none of it in hexadecimal. */
function readableName(bytes) {
    const text = bytes.toString('utf8');
    return Buffer.from(text).equals(bytes)
        ? text
        : bytes.toString('latin1').replaceAll(/[^ -~]/gu, (byte) => `\\x${byte.charCodeAt(0).toString(16)}`);
}
/** What it is, once it is known to be something that may be read. How large a regular file is, shows when it is read. @throws FolderError */
function kindOfEntry(entry, path, location, linkRoots) {
    if (entry.isFolder)
        return 'folder';
    if (entry.isFile)
        return 'file';
    const target = entry.isLink ? checkLink(path, location, linkRoots) : undefined;
    const stats = statsOf(path, location);
    if (stats.isDirectory()) {
        if (target !== undefined && isAbove(target, location))
            throw linkError(path, 'in a circle');
        return 'folder';
    }
    if (!stats.isFile())
        throw new FolderError(`has ${quotePath(path)}, which is ${kindOf(stats)}`, 'Remove it, or name another folder.');
    if (stats.size > files/* LARGEST_FILE */.K7)
        throw tooLargeError(path);
    return 'file';
}
/** For a file that nobody reads: is it of a size that could be read? @throws FolderError */
function checkSize(path, location) {
    if (statsOf(path, location).size > files/* LARGEST_FILE */.K7)
        throw tooLargeError(path);
}
function statsOf(path, location) {
    try {
        return (0,external_node_fs_.statSync)(location);
    }
    catch (error) {
        throw new FolderError(`has ${quotePath(path)}, which cannot be read (${(0,errors/* nodeErrorCode */.uc)(error) || 'unknown error'})`, 'Remove it, or name another folder.');
    }
}
function tooLargeError(path) {
    return new FolderError(`has ${quotePath(path)}, which is larger than 1 MiB`, 'Name the folder of the certificates itself, without other files.');
}
const COPY_REMEDY = 'If the folder was copied, copy what its links lead to (certbot: `archive/` too), or copy it with `cp -rL`.';
/** Where a link leads, once it is known to stay inside. */
function checkLink(path, location, linkRoots) {
    let target;
    try {
        target = external_node_fs_.realpathSync.native(location);
    }
    catch (error) {
        throw linkError(path, (0,errors/* nodeErrorCode */.uc)(error) === 'ELOOP' ? 'in a circle' : 'nowhere');
    }
    if (!linkRoots.some((root) => target === root || target.startsWith(root.endsWith(external_node_path_.sep) ? root : root + external_node_path_.sep)))
        throw linkError(path, 'outside of the folder');
    return target;
}
function linkError(path, where) {
    return new FolderError(`has ${quotePath(path)}, a link that leads ${where}`, COPY_REMEDY);
}
/** Does a folder hold the link that leads to it? */
function isAbove(target, location) {
    const parent = typeof location === 'string' ? (0,external_node_path_.join)(location, '..') : location.subarray(0, location.lastIndexOf(external_node_path_.sep));
    const own = external_node_fs_.realpathSync.native(parent);
    return own === target || own.startsWith(target.endsWith(external_node_path_.sep) ? target : target + external_node_path_.sep);
}
function kindOf(stats) {
    if (stats.isFIFO())
        return 'a FIFO';
    if (stats.isSocket())
        return 'a socket';
    return stats.isCharacterDevice() || stats.isBlockDevice() ? 'a device' : 'not a regular file';
}
function tooManyError() {
    return new FolderError('has more than 10,000 files', 'Name the folder of the certificates itself.');
}

// EXTERNAL MODULE: ./build/inputs/name-template.js
var name_template = __webpack_require__(3076);
;// CONCATENATED MODULE: ./build/inputs/directory-names.js



const MOST_NAMED = 5;
/** Sees to it that no two certificates have one name: the newer of two versions is kept, and others cannot be used. */
function settleNames(candidates, options) {
    const dropped = [];
    const kept = [];
    const remarks = [];
    const replaced = replacedIn(candidates);
    for (const each of replaced)
        dropped.push(skip(each, reasonOfTest(each)));
    const rest = replaced.size === 0 ? candidates : candidates.filter((each) => !replaced.has(each));
    for (const [name, same] of Map.groupBy(rest, ({ entry }) => entry.name)) {
        const [newest, ...older] = same.length === 1 ? same : same.toSorted(compareAge);
        if (newest === undefined)
            continue;
        if (older.length === 0) {
            kept.push(newest);
            continue;
        }
        const error = clashOf(name, same, options.template);
        if (error !== undefined) {
            dropped.push(...same.map(({ entry }) => ({ ...entry, status: 'failed', error })));
            continue;
        }
        kept.push(newest);
        dropped.push(...older.map((each) => skip(each, reasonOfOlder(each, newest))));
        const others = older.filter(({ facts }) => facts.der !== newest.facts.der);
        if (others.length > 0)
            remarks.push(noticeOf(name, newest, others));
    }
    return { kept, dropped, remarks };
}
/** Those for which there is a proper certificate, by its name or by the names in it. */
function replacedIn(candidates) {
    const others = candidates.filter((each) => !isProper(each));
    if (others.length === 0)
        return new Set();
    const proper = candidates.filter(isProper);
    const names = new Set(proper.map(({ entry }) => entry.name));
    const namesInside = new Set(proper.map(dnsKeyOf));
    return new Set(others.filter((each) => names.has(each.entry.name) || namesInside.has(dnsKeyOf(each))));
}
/** Neither of a CA's staging environment nor of the client's own CA. */
function isProper({ facts, isOfLocalCa }) {
    return facts.testCa === undefined && !isOfLocalCa;
}
function reasonOfTest({ facts: { testCa } }) {
    return testCa === undefined
        ? "it comes from the client's own CA, and there is another certificate for the same name"
        : `it comes from the test CA ${testCa}, and there is a proper certificate for the same name`;
}
function dnsKeyOf({ facts: { dnsNames, domain } }) {
    return [domain, ...dnsNames].toSorted().join(',');
}
function skip({ entry }, reason) {
    return { ...entry, status: 'skipped', reason };
}
/** Those that were issued last first, then those that expire last; of one certificate twice the first by its path. */
function compareAge(a, b) {
    const expiry = ({ facts }) => facts.notAfter?.getTime() ?? 0;
    const byDate = b.facts.notBeforeMs - a.facts.notBeforeMs || expiry(b) - expiry(a);
    return byDate || (a.entry.source < b.entry.source ? -1 : 1);
}
function reasonOfOlder({ facts }, newest) {
    const path = quotePath(newest.entry.source);
    return facts.der === newest.facts.der
        ? `it is the same certificate as ${path}`
        : `${path} is a newer certificate for the same names`;
}
function noticeOf(name, newest, others) {
    const paths = others.map(({ entry }) => quotePath(entry.source));
    return {
        level: 'notice',
        message: `The folder has ${others.length + 1} versions of the certificate for ${(0,build_text/* quoteName */.AB)(name)}. The newest is used, ${quotePath(newest.entry.source)}; not used: ${(0,build_text/* enumerate */.HL)(paths, MOST_NAMED)}.`,
    };
}
/** That certificates of one name are not versions of each other; undefined if they are. */
function clashOf(name, same, template) {
    const hasSeveralNames = new Set(same.map(dnsKeyOf)).size > 1;
    const keyTypes = [...new Set(same.map(({ facts }) => facts.keyType))].toSorted();
    if (!hasSeveralNames && keyTypes.length === 1)
        return undefined;
    const paths = (0,build_text/* enumerate */.HL)(same.map(({ entry }) => quotePath(entry.source)).toSorted(), MOST_NAMED);
    const placeholder = hasSeveralNames ? 'id' : 'key';
    const what = hasSeveralNames ? 'different DNS names' : `different key types (${(0,build_text/* enumerate */.HL)(keyTypes)})`;
    const remedy = (0,name_template/* hasPlaceholder */.Kc)(template, placeholder)
        ? 'Leave out all but one of them with `exclude`.'
        : `Use \`{${placeholder}}\` in \`name\`, such as \`name: "${suggestion(template, placeholder)}"\`, or leave out all but one with \`exclude\`.`;
    return `${paths} would all be named ${(0,build_text/* quoteName */.AB)(name)}, and have ${what}. ${remedy}`;
}
function suggestion(template, placeholder) {
    if (placeholder === 'key')
        return `${template}-{key}`;
    return template.includes('{domain}') ? template.replace('{domain}', '{id}') : `{id}-${template}`;
}

;// CONCATENATED MODULE: ./build/inputs/globs.js
/**
 * Does a glob match the whole text? `*` stands for any characters, also none, `?` for one, and a backslash takes the next character as it
 * is. Upper and lower case are one, as in DNS. Takes no longer than the two lengths multiplied.
 */
function matchesGlob(glob, text) {
    const pattern = tokensOf(glob.toLowerCase());
    const characters = text.toLowerCase().match(/./gsu) ?? [];
    let [at, read] = [0, 0];
    // Where to go on if the rest does not fit: the last star takes one character more.
    let [star, starRead] = [-1, 0];
    while (read < characters.length) {
        const token = pattern[at];
        if (token === ANY) {
            [star, starRead] = [at, read];
            at += 1;
        }
        else if (token === ONE || token === characters[read]) {
            at += 1;
            read += 1;
        }
        else if (star >= 0) {
            starRead += 1;
            [at, read] = [star + 1, starRead];
        }
        else
            return false;
    }
    return pattern.slice(at).every((token) => token === ANY);
}
const ANY = Symbol('any characters');
const ONE = Symbol('one character');
function tokensOf(glob) {
    const tokens = [];
    for (const [character] of glob.matchAll(/\\.|./gsu)) {
        if (character.startsWith('\\') && character.length > 1)
            tokens.push(character.slice(1));
        else if (character === '?')
            tokens.push(ONE);
        else if (character !== '*')
            tokens.push(character);
        else if (tokens.at(-1) !== ANY)
            tokens.push(ANY);
    }
    return tokens;
}

// EXTERNAL MODULE: ./build/x509/names.js
var names = __webpack_require__(4105);
// EXTERNAL MODULE: ./build/x509/server-rules.js
var server_rules = __webpack_require__(4116);
// EXTERNAL MODULE: ./build/x509/trust.js
var trust = __webpack_require__(7311);
;// CONCATENATED MODULE: ./build/inputs/leaf-facts.js



const KEY_TYPES = { ec: 'ecdsa' };
const ANY_PURPOSE = '2.5.29.37.0';
/** What the leaf certificate in a file says; undefined if it cannot be read. */
function readLeafFacts(text, chain, shared) {
    const all = certificatesOf(text, shared);
    // Some files begin with the chain.
    const leaf = all.find(({ fields }) => fields.isCa !== true) ?? all[0];
    if (leaf === undefined)
        return undefined;
    const { fields } = leaf;
    const { dnsNames, ipAddresses } = leaf.names;
    const { purposes } = fields;
    return {
        dnsNames,
        domain: dnsNames[0] ?? ipAddresses[0] ?? '',
        notBeforeMs: fields.notBefore?.getTime() ?? 0,
        notAfter: fields.notAfter,
        keyType: keyTypeOf(leaf),
        ca: (0,names/* organizationNameOf */.qk)(fields.issuer) || (0,names/* commonNameOf */.KJ)(fields.issuer),
        testCa: (0,trust/* testCaOf */.q_)(leaf, [...all, ...(chain === undefined ? [] : certificatesOf(chain, shared))]),
        isForServers: purposes === undefined || purposes.includes(server_rules/* SERVER_AUTHENTICATION */.fI) || purposes.includes(ANY_PURPOSE),
        der: fields.der,
    };
}
/** What a text has as PEM; nothing if it cannot be read. */
function blocksOf(text, shared) {
    if ('blocks' in text)
        return text.blocks;
    const reading = 'content' in text ? shared.readPem(text.content) : undefined;
    return reading !== undefined && 'blocks' in reading ? reading.blocks : [];
}
/** The certificates in a text that can be read. */
function certificatesOf(text, shared) {
    return blocksOf(text, shared)
        .filter(({ kind }) => kind === 'certificate')
        .map((block) => shared.parseCertificate(block))
        .filter((certificate) => certificate !== undefined);
}
function keyTypeOf(certificate) {
    try {
        const type = certificate.fields.publicNumbers?.type ?? certificate.x509.publicKey.asymmetricKeyType ?? 'unknown';
        return KEY_TYPES[type] ?? type;
    }
    catch {
        return 'unknown';
    }
}

// EXTERNAL MODULE: ./build/x509/supplied.js + 3 modules
var supplied = __webpack_require__(3516);
;// CONCATENATED MODULE: ./build/inputs/stored-files.js


/** Checks the files of one certificate by all the rules of one that is supplied by itself. */
function readFiles({ key, leaf, chain }, { now, allowsTestCa, shared }) {
    return (0,supplied/* readSupplied */.$)({
        privateKey: sourceOf(key),
        isStored: true,
        leafCertificate: sourceOf(leaf),
        ...(chain === undefined || isEmpty(chain) ? {} : { certificateChain: sourceOf(chain) }),
    }, now, { allowsTestCa, shared });
}
function isEmpty(text) {
    return 'blocks' in text ? text.blocks.length === 0 : !('content' in text) || text.content.trim() === '';
}
/** With the file's path, as messages name it between backticks: hardly any is named. */
function sourceOf(text) {
    if ('blocks' in text)
        return {
            blocks: text.blocks,
            get input() {
                return inputOf(text.path);
            },
        };
    return {
        content: 'content' in text ? text.content : '',
        get input() {
            return inputOf(text.path);
        },
    };
}
function inputOf(path) {
    return quotePath(path).replaceAll(/^"|"$|`/gu, '');
}

;// CONCATENATED MODULE: ./build/inputs/directory-entries.js









/** The clocks of the CA and of the runner may differ so much. */
const CLOCK_DIFFERENCE_MS = 60_000;
const directory_entries_MOST_NAMED = 5;
/** Checks every certificate that was found, decides which are used, and names them. */
function readEntries(path, layout, { items, leftOut }, parser, options) {
    const skipped = leftOut.map(({ source, reason }) => ({
        ...UNNAMED,
        source,
        status: 'skipped',
        reason,
    }));
    const judging = { ...options, shared: (0,shared_facts/* makeSharedFacts */.l)(options.now, undefined, parser) };
    const judged = items.map((item) => judge(item, judging));
    const candidates = judged.filter((each) => 'files' in each);
    if (candidates.length > 1 && !(0,name_template/* hasPlaceholder */.Kc)(options.template))
        return { input: 'name', fault: faultOfFixedName(candidates.length) };
    const { kept, dropped, remarks } = settleNames(candidates, options);
    const entries = [
        ...skipped,
        ...judged.filter((each) => 'status' in each),
        ...dropped,
        ...kept.map((candidate) => validate(candidate, judging)),
    ].toSorted((a, b) => (a.source < b.source ? -1 : Number(a.source > b.source)));
    const fault = entries.every(({ status }) => status === 'skipped') ? faultOfNothing(entries, options) : undefined;
    if (fault !== undefined)
        return { input: 'directory', fault };
    return { content: { path, layout, entries }, remarks: [...remarks, ...remarksOnGlobs(judged, options)] };
}
const UNNAMED = { id: '', name: '', dnsNames: [], notAfter: undefined };
/** What is told of a certificate before it is checked: is it left out, or broken? */
function judge(item, options) {
    const facts = readLeafFacts(item.leaf, item.chain, options.shared);
    const isNamed = !isSecretPath(item.id);
    const name = facts === undefined || !isNamed ? '' : nameOf(item, facts, options);
    const { dnsNames, notAfter } = facts ?? UNNAMED;
    const entry = { source: item.source, id: item.id, name, dnsNames, notAfter };
    const reason = reasonToSkip(item, facts, options);
    if (reason !== undefined)
        return { ...entry, status: 'skipped', reason };
    const error = faultOfFiles(item, options.shared) ?? (isNamed ? undefined : SECRET_NAME);
    if (error !== undefined || item.key === undefined)
        return { ...entry, status: 'failed', error: error ?? '' };
    const files = { key: item.key, leaf: item.leaf, chain: item.chain };
    if (facts === undefined)
        return { ...entry, status: 'failed', error: problemsOf(files, options).join(' ') };
    if (name === '')
        return { ...entry, status: 'failed', error: namelessError(item) };
    return { files, facts, entry, isOfLocalCa: item.isOfLocalCa ?? false };
}
const SECRET_NAME = 'The name of a certificate in the folder looks like a key or token, so it is not used. Rename its files, or leave it out with `exclude`.';
function namelessError({ leaf }) {
    return `The certificate in ${quotePath(leaf.path)} has no DNS name or IP address, so it gets no name on DigitalOcean. Use \`{id}\` in \`name\`, or issue it with its names.`;
}
function nameOf({ id }, { domain, keyType, ca, dnsNames }, { template }) {
    return template.includes('{domain}') && domain === ''
        ? ''
        : (0,name_template/* fillTemplate */.ou)(template, { domain, id, key: keyType, ca }, dnsNames);
}
function reasonToSkip(item, facts, options) {
    const { include, exclude, now } = options;
    const names = [item.id, ...(facts?.dnsNames ?? [])];
    const matches = (globs) => globs.some((glob) => names.some((name) => matchesGlob(glob, name)));
    if (include.length > 0 && !matches(include))
        return '`include` does not match it';
    if (matches(exclude))
        return '`exclude` matches it';
    const { notAfter } = facts ?? UNNAMED;
    if (notAfter !== undefined && isExpired(notAfter, now))
        return `it expired ${(0,build_text/* formatTime */.fU)(notAfter)}`;
    if (facts?.isForServers === false)
        return 'it is not for servers (extendedKeyUsage without serverAuth)';
    return item.key === undefined
        ? 'it has no private key, as one that was issued from a certificate request'
        : undefined;
}
/** What is wrong with the files themselves, before anything in them is understood. */
function faultOfFiles({ key, leaf, chain }, shared) {
    const faults = [leaf, key, chain].flatMap((text) => text !== undefined && 'fault' in text ? [(0,errors/* faultSentences */.Lm)(quotePath(text.path), text.fault)] : []);
    if (faults.length > 0)
        return faults.join(' ');
    if (key === undefined)
        return undefined;
    const kinds = blocksOf(key, shared).map(({ kind }) => kind);
    const isEncrypted = kinds.includes('encrypted_private_key') && !kinds.includes('private_key');
    return isEncrypted
        ? `The key in ${quotePath(key.path)} is encrypted, and DigitalOcean accepts no passphrase. Decrypt it before this step: \`openssl pkey -in FILE -out FILE.plain && mv FILE.plain FILE\`, or let the client store it without a password.`
        : undefined;
}
/** What is told of a certificate once it is checked. */
function validate({ entry, files }, options) {
    const reading = readFiles(files, options);
    if (!('supplied' in reading))
        return { ...entry, status: 'failed', error: reading.problems.join(' ') };
    const { supplied, remarks } = reading;
    if (options.needsNames && supplied.dnsNames.length + supplied.ipAddresses.length === 0)
        return {
            ...entry,
            status: 'failed',
            error: `The certificate in ${quotePath(files.leaf.path)} has no DNS name or IP address in its subjectAltName, so which names it would serve is not known. Issue it with its names.`,
        };
    const ready = { ...entry, status: 'ready', supplied, remarks };
    return ready;
}
function problemsOf(files, options) {
    const reading = readFiles(files, options);
    return 'problems' in reading ? reading.problems : [];
}
function faultOfFixedName(count) {
    return {
        what: `has no placeholder, and the folder has ${count} certificates`,
        remedy: 'Use `{domain}` or `{id}` in it, or remove it. To process only one certificate, choose it with `include`.',
    };
}
/** That there is nothing to do is no success: a typo in a path must not pass. */
function faultOfNothing(entries, { now }) {
    const certificates = entries.filter(({ id }) => id !== '');
    if (certificates.length > 0 && certificates.every(({ notAfter }) => isExpired(notAfter, now)))
        return {
            what: `has no certificate that is still valid: ${(0,build_text/* countOf */.pq)(certificates.length, 'certificate')} expired`,
            remedy: 'Check that the client still renews them.',
        };
    const skipped = entries.flatMap((entry) => entry.status === 'skipped' ? [`${quotePath(entry.source)}: ${entry.reason}`] : []);
    return {
        what: `has no certificate to process${skipped.length === 0 ? '' : `. Left out are ${(0,build_text/* enumerate */.HL)(skipped, directory_entries_MOST_NAMED)}`}`,
        remedy: 'Check the path, `layout`, `include` and `exclude`. A certificate needs its key and its leaf certificate as PEM.',
    };
}
function isExpired(notAfter, now) {
    return notAfter !== undefined && notAfter.getTime() + CLOCK_DIFFERENCE_MS < now.getTime();
}
/** A glob that matches nothing is most likely a slip. */
function remarksOnGlobs(judged, options) {
    const names = judged
        .flatMap((each) => ('entry' in each ? each.entry : each))
        .flatMap(({ id, dnsNames }) => [id, ...dnsNames]);
    return ['include', 'exclude'].flatMap((input) => options[input]
        .filter((glob) => !names.some((name) => matchesGlob(glob, name)))
        .map((glob) => ({
        level: 'warning',
        message: `\`${input}\` has ${quotePath(glob)}, which matches no id and no DNS name in the folder. Check it.`,
    })));
}

;// CONCATENATED MODULE: ./build/inputs/file-text.js


/**
 * What a file of a folder has.
 * @param location where it is on the disk
 * @param isRegular did its folder say that it is a regular file?
 * @throws FolderError if it is too large, or no regular file
 */
function readText(path, location, isRegular) {
    const result = (0,files/* readRegularFile */.XF)(location, isRegular);
    if ('content' in result)
        return { path, content: result.content };
    if (result.problem === 'failed')
        return { path, fault: faultOfCode(result.code) };
    if (result.problem === 'too_long')
        throw tooLargeError(path);
    throw new FolderError(`has ${quotePath(path)}, which is not a regular file`, 'Remove it, or name another folder.');
}
function faultOfCode(code) {
    if (code === 'ENOENT' || code === 'ENOTDIR')
        return MISSING;
    if (code === 'EACCES' || code === 'EPERM')
        return {
            what: 'may not be read by this user',
            remedy: 'If it belongs to root, copy the folder with sudo, and use chown on the copy.',
        };
    return { what: `cannot be read (${code || 'unknown error'})`, remedy: 'Check the file.' };
}
/** That one of the files of a certificate is not there. */
const MISSING = {
    what: 'does not exist, so the certificate is incomplete',
    remedy: 'Let the client finish or repeat the renewal, or leave the certificate out with `exclude`.',
};

// EXTERNAL MODULE: ./build/inputs/values.js
var values = __webpack_require__(3368);
;// CONCATENATED MODULE: ./build/inputs/folder.js







/**
 * @param path of a folder or a regular file, relative to `workspace` or absolute
 * @throws FolderError if there is nothing that can be read
 */
function openFolder(path, workspace) {
    if ((0,files/* isPathText */.jb)(path) || (0,files/* isSecretText */.KZ)(path, workspace))
        throw new FolderError('is a text and not the path of a folder', 'Set it to the folder with the certificates.');
    const { root, stats } = findRoot(path, workspace);
    if (!stats.isDirectory() && !stats.isFile())
        throw new FolderError(`is ${(0,values/* quoteInput */.Zs)(path)}, which is ${kindOf(stats)}`, 'Name a folder, or a file of traefik or kubectl.');
    return new DiskFolder(root, stats.isFile());
}
function findRoot(path, workspace) {
    try {
        const root = external_node_fs_.realpathSync.native((0,external_node_path_.resolve)(workspace, path));
        return { root, stats: (0,external_node_fs_.statSync)(root) };
    }
    catch (error) {
        const code = (0,errors/* nodeErrorCode */.uc)(error);
        if (code === 'EACCES' || code === 'EPERM')
            throw new FolderError(`is ${(0,values/* quoteInput */.Zs)(path)}, which this user may not read`, 'If it belongs to root, copy it with sudo, and use chown on the copy.');
        throw new FolderError(`is ${(0,values/* quoteInput */.Zs)(path)}, and there is no such folder`, 'Relative paths begin at the workspace. Check that the step that creates the folder runs before this one.');
    }
}
/** Reads each folder and file once. */
class DiskFolder {
    name;
    isFile;
    #root;
    /** With a slash behind it. */
    #rootStart;
    #linkRoots;
    #raw = new Map();
    #names = new Map();
    #checked = new Map();
    /** What a folder said is no folder. */
    #leaves = new Set();
    #texts = new Map();
    #bytes = new Map();
    #counts = { file: 0, folder: 0, seen: 0 };
    constructor(root, isFile) {
        this.name = (0,external_node_path_.basename)(root);
        this.isFile = isFile;
        this.#root = root;
        this.#rootStart = (0,external_node_path_.join)(root, external_node_path_.sep);
        this.#linkRoots = [root];
    }
    names(path) {
        const names = this.#names.get(path) ?? new Set(this.#read(path).map(({ name }) => name));
        this.#names.set(path, names);
        return names;
    }
    folders(path) {
        return this.#read(path)
            .filter(({ isFolder }) => isFolder)
            .map(({ name }) => name);
    }
    list(path, isIgnored = () => false) {
        const entries = this.#read(path, true).filter(({ name }) => !isIgnored(name));
        return new Map(entries.map((entry) => [entry.name, this.#check(entry, joinPath(path, entry.name))]));
    }
    read(path) {
        const text = this.#texts.get(path) ?? readText(path, this.#locate(path), this.#checked.get(path)?.isRegular === true);
        this.#texts.set(path, text);
        return text;
    }
    checkRest() {
        for (const [path, { kind }] of this.#checked)
            if (kind === 'file' && !this.#texts.has(path))
                checkSize(path, this.#locate(path));
    }
    allowLinksTo(path) {
        this.#linkRoots.push((0,external_node_path_.resolve)(this.#root, path));
    }
    get texts() {
        return [...this.#texts.values()].map((text) => ('content' in text ? text.content : ''));
    }
    get paths() {
        return [...this.#raw].flatMap(([path, entries]) => entries.map(({ name }) => joinPath(path, name)));
    }
    #locate(path) {
        return this.isFile ? this.#root : (this.#bytes.get(path) ?? this.#rootStart + path);
    }
    #read(path, followsLinks = false) {
        const known = this.#raw.get(path);
        if (known !== undefined)
            return known;
        if (this.isFile)
            return path === '' ? [{ name: this.name, isFolder: false, isFile: true, isLink: false }] : [];
        // A link leads anywhere: it is followed once it has been checked.
        if (this.#leaves.has(path) && !(followsLinks && this.#checked.get(path)?.kind === 'folder'))
            return [];
        const { entries, bytes } = namesIn(path, this.#locate(path));
        for (const [name, location] of bytes)
            this.#bytes.set(joinPath(path, name), location);
        for (const { name, isFolder } of entries)
            if (!isFolder)
                this.#leaves.add(joinPath(path, name));
        this.#raw.set(path, entries);
        this.#counts.seen += entries.length;
        if (this.#raw.size > MOST_FILES || this.#counts.seen > 2 * MOST_FILES)
            throw tooManyError();
        return entries;
    }
    #check(entry, path) {
        const known = this.#checked.get(path);
        if (known !== undefined)
            return known;
        const kind = kindOfEntry(entry, path, this.#locate(path), this.#linkRoots);
        this.#counts[kind] += 1;
        if (this.#counts[kind] > MOST_FILES)
            throw tooManyError();
        if (kind === 'folder' && path.split('/').length > MOST_LEVELS)
            throw new FolderError(`has more than ${MOST_LEVELS} levels of folders, at ${quotePath(path)}`, 'Name the folder of the certificates itself.');
        const checked = { name: entry.name, path, kind, isRegular: entry.isFile };
        this.#checked.set(path, checked);
        return checked;
    }
}
/** A path within a folder. */
function joinPath(folder, name) {
    return folder === '' ? name : `${folder}/${name}`;
}

;// CONCATENATED MODULE: ./build/inputs/folder-secrets.js


/** Shorter lines say nothing, and would blot out half the log. */
const SHORTEST_MASK = 8;
/** Every secret in what was read, and in the names that were seen. @param parser remembers what it has read */
function secretsInFolder(folder, parser) {
    const masks = new Set();
    const secrets = new Set();
    for (const text of folder.texts.flatMap(stringsOf))
        addSecrets(text, parser, masks, secrets);
    for (const path of folder.paths)
        if (isSecretPath(path))
            addSecrets(path, parser, masks, secrets);
    // The lines of a key are in its one piece, too.
    return { masks: [...masks], secrets: [...secrets] };
}
/** The strings of JSON, each by itself: there may be hundreds of keys in it. */
function stringsOf(text) {
    if (!/^\s*[[{]/u.test(text))
        return [text];
    try {
        return stringsIn(JSON.parse(text));
    }
    catch {
        return [text];
    }
}
function stringsIn(value) {
    if (typeof value === 'string')
        return [value];
    return typeof value === 'object' && value !== null ? Object.values(value).flatMap(stringsIn) : [];
}
/** A key as clients write it needs no search: most files of a folder are such, and there may be hundreds. */
function addSecrets(text, parser, masks, secrets) {
    const reading = text.startsWith('-----BEGIN ') ? parser.readPem(text) : undefined;
    if (reading === undefined || !('blocks' in reading) || !reading.isPlain) {
        for (const secret of (0,masking/* secretsIn */.V)(text)) {
            masks.add(secret);
            secrets.add(secret);
        }
        return;
    }
    for (const { label, pem, der } of reading.blocks) {
        if (!label.endsWith('PRIVATE KEY'))
            continue;
        const lines = pem.split('\n').slice(1, -2);
        for (const line of lines)
            if (line.length >= SHORTEST_MASK)
                masks.add(line);
        secrets.add(der.toString('base64'));
    }
}

;// CONCATENATED MODULE: ./build/inputs/layouts/layout.js
/** So many folders tell what all are: there may be hundreds. */
const MOST_TELLING = 30;
function isBeside(beside, name) {
    return Object.hasOwn(beside, name);
}
/** Of what lies beside, that which there is. */
function leftOutOf(folder, beside) {
    const names = folder.names('');
    return Object.entries(beside)
        .filter(([name]) => names.has(name))
        .map(([source, reason]) => ({ source, reason }));
}

;// CONCATENATED MODULE: ./build/inputs/layouts/acme-sh.js


/** Folders of acme.sh itself. In `ca/` are the keys of accounts. */
const BESIDE = {
    ca: 'the accounts at the CAs, which are not read',
    backup: 'earlier versions, which are not read',
};
/** Scripts, logs, and `account.conf`, which holds the tokens of DNS providers. */
const OWN = /^(?:dnsapi|deploy|notify|account\.conf.*|acme\.sh.*|http\.header|.*\.log)$/u;
/** What acme.sh adds to the domain for an ECDSA certificate: it keeps that beside the RSA one. */
const ECC = '_ecc';
/** acme.sh: `DOMAIN/` or `DOMAIN_ecc/` with `DOMAIN.key`, `DOMAIN.cer` and `fullchain.cer`; a wildcard is a literal star. */
const ACME_SH = {
    name: 'acme.sh',
    isAt: (folder) => [...folder.names('')].some((name) => isCertificateFolder(folder, name)),
    contentOf: (folder) => {
        const entries = [...folder.list('', (name) => isOwn(name)).values()];
        return {
            items: entries.filter(({ name }) => isCertificateFolder(folder, name)).map((entry) => itemOf(folder, entry)),
            leftOut: leftOutOf(folder, BESIDE),
        };
    },
};
function isOwn(name) {
    return isBeside(BESIDE, name) || OWN.test(name);
}
function domainOf(name) {
    return name.endsWith(ECC) ? name.slice(0, -ECC.length) : name;
}
function isCertificateFolder(folder, name) {
    if (isOwn(name))
        return false;
    const names = folder.names(name);
    const domain = domainOf(name);
    return names.has(`${domain}.conf`) || (names.has(`${domain}.key`) && names.has(`${domain}.cer`));
}
function itemOf(folder, { name, path }) {
    const domain = domainOf(name);
    const names = folder.list(path);
    const read = (file) => folder.read(joinPath(path, file));
    const isBundled = names.has('fullchain.cer') || !names.has(`${domain}.cer`);
    return {
        source: path,
        id: name,
        // One that was signed from a request has no key here.
        key: names.has(`${domain}.key`) ? read(`${domain}.key`) : undefined,
        leaf: read(isBundled ? 'fullchain.cer' : `${domain}.cer`),
        chain: !isBundled && names.has('ca.cer') ? read('ca.cer') : undefined,
    };
}

;// CONCATENATED MODULE: ./build/inputs/layouts/caddy.js


/** The folder of the CA that Caddy runs itself, for names within one machine or network. */
const LOCAL_CA = 'local';
const caddy_BESIDE = {
    acme: 'the accounts at the CAs, which are not read',
    pki: "Caddy's own CA, which is not read",
    ocsp: 'responses of CAs, which are not read',
    locks: 'locks, which are not read',
};
/** Caddy 2: the data folder, or its `certificates/`. One certificate is `ISSUER/SITE/SITE.crt`, `.key` and `.json`. */
const CADDY = {
    name: 'caddy',
    isAt: (folder) => ['', 'certificates'].some((base) => sitesIn(folder, base, MOST_TELLING).some(({ isComplete }) => isComplete)),
    contentOf: (folder) => {
        const base = sitesIn(folder, 'certificates', MOST_TELLING).length > 0 ? 'certificates' : '';
        const sites = sitesIn(folder, base);
        // So that links that lead outside, and what is no file, are noticed.
        folder.list('', (name) => isBeside(caddy_BESIDE, name));
        for (const { kind, path } of folder.list(base, (name) => isBeside(caddy_BESIDE, name)).values())
            if (kind === 'folder')
                folder.list(path);
        return { items: sites.map((site) => caddy_itemOf(folder, base, site)), leftOut: leftOutOf(folder, caddy_BESIDE) };
    },
};
function sitesIn(folder, base, most = Infinity) {
    return folder
        .folders(base)
        .slice(0, most)
        .flatMap((issuer) => {
        if (base === '' && (isBeside(caddy_BESIDE, issuer) || issuer === 'certificates'))
            return [];
        return folder
            .folders(joinPath(base, issuer))
            .slice(0, most)
            .flatMap((site) => {
            const names = folder.names(joinPath(base, `${issuer}/${site}`));
            const has = (ending) => names.has(`${site}${ending}`);
            const isSite = has('.json') || has('.crt') || has('.key');
            return isSite ? [{ issuer, site, isComplete: has('.json') && (has('.crt') || has('.key')) }] : [];
        });
    });
}
function caddy_itemOf(folder, base, { issuer, site }) {
    const path = joinPath(base, `${issuer}/${site}`);
    folder.list(path);
    return {
        source: path,
        id: site,
        key: folder.read(joinPath(path, `${site}.key`)),
        leaf: folder.read(joinPath(path, `${site}.crt`)),
        isOfLocalCa: issuer === LOCAL_CA,
    };
}

;// CONCATENATED MODULE: ./build/inputs/layouts/certbot.js


/** What certbot, and others after it, call the files of one certificate. */
const FOUR_FILES = ['privkey.pem', 'cert.pem', 'chain.pem', 'fullchain.pem'];
const certbot_BESIDE = {
    archive: 'the earlier versions of all certificates, which are not read',
    accounts: 'the accounts at the CAs, which are not read',
    csr: 'certificate requests, which are not read',
    keys: 'copies of all keys, which are not read',
};
/** Time stamps beside the links are what sets dehydrated apart. */
const TIME_STAMPED = /^(?:privkey|cert|fullchain|chain)-\d+\.(?:pem|csr)$/u;
/** certbot's `live/`, the folder above it, or the folder of one certificate. */
const CERTBOT = {
    name: 'certbot',
    isAt: (folder) => hasCertbotFiles(folder.names('')) ||
        ['', 'live'].some((base) => [...folder.names(base)].some((name) => hasCertbotFiles(folder.names(joinPath(base, name))))),
    contentOf: (folder) => {
        if (FOUR_FILES.some((name) => folder.names('').has(name))) {
            folder.allowLinksTo('../../archive');
            return { items: itemsOf(folder, '', folder.name), leftOut: [] };
        }
        const base = folder.names('').has('live') ? 'live' : '';
        if (base === '')
            folder.allowLinksTo('../archive');
        folder.list('', (name) => isBeside(certbot_BESIDE, name));
        const folders = [...folder.list(base, (name) => isBeside(certbot_BESIDE, name)).values()].filter(({ kind }) => kind === 'folder');
        const items = folders.map(({ path, name }) => ({ path, items: itemsOf(folder, path, name) }));
        const others = items.filter((each) => each.items.length === 0);
        return {
            items: items.flatMap((each) => each.items),
            leftOut: [
                ...leftOutOf(folder, certbot_BESIDE),
                ...others.map(({ path }) => ({ source: path, reason: 'a folder without the four files of certbot' })),
            ],
        };
    },
};
function hasCertbotFiles(names) {
    return FOUR_FILES.every((name) => names.has(name)) && !isDehydrated(names);
}
/** Are these the files of one certificate, as dehydrated stores them? */
function isDehydrated(names) {
    return [...names].some((name) => TIME_STAMPED.test(name) || name === 'cert.csr');
}
/** The certificate in a folder with the four files; nothing if there is none of them. */
function itemsOf(folder, path, id) {
    const files = folder.list(path);
    if (!FOUR_FILES.some((name) => files.has(name)))
        return [];
    const read = (name) => folder.read(joinPath(path, name));
    const isSplit = !files.has('fullchain.pem') && files.has('cert.pem');
    return [
        {
            source: path === '' ? id : path,
            id,
            key: read('privkey.pem'),
            leaf: read(isSplit ? 'cert.pem' : 'fullchain.pem'),
            chain: isSplit && files.has('chain.pem') ? read('chain.pem') : undefined,
        },
    ];
}

;// CONCATENATED MODULE: ./build/inputs/layouts/dehydrated.js



const dehydrated_BESIDE = {
    accounts: 'the accounts at the CAs, which are not read',
    archive: 'earlier versions, which are not read',
    chains: 'the chains of CAs, which are no certificates of this folder',
};
/** dehydrated: `certs/ALIAS/`, or the folder above; links lead to files with time stamps beside them. */
const DEHYDRATED = {
    name: 'dehydrated',
    isAt: (folder) => isCertificate(folder, '') || ['', 'certs'].some((base) => aliasesIn(folder, base).length > 0),
    contentOf: (folder) => {
        if (isCertificate(folder, ''))
            return { items: itemsOf(folder, '', folder.name), leftOut: [] };
        const base = aliasesIn(folder, 'certs').length > 0 ? 'certs' : '';
        const aliases = new Set(aliasesIn(folder, base));
        const isIgnored = (name) => isBeside(dehydrated_BESIDE, name);
        folder.list('', isIgnored);
        const entries = [...folder.list(base, isIgnored).values()].filter(({ name }) => aliases.has(name));
        return {
            items: entries.flatMap(({ path, name }) => itemsOf(folder, path, name)),
            leftOut: leftOutOf(folder, dehydrated_BESIDE),
        };
    },
};
function aliasesIn(folder, base) {
    return [...folder.names(base)].filter((name) => !(base === '' && isBeside(dehydrated_BESIDE, name)) && isCertificate(folder, joinPath(base, name)));
}
/** Is it a folder with a certificate? One that was never issued has a key and a request, and none of the links. */
function isCertificate(folder, path) {
    const names = folder.names(path);
    return isDehydrated(names) && FOUR_FILES.some((name) => names.has(name));
}

;// CONCATENATED MODULE: ./build/inputs/layouts/json-values.js

/** JSON objects by their members; undefined for what is none. */
function membersOf(value) {
    return typeof value === 'object' && value !== null && !Array.isArray(value)
        ? Object.fromEntries(Object.entries(value))
        : undefined;
}
function textIn(value) {
    return typeof value === 'string' ? value : '';
}
function listIn(value) {
    return Array.isArray(value) ? value : [];
}
/** The JSON in a file; undefined if it is none, or cannot be read. Its content is never part of a message. */
function readJson(folder, path) {
    const text = folder.read(path);
    if (!('content' in text))
        return undefined;
    try {
        return JSON.parse(text.content);
    }
    catch {
        return undefined;
    }
}
/** The JSON files that lie directly in the folder, or the one file that stands for it. */
function jsonFilesIn(folder, isWanted) {
    const isIgnored = (name) => !folder.isFile && !isWanted(name);
    return [...folder.list('', isIgnored).values()].filter(({ kind }) => kind === 'file');
}
/** PEM that stands in JSON as base64. */
function decodedText(path, base64) {
    if (base64.trim() === '')
        return {
            path,
            fault: {
                what: 'is empty, so the certificate is incomplete',
                remedy: 'Let the client finish or repeat the renewal, or leave the certificate out with `exclude`.',
            },
        };
    return { path, content: base64.includes('-----BEGIN') ? base64 : Buffer.from(base64, 'base64').toString('utf8') };
}
/** That a file was said to be of a layout, and is not. */
function notOfLayout(path, what) {
    return new FolderError(`has ${quotePath(path)}, which is no ${what}`, 'Check `layout`, or name the file again.');
}

;// CONCATENATED MODULE: ./build/inputs/layouts/kubernetes.js

const TLS = 'kubernetes.io/tls';
const WANTED = 'Secret or List as `kubectl get secret -o json` prints it';
/** JSON of clients, which may hold an account. */
const OTHERS = /^(?:acme|acct|account|order|reg|dir|meta|plugin|private_key)/iu;
/** What `kubectl get secret -o json` prints: one Secret, or a List of them. A file, or a folder of such files. */
const KUBERNETES = {
    name: 'kubernetes',
    isAt: (folder) => filesOf(folder).some((path) => secretsIn(readJson(folder, path)) !== undefined),
    contentOf: (folder) => {
        const others = [];
        const found = filesOf(folder).flatMap((path) => {
            const secrets = secretsIn(readJson(folder, path));
            if (secrets === undefined && folder.isFile)
                throw notOfLayout(path, WANTED);
            if (secrets === undefined)
                others.push({ source: path, reason: `no ${WANTED}` });
            return (secrets ?? []).map((secret) => ({ path, secret }));
        });
        return {
            items: found.filter(({ secret }) => isTls(secret)).map(({ path, secret }) => kubernetes_itemOf(path, secret)),
            leftOut: [
                ...others,
                ...found
                    .filter(({ secret }) => !isTls(secret))
                    .map(({ path, secret }) => ({ source: `${path}#${kubernetes_nameOf(secret)}`, reason: `no Secret of the type ${TLS}` })),
            ],
        };
    },
};
/** JSON beside a certificate of the same name is of another client. */
function filesOf(folder) {
    const names = folder.names('');
    const isBeside = (name) => ['.crt', '.key'].some((ending) => names.has(name.replace(/\.json$/iu, ending)));
    return jsonFilesIn(folder, (name) => /\.json$/iu.test(name) && !OTHERS.test(name) && !isBeside(name)).map(({ path }) => path);
}
/** The Secrets in JSON; undefined if it is something else. */
function secretsIn(value) {
    const object = membersOf(value) ?? {};
    const kind = textIn(object['kind']);
    if (kind === 'Secret')
        return [object];
    if (kind !== 'List' && kind !== 'SecretList')
        return undefined;
    return listIn(object['items'])
        .map((item) => membersOf(item) ?? {})
        .filter((item) => kind === 'SecretList' || textIn(item['kind']) === 'Secret');
}
function isTls(secret) {
    return textIn(secret['type']) === TLS;
}
function kubernetes_nameOf(secret) {
    const metadata = membersOf(secret['metadata']) ?? {};
    return [textIn(metadata['namespace']), textIn(metadata['name'])].filter((part) => part !== '').join('/');
}
function kubernetes_itemOf(path, secret) {
    const data = membersOf(secret['data']) ?? {};
    const id = kubernetes_nameOf(secret) || path;
    const source = `${path}#${id}`;
    return {
        source,
        id,
        key: decodedText(`${source} tls.key`, textIn(data['tls.key'])),
        leaf: decodedText(`${source} tls.crt`, textIn(data['tls.crt'])),
    };
}

;// CONCATENATED MODULE: ./build/inputs/layouts/lego.js


const lego_BESIDE = {
    accounts: 'the accounts at the CAs, which are not read',
    archives: 'earlier versions, which are not read',
};
/** lego 4 and 5: the folder `.lego`, or its `certificates/`. One certificate is `ID.crt`, `ID.key` and `ID.json`. */
const LEGO = {
    name: 'lego',
    isAt: (folder) => ['', 'certificates'].some((base) => idsIn(folder.names(base)).length > 0),
    contentOf: (folder) => {
        const base = idsIn(folder.names('certificates')).length > 0 ? 'certificates' : '';
        folder.list('', (name) => isBeside(lego_BESIDE, name));
        const names = new Set(folder.list(base, (name) => base === '' && isBeside(lego_BESIDE, name)).keys());
        const hasIssuers = [...names].some((name) => name.endsWith('.issuer.crt'));
        return {
            items: idsIn(names).map((id) => lego_itemOf(folder, base, id, names)),
            leftOut: [...leftOutOf(folder, lego_BESIDE), ...(hasIssuers ? [ISSUERS] : [])],
        };
    },
};
const ISSUERS = { source: '*.issuer.crt', reason: 'certificates of issuers, which are no certificates of this folder' };
/** A certificate has a JSON file beside it; one whose first half alone was written has that and its key. */
function idsIn(names) {
    return [...names]
        .filter((name) => name.endsWith('.json'))
        .map((name) => name.slice(0, -'.json'.length))
        .filter((id) => names.has(`${id}.crt`) || names.has(`${id}.key`));
}
function lego_itemOf(folder, base, id, names) {
    const read = (ending) => folder.read(joinPath(base, id + ending));
    const leaf = read('.crt');
    const isAlone = 'content' in leaf && leaf.content.split('-----BEGIN CERTIFICATE-----').length === 2;
    return {
        source: joinPath(base, id),
        id,
        // Of one that was issued from a request, only the client knows the key.
        key: names.has(`${id}.key`) ? read('.key') : undefined,
        leaf,
        // What is not bundled is there.
        chain: isAlone && names.has(`${id}.issuer.crt`) ? read('.issuer.crt') : undefined,
    };
}

// EXTERNAL MODULE: ./build/x509/remember.js
var remember = __webpack_require__(102);
;// CONCATENATED MODULE: ./build/inputs/layouts/file-roles.js

/** The endings of files that may hold PEM. Files with another are not opened: they may hold tokens, or be archives. */
const READ = /\.(?:pem|crt|cer|cert|key|chain|bundle|ca-bundle|fullchain)$/iu;
/** What is no part of a certificate's own name in the name of its files. */
const ROLE = /(?:^|[-_.])(?:priv(?:ate)?[-_]?key|key|full[-_]?chain|chain|chain[-_]only|cert(?:ificate)?|crt|cer|tls|leaf|bundle|pem|server|fullchain)$/iu;
/** The path without what tells a key from a certificate. */
function stemOf(path) {
    const start = path.lastIndexOf('/') + 1;
    return path.slice(0, start) + stemOfName(path.slice(start));
}
/** Hundreds of folders have files of the same names. */
const stemOfName = (0,remember/* remember */.k)((name) => {
    let stem = name.replace(READ, (ending) => (/key/iu.test(ending) ? '-key' : ''));
    let before;
    do {
        before = stem;
        stem = stem.replace(ROLE, '');
    } while (stem !== before);
    return stem;
});
/** What its files are called, without their roles; of files called `tls.crt` or `fullchain.pem`, the folder. */
function idOf(path) {
    const stem = stemOf(path);
    if (!stem.endsWith('/') && stem !== '')
        return stem;
    return stem.slice(0, -1) || (path.split('/').pop() ?? '').replace(READ, '');
}

;// CONCATENATED MODULE: ./build/inputs/layouts/pem.js






/** Archives and accounts of clients that store such files too, and what is no folder of certificates. */
const LEFT_OUT = /^(?:accounts?|archive|backup|csr|\.git|node_modules)$/iu;
const ACCOUNT_FILE = /^(?:account|acct)[-_.]/iu;
const BINARY = /\.(?:p12|pfx|p7b|p7c|der|jks)$/iu;
/** Any folder of PEM files: keys and certificates that belong together, whatever they are called. */
const PEM = {
    name: 'pem',
    isAt: () => true,
    contentOf: (folder, parser) => {
        const leftOut = [];
        const texts = [...filesIn(folder, '', leftOut)].map((path) => folder.read(path));
        const seen = new Set();
        const { pairs, ...rest } = pairByKey(texts.flatMap((text) => partsOf(text, parser, seen)), parser);
        const halves = pairByName(rest, texts);
        return { items: [...pairs, ...halves.items], leftOut: [...leftOut, ...halves.leftOut] };
    },
};
function* filesIn(folder, path, leftOut) {
    for (const entry of folder.list(path, (name) => LEFT_OUT.test(name)).values()) {
        if (entry.kind === 'folder')
            yield* filesIn(folder, entry.path, leftOut);
        else if (ACCOUNT_FILE.test(entry.name))
            leftOut.push({ source: entry.path, reason: 'an account, which is not read' });
        else if (READ.test(entry.name))
            yield entry.path;
        else if (BINARY.test(entry.name))
            leftOut.push({
                source: entry.path,
                reason: 'no PEM. If nothing else has this certificate, convert it with openssl',
            });
    }
    for (const name of folder.names(path))
        if (LEFT_OUT.test(name) && !name.startsWith('.') && name !== 'node_modules')
            leftOut.push({ source: joinPath(path, name), reason: 'accounts and earlier versions, which are not read' });
}
/**
 * The keys and certificates in a file that can be read.
 * @param seen what is there again counts where it is found first
 */
function partsOf(text, parser, seen) {
    const reading = 'content' in text ? parser.readPem(text.content) : undefined;
    if (reading === undefined || !('blocks' in reading))
        return [];
    const parts = [];
    const chain = [];
    for (const block of reading.blocks) {
        if (block.kind === 'private_key') {
            const key = parser.parsePrivateKey(block);
            const publicKey = key && (0,public_key/* publicKeyIdOf */.hR)(key.publicHalf, () => (0,external_node_crypto_.createPublicKey)(key.readKey()));
            if (publicKey !== undefined)
                parts.push({ kind: 'key', text: { path: text.path, blocks: [block] }, publicKey });
        }
        const certificate = block.kind === 'certificate' ? parser.parseCertificate(block) : undefined;
        if (certificate === undefined)
            continue;
        chain.push(certificate);
        if (seen.has(certificate))
            continue;
        seen.add(certificate);
        const publicKey = (0,public_key/* publicKeyIdOf */.hR)(certificate.fields.publicNumbers, () => certificate.x509.publicKey);
        if (publicKey !== undefined)
            parts.push({ kind: 'certificate', text, block, certificate, publicKey });
    }
    parser.ahead.add(chain);
    return parts;
}
/** Every certificate whose key is in the folder, with the chain that can be built for it. */
function pairByKey(parts, parser) {
    const foundKeys = parts.filter((part) => part.kind === 'key');
    const keys = new Map(foundKeys.map((part) => [part.publicKey, part]));
    const found = parts.filter((part) => part.kind === 'certificate');
    // What is there twice counts where it is found first.
    const certificates = new Map(found.toReversed().map((part) => [part.certificate.fields.der, part]));
    const bySubject = Map.groupBy(certificates.values(), ({ certificate }) => certificate.fields.subject);
    const candidates = [...certificates.values()].filter((part) => isForServers(part));
    const paired = candidates.filter(({ publicKey }) => keys.has(publicKey));
    const used = new Set(paired.map(({ publicKey }) => publicKey));
    return {
        pairs: paired.map(({ text, block, certificate, publicKey }) => ({
            source: text.path,
            id: idOf(text.path),
            key: keys.get(publicKey)?.text,
            leaf: { path: text.path, blocks: [block] },
            chain: lazyText(text.path, () => issuersOf(certificate, bySubject, parser)),
        })),
        keys: [...keys.values()].filter(({ publicKey }) => !used.has(publicKey)),
        leaves: candidates.filter(({ publicKey, certificate }) => !used.has(publicKey) && certificate.fields.isCa !== true),
        keyPaths: new Set(foundKeys.map(({ text }) => text.path)),
    };
}
/** A chain that is looked for when it is asked for: by then, signatures that other threads verify are done. */
function lazyText(path, find) {
    let known;
    return {
        path,
        get blocks() {
            return (known ??= find());
        },
    };
}
/** A CA of one's own, whose key may lie beside, is no certificate for a server. */
function isForServers({ certificate: { names, fields } }) {
    return fields.isCa !== true || names.dnsNames.length + names.ipAddresses.length > 0;
}
/** Everything that a certificate may have been issued from: what does not belong to it would be an error. */
function issuersOf(leaf, bySubject, parser) {
    const chain = new Map([[leaf, undefined]]);
    for (const each of chain.keys()) {
        for (const { certificate, block } of bySubject.get(each.fields.issuer) ?? [])
            if (!chain.has(certificate) && (0,x509_certificate/* namesIssuer */.YV)(each, certificate) && (0,paths/* isSignedOnce */.eK)(each, certificate, parser))
                chain.set(certificate, block);
    }
    return [...chain.values()].filter((block) => block !== undefined);
}
/**
 * What is left, by the names of the files: a key and a certificate that do not belong together, but are called so, are a pair of which
 * one half is missing, damaged or old.
 */
function pairByName({ keys, leaves, keyPaths }, texts) {
    const damaged = texts.filter((text) => !keyPaths.has(text.path) && mayBeKey(text));
    const spare = new Map([...damaged, ...keys.map(({ text }) => text)].map((text) => [stemOf(text.path), text]));
    const unread = texts.filter((text) => 'fault' in text && !spare.has(stemOf(text.path)));
    const items = leaves
        .filter(({ text }) => spare.has(stemOf(text.path)))
        .map(({ text, block }) => ({
        source: text.path,
        id: idOf(text.path),
        key: spare.get(stemOf(text.path)),
        leaf: { path: text.path, blocks: [block] },
    }));
    const taken = new Set(items.map(({ source }) => stemOf(source)));
    const isAlone = (path) => !taken.has(stemOf(path));
    return {
        items,
        leftOut: [
            ...leaves
                .filter(({ text }) => isAlone(text.path))
                .map(({ text }) => ({ source: text.path, reason: 'no key in the folder belongs to this certificate' })),
            ...[...spare.values()]
                .filter(({ path }) => isAlone(path))
                .map(({ path }) => ({ source: path, reason: 'no certificate in the folder belongs to this key' })),
            ...unread.map(({ path }) => ({ source: path, reason: 'a file that this user may not read' })),
        ],
    };
}
/** Is it a key that could not be read: encrypted, cut off, or not readable for this user? */
function mayBeKey(text) {
    if ('fault' in text)
        return /key/iu.test(text.path);
    return /PRIVATE KEY/u.test(text.content) || (text.content.trim() === '' && /key/iu.test(text.path));
}

;// CONCATENATED MODULE: ./build/inputs/layouts/posh-acme.js


/** SERVER, ACCOUNT and DOMAIN: a person gives the folder of all, or one further down. */
const DEEPEST = 3;
const posh_acme_ACCOUNT_FILE = 'acct.json';
/** Posh-ACME: `SERVER/ACCOUNT/DOMAIN/` with `cert.key`, `fullchain.cer` and `order.json`. */
const POSH_ACME = {
    name: 'posh-acme',
    isAt: (folder) => findOrder(folder, '', DEEPEST),
    contentOf: (folder) => {
        const items = [];
        const accounts = [];
        collect(folder, '', DEEPEST, items, accounts);
        return {
            items,
            leftOut: accounts.map((source) => ({ source, reason: 'the account at the CA, which is not read' })),
        };
    },
};
function findOrder(folder, path, levels) {
    const names = folder.names(path);
    if (isOrder(names))
        return true;
    const folders = levels > 0 ? folder.folders(path).slice(0, MOST_TELLING) : [];
    return folders.some((name) => findOrder(folder, joinPath(path, name), levels - 1));
}
function isOrder(names) {
    return names.has('order.json') && (names.has('cert.key') || names.has('cert.cer') || names.has('fullchain.cer'));
}
function collect(folder, path, levels, items, accounts) {
    const names = folder.names(path);
    if (isOrder(names)) {
        items.push(posh_acme_itemOf(folder, path));
        return;
    }
    if (names.has(posh_acme_ACCOUNT_FILE))
        accounts.push(joinPath(path, posh_acme_ACCOUNT_FILE));
    if (levels === 0)
        return;
    for (const entry of folder.list(path, (name) => name === posh_acme_ACCOUNT_FILE).values())
        if (entry.kind === 'folder')
            collect(folder, entry.path, levels - 1, items, accounts);
}
function posh_acme_itemOf(folder, path) {
    const files = folder.list(path);
    const read = (name) => folder.read(joinPath(path, name));
    const isBundled = files.has('fullchain.cer') || !files.has('cert.cer');
    const id = path === '' ? folder.name : (path.split('/').pop() ?? path);
    return {
        source: path === '' ? id : path,
        id,
        // An order that was made from a request has no key here.
        key: files.has('cert.key') ? read('cert.key') : undefined,
        leaf: read(isBundled ? 'fullchain.cer' : 'cert.cer'),
        chain: !isBundled && files.has('chain.cer') ? read('chain.cer') : undefined,
    };
}

;// CONCATENATED MODULE: ./build/inputs/layouts/traefik.js

/** traefik 2 and 3: the file `acme.json`, or the folder in which it lies. Each resolver has a list of certificates. */
const TRAEFIK = {
    name: 'traefik',
    isAt: (folder) => traefik_filesOf(folder).some((path) => itemsIn(folder, path) !== undefined),
    contentOf: (folder) => ({
        items: traefik_filesOf(folder).flatMap((path) => {
            const items = itemsIn(folder, path);
            if (items === undefined)
                throw notOfLayout(path, "traefik's `acme.json`");
            return items;
        }),
        leftOut: [],
    }),
};
function traefik_filesOf(folder) {
    return jsonFilesIn(folder, (name) => /^acme.*\.json$/iu.test(name)).map(({ path }) => path);
}
/** The certificates of every resolver; undefined if it is no such file. */
function itemsIn(folder, path) {
    const resolvers = Object.entries(membersOf(readJson(folder, path)) ?? {});
    if (!resolvers.some(([, value]) => isResolver(value)))
        return undefined;
    return resolvers.flatMap(([resolver, value]) => listIn(membersOf(value)?.['Certificates']).map((certificate, at) => traefik_itemOf(path, resolver, certificate, at)));
}
/** One that has not issued anything yet has null for its certificates. */
function isResolver(value) {
    return Object.hasOwn(membersOf(value) ?? {}, 'Certificates');
}
function traefik_itemOf(path, resolver, value, at) {
    const certificate = membersOf(value) ?? {};
    const domain = membersOf(certificate['domain']) ?? {};
    const id = textIn(domain['main']) || textIn(listIn(domain['sans'])[0]) || `${resolver} ${at + 1}`;
    const source = `${path}#${resolver}/${id}`;
    return {
        source,
        id,
        key: decodedText(`${source} key`, textIn(certificate['key'])),
        leaf: decodedText(`${source} certificate`, textIn(certificate['certificate'])),
    };
}

;// CONCATENATED MODULE: ./build/inputs/layouts/win-acme.js
const KEY = '-key.pem';
/** The leaf certificate with its chain; what others who name keys so call it. */
const CHAIN = '-chain.pem';
const LEAVES = [CHAIN, '-crt.pem', '.pem'];
/** win-acme: `NAME-key.pem` and `NAME-chain.pem`, which begins with the leaf certificate. */
const WIN_ACME = {
    name: 'win-acme',
    isAt: (folder) => {
        const names = folder.names('');
        return stemsIn(names, KEY).some((stem) => names.has(stem + CHAIN));
    },
    contentOf: (folder) => {
        const names = new Set(folder.list('').keys());
        const stems = new Set([...stemsIn(names, KEY), ...stemsIn(names, CHAIN)]);
        return { items: [...stems].map((stem) => win_acme_itemOf(folder, stem, names)), leftOut: [] };
    },
};
function stemsIn(names, ending) {
    return [...names].filter((name) => name.endsWith(ending)).map((name) => name.slice(0, -ending.length));
}
function win_acme_itemOf(folder, stem, names) {
    const ending = LEAVES.find((each) => names.has(stem + each)) ?? CHAIN;
    return {
        source: stem,
        id: stem,
        key: names.has(stem + KEY) ? folder.read(stem + KEY) : undefined,
        leaf: folder.read(stem + ending),
    };
}

;// CONCATENATED MODULE: ./build/inputs/layouts/layouts.js










/** Every layout that can be told by its files; {@link PEM} is what any other folder is taken for. */
const LAYOUTS = [
    CERTBOT,
    LEGO,
    ACME_SH,
    DEHYDRATED,
    CADDY,
    TRAEFIK,
    KUBERNETES,
    POSH_ACME,
    WIN_ACME,
];


;// CONCATENATED MODULE: ./build/inputs/directory.js










/**
 * Reads the keys and certificates that a client stored in a folder, so that all keys are known before anything is written. Nothing is
 * checked but that the folder itself can be read.
 * @param path relative to `workspace`, or absolute
 * @param layoutName one of the layouts, or `auto`
 */
function readDirectory(path, layoutName, workspace) {
    const layout = (0,values/* parseChoice */.HU)(layoutName, ['auto', ...[...LAYOUTS, PEM].map(({ name }) => name)]);
    if ('fault' in layout)
        return unusable('layout', layout.fault);
    let folder;
    const shared = (0,shared_facts/* makeParser */.Q)();
    try {
        folder = openFolder(path, workspace);
        const found = layoutOf(folder, layout.value);
        const ahead = makeAheadVerifier(shared.signatures);
        const parser = { ...shared, ahead };
        const content = found.contentOf(folder, parser);
        folder.checkRest();
        // What a plain folder has was added while it was read.
        if (found !== PEM)
            for (const { leaf, chain } of content.items)
                ahead.add([leaf, ...(chain === undefined ? [] : [chain])].flatMap((text) => certificatesOf(text, parser)));
        ahead.begin();
        return {
            ...secretsInFolder(folder, shared),
            settled: () => ahead.settled(),
            entriesFor: (options) => readEntries(path, found.name, content, parser, options),
        };
    }
    catch (error) {
        const known = folder === undefined ? { masks: [], secrets: [] } : secretsInFolder(folder, shared);
        if (error instanceof FolderError)
            return { ...unusable('directory', error.fault), ...known };
        // A fault of our own is told where faults are told.
        const fail = () => {
            throw error;
        };
        return { ...known, settled: nothingToDo, entriesFor: fail };
    }
}
function unusable(input, fault) {
    const reading = { input, fault };
    return { masks: [], secrets: [], settled: nothingToDo, entriesFor: () => reading };
}
async function nothingToDo() {
    await Promise.resolve();
}
/** @throws FolderError if two clients share the folder */
function layoutOf(folder, name) {
    const named = [...LAYOUTS, PEM].find((layout) => layout.name === name);
    if (named !== undefined)
        return named;
    const found = LAYOUTS.filter((layout) => layout.isAt(folder));
    const [only, another] = found;
    if (another !== undefined)
        throw new FolderError(`has the files of ${(0,build_text/* enumerate */.HL)(found.map((layout) => `\`${layout.name}\``))}`, 'Name the folder of one of them, or set `layout`.');
    return only ?? PEM;
}


/***/ })

};
