export const id = 276;
export const ids = [276];
export const modules = {

/***/ 6276:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

// ESM COMPAT FLAG
__webpack_require__.r(__webpack_exports__);

// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  rotate: () => (/* binding */ rotate)
});

// EXTERNAL MODULE: ./build/certificates/describe.js
var describe = __webpack_require__(1624);
// EXTERNAL MODULE: ./build/certificates/family.js
var certificates_family = __webpack_require__(8593);
// EXTERNAL MODULE: ./build/certificates/upload.js
var upload = __webpack_require__(7612);
// EXTERNAL MODULE: ./build/consumers/kinds.js + 3 modules
var consumers_kinds = __webpack_require__(5456);
// EXTERNAL MODULE: ./build/consumers/survey.js
var consumers_survey = __webpack_require__(2130);
// EXTERNAL MODULE: ./build/errors.js
var errors = __webpack_require__(9473);
// EXTERNAL MODULE: ./build/outcome.js
var build_outcome = __webpack_require__(7072);
// EXTERNAL MODULE: ./build/consumers/consumer.js
var consumers_consumer = __webpack_require__(5856);
// EXTERNAL MODULE: ./build/text.js + 1 modules
var build_text = __webpack_require__(1957);
// EXTERNAL MODULE: ./build/x509/dns-names.js
var dns_names = __webpack_require__(5983);
;// CONCATENATED MODULE: ./build/rotation/coverage.js





/**
 * Throws if a client would find a name uncovered that was covered before, or a consumer would reject the certificate.
 * @param consumers those that would be rebound, without Kubernetes' ones; one is fine
 * @throws ActionError `dropped_names`, `uncovered_domain` or `origin_ca`
 */
function checkCoverage(rules, consumers) {
    const byId = new Map(rules.replaced.map((certificate) => [certificate.id, certificate]));
    const users = consumers.filter(({ uses }) => uses.some(({ certificateId }) => byId.has(certificateId)));
    rejectIssuer(rules, users);
    if (users.length > 0)
        rejectUnknownNames(rules);
    rejectUncoveredHosts(rules, users, byId);
    if (!rules.allowDroppedNames)
        rejectDroppedNames(rules, users, byId);
}
function rejectIssuer({ newCertificate: { issuer } }, users) {
    const rejecting = users.filter(({ kind }) => kind.rejects?.(issuer) !== undefined);
    const [first] = rejecting;
    if (first === undefined)
        return;
    throw new errors/* ActionError */.lZ('origin_ca', `${first.kind.rejects?.(issuer) ?? ''}, and ${(0,build_text/* enumerate */.HL)(rejecting.map(consumers_consumer/* nameConsumer */.Yi), 10)} would get one. Nothing was changed there. Use a certificate of a public CA.`);
}
function rejectUnknownNames({ newCertificate, allowDroppedNames }) {
    if (newCertificate.dnsNames.length > 0 || allowDroppedNames)
        return;
    throw new errors/* ActionError */.lZ('dropped_names', 'DigitalOcean does not list the DNS names of the uploaded certificate, so whether it covers every name in use is not known. Nothing was changed. Supply it with its key, or set `allow_dropped_names: true`.');
}
function rejectUncoveredHosts({ newCertificate: { dnsNames } }, users, byId) {
    if (dnsNames.length === 0)
        return;
    const hosts = users.flatMap((consumer) => consumer.uses
        .filter(({ certificateId }) => byId.has(certificateId))
        .flatMap(({ hostName }) => hostName ?? [])
        .filter((hostName) => !(0,dns_names/* covers */.hU)(dnsNames, hostName))
        .map((hostName) => `${(0,build_text/* quoteName */.AB)(hostName)} of ${(0,consumers_consumer/* nameConsumer */.Yi)(consumer)}`));
    if (hosts.length === 0)
        return;
    throw new errors/* ActionError */.lZ('uncovered_domain', `The new certificate does not cover ${(0,build_text/* enumerate */.HL)(hosts, 20)}. Nothing was changed there. Issue it with ${hosts.length === 1 ? 'that name' : 'these names'} too.`);
}
function rejectDroppedNames({ newCertificate: { dnsNames } }, users, byId) {
    const inUse = new Set(users.flatMap(({ uses }) => uses.flatMap(({ certificateId }) => byId.get(certificateId) ?? [])));
    const dropped = [...inUse].flatMap((certificate) => certificate.dnsNames.length === 0
        ? [`the names of ${(0,describe/* nameCertificate */.Zq)(certificate)}, which DigitalOcean does not list`]
        : certificate.dnsNames.filter((name) => !(0,dns_names/* covers */.hU)(dnsNames, name)).map(build_text/* quoteName */.AB));
    if (dropped.length === 0)
        return;
    throw new errors/* ActionError */.lZ('dropped_names', `The new certificate covers ${(0,build_text/* enumerate */.HL)(dnsNames.map(build_text/* quoteName */.AB), 20)}, but not ${(0,build_text/* enumerate */.HL)([...new Set(dropped)], 20)}, which a certificate in use covers. Nothing was changed there. Issue it with all names, or set \`allow_dropped_names: true\`.`);
}

// EXTERNAL MODULE: ./build/digitalocean/certificates.js
var certificates = __webpack_require__(787);
// EXTERNAL MODULE: ./build/digitalocean/responses.js
var responses = __webpack_require__(5147);
// EXTERNAL MODULE: ./build/certificates/find.js
var find = __webpack_require__(470);
;// CONCATENATED MODULE: ./build/rotation/source.js





/**
 * What a rotation puts in place: the supplied certificate, the newest usable member of a family, or the certificate with an id.
 * @param now milliseconds since the epoch
 * @throws ActionError `empty_family`, `not_found` or `state_error`
 */
function findSource(task, certificates, now) {
    if (task.source === 'supplied') {
        const { name, supplied, allowOlder } = task;
        // An address counts as a name.
        const newCertificate = { ...supplied, dnsNames: [...supplied.dnsNames, ...supplied.ipAddresses] };
        return { family: name, newCertificate, supplied, memberName: (0,certificates_family/* memberNameOf */.fj)(name, supplied), allowOlder };
    }
    const certificate = findUploaded(task.target, certificates, now);
    return {
        family: 'name' in task.target ? task.target.name : (0,certificates_family/* familyNameOf */.px)(certificate),
        newCertificate: { ...(0,certificates_family/* issuedOf */.hW)(certificate), dnsNames: certificate.dnsNames, issuer: '' },
        memberName: certificate.name,
        allowOlder: task.allowOlder || 'id' in task.target,
    };
}
function findUploaded(target, certificates, now) {
    const found = 'id' in target ? certificates.filter(({ id }) => id === target.id) : (0,certificates_family/* membersOf */.lS)(certificates, target.name);
    if (found.length === 0)
        throw missingError(target);
    const usable = (0,certificates_family/* newestFirst */.ll)(found).find((certificate) => isUsable(certificate, now));
    if (usable !== undefined)
        return usable;
    const [first] = (0,certificates_family/* newestFirst */.ll)(found);
    throw new errors/* ActionError */.lZ('state_error', `Nothing was written, because no certificate of ${'name' in target ? (0,build_text/* quoteName */.AB)(target.name) : target.id} is valid and verified. The newest is ${first === undefined ? '' : (0,describe/* describeCertificate */.dF)(first)}, in state "${first?.state ?? ''}". Supply a valid certificate with its key.`);
}
/** Is it valid and verified? */
function isUsable({ state, notAfter }, now) {
    return state === 'verified' && notAfter !== undefined && notAfter.getTime() > now;
}
function missingError(target) {
    return new errors/* ActionError */.lZ('name' in target ? 'empty_family' : 'not_found', `There is no ${(0,find/* nameTarget */.dJ)(target)}, so nothing was written. Check \`${'name' in target ? 'name' : 'id'}\`. \`source: uploaded\` uses a certificate that was uploaded before.`);
}

;// CONCATENATED MODULE: ./build/rotation/selection.js


/**
 * Sorts the account's certificates by what they are to this rotation.
 * @param now milliseconds since the epoch
 */
