/** The media types of a response. */
export type ResponseType = 'application/json' | 'application/graphql-response+json' | 'text/event-stream';

const JSON_TYPES = ['application/json', 'application/graphql-response+json'] as const;
const ANY = '*/*';
// Browsers name fewer than ten.
const MAX_RANGES = 100;
// The usual `Accept` headers, which need no parsing.
const USUAL: ReadonlyMap<string, ResponseType> = new Map([
  [ANY, 'application/json'],
  ...JSON_TYPES.map((type) => [type, type] as const),
]);

/**
 * The media type of a single result: the JSON type that the client prefers (of equals, the one it names first), or else
 * an event stream; `undefined` where it accepts none.
 */
export function responseType({ headers }: Request): ResponseType | undefined {
  const accept = headers.get('accept') || ANY;
  const usual = USUAL.get(accept);
  if (usual !== undefined) return usual;
  const ranges = rangesOf(accept);
  const [preferred] = JSON_TYPES.map((type) => ({ type, ...rangeOf(type, ranges) }))
    .filter(({ quality }) => quality > 0)
    .sort((a, b) => b.quality - a.quality || a.place - b.place);
  if (preferred !== undefined) return preferred.type;
  return acceptsEventStream({ headers }) ? 'text/event-stream' : undefined;
}

/** Whether a client accepts a stream of results. */
export function acceptsEventStream({ headers }: Pick<Request, 'headers'>): boolean {
  return rangeOf('text/event-stream', rangesOf(headers.get('accept') || ANY)).quality > 0;
}

interface MediaRange {
  readonly type: string;
  /** From 0, not acceptable, to 1. */
  readonly quality: number;
  readonly place: number;
}

function rangesOf(accept: string): readonly MediaRange[] {
  return accept.split(',', MAX_RANGES).map((range, place) => {
    const [, quality = '1'] = /;\s*q=([01](?:\.\d*)?)\s*(?:;|$)/i.exec(range) ?? [];
    return { type: withoutParameters(range), quality: Number(quality), place };
  });
}

const UNACCEPTABLE: Omit<MediaRange, 'type'> = { quality: 0, place: 0 };

/**
 * What a client says of a type: the most specific range decides.
 *
 * @see https://www.rfc-editor.org/rfc/rfc9110#section-12.5.1
 */
function rangeOf(type: ResponseType, ranges: readonly MediaRange[]): Omit<MediaRange, 'type'> {
  const names = [type, type.replace(/\/.*/, '/*'), ANY];
  const range = names
    .map((name) => ranges.find((each) => each.type === name))
    .find((each) => each !== undefined);
  return range === undefined ? UNACCEPTABLE : { quality: range.quality, place: range.place };
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
