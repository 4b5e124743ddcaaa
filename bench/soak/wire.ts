/** An answer of HTTP/1.1, taken apart. */
export interface WireAnswer {
  readonly status: string;
  /** The status line and the headers. */
  readonly head: string;
  readonly body: string;
  /** Where it ends in what has been received. */
  readonly end: number;
}

const HEAD_END = '\r\n\r\n';
const STATUS_AT = 'HTTP/1.1 '.length;

/** The answer at the beginning of what has been received; `undefined` as long as it is not complete. */
export function readAnswer(received: string): WireAnswer | undefined {
  const headEnd = received.indexOf(HEAD_END);
  if (headEnd < 0) return undefined;
  const head = received.slice(0, headEnd);
  const status = head.slice(STATUS_AT, STATUS_AT + 3);
  const start = headEnd + HEAD_END.length;
  const [, length] = /^content-length: (\d+)\r?$/im.exec(head) ?? [];
  if (length === undefined) return withChunks(received, start, status, head);
  const end = start + Number(length);
  return received.length < end ? undefined : { status, head, body: received.slice(start, end), end };
}

function withChunks(received: string, start: number, status: string, head: string): WireAnswer | undefined {
  let body = '';
  for (let at = start; ; ) {
    const lineEnd = received.indexOf('\r\n', at);
    if (lineEnd < 0) return undefined;
    const size = Number.parseInt(received.slice(at, lineEnd), 16);
    const end = lineEnd + 2 + size + 2;
    if (Number.isNaN(size)) throw new Error(`An answer that cannot be read:\n${head}`);
    if (received.length < end) return undefined;
    if (size === 0) return { status, head, body, end };
    body += received.slice(lineEnd + 2, end - 2);
    at = end;
  }
}
