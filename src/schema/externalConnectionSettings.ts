import { CONNECTION_STATES, type ExternalConnection } from '../msgraph/externalConnection.ts';
import { CONTENT_CATEGORIES, CONTENT_EXPERIENCES } from '../msgraph/externalConnectionSettings.ts';
import { builder } from './builder.ts';
import { DisplayTemplate, templatesComplexity } from './displayTemplate.ts';
import { graphEnum } from './graphEnum.ts';
import { ItemIdResolver } from './itemIdResolver.ts';

export const ExternalConnectionState = graphEnum('ExternalConnectionState', CONNECTION_STATES, {
  description: 'Lifecycle state of an external connection.',
  members: {
    draft: 'Created, but no schema is registered yet, so items cannot be added.',
    ready: 'The schema is registered: items can be indexed and searched.',
    obsolete: 'No longer in use: it can only be read and deleted.',
    limitExceeded: 'The item quota of the connection or of the tenant is used up.',
  },
});

export const ContentCategory = graphEnum('ExternalConnectionContentCategory', CONTENT_CATEGORIES, {
  description: 'What kind of content a connection brings.',
  members: {
    uncategorized: 'Any content: the default.',
    knowledgeBase: 'Articles of a knowledge base.',
    wikis: 'Pages of wikis.',
    fileRepository: 'Files and folders.',
    qna: 'Questions and answers.',
    crm: 'Customer relationship management.',
    dashboard: 'Dashboards and reports.',
    people: 'People and their profiles.',
    media: 'Images, audio and video.',
    email: 'Email messages.',
    messaging: 'Chats and channels.',
    meetingTranscripts: 'Transcripts of meetings.',
    taskManagement: 'Tasks, tickets and projects.',
    learningManagement: 'Courses and trainings.',
  },
});

export const ContentExperience = graphEnum('ExternalConnectionContentExperience', CONTENT_EXPERIENCES, {
  description: 'Where the content of a connection is used.',
  members: {
    search: 'Microsoft Search and Copilot.',
    compliance: 'Microsoft Purview, such as eDiscovery.',
  },
});

type Model<Name extends keyof ExternalConnection> = NonNullable<ExternalConnection[Name]>;

/** Descriptions that the types and their inputs share. */
export const SETTINGS_TEXTS = {
  configuration: 'Access settings of an external connection.',
  activitySettings: "Settings of how users' activities lead to items.",
  urlToItemResolvers: 'How the URLs that users share lead to items.',
  searchSettings: 'Settings of how search results are displayed.',
  complianceSettings: 'Settings of how items are displayed in eDiscovery.',
  eDiscoveryResultTemplates:
    'The templates for eDiscovery: Adaptive Cards up to version 1.2, without Markdown and data bindings.',
} as const;

export const Configuration = builder
  .objectRef<Model<'configuration'>>('ExternalConnectionConfiguration')
  .implement({
    description: SETTINGS_TEXTS.configuration,
    fields: (t) => ({
      authorizedAppIds: t.exposeStringList('authorizedAppIds', {
        description:
          'Application (client) ids in Microsoft Entra of the apps that may manage the connection and its items. ' +
          'Microsoft Graph adds the app that creates it.',
      }),
      authorizedApps: t.exposeStringList('authorizedAppIds', {
        description: 'Former name of `authorizedAppIds` (renamed in 2021).',
        deprecationReason: 'Renamed by Microsoft: use `authorizedAppIds`.',
      }),
    }),
  });

export const ActivitySettings = builder
  .objectRef<Model<'activitySettings'>>('ExternalConnectionActivitySettings')
  .implement({
    description: SETTINGS_TEXTS.activitySettings,
    fields: (t) => ({
      urlToItemResolvers: t.expose('urlToItemResolvers', {
        type: [ItemIdResolver],
        complexity: { field: 1, multiplier: 3 },
        description: SETTINGS_TEXTS.urlToItemResolvers,
      }),
    }),
  });

export const SearchSettings = builder
  .objectRef<Model<'searchSettings'>>('ExternalConnectionSearchSettings')
  .implement({
    description: SETTINGS_TEXTS.searchSettings,
    fields: (t) => ({
      searchResultTemplates: t.expose('searchResultTemplates', {
        type: [DisplayTemplate],
        complexity: templatesComplexity,
        description: 'The templates of search results.',
      }),
    }),
  });

export const ComplianceSettings = builder
  .objectRef<Model<'complianceSettings'>>('ExternalConnectionComplianceSettings')
  .implement({
    description: SETTINGS_TEXTS.complianceSettings,
    fields: (t) => ({
      eDiscoveryResultTemplates: t.expose('eDiscoveryResultTemplates', {
        type: [DisplayTemplate],
        complexity: templatesComplexity,
        description: SETTINGS_TEXTS.eDiscoveryResultTemplates,
      }),
    }),
  });
