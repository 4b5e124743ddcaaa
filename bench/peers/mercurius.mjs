/** Mercurius on Fastify, compiling each document from its first sighting on, with undici towards the upstream. */
import fastify from 'fastify';
import mercurius from 'mercurius';
import { Pool } from 'undici';
import { resolvers, typeDefs } from './graph.mjs';

const root = new URL(process.env.GRAPH_URL);
const pool = new Pool(root.origin, { connections: 256 });
const collection = `${root.pathname}/external/connections`;

async function call(authorization, method, path, input) {
  const { statusCode, body } = await pool.request({
    method,
    path,
    headers: { authorization, ...(input && { 'content-type': 'application/json' }) },
    body: input && JSON.stringify(input),
  });
  const answer = await body.json();
  if (statusCode >= 400) throw new Error(`Graph answered ${statusCode}.`);
  return answer;
}

const graphOf = (authorization) => ({
  connection: (id) => call(authorization, 'GET', `${collection}/${encodeURIComponent(id)}`),
  connections: (first) => call(authorization, 'GET', `${collection}?$top=${first}`),
  createConnection: (input) => call(authorization, 'POST', collection, input),
});

const app = fastify();
app.register(mercurius, {
  schema: typeDefs,
  resolvers,
  jit: 1,
  context: ({ headers }) => ({ graph: graphOf(headers.authorization) }),
});
const address = await app.listen({ host: '127.0.0.1', port: Number(process.env.PORT) });
process.stdout.write(`ready at ${address}/graphql\n`);
