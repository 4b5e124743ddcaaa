import fc from 'fast-check';
import { pino } from 'pino';
import { afterEach, expect, test, vi } from 'vitest';
import { createLogger } from '../../src/telemetry/logger.ts';

afterEach(() => void vi.restoreAllMocks());

type Output = { write(line: string | Uint8Array): void };

/** What a logger wrote: lines that end as lines do, without their time. */
function linesOf(create: (output: Output) => pino.Logger, log: (logger: pino.Logger) => void): unknown[] {
  const written: string[] = [];
  log(create({ write: (line) => void written.push(String(line)) }));
  return written.map((line) => {
    expect(line.indexOf('\n')).toBe(line.length - 1);
    const { time, ...fields } = JSON.parse(line);
    expect(time).toBeCloseTo(Date.now(), -4);
    return fields;
  });
}

function expectLinesOfPino(log: (logger: pino.Logger) => void): void {
  const own = linesOf((output) => createLogger({ logLevel: 'info' }, output), log);
  expect(own).toEqual(linesOf((output) => pino({ level: 'info' }, output), log));
}

const value = fc.oneof(fc.jsonValue({ noUnicodeString: false }), fc.constant(undefined), fc.double());
const reserved = new Set(['__proto__', 'level', 'time', 'pid', 'hostname', 'msg', 'toJSON']);
const name = fc.string({ unit: 'binary' }).filter((text) => !reserved.has(text));

test('any line has the fields that it has with plain pino', () => {
  const line = fc.record({
    fields: fc.dictionary(name, value, { maxKeys: 20 }),
    message: fc.string({ unit: 'binary' }),
    level: fc.constantFrom('info', 'warn', 'error'),
  });
  fc.assert(
    fc.property(fc.array(line, { minLength: 1, maxLength: 5 }), (lines) => {
      expectLinesOfPino((logger) => {
        for (const { fields, message, level } of lines) logger[level](fields, message);
      });
    }),
    { seed: 1, numRuns: 500 },
  );
});

const bug = new Error('bug');

test.each<[string, (logger: pino.Logger) => void]>([
  ['an error', (logger) => logger.error({ err: bug, also: 1 }, 'unexpected error')],
  ['only a message', (logger) => logger.info('started')],
  ['a message with arguments', (logger) => logger.info({ port: 1 }, 'port %d', 4000)],
  ['no message', (logger) => logger.info({ port: 1 })],
  ['a value that JSON cannot hold', (logger) => logger.info({ big: 1n, port: 1 }, 'started')],
  ['nothing', (logger) => logger.info({})],
  ['the bindings of a child', (logger) => logger.child({ worker: 2 }).info({ port: 1 }, 'started')],
])('so has a line with %s', (_, log) => {
  expectLinesOfPino(log);
});

test('all fields of a line are serialized at once', () => {
  const logger = createLogger({ logLevel: 'info' }, { write: () => {} });
  logger.info({ first: 'line' }, 'of this level');
  const stringify = vi.spyOn(JSON, 'stringify');
  logger.info({ a: 'text', b: ['list'], c: { d: 'object' }, e: 1 }, 'operation');
  expect(stringify).toHaveBeenCalledTimes(2);
});
