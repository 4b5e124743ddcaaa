import { present } from '../msgraph/json.ts';
import type { NewSchemaProperty, PropertyLabel } from '../msgraph/schemaProperty.ts';
import { knownValue } from './arguments.ts';
import { badUserInput } from './errors.ts';
import { checkAll, checkEach } from './inputChecks.ts';
import type { SchemaPropertyInput } from './schemaProperty.ts';

// What the documentation requires of the properties of a schema. The service rejects all of it without a reason.
// https://learn.microsoft.com/graph/connecting-external-content-manage-schema
// https://learn.microsoft.com/graph/api/resources/externalconnectors-property?view=graph-rest-beta

type Input = typeof SchemaPropertyInput.$inferInput;

const MAX_PROPERTIES = 128;
const MAX_DESCRIPTION_LENGTH = 200;

/** Checks the properties of a new schema, and returns them as they are sent. */
export function newProperties(inputs: readonly Input[], argument: string): NewSchemaProperty[] {
  const names = new Set<string>();
  const labels = new Set<PropertyLabel>();
  const { properties } = checkAll({
    count: () => {
      if (inputs.length >= 1 && inputs.length <= MAX_PROPERTIES) return;
      throw badUserInput(argument, 'expected 1 to 128 properties.');
    },
    properties: () =>
      checkEach(inputs, (input, index) => newProperty(input, `${argument}[${index}]`, names, labels)),
  });
  return properties;
}

/** @param names - and labels: those of the properties before this one */
function newProperty(
  input: Input,
  at: string,
  names: Set<string>,
  labels: Set<PropertyLabel>,
): NewSchemaProperty {
  const { name, aliases, labels: given, description, rankingHint, ...flags } = input;
  const { isSearchable, isRefinable, isExactMatchRequired, isRetrievable } = flags;
  const isText = ['string', 'stringCollection', 'unknownFutureValue'].includes(flags.type);
  const demand = (isMet: boolean, member: string, message: string) => {
    if (!isMet) throw badUserInput(`${at}.${member}`, message);
  };
  const checked = checkAll({
    name: () => {
      demand(isShortName(name), 'name', 'expected 1 to 32 ASCII letters or digits.');
      demand(!names.has(name), 'name', 'expected a name that no other property has.');
      names.add(name);
    },
    type: () => knownValue(input.type, `${at}.type`),
    aliases: () =>
      checkEach(aliases ?? [], (alias, index) =>
        demand(isShortName(alias), `aliases[${index}]`, 'expected 1 to 32 ASCII letters or digits.'),
      ),
    labels: () =>
      given && checkEach(given, (label, index) => newLabel(label, `${at}.labels[${index}]`, labels)),
    retrievable: () =>
      demand(
        !given?.length || isRetrievable === true,
        'labels',
        'a property with labels needs isRetrievable: true.',
      ),
    description: () =>
      demand(
        (description?.length ?? 0) <= MAX_DESCRIPTION_LENGTH,
        'description',
        'expected at most 200 characters.',
      ),
    searchable: () =>
      demand(
        !isSearchable || isText,
        'isSearchable',
        'expected the type STRING or STRING_COLLECTION with it.',
      ),
    refinable: () =>
      demand(!isRefinable || !isSearchable, 'isRefinable', 'a refinable property cannot be searchable.'),
    exactMatch: () =>
      demand(
        !isExactMatchRequired || (isText && !isSearchable),
        'isExactMatchRequired',
        'expected the type STRING or STRING_COLLECTION with it, and not isSearchable.',
      ),
    importanceScore: () =>
      rankingHint && knownValue(rankingHint.importanceScore, `${at}.rankingHint.importanceScore`),
  });
  const { type, importanceScore } = checked;
  const rest = present({ ...flags, aliases, labels: checked.labels, description });
  return { name, ...rest, type, ...(importanceScore && { rankingHint: { importanceScore } }) };
}

/** The rule for names and aliases. */
function isShortName(name: string): boolean {
  return /^[A-Za-z0-9]{1,32}$/.test(name);
}

function newLabel(
  label: PropertyLabel | 'unknownFutureValue',
  argument: string,
  labels: Set<PropertyLabel>,
): PropertyLabel {
  const known = knownValue(label, argument);
  if (labels.has(known)) throw badUserInput(argument, 'expected a label that no other property has.');
  labels.add(known);
  return known;
}
