import {
  createPrivateEndpointConnection,
  deletePrivateEndpointConnection,
  deleteSingletonPrivateEndpointConnection,
  getPrivateEndpointConnection,
  getSingletonPrivateEndpointConnection,
  listPrivateEndpointConnections,
  type PrivateEndpointConnection as PrivateEndpointConnectionModel,
  updatePrivateEndpointConnection,
  updateSingletonPrivateEndpointConnection,
} from '../msgraph/privateEndpointConnection.ts';
import type { Deletion } from '../msgraph/resource.ts';
import { changes, checkedId, resourceId } from './arguments.ts';
import { builder } from './builder.ts';
import { DeletionStatus, deletionPayload } from './deletion.ts';
import { accepted, checkAll } from './inputChecks.ts';
import { pageArguments, pageComplexity, pageRequest, pageType } from './page.ts';
import { defineEntity } from './supergraph/entities.ts';

const EXTERNAL_ID =
  'Azure resource id of the private endpoint: ' +
  '"/subscriptions/…/providers/Microsoft.Network/privateEndpoints/…".';
const LINK_IDS = 'Azure private link ids of the endpoint (32-bit integers).';
const OPTIONAL = 'Optional: an omitted field keeps its value; null is rejected.';

const PrivateEndpointConnection = builder
  .objectRef<PrivateEndpointConnectionModel>('PrivateEndpointConnection')
  .implement({
    description:
      "The link between the tenant's directory (Microsoft Entra ID) and a private endpoint in an Azure network, " +
      'so that sign-ins do not cross the internet. Not published in the public beta yet. The name is ' +
      "Microsoft's and unrelated to Relay's pagination.",
    fields: (t) => ({
      id: t.exposeID('id', {
        nullable: false,
        description: 'Identifier assigned by Microsoft Graph, usually a GUID.',
      }),
      externalPrivateEndpointId: t.exposeString('externalPrivateEndpointId', { description: EXTERNAL_ID }),
      privateLinkIds: t.exposeIntList('privateLinkIds', { description: LINK_IDS }),
    }),
  });

const PrivateEndpointConnectionPage = pageType(
  PrivateEndpointConnection,
  'PrivateEndpointConnectionPage',
  'One page of the private endpoint connections that the caller may see.',
);

builder.queryFields((t) => ({
  privateEndpointConnection: t.field({
    type: PrivateEndpointConnection,
    description: 'One private endpoint connection; null if none with this id is visible to the caller.',
    args: { id: t.arg.id({ required: true, description: 'Identifier assigned by Microsoft Graph.' }) },
    resolve: (_root, { id }, { graph }) => getPrivateEndpointConnection(graph, resourceId(id, 'id')),
  }),
  singletonPrivateEndpointConnection: t.field({
    type: PrivateEndpointConnection,
    description:
      "The tenant's single private endpoint connection, which has no id in its path; null if there is none.",
    resolve: (_root, _args, { graph }) => getSingletonPrivateEndpointConnection(graph),
  }),
  privateEndpointConnections: t.field({
    type: PrivateEndpointConnectionPage,
    description: 'The private endpoint connections of the tenant.',
    args: pageArguments,
    complexity: pageComplexity,
    resolve: (_root, args, { graph }) => listPrivateEndpointConnections(graph, pageRequest(args)),
  }),
}));

defineEntity(PrivateEndpointConnection, {
  lookup: 'privateEndpointConnectionsById',
  description:
    'Several private endpoint connections, in the order of the ids; null for each that is not visible to the ' +
    'caller.',
  key: ['id'],
  load: (graph, { id }) => getPrivateEndpointConnection(graph, id),
});

const CreateInput = builder.inputType('CreatePrivateEndpointConnectionInput', {
  description: 'The private endpoint connection to create.',
  fields: (t) => ({
    externalPrivateEndpointId: t.string({ required: true, description: EXTERNAL_ID }),
    privateLinkIds: t.intList({ required: true, description: LINK_IDS }),
  }),
});

const DeletePayload = deletionPayload(
  'DeletePrivateEndpointConnectionPayload',
  'The deletion of a private endpoint connection.',
);

