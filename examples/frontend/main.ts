import { CreateExternalConnectionDocument, ExternalConnectionsDocument } from 'msgraph-gateway/client';
import { advice } from './advice.ts';
import { createClient, NoGatewayResponse } from './client.ts';

// Lists the connections, creates one twice, and prints what to do about the second error. Run it with
// `npm run example:frontend` while the gateway is running.

const { GATEWAY_URL = 'http://127.0.0.1:4000/graphql', TOKEN = 'demo' } = process.env;
const execute = createClient(GATEWAY_URL, async () => TOKEN);

try {
  await listAndCreate();
} catch (error) {
  if (!(error instanceof NoGatewayResponse)) throw error;
  const hint = `No gateway answers at ${GATEWAY_URL}: start one, or set GATEWAY_URL and TOKEN.`;
  process.stderr.write(`${error.outcome === 'UNKNOWN' ? advice(error) : hint}\n`);
  process.exitCode = 1;
}

async function listAndCreate(): Promise<void> {
  const list = await execute(ExternalConnectionsDocument, { first: 10 });
  for (const { id, name, state } of list.data?.externalConnections?.nodes ?? [])
    print(`${id}: ${name} (${state})`);

  const input = { id: 'contosofrontend', name: 'Contoso Frontend' };
  for (const attempt of ['first', 'second']) {
    const { data, errors } = await execute(CreateExternalConnectionDocument, { input });
    if (data?.createExternalConnection) print(`${attempt}: created ${data.createExternalConnection.id}`);
    for (const error of errors) print(`${attempt}: ${error.extensions.code}. ${advice(error)}`);
  }
}

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}
