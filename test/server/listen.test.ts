import { expect, test } from 'vitest';
import { readConfig } from '../../src/config.ts';
import { createGateway } from '../../src/gateway.ts';
import { listen, type Service } from '../../src/server/listen.ts';

// test/e2e/processes/ starts the same as processes.

const SETTINGS = { GRAPH_URL: 'https://graph.microsoft.com/beta', LOG_LEVEL: 'silent', PORT: '0' };

function start(settings = SETTINGS): Promise<Service> {
  const config = readConfig(settings);
  return listen(createGateway(config), config);
}

async function closed(service: Service): Promise<void> {
  expect(await service.close()).toBe(true);
  await expect(fetch(service.url)).rejects.toThrow();
}

test('a gateway listens on a free port, and its URL names it', async () => {
  const service = await start();
  expect(service.url).toMatch(/^http:\/\/127\.0\.0\.1:[1-9]\d*\/graphql$/);
  const response = await fetch(`${service.url}?query={__typename}`);
  expect(await response.json()).toEqual({ data: { __typename: 'Query' } });
  await closed(service);
});

test('a port in use is rejected, and the gateway that has it keeps running', async () => {
  const service = await start();
  const PORT = new URL(service.url).port;
  await expect(start({ ...SETTINGS, PORT })).rejects.toMatchObject({ code: 'EADDRINUSE' });
  expect((await fetch(`${service.url}?query={__typename}`)).status).toBe(200);
  await closed(service);
});
