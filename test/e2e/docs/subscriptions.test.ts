import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { killAll, launch } from '../support/process.ts';

// Runs what docs/subscriptions.md shows.

const page = readFileSync('docs/subscriptions.md', 'utf8');
const block = (language: string) =>
  new RegExp(`^\`\`\`${language}\\n(.*?)^\`\`\`$`, 'ms').exec(page)?.[1] ?? '';
const SHOWN = 'http://127.0.0.1:4000/graphql';
const hasCurl = spawnSync('curl', ['--version']).status === 0;

let url = '';
beforeAll(async () => {
  const printed = await launch('exec node src/main.ts', { PORT: '0' }).printed('curl');
  url = /GraphQL +(http:\S+)/.exec(printed)?.[1] ?? '';
});
afterAll(killAll);

test.skipIf(!hasCurl)(
  'curl gets the events that are shown',
  () => {
    const line = block('sh').replace(SHOWN, url);
    const { stdout } = spawnSync('sh', ['-c', line], { encoding: 'utf8' });
    expect(stdout.trim()).toBe(block('text').trim());
  },
  60_000,
);