function selectCertificates({ replaces, source }, { family, newCertificate, memberName, allowOlder }, certificates, now) {
    const added = new Map(replaces.map((entry) => [
        entry,
        certificates.filter(({ id }) => id === entry.toLowerCase()).concat((0,certificates_family/* membersOf */.lS)(certificates, entry)),
    ]));
    const members = [...new Set([...(0,certificates_family/* membersOf */.lS)(certificates, family), ...[...added.values()].flat()])];
    const own = (0,certificates_family/* findOwn */.gq)(members, newCertificate.sha1Fingerprint);
    // What was uploaded under its own name is the one that is meant.
    const existing = own.find(({ name }) => name === memberName) ?? own[0];
    const others = members.filter((member) => !own.includes(member));
    // Without a key, a newer member that cannot be used is no reason to stop.
    const counts = (member) => source === 'supplied' || isUsable(member, now);
    // The API's `not_after` may be off by seconds: all runs rank what exists by what is listed, or two could each be the newer one.
    const issued = { ...newCertificate, notAfter: existing?.notAfter ?? newCertificate.notAfter };
    const ahead = others.filter((member) => (0,certificates_family/* isNewer */.U4)(member, family, issued));
    const newer = ahead.filter(counts);
    const older = others.filter((member) => !ahead.includes(member));
    return {
        members,
        existing,
        duplicates: own.filter((member) => member !== existing),
        newer,
        older,
        replaced: [...older, ...ahead.filter((member) => allowOlder || !counts(member))],
        missing: [...added].filter(([, found]) => found.length === 0).map(([entry]) => entry),
    };
}
/** The consumers that use one of these certificates in a place that may be rebound. */
function findUsers(consumers, certificates) {
    const ids = idsOf(certificates);
    const users = consumers.filter(({ uses }) => uses.some(({ certificateId }) => ids.has(certificateId)));
    return { rebindable: users.filter((consumer) => !isLeft(consumer)), kubernetes: users.filter(isLeft) };
}
function isLeft({ isKubernetes, isAnnotatable = false }) {
    return isKubernetes && !isAnnotatable;
}
/**
 * The replaced certificates that have to stay: while a cluster's load balancer uses one, its user may have been told to annotate any
 * newer one, so none of those may go either.
 */
function keptForKubernetes(older, kubernetes) {
    const ranked = (0,certificates_family/* newestFirst */.ll)(older);
    const isUsed = ({ id }) => kubernetes.some(({ certificateIds }) => certificateIds.has(id));
    const oldest = ranked.findLastIndex(isUsed);
    return ranked.slice(0, oldest + 1);
}
/** The ids of certificates. */
function idsOf(certificates) {
    return new Set(certificates.map(({ id }) => id));
}

;// CONCATENATED MODULE: ./build/rotation/delete-replaced.js







/**
 * Deletes one certificate that was replaced and that nothing refers to. One reading covers one deletion.
 * @returns whether to look again; or those that the API reports as in use, although no consumer refers to them
 */
async function deleteNext({ consumers, selection }, progress, context) {
    const { client, log } = context;
    // One with an unusual id cannot be deleted, and must not keep the others from it: it comes last.
    const deletable = findDeletable(consumers, selection)
        .filter(({ id }) => !progress.gone.has(id))
        .toSorted((a, b) => Number((0,responses/* isUuid */.O1)(b.id)) - Number((0,responses/* isUuid */.O1)(a.id)));
    const inUse = [];
    for (const certificate of deletable) {
        const name = (0,describe/* nameCertificate */.Zq)(certificate);
        try {
            if (await (0,certificates/* sendDelete */._)(client, certificate.id)) {
                progress.deleted.push(certificate);
                log.info(`Deleted certificate ${name}`);
            }
            else
                log.info(`Certificate ${name} does not exist any more. Nothing to delete.`);
            progress.gone.add(certificate.id);
            return deletable.length > 1 ? 'again' : 'done';
        }
        catch (error) {
            if (!(0,errors/* isApiError */.d7)(error, 'in_use'))
                throw error;
            // A refusal changes nothing, so the reading still holds for the next one.
            inUse.push(certificate);
        }
    }
    return inUse.length === 0 ? 'done' : inUse;
}
/** The replaced certificates that may be deleted: nothing refers to them, and no cluster may still come to them. */
function findDeletable(consumers, { older }) {
    const kubernetes = consumers.filter(({ isKubernetes }) => isKubernetes);
    const kept = keptForKubernetes(older, kubernetes);
    return older.filter((certificate) => !kept.includes(certificate) && (0,consumers_survey/* consumersOf */.d$)(consumers, certificate.id).length === 0);
}
/** Logs what stays, and why. */
function logKept(consumers, { older }, { log }) {
    const deletable = findDeletable(consumers, { older });
    for (const certificate of older.filter((each) => !deletable.includes(each))) {
        const isUsed = (0,consumers_survey/* consumersOf */.d$)(consumers, certificate.id).length > 0;
        const why = isUsed
            ? 'a managed domain or a Kubernetes load balancer still refers to it'
            : 'a Kubernetes load balancer still uses an older one, and its Service may be annotated with this one';
        log.info(`Certificate ${(0,describe/* nameCertificate */.Zq)(certificate)} stays: ${why}.`);
    }
}
/** A success with a warning only if this run rebound a consumer from each, and none refers to it now; the API releases certificates late. */
function leaveInUse(inUse, { entries }, { log }) {
    const isOurs = inUse.every(({ id }) => [...entries.values()].some(({ reboundFrom }) => reboundFrom.has(id)));
    const message = `The API still reports ${(0,build_text/* enumerate */.HL)(inUse.map(describe/* nameCertificate */.Zq), 10)} as in use, although no consumer refers to it any more, and \`wait_timeout\` ended. It was not deleted. The next run deletes it.`;
    if (!isOurs)
        throw new errors/* ActionError */.lZ('in_use', message);
    log.warning(message);
}

// EXTERNAL MODULE: ./build/certificates/expiry.js
var expiry = __webpack_require__(7034);
// EXTERNAL MODULE: ./build/consumers/kubernetes.js
var consumers_kubernetes = __webpack_require__(7108);
;// CONCATENATED MODULE: ./build/rotation/progress.js

/** Nothing done yet. */
function makeProgress(existing) {
    const entries = new Map();
    const halted = new Map();
    return {
        entries,
        deleted: [],
        gone: new Set(),
        existing,
        created: undefined,
        probed: [],
        entryOf: (consumer) => {
            const key = `${consumer.kind.output} ${consumer.id.toLowerCase()}`;
            const found = entries.get(key) ?? makeEntry(consumer);
            // A cluster may have taken it over.
            found.consumer = nameOnly(consumer, found.consumer);
            entries.set(key, found);
            return found;
        },
        halt: (error, kind) => {
            if (!halted.has(kind))
                halted.set(kind, error);
        },
        throwIfHalted: (kind) => {
            const reason = halted.get(undefined) ?? halted.get(kind);
            if (reason !== undefined)
                throw new errors/* ActionError */.lZ('halted', `Not tried, because of this: ${reason.message}`);
        },
    };
}
const UNTRIED = {
    error: '',
    dueAtMs: 0,
    pauseMs: 0,
    attempts: 0,
    notFound: 0,
    rejections: 0,
    lastError: undefined,
    sent: undefined,
    isLeft: false,
};
/** Without what changes; a Service that was known stays known. */
function nameOnly({ kind, id, name, service }, before) {
    return { kind, id, name, service: service ?? before?.service };
}
function makeEntry(consumer) {
    return {
        consumer: nameOnly(consumer),
        status: 'kept',
        ...UNTRIED,
        phase: 'done',
        reboundFrom: new Set(),
        times: 0,
        reboundAtMs: -Infinity,
        isUncertain: false,
        before: undefined,
    };
}
/** Begins the work on a consumer anew, whatever became of the last try. */
function restartEntry(entry) {
    Object.assign(entry, UNTRIED, { phase: 'rebind' });
}
/** Ends the work on a consumer as failed. */
function failEntry(entry, why) {
    Object.assign(entry, { status: 'failed', error: why, phase: 'done' });
}
/** The states of all consumers, for outputs and summary. */
function statesOf({ entries }) {
    return [...entries.values()].map(({ consumer, status, error }) => ({ ...consumer, status, error }));
}
/** Was something written? Undefined if an update was lost, and nothing else was written. */
function changedBy({ entries, created, deleted }) {
    const all = [...entries.values()];
    if (created !== undefined || deleted.length > 0 || all.some(({ times }) => times > 0))
        return true;
    return all.some(({ isUncertain }) => isUncertain) ? undefined : false;
}

