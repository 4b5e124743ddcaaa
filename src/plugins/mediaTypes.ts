/** The two media types of an answer. */
export type AnswerType = 'application/json' | 'application/graphql-response+json';

const ANSWER_TYPES: ReadonlyMap<string, AnswerType> = new Map([
  ['*/*', 'application/json'],
  ['application/*', 'application/json'],
  ['application/json', 'application/json'],
  ['application/graphql-response+json', 'application/graphql-response+json'],
]);

/**
 * The media type in which Yoga answers: that of the first range it can serve, whatever the weights.
 * `undefined` where there is none. Yoga could answer with events and parts, too, which is for subscriptions;
 * there are none.
 */
export function answerType({ headers }: Request): AnswerType | undefined {
  const accept = headers.get('accept');
  if (accept === null) return 'application/json';
  for (const range of accept.split(',')) {
    const type = ANSWER_TYPES.get(typeOf(range));
    if (type !== undefined) return type;
  }
  return undefined;
}

/** Whether a request says that its body is JSON. */
export function isJson({ headers }: Request): boolean {
  return typeOf(headers.get('content-type') ?? '') === 'application/json';
}

/** A media type without its parameters. */
function typeOf(range: string): string {
  const end = range.indexOf(';');
  return (end < 0 ? range : range.slice(0, end)).trim().toLowerCase();
}
