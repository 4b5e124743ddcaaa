import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { TrustedDocuments } from '../operations/trustedDocuments.ts';

const MAX_DOCUMENTS = 10_000;

/** Of GraphQL Code Generator's client preset, `persistedDocuments`, and of Relay's compiler. */
const byId = z.record(z.string().min(1), z.string()).transform((documents) => Object.entries(documents));

/** @see https://www.apollographql.com/docs/graphos/platform/security/persisted-queries#manifest-format */
const ofApollo = z
  .object({
    format: z.literal('apollo-persisted-query-manifest'),
    operations: z.array(z.object({ id: z.string().min(1), body: z.string() })),
  })
  .transform(({ operations }) => operations.map(({ id, body }): [string, string] => [id, body]));

const manifest = z
  .union([ofApollo, byId])
  .refine(({ length }) => length > 0 && length <= MAX_DOCUMENTS)
  .transform((entries) => new TrustedDocuments(entries));

/** The path of a manifest, read at once. */
export function trustedDocuments() {
  return z.string().transform((path, context) => {
    const read = manifest.safeParse(jsonIn(path));
    if (read.success) return read.data;
    const message =
      'expected the path of a JSON file with the documents by id, as the client preset of GraphQL Code Generator ' +
      `writes it, or of an Apollo manifest, with 1 to ${MAX_DOCUMENTS} documents`;
    context.addIssue({ code: 'custom', message, input: path });
    return z.NEVER;
  });
}

function jsonIn(path: string): unknown {
  try {
    return JSON.parse(readFileSync(path, 'utf8'));
  } catch {
    return undefined;
  }
}
