import { runCommand } from './process/command.ts';

/** `npm start`: the package's command, with the emulator as its upstream unless another one is set. */
await runCommand({
  startEmulator: async (options) => (await import('../emulator/index.ts')).startEmulator(options),
  emulatorByDefault: true,
});
