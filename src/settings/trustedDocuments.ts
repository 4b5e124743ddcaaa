import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { z } from 'zod';
import { TrustedDocuments } from '../operations/trustedDocuments.ts';
import { redactedValue } from './redactedValue.ts';

const MAX_DOCUMENTS = 10_000;

/** The manifest of GraphQL Code Generator's client preset (`persistedDocuments`), and of Relay's compiler. */
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

/** The path of a manifest, which is read when it is checked. */
export function trustedDocuments() {
  return z.string().transform((path, context) => {
    const text = textIn(path);
    const read = manifest.safeParse(text === undefined ? undefined : jsonOf(text));
    if (read.success) return read.data;
    const message =
      text === undefined
        ? `no file can be read at ${redactedValue(resolve(path))}`
        : 'expected the path of a JSON file with the documents by id, as the client preset of GraphQL Code Generator ' +
          `writes it, or of an Apollo manifest, with 1 to ${MAX_DOCUMENTS} documents`;
    context.addIssue({ code: 'custom', message, input: path });
    return z.NEVER;
  });
}

function textIn(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
