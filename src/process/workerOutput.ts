import type { ChildProcess } from 'node:child_process';
import type { Readable } from 'node:stream';
import { isatty } from 'node:tty';
import { bufferedOutput, type LineOutput, STDERR, STDOUT } from '../telemetry/bufferedOutput.ts';

// Longer lines are split, instead of being buffered until they end.
const MAX_LINE_BYTES = 1_000_000;
// A process that a worker has left behind may keep the worker's output open; it is read for this long.
const LEFT_OPEN_MS = 1_000;
const LINE_END = Buffer.from('\n');

/**
 * The standard streams of workers. Their output is piped to this process, which alone writes to its own: in a shared
 * pipe, long lines would be interleaved, and each process that starts or exits would make the pipe blocking for all.
 * A terminal is inherited, so that workers see that it is one.
 */
export function workerStdio(): readonly string[] {
  const output = (fd: number) => (isatty(fd) ? 'inherit' : 'pipe');
  return ['ignore', output(STDOUT), output(STDERR), 'ipc'];
}

/** Passes on what a worker prints. The worker emits `close` once everything has been read. */
export function passOnOutput(worker: ChildProcess): void {
  // Absent if the worker could not be started.
  const { stdout, stderr } = worker;
  if (stdout) passOnLines(stdout, { write: (lines) => bufferedOutput(STDOUT).write(lines) });
  if (stderr) passOnLines(stderr, bufferedOutput(STDERR));
  const end = () => {
    stdout?.destroy();
    stderr?.destroy();
  };
  worker.once('exit', () => setTimeout(end, LEFT_OPEN_MS).unref());
}

/** Passes on whole lines; those that arrive together are one write. An unterminated last line gets its line end. */
export function passOnLines(from: Readable, to: LineOutput): void {
  let held: Buffer[] = [];
  let heldBytes = 0;
  const pass = (last: Buffer) => {
    to.write(held.length === 0 ? last : Buffer.concat([...held, last]));
    held = [];
    heldBytes = 0;
  };
  from.on('data', (chunk: Buffer) => {
    const end = chunk.lastIndexOf(LINE_END) + 1;
    if (end > 0) pass(chunk.subarray(0, end));
    if (end < chunk.length) held.push(chunk.subarray(end));
    heldBytes += chunk.length - end;
    if (heldBytes > MAX_LINE_BYTES) pass(LINE_END);
  });
  // `close` follows an error, too.
  from.on('error', () => {});
  from.once('close', () => {
    if (held.length > 0) pass(LINE_END);
  });
}