;// CONCATENATED MODULE: ./build/rotation/leave-kubernetes.js






/**
 * Notes the load balancers that are left to the Kubernetes cluster that owns them, and warns of each once, with the command that its user
 * has to run. With `kubernetes: annotate` they have failed.
 */
function leaveKubernetes({ kubernetes: mode }, kubernetes, newCertificate, progress, { log }) {
    for (const consumer of kubernetes) {
        const entry = progress.entryOf(consumer);
        const status = mode === 'annotate' ? 'failed' : 'kubernetes';
        if (entry.status === status)
            continue;
        const { refusal, service } = consumer;
        const why = refusal === undefined ? '' : ` Its Service could not be annotated: ${refusal}.`;
        const command = (0,consumers_kubernetes/* annotateCommand */._9)(newCertificate, service);
        if (mode === 'annotate')
            failEntry(entry, `${why.trim()} Run \`${command}\`.`.trim());
        else
            entry.status = status;
        const message = `The ${(0,consumers_consumer/* describeConsumer */._8)(consumer)} belongs to a Kubernetes cluster, whose controller would undo a change. It was not changed, and its certificate stays.${why} Annotate its Service before the next renewal, and run this workflow again: ${command}`;
        if (mode === 'annotate')
            log.info(message);
        else
            log.warning(message);
    }
}
/**
 * Throws if a load balancer of a cluster is left on a certificate with less time left than `min_days` asks for.
 * @throws ActionError `kubernetes_expiring`
 */
function throwIfLeftExpiring(task, kubernetes, replaced, newCertificate, { deadline }) {
    const { minDays } = task;
    const rule = { minDays, now: deadline.clock.now() };
    const expiring = (0,expiry/* findExpiring */.ku)(replaced, rule).filter(({ reason }) => reason !== 'error');
    const left = kubernetes.flatMap((consumer) => {
        const used = expiring.find(({ certificate: { id } }) => consumer.uses.some(({ certificateId }) => certificateId === id));
        if (used === undefined)
            return [];
        const { name, notAfterText } = used.certificate;
        const limit = (0,expiry/* describeLimit */.XW)(minDays, used.limitMs);
        return [`${(0,consumers_consumer/* nameConsumer */.Yi)(consumer)} still uses ${(0,build_text/* quoteName */.AB)(name)}, which expires ${notAfterText} (${limit})`];
    });
    if (left.length === 0)
        return;
    const [only] = kubernetes;
    throw new errors/* ActionError */.lZ('kubernetes_expiring', `A Kubernetes load balancer was left on a certificate with less time left than \`min_days\` asks for: ${(0,build_text/* enumerate */.HL)(left, 10)}. Annotate its Service now: ${(0,consumers_kubernetes/* annotateCommand */._9)(newCertificate, kubernetes.length === 1 ? only?.service : undefined)}`);
}

;// CONCATENATED MODULE: ./build/rotation/plan.js





/** What a rotation would do: what is uploaded, rebound, deleted, and left alone, and why. */
function planRotation(task, source, { consumers }, selection) {
    const { existing, replaced, older, members } = selection;
    const { rebindable, kubernetes } = findUsers(consumers, replaced);
    const others = consumers.filter((consumer) => !rebindable.includes(consumer));
    const deletable = findDeletable(others, selection);
    const deletions = older.map((certificate) => {
        const object = `certificate ${(0,describe/* nameCertificate */.Zq)(certificate)}`;
        if (!task.deletePrevious)
            return leave(object, '`delete_previous` is false');
        return deletable.includes(certificate)
            ? { action: 'delete', object, reason: '' }
            : leave(object, 'a consumer that is not rebound uses it, or may come to use it');
    });
    const planned = [
        ...(existing === undefined
            ? source.supplied === undefined
                ? []
                : [(0,upload/* uploadStep */.go)(source.memberName, source.supplied)]
            : [leave(`certificate ${(0,describe/* nameCertificate */.Zq)(existing)}`, 'it is the new one')]),
        ...rebindable.map((consumer) => ({
            action: 'rebind',
            object: (0,consumers_consumer/* describeConsumer */._8)(consumer),
            reason: consumer.isKubernetes ? 'its Service is annotated' : '',
        })),
        ...kubernetes.map((consumer) => leave((0,consumers_consumer/* describeConsumer */._8)(consumer), `a Kubernetes cluster owns it; its Service has to be annotated${consumer.refusal === undefined ? '' : ` by hand (${consumer.refusal})`}`)),
        ...deletions,
    ];
    const states = [
        ...rebindable.map((consumer) => ({ ...consumer, status: 'planned', error: '' })),
        ...kubernetes.map((consumer) => ({ ...consumer, status: 'kubernetes', error: '' })),
    ];
    const isChange = planned.some(({ action }) => action !== 'leave');
    return { certificates: members, subject: existing, changed: isChange, consumers: states, planned };
}
function leave(object, reason) {
    return { action: 'leave', object, reason };
}

// EXTERNAL MODULE: ./build/tls/endpoint.js
var tls_endpoint = __webpack_require__(8285);
// EXTERNAL MODULE: ./build/tls/probe.js + 1 modules
var probe = __webpack_require__(6372);
;// CONCATENATED MODULE: ./build/rotation/probe-planned.js




/**
 * Adds to the plan what the endpoints serve now. One that serves no member of the family would be awaited in vain.
 * @throws OperationError `endpoint_unreachable` if one cannot be probed, as the rotation would fail too
 */
async function probePlanned(task, plan, { members }, context) {
    if (task.endpoints.length === 0)
        return plan;
    const probed = await (0,probe/* probeEndpoints */.$v)(task.endpoints, context);
    const outcome = { ...plan, endpoints: probed.map((each) => ({ probed: each, problems: [] })) };
    const faults = probed.flatMap(({ endpoint, fault }) => fault === undefined ? [] : [`${(0,tls_endpoint/* nameEndpoint */.tv)(endpoint)}: ${fault.what}`]);
    if (faults.length > 0)
        throw new build_outcome/* OperationError */.OK('endpoint_unreachable', `The rotation would fail, because endpoints could not be probed: ${(0,build_text/* enumerate */.HL)(faults, 10)}. ${(0,probe/* probeRemedy */.z7)(context.hasProxy)}`, outcome);
    const known = new Set(members.map(({ sha1Fingerprint }) => sha1Fingerprint));
    const strangers = probed.filter(({ served }) => served !== undefined && !known.has(served.sha1Fingerprint));
    if (strangers.length > 0)
        context.log.warning(`Not served by this family now: ${(0,build_text/* enumerate */.HL)(strangers.map(({ endpoint }) => (0,tls_endpoint/* nameEndpoint */.tv)(endpoint)), 10)}. Check that these names lead to load balancers or CDN endpoints of this account.`);
    return outcome;
}

// EXTERNAL MODULE: ./build/waiting.js
var waiting = __webpack_require__(7375);
// EXTERNAL MODULE: ./build/concurrency.js
var concurrency = __webpack_require__(3943);
;// CONCATENATED MODULE: ./build/rotation/await-served.js






