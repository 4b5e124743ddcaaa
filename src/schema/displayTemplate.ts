import { unfaithfulValue } from '../json/valueCount.ts';
import { isRecord } from '../json/values.ts';
import {
  BINARY_OPERATORS,
  type DisplayTemplate as DisplayTemplateModel,
  isLayout,
  isTemplateId,
  type NewDisplayTemplate,
  type NewPropertyRule,
  type PropertyRule as PropertyRuleModel,
  RULE_OPERATIONS,
} from '../msgraph/displayTemplate.ts';
import { knownValue, priority } from './arguments.ts';
import { builder } from './builder.ts';
import { graphEnum } from './graphEnum.ts';
import { checkAll, checkEach, Invalid, invalid } from './inputChecks.ts';
import { Json } from './scalars.ts';

const RuleOperation = graphEnum('ExternalConnectionRuleOperation', RULE_OPERATIONS, {
  description: 'How a rule compares a property with its values.',
  members: {
    null: 'The property has no value: `null` in Microsoft Graph.',
    equals: 'The property equals a value.',
    notEquals: 'The property differs from a value.',
    contains: 'The property contains a value.',
    notContains: 'The property does not contain a value.',
    lessThan: 'The property is less than a value.',
    greaterThan: 'The property is greater than a value.',
    startsWith: 'The property starts with a value.',
  },
  names: { null: 'IS_NULL' },
});

const BinaryOperator = graphEnum('ExternalConnectionBinaryOperator', BINARY_OPERATORS, {
  description: 'Whether one value of a rule has to match, or all of them.',
  members: {
    or: 'One value has to match.',
    and: 'Every value has to match.',
  },
});

const RULE = 'A condition on a property of an item.';
const PROPERTY = 'Name of the property, as in the schema of the connection.';
const VALUES = 'The values to compare the property with.';
const TEMPLATE = 'How a search result of a connection is displayed.';
const PRIORITY =
  'Positive number: of the templates whose rules match, the one with the lowest number is used.';
const LAYOUT =
  'Adaptive Card: a JSON object, passed on unchanged, with its data bindings. But its numbers are doubles: an integer ' +
  'beyond 2^53 is rejected in an input, and rounded where it is read.';

const PropertyRule = builder.objectRef<PropertyRuleModel>('ExternalConnectionPropertyRule').implement({
  description: RULE,
  fields: (t) => ({
    operation: t.expose('operation', {
      type: RuleOperation,
      description: 'How the property is compared.',
    }),
    property: t.exposeString('property', { description: PROPERTY }),
    // Usually, there is one.
    values: t.exposeStringList('values', { complexity: 1, description: VALUES }),
    valuesJoinedBy: t.expose('valuesJoinedBy', {
      type: BinaryOperator,
      description: 'Whether one value has to match, or all of them.',
    }),
  }),
});

// An Adaptive Card has some hundred values, which take much less work than as many fields.
const LAYOUT_COST = 5;

/** The cost of a list of templates: Graph allows two for search results. */
export const templatesComplexity = { field: 1, multiplier: 2 };

export const DisplayTemplate = builder
  .objectRef<DisplayTemplateModel>('ExternalConnectionDisplayTemplate')
  .implement({
    description: TEMPLATE,
    fields: (t) => ({
      // The id of a complex value, not of an entity, so it is nullable like any other field.
      id: t.exposeID('id', { description: 'Identifier of the template within its connection.' }),
      priority: t.exposeInt('priority', { description: PRIORITY }),
      layout: t.expose('layout', {
        type: Json,
        complexity: LAYOUT_COST,
        description: LAYOUT,
      }),
      rules: t.expose('rules', {
        type: [PropertyRule],
        complexity: { field: 1, multiplier: 4 },
        description: 'The conditions under which the template is used. Always, without any.',
      }),
    }),
  });

const PropertyRuleInput = builder.inputType('ExternalConnectionPropertyRuleInput', {
  description: RULE,
  fields: (t) => ({
    operation: t.field({
      type: RuleOperation,
      required: true,
      description: 'How the property is compared. UNKNOWN_FUTURE_VALUE is rejected.',
    }),
    property: t.string({ required: true, description: PROPERTY }),
    values: t.stringList({ required: true, description: `${VALUES} None for IS_NULL.` }),
    valuesJoinedBy: t.field({
      type: BinaryOperator,
      required: true,
      description: 'Whether one value has to match, or all of them. UNKNOWN_FUTURE_VALUE is rejected.',
    }),
  }),
});

export const DisplayTemplateInput = builder.inputType('ExternalConnectionDisplayTemplateInput', {
  description: TEMPLATE,
  fields: (t) => ({
    id: t.id({ required: true, description: 'Identifier of your choice: 1 to 16 ASCII letters or digits.' }),
    priority: t.int({ required: true, description: PRIORITY }),
    layout: t.field({ type: Json, required: true, description: LAYOUT }),
    rules: t.field({
      type: [PropertyRuleInput],
      description: 'The conditions under which the template is used. Null is treated as omitted: always.',
    }),
  }),
});

/** Checks the templates of an argument, and returns them as they are sent. */
export function newTemplates(
  templates: readonly (typeof DisplayTemplateInput.$inferInput)[],
  argument: string,
): NewDisplayTemplate[] | Invalid {
  return checkEach(templates, (template, index) => newTemplate(template, `${argument}[${index}]`));
}

function newTemplate(
  { id, priority: given, layout, rules }: typeof DisplayTemplateInput.$inferInput,
  at: string,
): NewDisplayTemplate | Invalid {
  const checked = checkAll({
    id: isTemplateId(id) ? id : invalid(`${at}.id`, 'expected 1 to 16 letters or digits.'),
    priority: priority(given, `${at}.priority`),
    layout: cardLayout(layout, `${at}.layout`),
    rules: rules ? checkEach(rules, (each, place) => newRule(each, `${at}.rules[${place}]`)) : undefined,
  });
  if (checked instanceof Invalid) return checked;
  const { rules: newRules, ...template } = checked;
  return { ...template, ...(newRules && { rules: newRules }) };
}

function cardLayout(layout: unknown, argument: string): unknown {
  const unfaithful = unfaithfulValue(layout);
  if (unfaithful !== undefined) return invalid(argument, `contains ${unfaithful}.`);
  if (isRecord(layout) && isLayout(layout)) return layout;
  const expected = 'expected a JSON object of at most 500 levels, with numbers in the range of a double.';
  return invalid(argument, expected);
}

function newRule(given: typeof PropertyRuleInput.$inferInput, argument: string): NewPropertyRule | Invalid {
  const known = checkAll({
    operation: knownValue(given.operation, `${argument}.operation`),
    valuesJoinedBy: knownValue(given.valuesJoinedBy, `${argument}.valuesJoinedBy`),
  });
  return known instanceof Invalid ? known : { ...given, ...known };
}
