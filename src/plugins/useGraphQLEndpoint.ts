import type { FetchAPI, Plugin } from 'graphql-yoga';
import { type ContextSource, createContext } from '../context.ts';
import { lazyCallerKey } from '../fairness/caller.ts';
import { type Redactor, redactorOf } from '../msgraph/protocol/redact.ts';
import type { Caller } from '../operations/caller.ts';
import { type ErrorOptions, type OperationResult, requestError } from '../operations/errors.ts';
import type { Execute } from '../operations/execute.ts';
import { mapAsync } from '../operations/mapAsync.ts';
import type { Observe, ReportRejection } from '../operations/observer.ts';
import type { ParameterLimits } from '../operations/parameters.ts';
import { overloaded } from '../schema/errors.ts';
import { type Arrival, arrivedNow } from './arrival.ts';
import { browserNotice } from './browserNotice.ts';
import { eventStream, serialized } from './eventStream.ts';
import { httpError, httpResult, jsonResponse } from './httpResponse.ts';
import { acceptsEventStream, type ResponseType, responseType } from './mediaTypes.ts';
import { protocolError } from './protocolError.ts';
import { readQueryString } from './queryString.ts';
import { type BodyLimits, serveJsonBody } from './requestBody.ts';
import { bearerAuthorization } from './requestHeaders.ts';
import { serializeInTurn } from './serializeInTurn.ts';
import type { RequestState } from './useResponseHeaders.ts';

export interface GraphQLEndpointOptions extends ErrorOptions {
  readonly execute: Execute;
  readonly contexts: ContextSource;
  readonly limits: BodyLimits & ParameterLimits;
  /** Absent without telemetry. */
  readonly observe?: Observe | undefined;
  readonly onRejected?: ReportRejection | undefined;
  /** Whether the gateway is disconnecting its clients, as a shutdown does at the end of its grace period. */
  readonly isCutOff: () => boolean;
}

interface Served extends Arrival {
  /** The media type of the response. */
  readonly type: ResponseType;
}

// Nobody reads it.
const DISCONNECTED = { status: 499 };

/**
 * Serves GraphQL at exactly `/graphql`, with an optional trailing slash, and 404 elsewhere.
 *
 * Every operation goes through `execute`. A single result is JSON, unless the client accepts event streams alone;
 * several are an event stream. A POST is `application/json` and nothing else, since a browser sends other types across
 * origins without a preflight.
 *
 * @see https://fetch.spec.whatwg.org/#cors-safelisted-request-header
 */
export function useGraphQLEndpoint(options: GraphQLEndpointOptions): Plugin<object, RequestState> {
  const { execute, contexts, limits, observe, onRejected, isCutOff } = options;

  const callerFrom = (request: Request, { clientRequestId = '' }: RequestState, served: Served): Caller => {
    const { signal } = request;
    const { arrivedAt, deadline, type } = served;
    const authorization = bearerAuthorization(request);
    const callerKey = lazyCallerKey(authorization ?? '');
    let known: Redactor | undefined;
    // Shared with the session: the log also redacts the secrets that the session has added.
    const redactor = () => (known ??= redactorOf(authorization));
    const redact = (text: string) => redactor().redact(text);
    const observer = observe?.({
      clientRequestId,
      arrivedAt,
      signal,
      isCutOff,
      traceparent: () => {
        const sent = request.headers.get('traceparent');
        return sent !== null && redact(sent) === sent ? sent : null;
      },
      redact,
      statusOf: (result) => httpResult(result, type).status,
    });
    const terms = { authorization, callerKey, clientRequestId, signal, observer };
    return {
      clientRequestId,
      hasToken: authorization !== undefined,
      queriesOnly: request.method === 'GET',
      cover: (secret) => redactor().cover(secret),
      acceptsStream: () => acceptsEventStream(request),
      observer,
      callerKey,
      signal,
      deadline,
      createContext: () => createContext(contexts, { ...terms, deadline, redactor: redactor() }),
      // With a redactor of its own, since a stream may have many events.
      createEventContext: () =>
        createContext(contexts, { ...terms, deadline: performance.now() + contexts.requestTimeoutMs }),
    };
  };

  const execution = async (request: Request, state: RequestState, type: ResponseType) => {
    try {
      const serve = (params: unknown, arrival: Arrival) => {
        if (isCutOff()) throw overloaded();
        return execute(params, callerFrom(request, state, { ...arrival, type }));
      };
      if (request.method === 'POST') return await serveJsonBody(request, limits, serve);
      return await serve(readQueryString(request), arrivedNow(limits.requestTimeoutMs));
    } catch (error) {
      // There is no operation to observe.
      const result = requestError(error, options);
      const { status } = httpResult(result, type);
      const code = result.errors?.[0]?.extensions.code;
      const { clientRequestId } = state;
      // While it waited, its client has disconnected, or a shutdown has ended: nobody was rejected.
      const isAbandoned = code === 'OVERLOADED' && (request.signal.aborted || isCutOff());
      if (code !== undefined && !isAbandoned) onRejected?.({ code, status, clientRequestId });
      return result;
    }
  };

  return {
    onRequest({ request, endResponse, setRequestHandler, fetchAPI, serverContext }) {
      const notice = browserNotice(request, fetchAPI);
      const ruledOut = notice === undefined ? protocolError(request) : undefined;
      const rejected = notice ?? (ruledOut && httpError(ruledOut, fetchAPI));
      if (rejected !== undefined) {
        const { clientRequestId } = serverContext;
        const problem = ruledOut?.message ?? 'A browser has opened the endpoint of programs.';
        onRejected?.({ code: 'BAD_REQUEST', status: rejected.status, clientRequestId, problem });
        return endResponse(rejected);
      }
      // A request that accepts no type has been rejected.
      const type = responseType(request) ?? 'application/json';
      setRequestHandler(async (received, state) => {
        const results = await execution(received, state, type);
        if (Symbol.asyncIterator in results) {
          const events = mapAsync(results, async (result) => {
            const event = await serializeInTurn(result, received, serialized);
            return event ?? serialized({ data: null });
          });
          return eventStream(events, fetchAPI);
        }
        const serialize = (result: OperationResult) => singleResponse(result, type, fetchAPI);
        const response = await serializeInTurn(results, received, serialize);
        return response ?? new fetchAPI.Response(null, DISCONNECTED);
      });
    },
  };
}

function singleResponse(result: OperationResult, type: ResponseType, fetchAPI: FetchAPI) {
  const http = httpResult(result, type);
  // Only a 200 is streamed: clients read the body of any other response as a whole, and EventSource does not read it.
  if (type !== 'text/event-stream' || http.status !== 200) return jsonResponse(result, type, fetchAPI, http);
  return eventStream(serialized(result), fetchAPI);
}
