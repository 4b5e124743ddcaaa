import { present } from '../json/values.ts';
import type { NewSchemaProperty, PropertyLabel } from '../msgraph/schemaProperty.ts';
import { knownValue } from './arguments.ts';
import { checkAll, checkEach, Invalid, invalid, rule } from './inputChecks.ts';
import type { SchemaPropertyInput } from './schemaProperty.ts';

// What the documentation requires of the properties of a schema. Graph rejects violations without giving a reason.
// https://learn.microsoft.com/graph/connecting-external-content-manage-schema
// https://learn.microsoft.com/graph/api/resources/externalconnectors-property?view=graph-rest-beta

type Input = typeof SchemaPropertyInput.$inferInput;

const MAX_PROPERTIES = 128;
const MAX_DESCRIPTION_LENGTH = 200;

/** Checks the properties of a new schema, and returns them as they are sent. If there are too many, none is checked. */
export function newProperties(inputs: readonly Input[], argument: string): NewSchemaProperty[] | Invalid {
  if (inputs.length < 1 || inputs.length > MAX_PROPERTIES) {
    return invalid(argument, 'expected 1 to 128 properties.');
  }
  const names = new Set<string>();
  const labels = new Set<PropertyLabel>();
  return checkEach(inputs, (input, index) => newProperty(input, `${argument}[${index}]`, names, labels));
}

/** @param names - those of the properties before this one, as are `labels`; its own are added to both */
function newProperty(
  input: Input,
  at: string,
  names: Set<string>,
  labels: Set<PropertyLabel>,
): NewSchemaProperty | Invalid {
  const { name, aliases, labels: given, description, rankingHint, ...flags } = input;
  const { isSearchable, isRefinable, isExactMatchRequired, isRetrievable } = flags;
  const isText = ['string', 'stringCollection', 'unknownFutureValue'].includes(flags.type);
  const checked = checkAll({
    name: newName(name, `${at}.name`, names),
    type: knownValue(input.type, `${at}.type`),
    aliases: checkEach(aliases ?? [], (alias, index) =>
      rule(isShortName(alias), `${at}.aliases[${index}]`, SHORT_NAME),
    ),
    labels: checkEach(given ?? [], (label, index) => newLabel(label, `${at}.labels[${index}]`, labels)),
    retrievable: rule(
      !given?.length || isRetrievable === true,
      `${at}.labels`,
      'a property with labels needs isRetrievable: true.',
    ),
    description: rule(
      (description?.length ?? 0) <= MAX_DESCRIPTION_LENGTH,
      `${at}.description`,
      'expected at most 200 characters.',
    ),
    searchable: rule(
      !isSearchable || isText,
      `${at}.isSearchable`,
      'expected the type STRING or STRING_COLLECTION.',
    ),
    refinable: rule(
      !isRefinable || !isSearchable,
      `${at}.isRefinable`,
      'a refinable property cannot be searchable.',
    ),
    exactMatch: rule(
      !isExactMatchRequired || (isText && !isSearchable),
      `${at}.isExactMatchRequired`,
      'expected the type STRING or STRING_COLLECTION, and not isSearchable.',
    ),
    importanceScore:
      rankingHint && knownValue(rankingHint.importanceScore, `${at}.rankingHint.importanceScore`),
  });
  if (checked instanceof Invalid) return checked;
  const { type, importanceScore } = checked;
  const rest = present({ ...flags, aliases, labels: given && checked.labels, description });
  return { name, ...rest, type, ...(importanceScore && { rankingHint: { importanceScore } }) };
}

const SHORT_NAME = 'expected 1 to 32 ASCII letters or digits.';

/** The rule for names and aliases. */
function isShortName(name: string): boolean {
  return /^[A-Za-z0-9]{1,32}$/.test(name);
}

function newName(name: string, argument: string, names: Set<string>): Invalid | undefined {
  if (!isShortName(name)) return invalid(argument, SHORT_NAME);
  if (names.has(name)) return invalid(argument, 'expected a name that no other property has.');
  names.add(name);
  return undefined;
}

function newLabel(
  label: PropertyLabel | 'unknownFutureValue',
  argument: string,
  labels: Set<PropertyLabel>,
): PropertyLabel | Invalid {
  const known = knownValue(label, argument);
  if (known instanceof Invalid) return known;
  if (labels.has(known)) return invalid(argument, 'expected a label that no other property has.');
  labels.add(known);
  return known;
}
