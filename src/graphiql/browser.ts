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

/**
 * Starts GraphiQL. It runs in the browser, where its source text is sent to, so it uses nothing of this module.
 */
export function startGraphiQL({ graphiql, workers }: StartOptions): void {
  Object.assign(globalThis, {
    MonacoEnvironment: { globalAPI: false, getWorkerUrl: (_module: string, label: string) => workers[label] },
  });
  YogaGraphiQL.renderYogaGraphiQL(document.querySelector('#root'), {
    ...graphiql,
    // Where this option is off, GraphiQL neither shows the setting nor remembers that a user has turned it on.
    showPersistHeadersSettings: true,
    shouldPersistHeaders: localStorage.getItem('graphiql:shouldPersistHeaders') === 'true',
  });
}
