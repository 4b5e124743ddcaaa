import { hash } from 'node:crypto';
import { isRecord } from '../json/values.ts';
import { documentIdOf } from '../operations/trustedDocuments.ts';

// What a log may show of parameters that have not been checked: any of them may be any text.
const NAME = /^[_a-z]\w*$/i;
const SHA_256 = /^(?:sha256:)?([0-9a-f]{64})$/;

/** The parameter `operationName`, if it can be a name. */
export function sentName(params: unknown): string | undefined {
  const name = isRecord(params) ? params.operationName : undefined;
  return typeof name === 'string' && NAME.test(name) ? name : undefined;
}

/** The hash by which a request asks for a document, or that of the document's text. */
export function sentHash(params: unknown): string | undefined {
  if (!isRecord(params)) return undefined;
  const id = documentIdOf(params);
  if (typeof id === 'string') return SHA_256.exec(id)?.[1];
  return typeof params.query === 'string' ? hash('sha256', params.query) : undefined;
}
