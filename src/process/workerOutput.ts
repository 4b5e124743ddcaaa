import type { ChildProcess } from 'node:child_process';
import type { Readable } from 'node:stream';
import { isatty } from 'node:tty';
import { bufferedOutput, type LineOutput, STDERR, STDOUT } from '../telemetry/bufferedOutput.ts';

// Longer lines are broken, instead of being held until they end.
const MAX_LINE_BYTES = 1_000_000;
// How long another process that a worker has left behind keeps the worker's output open.
const LEFT_OPEN_MS = 1_000;
const LINE_END = Buffer.from('\n');

/**
 * The standard streams of workers. Their output goes through pipes to this process, which alone writes to its own: in one
 * pipe for all, long lines would break one another, and each process that starts or exits would make it blocking for all.
 * Workers use a terminal themselves, so that they see that it is one.
 */
export function workerStdio(): readonly string[] {
  const output = (fd: number) => (isatty(fd) ? 'inherit' : 'pipe');
  return ['ignore', output(STDOUT), output(STDERR), 'ipc'];
}

/** Passes on what a worker prints. It emits `close` once everything has been read. */
export function passOnOutput(worker: ChildProcess): void {
  // None of them where the worker could not be started.
  const { stdout, stderr } = worker;
  if (stdout) passOnLines(stdout, { write: (lines) => bufferedOutput(STDOUT).write(lines) });
  if (stderr) passOnLines(stderr, bufferedOutput(STDERR));
  const end = () => {
    stdout?.destroy();
    stderr?.destroy();
  };
  worker.once('exit', () => setTimeout(end, LEFT_OPEN_MS).unref());
}

/** Passes on whole lines, those that arrive together in one write. The last one is ended if its process has not. */
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
  // It is closed after an error, too.
  from.on('error', () => {});
  from.once('close', () => {
    if (held.length > 0) pass(LINE_END);
  });
}
