import type { NewSettings } from '../msgraph/externalConnectionSettings.ts';
import { present } from '../msgraph/json.ts';
import { knownValue } from './arguments.ts';
import { builder } from './builder.ts';
import { DisplayTemplateInput, newTemplates } from './displayTemplate.ts';
import { badUserInput } from './errors.ts';
import {
  type ContentCategory,
  type ContentExperience,
  SETTINGS_TEXTS,
} from './externalConnectionSettings.ts';
import { checkAll, checkEach } from './inputChecks.ts';
import { ItemIdResolverInput, newResolvers } from './itemIdResolver.ts';

// The inputs for the settings of an external connection, and the rules that they are checked by.

export const ConfigurationInput = builder.inputType('ExternalConnectionConfigurationInput', {
  description: `${SETTINGS_TEXTS.configuration} Set one of the two lists, not both.`,
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
  description: SETTINGS_TEXTS.activitySettings,
  fields: (t) => ({
    urlToItemResolvers: t.field({
      type: [ItemIdResolverInput],
      required: true,
      description: SETTINGS_TEXTS.urlToItemResolvers,
    }),
  }),
});

export const SearchSettingsInput = builder.inputType('ExternalConnectionSearchSettingsInput', {
  description: SETTINGS_TEXTS.searchSettings,
  fields: (t) => ({
    searchResultTemplates: t.field({
      type: [DisplayTemplateInput],
      required: true,
      description: 'The templates of search results: at most 2.',
    }),
  }),
});

export const ComplianceSettingsInput = builder.inputType('ExternalConnectionComplianceSettingsInput', {
  description: SETTINGS_TEXTS.complianceSettings,
  fields: (t) => ({
    eDiscoveryResultTemplates: t.field({
      type: [DisplayTemplateInput],
      required: true,
      description: SETTINGS_TEXTS.eDiscoveryResultTemplates,
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
  return present(
    checkAll({
      configuration: () => configuration && newConfiguration(configuration),
      contentCategory: () => contentCategory && knownValue(contentCategory, 'input.contentCategory'),
      enabledContentExperiences: () => experiences && newExperiences(experiences),
      activitySettings: () =>
        activitySettings && {
          urlToItemResolvers: newResolvers(
            activitySettings.urlToItemResolvers,
            'input.activitySettings.urlToItemResolvers',
          ),
        },
      searchSettings: () => searchSettings && newSearchSettings(searchSettings),
      complianceSettings: () =>
        complianceSettings && {
          eDiscoveryResultTemplates: newTemplates(
            complianceSettings.eDiscoveryResultTemplates,
            'input.complianceSettings.eDiscoveryResultTemplates',
          ),
        },
    }),
  );
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
  return [...new Set(checkEach(experiences, (each, index) => knownValue(each, `${argument}[${index}]`)))];
}

function newSearchSettings({ searchResultTemplates: templates }: typeof SearchSettingsInput.$inferInput) {
  const argument = 'input.searchSettings.searchResultTemplates';
  const { searchResultTemplates } = checkAll({
    count: () => {
      if (templates.length > MAX_SEARCH_TEMPLATES)
        throw badUserInput(argument, 'expected at most 2 templates.');
    },
    searchResultTemplates: () => newTemplates(templates, argument),
  });
  return { searchResultTemplates };
}
