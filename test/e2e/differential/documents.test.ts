import fc from 'fast-check';
import {
  type ASTNode,
  type DocumentNode,
  GraphQLError,
  getNamedType,
  getOperationAST,
  isCompositeType,
  Kind,
  parse,
  specifiedRules,
  TypeInfo,
  type ValidationRule,
  validate,
  visit,
  visitWithTypeInfo,
} from 'graphql';
import { describe, expect, test } from 'vitest';
import { INVALID_IDS, KNOWN_IDS, UNKNOWN_IDS } from '../../operations/support/arguments.ts';
import {
  ANY_COST,
  anyDocument,
  type GraphQLRequest,
  servedSchema,
  validDocument,
} from '../../operations/support/documents.ts';
import { codesOf, send } from '../../operations/support/requests.ts';
import { runGateway } from '../../support/running.ts';

// Other tests rely on it that these documents are as varied as those of real callers.

const sample = <T>(arbitrary: fc.Arbitrary<T>, numRuns: number, seed = 7) =>
  fc.sample(arbitrary, { numRuns, seed });

/** The kinds of syntax in a request. */
function kindsIn({ query, variables, operationName }: GraphQLRequest, document: DocumentNode): Set<string> {
  const kinds = new Set<string>();
  const typeInfo = new TypeInfo(servedSchema);
  const keys = new Map<string, string>();
  let fragments = 0;
  if (operationName !== undefined) kinds.add('an operation name');
  if (document.definitions.filter(({ kind }) => kind === Kind.OPERATION_DEFINITION).length > 1)
    kinds.add('two operations');
  visit(
    document,
    visitWithTypeInfo(typeInfo, {
      enter(node: ASTNode, _key, parent) {
        switch (node.kind) {
          case Kind.FIELD: {
            const { value: name } = node.name;
            const parentName = typeInfo.getParentType()?.name ?? '';
            if (node.alias !== undefined) kinds.add('an alias');
            if (name === '__typename') kinds.add('__typename');
            if (name === '_entities') kinds.add('_entities');
            if (name === '__schema' || name === '__type') kinds.add('introspection');
            if (name === '_service' || name === '_sdl') kinds.add('the SDL');
            if (isCompositeType(getNamedType(typeInfo.getType())) && !parentName.startsWith('__')) {
              const key = `${parentName}.${(node.alias ?? node.name).value}`;
              const given = (node.arguments ?? []).length;
              if (keys.has(key)) kinds.add(given > 0 ? 'a field merged, with arguments' : 'a field merged');
              keys.set(key, name);
            }
            break;
          }
          case Kind.INLINE_FRAGMENT:
            kinds.add(node.typeCondition ? 'an inline fragment' : 'an inline fragment without a type');
            if (typeInfo.getParentType()?.name === '_Entity') kinds.add('an inline fragment on _Entity');
            break;
          case Kind.FRAGMENT_DEFINITION:
            kinds.add('a fragment');
            fragments += 1;
            if (node.typeCondition.name.value === '_Entity') kinds.add('a fragment on _Entity');
            break;
          case Kind.FRAGMENT_SPREAD:
            if (fragments > 0) kinds.add('a fragment in a fragment');
            break;
          case Kind.DIRECTIVE:
            kinds.add(`@${node.name.value}`);
            if (node.arguments?.[0]?.value.kind === Kind.VARIABLE) kinds.add('a condition by a variable');
            break;
          case Kind.VARIABLE_DEFINITION: {
            const { value: name } = node.variable.name;
            const isRequired = node.type.kind === Kind.NON_NULL_TYPE;
            const isDefaulted = node.defaultValue !== undefined;
            const named = isRequired ? node.type.type : node.type;
            const given = Object.hasOwn(variables, name);
            kinds.add(isRequired ? 'a variable that is not null' : 'a variable that can be null');
            if (isDefaulted) kinds.add(isRequired ? 'a default of a non-null variable' : 'a default');
            if (named.kind === Kind.LIST_TYPE) kinds.add('a list variable');
            if (!given) kinds.add(isRequired && !isDefaulted ? 'a missing variable' : 'an omitted variable');
            if (given && variables[name] === null) kinds.add('a null');
            if (given && isDefaulted && variables[name] === null) kinds.add('a null for a default');
            break;
          }
          case Kind.VARIABLE:
            if (Array.isArray(parent)) kinds.add('a variable in a list');
            else if (parent !== undefined && 'kind' in parent && parent.kind === Kind.OBJECT_FIELD)
              kinds.add('a variable in an object');
            break;
          case Kind.NULL:
            kinds.add('a null in the document');
            break;
        }
      },
      leave(node) {
        if (node.kind === Kind.FRAGMENT_DEFINITION) fragments -= 1;
      },
    }),
  );
  const text = query + JSON.stringify(variables);
  const hasOne = (ids: readonly string[]) => ids.some((id) => text.includes(JSON.stringify(id)));
  if (hasOne(KNOWN_IDS)) kinds.add('an existing id');
  if (hasOne(UNKNOWN_IDS)) kinds.add('an unknown id');
  if (hasOne(INVALID_IDS)) kinds.add('an invalid id');
  if (text.includes('toString", id') || text.includes('"toString","id"')) kinds.add('a bad representation');
  if (Object.hasOwn(variables, '__proto__')) kinds.add('a variable named __proto__');
  return kinds;
}

