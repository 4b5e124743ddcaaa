/** The version in package.json, which a test compares: a host that bundles the gateway has no such file to read. */
export const VERSION = '0.1.0';
