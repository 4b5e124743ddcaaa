import { parseArgs } from 'node:util';

export const USAGE = `npm run soak -- [--seconds N]

Puts twice as much load on the gateway as it can take, for 60 seconds or N, and reports what becomes of it in
bench/SOAK.md. It takes some two minutes more than that, of a machine that does nothing else.
It ends with 0, with 1 where an aim is missed or something fails, and with 2 for INCONCLUSIVE.
`;

export interface SoakOptions {
  readonly help: boolean;
  readonly seconds: number;
}

/** @throws naming what is not understood. */
export function readSoakOptions(args: readonly string[]): SoakOptions {
  const { values } = parseArgs({
    args: [...args],
    options: {
      seconds: { type: 'string', default: '60' },
      help: { type: 'boolean', short: 'h', default: false },
    },
  });
  const seconds = Number(values.seconds);
  if (!Number.isInteger(seconds) || seconds < 6 || seconds > 3_600) {
    throw new Error(`--seconds: expected a whole number from 6 to 3600; got "${values.seconds}".`);
  }
  return { help: values.help, seconds };
}
