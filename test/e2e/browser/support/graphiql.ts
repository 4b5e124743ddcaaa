import type { Locator, Page } from 'playwright-core';

type Panel = 'Variables' | 'Headers';

/** GraphiQL in a page: its parts, and what a user does with them. */
export class GraphiQL {
  readonly page: Page;
  readonly queryEditor: Locator;
  /** The editor of the open panel: Variables or Headers. */
  readonly panelEditor: Locator;
  readonly result: Locator;
  readonly tabs: Locator;
  readonly #url: string;

  constructor(page: Page, url: string) {
    this.page = page;
    this.#url = url;
    this.queryEditor = page.locator('.graphiql-query-editor');
    this.panelEditor = page.locator('.graphiql-editor-tool .monaco-editor:visible');
    this.result = page.locator('.result-window');
    this.tabs = page.getByRole('tab');
  }

  /** Opens it, or opens it again, and waits until it can be used. */
  async load(search = ''): Promise<void> {
    await this.page.goto(this.#url + search);
    await this.queryEditor.locator('.view-line').first().waitFor();
    // The schema has been read.
    await this.page.locator('.graphiql-spinner').waitFor({ state: 'detached' });
  }

  panel(name: Panel): Locator {
    return this.page.getByRole('region', { name, exact: true });
  }

  tab(name: string): Locator {
    return this.tabs.getByRole('button', { name, exact: true });
  }

  openPanel(name: Panel): Promise<void> {
    return this.page.getByRole('button', { name, exact: true }).click();
  }

  execute(): Promise<void> {
    return this.page.getByRole('button', { name: 'Execute query (Ctrl-Enter)' }).click();
  }

  /** Replaces the content of the open panel; Monaco closes the last brace itself. */
  async typeIntoPanel(text: string): Promise<void> {
    await this.panelEditor.click();
    await this.page.keyboard.press('Control+A');
    await this.page.keyboard.insertText(text);
  }

  async typeToken(token: string): Promise<void> {
    await this.openPanel('Headers');
    await this.typeIntoPanel(`{ "Authorization": "Bearer ${token}"`);
    await shows(this.panelEditor, `"Bearer ${token}"}`);
  }

  /** Runs the first query as the caller of a new token, which has a tenant of its own. */
  async runWithNewToken(token: string): Promise<void> {
    await this.typeToken(token);
    await this.execute();
    await shows(this.result, '"nodes": []');
    await this.untilStored();
  }

  /** GraphiQL stores its state half a second after a change, by the clock of the page. */
  untilStored(): Promise<void> {
    return this.page.evaluate(() => new Promise<void>((resolve) => setTimeout(resolve, 600)));
  }

  /** All that the page keeps in the browser. */
  stored(): Promise<string> {
    return this.page.evaluate(() => JSON.stringify({ ...localStorage, ...sessionStorage }));
  }
}

/** Waits until a part of the page shows a text. */
export function shows(part: Locator, hasText: string): Promise<void> {
  return part.filter({ hasText }).waitFor();
}
