/* eslint-disable */
import * as types from './graphql.ts';
import type { TypedDocumentNode as DocumentNode } from '@graphql-typed-document-node/core';

/**
 * Map of all GraphQL operations in the project.
 *
 * This map has several performance disadvantages:
 * 1. It is not tree-shakeable, so it will include all operations in the project.
 * 2. It is not minifiable, so the string of a GraphQL query will be multiple times inside the bundle.
 * 3. It does not support dead code elimination, so it will add unused operations.
 *
 * Therefore it is highly recommended to use the babel or swc plugin for production.
 * Learn more about it here: https://the-guild.dev/graphql/codegen/plugins/presets/preset-client#reducing-bundle-size
 */
type Documents = {
    "mutation AddExternalConnection($input: AddExternalConnectionInput!) {\n  addExternalConnection(input: $input) {\n    id\n    name\n    description\n    state\n    configuration {\n      authorizedAppIds\n    }\n  }\n}": typeof types.AddExternalConnectionDocument,
    "mutation CreateExternalConnection($input: CreateExternalConnectionInput!) {\n  createExternalConnection(input: $input) {\n    id\n    name\n    description\n    state\n    configuration {\n      authorizedAppIds\n    }\n  }\n}": typeof types.CreateExternalConnectionDocument,
    "mutation CreatePrivateEndpointConnection($externalPrivateEndpointId: String!, $privateLinkIds: [Int!]!) {\n  createPrivateEndpointConnection(\n    input: {externalPrivateEndpointId: $externalPrivateEndpointId, privateLinkIds: $privateLinkIds}\n  ) {\n    id\n    externalPrivateEndpointId\n    privateLinkIds\n  }\n}": typeof types.CreatePrivateEndpointConnectionDocument,
    "mutation DeleteExternalConnection($input: DeleteExternalConnectionInput!) {\n  deleteExternalConnection(input: $input) {\n    id\n    status\n  }\n}": typeof types.DeleteExternalConnectionDocument,
    "mutation DeletePrivateEndpointConnection($id: ID!) {\n  deletePrivateEndpointConnection(input: {id: $id}) {\n    id\n    status\n  }\n}": typeof types.DeletePrivateEndpointConnectionDocument,
    "mutation DeleteSingletonPrivateEndpointConnection($confirmed: Boolean!) {\n  deleteSingletonPrivateEndpointConnection @include(if: $confirmed) {\n    status\n  }\n}": typeof types.DeleteSingletonPrivateEndpointConnectionDocument,
    "query ExternalConnection($id: ID!) {\n  externalConnection(id: $id) {\n    id\n    name\n    description\n    state\n    configuration {\n      authorizedAppIds\n    }\n    contentCategory\n    enabledContentExperiences\n    ingestedItemsCount\n    activitySettings {\n      urlToItemResolvers {\n        priority\n        itemId\n        urlMatchInfo {\n          baseUrls\n          urlPattern\n        }\n      }\n    }\n    searchSettings {\n      searchResultTemplates {\n        id\n        priority\n        layout\n      }\n    }\n  }\n}": typeof types.ExternalConnectionDocument,
    "query ExternalConnectionOperation($connectionId: ID!, $id: ID!) {\n  externalConnectionOperation(connectionId: $connectionId, id: $id) {\n    id\n    status\n    error {\n      code\n      message\n    }\n  }\n}": typeof types.ExternalConnectionOperationDocument,
    "query ExternalConnectionReadiness($id: ID!) {\n  externalConnection(id: $id) {\n    id\n    readiness {\n      status\n      state {\n        ...ReadinessCheck\n      }\n      schemaRegistered {\n        ...ReadinessCheck\n      }\n      titleLabel {\n        ...ReadinessCheck\n      }\n      urlLabel {\n        ...ReadinessCheck\n      }\n      iconUrlLabel {\n        ...ReadinessCheck\n      }\n      searchableProperty {\n        ...ReadinessCheck\n      }\n      urlToItemResolver {\n        ...ReadinessCheck\n      }\n      resultTemplate {\n        ...ReadinessCheck\n      }\n    }\n  }\n}\n\nfragment ReadinessCheck on ExternalConnectionReadinessCheck {\n  status\n  message\n}": typeof types.ExternalConnectionReadinessDocument,
    "query ExternalConnectionSchema($id: ID!) {\n  externalConnection(id: $id) {\n    id\n    schema {\n      baseType\n      properties {\n        name\n        type\n        description\n        aliases\n        labels\n        isSearchable\n        isQueryable\n        isRetrievable\n        isRefinable\n        isExactMatchRequired\n        rankingHint {\n          importanceScore\n        }\n      }\n    }\n    quota {\n      itemsRemaining\n    }\n  }\n}": typeof types.ExternalConnectionSchemaDocument,
    "query ExternalConnections($first: Int, $after: String, $name: String) {\n  externalConnections(first: $first, after: $after, name: $name) {\n    nodes {\n      id\n      name\n      state\n    }\n    pageInfo {\n      hasNextPage\n      endCursor\n    }\n  }\n}": typeof types.ExternalConnectionsDocument,
    "subscription FollowExternalConnectionOperation($connectionId: ID!, $id: ID!) {\n  externalConnectionOperation(connectionId: $connectionId, id: $id) {\n    id\n    status\n    error {\n      code\n      message\n    }\n  }\n}": typeof types.FollowExternalConnectionOperationDocument,
    "query PrivateEndpointConnection($id: ID!) {\n  privateEndpointConnection(id: $id) {\n    id\n    externalPrivateEndpointId\n    privateLinkIds\n  }\n}": typeof types.PrivateEndpointConnectionDocument,
    "query PrivateEndpointConnections($first: Int, $after: String) {\n  privateEndpointConnections(first: $first, after: $after) {\n    nodes {\n      id\n      externalPrivateEndpointId\n      privateLinkIds\n    }\n    pageInfo {\n      hasNextPage\n      endCursor\n    }\n  }\n}": typeof types.PrivateEndpointConnectionsDocument,
    "mutation RegisterExternalConnectionSchema($input: RegisterExternalConnectionSchemaInput!) {\n  registerExternalConnectionSchema(input: $input) {\n    connectionId\n    operationId\n    locationConnectionId\n  }\n}": typeof types.RegisterExternalConnectionSchemaDocument,
    "query SingletonPrivateEndpointConnection {\n  singletonPrivateEndpointConnection {\n    id\n    externalPrivateEndpointId\n    privateLinkIds\n  }\n}": typeof types.SingletonPrivateEndpointConnectionDocument,
    "mutation UpdateExternalConnection($input: UpdateExternalConnectionInput!) {\n  updateExternalConnection(input: $input) {\n    id\n    name\n    description\n    enabledContentExperiences\n    searchSettings {\n      searchResultTemplates {\n        id\n        priority\n        layout\n      }\n    }\n  }\n}": typeof types.UpdateExternalConnectionDocument,
    "mutation UpdatePrivateEndpointConnection($id: ID!, $externalPrivateEndpointId: String, $privateLinkIds: [Int!]) {\n  updatePrivateEndpointConnection(\n    input: {id: $id, externalPrivateEndpointId: $externalPrivateEndpointId, privateLinkIds: $privateLinkIds}\n  ) {\n    id\n    externalPrivateEndpointId\n    privateLinkIds\n  }\n}": typeof types.UpdatePrivateEndpointConnectionDocument,
    "mutation UpdateSingletonPrivateEndpointConnection($input: UpdateSingletonPrivateEndpointConnectionInput!) {\n  updateSingletonPrivateEndpointConnection(input: $input) {\n    id\n    externalPrivateEndpointId\n    privateLinkIds\n  }\n}": typeof types.UpdateSingletonPrivateEndpointConnectionDocument,
};
const documents: Documents = {
    "mutation AddExternalConnection($input: AddExternalConnectionInput!) {\n  addExternalConnection(input: $input) {\n    id\n    name\n    description\n    state\n    configuration {\n      authorizedAppIds\n    }\n  }\n}": types.AddExternalConnectionDocument,
    "mutation CreateExternalConnection($input: CreateExternalConnectionInput!) {\n  createExternalConnection(input: $input) {\n    id\n    name\n    description\n    state\n    configuration {\n      authorizedAppIds\n    }\n  }\n}": types.CreateExternalConnectionDocument,
    "mutation CreatePrivateEndpointConnection($externalPrivateEndpointId: String!, $privateLinkIds: [Int!]!) {\n  createPrivateEndpointConnection(\n    input: {externalPrivateEndpointId: $externalPrivateEndpointId, privateLinkIds: $privateLinkIds}\n  ) {\n    id\n    externalPrivateEndpointId\n    privateLinkIds\n  }\n}": types.CreatePrivateEndpointConnectionDocument,
    "mutation DeleteExternalConnection($input: DeleteExternalConnectionInput!) {\n  deleteExternalConnection(input: $input) {\n    id\n    status\n  }\n}": types.DeleteExternalConnectionDocument,
    "mutation DeletePrivateEndpointConnection($id: ID!) {\n  deletePrivateEndpointConnection(input: {id: $id}) {\n    id\n    status\n  }\n}": types.DeletePrivateEndpointConnectionDocument,
    "mutation DeleteSingletonPrivateEndpointConnection($confirmed: Boolean!) {\n  deleteSingletonPrivateEndpointConnection @include(if: $confirmed) {\n    status\n  }\n}": types.DeleteSingletonPrivateEndpointConnectionDocument,
    "query ExternalConnection($id: ID!) {\n  externalConnection(id: $id) {\n    id\n    name\n    description\n    state\n    configuration {\n      authorizedAppIds\n    }\n    contentCategory\n    enabledContentExperiences\n    ingestedItemsCount\n    activitySettings {\n      urlToItemResolvers {\n        priority\n        itemId\n        urlMatchInfo {\n          baseUrls\n          urlPattern\n        }\n      }\n    }\n    searchSettings {\n      searchResultTemplates {\n        id\n        priority\n        layout\n      }\n    }\n  }\n}": types.ExternalConnectionDocument,
    "query ExternalConnectionOperation($connectionId: ID!, $id: ID!) {\n  externalConnectionOperation(connectionId: $connectionId, id: $id) {\n    id\n    status\n    error {\n      code\n      message\n    }\n  }\n}": types.ExternalConnectionOperationDocument,
    "query ExternalConnectionReadiness($id: ID!) {\n  externalConnection(id: $id) {\n    id\n    readiness {\n      status\n      state {\n        ...ReadinessCheck\n      }\n      schemaRegistered {\n        ...ReadinessCheck\n      }\n      titleLabel {\n        ...ReadinessCheck\n      }\n      urlLabel {\n        ...ReadinessCheck\n      }\n      iconUrlLabel {\n        ...ReadinessCheck\n      }\n      searchableProperty {\n        ...ReadinessCheck\n      }\n      urlToItemResolver {\n        ...ReadinessCheck\n      }\n      resultTemplate {\n        ...ReadinessCheck\n      }\n    }\n  }\n}\n\nfragment ReadinessCheck on ExternalConnectionReadinessCheck {\n  status\n  message\n}": types.ExternalConnectionReadinessDocument,
    "query ExternalConnectionSchema($id: ID!) {\n  externalConnection(id: $id) {\n    id\n    schema {\n      baseType\n      properties {\n        name\n        type\n        description\n        aliases\n        labels\n        isSearchable\n        isQueryable\n        isRetrievable\n        isRefinable\n        isExactMatchRequired\n        rankingHint {\n          importanceScore\n        }\n      }\n    }\n    quota {\n      itemsRemaining\n    }\n  }\n}": types.ExternalConnectionSchemaDocument,
    "query ExternalConnections($first: Int, $after: String, $name: String) {\n  externalConnections(first: $first, after: $after, name: $name) {\n    nodes {\n      id\n      name\n      state\n    }\n    pageInfo {\n      hasNextPage\n      endCursor\n    }\n  }\n}": types.ExternalConnectionsDocument,
    "subscription FollowExternalConnectionOperation($connectionId: ID!, $id: ID!) {\n  externalConnectionOperation(connectionId: $connectionId, id: $id) {\n    id\n    status\n    error {\n      code\n      message\n    }\n  }\n}": types.FollowExternalConnectionOperationDocument,
    "query PrivateEndpointConnection($id: ID!) {\n  privateEndpointConnection(id: $id) {\n    id\n    externalPrivateEndpointId\n    privateLinkIds\n  }\n}": types.PrivateEndpointConnectionDocument,
    "query PrivateEndpointConnections($first: Int, $after: String) {\n  privateEndpointConnections(first: $first, after: $after) {\n    nodes {\n      id\n      externalPrivateEndpointId\n      privateLinkIds\n    }\n    pageInfo {\n      hasNextPage\n      endCursor\n    }\n  }\n}": types.PrivateEndpointConnectionsDocument,
    "mutation RegisterExternalConnectionSchema($input: RegisterExternalConnectionSchemaInput!) {\n  registerExternalConnectionSchema(input: $input) {\n    connectionId\n    operationId\n    locationConnectionId\n  }\n}": types.RegisterExternalConnectionSchemaDocument,
    "query SingletonPrivateEndpointConnection {\n  singletonPrivateEndpointConnection {\n    id\n    externalPrivateEndpointId\n    privateLinkIds\n  }\n}": types.SingletonPrivateEndpointConnectionDocument,
    "mutation UpdateExternalConnection($input: UpdateExternalConnectionInput!) {\n  updateExternalConnection(input: $input) {\n    id\n    name\n    description\n    enabledContentExperiences\n    searchSettings {\n      searchResultTemplates {\n        id\n        priority\n        layout\n      }\n    }\n  }\n}": types.UpdateExternalConnectionDocument,
    "mutation UpdatePrivateEndpointConnection($id: ID!, $externalPrivateEndpointId: String, $privateLinkIds: [Int!]) {\n  updatePrivateEndpointConnection(\n    input: {id: $id, externalPrivateEndpointId: $externalPrivateEndpointId, privateLinkIds: $privateLinkIds}\n  ) {\n    id\n    externalPrivateEndpointId\n    privateLinkIds\n  }\n}": types.UpdatePrivateEndpointConnectionDocument,
    "mutation UpdateSingletonPrivateEndpointConnection($input: UpdateSingletonPrivateEndpointConnectionInput!) {\n  updateSingletonPrivateEndpointConnection(input: $input) {\n    id\n    externalPrivateEndpointId\n    privateLinkIds\n  }\n}": types.UpdateSingletonPrivateEndpointConnectionDocument,
};

