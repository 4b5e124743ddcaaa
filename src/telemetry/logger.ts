import cluster from 'node:cluster';
import { type DestinationStream, type Logger, type LoggerOptions, pino } from 'pino';
import sonicBoom from 'sonic-boom';

const STDERR = 2;
// Lines are written together, as often as this or once there are enough for a write: a write of its own for each would
// cost more than all the rest of its line.
const FLUSH_MS = 100;
// Of a pipe that several processes write to, as the workers of a cluster do, the kernel keeps only writes of up to 4 kB
// together.
const MAX_WRITE = cluster.isWorker ? 4_096 : 32_768;
// Beyond this, a reader that is too slow loses lines instead of holding up the gateway.
const MAX_LENGTH = 8_000_000;
// How long a process that exits waits for a reader that is too slow.
const EXIT_FLUSH_MS = 1_000;

let stderr: DestinationStream | undefined;

/** JSON lines on standard error, which are flushed when the process exits. */
export function createLogger({ logLevel: level }: { readonly logLevel: string }): Logger {
  // One for the process, as standard error is.
  stderr ??= bufferedStderr();
  return pino({ level }, stderr);
}

/** Not `pino.destination`, which waits for ever at the exit of a process whose reader has gone. */
function bufferedStderr(): DestinationStream {
  let retryUntil = Number.POSITIVE_INFINITY;
  const lines = new sonicBoom.SonicBoom({
    fd: STDERR,
    sync: false,
    minLength: MAX_WRITE - 1,
    maxWrite: MAX_WRITE,
    maxLength: MAX_LENGTH,
    periodicFlush: FLUSH_MS,
    // As strings, those that wait are measured again, and so copied, for each line that is added.
    contentMode: 'buffer',
    retryEAGAIN: () => performance.now() < retryUntil,
  });
  // A log that cannot be written does not stop the gateway. What is kept is tried again with the next lines.
  lines.on('error', () => {});
  process.once('exit', () => {
    retryUntil = performance.now() + EXIT_FLUSH_MS;
    try {
      lines.flushSync();
    } catch {
      // There is nowhere to report it.
    }
  });
  // The type of `write` knows only of strings.
  return { write: (line) => void Reflect.apply(lines.write, lines, [Buffer.from(line)]) };
}

/**
 * The log of the command: the same, or lines to read where standard error is a terminal outside production, and
 * pino-pretty is installed.
 */
export async function createCommandLogger(
  config: { readonly logLevel: string },
  isProduction: boolean,
): Promise<Logger> {
  if (isProduction || !process.stderr.isTTY) return createLogger(config);
  const options: LoggerOptions = { level: config.logLevel, base: null };
  try {
    const { default: pretty } = await import('pino-pretty');
    return pino(options, pretty({ destination: STDERR, sync: true, translateTime: 'SYS:HH:MM:ss.l' }));
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ERR_MODULE_NOT_FOUND')
      return createLogger(config);
    throw error;
  }
}
