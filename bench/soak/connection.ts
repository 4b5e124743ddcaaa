import { connect, type Socket } from 'node:net';
import { type Judge, type Outcome, TIMED_OUT } from './answer.ts';
import { readAnswer } from './wire.ts';

/**
 * One keep-alive connection with one request at a time, as bare as it can be: a generator that shares its core with
 * the upstream has to be several times as fast as the gateway.
 */
export class Connection {
  readonly #socket: Socket;
  readonly #judge: Judge;
  #received = '';
  #sentAt = 0;
  #onEnd: ((outcome: Outcome) => void) | undefined;
  /** Since when it has had nothing to do, on the clock of `performance.now()`. */
  idleSince = 0;
  open = true;

  constructor(origin: URL, judge: Judge) {
    this.#judge = judge;
    this.#socket = connect({ port: Number(origin.port), host: origin.hostname, noDelay: true });
    this.#socket.setEncoding('latin1');
    this.#socket.on('data', (chunk: string) => this.#take(chunk));
    this.#socket.on('error', (error) => this.#break('code' in error ? String(error.code) : error.message));
    this.#socket.on('close', () => this.#break('closed without an answer'));
  }

  /** Sends a request; `onEnd` is called once, with whatever comes of it. */
  send(request: Buffer, now: number, onEnd: (outcome: Outcome) => void): void {
    this.#sentAt = now;
    this.#onEnd = onEnd;
    this.#socket.write(request);
  }

  /** Gives up what has been sent before this moment; the connection is of no use after that. */
  expire(before: number): void {
    if (this.#onEnd !== undefined && this.#sentAt < before) this.#break(TIMED_OUT);
  }

  destroy(): void {
    this.#break('given up at the end');
  }

  #take(chunk: string): void {
    this.#received = this.#received === '' ? chunk : this.#received + chunk;
    const answer = readAnswer(this.#received);
    if (answer === undefined) return;
    const excess = this.#received.length - answer.end;
    this.#received = '';
    // Whoever answers unasked, or more than asked, is not to be trusted with another request.
    if (excess > 0 || this.#onEnd === undefined) this.#break('more than one answer');
    else this.#end(this.#judge.judge(answer));
  }

  #break(outcome: Outcome): void {
    this.open = false;
    this.#socket.destroy();
    this.#end(outcome);
  }

  #end(outcome: Outcome): void {
    const onEnd = this.#onEnd;
    this.#onEnd = undefined;
    onEnd?.(outcome);
  }
}
