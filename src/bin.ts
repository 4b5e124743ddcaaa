#!/usr/bin/env node
import type { EmulatorOptions } from './process/commandOptions.ts';
import { unsupportedNode } from './process/runtime.ts';

/** `msgraph-gateway`: the package's command. Older versions of Node cannot import what it runs. */
const problem = unsupportedNode(process.versions.node);
if (problem === undefined) {
  const { runCommand } = await import('./process/command.ts');
  // Built beside this file; in the repository it is elsewhere, and `main.ts` knows where.
  const emulator = './emulator/index.js';
  const startEmulator = async (options: EmulatorOptions) => (await import(emulator)).startEmulator(options);
  await runCommand({ startEmulator, emulatorByDefault: false });
} else {
  process.stderr.write(`${problem}\n`);
  process.exitCode = 1;
}
