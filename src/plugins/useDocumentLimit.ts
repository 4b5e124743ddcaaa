import { GraphQLError, parse } from 'graphql';
import type { Plugin } from 'graphql-yoga';
import { requestLimitExceeded } from '../schema/errors.ts';

export interface DocumentLimitOptions {
  /** How many tokens a document may have. */
  readonly maxTokens: number;
}

/** Refuses long documents while they are read, ahead of everything whose cost grows with them. */
export function useDocumentLimit({ maxTokens }: DocumentLimitOptions): Plugin {
  return {
    onParse({ setParseFn }) {
      setParseFn((source, options) => {
        try {
          return parse(source, { ...options, maxTokens });
        } catch (error) {
          if (error instanceof RangeError) throw tooDeep();
          if (!isTooLong(error, maxTokens)) throw error;
          throw requestLimitExceeded('tokens', maxTokens, 'MAX_DOCUMENT_TOKENS');
        }
      });
    },
  };
}

/** The parser works by recursion: some thousand brackets exhaust its stack before its count of tokens. */
function tooDeep(): GraphQLError {
  return new GraphQLError('The document is nested too deeply to be read.', {
    extensions: { code: 'GRAPHQL_PARSE_FAILED', http: { spec: true, status: 400 } },
  });
}

// graphql-js tells this apart by its words only.
function isTooLong(error: unknown, maxTokens: number): boolean {
  return error instanceof GraphQLError && error.message.includes(`more that ${maxTokens} tokens`);
}
