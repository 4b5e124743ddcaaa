import {
  addExternalConnection,
  createExternalConnection,
  type ExternalConnection as ExternalConnectionModel,
  getExternalConnection,
  isNewConnectionId,
  listExternalConnections,
  type NewExternalConnection,
} from '../msgraph/externalConnection.ts';
import { present } from '../msgraph/json.ts';
import { resourceId } from './arguments.ts';
import { builder } from './builder.ts';
import { badUserInput } from './errors.ts';
import { pageArguments, pageComplexity, pageRequest, pageType } from './page.ts';
import { defineEntity } from './supergraph/entities.ts';

const ExternalConnectionState = builder.enumType('ExternalConnectionState', {
  description: 'Lifecycle state of an external connection.',
  values: {
    DRAFT: {
      value: 'draft',
      description: 'Created, but no schema is registered yet, so items cannot be added.',
    },
    READY: {
      value: 'ready',
      description: 'The schema is registered: items can be indexed and searched.',
    },
    OBSOLETE: { value: 'obsolete', description: 'No longer in use: it can only be read and deleted.' },
    LIMIT_EXCEEDED: {
      value: 'limitExceeded',
      description: 'The item quota of the connection or of the tenant is used up.',
    },
    UNKNOWN_FUTURE_VALUE: {
      value: 'unknownFutureValue',
      description: 'A state added by Microsoft after this schema was published. Output only.',
    },
  } as const,
});

const Configuration = builder
  .objectRef<NonNullable<ExternalConnectionModel['configuration']>>('ExternalConnectionConfiguration')
  .implement({
    description: 'Access settings of an external connection.',
    fields: (t) => ({
      authorizedAppIds: t.exposeStringList('authorizedAppIds', {
        description:
          'Application (client) ids in Microsoft Entra of the apps that may manage the connection and its items. ' +
          'Microsoft Graph adds the app that creates it.',
      }),
      authorizedApps: t.exposeStringList('authorizedAppIds', {
        description: 'Former name of `authorizedAppIds` (renamed in 2021).',
        deprecationReason: 'Renamed by Microsoft: use `authorizedAppIds`.',
      }),
    }),
  });

const ExternalConnection = builder.objectRef<ExternalConnectionModel>('ExternalConnection').implement({
  description:
    'A connection that brings content of an external system (a ticket system, a wiki, a file share) into ' +
    "Microsoft Search and Copilot. The name is Microsoft's and unrelated to Relay's pagination.",
  fields: (t) => ({
    id: t.exposeID('id', {
      nullable: false,
      description: 'Identifier chosen at creation. Unique within the tenant.',
    }),
    name: t.exposeString('name', { description: 'Display name for administrators.' }),
    description: t.exposeString('description', { description: 'Purpose of the connection.' }),
    state: t.field({
      type: ExternalConnectionState,
      description: 'Lifecycle state of the connection.',
      resolve: ({ state }) => state,
    }),
    configuration: t.field({
      type: Configuration,
      description: 'Access settings of the connection.',
      resolve: ({ configuration }) => configuration,
    }),
  }),
});

const ExternalConnectionPage = pageType(
  ExternalConnection,
  'ExternalConnectionPage',
  'One page of the external connections that the caller may see.',
);

builder.queryFields((t) => ({
  externalConnection: t.field({
    type: ExternalConnection,
    description: 'One external connection; null if none with this id is visible to the caller.',
    args: { id: t.arg.id({ required: true, description: 'Identifier of the connection.' }) },
    resolve: (_root, { id }, { graph }) => getExternalConnection(graph, resourceId(id, 'id')),
  }),
  externalConnections: t.field({
    type: ExternalConnectionPage,
    description:
      'The external connections of the tenant. With the permission ExternalConnection.ReadWrite.OwnedBy, only ' +
      'those that the calling app created or is authorized for.',
    args: pageArguments,
    complexity: pageComplexity,
    resolve: (_root, args, { graph }) => listExternalConnections(graph, pageRequest(args)),
  }),
}));

