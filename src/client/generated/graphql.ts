/* eslint-disable */
/** Internal type. DO NOT USE DIRECTLY. */
type Exact<T extends { [key: string]: unknown }> = { [K in keyof T]: T[K] };
/** Internal type. DO NOT USE DIRECTLY. */
export type Incremental<T> = T | { [P in keyof T]?: P extends ' $fragmentName' | '__typename' ? T[P] : never };
import type { TypedDocumentNode as DocumentNode } from '@graphql-typed-document-node/core';
/** The external connection to add. */
export type AddExternalConnectionInput = {
  /** How users' activities lead to items. Null is treated as omitted. */
  activitySettings?: ExternalConnectionActivitySettingsInput | null | undefined;
  /** How items are displayed in eDiscovery. Null is treated as omitted. */
  complianceSettings?: ExternalConnectionComplianceSettingsInput | null | undefined;
  /** Access settings of the connection. Null is treated as omitted. */
  configuration?: ExternalConnectionConfigurationInput | null | undefined;
  /** Id of the Teams app that the connection belongs to. Null is treated as omitted. */
  connectorId?: string | null | undefined;
  /**
   * Ticket of the Teams app that enables the connector, sent as the header `GraphConnectors-Ticket`:
   * at most 4,096 visible ASCII characters. It is a secret: pass it in a variable.
   */
  connectorTicket?: string | null | undefined;
  /** What kind of content the connection brings. Null is treated as omitted. */
  contentCategory?: ExternalConnectionContentCategory | null | undefined;
  /** Purpose of the connection. Null is treated as omitted. */
  description?: string | null | undefined;
  /** Where the content is used. At least one value. Null is treated as omitted. */
  enabledContentExperiences?: Array<ExternalConnectionContentExperience> | null | undefined;
  /**
   * Immutable id of your choice: 3 to 32 ASCII letters or digits, unique in the tenant; must not start
   * with `Microsoft` or be a reserved word such as `Teams` (case-sensitive). Optional: without it, the
   * result of an empty response cannot be read.
   */
  id?: string | null | undefined;
  /** Display name for administrators; 1 to 128 characters. */
  name: string;
  /** How search results are displayed. Null is treated as omitted. */
  searchSettings?: ExternalConnectionSearchSettingsInput | null | undefined;
  /**
   * Computed by Microsoft Graph, which may ignore this value: omit it. UNKNOWN_FUTURE_VALUE is
   * rejected. Null is treated as omitted.
   */
  state?: ExternalConnectionState | null | undefined;
};

/** The external connection to create. */
export type CreateExternalConnectionInput = {
  /** How users' activities lead to items. Null is treated as omitted. */
  activitySettings?: ExternalConnectionActivitySettingsInput | null | undefined;
  /** How items are displayed in eDiscovery. Null is treated as omitted. */
  complianceSettings?: ExternalConnectionComplianceSettingsInput | null | undefined;
  /** Access settings of the connection. Null is treated as omitted. */
  configuration?: ExternalConnectionConfigurationInput | null | undefined;
  /** Id of the Teams app that the connection belongs to. Null is treated as omitted. */
  connectorId?: string | null | undefined;
  /**
   * Ticket of the Teams app that enables the connector, sent as the header `GraphConnectors-Ticket`:
   * at most 4,096 visible ASCII characters. It is a secret: pass it in a variable.
   */
  connectorTicket?: string | null | undefined;
  /** What kind of content the connection brings. Null is treated as omitted. */
  contentCategory?: ExternalConnectionContentCategory | null | undefined;
  /** Purpose of the connection. Null is treated as omitted. */
  description?: string | null | undefined;
  /** Where the content is used. At least one value. Null is treated as omitted. */
  enabledContentExperiences?: Array<ExternalConnectionContentExperience> | null | undefined;
  /**
   * Immutable id of your choice: 3 to 32 ASCII letters or digits, unique in the tenant; must not start
   * with `Microsoft` or be a reserved word such as `Teams` (case-sensitive).
   */
  id: string;
  /** Display name for administrators; 1 to 128 characters. */
  name: string;
  /** How search results are displayed. Null is treated as omitted. */
  searchSettings?: ExternalConnectionSearchSettingsInput | null | undefined;
  /**
   * Computed by Microsoft Graph, which may ignore this value: omit it. UNKNOWN_FUTURE_VALUE is
   * rejected. Null is treated as omitted.
   */
  state?: ExternalConnectionState | null | undefined;
};

