import { type Present, present } from '../msgraph/json.ts';
import { isResourceId, RESOURCE_ID_RULE, type ResourceId } from '../msgraph/path.ts';
import { badUserInput } from './errors.ts';

/** An id from an argument, safe in a path. */
export function resourceId(value: string, argument: string): ResourceId {
  if (!isResourceId(value)) throw badUserInput(argument, `expected ${RESOURCE_ID_RULE}.`);
  return value;
}

/**
 * The properties of an update: absent ones are not sent. A null would have to mean "clear", which Graph does
 * not define here, and an update without a field is a mistake; both are rejected.
 */
export function changes<T extends object>(properties: T): Present<T> {
  for (const [name, value] of Object.entries(properties)) {
    const message = 'expected a value; omit the field to keep its value.';
    if (value === null) throw badUserInput(`input.${name}`, message);
  }
  const given = present(properties);
  if (Object.keys(given).length === 0) throw badUserInput('input', 'expected at least one field to change.');
  return given;
}
