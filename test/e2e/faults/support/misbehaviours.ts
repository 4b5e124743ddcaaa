import type { Socket } from 'node:net';
import type { Behaviour } from '../../../support/upstream.ts';
import type { Expected } from './trial.ts';

/** What an upstream does to each request that it has read, and the expected results. */
export interface Misbehaviour {
  readonly name: string;
  /** `status` is that of a success: 200 for the read, 201 for the write. */
  readonly behave: (socket: Socket, status: number) => void;
  readonly read: Expected;
  readonly write: Expected;
}

/** Writes these bytes, for the status of a success, and leaves the connection open. */
export const written = (bytes: (status: number) => Buffer | string) => (socket: Socket, status: number) =>
  void socket.write(bytes(status));

/** Writes these bytes and closes the connection. */
export const ended = (bytes: (status: number) => Buffer | string) => (socket: Socket, status: number) =>
  void socket.end(bytes(status));

// No response: the read is retried; the write is not, since it may have been applied.
export const broken = {
  read: { code: 'UPSTREAM_UNAVAILABLE', attempts: 3 },
  write: { code: 'UPSTREAM_UNAVAILABLE', outcome: 'UNKNOWN', attempts: 1 },
} as const;
export const late = {
  read: { code: 'UPSTREAM_TIMEOUT', attempts: 1 },
  write: { code: 'UPSTREAM_TIMEOUT', outcome: 'UNKNOWN', attempts: 1 },
} as const;
// The status of a success was received, but without an object it may be a proxy's.
export const unreadable = {
  read: { code: 'UPSTREAM_INVALID_RESPONSE', attempts: 1 },
  write: { code: 'UPSTREAM_INVALID_RESPONSE', outcome: 'UNKNOWN', attempts: 1 },
} as const;

/** This misbehaviour for as long as `lasts` is true, and valid responses after that. */
export function misbehaving({ behave }: Misbehaviour, lasts: () => boolean, fine: Behaviour): Behaviour {
  return (socket, request) =>
    lasts() ? behave(socket, request.line.startsWith('GET') ? 200 : 201) : fine(socket, request);
}
