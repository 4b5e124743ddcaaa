import { RESPONSE_ALREADY_SENT } from '@hono/node-server/utils/response';
import type { MiddlewareHandler } from 'hono';
import type { GraphContext, GraphEnv } from './graphContext.ts';

/** Applies the faults of the TCP connection once the request is served. */
export const wireFaults: MiddlewareHandler<GraphEnv> = async (c, next) => {
  await next();
  if (c.env.resetConnection) {
    c.env.incoming.socket.resetAndDestroy();
  } else if (c.env.truncateBodyAt !== undefined) {
    await sendTruncated(c, c.env.truncateBodyAt);
  } else {
    return;
  }
  // Reset first: Hono copies the headers of the previous response to the new one.
  c.res = undefined;
  c.res = RESPONSE_ALREADY_SENT;
};

/** Announces the whole body in `Content-Length`, sends the first bytes, and closes the connection. */
async function sendTruncated(c: GraphContext, bytes: number): Promise<void> {
  const { outgoing } = c.env;
  const body = Buffer.from(await c.res.arrayBuffer());
  outgoing.writeHead(c.res.status, {
    ...Object.fromEntries(c.res.headers),
    ...(body.length > 0 && { 'content-length': body.length }),
  });
  outgoing.flushHeaders();
  outgoing.write(body.subarray(0, bytes));
  c.env.incoming.socket.destroySoon();
}
