import type { FetchAPI, Plugin } from 'graphql-yoga';
import { bearerAuthorization, type ContextSource, createContext } from '../context.ts';
import { type Redactor, redactorOf } from '../msgraph/redact.ts';
import { type ErrorOptions, type OperationResult, requestError } from '../operations/errors.ts';
import type { Caller, Execute } from '../operations/execute.ts';
import type { Observe, ObservedRequest, ReportRejection } from '../operations/observer.ts';
import { badRequest, checkParameters, type ParameterLimits } from '../operations/parameters.ts';
import { httpError, httpResult, jsonResponse, serialize } from './httpResponse.ts';
import { isJson, type ResponseType, responseType } from './mediaTypes.ts';
import { type BodyLimits, readJsonBody } from './requestBody.ts';
import { isGraphQLPath, requestPath } from './requestPath.ts';
import type { RequestState } from './useResponseHeaders.ts';

export interface GraphQLEndpointOptions extends ErrorOptions {
  readonly execute: Execute;
  readonly contexts: ContextSource;
  readonly limits: BodyLimits & ParameterLimits;
  /** Absent where nobody observes. */
  readonly observe?: Observe | undefined;
  readonly onRejected?: ReportRejection | undefined;
}

/**
 * Serves GraphQL at exactly `/graphql`, with an optional trailing slash, and 404 elsewhere.
 *
 * Every operation goes through `execute`. A POST that accepts JSON is read and answered here; for GET and for event
 * streams, Yoga reads the request and writes the response. A POST is `application/json` and nothing else, since a
 * browser sends other types across origins without a preflight.
 *
 * @see https://fetch.spec.whatwg.org/#cors-safelisted-request-header
 */
export function useGraphQLEndpoint(options: GraphQLEndpointOptions): Plugin<object, RequestState> {
  const { execute, contexts, limits, observe, onRejected } = options;

  const callerOf = (request: Request, { clientRequestId = '' }: RequestState): Caller => {
    const authorization = bearerAuthorization(request);
    const observer = observe?.(observedRequest(request, clientRequestId, authorization));
    return {
      hasToken: authorization !== undefined,
      queriesOnly: request.method === 'GET',
      observer,
      createContext: () =>
        createContext({ ...contexts, authorization, clientRequestId, signal: request.signal, observer }),
    };
  };

  /** The response to a request that has no operation. */
  const rejected = (error: unknown, { clientRequestId }: RequestState, type: ResponseType, api: FetchAPI) => {
    const result = requestError(error, options);
    const http = httpResult(result, type);
    const code = result.errors?.[0]?.extensions.code;
    if (code !== undefined) onRejected?.({ code, status: http.status, clientRequestId });
    return jsonResponse(result, type, api, http);
  };

  return {
    onRequest({ request, endResponse, setRequestHandler, fetchAPI, serverContext }) {
      if (!isGraphQLPath(requestPath(request)))
        return endResponse(new fetchAPI.Response(null, { status: 404 }));
      const unacceptable = protocolError(request, fetchAPI);
      if (unacceptable !== undefined) {
        const { clientRequestId } = serverContext;
        onRejected?.({ code: 'BAD_REQUEST', status: unacceptable.status, clientRequestId });
        return endResponse(unacceptable);
      }
      const type = responseType(request);
      if (request.method === 'GET' || type === undefined || type === 'text/event-stream') return;
      setRequestHandler(async (post, state) => {
        try {
          const params = await readJsonBody(post, limits);
          const result = await execute(params, callerOf(post, state));
          // JSON has no room for a stream of results; a client asks for `text/event-stream`.
          if (Symbol.asyncIterator in result) return httpError(406, ACCEPTABLE, fetchAPI);
          return jsonResponse(result, type, fetchAPI);
        } catch (error) {
          return rejected(error, state, type, fetchAPI);
        }
      });
    },
    onRequestParse({ request, requestParser, setRequestParser, fetchAPI, serverContext }) {
      setRequestParser(async (parsed) => {
        try {
          const isPost = request.method === 'POST';
          const params = isPost
            ? await readJsonBody(parsed, limits)
            : await readQueryString(parsed, requestParser);
          return checkParameters(params, limits);
        } catch (error) {
          return rejected(error, serverContext, responseType(request) ?? 'application/json', fetchAPI);
        }
      });
    },
    onParams({ setParamsHandler }) {
      setParamsHandler(async ({ params, request, context }) => {
        const result = await execute(params, callerOf(request, context));
        if (Symbol.asyncIterator in result) return serializableEvents(result);
        const http = httpResult(result, responseType(request) ?? 'application/json');
        return { ...serializable(result), extensions: { http } };
      });
    },
  };
}

function observedRequest(
  request: Request,
  clientRequestId: string,
  authorization: string | undefined,
): ObservedRequest {
  let redactor: Redactor | undefined;
  return {
    clientRequestId,
    signal: request.signal,
    traceparent: () => request.headers.get('traceparent'),
    redact: (text) => {
      redactor ??= redactorOf(authorization);
      return redactor.redact(text);
    },
    statusOf: (result) => httpResult(result, responseType(request) ?? 'application/json').status,
  };
}

/** Reads the parameters of a GET. */
async function readQueryString(request: Request, parse: ((request: Request) => unknown) | undefined) {
  try {
    return await parse?.(request);
  } catch {
    throw badRequest('The parameters "variables" and "extensions" are not JSON.');
  }
}

/** A result in the form in which Yoga takes it, which writes it as `execute` made it. */
function serializable(result: OperationResult) {
  return { data: result.data ?? null, stringify: () => serialize(result) };
}

async function* serializableEvents(events: AsyncIterable<OperationResult>) {
  for await (const event of events) yield serializable(event);
}

/** The response to a request that the protocol rules out, before its body is read. */
function protocolError(request: Request, fetchAPI: FetchAPI): Response | undefined {
  const { method } = request;
  if (method !== 'GET' && method !== 'POST') {
    return httpError(405, 'Send GET or POST.', fetchAPI, { Allow: 'GET, POST' });
  }
  if (responseType(request) === undefined) return httpError(406, ACCEPTABLE, fetchAPI);
  if (method === 'GET' || isJson(request)) return undefined;
  return httpError(415, 'Send the request as application/json, in UTF-8.', fetchAPI);
}

const ACCEPTABLE =
  'The response is application/json or application/graphql-response+json, or text/event-stream for a stream.';
