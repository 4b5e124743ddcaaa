import { hash } from 'node:crypto';
import { isRecord } from '../json/values.ts';
import { documentIdOf } from '../operations/trustedDocuments.ts';

// What a log may show of parameters that have not been checked: any of them may be any text.
const NAME = /^[_a-z]\w{0,199}$/i;
// Longer ones would take long to search.
const MAX_TEXT_LENGTH = 20_000;
// Shorter texts are no secrets, and names contain many of them.
const MIN_SECRET_LENGTH = 4;
// What is longer is no ticket, nor a text of variables with one in it.
const MAX_VALUE_LENGTH = 5_000;
const SHA_256 = /^(?:sha256:)?([0-9a-f]{64})$/;

/**
 * The parameter `operationName`, unless a text of the request is in it: where its document was not accepted, nothing tells
 * which of them is a secret. So a document has to define the name, and not to repeat it.
 */
export function sentName(params: unknown): string | undefined {
  if (!isRecord(params)) return undefined;
  const { operationName: name, query = '', ...others } = params;
  if (typeof name !== 'string' || !NAME.test(name) || typeof query !== 'string') return undefined;
  // An escaped value may spell the name.
  if (query.length > MAX_TEXT_LENGTH || query.includes('\\u')) return undefined;
  const isDefined = new RegExp(`\\b(?:query|mutation|subscription)\\s+${name}\\b`).test(query);
  const isRepeated = new RegExp(`\\b${name}\\b[^]*\\b${name}\\b`).test(query);
  if ((query !== '' && !isDefined) || isRepeated) return undefined;
  // A string is between quotation marks, or a line of a block string.
  const pieces = query.includes('"') ? query.split(/["\r\n]/) : [];
  for (const piece of pieces) if (isWithin(piece.trim(), name)) return undefined;
  for (const value of stringsIn(others)) if (isWithin(value, name) || isWithin(name, value)) return undefined;
  return name;
}

function isWithin(part: string, text: string): boolean {
  const isPossible = part.length >= MIN_SECRET_LENGTH && part.length <= text.length;
  return isPossible && text.length <= MAX_VALUE_LENGTH && text.toLowerCase().includes(part.toLowerCase());
}

function* stringsIn(json: unknown): Iterable<string> {
  const left = [json];
  while (left.length > 0) {
    const value = left.pop();
    if (typeof value === 'string') yield value;
    else if (typeof value === 'object' && value !== null)
      for (const each of Object.values(value)) left.push(each);
  }
}

/** The hash of the document's text; where there is no text, the hash by which the request asks for the document. */
export function sentHash(params: unknown): string | undefined {
  if (!isRecord(params)) return undefined;
  const { query } = params;
  if (typeof query === 'string' && query !== '') return hash('sha256', query);
  const id = documentIdOf(params);
  return typeof id === 'string' ? SHA_256.exec(id)?.[1] : undefined;
}
