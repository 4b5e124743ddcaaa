import { spawnSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { cpus, loadavg, release, totalmem } from 'node:os';
import { basename, join } from 'node:path';

const FOLDER = join(import.meta.dirname, 'results');

/** Says on standard error how far a run is. */
export const progress = (line: string) => process.stderr.write(`${line}\n`);

/** A Markdown table of rows that have the same columns, by title; all but the first are aligned to the right. */
export function table(rows: readonly Readonly<Record<string, string>>[]): string {
  const titles = Object.keys(rows[0] ?? {});
  const alignments = titles.map((_, column) => (column === 0 ? '---' : '---:'));
  return [titles, alignments, ...rows.map(Object.values)]
    .map((cells) => `| ${cells.join(' | ')} |`)
    .join('\n');
}

export const percent = (share: number) => `${(share * 100).toFixed(0)} %`;

/** When, of which checkouts and on what a run is measured, as Markdown; to be called before there is any load. */
export function conditions(roots: readonly string[]): string {
  const [load = 0] = loadavg();
  return [
    `- ${new Date().toISOString().slice(0, 16).replace('T', ' ')} UTC; ${roots.map(revision).join('; ')}`,
    `- ${cpus()[0]?.model.trim()}, ${cpus().length} cores, ${Math.round(totalmem() / 1e9)} GB; ` +
      `Linux ${release()}; Node ${process.version}; load average before the run ${load.toFixed(1)}`,
  ].join('\n');
}

function revision(root: string): string {
  const described = spawnSync('git', ['-C', root, 'describe', '--always', '--dirty'], { encoding: 'utf8' });
  return `${basename(root)} at ${described.stdout?.trim() || 'an unknown revision'}`;
}

/** Prints a report of these paragraphs, and keeps it with its raw figures in `bench/results/`. */
export function publish(name: string, paragraphs: readonly string[], raw: object): void {
  const path = join(FOLDER, `${name}-${new Date().toISOString().slice(0, 19).replaceAll(':', '')}`);
  const markdown = `${paragraphs.join('\n\n')}\n`;
  mkdirSync(FOLDER, { recursive: true });
  writeFileSync(`${path}.md`, markdown);
  writeFileSync(`${path}.json`, JSON.stringify(raw, undefined, 1));
  process.stdout.write(markdown);
  progress(`\n${path}.md and .json`);
}
