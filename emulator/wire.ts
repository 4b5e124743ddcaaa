import { RESPONSE_ALREADY_SENT } from '@hono/node-server/utils/response';
import type { MiddlewareHandler } from 'hono';
import type { GraphContext, GraphEnv } from './graphContext.ts';

/** Does to the TCP connection what a fault asked for while the request was served. */
export const wireFaults: MiddlewareHandler<GraphEnv> = async (c, next) => {
  await next();
  if (c.env.resetConnection) {
    c.env.incoming.socket.resetAndDestroy();
  } else if (c.env.cutBodyAt !== undefined) {
    await sendCut(c, c.env.cutBodyAt);
  } else {
    return;
  }
  // Emptied first: hono would carry the headers of the old answer over to the new one.
  c.res = undefined;
  c.res = RESPONSE_ALREADY_SENT;
};

/** Promises the whole body, sends its beginning, and hangs up. */
async function sendCut(c: GraphContext, bytes: number): Promise<void> {
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
