import { GraphQLError } from 'graphql';
import type { Limit } from '../errorContract.ts';

export {
  ERROR_CODES,
  type ErrorCode,
  type ErrorExtensions,
  isErrorCode,
  type Limit,
} from '../errorContract.ts';

/** For error messages: "The request has more than 100 aliases". */
const LIMITS: { readonly [Name in Limit]: { readonly unit: string; readonly setting: string | undefined } } =
  {
    body: { unit: 'bytes in its body', setting: 'MAX_BODY_BYTES' },
    tokens: { unit: 'tokens', setting: 'MAX_DOCUMENT_TOKENS' },
    characters: { unit: 'characters in its document', setting: 'MAX_DOCUMENT_CHARACTERS' },
    name: { unit: 'characters in one name', setting: undefined },
    variables: { unit: 'values in its variables or extensions', setting: 'MAX_VARIABLE_VALUES' },
    keys: { unit: 'keys in one field', setting: undefined },
    depth: { unit: 'levels of fields', setting: 'MAX_DEPTH' },
    introspectionDepth: { unit: 'levels of introspection fields', setting: undefined },
    aliases: { unit: 'aliases', setting: 'MAX_ALIASES' },
    rootFields: { unit: 'root fields', setting: 'MAX_ROOT_FIELDS' },
    directives: { unit: 'directives', setting: 'MAX_DIRECTIVES' },
    cost: { unit: 'fields in its largest possible result', setting: 'MAX_COST' },
    upstreamRequests: { unit: 'upstream requests', setting: 'MAX_UPSTREAM_REQUESTS' },
    errors: { unit: 'errors', setting: undefined },
  };

/** Told of every unexpected error, since the caller is not. */
export type ReportBug = (error: unknown) => void;

/** An argument that the gateway itself rejects; no upstream call is made. */
export function badUserInput(argument: string, message: string): GraphQLError {
  return new GraphQLError(`${argument}: ${message}`, { extensions: { code: 'BAD_USER_INPUT', argument } });
}

/** A request that exceeds a limit; nothing of it is executed. */
export function limitExceeded(limit: Limit, max: number): GraphQLError {
  const { unit, setting } = LIMITS[limit];
  const source = setting === undefined ? '' : ` (the gateway's setting ${setting})`;
  const message = `The request has more than ${max} ${unit}${source}.`;
  return new GraphQLError(message, { extensions: { code: 'LIMIT_EXCEEDED', limit, max } });
}

/** How many errors a response lists. */
export const MAX_ERRORS = 100;

/** How many errors the fields of one operation may still make; thousands of them would cost more than their data. */
export class ErrorBudget {
  #left = MAX_ERRORS;
  #dropped = 0;

  /** The errors that were not made. */
  get dropped(): number {
    return this.#dropped;
  }

  /** Whether one more error may be made; counts it as dropped otherwise. */
  take(): boolean {
    if (this.#left > 0) {
      this.#left -= 1;
      return true;
    }
    this.#dropped += 1;
    return false;
  }
}
