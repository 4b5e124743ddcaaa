import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { unusedUrl } from '../../support/upstream.ts';
import { killAll, launch } from '../support/process.ts';
import { command, compilerErrors, folderWith, installed } from './support/installed.ts';
import { MODULES, run } from './support/project.ts';

// What docs/frontend.md says, with the packed client.

let url = '';
beforeAll(async () => {
  await installed();
  const { printed } = launch(`exec ${await command()} --emulator --port 0`, {});
  url = /http:\S+\/graphql/.exec(await printed('/graphql'))?.[0] ?? '';
}, 300_000);
afterAll(killAll);

describe('docs/frontend.md', () => {
  test('its codegen types the operations of a project', async () => {
    const page = await readFile('docs/frontend.md', 'utf8');
    // In this order, it can be followed line by line.
    const [, config = ''] =
      /`codegen.ts`.*?:\n\n```ts\n(.*?)```\n\n```sh\n.*?\nnpx graphql-codegen\n```/s.exec(page) ?? [];
    const folder = await folderWith('with-codegen', '@graphql-codegen');
    await mkdir(join(folder, 'src'));
    await writeFile(join(folder, 'codegen.ts'), config);
    for (const [file, query] of [
      ['names.ts', 'Names'],
      ['Page.tsx', 'NamesOfPage'],
    ]) {
      await writeFile(
        join(folder, `src/${file}`),
        `import { graphql } from './gql/index.ts';
         export const query = graphql(\`query ${query} { externalConnections(first: 5) { nodes { name ingestedItemsCount } } }\`);`,
      );
    }
    await run('node', [join(MODULES, '.bin/graphql-codegen')], { cwd: folder });
    const types = await readFile(join(folder, 'src/gql/graphql.ts'), 'utf8');
    expect(types).toContain('export const NamesDocument = ');
    expect(types).toContain('export const NamesOfPageDocument = ');
    expect(types).toMatch(/ingestedItemsCount\??: (Maybe<)?number/);
    // Node runs them, and finds what they import.
    await run('node', ['src/names.ts'], { cwd: folder });
  });

  test('its program compiles, lists every page, creates, and explains the second creation', async () => {
    const page = await readFile('docs/frontend.md', 'utf8');
    const [, program = ''] = /^```ts app.ts\n(.*?)^```$/ms.exec(page) ?? [];
    const folder = await folderWith('with-graphql-request', 'graphql-request');
    const atUrl = program.replace('http://127.0.0.1:4000/graphql', url);
    expect(atUrl).toContain('first: 10,');
    await writeFile(join(folder, 'app.ts'), atUrl);
    expect(await compilerErrors(folder, 'app.ts')).toBe('');
    const output = async () => {
      const lines = (await run('node', ['app.ts'], { cwd: folder })).stdout.trim().split('\n');
      return { result: lines.pop(), ids: lines.map((line) => line.split(':')[0]) };
    };
    const { ids, result } = await output();
    expect(new Set(ids).size).toBeGreaterThan(1);
    expect(result).toBe('Created contosonews.');
    // Each of the connections is on a page of its own.
    await writeFile(join(folder, 'app.ts'), atUrl.replace('first: 10,', 'first: 1,'));
    expect(await output()).toEqual({
      ids: [...ids, 'contosonews'],
      result: 'It exists already (NOT_APPLIED).',
    });
  });

  test.each([
    ['urql.ts', ['@urql', 'wonka', '@0no-co']],
    ['apollo.ts', ['@apollo', 'rxjs', '@wry', 'optimism', 'graphql-tag', 'tslib']],
  ])('its %s compiles, and tells the outcome of a creation that fails', async (file, packages) => {
    const page = await readFile('docs/frontend.md', 'utf8');
    const [, program = ''] = new RegExp(`^\`\`\`ts ${file}\n(.*?)^\`\`\`$`, 'ms').exec(page) ?? [];
    const folder = await folderWith(`with-${file}`, ...packages);
    await writeFile(join(folder, file), program.replace('http://127.0.0.1:4000/graphql', url));
    expect(await compilerErrors(folder, file)).toBe('');
    expect(await run('node', [file], { cwd: folder })).toMatchObject({ stdout: 'CONFLICT NOT_APPLIED\n' });
    await writeFile(join(folder, file), program.replace('http://127.0.0.1:4000', await unusedUrl()));
    expect(await run('node', [file], { cwd: folder })).toMatchObject({
      stdout: 'Unknown: read the connection before you retry.\n',
    });
  });

  test('its signedInFetch sends the token that it gets, from each client', async () => {
    const page = await readFile('docs/frontend.md', 'utf8');
    const [, program = ''] = /^```ts signedInFetch.ts\n(.*?)^```$/ms.exec(page) ?? [];
    const packages = ['graphql-request', 'graphql-sse', '@urql', 'wonka', '@0no-co'];
    const apollo = ['@apollo', 'rxjs', '@wry', 'optimism', 'graphql-tag', 'tslib'];
    const folder = await folderWith('with-signed-in-fetch', ...packages, ...apollo);
    await writeFile(
      join(folder, 'clients.ts'),
      `import { ApolloClient, HttpLink, InMemoryCache } from '@apollo/client';
       import { Client, fetchExchange } from '@urql/core';
       import { GraphQLClient } from 'graphql-request';
       import { createClient } from 'graphql-sse';
       import { ExternalConnectionsDocument as query } from 'msgraph-gateway/client';
       ${program}
       const url = '${url}';
       const demo = signedInFetch(async () => 'demo');
       const expired = signedInFetch(async () => 'demo-expired');
       const none = async (read: Promise<unknown>) => String(await read.catch(() => 'rejected'));
       const graphqlRequest = (fetch: typeof globalThis.fetch) =>
         new GraphQLClient(url, { fetch }).request(query, {}).then(() => 'read');
       console.log(await none(graphqlRequest(demo)), await none(graphqlRequest(expired)));
       const urql = new Client({ url, exchanges: [fetchExchange], preferGetMethod: false, fetch: demo });
       console.log((await urql.query(query, {})).error ?? 'read');
       const link = new HttpLink({ uri: url, fetch: demo });
       const apollo = new ApolloClient({ cache: new InMemoryCache(), link });
       console.log((await apollo.query({ query })).error ?? 'read');
       createClient({ url, fetchFn: demo }).dispose();`,
    );
    expect(await compilerErrors(folder, 'clients.ts')).toBe('');
    expect(await run('node', ['clients.ts'], { cwd: folder })).toMatchObject({
      stdout: 'read rejected\nread\nread\n',
    });
  });

  test('what it says of responses with data and errors is so', async () => {
    const page = await readFile('docs/frontend.md', 'utf8');
    const [client = ''] = /new GraphQLClient\(url, .*?\)/.exec(page) ?? [];
    const [call = ''] = /rawRequest<.*?variables\)/s.exec(page) ?? [];
    expect(client).not.toBe('');
    const folder = await folderWith('with-raw-request', 'graphql-request');
    await writeFile(
      join(folder, 'raw.ts'),
      `import { print } from 'graphql';
       import { GraphQLClient } from 'graphql-request';
       import { ExternalConnectionsDocument, type ExternalConnectionsQuery } from 'msgraph-gateway/client';
       const url = '${url}';
       const headers = { authorization: 'Bearer demo' };
       const variables = { first: 1, after: '..' };
       const { data, errors } = await ${client}.${call};
       console.log(data.externalConnections, errors?.length);`,
    );
    expect(await compilerErrors(folder, 'raw.ts')).toBe('');
    expect(await run('node', ['raw.ts'], { cwd: folder })).toMatchObject({ stdout: 'null 1\n' });
  });

  test('the program in docs/subscriptions.md compiles, and prints each status', async () => {
    const page = await readFile('docs/subscriptions.md', 'utf8');
    const [, program = ''] = /^```ts follow.ts\n(.*?)^```$/ms.exec(page) ?? [];
    const folder = await folderWith('with-graphql-sse', 'graphql-sse');
    await writeFile(join(folder, 'follow.ts'), program.replace('http://127.0.0.1:4000/graphql', url));
    expect(await compilerErrors(folder, 'follow.ts')).toBe('');
    expect(await run('node', ['follow.ts'], { cwd: folder })).toMatchObject({
      stdout: 'COMPLETED\n',
      stderr: '',
    });
  });
});
