/** The media types of a response. */
export type ResponseType = 'application/json' | 'application/graphql-response+json' | 'text/event-stream';

const RESPONSE_TYPES: ReadonlyMap<string, ResponseType> = new Map([
  ['*/*', 'application/json'],
  ['application/*', 'application/json'],
  ['application/json', 'application/json'],
  ['application/graphql-response+json', 'application/graphql-response+json'],
  ['text/event-stream', 'text/event-stream'],
]);

const NOT_ACCEPTABLE = /;\s*q=0(?:\.0*)?\s*(?:;|$)/i;

/** The media type of a single result: the first acceptable JSON type, or else an event stream; `undefined` for none. */
export function responseType({ headers }: Request): ResponseType | undefined {
  const accept = headers.get('accept');
  if (accept === null) return 'application/json';
  const ranges = accept.split(',').filter((range) => !NOT_ACCEPTABLE.test(range));
  const types = ranges.map((range) => RESPONSE_TYPES.get(withoutParameters(range)));
  return types.find((type) => type !== undefined && type !== 'text/event-stream') ?? types.find(Boolean);
}

const STREAM_RANGES = ['text/event-stream', 'text/*', '*/*'];

/** Whether a client accepts a stream of results. The most specific range decides. */
export function acceptsEventStream({ headers }: Request): boolean {
  const ranges = (headers.get('accept') ?? '*/*').split(',');
  const ofStreams = STREAM_RANGES.map((type) => ranges.find((range) => withoutParameters(range) === type));
  const range = ofStreams.find((each) => each !== undefined);
  return range !== undefined && !NOT_ACCEPTABLE.test(range);
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
