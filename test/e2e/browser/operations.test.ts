import { globSync } from 'node:fs';
import { expect, test } from 'vitest';
import { shows } from './support/graphiql.ts';
import { describeInChromium } from './support/suite.ts';

/** Part of the variables of each tab. */
const VARIABLES = {
  Connections: '"after": null',
  Connection: '"id": "contosohr"',
  Endpoint: '"id": "5543b42f-',
  Endpoints: '"first": 2',
  AddConnection: '"id": "contosoarchive"',
  CreateConnection: '"id": "contosotasks"',
  CreateEndpoint: '"externalPrivateEndpointId":',
  UpdateEndpoint: '"privateLinkIds": [',
  UpdateSingleton: '"input": {',
};
const { length: examples } = globSync('examples/operations/*.graphql');

describeInChromium('GraphiQL', (suite) => {
  test('runs a mutation with its variables, and shows the code of an error', async () => {
    const graphiql = await suite.open();
    await graphiql.tab('CreateConnection').click();
    await shows(graphiql.panel('Variables'), '"id": "contosotasks"');
    await graphiql.execute();
    await shows(graphiql.result, '"name": "Contoso Tasks"');
    await graphiql.execute();
    await shows(graphiql.result, '"code": "CONFLICT"');
  });

  test('has the values of an operation in the open Variables panel, and nowhere else', async () => {
    const graphiql = await suite.open();
    for (const [name, content] of Object.entries(VARIABLES)) {
      await graphiql.tab(name).click();
      await shows(graphiql.panel('Variables'), content);
    }
    await graphiql.tab('Connection').click();
    await shows(graphiql.queryEditor, 'query Connection($id: ID!) {');
    await graphiql.typeIntoPanel('{ "id": "fabrikamwiki"');
    await graphiql.execute();
    await shows(graphiql.result, '"name": "Fabrikam Engineering Wiki"');
  });

  test('leaves the panels closed if the user closed them', async () => {
    const graphiql = await suite.open();
    await graphiql.page.getByRole('button', { name: 'Hide editor tools' }).click();
    await graphiql.tab('Connection').click();
    await shows(graphiql.queryEditor, 'query Connection(');
    await graphiql.untilStored();
    await expect(graphiql.page.getByRole('button', { name: 'Show editor tools' }).count()).resolves.toBe(1);
  });

  test('reaches the second page with the cursor of the first', async () => {
    const graphiql = await suite.open();
    await graphiql.execute();
    await shows(graphiql.result, '"hasNextPage": true');
    const text = await graphiql.page.evaluate<string>(
      `monaco.editor.getModels().find(({ uri }) => uri.path.endsWith('response.json')).getValue()`,
    );
    const cursor: string = JSON.parse(text).data.externalConnections.pageInfo.endCursor;
    await graphiql.typeIntoPanel(`{ "first": 2, "after": "${cursor}"`);
    await graphiql.execute();
    await shows(graphiql.result, '"name": "Fabrikam Engineering Wiki"');
    await shows(graphiql.result, '"hasNextPage": false');
  });

  test('restores the open tab without adding another one', async () => {
    const graphiql = await suite.open();
    await expect(graphiql.tabs.count()).resolves.toBe(examples);
    await graphiql.tab('Connection').click();
    await shows(graphiql.queryEditor, 'query Connection(');
    await graphiql.typeIntoPanel('{ "id": "fabrikamwiki"');
    for (const again of [() => graphiql.load(), () => graphiql.page.reload()]) {
      await graphiql.untilStored();
      await again();
      await shows(graphiql.queryEditor, 'query Connection(');
      await shows(graphiql.panel('Variables'), '"id": "fabrikamwiki"');
      await graphiql.openPanel('Headers');
      await shows(graphiql.panelEditor, '"Bearer demo"');
      await expect(graphiql.tabs.count()).resolves.toBe(examples);
    }
  });
});
