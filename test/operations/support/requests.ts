import { afterAll, beforeAll, expect } from 'vitest';
// Loaded ahead of the gateway, which compiles no query before it is.
import 'graphql-jit';
import type { ErrorExtensions } from '../../../src/client/errorContract.ts';
import { QueryCompiler } from '../../../src/operations/compile.ts';
import type { TestGateway } from '../../support/gateway.ts';

/** The parameters of a GraphQL request, valid or not. */
export type Parameters = Readonly<Record<string, unknown>>;

/** A response as the caller gets it, and the upstream requests behind it. */
export interface Seen {
  readonly status: number;
  readonly body: ResponseBody;
  /** Method and path of each upstream request. */
  readonly calls: readonly string[];
}

export interface ResponseBody {
  readonly data?: Readonly<Record<string, unknown>> | null;
  readonly errors?: readonly ResponseError[];
}

export interface ResponseError {
  readonly message: string;
  readonly locations?: readonly { readonly line: number; readonly column: number }[];
  readonly path?: readonly (string | number)[];
  readonly extensions: ErrorExtensions;
}

export interface SendOptions {
  readonly method?: 'POST' | 'GET';
  /** `null` sends no token. */
  readonly token?: string | null;
  readonly accept?: string;
}

/**
 * Sends of one request, in a file that has called {@link compileSooner}: cold, into the document cache, from it, and twice
 * past the 20th execution, which compiles it.
 */
export const WARM_SENDS = 5;
const COUNTED_AS = 7;
const { planOf } = QueryCompiler.prototype;

/** Counts each execution as several for the tests of a file, so that a query is compiled at its fourth arrival. */
export function compileSooner(): void {
  beforeAll(() => {
    QueryCompiler.prototype.planOf = function (...parameters) {
      for (let time = 1; time < COUNTED_AS; time += 1) planOf.apply(this, parameters);
      return planOf.apply(this, parameters);
    };
  });
  afterAll(() => {
    QueryCompiler.prototype.planOf = planOf;
  });
}

/** Sends a request by POST or GET. Removes the ids that Graph generates, and sorts errors by path. */
export async function send(
  { gateway, emulator, post }: TestGateway,
  parameters: Parameters,
  { method = 'POST', token = 'demo', accept = 'application/json' }: SendOptions = {},
): Promise<Seen> {
  const before = emulator.requests.length;
  const headers = { accept, 'client-request-id': '0f8fad5b-d9cb-469f-a165-70867728950e' };
  const authorization = token === null ? {} : { authorization: `Bearer ${token}` };
  const response =
    method === 'POST'
      ? await post(parameters, { token, headers })
      : await gateway.fetch(`http://gateway/graphql?${search(parameters)}`, {
          headers: { ...headers, ...authorization },
        });
  const calls = emulator.requests.slice(before).map((request) => `${request.method} ${request.path}`);
  return { status: response.status, body: comparable(await response.json()), calls: calls.sort() };
}

function search(parameters: Parameters): URLSearchParams {
  const given = Object.entries(parameters).filter(([, value]) => value !== undefined);
  return new URLSearchParams(
    given.map(([name, value]): [string, string] => [
      name,
      typeof value === 'string' ? value : JSON.stringify(value),
    ]),
  );
}

function comparable(body: ResponseBody): ResponseBody {
  if (body.errors === undefined) return body;
  const withoutIds = body.errors.map((error) => {
    const { graph } = error.extensions;
    if (graph === undefined) return error;
    const { requestId: _, ...rest } = graph;
    return { ...error, extensions: { ...error.extensions, graph: rest } };
  });
  const key = ({ path }: ResponseError) => JSON.stringify(path ?? []);
  return { ...body, errors: withoutIds.sort((a, b) => key(a).localeCompare(key(b))) };
}

/** What repeated sends have in common: whether Graph is called, but not how calls are batched. */
export function comparableResponse({ status, body, calls }: Seen) {
  return { status, body, isGraphCalled: calls.length > 0 };
}

/**
 * Sends the same request cold and warm; returns the response, after checking that all are the same. The file has
 * called {@link compileSooner}.
 */
export async function sendRepeatedly(
  running: TestGateway,
  parameters: Parameters,
  options: SendOptions = {},
): Promise<Seen> {
  expect(QueryCompiler.prototype.planOf, 'compileSooner()').not.toBe(planOf);
  const first = await send(running, parameters, options);
  for (let time = 2; time <= WARM_SENDS; time += 1) {
    const next = await send(running, parameters, options);
    expect(comparableResponse(next), `send ${time}`).toEqual(comparableResponse(first));
  }
  return first;
}

/** The codes of a response's errors. */
export function codesOf({ body }: Seen): string[] {
  return (body.errors ?? []).map(({ extensions }) => extensions.code);
}

/** A cursor as the gateway makes it from the paging parameters of a link. */
export function cursor(pagingParameters: string): string {
  return Buffer.from(pagingParameters).toString('base64url');
}

/** Data as JSON, in field order, without the cursors, which are new each time. */
export function comparableData(data: unknown): string | undefined {
  return JSON.stringify(data)?.replace(/"JH(?:RvcD|NraXB)[\w-]+"/g, '"a cursor"');
}

/** Sends a document by POST and, unless it is a mutation, by GET with each response type; returns the responses. */
export async function sendEveryWay(
  running: TestGateway,
  query: string,
  variables: object = {},
  mutation = false,
): Promise<Response[]> {
  const search = new URLSearchParams({ query, variables: JSON.stringify(variables) });
  const get = (accept: string) =>
    running.gateway.fetch(`http://gateway/graphql?${search}`, {
      headers: { authorization: 'Bearer demo', accept },
    });
  const post = running.post({ query, variables }, { token: 'demo' });
  if (mutation) return [await post];
  return Promise.all([
    post,
    get('application/json'),
    get('application/graphql-response+json'),
    get('text/event-stream, application/json'),
  ]);
}
