import type { GraphQLSchema } from 'graphql';
import type { Caller } from './caller.ts';
import { DocumentCache } from './documentCache.ts';
import { documentBytes } from './documentSize.ts';
import { Rejection } from './errors.ts';
import { type PreparedOperation, type PrepareOptions, prepare } from './prepare.ts';
import type { SecretFilter } from './secrets.ts';
import type { TrustedDocuments } from './trustedDocuments.ts';
import type { Turn } from './turn.ts';

export interface PrepareOnceOptions extends PrepareOptions {
  /** Prepared beforehand. */
  readonly trustedDocuments?: TrustedDocuments | undefined;
}

// To prepare as many characters takes less than a millisecond.
const FEW_CHARACTERS = 500;

/** Returns the operations of a document, ready to run. Rejects with the Rejection of an invalid document. */
export type PrepareOnce = (query: string, caller: Caller) => Promise<readonly PreparedOperation[]>;

/**
 * Makes the first step of the pipeline: parse, selection limits, validate. Its result depends on the text of the
 * document alone, so warm documents are prepared once, and rejections are cached, too. A long cold document waits for
 * its caller's turn.
 *
 * @throws {InvalidDocument} where a trusted document is invalid
 */
export function createPrepareOnce(
  schema: GraphQLSchema,
  options: PrepareOnceOptions,
  secretFilter: SecretFilter,
  turn: Turn,
): PrepareOnce {
  const cache = new DocumentCache(bytesOf);
  const trusted = new Map<string, readonly PreparedOperation[]>();
  for (const [id, text] of options.trustedDocuments ?? []) {
    const prepared = prepare(schema, text, options, secretFilter);
    if (prepared instanceof Rejection) throw new InvalidDocument(id, prepared);
    const kept = prepared.map((operation) => ({ ...operation, isTrusted: true }));
    trusted.set(text, kept);
  }
  return async (query, caller) => {
    const prepared = trusted.get(query) ?? cache.get(query) ?? (await prepareCold(query, caller));
    if (prepared instanceof Rejection) throw prepared;
    return prepared;
  };

  async function prepareCold(query: string, caller: Caller) {
    if (query.length > FEW_CHARACTERS) await turn(caller);
    // Another request may have had it prepared meanwhile.
    const kept = cache.get(query);
    if (kept !== undefined) return kept;
    const prepared = prepare(schema, query, options, secretFilter);
    cache.add(query, prepared);
    return prepared;
  }
}

// Beside its message.
const BYTES_PER_ERROR = 500;

/** Approximate memory of what was made of a document. */
function bytesOf(prepared: readonly PreparedOperation[] | Rejection): number {
  if (!(prepared instanceof Rejection)) return prepared[0] ? documentBytes(prepared[0]) : 0;
  const { errors = [] } = prepared.result;
  return errors.reduce((bytes, { message }) => bytes + BYTES_PER_ERROR + 2 * message.length, 0);
}

/** A trusted document that the schema does not allow. */
export class InvalidDocument extends Error {
  override readonly name = 'InvalidDocument';

  constructor(id: string, { result: { errors: [error] = [] } }: Rejection) {
    super(`the document "${id}" is invalid: ${error?.message}`);
  }
}
