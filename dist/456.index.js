export const id = 456;
export const ids = [456];
export const modules = {

/***/ 1734:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   C: () => (/* binding */ concludeRotation)
/* harmony export */ });
/* harmony import */ var _outcome_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(7072);
/* harmony import */ var _delete_replaced_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(3393);
/* harmony import */ var _leave_kubernetes_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(6193);
/* harmony import */ var _progress_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(1288);
/* harmony import */ var _selection_js__WEBPACK_IMPORTED_MODULE_4__ = __webpack_require__(2729);





/** What became of a rotation. @throws OperationError with all that is known, if it failed */
function concludeRotation(rotation, ending, context) {
    const { task, selection, progress } = rotation;
    if ('error' in ending)
        throw (0,_outcome_js__WEBPACK_IMPORTED_MODULE_0__/* .withKnown */ .Ck)(ending.error, outcomeOf(rotation, selection));
    const { round } = ending;
    try {
        if (task.deletePrevious)
            (0,_delete_replaced_js__WEBPACK_IMPORTED_MODULE_1__/* .logKept */ .hC)(round.consumers, round.selection, context);
        else
            context.log.info('The replaced certificates stay, because `delete_previous` is false.');
        const { existing } = progress;
        if (existing !== undefined)
            (0,_leave_kubernetes_js__WEBPACK_IMPORTED_MODULE_2__/* .throwIfLeftExpiring */ .P)(task, round.users.kubernetes, round.selection.replaced, existing, context);
        return outcomeOf(rotation, round.selection, round.consumers);
    }
    catch (error) {
        throw (0,_outcome_js__WEBPACK_IMPORTED_MODULE_0__/* .withKnown */ .Ck)(error, outcomeOf(rotation, round.selection, round.consumers));
    }
}
function outcomeOf({ source: { newCertificate }, progress }, { members }, consumers = []) {
    const { deleted, existing, created, probed, gone } = progress;
    const absent = new Set([...(0,_selection_js__WEBPACK_IMPORTED_MODULE_4__/* .idsOf */ .UX)(deleted), ...gone]);
    const kept = members.filter(({ id }) => !absent.has(id) && id !== existing?.id);
    const exists = existing !== undefined && !absent.has(existing.id);
    const states = (0,_progress_js__WEBPACK_IMPORTED_MODULE_3__/* .statesOf */ .kY)(progress);
    return {
        certificates: [...(exists ? [existing] : []), ...kept],
        subject: exists ? existing : undefined,
        changed: (0,_progress_js__WEBPACK_IMPORTED_MODULE_3__/* .changedBy */ .IW)(progress),
        created,
        matches: existing === undefined ? undefined : existing.sha1Fingerprint === newCertificate.sha1Fingerprint,
        consumers: [...states, ...usersOf(existing, consumers, states)],
        deleted,
        endpoints: probed.map((each) => ({ probed: each, problems: [] })),
    };
}
/** What used the new certificate already, so that there was nothing to do with it. */
function usersOf(existing, consumers, known) {
    if (existing === undefined)
        return [];
    return consumers
        .filter(({ certificateIds }) => certificateIds.has(existing.id))
        .filter(({ kind, id }) => known.every((state) => state.kind !== kind || state.id.toLowerCase() !== id.toLowerCase()))
        .map(({ kind, id, name, service }) => ({ kind, id, name, service, status: 'kept', error: '' }));
}


/***/ }),

/***/ 6781:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   t: () => (/* binding */ warnOfUncovered),
/* harmony export */   x: () => (/* binding */ checkCoverage)
/* harmony export */ });
/* harmony import */ var node_net__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(7030);
/* harmony import */ var _certificates_describe_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(1624);
/* harmony import */ var _consumers_consumer_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(5856);
/* harmony import */ var _errors_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(9473);
/* harmony import */ var _text_js__WEBPACK_IMPORTED_MODULE_4__ = __webpack_require__(1957);
/* harmony import */ var _x509_dns_names_js__WEBPACK_IMPORTED_MODULE_5__ = __webpack_require__(5983);






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
    throw new _errors_js__WEBPACK_IMPORTED_MODULE_3__/* .ActionError */ .lZ('origin_ca', `${first.kind.rejects?.(issuer) ?? ''}, and ${(0,_text_js__WEBPACK_IMPORTED_MODULE_4__/* .enumerate */ .HL)(rejecting.map(_consumers_consumer_js__WEBPACK_IMPORTED_MODULE_2__/* .nameConsumer */ .Yi), 10)} would get one. Nothing was changed there. Use a certificate of a public CA.`);
}
function rejectUnknownNames({ newCertificate, allowDroppedNames }) {
    if (newCertificate.dnsNames.length > 0 || allowDroppedNames)
        return;
    throw new _errors_js__WEBPACK_IMPORTED_MODULE_3__/* .ActionError */ .lZ('dropped_names', 'DigitalOcean does not list the DNS names of the uploaded certificate, so whether it covers every name in use is not known. Nothing was changed. Supply it with its key, or set `allow_dropped_names: true`.');
}
function rejectUncoveredHosts({ newCertificate: { dnsNames } }, users, byId) {
    if (dnsNames.length === 0)
        return;
    const hosts = users.flatMap((consumer) => consumer.uses
        .filter(({ certificateId }) => byId.has(certificateId))
        .flatMap(({ hostName }) => hostName ?? [])
        .filter((hostName) => !(0,_x509_dns_names_js__WEBPACK_IMPORTED_MODULE_5__/* .covers */ .hU)(dnsNames, hostName))
        .map((hostName) => `${(0,_text_js__WEBPACK_IMPORTED_MODULE_4__/* .quoteName */ .AB)(hostName)} of ${(0,_consumers_consumer_js__WEBPACK_IMPORTED_MODULE_2__/* .nameConsumer */ .Yi)(consumer)}`));
    if (hosts.length === 0)
        return;
    throw new _errors_js__WEBPACK_IMPORTED_MODULE_3__/* .ActionError */ .lZ('uncovered_domain', `The new certificate does not cover ${(0,_text_js__WEBPACK_IMPORTED_MODULE_4__/* .enumerate */ .HL)(hosts, 20)}. Nothing was changed there. Issue it with ${hosts.length === 1 ? 'that name' : 'these names'} too.`);
}
function rejectDroppedNames({ newCertificate: { dnsNames } }, users, byId) {
    const inUse = new Set(users.flatMap(({ uses }) => uses.flatMap(({ certificateId }) => byId.get(certificateId) ?? [])));
    const dropped = [...inUse].flatMap((certificate) => certificate.dnsNames.length === 0
        ? [`the names of ${(0,_certificates_describe_js__WEBPACK_IMPORTED_MODULE_1__/* .nameCertificate */ .Zq)(certificate)}, which DigitalOcean does not list`]
        : certificate.dnsNames.filter((name) => !(0,_x509_dns_names_js__WEBPACK_IMPORTED_MODULE_5__/* .covers */ .hU)(dnsNames, name)).map(_text_js__WEBPACK_IMPORTED_MODULE_4__/* .quoteName */ .AB));
    if (dropped.length === 0)
        return;
    throw new _errors_js__WEBPACK_IMPORTED_MODULE_3__/* .ActionError */ .lZ('dropped_names', `The new certificate covers ${(0,_text_js__WEBPACK_IMPORTED_MODULE_4__/* .enumerate */ .HL)(dnsNames.map(_text_js__WEBPACK_IMPORTED_MODULE_4__/* .quoteName */ .AB), 20)}, but not ${(0,_text_js__WEBPACK_IMPORTED_MODULE_4__/* .enumerate */ .HL)([...new Set(dropped)], 20)}, which a certificate in use covers. What uses that one was not changed. Issue the new one with all names, or set \`allow_dropped_names: true\`.`);
}
/** A name of `endpoints` that the certificate does not cover may be a typo: the fingerprint alone would not tell. */
function warnOfUncovered(endpoints, { dnsNames }, log) {
    const hosts = endpoints.map(({ host }) => host).filter((host) => (0,node_net__WEBPACK_IMPORTED_MODULE_0__.isIP)(host) === 0 && !(0,_x509_dns_names_js__WEBPACK_IMPORTED_MODULE_5__/* .covers */ .hU)(dnsNames, host));
    if (dnsNames.length === 0 || hosts.length === 0)
        return;
    log.warning(`\`endpoints\` has ${(0,_text_js__WEBPACK_IMPORTED_MODULE_4__/* .enumerate */ .HL)([...new Set(hosts)], 10)}, which the new certificate does not cover. Clients of that name reject it. Check the spelling, or issue the certificate with that name too.`);
}


/***/ }),

