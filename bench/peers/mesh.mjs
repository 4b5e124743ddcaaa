/** GraphQL Mesh's OpenAPI source, loaded in code, served by GraphQL Yoga. */
import { createServer } from 'node:http';
import { loadGraphQLSchemaFromOpenAPI } from '@omnigraph/openapi';
import { createYoga } from 'graphql-yoga';

const schema = await loadGraphQLSchemaFromOpenAPI('Graph', {
  source: './graph.openapi.json',
  cwd: import.meta.dirname,
  endpoint: process.env.GRAPH_URL,
  operationHeaders: { Authorization: '{context.headers.authorization}' },
});
const yoga = createYoga({
  schema,
  context: ({ request }) => ({ headers: { authorization: request.headers.get('authorization') } }),
});
const server = createServer(yoga);
server.listen(Number(process.env.PORT), '127.0.0.1', () => {
  process.stdout.write(`ready at http://127.0.0.1:${server.address().port}/graphql\n`);
});
