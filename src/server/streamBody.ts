import type { ServerResponse } from 'node:http';
import { Readable } from 'node:stream';

/**
 * Pipes a response body to the client as it arrives, with back-pressure. A disconnect ends the body and its source.
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
