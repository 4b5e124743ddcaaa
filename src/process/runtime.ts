// The minimum that undici needs. Checked before any other import, so in syntax and APIs that old versions of Node know.
const MAJOR = 22;
const MINOR = 19;

/** Why the gateway does not start on this version of Node, in a sentence; `undefined` where it does. */
export function unsupportedNode(version: string): string | undefined {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  if (major > MAJOR || (major === MAJOR && minor >= MINOR)) return undefined;
  return `msgraph-gateway needs Node.js ${MAJOR}.${MINOR} or later; this is Node.js ${version}.`;
}

/** Why the gateway does not work in this runtime although it can be loaded; `undefined` where it does. */
export function unsupportedRuntime({ bun }: NodeJS.ProcessVersions): string | undefined {
  if (bun === undefined) return undefined;
  return (
    `msgraph-gateway does not work in Bun ${bun}, which replaces the HTTP client undici by an incomplete ` +
    `one; use Node.js ${MAJOR}.${MINOR} or later, or Deno.`
  );
}
