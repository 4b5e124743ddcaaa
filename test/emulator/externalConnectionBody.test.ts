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
    ['an unknown state', { ...valid, state: 'archived' }, 'connectionState'],
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
      '@odata.type': '#microsoft.graph.externalConnectors.externalConnection',
      'searchSettings@odata.type': 'searchSettings',
      ...documented,
      configuration: {
        '@odata.type': 'microsoft.graph.externalConnectors.configuration',
        authorizedAppIds: [],
      },
    };
    expect(await call('POST', '/connections', sent)).toMatchObject({ status: 201, body: documented });
  });

  it('may have an id that differs from a reserved one in case only', async () => {
    const { call } = await start();
    const id = 'teams';
    expect(await call('POST', '/connections', { ...valid, id })).toMatchObject({ status: 201, body: { id } });
    expect(await call('POST', '/connections', { ...valid, id: 'Teams' })).toMatchObject(
      malformed("'Teams' is reserved (case-sensitive)"),
    );
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
    ['id', { id: 5 }],
    ['ingestedItemsCount', { ingestedItemsCount: 5 }],
    ['searchSettings', { searchSettings: [] }],
    ['contentCategory', { contentCategory: null }],
    ['name', { name: null }],
    ['description', { description: 5 }],
  ])('is rejected with an invalid %s', async (property, body) => {
    const { call } = await start();
    const before = await call('GET', '/connections/contosohr');
    expect(await call('PATCH', '/connections/contosohr', body)).toMatchObject(malformed(`'${property}'`));
    expect((await call('GET', '/connections/contosohr')).body).toEqual(before.body);
  });

  const resolver = {
    '@odata.type': '#microsoft.graph.externalConnectors.itemIdResolver',
    priority: 1,
    itemId: '{ticket}',
    urlMatchInfo: { baseUrls: ['https://desk.contoso.com'], urlPattern: '/tickets/(?<ticket>[0-9]+)' },
  };
  const template = {
    id: 'desk',
    priority: 1,
    layout: { type: 'AdaptiveCard', version: '1.3', $data: `\${x}` },
  };

  it.each([
    ['the content experiences', { enabledContentExperiences: 'search, compliance' }],
    ['no content experience', { enabledContentExperiences: null }],
    ['the activity settings', { activitySettings: { urlToItemResolvers: [resolver] } }],
    ['the search settings', { searchSettings: { searchResultTemplates: [template] } }],
    ['no search settings', { searchSettings: null }],
    ['the compliance settings', { complianceSettings: { eDiscoveryResultTemplates: [template] } }],
    ['the content category', { contentCategory: 'qna' }],
    ['the connector', { connectorId: '9d2f7f6c-2f4e-4b0e-8d6d-6f1e5e0c7a11' }],
    [
      'what a create has',
      {
        id: 'contososervicedesk',
        name: 'Service Desk',
        description: 'Tickets',
        configuration: { authorizedAppIds: ['d310d35d-72ec-47dd-92f2-fb9c40936555'] },
      },
    ],
  ])('may be %s: it is kept, and the rest is unchanged', async (_what, body) => {
    const { call } = await start();
    const path = '/external/connections/contososervicedesk';
    const before = await call('GET', path);
    expect(await call('PATCH', path, body)).toMatchObject({ status: 204, body: undefined });
    const after = await call('GET', path);
    expect(after.body).toMatchObject(body);
    expect({ ...Object(after.body), ...body }).toEqual({
      ...Object(before.body),
      ...body,
      configuration: expect.anything(),
    });
  });

  it.each([
    ['enabledContentExperiences', 'search, compliant', 'contentExperienceType'],
    ['enabledContentExperiences', '', 'contentExperienceType'],
    ['contentCategory', 'tickets', 'contentCategory'],
  ])('is rejected if %s is "%s", which the type does not have', async (property, value, type) => {
    const { call } = await start();
    const body = { [property]: value };
    expect(await call('PATCH', '/connections/contosohr', body)).toMatchObject(malformed(type));
    expect(await call('POST', '/connections', { ...valid, ...body })).toMatchObject(malformed(`'${value}'`));
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
