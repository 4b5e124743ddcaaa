import { isRecord } from '../json/values.ts';
import { callerError } from '../schema/errors.ts';

/** The only documents that clients may run, by the ids that stand for them: hashes, as a rule. */
export class TrustedDocuments {
  readonly #texts = new Map<string, string>();

  constructor(entries: Iterable<readonly [id: string, text: string]>) {
    for (const [id, text] of entries) this.#texts.set(bare(id), text);
  }

  [Symbol.iterator](): Iterator<readonly [id: string, text: string]> {
    return this.#texts.entries();
  }

  /** The names of their operations. */
  get operationNames(): string[] {
    const text = [...this.#texts.values()].join('\n');
    return [...text.matchAll(/\b(?:query|mutation|subscription)\s+(\w+)/g)].map(([, name = '']) => name);
  }

  /**
   * The document that a request asks for by its id. A text beside the id has to be the same.
   *
   * @throws {GraphQLError} `DOCUMENT_NOT_TRUSTED`
   */
  get(id: string | undefined, query: unknown): string {
    const text = id === undefined ? undefined : this.#texts.get(bare(id));
    // Some clients cannot leave the text out.
    if (text !== undefined && (query == null || query === '' || query === text)) return text;
    const problem =
      id === undefined
        ? 'Send the id of a trusted document as "documentId"'
        : text === undefined
          ? 'No trusted document has this id'
          : 'The trusted document of this id has another text';
    throw callerError(`${problem}: the gateway runs trusted documents only.`, {
      code: 'DOCUMENT_NOT_TRUSTED',
    });
  }
}

/**
 * The id of a document in a request: `documentId`, or the hash in Apollo's extension `persistedQuery`.
 *
 * @see https://github.com/graphql/graphql-over-http/blob/main/spec/Appendix%20A%20--%20Persisted%20Documents.md
 */
export function documentIdOf({ documentId, extensions }: Readonly<Record<string, unknown>>): unknown {
  if (documentId != null) return documentId;
  const persisted = isRecord(extensions) ? extensions.persistedQuery : undefined;
  return isRecord(persisted) ? (persisted.sha256Hash ?? undefined) : undefined;
}

/** Manifests and clients write a hash with or without its algorithm. */
function bare(id: string): string {
  return id.replace(/^sha(?:1|256):/, '');
}
