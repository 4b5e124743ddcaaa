import { isWritable } from '../json/values.ts';
import { complexShape, enumShape, int32, listOf, Mismatch, type ShapeOf, text } from './shape.ts';

/**
 * How a search result of a connection is displayed.
 *
 * @see https://learn.microsoft.com/graph/api/resources/externalconnectors-displaytemplate?view=graph-rest-beta
 */
export type DisplayTemplate = ShapeOf<typeof displayTemplate>;

/** A condition on a property of an item, under which a template is used. */
export type PropertyRule = ShapeOf<typeof propertyRule>;

export const RULE_OPERATIONS = [
  'null',
  'equals',
  'notEquals',
  'contains',
  'notContains',
  'lessThan',
  'greaterThan',
  'startsWith',
] as const;
export type RuleOperation = (typeof RULE_OPERATIONS)[number];

export const BINARY_OPERATORS = ['or', 'and'] as const;
export type BinaryOperator = (typeof BINARY_OPERATORS)[number];

const propertyRule = complexShape({
  operation: enumShape(RULE_OPERATIONS),
  property: text,
  values: listOf(text),
  valuesJoinedBy: enumShape(BINARY_OPERATORS),
});

const MAX_LAYOUT_LEVELS = 500;

// A cache, because aliases of a field ask for the same layout, and checking it takes milliseconds.
const layouts = new WeakMap<object, boolean>();

/** Whether a layout can be passed on as it is. */
export function isLayout(json: unknown): boolean {
  if (typeof json !== 'object' || json === null) return isWritable(json, MAX_LAYOUT_LEVELS);
  const known = layouts.get(json) ?? isWritable(json, MAX_LAYOUT_LEVELS);
  layouts.set(json, known);
  return known;
}

export const displayTemplate = complexShape({
  id: text,
  priority: int32,
  /** An Adaptive Card, which nothing here interprets. */
  layout: (json: unknown) => (isLayout(json) ? json : new Mismatch()),
  rules: listOf(propertyRule),
});

export interface NewDisplayTemplate {
  readonly id: string;
  readonly priority: number;
  readonly layout: unknown;
  readonly rules?: readonly NewPropertyRule[];
}

export interface NewPropertyRule {
  readonly operation: RuleOperation;
  readonly property: string;
  readonly values: readonly string[];
  readonly valuesJoinedBy: BinaryOperator;
}

/** At most 16 ASCII letters or digits. */
export function isTemplateId(id: string): boolean {
  return /^[A-Za-z0-9]{1,16}$/.test(id);
}
