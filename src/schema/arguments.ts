import { type Present, present } from '../json/values.ts';
import { isResourceId, RESOURCE_ID_RULE, type ResourceId } from '../msgraph/protocol/path.ts';
import { badUserInput } from './errors.ts';
import { checkEach, Invalid, invalid, rule } from './inputChecks.ts';

const ID_EXPECTED = `expected ${RESOURCE_ID_RULE}.`;

/** Returns an id from an argument, which is safe in a path. @throws {GraphQLError} `BAD_USER_INPUT` */
export function resourceId(value: string, argument: string): ResourceId {
  if (!isResourceId(value)) throw badUserInput(argument, ID_EXPECTED);
  return value;
}

/** Checks an id in an input. */
export function checkedId(value: string, argument: string): ResourceId | Invalid {
  return isResourceId(value) ? value : invalid(argument, ID_EXPECTED);
}

/** Checks a value of an enum in an input. */
export function knownValue<T extends string>(
  value: T,
  argument: string,
): Exclude<T, 'unknownFutureValue'> | Invalid {
  return isKnown(value) ? value : invalid(argument, 'UNKNOWN_FUTURE_VALUE is output only.');
}

function isKnown<T extends string>(value: T): value is Exclude<T, 'unknownFutureValue'> {
  return value !== 'unknownFutureValue';
}

/** Checks a priority in an input, which Graph takes as a positive number. */
export function priority(value: number, argument: string): number | Invalid {
  return value >= 1 ? value : invalid(argument, 'expected a positive number.');
}

/**
 * The properties of an update: absent ones are not sent. A null would have to mean "clear", which Graph does
 * not define here, and an update without a field is a mistake; both are rejected.
 */
export function changes<T extends object>(properties: T): Present<T> | Invalid {
  const checked = checkEach(Object.entries(properties), ([name, value]) =>
    rule(value !== null, `input.${name}`, 'expected a value; omit the field to keep its value.'),
  );
  if (checked instanceof Invalid) return checked;
  const given = present(properties);
  return Object.keys(given).length > 0 ? given : invalid('input', 'expected at least one field to change.');
}
