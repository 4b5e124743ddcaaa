import { globSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { type GraphiQL, shows } from './support/graphiql.ts';
import { oneVisit, type Suite } from './support/suite.ts';

/** Part of the variables of some tabs; test/graphiql runs each tab with its own. */
const VARIABLES = {
  Endpoints: '"first": 2',
  CreateEndpoint: '"externalPrivateEndpointId":',
};
const { length: examples } = globSync('examples/operations/*.graphql');

/** What a user does with operations, and what becomes of their token. */
export function testOperations(suite: Suite): void {
  describe('in one visit', () => {
    const visit = oneVisit(suite);

    test('has the values of an operation in the open Variables panel, and nowhere else', async () => {
      const graphiql = await visit();
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

    test('runs a mutation with its variables, and shows the code of an error', async () => {
      const graphiql = await visit();
      await graphiql.tab('CreateConnection').click();
      await shows(graphiql.panel('Variables'), '"id": "contosotasks"');
      await graphiql.execute();
      await shows(graphiql.result, '"name": "Contoso Tasks"');
      await graphiql.execute();
      await shows(graphiql.result, '"code": "CONFLICT"');
    });

    test('reaches the second page with the cursor of the first', async () => {
      const graphiql = await visit();
      await graphiql.tab('Connections').click();
      await shows(graphiql.panel('Variables'), '"after": null');
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

    // The last one, because the panels stay closed.
    test('leaves the panels closed if the user closed them', async () => {
      const graphiql = await visit();
      await graphiql.tab('Endpoint').click();
      await graphiql.page.getByRole('button', { name: 'Hide editor tools' }).click();
      await graphiql.tab('Connection').click();
      await shows(graphiql.queryEditor, 'query Connection(');
      await graphiql.untilStored();
      await expect(graphiql.page.getByRole('button', { name: 'Show editor tools' }).count()).resolves.toBe(1);
    });
  });

  test('restores the open tab without adding another one', async () => {
    const graphiql = await suite.open();
    await expect(graphiql.tabs.count()).resolves.toBe(examples);
    await graphiql.tab('Connection').click();
    await shows(graphiql.queryEditor, 'query Connection(');
    await graphiql.typeIntoPanel('{ "id": "fabrikamwiki"');
    // On a busy machine, the editor tells the page of it later.
    await expect.poll(() => graphiql.stored()).toContain('fabrikamwiki');
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

  test('does not persist a token by default, keeps a history without it, and takes an entry without losing a token', async () => {
    const graphiql = await suite.open();
    await graphiql.runWithNewToken('sekrit');
    expect(await graphiql.stored()).toContain('Run it: Ctrl-Enter');
    expect(await graphiql.stored()).not.toContain('sekrit');
    expect(graphiql.page.url()).not.toContain('sekrit');
    await graphiql.tab('Connection').click();
    await graphiql.execute();
    await shows(graphiql.result, '"externalConnection": null');
    await graphiql.page.getByRole('button', { name: 'Show History' }).click();
    const entries = graphiql.page.getByRole('button', { name: 'Set active' });
    const entry = entries.filter({ hasText: 'Connections' });
    await entry.waitFor();
    expect(await graphiql.stored()).toContain('graphiql:queries');
    expect(await graphiql.stored()).not.toContain('sekrit');

    await graphiql.load();
    await graphiql.openPanel('Headers');
    await shows(graphiql.panelEditor, '"Bearer demo"');
    await graphiql.typeToken('other');
    await graphiql.tab('Endpoint').click();
    await entry.click();
    await shows(graphiql.queryEditor, 'query Connections(');
    await graphiql.openPanel('Headers');
    await shows(graphiql.panelEditor, '"Bearer other"');
  });

  test('persists a token only while the user has chosen so', async () => {
    const graphiql = await suite.open();
    await persistHeaders(graphiql, 'On');
    await graphiql.runWithNewToken('sekrit');
    expect(await graphiql.stored()).toContain('sekrit');
    await graphiql.load();
    await graphiql.openPanel('Headers');
    await shows(graphiql.panelEditor, '"Bearer sekrit"');
    await persistHeaders(graphiql, 'Off');
    await graphiql.untilStored();
    await graphiql.page.goto('about:blank');
    const state = JSON.stringify(await graphiql.page.context().storageState());
    expect(state).toContain('Run it: Ctrl-Enter');
    expect(state).not.toContain('sekrit');
  });

  describe('with no token filled in', () => {
    const visit = oneVisit(suite, { token: false });

    test('opens the Headers panel, with everything but the token', async () => {
      const graphiql = await visit();
      await shows(graphiql.queryEditor, 'The token goes into Headers below');
      await shows(graphiql.panel('Headers'), '"Authorization": "Bearer "');
      await graphiql.execute();
      await shows(graphiql.result, '"code": "UNAUTHENTICATED"');
      // Chromium reports the status of the response.
      expect(suite.problems.splice(0)).toEqual([expect.stringContaining('401 (Unauthorized)')]);
    });

    test('takes the token to the other tabs, and then opens their variables', async () => {
      const graphiql = await visit();
      await graphiql.tab('Connection').click();
      await shows(graphiql.queryEditor, 'query Connection(');
      await shows(graphiql.panel('Headers'), '"Bearer "');
      await graphiql.panelEditor.click();
      for (const key of ['Control+Home', 'ArrowDown', 'End', 'ArrowLeft']) {
        await graphiql.page.keyboard.press(key);
      }
      await graphiql.page.keyboard.type('demo');
      for (const [name, content] of [
        ['Endpoint', '"privateLinkIds": ['],
        ['Connections', '"name": "Contoso HR"'],
      ] as const) {
        await graphiql.tab(name).click();
        await graphiql.panel('Variables').waitFor();
        await graphiql.execute();
        await shows(graphiql.result, content);
      }
      await graphiql.untilStored();
      expect(await graphiql.stored()).not.toContain('Bearer demo');
    });
  });
}

async function persistHeaders({ page }: GraphiQL, choice: 'On' | 'Off'): Promise<void> {
  await page.getByRole('button', { name: 'Open settings dialog' }).click();
  await page.getByRole('button', { name: choice, exact: true }).click();
  await page.keyboard.press('Escape');
}
