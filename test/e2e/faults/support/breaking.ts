import type { Socket } from 'node:net';
import { rawResponse } from '../../../support/upstream.ts';
import { broken, ended, late, type Misbehaviour, unreadable, written } from './misbehaviours.ts';

/** Writes byte after byte until the connection is closed. */
function drip(socket: Socket, bytes: string): void {
  let at = 0;
  const timer = setInterval(() => void socket.write(bytes[at++ % bytes.length] ?? ''), 20);
  socket.on('close', () => clearInterval(timer));
}

/** Connections that break or stall. */
export const breaking: readonly Misbehaviour[] = [
  { name: 'is reset', behave: (socket) => void socket.resetAndDestroy(), ...broken },
  { name: 'closes in the status line', behave: ended(() => 'HTTP/1.1 20'), ...broken },
  { name: 'closes in a header', behave: ended((status) => `HTTP/1.1 ${status} OK\r\nContent-Ty`), ...broken },
  { name: 'stalls in the status line', behave: written(() => 'HTTP/1.1 20'), ...late },
  {
    name: 'stalls in a header',
    behave: written((status) => `HTTP/1.1 ${status} OK\r\nContent-`),
    ...late,
  },
  {
    name: 'drips its status line',
    behave: (socket) => drip(socket, 'HTTP/1.1 200 O'.padEnd(9_000, 'K')),
    ...late,
  },
  {
    name: 'drips its body',
    behave: (socket, status) => {
      socket.write(rawResponse({ status, length: 100_000 }));
      drip(socket, ' ');
    },
    ...late,
  },
  {
    name: 'closes before the length that it announced',
    behave: ended((status) =>
      rawResponse({ status, body: { id: 'contosohr', name: 'Proxy-7' }, length: 100 }),
    ),
    ...unreadable,
    read: { code: 'UPSTREAM_INVALID_RESPONSE', attempts: 3 },
  },
  {
    name: 'closes in a chunk',
    behave: ended((status) => `HTTP/1.1 ${status} OK\r\nTransfer-Encoding: chunked\r\n\r\n20\r\n{"id":`),
    ...unreadable,
    read: { code: 'UPSTREAM_INVALID_RESPONSE', attempts: 3 },
  },
];
