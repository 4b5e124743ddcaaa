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

/** The result of a check. */
export type ExternalConnectionCheckStatus =
  /** Something is missing: see the message. */
  | 'FAILED'
  /** Nothing is left to do. */
  | 'PASSED'
  /** What the check depends on could not be read: see the message. */
  | 'UNKNOWN';

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
  /**
   * Adaptive Card: a JSON object, passed on unchanged, with its data bindings. But its numbers are
   * doubles: an integer beyond 2^53 is rejected in an input, and rounded where it is read.
   */
  layout: unknown;
  /** Positive number: of the templates whose rules match, the one with the lowest number is used. */
  priority: number;
  /** The conditions under which the template is used. Null is treated as omitted: always. */
  rules?: Array<ExternalConnectionPropertyRuleInput> | null | undefined;
};

/** How much a property counts in the order of search results. */
export type ExternalConnectionImportanceScore =
  /** More than other properties. */
  | 'HIGH'
  /** Less than other properties. */
  | 'LOW'
  /** As much as other properties. */
  | 'MEDIUM'
  /** A value added by Microsoft after this schema was published. Output only. */
  | 'UNKNOWN_FUTURE_VALUE'
  /** Much more than other properties. */
  | 'VERY_HIGH';

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

/** One property that the items of an external connection can have. Null is treated as omitted. */
export type ExternalConnectionPropertyInput = {
  /** Other names that queries can use. Each has 1 to 32 ASCII letters or digits. */
  aliases?: Array<string> | null | undefined;
  /** What the property is for, which helps Copilot to use it. At most 200 characters. */
  description?: string | null | undefined;
  /**
   * Whether queries match whole values only. Only for STRING and STRING_COLLECTION, and without
   * isSearchable.
   */
  isExactMatchRequired?: boolean | null | undefined;
  /** Whether queries in Keyword Query Language can name the property. */
  isQueryable?: boolean | null | undefined;
  /** Whether search results can be filtered by the property. Only without isSearchable. */
  isRefinable?: boolean | null | undefined;
  /** Whether search results have the property. */
  isRetrievable?: boolean | null | undefined;
  /**
   * Whether the full-text index has the property. Only for STRING and STRING_COLLECTION, and without
   * isRefinable.
   */
  isSearchable?: boolean | null | undefined;
  /**
   * What the property means to Microsoft 365, which search results and Copilot rely on. They need
   * isRetrievable, and each can be on one property only.
   */
  labels?: Array<ExternalConnectionPropertyLabel> | null | undefined;
  /** Name of the property, unique in the schema: 1 to 32 ASCII letters or digits. */
  name: string;
  /** How a property counts in the order of search results. */
  rankingHint?: ExternalConnectionRankingHintInput | null | undefined;
  /** Data type of the property. UNKNOWN_FUTURE_VALUE is rejected. */
  type: ExternalConnectionPropertyType;
};

