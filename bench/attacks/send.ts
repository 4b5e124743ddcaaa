import { type IncomingMessage, request } from 'node:http';
import { text } from 'node:stream/consumers';
import { z } from 'zod';
import { HEADERS } from '../request.ts';
import type { Attack } from './attack.ts';

/** The response to an attack. */
export interface Response {
  /** The status and the codes of the errors, each once; or why there is no response. */
  readonly summary: string;
  readonly bytes: number;
  /** Whether it holds data, or no errors. */
  readonly executed: boolean;
  readonly complete: boolean;
}

/** A gateway that is busy for longer counts as down. */
const TIMEOUT_MS = 10_000;

const graphql = z.object({
  data: z.unknown().optional(),
  errors: z.array(z.object({ extensions: z.object({ code: z.string() }).optional() })).default([]),
});

/** Sends an attack on a connection of its own, with a valid token. */
export async function sendAttack(url: string, attack: Attack, turn: number): Promise<Response> {
  try {
    const response = await post(url, attack.body(turn), attack.chunked === true);
    const body = await text(response);
    const { data, errors } = graphql.parse(JSON.parse(body));
    const codes = new Set(errors.map(({ extensions }) => extensions?.code ?? 'no code'));
    const executed = errors.length === 0 || holdsData(data);
    const summary = [response.statusCode, ...codes, ...(executed ? ['data'] : [])].join(' ');
    return { summary, bytes: Buffer.byteLength(body), executed, complete: true };
  } catch (error) {
    return { summary: `no GraphQL response: ${String(error)}`, bytes: 0, executed: false, complete: false };
  }
}

function post(url: string, content: Buffer, chunked: boolean): Promise<IncomingMessage> {
  const framing = chunked ? { 'transfer-encoding': 'chunked' } : { 'content-length': content.length };
  const signal = AbortSignal.timeout(TIMEOUT_MS);
  return new Promise((resolve, reject) => {
    const options = { method: 'POST', agent: false, signal, headers: { ...HEADERS, ...framing } };
    const outgoing = request(url, options, resolve);
    // It does not matter once there is a response, which may come before the whole body was sent.
    outgoing.on('error', reject);
    outgoing.end(content);
  });
}

/** Whether there is anything but nulls in it. */
function holdsData(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return value !== null && value !== undefined;
  return Object.values(value).some(holdsData);
}
