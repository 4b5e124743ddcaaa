/** Apollo Server with datasource-rest: its standalone server, and a data source for each request. */
import { RESTDataSource } from '@apollo/datasource-rest';
import { ApolloServer } from '@apollo/server';
import { startStandaloneServer } from '@apollo/server/standalone';
import { resolvers, typeDefs } from './graph.mjs';

class Graph extends RESTDataSource {
  baseURL = `${process.env.GRAPH_URL}/`;

  constructor({ authorization, cache }) {
    super({ cache });
    this.authorization = authorization;
  }

  willSendRequest(_path, { headers }) {
    headers.authorization = this.authorization;
  }

  connection(id) {
    return this.get(`external/connections/${encodeURIComponent(id)}`);
  }

  connections(first) {
    return this.get('external/connections', { params: { $top: String(first) } });
  }

  createConnection(body) {
    return this.post('external/connections', { body });
  }
}

const server = new ApolloServer({ typeDefs, resolvers });
const { url } = await startStandaloneServer(server, {
  listen: { host: '127.0.0.1', port: Number(process.env.PORT) },
  context: async ({ req }) => ({
    graph: new Graph({ authorization: req.headers.authorization, cache: server.cache }),
  }),
});
process.stdout.write(`ready at ${url}\n`);
