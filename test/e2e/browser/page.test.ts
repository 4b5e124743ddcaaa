import { globSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { schema } from '../../../src/schema/index.ts';
import { type GraphiQL, shows } from './support/graphiql.ts';
import { describeInChromium, oneVisit } from './support/suite.ts';

// What a visitor finds.

const { length: examples } = globSync('examples/operations/*.graphql');
const FOR_SUPERGRAPHS = /_entities|_service|_sdl|_Any|_Entity|_Service/;

describeInChromium('GraphiQL', (suite) => {
  // Runs first, while the cache is empty.
  test('loads less than 3 MB, and everything but the page from the cache the second time', async () => {
    const graphiql = await suite.open();
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
    await expect.poll(names, { timeout: 20_000 }).toBe(6);
    const first = (await files()).reduce((total, { transferSize }) => total + transferSize, 0);
    expect(first).toBeGreaterThan(1_000_000);
    expect(first).toBeLessThan(3_000_000);

    await graphiql.load();
    await expect.poll(names, { timeout: 20_000 }).toBe(6);
    for (const file of await files()) {
      expect(file).toMatchObject({ transferSize: 0 });
      expect(file.encodedBodySize).toBeGreaterThan(0);
    }
  });

  const visit = oneVisit(suite);

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

  test('documents the schema, deprecated inputs included', async () => {
    const { page } = await visit();
    await page.getByRole('button', { name: 'Show Documentation Explorer' }).click();
    const docs = page.locator('.graphiql-doc-explorer');
    await shows(docs, 'External connections and private endpoint connections');
    await shows(docs, 'ExternalConnectionPage');
    expect(await docs.textContent()).not.toMatch(FOR_SUPERGRAPHS);
    await docs.getByRole('link', { name: 'Query' }).click();
    await shows(docs, schema.getQueryType()?.getFields().externalConnection?.description ?? '');
    expect(await docs.textContent()).not.toMatch(FOR_SUPERGRAPHS);
    await docs.getByRole('combobox').fill('ExternalConnectionConfigurationInput');
    await page.getByRole('option', { name: 'ExternalConnectionConfigurationInput' }).first().click();
    await docs.getByRole('button', { name: 'Show Deprecated Fields' }).click();
    await shows(docs, 'authorizedApps: [String!]');
  });

  describe.each([
    { width: 1280, height: 800 },
    { width: 800, height: 600 },
  ])('at $width × $height', (size) => {
    const visit = oneVisit(suite, { size });

    test('shows every tab in full, the first query, and no line that is wider than its editor', async () => {
      const graphiql = await visit();
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

      for (let index = 0; index < examples; index++) {
        await tabs.nth(index).click();
        const tooWide = await page.evaluate(
          `monaco.editor.getEditors().filter((editor) => editor.getScrollWidth() > editor.getLayoutInfo().width).length`,
        );
        expect(tooWide).toBe(0);
      }
    });

    test('shows the hint of the search in the documentation in full, beside or below the title', async () => {
      const { page } = await visit();
      await page.getByRole('button', { name: 'Show Documentation Explorer' }).click();
      const docs = page.locator('.graphiql-doc-explorer');
      for (const title of ['Docs', 'Query', 'ExternalConnectionConfigurationInput']) {
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
        await expect.poll(room, { timeout: 10_000 }).toBeGreaterThanOrEqual(0);
        if (title === 'Docs') await docs.getByRole('link', { name: 'Query' }).first().click();
        if (title !== 'Query') continue;
        await docs.getByRole('combobox').fill('ExternalConnectionConfigurationInput');
        await page.getByRole('option', { name: 'ExternalConnectionConfigurationInput' }).first().click();
      }
    });

    test('shows the first query without a token, too', async () => {
      await expectFirstQuery(await suite.open({ size, token: false }));
    });
  });
});

/** The first query is below its hints, and seen. */
async function expectFirstQuery({ queryEditor }: GraphiQL): Promise<void> {
  // Monaco replaces its lines while it starts: measured at once, and again until there is one.
  const roomBelowLine = () =>
    queryEditor.evaluate((editor) => {
      const lines = [...editor.querySelectorAll('.view-line')];
      const line = lines.find(({ textContent }) => textContent?.includes('externalConnections'));
      return line && editor.getBoundingClientRect().bottom - line.getBoundingClientRect().bottom;
    });
  await expect.poll(roomBelowLine, { timeout: 10_000 }).toBeGreaterThan(0);
}
