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
import { entities } from './entities.ts';

// The oldest version that has all we use, since a composer understands the versions before its own.
const LINK = 'extend schema @link(url: "https://specs.apollo.dev/federation/v2.0", import: ["@key"])';

/** The schema for a composer of Federation 2. */
export function federationSdl(schema: GraphQLSchema): string {
  return annotated(schema, [LINK], directive('key', 'fields', 'id'));
}

const DEFINITIONS = [
  'directive @key(selectionSet: String!) on OBJECT',
  'directive @merge(keyField: String!) on FIELD_DEFINITION',
];

/**
 * The schema for a stitching gateway. The lookups alone are merged by: annotated as well, a singular field would
 * be preferred to its plural, and every key would become a query of its own.
 *
 * @see https://the-guild.dev/graphql/stitching/docs/approaches/stitching-directives
 */
export function stitchingSdl(schema: GraphQLSchema): string {
  const key = directive('key', 'selectionSet', '{ id }');
  return annotated(schema, DEFINITIONS, key, directive('merge', 'keyField', 'id'));
}

/** The printed schema with a directive on each entity, and perhaps one on each entity's lookup. */
function annotated(
  schema: GraphQLSchema,
  head: readonly string[],
  onEntity: ConstDirectiveNode,
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
      return entities.has(node.name.value) ? { ...node, directives: [onEntity] } : undefined;
    },
  });
  return `${[...head, print(document).trimEnd()].join('\n\n')}\n`;
}

/** `@name(argument: "value")` */
function directive(name: string, argument: string, value: string): ConstDirectiveNode {
  return {
    kind: Kind.DIRECTIVE,
    name: { kind: Kind.NAME, value: name },
    arguments: [
      {
        kind: Kind.ARGUMENT,
        name: { kind: Kind.NAME, value: argument },
        value: { kind: Kind.STRING, value },
      },
    ],
  };
}