/** Handshakes in a row that must show the new certificate: a load balancer has several servers behind one address. */
const IN_A_ROW = 3;
const CONCURRENT_ENDPOINTS = 8;
const PACE = { firstMs: 1_000, factor: 2, maxMs: 15_000 };
/** Probes until every address of every endpoint shows the certificate three times in a row, or the deadline has passed. */
async function awaitServed(endpoints, sha1Fingerprint, context) {
    let isHopeless = false;
    const deadline = {
        ...context.deadline,
        remainingMs: () => (isHopeless ? 0 : context.deadline.remainingMs()),
    };
    const log = noticingOnce(context.log);
    const results = await (0,concurrency/* mapConcurrently */.X)(endpoints, CONCURRENT_ENDPOINTS, async (endpoint) => {
        const probed = await awaitEndpoint(endpoint, sha1Fingerprint, { ...context, deadline, log });
        // When one cannot be right any more, the rotation fails: nothing is gained by waiting for the others.
        isHopeless ||= probed.some((each) => !isServed(each, sha1Fingerprint));
        return probed;
    });
    const probed = results.flat();
    const wrong = probed.filter((each) => !isServed(each, sha1Fingerprint));
    if (wrong.length === 0)
        return { probed, failure: undefined };
    const message = `Not every endpoint serves the new certificate (SHA-1 ${sha1Fingerprint}): ${(0,build_text/* enumerate */.HL)(wrong.map(await_served_describe), 10)}. The old certificate stays. ${remedyOf(wrong, context)} Then run this again.`;
    return { probed, failure: new errors/* ActionError */.lZ('not_served', message) };
}
/** What was seen to be served is no matter of the network; what was not seen may be. */
function remedyOf(wrong, { hasProxy }) {
    const isOther = wrong.some(({ served }) => served !== undefined);
    const isOut = wrong.some(({ fault }) => fault !== undefined);
    return [
        ...(isOther ? ['Check that these names lead to load balancers or CDN endpoints of this account.'] : []),
        ...(isOut ? [(0,probe/* probeRemedy */.z7)(hasProxy)] : []),
    ].join(' ');
}
/** An endpoint is probed again and again, and what is worth knowing of it is worth it once. */
function noticingOnce(log) {
    const told = new Set();
    return {
        ...log,
        notice: (message) => {
            if (!told.has(message))
                log.notice(message);
            told.add(message);
        },
    };
}
async function awaitEndpoint(endpoint, sha1Fingerprint, context) {
    const { deadline, log } = context;
    let last = [];
    await (0,waiting/* poll */.wt)(deadline, PACE, async () => {
        last = await probeInARow(endpoint, sha1Fingerprint, context);
        const wrong = last.filter((each) => !isServed(each, sha1Fingerprint));
        // A name that does not exist will not come into being while we wait.
        const isFinal = wrong.length === 0 || wrong.some(({ fault }) => fault?.kind === 'unresolved');
        return isFinal ? { value: true } : { reason: (0,build_text/* enumerate */.HL)(wrong.map(await_served_describe), 3) };
    }, (reason, waitedMs) => log.info(`Waiting for ${(0,tls_endpoint/* nameEndpoint */.tv)(endpoint)} to serve the new certificate: ${reason} (${(0,build_text/* formatSeconds */.Xo)(waitedMs)} so far)`));
    return last;
}
async function probeInARow(endpoint, sha1Fingerprint, context) {
    const first = await (0,probe/* probeEndpoint */.Q9)(endpoint, context);
    return Promise.all(first.map(async (probed) => {
        let last = probed;
        for (let count = 1; count < IN_A_ROW && isServed(last, sha1Fingerprint); count += 1)
            last = await (0,probe/* probeAddress */.n)(probed.endpoint, context);
        return last;
    }));
}
function isServed({ served }, sha1Fingerprint) {
    return served?.sha1Fingerprint === sha1Fingerprint;
}
function await_served_describe({ endpoint, served, fault }) {
    return `${(0,tls_endpoint/* nameEndpoint */.tv)(endpoint)} ${served === undefined ? `(${fault?.what ?? ''})` : `serves SHA-1 ${served.sha1Fingerprint}`}`;
}

;// CONCATENATED MODULE: ./build/rotation/annotate.js





/** The first look at what was annotated, in milliseconds: a controller takes seconds at least. */
const FIRST_LOOK_MS = 1_000;
/**
 * Rebinds a load balancer of a cluster by annotating its Service; the cluster's controller does the rest, later. One that refuses is left
 * to its user: the next round says so.
 * @param now as it was just read
 */
async function annotateOnce(entry, now, replacement, { clusters, client, deadline, log }) {
    const opened = await clusters?.open();
    if (opened === undefined)
        return;
    const { newId, newName, replaced } = replacement;
    const replacedIds = idsOf(replaced);
    entry.before ??= { status: now.status, validationReasons: [], hostNames: [], inactive: [] };
    for (const { certificateId } of now.uses)
        if (replacedIds.has(certificateId))
            entry.reboundFrom.add(certificateId);
    const mayReplace = (service) => objectionTo(service, replacement, client);
    const result = await opened.annotate(entry.consumer, { id: newId, name: newName }, mayReplace);
    if ('refusal' in result) {
        if (result.isUncertain === true)
            entry.isUncertain = true;
        if (result.isGone !== true)
            opened.giveUp(entry.consumer, result.refusal);
        log.info(`${(0,consumers_consumer/* nameConsumer */.Yi)(entry.consumer)} was not annotated: ${result.refusal}.`);
        Object.assign(entry, { phase: 'done', isLeft: true });
        return;
    }
    entry.isUncertain = false;
    const nowMs = deadline.clock.monotonicMs();
    if (result.isWritten) {
        const { namespace, name, tool } = result.service;
        Object.assign(entry, { times: entry.times + 1, reboundAtMs: nowMs });
        log.info(`Annotated the Service "${namespace}/${name}". Its controller binds the certificate.`);
        if (tool !== '')
            log.notice(`The Service "${namespace}/${name}" is managed by ${tool}, which may change the annotation back. Write the certificate's id ${newId} there too.`);
    }
    Object.assign(entry, {
        status: 'rebound',
        error: '',
        phase: 'confirm',
        pauseMs: FIRST_LOOK_MS,
        dueAtMs: nowMs + FIRST_LOOK_MS,
    });
}
/**
 * Why an annotation must not be replaced: it names a certificate that exists and is none of those that are replaced, so someone wants
 * another one there. One that names nothing keeps the controller from changing the load balancer at all.
 */
async function objectionTo({ certificateId: id, certificateName: name = '' }, { replaced }, client) {
    const isOurs = id === '' ? name === '' || replaced.some((each) => each.name === name) : idsOf(replaced).has(id);
    if (isOurs || (id !== '' && !(0,responses/* isUuid */.O1)(id)))
        return undefined;
    if (id === '')
        return `its Service is annotated with the certificate "${name}", which is none of those that are replaced`;
    const exists = await (0,certificates/* getCertificate */.gc)(client, id).then(() => true, (error) => {
        if ((0,errors/* isApiError */.d7)(error, 'not_found'))
            return false;
        throw error;
    });
    return exists
        ? `its Service is annotated with the certificate ${id}, which is none of those that are replaced`
        : undefined;
}
/** Looks at the Service of a load balancer that does not show the certificate yet: was it changed back, or does its controller refuse? */
async function watchAnnotation(entry, now, { newId, newName }, context) {
    const { before } = entry;
    const opened = await context.clusters?.open();
    if (opened === undefined || before === undefined)
        return;
    const { isAnnotated, warnings } = await opened.watch(now, { id: newId, name: newName });
    // The next round reads everything, and annotates it again.
    if (!isAnnotated)
        entry.phase = 'done';
    before.warnings = warnings;
    if (warnings !== '')
        before.seen = `its cluster says ${warnings}`;
}

;// CONCATENATED MODULE: ./build/rotation/rebind.js







const BUSY_FIRST_MS = 2_000;
const BUSY_LONGEST_MS = 30_000;
/** A 404 to an update while the consumer exists: the new certificate may not have reached every server yet. */
const MOST_NOT_FOUND = 4;
const NOT_FOUND_PAUSE_MS = 2_000;
/** The first look at what was written, in milliseconds. */
const rebind_FIRST_LOOK_MS = 250;
/** Reads one consumer, once: who reads it decides when to try again. @throws ActionError for a response that refuses */
async function readOnce({ consumer }, { client }) {
    const request = (0,consumers_consumer/* readRequest */["in"])(consumer);
    const response = await client.send(request);
    const now = response.kind === 'response' && response.status === 200 ? (0,consumers_consumer/* consumerIn */.K$)(consumer, response.body) : undefined;
    if (now !== undefined)
        return { now };
    if (response.kind === 'response' && response.status === 404)
        return { isGone: true };
    const lost = (0,responses/* isSuccess */.oJ)(response) ? (0,responses/* asLost */.zy)(response, 'it does not have the consumer') : response;
    if (!(0,responses/* isTransient */.dg)(lost))
        throw (0,responses/* apiErrorOf */.qT)(request, lost);
    return { response: lost };
}
/**
 * One attempt to rebind a consumer, from a reading of its own or one that was just made.
 * @throws ActionError if it cannot be rebound
 */