/***/ 3393:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   G7: () => (/* binding */ leaveInUse),
/* harmony export */   hC: () => (/* binding */ logKept),
/* harmony export */   l$: () => (/* binding */ deleteNext),
/* harmony export */   sW: () => (/* binding */ findDeletable)
/* harmony export */ });
/* harmony import */ var _certificates_describe_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(1624);
/* harmony import */ var _consumers_survey_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(2130);
/* harmony import */ var _digitalocean_certificates_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(787);
/* harmony import */ var _digitalocean_responses_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(5147);
/* harmony import */ var _errors_js__WEBPACK_IMPORTED_MODULE_4__ = __webpack_require__(9473);
/* harmony import */ var _text_js__WEBPACK_IMPORTED_MODULE_5__ = __webpack_require__(1957);
/* harmony import */ var _selection_js__WEBPACK_IMPORTED_MODULE_6__ = __webpack_require__(2729);







/**
 * Deletes one certificate that was replaced and that nothing refers to. One reading covers one deletion.
 * @returns whether to look again; or those that the API reports as in use, although no consumer refers to them
 */
async function deleteNext({ consumers, selection }, progress, context) {
    const { client, log } = context;
    // One with an unusual id cannot be deleted, and must not keep the others from it: it comes last.
    const deletable = findDeletable(consumers, selection)
        .filter(({ id }) => !progress.gone.has(id))
        .toSorted((a, b) => Number((0,_digitalocean_responses_js__WEBPACK_IMPORTED_MODULE_3__/* .isUuid */ .O1)(b.id)) - Number((0,_digitalocean_responses_js__WEBPACK_IMPORTED_MODULE_3__/* .isUuid */ .O1)(a.id)));
    const inUse = [];
    for (const certificate of deletable) {
        const name = (0,_certificates_describe_js__WEBPACK_IMPORTED_MODULE_0__/* .nameCertificate */ .Zq)(certificate);
        progress.registry.throwIfHalted('deletion');
        try {
            if (await (0,_digitalocean_certificates_js__WEBPACK_IMPORTED_MODULE_2__/* .sendDelete */ ._)(client, certificate.id)) {
                progress.deleted.push(certificate);
                log.info(`Deleted certificate ${name}`);
            }
            else
                log.info(`Certificate ${name} does not exist any more. Nothing to delete.`);
            progress.gone.add(certificate.id);
            return deletable.length > 1 ? 'again' : 'done';
        }
        catch (error) {
            if ((0,_errors_js__WEBPACK_IMPORTED_MODULE_4__/* .isApiError */ .d7)(error, 'unauthorized', 'missing_scope'))
                progress.registry.halt(error, 'deletion');
            if (!(0,_errors_js__WEBPACK_IMPORTED_MODULE_4__/* .isApiError */ .d7)(error, 'in_use'))
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
    const kept = (0,_selection_js__WEBPACK_IMPORTED_MODULE_6__/* .keptForKubernetes */ .Om)(older, kubernetes);
    return older.filter((certificate) => !kept.includes(certificate) && (0,_consumers_survey_js__WEBPACK_IMPORTED_MODULE_1__/* .consumersOf */ .d$)(consumers, certificate.id).length === 0);
}
/** Logs what stays, and why. */
function logKept(consumers, { older }, { log }) {
    const deletable = findDeletable(consumers, { older });
    for (const certificate of older.filter((each) => !deletable.includes(each))) {
        const isUsed = (0,_consumers_survey_js__WEBPACK_IMPORTED_MODULE_1__/* .consumersOf */ .d$)(consumers, certificate.id).length > 0;
        const why = isUsed
            ? 'a managed domain or a Kubernetes load balancer still refers to it'
            : 'a Kubernetes load balancer still uses an older one, and its Service may be annotated with this one';
        log.info(`Certificate ${(0,_certificates_describe_js__WEBPACK_IMPORTED_MODULE_0__/* .nameCertificate */ .Zq)(certificate)} stays: ${why}.`);
    }
}
/** A success with a warning only if this run rebound a consumer from each, and none refers to it now; the API releases certificates late. */
function leaveInUse(inUse, { entries }, { log }) {
    const isOurs = inUse.every(({ id }) => [...entries.values()].some(({ reboundFrom }) => reboundFrom.has(id)));
    const message = `The API still reports ${(0,_text_js__WEBPACK_IMPORTED_MODULE_5__/* .enumerate */ .HL)(inUse.map(_certificates_describe_js__WEBPACK_IMPORTED_MODULE_0__/* .nameCertificate */ .Zq), 10)} as in use, although no consumer refers to it any more, and \`wait_timeout\` ended. It was not deleted. The next run deletes it.`;
    if (!isOurs)
        throw new _errors_js__WEBPACK_IMPORTED_MODULE_4__/* .ActionError */ .lZ('in_use', message);
    log.warning(message);
}


/***/ }),

/***/ 6193:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   P: () => (/* binding */ throwIfLeftExpiring),
/* harmony export */   U: () => (/* binding */ leaveKubernetes)
/* harmony export */ });
/* harmony import */ var _certificates_expiry_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(7034);
/* harmony import */ var _consumers_consumer_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(5856);
/* harmony import */ var _consumers_kubernetes_js__WEBPACK_IMPORTED_MODULE_5__ = __webpack_require__(7108);
/* harmony import */ var _errors_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(9473);
/* harmony import */ var _text_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(1957);
/* harmony import */ var _progress_js__WEBPACK_IMPORTED_MODULE_4__ = __webpack_require__(1288);






/**
 * Notes the load balancers that are left to the Kubernetes cluster that owns them, and warns of each once, with the command that its user
 * has to run. With `kubernetes: annotate` they have failed.
 */
function leaveKubernetes({ kubernetes: mode }, kubernetes, newCertificate, progress, { log }) {
    for (const consumer of kubernetes) {
        const entry = progress.entryOf(consumer);
        const status = mode === 'annotate' ? 'failed' : 'kubernetes';
        if (entry.status === status && entry.leftFor.has(progress.family))
            continue;
        entry.leftFor.add(progress.family);
        const { refusal, service } = consumer;
        const why = refusal === undefined ? '' : ` Its Service could not be annotated: ${refusal}.`;
        const command = (0,_consumers_kubernetes_js__WEBPACK_IMPORTED_MODULE_5__/* .annotateCommand */ ._9)(newCertificate, service);
        if (mode === 'annotate')
            (0,_progress_js__WEBPACK_IMPORTED_MODULE_4__/* .failEntry */ .$Y)(entry, `${why.trim()} Run \`${command}\`.`.trim());
        else
            entry.status = status;
        const message = `The ${(0,_consumers_consumer_js__WEBPACK_IMPORTED_MODULE_1__/* .describeConsumer */ ._8)(consumer)} belongs to a Kubernetes cluster, whose controller would undo a change. It was not changed, and its certificate stays.${why} Annotate its Service before the next renewal, and run this workflow again: ${command}`;
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
    const expiring = (0,_certificates_expiry_js__WEBPACK_IMPORTED_MODULE_0__/* .findExpiring */ .ku)(replaced, rule).filter(({ reason }) => reason !== 'error');
    const left = kubernetes.flatMap((consumer) => {
        const used = expiring.find(({ certificate: { id } }) => consumer.uses.some(({ certificateId }) => certificateId === id));
        if (used === undefined)
            return [];
        const { name, notAfterText } = used.certificate;
        const limit = (0,_certificates_expiry_js__WEBPACK_IMPORTED_MODULE_0__/* .describeLimit */ .XW)(minDays, used.limitMs);
        return [`${(0,_consumers_consumer_js__WEBPACK_IMPORTED_MODULE_1__/* .nameConsumer */ .Yi)(consumer)} still uses ${(0,_text_js__WEBPACK_IMPORTED_MODULE_3__/* .quoteName */ .AB)(name)}, which expires ${notAfterText} (${limit})`];
    });
    if (left.length === 0)
        return;
    const [only] = kubernetes;
    throw new _errors_js__WEBPACK_IMPORTED_MODULE_2__/* .ActionError */ .lZ('kubernetes_expiring', `A Kubernetes load balancer was left on a certificate with less time left than \`min_days\` asks for: ${(0,_text_js__WEBPACK_IMPORTED_MODULE_3__/* .enumerate */ .HL)(left, 10)}. Annotate its Service now: ${(0,_consumers_kubernetes_js__WEBPACK_IMPORTED_MODULE_5__/* .annotateCommand */ ._9)(newCertificate, kubernetes.length === 1 ? only?.service : undefined)}`);
}


/***/ }),

/***/ 8352:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   Q: () => (/* binding */ planRotation)
/* harmony export */ });
/* harmony import */ var _certificates_describe_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(1624);
/* harmony import */ var _certificates_upload_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(7612);
/* harmony import */ var _consumers_consumer_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(5856);
/* harmony import */ var _delete_replaced_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(3393);
/* harmony import */ var _selection_js__WEBPACK_IMPORTED_MODULE_4__ = __webpack_require__(2729);





