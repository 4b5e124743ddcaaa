/* eslint-disable */
/** Internal type. DO NOT USE DIRECTLY. */
type Exact<T extends { [key: string]: unknown }> = { [K in keyof T]: T[K] };
/** Internal type. DO NOT USE DIRECTLY. */
export type Incremental<T> = T | { [P in keyof T]?: P extends ' $fragmentName' | '__typename' ? T[P] : never };
import type { TypedDocumentNode as DocumentNode } from '@graphql-typed-document-node/core';
/** The external connection to add. */
export type AddExternalConnectionInput = {
  /** Access settings of the connection. Null is treated as omitted. */
  configuration?: ExternalConnectionConfigurationInput | null | undefined;
  /** Purpose of the connection. Null is treated as omitted. */
  description?: string | null | undefined;
  /**
   * Immutable id of your choice: 3 to 32 ASCII letters or digits, unique in the tenant; must not start
   * with `Microsoft` or be a reserved word such as `Teams` (case-sensitive).
   */
  id: string;
  /** Display name for administrators; 1 to 128 characters. */
  name: string;
  /**
   * Computed by Microsoft Graph, which may ignore this value: omit it. UNKNOWN_FUTURE_VALUE is
   * rejected. Null is treated as omitted.
   */
  state?: ExternalConnectionState | null | undefined;
};

/** The external connection to create. */
export type CreateExternalConnectionInput = {
  /** Access settings of the connection. Null is treated as omitted. */
  configuration?: ExternalConnectionConfigurationInput | null | undefined;
  /** Purpose of the connection. Null is treated as omitted. */
  description?: string | null | undefined;
  /**
   * Immutable id of your choice: 3 to 32 ASCII letters or digits, unique in the tenant; must not start
   * with `Microsoft` or be a reserved word such as `Teams` (case-sensitive).
   */
  id: string;
  /** Display name for administrators; 1 to 128 characters. */
  name: string;
  /**
   * Computed by Microsoft Graph, which may ignore this value: omit it. UNKNOWN_FUTURE_VALUE is
   * rejected. Null is treated as omitted.
   */
  state?: ExternalConnectionState | null | undefined;
};

/** Access settings of an external connection. Set one of the two lists, not both. */
export type ExternalConnectionConfigurationInput = {
  /** Application (client) ids of the apps that may manage the connection and its items. */
  authorizedAppIds?: Array<string> | null | undefined;
  /**
   * Former name of `authorizedAppIds`, sent to Microsoft Graph under this name.
   * @deprecated Renamed by Microsoft: use `authorizedAppIds`.
   */
  authorizedApps?: Array<string> | null | undefined;
};

/** Lifecycle state of an external connection. */
export type ExternalConnectionState =
  /** Created, but no schema is registered yet, so items cannot be added. */
  | 'DRAFT'
  /** The item quota of the connection or of the tenant is used up. */
  | 'LIMIT_EXCEEDED'
  /** No longer in use: it can only be read and deleted. */
  | 'OBSOLETE'
  /** The schema is registered: items can be indexed and searched. */
  | 'READY'
  /** A state added by Microsoft after this schema was published. Output only. */
  | 'UNKNOWN_FUTURE_VALUE';

/** Changes of the tenant's single private endpoint connection: at least one field. */
export type UpdateSingletonPrivateEndpointConnectionInput = {
  /**
   * Azure resource id of the private endpoint:
   * "/subscriptions/…/providers/Microsoft.Network/privateEndpoints/…". Optional: an omitted field
   * keeps its value; null is rejected.
   */
  externalPrivateEndpointId?: string | null | undefined;
  /**
   * Azure private link ids of the endpoint (32-bit integers). Replaces the whole list. Optional: an
   * omitted field keeps its value; null is rejected.
   */
  privateLinkIds?: Array<number> | null | undefined;
};

export type AddExternalConnectionMutationVariables = Exact<{
  input: AddExternalConnectionInput;
}>;


export type AddExternalConnectionMutation = { addExternalConnection: { id: string, name: string | null, description: string | null, state: ExternalConnectionState | null, configuration: { authorizedAppIds: Array<string> | null } | null } | null };

export type CreateExternalConnectionMutationVariables = Exact<{
  input: CreateExternalConnectionInput;
}>;


