import { describe, expect, it } from 'vitest';
import { start } from './client.ts';

const connection = { id: 'newhr', name: 'New HR' };
const path = '/external/connections/contososervicedesk';
const namespace = 'microsoft.graph.externalConnectors';

const layout = { type: 'AdaptiveCard', version: '1.3', body: [] };
const template = { id: 'desk', priority: 1, layout };
const rule = { property: 'title', operation: 'null', values: [], valuesJoinedBy: 'or' };
const resolver = {
  '@odata.type': `#${namespace}.itemIdResolver`,
  priority: 1,
  itemId: '{ticket}',
  urlMatchInfo: { baseUrls: ['https://desk.contoso.com'], urlPattern: '/tickets/(?<ticket>[0-9]+)' },
};

function search(...searchResultTemplates: object[]): object {
  return { searchSettings: { searchResultTemplates } };
}

function resolvers(...urlToItemResolvers: object[]): object {
  return { activitySettings: { urlToItemResolvers } };
}

function compliance(...eDiscoveryResultTemplates: object[]): object {
  return { complianceSettings: { eDiscoveryResultTemplates } };
}

function rejected(about: string): object {
  return {
    status: 400,
    body: { error: { code: 'InvalidRequest', innerError: { message: expect.stringContaining(about) } } },
  };
}

describe('the settings of a connection', () => {
  it.each([
    ['more than 2 result templates', search(template, template, template), "'searchResultTemplates'"],
    ['a template without an id', search({ ...template, id: undefined }), "'id'"],
    ['a template id of 17 characters', search({ ...template, id: 't'.repeat(17) }), "'id'"],
    ['a template id with a hyphen', search({ ...template, id: 'service-desk' }), "'id'"],
    ['a template without a layout', search({ ...template, layout: undefined }), "'layout'"],
    ['a layout that is text', search({ ...template, layout: '{}' }), "'layout'"],
    ['a priority of 0', search({ ...template, priority: 0 }), "'priority'"],
    ['a priority that is not an integer', search({ ...template, priority: 1.5 }), 'Edm.Int32'],
    ['an unknown property of a template', search({ ...template, colour: 'red' }), "'colour'"],
    [
      'an unknown operation',
      search({ ...template, rules: [{ ...rule, operation: 'like' }] }),
      'ruleOperation',
    ],
    [
      'a rule without a property',
      search({ ...template, rules: [{ ...rule, property: null }] }),
      "'property'",
    ],
    [
      'an unknown operator',
      search({ ...template, rules: [{ ...rule, valuesJoinedBy: 'xor' }] }),
      'binaryOperator',
    ],
    ['numbers as values', search({ ...template, rules: [{ ...rule, values: [1] }] }), "'values'"],
    ['a list as settings', { searchSettings: [template] }, "'searchSettings'"],
    ['an unknown setting', { searchSettings: { templates: [] } }, "'templates'"],
    ['an invalid eDiscovery template', compliance({ ...template, id: '' }), "'id'"],
    [
      'a resolver without its type',
      resolvers({ ...resolver, '@odata.type': undefined }),
      "'@odata.type' is required",
    ],
    [
      'a resolver of the abstract type',
      resolvers({ ...resolver, '@odata.type': `${namespace}.urlToItemResolverBase` }),
      "'@odata.type' is required",
    ],
    ['a number as an item id', resolvers({ ...resolver, itemId: 7 }), "'itemId'"],
    ['text as base URLs', resolvers({ ...resolver, urlMatchInfo: { baseUrls: 'https://x' } }), "'baseUrls'"],
  ])('are rejected with %s', async (_what, settings, about) => {
    const { call } = await start();
    const before = await call('GET', path);
    expect(await call('PATCH', path, settings)).toMatchObject(rejected(about));
    expect(await call('POST', '/connections', { ...connection, ...settings })).toMatchObject(rejected(about));
    expect((await call('GET', path)).body).toEqual(before.body);
    expect(await call('GET', '/connections/newhr')).toMatchObject({ status: 404 });
  });

  it.each([
    [
      'two result templates, with rules',
      search({ ...template, rules: [rule] }, { ...template, id: 't'.repeat(16) }),
    ],
    ['three eDiscovery templates', compliance(template, template, template)],
    ['a resolver', resolvers(resolver)],
    [
      'a layout with annotations, which are part of the card',
      search({ ...template, layout: { '@odata.type': '#x' } }),
    ],
  ])('are kept as sent: %s', async (_what, settings) => {
    const { call } = await start();
    expect(await call('PATCH', path, settings)).toMatchObject({ status: 204 });
    expect((await call('GET', path)).body).toMatchObject(settings);
  });
});

describe('a type that the model does not have', () => {
  const unresolved = (type: string) => ({
    status: 400,
    body: {
      error: {
        code: 'InvalidRequest',
        innerError: {
          code: 'DeserializationError',
          message: `A type named '${type}' could not be resolved by the model. When a model is available, each type name must resolve to a valid type.`,
        },
      },
    },
  });

  it.each([
    ['#microsoft.graph.externalConnection', 'microsoft.substrateConnectors.externalConnection'],
    [`#${namespace}.connection`, 'microsoft.substrateConnectors.connection'],
    ['#Contoso.connection', 'Contoso.connection'],
  ])("is rejected with the service's own name for it: %s", async (type, name) => {
    const { call } = await start();
    const typed = { '@odata.type': type };
    expect(await call('POST', '/connections', { ...connection, ...typed })).toMatchObject(unresolved(name));
    expect(await call('PATCH', path, typed)).toMatchObject(unresolved(name));
    const schema = {
      baseType: 'microsoft.graph.externalItem',
      properties: [{ name: 'a', type: 'string', ...typed }],
    };
    expect(await call('PATCH', `${path}/schema`, schema)).toMatchObject(unresolved(name));
    expect(await call('PATCH', path, search({ ...template, ...typed }))).toMatchObject(unresolved(name));
  });
});
