import { appendFileSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { firstOccurrences } from './occurrences.ts';

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
    Buffer.concat(
      files.filter((name) => name.startsWith(kind)).map((name) => readFileSync(join(folder, name))),
    );
  const texts = read('text');
  const output = read('output');
  const tokens = new Set(
    read('token')
      .toString()
      .split('\n')
      .filter((token) => token.length >= 4),
  );
  rmSync(folder, { recursive: true });
  const leaks = [
    ...found(tokens, texts),
    ...found(
      [...tokens].filter((token) => !PUBLIC_TOKENS.has(token)),
      output,
    ),
  ];
  process.stdout.write(
    `Looked for ${tokens.size} tokens in ${texts.length + output.length} bytes of logs, output and errors.\n`,
  );
  if (leaks.length > 0) throw new Error(`Tokens have leaked.\n${leaks.join('\n')}`);
}

function found(tokens: Iterable<string>, content: Buffer): string[] {
  return [...firstOccurrences(tokens, content)].map(
    ([token, at]) => `"${token}" in: …${content.subarray(Math.max(0, at - 200), at + 200)}…`,
  );
}

/** A log line of a gateway in this process, or the errors of a response. */
export function sawText(text: string): void {
  if (buffered === '') schedule(flushTexts, 50).unref();
  buffered += `${text}\n`;
  if (buffered.length > MAX_BUFFERED) flushTexts();
}

/** What a process has printed. */
export function sawOutput(text: string): void {
  write('output', `${text}\n`);
}

/** A token that was sent to a gateway. */
export function sawToken(token: string): void {
  if (sentTokens.has(token)) return;
  sentTokens.add(token);
  write('token', `${token}\n`);
}

type Kind = 'text' | 'output' | 'token';

// A token is sent many times, and counts once.
const sentTokens = new Set<string>();
// The tests write tens of thousands of log lines; a system call for each would take a second.
const MAX_BUFFERED = 500_000;
let buffered = '';
// The tests' clock may be a fake one.
const { setTimeout: schedule } = globalThis;

/** Writes the lines that are buffered; a worker may be killed once its tests have ended. */
export function flushTexts(): void {
  if (buffered !== '') write('text', buffered);
  buffered = '';
}
process.on('exit', flushTexts);

function write(kind: Kind, text: string): void {
  const folder = process.env[FOLDER];
  if (folder !== undefined) appendFileSync(join(folder, `${kind}-${process.pid}`), text);
}
