import type { Choices, Options } from './choices.ts';

/** A value in a document and the same in variables. */
export interface Value {
  readonly literal: string;
  readonly json: unknown;
}

const value = (json: unknown, literal = JSON.stringify(json)): Value => ({ literal, json });

const CONNECTIONS = ['contosohr', 'fabrikamwiki', 'contososervicedesk'] as const;
const ENDPOINTS = ['5543b42f-b42f-5543-2fb4-43552fb44355', 'd93180c3-80c3-d931-c380-31d9c38031d9'] as const;

/** Ids that the `demo` tenant has, ids that it does not have, and what is no id. */
export const KNOWN_IDS: readonly string[] = [...CONNECTIONS, ...ENDPOINTS];
export const UNKNOWN_IDS = ['none', 'a-b_c.d', '5'] as const;
export const INVALID_IDS = ['..', 'a/b', '', '.x', 'é'] as const;

const IDS: Options<Value> = [
  value('contosohr'),
  ...[...CONNECTIONS, ...ENDPOINTS, ...CONNECTIONS, ...UNKNOWN_IDS, ...INVALID_IDS].map((id) => value(id)),
  // An ID may be written as a number, and a text in several ways.
  value(5),
  value('contosohr', '"""contosohr"""'),
  value('fabrikamwiki', '"\\u0066abrikamwiki"'),
];

const object = (fields: Readonly<Record<string, unknown>>): Value =>
  value(
    fields,
    `{ ${Object.entries(fields)
      .map(([name, json]) => `${name}: ${JSON.stringify(json)}`)
      .join(', ')} }`,
  );

const REPRESENTATIONS: Options<Value> = [
  object({ __typename: 'ExternalConnection', id: 'contosohr' }),
  object({ __typename: 'ExternalConnection', id: 'fabrikamwiki' }),
  object({ __typename: 'PrivateEndpointConnection', id: ENDPOINTS[0] }),
  object({ __typename: 'PrivateEndpointConnection', id: ENDPOINTS[1] }),
  object({ __typename: 'ExternalConnection', id: 'none' }),
  object({ __typename: 'ExternalConnection', id: '..' }),
  object({ __typename: 'ExternalConnection', id: 5 }),
  object({ __typename: 'ExternalConnection', id: null }),
  object({ __typename: 'ExternalConnection' }),
  object({ __typename: 'ExternalConnection', id: 'contosohr', owner: 'x' }),
  object({ __typename: 'Query', id: 'x' }),
  object({ __typename: 'toString', id: 'x' }),
  object({ id: 'contosohr' }),
  object({}),
  value(5),
  value('x'),
  value(true),
  value([]),
];

const NULL = value(null);

/** Values of a named input type, by what they are for; each passes validation, though not every resolver. */
const SCALARS: ReadonlyMap<string, Options<Value>> = new Map([
  ['ID', IDS],
  ['_Any', REPRESENTATIONS],
  ['Int', [value(2), value(1), value(3), value(100), value(0), value(-1), value(101)]],
  ['Boolean', [value(true), value(false)]],
  ['String', [value('x'), value(''), value('JHNraXB0b2tlbj14'), value('JHRvcD0yJiRza2lwPTI')]],
  // The name of a type.
  [
    '__type.name',
    [value('Query'), value('ExternalConnection'), value('_Entity'), value('_Any'), value('None')],
  ],
]);

/** Values that are none of a type, as variables. */
const WRONG: ReadonlyMap<string, Options<unknown>> = new Map([
  ['ID', [{}, [], true, 1.5, ['contosohr']]],
  ['_Any', [null]],
  ['Int', ['2', 1.5, true, 2 ** 31, {}, [1]]],
  ['Boolean', ['true', 1, {}, []]],
  ['String', [5, true, {}, ['x']]],
]);

/** One of the values of a scalar. */
export function scalarValue(choices: Choices, type: string, purpose: string): Value {
  return choices.of(SCALARS.get(purpose) ?? SCALARS.get(type) ?? [NULL]);
}

/** A list of values; now and then one value alone, which is a list of one. */
export function listOf(choices: Choices, item: () => Value, depth = 0): Value {
  if (depth === 0 && choices.chance(10)) {
    const single = item();
    // A list for an item of any value would be taken for the list of the items.
    if (!Array.isArray(single.json)) return single;
  }
  const items = Array.from({ length: choices.below(5) }, item);
  return {
    literal: `[${items.map(({ literal }) => literal).join(', ')}]`,
    json: items.map(({ json }) => json),
  };
}

/** What a caller could send by mistake. */
export function wrongValue(choices: Choices, type: string, list: boolean): unknown {
  const wrong = choices.of(WRONG.get(type) ?? [{}]);
  if (!list) return wrong;
  return choices.of<unknown>([[wrong], ['contosohr', null], [wrong, wrong], [[[]]]]);
}
