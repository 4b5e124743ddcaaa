import { globSync } from 'node:fs';
import type { Browser, BrowserContext, Locator, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type Emulator, startEmulator } from '../../../emulator/index.ts';
import { readConfig } from '../../../src/config.ts';
import { createGateway } from '../../../src/gateway.ts';
import { schema } from '../../../src/schema/index.ts';
import { listen, type Service } from '../../../src/server/listen.ts';
import { chromiumPath, launchChromium } from './chromium.ts';

if (chromiumPath === undefined) {
  process.stdout.write(
    'SKIPPED: the browser tests find no Chromium; set CHROMIUM_PATH, or install it to /usr/bin/chromium\n',
  );
}

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
  UpdateSingletonEndpoint: '"input": {',
  RegisterSchema: '"connectionId": "contosotasks"',
  Readiness: '"id": "contosotasks"',
  Schema: '"id": "contosohr"',
};
const { length: examples } = globSync('examples/operations/*.graphql');
const FOR_SUPERGRAPHS = /_entities|_service|_sdl|_Any|_Entity|_Service/;

const suite = describe.skipIf(chromiumPath === undefined);
suite('GraphiQL in Chromium, without a network', { timeout: 90_000 }, () => {
  let emulator: Emulator;
  let service: Service;
  // As in front of the real Microsoft Graph: no token is filled in.
  let withoutToken: Service;
  let browser: Browser;
  // One for all tests, since a page from the cache opens in half the time.
  let context: BrowserContext;
  let requested: Set<string>;
  let problems: string[];
  beforeAll(async () => {
    emulator = await startEmulator();
    const config = readConfig({ GRAPH_URL: emulator.url, PORT: '0', LOG_LEVEL: 'silent' });
    service = await listen(createGateway(config, { graphiqlToken: 'demo' }), config);
    withoutToken = await listen(createGateway(config), config);
    browser = await launchChromium();
    context = await browser.newContext({ viewport: { width: 1280, height: 800 } });
    context.on('request', (request) => requested.add(new URL(request.url()).origin));
    context.on('console', (message) => {
      if (['error', 'warning'].includes(message.type())) problems.push(message.text());
    });
    context.on('weberror', (error) => problems.push(error.error().message));
  }, 60_000);
  afterAll(async () => {
    await browser?.close();
    await service?.close();
    await withoutToken?.close();
    await emulator?.close();
  });

  let page: Page;
  beforeEach(async () => {
    requested = new Set();
    problems = [];
    await context.setStorageState({ cookies: [], origins: [] });
    page = await context.newPage();
    await open();
  }, 60_000);
  afterEach(async () => {
    await page.close();
    const own = [service, withoutToken].map(({ url }) => new URL(url).origin);
    expect([...requested].filter((origin) => !own.includes(origin))).toEqual([]);
    // Violations of the content security policy are included.
    expect(problems).toEqual([]);
  });

  async function open({ url } = service): Promise<void> {
    await page.goto(url);
    await queryEditor().locator('.view-line').first().waitFor();
    // The schema has been read.
    await page.locator('.graphiql-spinner').waitFor({ state: 'detached' });
  }

  const queryEditor = () => page.locator('.graphiql-query-editor');
  /** The editor of the open panel: Variables or Headers. */
  const panelEditor = () => page.locator('.graphiql-editor-tool .monaco-editor:visible');
  const panel = (name: 'Variables' | 'Headers') => page.getByRole('region', { name, exact: true });
  const openPanel = (name: 'Variables' | 'Headers') =>
    page.getByRole('button', { name, exact: true }).click();
  const result = () => page.locator('.result-window');
  const execute = () => page.getByRole('button', { name: 'Execute query (Ctrl-Enter)' }).click();
  const tab = (name: string) => page.getByRole('tab').getByRole('button', { name, exact: true });
  const shows = (part: Locator, hasText: string) => part.filter({ hasText }).waitFor();
  const stored = () => page.evaluate(() => JSON.stringify({ ...localStorage, ...sessionStorage }));

  /** Replaces the content of the open panel; Monaco closes the last brace itself. */
  async function typeIntoPanel(text: string): Promise<void> {
    await panelEditor().click();
    await page.keyboard.press('Control+A');
    await page.keyboard.insertText(text);
  }

  async function typeToken(token: string): Promise<void> {
    await openPanel('Headers');
    await typeIntoPanel(`{ "Authorization": "Bearer ${token}"`);
    await shows(panelEditor(), `"Bearer ${token}"}`);
  }

  async function runWithNewToken(token: string): Promise<void> {
    await typeToken(token);
    await execute();
    // A new token has its own, initially empty tenant.
    await shows(result(), '"nodes": []');
    await untilStored();
  }

  /** GraphiQL stores its state half a second after a change. */
  const untilStored = () => page.waitForTimeout(600);

  // Runs first, while the cache is empty.
  test('loads less than 3 MB, and everything but the page from the cache the second time', async () => {
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

    await open();
    await expect.poll(names, { timeout: 20_000 }).toBe(6);
    for (const file of await files()) {
      expect(file).toMatchObject({ transferSize: 0 });
      expect(file.encodedBodySize).toBeGreaterThan(0);
    }
  });

  test('explains the first step, and shows the result of a query', async () => {
    await shows(queryEditor(), 'Run it: Ctrl-Enter');
    await execute();
    await shows(result(), '"name": "Contoso HR"');
    const { SCREENSHOT } = process.env;
    if (SCREENSHOT) {
      // Scrollbars go away a while after the pointer has.
      await page.mouse.move(1_000, 700);
      await page.waitForTimeout(2_000);
      await page.screenshot({ path: SCREENSHOT });
    }
    await openPanel('Headers');
    await shows(panelEditor(), '"Authorization": "Bearer demo"');
  });

  test('runs a mutation with its variables, and shows the code of an error', async () => {
    await tab('CreateConnection').click();
    await shows(panel('Variables'), '"id": "contosotasks"');
    await execute();
    await shows(result(), '"name": "Contoso Tasks"');
    await execute();
    await shows(result(), '"code": "CONFLICT"');
  });

  test('has the values of an operation in the open Variables panel, and nowhere else', async () => {
    for (const [name, content] of Object.entries(VARIABLES)) {
      await tab(name).click();
      await shows(panel('Variables'), content);
    }
    await tab('Connection').click();
    await shows(queryEditor(), 'query Connection($id: ID!) {');
    await typeIntoPanel('{ "id": "fabrikamwiki"');
    await execute();
    await shows(result(), '"name": "Fabrikam Engineering Wiki"');
  });

  test('leaves the panels closed if the user closed them', async () => {
    await page.getByRole('button', { name: 'Hide editor tools' }).click();
    await tab('Connection').click();
    await shows(queryEditor(), 'query Connection(');
    await untilStored();
    await expect(page.getByRole('button', { name: 'Show editor tools' }).count()).resolves.toBe(1);
  });

  test('reaches the second page with the cursor of the first', async () => {
    await execute();
    await shows(result(), '"hasNextPage": true');
    const text = await page.evaluate<string>(
      `monaco.editor.getModels().find(({ uri }) => uri.path.endsWith('response.json')).getValue()`,
    );
    const cursor: string = JSON.parse(text).data.externalConnections.pageInfo.endCursor;
    await typeIntoPanel(`{ "first": 2, "after": "${cursor}"`);
    await execute();
    await shows(result(), '"name": "Fabrikam Engineering Wiki"');
    await shows(result(), '"hasNextPage": false');
  });

  describe.each([
    { width: 1280, height: 800 },
    { width: 800, height: 600 },
  ])('at $width × $height', (size) => {
    beforeEach(() => page.setViewportSize(size));

    test('shows every tab in full, and no title beside them', async () => {
      const hidden = await page.getByRole('tab').evaluateAll((tabs) =>
        tabs.flatMap((element) => {
          const { left, right, top, bottom } = element.getBoundingClientRect();
          const seen = [left + 5, right - 5].every((x) =>
            element.contains(document.elementFromPoint(x, (top + bottom) / 2)),
          );
          const { scrollWidth, clientWidth } = element.querySelector('button') ?? element;
          return seen && scrollWidth <= clientWidth ? [] : [element.textContent];
        }),
      );
      expect(hidden).toEqual([]);
      await expect(page.getByRole('tab').count()).resolves.toBe(examples);
      await expect(page.locator('.graphiql-logo').isVisible()).resolves.toBe(false);
    });

    test('shows the first query below its hints, with and without a token filled in', async () => {
      for (const shown of [service, withoutToken]) {
        await open(shown);
        // Monaco replaces its lines while it starts: measured at once, and again until there is one.
        const roomBelowLine = () =>
          queryEditor().evaluate((editor) => {
            const lines = [...editor.querySelectorAll('.view-line')];
            const line = lines.find(({ textContent }) => textContent?.includes('externalConnections'));
            return line && editor.getBoundingClientRect().bottom - line.getBoundingClientRect().bottom;
          });
        await expect.poll(roomBelowLine, { timeout: 10_000 }).toBeGreaterThan(0);
      }
    });

    test('shows the hint of the search in the documentation in full, beside or below the title', async () => {
      await page.getByRole('button', { name: 'Show Documentation Explorer' }).click();
      const docs = page.locator('.graphiql-doc-explorer');
      for (const title of ['Docs', 'Query', 'ExternalConnectionConfigurationInput']) {
        await shows(docs.locator('.graphiql-doc-explorer-title'), title);
        const room = await docs.getByRole('combobox').evaluate((element) => {
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
        expect(room).toBeGreaterThanOrEqual(0);
        if (title === 'Docs') await docs.getByRole('link', { name: 'Query' }).first().click();
        if (title !== 'Query') continue;
        await docs.getByRole('combobox').fill('ExternalConnectionConfigurationInput');
        await page.getByRole('option', { name: 'ExternalConnectionConfigurationInput' }).first().click();
      }
    });

    test('has no line that is wider than its editor', async () => {
      for (let index = 0; index < examples; index++) {
        await page.getByRole('tab').nth(index).click();
        const tooWide = await page.evaluate(
          `monaco.editor.getEditors().filter((editor) => editor.getScrollWidth() > editor.getLayoutInfo().width).length`,
        );
        expect(tooWide).toBe(0);
      }
    });
  });

  test('documents the schema, deprecated inputs included', async () => {
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

  test('restores the open tab without adding another one', async () => {
    await expect(page.getByRole('tab').count()).resolves.toBe(examples);
    await tab('Connection').click();
    await shows(queryEditor(), 'query Connection(');
    await typeIntoPanel('{ "id": "fabrikamwiki"');
    for (const again of [open, () => page.reload()]) {
      await untilStored();
      await again();
      await shows(queryEditor(), 'query Connection(');
      await shows(panel('Variables'), '"id": "fabrikamwiki"');
      await openPanel('Headers');
      await shows(panelEditor(), '"Bearer demo"');
      await expect(page.getByRole('tab').count()).resolves.toBe(examples);
    }
  });

  test('does not persist a token by default', async () => {
    await runWithNewToken('sekrit');
    expect(await stored()).toContain('Run it: Ctrl-Enter');
    expect(await stored()).not.toContain('sekrit');
    expect(page.url()).not.toContain('sekrit');
    await open();
    await openPanel('Headers');
    await shows(panelEditor(), '"Bearer demo"');
  });

  test('keeps a history without the token, and takes an entry of it without losing the token', async () => {
    await runWithNewToken('sekrit');
    await tab('Connection').click();
    await execute();
    await shows(result(), '"externalConnection": null');
    await page.getByRole('button', { name: 'Show History' }).click();
    const entry = () => page.getByRole('button', { name: 'Set active' }).filter({ hasText: 'Connections' });
    await entry().waitFor();
    expect(await stored()).toContain('graphiql:queries');
    expect(await stored()).not.toContain('sekrit');

    await open();
    await typeToken('other');
    await tab('Endpoint').click();
    await entry().click();
    await shows(queryEditor(), 'query Connections(');
    await openPanel('Headers');
    await shows(panelEditor(), '"Bearer other"');
  });

  test('persists a token only while the user has chosen so', async () => {
    const persistHeaders = async (choice: 'On' | 'Off') => {
      await page.getByRole('button', { name: 'Open settings dialog' }).click();
      await page.getByRole('button', { name: choice, exact: true }).click();
      await page.keyboard.press('Escape');
    };
    await persistHeaders('On');
    await runWithNewToken('sekrit');
    expect(await stored()).toContain('sekrit');
    await open();
    await openPanel('Headers');
    await shows(panelEditor(), '"Bearer sekrit"');
    await persistHeaders('Off');
    await untilStored();
    await page.goto('about:blank');
    const state = JSON.stringify(await context.storageState());
    expect(state).toContain('Run it: Ctrl-Enter');
    expect(state).not.toContain('sekrit');
  });

  describe('with no token filled in', () => {
    beforeEach(() => open(withoutToken), 60_000);

    test('opens the Headers panel, with everything but the token', async () => {
      await shows(queryEditor(), 'Put your token');
      await shows(panel('Headers'), '"Authorization": "Bearer "');
      await execute();
      await shows(result(), '"code": "UNAUTHENTICATED"');
      // Chromium reports the status of the response.
      expect(problems.splice(0)).toEqual([expect.stringContaining('401 (Unauthorized)')]);
    });

    test('takes the token to the other tabs, and then opens their variables', async () => {
      await tab('Connection').click();
      await shows(queryEditor(), 'query Connection(');
      await shows(panel('Headers'), '"Bearer "');
      await panelEditor().click();
      await page.keyboard.press('Control+Home');
      await page.keyboard.press('ArrowDown');
      await page.keyboard.press('End');
      await page.keyboard.press('ArrowLeft');
      await page.keyboard.type('demo');
      for (const [name, content] of [
        ['Endpoint', '"privateLinkIds": ['],
        ['Connections', '"name": "Contoso HR"'],
      ] as const) {
        await tab(name).click();
        await panel('Variables').waitFor();
        await execute();
        await shows(result(), content);
      }
      await untilStored();
      expect(await stored()).not.toContain('Bearer demo');
    });
  });
});
