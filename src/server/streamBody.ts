import type { ServerResponse } from 'node:http';
import { Readable } from 'node:stream';

/**
 * Passes the body of a stream on as it comes. A client that disconnects ends it, and with it whatever feeds it.
 *
 * @param onProgress - called after each write, once more when it is done, and at the end
 */
export function streamBody(body: Response['body'], target: ServerResponse, onProgress: () => void): void {
  if (body === null) return void target.end();
  const source = Readable.from(body);
  target.on('close', () => source.destroy());
  target.on('drain', () => source.resume());
  source.on('error', () => target.destroy());
  source.on('data', (chunk) => {
    if (!target.write(chunk, onProgress)) source.pause();
    onProgress();
  });
  source.on('end', () => {
    target.end();
    onProgress();
  });
}
