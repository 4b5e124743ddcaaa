import {
  addExternalConnection,
  createExternalConnection,
  deleteExternalConnection,
  type ExternalConnection as ExternalConnectionModel,
  getExternalConnection,
  listExternalConnections,
  nameFilter,
  updateExternalConnection,
} from '../msgraph/externalConnection.ts';
import { resourceId } from './arguments.ts';
import { builder } from './builder.ts';
import { deletionPayload } from './deletion.ts';
import {
  checkedAddition,
  checkedCreation,
  checkedDeletion,
  checkedUpdate,
  searchedName,
} from './externalConnectionChecks.ts';
import { AddInput, CreateInput, DeleteInput, TEXTS, UpdateInput } from './externalConnectionInput.ts';
import {
  ActivitySettings,
  ComplianceSettings,
  Configuration,
  ContentCategory,
  ContentExperience,
  ExternalConnectionState,
  SearchSettings,
} from './externalConnectionSettings.ts';
import { accepted } from './inputChecks.ts';
import { pageArguments, pageComplexity, pageRequest, pageType } from './page.ts';
import { SafeInt } from './scalars.ts';
import { defineEntity } from './supergraph/entities.ts';

/** @internal Exported for the files that add fields to it; not in the package's types, which must not need Pothos. */
export const ExternalConnection = builder.objectRef<ExternalConnectionModel>('ExternalConnection').implement({
  description:
    'A connection that brings content of an external system (a ticket system, a wiki, a file share) into ' +
    "Microsoft Search and Copilot. The name is Microsoft's and unrelated to Relay's pagination.",
  fields: (t) => ({
    id: t.exposeID('id', {
      nullable: false,
      description: 'Identifier chosen at creation. Unique within the tenant.',
    }),
    name: t.exposeString('name', { description: `${TEXTS.name}.` }),
    description: t.exposeString('description', { description: 'Purpose of the connection.' }),
    state: t.expose('state', {
      type: ExternalConnectionState,
      description: 'Lifecycle state of the connection.',
    }),
    configuration: t.expose('configuration', {
      type: Configuration,
      description: 'Access settings of the connection.',
    }),
    connectorId: t.exposeString('connectorId', { description: TEXTS.connectorId }),
    contentCategory: t.expose('contentCategory', {
      type: ContentCategory,
      description: TEXTS.contentCategory,
    }),
    enabledContentExperiences: t.expose('enabledContentExperiences', {
      type: [ContentExperience],
      description: TEXTS.enabledContentExperiences,
    }),
    ingestedItemsCount: t.expose('ingestedItemsCount', {
      type: SafeInt,
      description: 'Number of indexed items, refreshed every 15 minutes. Null in the state DRAFT.',
    }),
    activitySettings: t.expose('activitySettings', {
      type: ActivitySettings,
      description: TEXTS.activitySettings,
    }),
    searchSettings: t.expose('searchSettings', {
      type: SearchSettings,
      description: TEXTS.searchSettings,
    }),
    complianceSettings: t.expose('complianceSettings', {
      type: ComplianceSettings,
      description: TEXTS.complianceSettings,
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
    args: {
      ...pageArguments,
      name: t.arg.string({
        description:
          'Only connections of this name, 1 to 128 characters. Names are not unique. With `after`, repeat the name of ' +
          'the first page.',
      }),
    },
    complexity: pageComplexity,
    resolve: (_root, { name, ...page }, { graph }) => {
      const filter = name == null ? undefined : nameFilter(searchedName(name));
      return listExternalConnections(graph, pageRequest(page, filter), filter);
    },
  }),
}));

defineEntity(ExternalConnection, {
  lookup: 'externalConnectionsById',
  description:
    'Several external connections, in the order of the ids; null for each that is not visible to the caller.',
  key: ['id'],
  load: (graph, { id }) => getExternalConnection(graph, id),
});

const DeletePayload = deletionPayload(
  'DeleteExternalConnectionPayload',
  'The deletion of an external connection. Microsoft Graph accepts it, and needs some time.',
);

builder.mutationFields((t) => ({
  createExternalConnection: t.field({
    type: ExternalConnection,
    description:
      'Creates an external connection: `POST /external/connections`. After an error with the outcome UNKNOWN it ' +
      'may exist: read it before you retry.',
    args: { input: t.arg({ type: CreateInput, required: true, description: 'The connection to create.' }) },
    resolve: (_root, { input }, { graph }) => {
      const { connection, ticket } = accepted(checkedCreation(input), graph.errorBudget);
      return createExternalConnection(graph, connection, ticket);
    },
  }),
  addExternalConnection: t.field({
    type: ExternalConnection,
    description:
      'Adds an external connection through the reference endpoint: `POST /external/connections/$ref`. Use ' +
      'createExternalConnection unless your Graph supports only this endpoint.',
    args: { input: t.arg({ type: AddInput, required: true, description: 'The connection to add.' }) },
    resolve: (_root, { input }, { graph }) => {
      const { connection, ticket } = accepted(checkedAddition(input), graph.errorBudget);
      return addExternalConnection(graph, connection, ticket);
    },
  }),
  updateExternalConnection: t.field({
    type: ExternalConnection,
    description:
      'Updates an external connection: `PATCH /external/connections/{id}`, then reads it. Omitted fields keep their ' +
      'values.',
    args: {
      input: t.arg({ type: UpdateInput, required: true, description: 'The connection and its changes.' }),
    },
    resolve: (_root, { input }, { graph }) => {
      const { id, changes, ticket } = accepted(checkedUpdate(input), graph.errorBudget);
      return updateExternalConnection(graph, id, changes, ticket);
    },
  }),
  deleteExternalConnection: t.field({
    type: DeletePayload,
    description:
      'Deletes an external connection with all its items: `DELETE /external/connections/{id}`. It is retried after a ' +
      'failure of the service or of the network.',
    args: { input: t.arg({ type: DeleteInput, required: true, description: 'The connection to delete.' }) },
    resolve: async (_root, { input }, { graph }) => {
      const { id, ticket } = accepted(checkedDeletion(input), graph.errorBudget);
      return { id, status: await deleteExternalConnection(graph, id, ticket) };
    },
  }),
}));
