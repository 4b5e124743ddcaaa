import { appendFileSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

// Everything that the suite logged, printed or returned as errors, and every token that it sent: in the end, the
// one must not contain the other.

const FOLDER = 'LEAK_CHECK_FOLDER';
// Public by design: the emulator prints it at its start.
const PUBLIC_TOKENS = new Set(['demo']);

/** Vitest's global set-up: the folder to which the workers write. */
export function setup(): void {
  process.env[FOLDER] = mkdtempSync(join(tmpdir(), 'leak-check-'));
}

/** @throws naming each token that was found, and where. */
export function teardown(): void {
  const folder = process.env[FOLDER];
  if (folder === undefined) return;
  const files = readdirSync(folder);
  const read = (kind: Kind) =>
    files
      .filter((name) => name.startsWith(kind))
      .map((name) => readFileSync(join(folder, name), 'utf8'))
      .join('');
  const texts = read('text');
  const output = read('output');
  const tokens = new Set(
    read('token')
      .split('\n')
      .filter((token) => token.length >= 4),
  );
  rmSync(folder, { recursive: true });
  const leaks = [...tokens].flatMap((token) => [
    ...found(token, texts),
    ...(PUBLIC_TOKENS.has(token) ? [] : found(token, output)),
  ]);
  const looked = texts.length + output.length;
  process.stdout.write(
    `Looked for ${tokens.size} tokens in ${looked} characters of logs, output and errors.\n`,
  );
  if (leaks.length > 0) throw new Error(`Tokens have leaked.\n${leaks.join('\n')}`);
}

function found(token: string, text: string): string[] {
  const at = text.indexOf(token);
  return at < 0 ? [] : [`"${token}" in: …${text.slice(Math.max(0, at - 200), at + 200)}…`];
}

/** A log line of a gateway in this process, or the errors of a response. */
export function sawText(text: string): void {
  record('text', text);
}

/** What a process has printed. */
export function sawOutput(text: string): void {
  record('output', text);
}

/** A token that was sent to a gateway. */
export function sawToken(token: string): void {
  record('token', token);
}

type Kind = 'text' | 'output' | 'token';

function record(kind: Kind, line: string): void {
  const folder = process.env[FOLDER];
  if (folder !== undefined) appendFileSync(join(folder, `${kind}-${process.pid}`), `${line}\n`);
}
