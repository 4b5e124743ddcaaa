import { type Present, present } from '../msgraph/json.ts';
import { isResourceId, RESOURCE_ID_RULE, type ResourceId } from '../msgraph/path.ts';
import { badUserInput } from './errors.ts';
import { checkEach } from './inputChecks.ts';

/** An id from an argument, safe in a path. */
export function resourceId(value: string, argument: string): ResourceId {
  if (!isResourceId(value)) throw badUserInput(argument, `expected ${RESOURCE_ID_RULE}.`);
  return value;
}

/** What every evolvable enum of Microsoft Graph can have beside its known values. */
export const UNKNOWN_FUTURE_VALUE = {
  value: 'unknownFutureValue',
  description: 'A value added by Microsoft after this schema was published. Output only.',
} as const;

/** A value of an enum from an argument. */
export function knownValue<T extends string>(value: T, argument: string): Exclude<T, 'unknownFutureValue'> {
  if (isKnown(value)) return value;
  throw badUserInput(argument, 'UNKNOWN_FUTURE_VALUE is output only.');
}

function isKnown<T extends string>(value: T): value is Exclude<T, 'unknownFutureValue'> {
  return value !== UNKNOWN_FUTURE_VALUE.value;
}

/** A priority from an argument, which Graph takes as a positive number. */
export function priority(value: number, argument: string): number {
  if (value < 1) throw badUserInput(argument, 'expected a positive number.');
  return value;
}

/**
 * The properties of an update: absent ones are not sent. A null would have to mean "clear", which Graph does
 * not define here, and an update without a field is a mistake; both are rejected.
 */
export function changes<T extends object>(properties: T): Present<T> {
  checkEach(Object.entries(properties), ([name, value]) => {
    const message = 'expected a value; omit the field to keep its value.';
    if (value === null) throw badUserInput(`input.${name}`, message);
  });
  const given = present(properties);
  if (Object.keys(given).length === 0) throw badUserInput('input', 'expected at least one field to change.');
  return given;
}
