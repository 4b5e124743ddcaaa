import { type Logger, type LoggerOptions, pino } from 'pino';
import { bufferedOutput, STDERR } from './bufferedOutput.ts';

/** JSON lines on standard error, which are flushed when the process exits. */
export function createLogger({ logLevel: level }: { readonly logLevel: string }): Logger {
  return pino({ level }, bufferedOutput(STDERR));
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
