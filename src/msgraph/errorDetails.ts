import type { IncomingHttpHeaders } from 'node:http';
import { z } from 'zod';

/** What Graph said of a failure; texts are free of the token and of absolute URLs. */
export interface GraphDetails {
  /** The HTTP status. */
  readonly status: number;
  readonly code?: string;
  /** The innermost code, usually the most telling one. */
  readonly innerCode?: string;
  readonly message?: string;
  readonly target?: string;
  readonly details?: readonly GraphErrorDetail[];
  /** What Microsoft's support asks for. */
  readonly requestId?: string;
  readonly clientRequestId?: string;
}

/** One of several things wrong with a request. */
export interface GraphErrorDetail {
  readonly code?: string | undefined;
  readonly message?: string | undefined;
  readonly target?: string | undefined;
}

const text = z.string().optional().catch(undefined);
const detail = z.object({ code: text, message: text, target: text });

/** @see https://learn.microsoft.com/graph/errors#json-representation */
const graphError = detail.extend({
  details: z.array(detail).optional().catch(undefined),
  innerError: z.unknown().optional(),
  innererror: z.unknown().optional(),
  'request-id': text,
  'client-request-id': text,
});
type GraphError = z.infer<typeof graphError>;

const errorBody = z.object({ error: graphError });

/** The error in a Graph error body; `undefined` where the body is something else, such as a proxy's page. */
export function readGraphError(body: unknown): GraphError | undefined {
  const error = errorBody.safeParse(body).data?.error;
  return error?.code === undefined && error?.message === undefined ? undefined : error;
}

/** Joins body and headers of a failed answer into what a caller may see of it. */
export function graphDetails(
  status: number,
  headers: IncomingHttpHeaders,
  error: GraphError | undefined,
  token: string | undefined,
): GraphDetails {
  const chain = innerErrors(error);
  const innermost = chain.findLast((inner) => inner.code !== undefined);
  // The outer text is general, the innermost one says what is wrong: both are needed to act on it.
  const texts = [error?.message, chain.findLast((inner) => inner.message !== undefined)?.message];
  const said = [...new Set(texts.flatMap((part) => (part ? [part] : [])))];
  const message = said.map((part, index) => (index + 1 < said.length ? sentence(part) : part)).join(' ');
  const details = error?.details ?? chain.find((inner) => inner.details !== undefined)?.details;
  const identified = [error, ...chain].reverse();
  return clean(token, {
    status,
    code: error?.code,
    innerCode: innermost?.code,
    message: message === '' ? undefined : message,
    target: error?.target ?? chain.find((inner) => inner.target !== undefined)?.target,
    details: details?.slice(0, 20),
    requestId: header(headers, 'request-id') ?? identified.find((e) => e?.['request-id'])?.['request-id'],
    clientRequestId:
      header(headers, 'client-request-id') ??
      identified.find((e) => e?.['client-request-id'])?.['client-request-id'],
  });
}

/** The nested `innerError`s (`innererror` in older services), outermost first. */
function innerErrors(error: GraphError | undefined): GraphError[] {
  const chain: GraphError[] = [];
  let inner: unknown = error?.innerError ?? error?.innererror;
  while (chain.length < 10) {
    const parsed = graphError.safeParse(inner).data;
    if (parsed === undefined) break;
    chain.push(parsed);
    inner = parsed.innerError ?? parsed.innererror;
  }
  return chain;
}

/** The first value of a header. */
export function header(headers: IncomingHttpHeaders, name: string): string | undefined {
  const value = headers[name];
  return Array.isArray(value) ? value[0] : value;
}

type Loose<T> = { readonly [K in keyof T]: T[K] | undefined };

function clean(token: string | undefined, { status, details, ...texts }: Loose<GraphDetails>): GraphDetails {
  return {
    status: status ?? 0,
    ...blotted(token, texts),
    ...(details === undefined || details.length === 0
      ? {}
      : { details: details.map((entry) => blotted(token, entry)) }),
  };
}

function blotted<K extends string>(
  token: string | undefined,
  texts: { readonly [P in K]?: string | undefined },
) {
  const result: { [P in K]?: string } = {};
  for (const name in texts) {
    const value = texts[name];
    if (typeof value === 'string' && value !== '') result[name] = blot(token, value);
  }
  return result;
}

/** Ends a text like a sentence, so that another can follow. */
export function sentence(part: string): string {
  return /[.!?…]$/.test(part) ? part : `${part}.`;
}

const ABSOLUTE_URL = /[a-z][a-z0-9+.-]{0,30}:\/\/[^\s"<>]+/gi;
const MAX_TEXT_LENGTH = 2_000;

/** Blots the token and absolute URLs out of a text of Graph's, and clips it at 2,000 characters. */
export function blot(token: string | undefined, value: string): string {
  let result = value;
  for (const form of token ? spellings(token) : []) result = result.replaceAll(form, '[token]');
  // Clipped after the token has gone, or its beginning might stay; and before a costlier search.
  if (result.length > MAX_TEXT_LENGTH) result = `${result.slice(0, MAX_TEXT_LENGTH)}…`;
  return result.replace(ABSOLUTE_URL, '[url]');
}

/** A token as it is, and as it looks in a URL or a form, with large or small hexadecimal digits. */
function spellings(token: string): Set<string> {
  const encoded = [encodeURIComponent(token), new URLSearchParams({ t: token }).toString().slice(2)];
  const small = encoded.map((text) => text.replace(/%[0-9A-F]{2}/g, (hex) => hex.toLowerCase()));
  return new Set([token, ...encoded, ...small]);
}
