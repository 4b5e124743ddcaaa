import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeAll, describe, expect, test } from 'vitest';
import { killAll, launch } from '../support/process.ts';
import { command, compilerErrors, folderWith, installed } from './support/installed.ts';
import { run } from './support/project.ts';

// What docs/trusted-documents.md says, with the packed manifest.

const OWN = { 'sha256:own': 'query Own { externalConnections(first: 1) { nodes { id } } }' };

let page = '';
let folder = '';
beforeAll(async () => {
  await installed();
  page = await readFile('docs/trusted-documents.md', 'utf8');
  folder = await folderWith('trusted', '@urql', '@apollo', 'graphql');
}, 300_000);
afterEach(killAll);

describe('docs/trusted-documents.md', () => {
  test('the manifest of the package has the ids of the typed documents of its client, and no others', async () => {
    const program = `import * as client from 'msgraph-gateway/client';
      import manifest from 'msgraph-gateway/persisted-documents.json' with { type: 'json' };
      const ids = Object.values(client).flatMap(({ __meta__ }) => __meta__?.hash ?? []);
      console.log(JSON.stringify({ ids: ids.sort(), listed: Object.keys(manifest).sort() }));`;
    await writeFile(join(folder, 'ids.js'), program);
    const { stdout } = await run('node', ['ids.js'], { cwd: folder });
    const { ids, listed }: Record<string, string[]> = JSON.parse(stdout);
    expect(ids?.length).toBeGreaterThan(15);
    expect(listed).toEqual(ids);
  });

  test('its line merges manifests, and the gateway runs the documents of each', async () => {
    const [line = ''] = /^node -p .*$/m.exec(page) ?? [];
    await mkdir(join(folder, 'src/gql'), { recursive: true });
    await writeFile(join(folder, 'src/gql/persisted-documents.json'), JSON.stringify(OWN));
    await run('sh', ['-c', line], { cwd: folder });

    const settings = { TRUSTED_DOCUMENTS: join(folder, 'persisted-documents.json') };
    const { printed } = launch(`exec ${await command()} --emulator --port 0`, settings);
    const [url = ''] = /http:\S+\/graphql/.exec(await printed('/graphql')) ?? [];
    const packed = join(folder, 'node_modules/msgraph-gateway/dist/client/persisted-documents.json');
    const texts: Record<string, string> = JSON.parse(await readFile(packed, 'utf8'));
    const [listed] =
      Object.entries(texts).find(([, text]) => text.includes('query ExternalConnections(')) ?? [];
    for (const documentId of [listed, 'sha256:own']) {
      const response = await fetch(url, {
        method: 'POST',
        headers: { 'content-type': 'application/json', authorization: 'Bearer demo' },
        body: JSON.stringify({ documentId, variables: { first: 1 } }),
      });
      expect(await response.json()).toMatchObject({
        data: { externalConnections: { nodes: [{ id: 'contosohr' }] } },
      });
    }
  });

  test('the line that starts the gateway does so', async () => {
    const lines = [...page.matchAll(/^(TRUSTED_DOCUMENTS=\S+) npx msgraph-gateway (.+)$/gm)];
    expect(lines).toHaveLength(page.match(/^TRUSTED_DOCUMENTS=/gm)?.length ?? 0);
    expect(lines).toHaveLength(1);
    for (const [, setting, options] of lines) {
      const line = `${setting} exec ${await command()} ${options} --port 0`;
      expect(await launch(`cd '${folder}' && ${line}`, {}).printed('/graphql')).toMatch(/http:\S+\/graphql/);
    }
  });

  test('the set-ups of urql and Apollo Client compile', async () => {
    const [, helper = ''] = /^```ts\n(const idOf.*?)^```$/ms.exec(page) ?? [];
    const row = /^\| (?:urql|Apollo Client), `(.+?)` \| `(?:new )?(\w+)(.*)` \|$/gm;
    const rows = [...page.matchAll(row)];
    expect(rows).toHaveLength(2);
    const imports = rows.map(([, module, name]) => `import { ${name} } from '${module}';`);
    const setups = rows.map(([setup]) => setup.split('`').at(-2));
    const program = `${imports.join('\n')}
      ${helper}export const setups = [${setups.join()}];`;
    await writeFile(join(folder, 'setups.ts'), program);
    expect(await compilerErrors(folder, 'setups.ts')).toBe('');
  });
});
