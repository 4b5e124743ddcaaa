import type { RequestListener } from 'node:http';
import { type Listening, listen } from '../../../../examples/supergraph/listen.ts';

/** A GraphQL service behind real HTTP. */
export interface Service extends Listening {
  readonly name: string;
}

/** Serves on a free port of 127.0.0.1. */
export async function startService(name: string, requestListener: RequestListener): Promise<Service> {
  return { name, ...(await listen(requestListener)) };
}
