import { expect } from 'vitest';
import { ERROR_CODES, type ErrorExtensions } from '../../src/client/errorContract.ts';
import type { CallOptions, GraphQLResult, TestGateway } from './gateway.ts';

export interface Failure {
  readonly message: string;
  readonly path?: readonly (string | number)[];
  readonly extensions: ErrorExtensions;
  /** The complete response, to search for what it must not contain. */
  readonly text: string;
}

// One about an argument begins with its name.
const SENTENCE = /^(?:[A-Z]|[\w.]+: ).*[.…]$/s;
const EXTENSIONS = ['code', 'argument', 'graph', 'retryAfterSeconds', 'claims', 'outcome', 'resourceId'];
// Traces of a stack trace, a system error or a fetch implementation.
const INTERNALS = /\bat [\w.<>]+ \(|node:|node_modules|\bE[A-Z]{4,}\b|UND_ERR|stack|127\.0\.0\.1|SocketError/;

/**
 * Runs a document with one failing root field, and returns that field's error after checking what holds for
 * every error of a resolver: HTTP 200 with data, a code of the closed set, no extensions beyond the documented
 * ones, a message that is a sentence, and nothing of the gateway's insides.
 */
export async function failureOf(
  running: TestGateway,
  document: string,
  options: CallOptions = { token: 'demo' },
): Promise<Failure> {
  const response = await running.post({ query: document }, options);
  const text = await response.text();
  const result: GraphQLResult<Readonly<Record<string, unknown>>> = JSON.parse(text);
  expect(result.errors, text).toHaveLength(1);
  const [error] = result.errors ?? [];
  if (error === undefined) throw new Error('The response has no error.');
  expect(response.status).toBe(200);
  expect(result.data).toBeTypeOf('object');
  expect(result.data?.[String(error.path?.[0])]).toBeNull();
  expect(ERROR_CODES).toContain(error.extensions.code);
  expect(EXTENSIONS).toEqual(expect.arrayContaining(Object.keys(error.extensions)));
  expect(error.message).toMatch(SENTENCE);
  expect(text).not.toMatch(INTERNALS);
  return { ...error, text };
}
