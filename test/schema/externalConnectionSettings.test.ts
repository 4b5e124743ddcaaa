import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { startTestGateway, type TestGateway } from '../support/gateway.ts';

// The rules for the settings of a connection, and what is kept of an Adaptive Card.

let running: TestGateway;
beforeAll(async () => {
  running = await startTestGateway();
});
beforeEach(() => running.emulator.clear());
afterAll(() => running.close());

const CREATE = `mutation ($input: CreateExternalConnectionInput!) {
  createExternalConnection(input: $input) { searchSettings { searchResultTemplates { layout } } }
}`;
const UPDATE =
  'mutation ($input: UpdateExternalConnectionInput!) { updateExternalConnection(input: $input) { id } }';

const template = { id: 'default', priority: 1, layout: {} };
const rule = { operation: 'EQUALS', property: 'title', values: ['a'], valuesJoinedBy: 'OR' };
const resolver = { itemId: '{id}', urlMatchInfo: { baseUrls: ['https://a'], urlPattern: '/(?<id>.*)' } };
const search = (...searchResultTemplates: object[]) => ({ searchSettings: { searchResultTemplates } });
const SEARCH = 'input.searchSettings.searchResultTemplates';

describe.each([
  ['createExternalConnection', CREATE, { id: 'contoso', name: 'Contoso' }],
  ['updateExternalConnection', UPDATE, { id: 'contoso' }],
])('%s rejects, without a call to Graph,', (name, document, required) => {
  test.each<[string, object, string]>([
    ['three templates', search(template, template, template), SEARCH],
    ['a template id of 17 characters', search({ ...template, id: 'a'.repeat(17) }), `${SEARCH}[0].id`],
    ['an empty template id', search({ ...template, id: '' }), `${SEARCH}[0].id`],
    ['a template id with a hyphen', search(template, { ...template, id: 'a-b' }), `${SEARCH}[1].id`],
    ['a priority of 0', search({ ...template, priority: 0 }), `${SEARCH}[0].priority`],
    ['a negative priority', search({ ...template, priority: -1 }), `${SEARCH}[0].priority`],
    ['a layout that is text', search({ ...template, layout: '{}' }), `${SEARCH}[0].layout`],
    ['a layout that is a list', search({ ...template, layout: [] }), `${SEARCH}[0].layout`],
    ['a layout nested too deeply', search({ ...template, layout: nested(501) }), `${SEARCH}[0].layout`],
    [
      'an unknown operation',
      search({ ...template, rules: [rule, { ...rule, operation: 'UNKNOWN_FUTURE_VALUE' }] }),
      `${SEARCH}[0].rules[1].operation`,
    ],
    [
      'an unknown operator',
      search({ ...template, rules: [{ ...rule, valuesJoinedBy: 'UNKNOWN_FUTURE_VALUE' }] }),
      `${SEARCH}[0].rules[0].valuesJoinedBy`,
    ],
    [
      'a wrong template for eDiscovery',
      { complianceSettings: { eDiscoveryResultTemplates: [{ ...template, id: 'é' }] } },
      'input.complianceSettings.eDiscoveryResultTemplates[0].id',
    ],
    [
      'a resolver without a positive priority',
      { activitySettings: { urlToItemResolvers: [resolver, { ...resolver, priority: 0 }] } },
      'input.activitySettings.urlToItemResolvers[1].priority',
    ],
    ['an unknown category', { contentCategory: 'UNKNOWN_FUTURE_VALUE' }, 'input.contentCategory'],
    [
      'an unknown experience',
      { enabledContentExperiences: ['SEARCH', 'UNKNOWN_FUTURE_VALUE'] },
      'input.enabledContentExperiences[1]',
    ],
    ['no experience at all', { enabledContentExperiences: [] }, 'input.enabledContentExperiences'],
    [
      'both names of the list of apps',
      { configuration: { authorizedAppIds: [], authorizedApps: [] } },
      'input.configuration',
    ],
  ])('%s', async (_, settings, argument) => {
    const result = await running.execute(document, { input: { ...required, ...settings } });
    expect(result).toMatchObject({
      data: { [name]: null },
      errors: [{ extensions: { code: 'BAD_USER_INPUT', argument, outcome: 'NOT_APPLIED' } }],
    });
    expect(result.errors?.[0]?.message).toContain(`${argument}: `);
    expect(running.emulator.requests).toEqual([]);
  });
});

/** An object of that many levels. */
function nested(levels: number): unknown {
  return levels === 0 ? 'innermost' : { inside: nested(levels - 1) };
}

