import { parseArgs } from 'node:util';
import { faultOption } from './faultOption.ts';
import type { Fault } from './faults.ts';

export const USAGE = `Usage: npm run emulator -- [options]

An emulator of Microsoft Graph beta, at http://127.0.0.1:4001/beta. Set PORT for another port.

  --operation-ms N how long an operation takes, such as registering a schema; 5000 by default
  --fault JSON     what fails, such as {"status":429,"times":20}; may be repeated
  --help           print this text

docs/emulator.md has the keys of a fault.
`;

/** What the command line asks for. */
export interface CommandLine {
  readonly help: boolean;
  readonly operationMs: number | undefined;
  readonly faults: readonly Fault[];
}

/** @throws {Error} where an option is unknown or invalid */
export function parseCommandLine(): CommandLine {
  const { values } = parseArgs({
    options: {
      'operation-ms': { type: 'string' },
      fault: { type: 'string', multiple: true },
      help: { type: 'boolean', default: false },
    },
  });
  const operationMs = values['operation-ms'];
  if (operationMs !== undefined && !/^\d{1,9}$/.test(operationMs)) {
    throw new Error('--operation-ms has to be a whole number of milliseconds');
  }
  return {
    help: values.help,
    operationMs: operationMs === undefined ? undefined : Number(operationMs),
    faults: (values.fault ?? []).map(faultOption),
  };
}
