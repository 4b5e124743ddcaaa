const MAX_LENGTH = 24;
const MAX_URL_LENGTH = 100;

/**
 * The value of an invalid setting as its message may repeat it. Secrets get into the wrong variable, and in URLs into
 * user-info and queries: these are left out, and so is what looks like a token or is longer than a slip of the keys.
 */
export function shown(value: string): string {
  if (/eyJ|bearer/i.test(value)) return 'what looks like a token';
  const isUrl = /^\/|:\/\//.test(value);
  const clean = value.replace(/^([a-z]*:\/\/)?.*@/is, '$1***@').replace(/[?#].+$/s, '?***');
  const max = isUrl ? MAX_URL_LENGTH : MAX_LENGTH;
  return clean.length > max ? `${value.length} characters` : JSON.stringify(clean);
}
