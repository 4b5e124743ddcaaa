import {
  extendSchema,
  type GraphQLFieldResolver,
  type GraphQLSchema,
  lexicographicSortSchema,
  parse,
} from 'graphql';
import type { GatewayContext } from '../builder.ts';

/** A root field made from the table of entities rather than written by hand. */
export interface QueryField {
  /** Its definition in SDL, with its description. */
  readonly sdl: string;
  readonly resolve: GraphQLFieldResolver<unknown, GatewayContext>;
  /** What it costs, by its arguments. */
  readonly complexity?: (args: Readonly<Record<string, readonly unknown[]>>) => object;
}

/** The schema with more root fields and the types they need, sorted; the given schema is not changed. */
export function withQueryFields(
  schema: GraphQLSchema,
  fields: Readonly<Record<string, QueryField>>,
  types = '',
): GraphQLSchema {
  const sdl = Object.values(fields).map((field) => field.sdl);
  const extension = parse(`extend type Query { ${sdl.join('\n')} } ${types}`);
  const extended = lexicographicSortSchema(extendSchema(schema, extension, { assumeValid: true }));
  // An extension of a schema has no description of its own.
  extended.description = schema.description;
  for (const [name, field] of Object.entries(extended.getQueryType()?.getFields() ?? {})) {
    const { resolve, complexity } = fields[name] ?? {};
    if (resolve) Object.assign(field, { resolve, extensions: { complexity } });
  }
  return extended;
}
