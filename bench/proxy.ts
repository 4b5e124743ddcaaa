import { createServer } from 'node:http';
import { Pool } from 'undici';
import { listenOnLoopback } from './listen.ts';

// The reference: what it costs to pass one request on to the upstream with the caller's token, and no more.

const upstream = new URL(process.env.GRAPH_URL ?? '');
const pool = new Pool(upstream.origin, { connections: 256 });

const server = createServer(async (incoming, outgoing) => {
  const { method = 'GET', url = '/', headers } = incoming;
  const { authorization, 'content-type': contentType } = headers;
  const answer = await pool.request({
    method,
    path: url,
    headers: { authorization, ...(contentType !== undefined && { 'content-type': contentType }) },
    body: method === 'GET' ? null : incoming,
  });
  const body = Buffer.from(await answer.body.arrayBuffer());
  outgoing.writeHead(answer.statusCode, {
    'content-type': String(answer.headers['content-type']),
    'content-length': body.length,
  });
  outgoing.end(body);
});
server.keepAliveTimeout = 120_000;

process.stdout.write(`ready at ${await listenOnLoopback(server)}/beta\n`);