defineEntity(ExternalConnection, {
  lookup: 'externalConnectionsById',
  description:
    'Several external connections, in the order of the ids; null for each that is not visible to the caller.',
  key: ['id'],
  load: (graph, { id }) => getExternalConnection(graph, id),
});

const ConfigurationInput = builder.inputType('ExternalConnectionConfigurationInput', {
  description: 'Access settings of an external connection. Set one of the two lists, not both.',
  fields: (t) => ({
    authorizedAppIds: t.stringList({
      description: 'Application (client) ids of the apps that may manage the connection and its items.',
    }),
    authorizedApps: t.stringList({
      description: 'Former name of `authorizedAppIds`, sent to Microsoft Graph under this name.',
      deprecationReason: 'Renamed by Microsoft: use `authorizedAppIds`.',
    }),
  }),
});

/** Both mutations that create a connection take the same fields. */
function newConnectionInput(name: string, description: string) {
  return builder.inputType(name, {
    description,
    fields: (t) => ({
      id: t.id({
        required: true,
        description:
          'Immutable id of your choice: 3 to 32 ASCII letters or digits, unique in the tenant; must not start with ' +
          '`Microsoft` or be a reserved word such as `Teams` (case-sensitive).',
      }),
      name: t.string({
        required: true,
        description: 'Display name for administrators; 1 to 128 characters.',
      }),
      description: t.string({ description: 'Purpose of the connection. Null is treated as omitted.' }),
      configuration: t.field({
        type: ConfigurationInput,
        description: 'Access settings of the connection. Null is treated as omitted.',
      }),
      state: t.field({
        type: ExternalConnectionState,
        description:
          'Computed by Microsoft Graph, which may ignore this value: omit it. UNKNOWN_FUTURE_VALUE is rejected. ' +
          'Null is treated as omitted.',
      }),
    }),
  });
}

const CreateInput = newConnectionInput('CreateExternalConnectionInput', 'The external connection to create.');
const AddInput = newConnectionInput('AddExternalConnectionInput', 'The external connection to add.');

/** Checks the input of a new connection, and returns the body to send. */
function newConnection({
  id,
  name,
  description,
  configuration,
  state,
}: typeof CreateInput.$inferInput): NewExternalConnection {
  if (!isNewConnectionId(id)) {
    throw badUserInput(
      'input.id',
      'expected 3 to 32 ASCII letters or digits, not starting with "Microsoft" and not a reserved word such as ' +
        '"Teams" (case-sensitive).',
    );
  }
  if (name.length < 1 || name.length > 128) throw badUserInput('input.name', 'expected 1 to 128 characters.');
  if (state === 'unknownFutureValue') {
    throw badUserInput('input.state', 'UNKNOWN_FUTURE_VALUE is output only.');
  }
  if (configuration?.authorizedAppIds != null && configuration.authorizedApps != null) {
    throw badUserInput('input.configuration', 'expected authorizedAppIds or authorizedApps, not both.');
  }
  return {
    id,
    name,
    ...present({ description, configuration: configuration && present(configuration), state }),
  };
}

builder.mutationFields((t) => ({
  createExternalConnection: t.field({
    type: ExternalConnection,
    description:
      'Creates an external connection: `POST /external/connections`. After an error with the outcome UNKNOWN it ' +
      'may exist: read it before you retry.',
    args: { input: t.arg({ type: CreateInput, required: true, description: 'The connection to create.' }) },
    resolve: (_root, { input }, { graph }) => createExternalConnection(graph, newConnection(input)),
  }),
  addExternalConnection: t.field({
    type: ExternalConnection,
    description:
      'Adds an external connection through the reference endpoint: `POST /external/connections/$ref`. Use ' +
      'createExternalConnection unless your Graph supports only this endpoint.',
    args: { input: t.arg({ type: AddInput, required: true, description: 'The connection to add.' }) },
    resolve: (_root, { input }, { graph }) => addExternalConnection(graph, newConnection(input)),
  }),
}));
