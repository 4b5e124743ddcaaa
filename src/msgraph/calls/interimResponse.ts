import type { Socket } from 'node:net';

/**
 * Makes undici accept a `100 Continue` ahead of a response, as every client has to. undici destroys the connection
 * if it did not ask for one, but skips other informational responses: so the status is changed to 103 (Early Hints)
 * before undici reads it.
 *
 * @see https://www.rfc-editor.org/rfc/rfc9110#section-15.2
 */
export function acceptContinue(socket: Socket): void {
  const interim = new InterimResponses();
  const { read, write } = socket;
  socket.read = (size) => {
    const chunk: unknown = read.call(socket, size);
    if (chunk instanceof Buffer) interim.rewrite(chunk);
    return chunk;
  };
  // Without pipelining, what is read after a write is the beginning of a response.
  socket.write = (...parameters: readonly unknown[]): boolean => {
    interim.restart();
    return Reflect.apply(write, socket, parameters);
  };
}

const INFORMATIONAL = Buffer.from('HTTP/1.1 1');
const STATUS_LENGTH = INFORMATIONAL.length + 2;
const EMPTY_LINE = Buffer.from('\r\n\r\n');
const [ZERO, ONE, CR, LF] = Buffer.from('01\r\n');

/** Rewrites the informational responses ahead of a response, in chunks of any size and without buffering. */
export class InterimResponses {
  // How many bytes of a head have been read, up to its status; undefined once the response itself has begun.
  #position: number | undefined = 0;
  #emptyLine = 0;

  /** Expects the beginning of a response. */
  restart(): void {
    this.#position = 0;
    this.#emptyLine = 0;
  }

  /** Changes each status 100 to 103, in place. */
  rewrite(chunk: Buffer): void {
    for (let index = 0; this.#position !== undefined && index < chunk.length; index += 1) {
      const byte = chunk[index];
      if (this.#position === STATUS_LENGTH) this.#passOver(byte);
      else if (this.#isContinue(this.#position, byte)) chunk.write('3', index);
    }
  }

  /** Reads one byte of a head, up to its status; true at the last digit of a status 100. */
  #isContinue(position: number, byte: number | undefined): boolean {
    if (position < INFORMATIONAL.length) {
      // Parsers skip empty lines between responses.
      if (position === 0 && (byte === CR || byte === LF)) return false;
      this.#position = byte === INFORMATIONAL[position] ? position + 1 : undefined;
      return false;
    }
    if (position === INFORMATIONAL.length) {
      this.#position = byte === ZERO ? position + 1 : STATUS_LENGTH;
      return false;
    }
    // What follows a 101 is another protocol.
    this.#position = byte === ONE ? undefined : STATUS_LENGTH;
    return byte === ZERO;
  }

  /** Skips a byte of a head, up to the empty line that ends it. */
  #passOver(byte: number | undefined): void {
    if (byte === EMPTY_LINE[this.#emptyLine]) this.#emptyLine += 1;
    else this.#emptyLine = byte === CR ? 1 : 0;
    if (this.#emptyLine === EMPTY_LINE.length) this.restart();
  }
}
