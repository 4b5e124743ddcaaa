import type { GraphContext } from './graphContext.ts';
import { badRequest, invalidRequest } from './graphErrors.ts';

/** A JSON object whose members nobody has looked at yet. */
export type JsonObject = Readonly<Record<string, unknown>>;

export function isJsonObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The request's body as a JSON object; anything else is a 400 in the words Graph uses. */
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

/** Undefined when the text is no JSON. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** The same object without OData's annotations, which clients send and services skip. */
export function withoutAnnotations(body: JsonObject): JsonObject {
  return Object.fromEntries(Object.entries(body).filter(([name]) => !name.includes('@odata.')));
}

/** Refuses the first property that the type does not have. */
export function refuseOthers(body: JsonObject, type: string, known: ReadonlySet<string>): void {
  const stranger = Object.keys(body).find((name) => !known.has(name));
  if (stranger === undefined) return;
  throw invalidRequest({
    code: 'DeserializationError',
    message: `The property '${stranger}' does not exist on type '${type}'. Make sure to only use property names that are defined by the type.`,
  });
}

/** A string or null property; undefined when it was not sent. */
export function stringOf(body: JsonObject, name: string): string | null | undefined {
  const value = body[name];
  if (value === undefined || value === null || typeof value === 'string') return value;
  throw wrongType(name, value, 'Edm.String');
}

/** A complex or null property; undefined when it was not sent. */
export function objectOf(body: JsonObject, name: string): JsonObject | null | undefined {
  const value = body[name];
  if (value === undefined || value === null || isJsonObject(value)) return value;
  throw wrongType(name, value, 'a complex type');
}

/** A list of strings, or null; undefined when it was not sent. */
export function stringsOf(body: JsonObject, name: string): string[] | null | undefined {
  return listOf(body, name, 'Edm.String', (item) => typeof item === 'string');
}

/** A list of 32-bit whole numbers, or null; undefined when it was not sent. */
export function int32sOf(body: JsonObject, name: string): number[] | null | undefined {
  return listOf(
    body,
    name,
    'Edm.Int32',
    (item): item is number => typeof item === 'number' && (item | 0) === item,
  );
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

function wrongType(name: string, value: unknown, expected: string): Error {
  const kind = Array.isArray(value) ? 'array' : typeof value;
  return invalidRequest({
    code: 'DeserializationError',
    message: `Cannot convert the ${kind} at property '${name}' to the expected target type '${expected}'.`,
  });
}
