import {
  type ExternalConnection as ExternalConnectionModel,
  getExternalConnection,
  listExternalConnections,
} from '../msgraph/externalConnections.ts';
import { resourceId } from './arguments.ts';
import { builder } from './builder.ts';
import { pageArguments, pageComplexity, pageRequest, pageType } from './page.ts';
import { defineEntity } from './supergraph/entities.ts';

export const ExternalConnectionState = builder.enumType('ExternalConnectionState', {
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

export const ExternalConnection = builder.objectRef<ExternalConnectionModel>('ExternalConnection').implement({
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
      type: ExternalConnectionState,
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
