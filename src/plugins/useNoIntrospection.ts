import {
  type ASTVisitor,
  GraphQLError,
  NoSchemaIntrospectionCustomRule,
  type ValidationContext,
} from 'graphql';
import type { Plugin } from 'graphql-yoga';
import { SDL_FIELDS } from '../schema/supergraph/subgraph.ts';

/** Refuses `__schema` and `__type`, and the fields that answer with the schema's text. */
export function useNoIntrospection(): Plugin {
  return {
    onValidate({ addValidationRule }) {
      addValidationRule(NoSchemaIntrospectionCustomRule);
      addValidationRule(NoSchemaTextRule);
    },
  };
}

function NoSchemaTextRule(context: ValidationContext): ASTVisitor {
  return {
    Field(node) {
      if (!SDL_FIELDS.some((name) => name === node.name.value)) return;
      const message = `GraphQL introspection has been disabled, but the requested query contained "${node.name.value}".`;
      context.reportError(new GraphQLError(message, { nodes: node }));
    },
  };
}
