import { appendFileSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

// What the whole suite has logged, printed and answered as errors, and every token it has sent: at its end, the
// one must not be found in the other.

const FOLDER = 'LEAK_CHECK_FOLDER';
// Public by design: the emulator says it to whoever starts it.
const PUBLIC_TOKENS = new Set(['demo']);

/** Vitest's global set-up: where the workers put what they have seen. */
export function setup(): void {
  process.env[FOLDER] = mkdtempSync(join(tmpdir(), 'leak-check-'));
}

/** @throws naming each token that was found, and where. */
export function teardown(): void {
  const folder = process.env[FOLDER];
  if (folder === undefined) return;
  const files = readdirSync(folder);
  const read = (kind: string) =>
    files
      .filter((name) => name.startsWith(kind))
      .map((name) => readFileSync(join(folder, name), 'utf8'))
      .join('');
  const texts = read('text');
  const tokens = new Set(read('token').split('\n'));
  rmSync(folder, { recursive: true });
  const leaks = [...tokens]
    .filter((token) => token.length >= 5 && !PUBLIC_TOKENS.has(token) && texts.includes(token))
    .map((token) => `"${token}" in: …${texts.slice(Math.max(0, texts.indexOf(token) - 200)).slice(0, 400)}…`);
  process.stdout.write(
    `Looked for ${tokens.size} tokens in ${texts.length} characters of logs, output and errors.\n`,
  );
  if (leaks.length > 0) throw new Error(`Tokens have leaked.\n${leaks.join('\n')}`);
}

/** Something that the gateway or a process of it has let out. */
export function sawText(text: string): void {
  record('text', text);
}

/** A token that was sent to a gateway. */
export function sawToken(token: string): void {
  record('token', token);
}

function record(kind: 'text' | 'token', line: string): void {
  const folder = process.env[FOLDER];
  if (folder !== undefined) appendFileSync(join(folder, `${kind}-${process.pid}`), `${line}\n`);
}
