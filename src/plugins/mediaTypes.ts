/** The media types of a response. */
export type ResponseType = 'application/json' | 'application/graphql-response+json' | 'text/event-stream';

const RESPONSE_TYPES: ReadonlyMap<string, ResponseType> = new Map([
  ['*/*', 'application/json'],
  ['application/*', 'application/json'],
  ['application/json', 'application/json'],
  ['application/graphql-response+json', 'application/graphql-response+json'],
  ['text/event-stream', 'text/event-stream'],
  ['text/*', 'text/event-stream'],
]);

/**
 * The media type of a single result: the JSON type that the client prefers, the first of equals, or else an event
 * stream; `undefined` for none.
 *
 * @see https://www.rfc-editor.org/rfc/rfc9110#section-12.4.2
 */
export function responseType({ headers }: Request): ResponseType | undefined {
  const accept = headers.get('accept') ?? '*/*';
  const only = RESPONSE_TYPES.get(accept);
  if (only !== undefined) return only;
  const ranges = accept.split(',').map((range) => ({ range, quality: qualityOf(range) }));
  const accepted = ranges.filter(({ quality }) => quality > 0).sort((a, b) => b.quality - a.quality);
  const types = accepted.map(({ range }) => RESPONSE_TYPES.get(withoutParameters(range)));
  return types.find((type) => type !== undefined && type !== 'text/event-stream') ?? types.find(Boolean);
}

/** How much a client prefers a media range: from 0, not acceptable, to 1. */
function qualityOf(range: string): number {
  const [, quality = '1'] = /;\s*q=([01](?:\.\d*)?)\s*(?:;|$)/i.exec(range) ?? [];
  return Number(quality);
}

const STREAM_RANGES = ['text/event-stream', 'text/*', '*/*'];

/** Whether a client accepts a stream of results. The most specific range decides. */
export function acceptsEventStream({ headers }: Request): boolean {
  const ranges = (headers.get('accept') ?? '*/*').split(',');
  const ofStreams = STREAM_RANGES.map((type) => ranges.find((range) => withoutParameters(range) === type));
  const range = ofStreams.find((each) => each !== undefined);
  return range !== undefined && qualityOf(range) > 0;
}

const OTHER_CHARSET = /;\s*charset=(?!"?utf-?8"?\s*(?:;|$))/i;

/** Whether a request declares its body as JSON, whose only charset is UTF-8. */
export function isJson({ headers }: Request): boolean {
  const type = headers.get('content-type') ?? '';
  return (
    type === 'application/json' ||
    (withoutParameters(type) === 'application/json' && !OTHER_CHARSET.test(type))
  );
}

/** Whether the body of a request is compressed, or coded in another way. */
export function isEncoded({ headers }: Request): boolean {
  const coding = headers.get('content-encoding');
  return coding !== null && coding.trim().toLowerCase() !== 'identity';
}

function withoutParameters(range: string): string {
  const end = range.indexOf(';');
  return (end < 0 ? range : range.slice(0, end)).trim().toLowerCase();
}
