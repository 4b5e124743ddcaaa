import { connections, createdConnection } from '../fixtures.ts';

/** A pre-serialised answer. */
export interface Answer {
  readonly status: number;
  readonly body: Buffer;
}

const CONTEXT = 'https://graph.example/beta/$metadata#external/connections';

const itemTexts = new Map(
  connections.map((connection) => [
    connection.id,
    JSON.stringify({ '@odata.context': `${CONTEXT}/$entity`, ...connection }),
  ]),
);

/** `GET /external/connections/{id}`, by id. */
export const items: ReadonlyMap<string, Answer> = new Map(
  [...itemTexts].map(([id, text]) => [id, { status: 200, body: Buffer.from(text) }]),
);

/** `GET /external/connections` */
export const list = answer(200, { '@odata.context': CONTEXT, value: connections });

/** `POST /external/connections` */
export const created = answer(201, { '@odata.context': `${CONTEXT}/$entity`, ...createdConnection });

export const unauthorized = problem(401, 'InvalidAuthenticationToken');
export const notFound = problem(404, 'ItemNotFound');
export const badRequest = problem(400, 'BadRequest');

/** The part of a `$batch` answer for one request in it, without its id. */
export function batchPart(id: string): string {
  const text = itemTexts.get(id);
  const [status, body] = text === undefined ? [404, notFound.body.toString()] : [200, text];
  return `"status":${status},"headers":{"Content-Type":"application/json"},"body":${body}}`;
}

function problem(status: number, code: string): Answer {
  return answer(status, { error: { code, message: code, innerError: {} } });
}

function answer(status: number, body: object): Answer {
  return { status, body: Buffer.from(JSON.stringify(body)) };
}
