import { isRecord } from '../json/values.ts';
import { displayTemplate, type NewDisplayTemplate } from './displayTemplate.ts';
import { itemIdResolver, type NewItemIdResolver, writtenResolver } from './itemIdResolver.ts';
import { complexShape, enumShape, listOf, mapped, memberOf, shortText, text } from './shape.ts';

// What can be set of an external connection, beside its name: as Graph sends it, and as the gateway writes it.

export const CONTENT_CATEGORIES = [
  'uncategorized',
  'knowledgeBase',
  'wikis',
  'fileRepository',
  'qna',
  'crm',
  'dashboard',
  'people',
  'media',
  'email',
  'messaging',
  'meetingTranscripts',
  'taskManagement',
  'learningManagement',
] as const;
export type ContentCategory = (typeof CONTENT_CATEGORIES)[number];

export const CONTENT_EXPERIENCES = ['search', 'compliance'] as const;
export type ContentExperience = (typeof CONTENT_EXPERIENCES)[number];

const knownExperience = memberOf(CONTENT_EXPERIENCES);
// Far longer than all flags together. Bounded, because each alias of the field splits the text again.
const MAX_FLAGS_LENGTH = 100;

/** The documentation calls it a collection; the metadata and every example have one string: "search, compliance". */
const contentExperiences = mapped(shortText(MAX_FLAGS_LENGTH), (flags) => {
  const names = flags.split(',').map((flag) => flag.trim());
  return [...new Set(names.filter((name) => name !== '').map(knownExperience))];
});

const currentConfiguration = complexShape({ authorizedAppIds: listOf(text) });

/** The service renamed its property in 2021; older deployments send the former name. */
const configuration: typeof currentConfiguration = (json, errors) => {
  const isFormer = isRecord(json) && (json.authorizedAppIds ?? null) === null;
  return currentConfiguration(isFormer ? { authorizedAppIds: json.authorizedApps } : json, errors);
};

export const settingsShape = {
  configuration,
  contentCategory: enumShape(CONTENT_CATEGORIES),
  enabledContentExperiences: contentExperiences,
  activitySettings: complexShape({ urlToItemResolvers: listOf(itemIdResolver) }),
  searchSettings: complexShape({ searchResultTemplates: listOf(displayTemplate) }),
  complianceSettings: complexShape({ eDiscoveryResultTemplates: listOf(displayTemplate) }),
};

/** Settings to write; an absent one is not sent. */
export interface NewSettings {
  readonly configuration?: { readonly authorizedAppIds?: string[] } | { readonly authorizedApps: string[] };
  readonly contentCategory?: ContentCategory;
  readonly enabledContentExperiences?: readonly ContentExperience[];
  readonly activitySettings?: { readonly urlToItemResolvers?: readonly NewItemIdResolver[] };
  readonly searchSettings?: { readonly searchResultTemplates?: readonly NewDisplayTemplate[] };
  readonly complianceSettings?: { readonly eDiscoveryResultTemplates?: readonly NewDisplayTemplate[] };
}

/** The properties as Graph takes them. */
export function toGraphSettings<T extends NewSettings>(properties: T): object {
  const { enabledContentExperiences: experiences, activitySettings } = properties;
  const resolvers = activitySettings?.urlToItemResolvers;
  return {
    ...properties,
    ...(experiences && { enabledContentExperiences: experiences.join(', ') }),
    ...(resolvers && { activitySettings: { urlToItemResolvers: resolvers.map(writtenResolver) } }),
  };
}
