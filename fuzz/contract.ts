import { z } from 'zod';
import { ERROR_CODES } from '../src/schema/errors.ts';
import type { Caller } from './fuzzCase.ts';

const error = z.object({
  message: z.string().min(1),
  extensions: z.looseObject({ code: z.enum(ERROR_CODES).exclude(['INTERNAL_SERVER_ERROR']) }),
});
const answer = z
  .object({ data: z.looseObject({}).nullable().optional(), errors: z.array(error).min(1).optional() })
  .refine(({ data, errors }) => data != null || errors !== undefined, 'neither data nor errors');

/** An answer that has arrived in full. */
export interface Received {
  readonly status: number;
  readonly contentType: string | null;
  readonly text: string;
}

/** What is wrong with an answer, and the codes of its errors. */
export interface Verdict {
  readonly breach?: string;
  readonly codes: readonly string[];
}

/** Holds an answer to what the README says of every one. */
export function judge(request: Request, received: Received, { token }: Pick<Caller, 'token'>): Verdict {
  const { status, contentType, text } = received;
  if (status >= 500) return { breach: `the status is ${status}`, codes: [] };
  if (!answersGraphQL(request)) return { codes: [] };
  const type = contentType?.split(';', 1).join('');
  if (type !== 'application/json' && type !== 'application/graphql-response+json')
    return { breach: `the content type is ${contentType}`, codes: [] };
  const parsed = answer.safeParse(jsonOf(text));
  if (!parsed.success) return { breach: z.prettifyError(parsed.error), codes: [] };
  const errors = parsed.data.errors ?? [];
  const codes = errors.map(({ extensions }) => extensions.code);
  const leak = textsOf(errors).find(
    (said) => said.includes(token) || said.includes(encodeURIComponent(token)),
  );
  return leak === undefined ? { codes } : { breach: `an error's text has the token in it: ${leak}`, codes };
}

/** Whether a request is for GraphQL to answer; a browser's is for GraphiQL. */
function answersGraphQL({ url, method, headers }: Request): boolean {
  if (new URL(url).pathname !== '/graphql') return false;
  return method === 'POST' || (method === 'GET' && !headers.get('accept')?.includes('text/html'));
}

/** Every text in a JSON value. */
function textsOf(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, inner]) => [name, ...textsOf(inner)]);
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
