import { parseArgs } from 'node:util';
import { faultOption } from './faultOption.ts';
import { startEmulator } from './index.ts';
import { demoToken } from './tenants.ts';

const port = Number(process.env.PORT ?? 4001);

try {
  const { operationMs, faults } = options();
  const emulator = await startEmulator({ port, ...(operationMs !== undefined && { operationMs }) });
  for (const fault of faults) emulator.failNext(fault);
  process.stdout.write(
    `Microsoft Graph beta, emulated: ${emulator.url}
The tenant of the bearer token "${demoToken}" has sample data. Any other token gets its own, initially empty tenant.

  curl -H 'Authorization: Bearer ${demoToken}' ${emulator.url}/external/connections

`,
  );
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => void emulator.close());
} catch (error) {
  const taken = error instanceof Error && 'code' in error && error.code === 'EADDRINUSE';
  const reason = taken
    ? `port ${port} is taken; set PORT to another one`
    : error instanceof Error
      ? error.message
      : String(error);
  process.stdout.write(`The emulator cannot start: ${reason}\n`);
  process.exitCode = 1;
}

/** `--operation-ms N`: how long an operation takes. `--fault JSON`, any number of times: what fails. */
function options() {
  const { values } = parseArgs({
    options: { 'operation-ms': { type: 'string' }, fault: { type: 'string', multiple: true } },
  });
  const operationMs = values['operation-ms'];
  if (operationMs !== undefined && !/^\d{1,9}$/.test(operationMs)) {
    throw new Error('--operation-ms has to be a whole number of milliseconds');
  }
  const faults = (values.fault ?? []).map(faultOption);
  return { operationMs: operationMs === undefined ? undefined : Number(operationMs), faults };
}
