import { complexShape, enumShape, flag, listOf, type ShapeOf, text } from './shape.ts';

/**
 * One property that the items of a connection can have.
 *
 * @see https://learn.microsoft.com/graph/api/resources/externalconnectors-property?view=graph-rest-beta
 */
export type SchemaProperty = ShapeOf<typeof schemaProperty>;

export const PROPERTY_TYPES = [
  'string',
  'int64',
  'double',
  'dateTime',
  'boolean',
  'stringCollection',
  'int64Collection',
  'doubleCollection',
  'dateTimeCollection',
  'principal',
  'principalCollection',
] as const;
export type PropertyType = (typeof PROPERTY_TYPES)[number];

export const IMPORTANCE_SCORES = ['low', 'medium', 'high', 'veryHigh'] as const;
export type ImportanceScore = (typeof IMPORTANCE_SCORES)[number];

// As in the metadata; the documentation names two of them otherwise (assignedTo, numReactions).
export const PROPERTY_LABELS = [
  'title',
  'url',
  'createdBy',
  'lastModifiedBy',
  'authors',
  'createdDateTime',
  'lastModifiedDateTime',
  'fileName',
  'fileExtension',
  'containerName',
  'containerUrl',
  'iconUrl',
  'assignedToPeople',
  'closedBy',
  'closedDate',
  'priority',
  'sprintName',
  'tags',
  'severity',
  'state',
  'dueDate',
  'itemParentId',
  'itemPath',
  'itemType',
  'numberOfReactions',
  'parentUrl',
  'priorityNormalized',
  'reportedBy',
  'secondaryId',
  'personEmails',
  'personAddresses',
  'personAnniversaries',
  'personName',
  'personNote',
  'personPhones',
  'personCurrentPosition',
  'personWebAccounts',
  'personWebSite',
  'personSkills',
  'personProjects',
  'personAccount',
  'personAwards',
  'personCertifications',
  'personAssistants',
  'personColleagues',
  'personManager',
  'personAlternateContacts',
  'personEmergencyContacts',
  'personEducationalActivities',
  'personInterests',
  'personLanguages',
  'personPublications',
  'personPatents',
  'personWorkPositions',
] as const;
export type PropertyLabel = (typeof PROPERTY_LABELS)[number];

// More than there are labels. Bounded, because a check goes through all labels of every property.
const MAX_LABELS = 100;

export const schemaProperty = complexShape({
  name: text,
  type: enumShape(PROPERTY_TYPES),
  description: text,
  aliases: listOf(text),
  labels: listOf(enumShape(PROPERTY_LABELS), MAX_LABELS),
  isSearchable: flag,
  isQueryable: flag,
  isRetrievable: flag,
  isRefinable: flag,
  isExactMatchRequired: flag,
  rankingHint: complexShape({ importanceScore: enumShape(IMPORTANCE_SCORES) }),
});

/** A property to register; an absent member is not sent. */
export interface NewSchemaProperty {
  readonly name: string;
  readonly type: PropertyType;
  readonly description?: string;
  readonly aliases?: readonly string[];
  readonly labels?: readonly PropertyLabel[];
  readonly isSearchable?: boolean;
  readonly isQueryable?: boolean;
  readonly isRetrievable?: boolean;
  readonly isRefinable?: boolean;
  readonly isExactMatchRequired?: boolean;
  readonly rankingHint?: { readonly importanceScore: ImportanceScore };
}
