import {
  type GraphQLFieldConfigMap,
  GraphQLObjectType,
  GraphQLSchema,
  isObjectType,
  lexicographicSortSchema,
} from 'graphql';
import type { GatewayContext } from '../../context.ts';

/** Root fields made from the table of entities rather than written by hand. */
export type QueryFields = GraphQLFieldConfigMap<unknown, GatewayContext>;

/** The schema with more fields on its Query; the given one stays as it is. */
export function withQueryFields(schema: GraphQLSchema, fields: QueryFields): GraphQLSchema {
  const { types, ...config } = schema.toConfig();
  const { fields: present, ...query } = objectType(schema, 'Query').toConfig();
  return lexicographicSortSchema(
    new GraphQLSchema({
      ...config,
      query: new GraphQLObjectType({ ...query, fields: { ...present, ...fields } }),
      types: types.filter(({ name }) => name !== query.name),
    }),
  );
}

export function objectType(schema: GraphQLSchema, name: string): GraphQLObjectType {
  const type = schema.getType(name);
  if (!isObjectType(type)) throw new TypeError(`The schema has no object type ${name}.`);
  return type;
}
