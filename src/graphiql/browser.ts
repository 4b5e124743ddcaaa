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

  // GraphiQL opens an empty tab beside those it has kept, unless it is told what stands in the one to return to. A
  // link with a query of its own goes before.
  const returning = () => {
    try {
      const kept: TabState | null = JSON.parse(localStorage.getItem('graphiql:tabState') ?? 'null');
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
    shouldPersistHeaders: localStorage.getItem('graphiql:shouldPersistHeaders') === 'true',
  });
}
