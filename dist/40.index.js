export const id = 40;
export const ids = [40];
export const modules = {

/***/ 8040:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  rotateEntries: () => (/* binding */ rotateEntries)
});

// EXTERNAL MODULE: ./build/certificates/create-supplied.js
var create_supplied = __webpack_require__(3536);
// EXTERNAL MODULE: ./build/certificates/family.js
var family = __webpack_require__(8593);
// EXTERNAL MODULE: ./build/concurrency.js
var concurrency = __webpack_require__(3943);
// EXTERNAL MODULE: ./build/consumers/survey.js
var consumers_survey = __webpack_require__(2130);
// EXTERNAL MODULE: ./build/errors.js
var errors = __webpack_require__(9473);
// EXTERNAL MODULE: ./build/rotation/conclude.js
var conclude = __webpack_require__(1734);
// EXTERNAL MODULE: ./build/rotation/plan.js
var rotation_plan = __webpack_require__(8352);
// EXTERNAL MODULE: ./build/rotation/prepare.js
var prepare = __webpack_require__(2200);
// EXTERNAL MODULE: ./build/rotation/probe-planned.js
var probe_planned = __webpack_require__(5446);
// EXTERNAL MODULE: ./build/rotation/progress.js
var progress = __webpack_require__(1288);
// EXTERNAL MODULE: ./build/rotation/rounds.js + 9 modules
var rounds = __webpack_require__(6800);
// EXTERNAL MODULE: ./build/rotation/upload-new.js
var upload_new = __webpack_require__(5533);
// EXTERNAL MODULE: ./build/text.js + 1 modules
var build_text = __webpack_require__(1957);
// EXTERNAL MODULE: ./build/items/breaker.js
var breaker = __webpack_require__(867);
// EXTERNAL MODULE: ./build/tls/endpoint.js
var tls_endpoint = __webpack_require__(8285);
// EXTERNAL MODULE: ./build/x509/dns-names.js
var dns_names = __webpack_require__(5983);
;// CONCATENATED MODULE: ./build/items/endpoints.js




/**
 * What each entry has to wait for: an endpoint belongs to every entry whose certificate covers its host, and may serve the certificate of
 * any of these.
 * @throws InputError if no certificate covers an endpoint; only a warning if one may be among those that could not be read
 */
function assignEndpoints(endpoints, { entries, path }, { log }) {
    const ready = entries.filter((entry) => entry.status === 'ready');
    const assigned = new Map(ready.map((entry) => [entry, []]));
    const uncovered = [];
    for (const endpoint of endpoints) {
        const covering = ready.filter(({ supplied: { dnsNames, ipAddresses } }) => (0,dns_names/* covers */.hU)([...dnsNames, ...ipAddresses], endpoint.host));
        const accepted = new Set(covering.map(({ supplied }) => supplied.sha1Fingerprint));
        for (const entry of covering)
            assigned.get(entry)?.push({ endpoint, accepted });
        if (covering.length === 0)
            uncovered.push((0,tls_endpoint/* nameEndpoint */.tv)(endpoint));
    }
    if (uncovered.length === 0)
        return assigned;
    const message = `\`endpoints\`: no certificate in ${path} covers ${(0,build_text/* enumerate */.HL)(uncovered, 10)}, so nothing could come to serve there.`;
    if (entries.every(({ status }) => status !== 'failed'))
        throw new errors/* InputError */.dz([`${message} Remove it, or add the certificate that covers it.`]);
    log.warning(`${message} It is not checked. See to the certificates that failed first.`);
    return assigned;
}

// EXTERNAL MODULE: ./build/items/item.js
var item = __webpack_require__(2868);
// EXTERNAL MODULE: ./build/items/present.js
var present = __webpack_require__(3000);
;// CONCATENATED MODULE: ./build/items/rotate.js

















