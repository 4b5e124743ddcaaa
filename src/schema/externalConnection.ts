import {
  addExternalConnection,
  type ConnectionState,
  createExternalConnection,
  type ExternalConnection as ExternalConnectionModel,
  getExternalConnection,
  isNewConnectionId,
  listExternalConnections,
  type NewExternalConnection,
} from '../msgraph/externalConnections.ts';
import { present, resourceId } from './arguments.ts';
import { builder } from './builder.ts';
import { badUserInput } from './errors.ts';
import { pageArguments, pageComplexity, pageRequest, pageType } from './page.ts';
import { defineEntity } from './supergraph/entities.ts';

const State = builder.enumType('ExternalConnectionState', {
  description: 'How far a connection is on its way to being searchable.',
  values: {
    DRAFT: {
      value: 'draft',
      description:
        'Created, but the list of the properties that its content has is missing: no content can be added.',
    },
    READY: {
      value: 'ready',
      description: 'The properties of its content are registered: content can be added and found.',
    },
    OBSOLETE: { value: 'obsolete', description: 'No longer in use; it can be read and deleted only.' },
    LIMIT_EXCEEDED: {
      value: 'limitExceeded',
      description: 'It is full, or the whole organisation is: no content can be added until some is removed.',
    },
    UNKNOWN_FUTURE_VALUE: {
      value: 'unknownFutureValue',
      description: 'A state that Microsoft has added since this schema was made. For reading only.',
    },
  } as const,
});

const Configuration = builder
  .objectRef<NonNullable<ExternalConnectionModel['configuration']>>('ExternalConnectionConfiguration')
  .implement({
    description: 'Who may work with a connection.',
    fields: (t) => ({
      authorizedAppIds: t.exposeStringList('authorizedAppIds', {
        description:
          'The application (client) ids, from Microsoft Entra, of the apps that may manage the connection and ' +
          'its content. Microsoft Graph adds the app that creates it.',
      }),
      authorizedApps: t.exposeStringList('authorizedAppIds', {
        description: 'The same list under the name it had until 2021.',
        deprecationReason: 'Renamed by Microsoft: use `authorizedAppIds`.',
      }),
    }),
  });

const ExternalConnection = builder.objectRef<ExternalConnectionModel>('ExternalConnection').implement({
  description:
    'A connection that brings content from a system outside Microsoft 365 (a ticket system, a wiki, a file ' +
    "share) into Microsoft Search and Copilot. The name is Microsoft's: it is not a connection in the sense of " +
    "Relay's pagination.",
  fields: (t) => ({
    id: t.exposeID('id', {
      nullable: false,
      description: 'Chosen when it was created, and unique within the organisation only.',
    }),
    name: t.exposeString('name', { description: 'The name that administrators see.' }),
    description: t.exposeString('description', { description: 'What the connection is for.' }),
    state: t.field({
      type: State,
      description: 'How far the connection is on its way to being searchable.',
      resolve: ({ state }) => state,
    }),
    configuration: t.field({
      type: Configuration,
      description: 'Who may work with the connection.',
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
    description: 'One external connection, or null where there is none with this id that the caller may see.',
    args: { id: t.arg.id({ required: true, description: 'The id that the connection was created with.' }) },
    resolve: (_root, { id }, { graph }) => getExternalConnection(graph, resourceId(id, 'id')),
  }),
  externalConnections: t.field({
    type: ExternalConnectionPage,
    description:
      'The external connections of the organisation. With the permission ExternalConnection.ReadWrite.OwnedBy, ' +
      'only those that the calling app created or is authorised for.',
    args: pageArguments,
    complexity: pageComplexity,
    resolve: (_root, args, { graph }) => listExternalConnections(graph, pageRequest(args)),
  }),
}));

defineEntity(ExternalConnection, {
  lookup: 'externalConnectionsById',
  description:
    'Several external connections, in the order of the ids, with null where there is none that the caller may see.',
  load: getExternalConnection,
});

const ConfigurationInput = builder.inputType('ExternalConnectionConfigurationInput', {
  description: 'Who may work with a connection. Use one of the two names of the list, not both.',
  fields: (t) => ({
    authorizedAppIds: t.stringList({
      description: 'The application (client) ids of the apps that may manage the connection and its content.',
    }),
    authorizedApps: t.stringList({
      description: 'The same list under the name it had until 2021, sent to Microsoft Graph under that name.',
      deprecationReason: 'Renamed by Microsoft: use `authorizedAppIds`.',
    }),
  }),
});

/** Both doors to a new connection take the same fields. */
function newConnectionInput(name: string, description: string) {
  return builder.inputType(name, {
    description,
    fields: (t) => ({
      id: t.id({
        required: true,
        description:
          'Your own choice, for good: 3 to 32 letters or digits, unique in the organisation, not beginning with ' +
          '"Microsoft", and none of the words that Microsoft reserves, such as "Teams".',
      }),
      name: t.string({
        required: true,
        description: 'The name that administrators see; 1 to 128 characters.',
      }),
      description: t.string({ description: 'What the connection is for. Null counts as left out.' }),
      configuration: t.field({
        type: ConfigurationInput,
        description: 'Who may work with the connection. Null counts as left out.',
      }),
      state: t.field({
        type: State,
        description:
          'Sent to Microsoft Graph as given, which computes the state itself and may ignore it: leave it out. ' +
          'UNKNOWN_FUTURE_VALUE is refused; null counts as left out.',
      }),
    }),
  });
}

interface NewConnectionInput {
  readonly id: string;
  readonly name: string;
  readonly description?: string | null | undefined;
  readonly configuration?: typeof ConfigurationInput.$inferInput | null | undefined;
  readonly state?: ConnectionState | null | undefined;
}

/** The input of a new connection, checked, in the form in which it is sent. */
function newConnection({
  id,
  name,
  description,
  configuration,
  state,
}: NewConnectionInput): NewExternalConnection {
  if (!isNewConnectionId(id)) {
    throw badUserInput(
      'input.id',
      'expected 3 to 32 letters or digits, not beginning with "Microsoft" and not a reserved word.',
    );
  }
  if (name.length < 1 || name.length > 128) throw badUserInput('input.name', 'expected 1 to 128 characters.');
  if (state === 'unknownFutureValue') {
    throw badUserInput('input.state', 'UNKNOWN_FUTURE_VALUE is for reading only.');
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

const CreateInput = newConnectionInput('CreateExternalConnectionInput', 'The external connection to create.');
const AddInput = newConnectionInput('AddExternalConnectionInput', 'The external connection to add.');

builder.mutationFields((t) => ({
  createExternalConnection: t.field({
    type: ExternalConnection,
    description:
      'Creates an external connection: `POST /external/connections`. It starts as a draft. After an error with ' +
      'the outcome UNKNOWN it may exist: read it before you try again.',
    args: { input: t.arg({ type: CreateInput, required: true, description: 'The connection to create.' }) },
    resolve: (_root, { input }, { graph }) => createExternalConnection(graph, newConnection(input)),
  }),
  addExternalConnection: t.field({
    type: ExternalConnection,
    description:
      'Adds an external connection through the reference endpoint: `POST /external/connections/$ref`. Microsoft ' +
      'documented it once; it is here for gateways before a Graph of their own that knows no other way. Use ' +
      'createExternalConnection otherwise.',
    args: { input: t.arg({ type: AddInput, required: true, description: 'The connection to add.' }) },
    resolve: (_root, { input }, { graph }) => addExternalConnection(graph, newConnection(input)),
  }),
}));
