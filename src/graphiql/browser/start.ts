import type { Editors } from './editors.ts';
import type { Fetcher } from './fetcher.ts';
import type { GraphiQLStorage } from './storage.ts';

/** What the page is started with; it goes to the browser as JSON. */
export interface StartOptions {
  /** The tabs of a first visit, in GraphiQL's own form. */
  readonly tabs: readonly Tab[];
  /** The content of the Headers panel, until a user edits it. */
  readonly headers: string;
  /** The addresses of Monaco's workers, by its labels for them. */
  readonly workers: Readonly<Record<string, string>>;
}

/** The content of a tab of GraphiQL. */
export interface Tab {
  readonly query: string | null;
  readonly variables: string | null;
}

/** The other parts of the script. */
export interface Parts {
  createFetcher(): Fetcher;
  createStorage(): GraphiQLStorage;
  prepareEditors(defaultHeaders: string): Editors;
}

/** What GraphiQL keeps of its tabs. */
interface TabState {
  readonly activeTabIndex: number;
  readonly tabs: readonly Tab[];
}

declare const YogaGraphiQL: {
  renderYogaGraphiQL(element: Element | null, options: Readonly<Record<string, unknown>>): void;
};

/**
 * Starts GraphiQL. Its source text is sent to the browser, so it uses nothing of this module; and it runs ahead of
 * GraphiQL's script, because Monaco reads its settings when it is loaded.
 */
export function startGraphiQL(options: StartOptions, parts: Parts): void {
  const getWorkerUrl = (_module: string, label: string) => options.workers[label];
  // `globalAPI` makes `monaco`, for the editors' settings that GraphiQL has no options for.
  Object.assign(globalThis, { MonacoEnvironment: { globalAPI: true, getWorkerUrl } });

  addEventListener('DOMContentLoaded', () => {
    const storage = parts.createStorage();
    const editors = parts.prepareEditors(options.headers);
    const first: TabState = { activeTabIndex: 0, tabs: options.tabs };
    let { activeTabIndex } = kept() ?? first;

    YogaGraphiQL.renderYogaGraphiQL(document.querySelector('#root'), {
      ...openTab(),
      // Shows what is deprecated of inputs: without it, introspection leaves those out.
      inputValueDeprecation: true,
      defaultTabs: options.tabs,
      defaultHeaders: options.headers,
      defaultEditorToolsVisibility:
        storage.keepsHeaders() || editors.hasToken(options.headers) ? 'variables' : 'headers',
      fetcher: parts.createFetcher(),
      storage,
      // GraphiQL's default, the history, in place of Yoga's, the explorer.
      plugins: undefined,
      // Without this option GraphiQL neither shows the setting nor remembers that a user has turned it on.
      showPersistHeadersSettings: true,
      shouldPersistHeaders: storage.keepsHeaders(),
      onTabChange(state: TabState) {
        const hasChanged = state.activeTabIndex !== activeTabIndex;
        activeTabIndex = state.activeTabIndex;
        // GraphiQL reports each edit as well, and before it shows the tab.
        if (hasChanged && state.tabs[activeTabIndex]?.variables) setTimeout(showVariables);
      },
    });

    /** Shows the variables of a tab that is opened, unless the panels are hidden or a token is missing. */
    function showVariables(): void {
      const panels = document.querySelector('.graphiql-editor-tools');
      if (!panels?.querySelector('.active') || !editors.hasToken()) return;
      panels.querySelector<HTMLElement>('[data-name="variables"]')?.click();
    }

    // GraphiQL opens an empty tab beside the stored ones unless it gets the content of the active one, and shows the
    // variables of the active one only if it gets them. A link with a query has priority.
    function openTab(): Partial<Tab> {
      const { tabs } = kept() ?? first;
      const { query, variables } = tabs[activeTabIndex] ?? {};
      const linked = new URL(location.href).searchParams.get('query');
      if (query === undefined || (linked !== null && linked !== query)) return {};
      return { query: query ?? '', variables: variables ?? '' };
    }

    function kept(): TabState | undefined {
      try {
        return JSON.parse(storage.getItem('graphiql:tabState') ?? '') ?? undefined;
      } catch {
        return undefined;
      }
    }
  });
}