const DeleteSingletonPayload = builder
  .objectRef<{ readonly status: Deletion }>('DeleteSingletonPrivateEndpointConnectionPayload')
  .implement({
    description: "The deletion of the tenant's single private endpoint connection.",
    fields: (t) => ({
      status: t.expose('status', {
        type: DeletionStatus,
        description: 'Whether the object is deleted, or being deleted.',
      }),
    }),
  });

const DeleteInput = builder.inputType('DeletePrivateEndpointConnectionInput', {
  description: 'The private endpoint connection to delete.',
  fields: (t) => ({
    id: t.id({ required: true, description: 'Identifier of the connection to delete.' }),
  }),
});

const UpdateInput = builder.inputType('UpdatePrivateEndpointConnectionInput', {
  description: 'The private endpoint connection to update, and at least one field to change.',
  fields: (t) => ({
    id: t.id({
      required: true,
      description: 'Identifier of the connection to update; it cannot be changed.',
    }),
    externalPrivateEndpointId: t.string({ description: `${EXTERNAL_ID} ${OPTIONAL}` }),
    privateLinkIds: t.intList({ description: `${LINK_IDS} Replaces the whole list. ${OPTIONAL}` }),
  }),
});

const UpdateSingletonInput = builder.inputType('UpdateSingletonPrivateEndpointConnectionInput', {
  description: "Changes of the tenant's single private endpoint connection: at least one field.",
  fields: (t) => ({
    externalPrivateEndpointId: t.string({ description: `${EXTERNAL_ID} ${OPTIONAL}` }),
    privateLinkIds: t.intList({ description: `${LINK_IDS} Replaces the whole list. ${OPTIONAL}` }),
  }),
});

builder.mutationFields((t) => ({
  createPrivateEndpointConnection: t.field({
    type: PrivateEndpointConnection,
    description:
      'Creates a private endpoint connection: `POST /privateLinkPolicy/privateEndpointConnections`. After an ' +
      'error with the outcome UNKNOWN it may exist: look for it in the list before you retry.',
    args: { input: t.arg({ type: CreateInput, required: true, description: 'The connection to create.' }) },
    resolve: (_root, { input }, { graph }) => createPrivateEndpointConnection(graph, input),
  }),
  updatePrivateEndpointConnection: t.field({
    type: PrivateEndpointConnection,
    description:
      'Updates one private endpoint connection: `PATCH /privateLinkPolicy/privateEndpointConnections/{id}`. ' +
      'Omitted fields keep their values.',
    args: {
      input: t.arg({ type: UpdateInput, required: true, description: 'The connection and its changes.' }),
    },
    resolve: (_root, { input: { id, ...properties } }, { graph }) => {
      const checked = checkAll({ id: checkedId(id, 'input.id'), changes: changes(properties) });
      const update = accepted(checked, graph.errorBudget);
      return updatePrivateEndpointConnection(graph, update.id, update.changes);
    },
  }),
  updateSingletonPrivateEndpointConnection: t.field({
    type: PrivateEndpointConnection,
    description:
      "Updates the tenant's single private endpoint connection, which has no id: " +
      '`PATCH /privateEndpointConnection`. To update one of several, use updatePrivateEndpointConnection.',
    args: { input: t.arg({ type: UpdateSingletonInput, required: true, description: 'The changes.' }) },
    resolve: (_root, { input }, { graph }) =>
      updateSingletonPrivateEndpointConnection(graph, accepted(changes(input), graph.errorBudget)),
  }),
  deletePrivateEndpointConnection: t.field({
    type: DeletePayload,
    description:
      'Deletes one private endpoint connection: `DELETE /privateLinkPolicy/privateEndpointConnections/{id}`.',
    args: { input: t.arg({ type: DeleteInput, required: true, description: 'The connection to delete.' }) },
    resolve: async (_root, { input: { id } }, { graph }) => ({
      id,
      status: await deletePrivateEndpointConnection(graph, resourceId(id, 'input.id')),
    }),
  }),
  deleteSingletonPrivateEndpointConnection: t.field({
    type: DeleteSingletonPayload,
    description:
      "Deletes the tenant's single private endpoint connection, which has no id: `DELETE /privateEndpointConnection`. " +
      'To delete one of several, use deletePrivateEndpointConnection.',
    resolve: async (_root, _args, { graph }) => ({
      status: await deleteSingletonPrivateEndpointConnection(graph),
    }),
  }),
}));
