import { availableParallelism } from 'node:os';
import { z } from 'zod';
import type { Endpoint } from '../msgraph/defineResource.ts';

// What is expected of the text of a setting, and what is made of it.

/** The JSON Schemas of settings that are not strings in JSON. */
export const inJson = z.registry<z.core.JSONSchema.BaseSchema>();

/** The path of a resource: its documented one by default. */
export function path({ path, otherPaths }: Endpoint): z.ZodType<string> {
  if (otherPaths !== undefined) {
    const allowed = [path, ...otherPaths];
    return z.enum(allowed, { error: `expected ${allowed.join(' or ')}` }).default(path);
  }
  const expected =
    'expected a path below GRAPH_URL, such as /policies/connections: plain segments, no trailing slash';
  return z.string().regex(PATH, expected).default(path);
}

// One plain path: no empty, `.` or `..` segment, nothing encoded, no trailing slash.
const PATH = /^(?:\/(?!\.{1,2}(?:\/|$))[A-Za-z0-9._~-]+)+$/;
const LOOPBACK = /^(?:localhost|127(?:\.\d{1,3}){3}|\[::1\])$/;

function isGraphUrl(value: string): boolean {
  const [, scheme, authority, path] = /^(https?):\/\/([^/?#@\\\s]+)(\/[^?#\\\s]*)$/i.exec(value) ?? [];
  if (scheme === undefined || authority === undefined || path === undefined) return false;
  if (!PATH.test(path.replace(/\/$/, '')) || !URL.canParse(value)) return false;
  return scheme.toLowerCase() === 'https' || LOOPBACK.test(new URL(value).hostname);
}

/** The root of a Graph version, without a trailing slash. */
export function graphUrl() {
  const expected =
    'expected the root of a Graph version, such as https://graph.microsoft.com/beta: ' +
    'https (http only for a loopback host), with a path, without user-info, query or fragment';
  return z
    .string({ error: `required; ${expected}` })
    .refine(isGraphUrl, expected)
    .transform((value) => new URL(value).href.replace(/\/$/, ''));
}

function isOrigin(value: string): boolean {
  return /^https?:\/\/[\w.:[\]-]+$/.test(value) && URL.canParse(value) && new URL(value).origin === value;
}

/** Origins as browsers send them, separated by commas. */
export function origins() {
  return z
    .string()
    .register(inJson, { type: 'array', items: { type: 'string' } })
    .transform((value): readonly string[] => value.split(',').map((entry) => entry.trim()))
    .superRefine((entries, { addIssue }) => {
      for (const [index, entry] of entries.entries()) {
        if (isOrigin(entry)) continue;
        const message =
          'expected origins as browsers send them, such as https://app.contoso.com, separated by commas: scheme, ' +
          `host and any non-default port; no path, no trailing slash, no wildcard (number ${index + 1})`;
        addIssue({ code: 'custom', message, input: entry });
      }
    });
}

/** A name or an address to listen on. */
export function host() {
  return z.string().regex(/^[A-Za-z0-9._:-]+$/, 'expected a host name or an IP address to listen on');
}

/** The root URL of a service of the operator's. */
export function httpUrl() {
  const expected = 'expected an http or https URL without user-info, query or fragment';
  return z
    .string()
    .refine((value) => /^https?:\/\/[^/?#@\\\s]+[^?#@\\\s]*$/.test(value) && URL.canParse(value), expected);
}

/** `on` or `off`, as a boolean. */
export function onOff() {
  return z
    .enum(['on', 'off'], { error: 'expected on or off' })
    .register(inJson, { type: 'boolean' })
    .transform((value) => value === 'on');
}

/** A whole number between two others, both included. */
export function integer(min: number, max: number) {
  const expected = `expected a whole number from ${min} to ${max}`;
  return z
    .string()
    .regex(/^\d{1,9}$/, expected)
    .register(inJson, { type: 'integer', minimum: min, maximum: max })
    .transform(Number)
    .refine((value) => value >= min && value <= max, expected);
}

const MAX_WORKERS = 256;

/** A number of processes; `auto` is one for each core that this process may use. */
export function workers() {
  const expected = `expected auto, or a whole number from 1 to ${MAX_WORKERS}`;
  return z
    .string()
    .regex(/^(?:auto|\d{1,3})$/, expected)
    .register(inJson, { anyOf: [{ const: 'auto' }, { type: 'integer', minimum: 1, maximum: MAX_WORKERS }] })
    .transform((value) => (value === 'auto' ? Math.min(MAX_WORKERS, availableParallelism()) : Number(value)))
    .refine((value) => value >= 1 && value <= MAX_WORKERS, expected);
}

/** A number from 0 to 1. */
export function share() {
  return z
    .string()
    .regex(/^(?:0(?:\.\d{1,9})?|1(?:\.0{1,9})?)$/, 'expected a number from 0 to 1')
    .register(inJson, { type: 'number', minimum: 0, maximum: 1 })
    .transform(Number);
}
