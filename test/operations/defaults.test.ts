import { expect, test } from 'vitest';
import { runGatewayBefore } from '../support/running.ts';
import { rawResponse } from '../support/upstream.ts';

test.each([
  ['ID! = 12345678901234567890', '12345678901234567890'],
  ['ID! = 007', undefined],
  ['ID! = -0', '-0'],
  ['ID = "contoso"', 'contoso'],
])('the default of a variable of %s reaches Graph unchanged, cold and warm', async (type, id) => {
  const gateway = await runGatewayBefore((socket, { line }) => {
    const [, path = ''] = line.split(' ');
    socket.write(rawResponse({ body: { id: path.slice(path.lastIndexOf('/') + 1) } }));
  });
  const query = `query ($id: ${type}) { externalConnection(id: $id) { id } }`;
  for (let time = 1; time <= 25; time += 1) {
    const { data, errors } = await gateway.execute<{ externalConnection: { id: string } | null }, object>(
      query,
    );
    if (id === undefined) expect(errors?.[0]?.extensions.code).toBe('GRAPHQL_PARSE_FAILED');
    else expect(data?.externalConnection?.id).toBe(id);
    // By now it is being loaded; from here on, compiled code runs.
    if (time === 20) await import('graphql-jit');
  }
});
