import {
  type ConstDirectiveNode,
  type FieldDefinitionNode,
  type GraphQLSchema,
  Kind,
  type ObjectTypeDefinitionNode,
  parse,
  print,
  printSchema,
  visit,
} from 'graphql';
import { type Entity, entities } from './entities.ts';

// The oldest version with everything used here, including subscriptions: composers accept all versions up to their own.
// https://www.apollographql.com/docs/graphos/routing/operations/subscriptions/configuration
const LINK = 'extend schema @link(url: "https://specs.apollo.dev/federation/v2.4", import: ["@key"])';

/** The schema for a composer of Federation 2. */
export function federationSdl(schema: GraphQLSchema): string {
  return annotated(schema, [LINK], ({ key }) => directive('key', 'fields', key.join(' ')));
}

const DEFINITIONS = [
  'directive @key(selectionSet: String!) on OBJECT',
  'directive @merge(keyField: String!) on FIELD_DEFINITION',
];

/**
 * The schema for a stitching gateway. Only the plural lookups have `@merge`: a singular field with it would be
 * preferred to its plural, and every key would become a separate query.
 *
 * @see https://the-guild.dev/graphql/stitching/docs/approaches/stitching-directives
 */
export function stitchingSdl(schema: GraphQLSchema): string {
  const onEntity = ({ key }: Entity) => directive('key', 'selectionSet', `{ ${key.join(' ')} }`);
  return annotated(schema, DEFINITIONS, onEntity, directive('merge', 'keyField', 'id'));
}

/** The printed schema with a directive on each entity, and perhaps one on each entity's lookup. */
function annotated(
  schema: GraphQLSchema,
  head: readonly string[],
  onEntity: (entity: Entity) => ConstDirectiveNode,
  onLookup?: ConstDirectiveNode,
): string {
  const lookups = new Set([...entities.values()].map(({ lookup }) => lookup));
  const withLookups = (fields: readonly FieldDefinitionNode[] = []) =>
    fields.map((field) =>
      onLookup && lookups.has(field.name.value) ? { ...field, directives: [onLookup] } : field,
    );
  const document = visit(parse(printSchema(schema)), {
    [Kind.OBJECT_TYPE_DEFINITION]: (node: ObjectTypeDefinitionNode) => {
      if (node.name.value === 'Query') return { ...node, fields: withLookups(node.fields) };
      const entity = entities.get(node.name.value);
      return entity && { ...node, directives: [onEntity(entity)] };
    },
  });
  return `${[...head, print(document).trimEnd()].join('\n\n')}\n`;
}

/** `@name(argument: "value")` */
function directive(name: string, argument: string, value: string): ConstDirectiveNode {
  const named = (kind: Kind.NAME, value: string) => ({ kind, value });
  const text = { kind: Kind.STRING, value } as const;
  const argumentNode = { kind: Kind.ARGUMENT, name: named(Kind.NAME, argument), value: text } as const;
  return { kind: Kind.DIRECTIVE, name: named(Kind.NAME, name), arguments: [argumentNode] };
}
