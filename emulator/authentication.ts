import type { MiddlewareHandler } from 'hono';
import type { GraphEnv } from './graphContext.ts';
import { GraphError } from './graphErrors.ts';
import type { Tenants } from './tenants.ts';

const challenge =
  'Bearer realm="", authorization_uri="https://login.microsoftonline.com/common/oauth2/authorize"';

/** The one token that is rejected, to try what a caller sees whose token has expired. */
const EXPIRED_TOKEN = 'demo-expired';

/**
 * Accepts any bearer token but the expired one, and selects tenant and app by it; rejects requests without one.
 * @see https://learn.microsoft.com/graph/resolve-auth-errors
 */
export function authentication(tenants: Tenants): MiddlewareHandler<GraphEnv> {
  return async (c, next) => {
    const token = /^Bearer\s+(\S+)\s*$/i.exec(c.req.header('authorization') ?? '')?.[1];
    if (token === undefined) throw rejection('Access token is empty.');
    if (token === EXPIRED_TOKEN) throw rejection('Lifetime validation failed, the token is expired.');
    const { tenant, appId } = tenants.byToken(token);
    c.set('tenant', tenant);
    c.set('appId', appId);
    await next();
  };
}

function rejection(message: string): GraphError {
  return new GraphError({
    status: 401,
    code: 'InvalidAuthenticationToken',
    message,
    headers: { 'WWW-Authenticate': challenge },
  });
}
