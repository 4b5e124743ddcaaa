import { z } from 'zod';
import { ERROR_CODES } from '../src/client/errorContract.ts';
import type { Caller } from './fuzzCase.ts';

const error = z.object({
  message: z.string().min(1),
  extensions: z.looseObject({ code: z.enum(ERROR_CODES).exclude(['INTERNAL_SERVER_ERROR']) }),
});
const result = z
  .object({ data: z.looseObject({}).nullable().optional(), errors: z.array(error).min(1).optional() })
  .refine(({ data, errors }) => data != null || errors !== undefined, 'neither data nor errors');

/** A complete response of the gateway. */
export interface ReceivedResponse {
  readonly status: number;
  readonly contentType: string | null;
  readonly text: string;
  /** Whether it came after the deadline of its request, on a machine that is too busy. */
  readonly isOverdue: boolean;
}

/** The result of checking a response: the violation of the contract, if any, and the error codes. */
export interface CheckResult {
  readonly violation?: string;
  readonly codes: readonly string[];
}

/** Checks a response against the contract in docs/errors.md. */
export function checkResponse(
  request: Request,
  received: ReceivedResponse,
  { token }: Pick<Caller, 'token'>,
): CheckResult {
  const { status, contentType, text, isOverdue } = received;
  const isOverloaded = status === 503 && isOverdue;
  if (status >= 500 && !isOverloaded) return { violation: `the status is ${status}`, codes: [] };
  if (!isForGraphQL(request)) return { codes: [] };
  const type = contentType?.split(';', 1).join('');
  const isEventStream = type === 'text/event-stream' && request.headers.get('accept')?.includes(type);
  if (!isEventStream && type !== 'application/json' && type !== 'application/graphql-response+json')
    return { violation: `the content type is ${contentType}`, codes: [] };
  const parsed = result.safeParse(jsonOf(isEventStream ? firstEvent(text) : text));
  if (!parsed.success) return { violation: z.prettifyError(parsed.error), codes: [] };
  const errors = parsed.data.errors ?? [];
  const codes = errors.map(({ extensions }) => extensions.code);
  const leak = stringsIn(errors).find(
    (text) => text.includes(token) || text.includes(encodeURIComponent(token)),
  );
  return leak === undefined ? { codes } : { violation: `an error contains the token: ${leak}`, codes };
}

/** Whether the response comes from GraphQL. A browser's GET gets GraphiQL. */
function isForGraphQL({ url, method, headers }: Request): boolean {
  if (new URL(url).pathname !== '/graphql') return false;
  return method === 'POST' || (method === 'GET' && !headers.get('accept')?.includes('text/html'));
}

/** The data of the first event of a stream: operations of this schema have one result. */
function firstEvent(text: string): string {
  return /^event: next\ndata: (.*)\n/m.exec(text)?.[1] ?? text;
}

/** Every string in a JSON value, property names included. */
function stringsIn(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, inner]) => [name, ...stringsIn(inner)]);
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
