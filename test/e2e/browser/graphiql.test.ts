import { globSync } from 'node:fs';
import type { Locator } from 'playwright-core';
import { expect, test } from 'vitest';
import { exampleTabs } from '../../../src/graphiql/tabs.ts';
import { schema } from '../../../src/schema/index.ts';
import { testOperations } from './operations.ts';
import { testSubscriptions } from './subscriptions.ts';
import { type GraphiQL, shows } from './support/graphiql.ts';
import { describeInChromium, oneVisit, type Suite } from './support/suite.ts';

const { length: examples } = globSync('examples/operations/*.graphql');
const FOR_SUPERGRAPHS = /_entities|_service|_sdl|_Any|_Entity|_Service/;

const SIZE = { width: 1280, height: 800 };
const SMALL = { width: 800, height: 600 };

// One file, since each one would start a Chromium, which compiles Monaco's scripts.
describeInChromium('GraphiQL', (suite) => {
  testPage(suite);
  testOperations(suite);
  testSubscriptions(suite);
});

/** What a visitor finds. Runs first, while the cache is empty. */
function testPage(suite: Suite): void {
  const visit = oneVisit(suite, { size: SIZE });

  test('loads less than 3 MB, and everything but the page from the cache the second time', async () => {
    const graphiql = await visit();
    const { page } = graphiql;
    const files = () =>
      page.evaluate(() =>
        performance
          .getEntriesByType('resource')
          .flatMap((entry) => (entry instanceof PerformanceResourceTiming ? [entry] : []))
          .filter(({ name }) => name.includes('/graphiql/'))
          .map(({ name, transferSize, encodedBodySize }) => ({ name, transferSize, encodedBodySize })),
      );
    // The script, its start, the style, and three workers, which are last.
    const names = async () => new Set((await files()).map(({ name }) => name)).size;
    await expect.poll(names).toBe(6);
    const first = (await files()).reduce((total, { transferSize }) => total + transferSize, 0);
    expect(first).toBeGreaterThan(1_000_000);
    expect(first).toBeLessThan(3_000_000);

    await graphiql.load();
    await expect.poll(names).toBe(6);
    for (const file of await files()) {
      expect(file).toMatchObject({ transferSize: 0 });
      expect(file.encodedBodySize).toBeGreaterThan(0);
    }
  });

  const seen = 'shows every tab in full, the first query, and no line that is wider than its editor';
  // Before the others, which open panels.
  test(seen, async () => {
    await expectAllSeen(await visit());
  });

  test('explains the first step, and shows the result of a query', async () => {
    const graphiql = await visit();
    const { page, queryEditor, panelEditor, result } = graphiql;
    await shows(queryEditor, 'Run it: Ctrl-Enter');
    await graphiql.execute();
    await shows(result, '"name": "Contoso HR"');
    const { SCREENSHOT } = process.env;
    if (SCREENSHOT) {
      // Scrollbars go away a while after the pointer has.
      await page.mouse.move(1_000, 700);
      await page.waitForTimeout(2_000);
      await page.screenshot({ path: SCREENSHOT });
    }
    await graphiql.openPanel('Headers');
    await shows(panelEditor, '"Authorization": "Bearer demo"');
  });

  test('documents the schema, deprecated inputs included, with the hint of its search in full', async () => {
    const { page } = await visit();
    await page.getByRole('button', { name: 'Show Documentation Explorer' }).click();
    const docs = page.locator('.graphiql-doc-explorer');
    await shows(docs, 'External connections and private endpoint connections');
    await shows(docs, 'ExternalConnectionPage');
    expect(await docs.textContent()).not.toMatch(FOR_SUPERGRAPHS);
    await expectHintSeen(docs, 'Docs');
    await docs.getByRole('link', { name: 'Query' }).first().click();
    await shows(docs, schema.getQueryType()?.getFields().externalConnection?.description ?? '');
    expect(await docs.textContent()).not.toMatch(FOR_SUPERGRAPHS);
    await expectHintSeen(docs, 'Query');
    await docs.getByRole('combobox').fill('ExternalConnectionConfigurationInput');
    await page.getByRole('option', { name: 'ExternalConnectionConfigurationInput' }).first().click();
    await expectHintSeen(docs, 'ExternalConnectionConfigurationInput');
    await docs.getByRole('button', { name: 'Show Deprecated Fields' }).click();
    await shows(docs, 'authorizedApps: [String!]');
  });

  test(`${seen}, in a small window`, async () => {
    await expectAllSeen(await suite.open({ size: SMALL }));
  });

  test.each([SIZE, SMALL])(
    'shows the first query without a token, too, at $width × $height',
    async (size) => {
      await expectFirstQuery(await suite.open({ size, token: false }));
    },
  );
}

