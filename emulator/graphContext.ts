import type { HttpBindings } from '@hono/node-server';
import type { Context, Handler } from 'hono';
import type { Tenant } from './tenants.ts';

/** What every handler of the emulator can read from its hono context. */
export interface GraphEnv {
  Bindings: HttpBindings & WireOutcome;
  Variables: { requestId: string; clientRequestId: string; tenant: Tenant };
}

/**
 * What a fault ordered for the connection itself. The parts of a `$batch` share the bindings of the request
 * that carried them, because they have no connection of their own.
 */
export interface WireOutcome {
  resetConnection?: boolean;
  cutBodyAt?: number;
}

export type GraphContext = Context<GraphEnv>;
export type GraphHandler = Handler<GraphEnv>;
