import { hash } from 'node:crypto';
import { isRecord } from '../json/values.ts';
import { documentIdOf } from '../operations/trustedDocuments.ts';

// What a log may show of parameters that have not been checked: any of them may be any text.
const NAME = /^[_a-z]\w{0,199}$/i;
const SHA_256 = /^(?:sha256:)?([0-9a-f]{64})$/;

/** The parameter `operationName`, if it can be a name. */
export function sentName(params: unknown): string | undefined {
  const name = isRecord(params) ? params.operationName : undefined;
  return typeof name === 'string' && NAME.test(name) ? name : undefined;
}

/** What stands for a name that contains a secret. No name has brackets. */
export const SECRET_NAME = '[secret]';

// Shorter texts are no secrets.
const MIN_SECRET_LENGTH = 4;
const STRING_LITERAL = /"((?:[^"\\\n]|\\.)*)"/g;

/** Whether a name contains a text that its request gives as a value: such a text may be a secret, the ticket of a connector. */
export function containsValue(name: string, params: unknown): boolean {
  if (!isRecord(params)) return false;
  const { query, variables } = params;
  const literals = typeof query === 'string' ? query.matchAll(STRING_LITERAL) : [];
  const values: unknown[] = [variables, ...[...literals].map(([, text]) => text)];
  for (let value = values.pop(); value !== undefined; value = values.pop()) {
    if (typeof value === 'string' && value.length >= MIN_SECRET_LENGTH && name.includes(value)) return true;
    if (typeof value === 'object' && value !== null)
      for (const each of Object.values(value)) values.push(each);
  }
  return false;
}

/** The hash of the document's text; where there is no text, the hash by which the request asks for the document. */
export function sentHash(params: unknown): string | undefined {
  if (!isRecord(params)) return undefined;
  const { query } = params;
  if (typeof query === 'string' && query !== '') return hash('sha256', query);
  const id = documentIdOf(params);
  return typeof id === 'string' ? SHA_256.exec(id)?.[1] : undefined;
}
