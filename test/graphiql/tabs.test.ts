import { globSync } from 'node:fs';
import { beforeAll, expect, test } from 'vitest';
import type { Tab } from '../../src/graphiql/browser/start.ts';
import { exampleTabs } from '../../src/graphiql/tabs.ts';
import { runGateway } from '../support/running.ts';

// The order of the tabs: the life of a connection first, as an administrator goes through it.

let tabs: readonly Tab[];
let operations: readonly (readonly [kind: string, name: string])[];
beforeAll(async () => {
  tabs = await exampleTabs();
  operations = tabs.map(({ query }) => {
    const [, kind = '', name = ''] = /^(query|mutation|subscription) (\w+)/m.exec(query ?? '') ?? [];
    return [kind, name];
  });
});
const names = () => operations.map(([, name]) => name);

test('the introduction comes first, then a connection is created, given a schema, checked and deleted', () => {
  const steps = ['Connections', 'CreateConnection', 'RegisterSchema', 'Readiness', 'DeleteConnection'];
  expect(
    names()
      .slice(0, 10)
      .filter((name) => steps.includes(name)),
  ).toEqual(steps);
  expect(names()[0]).toBe('Connections');
});

test('the others follow: queries, mutations, subscriptions', () => {
  const others = operations.slice(names().indexOf('DeleteConnection') + 1);
  const kinds = others.map(([kind]) => kind);
  const order = ['query', 'mutation', 'subscription'];
  expect(kinds).toEqual(kinds.toSorted((a, b) => order.indexOf(a) - order.indexOf(b)));
  expect(others.length).toBeGreaterThan(8);
});

test('run from left to right, none fails: each finds what it needs', async () => {
  const running = await runGateway();
  const failed: unknown[] = [];
  for (const [index, { query, variables }] of tabs.entries()) {
    if (operations[index]?.[0] === 'subscription') continue;
    const { errors } = await running.execute(query ?? '', JSON.parse(variables ?? '{}'), { token: 'demo' });
    failed.push(...(errors ?? []).map(({ message }) => [names()[index], message]));
  }
  expect(failed).toEqual([]);
});

test('a mutation says that it writes, so that nobody runs it by mistake', () => {
  for (const [index, { query }] of tabs.entries())
    expect(query?.startsWith('# Writes to the tenant')).toBe(operations[index]?.[0] === 'mutation');
});

test('every example has one, with a short name of its own', () => {
  expect(operations).toHaveLength(globSync('examples/operations/*.graphql').length);
  expect(new Set(names()).size).toBe(operations.length);
  expect(names().filter((name) => name.length === 0 || name.length > 24)).toEqual([]);
});
