import { invalidRequest } from '../../graphErrors.ts';
import {
  type JsonObject,
  objectOf,
  rejectUnknownProperties,
  stringOf,
  stringsOf,
  withoutAnnotations,
} from '../../jsonBody.ts';
import type { StoredConfiguration, StoredConnection } from '../externalConnections.ts';

/** The properties that PATCH can change. */
export type ConnectionChanges = Partial<Pick<StoredConnection, 'name' | 'description' | 'configuration'>>;

// The service's error messages use the type names of its internal model.
const serviceType = 'microsoft.substrateConnectors.externalConnection';

const creatable = new Set([
  'id',
  'name',
  'description',
  'state',
  'configuration',
  'connectorId',
  'contentCategory',
  'enabledContentExperiences',
  'activitySettings',
  'searchSettings',
  'complianceSettings',
]);

const updatable = new Set(['name', 'description', 'configuration']);

// https://learn.microsoft.com/graph/api/resources/externalconnectors-externalconnection#properties
const reservedIds = new Set(
  (
    'None Directory Exchange ExchangeArchive LinkedIn Mailbox OneDriveBusiness SharePoint Teams Yammer ' +
    'Connectors TaskFabric PowerBI Assistant TopicEngine MSFT_All_Connectors'
  ).split(' '),
);

/**
 * Validates the body of a create. Like the service, it accepts `state` and ignores it.
 * @param appId - authorized if the body does not list any app
 * @see https://learn.microsoft.com/graph/api/externalconnectors-external-post-connections
 */
export function newConnection(sent: JsonObject, appId: string): StoredConnection {
  const body = withoutAnnotations(sent);
  rejectUnknownProperties(body, serviceType, creatable);
  stringOf(body, 'state');
  const configuration = configurationOf(body) ?? {};
  return {
    id: idOf(body),
    name: nameOf(body),
    description: stringOf(body, 'description') ?? null,
    state: 'draft',
    configuration: listsApps(configuration) ? configuration : { ...configuration, authorizedAppIds: [appId] },
    connectorId: stringOf(body, 'connectorId') ?? null,
    contentCategory: stringOf(body, 'contentCategory') ?? 'uncategorized',
    // A flags enum, sent as one string such as "search, compliance"; the documentation says collection.
    enabledContentExperiences: stringOf(body, 'enabledContentExperiences') ?? null,
    ingestedItemsCount: null,
    activitySettings: objectOf(body, 'activitySettings') ?? null,
    searchSettings: objectOf(body, 'searchSettings') ?? null,
    complianceSettings: objectOf(body, 'complianceSettings') ?? null,
  };
}

/**
 * Validates the body of an update.
 * @see https://learn.microsoft.com/graph/api/externalconnectors-externalconnection-update
 */
export function connectionChanges(sent: JsonObject, current: StoredConnection): ConnectionChanges {
  const body = withoutAnnotations(sent);
  rejectUnknownProperties(body, serviceType, updatable);
  const description = stringOf(body, 'description');
  const configuration = configurationOf(body);
  return {
    ...('name' in body && { name: nameOf(body) }),
    ...(description !== undefined && { description }),
    ...(configuration && {
      // A new list replaces the old one, even if that was stored under the property's other name.
      configuration: listsApps(configuration)
        ? configuration
        : { ...current.configuration, ...configuration },
    }),
  };
}

function idOf(body: JsonObject): string {
  const id = stringOf(body, 'id') ?? '';
  if (!/^[A-Za-z0-9]{3,32}$/.test(id)) {
    throw invalidProperty('id', 'It is required and consists of 3 to 32 ASCII letters and digits.');
  }
  if (id.startsWith('Microsoft')) throw invalidProperty('id', "It cannot begin with 'Microsoft'.");
  if (reservedIds.has(id)) throw invalidProperty('id', `'${id}' is reserved.`);
  return id;
}

function nameOf(body: JsonObject): string {
  const name = stringOf(body, 'name') ?? '';
  if (name === '' || name.length > 128) {
    throw invalidProperty('name', 'It is required and has at most 128 characters.');
  }
  return name;
}

/** The type is open: undeclared properties are kept. */
function configurationOf(body: JsonObject): StoredConfiguration | undefined {
  const sent = objectOf(body, 'configuration');
  if (!sent) return undefined;
  const { authorizedAppIds: _ids, authorizedApps: _apps, ...others } = withoutAnnotations(sent);
  const authorizedAppIds = stringsOf(sent, 'authorizedAppIds');
  const authorizedApps = stringsOf(sent, 'authorizedApps');
  return {
    ...others,
    ...(authorizedAppIds && { authorizedAppIds }),
    ...(authorizedApps && { authorizedApps }),
  };
}

function listsApps({ authorizedAppIds, authorizedApps }: StoredConfiguration): boolean {
  return authorizedAppIds !== undefined || authorizedApps !== undefined;
}

function invalidProperty(name: string, rule: string): Error {
  return invalidRequest({
    code: 'InvalidPropertyValue',
    message: `The value of property '${name}' is not valid. ${rule}`,
  });
}
