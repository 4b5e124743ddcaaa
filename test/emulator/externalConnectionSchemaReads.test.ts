import { describe, expect, it } from 'vitest';
import { at, guid, listAt, start } from './client.ts';

const root = '/external/connections';

describe('a schema', () => {
  it("is, before it is registered, the real service's 404", async () => {
    const { call } = await start();
    expect(await call('GET', `${root}/contososervicedesk/schema`)).toMatchObject({
      status: 404,
      body: {
        error: {
          code: 'ItemNotFound',
          innerError: {
            code: 'ResourceNotFound',
            source: 'Schema',
            message: "'Schema' was not found.",
            'request-id': expect.stringMatching(guid),
          },
        },
      },
    });
    expect(await call('GET', `${root}/nosuch/schema`)).toMatchObject({
      status: 404,
      body: { error: { innerError: { source: 'Connection' } } },
    });
  });

  it('cannot be deleted, as was recorded of the real service', async () => {
    const { call } = await start();
    expect(await call('DELETE', `${root}/contosohr/schema`)).toMatchObject({
      status: 404,
      body: { error: { code: 'UnknownError' } },
    });
    expect(await call('GET', `${root}/contosohr/schema`)).toMatchObject({ status: 200 });
  });

  it('has the members behind unknownFutureValue only for clients that ask for them', async () => {
    const { call } = await start();
    const path = `/connections/contosohr/schema?$select=properties`;
    const seen = async (headers: Record<string, string>) => {
      const { body } = await call('GET', path, undefined, headers);
      const properties = listAt(body, 'properties');
      return properties.flatMap((property) => [at(property, 'type'), ...listAt(property, 'labels')]);
    };
    const all = await seen({ Prefer: 'return=minimal, include-unknown-enum-members' });
    expect(all).toEqual(expect.arrayContaining(['principal', 'iconUrl']));
    const known = await seen({});
    expect(known).toEqual(
      all.map((member) => (/principal|iconUrl/.test(String(member)) ? 'unknownFutureValue' : member)),
    );
  });

  it('honours $select, and rejects other options and properties', async () => {
    const { call } = await start();
    const path = `${root}/contosohr/schema`;
    const { body } = await call('GET', `${path}?$select=baseType`);
    expect(body).toMatchObject({ baseType: 'microsoft.graph.externalItem' });
    expect(body).not.toHaveProperty('properties');
    for (const option of ['$select=id', "$filter=name eq 'x'", '$top=1', '$expand=properties']) {
      expect(await call('GET', `${path}?${option}`)).toMatchObject({ status: 400 });
    }
  });

  it('of a sample connection fits its state', async () => {
    const { call } = await start();
    const labels = async (id: string) => {
      const { status, body } = await call('GET', `${root}/${id}/schema`, undefined, {
        Prefer: 'include-unknown-enum-members',
      });
      return status === 200
        ? listAt(body, 'properties').flatMap((property) => listAt(property, 'labels'))
        : status;
    };
    const needed = ['title', 'url', 'iconUrl'];
    expect(await labels('contosohr')).toEqual(expect.arrayContaining(needed));
    expect(await labels('fabrikamwiki')).not.toEqual(expect.arrayContaining(needed));
    expect(await labels('contososervicedesk')).toBe(404);
  });

  it('ends with its connection: one that is created later with the same id has none', async () => {
    const { call } = await start({ deleteDelayMs: 0, operationMs: 0 });
    expect(await call('GET', `${root}/contosohr/schema`)).toMatchObject({ status: 200 });
    await call('DELETE', `${root}/contosohr`);
    await call('POST', root, { id: 'contosohr', name: 'Second' });
    expect(await call('GET', `${root}/contosohr/schema`)).toMatchObject({ status: 404 });
  });
});