const KINDS = [
  'an operation name',
  'two operations',
  'an alias',
  '__typename',
  '_entities',
  'introspection',
  'the SDL',
  'a field merged',
  'a field merged, with arguments',
  'an inline fragment',
  'an inline fragment without a type',
  'an inline fragment on _Entity',
  'a fragment',
  'a fragment on _Entity',
  'a fragment in a fragment',
  'a variable that is not null',
  'a variable that can be null',
  'a default',
  'a default of a non-null variable',
  'a list variable',
  'a missing variable',
  'an omitted variable',
  'a null',
  'a null for a default',
  'a null in the document',
  'a variable in a list',
  'a variable in an object',
  'an existing id',
  'an unknown id',
  'an invalid id',
  'a bad representation',
  'a variable named __proto__',
];
const CONDITIONS = ['@include', '@skip', 'a condition by a variable'];

describe.each([true, false])('valid documents, with directives: %s,', (directives) => {
  const requests = sample(validDocument({ directives }), 1_000);
  const parsed = requests.map((request) => ({ request, document: parse(request.query) }));

  test('are valid', () => {
    const invalid = parsed.filter(({ document }) => validate(servedSchema, document).length > 0);
    expect(invalid.map(({ request }) => request.query)).toEqual([]);
  });

  test('have an operation that is selected', () => {
    for (const { request, document } of parsed)
      expect(getOperationAST(document, request.operationName)?.operation).toBe('query');
  });

  test('contain every kind of syntax at least four times', () => {
    const counts = new Map<string, number>();
    for (const { request, document } of parsed) {
      for (const kind of kindsIn(request, document)) counts.set(kind, (counts.get(kind) ?? 0) + 1);
    }
    const wanted = [...KINDS, ...(directives ? CONDITIONS : [])];
    const rare = wanted.filter((kind) => (counts.get(kind) ?? 0) < 4);
    expect(rare).toEqual([]);
    for (const kind of CONDITIONS) expect(counts.has(kind)).toBe(directives);
  });

  test('are within the limits of the gateway, and most are served', async () => {
    const gateway = await runGateway({ settings: ANY_COST });
    let served = 0;
    for (const request of requests.slice(0, 100)) {
      const seen = await send(gateway, { ...request });
      for (const code of codesOf(seen)) expect(['LIMIT_EXCEEDED', 'BAD_REQUEST']).not.toContain(code);
      if (seen.body.data != null) served += 1;
    }
    expect(served).toBeGreaterThan(65);
  });
});

/** graphql-js's rule of the single field throws where a condition on the root of a subscription is invalid. */
function problemsOf(document: DocumentNode, rules?: readonly ValidationRule[]): readonly GraphQLError[] {
  try {
    return validate(servedSchema, document, rules);
  } catch (error) {
    if (error instanceof GraphQLError) return [error];
    throw error;
  }
}

describe('any documents', () => {
  const requests = sample(anyDocument(), 700);
  const documents = requests.map(({ query }) => parse(query));
  const problems = documents.map((document) => problemsOf(document));
  const invalid = documents.filter((_, index) => problems[index]?.length !== 0);

  test('are invalid in many cases, and valid in some', () => {
    expect(invalid.length).toBeGreaterThan(230);
    expect(invalid.length).toBeLessThan(630);
  });

  // How often a rule is broken depends on the schema: the rarest by one document in 150, or in more with other types.
  const MAX_BATCHES = 20;
  const batches = [documents];
  function* anyDocuments() {
    for (let index = 0; index < MAX_BATCHES; index += 1) {
      batches[index] ??= sample(anyDocument(), 700, 7 + index).map(({ query }) => parse(query));
      yield* batches[index] ?? [];
    }
  }

  test.each(specifiedRules.map((rule) => [rule.name, rule] as const))('break the rule %s', (_, rule) => {
    let breaking = 0;
    for (const document of anyDocuments()) {
      if (problemsOf(document, [rule]).length > 0) breaking += 1;
      if (breaking === 5) break;
    }
    expect(breaking).toBe(5);
  });

  test('break several rules together', () => {
    const several = problems.filter((all) => all.length > 3);
    expect(several.length).toBeGreaterThan(23);
  });

  test('have subscriptions and mutations among them', () => {
    for (const operation of ['subscription', 'mutation', 'query'])
      expect(requests.filter(({ query }) => query.includes(`${operation} `)).length).toBeGreaterThan(12);
  });
});
