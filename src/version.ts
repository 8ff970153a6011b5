/** The version that the `User-Agent` tells; package.json has the same (a test holds them equal). */
export const VERSION = '1.0.0';
