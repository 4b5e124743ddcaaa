/** One response on a connection of HTTP/1.1. */
export interface RawResponse {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  readonly isComplete: boolean;
}

/** Reads what a connection has brought so far. @throws where it is no sequence of responses */
export function parseResponses(text: string): RawResponse[] {
  const responses: RawResponse[] = [];
  let rest = text;
  while (rest !== '') {
    const end = rest.indexOf('\r\n\r\n');
    if (!/^HTTP\/1\.1 \d{3} /.test(rest.padEnd(13))) {
      if ('HTTP/1.1 '.startsWith(rest.slice(0, 9)) && end === -1) break;
      throw new Error(`this is no response: ${JSON.stringify(rest.slice(0, 80))}`);
    }
    if (end === -1) break;
    const [statusLine = '', ...lines] = rest.slice(0, end).split('\r\n');
    const status = Number(statusLine.slice(9, 12));
    const headers = Object.fromEntries(lines.map(nameAndValue));
    rest = rest.slice(end + 4);
    if (status < 200) continue;
    const { body, after, isComplete } = bodyAt(rest, headers);
    responses.push({ status, headers, body, isComplete });
    rest = after;
  }
  return responses;
}

function nameAndValue(line: string): [string, string] {
  const colon = line.indexOf(':');
  return [line.slice(0, colon).toLowerCase(), line.slice(colon + 1).trim()];
}

function bodyAt(text: string, headers: Readonly<Record<string, string>>) {
  if (headers['transfer-encoding'] === 'chunked') return chunked(text);
  const length = Number(headers['content-length'] ?? 0);
  return { body: text.slice(0, length), after: text.slice(length), isComplete: text.length >= length };
}

function chunked(text: string) {
  let body = '';
  let rest = text;
  while (true) {
    const end = rest.indexOf('\r\n');
    if (end === -1) return { body, after: '', isComplete: false };
    const size = Number.parseInt(rest.slice(0, end), 16);
    if (Number.isNaN(size)) throw new Error(`this is no chunk: ${JSON.stringify(rest.slice(0, 80))}`);
    const next = end + 2 + size + 2;
    if (rest.length < next) return { body, after: '', isComplete: false };
    if (size === 0) return { body, after: rest.slice(next), isComplete: true };
    body += rest.slice(end + 2, end + 2 + size);
    rest = rest.slice(next);
  }
}