/** `rotate` for each entry: one survey, four uploads at a time, and rounds that all families share. */
async function rotateEntries(task, entries, context) {
    if (task.replaces.length > 0 && entries.length > 1)
        throw new errors/* InputError */.dz([
            `\`replaces\` does not say to which of the ${entries.length} certificates in ${task.directory.path} it belongs. Choose one of them with \`include\`, or remove \`replaces\`.`,
        ]);
    const endpoints = assignEndpoints(task.endpoints, task.directory, context);
    const survey = await (0,consumers_survey/* takeSurvey */.yC)(context.client);
    const registry = (0,progress/* makeRegistry */.SQ)();
    const named = (0,family/* indexByName */.f3)(survey.certificates);
    const prepared = await (0,concurrency/* mapConcurrently */.X)(entries, present/* CONCURRENT_UPLOADS */.p, async (entry) => {
        const awaited = endpoints.get(entry) ?? [];
        const candidates = task.replaces.length > 0 ? survey.certificates : named(entry.name);
        try {
            const one = rotationOf(task, entry, awaited.map(({ endpoint }) => endpoint));
            return {
                entry,
                rotation: { ...(await (0,prepare/* prepareRotation */.w)(one, survey, context, { registry, candidates })), endpoints: awaited },
            };
        }
        catch (error) {
            if (!(error instanceof errors/* ActionError */.lZ) || error.code !== 'empty_family')
                return { entry, item: (0,item/* failedItem */.FZ)(entry, error) };
            return prepareMissing(task, entry, candidates, context);
        }
    });
    const rotations = prepared.flatMap((each) => ('rotation' in each ? [each.rotation] : []));
    (0,prepare/* warnOfUnused */.M)(rotations, survey, context);
    return task.dryRun ? planAll(prepared, survey, context) : rotateAll(prepared, context);
}
function rotationOf(task, { name, supplied }, endpoints) {
    const { replaces, deletePrevious, allowDroppedNames, allowOlder, minDays, kubernetes, dryRun } = task;
    const options = { replaces, deletePrevious, allowDroppedNames, allowOlder, minDays, kubernetes, dryRun };
    return { operation: 'rotate', source: 'supplied', name, supplied, endpoints, ...options };
}
/** An entry whose family is empty. */
function prepareMissing({ onMissing, dryRun }, entry, certificates, context) {
    const { name, supplied } = entry;
    const what = `there is no certificate named ${(0,build_text/* quoteName */.AB)(name)}`;
    if (onMissing === 'create')
        return { entry, create: () => (0,create_supplied/* createSupplied */.XE)({ name, supplied, dryRun }, certificates, context) };
    if (onMissing === 'skip')
        return { entry, item: (0,item/* skippedItem */.oR)(entry, `${what}, and \`on_missing\` is \`skip\``) };
    const message = `There is no certificate named ${(0,build_text/* quoteName */.AB)(name)}, so nothing was written. Check the template in \`name\`. To upload first certificates too, set \`on_missing: create\`; to leave them out, set \`on_missing: skip\`.`;
    return { entry, item: (0,item/* failedItem */.FZ)(entry, new errors/* ActionError */.lZ('empty_family', message)) };
}
async function planAll(prepared, survey, context) {
    return (0,concurrency/* mapConcurrently */.X)(prepared, present/* CONCURRENT_UPLOADS */.p, async (each) => {
        const { entry } = each;
        if ('item' in each)
            return each.item;
        if ('create' in each)
            return (0,item/* attemptItem */.ZU)(entry, each.create);
        const { task, source, selection, consumers } = each.rotation;
        const plan = () => (0,probe_planned/* probePlanned */.P)(task, (0,rotation_plan/* planRotation */.Q)(task, source, { ...survey, consumers }, selection), selection, context);
        return (0,item/* attemptItem */.ZU)(entry, plan, true);
    });
}
async function rotateAll(prepared, context) {
    const items = new Map();
    const uploaded = [];
    const unlessInVain = (0,breaker/* makeBreaker */.d)();
    await (0,concurrency/* mapConcurrently */.X)(prepared, present/* CONCURRENT_UPLOADS */.p, async (each) => {
        const { entry } = each;
        if ('item' in each)
            items.set(each, each.item);
        else if ('create' in each)
            items.set(each, await (0,item/* attemptItem */.ZU)(entry, () => unlessInVain(each.create)));
        else
            try {
                await unlessInVain(() => (0,upload_new/* uploadNew */.o)(each.rotation, context));
                uploaded.push(each);
            }
            catch (error) {
                items.set(each, await (0,item/* attemptItem */.ZU)(entry, () => (0,conclude/* concludeRotation */.C)(each.rotation, { error }, context), true));
            }
    });
    const order = prepared.filter((each) => 'rotation' in each && uploaded.includes(each));
    const rotations = order.flatMap((each) => ('rotation' in each ? [each.rotation] : []));
    const endings = rotations.length === 0 ? [] : await (0,rounds/* completeRotations */.H)(rotations, context);
    for (const [at, each] of order.entries()) {
        const [rotation, ending] = [rotations[at], endings[at]];
        if (rotation !== undefined && ending !== undefined)
            items.set(each, await (0,item/* attemptItem */.ZU)(each.entry, () => (0,conclude/* concludeRotation */.C)(rotation, ending, context), true));
    }
    return prepared.flatMap((each) => items.get(each) ?? []);
}


/***/ })

};
