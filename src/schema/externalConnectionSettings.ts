import type { ExternalConnection } from '../msgraph/externalConnection.ts';
import { UNKNOWN_FUTURE_VALUE } from './arguments.ts';
import { builder } from './builder.ts';
import { DisplayTemplate, templatesComplexity } from './displayTemplate.ts';
import { ItemIdResolver } from './itemIdResolver.ts';

export const ExternalConnectionState = builder.enumType('ExternalConnectionState', {
  description: 'Lifecycle state of an external connection.',
  values: {
    DRAFT: {
      value: 'draft',
      description: 'Created, but no schema is registered yet, so items cannot be added.',
    },
    READY: {
      value: 'ready',
      description: 'The schema is registered: items can be indexed and searched.',
    },
    OBSOLETE: { value: 'obsolete', description: 'No longer in use: it can only be read and deleted.' },
    LIMIT_EXCEEDED: {
      value: 'limitExceeded',
      description: 'The item quota of the connection or of the tenant is used up.',
    },
    UNKNOWN_FUTURE_VALUE,
  } as const,
});

export const ContentCategory = builder.enumType('ExternalConnectionContentCategory', {
  description: 'What kind of content a connection brings.',
  values: {
    UNCATEGORIZED: { value: 'uncategorized', description: 'Any content: the default.' },
    KNOWLEDGE_BASE: { value: 'knowledgeBase', description: 'Articles of a knowledge base.' },
    WIKIS: { value: 'wikis', description: 'Pages of wikis.' },
    FILE_REPOSITORY: { value: 'fileRepository', description: 'Files and folders.' },
    QNA: { value: 'qna', description: 'Questions and answers.' },
    CRM: { value: 'crm', description: 'Customer relationship management.' },
    DASHBOARD: { value: 'dashboard', description: 'Dashboards and reports.' },
    PEOPLE: { value: 'people', description: 'People and their profiles.' },
    MEDIA: { value: 'media', description: 'Images, audio and video.' },
    EMAIL: { value: 'email', description: 'Email messages.' },
    MESSAGING: { value: 'messaging', description: 'Chats and channels.' },
    MEETING_TRANSCRIPTS: { value: 'meetingTranscripts', description: 'Transcripts of meetings.' },
    TASK_MANAGEMENT: { value: 'taskManagement', description: 'Tasks, tickets and projects.' },
    LEARNING_MANAGEMENT: { value: 'learningManagement', description: 'Courses and trainings.' },
    UNKNOWN_FUTURE_VALUE,
  } as const,
});

export const ContentExperience = builder.enumType('ExternalConnectionContentExperience', {
  description: 'Where the content of a connection is used.',
  values: {
    SEARCH: { value: 'search', description: 'Microsoft Search and Copilot.' },
    COMPLIANCE: { value: 'compliance', description: 'Microsoft Purview, such as eDiscovery.' },
    UNKNOWN_FUTURE_VALUE,
  } as const,
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
