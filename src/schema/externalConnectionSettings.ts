import type { ExternalConnection } from '../msgraph/externalConnection.ts';
import type { NewSettings } from '../msgraph/externalConnectionSettings.ts';
import { present } from '../msgraph/json.ts';
import { knownValue, UNKNOWN_FUTURE_VALUE } from './arguments.ts';
import { builder } from './builder.ts';
import {
  DisplayTemplate,
  DisplayTemplateInput,
  newTemplates,
  templatesComplexity,
} from './displayTemplate.ts';
import { badUserInput } from './errors.ts';
import { ItemIdResolver, ItemIdResolverInput, newResolvers } from './itemIdResolver.ts';

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

const ACCESS = 'Access settings of an external connection.';
const ACTIVITY = "Settings of how users' activities lead to items.";
const RESOLVERS = 'How the URLs that users share lead to items.';
const SEARCH = 'Settings of how search results are displayed.';
const COMPLIANCE = 'Settings of how items are displayed in eDiscovery.';
const EDISCOVERY =
  'The templates for eDiscovery: Adaptive Cards up to version 1.2, without Markdown and data bindings.';

export const Configuration = builder
  .objectRef<Model<'configuration'>>('ExternalConnectionConfiguration')
  .implement({
    description: ACCESS,
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
    description: ACTIVITY,
    fields: (t) => ({
      urlToItemResolvers: t.field({
        type: [ItemIdResolver],
        complexity: { field: 1, multiplier: 3 },
        description: RESOLVERS,
        resolve: ({ urlToItemResolvers }) => urlToItemResolvers,
      }),
    }),
  });

export const SearchSettings = builder
  .objectRef<Model<'searchSettings'>>('ExternalConnectionSearchSettings')
  .implement({
    description: SEARCH,
    fields: (t) => ({
      searchResultTemplates: t.field({
        type: [DisplayTemplate],
        complexity: templatesComplexity,
        description: 'The templates of search results.',
        resolve: ({ searchResultTemplates }) => searchResultTemplates,
      }),
    }),
  });

export const ComplianceSettings = builder
  .objectRef<Model<'complianceSettings'>>('ExternalConnectionComplianceSettings')
  .implement({
    description: COMPLIANCE,
    fields: (t) => ({
      eDiscoveryResultTemplates: t.field({
        type: [DisplayTemplate],
        complexity: templatesComplexity,
        description: EDISCOVERY,
        resolve: ({ eDiscoveryResultTemplates }) => eDiscoveryResultTemplates,
      }),
    }),
  });

export const ConfigurationInput = builder.inputType('ExternalConnectionConfigurationInput', {
  description: `${ACCESS} Set one of the two lists, not both.`,
  fields: (t) => ({
    authorizedAppIds: t.stringList({
      description: 'Application (client) ids of the apps that may manage the connection and its items.',
    }),
    authorizedApps: t.stringList({
      description: 'Former name of `authorizedAppIds`, sent to Microsoft Graph under this name.',
      deprecationReason: 'Renamed by Microsoft: use `authorizedAppIds`.',
    }),
  }),
});

export const ActivitySettingsInput = builder.inputType('ExternalConnectionActivitySettingsInput', {
  description: ACTIVITY,
  fields: (t) => ({
    urlToItemResolvers: t.field({ type: [ItemIdResolverInput], required: true, description: RESOLVERS }),
  }),
});

export const SearchSettingsInput = builder.inputType('ExternalConnectionSearchSettingsInput', {
  description: SEARCH,
  fields: (t) => ({
    searchResultTemplates: t.field({
      type: [DisplayTemplateInput],
      required: true,
      description: 'The templates of search results: at most 2.',
    }),
  }),
});

export const ComplianceSettingsInput = builder.inputType('ExternalConnectionComplianceSettingsInput', {
  description: COMPLIANCE,
  fields: (t) => ({
    eDiscoveryResultTemplates: t.field({
      type: [DisplayTemplateInput],
      required: true,
      description: EDISCOVERY,
    }),
  }),
});

type Given<T> = T | null | undefined;

interface SettingsInput {
  readonly configuration?: Given<typeof ConfigurationInput.$inferInput>;
  readonly contentCategory?: Given<typeof ContentCategory.$inferInput>;
  readonly enabledContentExperiences?: Given<(typeof ContentExperience.$inferInput)[]>;
  readonly activitySettings?: Given<typeof ActivitySettingsInput.$inferInput>;
  readonly searchSettings?: Given<typeof SearchSettingsInput.$inferInput>;
  readonly complianceSettings?: Given<typeof ComplianceSettingsInput.$inferInput>;
}

const MAX_SEARCH_TEMPLATES = 2;

/** Checks the settings of an input by the documented rules, and returns those that are given. */
export function newSettings(input: SettingsInput): NewSettings {
  const { configuration, contentCategory, enabledContentExperiences: experiences } = input;
  const { activitySettings, searchSettings, complianceSettings } = input;
  return present({
    configuration: configuration && newConfiguration(configuration),
    contentCategory: contentCategory && knownValue(contentCategory, 'input.contentCategory'),
    enabledContentExperiences: experiences && newExperiences(experiences),
    activitySettings: activitySettings && {
      urlToItemResolvers: newResolvers(
        activitySettings.urlToItemResolvers,
        'input.activitySettings.urlToItemResolvers',
      ),
    },
    searchSettings: searchSettings && newSearchSettings(searchSettings),
    complianceSettings: complianceSettings && {
      eDiscoveryResultTemplates: newTemplates(
        complianceSettings.eDiscoveryResultTemplates,
        'input.complianceSettings.eDiscoveryResultTemplates',
      ),
    },
  });
}

function newConfiguration(configuration: typeof ConfigurationInput.$inferInput) {
  if (configuration.authorizedAppIds != null && configuration.authorizedApps != null) {
    throw badUserInput('input.configuration', 'expected authorizedAppIds or authorizedApps, not both.');
  }
  return present(configuration);
}

function newExperiences(experiences: readonly (typeof ContentExperience.$inferInput)[]) {
  const argument = 'input.enabledContentExperiences';
  if (experiences.length === 0) throw badUserInput(argument, 'expected at least one value.');
  const known = experiences.map((each, index) => knownValue(each, `${argument}[${index}]`));
  return [...new Set(known)];
}

function newSearchSettings({ searchResultTemplates: templates }: typeof SearchSettingsInput.$inferInput) {
  const argument = 'input.searchSettings.searchResultTemplates';
  if (templates.length > MAX_SEARCH_TEMPLATES) throw badUserInput(argument, 'expected at most 2 templates.');
  return { searchResultTemplates: newTemplates(templates, argument) };
}