describe('an Adaptive Card is kept', () => {
  /** As text, since a test's own objects would be changed by what it is about. */
  const cards: [string, string][] = [
    [
      '$schema and data bindings',
      `{"$schema":"http://adaptivecards.io/schemas/adaptive-card.json","$data":"\${x}","$when":"\${y != 1}"}`,
    ],
    [
      'names of prototypes',
      '{"__proto__":{"toString":1},"constructor":{"prototype":null},"hasOwnProperty":false}',
    ],
    ['null, booleans and empty values', '{"a":null,"b":[],"c":{},"d":"","e":false,"f":0}'],
    ['any text', '{"text":"ü 漢字 🎈 \\u0000 \\u2028 </script> \\\\ \\"","🎈":"\\r\\n\\t"}'],
    ['numbers', '{"a":9007199254740991,"b":-1.5e-7,"c":1e+308,"d":0.1,"e":5e-324}'],
    ['the order of names', '{"z":1,"a":2,"m":{"y":1,"b":2}}'],
    ['annotations', '{"@odata.type":"#x","a@odata.bind":["y"]}'],
    ['500 levels', JSON.stringify(nested(500))],
  ];

  /** The text of the layout in a body or a response. */
  const layoutIn = (text: string) => /"layout":(.*?)\}(?:,"[a-z]+":[^{}]*)*\]\}/s.exec(text)?.[1];

  test.each(cards)('with %s, on its way to Graph and back', async (_, card) => {
    const token = `card-${cards.findIndex(([, text]) => text === card)}`;
    const input = `{"id":"contoso","name":"Contoso","searchSettings":{"searchResultTemplates":[{"id":"a","priority":1,"layout":${card}}]}}`;
    const response = await running.gateway.fetch('http://gateway/graphql', {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
      body: `{"query":${JSON.stringify(CREATE)},"variables":{"input":${input}}}`,
    });
    const plain = JSON.stringify(JSON.parse(card));
    expect(JSON.stringify(running.emulator.requests[0]?.body)).toContain(`"layout":${plain}`);
    expect(layoutIn(await response.text())).toBe(plain);
  });

  test('but with its integers beyond 2^53 rounded, as the schema says', async () => {
    const body =
      '{"id":"x","searchSettings":{"searchResultTemplates":[{"layout":{"a":[9007199254740993,-1]}}]}}';
    running.emulator.failNext({ status: 200, headers: { 'content-type': 'application/json' }, body });
    const result = await running.execute(
      '{ externalConnection(id: "x") { searchSettings { searchResultTemplates { layout } } } }',
    );
    expect(JSON.stringify(result)).toContain('"layout":{"a":[9007199254740992,-1]}');
    const { data } = await running.execute<{ __type: object }, object>(
      '{ __type(name: "ExternalConnectionDisplayTemplate") { fields { name description } } }',
    );
    expect(data?.__type).toMatchObject({
      fields: expect.arrayContaining([
        {
          name: 'layout',
          description: expect.stringContaining(
            'an integer beyond 2^53 is rejected in an input, and rounded where it is read',
          ),
        },
      ]),
    });
  });

  test('or rejected, with an integer beyond 2^53 in a literal', async () => {
    const document = `mutation { createExternalConnection(input: { id: "literal", name: "L", searchSettings: {
      searchResultTemplates: [{ id: "a", priority: 1, layout: { a: [12345678901234567890] } }]
    } }) { id } }`;
    const { errors } = await running.execute(document);
    const argument = 'input.searchSettings.searchResultTemplates[0].layout';
    expect(errors).toMatchObject([
      { message: expect.stringContaining('an integer beyond 2^53'), extensions: { argument } },
    ]);
    expect(running.emulator.requests).toEqual([]);
  });

  test('as a literal of a document, variables in it included', async () => {
    const document = `mutation ($text: String!) {
      createExternalConnection(input: { id: "literal", name: "L", searchSettings: { searchResultTemplates: [
        { id: "a", priority: 1, layout: { type: "AdaptiveCard", __proto__: { a: [1, -2.5, null, true] }, text: $text } }
      ] } }) { searchSettings { searchResultTemplates { layout } } }
    }`;
    const { data, errors } = await running.execute(document, { text: `\${title}` });
    expect(errors).toBeUndefined();
    const plain = `{"type":"AdaptiveCard","__proto__":{"a":[1,-2.5,null,true]},"text":"\${title}"}`;
    expect(JSON.stringify(running.emulator.requests[0]?.body)).toContain(plain);
    expect(JSON.stringify(data)).toContain(plain);
  });

  test.each(['1e400', '-1e999'])('or rejected: the number %s is no double', async (number) => {
    const input = `{"id":"contoso","name":"C","searchSettings":{"searchResultTemplates":[{"id":"a","priority":1,"layout":{"a":[${number}]}}]}}`;
    const response = await running.gateway.fetch('http://gateway/graphql', {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: 'Bearer alice' },
      body: `{"query":${JSON.stringify(CREATE)},"variables":{"input":${input}}}`,
    });
    expect(await response.json()).toMatchObject({
      errors: [{ extensions: { code: 'BAD_USER_INPUT', argument: `${SEARCH}[0].layout` } }],
    });
    expect(running.emulator.requests).toEqual([]);
  });

  test.each([
    ['nested too deeply', `${'['.repeat(20_000)}${']'.repeat(20_000)}`],
    ['with a number that is no double', '{"a":1e400}'],
  ])('or is the error of its field, if it comes from Graph %s', async (_, layout) => {
    const body = `{"id":"x","searchSettings":{"searchResultTemplates":[{"id":"a","layout":${layout}}]}}`;
    const headers = { 'content-type': 'application/json' };
    for (let execution = 0; execution < 25; execution += 1) {
      running.emulator.failNext({ status: 200, headers, body });
      const result = await running.execute(
        '{ externalConnection(id: "x") { id searchSettings { searchResultTemplates { id layout } } } }',
      );
      expect(result).toMatchObject({
        data: {
          externalConnection: {
            id: 'x',
            searchSettings: { searchResultTemplates: [{ id: 'a', layout: null }] },
          },
        },
        errors: [{ path: ['externalConnection', 'searchSettings', 'searchResultTemplates', 0, 'layout'] }],
      });
    }
  });
});

test('a page of 100 connections with every property is within the limit on cost', async () => {
  const template = '{ id priority layout rules { operation property values valuesJoinedBy } }';
  const { errors } = await running.execute(`{ externalConnections { nodes {
    id name description state connectorId contentCategory enabledContentExperiences ingestedItemsCount
    configuration { authorizedAppIds }
    activitySettings { urlToItemResolvers { priority itemId urlMatchInfo { baseUrls urlPattern } } }
    searchSettings { searchResultTemplates ${template} }
    complianceSettings { eDiscoveryResultTemplates ${template} }
  } } }`);
  expect(errors).toBeUndefined();
});