/** What a property means to Microsoft 365. */
export type ExternalConnectionPropertyLabel =
  /** Who the item is assigned to; `assignedTo` in the documentation. */
  | 'ASSIGNED_TO_PEOPLE'
  /** Everyone who worked on the item. */
  | 'AUTHORS'
  /** Who closed the item. */
  | 'CLOSED_BY'
  /** When the item was closed. */
  | 'CLOSED_DATE'
  /** The name of what contains the item: a project, a folder. */
  | 'CONTAINER_NAME'
  /** The URL of what contains the item. */
  | 'CONTAINER_URL'
  /** Who created the item. */
  | 'CREATED_BY'
  /** When the item was created. */
  | 'CREATED_DATE_TIME'
  /** When the item is due. */
  | 'DUE_DATE'
  /** The extension of the file that the item is. */
  | 'FILE_EXTENSION'
  /** The name of the file that the item is. */
  | 'FILE_NAME'
  /** The URL of the icon that search results show. */
  | 'ICON_URL'
  /** The id of the item above it. */
  | 'ITEM_PARENT_ID'
  /** The path of the item in its source. */
  | 'ITEM_PATH'
  /** The kind of item, such as a task. */
  | 'ITEM_TYPE'
  /** Who changed the item last. */
  | 'LAST_MODIFIED_BY'
  /** When the item was last changed. */
  | 'LAST_MODIFIED_DATE_TIME'
  /** How many reactions the item has; `numReactions` in the documentation. */
  | 'NUMBER_OF_REACTIONS'
  /** The URL of the item above it. */
  | 'PARENT_URL'
  /** Account of a person in Microsoft Entra. */
  | 'PERSON_ACCOUNT'
  /** Postal addresses of a person. */
  | 'PERSON_ADDRESSES'
  /** Who else to contact about a person. */
  | 'PERSON_ALTERNATE_CONTACTS'
  /** Anniversaries of a person. */
  | 'PERSON_ANNIVERSARIES'
  /** Assistants of a person. */
  | 'PERSON_ASSISTANTS'
  /** Awards of a person. */
  | 'PERSON_AWARDS'
  /** Certifications of a person. */
  | 'PERSON_CERTIFICATIONS'
  /** Colleagues of a person. */
  | 'PERSON_COLLEAGUES'
  /** Current position of a person. */
  | 'PERSON_CURRENT_POSITION'
  /** Education of a person. */
  | 'PERSON_EDUCATIONAL_ACTIVITIES'
  /** Email addresses of a person. */
  | 'PERSON_EMAILS'
  /** Whom to contact about a person in an emergency. */
  | 'PERSON_EMERGENCY_CONTACTS'
  /** Interests of a person. */
  | 'PERSON_INTERESTS'
  /** Languages of a person. */
  | 'PERSON_LANGUAGES'
  /** Manager of a person. */
  | 'PERSON_MANAGER'
  /** Name of a person. */
  | 'PERSON_NAME'
  /** A note on a person. */
  | 'PERSON_NOTE'
  /** Patents of a person. */
  | 'PERSON_PATENTS'
  /** Telephone numbers of a person. */
  | 'PERSON_PHONES'
  /** Projects of a person. */
  | 'PERSON_PROJECTS'
  /** Publications of a person. */
  | 'PERSON_PUBLICATIONS'
  /** Skills of a person. */
  | 'PERSON_SKILLS'
  /** Accounts of a person on websites. */
  | 'PERSON_WEB_ACCOUNTS'
  /** Website of a person. */
  | 'PERSON_WEB_SITE'
  /** Positions of a person, former ones included. */
  | 'PERSON_WORK_POSITIONS'
  /** The priority of the item, as its source has it. */
  | 'PRIORITY'
  /** The priority of the item on a scale that sources share. */
  | 'PRIORITY_NORMALIZED'
  /** Who reported the item. */
  | 'REPORTED_BY'
  /** Another id of the item, which people know it by. */
  | 'SECONDARY_ID'
  /** The severity of the item. */
  | 'SEVERITY'
  /** The sprint that the item belongs to. */
  | 'SPRINT_NAME'
  /** The state of the item, such as open. */
  | 'STATE'
  /** Keywords of the item. */
  | 'TAGS'
  /** The title that search results show. */
  | 'TITLE'
  /** A value added by Microsoft after this schema was published. Output only. */
  | 'UNKNOWN_FUTURE_VALUE'
  /** The URL of the item in its source. */
  | 'URL';

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

/** The data type of a property. */
export type ExternalConnectionPropertyType =
  /** True or false. */
  | 'BOOLEAN'
  /** A date and time in ISO 8601. */
  | 'DATE_TIME'
  /** A list of dates and times. */
  | 'DATE_TIME_COLLECTION'
  /** A floating-point number. */
  | 'DOUBLE'
  /** A list of floating-point numbers. */
  | 'DOUBLE_COLLECTION'
  /** A whole number of up to 64 bits. */
  | 'INT64'
  /** A list of whole numbers. */
  | 'INT64_COLLECTION'
  /** One person, in Microsoft Entra or elsewhere. */
  | 'PRINCIPAL'
  /** A list of people. */
  | 'PRINCIPAL_COLLECTION'
  /** Text, the only single value that can be searched. */
  | 'STRING'
  /** A list of texts; it can be searched. */
  | 'STRING_COLLECTION'
  /** A value added by Microsoft after this schema was published. Output only. */
  | 'UNKNOWN_FUTURE_VALUE';

