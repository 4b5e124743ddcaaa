import type { IncomingHttpHeaders } from 'node:http';
import { z } from 'zod';
import type { GraphDetails } from '../../client/errorContract.ts';
import { present } from '../../json/values.ts';
import { header } from './headers.ts';
import type { Redactor } from './redact.ts';

const MAX_DETAILS = 20;

const text = z.string().optional().catch(undefined);
const detail = z.object({ code: text, message: text, target: text });
// Further details are not parsed: Zod would create an issue for each invalid one.
const firstDetails = z.preprocess(
  (list) => (Array.isArray(list) ? list.slice(0, MAX_DETAILS) : list),
  z.array(detail).optional().catch(undefined),
);

/** @see https://learn.microsoft.com/graph/errors#json-representation */
const graphError = detail.extend({
  details: firstDetails,
  innerError: z.unknown().optional(),
  innererror: z.unknown().optional(),
  'request-id': text,
  'client-request-id': text,
});
type GraphError = z.infer<typeof graphError>;
type IdName = 'request-id' | 'client-request-id';

const errorBody = z.object({ error: graphError });

/** The error in a Graph error body; `undefined` where the body is something else, such as a proxy's error page. */
export function readGraphError(body: unknown): GraphError | undefined {
  const error = errorBody.safeParse(body).data?.error;
  return error?.code === undefined && error?.message === undefined ? undefined : error;
}

/** Combines body and headers of a failed response into the details that a caller may see, with secrets redacted. */
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
  const clean = (value: string | undefined) => (value ? redactor.redact(value) : undefined);
  const graph: GraphDetails = {
    status,
    ...present({
      code: clean(error?.code),
      innerCode: clean(innermost?.code),
      message: clean(message),
      target: clean(error?.target ?? chain.find((inner) => inner.target !== undefined)?.target),
      requestId: clean(graphRequestId(headers, error, chain)),
      clientRequestId: clean(header(headers, 'client-request-id') ?? idIn('client-request-id', error, chain)),
    }),
  };
  if (!details?.length) return graph;
  return withDetails(graph, () =>
    details.map(({ code, message, target }) => {
      return present({ code: clean(code), message: clean(message), target: clean(target) });
    }),
  );
}

/** The id by which Microsoft finds a failed request. For a part of a batch, it may be only in the body. */
export function graphRequestId(
  headers: IncomingHttpHeaders,
  error: GraphError | undefined,
  chain?: readonly GraphError[],
): string | undefined {
  return header(headers, 'request-id') ?? idIn('request-id', error, chain ?? innerErrors(error));
}

function idIn(name: IdName, error: GraphError | undefined, chain: readonly GraphError[]): string | undefined {
  return [error, ...chain].findLast((each) => each?.[name])?.[name];
}

/** Adds `details` as a lazy property, because most errors of a large request are never listed. */
function withDetails(graph: GraphDetails, make: () => GraphDetails['details']): GraphDetails {
  let made: GraphDetails['details'];
  const get = () => {
    made ??= make();
    return made;
  };
  return Object.defineProperty(graph, 'details', { enumerable: true, get });
}

/** The nested `innerError`s (`innererror` in older services), outermost first. */
function innerErrors(error: GraphError | undefined): GraphError[] {
  const chain: GraphError[] = [];
  let inner: unknown = error?.innerError ?? error?.innererror;
  while (inner !== undefined && chain.length < 10) {
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