/** The external connection to delete. */
export type DeleteExternalConnectionInput = {
  /**
   * Ticket of the Teams app that enables the connector, sent as the header `GraphConnectors-Ticket`:
   * at most 4,096 visible ASCII characters. It is a secret: pass it in a variable.
   */
  connectorTicket?: string | null | undefined;
  /** Identifier of the connection to delete. */
  id: string;
};

/** Settings of how users' activities lead to items. */
export type ExternalConnectionActivitySettingsInput = {
  /** How the URLs that users share lead to items. */
  urlToItemResolvers: Array<ExternalConnectionItemIdResolverInput>;
};

/** Whether one value of a rule has to match, or all of them. */
export type ExternalConnectionBinaryOperator =
  /** Every value has to match. */
  | 'AND'
  /** One value has to match. */
  | 'OR'
  /** A value added by Microsoft after this schema was published. Output only. */
  | 'UNKNOWN_FUTURE_VALUE';

/** Settings of how items are displayed in eDiscovery. */
export type ExternalConnectionComplianceSettingsInput = {
  /**
   * The templates for eDiscovery: Adaptive Cards up to version 1.2, without Markdown and data
   * bindings.
   */
  eDiscoveryResultTemplates: Array<ExternalConnectionDisplayTemplateInput>;
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

/** What kind of content a connection brings. */
export type ExternalConnectionContentCategory =
  /** Customer relationship management. */
  | 'CRM'
  /** Dashboards and reports. */
  | 'DASHBOARD'
  /** Email messages. */
  | 'EMAIL'
  /** Files and folders. */
  | 'FILE_REPOSITORY'
  /** Articles of a knowledge base. */
  | 'KNOWLEDGE_BASE'
  /** Courses and trainings. */
  | 'LEARNING_MANAGEMENT'
  /** Images, audio and video. */
  | 'MEDIA'
  /** Transcripts of meetings. */
  | 'MEETING_TRANSCRIPTS'
  /** Chats and channels. */
  | 'MESSAGING'
  /** People and their profiles. */
  | 'PEOPLE'
  /** Questions and answers. */
  | 'QNA'
  /** Tasks, tickets and projects. */
  | 'TASK_MANAGEMENT'
  /** Any content: the default. */
  | 'UNCATEGORIZED'
  /** A value added by Microsoft after this schema was published. Output only. */
  | 'UNKNOWN_FUTURE_VALUE'
  /** Pages of wikis. */
  | 'WIKIS';

/** Where the content of a connection is used. */
export type ExternalConnectionContentExperience =
  /** Microsoft Purview, such as eDiscovery. */
  | 'COMPLIANCE'
  /** Microsoft Search and Copilot. */
  | 'SEARCH'
  /** A value added by Microsoft after this schema was published. Output only. */
  | 'UNKNOWN_FUTURE_VALUE';

/** How a search result of a connection is displayed. */
export type ExternalConnectionDisplayTemplateInput = {
  /** Identifier of your choice: 1 to 16 ASCII letters or digits. */
  id: string;
  /** Adaptive Card: a JSON object, passed on unchanged, with its data bindings. */
  layout: unknown;
  /** Positive number: of the templates whose rules match, the one with the lowest number is used. */
  priority: number;
  /** The conditions under which the template is used. Null is treated as omitted: always. */
  rules?: Array<ExternalConnectionPropertyRuleInput> | null | undefined;
};

/** How the URL of an item leads to its id. */
export type ExternalConnectionItemIdResolverInput = {
  /** Pattern of the id: named groups of `urlPattern` in curly brackets, such as `{ticketId}`. */
  itemId: string;
  /**
   * Position in the sequence in which the resolvers are evaluated. A positive number; null is treated
   * as omitted.
   */
  priority?: number | null | undefined;
  /** Which URLs a resolver is for. */
  urlMatchInfo: ExternalConnectionUrlMatchInfoInput;
};

/** How far an operation of an external connection is. */
export type ExternalConnectionOperationStatus =
  /** Ended with success. */
  | 'COMPLETED'
  /** Ended without success: see `error`. */
  | 'FAILED'
  /** Not ended yet: usually 5 to 15 minutes. */
  | 'IN_PROGRESS'
  /** A value added by Microsoft after this schema was published. Output only. */
  | 'UNKNOWN_FUTURE_VALUE'
  /** Microsoft Graph does not say. */
  | 'UNSPECIFIED';

/** A condition on a property of an item. */
export type ExternalConnectionPropertyRuleInput = {
  /** How the property is compared. UNKNOWN_FUTURE_VALUE is rejected. */
  operation: ExternalConnectionRuleOperation;
  /** Name of the property, as in the schema of the connection. */
  property: string;
  /** The values to compare the property with. None for IS_NULL. */
  values: Array<string>;
  /** Whether one value has to match, or all of them. UNKNOWN_FUTURE_VALUE is rejected. */
  valuesJoinedBy: ExternalConnectionBinaryOperator;
};

/** How a rule compares a property with its values. */
export type ExternalConnectionRuleOperation =
  /** The property contains a value. */
  | 'CONTAINS'
  /** The property equals a value. */
  | 'EQUALS'
  /** The property is greater than a value. */
  | 'GREATER_THAN'
  /** The property has no value: `null` in Microsoft Graph. */
  | 'IS_NULL'
  /** The property is less than a value. */
  | 'LESS_THAN'
  /** The property does not contain a value. */
  | 'NOT_CONTAINS'
  /** The property differs from a value. */
  | 'NOT_EQUALS'
  /** The property starts with a value. */
  | 'STARTS_WITH'
  /** A value added by Microsoft after this schema was published. Output only. */
  | 'UNKNOWN_FUTURE_VALUE';

/** Settings of how search results are displayed. */
export type ExternalConnectionSearchSettingsInput = {
  /** The templates of search results: at most 2. */
  searchResultTemplates: Array<ExternalConnectionDisplayTemplateInput>;
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
  /** A value added by Microsoft after this schema was published. Output only. */
  | 'UNKNOWN_FUTURE_VALUE';

/** Which URLs a resolver is for. */
export type ExternalConnectionUrlMatchInfoInput = {
  /** Prefixes of the URLs, such as `https://tickets.contoso.com`. */
  baseUrls: Array<string>;
  /**
   * ECMAScript regular expression for the rest of the URL, with named groups:
   * `/tickets/(?<ticketId>[0-9]+)`.
   */
  urlPattern: string;
};

/** How far a deletion is. */
export type GraphDeletionStatus =
  /**
   * Microsoft Graph deletes the object in the background (202). It can still be read until it is gone:
   * look it up until it is null. A second deletion before that is rejected.
   */
  | 'ACCEPTED'
  /** The object is deleted (204). */
  | 'COMPLETED';

/** The external connection to update, and at least one field to change. */
export type UpdateExternalConnectionInput = {
  /**
   * How users' activities lead to items. Replaces the whole value. An omitted field keeps its value;
   * null is rejected.
   */
  activitySettings?: ExternalConnectionActivitySettingsInput | null | undefined;
  /**
   * How items are displayed in eDiscovery. Replaces the whole value. An omitted field keeps its value;
   * null is rejected.
   */
  complianceSettings?: ExternalConnectionComplianceSettingsInput | null | undefined;
  /**
   * Access settings of the connection. Replaces the whole value. An omitted field keeps its value;
   * null is rejected.
   */
  configuration?: ExternalConnectionConfigurationInput | null | undefined;
  /**
   * Id of the Teams app that the connection belongs to. Replaces the whole value. An omitted field
   * keeps its value; null is rejected.
   */
  connectorId?: string | null | undefined;
  /**
   * Ticket of the Teams app that enables the connector, sent as the header `GraphConnectors-Ticket`:
   * at most 4,096 visible ASCII characters. It is a secret: pass it in a variable.
   */
  connectorTicket?: string | null | undefined;
  /**
   * What kind of content the connection brings. Replaces the whole value. An omitted field keeps its
   * value; null is rejected.
   */
  contentCategory?: ExternalConnectionContentCategory | null | undefined;
  /**
   * Purpose of the connection. Replaces the whole value. An omitted field keeps its value; null is
   * rejected.
   */
  description?: string | null | undefined;
  /**
   * Where the content is used. At least one value. Replaces the whole value. An omitted field keeps
   * its value; null is rejected.
   */
  enabledContentExperiences?: Array<ExternalConnectionContentExperience> | null | undefined;
  /** Identifier of the connection to update; it cannot be changed. */
  id: string;
  /**
   * Display name for administrators; 1 to 128 characters. An omitted field keeps its value; null is
   * rejected.
   */
  name?: string | null | undefined;
  /**
   * How search results are displayed. Replaces the whole value. An omitted field keeps its value; null
   * is rejected.
   */
  searchSettings?: ExternalConnectionSearchSettingsInput | null | undefined;
};

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

export type DeleteExternalConnectionMutationVariables = Exact<{
  input: DeleteExternalConnectionInput;
}>;


export type DeleteExternalConnectionMutation = { deleteExternalConnection: { id: string, status: GraphDeletionStatus | null } | null };

export type DeletePrivateEndpointConnectionMutationVariables = Exact<{
  id: string;
}>;


export type DeletePrivateEndpointConnectionMutation = { deletePrivateEndpointConnection: { id: string, status: GraphDeletionStatus | null } | null };

export type DeleteSingletonPrivateEndpointConnectionMutationVariables = Exact<{ [key: string]: never; }>;


export type DeleteSingletonPrivateEndpointConnectionMutation = { deleteSingletonPrivateEndpointConnection: { status: GraphDeletionStatus | null } | null };

export type ExternalConnectionQueryVariables = Exact<{
  id: string;
}>;


export type ExternalConnectionQuery = { externalConnection: { id: string, name: string | null, description: string | null, state: ExternalConnectionState | null, contentCategory: ExternalConnectionContentCategory | null, enabledContentExperiences: Array<ExternalConnectionContentExperience> | null, ingestedItemsCount: number | null, configuration: { authorizedAppIds: Array<string> | null } | null, activitySettings: { urlToItemResolvers: Array<{ priority: number | null, itemId: string | null, urlMatchInfo: { baseUrls: Array<string> | null, urlPattern: string | null } | null }> | null } | null, searchSettings: { searchResultTemplates: Array<{ id: string | null, priority: number | null, layout: unknown }> | null } | null } | null };

export type ExternalConnectionOperationQueryVariables = Exact<{
  connectionId: string;
  id: string;
}>;


export type ExternalConnectionOperationQuery = { externalConnectionOperation: { id: string, status: ExternalConnectionOperationStatus | null, error: { code: string | null, message: string | null } | null } | null };

export type ExternalConnectionsQueryVariables = Exact<{
  first?: number | null | undefined;
  after?: string | null | undefined;
  name?: string | null | undefined;
}>;


export type ExternalConnectionsQuery = { externalConnections: { nodes: Array<{ id: string, name: string | null, state: ExternalConnectionState | null }>, pageInfo: { hasNextPage: boolean, endCursor: string | null } } | null };

export type FollowExternalConnectionOperationSubscriptionVariables = Exact<{
  connectionId: string;
  id: string;
}>;


export type FollowExternalConnectionOperationSubscription = { externalConnectionOperation: { id: string, status: ExternalConnectionOperationStatus | null, error: { code: string | null, message: string | null } | null } | null };

export type PrivateEndpointConnectionQueryVariables = Exact<{
  id: string;
}>;


export type PrivateEndpointConnectionQuery = { privateEndpointConnection: { id: string, externalPrivateEndpointId: string | null, privateLinkIds: Array<number> | null } | null };

export type PrivateEndpointConnectionsQueryVariables = Exact<{
  first?: number | null | undefined;
  after?: string | null | undefined;
}>;


export type PrivateEndpointConnectionsQuery = { privateEndpointConnections: { nodes: Array<{ id: string, externalPrivateEndpointId: string | null, privateLinkIds: Array<number> | null }>, pageInfo: { hasNextPage: boolean, endCursor: string | null } } | null };

export type SingletonPrivateEndpointConnectionQueryVariables = Exact<{ [key: string]: never; }>;


export type SingletonPrivateEndpointConnectionQuery = { singletonPrivateEndpointConnection: { id: string, externalPrivateEndpointId: string | null, privateLinkIds: Array<number> | null } | null };

export type UpdateExternalConnectionMutationVariables = Exact<{
  input: UpdateExternalConnectionInput;
}>;


export type UpdateExternalConnectionMutation = { updateExternalConnection: { id: string, name: string | null, description: string | null, enabledContentExperiences: Array<ExternalConnectionContentExperience> | null, searchSettings: { searchResultTemplates: Array<{ id: string | null, priority: number | null, layout: unknown }> | null } | null } | null };

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
export const DeleteExternalConnectionDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"DeleteExternalConnection"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"DeleteExternalConnectionInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"deleteExternalConnection"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"status"}}]}}]}}]} as unknown as DocumentNode<DeleteExternalConnectionMutation, DeleteExternalConnectionMutationVariables>;
export const DeletePrivateEndpointConnectionDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"DeletePrivateEndpointConnection"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"id"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"ID"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"deletePrivateEndpointConnection"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"ObjectValue","fields":[{"kind":"ObjectField","name":{"kind":"Name","value":"id"},"value":{"kind":"Variable","name":{"kind":"Name","value":"id"}}}]}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"status"}}]}}]}}]} as unknown as DocumentNode<DeletePrivateEndpointConnectionMutation, DeletePrivateEndpointConnectionMutationVariables>;
export const DeleteSingletonPrivateEndpointConnectionDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"DeleteSingletonPrivateEndpointConnection"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"deleteSingletonPrivateEndpointConnection"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"status"}}]}}]}}]} as unknown as DocumentNode<DeleteSingletonPrivateEndpointConnectionMutation, DeleteSingletonPrivateEndpointConnectionMutationVariables>;
export const ExternalConnectionDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"ExternalConnection"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"id"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"ID"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"externalConnection"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"id"},"value":{"kind":"Variable","name":{"kind":"Name","value":"id"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"description"}},{"kind":"Field","name":{"kind":"Name","value":"state"}},{"kind":"Field","name":{"kind":"Name","value":"configuration"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"authorizedAppIds"}}]}},{"kind":"Field","name":{"kind":"Name","value":"contentCategory"}},{"kind":"Field","name":{"kind":"Name","value":"enabledContentExperiences"}},{"kind":"Field","name":{"kind":"Name","value":"ingestedItemsCount"}},{"kind":"Field","name":{"kind":"Name","value":"activitySettings"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"urlToItemResolvers"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"priority"}},{"kind":"Field","name":{"kind":"Name","value":"itemId"}},{"kind":"Field","name":{"kind":"Name","value":"urlMatchInfo"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"baseUrls"}},{"kind":"Field","name":{"kind":"Name","value":"urlPattern"}}]}}]}}]}},{"kind":"Field","name":{"kind":"Name","value":"searchSettings"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"searchResultTemplates"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"priority"}},{"kind":"Field","name":{"kind":"Name","value":"layout"}}]}}]}}]}}]}}]} as unknown as DocumentNode<ExternalConnectionQuery, ExternalConnectionQueryVariables>;
export const ExternalConnectionOperationDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"ExternalConnectionOperation"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"connectionId"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"ID"}}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"id"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"ID"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"externalConnectionOperation"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"connectionId"},"value":{"kind":"Variable","name":{"kind":"Name","value":"connectionId"}}},{"kind":"Argument","name":{"kind":"Name","value":"id"},"value":{"kind":"Variable","name":{"kind":"Name","value":"id"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"status"}},{"kind":"Field","name":{"kind":"Name","value":"error"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"message"}}]}}]}}]}}]} as unknown as DocumentNode<ExternalConnectionOperationQuery, ExternalConnectionOperationQueryVariables>;
export const ExternalConnectionsDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"ExternalConnections"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"first"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"Int"}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"after"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"String"}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"name"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"String"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"externalConnections"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"first"},"value":{"kind":"Variable","name":{"kind":"Name","value":"first"}}},{"kind":"Argument","name":{"kind":"Name","value":"after"},"value":{"kind":"Variable","name":{"kind":"Name","value":"after"}}},{"kind":"Argument","name":{"kind":"Name","value":"name"},"value":{"kind":"Variable","name":{"kind":"Name","value":"name"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"nodes"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"state"}}]}},{"kind":"Field","name":{"kind":"Name","value":"pageInfo"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"hasNextPage"}},{"kind":"Field","name":{"kind":"Name","value":"endCursor"}}]}}]}}]}}]} as unknown as DocumentNode<ExternalConnectionsQuery, ExternalConnectionsQueryVariables>;
export const FollowExternalConnectionOperationDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"subscription","name":{"kind":"Name","value":"FollowExternalConnectionOperation"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"connectionId"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"ID"}}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"id"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"ID"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"externalConnectionOperation"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"connectionId"},"value":{"kind":"Variable","name":{"kind":"Name","value":"connectionId"}}},{"kind":"Argument","name":{"kind":"Name","value":"id"},"value":{"kind":"Variable","name":{"kind":"Name","value":"id"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"status"}},{"kind":"Field","name":{"kind":"Name","value":"error"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"message"}}]}}]}}]}}]} as unknown as DocumentNode<FollowExternalConnectionOperationSubscription, FollowExternalConnectionOperationSubscriptionVariables>;
export const PrivateEndpointConnectionDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"PrivateEndpointConnection"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"id"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"ID"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"privateEndpointConnection"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"id"},"value":{"kind":"Variable","name":{"kind":"Name","value":"id"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"externalPrivateEndpointId"}},{"kind":"Field","name":{"kind":"Name","value":"privateLinkIds"}}]}}]}}]} as unknown as DocumentNode<PrivateEndpointConnectionQuery, PrivateEndpointConnectionQueryVariables>;
export const PrivateEndpointConnectionsDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"PrivateEndpointConnections"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"first"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"Int"}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"after"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"String"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"privateEndpointConnections"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"first"},"value":{"kind":"Variable","name":{"kind":"Name","value":"first"}}},{"kind":"Argument","name":{"kind":"Name","value":"after"},"value":{"kind":"Variable","name":{"kind":"Name","value":"after"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"nodes"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"externalPrivateEndpointId"}},{"kind":"Field","name":{"kind":"Name","value":"privateLinkIds"}}]}},{"kind":"Field","name":{"kind":"Name","value":"pageInfo"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"hasNextPage"}},{"kind":"Field","name":{"kind":"Name","value":"endCursor"}}]}}]}}]}}]} as unknown as DocumentNode<PrivateEndpointConnectionsQuery, PrivateEndpointConnectionsQueryVariables>;
export const SingletonPrivateEndpointConnectionDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"SingletonPrivateEndpointConnection"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"singletonPrivateEndpointConnection"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"externalPrivateEndpointId"}},{"kind":"Field","name":{"kind":"Name","value":"privateLinkIds"}}]}}]}}]} as unknown as DocumentNode<SingletonPrivateEndpointConnectionQuery, SingletonPrivateEndpointConnectionQueryVariables>;
export const UpdateExternalConnectionDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"UpdateExternalConnection"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"UpdateExternalConnectionInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"updateExternalConnection"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"description"}},{"kind":"Field","name":{"kind":"Name","value":"enabledContentExperiences"}},{"kind":"Field","name":{"kind":"Name","value":"searchSettings"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"searchResultTemplates"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"priority"}},{"kind":"Field","name":{"kind":"Name","value":"layout"}}]}}]}}]}}]}}]} as unknown as DocumentNode<UpdateExternalConnectionMutation, UpdateExternalConnectionMutationVariables>;
export const UpdatePrivateEndpointConnectionDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"UpdatePrivateEndpointConnection"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"id"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"ID"}}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"externalPrivateEndpointId"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"String"}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"privateLinkIds"}},"type":{"kind":"ListType","type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"Int"}}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"updatePrivateEndpointConnection"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"ObjectValue","fields":[{"kind":"ObjectField","name":{"kind":"Name","value":"id"},"value":{"kind":"Variable","name":{"kind":"Name","value":"id"}}},{"kind":"ObjectField","name":{"kind":"Name","value":"externalPrivateEndpointId"},"value":{"kind":"Variable","name":{"kind":"Name","value":"externalPrivateEndpointId"}}},{"kind":"ObjectField","name":{"kind":"Name","value":"privateLinkIds"},"value":{"kind":"Variable","name":{"kind":"Name","value":"privateLinkIds"}}}]}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"externalPrivateEndpointId"}},{"kind":"Field","name":{"kind":"Name","value":"privateLinkIds"}}]}}]}}]} as unknown as DocumentNode<UpdatePrivateEndpointConnectionMutation, UpdatePrivateEndpointConnectionMutationVariables>;
export const UpdateSingletonPrivateEndpointConnectionDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"UpdateSingletonPrivateEndpointConnection"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"UpdateSingletonPrivateEndpointConnectionInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"updateSingletonPrivateEndpointConnection"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"externalPrivateEndpointId"}},{"kind":"Field","name":{"kind":"Name","value":"privateLinkIds"}}]}}]}}]} as unknown as DocumentNode<UpdateSingletonPrivateEndpointConnectionMutation, UpdateSingletonPrivateEndpointConnectionMutationVariables>;