async function rebindOnce(entry, replacement, context, reading) {
    const { client, deadline, log } = context;
    const { consumer } = entry;
    const found = reading ?? (await readOnce(entry, context));
    if ('response' in found)
        return defer(entry, (0,consumers_consumer/* readRequest */["in"])(consumer), found.response, client);
    if ('isGone' in found) {
        log.info(`${(0,consumers_consumer/* nameConsumer */.Yi)(consumer)} does not exist any more. Nothing to rebind.`);
        entry.phase = 'done';
        return;
    }
    const { now } = found;
    const replacedIds = idsOf(replacement.replaced);
    const uses = now.uses.filter(({ certificateId }) => replacedIds.has(certificateId));
    // One that a cluster took over meanwhile is annotated by the next round.
    const isAnnotated = entry.consumer.kind.isAnnotated === true;
    if (now.isKubernetes !== isAnnotated || (uses.length === 0 && !isAnnotated))
        return settle(entry, now, context);
    checkCoverage(replacement, [now]);
    if (isAnnotated)
        return annotateOnce(entry, now, replacement, context);
    entry.before ??= {
        status: now.status,
        validationReasons: now.validationReasons,
        hostNames: uses.flatMap(({ hostName }) => hostName ?? []),
        inactive: uses.flatMap(({ hostName, isActive }) => (isActive ? [] : (hostName ?? []))),
    };
    for (const { certificateId } of uses)
        entry.reboundFrom.add(certificateId);
    entry.sent = consumer.kind.buildUpdate(now, (id) => (replacedIds.has(id) ? replacement.newId : undefined));
    const request = (0,consumers_consumer/* updateRequest */.H5)(consumer, entry.sent);
    const response = await client.send(request);
    const updated = (0,consumers_consumer/* updatedConsumer */.gn)(consumer, response);
    if (updated === undefined)
        return defer(entry, request, response, client);
    confirmUpdate(entry, updated, deadline.clock.monotonicMs(), log);
}
/** Nothing is left to be rebound: it was done by an update whose response was lost, by someone else, or belongs to a cluster. */
function settle(entry, now, { deadline, log }) {
    if (entry.sent !== undefined)
        return confirmUpdate(entry, now, deadline.clock.monotonicMs(), log);
    // One that a cluster took over meanwhile is found, and warned of, by the next reading.
    entry.phase = 'done';
}
/** What a response without the consumer means: another attempt later, or a failure. @throws ActionError */
function defer(entry, request, received, client) {
    const response = (0,responses/* isSuccess */.oJ)(received) ? (0,responses/* asLost */.zy)(received, 'it does not have what was sent') : received;
    const error = (0,responses/* apiErrorOf */.qT)(request, response);
    entry.lastError = error;
    if (request.method === 'PUT' && (response.kind === 'lost' || error.kind === 'server'))
        entry.isUncertain = true;
    const nowMs = client.deadline.clock.monotonicMs();
    if (error.kind === 'busy') {
        entry.pauseMs = Math.min(Math.max(entry.pauseMs * 2, BUSY_FIRST_MS), BUSY_LONGEST_MS);
        entry.dueAtMs = nowMs + entry.pauseMs;
        return;
    }
    const isUnknownCertificate = error.kind === 'not_found' && entry.notFound < MOST_NOT_FOUND;
    // A droplet of the load balancer may have gone away between the reading and the update: one more reading shows.
    const isOutdated = error.kind === 'rejected' && error.status === 422 && entry.rejections === 0;
    if (isUnknownCertificate || isOutdated) {
        if (isOutdated)
            entry.rejections += 1;
        else
            entry.notFound += 1;
        entry.dueAtMs = nowMs + (isOutdated ? 0 : NOT_FOUND_PAUSE_MS);
        return;
    }
    if (!(0,responses/* isTransient */.dg)(response))
        throw error;
    entry.attempts += 1;
    entry.dueAtMs = nowMs + client.pauseMs(entry.attempts, request, response);
}
function confirmUpdate(entry, now, nowMs, log) {
    const { consumer, sent = {}, before } = entry;
    const fields = consumer.kind.differingFields(sent, now);
    entry.times += 1;
    entry.reboundAtMs = nowMs;
    entry.isUncertain = false;
    if (fields.length > 0) {
        const named = (0,build_text/* enumerate */.HL)(fields.map((field) => `\`${field}\``));
        throw new errors/* ActionError */.lZ('changed_otherwise', `After the update ${(0,consumers_consumer/* describeConsumer */._8)(consumer)} differs from what was sent in ${named}. Nothing more was written. Check these fields in the control panel before you run this again.`);
    }
    const isServing = !now.bindsLater && (now.status === 'active' || now.status === before?.status);
    Object.assign(entry, {
        status: 'rebound',
        error: '',
        phase: isServing ? 'done' : 'confirm',
        pauseMs: rebind_FIRST_LOOK_MS,
        dueAtMs: nowMs + rebind_FIRST_LOOK_MS,
    });
    log.info(`Rebound ${(0,consumers_consumer/* describeConsumer */._8)(consumer)}`);
}

;// CONCATENATED MODULE: ./build/rotation/await-bound.js






const LONGEST_PAUSE_MS = 15_000;
/** Beyond this many, one list costs less than a request each. */
const MOST_SINGLE_READS = 3;
/**
 * Looks once at consumers that were rebound: one that binds later is bound when every place that was rebound shows another certificate
 * than the replaced ones and is active; others when they are active. What was not active before need not become so.
 */
async function confirmOnce(kind, entries, replacement, context) {
    const replacedIds = idsOf(replacement.replaced);
    const nowMs = () => context.deadline.clock.monotonicMs();
    const postpone = (entry) => {
        entry.pauseMs = Math.min(entry.pauseMs * 2, LONGEST_PAUSE_MS);
        entry.dueAtMs = nowMs() + entry.pauseMs;
    };
    const look = async (entry, now) => {
        judge(entry, now, replacedIds);
        const isWaiting = entry.phase === 'confirm' && entry.consumer.kind.isAnnotated === true;
        if (isWaiting && now !== undefined)
            await watchAnnotation(entry, now, replacement, context);
    };
    if (entries.length > MOST_SINGLE_READS) {
        const all = await (0,consumers_consumer/* listConsumers */.Gf)(context.client, kind);
        for (const entry of entries) {
            await look(entry, (0,consumers_consumer/* findConsumer */.EK)(all, entry.consumer.id));
            postpone(entry);
        }
        return;
    }
    await Promise.all(entries.map(async (entry) => {
        const reading = await readOnce(entry, context);
        if (!('response' in reading))
            await look(entry, 'now' in reading ? reading.now : undefined);
        postpone(entry);
    }));
}
function judge(entry, now, replacedIds) {
    const { before } = entry;
    // One that is gone serves nothing that would have to be bound.
    if (now === undefined || before === undefined) {
        entry.phase = 'done';
        return;
    }
    const isKnown = (reason) => before.validationReasons.some((known) => known.reason === reason);
    const reasons = now.validationReasons.filter(({ hostName, reason }) => before.hostNames.includes(hostName) && !isKnown(reason));
    if (reasons.length > 0) {
        const named = reasons.map(({ hostName, reason }) => `${(0,build_text/* quoteName */.AB)(hostName)}: ${reason}`).join('; ');
        failEntry(entry, `DigitalOcean could not validate it (${named}). Correct what the reason names, and run this again.`);
        return;
    }
    const isRebound = now.uses.every(({ certificateId }) => !replacedIds.has(certificateId));
    const places = now.uses.filter(({ hostName }) => hostName !== undefined && before.hostNames.includes(hostName));
    const isServing = now.bindsLater
        ? places.every(({ isActive, hostName = '' }) => isActive || before.inactive.includes(hostName))
        : now.status === 'active' || now.status === before.status;
    const isLate = now.bindsLater || entry.consumer.kind.isAnnotated === true;
    // Where a binding is not late, something else has changed it since: the next round reads everything, and rebinds it.
    if ((isRebound && isServing) || (!isRebound && !isLate))
        entry.phase = 'done';
    else if (!isRebound)
        before.seen = 'it still shows a replaced certificate';
    else
        before.seen = now.bindsLater ? 'a domain is not active yet' : `its status is ${(0,build_text/* quoteName */.AB)(now.status)}`;
}

