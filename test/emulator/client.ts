import { get, type IncomingHttpHeaders, type RequestOptions } from 'node:http';
import { onTestFinished } from 'vitest';
import { type Emulator, type EmulatorOptions, startEmulator } from '../../emulator/index.ts';

export interface Answer {
  status: number;
  headers: Headers;
  /** Parsed when it is JSON, the text otherwise; undefined when there is none. */
  body: unknown;
}

export type Call = (
  method: string,
  path: string,
  body?: unknown,
  headers?: Record<string, string>,
) => Promise<Answer>;

/** Starts an emulator for the running test, with a function that calls it as the tenant of `token`. */
export async function start(
  options: EmulatorOptions = {},
  token = 'demo',
): Promise<{ emulator: Emulator; call: Call }> {
  const emulator = await startEmulator(options);
  onTestFinished(() => emulator.close());
  return { emulator, call: callerOf(emulator, token) };
}

/** Real HTTP: a string body goes out as it is, anything else as JSON. */
export function callerOf(emulator: Emulator, token: string): Call {
  return async (method, path, body, headers = {}) => {
    const response = await fetch(path.startsWith('http') ? path : emulator.url + path, {
      method,
      headers: {
        Authorization: `Bearer ${token}`,
        ...(body !== undefined && { 'Content-Type': 'application/json' }),
        ...headers,
      },
      ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    });
    const text = await response.text();
    const isJson = response.headers.get('content-type')?.includes('json') ?? false;
    return {
      status: response.status,
      headers: response.headers,
      body: text === '' ? undefined : isJson ? JSON.parse(text) : text,
    };
  };
}

/** A value deep in a JSON body; undefined when the way there ends early. */
export function at(value: unknown, ...path: (string | number)[]): unknown {
  return path.reduce<unknown>(
    (inner, key) => (typeof inner === 'object' && inner !== null ? Reflect.get(inner, key) : undefined),
    value,
  );
}

export function stringAt(value: unknown, ...path: (string | number)[]): string {
  return String(at(value, ...path));
}

/** The list at `path`, or none. */
export function listAt(value: unknown, ...path: (string | number)[]): unknown[] {
  const list = at(value, ...path);
  return Array.isArray(list) ? list : [];
}

/** The ids of the objects in a `value` list. */
export function idsOf(body: unknown): string[] {
  return listAt(body, 'value').map((item) => stringAt(item, 'id'));
}

export const guid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

export interface Received {
  headers: IncomingHttpHeaders;
  /** What came of the body. */
  text: string;
  /** Whether the connection held until the end of it. */
  complete: boolean;
}

/**
 * A GET as the `demo` tenant, over node's own client: unlike fetch it lets a test choose the Host header and
 * the connections, and shows the beginning of a body that breaks off.
 */
export function receive(url: string, options: RequestOptions = {}): Promise<Received> {
  const headers = { Authorization: 'Bearer demo', ...options.headers };
  return new Promise((resolve, reject) => {
    const request = get(url, { ...options, headers }, (response) => {
      const received: Received = { headers: response.headers, text: '', complete: false };
      response.setEncoding('utf8');
      response.on('data', (chunk: string) => {
        received.text += chunk;
      });
      // Reported by `complete`; without a listener it would be thrown.
      response.on('error', () => {});
      response.on('close', () => resolve({ ...received, complete: response.complete }));
    });
    request.on('error', reject);
  });
}