async function expectAllSeen(graphiql: GraphiQL): Promise<void> {
  const { page, tabs } = graphiql;
  await expectFirstQuery(graphiql);
  const hidden = await tabs.evaluateAll((elements) =>
    elements.flatMap((element) => {
      const { left, right, top, bottom } = element.getBoundingClientRect();
      const seen = [left + 5, right - 5].every((x) =>
        element.contains(document.elementFromPoint(x, (top + bottom) / 2)),
      );
      const { scrollWidth, clientWidth } = element.querySelector('button') ?? element;
      return seen && scrollWidth <= clientWidth ? [] : [element.textContent];
    }),
  );
  expect(hidden).toEqual([]);
  await expect(tabs.count()).resolves.toBe(examples);
  await expect(page.locator('.graphiql-logo').isVisible()).resolves.toBe(false);
  const texts = (await exampleTabs()).map((tab) => ({
    'operation.graphql': tab.query,
    'variables.json': tab.variables,
  }));
  expect(await page.evaluate(`(${tooWide})(${JSON.stringify(texts)})`)).toEqual([]);
}

/**
 * The texts that are wider than their editors. Runs in the page, and puts each tab's texts into the editors itself:
 * GraphiQL takes many times as long to open a tab as Monaco to lay it out.
 */
const tooWide = `async (tabs) => {
  const frame = () => new Promise(requestAnimationFrame);
  const editors = Object.keys(tabs[0]).map((name) => {
    const editor = monaco.editor.getEditors().find((each) => each.getModel()?.uri.path.endsWith(name));
    return { name, editor, own: editor.getModel() };
  });
  const found = [];
  for (const tab of tabs) {
    const models = editors.map(({ name, editor }) => {
      const model = monaco.editor.createModel(tab[name]);
      editor.setModel(model);
      return model;
    });
    // Monaco lays out in the next frame.
    await frame();
    await frame();
    for (const { name, editor } of editors) {
      const lines = [...editor.getDomNode().querySelectorAll('.view-line > span')];
      const widths = lines.map((line) => line.getBoundingClientRect().width);
      if (!(Math.max(...widths) <= editor.getLayoutInfo().contentWidth)) found.push(tab[name]);
    }
    for (const { editor, own } of editors) editor.setModel(own);
    for (const model of models) model.dispose();
  }
  return found;
}`;

/** The search of the documentation shows its hint, beside or below the title, whatever the size of the window. */
async function expectHintSeen(docs: Locator, title: string): Promise<void> {
  await shows(docs.locator('.graphiql-doc-explorer-title'), title);
  // The pane opens step by step: measured again until it is open.
  const room = () =>
    docs.getByRole('combobox').evaluate((element) => {
      const input = element instanceof HTMLInputElement ? element : document.createElement('input');
      const context = document.createElement('canvas').getContext('2d');
      if (context !== null) context.font = getComputedStyle(input).font;
      const hint = context?.measureText(input.placeholder).width ?? Number.POSITIVE_INFINITY;
      const { left, right, top } = input.getBoundingClientRect();
      const titles = [...document.querySelectorAll('.graphiql-doc-explorer-title')];
      const beside = titles.map((each) => each.getBoundingClientRect());
      const isFree = beside.every((each) => each.right <= left || each.bottom <= top);
      const pane = document.querySelector('.graphiql-plugin')?.getBoundingClientRect().right ?? 0;
      const padding = Number.parseFloat(getComputedStyle(input).paddingLeft) * 2;
      return isFree && right <= pane ? input.clientWidth - padding - hint : -1;
    });
  for (const size of [SMALL, SIZE]) {
    await docs.page().setViewportSize(size);
    await expect.poll(room).toBeGreaterThanOrEqual(0);
  }
}

/** The first query is below its hints, and seen. */
async function expectFirstQuery({ queryEditor }: GraphiQL): Promise<void> {
  // Monaco replaces its lines while it starts: measured at once, and again until there is one.
  const roomBelowLine = () =>
    queryEditor.evaluate((editor) => {
      const lines = [...editor.querySelectorAll('.view-line')];
      const line = lines.find(({ textContent }) => textContent?.includes('externalConnections'));
      return line && editor.getBoundingClientRect().bottom - line.getBoundingClientRect().bottom;
    });
  await expect.poll(roomBelowLine).toBeGreaterThan(0);
}
