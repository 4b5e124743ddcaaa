import { type Logger, type LoggerOptions, pino } from 'pino';
import { bufferedOutput, type LineOutput, STDERR } from './bufferedOutput.ts';
import { serializeAtOnce } from './serializeAtOnce.ts';

type Write = (fields: object, message: string) => void;

/** The part of a logger that a gateway uses. */
export interface Log {
  readonly info: Write;
  readonly warn: Write;
  readonly error: Write;
  isLevelEnabled(level: string): boolean;
}

const buffered = new WeakSet<Log>();

/** JSON lines, by default on standard error, where they are flushed when the process exits. */
export function createLogger(
  { logLevel: level }: { readonly logLevel: string },
  output: LineOutput = bufferedOutput(STDERR),
): Logger {
  const logger = pino({ level }, output);
  serializeAtOnce(logger);
  buffered.add(logger);
  return logger;
}

/** Whether it is a logger of {@link createLogger}: its lines may come later, since they are buffered anyway. */
export function isBuffered(log: Log): boolean {
  return buffered.has(log);
}

/** A logger that never throws: a host's may, for a full disk, and then neither a request nor the process is to fail. */
export function guarded(logger: Logger): Log {
  if (isBuffered(logger)) return logger;
  const guard =
    (level: 'info' | 'warn' | 'error'): Write =>
    (fields, message) => {
      try {
        logger[level](fields, message);
      } catch {
        // There is nowhere to report it.
      }
    };
  return {
    info: guard('info'),
    warn: guard('warn'),
    error: guard('error'),
    isLevelEnabled: (level) => logger.isLevelEnabled(level),
  };
}

/**
 * The log of the command: the same, or human-readable lines if standard error is a terminal outside production, and
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
