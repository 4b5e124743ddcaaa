import { describe, expect, it } from 'vitest';
import { start } from './client.ts';

const valid = { id: 'newhr', name: 'New HR' };

function malformed(about: string): object {
  return {
    status: 400,
    body: {
      error: {
        code: 'InvalidRequest',
        message: 'The request is malformed or incorrect.',
        innerError: {
          code: expect.any(String),
          message: expect.stringContaining(about),
          date: expect.any(String),
          'request-id': expect.any(String),
          'client-request-id': expect.any(String),
        },
      },
    },
  };
}

describe('the body of a create', () => {
  it.each([
    ['no id', { name: 'New HR' }, "'id'"],
    ['an id of 2 characters', { ...valid, id: 'ab' }, "'id'"],
    ['an id of 33 characters', { ...valid, id: 'a'.repeat(33) }, "'id'"],
    ['an id with a hyphen', { ...valid, id: 'new-hr' }, "'id'"],
    ['an id that starts with Microsoft', { ...valid, id: 'MicrosoftHR' }, 'Microsoft'],
    ['a reserved id', { ...valid, id: 'SharePoint' }, 'SharePoint'],
    ['no name', { id: 'newhr' }, "'name'"],
    ['an empty name', { ...valid, name: '' }, "'name'"],
    ['a name of 129 characters', { ...valid, name: 'n'.repeat(129) }, "'name'"],
    ['an unknown property', { ...valid, colour: 'red' }, "'colour'"],
    ['a read-only property', { ...valid, ingestedItemsCount: 1 }, "'ingestedItemsCount'"],
    ['a number as the name', { ...valid, name: 7 }, "'name'"],
    ['an array as the content experiences', { ...valid, enabledContentExperiences: ['search'] }, 'array'],
    ['a string as the configuration', { ...valid, configuration: 'x' }, "'configuration'"],
    [
      'numbers as the authorized apps',
      { ...valid, configuration: { authorizedAppIds: [1] } },
      "'authorizedAppIds'",
    ],
  ])('is rejected with %s', async (_what, body, about) => {
    const { call } = await start();
    expect(await call('POST', '/external/connections', body)).toMatchObject(malformed(about));
    expect(await call('GET', '/external/connections/newhr')).toMatchObject({ status: 404 });
  });

  it('may have every documented property, and annotations, which are ignored', async () => {
    const { call } = await start();
    const documented = {
      ...valid,
      description: 'Every property',
      connectorId: '9d2f7f6c-2f4e-4b0e-8d6d-6f1e5e0c7a11',
      contentCategory: 'crm',
      enabledContentExperiences: 'search, compliance',
      activitySettings: { urlToItemResolvers: [] },
      searchSettings: { searchResultTemplates: [] },
      complianceSettings: { eDiscoveryResultTemplates: [] },
    };
    const sent = {
      '@odata.type': '#microsoft.graph.externalConnection',
      'searchSettings@odata.type': 'searchSettings',
      ...documented,
      configuration: { '@odata.type': 'microsoft.graph.configuration', authorizedAppIds: [] },
    };
    expect(await call('POST', '/connections', sent)).toMatchObject({ status: 201, body: documented });
  });

  it.each([3, 32])('may have an id of %i characters', async (length) => {
    const { call } = await start();
    const id = 'a'.repeat(length);
    expect(await call('POST', '/connections', { id, name: 'n'.repeat(128) })).toMatchObject({ status: 201 });
  });
});

describe('the body of an update', () => {
  it.each([
    ['state', { state: 'ready' }],
    ['id', { id: 'other' }],
    ['searchSettings', { searchSettings: null }],
    ['name', { name: null }],
    ['description', { description: 5 }],
  ])('is rejected with an invalid %s', async (property, body) => {
    const { call } = await start();
    const before = await call('GET', '/connections/contosohr');
    expect(await call('PATCH', '/connections/contosohr', body)).toMatchObject(malformed(`'${property}'`));
    expect((await call('GET', '/connections/contosohr')).body).toEqual(before.body);
  });

  it('replaces the list of apps, also under its former name', async () => {
    const { call } = await start();
    const configuration = { authorizedApps: ['d310d35d-72ec-47dd-92f2-fb9c40936555'] };
    await call('PATCH', '/connections/contosohr', { configuration });
    const { body } = await call('GET', '/connections/contosohr');
    expect(body).toHaveProperty('configuration.authorizedApps', configuration.authorizedApps);
    expect(body).not.toHaveProperty('configuration.authorizedAppIds');
  });

  it('changes nothing if it is empty', async () => {
    const { call } = await start();
    const before = await call('GET', '/connections/contosohr');
    expect(await call('PATCH', '/connections/contosohr', {})).toMatchObject({ status: 204 });
    expect((await call('GET', '/connections/contosohr')).body).toEqual(before.body);
  });

  it('is not validated if the connection does not exist', async () => {
    const { call } = await start();
    expect(await call('PATCH', '/connections/nosuch', { colour: 'red' })).toMatchObject({ status: 404 });
  });
});
