export const id = 556;
export const ids = [556];
export const modules = {

/***/ 5556:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

__webpack_require__.r(__webpack_exports__);
/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   rotate: () => (/* binding */ rotate)
/* harmony export */ });
/* harmony import */ var _certificates_describe_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(1624);
/* harmony import */ var _consumers_survey_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(2130);
/* harmony import */ var _rotation_conclude_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(1734);
/* harmony import */ var _rotation_coverage_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(6781);
/* harmony import */ var _rotation_plan_js__WEBPACK_IMPORTED_MODULE_4__ = __webpack_require__(8352);
/* harmony import */ var _rotation_prepare_js__WEBPACK_IMPORTED_MODULE_5__ = __webpack_require__(2200);
/* harmony import */ var _rotation_probe_planned_js__WEBPACK_IMPORTED_MODULE_6__ = __webpack_require__(5446);
/* harmony import */ var _rotation_rounds_js__WEBPACK_IMPORTED_MODULE_7__ = __webpack_require__(6800);
/* harmony import */ var _rotation_upload_new_js__WEBPACK_IMPORTED_MODULE_8__ = __webpack_require__(5533);









/** Puts a certificate in place of the family's older ones, and deletes these when nothing uses them any more. */
async function rotate(task, context) {
    const survey = await (0,_consumers_survey_js__WEBPACK_IMPORTED_MODULE_1__/* .takeSurvey */ .yC)(context.client);
    const rotation = await (0,_rotation_prepare_js__WEBPACK_IMPORTED_MODULE_5__/* .prepareRotation */ .w)(task, survey, context);
    const { source, selection, consumers } = rotation;
    (0,_rotation_prepare_js__WEBPACK_IMPORTED_MODULE_5__/* .warnOfUnused */ .M)([rotation], survey, context);
    (0,_rotation_coverage_js__WEBPACK_IMPORTED_MODULE_3__/* .warnOfUncovered */ .t)(task.endpoints, source.newCertificate, context.log);
    if (task.dryRun)
        return (0,_rotation_probe_planned_js__WEBPACK_IMPORTED_MODULE_6__/* .probePlanned */ .P)(task, (0,_rotation_plan_js__WEBPACK_IMPORTED_MODULE_4__/* .planRotation */ .Q)(task, source, { ...survey, consumers }, selection), selection, context);
    try {
        await (0,_rotation_upload_new_js__WEBPACK_IMPORTED_MODULE_8__/* .uploadNew */ .o)(rotation, context);
    }
    catch (error) {
        return (0,_rotation_conclude_js__WEBPACK_IMPORTED_MODULE_2__/* .concludeRotation */ .C)(rotation, { error }, context);
    }
    const [ending = { error: new Error('the rotation has no ending') }] = await (0,_rotation_rounds_js__WEBPACK_IMPORTED_MODULE_7__/* .completeRotations */ .H)([rotation], context);
    const outcome = (0,_rotation_conclude_js__WEBPACK_IMPORTED_MODULE_2__/* .concludeRotation */ .C)(rotation, ending, context);
    const { subject, changed } = outcome;
    if (subject !== undefined && changed === false)
        context.log.info(`Certificate ${(0,_certificates_describe_js__WEBPACK_IMPORTED_MODULE_0__/* .nameCertificate */ .Zq)(subject)} is on DigitalOcean already. Nothing was changed.`);
    return outcome;
}


/***/ })

};
