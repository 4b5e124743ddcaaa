import { z } from 'zod';
import type { Fault } from './faults.ts';

const scope = {
  method: z.string().exactOptional(),
  path: z.string().exactOptional(),
  inBatch: z.boolean().exactOptional(),
  times: z.int().min(1).exactOptional(),
};
const fault = z.union([
  z.strictObject({
    ...scope,
    status: z.int().min(200).max(599),
    headers: z.record(z.string(), z.string()).exactOptional(),
    body: z.union([z.string(), z.record(z.string(), z.unknown())]).exactOptional(),
    applied: z.boolean().exactOptional(),
  }),
  z.strictObject({ ...scope, delayMs: z.int().min(0).max(600_000) }),
  z.strictObject({ ...scope, reset: z.enum(['before', 'after']) }),
  z.strictObject({ ...scope, truncateAt: z.int().min(0) }),
]);

/**
 * Reads a fault from the command line: JSON, as for `failNext`. Without `times`, it is for every request that it matches.
 *
 * @throws {Error} where it is none
 */
export function faultOption(json: string): Fault {
  const { data } = fault.safeParse(parsed(json));
  if (data === undefined) {
    throw new Error(`--fault has to be a fault in JSON, such as {"status":429,"times":20}: got ${json}`);
  }
  return { times: Number.POSITIVE_INFINITY, ...data };
}

function parsed(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    return undefined;
  }
}
