import { type DocumentNode, TokenKind } from 'graphql';
import { SDL_FIELDS } from '../schema/supergraph/subgraph.ts';

/** What the tokens of a document tell without a walk over its nodes. */
export interface Tokens {
  /** Number of tokens, including comments, without `<SOF>` and `<EOF>`. */
  readonly count: number;
  readonly kinds: ReadonlySet<TokenKind>;
  /** Whether a variable stands inside a list or an object. */
  readonly hasVariablesInLiterals: boolean;
  /** Whether a name is inherited by every JavaScript object, or begins with `__` and is not one of GraphQL's own. */
  readonly hasReservedNames: boolean;
  /** Whether a name is that of a field that returns the schema. */
  readonly asksForSchema: boolean;
  readonly longestName: number;
}

const ENDS = 2;
const ANYTHING = /^/;
const RESERVED = /^__(?!(?:typename|schema|type|Schema|Type|Field|InputValue|EnumValue|Directive)$)/;
const SCHEMA_FIELDS = new Set<string>(['__schema', '__type', ...SDL_FIELDS]);
const OPENING = new Set<TokenKind>([TokenKind.BRACKET_L, TokenKind.BRACE_L]);
const CLOSING = new Set<TokenKind>([TokenKind.BRACKET_R, TokenKind.BRACE_R]);

/**
 * Reads the tokens that the parser leaves on a document, and flattens their strings: graphql-js concatenates those with
 * escapes from pieces of a character, which take twenty times the memory as long as nobody has read them.
 */
export function readTokens({ loc }: DocumentNode): Tokens {
  const kinds = new Set<TokenKind>();
  let count = 0;
  let hasVariablesInLiterals = false;
  let hasReservedNames = false;
  let asksForSchema = false;
  let longestName = 0;
  // Brackets and braces inside parentheses: those of literals, and of list types.
  let parentheses = 0;
  let literals = 0;
  for (let token = loc?.startToken ?? null; token !== null; token = token.next) {
    const { kind, value } = token;
    count += 1;
    kinds.add(kind);
    if (kind === TokenKind.NAME) {
      longestName = Math.max(longestName, value.length);
      asksForSchema ||= SCHEMA_FIELDS.has(value);
      hasReservedNames ||= value in Object.prototype || RESERVED.test(value);
    } else if (kind === TokenKind.STRING) flatten(value);
    else if (kind === TokenKind.DOLLAR) hasVariablesInLiterals ||= literals > 0;
    else if (kind === TokenKind.PAREN_L) parentheses += 1;
    else if (kind === TokenKind.PAREN_R) parentheses -= 1;
    else if (OPENING.has(kind)) literals += parentheses;
    else if (CLOSING.has(kind)) literals -= parentheses;
  }
  return { count: count - ENDS, kinds, hasVariablesInLiterals, hasReservedNames, asksForSchema, longestName };
}

/** V8 joins the pieces of a concatenated string for good when a pattern is searched for in it. */
function flatten(text: string): void {
  ANYTHING.test(text);
}
