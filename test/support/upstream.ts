import { once } from 'node:events';
import { createServer, type Socket } from 'node:net';

/** What an {@link Upstream} does with a complete request. */
export type Behaviour = (socket: Socket, request: ArrivedRequest) => void;

export interface ArrivedRequest {
  /** `GET /beta/external/connections HTTP/1.1` */
  readonly line: string;
  /** Request line, headers and body as received. */
  readonly text: string;
  /** How many arrived before it. */
  readonly index: number;
}

/** A bare TCP server in Graph's place, for responses that no HTTP server sends. */
export interface Upstream {
  /** The root of its version, to be set as `GRAPH_URL`. */
  readonly url: string;
  readonly port: number;
  /** Every request that arrived in full, in order; live. */
  readonly requests: readonly ArrivedRequest[];
  /** Connections that neither side has closed. */
  readonly openConnections: number;
  /** Empties `requests`. */
  clear(): void;
  close(): Promise<void>;
}

/** Starts one on a port of 127.0.0.1, a free one by default. Anything that is not a request gets no response. */
export async function startUpstream(behaviour: Behaviour, onPort = 0): Promise<Upstream> {
  const requests: ArrivedRequest[] = [];
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    let received = '';
    socket.on('data', (chunk) => {
      received += chunk.toString('latin1');
      const text = wholeRequest(received);
      if (text === undefined) return;
      received = received.slice(text.length);
      const [line = ''] = text.split('\r\n', 1);
      const request = { line, text, index: requests.length };
      requests.push(request);
      behaviour(socket, request);
    });
    socket.on('close', () => sockets.delete(socket));
    // A reset by the other side is one of the things that tests are about.
    socket.on('error', () => {});
  });
  server.listen(onPort, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  return {
    url: `http://127.0.0.1:${port}/beta`,
    port,
    requests,
    get openConnections() {
      return sockets.size;
    },
    clear: () => void requests.splice(0),
    close: async () => {
      const closed = once(server, 'close');
      server.close();
      for (const socket of sockets) socket.destroy();
      await closed;
    },
  };
}

/** The beginning of `received` that is one request with all of its body. */
function wholeRequest(received: string): string | undefined {
  const headEnd = received.indexOf('\r\n\r\n');
  if (headEnd < 0) return undefined;
  const length = Number(/\r\ncontent-length: *(\d+)/i.exec(received.slice(0, headEnd))?.[1] ?? 0);
  const end = headEnd + 4 + length;
  return received.length < end ? undefined : received.slice(0, end);
}

export interface RawResponse {
  readonly status?: number;
  /** Lines such as `Retry-After: 7`; a name may stand twice. */
  readonly headers?: readonly string[];
  readonly body?: string | Buffer | object;
  /** What `Content-Length` promises; by default the truth. */
  readonly length?: number;
}

/** The bytes of an HTTP response. */
export function rawResponse({ status = 200, headers = [], body = '', length }: RawResponse): Buffer {
  const isBytes = typeof body === 'string' || Buffer.isBuffer(body);
  const content = Buffer.from(isBytes ? body : JSON.stringify(body));
  const lines = [
    `HTTP/1.1 ${status} Status`,
    'Content-Type: application/json',
    `Content-Length: ${length ?? content.length}`,
    ...headers,
  ];
  return Buffer.concat([Buffer.from(`${lines.join('\r\n')}\r\n\r\n`), content]);
}

/** A behaviour that sends the same response to every request. */
export function always(response: RawResponse): Behaviour {
  const bytes = rawResponse(response);
  return (socket) => void socket.write(bytes);
}

/** The URL of a port on which nothing listens. */
export async function unusedUrl(): Promise<string> {
  const upstream = await startUpstream(() => {});
  await upstream.close();
  return upstream.url;
}
