import { get, type IncomingHttpHeaders, type RequestOptions } from 'node:http';
import { onTestFinished } from 'vitest';
import { type Emulator, type EmulatorOptions, startEmulator } from '../../emulator/index.ts';

export interface ReceivedResponse {
  status: number;
  headers: Headers;
  /** Parsed if it is JSON, otherwise the text; undefined if empty. */
  body: unknown;
}

export type Call = (
  method: string,
  path: string,
  body?: unknown,
  headers?: Record<string, string>,
) => Promise<ReceivedResponse>;

/** Starts an emulator for the current test, and returns it with a function that calls it with `token`. */
export async function start(
  options: EmulatorOptions = {},
  token = 'demo',
): Promise<{ emulator: Emulator; call: Call }> {
  const emulator = await startEmulator(options);
  onTestFinished(() => emulator.close());
  return { emulator, call: callerKey(emulator, token) };
}

/** Calls the emulator over HTTP. A string body is sent unchanged, any other as JSON. */
export function callerKey(emulator: Emulator, token: string): Call {
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

/** The value at a path in a JSON body; undefined if the path does not exist. */
export function at(value: unknown, ...path: (string | number)[]): unknown {
  return path.reduce<unknown>(
    (inner, key) => (typeof inner === 'object' && inner !== null ? Reflect.get(inner, key) : undefined),
    value,
  );
}

export function stringAt(value: unknown, ...path: (string | number)[]): string {
  return String(at(value, ...path));
}

/** The list at `path`, or an empty one. */
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
  /** The part of the body that was received. */
  text: string;
  /** Whether the whole body was received. */
  complete: boolean;
}

/**
 * A GET with the token `demo`, through node:http. Unlike fetch, it allows a test to set the Host header and the
 * agent, and returns the received part of a truncated body.
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
      // `complete` reports it; without a listener, the error is thrown.
      response.on('error', () => {});
      response.on('close', () => resolve({ ...received, complete: response.complete }));
    });
    request.on('error', reject);
  });
}
