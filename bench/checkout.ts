import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import type { Command } from './processes.ts';

/** The checkout that this benchmark belongs to. */
export const HERE = join(import.meta.dirname, '..');

const manifest = z.object({ scripts: z.object({ start: z.string().regex(/^(?:exec )?node /) }) });

/**
 * How `npm start` starts the gateway of a checkout, with that checkout's own flags, in front of an upstream.
 *
 * @throws where its package.json has no `start` script of the form `node …` or `exec node …`.
 */
export function gatewayCommand(
  name: string,
  root: string,
  upstreamUrl: string,
  env: Readonly<Record<string, string>>,
): Command {
  const file = join(root, 'package.json');
  const parsed = manifest.safeParse(JSON.parse(readFileSync(file, 'utf8')));
  if (!parsed.success) throw new Error(`${file} has no start script that runs node`);
  const argv = [process.execPath, ...parsed.data.scripts.start.replace('exec ', '').split(' ').slice(1)];
  return { name, argv, cwd: root, env: { GRAPH_URL: upstreamUrl, ...env } };
}
