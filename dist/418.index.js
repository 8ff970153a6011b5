export const id = 418;
export const ids = [418];
export const modules = {

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

/***/ 7418:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   openProxied: () => (/* binding */ openProxied)
/* harmony export */ });
/* harmony import */ var _dispatcher_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(7734);
/* harmony import */ var _transport_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(4278);


/**
 * Opens connections through the proxy for https, except to hosts that NO_PROXY names.
 * @throws InputError if the proxy's address cannot be used
 */
function openProxied(apiUrl, proxies) {
    const dispatcher = (0,_dispatcher_js__WEBPACK_IMPORTED_MODULE_0__/* .openDispatcher */ .y)(apiUrl, proxies, _transport_js__WEBPACK_IMPORTED_MODULE_1__/* .LARGEST_RESPONSE */ .L);
    return {
        send: async (request) => {
            const { statusCode, headers, body } = await dispatcher.request({ origin: apiUrl.origin, ...request });
            return { status: statusCode, headers, text: () => body.text() };
        },
        close: () => dispatcher.destroy(),
    };
}


/***/ })

};
