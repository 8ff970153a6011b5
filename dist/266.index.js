export const id = 266;
export const ids = [266];
export const modules = {

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


/***/ }),

/***/ 2266:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  readKubeconfig: () => (/* binding */ readKubeconfig),
  secretsInKubeconfig: () => (/* binding */ secretsInKubeconfig)
});

// EXTERNAL MODULE: ./build/kubernetes/connection.js
var connection = __webpack_require__(237);
;// CONCATENATED MODULE: ./build/kubernetes/yaml-scalars.js
/** The line of a text that is not understood, from 1. Its content is not part of the error. */
class YamlError extends Error {
    line;
    constructor(line) {
        super(`line ${line}`);
        this.name = 'YamlError';
        this.line = line;
    }
}
/** More levels than any kubeconfig has. */
const DEEPEST = 20;
const TOKEN = /"(?:[^"\\]|\\.)*"|'(?:[^']|'')*'|[[\]{},]|:(?=[\s,\]}]|$)|(?:[^\s[\]{},:]|:(?=[^\s,\]}]))+|\s+/gu;
/** A plain or quoted scalar as its text. @throws YamlError */
function unquote(text, line) {
    if (text.startsWith('"')) {
        try {
            return String(JSON.parse(text));
        }
        catch {
            throw new YamlError(line);
        }
    }
    if (/^'(?:[^']|'')*'$/u.test(text))
        return text.slice(1, -1).replaceAll("''", "'");
    // Anchors, aliases, tags and reserved characters; and what only looks like a scalar.
    if (/^[&*!%@`'|>]|^[?-]\s|:\s|:$/u.test(text))
        throw new YamlError(line);
    return /^(?:~|null|Null|NULL)$/u.test(text) ? '' : text;
}
/** `{a: b, c: [d]}` on one line. @throws YamlError */
function parseFlow(text, line) {
    const all = text.match(TOKEN) ?? [];
    const tokens = all.filter((token) => token.trim() !== '');
    if (all.join('') !== text)
        throw new YamlError(line);
    const value = parseTokens(tokens, line, 0);
    if (tokens.length > 0)
        throw new YamlError(line);
    return value;
}
/** The value at the front of the tokens, which are taken away. */
function parseTokens(tokens, line, depth) {
    const token = tokens.shift() ?? '';
    if (depth > DEEPEST || /^[\]},:]?$/u.test(token))
        throw new YamlError(line);
    if (token !== '{' && token !== '[')
        return unquote(token, line);
    const end = token === '{' ? '}' : ']';
    const items = [];
    const entries = new Map();
    while (tokens.length > 0 && tokens[0] !== end) {
        if (token === '[')
            items.push(parseTokens(tokens, line, depth + 1));
        else {
            const key = unquote(tokens.shift() ?? '', line);
            if (tokens.shift() !== ':' || entries.has(key))
                throw new YamlError(line);
            entries.set(key, /^[,}]$/u.test(tokens[0] ?? '') ? '' : parseTokens(tokens, line, depth + 1));
        }
        if (tokens[0] === ',')
            tokens.shift();
        else if (tokens[0] !== end)
            throw new YamlError(line);
    }
    if (tokens.shift() !== end)
        throw new YamlError(line);
    return token === '[' ? items : Object.fromEntries(entries);
}

;// CONCATENATED MODULE: ./build/kubernetes/yaml.js

const ITEM = /^-(?:\s+(?<rest>.*))?$/u;
const ENTRY = /^(?<key>"(?:[^"\\]|\\.)*"|'(?:[^']|'')*'|[^\s"'#[\]{},&*!|>%@`?:-](?:[^:#]|:(?=\S)|(?<=\S)#)*?)\s*:(?:\s+(?<rest>.*))?$/u;
/**
 * Reads the part of YAML 1.2 in which kubeconfig files are written: mappings, lists, plain and quoted scalars, block scalars, lists and
 * mappings in brackets on one line, comments. JSON is read too. Anchors, aliases, tags and several documents are not.
 * @throws YamlError
 */
function parseYaml(text) {
    if (/^\s*\{/u.test(text))
        return parseJsonText(text);
    const reader = new Reader(text.replace(/^\uFEFF/u, '').split(/\r\n|\r|\n/u));
    const first = reader.peek();
    if (first === undefined)
        return '';
    const value = reader.node(first.indent, 0);
    if (reader.peek() !== undefined)
        throw reader.error();
    return value;
}
function parseJsonText(text) {
    let value;
    try {
        value = JSON.parse(text);
    }
    catch {
        throw new YamlError(1);
    }
    return textOf(value, 0);
}
function textOf(value, depth) {
    if (depth > DEEPEST)
        throw new YamlError(1);
    if (Array.isArray(value))
        return value.map((each) => textOf(each, depth + 1));
    if (value === null || value === undefined)
        return '';
    if (typeof value !== 'object')
        return typeof value === 'string' ? value : JSON.stringify(value);
    return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, textOf(each, depth + 1)]));
}
class Reader {
    at = 0;
    /** The rest of a line that began with a dash, in the column where it stands. */
    pending;
    lines;
    constructor(lines) {
        this.lines = lines;
    }
    error() {
        return new YamlError(Math.min(this.at + 1, this.lines.length));
    }
    /** The next line that is not blank and no comment. */
    peek() {
        if (this.pending !== undefined)
            return this.pending;
        while (this.at < this.lines.length) {
            const line = this.lines[this.at] ?? '';
            const isStart = line.trim() === '---' && this.lines.slice(0, this.at).every(isBlank);
            if (!isBlank(line) && !isStart) {
                const indent = line.search(/[^ ]/u);
                const text = line.trim();
                if (line[indent] === '\t' || /^(?:---|\.\.\.|%)/u.test(line))
                    throw this.error();
                return { indent, text };
            }
            this.at += 1;
        }
        return undefined;
    }
    next() {
        if (this.pending !== undefined)
            this.pending = undefined;
        this.at += 1;
    }
    node(indent, depth) {
        if (depth > DEEPEST)
            throw this.error();
        const line = this.peek();
        if (line === undefined || line.indent !== indent)
            throw this.error();
        if (ITEM.test(line.text))
            return this.list(indent, depth);
        return ENTRY.test(line.text) ? this.mapping(indent, depth) : this.scalar(line.text, indent - 1);
    }
    list(indent, depth) {
        const items = [];
        for (let line = this.peek(); line?.indent === indent; line = this.peek()) {
            const match = ITEM.exec(line.text);
            if (match === null)
                break;
            const rest = withoutComment(match.groups?.['rest'] ?? '');
            if (rest === '') {
                this.next();
                items.push(this.below(indent, depth, false));
            }
            else if (ITEM.test(rest) || ENTRY.test(rest)) {
                this.pending = { indent: indent + line.text.length - line.text.slice(1).trimStart().length, text: rest };
                items.push(this.node(this.pending.indent, depth + 1));
            }
            else
                items.push(this.scalar(rest, indent));
        }
        return items;
    }
    mapping(indent, depth) {
        const entries = new Map();
        for (let line = this.peek(); line?.indent === indent; line = this.peek()) {
            const match = ENTRY.exec(line.text);
            if (match === null)
                break;
            const key = unquote(match.groups?.['key'] ?? '', this.at + 1);
            const rest = withoutComment(match.groups?.['rest'] ?? '');
            if (entries.has(key))
                throw this.error();
            if (rest === '') {
                this.next();
                entries.set(key, this.below(indent, depth, true));
            }
            else
                entries.set(key, this.scalar(rest, indent));
        }
        return Object.fromEntries(entries);
    }
    /** What stands below a key or a dash: deeper, or, for a list below a key, in the same column. */
    below(indent, depth, allowsList) {
        const line = this.peek();
        if (line === undefined)
            return '';
        const isListBeside = allowsList && line.indent === indent && ITEM.test(line.text);
        return line.indent > indent || isListBeside ? this.node(line.indent, depth + 1) : '';
    }
    /** A scalar or what stands in brackets; the line is done then. */
    scalar(text, indent) {
        const block = /^(?<style>[|>])(?<chomp>[+-]?)$/u.exec(text);
        if (block !== null)
            return this.block(indent, block.groups?.['style'] === '|');
        const value = /^[[{]/u.test(text) ? parseFlow(text, this.at + 1) : unquote(text, this.at + 1);
        this.next();
        const following = this.peek();
        // A plain scalar that goes on below is not supported: what is cut off would be another value.
        if (following !== undefined && following.indent > indent && this.pending === undefined)
            throw this.error();
        return value;
    }
    block(indent, isLiteral) {
        this.next();
        const lines = [];
        for (; this.at < this.lines.length; this.at += 1) {
            const line = this.lines[this.at] ?? '';
            if (line.trim() !== '' && line.search(/\S/u) <= indent)
                break;
            lines.push(line);
        }
        const margin = Math.min(...lines.filter((line) => line.trim() !== '').map((line) => line.search(/\S/u)));
        return lines
            .map((line) => line.slice(margin))
            .join(isLiteral ? '\n' : ' ')
            .trimEnd();
    }
}
function isBlank(line) {
    return /^\s*(?:#.*)?$/u.test(line);
}
/** A comment begins at the start or after a blank, outside of quotes. */
function withoutComment(text) {
    const quoted = /^(?:"(?:[^"\\]|\\.)*"|'(?:[^']|'')*')/u.exec(text)?.[0] ?? '';
    const rest = text.slice(quoted.length).replace(/(?:^|\s)#.*$/u, '');
    return (quoted + rest).trim();
}

;// CONCATENATED MODULE: ./build/kubernetes/kubeconfig.js



/** Secret members, also in a file that is not understood. Keys and tokens of known forms are found besides. */
const SECRET = /["']?(?:[\w-]*token|password|client-secret|client-key-data)["']?\s*:\s*["']?([^\s"',}\]#]{8,})/giu;
/** Thrown while a kubeconfig is read, and caught at its end. */
class Unusable extends Error {
    fault;
    constructor(what, remedy) {
        super(what);
        this.fault = { what, remedy };
    }
}
/**
 * Reads a kubeconfig (kubernetes.io, "Organizing Cluster Access Using kubeconfig Files") as YAML or JSON: cluster and user of its
 * current context. Nothing of its content is part of a fault.
 */
function readKubeconfig(content, readFile) {
    const secrets = secretsInKubeconfig(content);
    const keep = (secret) => {
        secrets.push(secret);
        return secret;
    };
    try {
        return { connection: connectionIn(parseYaml(content), readFile, keep), secrets };
    }
    catch (error) {
        if (error instanceof Unusable)
            return { fault: error.fault, secrets };
        if (!(error instanceof YamlError))
            throw error;
        const what = `names a file that is not understood (line ${error.line})`;
        return { fault: { what, remedy: 'Write it with `kubectl config view --minify --flatten --raw`.' }, secrets };
    }
}
/** Every value of a secret member, as it stands. */
function secretsInKubeconfig(content) {
    return [...content.matchAll(SECRET)].map(([, value = '']) => value);
}
function connectionIn(config, readFile, keep) {
    const current = textIn(config, 'current-context');
    if (!isMapping(config) || (config['clusters'] ?? '') === '')
        throw new Unusable('names a file that is no kubeconfig', 'Name a kubeconfig file.');
    if (current === '')
        throw new Unusable('names a kubeconfig without a current context', 'Set `current-context` in it.');
    const context = entryOf(config, 'contexts', 'context', current);
    const cluster = entryOf(config, 'clusters', 'cluster', textIn(context, 'cluster'));
    const user = entryOf(config, 'users', 'user', textIn(context, 'user'));
    const server = (0,connection/* parseServer */.ld)(textIn(cluster, 'server'));
    if (server === undefined)
        throw new Unusable('names a kubeconfig whose `server` is no URL that begins with `https://`', 'Credentials are never sent over plain http. Correct it.');
    rejectUnsafe(cluster);
    const certificateAuthority = dataOf(cluster, 'certificate-authority', readFile);
    if (certificateAuthority !== undefined && !(0,connection/* isCertificates */.XV)(certificateAuthority))
        throw new Unusable('names a kubeconfig whose `certificate-authority` is no certificate', 'Correct it.');
    const serverName = textIn(cluster, 'tls-server-name');
    return {
        server,
        ...(certificateAuthority === undefined ? {} : { certificateAuthority }),
        ...(serverName === '' ? {} : { serverName }),
        ...credentialsIn(user, readFile, keep),
    };
}
function rejectUnsafe(cluster) {
    // The words for true of YAML 1.1, which Kubernetes reads.
    if (/^(?:true|yes|on|y|1)$/iu.test(textIn(cluster, 'insecure-skip-tls-verify')))
        throw new Unusable('names a kubeconfig with `insecure-skip-tls-verify: true`, so anyone on the network could read its credentials', 'Remove it, and set `certificate-authority-data`.');
    if (textIn(cluster, 'proxy-url') !== '')
        throw new Unusable('names a kubeconfig with `proxy-url`, which is not supported', 'Set the environment variable HTTPS_PROXY.');
}
function credentialsIn(user, readFile, keep) {
    for (const [member, what] of [
        ['exec', 'an exec plugin'],
        ['auth-provider', 'an auth provider plugin'],
    ])
        if ((user[member] ?? '') !== '')
            throw new Unusable(`names a kubeconfig whose user takes its credentials from ${what} (\`${member}\`), and no plugin is run here`, 'Use a kubeconfig with a token or a client certificate, such as that of a service account.');
    const other = ['username', 'password', 'as', 'as-uid', 'as-groups'].find((member) => (user[member] ?? '') !== '');
    if (other !== undefined)
        throw new Unusable(`names a kubeconfig whose user has \`${other}\`, which is not supported`, 'Use a token or a client certificate.');
    const tokenFile = textIn(user, 'tokenFile');
    const fromFile = tokenFile === '' ? undefined : readFile(tokenFile)?.trim();
    if (tokenFile !== '' && fromFile === undefined)
        throw unreadable('tokenFile');
    const token = fromFile ?? textIn(user, 'token').trim();
    if (token !== '')
        keep(token);
    if (token !== '' && !(0,connection/* isToken */.sg)(token))
        throw new Unusable('names a kubeconfig whose `token` has blanks or line ends', 'Copy it again.');
    const certificate = dataOf(user, 'client-certificate', readFile);
    const privateKey = dataOf(user, 'client-key', readFile);
    if (privateKey !== undefined)
        keep(privateKey);
    const isPair = certificate !== undefined && privateKey !== undefined;
    if (!isPair && (certificate !== undefined || privateKey !== undefined))
        throw new Unusable('names a kubeconfig with only one of `client-certificate` and `client-key`', 'Give both.');
    if (certificate !== undefined && !(0,connection/* isCertificates */.XV)(certificate))
        throw new Unusable('names a kubeconfig whose `client-certificate` is no certificate', 'Correct it.');
    if (token === '' && !isPair)
        throw new Unusable('names a kubeconfig whose user has neither a token nor a client certificate', 'Write it with `kubectl config view --minify --flatten --raw`.');
    return { ...(token === '' ? {} : { token }), ...(isPair ? { clientCertificate: { certificate, privateKey } } : {}) };
}
/** The member with `-data` (base64), else the file that the member without it names. */
function dataOf(entry, member, readFile) {
    const data = textIn(entry, `${member}-data`);
    const path = textIn(entry, member);
    if (data !== '') {
        const decoded = (0,connection/* decodeData */.Hw)(data);
        if (decoded === undefined)
            throw new Unusable(`names a kubeconfig whose \`${member}-data\` is no base64`, 'Copy it again.');
        return decoded;
    }
    if (path === '')
        return undefined;
    const content = readFile(path);
    if (content === undefined)
        throw unreadable(member);
    return content;
}
function unreadable(member) {
    return new Unusable(`names a kubeconfig whose \`${member}\` is a file that cannot be read`, 'Relative paths begin at the folder of the kubeconfig. Write it with `kubectl config view --minify --flatten --raw` to have everything in one file.');
}
/** The entry of a list of `{name, context}`, `{name, cluster}` or `{name, user}`. */
function entryOf(config, list, member, name) {
    const entries = config[list];
    const found = Array.isArray(entries) ? entries.find((each) => textIn(each, 'name') === name) : undefined;
    const entry = isMapping(found) ? (found[member] ?? '') : '';
    if (name === '' || !isMapping(entry))
        throw new Unusable(`names a kubeconfig whose current context has no ${member} in \`${list}\``, 'Write it with `kubectl config view --minify --flatten --raw`.');
    return entry;
}
function textIn(value, member) {
    const found = isMapping(value) && Object.hasOwn(value, member) ? value[member] : undefined;
    return typeof found === 'string' ? found : '';
}
function isMapping(value) {
    return typeof value === 'object' && !Array.isArray(value);
}


/***/ })

};
