import type { HttpBindings } from '@hono/node-server';
import type { Context, Handler } from 'hono';
import type { Tenant } from './tenants.ts';

/** The system query options of a request that the emulator supports, as sent. */
export type QueryOptions = Readonly<Partial<Record<'$filter' | '$select' | '$top' | '$skiptoken', string>>>;

/** What handlers read from their Hono context. */
export interface GraphEnv {
  Bindings: HttpBindings & ConnectionFaults;
  Variables: {
    requestId: string;
    clientRequestId: string;
    tenant: Tenant;
    /** The app that sends the request. */
    appId: string;
    queryOptions: QueryOptions;
  };
}

/**
 * Faults of the TCP connection, applied once the request is served. The parts of a `$batch` share the bindings of
 * the batch, because they have no connection of their own.
 */
export interface ConnectionFaults {
  resetConnection?: boolean;
  truncateBodyAt?: number;
}

export type GraphContext = Context<GraphEnv>;
export type GraphHandler = Handler<GraphEnv>;