/** What a rotation would do: what is uploaded, rebound, deleted, and left alone, and why. */
function planRotation(task, source, { consumers }, selection) {
    const { existing, replaced, older, members } = selection;
    const { rebindable, kubernetes } = (0,_selection_js__WEBPACK_IMPORTED_MODULE_4__/* .findUsers */ .Ei)(consumers, replaced);
    const others = consumers.filter((consumer) => !rebindable.includes(consumer));
    const deletable = (0,_delete_replaced_js__WEBPACK_IMPORTED_MODULE_3__/* .findDeletable */ .sW)(others, selection);
    const deletions = older.map((certificate) => {
        const object = `certificate ${(0,_certificates_describe_js__WEBPACK_IMPORTED_MODULE_0__/* .nameCertificate */ .Zq)(certificate)}`;
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
                : [(0,_certificates_upload_js__WEBPACK_IMPORTED_MODULE_1__/* .uploadStep */ .go)(source.memberName, source.supplied)]
            : [leave(`certificate ${(0,_certificates_describe_js__WEBPACK_IMPORTED_MODULE_0__/* .nameCertificate */ .Zq)(existing)}`, 'it is the new one')]),
        ...rebindable.map((consumer) => ({
            action: 'rebind',
            object: (0,_consumers_consumer_js__WEBPACK_IMPORTED_MODULE_2__/* .describeConsumer */ ._8)(consumer),
            reason: consumer.isKubernetes ? 'its Service is annotated' : '',
        })),
        ...kubernetes.map((consumer) => leave((0,_consumers_consumer_js__WEBPACK_IMPORTED_MODULE_2__/* .describeConsumer */ ._8)(consumer), `a Kubernetes cluster owns it; its Service has to be annotated${consumer.refusal === undefined ? '' : ` by hand (${consumer.refusal})`}`)),
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


/***/ }),

/***/ 2200:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   M: () => (/* binding */ warnOfUnused),
/* harmony export */   w: () => (/* binding */ prepareRotation)
/* harmony export */ });
/* harmony import */ var _certificates_describe_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(1624);
/* harmony import */ var _certificates_family_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(8593);
/* harmony import */ var _consumers_kinds_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(5456);
/* harmony import */ var _errors_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(9473);
/* harmony import */ var _text_js__WEBPACK_IMPORTED_MODULE_4__ = __webpack_require__(1957);
/* harmony import */ var _coverage_js__WEBPACK_IMPORTED_MODULE_5__ = __webpack_require__(6781);
/* harmony import */ var _progress_js__WEBPACK_IMPORTED_MODULE_6__ = __webpack_require__(1288);
/* harmony import */ var _selection_js__WEBPACK_IMPORTED_MODULE_7__ = __webpack_require__(2729);
/* harmony import */ var _services_js__WEBPACK_IMPORTED_MODULE_8__ = __webpack_require__(3519);
/* harmony import */ var _source_js__WEBPACK_IMPORTED_MODULE_9__ = __webpack_require__(5350);










/**
 * What a rotation has to do, after every rule that holds before the first write.
 * @param others what it shares with other rotations of the run, and the certificates that may belong to its family
 * @throws ActionError
 */
async function prepareRotation(task, { certificates, consumers: listed }, context, { registry = (0,_progress_js__WEBPACK_IMPORTED_MODULE_6__/* .makeRegistry */ .SQ)(), candidates = certificates } = {}) {
    const { deadline, log } = context;
    const now = deadline.clock.now();
    if (task.source === 'supplied')
        (0,_certificates_family_js__WEBPACK_IMPORTED_MODULE_1__/* .rejectMemberName */ .rC)(task.name, candidates, task.supplied.sha1Fingerprint);
    const source = (0,_source_js__WEBPACK_IMPORTED_MODULE_9__/* .findSource */ .T)(task, candidates, now);
    const selection = (0,_selection_js__WEBPACK_IMPORTED_MODULE_7__/* .selectCertificates */ .F2)(task, source, candidates, now);
    rejectSelection(source, selection);
    const consumers = await (0,_services_js__WEBPACK_IMPORTED_MODULE_8__/* .withServices */ .l)(task, listed, certificates, selection, context);
    const users = (0,_selection_js__WEBPACK_IMPORTED_MODULE_7__/* .findUsers */ .Ei)(consumers, selection.replaced);
    (0,_coverage_js__WEBPACK_IMPORTED_MODULE_5__/* .checkCoverage */ .x)({ ...source, replaced: selection.replaced, allowDroppedNames: task.allowDroppedNames }, users.rebindable);
    report(selection, log);
    const accepted = new Set([source.newCertificate.sha1Fingerprint]);
    return {
        task,
        source,
        selection,
        consumers,
        endpoints: task.endpoints.map((endpoint) => ({ endpoint, accepted })),
        progress: (0,_progress_js__WEBPACK_IMPORTED_MODULE_6__/* .makeProgress */ ._s)(selection.existing, source.family, registry),
    };
}
function rejectSelection({ family, allowOlder }, { members, newer, existing }) {
    if (members.length === 0)
        throw new _errors_js__WEBPACK_IMPORTED_MODULE_3__/* .ActionError */ .lZ('empty_family', `There is no certificate named ${(0,_text_js__WEBPACK_IMPORTED_MODULE_4__/* .quoteName */ .AB)(family)}, so nothing was written. Check \`name\`. To upload the first certificate, use \`operation: present\`; to replace one with another name, set \`replaces\`.`);
    if (newer.length > 0 && !allowOlder)
        throw new _errors_js__WEBPACK_IMPORTED_MODULE_3__/* .ActionError */ .lZ('older', `The supplied certificate is older than ${(0,_text_js__WEBPACK_IMPORTED_MODULE_4__/* .enumerate */ .HL)(newer.map(_certificates_describe_js__WEBPACK_IMPORTED_MODULE_0__/* .describeCertificate */ .dF), 5)}, so nothing was written. If this is an old run that was started again, ignore it: the secrets are out of date. To roll back, set \`allow_older: true\`.`);
    if (existing?.state === 'error')
        throw new _errors_js__WEBPACK_IMPORTED_MODULE_3__/* .ActionError */ .lZ('state_error', `The new certificate exists as ${(0,_certificates_describe_js__WEBPACK_IMPORTED_MODULE_0__/* .describeCertificate */ .dF)(existing)}, in state "error". Delete it (\`operation: absent\` with its \`id\`), and run this again.`);
}
/** What the user should know before anything is written. */
function report({ missing, duplicates, existing }, log) {
    for (const entry of missing)
        log.info(`\`replaces\` names ${(0,_text_js__WEBPACK_IMPORTED_MODULE_4__/* .quoteName */ .AB)(entry)}, which does not exist`);
    if (duplicates.length > 0)
        log.notice(`The same certificate exists more than once: ${(0,_text_js__WEBPACK_IMPORTED_MODULE_4__/* .enumerate */ .HL)([...(existing === undefined ? [] : [existing]), ...duplicates].map(_certificates_describe_js__WEBPACK_IMPORTED_MODULE_0__/* .nameCertificate */ .Zq), 10)}. Delete those that nothing uses.`);
}
/** Warns of the families that nothing uses: `name` may be wrong. */
function warnOfUnused(rotations, { consumers }, { log }) {
    const unused = rotations.filter(({ selection }) => {
        const { rebindable, kubernetes } = (0,_selection_js__WEBPACK_IMPORTED_MODULE_7__/* .findUsers */ .Ei)(consumers, selection.members);
        return rebindable.length + kubernetes.length === 0;
    });
    if (unused.length === 0)
        return;
    const kinds = _consumers_kinds_js__WEBPACK_IMPORTED_MODULE_2__/* .KINDS */ .G.map(({ resource }) => resource.label);
    const families = unused.map(({ source }) => (0,_text_js__WEBPACK_IMPORTED_MODULE_4__/* .quoteName */ .AB)(source.family));
    log.warning(`No ${(0,_text_js__WEBPACK_IMPORTED_MODULE_4__/* .enumerate */ .HL)(kinds, Infinity, 'or')} uses a certificate of ${(0,_text_js__WEBPACK_IMPORTED_MODULE_4__/* .enumerate */ .HL)(families, 20, 'or')}, so there is nothing to rebind. Check \`name\`.`);
}


/***/ }),

/***/ 5446:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   P: () => (/* binding */ probePlanned)
/* harmony export */ });
/* harmony import */ var _outcome_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(7072);
/* harmony import */ var _text_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(1957);
/* harmony import */ var _tls_endpoint_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(8285);
/* harmony import */ var _tls_probe_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(6372);
/* harmony import */ var _digitalocean_proxies_js__WEBPACK_IMPORTED_MODULE_4__ = __webpack_require__(7755);





/**
 * Adds to the plan what the endpoints serve now. One that serves no member of the family would be awaited in vain.
 * @throws OperationError `endpoint_unreachable` if one cannot be probed, as the rotation would fail too
 */