/** How a property counts in the order of search results. */
export type ExternalConnectionRankingHintInput = {
  /** How much the property counts. UNKNOWN_FUTURE_VALUE is rejected. */
  importanceScore: ExternalConnectionImportanceScore;
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

/** The schema to register. */
export type RegisterExternalConnectionSchemaInput = {
  /** Identifier of the connection. */
  connectionId: string;
  /** The properties: 1 to 128. A property that is registered already cannot be removed. */
  properties: Array<ExternalConnectionPropertyInput>;
};

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

export type DeleteSingletonPrivateEndpointConnectionMutationVariables = Exact<{
  confirmed: boolean;
}>;


export type DeleteSingletonPrivateEndpointConnectionMutation = { deleteSingletonPrivateEndpointConnection?: { status: GraphDeletionStatus | null } | null };

export type ExternalConnectionQueryVariables = Exact<{
  id: string;
}>;


export type ExternalConnectionQuery = { externalConnection: { id: string, name: string | null, description: string | null, state: ExternalConnectionState | null, contentCategory: ExternalConnectionContentCategory | null, enabledContentExperiences: Array<ExternalConnectionContentExperience> | null, ingestedItemsCount: number | null, configuration: { authorizedAppIds: Array<string> | null } | null, activitySettings: { urlToItemResolvers: Array<{ priority: number | null, itemId: string | null, urlMatchInfo: { baseUrls: Array<string> | null, urlPattern: string | null } | null }> | null } | null, searchSettings: { searchResultTemplates: Array<{ id: string | null, priority: number | null, layout: unknown }> | null } | null } | null };

export type ExternalConnectionOperationQueryVariables = Exact<{
  connectionId: string;
  id: string;
}>;


export type ExternalConnectionOperationQuery = { externalConnectionOperation: { id: string, status: ExternalConnectionOperationStatus | null, error: { code: string | null, message: string | null } | null } | null };

export type ExternalConnectionReadinessQueryVariables = Exact<{
  id: string;
}>;


export type ExternalConnectionReadinessQuery = { externalConnection: { id: string, readiness: { status: ExternalConnectionCheckStatus | null, state: { status: ExternalConnectionCheckStatus | null, message: string | null } | null, schemaRegistered: { status: ExternalConnectionCheckStatus | null, message: string | null } | null, titleLabel: { status: ExternalConnectionCheckStatus | null, message: string | null } | null, urlLabel: { status: ExternalConnectionCheckStatus | null, message: string | null } | null, iconUrlLabel: { status: ExternalConnectionCheckStatus | null, message: string | null } | null, searchableProperty: { status: ExternalConnectionCheckStatus | null, message: string | null } | null, urlToItemResolver: { status: ExternalConnectionCheckStatus | null, message: string | null } | null, resultTemplate: { status: ExternalConnectionCheckStatus | null, message: string | null } | null } | null } | null };

export type ReadinessCheckFragment = { status: ExternalConnectionCheckStatus | null, message: string | null };

export type ExternalConnectionSchemaQueryVariables = Exact<{
  id: string;
}>;


export type ExternalConnectionSchemaQuery = { externalConnection: { id: string, schema: { baseType: string | null, properties: Array<{ name: string | null, type: ExternalConnectionPropertyType | null, description: string | null, aliases: Array<string> | null, labels: Array<ExternalConnectionPropertyLabel> | null, isSearchable: boolean | null, isQueryable: boolean | null, isRetrievable: boolean | null, isRefinable: boolean | null, isExactMatchRequired: boolean | null, rankingHint: { importanceScore: ExternalConnectionImportanceScore | null } | null }> | null } | null, quota: { itemsRemaining: number | null } | null } | null };

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

export type RegisterExternalConnectionSchemaMutationVariables = Exact<{
  input: RegisterExternalConnectionSchemaInput;
}>;


export type RegisterExternalConnectionSchemaMutation = { registerExternalConnectionSchema: { connectionId: string, operationId: string | null, locationConnectionId: string | null } | null };

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
  confirmed: boolean;
  input: UpdateSingletonPrivateEndpointConnectionInput;
}>;


export type UpdateSingletonPrivateEndpointConnectionMutation = { updateSingletonPrivateEndpointConnection?: { id: string, externalPrivateEndpointId: string | null, privateLinkIds: Array<number> | null } | null };

