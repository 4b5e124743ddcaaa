/** The addresses in the page, relative to its own. */
export interface PageAddresses {
  readonly style: string;
  readonly scripts: readonly string[];
}

const TITLE = 'Microsoft Graph gateway';

const LOGO =
  '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32" width="26" height="26" fill="none" stroke="#0b6bcb"' +
  ' stroke-width="3" stroke-linecap="round"><path d="M4 28V14a12 12 0 0 1 24 0v14M11 28V15a5 5 0 0 1 10 0v13M2 28h28"/></svg>';

export function renderPage({ style, scripts }: PageAddresses): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<meta name="color-scheme" content="light dark">
<title>${TITLE}</title>
<link rel="icon" href="data:image/svg+xml,${encodeURIComponent(LOGO)}">
<link rel="stylesheet" href="${style}">
${scripts.map((script) => `<script defer src="${script}"></script>`).join('\n')}
</head>
<body id="body" class="no-focus-outline">
<noscript>GraphiQL needs JavaScript.</noscript>
<div id="root"></div>
</body>
</html>
`;
}

/** The style of the page, which is appended to GraphiQL's own. */
export const PAGE_STYLE = [
  'html,body,#root{height:100%;margin:0;overflow:hidden}',
  // Tabs wrap, instead of being scrolled out of sight.
  '.graphiql-container .graphiql-session-header{height:auto;min-height:var(--session-header-height)}',
  '.graphiql-container .graphiql-tabs{flex-wrap:wrap;gap:var(--px-4);overflow:visible}',
  '.graphiql-container .graphiql-tab .graphiql-tab-button{padding-right:23px}',
  '@media (max-width:1000px){.graphiql-container .graphiql-tab .graphiql-tab-button{padding:2px 23px 2px 7px;font-size:13px}}',
  '.graphiql-container .graphiql-logo{display:none}',
  // The search of the documentation is as wide as its hint (Ctrl Alt K), and below a title that leaves no room for it.
  '.graphiql-container .graphiql-doc-explorer-header{flex-wrap:wrap;gap:var(--px-8)}',
  '.graphiql-container .graphiql-doc-explorer-search:not(:focus-within){position:static}',
  '.graphiql-container .graphiql-doc-explorer-search:not(:focus-within) [role=combobox]{width:11ch}',
  // A transform left by GraphiQL's drag-and-drop library moves a refocused tab away, and the click is lost.
  '.graphiql-tab{transform:none!important}',
].join('');

/** Allows no other origin, and no script but the page's own files. Monaco positions its lines by inline styles. */
export const CONTENT_SECURITY_POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "worker-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  'font-src data:',
  'img-src data:',
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');
