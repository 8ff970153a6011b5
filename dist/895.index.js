export const id = 895;
export const ids = [895];
export const modules = {

/***/ 3536:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   Kb: () => (/* binding */ takenError),
/* harmony export */   XE: () => (/* binding */ createSupplied),
/* harmony export */   zl: () => (/* binding */ rejectTaken)
/* harmony export */ });
/* harmony import */ var _outcome_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(7072);
/* harmony import */ var _text_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(1957);
/* harmony import */ var _describe_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(1624);
/* harmony import */ var _family_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(8593);
/* harmony import */ var _upload_js__WEBPACK_IMPORTED_MODULE_4__ = __webpack_require__(7612);





/**
 * Uploads the supplied certificate as a new one.
 * @param certificates the account's, or at least all of this name and family
 * @throws ActionError `name_taken` if its family has a member, and others
 */
async function createSupplied({ name, supplied, dryRun }, certificates, context) {
    rejectTaken(name, certificates, supplied.sha1Fingerprint);
    if (dryRun)
        return (0,_upload_js__WEBPACK_IMPORTED_MODULE_4__/* .plannedUpload */ .Gw)(name, supplied);
    const upload = await (0,_upload_js__WEBPACK_IMPORTED_MODULE_4__/* .uploadSupplied */ .gE)(name, supplied, context);
    if (upload.kind === 'created')
        return (0,_upload_js__WEBPACK_IMPORTED_MODULE_4__/* .createdOutcome */ .jB)(upload.certificate);
    throw takenError(name, (0,_family_js__WEBPACK_IMPORTED_MODULE_3__/* .membersOf */ .lS)(upload.certificates, name), supplied.sha1Fingerprint);
}
/** Throws if the name is that of a family that has a member. @throws ActionError `suffixed_name` or `name_taken` */
function rejectTaken(name, certificates, sha1Fingerprint) {
    (0,_family_js__WEBPACK_IMPORTED_MODULE_3__/* .rejectMemberName */ .rC)(name, certificates, sha1Fingerprint);
    const members = (0,_family_js__WEBPACK_IMPORTED_MODULE_3__/* .membersOf */ .lS)(certificates, name);
    if (members.length > 0)
        throw takenError(name, members, sha1Fingerprint);
}
/** The failure of a run that was to create what exists. */
function takenError(name, members, sha1Fingerprint) {
    const subject = (0,_family_js__WEBPACK_IMPORTED_MODULE_3__/* .currentMember */ .Ip)(members, sha1Fingerprint);
    return new _outcome_js__WEBPACK_IMPORTED_MODULE_0__/* .OperationError */ .OK('name_taken', `${(0,_text_js__WEBPACK_IMPORTED_MODULE_1__/* .quoteName */ .AB)(name)} already exists: ${(0,_text_js__WEBPACK_IMPORTED_MODULE_1__/* .enumerate */ .HL)(members.map(_describe_js__WEBPACK_IMPORTED_MODULE_2__/* .describeCertificate */ .dF), 10)}. Nothing was changed. Use \`operation: present\` to accept what exists, or choose another \`name\`.`, {
        certificates: members,
        subject,
        changed: false,
        matches: sha1Fingerprint === undefined ? undefined : subject?.sha1Fingerprint === sha1Fingerprint,
    });
}


/***/ }),

/***/ 1624:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   Ey: () => (/* binding */ describeStep),
/* harmony export */   Zq: () => (/* binding */ nameCertificate),
/* harmony export */   dF: () => (/* binding */ describeCertificate)
/* harmony export */ });
/* harmony import */ var _text_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(1957);

/** `"web" (8920…)`: a certificate by the name that people know and the id that is unique. */
function nameCertificate({ name, id }) {
    return `${(0,_text_js__WEBPACK_IMPORTED_MODULE_0__/* .quoteName */ .AB)(name)} (${(0,_text_js__WEBPACK_IMPORTED_MODULE_0__/* .nameId */ .Zn)(id)})`;
}
/** The same with its expiry and fingerprint. */
function describeCertificate(certificate) {
    const { notAfterText, sha1Fingerprint } = certificate;
    const expiry = notAfterText === '' ? 'no expiry yet' : `expires ${notAfterText}`;
    const fingerprint = sha1Fingerprint === '' ? '' : `, SHA-1 ${sha1Fingerprint}`;
    return `${nameCertificate(certificate)}, ${expiry}${fingerprint}`;
}
/** `Leave certificate "web" (8920…): a managed domain uses it.` */
function describeStep({ action, object, reason }) {
    const verb = `${action.charAt(0).toUpperCase()}${action.slice(1)}`;
    return `${verb} ${object}${reason === '' ? '' : `: ${reason}`}.`;
}


/***/ }),

/***/ 7034:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   D: () => (/* binding */ firstToExpire),
/* harmony export */   EY: () => (/* binding */ typedOf),
/* harmony export */   Hv: () => (/* binding */ timeVerdict),
/* harmony export */   Vj: () => (/* binding */ verdictOf),
/* harmony export */   XW: () => (/* binding */ describeLimit),
/* harmony export */   ZC: () => (/* binding */ limitMsOf),
/* harmony export */   aw: () => (/* binding */ durationMsOf),
/* harmony export */   cR: () => (/* binding */ describeTimeLeft),
/* harmony export */   g0: () => (/* binding */ daysRemaining),
/* harmony export */   i7: () => (/* binding */ renewalMsOf),
/* harmony export */   jw: () => (/* binding */ isRenewalLate),
/* harmony export */   ku: () => (/* binding */ findExpiring),
/* harmony export */   oW: () => (/* binding */ describeShort),
/* harmony export */   tF: () => (/* binding */ lifetimeMsOf)
/* harmony export */ });
/* harmony import */ var _text_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(1957);

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
/** The most that `auto` asks for, and what it asks for if the lifetime is not known. */
const LONGEST_AUTO_MS = 14 * DAY_MS;
/** Of a lifetime up to this, a larger part must be left: a run that fails has to leave time for the next ones. */
const SHORT_LIFETIME_MS = 10 * DAY_MS;
/** Let's Encrypt's lifetime until 2027, for a certificate whose own is not known. */
const USUAL_LIFETIME_MS = 90 * DAY_MS;
/** Whole days left at `now` (milliseconds), rounded down: 0 on the last day, negative after expiry. */
function daysRemaining(notAfter, now) {
    return Math.floor((notAfter.getTime() - now) / DAY_MS);
}
/** The time left, to stand after "in": whole days, and on the last day whole hours. */
function describeTimeLeft(notAfter, now) {
    const days = daysRemaining(notAfter, now);
    if (days >= 1)
        return (0,_text_js__WEBPACK_IMPORTED_MODULE_0__/* .countOf */ .pq)(days, 'day');
    const hours = Math.floor((notAfter.getTime() - now) / HOUR_MS);
    return hours >= 1 ? (0,_text_js__WEBPACK_IMPORTED_MODULE_0__/* .countOf */ .pq)(hours, 'hour') : 'less than an hour';
}
/** The certificate that expires first comes first; one without a date (still pending) comes last. */
function firstToExpire(certificates) {
    // Each date is taken once: there may be ten thousand.
    const timed = certificates.map((certificate) => ({ certificate, ms: certificate.notAfter?.getTime() ?? Infinity }));
    return timed.sort((a, b) => a.ms - b.ms || 0).map(({ certificate }) => certificate);
}
/**
 * The lifetime of a certificate in milliseconds: from `notBefore` to `notAfter` if it was seen, else since it was created on DigitalOcean;
 * undefined if neither is known, or if it would have ended before it began.
 */
function lifetimeMsOf(certificate, seen) {
    const { sha1Fingerprint, notAfter, createdAtText } = certificate;
    const validity = seen?.get(sha1Fingerprint);
    const own = validity === undefined ? undefined : durationMsOf(validity);
    return own ?? (notAfter && durationMsOf({ notBefore: new Date(createdAtText), notAfter }));
}
/** The time between two dates in milliseconds; undefined if one cannot be read, or if the second is not the later one. */
function durationMsOf({ notBefore, notAfter }) {
    const ms = notAfter.getTime() - notBefore.getTime();
    return ms > 0 ? ms : undefined;
}
/**
 * The limit that applies to a certificate with this lifetime, in milliseconds. `auto` takes a sixth of it and at most 14 days, and a
 * quarter of ten days or less. Without a lifetime there is nothing to take a part of: 14 days.
 */
function limitMsOf(minDays, lifetimeMs) {
    if (minDays.kind === 'days')
        return minDays.days * DAY_MS;
    if (lifetimeMs === undefined)
        return LONGEST_AUTO_MS;
    if (minDays.kind === 'percentage')
        return (lifetimeMs * minDays.percentage) / 100;
    return Math.min(LONGEST_AUTO_MS, lifetimeMs / (lifetimeMs <= SHORT_LIFETIME_MS ? 4 : 6));
}
/**
 * How long before its expiry a certificate is due for renewal without word from its CA, in milliseconds: a third of its lifetime, and half
 * of ten days or less (letsencrypt.org, "Integration guide"). Without a lifetime twice what `auto` asks for, as it is for most.
 */
function renewalMsOf(lifetimeMs) {
    if (lifetimeMs === undefined)
        return 2 * LONGEST_AUTO_MS;
    return lifetimeMs / (lifetimeMs <= SHORT_LIFETIME_MS ? 2 : 3);
}
/** The limit in the words of the input, with what came of it: `min_days is 14`, `min_days is auto (7.5 days)`. */
function describeLimit(minDays, limitMs) {
    const typed = `min_days is ${typedOf(minDays)}`;
    return minDays.kind === 'days' ? typed : `${typed} (${describeDays(limitMs)})`;
}
/** The same for a report that lasts: `fewer than 7.5 days left (min_days is auto)`. */
function describeShort(minDays, limitMs) {
    const short = `fewer than ${describeDays(limitMs)} left`;
    return minDays.kind === 'days' ? short : `${short} (min_days is ${typedOf(minDays)})`;
}
/** The input as the user typed it. */
function typedOf(minDays) {
    if (minDays.kind === 'auto')
        return 'auto';
    return minDays.kind === 'days' ? String(minDays.days) : `${minDays.percentage}%`;
}
/** With one decimal, rounded up: what is left is less, and must not look like more. */
function describeDays(ms) {
    return (0,_text_js__WEBPACK_IMPORTED_MODULE_0__/* .countOf */ .pq)(Math.ceil((ms / DAY_MS) * 10 - 1e-6) / 10, 'day');
}
/**
 * The one rule for what has too little time left. The time is taken exactly, so that a day and a half is no less than 1.5 days. A
 * certificate that is still pending has no expiry, and passes.
 */
function verdictOf(certificate, { minDays, now, seen }) {
    const { state, notAfter } = certificate;
    const limitMs = limitMsOf(minDays, lifetimeMsOf(certificate, seen));
    const reason = state === 'error' ? 'error' : notAfter && timeVerdict(notAfter, limitMs, now);
    return { reason, limitMs };
}
/** The same for the time alone. */
function timeVerdict(notAfter, limitMs, now) {
    const leftMs = notAfter.getTime() - now;
    if (leftMs < 0)
        return 'expired';
    return leftMs < limitMs ? 'short' : undefined;
}
/** Those that do not pass, in the order given. */
function findExpiring(certificates, rule) {
    return certificates.flatMap((certificate) => {
        const { reason, limitMs } = verdictOf(certificate, rule);
        return reason === undefined ? [] : [{ certificate, reason, limitMs }];
    });
}
/**
 * Is DigitalOcean late to renew a certificate that it ordered itself? It renews 30 days before the expiry, which is a third of 90 days. So
 * with less than a quarter of it left, about 22 days, renewal is a week late; and shorter lifetimes have the same share of time.
 */
function isRenewalLate(certificate, { now, seen }) {
    const { notAfter } = certificate;
    const lifetimeMs = lifetimeMsOf(certificate, seen) ?? USUAL_LIFETIME_MS;
    return notAfter !== undefined && notAfter.getTime() - now < lifetimeMs / 4;
}


/***/ }),

/***/ 8593:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   Ip: () => (/* binding */ currentMember),
/* harmony export */   U4: () => (/* binding */ isNewer),
/* harmony export */   f3: () => (/* binding */ indexByName),
/* harmony export */   fj: () => (/* binding */ memberNameOf),
/* harmony export */   gq: () => (/* binding */ findOwn),
/* harmony export */   hW: () => (/* binding */ issuedOf),
/* harmony export */   lS: () => (/* binding */ membersOf),
/* harmony export */   ll: () => (/* binding */ newestFirst),
/* harmony export */   pQ: () => (/* binding */ FAMILY_NAME_MAX_LENGTH),
/* harmony export */   px: () => (/* binding */ familyNameOf),
/* harmony export */   rC: () => (/* binding */ rejectMemberName)
/* harmony export */ });
/* harmony import */ var _errors_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(9473);
/* harmony import */ var _text_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(1957);


/** The longest name of a family: a renewed member adds `-YYYYMMDD-XXXXXXXX`, and names stay within 64 characters. */
const FAMILY_NAME_MAX_LENGTH = 46;
const MEMBER = /^(?<family>.+)-(?<date>\d{8})-(?<digits>[0-9a-f]{8})$/su;
/**
 * Is it a renewed member, `NAME-YYYYMMDD-XXXXXXXX` with the first eight digits of its own SHA-1 fingerprint? Then its family and the date
 * it was issued. So `web-20261124`, and `web-20261124-deadbeef` with another fingerprint, are not members of `web`.
 */
function renewedParts({ name, sha1Fingerprint }) {
    // Most names are not like that, and there may be ten thousand.
    const { family, date, digits } = (name.at(-9) === '-' ? MEMBER.exec(name)?.groups : undefined) ?? {};
    const isOwn = sha1Fingerprint.length === 40 && digits === sha1Fingerprint.slice(0, 8);
    return isOwn && family !== undefined && date !== undefined && isDate(date) ? { family, date } : undefined;
}
function isDate(date) {
    const iso = `${date.slice(0, 4)}-${date.slice(4, 6)}-${date.slice(6)}`;
    const ms = Date.parse(`${iso}T00:00:00Z`);
    return !Number.isNaN(ms) && new Date(ms).toISOString().startsWith(iso);
}
/** The lasting name of a certificate: of a renewed member its family's, else its own. */
function familyNameOf(certificate) {
    return renewedParts(certificate)?.family ?? certificate.name;
}
/** The name of a renewed member: the date is its `notBefore` in UTC. */
function memberNameOf(family, { notBefore, sha1Fingerprint }) {
    return `${family}-${issueDateOf(notBefore)}-${sha1Fingerprint.slice(0, 8)}`;
}
function issueDateOf(notBefore) {
    return notBefore.toISOString().slice(0, 10).replaceAll('-', '');
}
/** The members of the family called `name`, in the order given. */
function membersOf(certificates, name) {
    return certificates.filter((certificate) => certificate.name === name || familyNameOf(certificate) === name);
}
/** Finds those that {@link membersOf} and {@link rejectMemberName} look at for a name, without going through all of them each time. */
function indexByName(certificates) {
    const index = new Map();
    for (const certificate of certificates)
        for (const name of new Set([certificate.name, familyNameOf(certificate)])) {
            const found = index.get(name);
            if (found === undefined)
                index.set(name, [certificate]);
            else
                found.push(certificate);
        }
    return (name) => index.get(name) ?? [];
}
function rankOf(certificate) {
    const { notAfter, sha1Fingerprint } = certificate;
    // One that is still being ordered has no expiry yet.
    return { date: renewedParts(certificate)?.date ?? '', notAfterMs: notAfter?.getTime() ?? 0, sha1Fingerprint };
}
/** Below zero if `a` is older: by the day it was issued, then by its expiry, then by its fingerprint. No clock is needed. */
function compareRank(a, b) {
    if (a.date !== b.date)
        return a.date < b.date ? -1 : 1;
    if (a.notAfterMs !== b.notAfterMs)
        return a.notAfterMs - b.notAfterMs;
    return a.sha1Fingerprint < b.sha1Fingerprint ? -1 : Number(a.sha1Fingerprint > b.sha1Fingerprint);
}
/** The members of a family, the newest first. */
function newestFirst(members) {
    return members.toSorted((a, b) => compareRank(rankOf(b), rankOf(a)) || compareAge(a, b));
}
/**
 * Is a member of the family called `name` newer than this certificate? A renewed member is if it ranks higher. Any other is (the plain
 * one, or one of `replaces`) if it expires later and was created after this one was issued. The same certificate never is.
 */
function isNewer(member, name, issued) {
    if (member.sha1Fingerprint === issued.sha1Fingerprint)
        return false;
    const parts = renewedParts(member);
    const notAfterMs = issued.notAfter.getTime();
    if (parts?.family === name) {
        const date = issued.rankDate ?? issueDateOf(issued.notBefore);
        const rank = { date, notAfterMs, sha1Fingerprint: issued.sha1Fingerprint };
        return compareRank(rankOf(member), rank) > 0;
    }
    const createdMs = Date.parse(member.createdAtText);
    return (member.notAfter?.getTime() ?? 0) > notAfterMs && createdMs > issued.notBefore.getTime();
}
/**
 * An uploaded certificate as one that is put in place. The date in the name of a renewed member is the day on which it was issued; the
 * end of that day counts, so that a plain one that was created earlier on it, and expires later, is not taken for newer.
 */
function issuedOf(certificate) {
    const date = renewedParts(certificate)?.date ?? '';
    const endOfDay = date === '' ? '' : `${date.slice(0, 4)}-${date.slice(4, 6)}-${date.slice(6)}T23:59:59Z`;
    return {
        sha1Fingerprint: certificate.sha1Fingerprint,
        notAfter: certificate.notAfter ?? new Date(0),
        rankDate: date,
        notBefore: new Date(Date.parse(endOfDay) || Date.parse(certificate.createdAtText) || 0),
    };
}
/**
 * The member that a family's name stands for: the one with `sha1Fingerprint` if it is given and exists (of duplicates the oldest, then
 * the lowest id), else the newest.
 */
function currentMember(members, sha1Fingerprint) {
    return findOwn(members, sha1Fingerprint)[0] ?? newestFirst(members)[0];
}
/** The members with this fingerprint, the oldest first; more than one are duplicates. */
function findOwn(members, sha1Fingerprint) {
    return members.filter((member) => member.sha1Fingerprint === sha1Fingerprint).toSorted(compareAge);
}
/**
 * Rejects a name that would be, or is, the name of a renewed member of another family.
 * @throws ActionError `suffixed_name`, with the name to use
 */
function rejectMemberName(name, certificates, sha1Fingerprint = '') {
    const candidates = [...certificates.filter((certificate) => certificate.name === name), { name, sha1Fingerprint }];
    const family = candidates.map(familyNameOf).find((found) => found !== name);
    if (family === undefined)
        return;
    throw new _errors_js__WEBPACK_IMPORTED_MODULE_0__/* .ActionError */ .lZ('suffixed_name', `\`name\` is ${(0,_text_js__WEBPACK_IMPORTED_MODULE_1__/* .quoteName */ .AB)(name)}, which is a renewed member of the family ${(0,_text_js__WEBPACK_IMPORTED_MODULE_1__/* .quoteName */ .AB)(family)}. Use \`name: ${family}\`.`);
}
function compareAge(a, b) {
    const byAge = (Date.parse(a.createdAtText) || 0) - (Date.parse(b.createdAtText) || 0);
    if (byAge !== 0)
        return byAge;
    return a.id < b.id ? -1 : Number(a.id > b.id);
}


/***/ }),

/***/ 470:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   dJ: () => (/* binding */ nameTarget),
/* harmony export */   i0: () => (/* binding */ notFoundError),
/* harmony export */   q8: () => (/* binding */ findTargets)
/* harmony export */ });
/* harmony import */ var _digitalocean_certificates_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(787);
/* harmony import */ var _errors_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(9473);
/* harmony import */ var _text_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(1957);
/* harmony import */ var _family_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(8593);




/** The certificate with this id, or all members of the family of this name. */
async function findTargets(target, { client }) {
    if ('name' in target)
        return (0,_family_js__WEBPACK_IMPORTED_MODULE_3__/* .membersOf */ .lS)(await (0,_digitalocean_certificates_js__WEBPACK_IMPORTED_MODULE_0__/* .listCertificates */ .Hj)(client), target.name);
    try {
        return [await (0,_digitalocean_certificates_js__WEBPACK_IMPORTED_MODULE_0__/* .getCertificate */ .gc)(client, target.id)];
    }
    catch (error) {
        if ((0,_errors_js__WEBPACK_IMPORTED_MODULE_1__/* .isApiError */ .d7)(error, 'not_found'))
            return [];
        throw error;
    }
}
/** What a target is called in a message. */
function nameTarget(target) {
    return 'name' in target ? `certificate named ${(0,_text_js__WEBPACK_IMPORTED_MODULE_2__/* .quoteName */ .AB)(target.name)}` : `certificate with the id ${target.id}`;
}
/** The failure of an operation that reads what does not exist. */
function notFoundError(target) {
    const remedy = 'name' in target
        ? 'Check `name`, and that `token` belongs to the right account.'
        : 'Check `id`: a renewed certificate has another id. Use `name` instead, which stays the same.';
    return new _errors_js__WEBPACK_IMPORTED_MODULE_1__/* .ActionError */ .lZ('not_found', `There is no ${nameTarget(target)}. ${remedy}`);
}


/***/ }),

/***/ 1221:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   K: () => (/* binding */ presentSupplied),
/* harmony export */   r: () => (/* binding */ vanishedError)
/* harmony export */ });
/* harmony import */ var _errors_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(9473);
/* harmony import */ var _outcome_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(7072);
/* harmony import */ var _text_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(1957);
/* harmony import */ var _describe_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(1624);
/* harmony import */ var _family_js__WEBPACK_IMPORTED_MODULE_4__ = __webpack_require__(8593);
/* harmony import */ var _upload_js__WEBPACK_IMPORTED_MODULE_5__ = __webpack_require__(7612);






/**
 * Creates the supplied certificate if its family is empty, else compares it with the current member.
 * @param certificates the account's, or at least all of this name and family
 * @throws ActionError
 */
async function presentSupplied(task, certificates, context) {
    const { name, supplied, dryRun } = task;
    (0,_family_js__WEBPACK_IMPORTED_MODULE_4__/* .rejectMemberName */ .rC)(name, certificates, supplied.sha1Fingerprint);
    const existing = (0,_family_js__WEBPACK_IMPORTED_MODULE_4__/* .currentMember */ .Ip)((0,_family_js__WEBPACK_IMPORTED_MODULE_4__/* .membersOf */ .lS)(certificates, name), supplied.sha1Fingerprint);
    if (existing !== undefined)
        return compare(task, existing, context);
    if (dryRun)
        return (0,_upload_js__WEBPACK_IMPORTED_MODULE_5__/* .plannedUpload */ .Gw)(name, supplied);
    const upload = await (0,_upload_js__WEBPACK_IMPORTED_MODULE_5__/* .uploadSupplied */ .gE)(name, supplied, context);
    if (upload.kind === 'created')
        return (0,_upload_js__WEBPACK_IMPORTED_MODULE_5__/* .createdOutcome */ .jB)(upload.certificate);
    // Another run was faster: what it made exists now, as if it always had.
    const made = (0,_family_js__WEBPACK_IMPORTED_MODULE_4__/* .currentMember */ .Ip)((0,_family_js__WEBPACK_IMPORTED_MODULE_4__/* .membersOf */ .lS)(upload.certificates, name), supplied.sha1Fingerprint);
    if (made === undefined)
        throw vanishedError(name);
    return compare(task, made, context);
}
/** The name was taken by one that no list shows any more. */
function vanishedError(name) {
    return new _errors_js__WEBPACK_IMPORTED_MODULE_0__/* .ActionError */ .lZ('name_hidden', `The name ${(0,_text_js__WEBPACK_IMPORTED_MODULE_2__/* .quoteName */ .AB)(name)} was taken a moment ago, and is free now. Run this again.`);
}
function compare({ name: family, supplied, onMismatch }, existing, { log }) {
    const matches = existing.sha1Fingerprint === supplied.sha1Fingerprint;
    const outcome = { certificates: [existing], subject: existing, changed: false, matches };
    const name = (0,_describe_js__WEBPACK_IMPORTED_MODULE_3__/* .describeCertificate */ .dF)(existing);
    if (existing.state === 'error')
        throw new _outcome_js__WEBPACK_IMPORTED_MODULE_1__/* .OperationError */ .OK('state_error', `Certificate ${name} is in state "error", so it cannot be used. Delete it (\`operation: absent\` with its \`id\`), and run this again.`, outcome);
    if (matches) {
        log.info(`Certificate ${name} is already in place. Nothing was changed.`);
        return outcome;
    }
    const message = `Certificate ${name} is not the supplied one, which ${(0,_upload_js__WEBPACK_IMPORTED_MODULE_5__/* .describeSupplied */ .qf)(supplied)}. Nothing was changed.`;
    const remedy = (0,_family_js__WEBPACK_IMPORTED_MODULE_4__/* .isNewer */ .U4)(existing, family, supplied)
        ? 'The supplied one is older: the secrets are out of date. Store the renewed key and certificate.'
        : 'To renew it, use `operation: rotate`, which also rebinds what uses it.';
    if (onMismatch === 'warn') {
        log.warning(`${message} ${remedy}`);
        return outcome;
    }
    throw new _outcome_js__WEBPACK_IMPORTED_MODULE_1__/* .OperationError */ .OK('mismatch', `${message} ${remedy} To keep what exists, set \`on_mismatch: warn\`.`, outcome);
}


/***/ }),

/***/ 7612:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   Gw: () => (/* binding */ plannedUpload),
/* harmony export */   gE: () => (/* binding */ uploadSupplied),
/* harmony export */   go: () => (/* binding */ uploadStep),
/* harmony export */   jB: () => (/* binding */ createdOutcome),
/* harmony export */   jk: () => (/* binding */ plannedOrder),
/* harmony export */   qf: () => (/* binding */ describeSupplied)
/* harmony export */ });
/* harmony import */ var _digitalocean_create_certificate_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(7773);
/* harmony import */ var _text_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(1957);
/* harmony import */ var _describe_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(1624);



/** Uploads the supplied certificate under `name`, and logs it. @throws ActionError */
async function uploadSupplied(name, supplied, { client, log }) {
    const result = await (0,_digitalocean_create_certificate_js__WEBPACK_IMPORTED_MODULE_0__/* .uploadCertificate */ .D)(client, { ...supplied, name });
    if (result.kind === 'created')
        log.info(`Created certificate ${(0,_describe_js__WEBPACK_IMPORTED_MODULE_2__/* .describeCertificate */ .dF)(result.certificate)}`);
    return result;
}
/** What a run that created one knows. */
function createdOutcome(certificate) {
    return { certificates: [certificate], subject: certificate, changed: true, created: certificate, matches: true };
}
/** What a dry run says of an upload. */
function plannedUpload(name, supplied) {
    return { certificates: [], changed: true, planned: [uploadStep(name, supplied)] };
}
/** What a dry run says of an order. */
function plannedOrder({ name, dnsNames }) {
    const object = `${(0,_text_js__WEBPACK_IMPORTED_MODULE_1__/* .quoteName */ .AB)(name)} from Let's Encrypt for ${(0,_text_js__WEBPACK_IMPORTED_MODULE_1__/* .enumerate */ .HL)(dnsNames, 20)}`;
    return { certificates: [], changed: true, planned: [{ action: 'order', object, reason: '' }] };
}
/** The step of a plan that uploads. */
function uploadStep(name, supplied) {
    const object = `the supplied certificate as ${(0,_text_js__WEBPACK_IMPORTED_MODULE_1__/* .quoteName */ .AB)(name)} (${describeSupplied(supplied)})`;
    return { action: 'upload', object, reason: '' };
}
/** `expires 2027-01-01T00:00:00Z, SHA-1 …`. */
function describeSupplied({ notAfter, sha1Fingerprint }) {
    return `expires ${(0,_text_js__WEBPACK_IMPORTED_MODULE_1__/* .formatTime */ .fU)(notAfter)}, SHA-1 ${sha1Fingerprint}`;
}


/***/ }),

/***/ 3943:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   X: () => (/* binding */ mapConcurrently)
/* harmony export */ });
/**
 * Calls `work` for each item, at most `limit` at a time, and returns the results in the order of the items. If one fails, no further
 * one begins, those under way are awaited, and the first failure is thrown.
 */
async function mapConcurrently(items, limit, work) {
    const results = [];
    const failures = [];
    const queue = items.entries();
    const worker = async () => {
        for (const [at, item] of queue) {
            try {
                results[at] = await work(item);
            }
            catch (error) {
                failures.push(error);
            }
            if (failures.length > 0)
                return;
        }
    };
    await Promise.all(Array.from({ length: Math.min(limit, items.length) }, worker));
    if (failures.length > 0)
        throw failures[0];
    return results;
}


/***/ }),

/***/ 5456:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  G: () => (/* binding */ KINDS)
});

// EXTERNAL MODULE: ./build/digitalocean/json.js
var json = __webpack_require__(1389);
;// CONCATENATED MODULE: ./build/consumers/cdn-endpoint.js

/** What stands for the certificate that DigitalOcean keeps for an endpoint itself: it is no id. */
const MANAGED = 'needs-cloudflare-cert';
/** CDN endpoints (API reference, "CDN Endpoints"). */
const CDN_ENDPOINTS = {
    resource: {
        path: '/v2/cdn/endpoints',
        listKey: 'endpoints',
        itemKey: 'endpoint',
        scope: 'cdn',
        requiredScopes: { update: ['spaces:read', 'regions:read', 'sizes:read', 'actions:read'] },
        label: 'CDN endpoint',
        rateLimit: { calls: 5, windowMs: 10_000 },
    },
    output: 'cdn_endpoints',
    concurrency: 4,
    updatesPerList: 4,
    parse,
    // All three fields are sent: an empty `custom_domain` would remove the domain, and where there is none it is no host name.
    buildUpdate: ({ raw }, newIdOf) => {
        const { certificate_id: id, custom_domain: domain, ttl } = raw;
        const certificateId = (0,json/* textIn */.r7)(id);
        return {
            ttl,
            certificate_id: newIdOf(certificateId.toLowerCase()) ?? certificateId,
            ...((0,json/* textIn */.r7)(domain) === '' ? {} : { custom_domain: domain }),
        };
    },
    differingFields: (body, { raw }) => {
        const sent = {
            ttl: body['ttl'],
            certificate_id: body['certificate_id'],
            custom_domain: body['custom_domain'],
        };
        return Object.keys(sent).filter((field) => comparable(raw[field]) !== comparable(sent[field]));
    },
    rejects: (issuer) => /cloudflare origin/iu.test(issuer) ? "CDN endpoints reject certificates of Cloudflare's Origin CA" : undefined,
};
function parse(raw) {
    const id = (0,json/* textIn */.r7)(raw['id']);
    const certificateId = (0,json/* textIn */.r7)(raw['certificate_id']).toLowerCase();
    const hostName = (0,json/* textIn */.r7)(raw['custom_domain']);
    const isBound = certificateId !== '' && certificateId !== MANAGED;
    return {
        kind: CDN_ENDPOINTS,
        id,
        name: hostName || (0,json/* textIn */.r7)(raw['endpoint']) || id,
        uses: isBound ? [{ certificateId, isActive: true, ...(hostName === '' ? {} : { hostName }) }] : [],
        certificateIds: new Set(isBound ? [certificateId] : []),
        status: '',
        validationReasons: [],
        bindsLater: false,
        isKubernetes: false,
        raw,
    };
}
/** What is null or empty may be missing in a response, and ids are the same in capital letters. */
function comparable(value) {
    return typeof value === 'string' ? value.toLowerCase() : (value ?? '');
}

// EXTERNAL MODULE: ./build/text.js + 1 modules
var build_text = __webpack_require__(1957);
// EXTERNAL MODULE: ./build/consumers/kubernetes.js
var kubernetes = __webpack_require__(7108);
;// CONCATENATED MODULE: ./build/consumers/load-balancer-update.js

/** What a GET returns and a PUT does not take (API reference, "Update a Load Balancer"). */
const READ_ONLY = ['id', 'ip', 'ipv6', 'status', 'created_at', 'tags', 'validate_only'];
const READ_ONLY_OF_DOMAIN = ['status', 'verification_error_reasons', 'ssl_validation_error_reasons'];
/**
 * The body that changes certificate ids and nothing else. A PUT replaces the whole load balancer, and what is left out goes back to
 * its default: so it is everything that the GET returned, unknown fields included, without what is read-only.
 * @param newIdOf the id to put in place of one; undefined leaves it
 */
function buildUpdate({ raw, bindsLater: isGlobal }, newIdOf) {
    const body = without(raw, READ_ONLY);
    const rebind = (entry) => {
        const id = entry['certificate_id'];
        const newId = typeof id === 'string' && id !== '' ? newIdOf(id.toLowerCase()) : undefined;
        return newId === undefined ? entry : { ...entry, certificate_id: newId };
    };
    if (Array.isArray(raw['forwarding_rules']))
        body['forwarding_rules'] = (0,json/* recordsIn */.Q0)(raw['forwarding_rules']).map(rebind);
    if (Array.isArray(raw['domains'])) {
        body['domains'] = (0,json/* recordsIn */.Q0)(raw['domains'])
            .map((domain) => without(domain, READ_ONLY_OF_DOMAIN))
            .map((domain) => (domain['is_managed'] === true ? domain : rebind(domain)));
    }
    // An object on GET, a slug on PUT; a global one has none.
    delete body['region'];
    if (!isGlobal && (0,json/* isRecord */.u4)(raw['region']))
        body['region'] = raw['region']['slug'];
    // A load balancer by tag lists its droplets too, and may be given only the one or the other.
    if (typeof raw['tag'] === 'string' && raw['tag'] !== '')
        delete body['droplet_ids'];
    else
        delete body['tag'];
    if (raw['size_unit'] !== undefined && raw['size_unit'] !== null)
        delete body['size'];
    return body;
}
/**
 * The fields of the body that a load balancer does not have as they were sent. Only their names: a firewall is nobody's business. A
 * global load balancer binds later, so the certificates of its domains are not compared.
 */
function differingFields(body, { raw, bindsLater: isGlobal }) {
    return Object.entries(body)
        .filter(([field, sent]) => {
        if (field === 'region')
            return !((0,json/* isRecord */.u4)(raw['region']) && raw['region']['slug'] === sent);
        if (field === 'domains' && isGlobal)
            return !holds(withoutCertificates(raw['domains']), withoutCertificates(sent));
        return !holds(raw[field], sent);
    })
        .map(([field]) => field);
}
/** Does what came back have all that was sent? Objects may have more. */
function holds(received, sent) {
    if (Array.isArray(sent))
        return Array.isArray(received) && holdsEach(received, sent);
    if ((0,json/* isRecord */.u4)(sent))
        return ((0,json/* isRecord */.u4)(received) &&
            Object.entries(sent).every(([field, value]) => field === 'certificate_id' ? isSameId(received[field], value) : holds(received[field], value)));
    // What is null or empty may be missing in a response.
    return received === sent || (isBlank(received) && isBlank(sent));
}
/** Lists of rules, domains, droplets and addresses are sets: a response may order them otherwise. */
function holdsEach(received, sent) {
    const left = [...received];
    // Those with the most fields first: one with few could take the place of one that has more.
    const byFields = sent.toSorted((a, b) => fieldsIn(b) - fieldsIn(a));
    const isComplete = byFields.every((each) => {
        const at = left.findIndex((candidate) => holds(candidate, each));
        if (at >= 0)
            left.splice(at, 1);
        return at >= 0;
    });
    return isComplete && left.length === 0;
}
function fieldsIn(value) {
    return (0,json/* isRecord */.u4)(value) ? Object.keys(value).length : 0;
}
/** Ids are the same in capital letters. */
function isSameId(received, sent) {
    const [a, b] = [received, sent].map((id) => (typeof id === 'string' ? id.toLowerCase() : id));
    return holds(a, b);
}
function isBlank(value) {
    return value === undefined || value === null || value === '';
}
function withoutCertificates(domains) {
    return (0,json/* recordsIn */.Q0)(domains).map((domain) => without(domain, ['certificate_id']));
}
function without(raw, fields) {
    return Object.fromEntries(Object.entries(raw).filter(([field]) => !fields.includes(field)));
}

;// CONCATENATED MODULE: ./build/consumers/load-balancer.js




const LONGEST_REASON = 300;
/** What a token needs besides, to read or change one (API reference, "Custom scopes"). */
const REQUIRED_SCOPES = ['regions', 'sizes', 'actions', 'droplet', 'image', 'tag', 'vpc'].map((scope) => `${scope}:read`);
/** Load balancers (API reference, "Load Balancers"): forwarding rules, and the domains of global ones. */
const LOAD_BALANCERS = {
    resource: {
        path: '/v2/load_balancers',
        listKey: 'load_balancers',
        itemKey: 'load_balancer',
        scope: 'load_balancer',
        requiredScopes: { read: REQUIRED_SCOPES, update: REQUIRED_SCOPES },
        label: 'load balancer',
    },
    output: 'load_balancers',
    concurrency: 4,
    parse: load_balancer_parse,
    buildUpdate: buildUpdate,
    differingFields: differingFields,
};
/** Those that a Kubernetes cluster owns. They are listed with the others, and bound by other means: so each kind proves itself alone. */
const OF_CLUSTERS = { ...LOAD_BALANCERS, isAnnotated: true };
function load_balancer_parse(raw) {
    const rules = (0,json/* recordsIn */.Q0)(raw['forwarding_rules']);
    const domains = (0,json/* recordsIn */.Q0)(raw['domains']);
    const name = (0,json/* textIn */.r7)(raw['name']);
    const uses = [
        ...rules.map((rule) => ({ certificateId: idOf(rule), isActive: true })),
        // A managed domain is DigitalOcean's.
        ...domains
            .filter((domain) => domain['is_managed'] !== true)
            .map((domain) => ({
            certificateId: idOf(domain),
            hostName: (0,json/* textIn */.r7)(domain['name']),
            isActive: ['', 'active'].includes((0,json/* textIn */.r7)(domain['status']).toLowerCase()),
        })),
    ];
    const isKubernetes = (0,kubernetes/* isKubernetesLoadBalancer */.Zx)(name, (0,kubernetes/* tagsOf */.Fg)(raw));
    return {
        kind: isKubernetes ? OF_CLUSTERS : LOAD_BALANCERS,
        id: (0,json/* textIn */.r7)(raw['id']),
        name,
        status: (0,json/* textIn */.r7)(raw['status']),
        bindsLater: raw['type'] === 'GLOBAL',
        isKubernetes,
        uses: uses.filter(({ certificateId }) => certificateId !== ''),
        certificateIds: new Set([...rules, ...domains].map(idOf).filter((id) => id !== '')),
        validationReasons: domains.flatMap(validationReasonsOf),
        raw,
    };
}
function validationReasonsOf(domain) {
    const hostName = (0,json/* textIn */.r7)(domain['name']);
    return ['verification_error_reasons', 'ssl_validation_error_reasons'].flatMap((field) => {
        const reasons = domain[field];
        return Array.isArray(reasons) ? reasons.map((reason) => ({ hostName, reason: reasonOf(reason) })) : [];
    });
}
/** What the API says, of any length, and with a full stop or without. */
function reasonOf(reason) {
    return (0,build_text/* truncate */.xv)((0,build_text/* clauseOf */.pQ)(typeof reason === 'string' ? reason : JSON.stringify(reason)), LONGEST_REASON);
}
/** Ids are the same in capital letters. */
function idOf(entry) {
    return (0,json/* textIn */.r7)(entry['certificate_id']).toLowerCase();
}

;// CONCATENATED MODULE: ./build/consumers/kinds.js


/** Every kind of consumer. A new kind is one file and one line here. */
const KINDS = [LOAD_BALANCERS, CDN_ENDPOINTS];


/***/ }),

/***/ 7108:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   Fg: () => (/* binding */ tagsOf),
/* harmony export */   Zx: () => (/* binding */ isKubernetesLoadBalancer),
/* harmony export */   _9: () => (/* binding */ annotateCommand),
/* harmony export */   o9: () => (/* binding */ clusterIdsOf)
/* harmony export */ });
/* harmony import */ var _digitalocean_json_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(1389);

const LONGEST_NAME = 255;
const ANNOTATION = 'service.beta.kubernetes.io/do-loadbalancer-certificate';
const CLUSTER_TAG = /^k8s:([0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})$/u;
/**
 * Does a Kubernetes cluster own the load balancer? It has the cluster's tag, or the name that a controller gives: `a` and the UUID of
 * the Service without its dashes, cut.
 */
function isKubernetesLoadBalancer(name, tags) {
    return tags.some((tag) => /^k8s:[0-9a-f-]{36}$/u.test(tag)) || /^a[0-9a-f]{31}$/u.test(name);
}
/** All tags of a load balancer of the wire. */
function tagsOf(raw) {
    return [(0,_digitalocean_json_js__WEBPACK_IMPORTED_MODULE_0__/* .textIn */ .r7)(raw['tag']), ...(Array.isArray(raw['tags']) ? raw['tags'].map(_digitalocean_json_js__WEBPACK_IMPORTED_MODULE_0__/* .textIn */ .r7) : [])];
}
/** The ids of the clusters that own it by their tags. */
function clusterIdsOf({ raw }) {
    return [...new Set(tagsOf(raw).flatMap((tag) => CLUSTER_TAG.exec(tag)?.[1] ?? []))];
}
/**
 * The command to copy: the annotations by which the cluster's controller binds a certificate. A name that is cut off would bind none.
 * @param service `namespace/name` if it is known
 */
function annotateCommand({ id, name }, service) {
    const annotations = [`${ANNOTATION}-id=${id}`, ...(name.length > LONGEST_NAME ? [] : [`${ANNOTATION}-name=${name}`])];
    const [namespace = '', serviceName = ''] = (service ?? '').split('/');
    const target = service === undefined ? 'SERVICE --namespace NAMESPACE' : `${serviceName} --namespace ${namespace}`;
    return `kubectl annotate service ${target} --overwrite ${annotations.map(quote).join(' ')}`;
}
/** For a POSIX shell. */
function quote(text) {
    return `'${text.replaceAll("'", String.raw `'\''`)}'`;
}


/***/ }),

/***/ 787:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   $b: () => (/* binding */ CERTIFICATES),
/* harmony export */   Hj: () => (/* binding */ listCertificates),
/* harmony export */   RZ: () => (/* binding */ certificateIn),
/* harmony export */   _: () => (/* binding */ sendDelete),
/* harmony export */   gc: () => (/* binding */ getCertificate)
/* harmony export */ });
/* harmony import */ var _errors_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(9473);
/* harmony import */ var _text_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(1957);
/* harmony import */ var _pages_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(3799);
/* harmony import */ var _json_js__WEBPACK_IMPORTED_MODULE_4__ = __webpack_require__(1389);
/* harmony import */ var _responses_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(5147);





const LONGEST_WORD = 100;
/** The certificates of the account. */
const CERTIFICATES = {
    path: '/v2/certificates',
    listKey: 'certificates',
    itemKey: 'certificate',
    scope: 'certificate',
    label: 'certificate',
};
const FIRST_YEAR_MS = Date.UTC(1950, 0);
/** All certificates of the account, in the API's order. */
async function listCertificates(client) {
    return (0,_pages_js__WEBPACK_IMPORTED_MODULE_2__/* .readList */ .L)(client, CERTIFICATES, toCertificate);
}
/** One certificate by its id. @throws ApiError `not_found` */
async function getCertificate(client, id) {
    const request = { method: 'GET', resource: CERTIFICATES, id };
    return client.read(request, 'it has no certificate with this id', (body) => {
        const certificate = certificateIn(body);
        return certificate?.id === id.toLowerCase() ? certificate : undefined;
    });
}
/**
 * Sends DELETE for a certificate; repeated on 429, 5xx and lost responses.
 * @returns false if it did not exist at the first attempt; a 404 after an attempt whose effect is unknown means that it was deleted
 * @throws ApiError `in_use` and all others; `isUncertain` if an attempt may have deleted it
 */
async function sendDelete(client, id) {
    const request = { method: 'DELETE', resource: CERTIFICATES, id };
    let isUncertain = false;
    try {
        return await client.repeat(request, (received) => {
            const response = onlyNoContent(received);
            if (response.kind === 'response' && response.status === 204)
                return { value: true };
            if (response.kind === 'response' && response.status === 404)
                return { value: isUncertain };
            if (!(0,_responses_js__WEBPACK_IMPORTED_MODULE_3__/* .isTransient */ .dg)(response)) {
                const error = (0,_responses_js__WEBPACK_IMPORTED_MODULE_3__/* .apiErrorOf */ .qT)(request, response);
                // Whatever was lost before: what is in use still exists. Any other refusal, such as of the token, says nothing of that.
                if (error.kind === 'in_use')
                    isUncertain = false;
                throw error;
            }
            isUncertain ||= response.kind === 'lost' || response.status !== 429;
            return { retry: response };
        });
    }
    catch (error) {
        if (!isUncertain || !(error instanceof _errors_js__WEBPACK_IMPORTED_MODULE_0__/* .ActionError */ .lZ))
            throw error;
        throw new _errors_js__WEBPACK_IMPORTED_MODULE_0__/* .ActionError */ .lZ(error.code, error.message, { cause: error, isUncertain });
    }
}
/** Only 204 means deleted: another success came from somewhere else, and says nothing. */
function onlyNoContent(response) {
    return (0,_responses_js__WEBPACK_IMPORTED_MODULE_3__/* .isSuccess */ .oJ)(response) && response.status !== 204
        ? (0,_responses_js__WEBPACK_IMPORTED_MODULE_3__/* .asLost */ .zy)(response, `${response.status} instead of 204`)
        : response;
}
/** The certificate in the body of a response; undefined if there is none. */
function certificateIn(body) {
    const item = (0,_json_js__WEBPACK_IMPORTED_MODULE_4__/* .isRecord */ .u4)(body) ? body[CERTIFICATES.itemKey] : undefined;
    return (0,_json_js__WEBPACK_IMPORTED_MODULE_4__/* .isRecord */ .u4)(item) && textOf(item['id']) !== '' && textOf(item['name']) !== '' ? toCertificate(item) : undefined;
}
/** Reads a certificate of the wire; what is not there, or not text, is empty. */
function toCertificate(item) {
    const notAfter = dateOf(item['not_after']);
    const names = Array.isArray(item['dns_names']) ? item['dns_names'] : [];
    return {
        id: textOf(item['id']).toLowerCase(),
        name: textOf(item['name']),
        type: wordOf(item['type']) || 'custom',
        state: wordOf(item['state']),
        notAfter,
        notAfterText: notAfter === undefined ? '' : textOf(item['not_after']),
        sha1Fingerprint: fingerprintOf(item['sha1_fingerprint']),
        createdAtText: wordOf(item['created_at']),
        // A custom certificate is sometimes listed with one blank name.
        dnsNames: names.filter((entry) => typeof entry === 'string' && entry.trim() !== ''),
    };
}
function fingerprintOf(value) {
    const text = wordOf(value).toLowerCase();
    return text.includes(':') ? text.replaceAll(':', '') : text;
}
function textOf(value) {
    return typeof value === 'string' ? value : typeof value === 'number' ? String(value) : '';
}
/** What is shown as it is; each of these is a short word. */
function wordOf(value) {
    return (0,_text_js__WEBPACK_IMPORTED_MODULE_1__/* .truncate */ .xv)(textOf(value), LONGEST_WORD);
}
function dateOf(value) {
    const ms = typeof value === 'string' ? Date.parse(value) : NaN;
    // A pending certificate has none, or the year 1.
    return ms >= FIRST_YEAR_MS ? new Date(ms) : undefined;
}


/***/ }),

/***/ 7773:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   C: () => (/* binding */ orderCertificate),
/* harmony export */   D: () => (/* binding */ uploadCertificate)
/* harmony export */ });
/* harmony import */ var _errors_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(9473);
/* harmony import */ var _waiting_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(7375);
/* harmony import */ var _text_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(1957);
/* harmony import */ var _certificates_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(787);
/* harmony import */ var _responses_js__WEBPACK_IMPORTED_MODULE_4__ = __webpack_require__(5147);





/** How long a name that is taken is looked for, in milliseconds: lists may lag behind a creation. */
const LAG_MS = 30_000;
const PACE = { firstMs: 2_000, factor: 1, maxMs: 2_000 };
/** Uploads a certificate, as {@link createCertificate} does. */
async function uploadCertificate(client, upload) {
    const { name, sha1Fingerprint } = upload;
    const isOurs = (certificate) => certificate.sha1Fingerprint === sha1Fingerprint;
    const body = {
        name,
        type: 'custom',
        private_key: upload.privateKey,
        leaf_certificate: upload.leafCertificate,
        ...(upload.certificateChain === '' ? {} : { certificate_chain: upload.certificateChain }),
    };
    const createdBy = (response) => {
        const certificate = responseCertificate(response);
        return certificate !== undefined && isOurs(certificate) ? { certificate } : undefined;
    };
    return createCertificate(client, { name, body, createdBy, isOurs });
}
/**
 * Has DigitalOcean order a certificate from Let's Encrypt, as {@link createCertificate} does. The description promises a 201; the live
 * API responds 202, and not always with the certificate.
 */
async function orderCertificate(client, { name, dnsNames }) {
    const body = { name, type: 'lets_encrypt', dns_names: dnsNames };
    const createdBy = (response) => {
        if (response.kind !== 'response' || (response.status !== 201 && response.status !== 202))
            return undefined;
        const certificate = responseCertificate(response);
        return { certificate: certificate?.name === name ? certificate : undefined };
    };
    const isOurs = (certificate) => certificate.type === 'lets_encrypt' && dnsNames.every((dnsName) => certificate.dnsNames.includes(dnsName));
    return createCertificate(client, { name, body, createdBy, isOurs });
}
/**
 * Creates a certificate, at most once whatever the network does. A POST is repeated only if its response was lost or a 5xx and the
 * complete list does not have the name; a name that is said to be taken is looked for until the list has caught up.
 * @throws ApiError, and ActionError `name_hidden` if a name that is taken does not show, or `upload_unknown`
 */
async function createCertificate(client, creation) {
    const { name, body, createdBy } = creation;
    const request = { method: 'POST', resource: _certificates_js__WEBPACK_IMPORTED_MODULE_3__/* .CERTIFICATES */ .$b, body };
    let isUncertain = false;
    try {
        return await client.repeat(request, async (response) => {
            const created = createdBy(response);
            if (created !== undefined)
                return { value: { kind: 'created', ...created } };
            const retry = (0,_responses_js__WEBPACK_IMPORTED_MODULE_4__/* .isSuccess */ .oJ)(response) ? (0,_responses_js__WEBPACK_IMPORTED_MODULE_4__/* .asLost */ .zy)(response, 'it does not have the certificate') : response;
            const error = (0,_responses_js__WEBPACK_IMPORTED_MODULE_4__/* .apiErrorOf */ .qT)(request, retry);
            if (error.kind === 'name_not_unique')
                return { value: outcomeOf(await findTaken(client, name), creation, isUncertain) };
            if (!(0,_responses_js__WEBPACK_IMPORTED_MODULE_4__/* .isTransient */ .dg)(retry))
                throw error;
            if (error.kind === 'rate_limited')
                return { retry };
            isUncertain = true;
            client.log.info(`${error.request}: no clear response (${error.reason || error.status}); looking for "${name}"`);
            const certificates = await (0,_certificates_js__WEBPACK_IMPORTED_MODULE_3__/* .listCertificates */ .Hj)(client);
            const isTaken = certificates.some((each) => each.name === name);
            return isTaken ? { value: outcomeOf(certificates, creation, true) } : { retry };
        });
    }
    catch (error) {
        if (!isUncertain || !(error instanceof _errors_js__WEBPACK_IMPORTED_MODULE_0__/* .ActionError */ .lZ))
            throw error;
        const note = `The certificate ${(0,_text_js__WEBPACK_IMPORTED_MODULE_2__/* .quoteName */ .AB)(name)} was sent, and whether it exists now is not known. Run this again: it looks before it sends.`;
        throw new _errors_js__WEBPACK_IMPORTED_MODULE_0__/* .ActionError */ .lZ('upload_unknown', `${error.message} ${note}`, { cause: error, isUncertain });
    }
}
function responseCertificate(response) {
    return response.kind === 'response' && (0,_responses_js__WEBPACK_IMPORTED_MODULE_4__/* .isSuccess */ .oJ)(response) ? (0,_certificates_js__WEBPACK_IMPORTED_MODULE_3__/* .certificateIn */ .RZ)(response.body) : undefined;
}
async function findTaken(client, name) {
    const found = await (0,_waiting_js__WEBPACK_IMPORTED_MODULE_1__/* .poll */ .wt)((0,_waiting_js__WEBPACK_IMPORTED_MODULE_1__/* .within */ .ux)(client.deadline, LAG_MS), PACE, async () => {
        const value = await (0,_certificates_js__WEBPACK_IMPORTED_MODULE_3__/* .listCertificates */ .Hj)(client);
        return value.some((certificate) => certificate.name === name) ? { value } : { reason: 'not in the list yet' };
    }, (reason, waitedMs) => client.log.info(`${(0,_text_js__WEBPACK_IMPORTED_MODULE_2__/* .quoteName */ .AB)(name)} is taken, but ${reason} (${(0,_text_js__WEBPACK_IMPORTED_MODULE_2__/* .formatSeconds */ .Xo)(waitedMs)} so far)`));
    if ('value' in found)
        return found.value;
    throw new _errors_js__WEBPACK_IMPORTED_MODULE_0__/* .ActionError */ .lZ('name_hidden', `The API says that the name ${(0,_text_js__WEBPACK_IMPORTED_MODULE_2__/* .quoteName */ .AB)(name)} is taken, and no list shows it. Run this again in a minute. If it stays so, ask DigitalOcean support which certificate has it.`);
}
function outcomeOf(certificates, { name, isOurs }, wasSent) {
    const found = certificates.find((certificate) => certificate.name === name && isOurs(certificate));
    return found !== undefined && wasSent ? { kind: 'created', certificate: found } : { kind: 'taken', certificates };
}


/***/ }),

/***/ 1389:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   Q0: () => (/* binding */ recordsIn),
/* harmony export */   qF: () => (/* binding */ parseJson),
/* harmony export */   r7: () => (/* binding */ textIn),
/* harmony export */   u4: () => (/* binding */ isRecord)
/* harmony export */ });
/** A number with as many digits, or as large, as a double may not hold. */
const LONG_NUMBER = /[:[,]\s*-?(?:\d[\d.]{15}|[\d.]+e)/iu;
const MOST_DIGITS = 15;
/**
 * Parses JSON, and keeps numbers that a double would change as they were written: what is read from a consumer is sent back.
 * @throws SyntaxError
 */
function parseJson(text) {
    if (!LONG_NUMBER.test(text))
        return JSON.parse(text);
    return JSON.parse(text, (_key, value, { source = '' }) => typeof value === 'number' && isChanged(value, source) ? JSON.rawJSON(source) : value);
}
function isChanged(value, source) {
    return String(value) !== source && (source.length > MOST_DIGITS || !Number.isFinite(value));
}
/** Is this value an object of JSON, not a list and not null? */
function isRecord(value) {
    return typeof value === 'object' && value !== null && !Array.isArray(value);
}
/** The records of a list of the wire; none if it is no list. */
function recordsIn(value) {
    return Array.isArray(value) ? value.filter(isRecord) : [];
}
/** A text of the wire; empty if it is no text. */
function textIn(value) {
    return typeof value === 'string' ? value : '';
}


/***/ }),

/***/ 3799:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   L: () => (/* binding */ readList)
/* harmony export */ });
/* harmony import */ var _concurrency_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(3943);
/* harmony import */ var _errors_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(9473);
/* harmony import */ var _waiting_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(7375);
/* harmony import */ var _json_js__WEBPACK_IMPORTED_MODULE_4__ = __webpack_require__(1389);
/* harmony import */ var _responses_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(5147);





/** The most that the API gives on a page (API reference, "Pagination"). */
const PER_PAGE = 200;
/** Pages requested side by side after the first. */
const CONCURRENT_PAGES = 4;
/** How often a list is read if its pages disagree. */
const MOST_READINGS = 4;
const PACE = { firstMs: 500, factor: 2, maxMs: 2_000 };
/** More pages than any account has: a total beyond it is not believed. */
const MOST_PAGES = 5_000;
/**
 * Reads a complete list in the API's order, or fails. The first page tells the total, the others follow from it, four at a time. Pages
 * that disagree (another total, an id twice, too few or too many) mean that the list changed meanwhile: it is read again.
 * @param isAgreed reads a list of several pages until two readings have the same ids: a page can shift between two requests while every
 *   total stays the same
 * @param parse reads an item of the wire, while the next pages are on their way
 * @throws ApiError if a page cannot be read, ActionError `list_unstable` if pages still disagree at the end
 */
async function readList(client, resource, parse, { isAgreed = false } = {}) {
    let readings = 0;
    let before;
    const unstable = () => new _errors_js__WEBPACK_IMPORTED_MODULE_0__/* .ActionError */ .lZ('list_unstable', `GET ${resource.path}: the pages of the list disagreed ${readings} times in a row. The list is changing right now. Run this again in a minute.`);
    const result = await (0,_waiting_js__WEBPACK_IMPORTED_MODULE_1__/* .poll */ .wt)(client.deadline, PACE, async () => {
        const read = await readOnce(client, resource, parse);
        readings += 1;
        const isEnough = !isAgreed || read?.isOnePage === true || isSame(read?.ids, before);
        if (read !== undefined && isEnough)
            return { value: read.items };
        const isFirst = before === undefined;
        before = read?.ids;
        if (read !== undefined && isFirst)
            return { again: true };
        if (readings >= MOST_READINGS)
            throw unstable();
        return { reason: 'the list changed while it was read' };
    }, (reason) => client.log.info(`GET ${resource.path}: ${reason}; reading it again`));
    if ('value' in result)
        return result.value;
    throw unstable();
}
/** Do two readings have the same ids, whatever their order? */
function isSame(ids, before) {
    return ids !== undefined && ids.size === before?.size && [...ids].every((id) => before.has(id));
}
async function readOnce(client, resource, parse) {
    const first = await readPage(client, resource, 1, parse);
    const count = Math.max(1, Math.ceil(first.total / PER_PAGE));
    const pages = [];
    const ids = new Set();
    let agree = true;
    const take = (page, number) => {
        pages[number - 1] = page.items;
        const before = ids.size;
        for (const id of page.ids)
            ids.add(id);
        const due = number < count ? PER_PAGE : first.total - PER_PAGE * (count - 1);
        agree &&= page.total === first.total && page.items.length === due && ids.size === before + page.ids.length;
    };
    take(first, 1);
    const numbers = Array.from({ length: count - 1 }, (_, at) => at + 2);
    await (0,_concurrency_js__WEBPACK_IMPORTED_MODULE_3__/* .mapConcurrently */ .X)(numbers, CONCURRENT_PAGES, async (number) => {
        // A server that gives the same page for every number must not be asked for thousands of them.
        if (agree)
            take(await readPage(client, resource, number, parse), number);
    });
    return agree ? { items: pages.flat(), ids, isOnePage: count === 1 } : undefined;
}
async function readPage(client, resource, number, parse) {
    const request = { method: 'GET', resource, query: `per_page=${PER_PAGE}&page=${number}` };
    const missing = `page ${number} has no list of ${resource.label}s with a total`;
    return client.read(request, missing, (body) => {
        const items = (0,_json_js__WEBPACK_IMPORTED_MODULE_4__/* .isRecord */ .u4)(body) ? body[resource.listKey] : undefined;
        const meta = (0,_json_js__WEBPACK_IMPORTED_MODULE_4__/* .isRecord */ .u4)(body) ? body['meta'] : undefined;
        const total = (0,_json_js__WEBPACK_IMPORTED_MODULE_4__/* .isRecord */ .u4)(meta) ? meta['total'] : undefined;
        // The API sends null for an empty list now and then.
        const list = items === null && total === 0 ? [] : items;
        if (!Array.isArray(list) || !list.every(_json_js__WEBPACK_IMPORTED_MODULE_4__/* .isRecord */ .u4) || !isCount(total))
            return undefined;
        const page = { items: [], ids: [], total };
        for (const raw of list) {
            page.items.push(parse(raw));
            const id = raw['id'];
            // What has no id, or something else in its place, must not make the others unreadable: only real ids are compared.
            if (typeof id === 'string' && (0,_responses_js__WEBPACK_IMPORTED_MODULE_2__/* .isUuid */ .O1)(id))
                page.ids.push(id);
        }
        return page;
    });
}
function isCount(value) {
    return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0 && value <= PER_PAGE * MOST_PAGES;
}


/***/ }),

/***/ 7755:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   VP: () => (/* binding */ mayUseProxy),
/* harmony export */   jL: () => (/* binding */ hasProxy)
/* harmony export */ });
/* unused harmony export NO_PROXIES */
const NO_PROXIES = { https: '', none: '' };
/** Does the environment name a proxy for https? NO_PROXY may take hosts out. */
function hasProxy({ https }) {
    return https !== '';
}
/** May a request to this address go through a proxy? Plain http is loopback: no proxy would find it. */
function mayUseProxy({ protocol }, proxies) {
    return protocol !== 'http:' && hasProxy(proxies);
}


/***/ }),

/***/ 5147:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   O1: () => (/* binding */ isUuid),
/* harmony export */   XM: () => (/* binding */ pathOf),
/* harmony export */   dg: () => (/* binding */ isTransient),
/* harmony export */   jX: () => (/* binding */ makeLost),
/* harmony export */   oJ: () => (/* binding */ isSuccess),
/* harmony export */   qT: () => (/* binding */ apiErrorOf),
/* harmony export */   rR: () => (/* binding */ headerOf),
/* harmony export */   uA: () => (/* binding */ requestLine),
/* harmony export */   wv: () => (/* binding */ makeResponse),
/* harmony export */   zy: () => (/* binding */ asLost)
/* harmony export */ });
/* unused harmony export scopeOf */
/* harmony import */ var _errors_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(9473);
/* harmony import */ var _text_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(1957);
/* harmony import */ var _json_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(1389);



const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/iu;
const MESSAGE_LENGTH = 300;
const ID_LENGTH = 60;
const REQUEST_ID_LENGTH = 80;
/** Is it a UUID, the only form of id that may become part of a URL? */
function isUuid(text) {
    return UUID.test(text);
}
/** The path of a request, without its query. @throws ActionError `unusual_id` if the id is not a UUID */
function pathOf({ resource, id }) {
    if (id === undefined)
        return resource.path;
    // An empty id would read the list, and anything else another path.
    if (!isUuid(id))
        throw new _errors_js__WEBPACK_IMPORTED_MODULE_0__/* .ActionError */ .lZ('unusual_id', `The API lists a ${resource.label} whose id is ${id === '' ? 'empty' : (0,_text_js__WEBPACK_IMPORTED_MODULE_1__/* .quoteName */ .AB)(id)} and not a UUID, so it cannot be read or changed. Change it in the control panel, and report this to DigitalOcean.`);
    return `${resource.path}/${id.toLowerCase()}${resource.itemSuffix ?? ''}`;
}
/** `GET /v2/certificates`: method and path as an error shows them. */
function requestLine(request) {
    return `${request.method} ${pathOf(request)}`;
}
/** The first value of a header. */
function headerOf(headers, name) {
    const value = headers[name];
    return typeof value === 'string' ? value : value?.[0];
}
/** Builds a response; what is shown of it later is made fit to be shown here. */
function makeResponse(status, headers, body, show) {
    const { id, message } = (0,_json_js__WEBPACK_IMPORTED_MODULE_2__/* .isRecord */ .u4)(body) ? body : {};
    const error = {
        id: typeof id === 'string' ? show(id, ID_LENGTH) : '',
        message: typeof message === 'string' ? show(message, MESSAGE_LENGTH) : '',
    };
    return { kind: 'response', status, headers, body, error, requestId: requestIdOf(headers, body, show) };
}
/** Builds a lost response. */
function makeLost(status, headers, reason, show) {
    const requestId = requestIdOf(headers, undefined, show);
    return { kind: 'lost', status, headers, reason: show(reason, MESSAGE_LENGTH), requestId };
}
function requestIdOf(headers, body, show) {
    const inBody = (0,_json_js__WEBPACK_IMPORTED_MODULE_2__/* .isRecord */ .u4)(body) ? body['request_id'] : undefined;
    const id = show(headerOf(headers, 'x-request-id') ?? (typeof inBody === 'string' ? inBody : ''), REQUEST_ID_LENGTH);
    return id === '' ? undefined : id;
}
/** Did the API say that it is done? */
function isSuccess(response) {
    return response.kind === 'response' && response.status >= 200 && response.status < 300;
}
/** May the same request do better in a moment? True for a lost response, a 429 and a 5xx. */
function isTransient(response) {
    return response.kind === 'lost' || response.status === 429 || response.status >= 500;
}
/** The same response, taken for lost: it is a success, and does not have what a success must have. */
function asLost(response, reason) {
    if (response.kind === 'lost')
        return response;
    const { status, headers, requestId } = response;
    return { kind: 'lost', status, headers, requestId, reason };
}
/** The scope that a token needs for a request. */
function scopeOf({ method, resource }) {
    const usual = { GET: 'read', POST: 'create', PUT: 'update', DELETE: 'delete' }[method];
    return `${resource.scope}:${resource.actions?.[method] ?? usual}`;
}
/**
 * The error that a response stands for which is not a success.
 * @param note a sentence that stands before the remedy
 */
function apiErrorOf(request, response, note = '') {
    const line = requestLine(request);
    const { status, requestId } = response;
    const scope = scopeOf(request);
    const between = note === '' ? '' : ` ${note}`;
    if (response.kind === 'lost') {
        const facts = { kind: 'lost', status, request: line, reason: response.reason, requestId, scope };
        return new _errors_js__WEBPACK_IMPORTED_MODULE_0__/* .ApiError */ .hD(facts, `${line}: no readable response (${response.reason}).${between} ${REMEDIES.lost}`);
    }
    const { id, message } = response.error;
    const kind = kindOf(status, message);
    const label = [String(status), id].filter((part) => part !== '').join(' ');
    const words = message === '' ? '' : `: "${message}"`;
    const trace = requestId === undefined ? '' : ` (request id ${requestId})`;
    const remedy = remedyOf(kind, request, message);
    return new _errors_js__WEBPACK_IMPORTED_MODULE_0__/* .ApiError */ .hD({ kind, status, request: line, reason: message, requestId, scope }, `${line}: the API responded ${label}${words}${trace}.${between} ${remedy}`.trim());
}
function remedyOf(kind, request, message) {
    if (kind === 'missing_scope')
        return scopeRemedy(request);
    return kind === 'rejected' && message === '' ? REMEDIES.unexpected : REMEDIES[kind];
}
/** A token made by hand may lack a scope that another one requires, and the API does not say which is missing. */
function scopeRemedy(request) {
    const scope = scopeOf(request);
    const required = request.resource.requiredScopes?.[scope.split(':')[1] ?? ''] ?? [];
    const others = required.length === 0 ? '' : ` It requires ${(0,_text_js__WEBPACK_IMPORTED_MODULE_1__/* .enumerate */ .HL)(required)} too.`;
    return `The token lacks the scope ${scope}. Add it, or use another token.${others}`;
}
const REMEDIES = {
    unauthorized: 'Check `token`: is the secret complete, not expired, not revoked, and of the right account?',
    forbidden: 'The API does not say that a scope is missing. Check that the account is not locked and `api_url` is right, and show the message to DigitalOcean support.',
    in_use: 'Something still uses the certificate.',
    busy: 'The load balancer is busy with earlier changes. Run this again when they are done.',
    not_found: 'It does not exist (any more).',
    name_not_unique: 'Another certificate has this name.',
    rate_limited: "The token's rate limit is used up. Run this again later, or raise `wait_timeout`.",
    redirected: 'Redirects are not followed, because the token would go with them. Check `api_url`.',
    server: 'This is a failure at DigitalOcean. See https://status.digitalocean.com, and run this again later.',
    lost: 'Check the network, the proxy settings and `api_url`, and run this again.',
    rejected: 'Correct what the message names, and run this again.',
    unexpected: 'Check `api_url`: is it the address of the DigitalOcean API?',
};
/** 403 has many meanings: only the known words have one. */
function forbiddenKind(message) {
    if (/can't be updated while it processes/iu.test(message))
        return 'busy';
    return /missing the required permission|not authorized to perform|\bscopes?\b/iu.test(message)
        ? 'missing_scope'
        : 'forbidden';
}
function kindOf(status, message) {
    if (status === 401)
        return 'unauthorized';
    if (status === 403 || status === 422) {
        if (/certificate is not in use|being used by/iu.test(message))
            return 'in_use';
        if (status === 403)
            return forbiddenKind(message);
        return /name is not unique/iu.test(message) ? 'name_not_unique' : 'rejected';
    }
    if (status === 404)
        return 'not_found';
    if (status === 429)
        return 'rate_limited';
    if (status >= 500)
        return 'server';
    if (status >= 300 && status < 400)
        return 'redirected';
    return status >= 400 ? 'rejected' : 'unexpected';
}


/***/ }),

/***/ 9301:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   hB: () => (/* binding */ requestedPauseMs),
/* harmony export */   jo: () => (/* binding */ backoffMs),
/* harmony export */   py: () => (/* binding */ MOST_ATTEMPTS)
/* harmony export */ });
/* harmony import */ var _responses_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(5147);

/** Attempts of one request, the first included. */
const MOST_ATTEMPTS = 6;
const FIRST_PAUSE_MS = 1_000;
const LONGEST_PAUSE_MS = 30_000;
/**
 * The pause after the attempt with this number (the first is 1), in milliseconds: doubling from one second to thirty, and of that a
 * random half to whole, so that jobs that failed together do not come back together.
 */
function backoffMs(attempt, random) {
    return Math.min(FIRST_PAUSE_MS * 2 ** (attempt - 1), LONGEST_PAUSE_MS) * (0.5 + random() / 2);
}
/**
 * How long the server asks us to stay away, in milliseconds; undefined if it does not say. `Retry-After` in seconds or as a date
 * (RFC 9110, 10.2.3), else, for a 429, `ratelimit-reset` in epoch seconds (API reference, "Rate Limit"). A time of day is read by the
 * server's own clock (`Date`), since this machine's may be wrong; a `Date` that is more than a day off counts as none.
 */
function requestedPauseMs(status, headers, now) {
    const date = Date.parse((0,_responses_js__WEBPACK_IMPORTED_MODULE_0__/* .headerOf */ .rR)(headers, 'date') ?? '');
    const serverNow = Math.abs(date - now) <= DAY_MS ? date : now;
    const retryAfter = (0,_responses_js__WEBPACK_IMPORTED_MODULE_0__/* .headerOf */ .rR)(headers, 'retry-after')?.trim() ?? '';
    if (/^\d{1,9}$/u.test(retryAfter))
        return Number(retryAfter) * 1_000;
    // Date.parse accepts much that is no date, such as -5.
    const until = /^[a-z]{3},/iu.test(retryAfter) ? Date.parse(retryAfter) : NaN;
    if (!Number.isNaN(until))
        return Math.max(0, until - serverNow);
    if (status !== 429)
        return undefined;
    // The reset is that of the hour. While requests are left in it, the limit of the minute was hit.
    const remaining = (0,_responses_js__WEBPACK_IMPORTED_MODULE_0__/* .headerOf */ .rR)(headers, 'ratelimit-remaining')?.trim() ?? '';
    if (/^[1-9]\d*$/u.test(remaining))
        return MINUTE_MS;
    const reset = (0,_responses_js__WEBPACK_IMPORTED_MODULE_0__/* .headerOf */ .rR)(headers, 'ratelimit-reset')?.trim();
    if (reset !== undefined && /^\d{1,12}$/u.test(reset))
        return Math.max(0, Number(reset) * 1_000 - serverNow);
    return undefined;
}
const DAY_MS = 86_400_000;
const MINUTE_MS = 60_000;


/***/ }),

/***/ 4278:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   L: () => (/* binding */ LARGEST_RESPONSE),
/* harmony export */   O: () => (/* binding */ openDirect)
/* harmony export */ });
/* harmony import */ var node_http__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(7067);
/* harmony import */ var node_https__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(4708);
/* harmony import */ var node_url__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(3136);



/** The largest response that is read, in bytes: two hundred certificates of a hundred names each are a tenth of it. */
const LARGEST_RESPONSE = 16 * 1024 * 1024;
/**
 * A host that does not respond to a connection, a name server among them, is given up after this long, which leaves time for another
 * attempt. An unused connection is closed after this long, or earlier if the server says so.
 */
const CONNECTION_MS = 10_000;
/** Opens connections of Node's own. Few runs need a proxy, and a client with proxies is two thirds of all code that would load. */
function openDirect(apiUrl) {
    const isPlain = apiUrl.protocol === 'http:';
    const agentOptions = { keepAlive: true, timeout: CONNECTION_MS };
    const agent = isPlain ? new node_http__WEBPACK_IMPORTED_MODULE_0__.Agent(agentOptions) : new node_https__WEBPACK_IMPORTED_MODULE_1__.Agent(agentOptions);
    const begin = isPlain ? node_http__WEBPACK_IMPORTED_MODULE_0__.request : node_https__WEBPACK_IMPORTED_MODULE_1__.request;
    const { protocol, hostname, port } = (0,node_url__WEBPACK_IMPORTED_MODULE_2__.urlToHttpOptions)(apiUrl);
    const send = ({ body, signal, ...options }) => new Promise((resolve, reject) => {
        const request = begin({ protocol, hostname, port, agent, ...options }, (response) => {
            // Lists of values: a header that came twice is not joined into one that means something else.
            const { statusCode = 0, headersDistinct } = response;
            resolve({ status: statusCode, headers: headersDistinct, text: () => readText(response) });
        });
        // Node's own handling of a signal watches the streams as well, which a list of many pages feels.
        const abort = () => request.destroy(new Error('aborted'));
        signal.addEventListener('abort', abort, { once: true });
        request.on('error', reject);
        request.once('close', () => {
            signal.removeEventListener('abort', abort);
            reject(new Error('the connection was closed'));
        });
        const giveUp = () => request.destroy(new Error('connecting took too long'));
        request.once('socket', (socket) => {
            if (!socket.connecting)
                return;
            socket.once('timeout', giveUp);
            socket.once(isPlain ? 'connect' : 'secureConnect', () => socket.off('timeout', giveUp));
        });
        if (signal.aborted)
            abort();
        else
            request.end(body);
    });
    return {
        send,
        close: async () => agent.destroy(),
    };
}
const DECODER = new TextDecoder();
async function readText(response) {
    const chunks = [];
    let length = 0;
    await new Promise((resolve, reject) => {
        response.on('error', reject);
        response.once('close', () => reject(new Error('the response was cut short')));
        response.once('end', resolve);
        response.on('data', (chunk) => {
            chunks.push(chunk);
            length += chunk.length;
            if (length > LARGEST_RESPONSE)
                response.destroy(new Error('the response is too large'));
        });
    });
    return DECODER.decode(Buffer.concat(chunks, length));
}


/***/ }),

/***/ 9473:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   Lm: () => (/* binding */ faultSentences),
/* harmony export */   WB: () => (/* binding */ internalError),
/* harmony export */   d7: () => (/* binding */ isApiError),
/* harmony export */   dz: () => (/* binding */ InputError),
/* harmony export */   hD: () => (/* binding */ ApiError),
/* harmony export */   lZ: () => (/* binding */ ActionError),
/* harmony export */   m$: () => (/* binding */ describeNodeError),
/* harmony export */   uc: () => (/* binding */ nodeErrorCode)
/* harmony export */ });
/* harmony import */ var _text_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(1957);

/** A failure that the user is told about: what failed, on what, why, and what to do. `code` is stable and for programs. */
class ActionError extends Error {
    code;
    isUncertain;
    constructor(code, message, options = {}) {
        super(message, options);
        this.name = new.target.name;
        this.code = code;
        this.isUncertain = options.isUncertain ?? false;
    }
}
/** A failure that is a fault of the action itself. What was sent when it came up is not known. */
function internalError(error) {
    const what = (0,_text_js__WEBPACK_IMPORTED_MODULE_0__/* .clauseOf */ .pQ)((0,_text_js__WEBPACK_IMPORTED_MODULE_0__/* .messageOf */ .bD)(error));
    return new ActionError('internal', `This is a fault of the action itself${what === '' ? '' : `: ${what}`}. Run it again with debug logging, and report what it logs.`, { cause: error, isUncertain: true });
}
/** The inputs cannot be used. All problems are in one error; nothing has been sent. */
class InputError extends ActionError {
    problems;
    constructor(problems) {
        const [only = 'The inputs cannot be used.'] = problems;
        const numbered = problems.map((problem, at) => `(${at + 1}) ${problem}`).join(' ');
        super('input', problems.length <= 1 ? only : `The inputs have ${problems.length} problems. ${numbered}`);
        this.problems = problems;
    }
}
/** A request that the API refused, or whose response was lost. */
class ApiError extends ActionError {
    kind;
    status;
    request;
    reason;
    requestId;
    scope;
    constructor(facts, message, options = {}) {
        super(`api_${facts.kind}`, message, options);
        this.kind = facts.kind;
        this.status = facts.status;
        this.request = facts.request;
        this.reason = facts.reason;
        this.requestId = facts.requestId;
        this.scope = facts.scope;
    }
}
/** Is it an error of the API of one of these kinds? */
function isApiError(error, ...kinds) {
    return error instanceof ApiError && (kinds.length === 0 || kinds.includes(error.kind));
}
/** The `code` of one of Node's errors, such as `ENOENT`; empty if it has none. */
function nodeErrorCode(error) {
    return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : '';
}
/** What one of Node's errors says, with its code. */
function describeNodeError(error) {
    const words = (0,_text_js__WEBPACK_IMPORTED_MODULE_0__/* .messageOf */ .bD)(error);
    const code = nodeErrorCode(error);
    return words.includes(code) ? words : `${code}: ${words}`;
}
/** The sentences for a fault of something: `` `name` is empty. Give one. `` */
function faultSentences(subject, { what, remedy }) {
    return `${subject} ${what}.${remedy === '' ? '' : ` ${remedy}`}`;
}


/***/ }),

/***/ 7450:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   Qh: () => (/* binding */ INPUT_NAMES),
/* harmony export */   d0: () => (/* binding */ OPERATION_NAMES),
/* harmony export */   mc: () => (/* binding */ INPUTS),
/* harmony export */   wj: () => (/* binding */ isReadBy)
/* harmony export */ });
const UPLOADS = ['create', 'present', 'rotate'];
const ROTATION = ['rotate'];
const CREATIONS = ['create', 'present'];
const CHECK = ['check'];
const DELETIONS = ['delete', 'absent'];
/** Every operation there is, for messages and checks. */
const OPERATION_NAMES = [
    'list',
    'get',
    'create',
    'present',
    'delete',
    'absent',
    'rotate',
    'check',
];
/** Every input. An empty value means the default. */
const INPUTS = {
    operation: { default: 'present', operations: 'all' },
    token: { default: '', operations: 'all' },
    name: { default: '', operations: 'all' },
    id: { default: '', operations: ['get', ...DELETIONS, ...ROTATION, 'check'] },
    private_key: { default: '', operations: UPLOADS },
    leaf_certificate: { default: '', operations: UPLOADS },
    certificate_chain: { default: '', operations: UPLOADS },
    private_key_path: { default: '', operations: UPLOADS },
    leaf_certificate_path: { default: '', operations: UPLOADS },
    certificate_chain_path: { default: '', operations: UPLOADS },
    directory: { default: '', operations: UPLOADS },
    layout: { default: 'auto', operations: UPLOADS },
    include: { default: '', operations: UPLOADS },
    exclude: { default: '', operations: UPLOADS },
    on_missing: { default: 'fail', operations: ROTATION },
    source: { default: 'supplied', operations: ROTATION },
    type: { default: 'custom', operations: CREATIONS },
    dns_names: { default: '', operations: [...CREATIONS, 'check'] },
    on_mismatch: { default: 'fail', operations: ['present'] },
    replaces: { default: '', operations: ROTATION },
    delete_previous: { default: 'true', operations: ROTATION },
    allow_dropped_names: { default: 'false', operations: ROTATION },
    allow_test_ca: { default: 'false', operations: [...UPLOADS, ...CHECK] },
    allow_older: { default: 'false', operations: ROTATION },
    kubernetes: { default: 'auto', operations: ROTATION },
    kubeconfig_path: { default: '', operations: ROTATION },
    endpoints: { default: '', operations: [...ROTATION, ...CHECK] },
    min_days: { default: 'auto', operations: [...ROTATION, ...CHECK] },
    acme_directory: { default: '', operations: CHECK },
    on_expiring: { default: 'fail', operations: CHECK },
    report_issue: { default: 'false', operations: CHECK },
    github_token: { default: '${{ github.token }}', operations: CHECK },
    dry_run: { default: 'false', operations: [...UPLOADS, ...DELETIONS] },
    wait_timeout: { default: '900', operations: 'all' },
    api_url: { default: 'https://api.digitalocean.com', operations: 'all' },
};
/** The names of all inputs. */
const INPUT_NAMES = Object.keys(INPUTS).filter(isInputName);
function isInputName(text) {
    return text in INPUTS;
}
/** Does this operation read that input? */
function isReadBy(input, operation) {
    const { operations } = INPUTS[input];
    return operations === 'all' || operations.includes(operation);
}


/***/ }),

/***/ 2693:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   K: () => (/* binding */ readInputs),
/* harmony export */   Q: () => (/* binding */ maskSecrets)
/* harmony export */ });
/* harmony import */ var node_os__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(8161);
/* harmony import */ var node_path__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(6760);
/* harmony import */ var _actions_core__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(6805);
/* harmony import */ var _x509_masking_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(4732);
/* harmony import */ var _definitions_js__WEBPACK_IMPORTED_MODULE_4__ = __webpack_require__(7450);
/* harmony import */ var _files_js__WEBPACK_IMPORTED_MODULE_5__ = __webpack_require__(4519);






const TOKEN_VARIABLES = ['DIGITALOCEAN_ACCESS_TOKEN', 'DIGITALOCEAN_TOKEN'];
/** A shorter mask would blot out half the log. */
const SHORTEST_MASK = 8;
/**
 * Reads inputs, the files that they name, and the environment, and masks every secret in every form that it has before anything else
 * can be written. Checks nothing.
 */
async function readInputs() {
    const values = new Map(_definitions_js__WEBPACK_IMPORTED_MODULE_4__/* .INPUT_NAMES */ .Qh.map((name) => [name, _actions_core__WEBPACK_IMPORTED_MODULE_2__/* .getInput */ .V4(name, { trimWhitespace: false })]));
    const text = (name) => values.get(name) ?? '';
    const workspace = variable('GITHUB_WORKSPACE') || '.';
    const files = {};
    for (const name of _definitions_js__WEBPACK_IMPORTED_MODULE_4__/* .INPUT_NAMES */ .Qh) {
        const format = name === 'kubeconfig_path' ? 'a kubeconfig' : 'PEM';
        if (name.endsWith('_path') && text(name).trim() !== '')
            files[name] = (0,_files_js__WEBPACK_IMPORTED_MODULE_5__/* .readTextFile */ .Gu)(text(name).trim(), workspace, format);
    }
    const kubeconfig = await readKubeconfigAt(text('kubeconfig_path').trim(), files.kubeconfig_path, workspace);
    const found = masksOf([...findSecrets(text, files, workspace), ...(kubeconfig?.secrets ?? [])]);
    const directory = await readFolder(text, workspace);
    maskAll(maskLinesOf([...found, ...(directory?.masks ?? [])]));
    const secrets = [...found, ...(directory?.secrets ?? [])];
    return {
        text,
        files,
        directory,
        ...(kubeconfig === undefined ? {} : { kubeconfig }),
        token: findToken(text('token')),
        github: {
            token: text('github_token').trim(),
            repository: variable('GITHUB_REPOSITORY'),
            apiUrl: variable('GITHUB_API_URL') || 'https://api.github.com',
            runUrl: runUrl(),
        },
        proxies: {
            https: variable('https_proxy') || variable('HTTPS_PROXY'),
            none: variable('no_proxy') || variable('NO_PROXY'),
        },
        tempFolder: variable('RUNNER_TEMP') || (0,node_os__WEBPACK_IMPORTED_MODULE_0__.tmpdir)(),
        summaryFile: variable('GITHUB_STEP_SUMMARY'),
        isDebug: _actions_core__WEBPACK_IMPORTED_MODULE_2__/* .isDebug */ ._o(),
        isTlsUnverified: variable('NODE_TLS_REJECT_UNAUTHORIZED') === '0',
        secrets,
    };
}
/** Few runs have a folder: what reads it is loaded only then. */
async function readFolder(text, workspace) {
    if (text('directory').trim() === '')
        return undefined;
    const { readDirectory } = await __webpack_require__.e(/* import() */ 317).then(__webpack_require__.bind(__webpack_require__, 4317));
    return readDirectory(text('directory').trim(), text('layout').trim() || _definitions_js__WEBPACK_IMPORTED_MODULE_4__/* .INPUTS */ .mc.layout.default, workspace);
}
/**
 * Masks every line, in one write: a folder of hundreds of keys has thousands, and each call of `setSecret` writes anew. The commands are
 * those that `setSecret` gives (docs.github.com, "Workflow commands", masking a value).
 */
function maskAll(masks) {
    if (masks.length === 0)
        return;
    _actions_core__WEBPACK_IMPORTED_MODULE_2__/* .info */ .pq(masks.map((mask) => `::add-mask::${mask.replaceAll('%', '%25')}`).join(node_os__WEBPACK_IMPORTED_MODULE_0__.EOL));
}
function runUrl() {
    const [server, repository, id] = ['GITHUB_SERVER_URL', 'GITHUB_REPOSITORY', 'GITHUB_RUN_ID'].map(variable);
    return server && repository && id ? `${server}/${repository}/actions/runs/${id}` : '';
}
function findToken(input) {
    if (input.trim() !== '')
        return { value: input.trim(), source: '`token`' };
    const name = TOKEN_VARIABLES.find((candidate) => variable(candidate) !== '');
    return name === undefined
        ? { value: '', source: '' }
        : { value: variable(name), source: `the environment variable ${name}` };
}
/** Tokens whatever they look like, and keys wherever they were put: what is in the wrong input is a secret all the same. */
function findSecrets(text, files, workspace) {
    const tokens = [text('token'), text('github_token'), ...TOKEN_VARIABLES.map(variable)];
    const contents = Object.values(files).map((file) => ('content' in file ? file.content : ''));
    const values = _definitions_js__WEBPACK_IMPORTED_MODULE_4__/* .INPUT_NAMES */ .Qh.filter((name) => !isExistingPath(name, text(name).trim(), workspace)).map(text);
    return [...tokens, ...[...values, ...contents].flatMap((content) => (0,_x509_masking_js__WEBPACK_IMPORTED_MODULE_3__/* .secretsIn */ .V)(content))];
}
/** What is a path is no secret: its parts may stand in any message. */
function isExistingPath(name, value, workspace) {
    return (name.endsWith('_path') || name === 'directory') && (0,_files_js__WEBPACK_IMPORTED_MODULE_5__/* .existsAt */ .Sw)(value, workspace);
}
/**
 * The kubeconfig at this path, and the files that it names, which are looked for in its folder. Its code loads only if there is one, and
 * also if its text stands in place of the path, for the secrets in it.
 */
async function readKubeconfigAt(path, file, workspace) {
    if (file === undefined)
        return undefined;
    const { readKubeconfig, secretsInKubeconfig } = await __webpack_require__.e(/* import() */ 266).then(__webpack_require__.bind(__webpack_require__, 2266));
    if ('fault' in file)
        return { fault: file.fault, secrets: secretsInKubeconfig(path) };
    const folder = (0,node_path__WEBPACK_IMPORTED_MODULE_1__.dirname)((0,node_path__WEBPACK_IMPORTED_MODULE_1__.resolve)(workspace, path));
    return readKubeconfig(file.content, (name) => {
        const found = (0,_files_js__WEBPACK_IMPORTED_MODULE_5__/* .readTextFile */ .Gu)(name, folder);
        return 'content' in found ? found.content : undefined;
    });
}
/** Masks secrets in every form that they have, from now on. @returns what is masked */
function maskSecrets(secrets) {
    const masks = masksOf(secrets);
    maskAll(masks);
    return masks;
}
/** What is masked of secrets: each in whole and in its lines, and of keys every form that they have. */
function masksOf(secrets) {
    const forms = secrets.flatMap((secret) => [secret, ...(secret.includes('-----BEGIN') ? (0,_x509_masking_js__WEBPACK_IMPORTED_MODULE_3__/* .secretsIn */ .V)(secret) : [])]);
    return maskLinesOf(forms);
}
/** A mask is one line, and not so short that it would blot out half the log. */
function maskLinesOf(secrets) {
    const lines = secrets.flatMap((secret) => secret.split(/[\r\n]+/u)).map((line) => line.trim());
    return [...new Set(lines)].filter((line) => line.length >= SHORTEST_MASK);
}
function variable(name) {
    return process.env[name]?.trim() ?? '';
}


/***/ }),

/***/ 4519:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   Gu: () => (/* binding */ readTextFile),
/* harmony export */   K7: () => (/* binding */ LARGEST_FILE),
/* harmony export */   KZ: () => (/* binding */ isSecretText),
/* harmony export */   Sw: () => (/* binding */ existsAt),
/* harmony export */   XF: () => (/* binding */ readRegularFile),
/* harmony export */   jb: () => (/* binding */ isPathText)
/* harmony export */ });
/* harmony import */ var node_fs__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(3024);
/* harmony import */ var node_path__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(6760);
/* harmony import */ var _errors_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(9473);
/* harmony import */ var _x509_masking_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(4732);
/* harmony import */ var _x509_pem_js__WEBPACK_IMPORTED_MODULE_4__ = __webpack_require__(9543);
/* harmony import */ var _values_js__WEBPACK_IMPORTED_MODULE_5__ = __webpack_require__(3368);






/** A file with PEM is a few thousand bytes; a larger one is something else. */
const LARGEST_FILE = 1024 * 1024;
const LONGEST_PATH = 1_000;
/** Is it the content of a file, and not its path? */
function isPathText(path) {
    return /-----BEGIN|[\r\n]/iu.test(path) || path.length > LONGEST_PATH;
}
/**
 * Is there something at this path? Then it is no secret in the wrong place, however random it looks: `mktemp` makes such names, and a
 * few folders below it are enough to look like base64.
 */
function existsAt(path, workspace) {
    return path !== '' && !isPathText(path) && (0,node_fs__WEBPACK_IMPORTED_MODULE_0__.existsSync)((0,node_path__WEBPACK_IMPORTED_MODULE_1__.resolve)(workspace, path));
}
/** Is it a secret in place of a path? Something in a folder that exists is a path, also if it is not there itself. */
function isSecretText(path, workspace) {
    if (!(0,_x509_masking_js__WEBPACK_IMPORTED_MODULE_3__/* .looksSecret */ .n)(path) || existsAt(path, workspace))
        return false;
    const parent = (0,node_path__WEBPACK_IMPORTED_MODULE_1__.dirname)(path);
    return parent === '.' || parent === '/' || !existsAt(parent, workspace);
}
/**
 * Reads a regular file of at most 1 MiB.
 * @param path relative to `workspace`, or absolute
 * @param format what it is to have, for a fault
 */
function readTextFile(path, workspace, format = 'PEM') {
    if (isPathText(path) || isSecretText(path, workspace))
        return {
            fault: {
                what: 'is a text and not the path of a file',
                remedy: format === 'PEM'
                    ? 'Put the text into the input of the same name without `_path`.'
                    : 'Write it into a file first, and give the path of that.',
            },
        };
    const result = readRegularFile((0,node_path__WEBPACK_IMPORTED_MODULE_1__.resolve)(workspace, path));
    if ('content' in result)
        return result;
    if (result.problem === 'failed')
        return { fault: faultOf(result.code, (0,_values_js__WEBPACK_IMPORTED_MODULE_5__/* .quoteInput */ .Zs)(path), format) };
    const what = result.problem === 'too_long' ? `too long for ${format} (more than 1 MiB)` : 'not a regular file';
    return { fault: { what: `is ${(0,_values_js__WEBPACK_IMPORTED_MODULE_5__/* .quoteInput */ .Zs)(path)}, which is ${what}`, remedy: `Name a file with ${format}.` } };
}
/** Most files fit in, so that none of hundreds needs memory of its own before it is a text. */
const FIRST_BYTES = 64 * 1024;
const SCRATCH = Buffer.allocUnsafeSlow(FIRST_BYTES);
/**
 * Reads a regular file of at most 1 MiB. Opens it without blocking, so that a FIFO does not hang, and reads no more than that, so that
 * a file of /proc without a size does not fill the memory.
 * @param isRegular is it known to be a regular file?
 */
function readRegularFile(path, isRegular = false) {
    let descriptor;
    try {
        // O_NONBLOCK does not exist on Windows, which has no FIFOs either.
        // oxlint-disable-next-line typescript/no-unnecessary-condition
        descriptor = (0,node_fs__WEBPACK_IMPORTED_MODULE_0__.openSync)(path, node_fs__WEBPACK_IMPORTED_MODULE_0__.constants.O_RDONLY | (node_fs__WEBPACK_IMPORTED_MODULE_0__.constants.O_NONBLOCK ?? 0));
        if (!isRegular && !(0,node_fs__WEBPACK_IMPORTED_MODULE_0__.fstatSync)(descriptor).isFile())
            return { problem: 'not_regular' };
        const bytes = readBytes(descriptor);
        return bytes.length > LARGEST_FILE ? { problem: 'too_long' } : { content: (0,_x509_pem_js__WEBPACK_IMPORTED_MODULE_4__/* .textOfFile */ .nj)(bytes) };
    }
    catch (error) {
        return { problem: 'failed', code: (0,_errors_js__WEBPACK_IMPORTED_MODULE_2__/* .nodeErrorCode */ .uc)(error) };
    }
    finally {
        if (descriptor !== undefined)
            (0,node_fs__WEBPACK_IMPORTED_MODULE_0__.closeSync)(descriptor);
    }
}
/** At most one byte more than a file may have. They are overwritten by the next call. */
function readBytes(descriptor) {
    let buffer = SCRATCH;
    let length = 0;
    let count;
    do {
        count = (0,node_fs__WEBPACK_IMPORTED_MODULE_0__.readSync)(descriptor, buffer, length, buffer.length - length, null);
        length += count;
        if (length === buffer.length && length <= LARGEST_FILE)
            buffer = Buffer.concat([buffer], LARGEST_FILE + 1);
    } while (count > 0 && length < buffer.length);
    return buffer.subarray(0, length);
}
function faultOf(code, path, format) {
    if (code === 'ENOENT' || code === 'ENOTDIR')
        return {
            what: `is ${path}, and there is no such file`,
            remedy: 'Relative paths begin at the workspace. Check that the step that writes the file runs before this one.',
        };
    if (code === 'EACCES' || code === 'EPERM')
        return {
            what: `is ${path}, which this user may not read`,
            remedy: 'If it belongs to root, use chmod or chown first.',
        };
    return {
        what: `is ${path}, which cannot be read (${code || 'unknown error'})`,
        remedy: `Name a file with ${format}.`,
    };
}


/***/ }),

/***/ 3076:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   ET: () => (/* binding */ faultOfTemplate),
/* harmony export */   Kc: () => (/* binding */ hasPlaceholder),
/* harmony export */   VE: () => (/* binding */ DEFAULT_TEMPLATE),
/* harmony export */   ou: () => (/* binding */ fillTemplate)
/* harmony export */ });
/* unused harmony export PLACEHOLDERS */
/* harmony import */ var node_crypto__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(7598);
/* harmony import */ var _certificates_family_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(8593);
/* harmony import */ var _values_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(3368);



/** What a template may ask for. */
const PLACEHOLDERS = ['domain', 'id', 'key', 'ca'];
const DEFAULT_TEMPLATE = '{domain}';
/** Of a name that is cut, six hex digits behind a hyphen tell it from others that begin in the same way. */
const DIGITS = 6;
/** What is wrong with a template; undefined if nothing is. */
function faultOfTemplate(template) {
    const unknown = [...template.matchAll(/\{([^{}]*)\}/gu)].find(([, word = '']) => !isPlaceholder(word));
    const isOpen = /[{}]/u.test(template.replaceAll(/\{[^{}]*\}/gu, ''));
    if (unknown === undefined && !isOpen)
        return undefined;
    const known = PLACEHOLDERS.map((word) => `\`{${word}}\``).join(', ');
    return {
        what: unknown === undefined
            ? `is ${(0,_values_js__WEBPACK_IMPORTED_MODULE_2__/* .quoteInput */ .Zs)(template)}, with a brace that has no other half`
            : `has the unknown placeholder ${(0,_values_js__WEBPACK_IMPORTED_MODULE_2__/* .quoteInput */ .Zs)(unknown[0])}`,
        remedy: `The placeholders are ${known}.`,
    };
}
/** Does a template make a name of each certificate? */
function hasPlaceholder(template, word) {
    return PLACEHOLDERS.some((each) => (word === undefined || each === word) && template.includes(`{${each}}`));
}
/**
 * The name of a family: lower case, and of letters, digits, dots and hyphens alone. The wildcard of each client becomes a word.
 * @returns empty if nothing is left
 */
function fillTemplate(template, values, dnsNames) {
    const filled = template.replaceAll(/\{(\w+)\}/gu, (_, word) => isPlaceholder(word) ? nameWildcard(values[word]) : '');
    const name = nameWildcard(filled)
        .toLowerCase()
        .replaceAll(/[^a-z0-9.-]/gu, '-')
        .replace(/^[-.]+/u, '');
    if (name.length <= _certificates_family_js__WEBPACK_IMPORTED_MODULE_1__/* .FAMILY_NAME_MAX_LENGTH */ .pQ)
        return name;
    const digest = (0,node_crypto__WEBPACK_IMPORTED_MODULE_0__.createHash)('sha256').update(dnsNames.toSorted().join(',')).digest('hex').slice(0, DIGITS);
    return `${name.slice(0, _certificates_family_js__WEBPACK_IMPORTED_MODULE_1__/* .FAMILY_NAME_MAX_LENGTH */ .pQ - DIGITS - 1)}-${digest}`;
}
/** `*` in certificates and acme.sh, `_` in lego, `!` in Posh-ACME. */
function nameWildcard(text) {
    return text.replace(/^[*_!](?=\.|$)/u, 'wildcard');
}
function isPlaceholder(word) {
    return PLACEHOLDERS.some((each) => each === word);
}


/***/ }),

/***/ 3368:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   E1: () => (/* binding */ parseList),
/* harmony export */   Gw: () => (/* binding */ parseNames),
/* harmony export */   HU: () => (/* binding */ parseChoice),
/* harmony export */   Hz: () => (/* binding */ parseCheckedEndpoints),
/* harmony export */   LY: () => (/* binding */ parseMinDays),
/* harmony export */   MD: () => (/* binding */ namesAuto),
/* harmony export */   R0: () => (/* binding */ parseDnsNames),
/* harmony export */   U7: () => (/* binding */ parseDirectoryUrl),
/* harmony export */   Zs: () => (/* binding */ quoteInput),
/* harmony export */   aL: () => (/* binding */ parseEndpoints),
/* harmony export */   cG: () => (/* binding */ parseInteger),
/* harmony export */   nV: () => (/* binding */ parseApiUrl),
/* harmony export */   yG: () => (/* binding */ parseBoolean)
/* harmony export */ });
/* harmony import */ var node_net__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(7030);
/* harmony import */ var node_url__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(3136);
/* harmony import */ var _text_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(1957);
/* harmony import */ var _tls_endpoint_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(8285);
/* harmony import */ var _x509_masking_js__WEBPACK_IMPORTED_MODULE_4__ = __webpack_require__(4732);





const LONGEST_QUOTE = 80;
/** What the user typed, for a message. What looks like a key or a token is not quoted. */
function quoteInput(text) {
    return (0,_x509_masking_js__WEBPACK_IMPORTED_MODULE_4__/* .looksSecret */ .n)(text) ? 'a value that looks like a key or token' : `"${(0,_text_js__WEBPACK_IMPORTED_MODULE_2__/* .truncate */ .xv)((0,_text_js__WEBPACK_IMPORTED_MODULE_2__/* .flatten */ .Bq)(text), LONGEST_QUOTE)}"`;
}
/** The booleans of YAML 1.2's core schema (10.3.2). */
function parseBoolean(text) {
    if (/^(?:true|True|TRUE)$/u.test(text))
        return { value: true };
    if (/^(?:false|False|FALSE)$/u.test(text))
        return { value: false };
    return { fault: { what: `is ${quoteInput(text)}, and must be \`true\` or \`false\``, remedy: '' } };
}
/** A whole number within bounds. */
function parseInteger(text, least, most, unit) {
    const value = /^\d{1,9}$/u.test(text) ? Number(text) : NaN;
    return value >= least && value <= most
        ? { value }
        : {
            fault: {
                what: `is ${quoteInput(text)}, and must be a whole number of ${unit} from ${least} to ${most}`,
                remedy: '',
            },
        };
}
const MOST_DAYS = 3_650;
/** How much time must be left: `14`, `2.5`, `20%` or `auto`. */
function parseMinDays(text) {
    if (text === 'auto')
        return { value: { kind: 'auto' } };
    const { amount = '', sign } = /^(?<amount>\d{1,6}(?:\.\d{1,6})?|\.\d{1,6})(?: ?(?<sign>%))?$/u.exec(text)?.groups ?? {};
    const value = amount === '' ? NaN : Number(amount);
    if (sign === undefined && value <= MOST_DAYS)
        return { value: { kind: 'days', days: value } };
    if (sign !== undefined && value <= 100)
        return { value: { kind: 'percentage', percentage: value } };
    return {
        fault: {
            what: `is ${quoteInput(text)}, and must be a number of days from 0 to ${MOST_DAYS} such as \`14\` or \`2.5\`, a percentage of the lifetime up to \`100%\`, or \`auto\``,
            remedy: '',
        },
    };
}
/** One of a few words. */
function parseChoice(text, words) {
    const value = words.find((word) => word === text);
    if (value !== undefined)
        return { value };
    const choices = (0,_text_js__WEBPACK_IMPORTED_MODULE_2__/* .enumerate */ .HL)(words.map((word) => `\`${word}\``), Infinity, 'or');
    return { fault: { what: `is ${quoteInput(text)}, and must be ${choices}`, remedy: '' } };
}
/**
 * The address of the API: https, or http to a loopback address only, since the token travels with every request. Its value is never
 * part of the fault: it may hold a password.
 */
function parseApiUrl(text) {
    return parseUrl(text, 'https://api.digitalocean.com', 'the token travels with every request');
}
/** The address of an ACME directory by the same rules; `default` if none is given. */
function parseDirectoryUrl(text) {
    if (text === '')
        return { value: 'default' };
    return parseUrl(text, 'https://acme.example.com/directory', 'anyone on the network could change what it says');
}
function parseUrl(text, example, reason) {
    const url = URL.canParse(text) ? new URL(text) : undefined;
    if (url === undefined)
        return faultOf(`must be a complete URL, such as \`${example}\``);
    if (url.username !== '' || url.password !== '')
        return faultOf('must not have a user name or password');
    if (url.search !== '' || url.hash !== '')
        return faultOf('must not have a query (`?`) or fragment (`#`)');
    if ((0,_x509_masking_js__WEBPACK_IMPORTED_MODULE_4__/* .looksSecret */ .n)(url.href))
        return faultOf('looks like a key or token', 'Check which secret belongs to which input.');
    if (/\/v2\/?$/u.test(url.pathname))
        return faultOf('must not end in `/v2`, which is added to it');
    if (url.protocol === 'https:' || (url.protocol === 'http:' && isLoopback(url.hostname)))
        return { value: url };
    return faultOf(`must begin with \`https://\`, because ${reason}`, '`http://` is allowed only for a loopback address such as 127.0.0.1.');
}
function faultOf(what, remedy = '') {
    return { fault: { what, remedy } };
}
/** `localhost`, 127.0.0.0/8 and ::1 (RFC 6761, 6.3; RFC 1122, 3.2.1.3; RFC 4291, 2.5.3). */
function isLoopback(hostname) {
    const host = hostname.replace(/^\[|\]$/gu, '');
    return host === 'localhost' || host === '::1' || ((0,node_net__WEBPACK_IMPORTED_MODULE_0__.isIP)(host) === 4 && host.startsWith('127.'));
}
/** A list separated by commas or lines; blanks around the entries and empty ones do not count. */
function parseList(text) {
    return [...new Set(text.split(/[,\r\n]+/u).map((entry) => entry.trim()))].filter((entry) => entry !== '');
}
/** Names or ids of certificates. */
function parseNames(text) {
    return (0,_x509_masking_js__WEBPACK_IMPORTED_MODULE_4__/* .looksSecret */ .n)(text) ? { fault: SECRET } : { value: parseList(text) };
}
const SECRET = {
    what: 'has an entry that looks like a key or token',
    remedy: 'Check which secret belongs to which input.',
};
/** Endpoints separated by commas or lines. */
function parseEndpoints(text) {
    // As a whole: of a key in lines, a line alone may look like a name.
    if ((0,_x509_masking_js__WEBPACK_IMPORTED_MODULE_4__/* .looksSecret */ .n)(text))
        return { fault: SECRET };
    if (namesAuto(text))
        return {
            fault: { what: 'has `auto`, which only `operation: check` accepts', remedy: 'List the hosts.' },
        };
    const endpoints = [];
    for (const entry of parseList(text)) {
        const endpoint = (0,_tls_endpoint_js__WEBPACK_IMPORTED_MODULE_3__/* .parseEndpoint */ .Bk)(entry);
        if (endpoint === undefined)
            return {
                fault: {
                    what: `has ${quoteInput(entry)}, which is none of \`host\`, \`host:port\` and \`host@address:port\``,
                    remedy: '`host` is a DNS name without a wildcard, or an IP address. An IPv6 address stands in brackets.',
                },
            };
        endpoints.push(endpoint);
    }
    return endpoints.length === 0 && text !== ''
        ? { fault: { what: 'has no endpoint', remedy: '' } }
        : { value: endpoints };
}
/** Is `auto` among the endpoints? It stands for the DNS names of the certificates in use. */
function namesAuto(text) {
    return parseList(text).includes('auto');
}
/** The endpoints of a check beside `auto`. */
function parseCheckedEndpoints(text) {
    if (!namesAuto(text) || (0,_x509_masking_js__WEBPACK_IMPORTED_MODULE_4__/* .looksSecret */ .n)(text))
        return parseEndpoints(text);
    const others = parseList(text).filter((entry) => entry !== 'auto');
    return parseEndpoints(others.join('\n'));
}
/** DNS names separated by commas or lines, as a certificate is ordered for them: in lower case, Unicode as ASCII, `*.` at most in front. */
function parseDnsNames(text) {
    if ((0,_x509_masking_js__WEBPACK_IMPORTED_MODULE_4__/* .looksSecret */ .n)(text))
        return { fault: SECRET };
    const names = [];
    for (const entry of parseList(text)) {
        const wildcard = entry.startsWith('*.') ? '*.' : '';
        const host = (0,node_url__WEBPACK_IMPORTED_MODULE_1__.domainToASCII)(entry.slice(wildcard.length)).toLowerCase().replace(/\.$/u, '');
        if (!isDnsName(host))
            return {
                fault: {
                    what: `has ${quoteInput(entry)}, which is no DNS name such as \`www.example.com\` or \`*.example.com\``,
                    remedy: '',
                },
            };
        names.push(wildcard + host);
    }
    return names.length === 0 && text !== ''
        ? { fault: { what: 'has no name', remedy: '' } }
        : { value: [...new Set(names)] };
}
/** Labels of letters, digits and hyphens, two of them or more (RFC 1035, 2.3.1 and 2.3.4). */
function isDnsName(host) {
    const labels = host.split('.');
    return (host.length <= 253 &&
        labels.length > 1 &&
        labels.every((label) => /^(?!-)[a-z0-9-]{1,63}(?<!-)$/u.test(label)) &&
        (0,node_net__WEBPACK_IMPORTED_MODULE_0__.isIP)(host) === 0);
}


/***/ }),

/***/ 8895:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  so: () => (/* binding */ SINK),
  main: () => (/* binding */ main),
  SA: () => (/* binding */ makeRun),
  z8: () => (/* binding */ report),
  Bg: () => (/* binding */ resultOf),
  xj: () => (/* binding */ runOperation),
  systemMachine: () => (/* binding */ systemMachine)
});

// EXTERNAL MODULE: ./build/node_modules/@actions/core/lib/core.js + 3 modules
var core = __webpack_require__(6805);
// EXTERNAL MODULE: ./build/certificates/describe.js
var describe = __webpack_require__(1624);
;// CONCATENATED MODULE: ./build/consumers/lazy-clusters.js
/** See {@link LazyClusters}. */
function makeLazyClusters(access) {
    let opened;
    return {
        open: () => (opened ??= Promise.all(/* import() */[__webpack_require__.e(7), __webpack_require__.e(961)]).then(__webpack_require__.bind(__webpack_require__, 9961)).then(({ makeClusters }) => makeClusters(access))),
        close: async () => {
            await (await opened)?.close();
        },
    };
}

// EXTERNAL MODULE: ./build/errors.js
var errors = __webpack_require__(9473);
// EXTERNAL MODULE: ./build/text.js + 1 modules
var build_text = __webpack_require__(1957);
// EXTERNAL MODULE: ./build/version.js
var version = __webpack_require__(8508);
// EXTERNAL MODULE: ./build/waiting.js
var waiting = __webpack_require__(7375);
// EXTERNAL MODULE: ./build/digitalocean/json.js
var json = __webpack_require__(1389);
// EXTERNAL MODULE: ./build/digitalocean/proxies.js
var digitalocean_proxies = __webpack_require__(7755);
;// CONCATENATED MODULE: ./build/digitalocean/rate-limit.js



/** The limit of a token for bursts (API reference, "Rate Limit"); that of an hour is waited for if it is hit. */
const TOKEN_LIMIT = { calls: 250, windowMs: 60_000 };
/** The API's window and ours do not begin at the same moment, in milliseconds. */
const MARGIN_MS = 100;
/** A pacer with the limit of the token and those of resources. */
function makePacer(deadline) {
    const callsOf = new Map();
    const now = () => deadline.clock.monotonicMs();
    let heldUntilMs = -Infinity;
    /** How long until one more call fits into a window. */
    const waitOf = (key, { calls, windowMs }) => {
        const call = callsOf.get(key)?.at(-calls);
        return call === undefined ? 0 : call.latestMs + windowMs + MARGIN_MS - now();
    };
    const note = (key, { calls }, call) => {
        callsOf.set(key, [...(callsOf.get(key) ?? []), call].slice(-calls));
    };
    return {
        take: async ({ path, rateLimit }) => {
            const limits = [
                ['', TOKEN_LIMIT],
                ...(rateLimit === undefined ? [] : [[path, rateLimit]]),
            ];
            const waitMs = () => Math.max(heldUntilMs - now(), ...limits.map(([key, limit]) => waitOf(key, limit)));
            // Looked at again after each pause: others went first, a 429 came, or the timer was late.
            for (let ms = waitMs(); ms > 0; ms = waitMs()) {
                if (ms > deadline.remainingMs())
                    throw limitError(path, ms);
                await (0,waiting/* pause */.v7)(deadline, ms);
            }
            const call = { latestMs: now() };
            for (const [key, limit] of limits)
                note(key, limit, call);
            return () => {
                call.latestMs = now();
            };
        },
        holdBack: (ms) => {
            heldUntilMs = Math.max(heldUntilMs, now() + ms);
        },
    };
}
function limitError(path, waitMs) {
    return new errors/* ActionError */.lZ('timeout', `The API's rate limit allows the next request to ${path} in ${(0,build_text/* formatSeconds */.Xo)(waitMs)}, after \`wait_timeout\` ends. Run this again, or raise \`wait_timeout\`.`);
}

// EXTERNAL MODULE: ./build/digitalocean/responses.js
var responses = __webpack_require__(5147);
// EXTERNAL MODULE: ./build/digitalocean/retry.js
var retry = __webpack_require__(9301);
// EXTERNAL MODULE: ./build/digitalocean/transport.js
var transport = __webpack_require__(4278);
;// CONCATENATED MODULE: ./build/digitalocean/client.js










/**
 * Opens the client of one API: bearer token, a limit on each request and on all waiting, no redirects, and proxies for https as
 * `HTTPS_PROXY` and `NO_PROXY` say.
 * @throws InputError if the proxy's address cannot be used
 */
async function openClient(options) {
    const { apiUrl, token, random, deadline, log, show } = options;
    const { clock } = deadline;
    const transport = await openTransport(options);
    const afterStop = (0,waiting/* makeGrace */.$d)(deadline);
    const pacer = makePacer(deadline);
    const prefix = apiUrl.pathname.replace(/\/+$/u, '');
    const headers = {
        authorization: `Bearer ${token}`,
        accept: 'application/json',
        'user-agent': `digitalocean-certificate-action/${version/* VERSION */.x}`,
    };
    const send = async (request) => {
        const { method, resource, query, body } = request;
        const path = prefix + (0,responses/* pathOf */.XM)(request) + (query === undefined ? '' : `?${query}`);
        const end = await pacer.take(resource);
        (0,waiting/* throwIfOver */.W3)(deadline, (0,responses/* requestLine */.uA)(request));
        const limitMs = deadline.requestMs();
        const signal = AbortSignal.any([clock.timeoutSignal(limitMs), afterStop]);
        let status = 0;
        let received = {};
        try {
            const sending = transport.send({
                path,
                method,
                headers: body === undefined ? headers : { ...headers, 'content-type': 'application/json' },
                body: body === undefined ? null : JSON.stringify(body),
                signal,
            });
            // While it connects through a proxy, undici does not heed the signal.
            const response = await (0,waiting/* orAborted */.H6)(sending, signal);
            status = response.status;
            received = response.headers;
            const text = await (0,waiting/* orAborted */.H6)(response.text(), signal);
            return (0,responses/* makeResponse */.wv)(status, received, parseBody(text, status), show);
        }
        catch (error) {
            const ended = afterStop.aborted ? 'the job was cancelled' : `none within ${(0,build_text/* formatSeconds */.Xo)(limitMs)}`;
            const reason = signal.aborted ? ended : (0,errors/* describeNodeError */.m$)(error);
            return (0,responses/* makeLost */.jX)(status, received, reason, show);
        }
        finally {
            end();
        }
    };
    const pauseMs = (attempt, request, response) => {
        if (attempt >= retry/* MOST_ATTEMPTS */.py)
            throw (0,responses/* apiErrorOf */.qT)(request, response, `Tried ${attempt} times.`);
        const requestedMs = (0,retry/* requestedPauseMs */.hB)(response.status, response.headers, clock.now());
        const ms = requestedMs === undefined ? (0,retry/* backoffMs */.jo)(attempt, random) : requestedMs + 250 * random();
        // The limit is the token's: whatever else is sent would be refused too.
        if (response.status === 429)
            pacer.holdBack(ms);
        if (ms > deadline.remainingMs()) {
            const until = requestedMs === undefined ? '' : `It asks to wait until ${(0,build_text/* formatTime */.fU)(clock.now() + requestedMs)}. `;
            throw (0,responses/* apiErrorOf */.qT)(request, response, `${until}The next attempt would be after \`wait_timeout\`.`);
        }
        return ms;
    };
    const repeat = async (request, judge) => {
        for (let attempt = 1;; attempt += 1) {
            const verdict = await judge(await send(request));
            if ('value' in verdict)
                return verdict.value;
            (0,waiting/* throwIfCancelled */.dZ)(deadline);
            const ms = pauseMs(attempt, request, verdict.retry);
            const next = `attempt ${attempt + 1} of ${retry/* MOST_ATTEMPTS */.py} in ${(0,build_text/* formatSeconds */.Xo)(Math.max(ms, 1_000))}`;
            log.info(`${(0,responses/* requestLine */.uA)(request)}: ${describeResponse(verdict.retry)}; ${next}`);
            await (0,waiting/* pause */.v7)(deadline, ms);
        }
    };
    const read = (request, missing, parse) => repeat(request, (response) => {
        const value = response.kind === 'response' && response.status === 200 ? parse(response.body) : undefined;
        if (value !== undefined)
            return { value };
        const retry = (0,responses/* isSuccess */.oJ)(response) ? (0,responses/* asLost */.zy)(response, missing) : response;
        if (!(0,responses/* isTransient */.dg)(retry))
            throw (0,responses/* apiErrorOf */.qT)(request, retry);
        return { retry };
    });
    return { deadline, log, send, repeat, read, pauseMs, close: () => transport.close() };
}
async function openTransport({ apiUrl, proxies }) {
    if (!(0,digitalocean_proxies/* mayUseProxy */.VP)(apiUrl, proxies))
        return (0,transport/* openDirect */.O)(apiUrl);
    const { openProxied } = await Promise.all(/* import() */[__webpack_require__.e(7), __webpack_require__.e(418)]).then(__webpack_require__.bind(__webpack_require__, 7418));
    return openProxied(apiUrl, proxies);
}
/** JSON; undefined for an error without (the edge sends HTML, or nothing), and for a 204. */
function parseBody(text, status) {
    const isOk = status >= 200 && status < 300;
    if (status === 204)
        return undefined;
    if (isOk && text.trim() === '')
        throw new Error('the response is empty');
    try {
        return (0,json/* parseJson */.qF)(text);
    }
    catch {
        if (isOk)
            throw new Error('the response is not JSON');
        return undefined;
    }
}
function describeResponse(response) {
    return response.kind === 'lost'
        ? `no readable response (${response.reason})`
        : `the API responded ${response.status}`;
}

// EXTERNAL MODULE: ./build/inputs/environment.js
var environment = __webpack_require__(2693);
// EXTERNAL MODULE: ./build/x509/masking.js + 1 modules
var masking = __webpack_require__(4732);
// EXTERNAL MODULE: ./build/inputs/definitions.js
var definitions = __webpack_require__(7450);
// EXTERNAL MODULE: ./build/certificates/family.js
var family = __webpack_require__(8593);
// EXTERNAL MODULE: ./build/inputs/name-template.js
var name_template = __webpack_require__(3076);
// EXTERNAL MODULE: ./build/inputs/values.js
var values = __webpack_require__(3368);
;// CONCATENATED MODULE: ./build/inputs/reader.js







/** The longest name that is looked for; those that are created are shorter. */
const NAME_MAX_LENGTH = 255;
/** Has every value been read? */
function isComplete(values) {
    return Object.values(values).every((value) => value !== undefined);
}
/** The text of an input, without the blanks around it. */
function textOf({ raw }, input) {
    return raw.text(input).trim();
}
/** The value of an input or of its default; undefined if it cannot be read, which is then among the problems. */
function reader_valueOf(reader, input, parse) {
    const parsed = parse(textOf(reader, input) || definitions/* INPUTS */.mc[input].default);
    if ('value' in parsed)
        return parsed.value;
    reader.problems.push((0,errors/* faultSentences */.Lm)(`\`${input}\``, parsed.fault));
    return undefined;
}
/** Reports what is wrong with `name`. It is not quoted: what is too long, or has line ends, may be a secret in the wrong place. */
function checkName({ raw, problems }, most) {
    const name = raw.text('name').trim();
    if ((0,masking/* looksSecret */.n)(name))
        problems.push('`name` looks like a key or token. Check which secret belongs to which input, or choose another name.');
    else if (name.length > most)
        problems.push(`\`name\` has ${name.length} characters. Use at most ${most}.`);
    if (/\p{Cc}/u.test(name))
        problems.push('`name` has line ends or control characters. It must be one line of plain text.');
}
/** The `name` of a family that gets a new member; undefined if there is none. */
function familyNameIn(reader) {
    const name = textOf(reader, 'name');
    if (name === '')
        reader.missing.push('`name`');
    checkName(reader, family/* FAMILY_NAME_MAX_LENGTH */.pQ);
    if ((0,name_template/* hasPlaceholder */.Kc)(name))
        reader.problems.push(`\`name\` is ${(0,values/* quoteInput */.Zs)(name)}, which is a template for \`directory\`. Set \`directory\`.`);
    return name === '' ? undefined : name;
}
/** What `id` or `name` stands for; undefined, and among the missing, if neither is given. */
function targetOf(reader) {
    const target = optionalTargetOf(reader);
    if (target === undefined)
        reader.missing.push('`name` (or `id`)');
    return target;
}
/** What `id` or `name` stands for; undefined if neither is given. */
function optionalTargetOf(reader) {
    const { problems } = reader;
    const [id, name] = [textOf(reader, 'id'), textOf(reader, 'name')];
    checkName(reader, NAME_MAX_LENGTH);
    if (id !== '' && name !== '')
        problems.push('`id` and `name` are both set. Set only one of them.');
    if (id !== '' && !(0,responses/* isUuid */.O1)(id))
        problems.push(`\`id\` is ${(0,values/* quoteInput */.Zs)(id)}, and must be the id of a certificate, a UUID such as 892071a0-bb95-49bc-8021-3afd67a210bf. Put a name into \`name\`.`);
    if (id === '' && name === '')
        return undefined;
    return id === '' ? { name } : { id: id.toLowerCase() };
}

// EXTERNAL MODULE: ./build/x509/supplied.js + 3 modules
var supplied = __webpack_require__(3516);
;// CONCATENATED MODULE: ./build/inputs/pem-inputs.js





/** The inputs that a certificate is supplied with. */
const PEM_INPUTS = [
    'private_key',
    'leaf_certificate',
    'certificate_chain',
    'private_key_path',
    'leaf_certificate_path',
    'certificate_chain_path',
];
/** The certificate in the PEM inputs; undefined if there is a problem with one, which is then among the problems. */
function suppliedIn(reader, now) {
    const allowsTestCa = reader_valueOf(reader, 'allow_test_ca', values/* parseBoolean */.yG);
    const privateKey = pemIn(reader, 'private_key', 'private_key_path', true);
    const leafCertificate = pemIn(reader, 'leaf_certificate', 'leaf_certificate_path', true);
    const certificateChain = pemIn(reader, 'certificate_chain', 'certificate_chain_path', false);
    if (privateKey === undefined || leafCertificate === undefined || certificateChain === undefined)
        return undefined;
    const result = (0,supplied/* readSupplied */.$)({ privateKey, leafCertificate, ...(certificateChain.content.trim() === '' ? {} : { certificateChain }) }, new Date(now), { allowsTestCa });
    reader.remarks.push(...result.remarks);
    if ('supplied' in result)
        return result.supplied;
    reader.problems.push(...result.problems);
    return undefined;
}
/** The PEM of one input or the other; undefined if there is a problem with it. */
function pemIn({ raw, problems, missing }, input, pathInput, isRequired) {
    const text = raw.text(input);
    const file = raw.files[pathInput];
    if (text.trim() !== '' && file !== undefined)
        problems.push(`\`${input}\` and \`${pathInput}\` are both set. Set only one of them.`);
    else if (text.trim() !== '')
        return { input, content: text };
    else if (file === undefined && isRequired)
        missing.push(`\`${input}\` (or \`${pathInput}\`)`);
    else if (file === undefined)
        return { input, content: '' };
    else if ('fault' in file)
        problems.push((0,errors/* faultSentences */.Lm)(`\`${pathInput}\``, file.fault));
    else
        return { input: pathInput, content: file.content };
    return undefined;
}
/** Rejects PEM where DigitalOcean makes key and certificate itself. */
function rejectPem({ raw, problems }) {
    const found = PEM_INPUTS.filter((input) => raw.text(input).trim() !== '');
    if (found.length === 0)
        return;
    const named = (0,build_text/* enumerate */.HL)(found.map((input) => `\`${input}\``));
    problems.push(`${named} ${found.length === 1 ? 'is' : 'are'} set together with \`type: lets_encrypt\`, for which DigitalOcean creates the key and orders the certificate itself. Remove the PEM, or remove \`type\` to upload what you have.`);
}

;// CONCATENATED MODULE: ./build/inputs/directory-inputs.js








/** Is a folder of certificates supplied? If not, reports the inputs that have no meaning without one. */
function suppliesDirectory(reader, options) {
    if (textOf(reader, 'directory') !== '')
        return true;
    for (const input of options) {
        if (['', definitions/* INPUTS */.mc[input].default].includes(textOf(reader, input)))
            continue;
        const message = `\`${input}\` is ignored, because \`directory\` is not set. Remove it, or set \`directory\`.`;
        reader.remarks.push({ level: 'warning', message });
    }
    return false;
}
/** What `present` or `create` does with a folder; undefined if something is wrong, which is then among the problems. */
function directoryCreationIn(reader, operation, now, dryRun) {
    if (!['', definitions/* INPUTS */.mc.type.default].includes(textOf(reader, 'type')))
        reader.problems.push('`type` and `directory` are both set. `directory` uploads the certificates that are in it. Set only one of them.');
    if (textOf(reader, 'dns_names') !== '')
        reader.remarks.push({
            level: 'warning',
            message: '`dns_names` is ignored, because `directory` uses the names in the certificates. Remove it.',
        });
    const onMismatch = operation === 'present'
        ? reader_valueOf(reader, 'on_mismatch', (text) => (0,values/* parseChoice */.HU)(text, ['fail', 'warn']))
        : 'fail';
    const directory = contentIn(reader, now, false);
    if (directory === undefined || onMismatch === undefined || dryRun === undefined)
        return undefined;
    const common = { type: 'directory', directory, dryRun };
    return operation === 'present' ? { operation, onMismatch, ...common } : { operation, ...common };
}
/** What `rotate` does with a folder; undefined if something is wrong, which is then among the problems. */
function directoryRotationIn(reader, now, options) {
    for (const input of ['id', 'source'])
        if (!['', definitions/* INPUTS */.mc[input].default].includes(textOf(reader, input)))
            reader.problems.push(`\`${input}\` and \`directory\` are both set. Set only one of them.`);
    const onMissing = reader_valueOf(reader, 'on_missing', (text) => (0,values/* parseChoice */.HU)(text, ['fail', 'create', 'skip']));
    const directory = contentIn(reader, now, true);
    if (directory === undefined || onMissing === undefined || options === undefined)
        return undefined;
    return { type: 'directory', directory, onMissing, ...options };
}
function contentIn(reader, now, needsNames) {
    const { raw, problems, remarks } = reader;
    rejectPemBeside(reader);
    const allowsTestCa = reader_valueOf(reader, 'allow_test_ca', values/* parseBoolean */.yG);
    const template = templateIn(reader);
    const include = reader_valueOf(reader, 'include', values/* parseNames */.Gw);
    const exclude = reader_valueOf(reader, 'exclude', values/* parseNames */.Gw);
    if (allowsTestCa === undefined || template === undefined || include === undefined || exclude === undefined)
        return undefined;
    const reading = raw.directory?.entriesFor({
        template,
        include,
        exclude,
        allowsTestCa,
        needsNames,
        now: new Date(now),
    });
    if (reading === undefined)
        return undefined;
    if ('fault' in reading) {
        problems.push((0,errors/* faultSentences */.Lm)(`\`${reading.input}\``, reading.fault));
        return undefined;
    }
    remarks.push(...reading.remarks);
    return reading.content;
}
function rejectPemBeside(reader) {
    const found = PEM_INPUTS.filter((input) => textOf(reader, input) !== '').map((input) => `\`${input}\``);
    if (found.length > 0)
        reader.problems.push(`\`directory\` is set together with ${(0,build_text/* enumerate */.HL)(found)}, which it replaces. Set only one of them.`);
}
/** The template for names. It is not quoted if it may be a secret in the wrong place. */
function templateIn(reader) {
    const template = textOf(reader, 'name') || name_template/* DEFAULT_TEMPLATE */.VE;
    const fault = (0,masking/* looksSecret */.n)(template)
        ? { what: 'looks like a key or token', remedy: 'Check which secret belongs to which input.' }
        : (0,name_template/* faultOfTemplate */.ET)(template);
    if (fault === undefined)
        return template;
    reader.problems.push((0,errors/* faultSentences */.Lm)('`name`', fault));
    return undefined;
}

;// CONCATENATED MODULE: ./build/inputs/tasks.js





/** The task of one operation; undefined if something is wrong, which is then among the problems. */
function taskOf(reader, operation, now) {
    // Read first, and for each operation that knows it, so that a slip in it is reported with the others.
    const dryRun = (0,definitions/* isReadBy */.wj)('dry_run', operation) ? reader_valueOf(reader, 'dry_run', values/* parseBoolean */.yG) : false;
    switch (operation) {
        case 'list': {
            const name = textOf(reader, 'name');
            if (name !== '')
                checkName(reader, NAME_MAX_LENGTH);
            return { operation, name: name === '' ? undefined : name };
        }
        case 'get': {
            const target = targetOf(reader);
            return target && { operation, target };
        }
        case 'create':
        case 'present':
            return creationIn(reader, operation, now, dryRun);
        case 'rotate':
            return rotationIn(reader, now, dryRun);
        case 'check':
            return checkIn(reader);
        case 'delete':
        case 'absent': {
            const target = targetOf(reader);
            return target && dryRun !== undefined ? { operation, target, dryRun } : undefined;
        }
    }
}
function creationIn(reader, operation, now, dryRun) {
    if (suppliesDirectory(reader, ['layout', 'include', 'exclude']))
        return directoryCreationIn(reader, operation, now, dryRun);
    const name = familyNameIn(reader);
    const type = reader_valueOf(reader, 'type', (text) => (0,values/* parseChoice */.HU)(text, ['custom', 'lets_encrypt']));
    const onMismatch = operation === 'present'
        ? reader_valueOf(reader, 'on_mismatch', (text) => (0,values/* parseChoice */.HU)(text, ['fail', 'warn']))
        : 'fail';
    if (type === 'lets_encrypt') {
        rejectPem(reader);
        if (textOf(reader, 'dns_names') === '')
            reader.missing.push('`dns_names`');
        const dnsNames = reader_valueOf(reader, 'dns_names', values/* parseDnsNames */.R0);
        const flags = { name, dnsNames, onMismatch, dryRun };
        return isComplete(flags) ? { operation, type, ...flags } : undefined;
    }
    if (textOf(reader, 'dns_names') !== '') {
        const message = '`dns_names` is ignored, because `type: custom` uses the names in the certificate. Remove it.';
        reader.remarks.push({ level: 'warning', message });
    }
    // With an invalid `type`, what else is wrong is reported all the same.
    const supplied = suppliedIn(reader, now);
    const flags = { type, name, supplied, onMismatch, dryRun };
    if (!isComplete(flags))
        return undefined;
    return operation === 'present' ? { operation, ...flags } : { operation, ...flags };
}
/** Does this check probe endpoints and nothing else? Then it needs no token. */
function checksEndpointsOnly(reader, operation) {
    const isSet = (input) => textOf(reader, input) !== '';
    const endpoints = textOf(reader, 'endpoints');
    return operation === 'check' && endpoints !== '' && !(0,values/* namesAuto */.MD)(endpoints) && !isSet('id') && !isSet('name');
}
function checkIn(reader) {
    const target = optionalTargetOf(reader);
    const probesNamesInUse = (0,values/* namesAuto */.MD)(textOf(reader, 'endpoints'));
    const endpoints = reader_valueOf(reader, 'endpoints', values/* parseCheckedEndpoints */.Hz);
    const minDays = reader_valueOf(reader, 'min_days', values/* parseMinDays */.LY);
    const onExpiring = reader_valueOf(reader, 'on_expiring', (text) => (0,values/* parseChoice */.HU)(text, ['fail', 'warn', 'ignore']));
    const reportsIssue = reader_valueOf(reader, 'report_issue', values/* parseBoolean */.yG);
    const dnsNames = reader_valueOf(reader, 'dns_names', values/* parseDnsNames */.R0);
    const acmeDirectory = reader_valueOf(reader, 'acme_directory', values/* parseDirectoryUrl */.U7);
    const allowsTestCa = reader_valueOf(reader, 'allow_test_ca', values/* parseBoolean */.yG);
    const probed = { probesNamesInUse, endpoints, acmeDirectory, allowsTestCa };
    const flags = { ...probed, minDays, dnsNames, onExpiring, reportsIssue };
    if (!isComplete(flags))
        return undefined;
    if (flags.dnsNames.length > 0 && target === undefined)
        reader.remarks.push({
            level: 'warning',
            message: '`dns_names` is ignored, because they are the names of one certificate. Set `name` or `id`, or remove it.',
        });
    const others = checksEndpointsOnly(reader, 'check') ? { kind: 'endpoints' } : { kind: 'account' };
    const directory = flags.acmeDirectory === 'default' ? undefined : flags.acmeDirectory;
    const scope = target === undefined ? others : { kind: 'certificate', target };
    return {
        operation: 'check',
        scope,
        ...flags,
        acmeDirectory: directory,
        dnsNames: target === undefined ? [] : flags.dnsNames,
    };
}
function rotationIn(reader, now, dryRun) {
    if (suppliesDirectory(reader, ['layout', 'include', 'exclude', 'on_missing']))
        return directoryRotationIn(reader, now, rotateOptionsIn(reader, dryRun));
    const source = reader_valueOf(reader, 'source', (text) => (0,values/* parseChoice */.HU)(text, ['supplied', 'uploaded']));
    const certificate = source === 'uploaded' ? uploadedIn(reader) : suppliedForRotation(reader, now);
    const options = rotateOptionsIn(reader, dryRun);
    return source === undefined || certificate === undefined || options === undefined
        ? undefined
        : { ...certificate, ...options };
}
function rotateOptionsIn(reader, dryRun) {
    const replaces = reader_valueOf(reader, 'replaces', values/* parseNames */.Gw);
    const deletePrevious = reader_valueOf(reader, 'delete_previous', values/* parseBoolean */.yG);
    const allowDroppedNames = reader_valueOf(reader, 'allow_dropped_names', values/* parseBoolean */.yG);
    const allowOlder = reader_valueOf(reader, 'allow_older', values/* parseBoolean */.yG);
    const minDays = reader_valueOf(reader, 'min_days', values/* parseMinDays */.LY);
    const endpoints = reader_valueOf(reader, 'endpoints', values/* parseEndpoints */.aL);
    const kubernetes = reader_valueOf(reader, 'kubernetes', (text) => (0,values/* parseChoice */.HU)(text, ['auto', 'annotate', 'leave']));
    const flags = { replaces, deletePrevious, allowDroppedNames, allowOlder, minDays, endpoints, kubernetes, dryRun };
    return isComplete(flags) ? { operation: 'rotate', ...flags } : undefined;
}
function suppliedForRotation(reader, now) {
    if (textOf(reader, 'id') !== '')
        reader.problems.push('`id` belongs to `source: uploaded`. Set that to put an uploaded certificate in place, or set `name` instead of `id`.');
    const name = familyNameIn(reader);
    const supplied = suppliedIn(reader, now);
    if (supplied !== undefined && supplied.dnsNames.length + supplied.ipAddresses.length === 0)
        reader.problems.push('The leaf certificate has no DNS name or IP address in its subjectAltName, so which names it would serve is not known. Issue it with its names.');
    return name === undefined || supplied === undefined ? undefined : { source: 'supplied', name, supplied };
}
function uploadedIn(reader) {
    for (const input of PEM_INPUTS)
        if (textOf(reader, input) !== '')
            reader.remarks.push({
                level: 'warning',
                message: `\`${input}\` is ignored, because \`source: uploaded\` uploads nothing. Remove it, or remove \`source\`.`,
            });
    const target = targetOf(reader);
    return target && { source: 'uploaded', target };
}

;// CONCATENATED MODULE: ./build/inputs/parse.js







const SECRETS_HINT = 'Secrets are not passed to forks, Dependabot, or called workflows without `secrets: inherit`.';
const TOKEN = '`token`';
const LONGEST_WAIT_S = 86_400;
const NO_TOKEN = { value: '', source: '' };
/** The tokens of the other side: one in the wrong input would travel to the wrong host. */
const GITHUB_TOKEN = /^(?:gh[oprsu]_|github_pat_)/u;
const DIGITALOCEAN_TOKEN = /^do[opr]_v1_|^[0-9a-f]{64}$/u;
/** No token of DigitalOcean has capitals; a piece of a key has, and would be sent. */
const MIXED_CASE = /^(?=.*[A-Z])(?=.*[a-z])(?=.*\d).{12,}$/u;
/** What GitHub's tokens may become: three parts in base64, which begin with a brace (RFC 7519, 3.1). */
const WEB_TOKEN = /^eyJ[\w-]+\.[\w-]+\.[\w-]+$/u;
/**
 * Checks all inputs and turns them into one task.
 * @param now milliseconds since the epoch; certificates must be valid then
 * @throws InputError with all problems
 */
function parseInputs(raw, now) {
    const reader = { raw, problems: [], missing: [], remarks: [] };
    if (raw.isTlsUnverified)
        reader.problems.push('The environment variable NODE_TLS_REJECT_UNAUTHORIZED is 0, so anyone on the network could read the token. Remove it. For a CA of your own, set NODE_EXTRA_CA_CERTS to a file with its root.');
    const operation = reader_valueOf(reader, 'operation', (text) => (0,values/* parseChoice */.HU)(text, definitions/* OPERATION_NAMES */.d0));
    const apiUrl = reader_valueOf(reader, 'api_url', values/* parseApiUrl */.nV);
    const waitTimeoutS = reader_valueOf(reader, 'wait_timeout', (text) => (0,values/* parseInteger */.cG)(text, 0, LONGEST_WAIT_S, 'seconds'));
    const needsToken = operation === undefined || !checksEndpointsOnly(reader, operation);
    if (needsToken)
        checkToken(reader);
    checkGithubToken(reader);
    const kubeconfig = operation === 'rotate' ? kubeconfigIn(reader) : undefined;
    const task = operation === undefined ? undefined : taskOf(reader, operation, now);
    if (operation !== undefined)
        warnOfIgnored(reader, operation);
    if (reader.missing.length > 0)
        reader.problems.unshift(missingProblem(reader.missing, operation));
    if (reader.problems.length > 0 || task === undefined || apiUrl === undefined || waitTimeoutS === undefined) {
        throw new errors/* InputError */.dz(reader.problems);
    }
    const token = needsToken ? raw.token : NO_TOKEN;
    return { task, token, apiUrl, waitTimeoutMs: waitTimeoutS * 1_000, kubeconfig, remarks: reader.remarks };
}
function missingProblem(inputs, operation) {
    const token = inputs.includes(TOKEN)
        ? ' The token may also come from the environment variable DIGITALOCEAN_ACCESS_TOKEN or DIGITALOCEAN_TOKEN.'
        : '';
    // An empty secret must never be mistaken for a wish to upload nothing: so that has an input of its own.
    const source = operation === 'rotate' && inputs.some((input) => /^`(?:private_key|leaf_certificate)`/u.test(input))
        ? ' To finish a rotation without the key, set `source: uploaded`.'
        : '';
    return `${(0,build_text/* enumerate */.HL)(inputs)} ${inputs.length === 1 ? 'is' : 'are'} empty or not set. ${SECRETS_HINT}${token}${source}`;
}
function checkToken({ raw, problems, missing }) {
    const { value, source } = raw.token;
    if (value === '')
        missing.push(TOKEN);
    else if (!/^[\x21-\x7e]+$/u.test(value))
        problems.push(`The token from ${source} has spaces, line ends or other characters that no token has. Copy it again.`);
    else if (GITHUB_TOKEN.test(value))
        problems.push(`The token from ${source} is a GitHub token. Use one of DigitalOcean. GitHub's belongs into \`github_token\`.`);
    else if (!DIGITALOCEAN_TOKEN.test(value) && ((0,masking/* looksSecret */.n)(value) || MIXED_CASE.test(value)))
        problems.push(`The token from ${source} looks like a key. Check which secret belongs to which input.`);
}
/** The connection of `kubeconfig_path`; undefined if there is none, or a problem with it. */
function kubeconfigIn({ raw, problems }) {
    const { kubeconfig } = raw;
    if (kubeconfig === undefined || 'connection' in kubeconfig)
        return kubeconfig?.connection;
    problems.push((0,errors/* faultSentences */.Lm)('`kubeconfig_path`', kubeconfig.fault));
    return undefined;
}
function checkGithubToken({ raw, problems }) {
    const { token } = raw.github;
    if (DIGITALOCEAN_TOKEN.test(token))
        problems.push('`github_token` is a DigitalOcean token. Use one of GitHub, or remove the input.');
    else if (!GITHUB_TOKEN.test(token) && !WEB_TOKEN.test(token) && (0,masking/* looksSecret */.n)(token))
        problems.push('`github_token` looks like a key. Check which secret belongs to which input.');
}
function warnOfIgnored(reader, operation) {
    for (const input of definitions/* INPUT_NAMES */.Qh) {
        if ((0,definitions/* isReadBy */.wj)(input, operation))
            continue;
        const text = textOf(reader, input);
        // A default that is an expression arrives as its value.
        const fallback = definitions/* INPUTS */.mc[input].default;
        const isDefault = text === '' || text.toLowerCase() === fallback || fallback.startsWith('${{');
        if (!isDefault)
            reader.remarks.push({
                level: 'warning',
                message: `\`${input}\` is ignored, because \`operation: ${operation}\` does not use it. Remove it.`,
            });
    }
}

;// CONCATENATED MODULE: ./build/log.js
/** GitHub shows ten annotations of a kind for a step (docs.github.com, "Workflow commands", limits). */
const SHOWN_OF_A_KIND = 10;
/**
 * A log on `sink`. The first nine annotations of each kind are written at once; `finish()` writes the tenth, or, if there are more than
 * ten, one that counts the rest. What is held back is in the log all the same.
 */
function makeLog(sink, show) {
    const held = { notice: [], warning: [], error: [] };
    const written = { notice: 0, warning: 0, error: 0 };
    const annotate = (level, message) => {
        const text = show(message);
        if (written[level] < SHOWN_OF_A_KIND - 1) {
            written[level] += 1;
            sink.annotate(level, text);
        }
        else {
            held[level].push(text);
            sink.write(`${level}: ${text}`);
        }
    };
    return {
        info: (line) => sink.write(show(line)),
        notice: (message) => annotate('notice', message),
        warning: (message) => annotate('warning', message),
        error: (message) => annotate('error', message),
        group: (title, lines) => {
            sink.startGroup(show(title));
            // There may be thousands, and each call of the sink takes its time.
            if (lines.length > 0)
                sink.write(lines.map((line) => show(line)).join('\n'));
            sink.endGroup();
        },
        finish: () => {
            for (const level of ['notice', 'warning', 'error']) {
                const [first, ...rest] = held[level].splice(0);
                if (first === undefined)
                    continue;
                sink.annotate(level, rest.length === 0 ? first : `${rest.length + 1} more: see the log of this step.`);
            }
        },
    };
}

// EXTERNAL MODULE: ./build/certificates/create-supplied.js
var create_supplied = __webpack_require__(3536);
// EXTERNAL MODULE: ./build/certificates/upload.js
var upload = __webpack_require__(7612);
// EXTERNAL MODULE: ./build/digitalocean/certificates.js
var digitalocean_certificates = __webpack_require__(787);
;// CONCATENATED MODULE: ./build/operations/create.js




/** Uploads a new certificate, or has it ordered; fails if its family has a member. */
async function create(task, context) {
    const certificates = await (0,digitalocean_certificates/* listCertificates */.Hj)(context.client);
    if (task.type === 'custom')
        return (0,create_supplied/* createSupplied */.XE)(task, certificates, context);
    (0,create_supplied/* rejectTaken */.zl)(task.name, certificates);
    if (task.dryRun)
        return (0,upload/* plannedOrder */.jk)(task);
    const { orderNew } = await __webpack_require__.e(/* import() */ 179).then(__webpack_require__.bind(__webpack_require__, 3179));
    const order = await orderNew(task, context);
    if ('outcome' in order)
        return order.outcome;
    throw (0,create_supplied/* takenError */.Kb)(task.name, (0,family/* membersOf */.lS)(order.found, task.name));
}

// EXTERNAL MODULE: ./build/certificates/find.js
var find = __webpack_require__(470);
;// CONCATENATED MODULE: ./build/operations/get.js



/** Reads one certificate by its id, or the current member of a family. */
async function get({ target }, context) {
    const subject = (0,family/* currentMember */.Ip)(await (0,find/* findTargets */.q8)(target, context));
    if (subject === undefined)
        throw (0,find/* notFoundError */.i0)(target);
    context.log.info(`Certificate ${(0,describe/* describeCertificate */.dF)(subject)}`);
    return { certificates: [subject], subject, changed: false };
}

;// CONCATENATED MODULE: ./build/operations/list.js




/** Lines of log; the outputs have all. */
const MOST_LINES = 100;
/** Lists all certificates in the API's order, or the members of one family. */
async function list({ name }, { client, log }) {
    const all = await (0,digitalocean_certificates/* listCertificates */.Hj)(client);
    const certificates = name === undefined ? all : (0,family/* membersOf */.lS)(all, name);
    const total = (0,build_text/* countOf */.pq)(all.length, 'certificate');
    log.info(name === undefined ? `The account has ${total}` : `${(0,build_text/* quoteName */.AB)(name)} has ${certificates.length} of ${total}`);
    if (certificates.length > 0) {
        const lines = certificates.slice(0, MOST_LINES).map(describe/* describeCertificate */.dF);
        log.group(certificates.length > lines.length ? `The first ${lines.length} certificates` : 'Certificates', lines);
    }
    return { certificates, listed: certificates, changed: false };
}

// EXTERNAL MODULE: ./build/certificates/present-supplied.js
var present_supplied = __webpack_require__(1221);
;// CONCATENATED MODULE: ./build/operations/present.js




/** Creates the certificate if its family is empty, else returns the current member; never renews. */
async function present(task, context) {
    const certificates = await (0,digitalocean_certificates/* listCertificates */.Hj)(context.client);
    return task.type === 'custom'
        ? (0,present_supplied/* presentSupplied */.K)(task, certificates, context)
        : presentOrdered(task, certificates, context);
}
/** Few runs let DigitalOcean order a certificate: what does that is loaded only then. */
async function presentOrdered(task, certificates, context) {
    const { orderNew, takeExisting } = await __webpack_require__.e(/* import() */ 179).then(__webpack_require__.bind(__webpack_require__, 3179));
    (0,family/* rejectMemberName */.rC)(task.name, certificates);
    const existing = (0,family/* currentMember */.Ip)((0,family/* membersOf */.lS)(certificates, task.name));
    if (existing !== undefined)
        return takeExisting(task, existing, context);
    if (task.dryRun)
        return (0,upload/* plannedOrder */.jk)(task);
    const order = await orderNew(task, context);
    if ('outcome' in order)
        return order.outcome;
    const made = (0,family/* currentMember */.Ip)((0,family/* membersOf */.lS)(order.found, task.name));
    if (made === undefined)
        throw (0,present_supplied/* vanishedError */.r)(task.name);
    return takeExisting(task, made, context);
}

;// CONCATENATED MODULE: ./build/operations/registry.js




/** Every operation by its name. What most runs do not need is loaded when it is used: it is half of all code. */
const OPERATIONS = {
    list: list,
    get: get,
    create: create,
    present: present,
    // What these know of consumers, endpoints and findings, no other operation needs.
    delete: async (task, context) => (await __webpack_require__.e(/* import() */ 730).then(__webpack_require__.bind(__webpack_require__, 730))).deleteOne(task, context),
    absent: async (task, context) => (await __webpack_require__.e(/* import() */ 730).then(__webpack_require__.bind(__webpack_require__, 730))).absent(task, context),
    rotate: async (task, context) => (await Promise.all(/* import() */[__webpack_require__.e(431), __webpack_require__.e(456), __webpack_require__.e(556)]).then(__webpack_require__.bind(__webpack_require__, 5556))).rotate(task, context),
    check: async (task, context) => (await Promise.all(/* import() */[__webpack_require__.e(431), __webpack_require__.e(585)]).then(__webpack_require__.bind(__webpack_require__, 5585))).check(task, context),
};
/** Does what the task says. */
async function perform(task, context) {
    // Few runs need it.
    if ('directory' in task)
        return (await __webpack_require__.e(/* import() */ 412).then(__webpack_require__.bind(__webpack_require__, 4412))).processEach(task, context);
    return performOne(task, context);
}
async function performOne(task, context) {
    const operation = OPERATIONS[task.operation];
    return operation(task, context);
}

// EXTERNAL MODULE: ./build/outcome.js
var outcome = __webpack_require__(7072);
// EXTERNAL MODULE: external "node:fs"
var external_node_fs_ = __webpack_require__(3024);
// EXTERNAL MODULE: external "node:path"
var external_node_path_ = __webpack_require__(6760);
// EXTERNAL MODULE: ./build/certificates/expiry.js
var expiry = __webpack_require__(7034);
// EXTERNAL MODULE: ./build/consumers/kinds.js + 3 modules
var kinds = __webpack_require__(5456);
// EXTERNAL MODULE: ./build/report/markdown.js
var markdown = __webpack_require__(4902);
;// CONCATENATED MODULE: ./build/report/rows.js



/** A job's outputs hold 1 MB of UTF-16 together; a longer list goes to a file. */
const LONGEST_LIST = 500_000;
/** What is due is most often what expires, and has to fit beside it. */
const LONGEST_DUE = 200_000;
/** GitHub's limit for the jobs of one matrix. */
const LARGEST_MATRIX = 256;
/** So that a matrix of certificates with many names leaves room for the other outputs. */
const LONGEST_MATRIX = 200_000;
/** A certificate in the API's own words, with the days that are left. */
function fieldsOf(certificate, now) {
    const { id, name, notAfter, notAfterText, sha1Fingerprint, createdAtText, dnsNames, state, type } = certificate;
    return {
        id: (0,build_text/* shortName */.EU)(id),
        name: (0,build_text/* shortName */.EU)(name),
        not_after: notAfterText,
        sha1_fingerprint: (0,build_text/* shortName */.EU)(sha1Fingerprint),
        created_at: (0,build_text/* shortName */.EU)(createdAtText),
        dns_names: (0,build_text/* shortNames */.DG)(dnsNames),
        state: (0,build_text/* shortName */.EU)(state),
        type: (0,build_text/* shortName */.EU)(type),
        days_remaining: notAfter === undefined ? null : (0,expiry/* daysRemaining */.g0)(notAfter, now),
    };
}
function expiringRows(expiring, now, log) {
    const rows = expiring.map(({ certificate, reason }) => ({
        ...fieldsOf(certificate, now),
        family: (0,build_text/* shortName */.EU)((0,family/* familyNameOf */.px)(certificate)),
        reason,
    }));
    return cutRows('expiring', rows, LONGEST_LIST, log);
}
function dueRows(due, now, log) {
    const rows = due.map(({ certificate, dueAt, reason }) => ({
        ...fieldsOf(certificate, now),
        family: (0,build_text/* shortName */.EU)((0,family/* familyNameOf */.px)(certificate)),
        due_at: (0,build_text/* formatTime */.fU)(dueAt),
        reason,
    }));
    return cutRows('due', rows, LONGEST_DUE, log);
}
/** Cut, and not left out: whoever reads `[]` would believe that there is nothing. */
function cutRows(output, rows, length, log) {
    const fitting = fittingRows(rows, length);
    if (fitting.length < rows.length)
        log.warning(`\`${output}\` has the first ${fitting.length} of ${rows.length} certificates, because GitHub accepts no longer output. Check fewer at a time, by \`name\`.`);
    return fitting;
}
/** The first rows that fit into `length` characters of JSON. */
function fittingRows(rows, length) {
    let used = 2;
    const end = rows.findIndex((row) => (used += JSON.stringify(row).length + 1) > length);
    return end < 0 ? rows : rows.slice(0, end);
}
/** One row for each family, for the member that expires first; the family that expires first comes first. */
function matrixRows(listed, log) {
    const families = [...new Map(listed.toReversed().map((each) => [(0,family/* familyNameOf */.px)(each), each])).values()].toReversed();
    const rows = families.slice(0, LARGEST_MATRIX).map((certificate) => ({
        id: (0,build_text/* shortName */.EU)(certificate.id),
        name: (0,build_text/* shortName */.EU)(certificate.name),
        family: (0,build_text/* shortName */.EU)((0,family/* familyNameOf */.px)(certificate)),
        type: (0,build_text/* shortName */.EU)(certificate.type),
        not_after: certificate.notAfterText,
        dns_names: (0,build_text/* shortNames */.DG)(certificate.dnsNames),
    }));
    const fitting = fittingRows(rows, LONGEST_MATRIX);
    if (fitting.length < families.length)
        log.warning(`\`matrix\` has the first ${fitting.length} of ${families.length} families, because GitHub accepts no more. Narrow it by \`name\`.`);
    return fitting;
}

;// CONCATENATED MODULE: ./build/report/items.js




/** In this order they are shown: what failed comes first. */
const STATUSES = ['failed', 'created', 'rotated', 'skipped', 'unchanged'];
const MOST_NAMES = 3;
/** What became of the certificates of a `directory`, in one sentence. */
function itemsSentence(items, isDryRun) {
    const counts = STATUSES.map((status) => ({
        status,
        count: items.filter((item) => item.status === status).length,
    })).filter(({ count }) => count > 0);
    const what = (0,build_text/* enumerate */.HL)(counts.map(({ status, count }) => `${count} ${status}`));
    const total = (0,build_text/* countOf */.pq)(items.length, 'certificate');
    return isDryRun ? `Nothing was changed. Of ${total} there would be ${what}.` : `Of ${total}: ${what}.`;
}
/** The certificates of a `directory`, those that failed first. */
function itemTable(items, now, escape) {
    const rows = STATUSES.flatMap((status) => items.filter((item) => item.status === status)).map(({ status, source, error, certificate: { name, notAfter, notAfterText, dnsNames } }) => {
        const left = notAfter === undefined ? '' : String((0,expiry/* daysRemaining */.g0)(notAfter, now));
        const names = (0,build_text/* enumerate */.HL)((0,build_text/* shortNames */.DG)(dnsNames), MOST_NAMES);
        return [
            status,
            (0,build_text/* shortName */.EU)(name),
            error,
            left,
            notAfterText,
            dnsNames.length === 0 ? '' : names,
            (0,build_text/* shortName */.EU)(source),
        ];
    });
    return (0,markdown/* table */.tp)(['Status', 'Name', 'Problem', 'Days left', 'Expires', 'DNS names', 'Source'], rows, escape);
}
/** One row for each certificate that the operation is about; of a `directory`, one for each entry, with what became of it. */
function rowsOf({ certificates, items }, now) {
    if (items === undefined)
        return certificates.map((certificate) => fieldsOf(certificate, now));
    return items.map(({ certificate, source, status, error }) => ({
        ...fieldsOf(certificate, now),
        source: (0,build_text/* shortName */.EU)(source),
        status,
        error,
    }));
}
/** What was created: a certificate; of a `directory`, a list; undefined if nothing was. */
function createdFields({ created, createdForItems = [] }, now) {
    if (createdForItems.length > 0)
        return createdForItems.map((certificate) => fieldsOf(certificate, now));
    return created === undefined ? undefined : fieldsOf(created, now);
}

;// CONCATENATED MODULE: ./build/report/outputs.js








/** The outputs that describe one certificate. */
const SCALARS = [
    'id',
    'name',
    'type',
    'state',
    'not_after',
    'days_remaining',
    'sha1_fingerprint',
    'created_at',
];
/** Every output, in the order of action.yml and the README. */
const OUTPUTS = [
    ...SCALARS,
    'dns_names',
    'certificate',
    'certificates',
    'certificates_file',
    'count',
    'changed',
    'created',
    'matches',
    ...kinds/* KINDS */.G.map(({ output }) => output),
    'deleted',
    'endpoints',
    'expiring',
    'due',
    'leaf_path',
    'matrix',
    'issue_url',
    'text',
];
/** Sets every output to what is known; what is not is empty, and lists are `[]`. */
function writeOutputs(outcome, options) {
    const values = outputsOf(outcome, options);
    for (const name of OUTPUTS)
        core/* setOutput */.uH(name, values[name] ?? '');
}
/** The value of every output, fit to be shown. Writes the file of a list that is too long for one. */
function outputsOf(outcome, options) {
    const { now, log, show } = options;
    const { certificates, changed, items, matches, listed, deleted = [], endpoints = [], expiring = [] } = outcome;
    // Sorted once: there may be ten thousand.
    const sorted = listed === undefined ? undefined : (0,expiry/* firstToExpire */.D)(listed);
    const subject = outcome.subject ?? (listed === certificates ? sorted : (0,expiry/* firstToExpire */.D)(certificates))?.[0];
    const fields = subject === undefined ? undefined : fieldsOf(subject, now);
    const { json } = show;
    const rows = (list) => list.map((certificate) => fieldsOf(certificate, now));
    const created = createdFields(outcome, now);
    const values = {
        ...Object.fromEntries(SCALARS.map((name) => [name, show(String(fields?.[name] ?? ''))])),
        dns_names: json(fields?.dns_names ?? []),
        certificate: fields === undefined ? '' : json(fields),
        ...listOf(outcome, options),
        count: String((items ?? certificates).length),
        changed: changed === undefined ? '' : String(changed),
        created: created === undefined ? '' : json(created),
        matches: matches === undefined ? '' : String(matches),
        ...consumersOf(outcome.consumers ?? [], json),
        deleted: json(rows(deleted)),
        endpoints: json(endpoints.map((each) => endpointFields(each, now))),
        expiring: json(expiringRows(expiring, now, log)),
        due: json(dueRows(outcome.due ?? [], now, log)),
        leaf_path: outcome.servedLeaf === undefined ? '' : writeLeaf(outcome.servedLeaf, options.tempFolder),
        text: options.text,
        issue_url: show(outcome.issueUrl ?? ''),
    };
    const matrix = sorted === undefined ? [] : matrixRows(sorted, log);
    // GitHub fails on a matrix without rows: nothing is an empty output.
    return { ...values, matrix: matrix.length === 0 ? '' : json({ include: matrix }) };
}
function listOf(outcome, { now, tempFolder, log, show }) {
    const list = show.json(rowsOf(outcome, now));
    const isLong = list.length > LONGEST_LIST;
    return {
        certificates: isLong ? '[]' : list,
        certificates_file: isLong ? writeList(list, tempFolder, log) : '',
    };
}
function consumersOf(consumers, json) {
    return Object.fromEntries(kinds/* KINDS */.G.map((kind) => {
        const ofKind = consumers.filter((consumer) => consumer.kind.output === kind.output);
        const rows = ofKind.map(({ id, name, service, status, error }) => ({
            id: (0,build_text/* shortName */.EU)(id),
            name: (0,build_text/* shortName */.EU)(name),
            status,
            error,
            ...(service === undefined ? {} : { service }),
        }));
        return [kind.output, json(rows)];
    }));
}
function endpointFields({ probed, problems }, now) {
    const { host, address = '', port } = probed.endpoint;
    const { served, fault } = probed;
    return {
        host,
        address,
        port,
        sha1_fingerprint: served?.sha1Fingerprint ?? '',
        not_after: served === undefined ? '' : (0,build_text/* formatTime */.fU)(served.notAfter),
        days_remaining: served === undefined ? null : (0,expiry/* daysRemaining */.g0)(served.notAfter, now),
        // Null if the server ended the handshake too early to know.
        trusted: served !== undefined && served.distrust === undefined ? null : served?.distrust === '',
        problems,
        error: fault?.what ?? '',
    };
}
/** The leaf certificate as a file of its own, which only this user may read. */
function writeLeaf(pem, tempFolder) {
    const file = (0,external_node_path_.join)((0,external_node_fs_.mkdtempSync)((0,external_node_path_.join)(tempFolder, 'digitalocean-certificates-')), 'leaf.pem');
    (0,external_node_fs_.writeFileSync)(file, `${pem.trim()}\n`, { mode: 0o600 });
    return file;
}
function writeList(list, tempFolder, log) {
    const file = (0,external_node_path_.join)((0,external_node_fs_.mkdtempSync)((0,external_node_path_.join)(tempFolder, 'digitalocean-certificates-')), 'certificates.json');
    // With the encoding named, Node makes no copy of a megabyte.
    (0,external_node_fs_.writeFileSync)(file, `${list}\n`, { mode: 0o600, encoding: 'utf8' });
    log.warning('The list is too long for the output `certificates`, which is `[]`. The complete list is in the file that `certificates_file` names.');
    return file;
}

// EXTERNAL MODULE: ./build/tls/endpoint.js
var tls_endpoint = __webpack_require__(8285);
// EXTERNAL MODULE: ./build/tls/validity.js
var validity = __webpack_require__(7910);
;// CONCATENATED MODULE: ./build/report/gantt.js


/** More bars than these are no picture any more. */
const MOST_BARS = 50;
const DAY_MS = 86_400_000;
/** Lifetimes are shown from a year back to two years ahead: one of thirty years would leave nothing to see of the others. */
const PAST_MS = 365 * DAY_MS;
const FUTURE_MS = 2 * 365 * DAY_MS;
const LONGEST_NAME = 40;
/**
 * The lifetimes of certificates as a Mermaid Gantt chart in a fenced block, the first to expire first; empty if none has an expiry.
 * Today has a mark of its own, since Mermaid's line is at the day on which it is looked at (mermaid.js.org, "Gantt diagrams").
 */
function renderGantt(certificates, options) {
    const { now, minDays, show } = options;
    const dated = (0,expiry/* firstToExpire */.D)(certificates.filter(({ notAfter }) => notAfter !== undefined));
    if (dated.length === 0)
        return '';
    const shown = dated.slice(0, MOST_BARS);
    const bars = shown.map((certificate) => {
        const { begin, end } = spanOf(certificate, now);
        const mark = (0,expiry/* verdictOf */.Vj)(certificate, options).reason !== undefined ? 'crit, ' : '';
        return { begin, end, line: `${labelOf(certificate, now, show)} : ${mark}${dayOf(begin)}, ${dayOf(end)}` };
    });
    const days = (Math.max(now, ...bars.map(({ end }) => end)) - Math.min(now, ...bars.map(({ begin }) => begin))) / DAY_MS;
    const rest = dated.length - shown.length;
    const lines = [
        'gantt',
        '  dateFormat YYYY-MM-DD',
        ...axisOf(days).map((line) => `  ${line}`),
        `  Today ${dayOf(now)} : milestone, ${dayOf(now)}, 0d`,
        ...bars.map(({ line }) => `  ${line}`),
    ];
    const caption = `Lifetimes, the first to expire first. Red: ${limitWords(minDays)}, expired, or failed.${rest > 0 ? ` ${rest} more expire later and are not drawn.` : ''}`;
    return `${caption}\n\n\`\`\`mermaid\n${lines.join('\n')}\n\`\`\``;
}
function limitWords(minDays) {
    return minDays.kind === 'days'
        ? `fewer than ${(0,build_text/* countOf */.pq)(minDays.days, 'day')} left`
        : `less time left than min_days asks for (${(0,expiry/* typedOf */.EY)(minDays)})`;
}
/** Marks on the axis so far apart that their dates do not run into each other. */
function axisOf(days) {
    if (days <= 90)
        return ['axisFormat %b %e', 'tickInterval 1week'];
    const months = [1, 2, 3, 6].find((step) => days / (30 * step) <= 13) ?? 12;
    return ['axisFormat %b %Y', `tickInterval ${months}month`];
}
function spanOf({ notAfter, createdAtText }, now) {
    const within = (ms) => Math.min(Math.max(ms, now - PAST_MS), now + FUTURE_MS);
    const end = within(notAfter?.getTime() ?? now);
    return { begin: Math.min(within(Date.parse(createdAtText) || now), end - DAY_MS), end };
}
/** A word stands in front, so that no name can be one of Mermaid's own. */
function labelOf({ name, state, notAfter }, now, show) {
    const days = notAfter === undefined ? 0 : (0,expiry/* daysRemaining */.g0)(notAfter, now);
    const left = state === 'error' ? 'error' : days < 0 ? 'expired' : `${days} d`;
    return `${left} ${plainName(show(name))}`;
}
/** The name without anything that Mermaid, Markdown or HTML could take for more than text. */
function plainName(name) {
    const plain = name.replaceAll(/[^\p{L}\p{N}.*_@-]+/gu, '_');
    return (0,build_text/* truncate */.xv)(plain, LONGEST_NAME);
}
function dayOf(ms) {
    return new Date(ms).toISOString().slice(0, 10);
}

;// CONCATENATED MODULE: ./build/report/summary.js








const summary_MOST_NAMES = 3;
/** Adds to the job summary: `file` is what the runner names in GITHUB_STEP_SUMMARY. Throws if that cannot be written. */
function writeSummary(markdown, file) {
    (0,external_node_fs_.appendFileSync)(file, markdown);
}
/** The outcome as Markdown. */
function renderSummary({ operation, subject, isDryRun, minDays }, outcome, failure, options) {
    // Secrets are taken out before text is escaped, or they would not be found.
    const escape = (text, maxLength) => (0,markdown/* escapeMarkdown */.FV)(options.show(text, maxLength));
    const seen = (0,validity/* seenIn */.vV)((outcome.endpoints ?? []).map(({ probed }) => probed));
    const rule = minDays && { minDays, now: options.now, seen };
    const what = [operation, subject === '' ? '' : escape((0,build_text/* shortName */.EU)(subject)), isDryRun ? '(dry run)' : ''];
    const title = ['DigitalOcean certificates', what.filter((part) => part !== '').join(' ')];
    return [
        `### ${title.filter((part) => part !== '').join(': ')}`,
        failure === undefined
            ? (0,markdown/* withCode */.SM)(escape(resultSentence(outcome, isDryRun)))
            : `**Failed** (<code>${escape(failure.code)}</code>). ${(0,markdown/* withCode */.SM)(escape(failure.message))}`,
        planTable(outcome.planned ?? [], escape),
        outcome.items === undefined
            ? certificateTable(outcome, rule, options.now, escape)
            : itemTable(outcome.items, options.now, escape),
        rule === undefined ? '' : renderGantt(outcome.certificates, { ...rule, show: options.show }),
        endpointTable(outcome.endpoints ?? [], options.now, escape),
        consumerTable(outcome.consumers ?? [], escape),
        (outcome.issueUrl ?? '') === '' ? '' : `Reported in ${(0,markdown/* link */.nf)('this issue', options.show(outcome.issueUrl ?? ''))}.`,
    ]
        .filter((part) => part !== '')
        .join('\n\n')
        .concat('\n');
}
/** One sentence for what was done. */
function resultSentence(outcome, isDryRun) {
    const { changed, consumers, created, deleted = [], expiring, matches, planned, certificates } = outcome;
    const count = (0,build_text/* countOf */.pq)(certificates.length, 'certificate');
    if (expiring !== undefined)
        return checkSentence(outcome, count);
    if (outcome.items !== undefined)
        return itemsSentence(outcome.items, isDryRun);
    if (isDryRun)
        return planned === undefined ? 'Nothing would be changed.' : 'Nothing was changed. The plan:';
    if (consumers !== undefined && matches === true)
        return rotationSentence(consumers, changed);
    if (created !== undefined)
        return 'Created.';
    if (deleted.length > 0)
        return 'Deleted.';
    if (outcome.deleted !== undefined && changed === false)
        return 'It does not exist any more. Nothing was deleted.';
    if (changed === undefined)
        return 'Whether something was changed is not known.';
    if (matches !== undefined)
        return matches ? 'Already in place. Nothing was changed.' : 'Another certificate exists. Nothing was changed.';
    return certificates.length === 0 ? 'There is no certificate. Nothing was changed.' : `${count}.`;
}
function rotationSentence(consumers, changed) {
    if (consumers.some(({ status }) => status === 'kubernetes'))
        return 'The new certificate is on DigitalOcean, but a Kubernetes cluster still uses the old one.';
    if (consumers.length === 0)
        return changed === true
            ? 'The new certificate is on DigitalOcean. Nothing that this run saw uses it.'
            : 'Already on DigitalOcean. Nothing was changed.';
    return changed === true ? 'The new certificate is in place.' : 'Already in place. Nothing was changed.';
}
function checkSentence({ expiring = [], endpoints = [], due = [] }, count) {
    const dueWords = due.length === 0 ? '' : ` ${(0,build_text/* countOf */.pq)(due.length, 'certificate is', 'certificates are')} due for renewal.`;
    const bad = endpoints.filter(({ problems }) => problems.length > 0).length;
    return expiring.length + bad === 0
        ? `No problems. Checked ${count} and ${(0,build_text/* countOf */.pq)(endpoints.length, 'address', 'addresses')}.${dueWords}`
        : `Problems with ${(0,build_text/* countOf */.pq)(expiring.length, 'certificate')} and ${(0,build_text/* countOf */.pq)(bad, 'address', 'addresses')}. \`on_expiring\` lets them pass.${dueWords}`;
}
/** A check shows first what expires first. */
function shownOf({ certificates, expiring }) {
    return expiring === undefined ? certificates : (0,expiry/* firstToExpire */.D)(certificates);
}
function planTable(planned, escape) {
    if (planned.length === 0)
        return '';
    const rows = planned.map(({ action, object, reason }) => [action, object, reason]);
    return (0,markdown/* table */.tp)(['Plan', 'Object', 'Reason'], rows, escape);
}
/** The verdict comes first: what is due, or expires soon, is to be seen at a glance. */
function certificateTable(outcome, rule, now, escape) {
    const certificates = shownOf(outcome);
    if (certificates.length === 0)
        return '';
    const due = new Set((outcome.due ?? []).map(({ certificate }) => certificate.id));
    const rows = certificates.map((certificate, at) => {
        if (at >= markdown/* MOST_ROWS */.wq)
            return [];
        const { name, id, type, state, notAfter, notAfterText, dnsNames } = certificate;
        const left = notAfter === undefined ? '' : String((0,expiry/* daysRemaining */.g0)(notAfter, now));
        return [
            ...(rule === undefined ? [] : [verdictWords(certificate, rule, due.has(id))]),
            (0,build_text/* shortName */.EU)(name),
            type,
            state,
            left,
            notAfterText,
            (0,build_text/* enumerate */.HL)((0,build_text/* shortNames */.DG)(dnsNames), summary_MOST_NAMES),
            (0,build_text/* shortName */.EU)(id),
        ];
    });
    const head = ['Name', 'Type', 'State', 'Days left', 'Expires', 'DNS names', 'Id'];
    return (0,markdown/* table */.tp)(rule === undefined ? head : ['Verdict', ...head], rows, escape);
}
function verdictWords(certificate, rule, isDue) {
    const { reason } = (0,expiry/* verdictOf */.Vj)(certificate, rule);
    if (reason === undefined)
        return isDue ? 'due' : certificate.notAfter === undefined ? 'pending' : 'good';
    return { short: 'expires soon', expired: 'expired', error: 'failed' }[reason];
}
function endpointTable(endpoints, now, escape) {
    if (endpoints.length === 0)
        return '';
    const rows = endpoints.map(({ probed, problems }) => {
        const { endpoint, served, fault } = probed;
        const name = (0,tls_endpoint/* nameEndpoint */.tv)(endpoint);
        if (served === undefined)
            return [fault.what, name, '', '', ''];
        const { sha1Fingerprint, notAfter, distrust, refusal } = served;
        const left = String((0,expiry/* daysRemaining */.g0)(notAfter, now));
        const trust = distrust === undefined ? refusal : distrust === '' ? undefined : 'not trusted by public clients';
        const verdict = [...problems, ...(trust === undefined ? [] : [trust])].join('; ');
        // The first digits are enough to compare, and leave room for the verdict.
        return [verdict || 'good', name, left, (0,build_text/* formatTime */.fU)(notAfter), `${sha1Fingerprint.slice(0, 8)}…`];
    });
    return (0,markdown/* table */.tp)(['Verdict', 'Endpoint', 'Days left', 'Expires', 'SHA-1'], rows, escape);
}
function consumerTable(consumers, escape) {
    if (consumers.length === 0)
        return '';
    const rows = consumers.map(({ kind, name, id, status, error, service }) => [
        kind.resource.label,
        service === undefined ? (0,build_text/* shortName */.EU)(name) : `${service} (${(0,build_text/* shortName */.EU)(name)})`,
        status,
        error,
        (0,build_text/* shortName */.EU)(id),
    ]);
    return (0,markdown/* table */.tp)(['Consumer', 'Name', 'Status', 'Error', 'Id'], rows, escape);
}

;// CONCATENATED MODULE: ./build/report/paragraph.js





/** With the ellipsis that stands for what is cut off, 500 characters. */
const LONGEST = 499;
const paragraph_MOST_NAMES = 5;
/** What a chat, JSON or a shell would take for more than text, and what stands for it. */
const PLAIN = {
    "'": '’',
    '\\': '/',
    $: '＄',
    '<': '‹',
    '>': '›',
    '*': '∗',
};
/**
 * The result in one plain paragraph of at most 500 characters: a chat message. It has no quotation mark, backslash, backtick or the like,
 * so that it can stand in JSON or a command as it is, and no mention of everyone.
 */
function renderParagraph({ operation, subject, isDryRun }, outcome, failure, { now, show }) {
    const what = [operation === '' ? 'the step' : operation, subject === '' ? '' : (0,build_text/* quoteName */.AB)(subject)];
    const head = what.filter((part) => part !== '').join(' ');
    const result = failure === undefined
        ? `${head}: ${sentencesOf(outcome, isDryRun, now)}`
        : `${head} failed (${failure.code}). ${failure.message}`;
    return plain(show(`DigitalOcean certificates, ${isDryRun ? 'dry run of ' : ''}${result}`, LONGEST));
}
function sentencesOf(outcome, isDryRun, now) {
    const { certificates, due = [], expiring = [], planned = [], subject } = outcome;
    if (isDryRun && planned.length > 0)
        return `${(0,build_text/* countOf */.pq)(planned.length, 'step')} planned. ${planned.map(describe/* describeStep */.Ey).join(' ')}`;
    const only = subject ?? (certificates.length === 1 ? certificates[0] : undefined);
    const [first] = (0,expiry/* firstToExpire */.D)(certificates);
    return [
        resultSentence(outcome, isDryRun),
        only === undefined
            ? first === undefined
                ? ''
                : expiryOf('The first to expire is', first, now)
            : expiryOf('', only, now),
        namesOf('Problems', expiring.map(({ certificate }) => certificate)),
        namesOf('Due for renewal', due.map(({ certificate }) => certificate)),
    ]
        .filter((part) => part !== '')
        .join(' ');
}
function expiryOf(start, { name, notAfter, notAfterText }, now) {
    if (notAfter === undefined)
        return '';
    const days = (0,expiry/* daysRemaining */.g0)(notAfter, now);
    const left = days < 0 ? 'expired' : `${(0,build_text/* countOf */.pq)(days, 'day')} left`;
    return start === ''
        ? `Certificate ${(0,build_text/* quoteName */.AB)(name)} expires ${notAfterText} (${left}).`
        : `${start} ${(0,build_text/* quoteName */.AB)(name)}, ${notAfterText} (${left}).`;
}
function namesOf(start, certificates) {
    const names = [...new Set(certificates.map(family/* familyNameOf */.px))].filter((name) => name !== '').map(build_text/* shortName */.EU);
    return names.length === 0 ? '' : `${start}: ${(0,build_text/* enumerate */.HL)(names, paragraph_MOST_NAMES)}.`;
}
/** Quotation marks become those of print, by twos. */
function plain(text) {
    let isOpen = false;
    return text
        .replaceAll(/["'`\\$<>*]/gu, (character) => {
        if (character !== '"' && character !== '`')
            return PLAIN[character] ?? ' ';
        isOpen = !isOpen;
        return isOpen ? '“' : '”';
    })
        .replaceAll(/@(?=everyone|here|channel|all\b)/giu, '＠');
}

;// CONCATENATED MODULE: ./build/main.js















/**
 * The machine that this runs on. Cancelling a job sends SIGINT, 7.5 s later SIGTERM, and kills 2.5 s after that: the first one stops
 * the work in order, and leaves time to report what was done.
 */
function systemMachine() {
    const controller = new AbortController();
    for (const signal of ['SIGINT', 'SIGTERM'])
        process.on(signal, () => controller.abort());
    return { clock: waiting/* systemClock */.ml, random: Math.random, stop: controller.signal };
}
/** The runner's log. */
const SINK = {
    write: (text) => {
        gatherWrites();
        core/* info */.pq(text);
    },
    annotate: (level, message) => {
        const annotations = { notice: core/* notice */.lm, warning: core/* warning */.$e, error: core/* error */.z3 };
        annotations[level](message);
    },
    startGroup: (title) => core/* startGroup */.Oh(title),
    endGroup: () => core/* endGroup */.N4(),
};
/**
 * Lets what is written in one moment go out together: hundreds of certificates have a line each, and each write takes its time. The order
 * of all that is written stays: a mask must never come after what it masks, nor between commands that stop and start commands.
 */
function gatherWrites() {
    if (process.stdout.writableCorked > 0)
        return;
    process.stdout.cork();
    // Microtasks come first: all that goes on without waiting.
    process.nextTick(() => process.stdout.uncork());
}
/**
 * Runs the step: inputs, one operation, then outputs, annotations and summary, whatever came of it.
 * @returns the exit code: 0 if what was asked for is so, else 1
 */
async function main(machine) {
    const run = makeRun(await (0,environment/* readInputs */.K)(), machine);
    await run.raw.directory?.settled();
    const { result, title } = await runOperation(run);
    return report(result, title, run);
}
/** A run with these inputs, which shows none of their secrets. */
function makeRun(raw, machine) {
    const show = (0,build_text/* makeShow */.IU)(raw.secrets);
    return { raw, machine, show, log: makeLog(SINK, show) };
}
/** Inputs, then the operation: everything but the report. */
async function runOperation(run) {
    let title = { operation: '', subject: '', isDryRun: false };
    try {
        const inputs = parseInputs(run.raw, run.machine.clock.now());
        title = titleOf(inputs.task);
        return { result: await performTask(inputs, run), title };
    }
    catch (error) {
        return { result: resultOf(error, run), title };
    }
}
async function performTask(inputs, run) {
    const { raw, machine, show, log } = run;
    for (const { level, message } of inputs.remarks)
        log[level](message);
    const { value, source } = inputs.token;
    if (source !== '' && source !== '`token`')
        log.info(`The token comes from ${source}.`);
    const stop = machine.stop ?? new AbortController().signal;
    const deadline = (0,waiting/* makeDeadline */.tb)(machine.clock, inputs.waitTimeoutMs, stop);
    const { random } = machine;
    const { apiUrl } = inputs;
    const client = await openClient({ apiUrl, token: value, proxies: raw.proxies, random, deadline, log, show });
    const hide = (secrets) => show.hide((0,environment/* maskSecrets */.Q)(secrets));
    const clusters = makeLazyClusters({
        client,
        kubeconfig: inputs.kubeconfig,
        proxies: raw.proxies,
        random,
        show,
        hide,
    });
    let result;
    try {
        const context = { client, clusters, proxies: raw.proxies, deadline, log };
        result = { outcome: await perform(inputs.task, context) };
    }
    catch (error) {
        result = resultOf(error, run);
    }
    finally {
        await clusters.close();
        await client.close();
    }
    return keepReport(result, inputs.task, deadline, run);
}
/** Keeps the issue of a check that reports, also of one that failed. */
async function keepReport(result, task, deadline, { raw, show, log }) {
    const { report: facts } = result.outcome;
    if (task.operation !== 'check' || !task.reportsIssue || facts === undefined)
        return result;
    const { keepIssue } = await __webpack_require__.e(/* import() */ 153).then(__webpack_require__.bind(__webpack_require__, 9153));
    const issueUrl = await keepIssue(facts, { github: raw.github, deadline, log, show });
    return { ...result, outcome: { ...result.outcome, issueUrl } };
}
/** Outputs, annotations and summary. @returns the exit code */
function report({ outcome, failure }, title, { raw, machine, show, log }) {
    let isSuccess = failure === undefined;
    const now = machine.clock.now();
    for (const step of outcome.planned ?? [])
        log.info(`Dry run: ${(0,describe/* describeStep */.Ey)(step)}`);
    if (failure !== undefined)
        log.error(failure.message);
    try {
        const text = renderParagraph(title, outcome, failure, { now, show });
        writeOutputs(outcome, { now, tempFolder: raw.tempFolder, text, log, show });
    }
    catch (error) {
        // A step whose outputs are missing must not look as if they were empty.
        isSuccess = false;
        log.error(`The outputs could not be written: ${(0,build_text/* clauseOf */.pQ)((0,build_text/* messageOf */.bD)(error))}. Is the runner's disk full?`);
    }
    try {
        writeSummary(renderSummary(title, outcome, failure, { now, show }), raw.summaryFile);
    }
    catch (error) {
        log.info(`There is no job summary: ${(0,build_text/* messageOf */.bD)(error)}`);
    }
    log.finish();
    return isSuccess ? 0 : 1;
}
function titleOf(task) {
    const title = { operation: task.operation, subject: subjectOf(task), isDryRun: 'dryRun' in task && task.dryRun };
    // It has no input for this, and judges by the default.
    if (task.operation === 'list')
        return { ...title, minDays: { kind: 'auto' } };
    return 'minDays' in task ? { ...title, minDays: task.minDays } : title;
}
function subjectOf(task) {
    if ('directory' in task)
        return task.directory.path;
    if ('name' in task)
        return task.name ?? '';
    const scope = task.operation === 'check' ? task.scope : { kind: 'certificate', target: task.target };
    if (scope.kind !== 'certificate')
        return '';
    return 'id' in scope.target ? scope.target.id : scope.target.name;
}
/** What is known after a failure. */
function resultOf(error, { raw, log }) {
    if (raw.isDebug && error instanceof Error)
        logStack(error, log);
    return { outcome: (0,outcome/* knownOf */.bz)(error), failure: error instanceof errors/* ActionError */.lZ ? error : (0,errors/* internalError */.WB)(error) };
}
function logStack(error, log) {
    // The first failure: what was made of it later says nothing about where it came up.
    const first = error instanceof errors/* ActionError */.lZ && error.cause instanceof Error ? error.cause : error;
    log.group('Stack trace', (first.stack ?? '').split('\n'));
}


/***/ }),

/***/ 6805:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  N4: () => (/* binding */ endGroup),
  z3: () => (/* binding */ error),
  V4: () => (/* binding */ getInput),
  Gu: () => (/* binding */ getState),
  pq: () => (/* binding */ info),
  _o: () => (/* binding */ isDebug),
  lm: () => (/* binding */ notice),
  LZ: () => (/* binding */ saveState),
  uH: () => (/* binding */ setOutput),
  Pq: () => (/* binding */ setSecret),
  Oh: () => (/* binding */ startGroup),
  $e: () => (/* binding */ warning)
});

// UNUSED EXPORTS: ExitCode, addPath, debug, exportVariable, getBooleanInput, getIDToken, getMultilineInput, group, markdownSummary, platform, setCommandEcho, setFailed, summary, toPlatformPath, toPosixPath, toWin32Path

// EXTERNAL MODULE: external "os"
var external_os_ = __webpack_require__(857);
;// CONCATENATED MODULE: ./build/node_modules/@actions/core/lib/utils.js
// We use any as a valid input type
/* eslint-disable @typescript-eslint/no-explicit-any */
/**
 * Sanitizes an input into a string so it can be passed into issueCommand safely
 * @param input input to sanitize into a string
 */
function utils_toCommandValue(input) {
    if (input === null || input === undefined) {
        return '';
    }
    else if (typeof input === 'string' || input instanceof String) {
        return input;
    }
    return JSON.stringify(input);
}
/**
 *
 * @param annotationProperties
 * @returns The command properties to send with the actual annotation command
 * See IssueCommandProperties: https://github.com/actions/runner/blob/main/src/Runner.Worker/ActionCommandManager.cs#L646
 */
function toCommandProperties(annotationProperties) {
    if (!Object.keys(annotationProperties).length) {
        return {};
    }
    return {
        title: annotationProperties.title,
        file: annotationProperties.file,
        line: annotationProperties.startLine,
        endLine: annotationProperties.endLine,
        col: annotationProperties.startColumn,
        endColumn: annotationProperties.endColumn
    };
}
//# sourceMappingURL=utils.js.map
;// CONCATENATED MODULE: ./build/node_modules/@actions/core/lib/command.js


/**
 * Issues a command to the GitHub Actions runner
 *
 * @param command - The command name to issue
 * @param properties - Additional properties for the command (key-value pairs)
 * @param message - The message to include with the command
 * @remarks
 * This function outputs a specially formatted string to stdout that the Actions
 * runner interprets as a command. These commands can control workflow behavior,
 * set outputs, create annotations, mask values, and more.
 *
 * Command Format:
 *   ::name key=value,key=value::message
 *
 * @example
 * ```typescript
 * // Issue a warning annotation
 * issueCommand('warning', {}, 'This is a warning message');
 * // Output: ::warning::This is a warning message
 *
 * // Set an environment variable
 * issueCommand('set-env', { name: 'MY_VAR' }, 'some value');
 * // Output: ::set-env name=MY_VAR::some value
 *
 * // Add a secret mask
 * issueCommand('add-mask', {}, 'secretValue123');
 * // Output: ::add-mask::secretValue123
 * ```
 *
 * @internal
 * This is an internal utility function that powers the public API functions
 * such as setSecret, warning, error, and exportVariable.
 */
function command_issueCommand(command, properties, message) {
    const cmd = new Command(command, properties, message);
    process.stdout.write(cmd.toString() + external_os_.EOL);
}
function command_issue(name, message = '') {
    command_issueCommand(name, {}, message);
}
const CMD_STRING = '::';
class Command {
    constructor(command, properties, message) {
        if (!command) {
            command = 'missing.command';
        }
        this.command = command;
        this.properties = properties;
        this.message = message;
    }
    toString() {
        let cmdStr = CMD_STRING + this.command;
        if (this.properties && Object.keys(this.properties).length > 0) {
            cmdStr += ' ';
            let first = true;
            for (const key in this.properties) {
                if (this.properties.hasOwnProperty(key)) {
                    const val = this.properties[key];
                    if (val) {
                        if (first) {
                            first = false;
                        }
                        else {
                            cmdStr += ',';
                        }
                        cmdStr += `${key}=${escapeProperty(val)}`;
                    }
                }
            }
        }
        cmdStr += `${CMD_STRING}${escapeData(this.message)}`;
        return cmdStr;
    }
}
function escapeData(s) {
    return utils_toCommandValue(s)
        .replace(/%/g, '%25')
        .replace(/\r/g, '%0D')
        .replace(/\n/g, '%0A');
}
function escapeProperty(s) {
    return utils_toCommandValue(s)
        .replace(/%/g, '%25')
        .replace(/\r/g, '%0D')
        .replace(/\n/g, '%0A')
        .replace(/:/g, '%3A')
        .replace(/,/g, '%2C');
}
//# sourceMappingURL=command.js.map
// EXTERNAL MODULE: external "crypto"
var external_crypto_ = __webpack_require__(6982);
// EXTERNAL MODULE: external "fs"
var external_fs_ = __webpack_require__(9896);
;// CONCATENATED MODULE: ./build/node_modules/@actions/core/lib/file-command.js
// For internal use, subject to change.
// We use any as a valid input type
/* eslint-disable @typescript-eslint/no-explicit-any */




function file_command_issueFileCommand(command, message) {
    const filePath = process.env[`GITHUB_${command}`];
    if (!filePath) {
        throw new Error(`Unable to find environment variable for file command ${command}`);
    }
    if (!external_fs_.existsSync(filePath)) {
        throw new Error(`Missing file at path: ${filePath}`);
    }
    external_fs_.appendFileSync(filePath, `${utils_toCommandValue(message)}${external_os_.EOL}`, {
        encoding: 'utf8'
    });
}
function file_command_prepareKeyValueMessage(key, value) {
    const delimiter = `ghadelimiter_${external_crypto_.randomUUID()}`;
    const convertedValue = utils_toCommandValue(value);
    // These should realistically never happen, but just in case someone finds a
    // way to exploit uuid generation let's not allow keys or values that contain
    // the delimiter.
    if (key.includes(delimiter)) {
        throw new Error(`Unexpected input: name should not contain the delimiter "${delimiter}"`);
    }
    if (convertedValue.includes(delimiter)) {
        throw new Error(`Unexpected input: value should not contain the delimiter "${delimiter}"`);
    }
    return `${key}<<${delimiter}${external_os_.EOL}${convertedValue}${external_os_.EOL}${delimiter}`;
}
//# sourceMappingURL=file-command.js.map
// EXTERNAL MODULE: external "path"
var external_path_ = __webpack_require__(6928);
;// CONCATENATED MODULE: ./build/node_modules/@actions/core/lib/core.js
var __awaiter = (undefined && undefined.__awaiter) || function (thisArg, _arguments, P, generator) {
    function adopt(value) { return value instanceof P ? value : new P(function (resolve) { resolve(value); }); }
    return new (P || (P = Promise))(function (resolve, reject) {
        function fulfilled(value) { try { step(generator.next(value)); } catch (e) { reject(e); } }
        function rejected(value) { try { step(generator["throw"](value)); } catch (e) { reject(e); } }
        function step(result) { result.done ? resolve(result.value) : adopt(result.value).then(fulfilled, rejected); }
        step((generator = generator.apply(thisArg, _arguments || [])).next());
    });
};






/**
 * The code to exit an action
 */
var ExitCode;
(function (ExitCode) {
    /**
     * A code indicating that the action was successful
     */
    ExitCode[ExitCode["Success"] = 0] = "Success";
    /**
     * A code indicating that the action was a failure
     */
    ExitCode[ExitCode["Failure"] = 1] = "Failure";
})(ExitCode || (ExitCode = {}));
//-----------------------------------------------------------------------
// Variables
//-----------------------------------------------------------------------
/**
 * Sets env variable for this action and future actions in the job
 * @param name the name of the variable to set
 * @param val the value of the variable. Non-string values will be converted to a string via JSON.stringify
 */
// eslint-disable-next-line @typescript-eslint/no-explicit-any
function exportVariable(name, val) {
    const convertedVal = toCommandValue(val);
    process.env[name] = convertedVal;
    const filePath = process.env['GITHUB_ENV'] || '';
    if (filePath) {
        return issueFileCommand('ENV', prepareKeyValueMessage(name, val));
    }
    issueCommand('set-env', { name }, convertedVal);
}
/**
 * Registers a secret which will get masked from logs
 *
 * @param secret - Value of the secret to be masked
 * @remarks
 * This function instructs the Actions runner to mask the specified value in any
 * logs produced during the workflow run. Once registered, the secret value will
 * be replaced with asterisks (***) whenever it appears in console output, logs,
 * or error messages.
 *
 * This is useful for protecting sensitive information such as:
 * - API keys
 * - Access tokens
 * - Authentication credentials
 * - URL parameters containing signatures (SAS tokens)
 *
 * Note that masking only affects future logs; any previous appearances of the
 * secret in logs before calling this function will remain unmasked.
 *
 * @example
 * ```typescript
 * // Register an API token as a secret
 * const apiToken = "abc123xyz456";
 * setSecret(apiToken);
 *
 * // Now any logs containing this value will show *** instead
 * console.log(`Using token: ${apiToken}`); // Outputs: "Using token: ***"
 * ```
 */
function setSecret(secret) {
    command_issueCommand('add-mask', {}, secret);
}
/**
 * Prepends inputPath to the PATH (for this action and future actions)
 * @param inputPath
 */
function addPath(inputPath) {
    const filePath = process.env['GITHUB_PATH'] || '';
    if (filePath) {
        issueFileCommand('PATH', inputPath);
    }
    else {
        issueCommand('add-path', {}, inputPath);
    }
    process.env['PATH'] = `${inputPath}${path.delimiter}${process.env['PATH']}`;
}
/**
 * Gets the value of an input.
 * Unless trimWhitespace is set to false in InputOptions, the value is also trimmed.
 * Returns an empty string if the value is not defined.
 *
 * @param     name     name of the input to get
 * @param     options  optional. See InputOptions.
 * @returns   string
 */
function getInput(name, options) {
    const val = process.env[`INPUT_${name.replace(/ /g, '_').toUpperCase()}`] || '';
    if (options && options.required && !val) {
        throw new Error(`Input required and not supplied: ${name}`);
    }
    if (options && options.trimWhitespace === false) {
        return val;
    }
    return val.trim();
}
/**
 * Gets the values of an multiline input.  Each value is also trimmed.
 *
 * @param     name     name of the input to get
 * @param     options  optional. See InputOptions.
 * @returns   string[]
 *
 */
function getMultilineInput(name, options) {
    const inputs = getInput(name, options)
        .split('\n')
        .filter(x => x !== '');
    if (options && options.trimWhitespace === false) {
        return inputs;
    }
    return inputs.map(input => input.trim());
}
/**
 * Gets the input value of the boolean type in the YAML 1.2 "core schema" specification.
 * Support boolean input list: `true | True | TRUE | false | False | FALSE` .
 * The return value is also in boolean type.
 * ref: https://yaml.org/spec/1.2/spec.html#id2804923
 *
 * @param     name     name of the input to get
 * @param     options  optional. See InputOptions.
 * @returns   boolean
 */
function getBooleanInput(name, options) {
    const trueValue = ['true', 'True', 'TRUE'];
    const falseValue = ['false', 'False', 'FALSE'];
    const val = getInput(name, options);
    if (trueValue.includes(val))
        return true;
    if (falseValue.includes(val))
        return false;
    throw new TypeError(`Input does not meet YAML 1.2 "Core Schema" specification: ${name}\n` +
        `Support boolean input list: \`true | True | TRUE | false | False | FALSE\``);
}
/**
 * Sets the value of an output.
 *
 * @param     name     name of the output to set
 * @param     value    value to store. Non-string values will be converted to a string via JSON.stringify
 */
// eslint-disable-next-line @typescript-eslint/no-explicit-any
function setOutput(name, value) {
    const filePath = process.env['GITHUB_OUTPUT'] || '';
    if (filePath) {
        return file_command_issueFileCommand('OUTPUT', file_command_prepareKeyValueMessage(name, value));
    }
    process.stdout.write(external_os_.EOL);
    command_issueCommand('set-output', { name }, utils_toCommandValue(value));
}
/**
 * Enables or disables the echoing of commands into stdout for the rest of the step.
 * Echoing is disabled by default if ACTIONS_STEP_DEBUG is not set.
 *
 */
function setCommandEcho(enabled) {
    issue('echo', enabled ? 'on' : 'off');
}
//-----------------------------------------------------------------------
// Results
//-----------------------------------------------------------------------
/**
 * Sets the action status to failed.
 * When the action exits it will be with an exit code of 1
 * @param message add error issue message
 */
function setFailed(message) {
    process.exitCode = ExitCode.Failure;
    error(message);
}
//-----------------------------------------------------------------------
// Logging Commands
//-----------------------------------------------------------------------
/**
 * Gets whether Actions Step Debug is on or not
 */
function isDebug() {
    return process.env['RUNNER_DEBUG'] === '1';
}
/**
 * Writes debug message to user log
 * @param message debug message
 */
function debug(message) {
    issueCommand('debug', {}, message);
}
/**
 * Adds an error issue
 * @param message error issue message. Errors will be converted to string via toString()
 * @param properties optional properties to add to the annotation.
 */
function error(message, properties = {}) {
    command_issueCommand('error', toCommandProperties(properties), message instanceof Error ? message.toString() : message);
}
/**
 * Adds a warning issue
 * @param message warning issue message. Errors will be converted to string via toString()
 * @param properties optional properties to add to the annotation.
 */
function warning(message, properties = {}) {
    command_issueCommand('warning', toCommandProperties(properties), message instanceof Error ? message.toString() : message);
}
/**
 * Adds a notice issue
 * @param message notice issue message. Errors will be converted to string via toString()
 * @param properties optional properties to add to the annotation.
 */
function notice(message, properties = {}) {
    command_issueCommand('notice', toCommandProperties(properties), message instanceof Error ? message.toString() : message);
}
/**
 * Writes info to log with console.log.
 * @param message info message
 */
function info(message) {
    process.stdout.write(message + external_os_.EOL);
}
/**
 * Begin an output group.
 *
 * Output until the next `groupEnd` will be foldable in this group
 *
 * @param name The name of the output group
 */
function startGroup(name) {
    command_issue('group', name);
}
/**
 * End an output group.
 */
function endGroup() {
    command_issue('endgroup');
}
/**
 * Wrap an asynchronous function call in a group.
 *
 * Returns the same type as the function itself.
 *
 * @param name The name of the group
 * @param fn The function to wrap in the group
 */
function group(name, fn) {
    return __awaiter(this, void 0, void 0, function* () {
        startGroup(name);
        let result;
        try {
            result = yield fn();
        }
        finally {
            endGroup();
        }
        return result;
    });
}
//-----------------------------------------------------------------------
// Wrapper action state
//-----------------------------------------------------------------------
/**
 * Saves state for current action, the state can only be retrieved by this action's post job execution.
 *
 * @param     name     name of the state to store
 * @param     value    value to store. Non-string values will be converted to a string via JSON.stringify
 */
// eslint-disable-next-line @typescript-eslint/no-explicit-any
function saveState(name, value) {
    const filePath = process.env['GITHUB_STATE'] || '';
    if (filePath) {
        return file_command_issueFileCommand('STATE', file_command_prepareKeyValueMessage(name, value));
    }
    command_issueCommand('save-state', { name }, utils_toCommandValue(value));
}
/**
 * Gets the value of an state set by this action's main execution.
 *
 * @param     name     name of the state to get
 * @returns   string
 */
function getState(name) {
    return process.env[`STATE_${name}`] || '';
}
function getIDToken(aud) {
    return __awaiter(this, void 0, void 0, function* () {
        return yield OidcClient.getIDToken(aud);
    });
}
/**
 * Summary exports
 */

/**
 * @deprecated use core.summary
 */

/**
 * Path exports
 */

/**
 * Platform utilities exports
 */

//# sourceMappingURL=core.js.map

/***/ }),

/***/ 7072:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   Ck: () => (/* binding */ withKnown),
/* harmony export */   Lc: () => (/* binding */ NOTHING_DONE),
/* harmony export */   OK: () => (/* binding */ OperationError),
/* harmony export */   bz: () => (/* binding */ knownOf)
/* harmony export */ });
/* harmony import */ var _errors_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(9473);

/** Nothing is known, and nothing was written. */
const NOTHING_DONE = { certificates: [], changed: false };
/** An operation that failed, with everything that is known so far. */
class OperationError extends _errors_js__WEBPACK_IMPORTED_MODULE_0__/* .ActionError */ .lZ {
    known;
    constructor(code, message, known, options = {}) {
        super(code, message, options);
        this.known = known;
    }
}
/** The same failure, with what is known. What it left uncertain is not known, unless something was written before. */
function withKnown(error, known) {
    const { code, message, isUncertain } = error instanceof _errors_js__WEBPACK_IMPORTED_MODULE_0__/* .ActionError */ .lZ ? error : (0,_errors_js__WEBPACK_IMPORTED_MODULE_0__/* .internalError */ .WB)(error);
    const changed = isUncertain && known.changed !== true ? undefined : known.changed;
    return new OperationError(code, message, { ...known, changed }, { cause: error, isUncertain });
}
/** What is known at the end of an operation that failed. */
function knownOf(error) {
    if (error instanceof OperationError)
        return error.known;
    const isKnown = error instanceof _errors_js__WEBPACK_IMPORTED_MODULE_0__/* .ActionError */ .lZ && !error.isUncertain;
    return { ...NOTHING_DONE, changed: isKnown ? false : undefined };
}


/***/ }),

/***/ 4902:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   FV: () => (/* binding */ escapeMarkdown),
/* harmony export */   Pj: () => (/* binding */ WORD_JOINER),
/* harmony export */   SM: () => (/* binding */ withCode),
/* harmony export */   nf: () => (/* binding */ link),
/* harmony export */   tp: () => (/* binding */ table),
/* harmony export */   wq: () => (/* binding */ MOST_ROWS)
/* harmony export */ });
/** U+2060, which shows nothing, keeps a line together, and is part of no address. */
const WORD_JOINER = '&#8288;';
const LONGEST_CELL = 400;
/** More rows than these are only counted. */
const MOST_ROWS = 500;
const LIMITS = { rows: MOST_ROWS, characters: 250_000 };
/** A table; each cell is truncated and escaped. What is beyond the limits is counted in a row of its own. */
function table(head, rows, escape, limits = LIMITS) {
    const lines = [];
    let characters = 0;
    let above = [];
    let cells = [];
    for (const row of rows.slice(0, limits.rows)) {
        // Most cells of a long table say what the one above says.
        cells = row.map((cell, at) => (cell === above[at] ? cells[at] : undefined) ?? escape(cell, LONGEST_CELL));
        above = row;
        const line = tableRow(cells);
        characters += line.length + 1;
        if (characters > limits.characters)
            break;
        lines.push(line);
    }
    const rest = rows.length - lines.length;
    if (rest > 0)
        lines.push(tableRow(head.map((_, at) => (at === 0 ? `… and ${rest} more` : ''))));
    return [tableRow(head), tableRow(head.map(() => '---')), ...lines].join('\n');
}
function tableRow(cells) {
    return `| ${cells.join(' | ')} |`;
}
/** Text as text: whatever Markdown or HTML would make of it is written as a character reference (GFM 0.29, 2.5). */
function escapeMarkdown(text) {
    if (/^[\w .-]*$/u.test(text))
        return breakLinks(text.replaceAll('_', '&#95;'));
    const escaped = text
        .replaceAll(/[\p{Cc}\p{Cf}\u2028\u2029]+/gu, ' ')
        .replaceAll(/[&<>|`*_[\]\\~$@]/gu, (character) => `&#${character.codePointAt(0) ?? 32};`);
    // A reference alone is no help: addresses of e-mail are looked for when references have been read already.
    return breakLinks(escaped.replaceAll('&#64;', `&#64;${WORD_JOINER}`));
}
/** What Markdown would turn into a link by itself (GFM 0.29, 6.9). */
function breakLinks(text) {
    const plain = text.includes('://') ? text.replaceAll('://', '&#58;//') : text;
    return /www\./iu.test(plain) ? plain.replaceAll(/www\./giu, (start) => `${start.slice(0, -1)}&#46;`) : plain;
}
/** Escaped text in which plain words between backticks are code after all. */
function withCode(escaped) {
    return escaped.replaceAll(/&#96;((?:[\w .:,{}-]|&#95;){1,80})&#96;/gu, '<code>$1</code>');
}
/** A link to an address of the web; as text if it is something else. */
function link(text, address) {
    const url = URL.canParse(address) ? new URL(address) : undefined;
    const isWeb = url !== undefined && /^https?:$/u.test(url.protocol);
    return isWeb ? `[${escapeMarkdown(text)}](<${url.href}>)` : escapeMarkdown(`${text} ${address}`);
}


/***/ }),

/***/ 1957:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  pQ: () => (/* binding */ clauseOf),
  pq: () => (/* binding */ countOf),
  HL: () => (/* binding */ enumerate),
  Bq: () => (/* binding */ flatten),
  Xo: () => (/* binding */ formatSeconds),
  fU: () => (/* binding */ formatTime),
  IU: () => (/* binding */ makeShow),
  bD: () => (/* binding */ messageOf),
  Zn: () => (/* binding */ nameId),
  AB: () => (/* binding */ quoteName),
  EU: () => (/* binding */ shortName),
  DG: () => (/* binding */ shortNames),
  xv: () => (/* binding */ truncate)
});

;// CONCATENATED MODULE: ./build/redaction.js
/** What stands in place of a secret. */
const MASK = '***';
/** Shorter secrets say nothing, and would blot out ordinary words. */
const SHORTEST_SECRET = 8;
/** This many characters of a secret in a row are taken out, wherever they stand and in whatever case. */
const WINDOW = 12;
/** As many as fit into 32 bits, a byte each. */
const PROBE = 4;
/** Every window holds a probe at a position that is a multiple of this: so most of a text is not looked at closely. */
const STEP = WINDOW - PROBE + 1;
/** Four for each probe, so that few slots are taken. */
const SLOTS_OF_PROBE = 4;
const FEWEST_SLOTS = 1 << 12;
/** Spreads the bits of a probe over the highest ones (Knuth, The Art of Computer Programming, 6.4: multiplicative hashing). */
const SPREAD = 0x9e3779b1;
/** A stretch without any such character is made of small letters alone. It may be an ordinary word. */
const ODD = /[^a-z_. -]/u;
/** Longer than a probe with a window on each side. */
const ORDINARY = /[a-z_. -]{20,}/gu;
/**
 * Makes a function that replaces by `***` whatever a text has of one of the secrets: the whole, or any twelve characters of it in a
 * row, in any case. So half a secret is found too, which an API or a truncation may have left. There may be hundreds of keys.
 */
function makeRedactor(secrets) {
    const all = [...new Set(secrets)].filter((secret) => secret.length >= SHORTEST_SECRET);
    const index = makeIndex(all.filter(hasWindow));
    // Such as a placeholder made of words: it is taken out as a whole.
    const whole = all.filter((secret) => !hasWindow(secret)).toSorted((a, b) => b.length - a.length);
    return (text) => {
        const ranges = index === undefined ? NO_RANGES : rangesIn(text, index);
        const clean = ranges.length === 0 ? text : replaceRanges(text, ranges);
        return whole.reduce((rest, secret) => rest.replaceAll(secret, MASK), clean);
    };
}
/** Can a piece of it be told from words? */
function hasWindow(secret) {
    return secret.length >= WINDOW && ODD.test(secret);
}
/** Read once by code that has just begun to run, and for hundreds of keys: so each probe follows from the one before it. */
function makeIndex(all) {
    if (all.length === 0)
        return undefined;
    const separator = separatorFor(all);
    const secrets = all.join(String.fromCharCode(separator));
    const bits = Math.ceil(Math.log2(Math.max(FEWEST_SLOTS, secrets.length * SLOTS_OF_PROBE)));
    const [last, before, shift] = [new Int32Array(2 ** bits), new Int32Array(secrets.length + 1), 32 - bits];
    const ordinary = ordinaryPlacesIn(secrets);
    let skipped = ordinary.shift() ?? NOWHERE;
    let probe = probeAt(secrets, 0) >>> 8;
    for (let place = 1; place + PROBE - 2 < secrets.length; place += 1) {
        probe = appendTo(probe, secrets.charCodeAt(place + PROBE - 2));
        if (place >= skipped.start) {
            if (place < skipped.end)
                continue;
            skipped = ordinary.shift() ?? NOWHERE;
        }
        const slot = Math.imul(probe, SPREAD) >>> shift;
        const known = last[slot] ?? 0;
        // Hundreds of keys begin with the same, and a place that looks like another tells no more.
        if (known > 0 && isSameAround(secrets, known - 1, place - 1))
            continue;
        before[place] = known;
        last[slot] = place;
    }
    return { secrets, separator, last, before, shift };
}
/** Is all that a window with the probe can have the same as around another probe? */
function isSameAround(secrets, known, probe) {
    const before = WINDOW - 1;
    if (known < before || probe < before)
        return false;
    return secrets.startsWith(secrets.slice(probe - before, probe + PROBE + before), known - before);
}
/** A character that is in none of them: mostly NUL. */
function separatorFor(secrets) {
    let code = 0;
    while (secrets.some((secret) => secret.includes(String.fromCharCode(code))))
        code = code === 0 ? 0xffff : code - 1;
    return code;
}
/** The places of probes around which every window may be a word: such probes tell nothing, and a row of dots has thousands. */
function ordinaryPlacesIn(secrets) {
    const around = WINDOW - PROBE;
    return [...secrets.matchAll(ORDINARY)].map(({ index, 0: run }) => ({
        start: index + around + 1,
        end: index + run.length - WINDOW + 2,
    }));
}
/** The last characters of a probe and one more, in whatever case. What is no ASCII is compared later. */
function appendTo(probe, code) {
    return (probe << 8) | (code < 128 ? code | 32 : 128);
}
function probeAt(text, at) {
    let probe = 0;
    for (let offset = at; offset < at + PROBE; offset += 1)
        probe = appendTo(probe, text.charCodeAt(offset));
    return probe;
}
const NOWHERE = { start: Infinity, end: Infinity };
/** What nearly all texts have. */
const NO_RANGES = [];
/** Megabytes of a list come through here, and thousands of short texts. */
function rangesIn(text, index) {
    const { last, shift } = index;
    let ranges;
    for (let at = 0; at + PROBE <= text.length; at += STEP) {
        const place = last[Math.imul(probeAt(text, at), SPREAD) >>> shift] ?? 0;
        const range = place === 0 ? undefined : rangeAt(text, at, place, index);
        if (range === undefined)
            continue;
        ranges ??= [];
        ranges.push(range);
    }
    return ranges?.toSorted((a, b) => a.start - b.start) ?? NO_RANGES;
}
/**
 * What a text has of the secrets within a window of a probe; undefined if that is less than a window, or may be a word. What goes on
 * further is found by the next probe.
 */
function rangeAt(text, at, lastPlace, index) {
    const { secrets, separator, before } = index;
    const first = Math.max(0, at - WINDOW + 1);
    const limit = Math.min(text.length, at + PROBE + WINDOW - 1);
    let range;
    for (let place = lastPlace; place !== 0; place = before[place] ?? 0) {
        const offset = place - 1 - at;
        let end = at;
        while (end < limit && isSame(text.charCodeAt(end), secrets.charCodeAt(end + offset), separator))
            end += 1;
        // Most places only have the same slot.
        if (end === at)
            continue;
        let start = at - 1;
        while (start >= first && isSame(text.charCodeAt(start), secrets.charCodeAt(start + offset), separator))
            start -= 1;
        start += 1;
        if (end - start < WINDOW || !ODD.test(secrets.slice(start + offset, end + offset)))
            continue;
        range = { start: Math.min(start, range?.start ?? start), end: Math.max(end, range?.end ?? end) };
        // No other place has more.
        if (range.start === first && range.end === limit)
            break;
    }
    return range;
}
/** Is it the same character, in whatever case? Never if it separates two secrets. */
function isSame(code, ofSecret, separator) {
    if (code === ofSecret)
        return code !== separator;
    if (code > 127 && ofSecret > 127)
        return String.fromCharCode(code).toLowerCase() === String.fromCharCode(ofSecret).toLowerCase();
    const letter = code | 32;
    return letter === (ofSecret | 32) && letter >= 97 && letter <= 122;
}
function replaceRanges(text, ranges) {
    let clean = '';
    let from = 0;
    for (const { start, end } of ranges) {
        // Ranges that overlap or touch are one.
        if (start > from || (start === from && clean === ''))
            clean += text.slice(from, start) + MASK;
        from = Math.max(from, end);
    }
    return clean + text.slice(from);
}

;// CONCATENATED MODULE: ./build/text.js

/** No log line, annotation or cell is longer: what comes from outside can be of any length. */
const LONGEST_TEXT = 10_000;
/** No string in JSON is longer. */
const LONGEST_VALUE = 1_000;
/** The longest name that is shown; the API's own are shorter. */
const LONGEST_NAME = 255;
/**
 * The one function for all text that leaves the process: redact, then flatten, then truncate. In another order a secret could be cut in
 * half, or be changed, before it is looked for. A name within a message is cut before; twelve characters of a secret are found even so.
 */
function makeShow(secrets) {
    let redact = makeRedactor(secrets);
    const hidden = [...secrets];
    const hide = (more) => {
        hidden.push(...more);
        redact = makeRedactor(hidden);
    };
    const show = (text, maxLength = LONGEST_TEXT) => truncate(flatten(redact(text)), maxLength);
    // In JSON as a whole a secret would be hidden by escapes, and taking it out could cut one in half.
    const redactString = (_key, value) => typeof value === 'string' ? truncate(redact(value), LONGEST_VALUE) : value;
    const json = (value) => {
        // A list of ten thousand certificates is looked at as a whole, which takes a third of the time.
        const whole = JSON.stringify(value);
        return isPlainJson(whole) && redact(whole) === whole ? whole : escapeJson(JSON.stringify(value, redactString));
    };
    return Object.assign(show, { json, hide });
}
/**
 * Is each string of this JSON as it is without JSON, and of a length that can be shown? There are no escapes that could hide a secret,
 * nothing that {@link flatten} would change, and a quote in every stretch of half the longest value.
 */
function isPlainJson(json) {
    if (/[^ -[\]-~]/.test(json) || json.includes('##['))
        return false;
    const stretch = LONGEST_VALUE / 2;
    for (let start = 0; start + stretch <= json.length; start += stretch) {
        const quote = json.indexOf('"', start);
        if (quote < 0 || quote >= start + stretch)
            return false;
    }
    return true;
}
/** JSON in which nothing is left that {@link flatten} would change: whoever parses it finds every name as the API has it. */
function escapeJson(json) {
    return json
        .replaceAll(/[\p{Cc}\p{Cf}\u2028\u2029]/gu, (character) => Array.from({ length: character.length }, (_, at) => escapeUnit(character.charCodeAt(at))).join(''))
        .replaceAll('##[', String.raw `#\u0023[`);
}
function escapeUnit(unit) {
    return `\\u${unit.toString(16).padStart(4, '0')}`;
}
/**
 * Text on one line, and harmless in a log: control characters and line ends become spaces, and what the runner would take for a
 * workflow command (`::` at the start of a line, `##[` anywhere) is broken by a space.
 */
function flatten(text) {
    // Most text is plain, and there may be ten thousand lines of it: printable characters of ASCII, no `#`, and no colon in front.
    if (/^(?! *:)[ -"$-~]*$/.test(text))
        return text.trim();
    return text
        .replaceAll(/[\p{Cc}\p{Cf}\u2028\u2029]+/gu, ' ')
        .replaceAll('##[', '## [')
        .replace(/^(\s*):(?=:)/u, '$1: ')
        .trim();
}
/** At most `maxLength` characters, with an ellipsis in place of what is cut off. */
function truncate(text, maxLength) {
    return text.length > maxLength ? `${text.slice(0, maxLength)}…` : text;
}
/** A name or id from the API, of a length that can be shown. */
function shortName(name) {
    return truncate(name, LONGEST_NAME);
}
/** Names from the API, such as host names, each of a length that can be shown. */
function shortNames(names) {
    return names.map(shortName);
}
/** A name from the API, in quotes. */
function quoteName(name) {
    return name === '' ? '(without a name)' : `"${shortName(name)}"`;
}
/** An id from the API, for a message. */
function nameId(id) {
    return id === '' ? 'without an id' : shortName(id);
}
/** `1 day`, `5 days`. */
function countOf(count, one, many = `${one}s`) {
    return `${count} ${count === 1 ? one : many}`;
}
/** `a, b and c`; if there are more than `most`, the rest is counted. */
function enumerate(words, most = Infinity, conjunction = 'and') {
    const shown = words.length > most ? [...words.slice(0, most), `${words.length - most} more`] : [...words];
    const last = shown.pop() ?? 'none';
    return shown.length === 0 ? last : `${shown.join(', ')} ${conjunction} ${last}`;
}
/** The last moment that a Date can tell, in milliseconds (ECMAScript, "Time Values and Time Range"). */
const LAST_MOMENT_MS = 8.64e15;
/** A time as the API writes it: UTC, to the second. Takes milliseconds since the epoch or a date. */
function formatTime(time) {
    const ms = Number(time);
    if (Number.isNaN(ms))
        return 'an unreadable date';
    return new Date(Math.min(Math.max(ms, -LAST_MOMENT_MS), LAST_MOMENT_MS)).toISOString().replace(/\.\d+Z$/u, 'Z');
}
/** Whole seconds of a duration in milliseconds, for progress: `12 s`. */
function formatSeconds(ms) {
    return `${Math.round(ms / 1_000)} s`;
}
/** A text from elsewhere, to stand within a sentence: without the full stop, question mark or the like that it ends with. */
function clauseOf(text) {
    return text.trim().replace(/[\s.?!:;,]+$/u, '');
}
/** What an error says for itself. */
function messageOf(error) {
    return error instanceof Error ? error.message : String(error);
}


/***/ }),

/***/ 8285:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   Bk: () => (/* binding */ parseEndpoint),
/* harmony export */   PW: () => (/* binding */ isAddress),
/* harmony export */   tv: () => (/* binding */ nameEndpoint)
/* harmony export */ });
/* harmony import */ var node_net__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(7030);
/* harmony import */ var node_url__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(3136);


const FORM = /^(?<host>\[[0-9a-f:.]+\]|[^\s@:[\]/]+)(?:@(?<address>\[[0-9a-f:.]+\]|[0-9.]+))?(?::(?<port>\d{1,5}))?$/iu;
/**
 * Reads `host`, `host:port` or `host@address:port`; an IPv6 address stands in brackets (RFC 3986, 3.2.2), a name in Unicode is turned
 * to ASCII (UTS 46). Undefined if it is none of these.
 */
function parseEndpoint(text) {
    const groups = FORM.exec(text)?.groups;
    const host = readHost(groups?.['host'] ?? '');
    const address = groups?.['address']?.replace(/^\[|\]$/gu, '');
    const port = Number(groups?.['port'] ?? 443);
    const isValid = host !== undefined && (address === undefined || (0,node_net__WEBPACK_IMPORTED_MODULE_0__.isIP)(address) !== 0) && port >= 1 && port <= 65_535;
    return isValid ? { host, port, address } : undefined;
}
/** A name in ASCII, or an IP address in its usual form (RFC 5952), so that it compares with what a certificate has. */
function readHost(text) {
    if (text.startsWith('[')) {
        const address = text.slice(1, -1);
        return (0,node_net__WEBPACK_IMPORTED_MODULE_0__.isIP)(address) === 6 ? new URL(`http://[${address}]`).hostname.slice(1, -1) : undefined;
    }
    if ((0,node_net__WEBPACK_IMPORTED_MODULE_0__.isIP)(text) === 4)
        return text;
    // A dot at the end is the root of DNS, and no part of a name in SNI (RFC 6066, 3).
    const host = (0,node_url__WEBPACK_IMPORTED_MODULE_1__.domainToASCII)(text).toLowerCase().replace(/\.$/u, '');
    return isHostName(host) ? host : undefined;
}
/** A name that can be resolved (RFC 1035, 2.3.4); underscores are seen in the field. `127.1` is an address to some, and a name to none. */
function isHostName(host) {
    return (host.length <= 253 &&
        (0,node_net__WEBPACK_IMPORTED_MODULE_0__.isIP)(host) === 0 &&
        host.split('.').every((label) => /^[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?$/u.test(label)));
}
/** Is the host itself an address? Then there is no SNI (RFC 6066, 3), and its certificate must have it as an IP address. */
function isAddress({ host }) {
    return (0,node_net__WEBPACK_IMPORTED_MODULE_0__.isIP)(host) !== 0;
}
/** The endpoint as a person writes it. */
function nameEndpoint({ host, port, address }) {
    const at = address === undefined || address === host ? '' : `@${bracket(address)}`;
    return `${bracket(host)}${at}:${port}`;
}
/** An IPv6 address in brackets; anything else as it is. */
function bracket(host) {
    return (0,node_net__WEBPACK_IMPORTED_MODULE_0__.isIP)(host) === 6 ? `[${host}]` : host;
}


/***/ }),

/***/ 7910:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   Gv: () => (/* binding */ validityOf),
/* harmony export */   HS: () => (/* binding */ servedByFingerprint),
/* harmony export */   vV: () => (/* binding */ seenIn)
/* harmony export */ });
/** From when to when a served certificate is valid. */
function validityOf({ sent: [leaf], notAfter }) {
    return { notBefore: leaf.validFromDate, notAfter };
}
/** What was served, each certificate once, by its SHA-1 fingerprint. */
function servedByFingerprint(probed) {
    return new Map(probed.flatMap(({ served }) => (served === undefined ? [] : [[served.sha1Fingerprint, served]])));
}
/** The validity of all that was served, by SHA-1 fingerprint. */
function seenIn(probed) {
    return new Map([...servedByFingerprint(probed)].map(([fingerprint, served]) => [fingerprint, validityOf(served)]));
}


/***/ }),

/***/ 8508:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   x: () => (/* binding */ VERSION)
/* harmony export */ });
/** The version that the `User-Agent` tells; package.json has the same (a test holds them equal). */
const VERSION = '1.0.0';


/***/ }),

/***/ 7375:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   $d: () => (/* binding */ makeGrace),
/* harmony export */   H6: () => (/* binding */ orAborted),
/* harmony export */   W3: () => (/* binding */ throwIfOver),
/* harmony export */   dZ: () => (/* binding */ throwIfCancelled),
/* harmony export */   ml: () => (/* binding */ systemClock),
/* harmony export */   tb: () => (/* binding */ makeDeadline),
/* harmony export */   ux: () => (/* binding */ within),
/* harmony export */   v7: () => (/* binding */ pause),
/* harmony export */   wt: () => (/* binding */ poll)
/* harmony export */ });
/* unused harmony export REQUEST_TIMEOUT_MS */
/* harmony import */ var _errors_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(9473);

/** The longest delay of a timer (Node.js, "Timers": 2^31 - 1 ms). */
const LONGEST_TIMER_MS = 2_147_483_647;
/** The machine's clock. */
const systemClock = {
    now: () => Date.now(),
    // The global `performance` would load a module of Node that nothing else here needs.
    monotonicMs: () => {
        const [seconds, nanoseconds] = process.hrtime();
        return seconds * 1_000 + nanoseconds / 1_000_000;
    },
    sleep: async (ms, signal) => {
        if (signal.aborted)
            return;
        await new Promise((resolve) => {
            const end = () => {
                clearTimeout(timer);
                signal.removeEventListener('abort', end);
                resolve();
            };
            const timer = setTimeout(end, Math.min(ms, LONGEST_TIMER_MS));
            signal.addEventListener('abort', end, { once: true });
        });
    },
    // Node takes whole milliseconds only, and the clock counts fractions of them.
    timeoutSignal: (ms) => AbortSignal.timeout(Math.min(Math.ceil(ms), LONGEST_TIMER_MS)),
};
/** The longest that one request may take, in milliseconds. */
const REQUEST_TIMEOUT_MS = 30_000;
/** A deadline `ms` milliseconds from now. */
function makeDeadline(clock, ms, stop) {
    const end = clock.monotonicMs() + ms;
    return {
        clock,
        stop,
        remainingMs: () => Math.max(0, end - clock.monotonicMs()),
        requestMs: (mostMs = REQUEST_TIMEOUT_MS) => Math.max(0, Math.min(mostMs, end + REQUEST_TIMEOUT_MS - clock.monotonicMs())),
    };
}
/** A deadline that ends `ms` milliseconds from now, or with `deadline` if that ends earlier. */
function within(deadline, ms) {
    const own = makeDeadline(deadline.clock, ms, deadline.stop);
    return { ...deadline, remainingMs: () => Math.min(own.remainingMs(), deadline.remainingMs()) };
}
/** A request under way when the job is cancelled has this long to end: the process must be gone within 5 s. */
const GRACE_MS = 2_500;
/** A signal that aborts a while after the job was cancelled. */
function makeGrace({ stop, clock }) {
    const controller = new AbortController();
    const begin = () => {
        clock.timeoutSignal(GRACE_MS).addEventListener('abort', () => controller.abort());
    };
    stop.addEventListener('abort', begin, { once: true });
    return controller.signal;
}
/** Throws if the job was cancelled. @throws ActionError `cancelled` */
function throwIfCancelled({ stop }) {
    if (stop.aborted)
        throw new _errors_js__WEBPACK_IMPORTED_MODULE_0__/* .ActionError */ .lZ('cancelled', 'The job was cancelled. Run it again to complete the work.');
}
/**
 * Throws if no further request may begin. @param what what was to be requested, to stand after "before"
 * @throws ActionError `cancelled` or `timeout`
 */
function throwIfOver(deadline, what) {
    throwIfCancelled(deadline);
    if (deadline.requestMs() === 0)
        throw new _errors_js__WEBPACK_IMPORTED_MODULE_0__/* .ActionError */ .lZ('timeout', `\`wait_timeout\` ended before ${what}. Run this again, or raise \`wait_timeout\`.`);
}
/**
 * Sleeps `ms` milliseconds if that ends before the deadline.
 * @returns false, without sleeping, if it does not
 * @throws ActionError `cancelled`
 */
async function pause(deadline, ms) {
    throwIfCancelled(deadline);
    if (ms > deadline.remainingMs())
        return false;
    await sleepUnlessCancelled(deadline, ms);
    return true;
}
async function sleepUnlessCancelled(deadline, ms) {
    throwIfCancelled(deadline);
    await deadline.clock.sleep(ms, deadline.stop);
    throwIfCancelled(deadline);
}
/**
 * What `work` gives, or a rejection as soon as `signal` aborts: for work that cannot be aborted, or not at every moment. It is left behind.
 */
async function orAborted(work, signal) {
    return new Promise((resolve, reject) => {
        const leave = () => reject(new Error('aborted', { cause: signal.reason }));
        signal.addEventListener('abort', leave, { once: true });
        if (signal.aborted)
            leave();
        void work.then(resolve, reject).finally(() => signal.removeEventListener('abort', leave));
    });
}
/**
 * The only waiting loop: looks until the value is there or the deadline has passed, with growing pauses between. The last look is at the
 * deadline, however long the pause would have been.
 * @param look tells the value, or why it is not there yet; what it throws ends the wait
 * @param report is given the reason of each look that did not find the value, and the milliseconds waited so far
 * @throws ActionError `cancelled`
 */
async function poll(deadline, { firstMs, factor, maxMs }, look, report = () => undefined) {
    const start = deadline.clock.monotonicMs();
    let paceMs = firstMs;
    for (;;) {
        const found = await look();
        if ('value' in found)
            return found;
        if ('again' in found) {
            throwIfCancelled(deadline);
            continue;
        }
        const waitedMs = deadline.clock.monotonicMs() - start;
        // A pause of nothing would be a loop at full speed.
        const pauseMs = Math.min(Math.max(found.pauseMs ?? paceMs, 1), deadline.remainingMs());
        if (pauseMs <= 0)
            return { reason: found.reason, waitedMs };
        report(found.reason, waitedMs);
        await sleepUnlessCancelled(deadline, pauseMs);
        if (found.pauseMs === undefined)
            paceMs = Math.min(paceMs * factor, maxMs);
    }
}


/***/ }),

/***/ 8907:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  jf: () => (/* binding */ faultsAbove),
  lG: () => (/* binding */ faultsOfCa),
  Cb: () => (/* binding */ isSelfIssued),
  SY: () => (/* binding */ unusableKeyOf)
});

// EXTERNAL MODULE: ./build/text.js + 1 modules
var build_text = __webpack_require__(1957);
// EXTERNAL MODULE: ./build/x509/certificate.js
var certificate = __webpack_require__(238);
// EXTERNAL MODULE: ./build/x509/der.js
var der = __webpack_require__(9950);
// EXTERNAL MODULE: ./build/x509/dns-names.js
var dns_names = __webpack_require__(5983);
// EXTERNAL MODULE: ./build/x509/names.js
var names = __webpack_require__(4105);
;// CONCATENATED MODULE: ./build/x509/name-constraints.js



const DNS_NAME = 2;
const DIRECTORY_NAME = 4;
const IP_ADDRESS = 7;
/**
 * The name of a certificate that the constraints of a CA above it do not allow, for a message; undefined if they allow all
 * (RFC 5280, 4.2.1.10). DNS names, IP addresses and subjects are compared: clients use no other kind for servers.
 */
function forbiddenNameOf({ nameConstraints }, certificate) {
    if (nameConstraints === undefined)
        return undefined;
    const { permitted, excluded } = nameConstraints;
    const isForbidden = (name) => {
        if (![DNS_NAME, DIRECTORY_NAME, IP_ADDRESS].includes(name.kind))
            return false;
        const ofKind = permitted.filter(({ kind }) => kind === name.kind);
        return ((ofKind.length > 0 && !ofKind.some((subtree) => isWithin(name, subtree))) ||
            excluded.some((subtree) => subtree.kind === name.kind && isWithin(name, subtree)));
    };
    const name = certificate.alternativeNames.find(isForbidden);
    if (name !== undefined)
        return (0,names/* quoteText */.ol)((0,dns_names/* textOfGeneralName */.gc)(name) ?? 'of another kind');
    const subject = { kind: DIRECTORY_NAME, value: certificate.subject };
    // An empty subject is a sequence of nothing, in two bytes.
    return certificate.subject.length > 2 && isForbidden(subject) ? 'its subject' : undefined;
}
function isWithin({ kind, value }, subtree) {
    if (kind === DNS_NAME)
        return isWithinDomain(value, subtree.value);
    if (kind === IP_ADDRESS)
        return isWithinNetwork(value, subtree.value);
    return isWithinDirectory(value, subtree.value);
}
function isWithinDomain(name, domain) {
    const [lower, parent] = [name.toLowerCase(), domain.toLowerCase()];
    return parent === '' || lower === parent || lower.endsWith(parent.startsWith('.') ? parent : `.${parent}`);
}
/** The network is an address and a mask of the same length. */
function isWithinNetwork(address, network) {
    const { length } = address;
    return (network.length === 2 * length &&
        (0,der/* bufferOf */.Kb)(address).every((byte, at) => ((byte ^ network.charCodeAt(at)) & network.charCodeAt(length + at)) === 0));
}
/** Does a name begin with every part of the other? */
function isWithinDirectory(name, subtree) {
    const parts = partsOf(name);
    const wanted = partsOf(subtree);
    return wanted.every((part, at) => parts[at] === part);
}
function partsOf(name) {
    return (0,der/* readOr */.Cq)(() => (0,der/* readElement */.RN)(name).children.map(({ whole }) => whole), []);
}

// EXTERNAL MODULE: ./build/x509/public-key.js
var public_key = __webpack_require__(6626);
// EXTERNAL MODULE: ./build/x509/server-rules.js
var server_rules = __webpack_require__(4116);
;// CONCATENATED MODULE: ./build/x509/ca-rules.js






/** Is it a root: does it name itself as its issuer? */
function isSelfIssued({ fields }) {
    return fields.subject === fields.issuer;
}
/** Why clients reject everything that this CA issued, wherever it stands; each to stand after its name. */
function faultsOfCa(ca, now) {
    const { fields } = ca;
    const date = (0,certificate/* dateFaultOf */.Q)(ca, now);
    const type = unusableKeyOf(ca);
    // Nobody verifies the signature of a root.
    const signature = isSelfIssued(ca) ? undefined : (0,server_rules/* signatureFaultOf */.Qo)(fields);
    // Roots of version 1 do not say that they are CAs.
    const isCa = fields.isCa ?? isSelfIssued(ca);
    return [
        date,
        isCa ? undefined : 'is not a CA certificate, so clients reject what it issued',
        !isCa || fields.canSignCertificates ? undefined : 'may not sign certificates (keyUsage without keyCertSign)',
        fields.purposes?.includes(server_rules/* SERVER_AUTHENTICATION */.fI) === false
            ? 'may not issue certificates for servers (extendedKeyUsage without serverAuth)'
            : undefined,
        (0,server_rules/* extensionFaultOf */.pz)(fields),
        signature,
        type === undefined ? undefined : `has ${type}, which clients reject`,
    ].filter((fault) => fault !== undefined);
}
/** What its key is, if clients do not use the type; undefined if they do. */
function unusableKeyOf(certificate) {
    const { fields } = certificate;
    try {
        return (0,public_key/* unusableTypeOf */.bY)(fields.publicNumbers, () => certificate.x509.publicKey, () => (0,der/* bufferOf */.Kb)(fields.publicKey));
    }
    catch {
        return 'a key of an unknown type';
    }
}
/** Why clients reject this path with the CA on top of it, for what the CA limits (RFC 5280, 6.1.4); to stand after its name. */
function faultsAbove(path, ca) {
    const [leaf, ...intermediates] = path;
    const { pathLength } = ca.fields;
    const below = intermediates.filter((each) => !isSelfIssued(each));
    const isTooLong = pathLength !== undefined && below.length > pathLength;
    const allowed = (0,build_text/* countOf */.pq)(pathLength ?? 0, 'intermediate');
    const faults = isTooLong ? [`allows ${allowed} below it (pathLen), and the chain has ${below.length}`] : [];
    const forbidden = [leaf, ...below]
        .map((each) => ({ each, name: forbiddenNameOf(ca.fields, each.fields) }))
        .find(({ name }) => name !== undefined);
    if (forbidden !== undefined)
        faults.push(`has name constraints that do not allow ${forbidden.name ?? ''} in the certificate ${(0,certificate/* subjectOf */.et)(forbidden.each)}`);
    return faults;
}


/***/ }),

/***/ 238:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   Nl: () => (/* binding */ isSelfSigned),
/* harmony export */   Q: () => (/* binding */ dateFaultOf),
/* harmony export */   Xq: () => (/* binding */ issuerLocationsOf),
/* harmony export */   YV: () => (/* binding */ namesIssuer),
/* harmony export */   et: () => (/* binding */ subjectOf),
/* harmony export */   hB: () => (/* binding */ parseCertificate),
/* harmony export */   nb: () => (/* binding */ sha1FingerprintOf),
/* harmony export */   s3: () => (/* binding */ isSignedBy),
/* harmony export */   xD: () => (/* binding */ issuerOf)
/* harmony export */ });
/* harmony import */ var node_crypto__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(7598);
/* harmony import */ var _text_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(1957);
/* harmony import */ var _der_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(9950);
/* harmony import */ var _dns_names_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(5983);
/* harmony import */ var _fields_js__WEBPACK_IMPORTED_MODULE_4__ = __webpack_require__(5105);
/* harmony import */ var _names_js__WEBPACK_IMPORTED_MODULE_5__ = __webpack_require__(4105);






const CA_ISSUERS = '1.3.6.1.5.5.7.48.2';
/** A uniform resource identifier, as a general name. */
const URI = 0x86;
/** What is in a URL that Node's text has as it stands. */
const USUAL_URL = /^[\w./:%?=&~+@-]+$/u;
/** The runner's clock and the issuer's may differ by this, in milliseconds. */
const CLOCK_DIFFERENCE_MS = 60_000;
/** Parses one block. Undefined when it is no certificate that can be read. */
function parseCertificate(block) {
    const fields = (0,_fields_js__WEBPACK_IMPORTED_MODULE_4__/* .readFields */ .q)(block.der);
    if (fields === undefined)
        return undefined;
    const certificate = new ReadCertificate(fields, block);
    try {
        // OpenSSL reads what is plain for certain.
        return fields.isPlain || certificate.x509.raw.length > 0 ? certificate : undefined;
    }
    catch {
        return undefined;
    }
}
class ReadCertificate {
    fields;
    block;
    #x509;
    #names;
    #fingerprint;
    constructor(fields, block) {
        this.fields = fields;
        this.block = block;
    }
    get x509() {
        return (this.#x509 ??= new node_crypto__WEBPACK_IMPORTED_MODULE_0__.X509Certificate(this.block.der));
    }
    get names() {
        return (this.#names ??= (0,_dns_names_js__WEBPACK_IMPORTED_MODULE_3__/* .usualNamesIn */ .AP)(this.fields.alternativeNames) ?? (0,_dns_names_js__WEBPACK_IMPORTED_MODULE_3__/* .namesOf */ .eZ)(this.x509));
    }
    get fingerprint() {
        return (this.#fingerprint ??= (0,node_crypto__WEBPACK_IMPORTED_MODULE_0__.hash)('sha256', this.block.der));
    }
}
/** The SHA-1 of the certificate's DER, 40 lower-case hex digits, as the API tells it. */
function sha1FingerprintOf({ block }) {
    return (0,node_crypto__WEBPACK_IMPORTED_MODULE_0__.hash)('sha1', block.der);
}
/** What a message calls the certificate: its common name, else the first subjectAltName, else a CA's organization, else its SHA-1. */
function subjectOf(certificate) {
    const { alternativeNames, subject, isCa } = certificate.fields;
    const names = [
        (0,_names_js__WEBPACK_IMPORTED_MODULE_5__/* .commonNameOf */ .KJ)(subject),
        ...alternativeNames.map((name) => (0,_dns_names_js__WEBPACK_IMPORTED_MODULE_3__/* .textOfGeneralName */ .gc)(name) ?? ''),
        isCa === true ? (0,_names_js__WEBPACK_IMPORTED_MODULE_5__/* .organizationOf */ .d1)(subject) : '',
    ];
    const name = names.find((each) => each.trim() !== '');
    return name === undefined ? `with SHA-1 ${sha1FingerprintOf(certificate)}` : (0,_names_js__WEBPACK_IMPORTED_MODULE_5__/* .quoteText */ .ol)(name);
}
/** What a message calls the one that issued it. */
function issuerOf({ fields }) {
    const name = (0,_names_js__WEBPACK_IMPORTED_MODULE_5__/* .commonNameOf */ .KJ)(fields.issuer) || (0,_names_js__WEBPACK_IMPORTED_MODULE_5__/* .organizationOf */ .d1)(fields.issuer);
    return name === '' ? 'a CA without a name' : (0,_names_js__WEBPACK_IMPORTED_MODULE_5__/* .quoteText */ .ol)(name);
}
/** Why it is not valid at this time, to stand after its name; undefined when it is (RFC 5280, 4.1.2.5). */
function dateFaultOf({ fields }, now) {
    const { notBefore, notAfter } = fields;
    if (notBefore === undefined || notAfter === undefined)
        return `has an unreadable ${notBefore === undefined ? 'notBefore' : 'notAfter'} date`;
    if (notAfter.getTime() + CLOCK_DIFFERENCE_MS < now.getTime())
        return `expired ${(0,_text_js__WEBPACK_IMPORTED_MODULE_1__/* .formatTime */ .fU)(notAfter)}`;
    if (notBefore.getTime() - CLOCK_DIFFERENCE_MS > now.getTime())
        return `is not valid before ${(0,_text_js__WEBPACK_IMPORTED_MODULE_1__/* .formatTime */ .fU)(notBefore)}`;
    return undefined;
}
/** Did it sign itself? A leaf that did need not be allowed to sign others. */
function isSelfSigned(certificate) {
    const { subject, issuer } = certificate.fields;
    return subject === issuer && isSignedBy(certificate, certificate);
}
/** Do name and key identifier of the issuer fit? A certificate without a key identifier fits any. */
function namesIssuer({ fields }, issuer) {
    const { authorityKeyId } = fields;
    const { subjectKeyId, subject } = issuer.fields;
    const isSameKey = authorityKeyId === undefined || subjectKeyId === undefined || authorityKeyId === subjectKeyId;
    return fields.issuer === subject && isSameKey;
}
/** Does its signature fit the key of the other? */
function isSignedBy(certificate, issuer) {
    try {
        return certificate.x509.verify(issuer.x509.publicKey);
    }
    catch {
        // A key of a kind that Node does not know signs nothing that a client of ours would trust.
        return false;
    }
}
/** The addresses at which the issuer's certificate is found (authority information access, RFC 5280, 4.2.2.1). */
function issuerLocationsOf(certificate) {
    const { informationAccess } = certificate.fields;
    if (informationAccess === undefined)
        return [];
    const usual = (0,_der_js__WEBPACK_IMPORTED_MODULE_2__/* .readOr */ .Cq)(() => usualLocationsIn(informationAccess), undefined);
    if (usual !== undefined)
        return usual;
    return [...(certificate.x509.infoAccess ?? '').matchAll(/^CA Issuers - URI:(?<url>.+)$/gmu)].map(({ groups }) => groups?.['url'] ?? '');
}
/** The same without Node; undefined if there is anything that Node writes in another way than it stands. */
function usualLocationsIn(informationAccess) {
    const locations = [];
    for (const { sequence } of (0,_der_js__WEBPACK_IMPORTED_MODULE_2__/* .readSequence */ .sr)(informationAccess)) {
        const [method, location] = [sequence[0], sequence[1]];
        if (sequence.length !== 2 || method === undefined || location?.tag !== URI || !USUAL_URL.test(location.content))
            return undefined;
        if ((0,_der_js__WEBPACK_IMPORTED_MODULE_2__/* .readOid */ .fM)(method) === CA_ISSUERS)
            locations.push(location.content);
    }
    return locations;
}


/***/ }),

/***/ 7009:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  X: () => (/* binding */ impostorFaultOf),
  k: () => (/* binding */ orderChain)
});

// EXTERNAL MODULE: external "node:crypto"
var external_node_crypto_ = __webpack_require__(7598);
// EXTERNAL MODULE: ./build/text.js + 1 modules
var build_text = __webpack_require__(1957);
// EXTERNAL MODULE: ./build/x509/ca-rules.js + 1 modules
var ca_rules = __webpack_require__(8907);
// EXTERNAL MODULE: ./build/x509/certificate.js
var x509_certificate = __webpack_require__(238);
;// CONCATENATED MODULE: ./build/x509/anchors.js


/** Is it a root, and not a leaf that signed itself? */
function isRootOf(leaf, certificate) {
    return certificate !== leaf && (0,ca_rules/* isSelfIssued */.Cb)(certificate) && (0,x509_certificate/* isSelfSigned */.Nl)(certificate);
}
/** Where the best of these paths ends. */
function anchorOf(leaf, { valid }, knownRootOf) {
    if ((0,x509_certificate/* isSelfSigned */.Nl)(leaf))
        return 'self_signed';
    // What is highest is the likeliest to be issued by a root.
    const upwards = [leaf, ...valid];
    if (upwards.findLast((each) => knownRootOf(each) !== undefined) !== undefined)
        return 'known_root';
    return upwards.some((each) => isRootOf(leaf, each)) ? 'supplied_root' : 'none';
}
/**
 * The path that is sent first, without its root: one that ends at a root, and of these the one with the most certificates. OpenSSL
 * takes the first issuer that was sent and tries no other. Of two of one length it is the one with the older root, which more clients
 * know.
 */
function mainPathOf(leaf, { all, valid }, knownRootOf) {
    const roots = new Set([...valid].filter((each) => isRootOf(leaf, each)));
    const rated = all.map((path) => ratePath(path, roots, knownRootOf));
    const [best] = rated.toSorted((a, b) => b.anchor - a.anchor || b.sent.length - a.sent.length || a.rootNotBefore - b.rootNotBefore);
    return best?.sent ?? [leaf];
}
function ratePath(path, roots, knownRootOf) {
    const sent = path.filter((each) => !roots.has(each));
    const last = path.findLast((each) => knownRootOf(each) !== undefined);
    const root = last && knownRootOf(last);
    const suppliedRank = sent.length < path.length ? 1 : 0;
    return {
        anchor: root === undefined ? suppliedRank : 2,
        sent,
        rootNotBefore: root?.fields.notBefore?.getTime() ?? 0,
    };
}

// EXTERNAL MODULE: ./build/x509/der.js
var der = __webpack_require__(9950);
// EXTERNAL MODULE: ./build/x509/paths.js
var x509_paths = __webpack_require__(3585);
;// CONCATENATED MODULE: ./build/x509/known-chains.js



/**
 * The chain of a leaf certificate, if another one had it: most certificates of a folder have the same issuer and the same certificates
 * beside them, and only the leaf is another on every path. Undefined if that is not sure.
 */
function recallChain(leaf, pool, { chains, memory }) {
    const others = pool.filter((each) => each !== leaf);
    const known = others[0] && chains.get(others[0]);
    if (known?.others.length !== others.length || !known.others.every((each, at) => each === others[at]))
        return undefined;
    return hasSameIssuer(leaf, known.leaf) && isSimple(leaf, others, memory) ? known.chain : undefined;
}
/** Remembers a chain that leaf certificates may have in common. */
function rememberChain(leaf, pool, chain, { chains, memory }) {
    const others = pool.filter((each) => each !== leaf);
    const [first] = others;
    // A chain that ends with the leaf is its own, and so is what is wrong with it.
    if (first === undefined || chain.top === leaf || !isSimple(leaf, others, memory))
        return;
    chains.set(first, { leaf, others, chain });
}
function hasSameIssuer({ fields }, other) {
    const { issuer, authorityKeyId } = other.fields;
    return fields.issuer === issuer && fields.authorityKeyId === authorityKeyId;
}
/**
 * Is the leaf on its paths only as what one of the others signed? No CA limits its names, none has its own name, and everyone that has
 * the name of its issuer did sign it, with a key that takes no time to verify.
 */
function isSimple(leaf, others, memory) {
    return others.every((each) => each.fields.nameConstraints === undefined &&
        each.fields.subject !== leaf.fields.subject &&
        (!(0,x509_certificate/* namesIssuer */.YV)(leaf, each) || ((0,ca_rules/* unusableKeyOf */.SY)(each) === undefined && (0,x509_paths/* isSignedOnce */.eK)(leaf, each, memory))));
}

// EXTERNAL MODULE: ./build/x509/names.js
var names = __webpack_require__(4105);
// EXTERNAL MODULE: ./build/x509/shared-facts.js
var shared_facts = __webpack_require__(542);
// EXTERNAL MODULE: ./build/x509/trust.js
var trust = __webpack_require__(7311);
;// CONCATENATED MODULE: ./build/x509/chain.js











const CHAIN_OF_CA = 'Use the certificate chain that your CA offers today.';
const MESH = {
    what: 'has too many certificates that signed each other, so its paths cannot be checked',
    remedy: 'Supply only the certificate chain that came with the leaf certificate.',
};
/**
 * Orders what was supplied beside the leaf.
 * @param pool any order, with the leaf, roots and duplicates
 * @param older leaf certificates that this one renewed: what they were issued from may be there too
 */
function orderChain(leaf, pool, older, now, knownRoots = trust/* rootsOfNode */.r8, shared = (0,shared_facts/* makeSharedFacts */.l)(now, knownRoots)) {
    // What older ones were issued from is judged anew.
    if (older.length > 0)
        return findChain(leaf, pool, older, now, shared);
    const known = recallChain(leaf, pool, shared);
    if (known !== undefined)
        return known;
    const chain = findChain(leaf, pool, older, now, shared);
    rememberChain(leaf, pool, chain, shared);
    return chain;
}
function findChain(leaf, pool, older, now, shared) {
    const paths = (0,x509_paths/* findPaths */.EQ)(leaf, pool, now, shared.memory);
    if (paths === x509_paths/* TOO_MANY_PATHS */.CR)
        return { intermediates: [], anchor: 'none', top: leaf, faults: [MESH], dropped: [], issuers: [] };
    const { knownRootOf } = shared;
    const anchor = anchorOf(leaf, paths, knownRootOf);
    const strangers = older.reduce((rest, each) => strangersTo(each, rest, now), paths.strangers);
    const main = mainPathOf(leaf, paths, knownRootOf);
    const needed = paths.rejections.filter((rejection) => isNeeded(rejection, paths, anchor));
    return {
        intermediates: [...new Set([...main.slice(1), ...[...paths.valid].filter((each) => !isRootOf(leaf, each))])],
        anchor,
        top: main.at(-1) ?? leaf,
        faults: [...rejectionFaults(needed), ...strangerFaults(leaf, { ...paths, strangers }, knownRootOf)],
        dropped: paths.rejections.filter(({ certificate }, at, all) => !needed.some((each) => each.certificate === certificate) &&
            all.findIndex((each) => each.certificate === certificate) === at),
        issuers: issuersIn(paths),
    };
}
function strangersTo(leaf, pool, now) {
    const paths = (0,x509_paths/* findPaths */.EQ)(leaf, pool, now);
    return paths === x509_paths/* TOO_MANY_PATHS */.CR ? pool : paths.strangers;
}
/** Would clients have to use the certificate, because no other way leads upwards from what it issued? */
function isNeeded({ certificate }, { valid }, anchor) {
    return anchor === 'none' && ![...valid].some((each) => (0,x509_paths/* isSameCa */.Rj)(each, certificate));
}
function rejectionFaults(rejections) {
    return [...new Set(rejections.flatMap(describeRejection))].map((what) => ({ what, remedy: CHAIN_OF_CA }));
}
function describeRejection({ certificate, faults }) {
    const name = (0,x509_certificate/* subjectOf */.et)(certificate);
    return faults.map((fault) => `the chain certificate ${name} ${fault}`);
}
/** All that was supplied and issued something on a valid path, accepted or not. */
function issuersIn({ valid, rejections }) {
    return [...valid, ...rejections.map(({ certificate }) => certificate)];
}
/** The certificates on valid paths whose issuer is neither among what was supplied nor a known root. */
function openEndsOf(leaf, paths, knownRootOf) {
    const supplied = issuersIn(paths);
    return [leaf, ...paths.valid].filter((each) => !(0,ca_rules/* isSelfIssued */.Cb)(each) && !supplied.some((issuer) => (0,x509_certificate/* namesIssuer */.YV)(each, issuer)) && knownRootOf(each) === undefined);
}
function strangerFaults(leaf, paths, knownRootOf) {
    const { strangers } = paths;
    if (strangers.length === 0)
        return [];
    const ends = openEndsOf(leaf, paths, knownRootOf);
    const impostors = ends.flatMap((end) => strangers.map((stranger) => impostorFaultOf(end, stranger)));
    const impostor = impostors.find((fault) => fault !== undefined);
    if (impostor !== undefined)
        return [impostor];
    const names = strangers.map((stranger) => `${(0,x509_certificate/* subjectOf */.et)(stranger)} (issued by ${(0,x509_certificate/* issuerOf */.xD)(stranger)})`);
    const count = (0,build_text/* countOf */.pq)(strangers.length, 'certificate does', 'certificates do');
    const what = `${count} not belong to the chain of the leaf certificate: ${(0,build_text/* enumerate */.HL)(names, 3)}`;
    // Only the leaf's issuer is surely missing: further up, clients may know it as a root.
    return ends.includes(leaf)
        ? [
            {
                what: `${what}; the certificate of ${(0,x509_certificate/* issuerOf */.xD)(leaf)}, which issued ${(0,x509_certificate/* subjectOf */.et)(leaf)}, is missing`,
                remedy: 'Use the certificate chain that came with this leaf certificate.',
            },
        ]
        : [{ what, remedy: `Remove ${strangers.length === 1 ? 'it' : 'them'}.` }];
}
/** Why a certificate did not issue another, although it has the name of the issuer; undefined if it has another name. */
function impostorFaultOf(certificate, impostor) {
    if ((0,names/* textOfName */.E5)(certificate.fields.issuer) !== (0,names/* textOfName */.E5)(impostor.fields.subject))
        return undefined;
    const [name, other] = [(0,x509_certificate/* subjectOf */.et)(certificate), (0,x509_certificate/* subjectOf */.et)(impostor)];
    const isSigned = (0,x509_certificate/* isSignedBy */.s3)(certificate, impostor);
    const remedy = 'Use the certificate chain that came with this leaf certificate.';
    if (isSigned && certificate.fields.issuer === impostor.fields.subject)
        return {
            what: `${name} names another key identifier for its issuer than the supplied certificate ${other} has`,
            remedy,
        };
    if (isSigned)
        return { what: `${name} names its issuer in another encoding than the supplied certificate ${other} does`, remedy };
    if (hasNamedKey(certificate, impostor))
        return {
            what: `the signature of ${name} does not fit the key of its issuer ${other}, so one of the two is damaged`,
            remedy: 'Supply the files again, as they were created.',
        };
    return {
        what: `${name} was not issued by the supplied certificate ${other}, but by another of the same name with another key`,
        remedy,
    };
}
/** Is the key of this CA the one that the certificate names? Key identifiers are the SHA-1 of the key (RFC 5280, 4.2.1.2), or anything. */
function hasNamedKey({ fields }, ca) {
    const key = (0,der/* readSequence */.sr)(ca.fields.publicKey)[1]?.content.slice(1) ?? '';
    return fields.authorityKeyId === (0,der/* bytesOf */.$$)((0,external_node_crypto_.createHash)('sha1').update((0,der/* bufferOf */.Kb)(key)).digest());
}


/***/ }),

/***/ 9950:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   $$: () => (/* binding */ bytesOf),
/* harmony export */   Cq: () => (/* binding */ readOr),
/* harmony export */   Dk: () => (/* binding */ TAG),
/* harmony export */   I4: () => (/* binding */ DerError),
/* harmony export */   Kb: () => (/* binding */ bufferOf),
/* harmony export */   RN: () => (/* binding */ readElement),
/* harmony export */   Yt: () => (/* binding */ derLength),
/* harmony export */   fM: () => (/* binding */ readOid),
/* harmony export */   gT: () => (/* binding */ headerLength),
/* harmony export */   q6: () => (/* binding */ isPositiveInteger),
/* harmony export */   sr: () => (/* binding */ readSequence)
/* harmony export */ });
/* unused harmony export DerElement */
/* harmony import */ var node_buffer__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(4573);
/* harmony import */ var _remember_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(102);


function bytesOf(buffer) {
    return buffer.toString('latin1');
}
function bufferOf(bytes) {
    return node_buffer__WEBPACK_IMPORTED_MODULE_0__.Buffer.from(bytes, 'latin1');
}
/** One element of DER (X.690, 8.1). Its bytes are cut out when they are asked for: most never are. */
class DerElement {
    tag;
    #bytes;
    #start;
    #contentStart;
    end;
    /** @param limit where the bytes end that it may have */
    constructor(bytes, start, limit) {
        const length = derLength(bytes, start);
        if (length === undefined || start + length > limit)
            throw new DerError('not an element');
        this.tag = bytes.charCodeAt(start);
        this.#bytes = bytes;
        this.#start = start;
        this.#contentStart = start + headerLength(bytes.charCodeAt(start + 1));
        this.end = start + length;
    }
    get content() {
        return this.#bytes.slice(this.#contentStart, this.end);
    }
    /** The element with its tag and length. */
    get whole() {
        return this.#bytes.slice(this.#start, this.end);
    }
    /** Where it is in the bytes that were read. */
    span() {
        return { start: this.#start, end: this.end };
    }
    /** Where its content is. @param skip bytes before it */
    contentSpan(skip = 0) {
        return { start: this.#contentStart + skip, end: this.end };
    }
    /** The elements that follow each other in it; it has nothing else. */
    get children() {
        const elements = [];
        let start = this.#contentStart;
        while (start < this.end) {
            const element = new DerElement(this.#bytes, start, this.end);
            elements.push(element);
            start = element.end;
        }
        return elements;
    }
    /** Its children if it is a sequence. @throws DerError if it is none */
    get sequence() {
        if (this.tag !== TAG.sequence)
            throw new DerError('not a sequence');
        return this.children;
    }
    /** The first element in it, such as that of an octet string. What follows does not matter. @param skip bytes before it */
    inner(skip = 0) {
        return new DerElement(this.#bytes, this.#contentStart + skip, this.end);
    }
    /** The elements of the sequence that fills it. @param skip bytes before it */
    innerSequence(skip = 0) {
        const inner = this.inner(skip);
        if (inner.end !== this.end)
            throw new DerError('not a sequence');
        return inner.sequence;
    }
}
const TAG = {
    boolean: 0x01,
    integer: 0x02,
    bitString: 0x03,
    octetString: 0x04,
    null: 0x05,
    oid: 0x06,
    bmpString: 0x1e,
    latinString: 0x14,
    utf8String: 0x0c,
    printableString: 0x13,
    ia5String: 0x16,
    set: 0x31,
    utcTime: 0x17,
    generalizedTime: 0x18,
    sequence: 0x30,
};
/** Bytes that are not DER. Caught where the reading of a certificate began. */
class DerError extends Error {
}
/** What `read` gives, or this in its place if the bytes are not DER. */
function readOr(read, broken) {
    try {
        return read();
    }
    catch (error) {
        if (error instanceof DerError)
            return broken;
        throw error;
    }
}
/**
 * The length of the element that begins there, with its tag and length, in bytes; undefined if there is none. It may exceed the bytes
 * that are there. Longer forms than needed and the indefinite form are not DER.
 */
function derLength(bytes, start = 0) {
    if (start + 2 > bytes.length || (bytes.charCodeAt(start) & 0x1f) === 0x1f)
        return undefined;
    const first = bytes.charCodeAt(start + 1);
    if (first < 0x80)
        return 2 + first;
    const size = first & 0x7f;
    if (size < 1 || size > 4 || bytes.length < start + 2 + size)
        return undefined;
    let length = 0;
    for (let at = start + 2; at < start + 2 + size; at += 1)
        length = length * 256 + bytes.charCodeAt(at);
    const isShortest = length >= 0x80 && bytes.charCodeAt(start + 2) !== 0;
    return isShortest ? 2 + size + length : undefined;
}
/** How many bytes are before the content of an element, by the byte that follows its tag. */
function headerLength(lengthByte) {
    return lengthByte < 0x80 ? 2 : 2 + (lengthByte & 0x7f);
}
/** The first element of these bytes. What follows it does not matter. */
function readElement(bytes) {
    return new DerElement(bytes, 0, bytes.length);
}
/** The elements of a sequence that is the whole of these bytes. */
function readSequence(bytes) {
    const element = readElement(bytes);
    if (element.end !== bytes.length)
        throw new DerError('not a sequence');
    return element.sequence;
}
/** An object identifier in its usual form, such as `2.5.29.19` (X.690, 8.19). */
function readOid(element) {
    if (element.tag !== TAG.oid)
        throw new DerError('not an object identifier');
    return oidOf(element.content);
}
const oidOf = (0,_remember_js__WEBPACK_IMPORTED_MODULE_1__/* .remember */ .k)((content) => {
    const parts = [];
    let value = 0;
    if (content === '' || content.charCodeAt(content.length - 1) >= 0x80)
        throw new DerError('not an object identifier');
    for (let at = 0; at < content.length; at += 1) {
        const byte = content.charCodeAt(at);
        // A number begins with no zeros.
        if (value === 0 && byte === 0x80)
            throw new DerError('not an object identifier');
        value = value * 128 + (byte & 0x7f);
        if (byte < 0x80) {
            parts.push(value);
            value = 0;
        }
    }
    const [head = 0, ...tail] = parts;
    const first = Math.min(Math.floor(head / 40), 2);
    return [first, head - first * 40, ...tail].join('.');
});
/** Is it a positive integer in as few bytes as it needs (X.690, 8.3.2)? */
function isPositiveInteger(element) {
    if (element?.tag !== TAG.integer)
        return false;
    const bytes = element.content;
    const first = bytes.charCodeAt(0);
    return (first > 0 && first < 0x80) || (first === 0 && bytes.charCodeAt(1) >= 0x80);
}


/***/ }),

/***/ 5983:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   AP: () => (/* binding */ usualNamesIn),
/* harmony export */   Hz: () => (/* binding */ dnsNamesOf),
/* harmony export */   T9: () => (/* binding */ ipAddressesOf),
/* harmony export */   eZ: () => (/* binding */ namesOf),
/* harmony export */   gc: () => (/* binding */ textOfGeneralName),
/* harmony export */   hU: () => (/* binding */ covers)
/* harmony export */ });
/* unused harmony exports usualIpv6Of, parseDnsNames */
/* harmony import */ var node_net__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(7030);
/* harmony import */ var _der_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(9950);


/** One entry of Node's text form: a type, a colon, and a value that is quoted as JSON when it holds anything special. */
const ENTRY = /(?<type>[^:,]+):(?<value>"(?:[^"\\]|\\.)*"|[^,]*)(?:, |$)/gy;
const NAMES = new WeakMap();
/** The names of a certificate, each once. */
function namesOf(certificate) {
    const known = NAMES.get(certificate);
    if (known !== undefined)
        return known;
    const text = certificate.subjectAltName ?? '';
    const ipAddresses = valuesOf(text, 'IP Address').map((address) => ((0,node_net__WEBPACK_IMPORTED_MODULE_0__.isIPv6)(address) ? usualIpv6Of(address) : address));
    const names = { dnsNames: parseDnsNames(text), ipAddresses };
    NAMES.set(certificate, names);
    return names;
}
/** What is in a DNS name that Node's text has as it stands. */
const USUAL_NAME = /^[\w.*-]+$/u;
/** The same as {@link namesOf} without Node; undefined if there is anything that Node writes in another way than it stands. */
function usualNamesIn(names) {
    const dnsNames = new Set();
    const ipAddresses = new Set();
    for (const name of names) {
        const text = textOfGeneralName(name);
        if (text === undefined || (name.kind === 2 && !USUAL_NAME.test(text)))
            return undefined;
        if (name.kind === 2)
            dnsNames.add(text.toLowerCase());
        else
            ipAddresses.add(text);
    }
    return { dnsNames: [...dnsNames], ipAddresses: [...ipAddresses] };
}
/** A DNS name or IP address as text; undefined for a name of another kind. */
function textOfGeneralName({ kind, value }) {
    if (kind === 2)
        return value;
    return kind === 7 ? textOfAddress(value) : undefined;
}
function textOfAddress(bytes) {
    const buffer = (0,_der_js__WEBPACK_IMPORTED_MODULE_1__/* .bufferOf */ .Kb)(bytes);
    if (buffer.length === 4)
        return buffer.join('.');
    return buffer.length === 16 ? usualIpv6Of(buffer.toString('hex').match(/.{4}/gu)?.join(':') ?? '') : undefined;
}
/** The DNS names of a certificate's subjectAltName (RFC 5280, 4.2.1.6), in lower case. */
function dnsNamesOf(certificate) {
    return namesOf(certificate).dnsNames;
}
/** The IP addresses of a certificate's subjectAltName, in their usual form: `192.0.2.1`, `2001:db8::1`. */
function ipAddressesOf(certificate) {
    return namesOf(certificate).ipAddresses;
}
/** An IPv6 address in its usual form (RFC 5952): in lower case, without leading zeros, the longest run of zeros left out. */
function usualIpv6Of(address) {
    return new URL(`http://[${address}]`).hostname.slice(1, -1);
}
/** The DNS names in the text that Node makes of a subjectAltName. */
function parseDnsNames(subjectAltName) {
    return valuesOf(subjectAltName, 'DNS');
}
function valuesOf(subjectAltName, type) {
    const values = [...subjectAltName.matchAll(ENTRY)]
        .filter(({ groups }) => groups?.['type'] === type)
        .map(({ groups }) => unquote(groups?.['value'] ?? '').toLowerCase());
    return [...new Set(values)].filter((value) => value !== '');
}
/**
 * Do these names cover the host? A wildcard stands for one whole label, the leftmost (RFC 9525, 6.3). A host that is itself a
 * wildcard is covered by the same wildcard alone.
 */
function covers(dnsNames, host) {
    const wanted = host.toLowerCase().replace(/\.$/u, '');
    const parent = wanted.slice(wanted.indexOf('.') + 1);
    return dnsNames.some((dnsName) => {
        const name = dnsName.toLowerCase().replace(/\.$/u, '');
        return (name === wanted ||
            (name.startsWith('*.') && wanted.includes('.') && !wanted.startsWith('*') && name.slice(2) === parent));
    });
}
function unquote(value) {
    if (!value.startsWith('"'))
        return value;
    try {
        return String(JSON.parse(value));
    }
    catch {
        return value;
    }
}


/***/ }),

/***/ 5105:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  q: () => (/* binding */ readFields)
});

// EXTERNAL MODULE: ./build/x509/key-numbers.js
var key_numbers = __webpack_require__(4933);
// EXTERNAL MODULE: ./build/x509/der.js
var x509_der = __webpack_require__(9950);
// EXTERNAL MODULE: ./build/x509/remember.js
var remember = __webpack_require__(102);
;// CONCATENATED MODULE: ./build/x509/extensions.js


/** Those that say nothing here: issuerAltName, CRL distribution points, policies and what constrains them. */
const OTHERS_KNOWN = new Set([
    '2.5.29.18',
    '2.5.29.31',
    '2.5.29.32',
    '2.5.29.33',
    '2.5.29.36',
    '2.5.29.54',
]);
/** keyCertSign is bit 5 of keyUsage, counted from the highest (RFC 5280, 4.2.1.3). */
const KEY_CERT_SIGN = 0x04;
/** What each extension says, by its object identifier. */
const READERS = {
    // subjectKeyIdentifier
    '2.5.29.14': (value) => ({ subjectKeyId: value.inner().content }),
    // keyUsage
    '2.5.29.15': (value) => ({ canSignCertificates: (value.inner().content.charCodeAt(1) & KEY_CERT_SIGN) !== 0 }),
    // subjectAltName
    '2.5.29.17': (value) => ({ alternativeNames: value.innerSequence().map(generalNameOf) }),
    // basicConstraints
    '2.5.29.19': basicConstraintsIn,
    // nameConstraints
    '2.5.29.30': (value) => ({ nameConstraints: nameConstraintsIn(value) }),
    // authorityKeyIdentifier
    '2.5.29.35': (value) => ({ authorityKeyId: value.innerSequence().find(({ tag }) => tag === 0x80)?.content }),
    // extKeyUsage
    '2.5.29.37': (value) => ({ purposes: value.innerSequence().map(x509_der/* readOid */.fM) }),
    // authority information access
    '1.3.6.1.5.5.7.1.1': (value) => ({ informationAccess: value.content }),
    // precertificate poison (RFC 6962, 3.1)
    '1.3.6.1.4.1.11129.2.4.3': () => ({ isPrecertificate: true }),
};
const NOTHING = {
    subjectKeyId: undefined,
    authorityKeyId: undefined,
    isCa: undefined,
    pathLength: undefined,
    canSignCertificates: true,
    purposes: undefined,
    nameConstraints: undefined,
    alternativeNames: [],
    informationAccess: undefined,
    unknownCritical: [],
    isPrecertificate: false,
};
const readExtension = (0,remember/* remember */.k)((bytes) => {
    const parts = (0,x509_der/* readElement */.RN)(bytes).sequence;
    const [first, second] = [parts[0], parts[1]];
    const value = parts[Math.max(1, parts.length - 1)];
    if (first === undefined || second === undefined || value?.tag !== x509_der/* TAG */.Dk.octetString)
        throw new x509_der/* DerError */.I4('no extension');
    const oid = (0,x509_der/* readOid */.fM)(first);
    const isMarked = parts.length === 3 && second.tag === x509_der/* TAG */.Dk.boolean && second.content === '\xff';
    return {
        oid,
        isCritical: parts.length > 2 && second.content.startsWith('\xff'),
        fields: READERS[oid]?.(value) ?? {},
        isPlain: parts.length === 2 || isMarked,
    };
});
/** @param list the element with the list of them, if there is one */
function readExtensions(list) {
    const fields = { ...NOTHING };
    const unknownCritical = [];
    const oids = new Set();
    let arePlain = true;
    for (const element of list?.innerSequence() ?? []) {
        const extension = readExtension(element.whole);
        const { oid } = extension;
        // OpenSSL then finds none of them, and Go reads no such certificate.
        if (oids.has(oid))
            throw new x509_der/* DerError */.I4('the same extension twice');
        oids.add(oid);
        arePlain &&= extension.isPlain;
        if (extension.isCritical && !Object.hasOwn(READERS, oid) && !OTHERS_KNOWN.has(oid))
            unknownCritical.push(oid);
        Object.assign(fields, extension.fields);
    }
    return { fields: Object.assign(fields, { unknownCritical }), arePlain };
}
function basicConstraintsIn(value) {
    const parts = value.innerSequence();
    const length = parts.find(({ tag }) => tag === x509_der/* TAG */.Dk.integer)?.content;
    return {
        isCa: parts.some(({ tag, content }) => tag === x509_der/* TAG */.Dk.boolean && content.startsWith('\xff')),
        pathLength: length === undefined ? undefined : Number.parseInt((0,x509_der/* bufferOf */.Kb)(length).toString('hex') || '0', 16),
    };
}
function nameConstraintsIn(value) {
    const parts = value.innerSequence();
    const subtrees = (wanted) => (parts.find(({ tag }) => tag === wanted)?.children ?? []).map(baseOf);
    return { permitted: subtrees(0xa0), excluded: subtrees(0xa1) };
}
function baseOf({ sequence: [base] }) {
    if (base === undefined)
        throw new x509_der/* DerError */.I4('no name');
    return generalNameOf(base);
}
/** otherName, x400Address, directoryName and ediPartyName; the others are strings, or an object identifier. */
const LAST_NAME = 8;
const CONSTRUCTED_NAMES = new Set([0, 3, 4, 5]);
/** @throws DerError if the tag is that of no kind of name */
function generalNameOf({ tag, content }) {
    const kind = tag & 0x1f;
    if (kind > LAST_NAME || tag !== (CONSTRUCTED_NAMES.has(kind) ? 0xa0 : 0x80) + kind)
        throw new x509_der/* DerError */.I4('no name');
    return { kind, value: content };
}

// EXTERNAL MODULE: ./build/x509/names.js
var names = __webpack_require__(4105);
;// CONCATENATED MODULE: ./build/x509/plain-form.js


/** [0] with the integer 2, which is version 3. */
const VERSION_3 = '\x02\x01\x02';
/**
 * Is it a certificate of version 3 in the form in which CAs write it (RFC 5280, 4.1), without anything rare? If its names, dates, key
 * and extensions are plain too, OpenSSL reads it for certain, which need not be tried.
 * @param parts of the certificate
 * @param body what is in its first part
 */
function hasPlainForm(parts, body) {
    const version = body[0];
    const algorithm = body[2];
    const signature = parts[2];
    return (parts.length === 3 &&
        // Numbers of issuer and subject would be before the extensions.
        body.length === 8 &&
        body[7]?.tag === 0xa3 &&
        version?.tag === 0xa0 &&
        version.content === VERSION_3 &&
        (0,x509_der/* isPositiveInteger */.q6)(body[1]) &&
        algorithm !== undefined &&
        isPlainAlgorithm(algorithm.whole) &&
        parts[1]?.whole === algorithm.whole &&
        signature?.tag === x509_der/* TAG */.Dk.bitString &&
        signature.content.startsWith('\0'));
}
/** Does it have no parameters, or NULL in place of them? */
const isPlainAlgorithm = (0,remember/* remember */.k)((bytes) => {
    const { sequence } = (0,x509_der/* readElement */.RN)(bytes);
    const [oid, parameters] = [sequence[0], sequence[1]];
    return (sequence.length <= 2 &&
        oid !== undefined &&
        (0,x509_der/* readOid */.fM)(oid) !== '' &&
        (parameters === undefined || (parameters.tag === x509_der/* TAG */.Dk.null && parameters.content === '')));
});

;// CONCATENATED MODULE: ./build/x509/time.js

/** A moment in the only forms that certificates may use (RFC 5280, 4.1.2.5); undefined for any other. */
function readTime({ tag, content: text }) {
    const isUtcTime = tag === x509_der/* TAG */.Dk.utcTime;
    if ((!isUtcTime && tag !== x509_der/* TAG */.Dk.generalizedTime) || !(isUtcTime ? UTC_TIME : GENERALIZED_TIME).test(text))
        return undefined;
    // Years of two digits are of 1950 to 2049.
    const year = isUtcTime ? (text < '5' ? 2000 : 1900) + digitsAt(text, 0) : digitsAt(text, 0) * 100 + digitsAt(text, 2);
    const start = isUtcTime ? 2 : 4;
    const month = digitsAt(text, start);
    const day = digitsAt(text, start + 2);
    const hour = digitsAt(text, start + 4);
    const minute = digitsAt(text, start + 6);
    const second = digitsAt(text, start + 8);
    const moment = new Date(Date.UTC(2000, month - 1, day, hour, minute, second));
    moment.setUTCFullYear(year, month - 1, day);
    // A day that does not exist, such as 30 February, would move on to another.
    const exists = moment.getUTCDate() === day && month >= 1 && month <= 12 && hour < 24 && minute < 60 && second < 60;
    return exists ? moment : undefined;
}
/** The number that two digits make. */
function digitsAt(text, at) {
    return text.charCodeAt(at) * 10 + text.charCodeAt(at + 1) - 11 * ZERO;
}
const ZERO = 48;
const UTC_TIME = /^\d{12}Z$/u;
const GENERALIZED_TIME = /^\d{14}Z$/u;

;// CONCATENATED MODULE: ./build/x509/fields.js







const RSASSA_PSS = '1.2.840.113549.1.1.10';
const SHA_1 = '1.3.14.3.2.26';
/** The fields of a certificate; undefined if it is not DER, or not a certificate. */
function readFields(der) {
    return (0,x509_der/* readOr */.Cq)(() => fieldsOf((0,x509_der/* bytesOf */.$$)(der)), undefined);
}
/** Read once for each certificate of a folder, so by index: taking arrays apart by pattern takes twice as long in code that has just begun. */
function fieldsOf(bytes) {
    const parts = (0,x509_der/* readSequence */.sr)(bytes);
    const body = found(parts[0]).sequence;
    // The version is left out in version 1.
    const first = body[0]?.tag === 0xa0 ? 1 : 0;
    const partAt = (at) => found(body[first + at]);
    const dates = partAt(3).sequence;
    const notBefore = readTime(found(dates[0]));
    const notAfter = readTime(found(dates[1]));
    const issuer = partAt(2).whole;
    const subject = partAt(4).whole;
    const publicKey = partAt(5).whole;
    const publicNumbers = (0,key_numbers/* publicNumbersIn */.dK)(publicKey);
    const algorithm = found(parts[1]).whole;
    const extensions = readExtensions(body.find(({ tag }) => tag === 0xa3));
    const isRead = notBefore !== undefined && notAfter !== undefined && publicNumbers !== undefined;
    return {
        ...extensions.fields,
        der: bytes,
        isPlain: isRead &&
            dates.length === 2 &&
            (0,names/* isPlainName */.sh)(issuer) &&
            (0,names/* isPlainName */.sh)(subject) &&
            extensions.arePlain &&
            hasPlainForm(parts, body),
        serialNumber: partAt(0).content,
        issuer,
        subject,
        notBefore,
        notAfter,
        publicKey,
        publicNumbers,
        signed: algorithm === partAt(1).whole
            ? { body: found(parts[0]).span(), signature: found(parts[2]).contentSpan(1) }
            : undefined,
        signatureAlgorithm: readAlgorithm(algorithm),
    };
}
function found(element) {
    if (element === undefined)
        throw new x509_der/* DerError */.I4('something is missing');
    return element;
}
const readAlgorithm = (0,remember/* remember */.k)((algorithm) => {
    const { sequence } = (0,x509_der/* readElement */.RN)(algorithm);
    const name = (0,x509_der/* readOid */.fM)(found(sequence[0]));
    const parameters = sequence[1];
    if (name !== RSASSA_PSS || parameters === undefined)
        return name;
    const hash = parameters.sequence.find(({ tag }) => tag === 0xa0);
    // SHA-1 is the default (RFC 4055, 3.1).
    return hash === undefined ? SHA_1 : (0,x509_der/* readOid */.fM)(found(hash.innerSequence()[0]));
});


/***/ }),

/***/ 4933:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   $i: () => (/* binding */ publicNumbersOf),
/* harmony export */   dK: () => (/* binding */ publicNumbersIn),
/* harmony export */   gT: () => (/* binding */ publicHalfOf),
/* harmony export */   py: () => (/* binding */ privateNumbersIn),
/* harmony export */   yL: () => (/* binding */ isSameKey)
/* harmony export */ });
/* unused harmony exports RSA_ENCRYPTION, EC_PUBLIC_KEY */
/* harmony import */ var node_crypto__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(7598);
/* harmony import */ var _der_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(9950);


const RSA_ENCRYPTION = '1.2.840.113549.1.1.1';
const EC_PUBLIC_KEY = '1.2.840.10045.2.1';
const UNCOMPRESSED = '\x04';
const RSA_NUMBERS = 8;
/**
 * What is in a public key of a certificate (SubjectPublicKeyInfo, RFC 5280, 4.1.2.7). Faster than Node's KeyObject.
 * @returns undefined for other types than RSA and EC, and for rare forms of these
 */
function publicNumbersIn(der) {
    return (0,_der_js__WEBPACK_IMPORTED_MODULE_1__/* .readOr */ .Cq)(() => {
        const parts = (0,_der_js__WEBPACK_IMPORTED_MODULE_1__/* .readSequence */ .sr)(der);
        const algorithm = parts[0]?.sequence ?? [];
        const [oid, parameters, key] = [algorithm[0], algorithm[1], parts[1]];
        // The first byte tells how many bits of the last are not used: none, or OpenSSL and Go do not read the key.
        if (oid === undefined || key?.tag !== _der_js__WEBPACK_IMPORTED_MODULE_1__/* .TAG */ .Dk.bitString || !key.content.startsWith('\0'))
            return undefined;
        if (parts.length !== 2 || algorithm.length !== 2)
            return undefined;
        const type = (0,_der_js__WEBPACK_IMPORTED_MODULE_1__/* .readOid */ .fM)(oid);
        if (type === RSA_ENCRYPTION && parameters?.tag === _der_js__WEBPACK_IMPORTED_MODULE_1__/* .TAG */ .Dk.null && parameters.content === '') {
            const numbers = key.innerSequence(1);
            const [modulus, exponent] = [numbers[0]?.content, numbers[1]?.content];
            return numbers.length === 2 && modulus && exponent ? { type: 'rsa', modulus, exponent } : undefined;
        }
        if (type !== EC_PUBLIC_KEY || parameters?.tag !== _der_js__WEBPACK_IMPORTED_MODULE_1__/* .TAG */ .Dk.oid)
            return undefined;
        const point = key.content.slice(1);
        return point.startsWith(UNCOMPRESSED) ? { type: 'ec', curve: (0,_der_js__WEBPACK_IMPORTED_MODULE_1__/* .readOid */ .fM)(parameters), point } : undefined;
    }, undefined);
}
/**
 * What is in a private key in PKCS #8 (RFC 5958), PKCS #1 or SEC 1.
 * @returns undefined for other types than RSA and EC, and for rare forms of these
 */
function privateNumbersIn({ label, der }) {
    return (0,_der_js__WEBPACK_IMPORTED_MODULE_1__/* .readOr */ .Cq)(() => {
        const parts = (0,_der_js__WEBPACK_IMPORTED_MODULE_1__/* .readSequence */ .sr)((0,_der_js__WEBPACK_IMPORTED_MODULE_1__/* .bytesOf */ .$$)(der));
        const isPkcs8 = parts[1]?.tag === _der_js__WEBPACK_IMPORTED_MODULE_1__/* .TAG */ .Dk.sequence;
        if (!isPkcs8 && label === 'RSA PRIVATE KEY')
            return rsaNumbersIn(parts, true);
        if (!isPkcs8 && label === 'EC PRIVATE KEY')
            return ecNumbersIn(parts, undefined, true);
        const algorithm = parts[1]?.sequence ?? [];
        const [oid, parameters, key] = [algorithm[0], algorithm[1], parts[2]];
        if (oid === undefined || key?.tag !== _der_js__WEBPACK_IMPORTED_MODULE_1__/* .TAG */ .Dk.octetString)
            return undefined;
        // Under other labels, OpenSSL does not read all.
        const isUsual = label === 'PRIVATE KEY' && algorithm.length === 2;
        const isPlain = isUsual && parts.length === 3 && isInteger(parts[0], '\0');
        const type = (0,_der_js__WEBPACK_IMPORTED_MODULE_1__/* .readOid */ .fM)(oid);
        if (type === RSA_ENCRYPTION)
            return rsaNumbersIn(key.innerSequence(), isPlain && parameters?.tag === _der_js__WEBPACK_IMPORTED_MODULE_1__/* .TAG */ .Dk.null && parameters.content === '');
        return type === EC_PUBLIC_KEY ? ecNumbersIn(key.innerSequence(), parameters, isPlain) : undefined;
    }, undefined);
}
function isInteger(element, value) {
    return element?.tag === _der_js__WEBPACK_IMPORTED_MODULE_1__/* .TAG */ .Dk.integer && element.content === value;
}
function rsaNumbersIn(elements, isWrapperPlain) {
    if (elements.length !== RSA_NUMBERS + 1)
        return undefined;
    const numbers = elements.slice(1);
    // OpenSSL reads others as if they were positive; Go does not read them.
    if (elements[0]?.tag !== _der_js__WEBPACK_IMPORTED_MODULE_1__/* .TAG */ .Dk.integer || !numbers.every(_der_js__WEBPACK_IMPORTED_MODULE_1__/* .isPositiveInteger */ .q6))
        return undefined;
    return {
        type: 'rsa',
        version: versionIn(elements[0]),
        numbers: numbers.map(({ content }) => content),
        isPlain: isWrapperPlain,
    };
}
/** The version of a format; -1 if there is none that exists. */
function versionIn(element) {
    return element?.tag === _der_js__WEBPACK_IMPORTED_MODULE_1__/* .TAG */ .Dk.integer && element.content.length === 1 ? element.content.charCodeAt(0) : -1;
}
/** Bytes of a coordinate on P-256, P-384 and P-521. */
const COORDINATES = new Set([32, 48, 66]);
function ecNumbersIn(elements, parameters, isWrapperPlain) {
    const [version, scalar] = [elements[0], elements[1]];
    const own = elements.find(({ tag }) => tag === 0xa0);
    const named = parameters ?? own?.inner();
    if (version === undefined || scalar?.tag !== _der_js__WEBPACK_IMPORTED_MODULE_1__/* .TAG */ .Dk.octetString || named?.tag !== _der_js__WEBPACK_IMPORTED_MODULE_1__/* .TAG */ .Dk.oid)
        return undefined;
    const half = elements.find(({ tag }) => tag === 0xa1);
    const bits = half?.inner();
    const point = bits?.content.slice(1);
    const secret = scalar.content;
    const isPlain = isWrapperPlain &&
        version.tag === _der_js__WEBPACK_IMPORTED_MODULE_1__/* .TAG */ .Dk.integer &&
        elements.length === (own === undefined ? 3 : 4) &&
        (own === undefined || own.inner().whole === named.whole) &&
        (own === undefined || (elements[2] === own && own.inner().end === own.end)) &&
        COORDINATES.has(secret.length) &&
        bits?.tag === _der_js__WEBPACK_IMPORTED_MODULE_1__/* .TAG */ .Dk.bitString &&
        bits.end === half?.end &&
        bits.content.startsWith('\0') &&
        point?.length === 2 * secret.length + 1;
    return {
        type: 'ec',
        version: versionIn(version),
        curve: (0,_der_js__WEBPACK_IMPORTED_MODULE_1__/* .readOid */ .fM)(named),
        scalar: secret,
        point: point?.startsWith(UNCOMPRESSED) === true ? point : undefined,
        isPlain,
    };
}
/** What Node made of a public key, for the forms that {@link publicNumbersIn} does not read: a compressed point, which a JWK is not. */
function publicNumbersOf(key) {
    try {
        const plain = (0,node_crypto__WEBPACK_IMPORTED_MODULE_0__.createPublicKey)({ key: key.export({ format: 'jwk' }), format: 'jwk' });
        return publicNumbersIn((0,_der_js__WEBPACK_IMPORTED_MODULE_1__/* .bytesOf */ .$$)(plain.export({ type: 'spki', format: 'der' })));
    }
    catch {
        // Not every type can be a JWK.
        return undefined;
    }
}
/** Are these the numbers of one key? */
function isSameKey(a, b) {
    if (a.type === 'ec')
        return b.type === 'ec' && a.curve === b.curve && a.point === b.point;
    return b.type === 'rsa' && a.modulus === b.modulus && a.exponent === b.exponent;
}
/** The numbers of the public half that a private key says it has; undefined if it does not. */
function publicHalfOf(numbers) {
    if (numbers.type === 'ec') {
        const { curve, point } = numbers;
        return point === undefined ? undefined : { type: 'ec', curve, point };
    }
    const [modulus, exponent] = numbers.numbers;
    return modulus === undefined || exponent === undefined ? undefined : { type: 'rsa', modulus, exponent };
}


/***/ }),

/***/ 4732:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  n: () => (/* binding */ looksSecret),
  V: () => (/* binding */ secretsIn)
});

// EXTERNAL MODULE: external "node:crypto"
var external_node_crypto_ = __webpack_require__(7598);
// EXTERNAL MODULE: ./build/x509/pem.js + 2 modules
var pem = __webpack_require__(9543);
;// CONCATENATED MODULE: ./build/x509/random-words.js
/**
 * Which letters often follow a letter: the 260 commonest pairs in the names of packages and in documentation. They make up nine tenths
 * of the pairs in words, names, host names and paths, and a quarter of those in base64.
 */
const FOLLOWERS = {
    a: 'bcdfgiklmnprstuvy',
    b: 'aeilorsu',
    c: 'acehiklorstu',
    d: 'abdeilorsu',
    e: 'abcdefgilmnopqrstvwxy',
    f: 'aefiloru',
    g: 'aehilnorsu',
    h: 'aeiortu',
    i: 'abcdefglmnoprstvxz',
    j: 'as',
    k: 'aeis',
    l: 'adeilopstuy',
    m: 'abeilmopsu',
    n: 'acdefgiknostuv',
    o: 'abcdfgiklmnoprstuvwx',
    p: 'aehiloprstuy',
    q: 'u',
    r: 'acdegiklmnoprstuvy',
    s: 'acehiklmopstuy',
    t: 'acehiloprstuy',
    u: 'abcdegilmnprst',
    v: 'aei',
    w: 'aeio',
    x: 'pt',
    y: 'amnpst',
    z: 'e',
};
/** A 1 for each pair of small letters in {@link FOLLOWERS}, by their codes. */
const ORDINARY_PAIRS = new Uint8Array(128 * 128);
for (const [letter, followers] of Object.entries(FOLLOWERS))
    for (const follower of followers)
        ORDINARY_PAIRS[letter.charCodeAt(0) * 128 + follower.charCodeAt(0)] = 1;
/**
 * What is random: so many characters of base64 in a row with at least so many odd pairs. Base64 has about twelve among eighteen
 * characters, words about two. In letters of one case, chance names of services reach 32 characters, so more is asked for.
 */
const MIXED_CASE = { length: 18, odd: 9, ofEachCase: 3 };
const ONE_CASE = { length: 44, odd: 22, ofEachCase: 0 };
/** Base64 for URLs has hyphens and underscores, as names have: there, both cases must be as frequent as by chance. */
const WITH_HYPHENS = { length: 40, odd: 20, ofEachCase: 8 };
/** Shorter words say nothing. */
const SHORTEST_WORD = 8;
/** Names in Unicode, as DNS has them (RFC 5891, 2.3.2.1), look like chance and are none. */
const PUNYCODE = /xn--[a-z0-9-]+/giu;
/**
 * The words of a text that look like base64 of something that is not text: keys, parts of keys, tokens. In groups that stand together
 * with nothing but blanks and line ends between, such as the lines of a key. Linear in the length of the text.
 */
function findRandomWords(text, rules = [MIXED_CASE, ONE_CASE]) {
    const groups = [];
    for (const [stretch] of text.replaceAll(PUNYCODE, ' - ').matchAll(/[A-Za-z0-9+/=\s]{18,}/gu)) {
        let group = [];
        for (const { word, isRandom } of judgeWords(stretch.match(/[A-Za-z0-9+/]+={0,2}/gu) ?? [], rules)) {
            if (isRandom)
                group.push(word);
            if (isRandom || group.length === 0)
                continue;
            groups.push(group);
            group = [];
        }
        if (group.length > 0)
            groups.push(group);
    }
    return groups;
}
/** Has a text something like base64 for URLs? */
function hasRandomUrlText(text) {
    return findRandomWords(text.replaceAll(/[-_]/gu, '/'), [WITH_HYPHENS]).length > 0;
}
/** Judges words by the stretch in which they stand, since the last line of a key is short. Slashes, of paths too, do not count. */
function judgeWords(words, rules) {
    const bare = words.map((word) => word.replaceAll('/', ''));
    const isIn = markRandom(bare.join(''), rules);
    let at = 0;
    return words.map((word, index) => {
        const start = at;
        at += bare[index]?.length ?? 0;
        const marked = isIn.subarray(start, at).reduce((sum, each) => sum + each, 0);
        const isOrdinary = isPlain(word) || /^[0-9a-f]*$/iu.test(word);
        return { word, isRandom: !isOrdinary && word.length >= SHORTEST_WORD && marked * 2 >= at - start };
    });
}
/** Is it an ordinary word, that merely stands beside a key? */
function isPlain(word) {
    if (!/^[A-Za-z]+$/u.test(word))
        return false;
    return countIn(sumUp(word, isOddPair), 0, word.length - 1) * 3 < word.length;
}
/** A 1 for each character that is in a random stretch. */
function markRandom(text, rules) {
    const marks = new Uint8Array(text.length);
    if (text.length < MIXED_CASE.length)
        return marks;
    const odd = sumUp(text, isOddPair);
    const upper = sumUp(text, (code) => code >= 65 && code <= 90);
    const lower = sumUp(text, (code) => code >= 97 && code <= 122);
    const beyondHex = sumUp(text, (code) => !isDigit(code) && ((code | 32) < 97 || (code | 32) > 102));
    for (const { length, odd: leastOdd, ofEachCase } of rules) {
        for (let start = 0, marked = 0; start + length <= text.length; start += 1) {
            const end = start + length;
            // A third must be no hex digits: hashes and ids are odd too, and no secret.
            const isRandom = countIn(odd, start, end - 1) >= leastOdd &&
                countIn(beyondHex, start, end) * 3 >= length &&
                countIn(upper, start, end) >= ofEachCase &&
                countIn(lower, start, end) >= ofEachCase;
            if (!isRandom)
                continue;
            marks.fill(1, Math.max(start, marked), end);
            marked = end;
        }
    }
    return marks;
}
/** For every n, how many of the first n characters are so: told by their codes and those of the next ones. */
function sumUp(text, isSo) {
    const sums = new Uint32Array(text.length + 1);
    for (let at = 0; at < text.length; at += 1)
        sums[at + 1] = (sums[at] ?? 0) + (isSo(text.charCodeAt(at), text.charCodeAt(at + 1)) ? 1 : 0);
    return sums;
}
function countIn(sums, start, end) {
    return (sums[end] ?? 0) - (sums[start] ?? 0);
}
/** Do two characters rarely stand together? The same one twice is no sign of chance. */
function isOddPair(code, next) {
    if (code === next)
        return false;
    return !(isDigit(code) && isDigit(next)) && ORDINARY_PAIRS[((code | 32) & 127) * 128 + ((next | 32) & 127)] !== 1;
}
function isDigit(code) {
    return code >= 48 && code <= 57;
}

;// CONCATENATED MODULE: ./build/x509/masking.js



/** Shorter pieces say nothing, and would blot out half the log. */
const SHORTEST_MASK = 8;
/** Pieces without armor: the largest key in base64 within base64 has as many lines. More come from a file that is no key. */
const MOST_BARE_PIECES = 300;
/** No key without armor is as long. What stands in a file is not quoted, whatever it is. */
const LONGEST_BARE_TEXT = 128 * 1024;
/** A mask of a whole key in one line is a tenth as long. */
const LONGEST_MASK = 32 * 1024;
/** Base64 within base64 within base64: deeper is no form in which a key travels. */
const DEEPEST = 3;
/** DigitalOcean's tokens (personal, OAuth and refresh) and GitHub's. */
const TOKEN = /(?<![a-z0-9])(?:do[opr]_v1_[0-9a-z]{8,}|gh[oprsu]_\w{16,}|github_pat_\w{16,})/giu;
/** DigitalOcean's first tokens: 64 hex digits. A SHA-256 fingerprint has colons, or says what it is. */
const OLD_TOKEN = /[0-9a-f]{64}(?![0-9a-f])(?<!(?:[0-9a-f]|sha-?256[:=_/-])[0-9a-f]{64})/giu;
/** Hex of more than the 32 bytes of a SHA-256 fingerprint: in one piece, in the lines of `xxd -p`, or with the colons of `openssl pkey -text`. */
const LONG_HEX = /(?<![0-9a-z])(?:[0-9a-f]{65,}|(?:[0-9a-f]{60}\s+)+[0-9a-f]+|(?:[0-9a-f]{2}:\s*){33,}[0-9a-f]{0,2})/giu;
/** The secret members of a JSON Web Key (RFC 7518, 6.2.2 and 6.3.2; RFC 8037, 2). */
const JWK_MEMBER = /"(?:d|p|q|dp|dq|qi|k)"\s*:\s*"([\w-]{16,})"/gu;
/** Most names, hosts and paths: too short for anything in small letters, and without what tells tokens, escapes and armor. */
const TOO_PLAIN = /^[a-z0-9./:,*@-]{0,43}$/u;
/** The lines around a block of PEM, also in lower case or with what a URL or a shell has instead of blanks. */
const ARMOR = /-----(BEGIN|END)[ _+]([A-Z0-9 _+]{1,40}?)-----/giu;
const PRIVATE_ARMOR = /-(?:BEGIN|END)[ _+][A-Z0-9 _+]{0,30}PRIVATE[ _+]KEY/iu;
/**
 * Every piece of a text to mask: tokens, and of each private key the lines as they stand, the lines of its canonical form, and its body
 * in one piece; also inside base64, hex and JSON. Certificates and ordinary words are not among them.
 */
function secretsIn(content, depth = 0) {
    const text = readable(content);
    const { bodies, rest: unarmored } = splitArmor(text);
    const rest = unarmored.slice(0, LONGEST_BARE_TEXT);
    const { inner, bare } = bareSecrets(rest, depth);
    const hex = [...oldTokensIn(rest), ...(rest.match(LONG_HEX) ?? [])];
    const found = [
        ...[content, text].flatMap((each) => each.match(TOKEN) ?? []),
        // As they stand, with whatever is there instead of line ends.
        ...splitArmor(content).bodies.flatMap(rawLinesOf),
        ...disguisedLines(content, bodies),
        ...bodies.flatMap(piecesOf),
        ...[...rest.matchAll(JWK_MEMBER)].map(([, value = '']) => value),
        ...inner,
        ...[...hex.flatMap((run) => run.split(/\s+/u)), ...bare].slice(0, MOST_BARE_PIECES),
    ];
    return [...new Set(found)].filter(isMask);
}
function isMask(piece) {
    return piece.length >= SHORTEST_MASK && piece.length <= LONGEST_MASK && !isPlain(piece);
}
/**
 * Does a text look like a key, a part of one, or a token? Then it is neither quoted nor sent anywhere. Never true for words, names,
 * host names, paths, UUIDs and fingerprints.
 */
function looksSecret(content) {
    if (TOO_PLAIN.test(content))
        return false;
    const text = readable(content);
    const forms = [TOKEN, LONG_HEX, JWK_MEMBER, PRIVATE_ARMOR];
    const isForm = forms.some((form) => text.search(form) >= 0);
    return isForm || oldTokensIn(text).length > 0 || findRandomWords(text).length > 0 || hasRandomUrlText(text);
}
/** Chance uses nearly all digits; a placeholder repeats a few. */
function oldTokensIn(text) {
    return (text.match(OLD_TOKEN) ?? []).filter((run) => new Set(run).size >= 8);
}
/** The text without the escapes of shells, JSON and URLs, and without characters that do not show. */
function readable(text) {
    return unescapeUrl(unescapeUrl(text))
        .replaceAll(/\\+u([0-9a-f]{4})/giu, (_, hex) => characterOf(hex))
        .replaceAll(/\\+[nrt]/gu, '\n')
        .replaceAll(/\\+(?=["'/\s])/gu, '')
        .replaceAll(/[\0\u00AD\u200B-\u200F\u2060\uFEFF]+/gu, '');
}
function unescapeUrl(text) {
    return text.replaceAll(/%([0-9a-f]{2})/giu, (_, hex) => characterOf(hex));
}
function characterOf(hex) {
    return String.fromCharCode(Number.parseInt(hex, 16));
}
/** What stands in complete blocks of private keys, and the rest without complete blocks of any kind: those others are public. */
function splitArmor(text) {
    const bodies = [];
    const rest = [];
    // Text, then in turn BEGIN or END, the label, and text.
    const parts = text.split(ARMOR);
    const markAt = (at) => `${parts[at] ?? ''} ${parts[at + 1] ?? ''}`.toUpperCase().replaceAll(/[_+]/gu, ' ');
    for (let at = 0; at < parts.length; at += 3) {
        const begin = markAt(at - 2);
        const isBlock = begin.startsWith('BEGIN ') && markAt(at + 1) === begin.replace('BEGIN', 'END');
        if (!isBlock)
            rest.push(parts[at] ?? '');
        else if (begin.includes('PRIVATE KEY'))
            bodies.push(parts[at] ?? '');
    }
    return { bodies, rest: rest.join('\n') };
}
/** What a line of a body is before it is unescaped; a hint such as `<your key>` is none. */
function rawLinesOf(body) {
    const lines = body.split(/[\r\n]+/u).map((line) => line.trim());
    return lines.filter((line) => /^[A-Za-z0-9+/=]+$/u.test(line) || findRandomWords(line).length > 0);
}
/** The lines of keys as they stand, where they and perhaps the armor have escapes or characters that do not show. */
function disguisedLines(content, bodies) {
    if (bodies.length === 0)
        return [];
    const words = new Set(bodies.flatMap((body) => body.split(/\s+/u)));
    const lines = content.split(/[\r\n]+|%0[AD]/iu);
    return lines.filter((line) => line !== '' && words.has(readable(line).trim()));
}
/** The lines of a body, the whole in one piece, and the lines of 64 columns that are uploaded. Headers and comments are left out. */
function piecesOf(body) {
    const words = body.split(/[\s"',;_]+/u).filter((word) => /^[A-Za-z0-9+/]+={0,2}$/u.test(word));
    const whole = words.join('');
    return [...words, whole, ...(whole.match(/.{1,64}/gu) ?? [])];
}
/** What stands without armor: a key as base64, or a part of one; and apart from it what is found inside. */
function bareSecrets(text, depth) {
    const inner = [];
    const bare = [];
    for (const group of findRandomWords(text)) {
        const decoded = (0,pem/* decodeBase64 */.y4)(group.join(''));
        const content = decoded === undefined ? '' : (0,pem/* textOfFile */.nj)(decoded);
        const found = depth < DEEPEST ? secretsIn(content, depth + 1) : [];
        inner.push(...found);
        const isPublic = (found.length === 0 && holdsPem(content)) || isCertificate(decoded);
        if (!isPublic)
            bare.push(...group, ...piecesOf(group.join('\n')));
    }
    return { inner, bare };
}
/** Is it PEM, or base64 of PEM? */
function holdsPem(content) {
    const decoded = (0,pem/* decodeBase64 */.y4)(content);
    return content.includes('-----BEGIN ') || (decoded !== undefined && (0,pem/* textOfFile */.nj)(decoded).includes('-----BEGIN '));
}
function isCertificate(der) {
    // Nothing else begins a sequence in DER, and a parser that throws takes its time.
    if (der?.[0] !== 0x30)
        return false;
    try {
        return new external_node_crypto_.X509Certificate(der).serialNumber !== '';
    }
    catch {
        return false;
    }
}


/***/ }),

/***/ 4105:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   E5: () => (/* binding */ textOfName),
/* harmony export */   KJ: () => (/* binding */ commonNameOf),
/* harmony export */   d1: () => (/* binding */ organizationOf),
/* harmony export */   gg: () => (/* binding */ commonNamesAndOrganizationsOf),
/* harmony export */   ol: () => (/* binding */ quoteText),
/* harmony export */   qk: () => (/* binding */ organizationNameOf),
/* harmony export */   rh: () => (/* binding */ isIssuedBy),
/* harmony export */   sh: () => (/* binding */ isPlainName)
/* harmony export */ });
/* harmony import */ var _text_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(1957);
/* harmony import */ var _der_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(9950);
/* harmony import */ var _remember_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(102);



const COMMON_NAME = '2.5.4.3';
const ORGANIZATION = '2.5.4.10';
const ORGANIZATIONAL_UNIT = '2.5.4.11';
const LONGEST_NAME = 80;
const UNREADABLE = { attributes: [], isPlain: false };
const readName = (0,_remember_js__WEBPACK_IMPORTED_MODULE_2__/* .remember */ .k)((name) => (0,_der_js__WEBPACK_IMPORTED_MODULE_1__/* .readOr */ .Cq)(() => nameIn(name), UNREADABLE));
function nameIn(name) {
    const attributes = [];
    let isPlain = true;
    for (const set of (0,_der_js__WEBPACK_IMPORTED_MODULE_1__/* .readSequence */ .sr)(name)) {
        const members = set.children;
        isPlain &&= set.tag === _der_js__WEBPACK_IMPORTED_MODULE_1__/* .TAG */ .Dk.set && members.length > 0;
        for (const { sequence } of members) {
            const [oid, value] = [sequence[0], sequence[1]];
            if (oid === undefined || value === undefined)
                throw new _der_js__WEBPACK_IMPORTED_MODULE_1__/* .DerError */ .I4('no attribute');
            const text = textOf(value);
            isPlain &&= sequence.length === 2 && PLAIN_STRINGS.has(value.tag) && ASCII.test(text);
            attributes.push({ oid: (0,_der_js__WEBPACK_IMPORTED_MODULE_1__/* .readOid */ .fM)(oid), text });
        }
    }
    return { attributes, isPlain };
}
const PLAIN_STRINGS = new Set([_der_js__WEBPACK_IMPORTED_MODULE_1__/* .TAG */ .Dk.utf8String, _der_js__WEBPACK_IMPORTED_MODULE_1__/* .TAG */ .Dk.printableString, _der_js__WEBPACK_IMPORTED_MODULE_1__/* .TAG */ .Dk.ia5String]);
const ASCII = /^[ -~]+$/u;
/** Has it only what every program reads: attributes in sets, and characters of ASCII? */
function isPlainName(name) {
    return readName(name).isPlain;
}
/** What a distinguished name says, an attribute a line: the same for names that differ in their encoding. */
function textOfName(name) {
    return readName(name)
        .attributes.map(({ oid, text }) => `${oid}=${text}`)
        .join('\n');
}
function textOf({ tag, content }) {
    if (tag === _der_js__WEBPACK_IMPORTED_MODULE_1__/* .TAG */ .Dk.bmpString)
        return (0,_der_js__WEBPACK_IMPORTED_MODULE_1__/* .bufferOf */ .Kb)(content.slice(0, content.length & ~1))
            .swap16()
            .toString('utf16le');
    return tag === _der_js__WEBPACK_IMPORTED_MODULE_1__/* .TAG */ .Dk.latinString || ASCII.test(content) ? content : (0,_der_js__WEBPACK_IMPORTED_MODULE_1__/* .bufferOf */ .Kb)(content).toString('utf8');
}
/** The first common name; empty if there is none. */
function commonNameOf(name) {
    return textsOf(name, COMMON_NAME)[0] ?? '';
}
/** The organization; empty if there is none. */
function organizationNameOf(name) {
    return textsOf(name, ORGANIZATION)[0] ?? '';
}
/** What a name without a common name is called: its unit, or its organization; empty if there is neither. */
function organizationOf(name) {
    return [...textsOf(name, ORGANIZATIONAL_UNIT), ...textsOf(name, ORGANIZATION)][0] ?? '';
}
/** Common names and organizations, by which test CAs are recognised. */
function commonNamesAndOrganizationsOf(name) {
    return [...textsOf(name, COMMON_NAME), ...textsOf(name, ORGANIZATION)];
}
/** Is this the organization of an issuer? */
function isIssuedBy(issuer, organization) {
    return textsOf(issuer, ORGANIZATION).includes(organization);
}
function textsOf(name, wanted) {
    const texts = [];
    for (const { oid, text } of readName(name).attributes)
        if (oid === wanted)
            texts.push(text);
    return texts;
}
/** A name from a certificate for a message: on one line, truncated, in quotes. */
function quoteText(text) {
    return `"${(0,_text_js__WEBPACK_IMPORTED_MODULE_0__/* .truncate */ .xv)((0,_text_js__WEBPACK_IMPORTED_MODULE_0__/* .flatten */ .Bq)(text), LONGEST_NAME)}"`;
}


/***/ }),

/***/ 3585:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   CR: () => (/* binding */ TOO_MANY_PATHS),
/* harmony export */   EQ: () => (/* binding */ findPaths),
/* harmony export */   Rj: () => (/* binding */ isSameCa),
/* harmony export */   Sc: () => (/* binding */ makeSearchMemory),
/* harmony export */   UY: () => (/* binding */ rememberSigned),
/* harmony export */   eK: () => (/* binding */ isSignedOnce)
/* harmony export */ });
/* unused harmony export recallSigned */
/* harmony import */ var _ca_rules_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(8907);
/* harmony import */ var _certificate_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(238);


/** More paths are possible than are looked at. */
const TOO_MANY_PATHS = 'too many paths';
/**
 * A path through 100 certificates needs 100 signature checks, and a chain as CAs make them less than ten. A mesh of cross-signed CAs
 * has more paths than atoms in a room.
 */
const MOST_SIGNATURES = 200;
const MOST_STEPS = 2_000;
function makeSearchMemory() {
    return { signatures: new Map(), caFaults: new Map() };
}
/** Is a certificate signed with the key of another, as far as that is remembered? */
function recallSigned(certificate, { fields }, { signatures }) {
    return signatures.get(certificate)?.get(fields.publicKey);
}
/** Remembers whether a certificate is signed with the key of another. */
function rememberSigned(certificate, { fields }, isTrue, { signatures }) {
    const known = signatures.get(certificate) ?? new Map();
    signatures.set(certificate, known.set(fields.publicKey, isTrue));
}
/** Is a certificate signed with the key of another? Verifies only what is not remembered, and remembers it. */
function isSignedOnce(certificate, issuer, memory) {
    const known = recallSigned(certificate, issuer, memory);
    if (known !== undefined)
        return known;
    const isTrue = (0,_certificate_js__WEBPACK_IMPORTED_MODULE_1__/* .isSignedBy */ .s3)(certificate, issuer);
    rememberSigned(certificate, issuer, isTrue, memory);
    return isTrue;
}
class BudgetError extends Error {
}
/**
 * Looks for every path from the leaf upwards, as a client does (RFC 4158), and judges each certificate in its place. The result does
 * not depend on the order of the pool.
 * @param pool what may be on a path: with the leaf, roots, duplicates, and what does not belong to it
 */
function findPaths(leaf, pool, now, memory = makeSearchMemory()) {
    const others = unique(pool).filter(({ fields }) => fields.der !== leaf.fields.der);
    const search = {
        now,
        bySubject: Map.groupBy(others, ({ fields }) => fields.subject),
        ...memory,
        valid: new Set(),
        rejections: [],
        all: [],
        signatureChecks: 0,
        steps: 0,
    };
    try {
        climb([leaf], search);
        const rejections = search.rejections.filter(({ certificate }) => !search.valid.has(certificate));
        const reachable = new Set([...search.valid, ...rejections.map(({ certificate }) => certificate)]);
        // What is above a rejected certificate is not judged, but does belong to it.
        for (const each of reachable)
            for (const issuer of issuersOf(each, search))
                reachable.add(issuer);
        const strangers = others.filter((each) => !reachable.has(each));
        return { all: search.all, valid: search.valid, rejections, strangers };
    }
    catch (error) {
        if (error instanceof BudgetError)
            return TOO_MANY_PATHS;
        throw error;
    }
}
/** In an order that depends on their content alone: those that were issued last come first. */
function unique(certificates) {
    const all = new Map(certificates.map((certificate) => [certificate.fields.der, certificate]));
    return [...all.values()].toSorted((a, b) => issuedAt(b) - issuedAt(a) || (a.fingerprint < b.fingerprint ? -1 : 1));
}
function issuedAt({ fields }) {
    return fields.notBefore?.getTime() ?? 0;
}
/** Goes on upwards from the end of a valid path. */
function climb(path, search) {
    const top = topOf(path);
    const issuers = path.length > 1 && isRoot(top, search) ? [] : validIssuersOf(path, search);
    for (const issuer of issuers) {
        search.valid.add(issuer);
        climb([...path, issuer], search);
    }
    if (issuers.length === 0)
        search.all.push(path);
}
function validIssuersOf(path, search) {
    const top = topOf(path);
    return issuersOf(top, search).filter((issuer) => {
        // A name with the same key that is on the path already leads in a circle.
        if (path.some((each) => isSameCa(each, issuer)))
            return false;
        const faults = [...caFaultsOf(issuer, search), ...(0,_ca_rules_js__WEBPACK_IMPORTED_MODULE_0__/* .faultsAbove */ .jf)(path, issuer)];
        const isKnown = search.rejections.some(({ certificate, below }) => certificate === issuer && below === top);
        if (faults.length > 0 && !isKnown)
            search.rejections.push({ certificate: issuer, below: top, faults });
        return faults.length === 0;
    });
}
/** The certificates that issued this one, by name, key identifier and signature. */
function issuersOf(certificate, search) {
    const namesakes = search.bySubject.get(certificate.fields.issuer) ?? [];
    return namesakes.filter((issuer) => {
        search.steps += 1;
        if (search.steps > MOST_STEPS)
            throw new BudgetError();
        return (0,_certificate_js__WEBPACK_IMPORTED_MODULE_1__/* .namesIssuer */ .YV)(certificate, issuer) && isSigned(certificate, issuer, search);
    });
}
function isSigned(certificate, issuer, search) {
    const before = recallSigned(certificate, issuer, search);
    if (before !== undefined)
        return before;
    search.signatureChecks += 1;
    if (search.signatureChecks > MOST_SIGNATURES)
        throw new BudgetError();
    // A key of an unusual type is rejected for that, and may take long: some need a second for one signature.
    const isUnusable = caFaultsOf(issuer, search).length > 0 && (0,_ca_rules_js__WEBPACK_IMPORTED_MODULE_0__/* .unusableKeyOf */ .SY)(issuer) !== undefined;
    if (isUnusable)
        rememberSigned(certificate, issuer, true, search);
    return isSignedOnce(certificate, issuer, search);
}
function caFaultsOf(ca, { caFaults, now }) {
    const faults = caFaults.get(ca) ?? (0,_ca_rules_js__WEBPACK_IMPORTED_MODULE_0__/* .faultsOfCa */ .lG)(ca, now);
    caFaults.set(ca, faults);
    return faults;
}
function isRoot(certificate, search) {
    return (0,_ca_rules_js__WEBPACK_IMPORTED_MODULE_0__/* .isSelfIssued */ .Cb)(certificate) && isSigned(certificate, certificate, search);
}
/** The same name and key: two certificates of one CA. */
function isSameCa(a, b) {
    return a.fields.subject === b.fields.subject && a.fields.publicKey === b.fields.publicKey;
}
function topOf(path) {
    return path.at(-1) ?? path[0];
}


/***/ }),

/***/ 9543:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  y4: () => (/* binding */ decodeBase64),
  gK: () => (/* binding */ limitBlocks),
  Je: () => (/* binding */ readPem),
  nj: () => (/* binding */ textOfFile)
});

// UNUSED EXPORTS: unescape

// EXTERNAL MODULE: external "node:buffer"
var external_node_buffer_ = __webpack_require__(4573);
// EXTERNAL MODULE: ./build/x509/der.js
var x509_der = __webpack_require__(9950);
;// CONCATENATED MODULE: ./build/x509/formats.js

const SIGNED_DATA = '1.2.840.113549.1.7.2';
/** An element whose end is marked (X.690, 8.1.3.6). Some programs write PKCS #7 and PKCS #12 so. */
const INDEFINITE = 0x80;
const VERSION_IN_BRACKETS = 0xa0;
const LAST_KEY_VERSION = 1;
/** A tag, the size of the length, and the length. */
const LONGEST_HEADER = 6;
const LABELS = new Map([
    ['PKCS7', 'pkcs7'],
    ['PKCS #7 SIGNED DATA', 'pkcs7'],
    ['CMS', 'pkcs7'],
    ['PKCS12', 'pkcs12'],
]);
/** Are the bytes one element of DER, give or take what an editor adds at its end? */
function isDer(bytes) {
    if (bytes[0] !== x509_der/* TAG */.Dk.sequence)
        return false;
    if (bytes[1] === INDEFINITE)
        return formatOf(bytes) !== 'unknown';
    const length = (0,x509_der/* derLength */.Yt)(bytes.toString('latin1', 0, LONGEST_HEADER));
    const fills = length !== undefined && Math.abs(length - bytes.length) <= 2;
    // The length of a short one may be a letter, and so a text.
    return fills && ((bytes[1] ?? 0) > INDEFINITE || formatOf(bytes) !== 'unknown');
}
/**
 * Do the bytes begin as nearly all certificates and keys do: with a version in brackets within the body, or with the version of a key?
 * Then they are no format of another kind, which takes longer to tell.
 */
function isUsualStart(bytes) {
    const first = contentStart(bytes, 0);
    if (bytes[0] !== x509_der/* TAG */.Dk.sequence)
        return false;
    if (bytes[first] === x509_der/* TAG */.Dk.sequence)
        return bytes[contentStart(bytes, first)] === VERSION_IN_BRACKETS;
    return bytes[first] === x509_der/* TAG */.Dk.integer && bytes[first + 1] === 1 && (bytes[first + 2] ?? 0) <= LAST_KEY_VERSION;
}
/** Where the content of an element begins. */
function contentStart(bytes, start) {
    return start + (0,x509_der/* headerLength */.gT)(bytes[start + 1] ?? 0);
}
/** What is in the bytes, or in a block with this label. */
function formatOf(bytes, label = '') {
    const named = LABELS.get(label);
    if (named !== undefined)
        return named;
    return (0,x509_der/* readOr */.Cq)(() => {
        if (bytes[0] !== x509_der/* TAG */.Dk.sequence)
            return 'unknown';
        const text = (0,x509_der/* bytesOf */.$$)(bytes);
        if (bytes[1] === INDEFINITE)
            return formatOfParts([(0,x509_der/* readElement */.RN)(text.slice(2))]);
        return formatOfParts((0,x509_der/* readElement */.RN)(text).children);
    }, 'unknown');
}
function formatOfParts(parts) {
    const first = parts[0];
    if (first?.tag === x509_der/* TAG */.Dk.oid)
        return (0,x509_der/* readOid */.fM)(first) === SIGNED_DATA ? 'pkcs7' : 'unknown';
    // PKCS #12 begins with its version, the integer 3 (RFC 7292, 4); keys with 0 or 1.
    if (first?.tag === x509_der/* TAG */.Dk.integer)
        return first.content === '\x03' ? 'pkcs12' : 'private_key';
    if (first?.tag !== x509_der/* TAG */.Dk.sequence)
        return 'unknown';
    const [second, third] = [parts[1]?.tag, parts[2]?.tag];
    if (third === undefined && second === x509_der/* TAG */.Dk.octetString)
        return 'encrypted_private_key';
    if (third === undefined && second === x509_der/* TAG */.Dk.bitString)
        return 'public_key';
    if (second !== x509_der/* TAG */.Dk.sequence || third !== x509_der/* TAG */.Dk.bitString)
        return 'unknown';
    // A request has a version, a name, a key and attributes (RFC 2986, 4).
    const inner = first.children;
    return inner.length === 4 && inner[3]?.tag === 0xa0 ? 'certificate_request' : 'certificate';
}
const CONVERT_PKCS12 = '`openssl pkcs12 -in FILE -nodes -nocerts -out key.pem` for the key, `openssl pkcs12 -in FILE -nokeys -out fullchain.pem` for the certificates.';
const CONVERT_CERTIFICATE = '`openssl x509 -inform der -in FILE -out FILE.pem`';
const CONVERT_KEY = '`openssl pkey -inform der -in FILE -out FILE.pem`';
const CONVERSIONS = {
    certificate: `Convert it: ${CONVERT_CERTIFICATE}.`,
    certificate_request: 'It is a certificate request. Supply the certificate that the CA made from it.',
    private_key: `Convert it: ${CONVERT_KEY}.`,
    encrypted_private_key: `Convert it: ${CONVERT_KEY}.`,
    public_key: 'It is a public key. Supply what it belongs to.',
    unknown: `Convert it: ${CONVERT_CERTIFICATE} for a certificate, ${CONVERT_KEY} for a key.`,
};
/** That binary data is no PEM, and the command that converts it. */
function faultOfDer(bytes) {
    const format = formatOf(bytes);
    if (format === 'pkcs12')
        return { what: 'is PKCS #12 (.p12, .pfx), not PEM', remedy: `Convert it: ${CONVERT_PKCS12}` };
    if (format === 'pkcs7')
        return {
            what: 'is PKCS #7 (.p7b), not PEM',
            remedy: 'Convert it: `openssl pkcs7 -inform der -in FILE -print_certs -out fullchain.pem`.',
        };
    return { what: 'is DER (binary), not PEM', remedy: CONVERSIONS[format] };
}
/** That a block is of a format that DigitalOcean does not take, and the command that converts it; undefined if it is not. */
function faultOfBlock(format, label) {
    if (format === 'pkcs7')
        return {
            what: `has a block "${label}" with PKCS #7 (.p7b)`,
            remedy: 'Convert it: `openssl pkcs7 -in FILE -print_certs -out fullchain.pem`.',
        };
    if (format === 'pkcs12')
        return {
            what: `has a block "${label}" with PKCS #12 (.p12, .pfx)`,
            remedy: `Make a binary file of it (\`grep -v -e ----- PEM | openssl base64 -d -out FILE\`), and convert that: ${CONVERT_PKCS12}`,
        };
    return undefined;
}

;// CONCATENATED MODULE: ./build/x509/pem-block.js



/** Reads what stands between the two lines of a label; undefined if that is damaged. */
function readBlock(label, body) {
    // Headers (RFC 1421, 4.6) are only met in keys that OpenSSL encrypted in its old way.
    if (body.includes('Proc-Type') && /Proc-Type:\s*4,\s*ENCRYPTED/u.test(body))
        return { kind: 'encrypted_private_key', label, der: external_node_buffer_.Buffer.alloc(0), pem: '', isPlain: false };
    // As clients write it, it needs no closer look: what is decoded has the same lines.
    const decoded = external_node_buffer_.Buffer.from(body, 'base64');
    const isPlain = decoded.length > 0 && body === `\n${linesOf(decoded)}`;
    const whole = isPlain ? decoded : decode(body);
    if (whole === undefined)
        return undefined;
    const format = KINDS.has(label) && isUsualStart(whole) ? 'unknown' : formatOf(whole, label);
    const fault = faultOfBlock(format, label);
    if (fault !== undefined)
        return { fault };
    const labelled = kindOf(label);
    const kind = labelled === 'certificate' && format === 'certificate_request' ? format : labelled;
    if (kind === 'other')
        return { kind, label, der: whole, pem: '', isPlain: false };
    const length = (0,x509_der/* derLength */.Yt)(whole.toString('latin1', 0, LONGEST_HEADER));
    // Only OpenSSL's TRUSTED CERTIFICATE has something after the certificate.
    if (length === undefined || length > whole.length || (length < whole.length && !label.startsWith('TRUSTED')))
        return undefined;
    const der = length === whole.length ? whole : whole.subarray(0, length);
    const canonical = kind === 'certificate' ? 'CERTIFICATE' : label;
    return new CanonicalBlock(kind, canonical, der, isPlain && canonical === label && KINDS.has(label) ? body : undefined);
}
/** A block whose text is made when it is asked for: of what exists already, nothing is sent. */
class CanonicalBlock {
    kind;
    label;
    der;
    isPlain;
    #body;
    /** @param body as it stands, if that is canonical */
    constructor(kind, label, der, body) {
        this.kind = kind;
        this.label = label;
        this.der = der;
        this.isPlain = body !== undefined;
        this.#body = body;
    }
    get pem() {
        this.#body ??= `\n${linesOf(this.der)}`;
        return `-----BEGIN ${this.label}-----${this.#body}-----END ${this.label}-----\n`;
    }
}
/** The bytes of a body; undefined if it is not base64 (RFC 4648, 4). */
function decode(body) {
    // Some secret stores take no line ends, and people put `_` in their place.
    const base64 = body.replaceAll(/[\s"'_]+/gu, '');
    return base64.length % 4 === 0 && /^[A-Za-z0-9+/]+={0,2}$/u.test(base64) ? external_node_buffer_.Buffer.from(base64, 'base64') : undefined;
}
const COLUMNS = 64;
function linesOf(bytes) {
    const base64 = bytes.toString('base64');
    let lines = '';
    for (let at = 0; at < base64.length; at += COLUMNS)
        lines += `${base64.slice(at, at + COLUMNS)}\n`;
    return lines;
}
const KINDS = new Map([
    ['CERTIFICATE', 'certificate'],
    ['X509 CERTIFICATE', 'certificate'],
    ['TRUSTED CERTIFICATE', 'certificate'],
    ['ENCRYPTED PRIVATE KEY', 'encrypted_private_key'],
    ['PRIVATE KEY', 'private_key'],
    ['RSA PRIVATE KEY', 'private_key'],
    ['EC PRIVATE KEY', 'private_key'],
    ['DSA PRIVATE KEY', 'private_key'],
    ['EC PARAMETERS', 'parameters'],
]);
function kindOf(label) {
    const kind = KINDS.get(label);
    if (kind !== undefined)
        return kind;
    if (label.endsWith('PUBLIC KEY'))
        return 'public_key';
    if (label.endsWith('CERTIFICATE REQUEST'))
        return 'certificate_request';
    return label.endsWith('PARAMETERS') ? 'parameters' : 'other';
}

;// CONCATENATED MODULE: ./build/x509/pem.js



const LONGEST_TEXT = 1024 * 1024;
const MOST_BLOCKS = 100;
/** Base64 of base64 of PEM: a file is encoded once for a secret, and the secret once more for Kubernetes. */
const DEEPEST = 2;
const BEGINNING = '-----BEGIN ';
const END = '-----END ';
const BEGIN = /-----BEGIN ([A-Z0-9 #]{1,40})-----/gu;
/** Is the text base64 alone, as `base64 -w0` of a whole PEM file makes it? Then the bytes behind it. */
function decodeBase64(text) {
    const compact = pem_unescape(text).replaceAll(/[\s"']+/gu, '');
    return compact.length >= 16 && /^[A-Za-z0-9+/]+={0,2}$/u.test(compact) ? external_node_buffer_.Buffer.from(compact, 'base64') : undefined;
}
/**
 * Escaped line ends (`\n`, also escaped twice) as real ones, JSON's `\/` as a slash, `%0A` and what else is escaped as in a URL, and
 * nothing of characters that are not seen.
 */
function pem_unescape(text) {
    const plain = /%0[ADad]/.test(text)
        ? text.replaceAll(/%([0-7][0-9A-F])/giu, (_, hex) => String.fromCharCode(Number.parseInt(hex, 16)))
        : text;
    const escaped = plain.includes('\\') ? plain.replaceAll(/\\+[nrt]/gu, '\n').replaceAll('\\/', '/') : plain;
    return escaped.replaceAll(/[\u00AD\u200B-\u200F\u202A-\u202E\u2060-\u2064\uFEFF]+/g, '');
}
/**
 * The text of a file: UTF-8 or UTF-16, with a byte order mark or without. Bytes that are no text are kept one character each, so that
 * {@link readPem} can tell what they are.
 */
function textOfFile(bytes) {
    const buffer = external_node_buffer_.Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    if (buffer[0] === 0xfe && buffer[1] === 0xff)
        return swapped(buffer).toString('utf16le').slice(1);
    if (buffer[0] === 0xff && buffer[1] === 0xfe)
        return buffer.toString('utf16le').slice(1);
    if (buffer.length > 8 && buffer[1] === 0 && buffer[3] === 0)
        return buffer.toString('utf16le');
    if (buffer.length > 8 && buffer[0] === 0 && buffer[2] === 0)
        return swapped(buffer).toString('utf16le');
    if (isDer(buffer))
        return buffer.toString('latin1');
    return buffer.toString('utf8').replace(/^\uFEFF/u, '');
}
/** Reads PEM in any of the forms in which it travels through files, secrets and shells. */
function readPem(content, known = new Map()) {
    if (content.length > LONGEST_TEXT)
        return { fault: { what: 'is too long for PEM (more than 1 MiB)', remedy: 'Supply the PEM of one certificate.' } };
    const plain = readPlainBlocks(content.includes('\r') ? content.replaceAll('\r\n', '\n') : content, known);
    if (plain !== undefined)
        return { blocks: plain, isPlain: true };
    // DER begins with a sequence, whose tag is a 0 as a text.
    const bytes = external_node_buffer_.Buffer.from(content.startsWith('0') ? content : '', 'latin1');
    if (isDer(bytes))
        return { fault: faultOfDer(bytes) };
    const text = pem_unescape(content);
    if (text.includes('-----BEGIN '))
        return readBlocks(text, known);
    if (text.trim() === '')
        return { fault: { what: 'is empty', remedy: 'Supply PEM.' } };
    // A DER file that came through a text input has lost its high bytes.
    if (text.startsWith('0\uFFFD'))
        return { fault: faultOfDer(external_node_buffer_.Buffer.from(content, 'latin1')) };
    return readEncoded(text, DEEPEST, known) ?? { fault: text.includes('-----END ') ? TRUNCATED : NOT_PEM };
}
/** Reads base64 of PEM, and base64 of that; undefined if there is neither. */
function readEncoded(text, depth, known) {
    const decoded = decodeBase64(text);
    if (decoded === undefined)
        return undefined;
    if (isDer(decoded)) {
        const { what, remedy } = faultOfDer(decoded);
        return { fault: { what: `is base64 of something that ${what}`, remedy } };
    }
    const inner = pem_unescape(textOfFile(decoded));
    if (inner.includes('-----BEGIN '))
        return readBlocks(inner, known);
    if (inner.includes('-----END '))
        return { fault: TRUNCATED };
    return depth > 1 ? readEncoded(inner, depth - 1, known) : undefined;
}
const TRUNCATED = {
    what: 'is cut off: a block does not have both its `-----BEGIN` and its `-----END` line',
    remedy: 'Supply the whole file.',
};
const NOT_PEM = {
    what: 'is not PEM: it has no line `-----BEGIN …-----`',
    remedy: 'Supply the whole file, with its first and last line.',
};
const TOO_MANY = {
    what: `has more than ${MOST_BLOCKS} blocks of PEM`,
    remedy: 'Supply what belongs to one certificate.',
};
/** Blocks that were read before, from many files. */
function limitBlocks(blocks) {
    return blocks.length > MOST_BLOCKS ? { fault: TOO_MANY } : { blocks, isPlain: false };
}
/** The blocks of a text as clients write it, without anything else; undefined if it must be looked at more closely. */
function readPlainBlocks(text, known) {
    const blocks = [];
    let position = 0;
    while (position < text.length) {
        const labelEnd = text.indexOf('-----\n', position);
        const end = labelEnd < 0 ? -1 : text.indexOf(END, labelEnd);
        if (end < 0 || !text.startsWith(BEGINNING, position))
            return undefined;
        const label = text.slice(position + BEGINNING.length, labelEnd);
        const body = text.slice(labelEnd + '-----'.length, end);
        const block = (label === 'CERTIFICATE' ? known.get(body) : undefined) ?? readBlock(label, body);
        if (block === undefined || 'fault' in block || !block.isPlain)
            return undefined;
        const last = `${END}${label}-----\n`;
        if (!text.startsWith(last, end) || blocks.length === MOST_BLOCKS)
            return undefined;
        blocks.push(block);
        if (block.kind === 'certificate')
            known.set(body, block);
        position = end + last.length;
    }
    return blocks.length === 0 ? undefined : blocks;
}
function readBlocks(text, known) {
    const blocks = [];
    let position = 0;
    for (const match of text.matchAll(BEGIN)) {
        const label = match[1] ?? '';
        if (text.slice(position, match.index).includes('-----END '))
            return { fault: TRUNCATED };
        const start = match.index + match[0].length;
        const end = text.indexOf(`-----END ${label}-----`, start);
        const next = text.indexOf('-----BEGIN ', start);
        if (end < 0 || (next >= 0 && next < end))
            return { fault: TRUNCATED };
        position = end + label.length + '-----END -----'.length;
        const body = text.slice(start, end);
        const isCertificate = label === 'CERTIFICATE';
        const block = (isCertificate ? known.get(body) : undefined) ?? readBlock(label, body);
        if (block !== undefined && 'fault' in block)
            return block;
        if (block === undefined)
            return {
                fault: {
                    what: `is damaged or cut off: the block "${label}" is not complete`,
                    remedy: 'Supply the file again, as it was created.',
                },
            };
        blocks.push(block);
        if (isCertificate)
            known.set(body, block);
        if (blocks.length > MOST_BLOCKS)
            return { fault: TOO_MANY };
    }
    // The last position also finds an armour that is no label at all, such as one in lower case.
    if (blocks.length === 0 || /-----(?:BEGIN|END) /u.test(text.slice(position)))
        return { fault: TRUNCATED };
    return { blocks, isPlain: false };
}
function swapped(buffer) {
    return external_node_buffer_.Buffer.from(buffer.subarray(0, buffer.length - (buffer.length % 2))).swap16();
}


/***/ }),

/***/ 7992:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   $k: () => (/* binding */ readPrivateKey),
/* harmony export */   Mu: () => (/* binding */ unreadableFault),
/* harmony export */   QW: () => (/* binding */ parsePrivateKey),
/* harmony export */   dQ: () => (/* binding */ strengthFaultOf),
/* harmony export */   iU: () => (/* binding */ fitsKey),
/* harmony export */   ti: () => (/* binding */ damageOf)
/* harmony export */ });
/* harmony import */ var node_crypto__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(7598);
/* harmony import */ var _der_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(9950);
/* harmony import */ var _key_numbers_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(4933);
/* harmony import */ var _public_key_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(6626);




const PKCS8 = 'PRIVATE KEY';
const AS_CREATED = 'Supply the private key again, as it was created.';
const DAMAGED = {
    what: 'is damaged: it cannot make a valid signature for its certificate',
    remedy: AS_CREATED,
};
/** Parses one block. Undefined when it is no key that can be read. */
function parsePrivateKey(block) {
    const numbers = (0,_key_numbers_js__WEBPACK_IMPORTED_MODULE_2__/* .privateNumbersIn */ .py)(block);
    const publicHalf = numbers && (0,_key_numbers_js__WEBPACK_IMPORTED_MODULE_2__/* .publicHalfOf */ .gT)(numbers);
    let known;
    const readKey = () => (known ??= (0,node_crypto__WEBPACK_IMPORTED_MODULE_0__.createPrivateKey)(block.pem));
    // Node takes long to read a key, and hundreds may be in a folder. What is so usual is judged by its numbers alone.
    const isUsual = numbers?.isPlain === true && publicHalf !== undefined && (0,_public_key_js__WEBPACK_IMPORTED_MODULE_3__/* .isUsualType */ .NI)(publicHalf);
    try {
        if (!isUsual)
            readKey();
        return { readKey, block, numbers, publicHalf };
    }
    catch {
        return undefined;
    }
}
/** The one private key among these blocks, or what is wrong. */
function readPrivateKey(blocks, parse = parsePrivateKey) {
    const found = blocks.filter(({ kind }) => kind === 'private_key');
    // The same key twice is one.
    const keys = found.length === 1 ? found : [...new Map(found.map((each) => [each.pem, each])).values()];
    const [block, another] = keys;
    if (block === undefined)
        return { fault: missingKeyFault(blocks) };
    if (another !== undefined)
        return {
            fault: { what: `has ${keys.length} private keys`, remedy: 'Supply only the one of the leaf certificate.' },
        };
    return parse(block) ?? { fault: unreadableFault(block) };
}
function unreadableFault({ label }) {
    return {
        what: `has a block "${label}" that cannot be read as a private key: it is damaged, or of a type that TLS does not use`,
        remedy: AS_CREATED,
    };
}
function missingKeyFault(blocks) {
    const has = (kind) => blocks.some((block) => block.kind === kind);
    if (has('encrypted_private_key'))
        return {
            what: 'is encrypted, and DigitalOcean accepts no passphrase',
            remedy: 'Decrypt it: `openssl pkey -in key.pem -out key-plain.pem`, and store the result as the secret.',
        };
    if (has('certificate'))
        return {
            what: 'has a certificate and no private key',
            remedy: 'If the two were swapped, put the certificate into `leaf_certificate`.',
        };
    if (has('public_key'))
        return { what: 'has a public key', remedy: 'Supply the private key that it belongs to.' };
    if (has('certificate_request'))
        return { what: 'has a certificate request', remedy: 'Supply the private key that it was created with.' };
    const remedy = 'Supply the private key of the certificate.';
    if (blocks.some(({ label }) => label.startsWith('OPENSSH')))
        return { what: 'has an SSH key in the format of OpenSSH', remedy };
    return { what: `has no private key, but "${blocks[0]?.label ?? ''}"`, remedy };
}
/** Why servers cannot load the key, or clients do not accept it; undefined if it can be used. */
function strengthFaultOf({ readKey, block, numbers, publicHalf }) {
    const readDer = () => block.label === PKCS8 ? block.der : readKey().export({ type: 'pkcs8', format: 'der' });
    let what;
    try {
        what = (0,_public_key_js__WEBPACK_IMPORTED_MODULE_3__/* .unusableTypeOf */ .bY)(numbers?.type === 'ec' ? numbers : publicHalf, readKey, readDer);
    }
    catch {
        // OpenSSL reads a point that it then cannot write.
        what = 'a damaged EC key';
    }
    return what === undefined
        ? undefined
        : {
            what: `is ${what}. DigitalOcean and TLS clients accept RSA of 2048 to 8192 bits, and EC on P-256, P-384 or P-521`,
            remedy: 'Issue the certificate again with a new key of one of these types.',
        };
}
/** Does the private key say that its public half is the key of this certificate? Whether that is true, the check for damage tells. */
function fitsKey(certificate, { readKey, publicHalf }) {
    const { publicNumbers } = certificate.fields;
    if (publicHalf !== undefined && publicNumbers !== undefined)
        return (0,_key_numbers_js__WEBPACK_IMPORTED_MODULE_2__/* .isSameKey */ .yL)(publicHalf, publicNumbers);
    try {
        return certificate.x509.checkPrivateKey(readKey());
    }
    catch {
        // The certificate has a key that Node cannot read.
        return false;
    }
}
/**
 * Is the key damaged, although its public half is that of the certificate? The stored public half is not trusted: that of an EC key is
 * computed from the private number, and one of Ed25519 makes a signature, which the public key of the certificate verifies. What OpenSSL
 * works around and Go does not is compared too: the redundant numbers of an RSA key.
 */
function damageOf({ readKey, numbers }, certificate) {
    try {
        // Whose numbers all fit to the modulus of the certificate makes valid signatures (RFC 8017, 3.2 and 5.1); that is faster to tell.
        // OpenSSL does not read the version of the formats (RFC 5915, 3).
        if (numbers?.type === 'rsa')
            return numbers.version === 0 && isConsistentRsa(numbers) ? undefined : DAMAGED;
        if (numbers?.type === 'ec')
            return numbers.version === 1 && hasPoint(numbers, certificate) ? undefined : DAMAGED;
        const key = readKey();
        if (key.asymmetricKeyType !== 'ed25519')
            return DAMAGED;
        const data = Buffer.from('a test of the private key');
        return (0,node_crypto__WEBPACK_IMPORTED_MODULE_0__.verify)(null, data, certificate.x509.publicKey, (0,node_crypto__WEBPACK_IMPORTED_MODULE_0__.sign)(null, data, key)) ? undefined : DAMAGED;
    }
    catch {
        // Node refuses to compute with numbers that cannot be a key.
        return DAMAGED;
    }
}
/** OpenSSL's names of the curves that are used. */
const CURVES = {
    '1.2.840.10045.3.1.7': 'prime256v1',
    '1.3.132.0.34': 'secp384r1',
    '1.3.132.0.35': 'secp521r1',
};
/** What computes with each curve: making one takes as long as using it. */
const PAIRS = new Map();
/**
 * Is the private number times the generator the point of the certificate (SEC 1, 3.2.1)? Whose is makes valid signatures; that is faster
 * to tell than by one.
 */
function hasPoint({ curve, scalar }, certificate) {
    const name = CURVES[curve];
    const wanted = certificate.fields.publicNumbers ?? (0,_key_numbers_js__WEBPACK_IMPORTED_MODULE_2__/* .publicNumbersOf */ .$i)(certificate.x509.publicKey);
    if (name === undefined || wanted?.type !== 'ec' || wanted.curve !== curve)
        return false;
    const pair = PAIRS.get(name) ?? (0,node_crypto__WEBPACK_IMPORTED_MODULE_0__.createECDH)(name);
    PAIRS.set(name, pair);
    pair.setPrivateKey((0,_der_js__WEBPACK_IMPORTED_MODULE_1__/* .bufferOf */ .Kb)(scalar));
    return (0,_der_js__WEBPACK_IMPORTED_MODULE_1__/* .bytesOf */ .$$)(pair.getPublicKey()) === wanted.point;
}
/** Do the numbers of an RSA key belong together (RFC 8017, 3.2)? */
function isConsistentRsa({ numbers }) {
    const [n, e, d, p, q, dp, dq, qi] = numbers.map((number) => BigInt(`0x${(0,_der_js__WEBPACK_IMPORTED_MODULE_1__/* .bufferOf */ .Kb)(number).toString('hex') || '0'}`));
    if (!n || !e || !d || !p || !q || !dp || !dq || !qi)
        return false;
    return (p * q === n &&
        // Go takes no larger ones.
        d < n &&
        dp < p &&
        dq < q &&
        qi < p &&
        (e * d) % (p - 1n) === 1n &&
        (e * d) % (q - 1n) === 1n &&
        (e * dp) % (p - 1n) === 1n &&
        (e * dq) % (q - 1n) === 1n &&
        (qi * q) % p === 1n);
}


/***/ }),

/***/ 6626:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   NI: () => (/* binding */ isUsualType),
/* harmony export */   bY: () => (/* binding */ unusableTypeOf),
/* harmony export */   hR: () => (/* binding */ publicKeyIdOf)
/* harmony export */ });
/* harmony import */ var node_buffer__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(4573);
/* harmony import */ var _der_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(9950);
/* harmony import */ var _key_numbers_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(4933);



const LEAST_RSA_BITS = 2048;
const MOST_RSA_BITS = 8192;
/** Go's crypto/rsa accepts no larger public exponent. */
const LARGEST_EXPONENT = 2n ** 31n - 1n;
/** P-256, P-384 and P-521. */
const ALLOWED_CURVES = new Set(['1.2.840.10045.3.1.7', '1.3.132.0.34', '1.3.132.0.35']);
/** OpenSSL's names, and those that people know. */
const OTHER_CURVES = { secp224r1: 'P-224', prime192v1: 'P-192' };
const TYPES = {
    'rsa-pss': 'RSA-PSS',
    dsa: 'DSA',
    dh: 'Diffie-Hellman',
    ed448: 'Ed448',
    x25519: 'X25519',
    x448: 'X448',
};
/**
 * What a key is, if TLS clients and servers do not use its type, to stand after "is"; undefined if they do.
 * @param numbers its numbers, which tell it faster, if they could be read
 * @param readKey what Node made of it; throws if it made nothing
 * @param readDer the key in PKCS #8, or the public key of a certificate
 */
function unusableTypeOf(numbers, readKey, readDer) {
    if (numbers !== undefined && isUsualType(numbers))
        return undefined;
    const key = readKey();
    const type = key.asymmetricKeyType ?? 'unknown';
    if (type === 'ed25519')
        return undefined;
    if (type === 'rsa')
        return unusableRsaOf(key);
    if (type !== 'ec')
        return `a key of the type ${TYPES[type] ?? type}`;
    const curve = curveIn(readDer());
    if (curve === undefined)
        return 'an EC key with explicit parameters instead of the name of its curve';
    if (ALLOWED_CURVES.has(curve))
        return undefined;
    const { namedCurve = 'unknown' } = key.asymmetricKeyDetails ?? {};
    return `an EC key on the curve ${OTHER_CURVES[namedCurve] ?? namedCurve}`;
}
/** The exponent that nearly all keys have, 65537. */
const USUAL_EXPONENT = '\x01\0\x01';
/** Do all clients and servers know keys like this one? */
function isUsualType(numbers) {
    if (numbers.type === 'ec')
        return ALLOWED_CURVES.has(numbers.curve);
    // A leading zero tells that the number is positive; the next byte has the highest bit.
    const { modulus, exponent } = numbers;
    const bits = (modulus.length - 1) * 8;
    const isFull = modulus.startsWith('\0') && modulus.charCodeAt(1) >= 0x80;
    return isFull && bits >= LEAST_RSA_BITS && bits <= MOST_RSA_BITS && exponent === USUAL_EXPONENT;
}
function unusableRsaOf(key) {
    const { modulusLength = 0, publicExponent = 0n } = key.asymmetricKeyDetails ?? {};
    if (modulusLength < LEAST_RSA_BITS || modulusLength > MOST_RSA_BITS)
        return `an RSA key of ${modulusLength} bits`;
    const isUsual = publicExponent >= 3n && publicExponent <= LARGEST_EXPONENT && publicExponent % 2n === 1n;
    return isUsual ? undefined : 'an RSA key with an unusual public exponent';
}
/**
 * The object identifier of the curve; undefined if the key has all its parameters in place of it (RFC 5480, 2.1.1 forbids that). Node
 * tells a name for those too, and takes longer.
 */
function curveIn(der) {
    return (0,_der_js__WEBPACK_IMPORTED_MODULE_1__/* .readOr */ .Cq)(() => {
        const algorithm = (0,_der_js__WEBPACK_IMPORTED_MODULE_1__/* .readSequence */ .sr)((0,_der_js__WEBPACK_IMPORTED_MODULE_1__/* .bytesOf */ .$$)(der)).find(({ tag }) => tag === _der_js__WEBPACK_IMPORTED_MODULE_1__/* .TAG */ .Dk.sequence);
        const curve = algorithm?.sequence[1];
        return curve?.tag === _der_js__WEBPACK_IMPORTED_MODULE_1__/* .TAG */ .Dk.oid ? (0,_der_js__WEBPACK_IMPORTED_MODULE_1__/* .readOid */ .fM)(curve) : undefined;
    }, undefined);
}
/**
 * What tells a public key from all others, whatever form it was stored in: two that are equal are one key. Undefined if it cannot be read.
 * @param numbers its numbers, which tell it faster, if they could be read
 * @param readKey what Node made of it; throws if it made nothing
 */
function publicKeyIdOf(numbers, readKey) {
    if (numbers !== undefined)
        return idOf(numbers);
    try {
        const key = readKey();
        const read = (0,_key_numbers_js__WEBPACK_IMPORTED_MODULE_2__/* .publicNumbersOf */ .$i)(key);
        return read === undefined ? (0,_der_js__WEBPACK_IMPORTED_MODULE_1__/* .bytesOf */ .$$)(key.export({ type: 'spki', format: 'der' })) : idOf(read);
    }
    catch {
        return undefined;
    }
}
function idOf(numbers) {
    return numbers.type === 'ec' ? `${numbers.curve} ${numbers.point}` : `${numbers.exponent} ${numbers.modulus}`;
}


/***/ }),

/***/ 102:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   k: () => (/* binding */ remember)
/* harmony export */ });
const MOST_REMEMBERED = 1_000;
/** Reads the same text once: in a folder, hundreds of certificates have the same issuer, algorithm, extensions and names of files. */
function remember(read) {
    const known = new Map();
    return (text) => {
        const before = known.get(text);
        if (before !== undefined)
            return before;
        const value = read(text);
        if (known.size >= MOST_REMEMBERED)
            known.clear();
        known.set(text, value);
        return value;
    };
}


/***/ }),

/***/ 4116:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   FH: () => (/* binding */ formFaultsOf),
/* harmony export */   L7: () => (/* binding */ signatureFaultsOf),
/* harmony export */   Qo: () => (/* binding */ signatureFaultOf),
/* harmony export */   Y2: () => (/* binding */ faultsOfServer),
/* harmony export */   fI: () => (/* binding */ SERVER_AUTHENTICATION),
/* harmony export */   pz: () => (/* binding */ extensionFaultOf)
/* harmony export */ });
/* harmony import */ var _certificate_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(238);

const SERVER_AUTHENTICATION = '1.3.6.1.5.5.7.3.1';
const PURPOSES = {
    '1.3.6.1.5.5.7.3.2': 'TLS clients',
    '1.3.6.1.5.5.7.3.3': 'code signing',
    '1.3.6.1.5.5.7.3.4': 'e-mail',
    '1.3.6.1.5.5.7.3.8': 'time stamps',
    '1.3.6.1.5.5.7.3.9': 'OCSP responses',
    '2.5.29.37.0': 'any purpose',
};
/** Signatures that clients accept: RSA and ECDSA with SHA-256, SHA-384 and SHA-512 (also as hash of RSASSA-PSS), and Ed25519. */
const STRONG_SIGNATURES = new Set([
    ...['11', '12', '13'].map((last) => `1.2.840.113549.1.1.${last}`),
    ...['2', '3', '4'].map((last) => `1.2.840.10045.4.3.${last}`),
    ...['1', '2', '3'].map((last) => `2.16.840.1.101.3.4.2.${last}`),
    '1.3.101.112',
]);
const WEAK_SIGNATURES = {
    '1.2.840.113549.1.1.2': 'MD2',
    '1.2.840.113549.1.1.4': 'MD5',
    '1.2.840.113549.1.1.5': 'SHA-1',
    '1.3.14.3.2.26': 'SHA-1',
    '1.3.14.3.2.29': 'SHA-1',
    '1.2.840.10045.4.1': 'SHA-1',
    '1.2.840.113549.1.1.14': 'SHA-224',
    '1.2.840.10045.4.3.1': 'SHA-224',
    '2.16.840.1.101.3.4.2.4': 'SHA-224',
    '1.2.840.10040.4.3': 'DSA and SHA-1',
    '2.16.840.1.101.3.4.3.2': 'DSA',
    '1.3.101.113': 'Ed448',
};
/** Why clients reject its signature, to stand after its name; undefined if they accept it. */
function signatureFaultOf({ signatureAlgorithm }) {
    if (STRONG_SIGNATURES.has(signatureAlgorithm))
        return undefined;
    const algorithm = WEAK_SIGNATURES[signatureAlgorithm] ?? `the unknown algorithm ${signatureAlgorithm}`;
    return `is signed with ${algorithm}, which clients reject`;
}
/** Why clients reject its extensions, to stand after its name; undefined if they know all that are critical (RFC 5280, 4.2). */
function extensionFaultOf({ unknownCritical }) {
    if (unknownCritical.length === 0)
        return undefined;
    return `has the critical extension ${unknownCritical.join(', ')}, which clients do not know`;
}
/** Why clients reject it as the certificate of a server, whatever its chain is; each to stand after its name. */
function faultsOfServer(leaf, now) {
    const date = (0,_certificate_js__WEBPACK_IMPORTED_MODULE_0__/* .dateFaultOf */ .Q)(leaf, now);
    const dateFaults = date === undefined ? [] : [{ what: date, remedy: 'Supply the renewed one.' }];
    return [...dateFaults, ...formFaultsOf(leaf), ...signatureFaultsOf(leaf)];
}
/** {@link faultsOfServer}, whatever the time is and whoever signed it. */
function formFaultsOf({ fields }) {
    const extension = extensionFaultOf(fields);
    const faults = [
        fields.isPrecertificate
            ? {
                what: 'is a precertificate, made for Certificate Transparency logs',
                remedy: 'Supply the certificate itself.',
            }
            : undefined,
        purposeFaultOf(fields.purposes),
        extension === undefined ? undefined : { what: extension, remedy: 'Issue it without that extension.' },
    ];
    return faults.filter((fault) => fault !== undefined);
}
/** {@link signatureFaultOf}, with what to do. */
function signatureFaultsOf({ fields }) {
    const signature = signatureFaultOf(fields);
    return signature === undefined ? [] : [{ what: signature, remedy: 'Issue it again with SHA-256.' }];
}
function purposeFaultOf(purposes) {
    if (purposes === undefined || purposes.includes(SERVER_AUTHENTICATION))
        return undefined;
    const names = purposes.map((oid) => PURPOSES[oid] ?? oid).join(', ');
    return {
        what: `is not for servers (extendedKeyUsage has no serverAuth, only: ${names || 'nothing'})`,
        remedy: 'Check that it is the right file. Supply the certificate of the server.',
    };
}


/***/ }),

/***/ 542:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   Q: () => (/* binding */ makeParser),
/* harmony export */   l: () => (/* binding */ makeSharedFacts)
/* harmony export */ });
/* harmony import */ var _certificate_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(238);
/* harmony import */ var _paths_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(3585);
/* harmony import */ var _pem_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(9543);
/* harmony import */ var _private_key_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(7992);
/* harmony import */ var _trust_js__WEBPACK_IMPORTED_MODULE_4__ = __webpack_require__(7311);





/** For one folder: each text, certificate and key is read once, however often it is looked at. */
function makeParser() {
    const readings = new Map();
    const blocks = new Map();
    return {
        signatures: (0,_paths_js__WEBPACK_IMPORTED_MODULE_1__/* .makeSearchMemory */ .Sc)().signatures,
        readPem: (content) => {
            const known = readings.get(content) ?? (0,_pem_js__WEBPACK_IMPORTED_MODULE_2__/* .readPem */ .Je)(content, blocks);
            readings.set(content, known);
            return known;
        },
        parseCertificate: remember(_certificate_js__WEBPACK_IMPORTED_MODULE_0__/* .parseCertificate */ .hB),
        parsePrivateKey: remember(_private_key_js__WEBPACK_IMPORTED_MODULE_3__/* .parsePrivateKey */ .QW),
    };
}
function remember(parse) {
    const all = new Map();
    return (block) => {
        const known = all.get(block) ?? { parsed: parse(block) };
        all.set(block, known);
        return known.parsed;
    };
}
/** For one run, and one moment. */
function makeSharedFacts(now, knownRoots = _trust_js__WEBPACK_IMPORTED_MODULE_4__/* .rootsOfNode */ .r8, parser = makeParser()) {
    return {
        ...parser,
        knownRootOf: (0,_trust_js__WEBPACK_IMPORTED_MODULE_4__/* .makeKnownRootOf */ .$c)(knownRoots, now),
        memory: { ...(0,_paths_js__WEBPACK_IMPORTED_MODULE_1__/* .makeSearchMemory */ .Sc)(), signatures: parser.signatures },
        chains: new Map(),
    };
}


/***/ }),

/***/ 3516:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  $: () => (/* binding */ readSupplied)
});

// EXTERNAL MODULE: ./build/errors.js
var errors = __webpack_require__(9473);
// EXTERNAL MODULE: ./build/x509/ca-rules.js + 1 modules
var ca_rules = __webpack_require__(8907);
// EXTERNAL MODULE: ./build/x509/certificate.js
var x509_certificate = __webpack_require__(238);
// EXTERNAL MODULE: ./build/text.js + 1 modules
var build_text = __webpack_require__(1957);
// EXTERNAL MODULE: ./build/x509/private-key.js
var private_key = __webpack_require__(7992);
// EXTERNAL MODULE: ./build/x509/server-rules.js
var server_rules = __webpack_require__(4116);
;// CONCATENATED MODULE: ./build/x509/leaf.js





/**
 * The certificate that matches the key; of several one that can be used, and then the one that was issued last: lifetimes shrink, so
 * it may expire first. If none does, the only one that may be meant; undefined if that would be a guess.
 */
function chooseLeaf(all, key, { sources, now, problems }) {
    if (key === undefined)
        return onlyServerOf(all);
    const fitting = all.filter((certificate) => (0,private_key/* fitsKey */.iU)(certificate, key));
    if (fitting.length === 1)
        return fitting[0];
    // In an order that depends on their content alone.
    const [leaf] = fitting
        .toSorted((a, b) => (a.fingerprint < b.fingerprint ? -1 : 1))
        .map((certificate) => ({ certificate, by: rankOf(certificate, now) }))
        .toSorted((a, b) => b.by[0] - a.by[0] || b.by[1] - a.by[1] || b.by[2] - a.by[2]);
    if (leaf !== undefined)
        return leaf.certificate;
    const only = onlyServerOf(all);
    const { privateKey, leafCertificate } = sources;
    const [first = only] = all;
    const named = first === undefined ? '' : ` (${only === undefined ? 'the first is ' : ''}${(0,x509_certificate/* subjectOf */.et)(only ?? first)})`;
    problems.push(`The key in \`${privateKey.input}\` does not belong to ${all.length === 1 ? 'the certificate' : 'any certificate'} in \`${leafCertificate.input}\`${named}. Supply the key that the certificate was issued for: a renewal often comes with a new one.`);
    return only;
}
/** Fewer faults, then a later date of issue, then a later expiry. */
function rankOf(certificate, now) {
    const { notBefore, notAfter } = certificate.fields;
    return [-(0,server_rules/* faultsOfServer */.Y2)(certificate, now).length, notBefore?.getTime() ?? 0, notAfter?.getTime() ?? 0];
}
/** The one certificate that is no CA, or the one that there is. */
function onlyServerOf(all) {
    const unique = [...new Map(all.map((each) => [each.fields.der, each])).values()];
    const servers = unique.filter(({ fields }) => fields.isCa !== true);
    const [only, another] = servers.length > 0 ? servers : unique;
    return another === undefined ? only : undefined;
}
/** The other certificates of the same key, which are no part of a chain: the leaf renewed them. */
function olderThan(leaf, all, key, { sources, remarks }) {
    const older = all.filter((each) => each.fields.der !== leaf.fields.der && (0,private_key/* fitsKey */.iU)(each, key));
    const count = new Set(older.map(({ fields }) => fields.der)).size;
    const { notBefore } = leaf.fields;
    if (count > 0)
        remarks.push({
            level: 'notice',
            message: `\`${sources.leafCertificate.input}\`: ${(0,build_text/* countOf */.pq)(count, 'other certificate')} of the same key ${count === 1 ? 'is' : 'are'} not uploaded. The leaf certificate ${(0,x509_certificate/* subjectOf */.et)(leaf)} is the latest${notBefore === undefined ? '' : ` (${(0,build_text/* formatTime */.fU)(notBefore)})`}.`,
        });
    return older;
}
/** Reports why clients reject the leaf certificate, whatever its chain is. */
function checkLeaf(leaf, { sources, now, problems, remarks }) {
    const name = () => `\`${sources.leafCertificate.input}\`: the leaf certificate ${(0,x509_certificate/* subjectOf */.et)(leaf)}`;
    problems.push(...(0,server_rules/* faultsOfServer */.Y2)(leaf, now).map((fault) => (0,errors/* faultSentences */.Lm)(name(), fault)));
    if (leaf.names.dnsNames.length + leaf.names.ipAddresses.length === 0) {
        remarks.push({
            level: 'warning',
            message: `${name()} has no DNS name or IP address in its subjectAltName. Browsers reject it. Issue it with its names.`,
        });
    }
}

// EXTERNAL MODULE: ./build/x509/names.js
var names = __webpack_require__(4105);
// EXTERNAL MODULE: ./build/x509/pem.js + 2 modules
var pem = __webpack_require__(9543);
;// CONCATENATED MODULE: ./build/x509/sources.js




const PARSER = { readPem: pem/* readPem */.Je, parseCertificate: x509_certificate/* parseCertificate */.hB, parsePrivateKey: private_key/* parsePrivateKey */.QW };
function blocksIn(source, problems, parser) {
    const reading = 'blocks' in source ? (0,pem/* limitBlocks */.gK)(source.blocks) : parser.readPem(source.content);
    if ('blocks' in reading)
        return reading.blocks;
    problems.push((0,errors/* faultSentences */.Lm)(`\`${source.input}\``, reading.fault));
    return undefined;
}
/** The private key in a source; undefined if there is a problem with it, which is then among the problems. */
function keyIn(source, problems, parser = PARSER) {
    const blocks = blocksIn(source, problems, parser);
    if (blocks === undefined)
        return undefined;
    const key = (0,private_key/* readPrivateKey */.$k)(blocks, parser.parsePrivateKey);
    if (!('fault' in key))
        return key;
    problems.push((0,errors/* faultSentences */.Lm)(`\`${source.input}\``, key.fault));
    return undefined;
}
/** The certificates in a source; undefined if one of them cannot be read, which is then among the problems. */
function certificatesIn(source, problems, parser = PARSER) {
    const blocks = blocksIn(source, problems, parser);
    if (blocks === undefined)
        return undefined;
    const certificates = [];
    let count = 0;
    let damaged = 0;
    for (const block of blocks) {
        if (block.kind !== 'certificate')
            continue;
        count += 1;
        const certificate = parser.parseCertificate(block);
        if (certificate !== undefined)
            certificates.push(certificate);
        else if (damaged === 0)
            damaged = count;
    }
    if (count === 0)
        problems.push((0,errors/* faultSentences */.Lm)(`\`${source.input}\``, missingCertificateFault(blocks)));
    if (damaged > 0)
        problems.push(`\`${source.input}\`: certificate ${damaged} of ${count} is damaged and cannot be read. Supply the file again, as it was created.`);
    return count === 0 || damaged > 0 ? undefined : certificates;
}
function missingCertificateFault(blocks) {
    const kinds = new Set(blocks.map(({ kind }) => kind));
    if (kinds.has('private_key') || kinds.has('encrypted_private_key'))
        return {
            what: 'has a private key and no certificate',
            remedy: 'If the two were swapped, put the key into `private_key`.',
        };
    if (kinds.has('certificate_request'))
        return { what: 'has a certificate request', remedy: 'Supply the certificate that the CA made from it.' };
    if (kinds.has('public_key'))
        return { what: 'has a public key', remedy: 'Supply the certificate.' };
    return { what: `has no certificate, but "${blocks[0]?.label ?? ''}"`, remedy: 'Supply the certificate as PEM.' };
}

// EXTERNAL MODULE: ./build/x509/chain.js + 2 modules
var x509_chain = __webpack_require__(7009);
// EXTERNAL MODULE: ./build/x509/trust.js
var x509_trust = __webpack_require__(7311);
;// CONCATENATED MODULE: ./build/x509/supplied-chain.js





/**
 * The certificate chain that is uploaded, as PEM; reports what is wrong with it.
 * @param all what was supplied, in any order
 * @param older what the leaf renewed
 */
function chainOf(leaf, all, older, reading) {
    const { sources, now, trust, problems, remarks } = reading;
    const input = () => `\`${(sources.certificateChain ?? sources.leafCertificate).input}\``;
    const pool = all.filter((each) => !older.includes(each));
    const chain = (0,x509_chain/* orderChain */.k)(leaf, pool, older, now, trust.knownRoots, trust.shared);
    problems.push(...chain.faults.map((fault) => (0,errors/* faultSentences */.Lm)(`${input()}:`, fault)));
    for (const { certificate, faults } of chain.dropped) {
        const what = `the certificate ${(0,x509_certificate/* subjectOf */.et)(certificate)} is not uploaded, because it ${faults.join(' and ')}. Clients do not need it. Remove it.`;
        remarks.push({ level: 'notice', message: `${input()}: ${what}`, ofMany: what });
    }
    checkTestCa(leaf, chain, reading);
    if (chain.faults.length === 0)
        checkAnchor(leaf, chain, input, reading);
    return chain.intermediates.map(({ block }) => block.pem).join('');
}
function checkTestCa(leaf, { issuers }, { sources, trust, problems }) {
    const name = trust.allowsTestCa === true ? undefined : (0,x509_trust/* testCaOf */.q_)(leaf, issuers);
    if (name === undefined)
        return;
    problems.push(`\`${sources.leafCertificate.input}\`: the leaf certificate ${(0,x509_certificate/* subjectOf */.et)(leaf)} comes from the test CA ${name}, which no browser trusts. Issue it with the CA's production environment, or set \`allow_test_ca: true\`.`);
}
/** Reports what clients must know themselves to trust the certificate. */
function checkAnchor(leaf, chain, input, { sources, problems, remarks }) {
    const { anchor, top } = chain;
    if (anchor === 'known_root')
        return;
    const [location] = anchor === 'none' ? (0,x509_certificate/* issuerLocationsOf */.Xq)(top) : [];
    if (location !== undefined && top === leaf) {
        const needed = `the leaf certificate ${(0,x509_certificate/* subjectOf */.et)(leaf)} needs one: clients that do not fetch intermediates themselves fail`;
        problems.push(sources.isStored === true
            ? `${input()} has no certificate chain, and ${needed}. Let the client store the full chain, or renew the certificate.`
            : `\`certificate_chain\` is empty, and ${needed}. Supply the chain that came with it, or the full chain as \`leaf_certificate\`.`);
    }
    else if (location !== undefined) {
        const what = `the chain may be too short. The certificate of ${(0,x509_certificate/* issuerOf */.xD)(top)}, which issued ${(0,x509_certificate/* subjectOf */.et)(top)}, is missing, and Node does not know it as a root. It is found at ${(0,names/* quoteText */.ol)(location)}.`;
        remarks.push(remarkOfMany('warning', () => `${input()}: ${what}`, what));
    }
    else if (anchor === 'self_signed') {
        const message = `${input()}: The leaf certificate ${(0,x509_certificate/* subjectOf */.et)(leaf)} is self-signed. Clients trust it only if they know it.`;
        const ofMany = 'self-signed certificates. Clients trust them only if they know them.';
        remarks.push({ level: 'notice', message, ofMany });
    }
    else {
        const root = rootOf(chain);
        const message = () => `${input()}: The leaf certificate ${(0,x509_certificate/* subjectOf */.et)(leaf)} comes from a private CA: Node does not know the root ${root}. Clients trust it only if they know that root.`;
        const ofMany = `certificates of a private CA: Node does not know the root ${root}. Clients trust them only if they know that root.`;
        remarks.push(remarkOfMany('notice', message, ofMany));
    }
}
/** Something that hundreds of certificates may have in common, so that what is said of one alone is put together only when it is asked for. */
function remarkOfMany(level, message, ofMany) {
    return {
        level,
        ofMany,
        get message() {
            return message();
        },
    };
}
/** The root that was supplied, or the name of what issued the top of the chain. */
function rootOf({ issuers, top }) {
    const root = issuers.find((each) => (0,x509_certificate/* isSelfSigned */.Nl)(each));
    return root === undefined ? (0,x509_certificate/* issuerOf */.xD)(top) : (0,x509_certificate/* subjectOf */.et)(root);
}

;// CONCATENATED MODULE: ./build/x509/supplied.js








/**
 * Reads and checks a private key, a leaf certificate and a chain: that they are what they are said to be, belong together, are strong
 * enough and valid at `now`, and that clients can build the chain. Reports all problems at once, and quotes no content.
 */
function readSupplied(sources, now, trust = {}) {
    const reading = { sources, now, trust, problems: [], remarks: [] };
    const { problems, remarks } = reading;
    const given = keyIn(sources.privateKey, problems, trust.shared);
    const first = certificatesIn(sources.leafCertificate, problems, trust.shared);
    const rest = sources.certificateChain === undefined ? [] : certificatesIn(sources.certificateChain, problems, trust.shared);
    const all = (first ?? []).concat(rest ?? []);
    const key = readableKey(given, all, reading);
    if (key !== undefined)
        checkKey(key, reading);
    const leaf = first === undefined ? undefined : chooseLeaf(all, key, reading);
    if (leaf === undefined)
        return { problems, remarks };
    checkLeaf(leaf, reading);
    // Of what has not been read, or does not belong to the key, nothing can be said.
    if (rest === undefined || (key !== undefined && !(0,private_key/* fitsKey */.iU)(leaf, key)))
        return { problems, remarks };
    const isUsable = key !== undefined && (0,private_key/* strengthFaultOf */.dQ)(key) === undefined;
    const damage = isUsable ? (0,private_key/* damageOf */.ti)(key, leaf) : undefined;
    if (damage !== undefined)
        problems.push((0,errors/* faultSentences */.Lm)(`\`${sources.privateKey.input}\``, damage));
    const type = isUsable ? (0,ca_rules/* unusableKeyOf */.SY)(leaf) : undefined;
    if (type !== undefined)
        problems.push(`\`${sources.leafCertificate.input}\`: the leaf certificate ${(0,x509_certificate/* subjectOf */.et)(leaf)} has ${type}, which clients reject. Issue it again.`);
    const older = key === undefined ? [] : olderThan(leaf, all, key, reading);
    const certificateChain = chainOf(leaf, all, older, reading);
    const { notBefore, notAfter } = leaf.fields;
    // A date that cannot be read is a problem.
    if (problems.length > 0 || key === undefined || notBefore === undefined || notAfter === undefined)
        return { problems, remarks };
    const supplied = {
        privateKey: key.block.pem,
        leafCertificate: leaf.block.pem,
        certificateChain,
        notBefore,
        notAfter,
        ...leaf.names,
        sha1Fingerprint: (0,x509_certificate/* sha1FingerprintOf */.nb)(leaf),
        issuer: (0,names/* textOfName */.E5)(leaf.fields.issuer),
    };
    return { supplied, remarks };
}
/** The key. One that fits no certificate may be damaged, which its numbers do not tell. */
function readableKey(key, all, { sources, problems }) {
    if (key === undefined || all.some((each) => (0,private_key/* fitsKey */.iU)(each, key)))
        return key;
    try {
        key.readKey();
        return key;
    }
    catch {
        problems.unshift((0,errors/* faultSentences */.Lm)(`\`${sources.privateKey.input}\``, (0,private_key/* unreadableFault */.Mu)(key.block)));
        return undefined;
    }
}
function checkKey(key, { sources, problems, remarks }) {
    const { input } = sources.privateKey;
    const fault = (0,private_key/* strengthFaultOf */.dQ)(key);
    if (fault !== undefined)
        problems.push((0,errors/* faultSentences */.Lm)(`\`${input}\``, fault));
    if (key.numbers === undefined && key.readKey().asymmetricKeyType === 'ed25519') {
        const what = 'DigitalOcean does not document that it accepts these, and many clients do not. Use RSA or ECDSA to be safe.';
        remarks.push({
            level: 'warning',
            message: `\`${input}\` is an Ed25519 key. ${what}`,
            ofMany: `Ed25519 keys. ${what}`,
        });
    }
}


/***/ }),

/***/ 7311:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   $c: () => (/* binding */ makeKnownRootOf),
/* harmony export */   NH: () => (/* binding */ storedAbove),
/* harmony export */   q_: () => (/* binding */ testCaOf),
/* harmony export */   r8: () => (/* binding */ rootsOfNode)
/* harmony export */ });
/* harmony import */ var node_tls__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(1692);
/* harmony import */ var _certificate_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(238);
/* harmony import */ var _der_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(9950);
/* harmony import */ var _remember_js__WEBPACK_IMPORTED_MODULE_4__ = __webpack_require__(102);
/* harmony import */ var _names_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(4105);





/** The roots that Node trusts: its own, those of NODE_EXTRA_CA_CERTS, and the machine's if Node was told to use them. */
function* rootsOfNode() {
    yield (0,node_tls__WEBPACK_IMPORTED_MODULE_0__.getCACertificates)('bundled');
    yield (0,node_tls__WEBPACK_IMPORTED_MODULE_0__.getCACertificates)('extra');
    // Takes as long as all the rest.
    yield (0,node_tls__WEBPACK_IMPORTED_MODULE_0__.getCACertificates)('default');
}
/** Looks the issuer of a certificate up among the roots, by name, key identifier and signature. */
function makeKnownRootOf(knownRoots, now) {
    const lists = knownRoots()[Symbol.iterator]();
    const decoded = [];
    const byName = new Map();
    const found = new Map();
    const nextList = (at) => {
        const next = at < decoded.length ? undefined : lists.next();
        if (next?.done === false)
            decoded.push(next.value.map(derOf));
        return decoded[at];
    };
    const search = (certificate) => {
        const name = certificate.fields.issuer;
        const named = byName.get(name) ?? { roots: [], searched: 0 };
        byName.set(name, named);
        let fitting = named.roots.find((root) => hasIssued(root, certificate, now));
        let list = fitting === undefined ? nextList(named.searched) : undefined;
        while (fitting === undefined && list !== undefined) {
            const roots = rootsNamed(list, certificate.fields.issuer);
            named.roots.push(...roots);
            named.searched += 1;
            fitting = roots.find((root) => hasIssued(root, certificate, now));
            list = fitting === undefined ? nextList(named.searched) : undefined;
        }
        return fitting;
    };
    return (certificate) => {
        const root = found.has(certificate) ? found.get(certificate) : search(certificate);
        found.set(certificate, root);
        return root;
    };
}
/**
 * What Node was given to trust, and would use above these certificates, valid or not: roots, and intermediates if NODE_EXTRA_CA_CERTS
 * has some. Reads all lists.
 */
function storedAbove(certificates, knownRoots) {
    const ders = [...knownRoots()].flatMap((list) => list.map(derOf));
    const found = new Map();
    const queue = [...certificates];
    for (const certificate of queue) {
        for (const der of ders.filter((each) => each.includes(certificate.fields.issuer))) {
            const stored = (0,_certificate_js__WEBPACK_IMPORTED_MODULE_1__/* .parseCertificate */ .hB)({ der: (0,_der_js__WEBPACK_IMPORTED_MODULE_2__/* .bufferOf */ .Kb)(der), pem: '' });
            if (stored === undefined || !(0,_certificate_js__WEBPACK_IMPORTED_MODULE_1__/* .namesIssuer */ .YV)(certificate, stored) || found.has(stored.fields.der))
                continue;
            found.set(stored.fields.der, stored);
            queue.push(stored);
        }
    }
    return [...found.values()];
}
function derOf(pem) {
    return (0,_der_js__WEBPACK_IMPORTED_MODULE_2__/* .bytesOf */ .$$)(Buffer.from(pem.slice(pem.indexOf('\n'), pem.lastIndexOf('\n-----END ')), 'base64'));
}
/** There are hundreds of roots, and few are worth reading. */
function rootsNamed(ders, name) {
    return ders
        .filter((der) => der.includes(name))
        .map((der) => (0,_certificate_js__WEBPACK_IMPORTED_MODULE_1__/* .parseCertificate */ .hB)({ der: (0,_der_js__WEBPACK_IMPORTED_MODULE_2__/* .bufferOf */ .Kb)(der), pem: '' }))
        .filter((root) => root !== undefined);
}
function hasIssued(root, certificate, now) {
    return (0,_certificate_js__WEBPACK_IMPORTED_MODULE_1__/* .dateFaultOf */ .Q)(root, now) === undefined && (0,_certificate_js__WEBPACK_IMPORTED_MODULE_1__/* .namesIssuer */ .YV)(certificate, root) && (0,_certificate_js__WEBPACK_IMPORTED_MODULE_1__/* .isSignedBy */ .s3)(certificate, root);
}
/** Names that CAs give to what their staging environments issue; the second was Let's Encrypt's until 2020. */
const TEST_NAMES = ['(STAGING)', 'Fake LE ', 'Pebble '];
/** Is the name of a test CA anywhere in it, in whatever kind of string? Names are read only then. */
function mayBeTest(name) {
    const text = name.replaceAll('\0', '');
    return TEST_NAMES.some((start) => text.includes(start));
}
/** The name of a test CA in a distinguished name; empty if there is none. */
const testNameIn = (0,_remember_js__WEBPACK_IMPORTED_MODULE_4__/* .remember */ .k)((name) => {
    const names = mayBeTest(name) ? (0,_names_js__WEBPACK_IMPORTED_MODULE_3__/* .commonNamesAndOrganizationsOf */ .gg)(name) : [];
    return names.find((each) => TEST_NAMES.some((start) => each.startsWith(start))) ?? '';
});
/** The name of a test CA in the path of a certificate, or of its issuer, for a message; undefined if there is none. */
function testCaOf(leaf, path) {
    let name = testNameIn(leaf.fields.issuer);
    for (const each of path) {
        // A leaf may well be called like a test CA.
        if (each !== leaf)
            name ||= testNameIn(each.fields.subject) || testNameIn(each.fields.issuer);
    }
    return name === '' ? undefined : (0,_names_js__WEBPACK_IMPORTED_MODULE_3__/* .quoteText */ .ol)(name);
}


/***/ })

};
