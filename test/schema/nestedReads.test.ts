import { describe, expect, test } from 'vitest';
import { runGatewayBefore } from '../support/running.ts';
import { type Behaviour, rawResponse } from '../support/upstream.ts';

// What is below a connection is read with others of its kind: 20 reads in one call to Graph.

const LIST = '/beta/external/connections';

/** What a tenant with that many connections has at a path. */
function objectAt(path: string, count: number): object {
  if (path.split('?', 1)[0] === LIST) {
    return { value: Array.from({ length: count }, (_, index) => objectAt(`${LIST}/c${index}`, count)) };
  }
  if (path.endsWith('/schema')) return { baseType: path, properties: [{ name: 'title', labels: ['title'] }] };
  if (path.endsWith('/quota')) return { itemsRemaining: path.length };
  return { id: path.slice(path.lastIndexOf('/') + 1), state: 'ready' };
}

function tenant(count: number): Behaviour {
  return (socket, { line, text }) => {
    const [method, path = ''] = line.split(' ');
    if (method === 'GET') {
      socket.write(rawResponse({ body: objectAt(path, count) }));
      return;
    }
    const { requests } = JSON.parse(text.slice(text.indexOf('\r\n\r\n')));
    const responses = requests.map(({ id, url }: { id: string; url: string }) => {
      return { id, status: 200, body: objectAt(`/beta${url}`, count) };
    });
    socket.write(rawResponse({ body: { responses } }));
  };
}

/** The calls that a query makes: the path of each, with the number of its parts if it is a batch. */
async function callsOf(query: string, count = 20) {
  const running = await runGatewayBefore(tenant(count));
  const { data, errors } = await running.execute(query);
  expect(errors).toBeUndefined();
  const calls = running.upstream.requests.map(({ line, text }) => {
    const [, path] = line.split(' ');
    if (!line.startsWith('POST')) return path;
    return JSON.parse(text.slice(text.indexOf('\r\n\r\n'))).requests.length;
  });
  return { data, calls };
}

describe('20 connections', () => {
  test('with schema and quota are the list and two batches of 20', async () => {
    const { data, calls } = await callsOf(
      '{ externalConnections { nodes { id schema { baseType } quota { itemsRemaining } } } }',
    );
    expect(calls).toEqual([LIST, 20, 20]);
    expect(data).toMatchObject({ externalConnections: { nodes: { length: 20 } } });
    for (const { id, schema } of Object(data).externalConnections.nodes) {
      expect(schema).toEqual({ baseType: `${LIST}/${id}/schema` });
    }
  });

  test('with readiness as well are no more calls: it needs the same schema', async () => {
    const { calls } = await callsOf(`{ externalConnections {
      nodes { id schema { baseType } quota { itemsRemaining } readiness { status titleLabel { status } } }
    } }`);
    expect(calls).toEqual([LIST, 20, 20]);
  });

  test('with the schema alone are one batch, and with neither the list alone', async () => {
    expect((await callsOf('{ externalConnections { nodes { schema { baseType } } } }')).calls).toEqual([
      LIST,
      20,
    ]);
    expect(
      (await callsOf('{ externalConnections { nodes { readiness { state { status } } } } }')).calls,
    ).toEqual([LIST]);
  });

  test('by their ids are a batch, then two for schema and quota', async () => {
    const ids = JSON.stringify(Array.from({ length: 20 }, (_, index) => `c${index}`));
    const { calls } = await callsOf(
      `{ externalConnectionsById(ids: ${ids}) { schema { baseType } quota { itemsRemaining } } }`,
    );
    expect(calls).toEqual([20, 20, 20]);
  });
});

test('a connection by its id shares the batch of the list, in the same tick', async () => {
  const { calls } = await callsOf(`{
    externalConnections { nodes { id } }
    externalConnection(id: "hr") { id schema { baseType } quota { itemsRemaining } }
  }`);
  expect(calls).toEqual([2, 2]);
});

test('an operation cannot ask Graph for more than its budget: MAX_UPSTREAM_REQUESTS', async () => {
  const running = await runGatewayBefore(tenant(20), { MAX_UPSTREAM_REQUESTS: '30' });
  const { data, errors = [] } = await running.execute(
    '{ externalConnections { nodes { id schema { baseType } quota { itemsRemaining } } } }',
  );
  // The list and 29 reads; the others fail alone.
  expect(errors).toHaveLength(11);
  expect(errors[0]).toMatchObject({
    path: ['externalConnections', 'nodes', expect.any(Number), expect.stringMatching(/schema|quota/)],
    extensions: { code: 'LIMIT_EXCEEDED', limit: 'upstreamRequests', max: 30 },
  });
  expect(Object(data).externalConnections.nodes).toHaveLength(20);
});

describe('the cost of a query counts', () => {
  const costs = async (query: string, MAX_COST: number) => {
    const running = await runGatewayBefore(tenant(1), { MAX_COST: String(MAX_COST) });
    const { errors } = await running.execute(query);
    return errors?.[0]?.extensions.limit;
  };

  test.each([
    // The connection, the schema, the list, and 128 names.
    ['{ externalConnection(id: "c") { schema { properties { name } } } }', 131],
    ['{ externalConnections(first: 2) { nodes { schema { properties { name } } } } }', 263],
    ['{ externalConnection(id: "c") { quota { itemsRemaining } readiness { titleLabel { status } } } }', 35],
    ['{ externalConnection(id: "c") { configuration { authorizedAppIds } } }', 12],
    ['{ externalConnection(id: "c") { schema { properties { labels } } } }', 131],
  ])('as much as there can be: %s', async (query, cost) => {
    expect(await costs(query, cost)).toBeUndefined();
    expect(await costs(query, cost - 1)).toBe('cost');
  });

  test('12 connections with every member of their properties are within the default', async () => {
    const running = await runGatewayBefore(tenant(1));
    const { errors } = await running.execute(`{ externalConnections(first: 12) { nodes {
      id name state quota { itemsRemaining } readiness { status }
      schema { baseType properties { name type description aliases labels isSearchable isQueryable isRetrievable
        isRefinable isExactMatchRequired rankingHint { importanceScore } } }
    } } }`);
    expect(errors).toBeUndefined();
  });
});
