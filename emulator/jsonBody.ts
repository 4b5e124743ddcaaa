import type { GraphContext } from './graphContext.ts';
import { badRequest, invalidRequest } from './graphErrors.ts';

/** A JSON object whose members have not been validated. */
export type JsonObject = Readonly<Record<string, unknown>>;

export function isJsonObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The request body as a JSON object. Anything else is a 400 with Graph's message. */
export async function readJsonObject(c: GraphContext): Promise<JsonObject> {
  const text = await c.req.text();
  if (text === '') throw badRequest('Empty Payload. JSON content expected.');
  const body = /\bjson\b/i.test(c.req.header('content-type') ?? '') ? parseJson(text) : undefined;
  if (!isJsonObject(body)) {
    throw badRequest(
      'Unable to read JSON request payload. Please ensure Content-Type header is set and payload is of valid JSON format.',
    );
  }
  return body;
}

/** Undefined if the text is not valid JSON. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** The object without OData annotations, which services ignore in requests. */
export function withoutAnnotations(body: JsonObject): JsonObject {
  return Object.fromEntries(Object.entries(body).filter(([name]) => !name.includes('@odata.')));
}

/**
 * Rejects properties that the type does not have.
 * @see https://github.com/microsoftgraph/msgraph-sdk-dotnet/issues/746 for the code; the message is OData's
 */
export function rejectUnknownProperties(body: JsonObject, type: string, known: ReadonlySet<string>): void {
  const unknown = Object.keys(body).find((name) => !known.has(name));
  if (unknown === undefined) return;
  throw invalidRequest({
    code: 'DeserializationError',
    message: `The property '${unknown}' does not exist on type '${type}'. Make sure to only use property names that are defined by the type.`,
  });
}

/** A string property, or null; undefined if omitted. */
export function stringOf(body: JsonObject, name: string): string | null | undefined {
  const value = body[name];
  if (value === undefined || value === null || typeof value === 'string') return value;
  throw wrongType(name, value, 'Edm.String');
}

/**
 * A member of an enumeration, by name, or null; undefined if omitted.
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
 * Members of an enumeration of flags, separated by commas in one string, or null; undefined if omitted.
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
 * A boolean, or null; undefined if omitted. Examples of the pages send `"true"`, which OData's reader converts.
 * @see https://learn.microsoft.com/graph/api/externalconnectors-externalconnection-patch-schema#examples
 */
export function booleanOf(body: JsonObject, name: string): boolean | null | undefined {
  const value = body[name];
  if (value === undefined || value === null || typeof value === 'boolean') return value;
  if (value === 'true' || value === 'false') return value === 'true';
  throw wrongType(name, value, 'Edm.Boolean');
}

/** A property of a complex type, or null; undefined if omitted. */
export function objectOf(body: JsonObject, name: string): JsonObject | null | undefined {
  const value = body[name];
  if (value === undefined || value === null || isJsonObject(value)) return value;
  throw wrongType(name, value, 'a complex type');
}

/** A list of strings, or null; undefined if omitted. */
export function stringsOf(body: JsonObject, name: string): string[] | null | undefined {
  return listOf(body, name, 'Edm.String', (item) => typeof item === 'string');
}

/** A list of 32-bit integers, or null; undefined if omitted. */
export function int32sOf(body: JsonObject, name: string): number[] | null | undefined {
  return listOf(
    body,
    name,
    'Edm.Int32',
    (item): item is number => typeof item === 'number' && (item | 0) === item,
  );
}

/** A list of objects, or null; undefined if omitted. */
export function objectsOf(body: JsonObject, name: string): JsonObject[] | null | undefined {
  return listOf(body, name, 'a complex type', isJsonObject);
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

/** Members of an enumeration, by name, or null; undefined if omitted. */
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