async function probePlanned(task, plan, { members }, context) {
    if (task.endpoints.length === 0)
        return plan;
    const probed = await (0,_tls_probe_js__WEBPACK_IMPORTED_MODULE_3__/* .probeEndpoints */ .$v)(task.endpoints, context);
    const outcome = { ...plan, endpoints: probed.map((each) => ({ probed: each, problems: [] })) };
    const faults = probed.flatMap(({ endpoint, fault }) => fault === undefined ? [] : [`${(0,_tls_endpoint_js__WEBPACK_IMPORTED_MODULE_2__/* .nameEndpoint */ .tv)(endpoint)}: ${fault.what}`]);
    if (faults.length > 0)
        throw new _outcome_js__WEBPACK_IMPORTED_MODULE_0__/* .OperationError */ .OK('endpoint_unreachable', `The rotation would fail, because endpoints could not be probed: ${(0,_text_js__WEBPACK_IMPORTED_MODULE_1__/* .enumerate */ .HL)(faults, 10)}. ${(0,_tls_probe_js__WEBPACK_IMPORTED_MODULE_3__/* .probeRemedy */ .z7)((0,_digitalocean_proxies_js__WEBPACK_IMPORTED_MODULE_4__/* .hasProxy */ .jL)(context.proxies))}`, outcome);
    const known = new Set(members.map(({ sha1Fingerprint }) => sha1Fingerprint));
    const strangers = probed.filter(({ served }) => served !== undefined && !known.has(served.sha1Fingerprint));
    if (strangers.length > 0)
        context.log.warning(`Not served by this family now: ${(0,_text_js__WEBPACK_IMPORTED_MODULE_1__/* .enumerate */ .HL)(strangers.map(({ endpoint }) => (0,_tls_endpoint_js__WEBPACK_IMPORTED_MODULE_2__/* .nameEndpoint */ .tv)(endpoint)), 10)}. Check that these names lead to load balancers or CDN endpoints of this account.`);
    return outcome;
}


/***/ }),

/***/ 1288:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   $Y: () => (/* binding */ failEntry),
/* harmony export */   IW: () => (/* binding */ changedBy),
/* harmony export */   If: () => (/* binding */ restartEntry),
/* harmony export */   Jh: () => (/* binding */ openEntries),
/* harmony export */   SQ: () => (/* binding */ makeRegistry),
/* harmony export */   _s: () => (/* binding */ makeProgress),
/* harmony export */   kY: () => (/* binding */ statesOf)
/* harmony export */ });
/* harmony import */ var _errors_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(9473);

/** No consumer yet. */
function makeRegistry() {
    const entries = new Map();
    const halted = new Map();
    return {
        entries,
        entryOf: (consumer) => {
            const key = keyOf(consumer);
            const found = entries.get(key) ?? makeEntry(consumer);
            // A cluster may have taken it over.
            found.consumer = nameOnly(consumer, found.consumer);
            entries.set(key, found);
            return found;
        },
        halt: (error, what) => {
            if (!halted.has(what))
                halted.set(what, error);
        },
        throwIfHalted: (what) => {
            const reason = halted.get(undefined) ?? halted.get(what);
            if (reason !== undefined)
                throw new _errors_js__WEBPACK_IMPORTED_MODULE_0__/* .ActionError */ .lZ('halted', `Not tried, because of this: ${reason.message}`);
        },
    };
}
/** Nothing done yet. */
function makeProgress(existing, family = '', registry = makeRegistry()) {
    const entries = new Map();
    return {
        family,
        registry,
        entries,
        deleted: [],
        gone: new Set(),
        existing,
        created: undefined,
        probed: [],
        entryOf: (consumer) => {
            const entry = registry.entryOf(consumer);
            entries.set(keyOf(consumer), entry);
            return entry;
        },
    };
}
/** Kinds do not share ids. */
function keyOf({ kind, id }) {
    return `${kind.output} ${id.toLowerCase()}`;
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
    sentFor: [],
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
        reboundFor: new Set(),
        refusals: new Map(),
        leftFor: new Set(),
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
function statesOf({ entries, family }) {
    return [...entries.values()].map((entry) => {
        const refusal = entry.refusals.get(family);
        const { consumer, status, error } = entry;
        return refusal === undefined
            ? { ...consumer, status, error }
            : { ...consumer, status: 'failed', error: refusal.message };
    });
}
/** Entries with something left to do. */
function openEntries({ entries }) {
    return [...entries.values()].filter(({ phase }) => phase !== 'done');
}
/** Was something written? Undefined if an update was lost, and nothing else was written. */
function changedBy({ entries, created, deleted }) {
    const all = [...entries.values()];
    if (created !== undefined || deleted.length > 0 || all.some(({ times }) => times > 0))
        return true;
    return all.some(({ isUncertain }) => isUncertain) ? undefined : false;
}


/***/ }),

/***/ 6800:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  H: () => (/* binding */ completeRotations)
});

