import { expect, test } from 'vitest';
import { runGateway } from '../support/running.ts';
import { FOLLOW, subscribe } from '../support/subscription.ts';

test('the registration of a schema is followed to its end, by the id in its Location', async () => {
  const running = await runGateway({ emulator: { operationMs: 600 }, operationPollSeconds: 0.2 });
  const registered = await fetch(`${running.emulator.url}/external/connections/contososervicedesk/schema`, {
    method: 'PATCH',
    headers: { authorization: 'Bearer demo', 'content-type': 'application/json' },
    body: JSON.stringify({
      baseType: 'microsoft.graph.externalItem',
      properties: [{ name: 'failsRegistration', type: 'string' }],
    }),
  });
  expect(registered.status).toBe(202);
  const id = registered.headers.get('location')?.split('/').at(-1) ?? '';
  expect(id).toMatch(/^[\w.-]{70,}$/);
  const query = FOLLOW.replace('"hr"', '"contososervicedesk"')
    .replace('"op"', `"${id}"`)
    .replace('{ code }', '{ message }');
  const results = await (await subscribe(running, query, { token: 'demo' })).rest();
  const operation = (status: string, error: object | null) => ({
    data: { externalConnectionOperation: { id, status, error } },
  });
  expect(results).toEqual([
    operation('IN_PROGRESS', null),
    operation('FAILED', { message: 'Server error, something went wrong' }),
  ]);
});
