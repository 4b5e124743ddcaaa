import { readFileSync } from 'node:fs';
import { generate } from '@graphql-codegen/cli';
import {
  type GraphQLNamedType,
  isEnumType,
  isInputObjectType,
  isIntrospectionType,
  isObjectType,
  isSpecifiedScalarType,
} from 'graphql';
import { expect, test } from 'vitest';
import codegen from '../../codegen.ts';
import { schema } from '../../src/schema/index.ts';
import { schemaFiles } from '../../src/schema/print.ts';

test.each(Object.entries(schemaFiles()))('%s is up to date (npm run schema)', (name, text) => {
  expect(readFileSync(name, 'utf8')).toBe(text);
});

test.each(Object.entries(schemaFiles()))(
  '%s has lines of at most 100 characters, and every description',
  (_, text) => {
    expect(text.split('\n').filter((line) => line.length > 100)).toEqual([]);
    const words = (sdl: string) => sdl.replaceAll(/\s+/g, ' ');
    const descriptions = own.flatMap(members).map(([, description]) => words(description ?? ''));
    expect(descriptions.filter((description) => !words(text).includes(description))).toEqual([]);
  },
);

test('the typed documents are up to date (npm run codegen)', async () => {
  const files: unknown = await generate({ ...codegen, silent: true }, false);
  if (!Array.isArray(files)) throw new Error('The code generator made nothing.');
  expect(files.map(({ filename }) => filename)).toContain('src/client/generated/graphql.ts');
  for (const { filename, content } of files) expect(readFileSync(filename, 'utf8'), filename).toBe(content);
});

const own = Object.values(schema.getTypeMap()).filter(
  (type) => !isIntrospectionType(type) && !isSpecifiedScalarType(type),
);

/** All members of a type that need a description, as `Type.member`. */
function members(type: GraphQLNamedType): [string, string | null | undefined][] {
  const entries: [string, string | null | undefined][] = [[type.name, type.description]];
  if (isEnumType(type))
    for (const v of type.getValues()) entries.push([`${type.name}.${v.name}`, v.description]);
  if (isObjectType(type) || isInputObjectType(type)) {
    for (const field of Object.values(type.getFields())) {
      entries.push([`${type.name}.${field.name}`, field.description]);
      for (const arg of 'args' in field ? field.args : []) {
        entries.push([`${type.name}.${field.name}(${arg.name})`, arg.description]);
      }
    }
  }
  return entries;
}

test('every type, field, argument and enum value is described in a sentence', () => {
  const poor = own
    .flatMap(members)
    .filter(([, description]) => !/^[A-Z"].{10,}[.!)]$/s.test(description ?? ''));
  expect(poor).toEqual([]);
});

test('root fields are nullable, so that a failure does not affect the others', () => {
  for (const root of [schema.getQueryType(), schema.getMutationType()]) {
    for (const field of Object.values(root?.getFields() ?? {})) expect(`${field.type}`).not.toMatch(/!$/);
  }
});
