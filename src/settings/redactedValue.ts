const MAX_LENGTH = 24;
const MAX_URL_LENGTH = 100;

/**
 * The value of an invalid setting as its message may quote it. Secrets get into the wrong variable, and into user-info
 * and queries of URLs: these are left out, and so is a value that looks like a token or is too long to be a typo.
 */
export function redactedValue(value: string): string {
  if (/eyJ|bearer/i.test(value)) return 'what looks like a token';
  const isUrl = /^\/|:\/\//.test(value);
  const clean = value.replace(/^([a-z]*:\/\/)?.*@/is, '$1***@').replace(/[?#].+$/s, '?***');
  const max = isUrl ? MAX_URL_LENGTH : MAX_LENGTH;
  return clean.length > max ? `${value.length} characters` : JSON.stringify(clean);
}
