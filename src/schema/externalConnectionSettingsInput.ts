import { present } from '../json/values.ts';
import type { NewSettings } from '../msgraph/externalConnectionSettings.ts';
import { knownValue } from './arguments.ts';
import { builder } from './builder.ts';
import { DisplayTemplateInput, newTemplates } from './displayTemplate.ts';
import {
  type ContentCategory,
  type ContentExperience,
  SETTINGS_TEXTS,
} from './externalConnectionSettings.ts';
import { checkAll, checkEach, Invalid, invalid } from './inputChecks.ts';
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
export function newSettings(input: SettingsInput): NewSettings | Invalid {
  const { configuration, contentCategory, enabledContentExperiences: experiences } = input;
  const { activitySettings, searchSettings, complianceSettings } = input;
  const checked = checkAll({
    configuration: configuration && newConfiguration(configuration),
    contentCategory: contentCategory && knownValue(contentCategory, 'input.contentCategory'),
    enabledContentExperiences: experiences && newExperiences(experiences),
    activitySettings:
      activitySettings &&
      checkAll({
        urlToItemResolvers: newResolvers(
          activitySettings.urlToItemResolvers,
          'input.activitySettings.urlToItemResolvers',
        ),
      }),
    searchSettings:
      searchSettings &&
      checkAll({ searchResultTemplates: newSearchTemplates(searchSettings.searchResultTemplates) }),
    complianceSettings:
      complianceSettings &&
      checkAll({
        eDiscoveryResultTemplates: newTemplates(
          complianceSettings.eDiscoveryResultTemplates,
          'input.complianceSettings.eDiscoveryResultTemplates',
        ),
      }),
  });
  return checked instanceof Invalid ? checked : present(checked);
}

function newConfiguration(configuration: typeof ConfigurationInput.$inferInput) {
  return configuration.authorizedAppIds != null && configuration.authorizedApps != null
    ? invalid('input.configuration', 'expected authorizedAppIds or authorizedApps, not both.')
    : present(configuration);
}

function newExperiences(given: readonly (typeof ContentExperience.$inferInput)[]) {
  const argument = 'input.enabledContentExperiences';
  if (given.length === 0) return invalid(argument, 'expected at least one value.');
  const known = checkEach(given, (each, index) => knownValue(each, `${argument}[${index}]`));
  return known instanceof Invalid ? known : [...new Set(known)];
}

function newSearchTemplates(templates: readonly (typeof DisplayTemplateInput.$inferInput)[]) {
  const argument = 'input.searchSettings.searchResultTemplates';
  if (templates.length > MAX_SEARCH_TEMPLATES) return invalid(argument, 'expected at most 2 templates.');
  return newTemplates(templates, argument);
}
