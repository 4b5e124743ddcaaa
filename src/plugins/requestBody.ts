import { GraphQLError } from 'graphql';
import { badRequest } from '../operations/parameters.ts';
import { mustHaveMoreValues } from '../operations/valueCount.ts';
import { limitExceeded } from '../schema/errors.ts';

export interface BodyLimits {
  readonly maxBodyBytes: number;
  readonly maxVariableValues: number;
}

// An ordinary decoder puts U+FFFD in place of what it cannot read, and a mutation would write that.
const UTF_8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/**
 * Reads the JSON in the body of a POST. Yoga's own body limit pipes every body through two more streams.
 *
 * @throws {GraphQLError} `LIMIT_EXCEEDED`, or `BAD_REQUEST` where it is no JSON in UTF-8
 * @see https://www.rfc-editor.org/rfc/rfc8259#section-8.1
 */
export async function readJsonBody(request: Request, { maxBodyBytes, maxVariableValues }: BodyLimits) {
  const text = decoded(await readBytes(request, maxBodyBytes));
  if (/^\s*\[/.test(text)) throw badRequest('Batches of operations are not supported.');
  if (mustHaveMoreValues(text, maxVariableValues)) throw limitExceeded('variables', maxVariableValues);
  try {
    const json: unknown = JSON.parse(text);
    return json;
  } catch {
    // The parser's own message repeats the body, which may hold secrets.
    throw badRequest('The body is not JSON.');
  }
}

function decoded(bytes: BufferSource): string {
  try {
    return UTF_8.decode(bytes);
  } catch {
    throw badRequest('The body is not UTF-8.');
  }
}

async function readBytes(request: Request, maxBytes: number): Promise<BufferSource> {
  const length = request.headers.get('content-length');
  if (length !== null && !/^\d+$/.test(length)) throw badRequest('The Content-Length is not a number.');
  if (Number(length) > maxBytes) throw limitExceeded('body', maxBytes);
  try {
    if (length === null) return await readChunks(request, maxBytes);
    // Over HTTP a body has the announced length; a host of the Fetch API may pass on anything.
    const bytes = await request.arrayBuffer();
    if (bytes.byteLength > maxBytes) throw limitExceeded('body', maxBytes);
    return bytes;
  } catch (error) {
    throw error instanceof GraphQLError ? error : badRequest('The body is incomplete.');
  }
}

async function readChunks({ body }: Request, maxBytes: number): Promise<BufferSource> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of body ?? []) {
    size += chunk.byteLength;
    // Some more is read and dropped: to stop at once would close the connection ahead of the response.
    if (size > 10 * maxBytes) break;
    if (size <= maxBytes) chunks.push(chunk);
  }
  if (size > maxBytes) throw limitExceeded('body', maxBytes);
  return Buffer.concat(chunks);
}
