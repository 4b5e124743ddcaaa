import { once } from 'node:events';
import { createServer } from 'node:http';
import { text } from 'node:stream/consumers';
import { z } from 'zod';
import { sawText } from '../../support/leaks.ts';

const value = z.object({
  stringValue: z.string().optional(),
  intValue: z.coerce.number().optional(),
  boolValue: z.boolean().optional(),
  arrayValue: z.object({ values: z.array(z.object({ stringValue: z.string() })) }).optional(),
});
const attributes = z
  .array(z.object({ key: z.string(), value }))
  .transform((list) =>
    Object.fromEntries(
      list.map(({ key, value: { stringValue, intValue, boolValue, arrayValue } }) => [
        key,
        stringValue ?? intValue ?? boolValue ?? arrayValue?.values.map((each) => each.stringValue),
      ]),
    ),
  );

const span = z.object({
  traceId: z.string().regex(/^[0-9a-f]{32}$/),
  spanId: z.string().regex(/^[0-9a-f]{16}$/),
  parentSpanId: z.string().optional(),
  name: z.string(),
  kind: z.number(),
  startTimeUnixNano: z.string(),
  endTimeUnixNano: z.string(),
  attributes,
  status: z.object({ code: z.number(), message: z.string().optional() }),
});
export type ReceivedSpan = z.infer<typeof span>;

/** @see https://opentelemetry.io/docs/specs/otlp/#json-protobuf-encoding */
const exported = z.object({
  resourceSpans: z.array(
    z.object({
      resource: z.object({ attributes }),
      scopeSpans: z.array(z.object({ spans: z.array(span) })),
    }),
  ),
});

/** A receiver of OTLP/HTTP. */
export interface Collector {
  /** For `OTEL_EXPORTER_OTLP_ENDPOINT`. */
  readonly url: string;
  readonly spans: readonly ReceivedSpan[];
  readonly resources: readonly Readonly<Record<string, unknown>>[];
  /** All that was received, to search for what it must not contain. */
  readonly texts: readonly string[];
  close(): Promise<void>;
}

export const SERVER = 2;
export const CLIENT = 3;
export const ERROR = 2;

/** Starts one on a free port of 127.0.0.1. */
export async function startCollector(): Promise<Collector> {
  const spans: ReceivedSpan[] = [];
  const resources: Readonly<Record<string, unknown>>[] = [];
  const texts: string[] = [];
  const server = createServer(async (request, response) => {
    const body = await text(request);
    texts.push(body);
    sawText(body);
    if (request.url !== '/v1/traces' || request.headers['content-type'] !== 'application/json') {
      return void response.writeHead(415).end();
    }
    for (const { resource, scopeSpans } of exported.parse(JSON.parse(body)).resourceSpans) {
      resources.push(resource.attributes);
      spans.push(...scopeSpans.flatMap((scope) => scope.spans));
    }
    response.writeHead(200, { 'content-type': 'application/json' }).end('{}');
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  return {
    url: `http://127.0.0.1:${port}`,
    spans,
    resources,
    texts,
    close: async () => {
      server.close();
      server.closeAllConnections();
    },
  };
}
