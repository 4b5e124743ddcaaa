import { hash } from 'node:crypto';
import type { OperationDefinitionNode } from 'graphql';
import type { ErrorCode } from '../client/errorContract.ts';
import type { ObservedWrite } from '../msgraph/calls/observer.ts';
import type { ObservedRequest } from '../operations/observer.ts';
import type { CallRecord } from './callRecord.ts';
import { sentHash, sentName } from './sentDocument.ts';

const MAX_NAME_LENGTH = 100;

/** Hashes of documents by operation node, which is the same each time for a warm document. */
export type DocumentHashes = WeakMap<OperationDefinitionNode, string>;

/** What is known of one operation. Its name is the only text in it that the caller chose. */
export class OperationRecord {
  readonly request: ObservedRequest;
  durationMs = 0;
  /** Time during which at least one call to Graph was in flight, the wait for a connection included. */
  graphMs = 0;
  /** The call that took longest, whatever became of it. */
  slowestCall: CallRecord | undefined;
  /** Calls that were made, whatever became of them; a batch is one. */
  calls = 0;
  /** Calls that Graph answered with anything but a 401. */
  acceptedCalls = 0;
  retries = 0;
  throttledMs = 0;
  status = 200;
  /** Whether it was executed, rather than rejected. */
  isExecuted = false;
  isDisconnected = false;
  /** Whether the end of a shutdown has cut it off. */
  isCutOff = false;
  /** Whether Graph has refused to batch reads, which are sent singly from then on. */
  refusesBatches = false;
  /** Whether it is a subscription, with any number of results. */
  isStream = false;
  readonly writes: ObservedWrite[] = [];
  /** How often Graph responded with an error, by method, path and status: `GET /external/connections/{id} 503`. */
  readonly failures = new Map<string, number>();
  /** The `request-id`s that Graph sent: GUIDs, of which one may be the caller's token. */
  readonly sentRequestIds: string[] = [];
  /** Error codes of the network or of TLS, and `circuit-open` for calls that the circuit breaker stopped. */
  readonly causes: string[] = [];
  /** The parameters of the request, unchecked, as long as no document is accepted. */
  params: unknown;
  /** The id of its trace, if there is one. */
  traceId: string | undefined;
  /** The number of errors in the result, by code. */
  readonly errors = new Map<ErrorCode, number>();
  readonly #hashes: DocumentHashes;
  #node: OperationDefinitionNode | undefined;
  #query = '';
  #name: string | undefined;

  constructor(request: ObservedRequest, hashes: DocumentHashes) {
    this.request = request;
    this.#hashes = hashes;
  }

  /** `query`, `mutation` or `subscription`; absent where no document was accepted. */
  get type() {
    return this.#node?.operation;
  }

  /**
   * The operation's name, bounded and without the caller's secrets; where no document was accepted, that of the parameters.
   * Absent where there is none.
   */
  get name(): string | undefined {
    if (this.#name !== undefined) return this.#name;
    const name = this.#node === undefined ? sentName(this.params) : this.#node.name?.value;
    this.#name = name && this.request.redact(name).slice(0, MAX_NAME_LENGTH);
    return this.#name;
  }

  /** SHA-256 of the document, as in trusted documents and in Apollo's persisted queries; absent where there is none. */
  get documentHash(): string | undefined {
    if (this.#node === undefined) {
      const sent = sentHash(this.params);
      return sent && this.request.redact(sent);
    }
    const known = this.#hashes.get(this.#node);
    if (known !== undefined) return known;
    const made = hash('sha256', this.#query);
    this.#hashes.set(this.#node, made);
    return made;
  }

  /** The status that its client got; none if it was disconnected ahead of the result, by itself or by a shutdown. */
  get sentStatus(): number | undefined {
    // A stream had its status before.
    const isUnsent = (this.isDisconnected || this.isCutOff) && !this.isStream;
    return isUnsent ? undefined : this.status;
  }

  /** The ids that Graph assigned to its requests, which Microsoft's support asks for. */
  get graphRequestIds(): readonly string[] {
    return this.sentRequestIds.filter((id) => this.request.redact(id) === id);
  }

  select(node: OperationDefinitionNode, query: string): void {
    this.#node = node;
    this.#query = query;
    // They may be large, and a subscription lasts.
    this.params = undefined;
  }
}
