import type { ServerResponse } from 'node:http';

/** A whole answer to a request of `node:http`. */
export interface Answer {
  readonly response: ServerResponse;
  readonly status: number;
  /** Names and values in turn. */
  readonly headers: string[];
  readonly body: string | Buffer;
}

/**
 * Where answers wait for the end of the turn of the event loop, to be written one after the other. Whoever reads
 * them has been woken by the first: to wake somebody for each, between other work, took a fifth of what a small
 * answer cost.
 */
export class Outbox {
  readonly #onError: (error: unknown, response: ServerResponse) => void;
  #answers: Answer[] = [];

  constructor(onError: (error: unknown, response: ServerResponse) => void) {
    this.#onError = onError;
  }

  add(answer: Answer): void {
    if (this.#answers.push(answer) === 1) setImmediate(this.#send);
  }

  readonly #send = () => {
    const answers = this.#answers;
    this.#answers = [];
    for (const { response, status, headers, body } of answers) {
      if (response.destroyed) continue;
      try {
        response.writeHead(status, headers);
        // As a text, Node writes it together with the headers.
        response.end(body);
      } catch (error) {
        this.#onError(error, response);
      }
    }
  };
}
