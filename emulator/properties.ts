import { invalidRequest } from './graphErrors.ts';
import { isJsonObject, type JsonObject } from './jsonBody.ts';

// Each of these reads one property of a request's body: its value, null if it is null, undefined if it is omitted. A
// value of another type is a 400.

/** A string property. */
export function stringOf(body: JsonObject, name: string): string | null | undefined {
  const value = body[name];
  if (value === undefined || value === null || typeof value === 'string') return value;
  throw wrongType(name, value, 'Edm.String');
}

/**
 * A member of an enumeration, by name.
 * @param type - its qualified name
 */
export function enumOf(
  body: JsonObject,
  name: string,
  type: string,
  members: readonly string[],
): string | null | undefined {
  const value = stringOf(body, name);
  if (value === undefined || value === null || members.includes(value)) return value;
  throw unknownMember(value, type);
}

/**
 * Members of an enumeration of flags, separated by commas in one string.
 * @see https://docs.oasis-open.org/odata/odata-json-format/v4.01/odata-json-format-v4.01.html#sec_PrimitiveValue
 */
export function flagsOf(
  body: JsonObject,
  name: string,
  type: string,
  members: readonly string[],
): string | null | undefined {
  const value = stringOf(body, name);
  const flags = value?.split(',').map((flag) => flag.trim()) ?? [];
  if (flags.every((flag) => members.includes(flag))) return value;
  throw unknownMember(value ?? '', type);
}

/**
 * A boolean. Examples of the pages send `"true"`, which OData's reader converts.
 * @see https://learn.microsoft.com/graph/api/externalconnectors-externalconnection-patch-schema#examples
 */
export function booleanOf(body: JsonObject, name: string): boolean | null | undefined {
  const value = body[name];
  if (value === undefined || value === null || typeof value === 'boolean') return value;
  if (value === 'true' || value === 'false') return value === 'true';
  throw wrongType(name, value, 'Edm.Boolean');
}

/** A property of a complex type. */
export function objectOf(body: JsonObject, name: string): JsonObject | null | undefined {
  const value = body[name];
  if (value === undefined || value === null || isJsonObject(value)) return value;
  throw wrongType(name, value, 'a complex type');
}

/** A list of strings. */
export function stringsOf(body: JsonObject, name: string): string[] | null | undefined {
  return listOf(body, name, 'Edm.String', (item) => typeof item === 'string');
}

/** A 32-bit integer. */
export function int32Of(body: JsonObject, name: string): number | null | undefined {
  const value = body[name];
  if (value === undefined || value === null || isInt32(value)) return value;
  throw wrongType(name, value, 'Edm.Int32');
}

/** A list of 32-bit integers. */
export function int32sOf(body: JsonObject, name: string): number[] | null | undefined {
  return listOf(body, name, 'Edm.Int32', isInt32);
}

/** A list of objects. */
export function objectsOf(body: JsonObject, name: string): JsonObject[] | null | undefined {
  return listOf(body, name, 'a complex type', isJsonObject);
}

function isInt32(value: unknown): value is number {
  return typeof value === 'number' && (value | 0) === value;
}

function listOf<T>(
  body: JsonObject,
  name: string,
  type: string,
  isItem: (item: unknown) => item is T,
): T[] | null | undefined {
  const value = body[name];
  if (value === undefined || value === null) return value;
  if (Array.isArray(value) && value.every(isItem)) return value;
  throw wrongType(name, value, `Collection(${type})`);
}

/** Members of an enumeration, by name. */
export function enumsOf(
  body: JsonObject,
  name: string,
  type: string,
  members: readonly string[],
): string[] | null | undefined {
  const values = stringsOf(body, name);
  const unknown = values?.find((value) => !members.includes(value));
  if (unknown !== undefined) throw unknownMember(unknown, type);
  return values;
}

function unknownMember(value: string, type: string): Error {
  return invalidRequest({
    code: 'DeserializationError',
    message: `Cannot convert the literal '${value}' to the expected type '${type}'.`,
  });
}

function wrongType(name: string, value: unknown, expected: string): Error {
  const kind = Array.isArray(value) ? 'array' : typeof value;
  return invalidRequest({
    code: 'DeserializationError',
    message: `Cannot convert the ${kind} at property '${name}' to the expected target type '${expected}'.`,
  });
}