export const ReadinessCheckFragmentDoc = {"kind":"Document","definitions":[{"kind":"FragmentDefinition","name":{"kind":"Name","value":"ReadinessCheck"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"ExternalConnectionReadinessCheck"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"status"}},{"kind":"Field","name":{"kind":"Name","value":"message"}}]}}]} as unknown as DocumentNode<ReadinessCheckFragment, unknown>;
export const AddExternalConnectionDocument = {"__meta__":{"hash":"sha256:e332f8197dbcb605ffcaf3679620746e198a9063656f7e981aab226fe7d5e98b"},"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"AddExternalConnection"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"AddExternalConnectionInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"addExternalConnection"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"description"}},{"kind":"Field","name":{"kind":"Name","value":"state"}},{"kind":"Field","name":{"kind":"Name","value":"configuration"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"authorizedAppIds"}}]}}]}}]}}]} as unknown as DocumentNode<AddExternalConnectionMutation, AddExternalConnectionMutationVariables>;
export const CreateExternalConnectionDocument = {"__meta__":{"hash":"sha256:3cd35dd091e51f34331fe56ebb1b8a52cc96de9c520821eb9a7febcf3a3345da"},"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"CreateExternalConnection"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"CreateExternalConnectionInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"createExternalConnection"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"description"}},{"kind":"Field","name":{"kind":"Name","value":"state"}},{"kind":"Field","name":{"kind":"Name","value":"configuration"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"authorizedAppIds"}}]}}]}}]}}]} as unknown as DocumentNode<CreateExternalConnectionMutation, CreateExternalConnectionMutationVariables>;
export const CreatePrivateEndpointConnectionDocument = {"__meta__":{"hash":"sha256:6838d9f58d6ec66ec5fe2a9ee91b2aca6dddb6838c811ad04a6d2cd0aa3bc862"},"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"CreatePrivateEndpointConnection"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"externalPrivateEndpointId"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"String"}}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"privateLinkIds"}},"type":{"kind":"NonNullType","type":{"kind":"ListType","type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"Int"}}}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"createPrivateEndpointConnection"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"ObjectValue","fields":[{"kind":"ObjectField","name":{"kind":"Name","value":"externalPrivateEndpointId"},"value":{"kind":"Variable","name":{"kind":"Name","value":"externalPrivateEndpointId"}}},{"kind":"ObjectField","name":{"kind":"Name","value":"privateLinkIds"},"value":{"kind":"Variable","name":{"kind":"Name","value":"privateLinkIds"}}}]}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"externalPrivateEndpointId"}},{"kind":"Field","name":{"kind":"Name","value":"privateLinkIds"}}]}}]}}]} as unknown as DocumentNode<CreatePrivateEndpointConnectionMutation, CreatePrivateEndpointConnectionMutationVariables>;
export const DeleteExternalConnectionDocument = {"__meta__":{"hash":"sha256:5d2ec64ce5c3b72ee5d6667d925199a43733117c01f12189178e0fa958c365e3"},"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"DeleteExternalConnection"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"DeleteExternalConnectionInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"deleteExternalConnection"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"status"}}]}}]}}]} as unknown as DocumentNode<DeleteExternalConnectionMutation, DeleteExternalConnectionMutationVariables>;
export const DeletePrivateEndpointConnectionDocument = {"__meta__":{"hash":"sha256:856b873b56b994c50e972ed00d2fb0398148b8a92f970f89bd903f1b7a1eb586"},"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"DeletePrivateEndpointConnection"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"id"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"ID"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"deletePrivateEndpointConnection"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"ObjectValue","fields":[{"kind":"ObjectField","name":{"kind":"Name","value":"id"},"value":{"kind":"Variable","name":{"kind":"Name","value":"id"}}}]}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"status"}}]}}]}}]} as unknown as DocumentNode<DeletePrivateEndpointConnectionMutation, DeletePrivateEndpointConnectionMutationVariables>;
export const DeleteSingletonPrivateEndpointConnectionDocument = {"__meta__":{"hash":"sha256:6298aafbde89c95b0de46ed51ff2fffb3ca8932f703f58324508d62ee4a5a78a"},"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"DeleteSingletonPrivateEndpointConnection"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"confirmed"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"Boolean"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"deleteSingletonPrivateEndpointConnection"},"directives":[{"kind":"Directive","name":{"kind":"Name","value":"include"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"if"},"value":{"kind":"Variable","name":{"kind":"Name","value":"confirmed"}}}]}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"status"}}]}}]}}]} as unknown as DocumentNode<DeleteSingletonPrivateEndpointConnectionMutation, DeleteSingletonPrivateEndpointConnectionMutationVariables>;
export const ExternalConnectionDocument = {"__meta__":{"hash":"sha256:b7462baead8bd96a8c348ced2cf964efe1954034052d7a515398845a2571dbcc"},"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"ExternalConnection"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"id"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"ID"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"externalConnection"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"id"},"value":{"kind":"Variable","name":{"kind":"Name","value":"id"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"description"}},{"kind":"Field","name":{"kind":"Name","value":"state"}},{"kind":"Field","name":{"kind":"Name","value":"configuration"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"authorizedAppIds"}}]}},{"kind":"Field","name":{"kind":"Name","value":"contentCategory"}},{"kind":"Field","name":{"kind":"Name","value":"enabledContentExperiences"}},{"kind":"Field","name":{"kind":"Name","value":"ingestedItemsCount"}},{"kind":"Field","name":{"kind":"Name","value":"activitySettings"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"urlToItemResolvers"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"priority"}},{"kind":"Field","name":{"kind":"Name","value":"itemId"}},{"kind":"Field","name":{"kind":"Name","value":"urlMatchInfo"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"baseUrls"}},{"kind":"Field","name":{"kind":"Name","value":"urlPattern"}}]}}]}}]}},{"kind":"Field","name":{"kind":"Name","value":"searchSettings"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"searchResultTemplates"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"priority"}},{"kind":"Field","name":{"kind":"Name","value":"layout"}}]}}]}}]}}]}}]} as unknown as DocumentNode<ExternalConnectionQuery, ExternalConnectionQueryVariables>;
export const ExternalConnectionOperationDocument = {"__meta__":{"hash":"sha256:70d402832a29fa7c249bb7fd8e017bda3a8cdf4f07e0005c4218b775281fbe9d"},"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"ExternalConnectionOperation"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"connectionId"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"ID"}}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"id"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"ID"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"externalConnectionOperation"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"connectionId"},"value":{"kind":"Variable","name":{"kind":"Name","value":"connectionId"}}},{"kind":"Argument","name":{"kind":"Name","value":"id"},"value":{"kind":"Variable","name":{"kind":"Name","value":"id"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"status"}},{"kind":"Field","name":{"kind":"Name","value":"error"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"message"}}]}}]}}]}}]} as unknown as DocumentNode<ExternalConnectionOperationQuery, ExternalConnectionOperationQueryVariables>;
export const ExternalConnectionReadinessDocument = {"__meta__":{"hash":"sha256:bf0644fc3d76c686ae3240418cb1e42c0e366f00774e268e379f0276db636800"},"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"ExternalConnectionReadiness"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"id"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"ID"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"externalConnection"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"id"},"value":{"kind":"Variable","name":{"kind":"Name","value":"id"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"readiness"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"status"}},{"kind":"Field","name":{"kind":"Name","value":"state"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"ReadinessCheck"}}]}},{"kind":"Field","name":{"kind":"Name","value":"schemaRegistered"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"ReadinessCheck"}}]}},{"kind":"Field","name":{"kind":"Name","value":"titleLabel"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"ReadinessCheck"}}]}},{"kind":"Field","name":{"kind":"Name","value":"urlLabel"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"ReadinessCheck"}}]}},{"kind":"Field","name":{"kind":"Name","value":"iconUrlLabel"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"ReadinessCheck"}}]}},{"kind":"Field","name":{"kind":"Name","value":"searchableProperty"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"ReadinessCheck"}}]}},{"kind":"Field","name":{"kind":"Name","value":"urlToItemResolver"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"ReadinessCheck"}}]}},{"kind":"Field","name":{"kind":"Name","value":"resultTemplate"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"ReadinessCheck"}}]}}]}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"ReadinessCheck"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"ExternalConnectionReadinessCheck"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"status"}},{"kind":"Field","name":{"kind":"Name","value":"message"}}]}}]} as unknown as DocumentNode<ExternalConnectionReadinessQuery, ExternalConnectionReadinessQueryVariables>;
export const ExternalConnectionSchemaDocument = {"__meta__":{"hash":"sha256:5a5da0846f27664e7711044f2b97a14c537459bd72db78c56c503a449676883f"},"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"ExternalConnectionSchema"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"id"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"ID"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"externalConnection"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"id"},"value":{"kind":"Variable","name":{"kind":"Name","value":"id"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"schema"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"baseType"}},{"kind":"Field","name":{"kind":"Name","value":"properties"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"type"}},{"kind":"Field","name":{"kind":"Name","value":"description"}},{"kind":"Field","name":{"kind":"Name","value":"aliases"}},{"kind":"Field","name":{"kind":"Name","value":"labels"}},{"kind":"Field","name":{"kind":"Name","value":"isSearchable"}},{"kind":"Field","name":{"kind":"Name","value":"isQueryable"}},{"kind":"Field","name":{"kind":"Name","value":"isRetrievable"}},{"kind":"Field","name":{"kind":"Name","value":"isRefinable"}},{"kind":"Field","name":{"kind":"Name","value":"isExactMatchRequired"}},{"kind":"Field","name":{"kind":"Name","value":"rankingHint"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"importanceScore"}}]}}]}}]}},{"kind":"Field","name":{"kind":"Name","value":"quota"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"itemsRemaining"}}]}}]}}]}}]} as unknown as DocumentNode<ExternalConnectionSchemaQuery, ExternalConnectionSchemaQueryVariables>;
export const ExternalConnectionsDocument = {"__meta__":{"hash":"sha256:917b4164220cb3fa18260bfae224d397e6635346f955812ccbf54b3cc0f0bf6f"},"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"ExternalConnections"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"first"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"Int"}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"after"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"String"}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"name"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"String"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"externalConnections"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"first"},"value":{"kind":"Variable","name":{"kind":"Name","value":"first"}}},{"kind":"Argument","name":{"kind":"Name","value":"after"},"value":{"kind":"Variable","name":{"kind":"Name","value":"after"}}},{"kind":"Argument","name":{"kind":"Name","value":"name"},"value":{"kind":"Variable","name":{"kind":"Name","value":"name"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"nodes"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"state"}}]}},{"kind":"Field","name":{"kind":"Name","value":"pageInfo"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"hasNextPage"}},{"kind":"Field","name":{"kind":"Name","value":"endCursor"}}]}}]}}]}}]} as unknown as DocumentNode<ExternalConnectionsQuery, ExternalConnectionsQueryVariables>;
export const FollowExternalConnectionOperationDocument = {"__meta__":{"hash":"sha256:3e4c748ce29ac951eb2153ac1a6469c8a5685b33149b697f279e5078ecc0b0ef"},"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"subscription","name":{"kind":"Name","value":"FollowExternalConnectionOperation"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"connectionId"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"ID"}}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"id"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"ID"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"externalConnectionOperation"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"connectionId"},"value":{"kind":"Variable","name":{"kind":"Name","value":"connectionId"}}},{"kind":"Argument","name":{"kind":"Name","value":"id"},"value":{"kind":"Variable","name":{"kind":"Name","value":"id"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"status"}},{"kind":"Field","name":{"kind":"Name","value":"error"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"message"}}]}}]}}]}}]} as unknown as DocumentNode<FollowExternalConnectionOperationSubscription, FollowExternalConnectionOperationSubscriptionVariables>;
export const PrivateEndpointConnectionDocument = {"__meta__":{"hash":"sha256:9f2f98117545d7b303dfeadbc5f365c71180f4d7c380e46a28c3030c529b5c2d"},"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"PrivateEndpointConnection"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"id"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"ID"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"privateEndpointConnection"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"id"},"value":{"kind":"Variable","name":{"kind":"Name","value":"id"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"externalPrivateEndpointId"}},{"kind":"Field","name":{"kind":"Name","value":"privateLinkIds"}}]}}]}}]} as unknown as DocumentNode<PrivateEndpointConnectionQuery, PrivateEndpointConnectionQueryVariables>;
export const PrivateEndpointConnectionsDocument = {"__meta__":{"hash":"sha256:309603a4092773b23ec5a5e25f1d0bd5915a84ab8bbed6a85443f880d325bc73"},"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"PrivateEndpointConnections"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"first"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"Int"}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"after"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"String"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"privateEndpointConnections"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"first"},"value":{"kind":"Variable","name":{"kind":"Name","value":"first"}}},{"kind":"Argument","name":{"kind":"Name","value":"after"},"value":{"kind":"Variable","name":{"kind":"Name","value":"after"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"nodes"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"externalPrivateEndpointId"}},{"kind":"Field","name":{"kind":"Name","value":"privateLinkIds"}}]}},{"kind":"Field","name":{"kind":"Name","value":"pageInfo"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"hasNextPage"}},{"kind":"Field","name":{"kind":"Name","value":"endCursor"}}]}}]}}]}}]} as unknown as DocumentNode<PrivateEndpointConnectionsQuery, PrivateEndpointConnectionsQueryVariables>;
export const RegisterExternalConnectionSchemaDocument = {"__meta__":{"hash":"sha256:1f4cdbd84e7d38c85e07099c363326f620eec3e50fd06bad9c521dbab4e2265a"},"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"RegisterExternalConnectionSchema"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"RegisterExternalConnectionSchemaInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"registerExternalConnectionSchema"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"connectionId"}},{"kind":"Field","name":{"kind":"Name","value":"operationId"}},{"kind":"Field","name":{"kind":"Name","value":"locationConnectionId"}}]}}]}}]} as unknown as DocumentNode<RegisterExternalConnectionSchemaMutation, RegisterExternalConnectionSchemaMutationVariables>;
export const SingletonPrivateEndpointConnectionDocument = {"__meta__":{"hash":"sha256:87d93652d885a585b68f645f2efa91d1862635a1e0bdcb28790461aa7c4676d6"},"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"SingletonPrivateEndpointConnection"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"singletonPrivateEndpointConnection"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"externalPrivateEndpointId"}},{"kind":"Field","name":{"kind":"Name","value":"privateLinkIds"}}]}}]}}]} as unknown as DocumentNode<SingletonPrivateEndpointConnectionQuery, SingletonPrivateEndpointConnectionQueryVariables>;
export const UpdateExternalConnectionDocument = {"__meta__":{"hash":"sha256:0dac5a91ae1890adc10b6f9266adc586e73656ffa829597d7e7b23e2286cfc80"},"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"UpdateExternalConnection"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"UpdateExternalConnectionInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"updateExternalConnection"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"description"}},{"kind":"Field","name":{"kind":"Name","value":"enabledContentExperiences"}},{"kind":"Field","name":{"kind":"Name","value":"searchSettings"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"searchResultTemplates"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"priority"}},{"kind":"Field","name":{"kind":"Name","value":"layout"}}]}}]}}]}}]}}]} as unknown as DocumentNode<UpdateExternalConnectionMutation, UpdateExternalConnectionMutationVariables>;
export const UpdatePrivateEndpointConnectionDocument = {"__meta__":{"hash":"sha256:6650fbb15b03e4e66c9eeb1ccb0e9d0a4bc49c9c21d3ed61554ba33a52c6f43b"},"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"UpdatePrivateEndpointConnection"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"id"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"ID"}}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"externalPrivateEndpointId"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"String"}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"privateLinkIds"}},"type":{"kind":"ListType","type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"Int"}}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"updatePrivateEndpointConnection"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"ObjectValue","fields":[{"kind":"ObjectField","name":{"kind":"Name","value":"id"},"value":{"kind":"Variable","name":{"kind":"Name","value":"id"}}},{"kind":"ObjectField","name":{"kind":"Name","value":"externalPrivateEndpointId"},"value":{"kind":"Variable","name":{"kind":"Name","value":"externalPrivateEndpointId"}}},{"kind":"ObjectField","name":{"kind":"Name","value":"privateLinkIds"},"value":{"kind":"Variable","name":{"kind":"Name","value":"privateLinkIds"}}}]}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"externalPrivateEndpointId"}},{"kind":"Field","name":{"kind":"Name","value":"privateLinkIds"}}]}}]}}]} as unknown as DocumentNode<UpdatePrivateEndpointConnectionMutation, UpdatePrivateEndpointConnectionMutationVariables>;
export const UpdateSingletonPrivateEndpointConnectionDocument = {"__meta__":{"hash":"sha256:5731f9252e56fe8ef70dcce8e66b3f0b5a1b3d1db65166bf3298fc105559aed2"},"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"UpdateSingletonPrivateEndpointConnection"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"confirmed"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"Boolean"}}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"UpdateSingletonPrivateEndpointConnectionInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"updateSingletonPrivateEndpointConnection"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"directives":[{"kind":"Directive","name":{"kind":"Name","value":"include"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"if"},"value":{"kind":"Variable","name":{"kind":"Name","value":"confirmed"}}}]}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"externalPrivateEndpointId"}},{"kind":"Field","name":{"kind":"Name","value":"privateLinkIds"}}]}}]}}]} as unknown as DocumentNode<UpdateSingletonPrivateEndpointConnectionMutation, UpdateSingletonPrivateEndpointConnectionMutationVariables>;