// EXTERNAL MODULE: ./build/certificates/describe.js
var describe = __webpack_require__(1624);
// EXTERNAL MODULE: ./build/certificates/family.js
var family = __webpack_require__(8593);
// EXTERNAL MODULE: ./build/consumers/survey.js
var consumers_survey = __webpack_require__(2130);
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
// EXTERNAL MODULE: ./build/tls/probe.js + 1 modules
var probe = __webpack_require__(6372);
// EXTERNAL MODULE: ./build/digitalocean/proxies.js
var digitalocean_proxies = __webpack_require__(7755);
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
    const results = await (0,concurrency/* mapConcurrently */.X)(endpoints, CONCURRENT_ENDPOINTS, async (awaited) => {
        const probed = await awaitEndpoint(awaited, { ...context, deadline, log });
        const wrong = probed.filter((each) => !isServed(each, awaited));
        // When one cannot be right any more, the rotation fails: nothing is gained by waiting for the others.
        isHopeless ||= wrong.length > 0;
        return { probed, wrong };
    });
    const probed = results.flatMap((result) => result.probed);
    const wrong = results.flatMap((result) => result.wrong);
    if (wrong.length === 0)
        return { probed, failure: undefined, isFinal: true };
    const message = `Not every endpoint serves the new certificate (SHA-1 ${sha1Fingerprint}): ${(0,build_text/* enumerate */.HL)(wrong.map(await_served_describe), 10)}. The old certificate stays. ${remedyOf(wrong, context)} Then run this again.`;
    return { probed, failure: new errors/* ActionError */.lZ('not_served', message), isFinal: wrong.some(isUnresolved) };
}
/** What was seen to be served is no matter of the network; what was not seen may be. */
function remedyOf(wrong, { proxies }) {
    const isOther = wrong.some(({ served }) => served !== undefined);
    const isOut = wrong.some(({ fault }) => fault !== undefined);
    return [
        ...(isOther ? ['Check that these names lead to load balancers or CDN endpoints of this account.'] : []),
        ...(isOut ? [(0,probe/* probeRemedy */.z7)((0,digitalocean_proxies/* hasProxy */.jL)(proxies))] : []),
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
async function awaitEndpoint(awaited, context) {
    const { deadline, log } = context;
    let last = [];
    await (0,waiting/* poll */.wt)(deadline, PACE, async () => {
        last = await probeInARow(awaited, context);
        const wrong = last.filter((each) => !isServed(each, awaited));
        // A name that does not exist will not come into being while we wait.
        const isFinal = wrong.length === 0 || wrong.some(isUnresolved);
        return isFinal ? { value: true } : { reason: (0,build_text/* enumerate */.HL)(wrong.map(await_served_describe), 3) };
    }, (reason, waitedMs) => log.info(`Waiting for ${(0,tls_endpoint/* nameEndpoint */.tv)(awaited.endpoint)} to serve the new certificate: ${reason} (${(0,build_text/* formatSeconds */.Xo)(waitedMs)} so far)`));
    return last;
}
async function probeInARow(awaited, context) {
    const first = await (0,probe/* probeEndpoint */.Q9)(awaited.endpoint, context);
    return Promise.all(first.map(async (probed) => {
        let last = probed;
        for (let count = 1; count < IN_A_ROW && isServed(last, awaited); count += 1)
            last = await (0,probe/* probeAddress */.n)(probed.endpoint, context);
        return last;
    }));
}
function isServed({ served }, { accepted }) {
    return served !== undefined && accepted.has(served.sha1Fingerprint);
}
function isUnresolved({ fault }) {
    return fault?.kind === 'unresolved';
}
function await_served_describe({ endpoint, served, fault }) {
    return `${(0,tls_endpoint/* nameEndpoint */.tv)(endpoint)} ${served === undefined ? `(${fault?.what ?? ''})` : `serves SHA-1 ${served.sha1Fingerprint}`}`;
}

// EXTERNAL MODULE: ./build/rotation/coverage.js
var coverage = __webpack_require__(6781);
// EXTERNAL MODULE: ./build/rotation/delete-replaced.js
var delete_replaced = __webpack_require__(3393);
// EXTERNAL MODULE: ./build/rotation/leave-kubernetes.js
var leave_kubernetes = __webpack_require__(6193);
// EXTERNAL MODULE: ./build/rotation/progress.js
var rotation_progress = __webpack_require__(1288);
// EXTERNAL MODULE: ./build/consumers/consumer.js
var consumers_consumer = __webpack_require__(5856);
// EXTERNAL MODULE: ./build/digitalocean/certificates.js
var certificates = __webpack_require__(787);
// EXTERNAL MODULE: ./build/digitalocean/responses.js
var responses = __webpack_require__(5147);
// EXTERNAL MODULE: ./build/rotation/selection.js
var rotation_selection = __webpack_require__(2729);
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
    const replacedIds = (0,rotation_selection/* idsOf */.UX)(replaced);
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
    const isOurs = id === '' ? name === '' || replaced.some((each) => each.name === name) : (0,rotation_selection/* idsOf */.UX)(replaced).has(id);
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
 * One attempt to rebind a consumer, from a reading of its own or one that was just made: one update for all families that it uses.
 * @throws ActionError if it cannot be rebound
 */
async function rebindOnce(entry, replacements, context, reading) {
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
    const open = replacementsFor(entry, replacements);
    const used = open.filter((each) => isUsed(each, now));
    // One that a cluster took over meanwhile is annotated by the next round.
    const isAnnotated = entry.consumer.kind.isAnnotated === true;
    if (now.isKubernetes !== isAnnotated || (used.length === 0 && !isAnnotated))
        return settle(entry, now, context);
    if (isAnnotated) {
        const owned = used.length > 0 ? used : open.filter(({ owns }) => owns(entry));
        return annotateFor(entry, now, owned, context);
    }
    const accepted = acceptedOf(entry, used, now);
    const newIds = new Map(accepted.flatMap(({ replaced, newId }) => replaced.map(({ id }) => [id, newId])));
    const uses = now.uses.filter(({ certificateId }) => newIds.has(certificateId));
    entry.before = beforeOf(entry, now, uses);
    for (const { certificateId } of uses)
        entry.reboundFrom.add(certificateId);
    entry.sent = consumer.kind.buildUpdate(now, (id) => newIds.get(id));
    entry.sentFor = [...new Set([...entry.sentFor, ...accepted.map(({ family }) => family)])];
    const request = (0,consumers_consumer/* updateRequest */.H5)(consumer, entry.sent);
    const response = await client.send(request);
    const updated = (0,consumers_consumer/* updatedConsumer */.gn)(consumer, response);
    if (updated === undefined)
        return defer(entry, request, response, client);
    confirmUpdate(entry, updated, deadline.clock.monotonicMs(), log);
}
/** The replacements that a consumer takes part in: not those that it was refused for. */
function replacementsFor({ refusals }, replacements) {
    return replacements.filter(({ family }) => !refusals.has(family));
}
/** A Service names one certificate: of several families that use its load balancer, only the first can be annotated. */
async function annotateFor(entry, now, replacements, context) {
    const [first, ...others] = acceptedOf(entry, replacements, now);
    if (first === undefined)
        return settle(entry, now, context);
    for (const { family } of others)
        entry.refusals.set(family, new errors/* ActionError */.lZ('not_rebound', `Its Service names one certificate, and this run puts that of ${(0,build_text/* quoteName */.AB)(first.family)} there.`));
    const before = entry.times;
    entry.sentFor = [first.family];
    await annotateOnce(entry, now, first, context);
    if (entry.times > before)
        entry.reboundFor.add(first.family);
}
function isUsed({ replaced }, { uses }) {
    const ids = (0,rotation_selection/* idsOf */.UX)(replaced);
    return uses.some(({ certificateId }) => ids.has(certificateId));
}
/** Those of which the rules hold for the consumer as it is now. The others are noted, unless all are refused. @throws ActionError */
function acceptedOf(entry, replacements, now) {
    const refusals = replacements.flatMap((replacement) => {
        try {
            (0,coverage/* checkCoverage */.x)(replacement, [now]);
            return [];
        }
        catch (error) {
            if (!(error instanceof errors/* ActionError */.lZ))
                throw error;
            return [{ replacement, error }];
        }
    });
    const [first] = refusals;
    if (first !== undefined && refusals.length === replacements.length)
        throw first.error;
    for (const { replacement, error } of refusals)
        entry.refusals.set(replacement.family, error);
    return replacements.filter((each) => refusals.every(({ replacement }) => replacement !== each));
}
/** What it looked like before the first update of this run; host names that came into use since are added. */
function beforeOf({ before }, now, uses) {
    const { status, validationReasons, hostNames, inactive } = before ?? { ...now, hostNames: [], inactive: [] };
    const added = uses.filter(({ hostName }) => hostName !== undefined && !hostNames.includes(hostName));
    return {
        ...before,
        status,
        validationReasons,
        hostNames: [...hostNames, ...added.flatMap(({ hostName }) => hostName ?? [])],
        inactive: [...inactive, ...added.flatMap(({ isActive, hostName }) => (isActive ? [] : (hostName ?? [])))],
    };
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
    for (const family of entry.sentFor)
        if (!entry.refusals.has(family))
            entry.reboundFor.add(family);
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
async function confirmOnce(kind, entries, replacements, context) {
    const replacedOf = (entry) => (0,rotation_selection/* idsOf */.UX)(replacementsFor(entry, replacements).flatMap(({ replaced }) => replaced));
    const nowMs = () => context.deadline.clock.monotonicMs();
    const postpone = (entry) => {
        entry.pauseMs = Math.min(entry.pauseMs * 2, LONGEST_PAUSE_MS);
        entry.dueAtMs = nowMs() + entry.pauseMs;
    };
    const look = async (entry, now) => {
        judge(entry, now, replacedOf(entry));
        const isWaiting = entry.phase === 'confirm' && entry.consumer.kind.isAnnotated === true;
        const replacement = replacements.find(({ family }) => entry.sentFor.includes(family));
        if (isWaiting && now !== undefined && replacement !== undefined)
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
        (0,rotation_progress/* failEntry */.$Y)(entry, `DigitalOcean could not validate it (${named}). Correct what the reason names, and run this again.`);
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

;// CONCATENATED MODULE: ./build/rotation/cut-off.js

const TIMED_OUT = '`wait_timeout` ended.';
const CANCELLED = 'the job was cancelled.';
/** What cuts work off says nothing against the consumer. */
const CUTTING = {
    timeout: TIMED_OUT,
    // A rate limit that ends after the deadline cuts off too.
    api_rate_limited: TIMED_OUT,
    cancelled: CANCELLED,
};
/** Work that was cut off has not failed; only what was refused until then has, for a reason of its own. */
function cutOff(entries, why) {
    for (const entry of entries)
        cutOffOne(entry, why);
}
function cutOffOne(entry, why) {
    const { lastError } = entry;
    const { seen = 'just updated', warnings = '' } = entry.before ?? {};
    if (entry.phase === 'confirm' && warnings !== '')
        (0,rotation_progress/* failEntry */.$Y)(entry, `Its Service was annotated, and its cluster did not bind the certificate. It says ${warnings}.`);
    else if (entry.phase === 'confirm')
        entry.error = `Rebound, not confirmed yet (${seen}): ${why}`;
    else if (lastError === undefined)
        entry.error = `Not tried: ${why}`;
    else if (lastError.code === 'api_rate_limited')
        entry.error = `Not tried: the token's rate limit is used up, and ${why}`;
    else
        (0,rotation_progress/* failEntry */.$Y)(entry, lastError.message);
    entry.phase = 'done';
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
/**
 * Rebinds consumers and waits until each is bound, the kinds side by side. Of each kind one is rebound alone until the response to one
 * compared well, since what would go wrong with all goes wrong with one. One that is busy or does not respond is tried again later, and
 * keeps no other waiting. What fails, was not tried or is not confirmed yet is in the entries.
 * @param entries those that are open
 * @param consumers as they were just read
 */
async function bindAll(entries, consumers, binding) {
    const kinds = [...new Set(entries.map(({ consumer }) => consumer.kind))].map((kind) => bindKind(kind, entries.filter(({ consumer }) => consumer.kind === kind), consumers.filter((consumer) => consumer.kind === kind), binding));
    // When the job is cancelled, the response to an update that is under way still counts.
    await Promise.allSettled(kinds);
    await Promise.all(kinds);
}
async function bindKind(kind, entries, consumers, binding) {
    const { context, slice } = binding;
    const { deadline, log } = context;
    const open = () => entries.filter(({ phase }) => phase !== 'done');
    let readings = consumers;
    const result = await (0,waiting/* poll */.wt)(slice, bind_PACE, async () => {
        await attemptDue(kind, open(), readings, binding);
        readings = undefined;
        const left = open();
        if (left.length === 0)
            return { value: true };
        const nextMs = Math.min(...left.map(({ dueAtMs }) => dueAtMs));
        return { reason: describeOpen(left), pauseMs: nextMs - deadline.clock.monotonicMs() };
    }, (reason, waitedMs) => log.info(`Waiting for ${reason} (${(0,build_text/* formatSeconds */.Xo)(waitedMs)} so far)`)).catch((error) => {
        if (error instanceof errors/* ActionError */.lZ && error.code === 'cancelled')
            cutOff(open(), CANCELLED);
        throw error;
    });
    if ('reason' in result && deadline.remainingMs() <= 0)
        cutOff(open(), TIMED_OUT);
}
/** Tries everything that is due: updates first, then looks at what was written. */
async function attemptDue(kind, open, readings, binding) {
    const { replacements, context } = binding;
    const nowMs = context.deadline.clock.monotonicMs();
    const due = open.filter(({ dueAtMs }) => dueAtMs <= nowMs);
    await rebindDue(kind, due.filter(({ phase }) => phase === 'rebind'), readings, binding);
    const written = due.filter(({ phase, dueAtMs }) => phase === 'confirm' && dueAtMs <= nowMs);
    // Each by itself, so that one whose reading fails does not fail the others; unless one list reads them all.
    const groups = written.length > MOST_SINGLE_READS ? [written] : written.map((entry) => [entry]);
    await Promise.all(groups.map((group) => attemptAll(group, () => confirmOnce(kind, group, replacements, context), binding)));
}
/** What is awaited, for progress: `load balancer "front-door" to be bound (…)`. */
function describeOpen(entries) {
    const named = entries.map(({ consumer, phase, before, lastError }) => {
        if (phase === 'confirm')
            return `${(0,consumers_consumer/* nameConsumer */.Yi)(consumer)} to be bound (${before?.seen ?? 'just updated'})`;
        const why = lastError === undefined ? '' : ` (${(0,build_text/* clauseOf */.pQ)(lastError.message)})`;
        return `${(0,consumers_consumer/* nameConsumer */.Yi)(consumer)} to be rebound${why}`;
    });
    return (0,build_text/* enumerate */.HL)(named, 3);
}
/** Tries everything that is due. Until one of this kind was rebound in this run, one at a time. */
async function rebindDue(kind, due, readings, binding) {
    const size = kind.updatesPerList ?? due.length;
    let fresh = kind.updatesPerList === undefined ? undefined : readings;
    let rest = [...due];
    while (rest.length > 0) {
        const isProven = [...binding.registry.entries.values()].some(({ consumer, times }) => consumer.kind === kind && times > 0);
        const batch = rest.slice(0, isProven ? size : 1);
        rest = rest.slice(batch.length);
        const list = kind.updatesPerList === undefined ? undefined : await readList(kind, fresh, batch, binding);
        fresh = isProven ? undefined : list;
        await (0,concurrency/* mapConcurrently */.X)(batch, kind.concurrency, (entry) => attemptAll([entry], () => rebindOnce(entry, binding.replacements, binding.context, readingOf(entry, list)), binding));
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
async function attemptAll(entries, work, { registry, context }) {
    const kind = entries[0]?.consumer.kind;
    try {
        if (entries.some(({ phase }) => phase === 'done'))
            return;
        // What was written is looked at all the same.
        if (entries.some(({ phase }) => phase === 'rebind'))
            registry.throwIfHalted(kind);
        await work();
    }
    catch (error) {
        if (!(error instanceof errors/* ActionError */.lZ))
            throw error;
        if (HALTING.has(error.code))
            registry.halt(error, error.code === 'api_missing_scope' ? kind : undefined);
        for (const entry of entries) {
            const why = CUTTING[error.code] ?? (entry.phase === 'confirm' ? error.message : undefined);
            if (why !== undefined)
                cutOff([entry], why);
            else
                (0,rotation_progress/* failEntry */.$Y)(entry, error.message);
            context.log.info(`Not rebound: ${(0,consumers_consumer/* nameConsumer */.Yi)(entry.consumer)}: ${entry.error}`);
        }
    }
}

;// CONCATENATED MODULE: ./build/rotation/work.js

/** The longest that one step of a rotation keeps the others waiting, in milliseconds. */
const SLICE_MS = 30_000;
/** A rotation before its first round. */
function beginWork(rotation) {
    return { ...rotation, round: undefined, isServed: false, obstacle: undefined, waits: 0, ending: undefined };
}
/** Does a part of a rotation. What fails ends this one, and no other. */
async function attempt(work, act) {
    try {
        await act();
    }
    catch (error) {
        work.ending = { error };
    }
}
/** The end of one step: that of all waiting, unless other rotations wait for it. */
function sliceOf({ deadline }, works) {
    return works.length > 1 ? (0,waiting/* within */.ux)(deadline, SLICE_MS) : deadline;
}

;// CONCATENATED MODULE: ./build/rotation/rebind-users.js







/** How long a list may show what was before an update, in milliseconds (15 s have been seen). */
const READ_LAG_MS = 30_000;
/** A consumer that comes back to a replaced certificate more often than this is changed by something else. */
const MOST_REBINDS = 3;
/**
 * Rebinds what uses a replaced certificate, unless the list may only be late: each consumer once, for all rotations that it has to do
 * with. A rotation of which a consumer could not be rebound ends when nothing is left to do for it.
 * @returns whether to look again at once
 */
async function rebindUsers(works, { slice, context }) {
    const [first] = works;
    if (first === undefined)
        return false;
    const { registry } = first.progress;
    const before = new Map(works.map((work) => [work, writesOf(work.progress)]));
    const replacements = [];
    for (const work of works)
        await attempt(work, () => {
            work.isServed = false;
            replacements.push(beginRebinding(work, context));
        });
    const working = works.filter(({ ending }) => ending === undefined);
    const entries = [...new Set(working.flatMap(({ progress }) => (0,rotation_progress/* openEntries */.Jh)(progress)))];
    if (entries.length > 0)
        await bindAll(entries, first.round.consumers, { replacements, registry, context, slice });
    let isAgain = false;
    for (const work of working)
        await attempt(work, () => {
            const open = (0,rotation_progress/* openEntries */.Jh)(work.progress);
            if (open.length === 0)
                throwIfIncomplete(work.progress);
            const hasWritten = writesOf(work.progress) > (before.get(work) ?? 0);
            // What its cluster refused is left to its user by the next round.
            const isLeft = entries.some((entry) => entry.isLeft && owns(work.progress, entry));
            isAgain ||= hasWritten || isLeft || open.length > 0;
            work.obstacle = open.length > 0 ? awaitOpen(work) : hasWritten || isLeft ? undefined : awaitList(work);
        });
    return isAgain;
}
/** Marks what is to be rebound now. @throws ActionError `came_back` */
function beginRebinding({ task, source, progress, round }, { deadline }) {
    const { users, selection } = round;
    const { family } = source;
    const nowMs = deadline.clock.monotonicMs();
    const existing = progress.existing ?? selection.existing;
    if (existing === undefined)
        throw new errors/* ActionError */.lZ('internal', 'There is no certificate to bind.');
    const due = users.rebindable.filter((consumer) => {
        const { reboundAtMs, error, refusals, phase } = progress.entryOf(consumer);
        const isSettled = error !== '' || refusals.has(family) || phase !== 'done';
        return nowMs - reboundAtMs >= READ_LAG_MS && !isSettled;
    });
    rejectStubborn(due, progress);
    for (const consumer of due)
        (0,rotation_progress/* restartEntry */.If)(progress.entryOf(consumer));
    const { newCertificate } = source;
    return {
        family,
        newId: existing.id,
        newName: existing.name,
        newCertificate,
        replaced: selection.replaced,
        allowDroppedNames: task.allowDroppedNames,
        owns: (entry) => owns(progress, entry),
    };
}
/** Some consumers are busy, or not bound yet, and others go first. */
function awaitOpen({ progress }) {
    return {
        reason: describeOpen((0,rotation_progress/* openEntries */.Jh)(progress)),
        giveUp: () => {
            cutOff((0,rotation_progress/* openEntries */.Jh)(progress), TIMED_OUT);
            throwIfIncomplete(progress);
        },
    };
}
function awaitList({ round: { users } }) {
    return {
        reason: `the list still shows a replaced certificate on ${(0,build_text/* enumerate */.HL)(users.rebindable.map(consumers_consumer/* nameConsumer */.Yi), 5)}`,
        giveUp: () => {
            throw new errors/* ActionError */.lZ('came_back', `The list still shows a replaced certificate on ${(0,build_text/* enumerate */.HL)(users.rebindable.map(consumers_consumer/* describeConsumer */._8), 10)}, and \`wait_timeout\` ended. The old certificate stays. Run this again to complete it.`);
        },
    };
}
function owns({ entries }, entry) {
    return [...entries.values()].includes(entry);
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
        (0,rotation_progress/* failEntry */.$Y)(entry, `It came back to a replaced certificate after ${entry.times} updates: something else sets it.`);
    throw new errors/* ActionError */.lZ('came_back', `The old certificate stays, because something else sets it again: ${(0,build_text/* enumerate */.HL)(stubborn.map(({ consumer }) => (0,consumers_consumer/* describeConsumer */._8)(consumer)), 10)}. Find out what, change it there, and run this again.`);
}
/** Throws if a consumer was not rebound, or is not confirmed. @throws ActionError `not_rebound` or `unconfirmed` */
function throwIfIncomplete({ family, entries }) {
    const all = [...entries.values()].map(({ consumer, status, error, refusals }) => {
        const refusal = refusals.get(family)?.message;
        return { consumer, error: refusal ?? error, status: refusal === undefined ? status : 'failed' };
    });
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

// EXTERNAL MODULE: ./build/rotation/services.js
var services = __webpack_require__(3519);
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
/** Rotations that are served, or deleted from, side by side. */
const CONCURRENT = 4;
/** Rotations that delete after one reading: what was read must not be old when the last of them does. */
const DELETIONS_A_ROUND = 20;
/**
 * Rounds until nothing is left to do for any rotation. Each begins with one reading of everything, checks every rule on it, and does one
 * thing for each: it rebinds what uses a replaced certificate, waits for the endpoints, or deletes one certificate. So nothing is written
 * or deleted by what was true some time ago. A rotation that fails ends, and the others go on; one that waits keeps no other waiting.
 * @returns how each ended
 */
async function completeRotations(rotations, context) {
    const works = rotations.map(beginWork);
    const open = () => works.filter(isOpen);
    try {
        await (0,waiting/* poll */.wt)(context.deadline, rounds_PACE, async () => {
            await readRounds(open(), context);
            const ready = open().filter(isInRound);
            const isAgain = ready.length > 0 && (await doNext(ready, context));
            const left = open();
            // What waits for something, while no further reading fits into the time, is over.
            if (left.length === 0 || ready.length === 0)
                return { value: true };
            if (isAgain)
                return { again: true };
            return { reason: (0,build_text/* enumerate */.HL)([...new Set(left.map(({ obstacle }) => obstacle?.reason ?? ''))], 3) };
        }, (reason, waitedMs) => context.log.info(`Waiting: ${reason} (${(0,build_text/* formatSeconds */.Xo)(waitedMs)} so far)`));
    }
    catch (error) {
        for (const work of open())
            work.ending = { error };
    }
    for (const work of open())
        await attempt(work, () => work.obstacle?.giveUp());
    return works.map(({ ending, round }) => ending ?? (round === undefined ? { error: new Error('no round') } : { round }));
}
function isOpen({ ending }) {
    return ending === undefined;
}
function isInRound(work) {
    return work.round !== undefined;
}
/** Reads everything once, and checks for each rotation the rules that hold before every write. One that does not keep them ends. */
async function readRounds(works, context) {
    let survey;
    try {
        survey = await (0,consumers_survey/* takeSurvey */.yC)(context.client);
    }
    catch (error) {
        const isTimeout = error instanceof errors/* ActionError */.lZ && error.code === 'timeout';
        for (const work of works) {
            // What a rotation waits for says more than that no other reading fits into the time.
            if (isTimeout && work.obstacle !== undefined)
                await attempt(work, work.obstacle.giveUp);
            else
                work.ending = { error };
            if (work.round !== undefined)
                work.ending ??= { round: work.round };
        }
        return;
    }
    const { certificates } = survey;
    const named = (0,family/* indexByName */.f3)(certificates);
    for (const work of works)
        await attempt(work, async () => {
            const candidates = work.task.replaces.length > 0 ? certificates : named(work.source.family);
            work.round = await toRound(work, survey, candidates, context);
        });
}
/** @param candidates the certificates that may belong to its family @throws ActionError */
async function toRound({ task, source, progress }, { certificates, consumers: listed }, candidates, context) {
    const selection = (0,rotation_selection/* selectCertificates */.F2)(task, source, candidates, context.deadline.clock.now());
    if (selection.newer.length > 0 && !source.allowOlder) {
        await deleteUnused(listed, progress, context);
        throw supersededError(source, selection);
    }
    const consumers = await (0,services/* withServices */.l)(task, listed, certificates, selection, context);
    const users = (0,rotation_selection/* findUsers */.Ei)(consumers, selection.replaced);
    const newCertificate = progress.existing ?? selection.existing;
    if (newCertificate !== undefined)
        (0,leave_kubernetes/* leaveKubernetes */.U)(task, users.kubernetes, newCertificate, progress, context);
    (0,coverage/* checkCoverage */.x)({ ...source, replaced: selection.replaced, allowDroppedNames: task.allowDroppedNames }, users.rebindable);
    return { consumers, selection, users };
}
/** Deletions first: nothing has been written since the reading. @returns whether to look again at once */
async function doNext(works, context) {
    for (const work of works)
        work.obstacle = undefined;
    const users = works.filter(({ round, progress }) => round.users.rebindable.length > 0 || (0,rotation_progress/* openEntries */.Jh)(progress).length > 0);
    const others = works.filter((work) => !users.includes(work));
    for (const work of others)
        await attempt(work, () => throwIfIncomplete(work.progress));
    const [served, unserved] = [true, false].map((isServed) => others.filter(isOpen).filter((work) => (work.isServed || work.endpoints.length === 0) === isServed));
    const hasDeleted = await deleteReplaced(served ?? [], context);
    const hasRebound = await rebindUsers(users, { slice: sliceOf(context, works), context });
    const hasServed = await awaitEach(unserved ?? [], { ...context, deadline: sliceOf(context, works) }, context);
    return hasDeleted || hasRebound || hasServed;
}
async function awaitEach(works, sliced, { deadline, log }) {
    const isLast = sliced.deadline === deadline;
    await (0,concurrency/* mapConcurrently */.X)(works, CONCURRENT, (work) => attempt(work, async () => {
        const { sha1Fingerprint } = work.source.newCertificate;
        const { probed, failure, isFinal } = await awaitServed(work.endpoints, sha1Fingerprint, sliced);
        work.progress.probed = probed;
        work.isServed = failure === undefined;
        if (failure === undefined) {
            log.info(`Every endpoint serves the new certificate (${work.endpoints.length} checked).`);
            return;
        }
        if (isFinal || isLast || deadline.remainingMs() <= 0)
            throw failure;
        const giveUp = () => {
            throw failure;
        };
        work.obstacle = { reason: 'not every endpoint serves the new certificate yet', giveUp };
    }));
    return works.length > 0;
}
/** Deletes one replaced certificate of each rotation, those first that did not have to wait before. */
async function deleteReplaced(works, context) {
    const batch = works.toSorted((a, b) => a.waits - b.waits).slice(0, DELETIONS_A_ROUND);
    let isAgain = works.some((work) => !batch.includes(work) && work.waits === 0);
    await (0,concurrency/* mapConcurrently */.X)(batch, CONCURRENT, (work) => attempt(work, async () => {
        isAgain = (await deleteOne(work, context)) || isAgain;
    }));
    return isAgain;
}
async function deleteOne(work, context) {
    const { round, task, source, progress } = work;
    // Nothing is deleted, and nothing is complete, while no list shows the new certificate: it may have been deleted.
    if (round.selection.existing === undefined) {
        work.waits += 1;
        work.obstacle = awaitListed(source);
        return false;
    }
    const deletion = task.deletePrevious ? await (0,delete_replaced/* deleteNext */.l$)(round, progress, context) : 'done';
    if (deletion === 'again')
        return true;
    if (deletion === 'done') {
        work.ending = { round };
        return false;
    }
    work.waits += 1;
    work.obstacle = {
        reason: `the API still reports ${(0,build_text/* enumerate */.HL)(deletion.map(describe/* nameCertificate */.Zq), 5)} as in use`,
        giveUp: () => (0,delete_replaced/* leaveInUse */.G7)(deletion, progress, context),
    };
    return false;
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


/***/ }),

/***/ 2729:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   Ei: () => (/* binding */ findUsers),
/* harmony export */   F2: () => (/* binding */ selectCertificates),
/* harmony export */   Om: () => (/* binding */ keptForKubernetes),
/* harmony export */   UX: () => (/* binding */ idsOf)
/* harmony export */ });
/* harmony import */ var _certificates_family_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(8593);
/* harmony import */ var _source_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(5350);


/**
 * Sorts the account's certificates by what they are to this rotation.
 * @param now milliseconds since the epoch
 */
function selectCertificates({ replaces, source }, { family, newCertificate, memberName, allowOlder }, certificates, now) {
    const added = new Map(replaces.map((entry) => [
        entry,
        certificates.filter(({ id }) => id === entry.toLowerCase()).concat((0,_certificates_family_js__WEBPACK_IMPORTED_MODULE_0__/* .membersOf */ .lS)(certificates, entry)),
    ]));
    const members = [...new Set([...(0,_certificates_family_js__WEBPACK_IMPORTED_MODULE_0__/* .membersOf */ .lS)(certificates, family), ...[...added.values()].flat()])];
    const own = (0,_certificates_family_js__WEBPACK_IMPORTED_MODULE_0__/* .findOwn */ .gq)(members, newCertificate.sha1Fingerprint);
    // What was uploaded under its own name is the one that is meant.
    const existing = own.find(({ name }) => name === memberName) ?? own[0];
    const others = members.filter((member) => !own.includes(member));
    // Without a key, a newer member that cannot be used is no reason to stop.
    const counts = (member) => source === 'supplied' || (0,_source_js__WEBPACK_IMPORTED_MODULE_1__/* .isUsable */ .N)(member, now);
    // The API's `not_after` may be off by seconds: all runs rank what exists by what is listed, or two could each be the newer one.
    const issued = { ...newCertificate, notAfter: existing?.notAfter ?? newCertificate.notAfter };
    const ahead = others.filter((member) => (0,_certificates_family_js__WEBPACK_IMPORTED_MODULE_0__/* .isNewer */ .U4)(member, family, issued));
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
    const ranked = (0,_certificates_family_js__WEBPACK_IMPORTED_MODULE_0__/* .newestFirst */ .ll)(older);
    const isUsed = ({ id }) => kubernetes.some(({ certificateIds }) => certificateIds.has(id));
    const oldest = ranked.findLastIndex(isUsed);
    return ranked.slice(0, oldest + 1);
}
/** The ids of certificates. */
function idsOf(certificates) {
    return new Set(certificates.map(({ id }) => id));
}


/***/ }),

/***/ 3519:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   l: () => (/* binding */ withServices)
/* harmony export */ });
/* harmony import */ var _certificates_describe_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(1624);
/* harmony import */ var _concurrency_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(3943);
/* harmony import */ var _digitalocean_responses_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(5147);
/* harmony import */ var _selection_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(2729);




const CONCURRENCY = 4;
/**
 * The consumers, and what the Services of clusters are annotated with: that is in use too, since a cluster's controller binds it and
 * needs it to exist. Clusters are asked only about what may be annotated or deleted.
 */
async function withServices({ kubernetes: mode }, consumers, certificates, { members, replaced }, { clusters }) {
    const ids = (0,_selection_js__WEBPACK_IMPORTED_MODULE_2__/* .idsOf */ .UX)(members);
    const isAffected = ({ isKubernetes, certificateIds }) => isKubernetes && replaced.length > 0 && [...certificateIds].some((id) => ids.has(id));
    if (mode === 'leave' || clusters === undefined || !consumers.some(isAffected))
        return consumers;
    const opened = await clusters.open();
    return (0,_concurrency_js__WEBPACK_IMPORTED_MODULE_3__/* .mapConcurrently */ .X)(consumers, CONCURRENCY, async (consumer) => isAffected(consumer) ? withService(consumer, certificates, ids, opened) : consumer);
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
        return { ...consumer, service, refusal: `its Service is annotated with certificate ${(0,_certificates_describe_js__WEBPACK_IMPORTED_MODULE_0__/* .nameCertificate */ .Zq)(annotated)}` };
    const id = annotated?.id ?? state.certificateId;
    const isKnown = consumer.certificateIds.has(id) || !(0,_digitalocean_responses_js__WEBPACK_IMPORTED_MODULE_1__/* .isUuid */ .O1)(id);
    return {
        ...consumer,
        service,
        isAnnotatable: true,
        uses: isKnown ? consumer.uses : [...consumer.uses, { certificateId: id, isActive: true }],
        certificateIds: isKnown ? consumer.certificateIds : new Set([...consumer.certificateIds, id]),
    };
}


/***/ }),

