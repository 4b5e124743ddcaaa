import { OperationTypeNode } from 'graphql';
import { limitExceeded } from '../schema/errors.ts';
import type { PreparedOperation } from './prepare.ts';

// Approximate memory of a token and of the syntax tree that the parser makes of it.
const BYTES_PER_TOKEN = 500;
// Names and comments are slices of the text and keep it; strings with escapes are copies.
const BYTES_PER_CHARACTER = 4;
const ORDINARY_TOKENS = 256;
const ORDINARY_CHARACTERS = 8_192;
/** So much memory of a document in flight is not counted. */
export const ORDINARY_BYTES = bytesOf(ORDINARY_TOKENS, ORDINARY_CHARACTERS);

/** Approximately, the memory that the whole document of an operation takes; 0 for a trusted one. */
export function documentBytes({ tokens, document, isTrusted }: PreparedOperation): number {
  return isTrusted ? 0 : bytesOf(tokens.count, document.loc?.end ?? 0);
}

function bytesOf(tokens: number, characters: number): number {
  return tokens * BYTES_PER_TOKEN + characters * BYTES_PER_CHARACTER;
}

/** Limits the document of a subscription: the stream holds it for as long as the client stays. */
export function checkStreamDocument({ node, tokens, document, isTrusted }: PreparedOperation): void {
  if (node.operation !== OperationTypeNode.SUBSCRIPTION || isTrusted) return;
  if (tokens.count > ORDINARY_TOKENS) throw limitExceeded('subscriptionTokens', ORDINARY_TOKENS);
  if ((document.loc?.end ?? 0) > ORDINARY_CHARACTERS)
    throw limitExceeded('subscriptionCharacters', ORDINARY_CHARACTERS);
}
