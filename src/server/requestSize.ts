import type { IncomingMessage } from 'node:http';

// Measured: the objects that the gateway and Node keep for a request and its response, besides the texts.
const REQUEST_BYTES = 3_000;
// Overhead of the name or the value of a header.
const TEXT_BYTES = 50;

/** About how much memory a request takes until it has its response, without its body. */
export function requestSize({ url = '', rawHeaders }: IncomingMessage): number {
  let bytes = REQUEST_BYTES + url.length;
  for (const text of rawHeaders) bytes += TEXT_BYTES + text.length;
  return bytes;
}