/***/ 5350:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   N: () => (/* binding */ isUsable),
/* harmony export */   T: () => (/* binding */ findSource)
/* harmony export */ });
/* harmony import */ var _certificates_find_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(470);
/* harmony import */ var _certificates_describe_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(1624);
/* harmony import */ var _certificates_family_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(8593);
/* harmony import */ var _errors_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(9473);
/* harmony import */ var _text_js__WEBPACK_IMPORTED_MODULE_4__ = __webpack_require__(1957);





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
        return { family: name, newCertificate, supplied, memberName: (0,_certificates_family_js__WEBPACK_IMPORTED_MODULE_2__/* .memberNameOf */ .fj)(name, supplied), allowOlder };
    }
    const certificate = findUploaded(task.target, certificates, now);
    return {
        family: 'name' in task.target ? task.target.name : (0,_certificates_family_js__WEBPACK_IMPORTED_MODULE_2__/* .familyNameOf */ .px)(certificate),
        newCertificate: { ...(0,_certificates_family_js__WEBPACK_IMPORTED_MODULE_2__/* .issuedOf */ .hW)(certificate), dnsNames: certificate.dnsNames, issuer: '' },
        memberName: certificate.name,
        allowOlder: task.allowOlder || 'id' in task.target,
    };
}
function findUploaded(target, certificates, now) {
    const found = 'id' in target ? certificates.filter(({ id }) => id === target.id) : (0,_certificates_family_js__WEBPACK_IMPORTED_MODULE_2__/* .membersOf */ .lS)(certificates, target.name);
    if (found.length === 0)
        throw missingError(target);
    const usable = (0,_certificates_family_js__WEBPACK_IMPORTED_MODULE_2__/* .newestFirst */ .ll)(found).find((certificate) => isUsable(certificate, now));
    if (usable !== undefined)
        return usable;
    const [first] = (0,_certificates_family_js__WEBPACK_IMPORTED_MODULE_2__/* .newestFirst */ .ll)(found);
    throw new _errors_js__WEBPACK_IMPORTED_MODULE_3__/* .ActionError */ .lZ('state_error', `Nothing was written, because no certificate of ${'name' in target ? (0,_text_js__WEBPACK_IMPORTED_MODULE_4__/* .quoteName */ .AB)(target.name) : target.id} is valid and verified. The newest is ${first === undefined ? '' : (0,_certificates_describe_js__WEBPACK_IMPORTED_MODULE_1__/* .describeCertificate */ .dF)(first)}, in state "${first?.state ?? ''}". Supply a valid certificate with its key.`);
}
/** Is it valid and verified? */
function isUsable({ state, notAfter }, now) {
    return state === 'verified' && notAfter !== undefined && notAfter.getTime() > now;
}
function missingError(target) {
    return new _errors_js__WEBPACK_IMPORTED_MODULE_3__/* .ActionError */ .lZ('name' in target ? 'empty_family' : 'not_found', `There is no ${(0,_certificates_find_js__WEBPACK_IMPORTED_MODULE_0__/* .nameTarget */ .dJ)(target)}, so nothing was written. Check \`${'name' in target ? 'name' : 'id'}\`. \`source: uploaded\` uses a certificate that was uploaded before.`);
}