export type CreateExternalConnectionMutation = { createExternalConnection: { id: string, name: string | null, description: string | null, state: ExternalConnectionState | null, configuration: { authorizedAppIds: Array<string> | null } | null } | null };

export type CreatePrivateEndpointConnectionMutationVariables = Exact<{
  externalPrivateEndpointId: string;
  privateLinkIds: Array<number> | number;
}>;


export type CreatePrivateEndpointConnectionMutation = { createPrivateEndpointConnection: { id: string, externalPrivateEndpointId: string | null, privateLinkIds: Array<number> | null } | null };

export type ExternalConnectionQueryVariables = Exact<{
  id: string;
}>;


export type ExternalConnectionQuery = { externalConnection: { id: string, name: string | null, description: string | null, state: ExternalConnectionState | null, configuration: { authorizedAppIds: Array<string> | null } | null } | null };

export type ExternalConnectionsQueryVariables = Exact<{
  first?: number | null | undefined;
  after?: string | null | undefined;
}>;


export type ExternalConnectionsQuery = { externalConnections: { nodes: Array<{ id: string, name: string | null, state: ExternalConnectionState | null }>, pageInfo: { hasNextPage: boolean, endCursor: string | null } } | null };

export type PrivateEndpointConnectionQueryVariables = Exact<{
  id: string;
}>;


export type PrivateEndpointConnectionQuery = { privateEndpointConnection: { id: string, externalPrivateEndpointId: string | null, privateLinkIds: Array<number> | null } | null };

export type PrivateEndpointConnectionsQueryVariables = Exact<{
  first?: number | null | undefined;
  after?: string | null | undefined;
}>;


export type PrivateEndpointConnectionsQuery = { privateEndpointConnections: { nodes: Array<{ id: string, externalPrivateEndpointId: string | null, privateLinkIds: Array<number> | null }>, pageInfo: { hasNextPage: boolean, endCursor: string | null } } | null };

export type UpdatePrivateEndpointConnectionMutationVariables = Exact<{
  id: string;
  externalPrivateEndpointId?: string | null | undefined;
  privateLinkIds?: Array<number> | number | null | undefined;
}>;


export type UpdatePrivateEndpointConnectionMutation = { updatePrivateEndpointConnection: { id: string, externalPrivateEndpointId: string | null, privateLinkIds: Array<number> | null } | null };

export type UpdateSingletonPrivateEndpointConnectionMutationVariables = Exact<{
  input: UpdateSingletonPrivateEndpointConnectionInput;
}>;


export type UpdateSingletonPrivateEndpointConnectionMutation = { updateSingletonPrivateEndpointConnection: { id: string, externalPrivateEndpointId: string | null, privateLinkIds: Array<number> | null } | null };


