import { Hono, type MiddlewareHandler } from 'hono';
import { TrieRouter } from 'hono/router/trie-router';
import { authentication } from './authentication.ts';
import { serveBatch } from './batch.ts';
import { type Faults, faultInjection } from './faults.ts';
import type { GraphEnv } from './graphContext.ts';
import { badRequest, GraphError } from './graphErrors.ts';
import { correlation, errorResponse } from './graphResponses.ts';
import type { EmulatorOptions } from './options.ts';
import { queryOptions } from './queryOptions.ts';
import { type RecordedRequest, recorder } from './recorder.ts';
import type { EmulatedResource } from './resource.ts';
import { serveRoutes, unknownSegment } from './routes.ts';
import { Tenants } from './tenants.ts';
import { wireFaults } from './wire.ts';

// https://learn.microsoft.com/graph/throttling-limits: 4 MB in decimal megabytes.
const maxBodyBytes = 4_000_000;

/** The emulator as a Hono app. The routes are registered twice: for HTTP requests, and for the parts of batches. */
export function createApp(
  resources: readonly EmulatedResource[],
  options: EmulatorOptions,
  faults: Faults,
  requests: RecordedRequest[],
): Hono<GraphEnv> {
  const tenants = new Tenants();
  const tables = resources.map((resource) => resource.routes(options));
  const app = newApp().use(recorder(requests), wireFaults);
  const parts = newApp();
  for (const served of [app, parts]) {
    served.use(
      correlation,
      faultInjection(faults, served === parts),
      bodyLimit,
      authentication(tenants),
      queryOptions,
    );
    for (const routes of tables) serveRoutes(served, routes);
  }
  serveBatch(app, parts);
  return app;
}

function newApp(): Hono<GraphEnv> {
  // The router that Hono ends up with for these routes, after it has built another one in vain.
  const app = new Hono<GraphEnv>({ strict: false, router: new TrieRouter() });
  app.onError(errorResponse);
  app.notFound((c) => {
    const templates = app.routes.map(({ path }) => path);
    const segment = unknownSegment(c.req.path, templates);
    return errorResponse(badRequest(`Resource not found for the segment '${segment}'.`), c);
  });
  return app;
}

const bodyLimit: MiddlewareHandler<GraphEnv> = async (c, next) => {
  if (Buffer.byteLength(await c.req.text()) > maxBodyBytes) {
    // Invented: code and message.
    throw new GraphError({
      status: 413,
      code: 'RequestEntityTooLarge',
      message: 'The request body is larger than 4 MB.',
    });
  }
  await next();
};
