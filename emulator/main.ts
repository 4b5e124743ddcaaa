import { type CommandLine, parseCommandLine, USAGE } from './commandLine.ts';
import { startEmulator } from './index.ts';
import { demoToken } from './tenants.ts';

const port = Number(process.env.PORT ?? 4001);

try {
  const { help, ...options } = parseCommandLine();
  if (help) process.stdout.write(USAGE);
  else await run(options);
} catch (error) {
  const taken = error instanceof Error && 'code' in error && error.code === 'EADDRINUSE';
  const reason = taken
    ? `port ${port} is taken; set PORT to another one`
    : error instanceof Error
      ? error.message
      : String(error);
  process.stderr.write(`The emulator cannot start: ${reason}\n`);
  process.exitCode = 1;
}

async function run({ operationMs, faults }: Omit<CommandLine, 'help'>): Promise<void> {
  const emulator = await startEmulator({ port, ...(operationMs !== undefined && { operationMs }) });
  for (const fault of faults) emulator.failNext(fault);
  process.stdout.write(
    `Microsoft Graph beta, emulated: ${emulator.url}
The tenant of the bearer token "${demoToken}" has sample data. Any other token gets its own tenant, in which there is only the singleton at first.

  curl -H 'Authorization: Bearer ${demoToken}' ${emulator.url}/external/connections

`,
  );
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => void emulator.close());
}
