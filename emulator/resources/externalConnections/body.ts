import { invalidProperty } from '../../graphErrors.ts';
import { type JsonObject, rejectUnknownProperties, withoutAnnotations } from '../../jsonBody.ts';
import { rejectUnknownTypes, type TypeModel } from '../../odataTypes.ts';
import { enumOf, flagsOf, objectOf, stringOf, stringsOf } from '../../properties.ts';
import { activitySettingsOf, complianceSettingsOf, searchSettingsOf } from './settings.ts';
import type { StoredConfiguration, StoredConnection } from './storedConnection.ts';
import { connectorsModel, graphType, serviceType } from './types.ts';

/** What an update changes. */
export type ConnectionChanges = Partial<
  Omit<StoredConnection, 'id' | 'ownerAppId' | 'state' | 'ingestedItemsCount'>
>;

type Settings = Omit<ConnectionChanges, 'name' | 'configuration'>;

const updatable = [
  'id',
  'name',
  'description',
  'configuration',
  'connectorId',
  'contentCategory',
  'enabledContentExperiences',
  'activitySettings',
  'searchSettings',
  'complianceSettings',
];

// https://learn.microsoft.com/graph/api/resources/externalconnectors-externalconnection#properties
const reservedIds = new Set(
  (
    'None Directory Exchange ExchangeArchive LinkedIn Mailbox OneDriveBusiness SharePoint Teams Yammer ' +
    'Connectors TaskFabric PowerBI Assistant TopicEngine MSFT_All_Connectors'
  ).split(' '),
);

// From the metadata of beta: https://graph.microsoft.com/beta/$metadata
const contentCategories = (
  'uncategorized knowledgeBase wikis fileRepository qna crm dashboard people media email messaging ' +
  'meetingTranscripts taskManagement learningManagement'
).split(' ');
const contentExperiences = ['search', 'compliance'];
const states = ['draft', 'ready', 'obsolete', 'limitExceeded'];

/** What a create adds to its body. */
interface Creation {
  /** The app that creates the connection; authorized if the body does not list any app. */
  readonly appId: string;
  /** The id if the body has none. Default: the body has to have one. */
  readonly id?: string;
  readonly model?: TypeModel;
}

/**
 * Validates the body of a create. Like the service, it accepts `state` and ignores it.
 * @see https://learn.microsoft.com/graph/api/externalconnectors-external-post-connections
 */
export function newConnection(sent: JsonObject, creation: Creation): StoredConnection {
  const { appId, id, model = connectorsModel } = creation;
  rejectUnknownTypes(sent, model);
  const body = withoutAnnotations(sent);
  rejectUnknownProperties(body, serviceType('externalConnection'), new Set([...updatable, 'state']));
  enumOf(body, 'state', graphType('connectionState'), states);
  const configuration = configurationOf(body) ?? {};
  return {
    id: body.id === undefined && id !== undefined ? id : idOf(body),
    ownerAppId: appId,
    name: nameOf(body),
    description: null,
    state: 'draft',
    configuration: listsApps(configuration) ? configuration : { ...configuration, authorizedAppIds: [appId] },
    connectorId: null,
    contentCategory: 'uncategorized',
    enabledContentExperiences: null,
    ingestedItemsCount: null,
    activitySettings: null,
    searchSettings: null,
    complianceSettings: null,
    ...settingsOf(body),
  };
}

/**
 * Validates the body of an update. The page names `name`, `description` and `configuration`; other pages and samples
 * also send settings, or the whole body of a create.
 *
 * @see https://learn.microsoft.com/graph/api/externalconnectors-externalconnection-update
 * @see https://learn.microsoft.com/graph/connecting-external-content-manage-connections for
 * `enabledContentExperiences`
 * @see https://github.com/pnp/graph-connectors-samples for `activitySettings`, `searchSettings` and a whole body
 * @remarks Invented: that `connectorId`, `contentCategory` and `complianceSettings` can be updated, that null clears
 * whatever the metadata declares nullable, and that another id and `state` are rejected, not ignored.
 */
export function connectionChanges(sent: JsonObject, current: StoredConnection): ConnectionChanges {
  rejectUnknownTypes(sent, connectorsModel);
  const body = withoutAnnotations(sent);
  rejectUnknownProperties(body, serviceType('externalConnection'), new Set(updatable));
  if ('id' in body && body.id !== current.id) throw invalidProperty('id', 'It cannot be changed.');
  const configuration = configurationOf(body);
  return {
    ...settingsOf(body),
    ...('name' in body && { name: nameOf(body) }),
    ...(configuration && {
      // A new list replaces the old one, even if that was stored under the property's other name.
      configuration: listsApps(configuration)
        ? configuration
        : { ...current.configuration, ...configuration },
    }),
  };
}

/** The optional properties that a body has. */
function settingsOf(body: JsonObject): Settings {
  const description = stringOf(body, 'description');
  const connectorId = stringOf(body, 'connectorId');
  const contentCategory = enumOf(body, 'contentCategory', graphType('contentCategory'), contentCategories);
  // One string such as "search, compliance": flags in the metadata, although the page says collection.
  const enabledContentExperiences = flagsOf(
    body,
    'enabledContentExperiences',
    graphType('contentExperienceType'),
    contentExperiences,
  );
  const activitySettings = activitySettingsOf(body);
  const searchSettings = searchSettingsOf(body);
  const complianceSettings = complianceSettingsOf(body);
  if (contentCategory === null) throw invalidProperty('contentCategory', 'It cannot be null.');
  return {
    ...(description !== undefined && { description }),
    ...(connectorId !== undefined && { connectorId }),
    ...(contentCategory !== undefined && { contentCategory }),
    ...(enabledContentExperiences !== undefined && { enabledContentExperiences }),
    ...(activitySettings !== undefined && { activitySettings }),
    ...(searchSettings !== undefined && { searchSettings }),
    ...(complianceSettings !== undefined && { complianceSettings }),
  };
}

function idOf(body: JsonObject): string {
  const id = stringOf(body, 'id') ?? '';
  if (!/^[A-Za-z0-9]{3,32}$/.test(id)) {
    throw invalidProperty('id', 'It is required and consists of 3 to 32 ASCII letters and digits.');
  }
  // The page does not say whether case counts. Like Microsoft 365's command line, the emulator assumes that it does:
  // https://github.com/pnp/cli-microsoft365
  if (id.startsWith('Microsoft')) throw invalidProperty('id', "It cannot begin with 'Microsoft'.");
  if (reservedIds.has(id)) throw invalidProperty('id', `'${id}' is reserved (case-sensitive).`);
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
