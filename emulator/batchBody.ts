import { badRequest, type GraphError } from './graphErrors.ts';
import { isJsonObject, type JsonObject } from './jsonBody.ts';

/** One request of a batch, ready to be run. */
export interface BatchPart {
  id: string;
  method: string;
  url: URL;
  headers: Headers;
  body?: string;
  /** Ids of earlier parts, in lower case. */
  dependsOn: string[];
}

const maxParts = 20;
const methods = new Set(['GET', 'POST', 'PATCH', 'PUT', 'DELETE']);

/**
 * Reads the body of a `$batch`, which is refused as a whole when anything about it is wrong.
 * @param base - the url of the version the batch was sent to, with a slash at its end
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
    // Ids are not case-sensitive: https://learn.microsoft.com/graph/json-batching#request-format
    const id = part.id.toLowerCase();
    if (earlierIds.has(id)) throw badRequest(`Request Id : ${part.id} has to be unique in a batch.`);
    const stranger = part.dependsOn.find((other) => !earlierIds.has(other));
    if (stranger !== undefined) {
      throw badRequest(`Request Id : ${part.id} depends on '${stranger}', which is no earlier request.`);
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

/** A part's url goes without host and without version; both are the batch's own. */
function targetOf(id: string, url: unknown, base: URL): URL {
  if (typeof url !== 'string' || url === '') throw malformed(id);
  if (/^[a-z][a-z0-9+.-]*:/i.test(url) || /^[/\\]{2}/.test(url)) {
    throw badRequest(`Request Id : ${id} has to have a relative url.`);
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
