import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import { Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import type { LoopTurns } from '../fairness/loopTurns.ts';
import { Slices } from '../fairness/slices.ts';
import { ByteBudget } from './byteBudget.ts';
import { Connection } from './connection.ts';
import type { ConnectionLimit } from './connectionLimit.ts';
import { invalidRequest } from './invalidRequest.ts';
import { malformedResponse } from './malformedResponse.ts';
import { CLOSE, failure, type RawResponse, responseText } from './rawResponse.ts';
import { streamBody } from './streamBody.ts';

/** Answers requests of `node:http` with responses of the Fetch API, as Yoga does. */
export type NodeHandler = (request: IncomingMessage, target: ServerResponse) => Promise<Response> | Response;

export interface ListenerOptions {
  /** Requests that arrive at the same time are served in turns, one of each connection: returns those of a request. */
  readonly turnsOf: (request: IncomingMessage) => LoopTurns<unknown>;
  /** Returns the response to a request that is rejected unread, else `undefined`. `onRejected` is not called for it. */
  readonly rejectEarly: (request: IncomingMessage) => RawResponse | undefined;
  /** Whether each connection is closed after its next response. */
  readonly isDraining: () => boolean;
  /** Whether every request is rejected. */
  readonly isClosed: () => boolean;
  /** Bounds the connections that `connectionListener` is called with. */
  readonly connectionLimit: ConnectionLimit;
  /** Maximum bytes of unread responses and of pipelined requests, for all clients together. */
  readonly maxUnsentBytes: number;
  /** How long a client may read nothing of a response before it is disconnected. */
  readonly stallTimeoutMs: number;
  readonly onError: (error: unknown) => void;
  /** Told of each request that is not valid HTTP, or that different servers could read differently. */
  readonly onRejected?: ((rejected: RejectedAtSocket) => void) | undefined;
}

export interface RejectedAtSocket {
  readonly code: 'BAD_REQUEST';
  readonly status: number;
}

/** What a server of `node:http` calls: for the events `connection`, `request` and `clientError`. */
export interface Listeners {
  readonly connectionListener: (socket: Socket) => void;
  readonly requestListener: RequestListener;
  readonly clientErrorListener: (error: Error, socket: Duplex) => void;
  /**
   * Whether the last response of a connection is completely sent and, unless `ignoreArriving`, no byte has arrived
   * since. Node calls a connection idle before the last byte is sent, and takes line breaks for a request.
   */
  readonly isIdle: (socket: Socket, options?: IdleOptions) => boolean;
}

export interface IdleOptions {
  /** Whether a connection is idle also where a part of a head has arrived. */
  readonly ignoreArriving: boolean;
}

/** A response to be made, and the connection for it. */
interface Exchange {
  readonly target: ServerResponse<IncomingMessage>;
  /** Absent in HTTP/2. */
  readonly connection: Connection | undefined;
}

/**
 * Serves a handler over sockets. Complete responses of one turn of the event loop are written together, each in one
 * write; a stream passes through unbuffered.
 */
export function createListener(handle: NodeHandler, options: ListenerOptions): Listeners {
  const { turnsOf, rejectEarly, isDraining, isClosed, onError } = options;
  const onRejected = (status: number) => options.onRejected?.({ code: 'BAD_REQUEST', status });
  const limits = {
    connections: options.connectionLimit,
    held: new ByteBudget(options.maxUnsentBytes, options.stallTimeoutMs, 'largest'),
    stallTimeoutMs: options.stallTimeoutMs,
  };
  const connections = new WeakMap<Socket, Connection>();
  const connectionOf = (socket: Socket) => {
    const known = connections.get(socket);
    if (known !== undefined) return known;
    const connection = new Connection(socket, limits);
    connections.set(socket, connection);
    return connection;
  };

  // To write each response on its own, between other work, costs 10 to 20 % more CPU: each write wakes a client.
  const writes = new Slices();

  const headersOf = (headers: readonly string[], { target, connection }: Exchange, isLast = false) => {
    // HTTP/2 has no such header.
    const closes = connection !== undefined && (isLast || connection.closesAfter(target, isDraining()));
    return closes ? [...headers, ...CLOSE] : [...headers];
  };
  const send = (exchange: Exchange, { status, headers, body, isLast }: RawResponse) => {
    const { target, connection } = exchange;
    writes.add(() => {
      if (target.destroyed) return;
      try {
        // As a string, the body is written together with the head.
        target.writeHead(status, headersOf(headers, exchange, isLast)).end(body);
        connection?.update();
      } catch (error) {
        onError(error);
        target.destroy();
      }
    });
  };
  const fail = (error: unknown, exchange: Exchange) => {
    onError(error);
    if (exchange.target.headersSent) exchange.target.destroy();
    else send(exchange, UNEXPECTED);
  };

  const answer = async (exchange: Exchange) => {
    const { target } = exchange;
    const response = await handle(target.req, target);
    const { status } = response;
    const headers: string[] = [];
    response.headers.forEach((value, name) => {
      headers.push(name, value);
    });
    const type = response.headers.get('content-type') ?? '';
    if (type.startsWith('text/event-stream')) {
      target.writeHead(status, headersOf(headers, exchange));
      exchange.connection?.markAsStream(target);
      streamBody(response.body, target, () => exchange.connection?.update());
    } else if (type.includes('json')) send(exchange, { status, headers, body: await response.text() });
    // Not a copy: hundreds of clients may ask for the same file of megabytes.
    else send(exchange, { status, headers, body: await response.bytes() });
  };

  const serve = async (exchange: Exchange, rejection: () => RawResponse | undefined) => {
    const { target, connection } = exchange;
    let rejected = rejection();
    const loopTurns = turnsOf(target.req);
    if (rejected === undefined && !loopTurns.isFree()) {
      let isDisconnected = false;
      // In HTTP/2, and before Node 24 behind another request, a response is not destroyed where its client disconnects.
      target.once('close', () => {
        isDisconnected = true;
      });
      await loopTurns.wait(connection);
      if (isDisconnected) return;
      // The gateway may be full or closed by now.
      rejected = rejection();
    }
    if (rejected !== undefined) send(exchange, rejected);
    else await answer(exchange);
  };

  const connectionListener = (socket: Socket) => connectionOf(socket).count();
  const requestListener: RequestListener = (request, target) => {
    // HTTP/2 has limits and flow control of its own, and its sockets are not ours to pause.
    const connection = request.httpVersionMajor > 1 ? undefined : connectionOf(request.socket);
    // In HTTP/2, Node emits 'finish' before 'close' when a client disconnects; Yoga takes that for a complete response.
    if (connection === undefined) request.once('aborted', () => target.emit('close'));
    const exchange = { target, connection };
    // Servers may disagree on where the request after an invalid one begins: it is the last of its connection.
    const invalid = invalidRequest(request);
    if (invalid !== undefined) onRejected(invalid.status);
    const rejection = () => invalid ?? (isClosed() ? CLOSED : rejectEarly(request));
    const begin = () => void serve(exchange, rejection).catch((error: unknown) => fail(error, exchange));
    if (connection === undefined) begin();
    else connection.accept(target, begin, isDraining() || invalid !== undefined || asksForUpgrade(request));
  };
  const clientErrorListener = (error: Error, socket: Duplex) => {
    if (!(socket instanceof Socket) || !socket.writable) return void socket.destroy();
    const response = malformedResponse(error);
    onRejected(response.status);
    connectionOf(socket).rejectNext(responseText(response));
  };
  const isIdle = (socket: Socket, options?: IdleOptions) => {
    const connection = connections.get(socket);
    if (options?.ignoreArriving) return connection?.isAwaited !== true;
    return connection?.isIdle ?? socket.bytesRead === 0;
  };
  return { connectionListener, requestListener, clientErrorListener, isIdle };
}

/** Whether Node drops the bytes that follow a request, as it does for one that asks for another protocol. */
function asksForUpgrade({ headers }: IncomingMessage): boolean {
  return headers.upgrade !== undefined;
}

const CLOSED = failure(503, 'OVERLOADED', 'The gateway is closed.');
const UNEXPECTED = failure(500, 'INTERNAL_SERVER_ERROR', 'Unexpected error.');
