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
