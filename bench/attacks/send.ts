import { type IncomingMessage, type RequestOptions, request } from 'node:http';
import { text } from 'node:stream/consumers';
import { z } from 'zod';
import { AUTHORIZATION } from '../fixtures.ts';
import { parseJson } from '../json.ts';
import type { HostileRequest } from './attack.ts';

/** How one hostile request was answered. */
export interface HostileAnswer {
  /** The HTTP status; `undefined` where none came in time, or the connection broke. */
  readonly status: number | undefined;
  /** The codes of its errors, each once; or what became of the connection. */
  readonly codes: readonly string[];
  /** Whether any field was answered with something. */
  readonly hasData: boolean;
  readonly ms: number;
}

/** Whoever is kept busy for longer than this has been brought down. */
const TIMEOUT_MS = 10_000;

const answer = z.object({
  data: z.record(z.string(), z.unknown()).nullish(),
  errors: z.array(z.object({ extensions: z.object({ code: z.string() }).optional() })).optional(),
});

/** Sends a request on a connection of its own, and takes its answer. It carries a good token. */
export async function sendHostile(url: string, hostile: HostileRequest): Promise<HostileAnswer> {
  const start = performance.now();
  const since = () => performance.now() - start;
  try {
    const response = await exchange(url, hostile);
    const body = await text(response);
    return { status: response.statusCode, ms: since(), ...read(body) };
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : String(error);
    return { status: undefined, codes: [code], hasData: false, ms: since() };
  }
}

function exchange(url: string, { body, chunked = false }: HostileRequest): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    const outgoing = request(url, optionsFor(body, chunked), resolve);
    // An answer may come before the whole body has been taken; what breaks after it does no matter.
    outgoing.on('error', reject);
    outgoing.end(body);
  });
}

function optionsFor(body: Buffer, chunked: boolean): RequestOptions {
  const length = chunked ? { 'transfer-encoding': 'chunked' } : { 'content-length': body.length };
  return {
    method: 'POST',
    agent: false,
    signal: AbortSignal.timeout(TIMEOUT_MS),
    headers: { authorization: AUTHORIZATION, 'content-type': 'application/json', ...length },
  };
}

function read(body: string): Pick<HostileAnswer, 'codes' | 'hasData'> {
  const parsed = answer.safeParse(parseJson(body));
  if (!parsed.success) return { codes: ['not an answer of GraphQL'], hasData: false };
  const { data, errors = [] } = parsed.data;
  const codes = new Set(errors.map(({ extensions }) => extensions?.code ?? 'without a code'));
  return { codes: [...codes], hasData: holdsData(data) };
}

/** Whether there is anything but nulls in it. */
function holdsData(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return value !== null && value !== undefined;
  return Object.values(value).some(holdsData);
}
