import { invalidProperty } from '../../graphErrors.ts';
import { type JsonObject, rejectUnknownProperties, withoutAnnotations } from '../../jsonBody.ts';
import { rejectUnknownTypes } from '../../odataTypes.ts';
import { booleanOf, enumOf, enumsOf, objectOf, objectsOf, stringOf, stringsOf } from '../../properties.ts';
import { connectorsModel, graphType, serviceType } from '../externalConnections/types.ts';
import { allMembers, label, propertyType } from './enumerations.ts';

/** A property of a schema, as stored and as sent. */
export interface StoredProperty {
  readonly name: string;
  readonly type: string;
  readonly description: string | null;
  readonly aliases: readonly string[];
  readonly labels: readonly string[];
  readonly isSearchable: boolean;
  readonly isQueryable: boolean;
  readonly isRetrievable: boolean;
  readonly isRefinable: boolean;
  readonly isExactMatchRequired: boolean;
  readonly rankingHint: { readonly importanceScore: string } | null;
}

export interface StoredSchema {
  readonly baseType: string;
  readonly properties: readonly StoredProperty[];
}

const baseType = 'microsoft.graph.externalItem';
const maxProperties = 128;

const attributes = new Set([
  'name',
  'type',
  'description',
  'aliases',
  'labels',
  'isSearchable',
  'isQueryable',
  'isRetrievable',
  'isRefinable',
  'isExactMatchRequired',
  'rankingHint',
]);
const importanceScores = ['low', 'medium', 'high', 'veryHigh'];

/**
 * Validates the body of a registration.
 *
 * @see https://learn.microsoft.com/graph/api/resources/externalconnectors-schema
 * @see https://learn.microsoft.com/graph/api/resources/externalconnectors-property
 * @see https://learn.microsoft.com/graph/connecting-external-content-manage-schema
 * @remarks Invented: all codes and messages but those of unknown properties and members, that names are compared
 * without regard to case, and that the response has the defaults of omitted attributes.
 */
export function schemaOf(sent: JsonObject): StoredSchema {
  rejectUnknownTypes(sent, connectorsModel);
  const body = withoutAnnotations(sent);
  rejectUnknownProperties(body, serviceType('schema'), new Set(['id', 'baseType', 'properties']));
  if (stringOf(body, 'baseType') !== baseType)
    throw invalidProperty('baseType', `It has to be '${baseType}'.`);
  const properties = (objectsOf(body, 'properties') ?? []).map(propertyOf);
  if (properties.length === 0 || properties.length > maxProperties) {
    throw invalidProperty('properties', `A schema has 1 to ${maxProperties} properties.`);
  }
  rejectRepeated(
    'name',
    properties.map(({ name }) => name.toLowerCase()),
  );
  rejectRepeated(
    'labels',
    properties.flatMap(({ labels }) => labels),
  );
  return { baseType, properties };
}

function propertyOf(sent: JsonObject): StoredProperty {
  const body = withoutAnnotations(sent);
  rejectUnknownProperties(body, serviceType('property'), attributes);
  const property: StoredProperty = {
    name: stringOf(body, 'name') ?? '',
    type: enumOf(body, 'type', propertyType.type, allMembers(propertyType)) ?? '',
    description: stringOf(body, 'description') ?? null,
    aliases: stringsOf(body, 'aliases') ?? [],
    labels: enumsOf(body, 'labels', label.type, allMembers(label)) ?? [],
    isSearchable: booleanOf(body, 'isSearchable') ?? false,
    isQueryable: booleanOf(body, 'isQueryable') ?? false,
    isRetrievable: booleanOf(body, 'isRetrievable') ?? false,
    isRefinable: booleanOf(body, 'isRefinable') ?? false,
    isExactMatchRequired: booleanOf(body, 'isExactMatchRequired') ?? false,
    rankingHint: rankingHintOf(body),
  };
  const broken = rules.find(([, isKept]) => !isKept(property));
  if (broken) throw invalidProperty(broken[0], `Property '${property.name}': ${broken[2]}`);
  return property;
}

/** By the attribute that breaks the rule. */
const rules: readonly [attribute: string, isKept: (property: StoredProperty) => boolean, rule: string][] = [
  ['name', ({ name }) => isName(name), 'It is required and consists of at most 32 ASCII letters and digits.'],
  ['type', ({ type }) => type !== '', 'It is required.'],
  ['description', ({ description }) => (description ?? '').length <= 200, 'It has at most 200 characters.'],
  [
    'aliases',
    ({ aliases }) => aliases.every(isName),
    'Each consists of at most 32 ASCII letters and digits.',
  ],
  [
    'isSearchable',
    ({ isSearchable, type }) => !isSearchable || isText(type),
    "Only properties of type 'string' or 'stringCollection' can be searchable.",
  ],
  [
    'isRefinable',
    ({ isRefinable, isSearchable }) => !(isRefinable && isSearchable),
    'A refinable property cannot be searchable.',
  ],
  [
    'isExactMatchRequired',
    ({ isExactMatchRequired, isSearchable, type }) =>
      !isExactMatchRequired || (isText(type) && !isSearchable),
    "Only properties of type 'string' or 'stringCollection' that are not searchable can require an exact match.",
  ],
  [
    'labels',
    ({ labels, isRetrievable }) => labels.length === 0 || isRetrievable,
    'A property with labels has to be retrievable.',
  ],
];

function isName(text: string): boolean {
  return /^[A-Za-z0-9]{1,32}$/.test(text);
}

function isText(type: string): boolean {
  return type === 'string' || type === 'stringCollection';
}

function rankingHintOf(body: JsonObject): StoredProperty['rankingHint'] {
  const hint = objectOf(body, 'rankingHint');
  const type = graphType('rankingImportanceScore');
  const importanceScore = hint && enumOf(hint, 'importanceScore', type, importanceScores);
  return importanceScore ? { importanceScore } : null;
}

function rejectRepeated(name: string, values: readonly string[]): void {
  const repeated = values.find((value, index) => values.indexOf(value) !== index);
  if (repeated !== undefined) throw invalidProperty(name, `'${repeated}' is on more than one property.`);
}
