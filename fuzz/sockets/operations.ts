import { randomUUID } from 'node:crypto';
import type { SentRequest } from './scenario.ts';

/** What has become of one write, as Graph sees it. */
export interface GraphWrite {
  /** How often it has arrived. */
  arrivals: number;
  throttled: number;
  /** Absent where Graph has not said, or with a status that does not tell. */
  result?: 'applied' | 'rejected';
}

/** One operation that a client has sent, or has begun to send. */
export interface Operation {
  /** Unique in its scenario; the ids of its objects have it. */
  readonly number: number;
  readonly requestId: string;
  readonly token: string;
  readonly request: SentRequest;
  /** The writes that have arrived at Graph, by the id of their object. */
  readonly writes: Map<string, GraphWrite>;
  /** Requests for it at Graph, by path. */
  readonly requests: Map<string, number>;
}

/** The operations of one scenario, by their `client-request-id`. */
export class Operations {
  readonly #byRequestId = new Map<string, Operation>();

  begin(request: SentRequest): Operation {
    const requestId = randomUUID();
    const operation = {
      number: this.#byRequestId.size,
      requestId,
      token: `token~${requestId}`,
      request,
      writes: new Map(),
      requests: new Map(),
    };
    this.#byRequestId.set(requestId, operation);
    return operation;
  }

  find(requestId: unknown): Operation | undefined {
    return this.#byRequestId.get(String(requestId));
  }

  all(): Operation[] {
    return [...this.#byRequestId.values()];
  }
}

/** The ids of the objects that an operation reads or writes, by the aliases of its fields. */
export function objectsOf({ number, request: { kind } }: Operation): Record<string, string> {
  const a = `object${number}a`;
  return kind === 'reads' || kind === 'writes' ? { a, b: `object${number}b` } : { a };
}

/** The body of an operation's request. */
export function bodyOf(operation: Operation): string {
  const { kind } = operation.request;
  const fields = Object.entries(objectsOf(operation)).map(([alias, id]) => `${alias}: ${field(kind, id)}`);
  return JSON.stringify({ query: `${typeOf(kind)} { ${fields.join(' ')} }` });
}

function typeOf(kind: SentRequest['kind']) {
  if (isSubscription(kind)) return 'subscription';
  return kind === 'write' || kind === 'writes' ? 'mutation' : 'query';
}

function field(kind: SentRequest['kind'], id: string): string {
  if (kind === 'read' || kind === 'reads') return `externalConnection(id: "${id}") { id }`;
  if (isSubscription(kind))
    return `externalConnectionOperation(connectionId: "${id}", id: "op") { id status }`;
  return `createExternalConnection(input: { id: "${id}", name: "A name" }) { id }`;
}

export function isSubscription(kind: SentRequest['kind']): boolean {
  return kind === 'follow' || kind === 'watch';
}

/** The headers of an operation's request, but for those of its body. */
export function headersOf({ token, requestId, request }: Operation): Record<string, string> {
  return {
    'content-type': 'application/json',
    authorization: `Bearer ${token}`,
    'client-request-id': requestId,
    accept: isSubscription(request.kind) ? 'text/event-stream' : 'application/json',
  };
}