;// CONCATENATED MODULE: ./build/rotation/bind.js








/** Entries say themselves when they are due; this only bounds the pauses. */
const bind_PACE = { firstMs: 250, factor: 2, maxMs: 15_000 };
/** These would come back at every consumer, or mean that another update does harm; a missing scope is that of one kind. */
const HALTING = new Set([
    'api_missing_scope',
    'api_unauthorized',
    'changed_otherwise',
]);
const TIMED_OUT = '`wait_timeout` ended.';
const CANCELLED = 'the job was cancelled.';
/** What cuts work off says nothing against the consumer. */
const CUTTING = {
    timeout: TIMED_OUT,
    // A rate limit that ends after the deadline cuts off too.
    api_rate_limited: TIMED_OUT,
    cancelled: CANCELLED,
};
/**
 * Rebinds consumers and waits until each is bound, the kinds side by side. Of each kind one is rebound alone until the response to one
 * compared well, since what would go wrong with all goes wrong with one. One that is busy or does not respond is tried again later, and
 * keeps no other waiting. What fails, was not tried or is not confirmed yet is in the progress.
 * @param consumers as they were just read
 */
async function bindAll(consumers, replacement, progress, context) {
    for (const consumer of consumers)
        restartEntry(progress.entryOf(consumer));
    const binding = { replacement, progress, context };
    const kinds = [...new Set(consumers.map(({ kind }) => kind))].map((kind) => bindKind(kind, consumers.filter((consumer) => consumer.kind === kind), binding));
    // When the job is cancelled, the response to an update that is under way still counts.
    await Promise.allSettled(kinds);
    await Promise.all(kinds);
}
async function bindKind(kind, consumers, binding) {
    const { progress, context } = binding;
    const { deadline, log } = context;
    const entries = consumers.map((consumer) => progress.entryOf(consumer));
    const open = () => entries.filter(({ phase }) => phase !== 'done');
    let readings = consumers;
    const cutOffOpen = (why) => {
        for (const entry of open())
            cutOff(entry, why);
    };
    const result = await (0,waiting/* poll */.wt)(deadline, bind_PACE, async () => {
        const nowMs = deadline.clock.monotonicMs();
        const due = open().filter(({ dueAtMs }) => dueAtMs <= nowMs);
        await rebindDue(kind, due.filter(({ phase }) => phase === 'rebind'), readings, binding);
        readings = undefined;
        const written = due.filter(({ phase, dueAtMs }) => phase === 'confirm' && dueAtMs <= nowMs);
        // Each by itself, so that one whose reading fails does not fail the others; unless one list reads them all.
        const groups = written.length > MOST_SINGLE_READS ? [written] : written.map((entry) => [entry]);
        await Promise.all(groups.map((group) => attemptAll(group, () => confirmOnce(kind, group, binding.replacement, context), binding)));
        const left = open();
        if (left.length === 0)
            return { value: true };
        const nextMs = Math.min(...left.map(({ dueAtMs }) => dueAtMs));
        return { reason: describeOpen(left), pauseMs: nextMs - deadline.clock.monotonicMs() };
    }, (reason, waitedMs) => log.info(`Waiting for ${reason} (${(0,build_text/* formatSeconds */.Xo)(waitedMs)} so far)`)).catch((error) => {
        if (error instanceof errors/* ActionError */.lZ && error.code === 'cancelled')
            cutOffOpen(CANCELLED);
        throw error;
    });
    if ('reason' in result)
        cutOffOpen(TIMED_OUT);
}
function describeOpen(entries) {
    const named = entries.map(({ consumer, phase, before, lastError }) => {
        if (phase === 'confirm')
            return `${(0,consumers_consumer/* nameConsumer */.Yi)(consumer)} to be bound (${before?.seen ?? 'just updated'})`;
        const why = lastError === undefined ? '' : ` (${(0,build_text/* clauseOf */.pQ)(lastError.message)})`;
        return `${(0,consumers_consumer/* nameConsumer */.Yi)(consumer)} to be rebound${why}`;
    });
    return (0,build_text/* enumerate */.HL)(named, 3);
}
/** Work that was cut off has not failed; only what was refused until then has, for a reason of its own. */
function cutOff(entry, why) {
    const { lastError } = entry;
    const { seen = 'just updated', warnings = '' } = entry.before ?? {};
    if (entry.phase === 'confirm' && warnings !== '')
        failEntry(entry, `Its Service was annotated, and its cluster did not bind the certificate. It says ${warnings}.`);
    else if (entry.phase === 'confirm')
        entry.error = `Rebound, not confirmed yet (${seen}): ${why}`;
    else if (lastError === undefined)
        entry.error = `Not tried: ${why}`;
    else if (lastError.code === 'api_rate_limited')
        entry.error = `Not tried: the token's rate limit is used up, and ${why}`;
    else
        failEntry(entry, lastError.message);
    entry.phase = 'done';
}
/** Tries everything that is due. Until one of this kind was rebound in this run, one at a time. */
async function rebindDue(kind, due, readings, binding) {
    const size = kind.updatesPerList ?? due.length;
    let fresh = kind.updatesPerList === undefined ? undefined : readings;
    let rest = [...due];
    while (rest.length > 0) {
        const isProven = [...binding.progress.entries.values()].some(({ consumer, times }) => consumer.kind === kind && times > 0);
        const batch = rest.slice(0, isProven ? size : 1);
        rest = rest.slice(batch.length);
        const list = kind.updatesPerList === undefined ? undefined : await readList(kind, fresh, batch, binding);
        fresh = isProven ? undefined : list;
        await (0,concurrency/* mapConcurrently */.X)(batch, kind.concurrency, (entry) => attemptAll([entry], () => rebindOnce(entry, binding.replacement, binding.context, readingOf(entry, list)), binding));
    }
}
/** The list that a batch is updated from, so that no request is needed for each. */
async function readList(kind, fresh, batch, binding) {
    if (fresh !== undefined)
        return fresh;
    let list;
    await attemptAll(batch, async () => {
        list = await (0,consumers_consumer/* listConsumers */.Gf)(binding.context.client, kind);
    }, binding);
    return list;
}
function readingOf({ consumer }, list) {
    if (list === undefined)
        return undefined;
    const now = (0,consumers_consumer/* findConsumer */.EK)(list, consumer.id);
    return now === undefined ? { isGone: true } : { now };
}
/** Does some work for entries; a failure is theirs, and may stop everything. */
async function attemptAll(entries, work, { progress, context }) {
    const kind = entries[0]?.consumer.kind;
    try {
        if (entries.some(({ phase }) => phase === 'done'))
            return;
        // What was written is looked at all the same.
        if (entries.some(({ phase }) => phase === 'rebind'))
            progress.throwIfHalted(kind);
        await work();
    }
    catch (error) {
        if (!(error instanceof errors/* ActionError */.lZ))
            throw error;
        if (HALTING.has(error.code))
            progress.halt(error, error.code === 'api_missing_scope' ? kind : undefined);
        for (const entry of entries) {
            const why = CUTTING[error.code] ?? (entry.phase === 'confirm' ? error.message : undefined);
            if (why !== undefined)
                cutOff(entry, why);
            else
                failEntry(entry, error.message);
            context.log.info(`Not rebound: ${(0,consumers_consumer/* nameConsumer */.Yi)(entry.consumer)}: ${entry.error}`);
        }
    }
}

;// CONCATENATED MODULE: ./build/rotation/services.js




const CONCURRENCY = 4;
/**
 * The consumers, and what the Services of clusters are annotated with: that is in use too, since a cluster's controller binds it and
 * needs it to exist. Clusters are asked only about what may be annotated or deleted.
 */
