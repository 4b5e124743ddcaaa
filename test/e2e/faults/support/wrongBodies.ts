import type { Socket } from 'node:net';
import { gzipSync } from 'node:zlib';
import { rawResponse } from '../../../support/upstream.ts';
import { type Misbehaviour, unreadable, written } from './misbehaviours.ts';

const MAX_RESPONSE_BYTES = 16 * 1024 * 1024;
const object = { id: 'contosohr', name: 'Proxy-7' };

/** Writes a head and a body that is too long, in pieces and no faster than they are taken. */
function flood(socket: Socket, head: string, chunked: boolean): void {
  const piece = Buffer.alloc(256 * 1024, ' ');
  const length = `${piece.length.toString(16)}\r\n`;
  let left = MAX_RESPONSE_BYTES / piece.length + 8;
  const next = (): void => {
    for (; left > 0; left -= 1) {
      if (socket.destroyed) return;
      if (!socket.write(chunked ? Buffer.concat([Buffer.from(length), piece, Buffer.from('\r\n')]) : piece)) {
        left -= 1;
        return void socket.once('drain', next);
      }
    }
  };
  socket.write(head);
  next();
}

function typed(status: number, type: string, body: string): string {
  return `HTTP/1.1 ${status} OK\r\nContent-Type: ${type}\r\nContent-Length: ${body.length}\r\n\r\n${body}`;
}

const encoded = { headers: ['Content-Encoding: gzip'] };
const bomb = gzipSync(Buffer.alloc(64 * 1024 * 1024, ' '), { level: 9 });

/** Complete but invalid responses. */
export const wrongBodies: readonly Misbehaviour[] = [
  {
    name: 'a body announced to be too long',
    behave: (socket, status) =>
      flood(socket, `HTTP/1.1 ${status} OK\r\nContent-Length: ${2 * MAX_RESPONSE_BYTES}\r\n\r\n`, false),
    ...unreadable,
  },
  {
    name: 'too long a body in chunks',
    behave: (socket, status) =>
      flood(socket, `HTTP/1.1 ${status} OK\r\nTransfer-Encoding: chunked\r\n\r\n`, true),
    ...unreadable,
  },
  {
    name: 'an HTML page',
    behave: written((status) => typed(status, 'text/html', '<h1>Proxy-7</h1>')),
    ...unreadable,
  },
  {
    // The content counts, not its declared type.
    name: 'JSON as plain text',
    behave: written((status) => {
      const id = status === 201 ? 'newhr' : 'contosohr';
      return typed(status, 'text/plain', JSON.stringify({ ...object, id }));
    }),
    read: { attempts: 1 },
    write: { attempts: 1 },
  },
  {
    name: 'gzip that was not requested',
    behave: written((status) => rawResponse({ status, ...encoded, body: gzipSync(JSON.stringify(object)) })),
    ...unreadable,
  },
  {
    name: 'a gzip bomb',
    behave: written((status) => rawResponse({ status, ...encoded, body: bomb })),
    ...unreadable,
  },
  {
    name: 'bytes that are not UTF-8',
    behave: written((status) =>
      rawResponse({ status, body: Buffer.from('{"id":"contosohr","name":"\xc3("}', 'latin1') }),
    ),
    ...unreadable,
  },
];
