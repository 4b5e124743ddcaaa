/** One HTTP request, to be sent over and over. */
export interface LoadRequest {
  readonly method: 'GET' | 'POST';
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | undefined;
}

/** What was counted while requests were sent for a while. */
export interface Load {
  /** Complete answers. */
  readonly answers: number;
  /** Answers that were not 2xx, and connections that broke. */
  readonly failures: number;
  readonly durationMs: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
}

/** Sends one request on so many connections, each of them anew as soon as it is answered. */
export type ClosedLoop = (request: LoadRequest, durationMs: number) => Promise<Load>;

/** How many connections send at the same time. */
export const CONNECTIONS = 32;
