import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { cp, mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { promisify } from 'node:util';
import { composeServices } from '@theguild/federation-composition';
import { parse } from 'graphql';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { killAll, type Launched, launch } from './support/process.ts';

// "Adding a Graph resource" in CONTRIBUTING.md, followed literally: a copy of the repository gets the files in recipe/
// and one import line for each resource; nothing else is edited. The resources are made up: labels, and below each
// label a collection of sublabels, whose ids are unique there only.

const RECIPE = 'test/e2e/recipe';
const IMPORTS = "import './label.ts';\nimport './sublabel.ts';\n";

let folder = '';
let endpoint = '';
let moved: Promise<string> | undefined;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'recipe-'));
  for (const name of ['src', 'emulator', 'package.json', 'tsconfig.json']) {
    await cp(name, join(folder, name), { recursive: true });
  }
  await symlink(join(process.cwd(), 'node_modules'), join(folder, 'node_modules'));
  await cp(RECIPE, folder, { recursive: true });
  const index = join(folder, 'src/schema/index.ts');
  await writeFile(index, `${await readFile(index, 'utf8')}${IMPORTS}`);
  endpoint = await endpointOf(start({ MAX_COST: '100' }));
});
afterAll(async () => {
  killAll();
  await rm(folder, { recursive: true });
});

/** Starts the gateway of the copy, and its emulator. */
function start(settings: Readonly<Record<string, string>>): Launched {
  return launch(`cd '${folder}' && node src/main.ts`, { PORT: '0', ...settings });
}

async function endpointOf(gateway: Launched): Promise<string> {
  return /http:\S+\/graphql/.exec(await gateway.printed('curl'))?.[0] ?? '';
}

/** A gateway whose setting leads to a path that Graph does not know. */
function movedEndpoint(): Promise<string> {
  moved ??= endpointOf(start({ GRAPH_LABELS_PATH: '/elsewhere/labels' }));
  return moved;
}

async function execute(query: string, variables: object = {}, { url = endpoint, token = 'demo' } = {}) {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
    body: JSON.stringify({ query, variables }),
  });
  return await response.json();
}

test('a resource is three new files, and they type-check', async () => {
  const entries = await readdir(RECIPE, { recursive: true, withFileTypes: true });
  const files = entries.flatMap((entry) => (entry.isFile() ? [join(entry.parentPath, entry.name)] : []));
  expect(files).toHaveLength(2 * 3);
  expect(files.filter((file) => existsSync(relative(RECIPE, file)))).toEqual([]);
  await promisify(execFile)('node_modules/.bin/tsc', ['--project', folder]);
});

describe('the path of a resource', () => {
  test('is a setting; an invalid value is reported by name', async () => {
    const { code, errors } = await start({ GRAPH_LABELS_PATH: 'labels/' }).exited;
    expect(code).toBe(1);
    expect(errors).toMatch(/^The gateway cannot start:\n {2}GRAPH_LABELS_PATH: expected a path .*\n$/);
  });

  test('can be moved; where Graph does not know it, the error names the setting', async () => {
    const url = await movedEndpoint();
    const { errors } = await execute('{ label(id: "hr") { id } }', {}, { url });
    expect(errors[0].message).toContain("segment 'elsewhere'");
    expect(errors[0].message).toContain('GRAPH_LABELS_PATH');
  });
});

describe('an item', () => {
  test('is read by id, alone and with others', async () => {
    const query = '{ label(id: "hr") { id name } labelsById(ids: ["sales", "none", "legal"]) { name } }';
    expect(await execute(query)).toEqual({
      data: {
        label: { id: 'hr', name: 'Human resources' },
        labelsById: [{ name: 'Sales' }, null, { name: 'Legal' }],
      },
    });
  });

  test('is null if it does not exist; below an item as well, and below one that does not exist', async () => {
    const query = `{
      label(id: "none") { id }
      a: sublabel(labelId: "hr", id: "none") { id }
      b: sublabel(labelId: "none", id: "1") { id }
    }`;
    expect(await execute(query)).toEqual({ data: { label: null, a: null, b: null } });
  });

  test('has an id that cannot leave the collection', async () => {
    const { errors } = await execute('{ sublabel(labelId: "..", id: "labels") { id } }');
    expect(errors).toMatchObject([{ extensions: { code: 'BAD_USER_INPUT', argument: 'labelId' } }]);
  });
});