/***/ }),

/***/ 5533:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   o: () => (/* binding */ uploadNew)
/* harmony export */ });
/* harmony import */ var _certificates_upload_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(7612);
/* harmony import */ var _errors_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(9473);
/* harmony import */ var _text_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(1957);



/** Uploads the supplied certificate, unless it exists, or another run was faster with the same one. @throws ActionError */
async function uploadNew({ source: { supplied, memberName }, progress }, context) {
    if (progress.existing !== undefined)
        return progress.existing;
    if (supplied === undefined)
        throw new _errors_js__WEBPACK_IMPORTED_MODULE_1__/* .ActionError */ .lZ('internal', 'There is no certificate to upload.');
    const result = await (0,_certificates_upload_js__WEBPACK_IMPORTED_MODULE_0__/* .uploadSupplied */ .gE)(memberName, supplied, context);
    if (result.kind === 'created') {
        progress.created = result.certificate;
        progress.existing = result.certificate;
        return result.certificate;
    }
    const found = result.certificates.find((each) => each.name === memberName && each.sha1Fingerprint === supplied.sha1Fingerprint);
    if (found === undefined)
        throw new _errors_js__WEBPACK_IMPORTED_MODULE_1__/* .ActionError */ .lZ('name_taken', `The name ${(0,_text_js__WEBPACK_IMPORTED_MODULE_2__/* .quoteName */ .AB)(memberName)} is taken by another certificate than the supplied one. Delete that certificate, and run this again.`);
    progress.existing = found;
    return found;
}


/***/ })

};
