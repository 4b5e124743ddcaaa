/** What the page is started with; it goes to the browser as JSON. */
export interface StartOptions {
  /** GraphiQL's own options. */
  readonly graphiql: Readonly<Record<string, unknown>>;
  /** The addresses of Monaco's workers, by its labels for them. */
  readonly workers: Readonly<Record<string, string>>;
}

declare const YogaGraphiQL: {
  renderYogaGraphiQL(element: Element | null, options: Readonly<Record<string, unknown>>): void;
};

/** What GraphiQL keeps of its tabs. */
interface TabState {
  readonly activeTabIndex: number;
  readonly tabs: readonly { readonly query: string | null; readonly variables: string | null }[];
}

/** Starts GraphiQL. Its source text is sent to the browser, so it uses nothing of this module. */
export function startGraphiQL({ graphiql, workers }: StartOptions): void {
  Object.assign(globalThis, {
    MonacoEnvironment: { globalAPI: false, getWorkerUrl: (_module: string, label: string) => workers[label] },
  });

  const TABS = 'graphiql:tabState';
  const keepsHeaders = () => localStorage.getItem('graphiql:shouldPersistHeaders') === 'true';

  // GraphiQL stores changes half a second late, and headers even if the user has turned that off meanwhile.
  addEventListener('pagehide', () => {
    const kept = localStorage.getItem(TABS);
    if (kept === null || keepsHeaders()) return;
    const without = (name: string, value: unknown) => (name === 'headers' ? null : value);
    localStorage.setItem(TABS, JSON.stringify(JSON.parse(kept), without));
  });

  // GraphiQL opens an empty tab beside the stored ones unless it gets the content of the active one. A link with
  // a query has priority.
  const returning = () => {
    try {
      const kept: TabState | null = JSON.parse(localStorage.getItem(TABS) ?? 'null');
      const { query, variables } = kept?.tabs[kept.activeTabIndex] ?? {};
      const linked = new URL(location.href).searchParams.get('query');
      if (query === undefined || (linked !== null && linked !== query)) return {};
      return { query: query ?? '', variables: variables ?? '' };
    } catch {
      return {};
    }
  };

  YogaGraphiQL.renderYogaGraphiQL(document.querySelector('#root'), {
    ...graphiql,
    ...returning(),
    // Without this option GraphiQL neither shows the setting nor remembers that a user has turned it on.
    showPersistHeadersSettings: true,
    shouldPersistHeaders: keepsHeaders(),
  });
}