export const AddExternalConnectionDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"AddExternalConnection"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"AddExternalConnectionInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"addExternalConnection"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"description"}},{"kind":"Field","name":{"kind":"Name","value":"state"}},{"kind":"Field","name":{"kind":"Name","value":"configuration"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"authorizedAppIds"}}]}}]}}]}}]} as unknown as DocumentNode<AddExternalConnectionMutation, AddExternalConnectionMutationVariables>;
export const CreateExternalConnectionDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"CreateExternalConnection"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"CreateExternalConnectionInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"createExternalConnection"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"description"}},{"kind":"Field","name":{"kind":"Name","value":"state"}},{"kind":"Field","name":{"kind":"Name","value":"configuration"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"authorizedAppIds"}}]}}]}}]}}]} as unknown as DocumentNode<CreateExternalConnectionMutation, CreateExternalConnectionMutationVariables>;
export const CreatePrivateEndpointConnectionDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"CreatePrivateEndpointConnection"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"externalPrivateEndpointId"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"String"}}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"privateLinkIds"}},"type":{"kind":"NonNullType","type":{"kind":"ListType","type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"Int"}}}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"createPrivateEndpointConnection"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"ObjectValue","fields":[{"kind":"ObjectField","name":{"kind":"Name","value":"externalPrivateEndpointId"},"value":{"kind":"Variable","name":{"kind":"Name","value":"externalPrivateEndpointId"}}},{"kind":"ObjectField","name":{"kind":"Name","value":"privateLinkIds"},"value":{"kind":"Variable","name":{"kind":"Name","value":"privateLinkIds"}}}]}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"externalPrivateEndpointId"}},{"kind":"Field","name":{"kind":"Name","value":"privateLinkIds"}}]}}]}}]} as unknown as DocumentNode<CreatePrivateEndpointConnectionMutation, CreatePrivateEndpointConnectionMutationVariables>;
export const ExternalConnectionDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"ExternalConnection"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"id"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"ID"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"externalConnection"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"id"},"value":{"kind":"Variable","name":{"kind":"Name","value":"id"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"description"}},{"kind":"Field","name":{"kind":"Name","value":"state"}},{"kind":"Field","name":{"kind":"Name","value":"configuration"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"authorizedAppIds"}}]}}]}}]}}]} as unknown as DocumentNode<ExternalConnectionQuery, ExternalConnectionQueryVariables>;
export const ExternalConnectionsDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"ExternalConnections"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"first"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"Int"}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"after"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"String"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"externalConnections"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"first"},"value":{"kind":"Variable","name":{"kind":"Name","value":"first"}}},{"kind":"Argument","name":{"kind":"Name","value":"after"},"value":{"kind":"Variable","name":{"kind":"Name","value":"after"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"nodes"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"state"}}]}},{"kind":"Field","name":{"kind":"Name","value":"pageInfo"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"hasNextPage"}},{"kind":"Field","name":{"kind":"Name","value":"endCursor"}}]}}]}}]}}]} as unknown as DocumentNode<ExternalConnectionsQuery, ExternalConnectionsQueryVariables>;
export const PrivateEndpointConnectionDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"PrivateEndpointConnection"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"id"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"ID"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"privateEndpointConnection"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"id"},"value":{"kind":"Variable","name":{"kind":"Name","value":"id"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"externalPrivateEndpointId"}},{"kind":"Field","name":{"kind":"Name","value":"privateLinkIds"}}]}}]}}]} as unknown as DocumentNode<PrivateEndpointConnectionQuery, PrivateEndpointConnectionQueryVariables>;
export const PrivateEndpointConnectionsDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"PrivateEndpointConnections"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"first"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"Int"}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"after"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"String"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"privateEndpointConnections"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"first"},"value":{"kind":"Variable","name":{"kind":"Name","value":"first"}}},{"kind":"Argument","name":{"kind":"Name","value":"after"},"value":{"kind":"Variable","name":{"kind":"Name","value":"after"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"nodes"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"externalPrivateEndpointId"}},{"kind":"Field","name":{"kind":"Name","value":"privateLinkIds"}}]}},{"kind":"Field","name":{"kind":"Name","value":"pageInfo"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"hasNextPage"}},{"kind":"Field","name":{"kind":"Name","value":"endCursor"}}]}}]}}]}}]} as unknown as DocumentNode<PrivateEndpointConnectionsQuery, PrivateEndpointConnectionsQueryVariables>;
export const UpdatePrivateEndpointConnectionDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"UpdatePrivateEndpointConnection"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"id"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"ID"}}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"externalPrivateEndpointId"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"String"}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"privateLinkIds"}},"type":{"kind":"ListType","type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"Int"}}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"updatePrivateEndpointConnection"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"ObjectValue","fields":[{"kind":"ObjectField","name":{"kind":"Name","value":"id"},"value":{"kind":"Variable","name":{"kind":"Name","value":"id"}}},{"kind":"ObjectField","name":{"kind":"Name","value":"externalPrivateEndpointId"},"value":{"kind":"Variable","name":{"kind":"Name","value":"externalPrivateEndpointId"}}},{"kind":"ObjectField","name":{"kind":"Name","value":"privateLinkIds"},"value":{"kind":"Variable","name":{"kind":"Name","value":"privateLinkIds"}}}]}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"externalPrivateEndpointId"}},{"kind":"Field","name":{"kind":"Name","value":"privateLinkIds"}}]}}]}}]} as unknown as DocumentNode<UpdatePrivateEndpointConnectionMutation, UpdatePrivateEndpointConnectionMutationVariables>;
export const UpdateSingletonPrivateEndpointConnectionDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"UpdateSingletonPrivateEndpointConnection"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"UpdateSingletonPrivateEndpointConnectionInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"updateSingletonPrivateEndpointConnection"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"externalPrivateEndpointId"}},{"kind":"Field","name":{"kind":"Name","value":"privateLinkIds"}}]}}]}}]} as unknown as DocumentNode<UpdateSingletonPrivateEndpointConnectionMutation, UpdateSingletonPrivateEndpointConnectionMutationVariables>;