async function withServices({ kubernetes: mode }, consumers, certificates, { members, replaced }, { clusters }) {
    const ids = idsOf(members);
    const isAffected = ({ isKubernetes, certificateIds }) => isKubernetes && replaced.length > 0 && [...certificateIds].some((id) => ids.has(id));
    if (mode === 'leave' || clusters === undefined || !consumers.some(isAffected))
        return consumers;
    const opened = await clusters.open();
    return (0,concurrency/* mapConcurrently */.X)(consumers, CONCURRENCY, async (consumer) => isAffected(consumer) ? withService(consumer, certificates, ids, opened) : consumer);
}
/** A consumer of a cluster with what its Service is annotated with; or why that cannot be changed. */
async function withService(consumer, certificates, members, clusters) {
    const found = await clusters.find(consumer);
    if ('refusal' in found)
        return { ...consumer, service: found.service, refusal: found.refusal };
    const { service, state } = found;
    const annotated = state.certificateId === ''
        ? certificates.find(({ name }) => name === state.certificateName)
        : certificates.find(({ id }) => id === state.certificateId);
    if (annotated !== undefined && !members.has(annotated.id))
        return { ...consumer, service, refusal: `its Service is annotated with certificate ${(0,describe/* nameCertificate */.Zq)(annotated)}` };
    const id = annotated?.id ?? state.certificateId;
    const isKnown = consumer.certificateIds.has(id) || !(0,responses/* isUuid */.O1)(id);
    return {
        ...consumer,
        service,
        isAnnotatable: true,
        uses: isKnown ? consumer.uses : [...consumer.uses, { certificateId: id, isActive: true }],
        certificateIds: isKnown ? consumer.certificateIds : new Set([...consumer.certificateIds, id]),
    };
}

;// CONCATENATED MODULE: ./build/rotation/superseded.js





/** Deletes our own upload if another run was faster with a newer one, and nothing uses ours. */
async function deleteUnused(consumers, { created, deleted }, { client, log }) {
    if (created === undefined || (0,consumers_survey/* consumersOf */.d$)(consumers, created.id).length > 0)
        return;
    try {
        if (await (0,certificates/* sendDelete */._)(client, created.id)) {
            deleted.push(created);
            log.info(`Deleted certificate ${(0,describe/* nameCertificate */.Zq)(created)}, because a newer one appeared.`);
        }
    }
    catch (error) {
        if (!(0,errors/* isApiError */.d7)(error, 'in_use'))
            throw error;
    }
}
/** The failure of a run that another, with a newer certificate, has overtaken. */
function supersededError({ family }, { newer }) {
    return new errors/* ActionError */.lZ('superseded', `A newer certificate of ${(0,build_text/* quoteName */.AB)(family)} appeared meanwhile: ${(0,build_text/* enumerate */.HL)(newer.map(describe/* nameCertificate */.Zq), 5)}. Nothing was taken from it. Run its rotation again to complete it.`);
}

;// CONCATENATED MODULE: ./build/rotation/rounds.js















const rounds_PACE = { firstMs: 1_000, factor: 2, maxMs: 30_000 };
/** How long a list may show what was before an update, in milliseconds (15 s have been seen). */
const READ_LAG_MS = 30_000;
/** A consumer that comes back to a replaced certificate more often than this is changed by something else. */
const MOST_REBINDS = 3;
/**
 * Rounds until nothing is left to do. Each begins with a reading of everything, checks every rule on it, and does one thing: it rebinds
 * what uses a replaced certificate, waits for the endpoints, or deletes one certificate. So nothing is written or deleted by what was
 * true some time ago.
 * @returns the last round
 * @throws ActionError
 */
async function completeRotation(rotation) {
    const { context } = rotation;
    let obstacle;
    let last;
    const state = { isServed: false };
    const result = await (0,waiting/* poll */.wt)(context.deadline, rounds_PACE, async () => {
        const round = await readRound(rotation).catch((error) => {
            // What the rotation waits for says more than that no other reading fits into the time.
            if (obstacle !== undefined && error instanceof errors/* ActionError */.lZ && error.code === 'timeout')
                return undefined;
            throw error;
        });
        if (round === undefined)
            return { value: undefined };
        last = round;
        const next = await doNext(round, state, rotation);
        if (next === 'done')
            return { value: round };
        obstacle = next === 'again' ? undefined : next;
        if (next === 'again')
            return { again: true };
        return { reason: next.reason };
    }, (reason, waitedMs) => context.log.info(`Waiting: ${reason} (${(0,build_text/* formatSeconds */.Xo)(waitedMs)} so far)`));
    if ('value' in result && result.value !== undefined)
        return result.value;
    obstacle?.giveUp();
    return last ?? (await readRound(rotation));
}
/** Reads everything, and checks the rules that hold before every write. @throws ActionError */
async function readRound({ task, source, progress, context }) {
    const { certificates, consumers: listed } = await (0,consumers_survey/* takeSurvey */.yC)(context.client);
    const selection = selectCertificates(task, source, certificates, context.deadline.clock.now());
    if (selection.newer.length > 0 && !source.allowOlder) {
        await deleteUnused(listed, progress, context);
        throw supersededError(source, selection);
    }
    const consumers = await withServices(task, listed, certificates, selection, context);
    const users = findUsers(consumers, selection.replaced);
    const newCertificate = progress.existing ?? selection.existing;
    if (newCertificate !== undefined)
        leaveKubernetes(task, users.kubernetes, newCertificate, progress, context);
    checkCoverage({ ...source, replaced: selection.replaced, allowDroppedNames: task.allowDroppedNames }, users.rebindable);
    return { consumers, selection, users };
}
async function doNext(round, state, rotation) {
    const { task, source, context, progress } = rotation;
    if (round.users.rebindable.length > 0) {
        state.isServed = false;
        return rebindUsers(round, rotation);
    }
    throwIfIncomplete(source, progress);
    if (task.endpoints.length > 0 && !state.isServed) {
        const { probed, failure } = await awaitServed(task.endpoints, source.newCertificate.sha1Fingerprint, context);
        progress.probed = probed;
        if (failure !== undefined)
            throw failure;
        context.log.info(`Every endpoint serves the new certificate (${task.endpoints.length} checked).`);
        state.isServed = true;
        return 'again';
    }
    // Nothing is deleted, and nothing is complete, while no list shows the new certificate: it may have been deleted.
    if (round.selection.existing === undefined)
        return awaitListed(source);
    if (!task.deletePrevious)
        return 'done';
    const deletion = await deleteNext(round, progress, context);
    if (deletion === 'done' || deletion === 'again')
        return deletion;
    return {
        reason: `the API still reports ${(0,build_text/* enumerate */.HL)(deletion.map(describe/* nameCertificate */.Zq), 5)} as in use`,
        giveUp: () => leaveInUse(deletion, progress, context),
    };
}
/** A certificate that was just created may be missing in the list for a while. */
function awaitListed({ memberName }) {
    const what = `the new certificate ${(0,build_text/* quoteName */.AB)(memberName)}`;
    return {
        reason: `the list does not show ${what} yet`,
        giveUp: () => {
            throw new errors/* ActionError */.lZ('not_found', `The list does not show ${what}, and \`wait_timeout\` ended. Something else may have deleted it. The old certificates stay. Run this again.`);
        },
    };
}
/** Rebinds what uses a replaced certificate, unless the list may only be late. */
async function rebindUsers({ users, selection }, rotation) {
    const { task, source, progress, context } = rotation;
    const nowMs = context.deadline.clock.monotonicMs();
    const due = users.rebindable.filter((consumer) => nowMs - progress.entryOf(consumer).reboundAtMs >= READ_LAG_MS);
    const existing = progress.existing ?? selection.existing;
    if (existing === undefined)
        throw new errors/* ActionError */.lZ('internal', 'There is no certificate to bind.');
    if (due.length > 0) {
        rejectStubborn(due, progress);
        const { newCertificate } = source;
        const { replaced } = selection;
        const replacement = {
            newId: existing.id,
            newName: existing.name,
            newCertificate,
            replaced,
            allowDroppedNames: task.allowDroppedNames,
        };
        const before = writesOf(progress);
        await bindAll(due, replacement, progress, context);
        throwIfIncomplete(source, progress);
        const isLeft = due.some((consumer) => progress.entryOf(consumer).isLeft);
        if (writesOf(progress) > before || isLeft)
            return 'again';
    }
    return {
        reason: `the list still shows a replaced certificate on ${(0,build_text/* enumerate */.HL)(users.rebindable.map(consumers_consumer/* nameConsumer */.Yi), 5)}`,
        giveUp: () => {
            throw new errors/* ActionError */.lZ('came_back', `The list still shows a replaced certificate on ${(0,build_text/* enumerate */.HL)(users.rebindable.map(consumers_consumer/* describeConsumer */._8), 10)}, and \`wait_timeout\` ended. The old certificate stays. Run this again to complete it.`);
        },
    };
}
function writesOf({ entries }) {
    return [...entries.values()].reduce((sum, { times }) => sum + times, 0);
}
/** @throws ActionError `came_back` */
function rejectStubborn(users, progress) {
    const stubborn = users.map((consumer) => progress.entryOf(consumer)).filter(({ times }) => times >= MOST_REBINDS);
    if (stubborn.length === 0)
        return;
    for (const entry of stubborn)
        failEntry(entry, `It came back to a replaced certificate after ${entry.times} updates: something else sets it.`);
    throw new errors/* ActionError */.lZ('came_back', `The old certificate stays, because something else sets it again: ${(0,build_text/* enumerate */.HL)(stubborn.map(({ consumer }) => (0,consumers_consumer/* describeConsumer */._8)(consumer)), 10)}. Find out what, change it there, and run this again.`);
}
/** Throws if a consumer was not rebound, or is not confirmed. @throws ActionError `not_rebound` or `unconfirmed` */
function throwIfIncomplete({ family }, { entries }) {
    const all = [...entries.values()];
    const open = all.filter(({ error }) => error !== '');
    if (open.length === 0)
        return;
    const done = all.filter(({ status, error }) => status === 'rebound' && error === '').length;
    const failed = open.filter(({ status }) => status === 'failed').length;
    const named = open.slice(0, 10).map(({ consumer, error }) => `${(0,consumers_consumer/* describeConsumer */._8)(consumer)}: ${error}`);
    const more = open.length > named.length ? ` And ${open.length - named.length} more.` : '';
    const counts = `${done} rebound, ${failed} failed, ${open.length - failed} not tried or not confirmed`;
    throw new errors/* ActionError */.lZ(failed > 0 ? 'not_rebound' : 'unconfirmed', `The rotation of ${(0,build_text/* quoteName */.AB)(family)} is not complete: ${counts}. ${named.join(' ')}${more} The old certificate stays. Run this again to complete it.`);
}

