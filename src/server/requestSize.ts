import type { IncomingMessage } from 'node:http';

// As measured, with what the gateway and Node keep beside the texts: the objects of the request and of its response.
const REQUEST_BYTES = 3_000;
// The name or the value of a header, beside its length.
const TEXT_BYTES = 50;

/** About how much memory a request takes until it has its response, without its body. */
export function requestSize({ url = '', rawHeaders }: IncomingMessage): number {
  let bytes = REQUEST_BYTES + url.length;
  for (const text of rawHeaders) bytes += TEXT_BYTES + text.length;
  return bytes;
}
