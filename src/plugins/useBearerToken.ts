import { type DocumentNode, GraphQLError, getOperationAST, Kind, type SelectionSetNode } from 'graphql';
import type { Plugin } from 'graphql-yoga';
import { bearerAuthorization } from '../context.ts';
import { SDL_FIELDS } from '../schema/supergraph/subgraph.ts';

export interface BearerTokenOptions {
  /** Lets documents that ask for nothing but the schema itself pass without a token. */
  readonly publicSchema: boolean;
}

/**
 * Ends a request without a Bearer token before its execution, with HTTP 401.
 *
 * @see https://www.rfc-editor.org/rfc/rfc6750#section-3
 */
export function useBearerToken({ publicSchema }: BearerTokenOptions): Plugin {
  return {
    onParams({ request }) {
      if (!publicSchema && bearerAuthorization(request) === undefined) throw unauthenticated();
    },
    onValidate({ context: { request, params }, params: { documentAST } }) {
      return ({ valid }) => {
        if (!valid || bearerAuthorization(request) !== undefined) return;
        if (!asksForSchemaOnly(documentAST, params.operationName)) throw unauthenticated();
      };
    },
  };
}

function unauthenticated(): GraphQLError {
  const headers = { 'WWW-Authenticate': 'Bearer' };
  return new GraphQLError(
    'Send your Microsoft Graph access token in the request header "Authorization: Bearer <token>".',
    { extensions: { code: 'UNAUTHENTICATED', http: { status: 401, headers } } },
  );
}

const SCHEMA_FIELDS = new Set<string>(['__schema', '__type', '__typename', ...SDL_FIELDS]);

function asksForSchemaOnly(document: DocumentNode, operationName: string | undefined): boolean {
  const operation = getOperationAST(document, operationName);
  const fragments = new Map<string, SelectionSetNode>();
  for (const definition of document.definitions) {
    if (definition.kind === Kind.FRAGMENT_DEFINITION) {
      fragments.set(definition.name.value, definition.selectionSet);
    }
  }
  // Each fragment is looked at once, however often it is spread: spreads can double at every level.
  const seen = new Set<string>();
  const onlySchema = (set: SelectionSetNode | undefined): boolean =>
    set?.selections.every((selection) => {
      if (selection.kind === Kind.FIELD) return SCHEMA_FIELDS.has(selection.name.value);
      if (selection.kind === Kind.INLINE_FRAGMENT) return onlySchema(selection.selectionSet);
      const { value: name } = selection.name;
      if (seen.has(name)) return true;
      seen.add(name);
      return onlySchema(fragments.get(name));
    }) ?? false;
  return onlySchema(operation?.selectionSet);
}