/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 *
 *
 * @example
 * ```ts
 * const query = graphql(`query GetUser($id: ID!) { user(id: $id) { name } }`);
 * ```
 *
 * The query argument is unknown!
 * Please regenerate the types.
 */
export function graphql(source: string): unknown;

/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "mutation AddExternalConnection($input: AddExternalConnectionInput!) {\n  addExternalConnection(input: $input) {\n    id\n    name\n    description\n    state\n    configuration {\n      authorizedAppIds\n    }\n  }\n}"): (typeof documents)["mutation AddExternalConnection($input: AddExternalConnectionInput!) {\n  addExternalConnection(input: $input) {\n    id\n    name\n    description\n    state\n    configuration {\n      authorizedAppIds\n    }\n  }\n}"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "mutation CreateExternalConnection($input: CreateExternalConnectionInput!) {\n  createExternalConnection(input: $input) {\n    id\n    name\n    description\n    state\n    configuration {\n      authorizedAppIds\n    }\n  }\n}"): (typeof documents)["mutation CreateExternalConnection($input: CreateExternalConnectionInput!) {\n  createExternalConnection(input: $input) {\n    id\n    name\n    description\n    state\n    configuration {\n      authorizedAppIds\n    }\n  }\n}"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "mutation CreatePrivateEndpointConnection($externalPrivateEndpointId: String!, $privateLinkIds: [Int!]!) {\n  createPrivateEndpointConnection(\n    input: {externalPrivateEndpointId: $externalPrivateEndpointId, privateLinkIds: $privateLinkIds}\n  ) {\n    id\n    externalPrivateEndpointId\n    privateLinkIds\n  }\n}"): (typeof documents)["mutation CreatePrivateEndpointConnection($externalPrivateEndpointId: String!, $privateLinkIds: [Int!]!) {\n  createPrivateEndpointConnection(\n    input: {externalPrivateEndpointId: $externalPrivateEndpointId, privateLinkIds: $privateLinkIds}\n  ) {\n    id\n    externalPrivateEndpointId\n    privateLinkIds\n  }\n}"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "mutation DeleteExternalConnection($input: DeleteExternalConnectionInput!) {\n  deleteExternalConnection(input: $input) {\n    id\n    status\n  }\n}"): (typeof documents)["mutation DeleteExternalConnection($input: DeleteExternalConnectionInput!) {\n  deleteExternalConnection(input: $input) {\n    id\n    status\n  }\n}"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "mutation DeletePrivateEndpointConnection($id: ID!) {\n  deletePrivateEndpointConnection(input: {id: $id}) {\n    id\n    status\n  }\n}"): (typeof documents)["mutation DeletePrivateEndpointConnection($id: ID!) {\n  deletePrivateEndpointConnection(input: {id: $id}) {\n    id\n    status\n  }\n}"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "mutation DeleteSingletonPrivateEndpointConnection($confirmed: Boolean!) {\n  deleteSingletonPrivateEndpointConnection @include(if: $confirmed) {\n    status\n  }\n}"): (typeof documents)["mutation DeleteSingletonPrivateEndpointConnection($confirmed: Boolean!) {\n  deleteSingletonPrivateEndpointConnection @include(if: $confirmed) {\n    status\n  }\n}"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "query ExternalConnection($id: ID!) {\n  externalConnection(id: $id) {\n    id\n    name\n    description\n    state\n    configuration {\n      authorizedAppIds\n    }\n    contentCategory\n    enabledContentExperiences\n    ingestedItemsCount\n    activitySettings {\n      urlToItemResolvers {\n        priority\n        itemId\n        urlMatchInfo {\n          baseUrls\n          urlPattern\n        }\n      }\n    }\n    searchSettings {\n      searchResultTemplates {\n        id\n        priority\n        layout\n      }\n    }\n  }\n}"): (typeof documents)["query ExternalConnection($id: ID!) {\n  externalConnection(id: $id) {\n    id\n    name\n    description\n    state\n    configuration {\n      authorizedAppIds\n    }\n    contentCategory\n    enabledContentExperiences\n    ingestedItemsCount\n    activitySettings {\n      urlToItemResolvers {\n        priority\n        itemId\n        urlMatchInfo {\n          baseUrls\n          urlPattern\n        }\n      }\n    }\n    searchSettings {\n      searchResultTemplates {\n        id\n        priority\n        layout\n      }\n    }\n  }\n}"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "query ExternalConnectionOperation($connectionId: ID!, $id: ID!) {\n  externalConnectionOperation(connectionId: $connectionId, id: $id) {\n    id\n    status\n    error {\n      code\n      message\n    }\n  }\n}"): (typeof documents)["query ExternalConnectionOperation($connectionId: ID!, $id: ID!) {\n  externalConnectionOperation(connectionId: $connectionId, id: $id) {\n    id\n    status\n    error {\n      code\n      message\n    }\n  }\n}"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "query ExternalConnectionReadiness($id: ID!) {\n  externalConnection(id: $id) {\n    id\n    readiness {\n      status\n      state {\n        ...ReadinessCheck\n      }\n      schemaRegistered {\n        ...ReadinessCheck\n      }\n      titleLabel {\n        ...ReadinessCheck\n      }\n      urlLabel {\n        ...ReadinessCheck\n      }\n      iconUrlLabel {\n        ...ReadinessCheck\n      }\n      searchableProperty {\n        ...ReadinessCheck\n      }\n      urlToItemResolver {\n        ...ReadinessCheck\n      }\n      resultTemplate {\n        ...ReadinessCheck\n      }\n    }\n  }\n}\n\nfragment ReadinessCheck on ExternalConnectionReadinessCheck {\n  status\n  message\n}"): (typeof documents)["query ExternalConnectionReadiness($id: ID!) {\n  externalConnection(id: $id) {\n    id\n    readiness {\n      status\n      state {\n        ...ReadinessCheck\n      }\n      schemaRegistered {\n        ...ReadinessCheck\n      }\n      titleLabel {\n        ...ReadinessCheck\n      }\n      urlLabel {\n        ...ReadinessCheck\n      }\n      iconUrlLabel {\n        ...ReadinessCheck\n      }\n      searchableProperty {\n        ...ReadinessCheck\n      }\n      urlToItemResolver {\n        ...ReadinessCheck\n      }\n      resultTemplate {\n        ...ReadinessCheck\n      }\n    }\n  }\n}\n\nfragment ReadinessCheck on ExternalConnectionReadinessCheck {\n  status\n  message\n}"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "query ExternalConnectionSchema($id: ID!) {\n  externalConnection(id: $id) {\n    id\n    schema {\n      baseType\n      properties {\n        name\n        type\n        description\n        aliases\n        labels\n        isSearchable\n        isQueryable\n        isRetrievable\n        isRefinable\n        isExactMatchRequired\n        rankingHint {\n          importanceScore\n        }\n      }\n    }\n    quota {\n      itemsRemaining\n    }\n  }\n}"): (typeof documents)["query ExternalConnectionSchema($id: ID!) {\n  externalConnection(id: $id) {\n    id\n    schema {\n      baseType\n      properties {\n        name\n        type\n        description\n        aliases\n        labels\n        isSearchable\n        isQueryable\n        isRetrievable\n        isRefinable\n        isExactMatchRequired\n        rankingHint {\n          importanceScore\n        }\n      }\n    }\n    quota {\n      itemsRemaining\n    }\n  }\n}"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "query ExternalConnections($first: Int, $after: String, $name: String) {\n  externalConnections(first: $first, after: $after, name: $name) {\n    nodes {\n      id\n      name\n      state\n    }\n    pageInfo {\n      hasNextPage\n      endCursor\n    }\n  }\n}"): (typeof documents)["query ExternalConnections($first: Int, $after: String, $name: String) {\n  externalConnections(first: $first, after: $after, name: $name) {\n    nodes {\n      id\n      name\n      state\n    }\n    pageInfo {\n      hasNextPage\n      endCursor\n    }\n  }\n}"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "subscription FollowExternalConnectionOperation($connectionId: ID!, $id: ID!) {\n  externalConnectionOperation(connectionId: $connectionId, id: $id) {\n    id\n    status\n    error {\n      code\n      message\n    }\n  }\n}"): (typeof documents)["subscription FollowExternalConnectionOperation($connectionId: ID!, $id: ID!) {\n  externalConnectionOperation(connectionId: $connectionId, id: $id) {\n    id\n    status\n    error {\n      code\n      message\n    }\n  }\n}"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "query PrivateEndpointConnection($id: ID!) {\n  privateEndpointConnection(id: $id) {\n    id\n    externalPrivateEndpointId\n    privateLinkIds\n  }\n}"): (typeof documents)["query PrivateEndpointConnection($id: ID!) {\n  privateEndpointConnection(id: $id) {\n    id\n    externalPrivateEndpointId\n    privateLinkIds\n  }\n}"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "query PrivateEndpointConnections($first: Int, $after: String) {\n  privateEndpointConnections(first: $first, after: $after) {\n    nodes {\n      id\n      externalPrivateEndpointId\n      privateLinkIds\n    }\n    pageInfo {\n      hasNextPage\n      endCursor\n    }\n  }\n}"): (typeof documents)["query PrivateEndpointConnections($first: Int, $after: String) {\n  privateEndpointConnections(first: $first, after: $after) {\n    nodes {\n      id\n      externalPrivateEndpointId\n      privateLinkIds\n    }\n    pageInfo {\n      hasNextPage\n      endCursor\n    }\n  }\n}"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "mutation RegisterExternalConnectionSchema($input: RegisterExternalConnectionSchemaInput!) {\n  registerExternalConnectionSchema(input: $input) {\n    connectionId\n    operationId\n    locationConnectionId\n  }\n}"): (typeof documents)["mutation RegisterExternalConnectionSchema($input: RegisterExternalConnectionSchemaInput!) {\n  registerExternalConnectionSchema(input: $input) {\n    connectionId\n    operationId\n    locationConnectionId\n  }\n}"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "query SingletonPrivateEndpointConnection {\n  singletonPrivateEndpointConnection {\n    id\n    externalPrivateEndpointId\n    privateLinkIds\n  }\n}"): (typeof documents)["query SingletonPrivateEndpointConnection {\n  singletonPrivateEndpointConnection {\n    id\n    externalPrivateEndpointId\n    privateLinkIds\n  }\n}"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "mutation UpdateExternalConnection($input: UpdateExternalConnectionInput!) {\n  updateExternalConnection(input: $input) {\n    id\n    name\n    description\n    enabledContentExperiences\n    searchSettings {\n      searchResultTemplates {\n        id\n        priority\n        layout\n      }\n    }\n  }\n}"): (typeof documents)["mutation UpdateExternalConnection($input: UpdateExternalConnectionInput!) {\n  updateExternalConnection(input: $input) {\n    id\n    name\n    description\n    enabledContentExperiences\n    searchSettings {\n      searchResultTemplates {\n        id\n        priority\n        layout\n      }\n    }\n  }\n}"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "mutation UpdatePrivateEndpointConnection($id: ID!, $externalPrivateEndpointId: String, $privateLinkIds: [Int!]) {\n  updatePrivateEndpointConnection(\n    input: {id: $id, externalPrivateEndpointId: $externalPrivateEndpointId, privateLinkIds: $privateLinkIds}\n  ) {\n    id\n    externalPrivateEndpointId\n    privateLinkIds\n  }\n}"): (typeof documents)["mutation UpdatePrivateEndpointConnection($id: ID!, $externalPrivateEndpointId: String, $privateLinkIds: [Int!]) {\n  updatePrivateEndpointConnection(\n    input: {id: $id, externalPrivateEndpointId: $externalPrivateEndpointId, privateLinkIds: $privateLinkIds}\n  ) {\n    id\n    externalPrivateEndpointId\n    privateLinkIds\n  }\n}"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "mutation UpdateSingletonPrivateEndpointConnection($input: UpdateSingletonPrivateEndpointConnectionInput!) {\n  updateSingletonPrivateEndpointConnection(input: $input) {\n    id\n    externalPrivateEndpointId\n    privateLinkIds\n  }\n}"): (typeof documents)["mutation UpdateSingletonPrivateEndpointConnection($input: UpdateSingletonPrivateEndpointConnectionInput!) {\n  updateSingletonPrivateEndpointConnection(input: $input) {\n    id\n    externalPrivateEndpointId\n    privateLinkIds\n  }\n}"];

export function graphql(source: string) {
  return (documents as any)[source] ?? {};
}

export type DocumentType<TDocumentNode extends DocumentNode<any, any>> = TDocumentNode extends DocumentNode<  infer TType,  any>  ? TType  : never;