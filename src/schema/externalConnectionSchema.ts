import {
  type ExternalConnectionSchema as ExternalConnectionSchemaModel,
  getExternalConnectionSchema,
  registerExternalConnectionSchema,
} from '../msgraph/externalConnectionSchema.ts';
import type { OperationLink } from '../msgraph/operationLink.ts';
import { GraphFailure } from '../msgraph/protocol/errors.ts';
import { isSameId } from '../msgraph/protocol/objectId.ts';
import { checkedId } from './arguments.ts';
import { builder } from './builder.ts';
import { ExternalConnection } from './externalConnection.ts';
import { accepted, checkAll } from './inputChecks.ts';
import { SchemaProperty, SchemaPropertyInput } from './schemaProperty.ts';
import { newProperties } from './schemaPropertyChecks.ts';
import { READS_GRAPH } from './valueSize.ts';

const ExternalConnectionSchema = builder
  .objectRef<ExternalConnectionSchemaModel>('ExternalConnectionSchema')
  .implement({
    description: 'The properties that the items of an external connection can have.',
    fields: (t) => ({
      baseType: t.exposeString('baseType', {
        description: 'What the items are: `microsoft.graph.externalItem`.',
      }),
      properties: t.expose('properties', {
        type: [SchemaProperty],
        complexity: { field: 1, multiplier: 128 },
        description: 'The properties: 1 to 128.',
      }),
    }),
  });

builder.objectField(ExternalConnection, 'schema', (t) =>
  t.field({
    type: ExternalConnectionSchema,
    description:
      'The registered schema; null if there is none. It can be read before its registration is completed, so wait for ' +
      'the state READY before you add items.',
    ...READS_GRAPH,
    resolve: ({ id }, _args, { graph }) => getExternalConnectionSchema(graph, id),
  }),
);

const RegisterInput = builder.inputType('RegisterExternalConnectionSchemaInput', {
  description: 'The schema to register.',
  fields: (t) => ({
    connectionId: t.id({ required: true, description: 'Identifier of the connection.' }),
    properties: t.field({
      type: [SchemaPropertyInput],
      required: true,
      description: 'The properties: 1 to 128. A property that is registered already cannot be removed.',
    }),
  }),
});

interface Registration {
  readonly connectionId: string;
  readonly operation: OperationLink | GraphFailure;
}

const RegisterPayload = builder.objectRef<Registration>('RegisterExternalConnectionSchemaPayload').implement({
  description: 'The registration of a schema. Microsoft Graph accepted it, and needs 5 to 15 minutes.',
  fields: (t) => ({
    connectionId: t.exposeID('connectionId', {
      nullable: false,
      description: 'Identifier of the connection.',
    }),
    operationId: t.id({
      description:
        'Identifier of the operation that registers the schema. Keep it: Microsoft Graph returns it only here. Null, ' +
        'with an error, if it did not return it: then wait for the state READY of the connection.',
      resolve: ({ operation }) => {
        if (operation instanceof GraphFailure) throw untraceable(operation);
        return operation.id;
      },
    }),
    locationConnectionId: t.id({
      description:
        'Null, unless the link that Microsoft Graph returned names another connection than this one: its identifier. ' +
        'If the operation is not found below this connection, look below that one.',
      resolve: ({ connectionId, operation }) => {
        if (operation instanceof GraphFailure || isSameId(operation.parentId, connectionId)) return null;
        return operation.parentId;
      },
    }),
  }),
});

/** The failure for a registration that Graph accepted without a valid link to its operation. */
function untraceable({ code, message, facts }: GraphFailure): GraphFailure {
  const hint =
    'The schema is being registered, but its operation is unknown: read "schema" and "state" of the connection until ' +
    'the state is READY.';
  return new GraphFailure(code, `${message} ${hint}`, facts);
}

builder.mutationFields((t) => ({
  registerExternalConnectionSchema: t.field({
    type: RegisterPayload,
    description:
      'Registers the schema of an external connection, or adds to it: `PATCH /external/connections/{id}/schema`. ' +
      'Everything that the documentation rules out is rejected at once, an error for each problem.',
    args: { input: t.arg({ type: RegisterInput, required: true, description: 'The schema to register.' }) },
    resolve: async (_root, { input }, { graph }) => {
      const checked = checkAll({
        connectionId: checkedId(input.connectionId, 'input.connectionId'),
        properties: newProperties(input.properties, 'input.properties'),
      });
      const { connectionId, properties } = accepted(checked, graph.errorBudget);
      const operation = await registerExternalConnectionSchema(graph, connectionId, properties);
      return { connectionId, operation };
    },
  }),
}));
