import {
  IMPORTANCE_SCORES,
  PROPERTY_TYPES,
  type SchemaProperty as SchemaPropertyModel,
} from '../msgraph/schemaProperty.ts';
import { builder } from './builder.ts';
import { graphEnum } from './graphEnum.ts';
import { PropertyLabel } from './propertyLabel.ts';

const PropertyType = graphEnum('ExternalConnectionPropertyType', PROPERTY_TYPES, {
  description: 'The data type of a property.',
  members: {
    string: 'Text, the only single value that can be searched.',
    int64: 'A whole number of up to 64 bits.',
    double: 'A floating-point number.',
    dateTime: 'A date and time in ISO 8601.',
    boolean: 'True or false.',
    stringCollection: 'A list of texts; it can be searched.',
    int64Collection: 'A list of whole numbers.',
    doubleCollection: 'A list of floating-point numbers.',
    dateTimeCollection: 'A list of dates and times.',
    principal: 'One person, in Microsoft Entra or elsewhere.',
    principalCollection: 'A list of people.',
  },
});

const ImportanceScore = graphEnum('ExternalConnectionImportanceScore', IMPORTANCE_SCORES, {
  description: 'How much a property counts in the order of search results.',
  members: {
    low: 'Less than other properties.',
    medium: 'As much as other properties.',
    high: 'More than other properties.',
    veryHigh: 'Much more than other properties.',
  },
});

const PROPERTY = 'One property that the items of an external connection can have.';
const RANKING = 'How a property counts in the order of search results.';
const TEXTS = {
  type: 'Data type of the property.',
  aliases: 'Other names that queries can use.',
  labels: 'What the property means to Microsoft 365, which search results and Copilot rely on.',
  description: 'What the property is for, which helps Copilot to use it.',
  isSearchable: 'Whether the full-text index has the property.',
  isQueryable: 'Whether queries in Keyword Query Language can name the property.',
  isRetrievable: 'Whether search results have the property.',
  isRefinable: 'Whether search results can be filtered by the property.',
  isExactMatchRequired: 'Whether queries match whole values only.',
} as const;

const RankingHint = builder
  .objectRef<NonNullable<SchemaPropertyModel['rankingHint']>>('ExternalConnectionRankingHint')
  .implement({
    description: RANKING,
    fields: (t) => ({
      importanceScore: t.expose('importanceScore', {
        type: ImportanceScore,
        description: 'How much the property counts.',
      }),
    }),
  });

/** The cost of a list that usually has one or two items at most. */
const FEW = 1;

export const SchemaProperty = builder.objectRef<SchemaPropertyModel>('ExternalConnectionProperty').implement({
  description: PROPERTY,
  fields: (t) => ({
    name: t.exposeString('name', { description: 'Name of the property, unique in the schema.' }),
    type: t.expose('type', { type: PropertyType, description: TEXTS.type }),
    aliases: t.exposeStringList('aliases', { complexity: FEW, description: TEXTS.aliases }),
    labels: t.expose('labels', {
      type: [PropertyLabel],
      complexity: FEW,
      description: TEXTS.labels,
    }),
    description: t.exposeString('description', { description: TEXTS.description }),
    isSearchable: t.exposeBoolean('isSearchable', { description: TEXTS.isSearchable }),
    isQueryable: t.exposeBoolean('isQueryable', { description: TEXTS.isQueryable }),
    isRetrievable: t.exposeBoolean('isRetrievable', { description: TEXTS.isRetrievable }),
    isRefinable: t.exposeBoolean('isRefinable', { description: TEXTS.isRefinable }),
    isExactMatchRequired: t.exposeBoolean('isExactMatchRequired', {
      description: TEXTS.isExactMatchRequired,
    }),
    rankingHint: t.expose('rankingHint', {
      type: RankingHint,
      description: RANKING,
    }),
  }),
});

const RankingHintInput = builder.inputType('ExternalConnectionRankingHintInput', {
  description: RANKING,
  fields: (t) => ({
    importanceScore: t.field({
      type: ImportanceScore,
      required: true,
      description: 'How much the property counts. UNKNOWN_FUTURE_VALUE is rejected.',
    }),
  }),
});

export const SchemaPropertyInput = builder.inputType('ExternalConnectionPropertyInput', {
  description: `${PROPERTY} Null is treated as omitted.`,
  fields: (t) => ({
    name: t.string({
      required: true,
      description: 'Name of the property, unique in the schema: 1 to 32 ASCII letters or digits.',
    }),
    type: t.field({
      type: PropertyType,
      required: true,
      description: `${TEXTS.type} UNKNOWN_FUTURE_VALUE is rejected.`,
    }),
    aliases: t.stringList({ description: `${TEXTS.aliases} Each has 1 to 32 ASCII letters or digits.` }),
    labels: t.field({
      type: [PropertyLabel],
      description: `${TEXTS.labels} They need isRetrievable, and each can be on one property only.`,
    }),
    description: t.string({ description: `${TEXTS.description} At most 200 characters.` }),
    isSearchable: t.boolean({
      description: `${TEXTS.isSearchable} Only for STRING and STRING_COLLECTION, and without isRefinable.`,
    }),
    isQueryable: t.boolean({ description: TEXTS.isQueryable }),
    isRetrievable: t.boolean({ description: TEXTS.isRetrievable }),
    isRefinable: t.boolean({ description: `${TEXTS.isRefinable} Only without isSearchable.` }),
    isExactMatchRequired: t.boolean({
      description: `${TEXTS.isExactMatchRequired} Only for STRING and STRING_COLLECTION, and without isSearchable.`,
    }),
    rankingHint: t.field({ type: RankingHintInput, description: RANKING }),
  }),
});
