import type { IncomingHttpHeaders } from 'node:http';
import { z } from 'zod';
import type { GraphDetails } from '../client/errorContract.ts';
import { header } from './headers.ts';
import { present } from './json.ts';
import type { Redactor } from './redact.ts';

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

const MAX_DETAILS = 20;

const errorBody = z.object({ error: graphError });

/** The error in a Graph error body; `undefined` where the body is something else, such as a proxy's error page. */
export function readGraphError(body: unknown): GraphError | undefined {
  const error = errorBody.safeParse(body).data?.error;
  return error?.code === undefined && error?.message === undefined ? undefined : error;
}

/** Joins body and headers of a failed response into what a caller may see of it. */
export function graphDetails(
  { status, headers }: { readonly status: number; readonly headers: IncomingHttpHeaders },
  error: GraphError | undefined,
  redactor: Redactor,
): GraphDetails {
  const chain = innerErrors(error);
  const innermost = chain.findLast((inner) => inner.code !== undefined);
  // The outer text is general, the innermost one specific: both are needed to act on it.
  const texts = [error?.message, chain.findLast((inner) => inner.message !== undefined)?.message];
  const said = [...new Set(texts.flatMap((part) => (part ? [part] : [])))];
  const message = said.map((part, index) => (index + 1 < said.length ? sentence(part) : part)).join(' ');
  const details = error?.details ?? chain.find((inner) => inner.details !== undefined)?.details;
  const findId = (name: 'request-id' | 'client-request-id') =>
    [error, ...chain].findLast((each) => each?.[name])?.[name];
  const clean = (value: string | undefined) => (value ? redactor.redact(value) : undefined);
  return {
    status,
    ...present({
      code: clean(error?.code),
      innerCode: clean(innermost?.code),
      message: clean(message),
      target: clean(error?.target ?? chain.find((inner) => inner.target !== undefined)?.target),
      details: details?.length
        ? details.slice(0, MAX_DETAILS).map((entry) => {
            return present({
              code: clean(entry.code),
              message: clean(entry.message),
              target: clean(entry.target),
            });
          })
        : undefined,
      requestId: clean(header(headers, 'request-id') ?? findId('request-id')),
      clientRequestId: clean(header(headers, 'client-request-id') ?? findId('client-request-id')),
    }),
  };
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

/** Ends a text like a sentence, so that another can follow. */
export function sentence(part: string): string {
  return /[.!?…]$/.test(part) ? part : `${part}.`;
}
