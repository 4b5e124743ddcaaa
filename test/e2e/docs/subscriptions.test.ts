import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { killAll, launch } from '../support/process.ts';

// Runs what docs/subscriptions.md shows.

const page = readFileSync('docs/subscriptions.md', 'utf8');
const block = (language: string) =>
  new RegExp(`^\`\`\`${language}\\n(.*?)^\`\`\`$`, 'ms').exec(page)?.[1] ?? '';
const SHOWN = 'http://127.0.0.1:4000/graphql';
const SAMPLE = /id: \\"([\w.-]{70,})\\"/.exec(block('sh'))?.[1];
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

test('the program with graphql-sse prints each status', () => {
  const given = `const getToken = () => 'demo';
    const query = ${JSON.stringify(block('graphql'))};
    const [connectionId, id] = ['contosohr', ${JSON.stringify(SAMPLE)}];`;
  const program = `${block('js').replace(SHOWN, url)}`.replace('const client', `${given}\nconst client`);
  const { stdout, stderr } = spawnSync('node', ['--input-type=module', '-e', program], { encoding: 'utf8' });
  expect({ stdout, stderr }).toEqual({ stdout: 'COMPLETED\n', stderr: '' });
}, 60_000);