;// CONCATENATED MODULE: ./build/operations/rotate.js


















/** Puts a certificate in place of the family's older ones, and deletes these when nothing uses them any more. */
async function rotate(task, context) {
    const survey = await (0,consumers_survey/* takeSurvey */.yC)(context.client);
    const { certificates } = survey;
    const now = context.deadline.clock.now();
    if (task.source === 'supplied')
        (0,certificates_family/* rejectMemberName */.rC)(task.name, certificates, task.supplied.sha1Fingerprint);
    const source = findSource(task, certificates, now);
    const selection = selectCertificates(task, source, certificates, now);
    rejectSelection(source, selection);
    const consumers = await withServices(task, survey.consumers, certificates, selection, context);
    const users = findUsers(consumers, selection.replaced);
    checkCoverage({ ...source, replaced: selection.replaced, allowDroppedNames: task.allowDroppedNames }, users.rebindable);
    report(source, survey, selection, context);
    if (task.dryRun)
        return probePlanned(task, planRotation(task, source, { certificates, consumers }, selection), selection, context);
    const progress = makeProgress(selection.existing);
    let last = selection;
    try {
        const newCertificate = selection.existing ?? (await rotate_upload(source, progress, context));
        const round = await completeRotation({ task, source, progress, context });
        last = round.selection;
        if (task.deletePrevious)
            logKept(round.consumers, last, context);
        else
            context.log.info('The replaced certificates stay, because `delete_previous` is false.');
        throwIfLeftExpiring(task, round.users.kubernetes, last.replaced, newCertificate, context);
        return outcomeOf(source, last, progress);
    }
    catch (error) {
        throw (0,build_outcome/* withKnown */.Ck)(error, outcomeOf(source, last, progress));
    }
}
function rejectSelection({ family, allowOlder }, { members, newer, existing }) {
    if (members.length === 0)
        throw new errors/* ActionError */.lZ('empty_family', `There is no certificate named ${(0,build_text/* quoteName */.AB)(family)}, so nothing was written. Check \`name\`. To upload the first certificate, use \`operation: present\`; to replace one with another name, set \`replaces\`.`);
    if (newer.length > 0 && !allowOlder)
        throw new errors/* ActionError */.lZ('older', `The supplied certificate is older than ${(0,build_text/* enumerate */.HL)(newer.map(describe/* describeCertificate */.dF), 5)}, so nothing was written. If this is an old run that was started again, ignore it: the secrets are out of date. To roll back, set \`allow_older: true\`.`);
    if (existing?.state === 'error')
        throw new errors/* ActionError */.lZ('state_error', `The new certificate exists as ${(0,describe/* describeCertificate */.dF)(existing)}, in state "error". Delete it (\`operation: absent\` with its \`id\`), and run this again.`);
}
/** What the user should know before anything is written. */
function report({ family }, { consumers }, selection, { log }) {
    const { missing, duplicates, existing, members } = selection;
    for (const entry of missing)
        log.info(`\`replaces\` names ${(0,build_text/* quoteName */.AB)(entry)}, which does not exist`);
    if (duplicates.length > 0)
        log.notice(`The same certificate exists more than once: ${(0,build_text/* enumerate */.HL)([...(existing === undefined ? [] : [existing]), ...duplicates].map(describe/* nameCertificate */.Zq), 10)}. Delete those that nothing uses.`);
    const { rebindable, kubernetes } = findUsers(consumers, members);
    if (rebindable.length + kubernetes.length > 0)
        return;
    const kinds = consumers_kinds/* KINDS */.G.map(({ resource }) => resource.label);
    log.warning(`No ${(0,build_text/* enumerate */.HL)(kinds, Infinity, 'or')} uses a certificate of ${(0,build_text/* quoteName */.AB)(family)}, so there is nothing to rebind. Check \`name\`.`);
}
/** Uploads the supplied certificate, unless another run was faster with the same one. */
async function rotate_upload({ supplied, memberName }, progress, context) {
    if (supplied === undefined)
        throw new errors/* ActionError */.lZ('internal', 'There is no certificate to upload.');
    const result = await (0,upload/* uploadSupplied */.gE)(memberName, supplied, context);
    if (result.kind === 'created') {
        progress.created = result.certificate;
        progress.existing = result.certificate;
        return result.certificate;
    }
    const found = result.certificates.find((each) => each.name === memberName && each.sha1Fingerprint === supplied.sha1Fingerprint);
    if (found === undefined)
        throw new errors/* ActionError */.lZ('name_taken', `The name ${(0,build_text/* quoteName */.AB)(memberName)} is taken by another certificate than the supplied one. Delete that certificate, and run this again.`);
    progress.existing = found;
    return found;
}
function outcomeOf({ newCertificate }, { members }, progress) {
    const { deleted, existing, created, probed, gone } = progress;
    const absent = new Set([...idsOf(deleted), ...gone]);
    const kept = members.filter(({ id }) => !absent.has(id) && id !== existing?.id);
    const exists = existing !== undefined && !absent.has(existing.id);
    return {
        certificates: [...(exists ? [existing] : []), ...kept],
        subject: exists ? existing : undefined,
        changed: changedBy(progress),
        created,
        matches: existing === undefined ? undefined : existing.sha1Fingerprint === newCertificate.sha1Fingerprint,
        consumers: statesOf(progress),
        deleted,
        endpoints: probed.map((each) => ({ probed: each, problems: [] })),
    };
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
function probeRemedy(hasProxy = false) {
    const direct = hasProxy
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
