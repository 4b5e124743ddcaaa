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

/**
 * Starts GraphiQL. It runs in the browser, where its source text is sent to, so it uses nothing of this module.
 */
export function startGraphiQL({ graphiql, workers }: StartOptions): void {
  Object.assign(globalThis, {
    MonacoEnvironment: { globalAPI: false, getWorkerUrl: (_module: string, label: string) => workers[label] },
  });

  const TABS = 'graphiql:tabState';
  const keepsHeaders = () => localStorage.getItem('graphiql:shouldPersistHeaders') === 'true';

  // GraphiQL stores a change half a second late. Where the user turns the keeping of headers off meanwhile, it
  // stores them all the same.
  addEventListener('pagehide', () => {
    const kept = localStorage.getItem(TABS);
    if (kept === null || keepsHeaders()) return;
    const without = (name: string, value: unknown) => (name === 'headers' ? null : value);
    localStorage.setItem(TABS, JSON.stringify(JSON.parse(kept), without));
  });

  // GraphiQL opens an empty tab beside those it has kept, unless it is told what stands in the one to return to. A
  // link with a query of its own goes before.
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
    // Where this option is off, GraphiQL neither shows the setting nor remembers that a user has turned it on.
    showPersistHeadersSettings: true,
    shouldPersistHeaders: keepsHeaders(),
  });
}