test.each([
  ['labels', '', ['Human resources', 'Legal', 'Sales']],
  ['sublabels', 'labelId: "hr"', ['Absence', 'Pay', 'Training']],
])('%s are listed page by page', async (field, args, names) => {
  const query = `query ($after: String) {
    list: ${field}(${args} first: 2, after: $after) { nodes { name } pageInfo { hasNextPage endCursor } }
  }`;
  const first = (await execute(query)).data.list;
  expect(first.pageInfo.hasNextPage).toBe(true);
  const second = (await execute(query, { after: first.pageInfo.endCursor })).data.list;
  expect(second.pageInfo).toEqual({ hasNextPage: false, endCursor: null });
  expect([...first.nodes, ...second.nodes]).toEqual(names.map((name) => ({ name })));
});

test('a failed write has its outcome', async () => {
  const { data, errors } = await execute(
    'mutation { a: createLabel(name: "New") { name } b: createLabel(name: "Taken") { name } }',
    {},
    { token: 'another-tenant' },
  );
  expect(data).toEqual({ a: { name: 'New' }, b: null });
  expect(errors).toMatchObject([{ extensions: { code: 'CONFLICT', outcome: 'NOT_APPLIED' } }]);
});

describe('an entity', () => {
  test('is found by its key, which can be compound', async () => {
    const query = `query ($representations: [_Any!]!) {
      _entities(representations: $representations) { ... on Label { name } ... on Sublabel { labelId title: name } }
    }`;
    const representations = [
      { __typename: 'Sublabel', labelId: 'legal', id: '1' },
      { __typename: 'Sublabel', labelId: 'hr', id: '1' },
      { __typename: 'Label', id: 'legal' },
      { __typename: 'Sublabel', labelId: 'legal', id: '2' },
    ];
    expect(await execute(query, { representations })).toEqual({
      data: {
        _entities: [
          { labelId: 'legal', title: 'Contracts' },
          { labelId: 'hr', title: 'Absence' },
          { name: 'Legal' },
          null,
        ],
      },
    });
  });

  test('is composed with a subgraph that adds fields to it', async () => {
    const { data } = await execute('{ _service { sdl } }');
    const ownership = `
      extend schema @link(url: "https://specs.apollo.dev/federation/v2.0", import: ["@key"])
      type Sublabel @key(fields: "labelId id") { labelId: ID! id: ID! owner: String }
    `;
    const { supergraphSdl, errors } = composeServices([
      { name: 'msgraph', url: 'http://msgraph/graphql', typeDefs: parse(data._service.sdl) },
      { name: 'ownership', url: 'http://ownership/graphql', typeDefs: parse(ownership) },
    ]);
    expect(errors).toBeUndefined();
    expect(supergraphSdl).toContain(
      'type Sublabel @join__type(graph: MSGRAPH, key: "labelId id") @join__type(graph: OWNERSHIP, key: "labelId id") {',
    );
  });
});

describe("the cost of a query is the schema's own complexity", () => {
  const tooExpensive = [{ extensions: { code: 'LIMIT_EXCEEDED', limit: 'cost', max: 100 } }];

  // The list costs 1, and each of its items 3.
  const ids = (size: number) => JSON.stringify(Array.from({ length: size }, (_, index) => `id${index}`));
  test.each<[string, (size: number) => string]>([
    ['a page', (size) => `{ labels(first: ${size}) { nodes { id name } } }`],
    ['a page below an item', (size) => `{ sublabels(labelId: "hr", first: ${size}) { nodes { id name } } }`],
    ['a lookup', (size) => `{ labelsById(ids: ${ids(size)}) { id name words(most: 1) } }`],
  ])('for %s', async (_, query) => {
    expect((await execute(query(33))).errors).toBeUndefined();
    expect((await execute(query(34))).errors).toMatchObject(tooExpensive);
  });

  test('for a field with an argument of any name', async () => {
    const query = 'query ($most: Int!) { label(id: "hr") { words(most: $most) } }';
    const words = ['leave', 'salary', 'training'];
    expect(await execute(query, { most: 99 })).toEqual({ data: { label: { words } } });
    expect((await execute(query, { most: 100 })).errors).toMatchObject(tooExpensive);
  });
});

describe('a collection below an item', () => {
  test('has no setting of its own, and its errors name the setting of the outer one', async () => {
    const url = await movedEndpoint();
    const { errors } = await execute('{ sublabels(labelId: "hr") { nodes { id } } }', {}, { url });
    expect(errors[0].message).toContain('GRAPH_LABELS_PATH');
    expect(errors[0].message).not.toContain('SUBLABELS');
  });

  test('is NOT_FOUND below an item that does not exist, and blames no setting', async () => {
    const { data, errors } = await execute('{ sublabels(labelId: "none", first: 2) { nodes { id } } }');
    expect(data).toEqual({ sublabels: null });
    expect(errors).toMatchObject([{ extensions: { code: 'NOT_FOUND' } }]);
    expect(errors[0].message).not.toContain('GRAPH_');
  });
});
