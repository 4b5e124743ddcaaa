import { z } from 'zod';

export type LogLevel = (typeof LOG_LEVELS)[number];
const LOG_LEVELS = ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'] as const;

// One plain path: no empty, `.` or `..` segment, nothing encoded, no trailing slash.
const PATH = /^(?:\/(?!\.{1,2}(?:\/|$))[A-Za-z0-9._~-]+)+$/;
const LOOPBACK = /^(?:localhost|127(?:\.\d{1,3}){3}|\[::1\])$/;

/** The root of a Graph version, e.g. `https://graph.microsoft.com/beta`; a trailing slash is dropped. */
function isGraphUrl(value: string): boolean {
  const [, scheme, authority, path] = /^(https?):\/\/([^/?#@\\\s]+)(\/[^?#\\\s]*)$/i.exec(value) ?? [];
  if (scheme === undefined || authority === undefined || path === undefined) return false;
  if (!PATH.test(path.replace(/\/$/, '')) || !URL.canParse(value)) return false;
  return scheme.toLowerCase() === 'https' || LOOPBACK.test(new URL(value).hostname);
}

const GRAPH_URL_EXPECTED =
  'expected the root of a Graph version, such as https://graph.microsoft.com/beta: ' +
  'https (http only for a loopback host), with a path, without user-info, query or fragment';

const graphUrl = z
  .string({ error: `required; ${GRAPH_URL_EXPECTED}` })
  .refine(isGraphUrl, GRAPH_URL_EXPECTED)
  .transform((value) => new URL(value).href.replace(/\/$/, ''));

const graphPath = z
  .string()
  .regex(
    PATH,
    'expected a path below GRAPH_URL, such as /policies/connections: plain segments, no trailing slash',
  );

function isOrigin(value: string): boolean {
  return /^https?:\/\/[\w.:[\]-]+$/.test(value) && URL.canParse(value) && new URL(value).origin === value;
}

const origins = z
  .string()
  .transform((value) => value.split(',').map((entry) => entry.trim()))
  .superRefine((entries, { addIssue }) => {
    for (const [index, entry] of entries.entries()) {
      if (isOrigin(entry)) continue;
      addIssue(
        `expected origins as browsers send them, such as https://app.contoso.com, with commas between: scheme, host ` +
          `and, unless it is the scheme's own, port; no path, no slash at the end, no wildcard (number ${index + 1})`,
      );
    }
  });

const onOff = z.enum(['on', 'off'], { error: 'expected on or off' });

const integer = (min: number, max: number) =>
  z
    .string()
    .regex(/^\d{1,9}$/, `expected a whole number from ${min} to ${max}`)
    .transform(Number)
    .refine((value) => value >= min && value <= max, `expected a whole number from ${min} to ${max}`);

/** Every setting, and what is expected of it: environment variables, as texts. */
export const settings = z.object({
  NODE_ENV: z.string().optional(),
  HOST: z
    .string()
    .regex(/^[A-Za-z0-9._:-]+$/, 'expected a host name or an IP address to listen on')
    .default('127.0.0.1'),
  PORT: integer(0, 65_535).default(4000),
  GRAPH_URL: graphUrl,
  GRAPH_EXTERNAL_CONNECTIONS_PATH: z
    .enum(['/external/connections', '/connections'], {
      error: 'expected /external/connections or /connections',
    })
    .default('/external/connections'),
  GRAPH_PRIVATE_ENDPOINT_CONNECTIONS_PATH: graphPath.default('/privateLinkPolicy/privateEndpointConnections'),
  GRAPH_PRIVATE_ENDPOINT_CONNECTION_PATH: graphPath.default('/privateEndpointConnection'),
  REQUEST_TIMEOUT_MS: integer(100, 600_000).default(30_000),
  MAX_BODY_BYTES: integer(1_000, 100_000_000).default(1_000_000),
  MAX_VARIABLE_VALUES: integer(1, 1_000_000).default(2_000),
  MAX_DOCUMENT_CHARACTERS: integer(100, 100_000_000).default(100_000),
  MAX_DOCUMENT_TOKENS: integer(100, 100_000).default(2_000),
  MAX_DEPTH: integer(1, 1_000).default(10),
  MAX_ALIASES: integer(0, 100_000).default(100),
  MAX_ROOT_FIELDS: integer(1, 100_000).default(50),
  MAX_DIRECTIVES: integer(0, 100_000).default(20),
  MAX_COST: integer(1, 100_000_000).default(20_000),
  MAX_UPSTREAM_REQUESTS: integer(1, 100_000).default(250),
  MAX_UPSTREAM_CONCURRENCY: integer(1, 10_000).default(256),
  MAX_UPSTREAM_QUEUE: integer(0, 100_000).default(256),
  CIRCUIT_BREAKER: onOff.default('on'),
  SHUTDOWN_GRACE_MS: integer(0, 600_000).default(25_000),
  SHUTDOWN_DELAY_MS: integer(0, 600_000).default(0),
  CORS_ORIGINS: origins.default([]),
  GRAPHIQL: onOff.optional(),
  INTROSPECTION: onOff.optional(),
  LOG_LEVEL: z.enum(LOG_LEVELS, { error: `expected one of ${LOG_LEVELS.join(', ')}` }).default('info'),
});
