import { readdirSync, readFileSync } from 'node:fs';
import { getVariableValues, Kind, type OperationDefinitionNode, parse, validate } from 'graphql';
import { describe, expect, test } from 'vitest';
import { schema } from '../../src/schema/index.ts';

// The values of an example operation stand beside it, in a file of their own.

const folder = 'examples/operations';
const names = readdirSync(folder).map((name) => name.replace(/(\.variables\.json|\.graphql)$/, ''));

test('every operation has a file with its variables, and the reverse', () => {
  const pairs = [...new Set(names)].flatMap((name) => [`${name}.graphql`, `${name}.variables.json`]);
  expect(readdirSync(folder)).toEqual(pairs.sort());
});

describe.each([...new Set(names)])('%s', (name) => {
  const document = parse(readFileSync(`${folder}/${name}.graphql`, 'utf8'));
  const [operation, ...others] = document.definitions.filter(
    (definition): definition is OperationDefinitionNode => definition.kind === Kind.OPERATION_DEFINITION,
  );
  test('is one valid operation', () => {
    expect(validate(schema, document)).toEqual([]);
    expect(others).toEqual([]);
  });

  test('sends only what its user names: no default values, and no values in its text', () => {
    const definitions = operation?.variableDefinitions ?? [];
    const defaults = definitions.filter(({ defaultValue }) => defaultValue !== undefined);
    expect(defaults.map(({ variable }) => variable.name.value)).toEqual([]);
    expect(valuesIn(operation?.selectionSet)).toEqual([]);
  });

  test('has valid variables, and no undeclared ones', () => {
    const definitions = operation?.variableDefinitions ?? [];
    const variables: Record<string, unknown> = JSON.parse(
      readFileSync(`${folder}/${name}.variables.json`, 'utf8'),
    );
    const { coerced, errors } = getVariableValues(schema, definitions, variables);
    expect(errors).toBeUndefined();
    expect(Object.keys(coerced ?? {})).toEqual(Object.keys(variables));
  });
});

/** The kinds of the literals below a node, except of the objects and lists that contain them. */
function valuesIn(node: unknown): readonly string[] {
  if (typeof node !== 'object' || node === null) return [];
  if ('kind' in node && /^(?!Object|List).*Value$/.test(String(node.kind))) return [String(node.kind)];
  return Object.entries(node).flatMap(([key, child]) => (key === 'loc' ? [] : valuesIn(child)));
}
