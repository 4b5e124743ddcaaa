import { z } from 'zod';
import type { Fault } from './faults.ts';

// What a request's path cannot be, as a fault that never applies would go unnoticed.
const path = z
  .string()
  .regex(
    /^\/(?!beta(?:\/|$))[^{}?#]*$/,
    'expected the path of a request, such as /external/connections/contosohr: no /beta, no {id} and no query',
  );
const scope = {
  method: z.string().exactOptional(),
  path: path.exactOptional(),
  inBatch: z.boolean().exactOptional(),
  times: z.int().min(1).exactOptional(),
};
/** The kinds of faults, by the key that only this kind has. */
const KINDS = {
  status: z.strictObject({
    ...scope,
    status: z.int().min(200).max(599),
    headers: z.record(z.string(), z.string()).exactOptional(),
    body: z.union([z.string(), z.record(z.string(), z.unknown())]).exactOptional(),
    applied: z.boolean().exactOptional(),
  }),
  delayMs: z.strictObject({ ...scope, delayMs: z.int().min(0).max(600_000) }),
  reset: z.strictObject({ ...scope, reset: z.enum(['before', 'after']) }),
  truncateAt: z.strictObject({ ...scope, truncateAt: z.int().min(0) }),
};
const fault = z.union(Object.values(KINDS));

/** Every key that a fault can have. */
export const FAULT_KEYS: readonly string[] = [
  ...new Set(Object.values(KINDS).flatMap(({ shape }) => Object.keys(shape))),
];

/**
 * Reads a fault from the command line: JSON, as for `failNext`. Without `times`, it is for every request that it matches.
 *
 * @throws {Error} where it is none
 */
export function faultOption(json: string): Fault {
  const value = parsed(json);
  const { data } = fault.safeParse(value);
  if (data === undefined) throw new Error(`--fault ${json} ${problem(value)}`);
  return { times: Number.POSITIVE_INFINITY, ...data };
}

function parsed(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    return undefined;
  }
}

function problem(value: unknown): string {
  if (typeof value !== 'object' || value === null) {
    return 'is not a JSON object, such as {"status":429,"times":20}';
  }
  const unknown = Object.keys(value).find((key) => !FAULT_KEYS.includes(key));
  if (unknown !== undefined) return `has the unknown key "${unknown}"; the keys are ${FAULT_KEYS.join(', ')}`;
  const kinds = Object.entries(KINDS).filter(([key]) => key in value);
  const [kind, ...others] = kinds.map(([, schema]) => schema);
  if (kind === undefined || others.length > 0) return `needs one of ${Object.keys(KINDS).join(', ')}`;
  const [issue] = kind.safeParse(value).error?.issues ?? [];
  return `is not valid: ${[issue?.path.join('.'), issue?.message].filter(Boolean).join(': ')}`;
}
