import sonicBoom from 'sonic-boom';

export const STDOUT = 1;
export const STDERR = 2;

/** Where lines are written to. */
export interface LineOutput {
  write(lines: string | Uint8Array): void;
}

// Lines are written together, at this interval or once there are enough for a write: one write per line would cost more
// than everything else about the line.
const FLUSH_MS = 100;
const MAX_WRITE = 65_536;
// Beyond this, a reader that is too slow loses lines instead of holding up the gateway.
const MAX_LENGTH = 8_000_000;
// How long a process that exits waits for such a reader.
const EXIT_FLUSH_MS = 1_000;

const outputs = new Map<number, LineOutput>();

/**
 * Buffered standard error, for a log, or standard output: if it cannot be written, it neither blocks nor ends the
 * process. Not `pino.destination`, which blocks forever at exit if the log has no reader any more.
 */
export function bufferedOutput(fd: typeof STDOUT | typeof STDERR): LineOutput {
  // One per process, like the descriptor.
  const output = outputs.get(fd) ?? createOutput(fd);
  outputs.set(fd, output);
  return output;
}

function createOutput(fd: typeof STDOUT | typeof STDERR): LineOutput {
  // Node opens a pipe or a socket on first use of its stream, and makes it non-blocking. A write to a full blocking one
  // would delay the exit forever.
  void (fd === STDOUT ? process.stdout : process.stderr);
  let retryUntil = Number.POSITIVE_INFINITY;
  const lines = new sonicBoom.SonicBoom({
    fd,
    sync: false,
    minLength: MAX_WRITE - 1,
    maxWrite: MAX_WRITE,
    maxLength: MAX_LENGTH,
    // With strings, all buffered lines are measured again, and so copied, for each line that is added.
    contentMode: 'buffer',
    retryEAGAIN: () => performance.now() < retryUntil,
  });
  // What could not be written is retried with the next lines.
  lines.on('error', () => {});
  // Lines that are not encoded yet: they are encoded together.
  let pending = '';
  const pass = () => {
    if (pending !== '') append(lines, Buffer.from(pending));
    pending = '';
  };
  const flushSoon = flusher(lines, pass);
  process.once('exit', () => {
    retryUntil = performance.now() + EXIT_FLUSH_MS;
    try {
      pass();
      lines.flushSync();
    } catch {
      // There is nowhere to report it.
    }
  });
  const write = (added: string | Uint8Array) => {
    if (typeof added === 'string') {
      pending += added;
      if (pending.length >= MAX_WRITE) pass();
    } else {
      pass();
      append(lines, added);
    }
    flushSoon();
  };
  return { write };
}

function append(lines: InstanceType<typeof sonicBoom.SonicBoom>, added: Uint8Array): void {
  // The type of `write` knows only of strings.
  Reflect.apply(lines.write, lines, [added]);
}

/** Makes the function that flushes soon. SonicBoom's `periodicFlush` would flush ten times a second even when idle. */
function flusher(lines: InstanceType<typeof sonicBoom.SonicBoom>, pass: () => void): () => void {
  let isScheduled = false;
  const flush = () => {
    isScheduled = false;
    pass();
    lines.flush();
  };
  const flushSoon = () => {
    if (isScheduled) return;
    isScheduled = true;
    setTimeout(flush, FLUSH_MS).unref();
  };
  // A flush does nothing while a write is in flight, so another one follows that write.
  lines.on('write', (bytes) => {
    if (bytes > 0) flushSoon();
  });
  return flushSoon;
}
