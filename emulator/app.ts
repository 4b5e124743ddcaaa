import { Hono, type MiddlewareHandler } from 'hono';
import { authentication } from './authentication.ts';
import { serveBatch } from './batch.ts';
import { type ExternalConnectionsOptions, serveExternalConnections } from './externalConnections.ts';
import { type Faults, faultInjection } from './faults.ts';
import type { GraphEnv } from './graphContext.ts';
import { badRequest, GraphError } from './graphErrors.ts';
import { answerError, correlation } from './graphResponses.ts';
import {
  type PrivateEndpointConnectionsOptions,
  servePrivateEndpointConnections,
} from './privateEndpointConnections.ts';
import { type RecordedRequest, recorder } from './recorder.ts';
import { unknownSegment } from './routes.ts';
import { Tenants } from './tenants.ts';
import { wireFaults } from './wire.ts';

export type AppOptions = ExternalConnectionsOptions & PrivateEndpointConnectionsOptions;

// https://learn.microsoft.com/graph/throttling-limits: 4 MB counted in powers of ten.
const maxBodyBytes = 4_000_000;

/** The emulator as a hono app: what arrives on the wire, and behind it the same routes again for batches. */
export function createApp(options: AppOptions, faults: Faults, requests: RecordedRequest[]): Hono<GraphEnv> {
  const tenants = new Tenants();
  const app = newApp().use(recorder(requests), wireFaults);
  const parts = newApp();
  for (const served of [app, parts]) {
    served.use(correlation, faultInjection(faults), bodyLimit, authentication(tenants));
    serveExternalConnections(served, options);
    servePrivateEndpointConnections(served, options);
  }
  serveBatch(app, parts);
  return app;
}

function newApp(): Hono<GraphEnv> {
  const app = new Hono<GraphEnv>({ strict: false });
  app.onError(answerError);
  app.notFound((c) => {
    const templates = app.routes.map(({ path }) => path);
    const segment = unknownSegment(c.req.path, templates);
    return answerError(badRequest(`Resource not found for the segment '${segment}'.`), c);
  });
  return app;
}

const bodyLimit: MiddlewareHandler<GraphEnv> = async (c, next) => {
  if (Buffer.byteLength(await c.req.text()) > maxBodyBytes) {
    throw new GraphError({
      status: 413,
      code: 'RequestEntityTooLarge',
      message: 'The request body is larger than 4 MB.',
    });
  }
  await next();
};
