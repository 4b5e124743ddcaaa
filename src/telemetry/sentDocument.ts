import { hash } from 'node:crypto';
import { isRecord } from '../json/values.ts';
import { documentIdOf } from '../operations/trustedDocuments.ts';

// What a log may show of parameters that have not been checked: any of them may be any text.
const NAME = /^[_a-z]\w{0,199}$/i;
const SHA_256 = /^(?:sha256:)?([0-9a-f]{64})$/;

/**
 * The parameter `operationName`, if the document's text declares a query or a subscription of that name. A mutation may be
 * named by a secret among its arguments, which are not known where its document was not accepted.
 */
export function sentName(params: unknown): string | undefined {
  if (!isRecord(params)) return undefined;
  const { operationName: name, query, variables } = params;
  if (typeof name !== 'string' || !NAME.test(name)) return undefined;
  const isShown =
    typeof query === 'string' && query !== ''
      ? new RegExp(`\\b(?:query|subscription)\\s+${name}\\b`).test(query)
      : !(JSON.stringify(variables) ?? '').includes(name);
  return isShown ? name : undefined;
}

/** The hash of the document's text; where there is no text, the hash by which the request asks for the document. */
export function sentHash(params: unknown): string | undefined {
  if (!isRecord(params)) return undefined;
  const { query } = params;
  if (typeof query === 'string' && query !== '') return hash('sha256', query);
  const id = documentIdOf(params);
  return typeof id === 'string' ? SHA_256.exec(id)?.[1] : undefined;
}
