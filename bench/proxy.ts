import { createServer } from 'node:http';
import { Pool } from 'undici';
import { listenOnLoopback } from './listen.ts';

// The reference: what it costs to forward one request with the caller's token, and no more.

const upstream = new URL(process.env.GRAPH_URL ?? '');
const pool = new Pool(upstream.origin, { connections: 256 });

const server = createServer(async (incoming, outgoing) => {
  const { method = 'GET', url = '/', headers } = incoming;
  const { authorization, 'content-type': contentType } = headers;
  const response = await pool.request({
    method,
    path: url,
    headers: { authorization, ...(contentType !== undefined && { 'content-type': contentType }) },
    body: method === 'GET' ? null : incoming,
  });
  const body = Buffer.from(await response.body.arrayBuffer());
  outgoing.writeHead(response.statusCode, {
    'content-type': String(response.headers['content-type']),
    'content-length': body.length,
  });
  outgoing.end(body);
});

await listenOnLoopback(server);
