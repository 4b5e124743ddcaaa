/** The editors of the page. */
export interface Editors {
  /** Whether headers have a token; by default, those in the Headers panel. */
  hasToken(headers?: string): boolean;
}

interface EditorOptions {
  readonly wordWrap: 'on';
  readonly fontSize: number;
}

interface Model {
  readonly uri: { readonly path: string };
  getValue(): string;
  setValue(value: string): void;
  onDidChangeContent(listener: (event: { readonly isFlush: boolean }) => void): void;
}

/** The part of Monaco's API that is used. @see https://microsoft.github.io/monaco-editor/docs.html */
declare const monaco: {
  readonly editor: {
    onDidCreateEditor(listener: (editor: { updateOptions(options: EditorOptions): void }) => void): void;
    onDidCreateModel(listener: (model: Model) => void): void;
  };
};

/**
 * Wraps lines in all editors, so that comments are never wider than their pane; and carries headers to other tabs.
 * GraphiQL has headers per tab, but a token is typed once: a tab without headers of its own gets the last ones typed.
 * They stay in memory. Its source text is sent to the browser, so it uses nothing of this module.
 */
export function prepareEditors(defaultHeaders: string): Editors {
  let current = () => defaultHeaders;
  monaco.editor.onDidCreateEditor((editor) => editor.updateOptions({ wordWrap: 'on', fontSize: 13 }));
  monaco.editor.onDidCreateModel((model) => {
    if (!model.uri.path.endsWith('request-headers.json')) return;
    current = () => model.getValue();
    let typed = model.getValue();
    model.onDidChangeContent(({ isFlush }) => {
      const value = model.getValue();
      // A flush is another tab or an entry of the history; all else is the user.
      if (!isFlush) typed = value;
      else if (value !== typed && (value === '' || value === defaultHeaders)) {
        queueMicrotask(() => model.setValue(typed));
      }
    });
  });
  return { hasToken: (headers = current()) => /"Bearer +[^"\s]/i.test(headers) };
}
