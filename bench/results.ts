import { spawnSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { cpus, loadavg, release, totalmem } from 'node:os';
import { basename, join } from 'node:path';
import { HERE } from './checkout.ts';
import { PINNING } from './processes.ts';

const FOLDER = join(import.meta.dirname, 'results');

/** Says on standard error how far a run is. */
export const progress = (line: string) => process.stderr.write(`${line}\n`);

/** A Markdown table; all columns but the first are aligned to the right. */
export function table(header: readonly string[], rows: readonly (readonly string[])[]): string {
  const alignments = header.map((_, column) => (column === 0 ? '---' : '---:'));
  return [header, alignments, ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n');
}

/** What a run is measured on; the function returned closes it, and lists all that as Markdown. */
export function conditions(roots: readonly (string | undefined)[]): () => string {
  const date = new Date();
  const [loadBefore = 0] = loadavg();
  const revisions = [...new Set([HERE, ...roots])].filter((root) => root !== undefined).map(revision);
  return () => {
    const [loadAfter = 0] = loadavg();
    const minutes = (Date.now() - date.getTime()) / 60_000;
    return [
      `- ${date.toISOString().slice(0, 16).replace('T', ' ')} UTC, ${minutes.toFixed(1)} minutes`,
      `- ${revisions.join('; ')}`,
      `- ${cpus()[0]?.model.trim()}, ${cpus().length} cores, ${Math.round(totalmem() / 1e9)} GB; ` +
        `Linux ${release()}; Node ${process.version}`,
      `- load average ${loadBefore.toFixed(1)} before, ${loadAfter.toFixed(1)} after; ${PINNING}`,
    ].join('\n');
  };
}

function revision(root: string): string {
  const described = spawnSync('git', ['-C', root, 'describe', '--always', '--dirty'], { encoding: 'utf8' });
  return `${basename(root)} at ${described.stdout?.trim() || 'an unknown revision'}`;
}

/** Prints a report, and keeps it with its raw figures below `bench/results/`. */
export function publish(name: string, markdown: string, raw: object): void {
  const path = join(FOLDER, `${name}-${new Date().toISOString().slice(0, 19).replaceAll(':', '')}`);
  mkdirSync(FOLDER, { recursive: true });
  writeFileSync(`${path}.md`, markdown);
  const plain = (_: string, value: unknown) => (value instanceof Map ? Object.fromEntries(value) : value);
  writeFileSync(`${path}.json`, JSON.stringify(raw, plain, 1));
  process.stdout.write(markdown);
  progress(`\n${path}.md and .json`);
}
