import { describe, expect, it } from 'vitest';
import { start } from './client.ts';

const baseType = 'microsoft.graph.externalItem';
const path = '/external/connections/contososervicedesk/schema';
const title = { name: 'title', type: 'string', isSearchable: true, isRetrievable: true, labels: ['title'] };

function rejected(about: string): object {
  return {
    status: 400,
    body: {
      error: {
        code: 'InvalidRequest',
        message: 'The request is malformed or incorrect.',
        innerError: { code: expect.any(String), message: expect.stringContaining(about) },
      },
    },
  };
}

function numbered(count: number): object[] {
  return Array.from({ length: count }, (_, i) => ({ name: `property${i}`, type: 'string' }));
}

describe('the body of a schema', () => {
  it.each([
    ['no base type', { properties: [title] }, "'baseType'"],
    ['another base type', { baseType: 'microsoft.graph.driveItem', properties: [title] }, "'baseType'"],
    ['no properties', { baseType }, "'properties'"],
    ['an empty list of properties', { baseType, properties: [] }, "'properties'"],
    ['129 properties', { baseType, properties: numbered(129) }, "'properties'"],
    ['strings as properties', { baseType, properties: ['title'] }, "'properties'"],
    ['an unknown property', { baseType, properties: [title], colour: 'red' }, "'colour'"],
    ['two properties of one name', { baseType, properties: [title, { ...title, labels: [] }] }, "'title'"],
    [
      'one label on two properties',
      { baseType, properties: [title, { ...title, name: 'heading' }] },
      "'title' is on more than one property",
    ],
  ])('is rejected with %s', async (_what, body, about) => {
    const { call } = await start();
    expect(await call('PATCH', path, body)).toMatchObject(rejected(about));
    expect(await call('GET', path)).toMatchObject({ status: 404 });
  });

  it.each([
    ['no name', { name: undefined }, "'name'"],
    ['a name of 33 characters', { name: 'n'.repeat(33) }, "'name'"],
    ['a name with a space', { name: 'the title' }, "'name'"],
    ['no type', { type: undefined }, "'type'"],
    ['an unknown type', { type: 'text' }, 'propertyType'],
    ['the type unknownFutureValue', { type: 'unknownFutureValue' }, 'propertyType'],
    ['an unknown label', { labels: ['headline'] }, 'label'],
    ['a string as labels', { labels: 'title' }, "'labels'"],
    ['an alias of 33 characters', { aliases: ['a'.repeat(33)] }, "'aliases'"],
    ['a description of 201 characters', { description: 'd'.repeat(201) }, "'description'"],
    ['a number as a boolean', { isSearchable: 1 }, "'isSearchable'"],
    ['an unknown attribute', { isSortable: true }, "'isSortable'"],
    ['an unknown importance', { rankingHint: { importanceScore: 'highest' } }, 'rankingImportanceScore'],
    ['both refinable and searchable', { isRefinable: true }, "'isRefinable'"],
    ['searchable although it is a number', { type: 'int64' }, "'isSearchable'"],
    ['searchable and matched exactly', { isExactMatchRequired: true }, "'isExactMatchRequired'"],
    ['labelled but not retrievable', { isRetrievable: false }, "'labels'"],
  ])('is rejected if a property has or is %s', async (_what, change, about) => {
    const { call } = await start();
    const body = { baseType, properties: [{ ...title, ...change }] };
    expect(await call('PATCH', path, body)).toMatchObject(rejected(about));
    expect(await call('GET', path)).toMatchObject({ status: 404 });
  });

  it('may have 128 properties, and names of 32 characters', async () => {
    const { call } = await start();
    const properties = [{ name: 'n'.repeat(32), type: 'principalCollection' }, ...numbered(127)];
    expect(await call('PATCH', path, { baseType, properties })).toMatchObject({ status: 202 });
  });

  it('may have every attribute, and annotations, which are ignored', async () => {
    const { call } = await start();
    const property = {
      name: 'team',
      type: 'stringCollection',
      description: 'Teams',
      aliases: ['group'],
      labels: ['authors', 'tags'],
      isSearchable: true,
      isQueryable: true,
      isRetrievable: true,
      isRefinable: false,
      isExactMatchRequired: false,
      rankingHint: { importanceScore: 'veryHigh' },
    };
    const body = {
      '@odata.type': '#microsoft.graph.externalConnectors.schema',
      baseType,
      properties: [{ ...property, 'labels@odata.type': '#Collection(label)' }],
    };
    expect(await call('PATCH', path, body)).toMatchObject({ status: 202 });
    const prefer = { Prefer: 'include-unknown-enum-members' };
    expect((await call('GET', path, undefined, prefer)).body).toHaveProperty('properties', [property]);
  });

  it("may be that of Microsoft's example, with booleans as strings", async () => {
    const { call } = await start();
    const properties = [
      { name: 'ticketTitle', type: 'string', isSearchable: 'true', isRetrievable: 'true', labels: ['title'] },
      { name: 'priority', type: 'string', isQueryable: 'true', isRetrievable: 'true', isSearchable: 'false' },
      { name: 'assignee', type: 'string', isRetrievable: 'true' },
    ];
    expect(await call('PATCH', path, { baseType, properties })).toMatchObject({ status: 202 });
    expect((await call('GET', path)).body).toMatchObject({
      properties: [
        { isSearchable: true, isRetrievable: true, isQueryable: false },
        { isSearchable: false, isRetrievable: true, isQueryable: true },
        { isSearchable: false, isRetrievable: true, isQueryable: false },
      ],
    });
  });

  it('is not validated if the connection does not exist', async () => {
    const { call } = await start();
    expect(await call('PATCH', '/external/connections/nosuch/schema', { colour: 'red' })).toMatchObject({
      status: 404,
    });
  });
});
