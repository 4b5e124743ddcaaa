import { badRequest, type GraphError } from './graphErrors.ts';
import { isJsonObject, type JsonObject } from './jsonBody.ts';

/** One request of a batch, validated. */
export interface BatchPart {
  id: string;
  method: string;
  url: URL;
  headers: Headers;
  body?: string;
  /** Ids of earlier parts, in lowercase. */
  dependsOn: string[];
}

const maxParts = 20;
const methods = new Set(['GET', 'POST', 'PATCH', 'PUT', 'DELETE']);

/**
 * Reads the body of a `$batch`. One invalid part makes the whole batch a 400.
 * @param base - the URL of the version that the batch was sent to, with a trailing slash
 * @see https://learn.microsoft.com/graph/json-batching#request-format
 */
export function readBatch({ requests }: JsonObject, base: URL): BatchPart[] {
  if (!Array.isArray(requests) || requests.length === 0) throw malformed();
  if (requests.length > maxParts) {
    throw badRequest(`Number of batch request steps exceeds the maximum value of ${maxParts}.`);
  }
  const earlierIds = new Set<string>();
  return requests.map((request: unknown) => {
    if (!isJsonObject(request)) throw malformed();
    const part = readPart(request, base);
    // Ids are case-insensitive: https://learn.microsoft.com/graph/json-batching#request-format
    const id = part.id.toLowerCase();
    if (earlierIds.has(id)) throw badRequest(`Request Id : ${part.id} has to be unique in a batch.`);
    const missing = part.dependsOn.find((other) => !earlierIds.has(other));
    if (missing !== undefined) {
      throw badRequest(`Request Id : ${part.id} depends on '${missing}', which is not an earlier request.`);
    }
    earlierIds.add(id);
    return part;
  });
}

function readPart({ id, method, url, headers = {}, body, dependsOn = [] }: JsonObject, base: URL): BatchPart {
  if (typeof id !== 'string' || id === '') throw badRequest('Request Id cannot be null or empty.');
  if (typeof method !== 'string' || !methods.has(method.toUpperCase())) throw malformed(id);
  if (!isJsonObject(headers) || !Array.isArray(dependsOn)) throw malformed(id);
  const part: BatchPart = {
    id,
    method: method.toUpperCase(),
    url: targetOf(id, url, base),
    headers: headersOf(id, headers),
    dependsOn: dependsOn.map((other: unknown) => String(other).toLowerCase()),
  };
  const hasBody = body !== undefined && body !== null;
  if (part.method === 'GET' || part.method === 'DELETE') {
    if (hasBody && part.method === 'GET') throw malformed(id);
  } else if (!hasBody || !part.headers.has('content-type')) {
    // https://github.com/microsoftgraph/msgraph-sdk-dotnet/issues/2628
    throw badRequest(`Write request id : ${id} does not contain Content-Type header or body.`);
  }
  return hasBody ? { ...part, body: JSON.stringify(body) } : part;
}

/** A part's URL is relative: it has neither host nor version, which are those of the batch. */
function targetOf(id: string, url: unknown, base: URL): URL {
  if (typeof url !== 'string' || url === '') throw malformed(id);
  if (/^[a-z][a-z0-9+.-]*:/i.test(url) || /^[/\\]{2}/.test(url)) {
    throw badRequest(`Request Id : ${id} must have a relative url.`);
  }
  const target = new URL(`.${url.startsWith('/') ? '' : '/'}${url}`, base);
  if (/^\/[^/]+\/(\$|%24)batch\/?$/i.test(target.pathname)) {
    throw badRequest(`Request Id : ${id} is a batch. Batches cannot be nested.`);
  }
  return target;
}

function headersOf(id: string, sent: JsonObject): Headers {
  const headers = new Headers();
  for (const [name, value] of Object.entries(sent)) {
    if (typeof value !== 'string') throw malformed(id);
    try {
      headers.set(name, value);
    } catch {
      throw malformed(id);
    }
  }
  return headers;
}

function malformed(id?: string): GraphError {
  return badRequest(`Invalid batch payload format.${id === undefined ? '' : ` Request Id : ${id}.`}`);
}
