import { copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { startTestGateway, type TestGateway } from '../../support/gateway.ts';
import { killAll, launch } from '../support/process.ts';
import { freePort } from './freePort.ts';

// The programs of docs/supergraph.md, run as they stand there, but for their ports.

const page = readFileSync('docs/supergraph.md', 'utf8');
const programs = [...page.matchAll(/^```js (\S+)\n(.*?)^```$/gms)];
const queries = [...page.matchAll(/^curl .* -d '\{"query":"(.*)"\}'$/gm)].map(([, query]) => query);

let folder = '';
let gateway: TestGateway;
const ports = new Map<string, number>();
beforeAll(async () => {
  gateway = await startTestGateway();
  // Below node_modules, so that the programs find their packages.
  folder = mkdtempSync('node_modules/.supergraph-');
  for (const port of ['4000', '4001', '4100', '4200']) ports.set(port, await freePort());
  const server = createServer(gateway.gateway.requestListener).listen(ports.get('4000'), '127.0.0.1');
  stop = () => server.close();
  for (const [, name = '', text = ''] of programs) {
    writeFileSync(
      join(folder, name),
      text.replace(/\b4[012]0[01]\b/g, (port) => String(ports.get(port))),
    );
  }
  for (const dialect of ['federation', 'stitching']) {
    copyFileSync(`schema.${dialect}.graphql`, join(folder, `schema.${dialect}.graphql`));
  }
});
let stop: () => unknown = () => {};
afterEach(killAll);
afterAll(async () => {
  stop();
  await gateway.close();
  rmSync(folder, { recursive: true });
});

const run = (name: string) => launch(`cd ${folder} && node ${name}`, {});

/** Sends the query of the page's curl; each caller has a connection named as their token. */
async function namesAndOwners(port: string, token: string): Promise<unknown> {
  const input = { id: 'shared', name: token };
  const document =
    'mutation ($input: CreateExternalConnectionInput!) { createExternalConnection(input: $input) { id } }';
  await gateway.execute(document, { input }, { token });
  const [query] = queries;
  const response = await fetch(`http://127.0.0.1:${ports.get(port)}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
    body: JSON.stringify({ query }),
  });
  return await response.json();
}

const resultFor = (name: string) => ({
  data: { externalConnections: { nodes: [{ name, owner: 'owner of shared' }] } },
});

test('the page has the programs and queries that are tested here', () => {
  expect(programs.map(([, name]) => name)).toEqual([
    'ownership.mjs',
    'compose.mjs',
    'hive.mjs',
    'stitching.mjs',
  ]);
  expect(queries).toEqual(Array(2).fill('{ externalConnections { nodes { name owner } } }'));
});

test('the Hive programs return results across two subgraphs, to each caller their own', async () => {
  await run('ownership.mjs').printed('Ready.');
  expect(await run('compose.mjs').exited).toMatchObject({ code: 0, errors: '' });
  await run('hive.mjs').printed('Ready.');
  const results = ['ann', 'ben'].map((token) => namesAndOwners('4100', token));
  expect(await Promise.all(results)).toEqual([resultFor('ann'), resultFor('ben')]);
});

test('the stitching programs return results across two services, to each caller their own', async () => {
  await run('stitching.mjs').printed('Ready.');
  const results = ['cat', 'dan'].map((token) => namesAndOwners('4200', token));
  expect(await Promise.all(results)).toEqual([resultFor('cat'), resultFor('dan')]);
});
