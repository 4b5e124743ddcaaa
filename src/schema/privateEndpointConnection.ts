import {
  createPrivateEndpointConnection,
  getPrivateEndpointConnection,
  listPrivateEndpointConnections,
  type PrivateEndpointConnection as PrivateEndpointConnectionModel,
  updatePrivateEndpointConnection,
  updateSingletonPrivateEndpointConnection,
} from '../msgraph/privateEndpointConnections.ts';
import { changes, resourceId } from './arguments.ts';
import { builder } from './builder.ts';
import { pageArguments, pageComplexity, pageRequest, pageType } from './page.ts';
import { defineEntity } from './supergraph/entities.ts';

const EXTERNAL_ID =
  'The Azure resource id of the private endpoint: ' +
  '"/subscriptions/…/providers/Microsoft.Network/privateEndpoints/…".';
const LINK_IDS =
  'The numbers by which Azure knows the private links that the endpoint uses (32-bit integers).';
const KEPT = 'Left out, it stays as it is; null is refused.';

const PrivateEndpointConnection = builder
  .objectRef<PrivateEndpointConnectionModel>('PrivateEndpointConnection')
  .implement({
    description:
      "The link between the organisation's directory (Microsoft Entra ID) and a private endpoint in an Azure " +
      'network, over which sign-ins reach the directory without crossing the internet. Microsoft has not ' +
      "published it in the public beta yet. The name is Microsoft's: it is not a connection in the sense of " +
      "Relay's pagination.",
    fields: (t) => ({
      id: t.exposeID('id', { nullable: false, description: 'Given by Microsoft Graph, usually a GUID.' }),
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
    description:
      'One private endpoint connection, or null where there is none with this id that the caller may see.',
    args: { id: t.arg.id({ required: true, description: 'The id that Microsoft Graph gave it.' }) },
    resolve: (_root, { id }, { graph }) => getPrivateEndpointConnection(graph, resourceId(id, 'id')),
  }),
  privateEndpointConnections: t.field({
    type: PrivateEndpointConnectionPage,
    description: 'The private endpoint connections of the organisation.',
    args: pageArguments,
    complexity: pageComplexity,
    resolve: (_root, args, { graph }) => listPrivateEndpointConnections(graph, pageRequest(args)),
  }),
}));

defineEntity(PrivateEndpointConnection, {
  lookup: 'privateEndpointConnectionsById',
  description:
    'Several private endpoint connections, in the order of the ids, with null where there is none that the ' +
    'caller may see.',
  load: getPrivateEndpointConnection,
});

const CreateInput = builder.inputType('CreatePrivateEndpointConnectionInput', {
  description: 'The private endpoint connection to create.',
  fields: (t) => ({
    externalPrivateEndpointId: t.string({ required: true, description: EXTERNAL_ID }),
    privateLinkIds: t.intList({ required: true, description: LINK_IDS }),
  }),
});

const UpdateInput = builder.inputType('UpdatePrivateEndpointConnectionInput', {
  description: 'Which private endpoint connection to change, and what to change in it: at least one field.',
  fields: (t) => ({
    id: t.id({ required: true, description: 'The connection to change; the id itself cannot be changed.' }),
    externalPrivateEndpointId: t.string({ description: `${EXTERNAL_ID} ${KEPT}` }),
    privateLinkIds: t.intList({ description: `${LINK_IDS} The whole list is replaced. ${KEPT}` }),
  }),
});

const UpdateSingletonInput = builder.inputType('UpdateSingletonPrivateEndpointConnectionInput', {
  description: "What to change in the organisation's single private endpoint connection: at least one field.",
  fields: (t) => ({
    externalPrivateEndpointId: t.string({ description: `${EXTERNAL_ID} ${KEPT}` }),
    privateLinkIds: t.intList({ description: `${LINK_IDS} The whole list is replaced. ${KEPT}` }),
  }),
});

builder.mutationFields((t) => ({
  createPrivateEndpointConnection: t.field({
    type: PrivateEndpointConnection,
    description:
      'Creates a private endpoint connection: `POST /privateLinkPolicy/privateEndpointConnections`. After an ' +
      'error with the outcome UNKNOWN it may exist: look through the list before you try again.',
    args: { input: t.arg({ type: CreateInput, required: true, description: 'The connection to create.' }) },
    resolve: (_root, { input }, { graph }) => createPrivateEndpointConnection(graph, input),
  }),
  updatePrivateEndpointConnection: t.field({
    type: PrivateEndpointConnection,
    description:
      'Changes one private endpoint connection: `PATCH /privateLinkPolicy/privateEndpointConnections/{id}`. ' +
      'Fields that are left out stay as they are.',
    args: {
      input: t.arg({ type: UpdateInput, required: true, description: 'Which one, and what to change.' }),
    },
    resolve: (_root, { input: { id, ...properties } }, { graph }) =>
      updatePrivateEndpointConnection(graph, resourceId(id, 'input.id'), changes(properties)),
  }),
  updateSingletonPrivateEndpointConnection: t.field({
    type: PrivateEndpointConnection,
    description:
      "Changes the organisation's single private endpoint connection, which has no id in its address: " +
      '`PATCH /privateEndpointConnection`. To change one of several, use updatePrivateEndpointConnection.',
    args: { input: t.arg({ type: UpdateSingletonInput, required: true, description: 'What to change.' }) },
    resolve: (_root, { input }, { graph }) => updateSingletonPrivateEndpointConnection(graph, changes(input)),
  }),
}));
