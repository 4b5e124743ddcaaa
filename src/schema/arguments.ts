import { isResourceId, RESOURCE_ID_RULE, type ResourceId } from '../msgraph/path.ts';
import { badUserInput } from './errors.ts';

/** An id out of an argument, fit for a path. */
export function resourceId(value: string, argument: string): ResourceId {
  if (!isResourceId(value)) throw badUserInput(argument, `expected ${RESOURCE_ID_RULE}.`);
  return value;
}

type Present<T> = { -readonly [K in keyof T]?: NonNullable<T[K]> };

/** The properties that are neither absent nor null. */
export function present<T extends object>(properties: T): Present<T> {
  const result: Present<T> = {};
  for (const name in properties) {
    const value = properties[name];
    if (value !== null && value !== undefined) result[name] = value;
  }
  return result;
}

/**
 * The properties of an update: absent ones are not sent. A null would have to mean "clear", which Graph does
 * not define here, and an update of nothing is a mistake; both are refused.
 */
export function changes<T extends object>(properties: T): Present<T> {
  for (const [name, value] of Object.entries(properties)) {
    if (value === null) {
      throw badUserInput(`input.${name}`, 'expected a value; leave the field out to keep it as it is.');
    }
  }
  const given = present(properties);
  if (Object.keys(given).length === 0) {
    throw badUserInput('input', 'expected at least one field to change.');
  }
  return given;
}
