/** Where GraphiQL stores tabs, history and preferences. */
export interface GraphiQLStorage
  extends Pick<Storage, 'length' | 'clear' | 'getItem' | 'removeItem' | 'setItem'> {
  /** Whether the user has chosen to persist headers. */
  keepsHeaders(): boolean;
}

/**
 * The browser's local storage, without headers unless the user has chosen to persist them. GraphiQL itself would store
 * them in its history regardless, and once more half a second after the user has turned that off. Its source text is
 * sent to the browser, so it uses nothing of this module.
 */
export function createStorage(): GraphiQLStorage {
  const PREFIX = 'graphiql:';
  const CHOICE = `${PREFIX}shouldPersistHeaders`;
  const HEADERS = `${PREFIX}headers`;
  const HISTORY = [`${PREFIX}queries`, `${PREFIX}favorites`];
  const WITH_HEADERS = [`${PREFIX}tabState`, ...HISTORY];

  const keepsHeaders = () => localStorage.getItem(CHOICE) === 'true';
  const withoutHeaders = (json: string) =>
    JSON.stringify(JSON.parse(json), (name, value: unknown) => (name === 'headers' ? null : value));
  const ownNames = () => Object.keys(localStorage).filter((name) => name.startsWith(PREFIX));

  return {
    keepsHeaders,
    get length() {
      return ownNames().length;
    },
    getItem: (name) => localStorage.getItem(name),
    removeItem: (name) => localStorage.removeItem(name),
    clear() {
      for (const name of ownNames()) localStorage.removeItem(name);
    },
    setItem(name, value) {
      if (name === HEADERS && !keepsHeaders()) return;
      const strip = WITH_HEADERS.includes(name) && !keepsHeaders();
      localStorage.setItem(name, strip ? withoutHeaders(value) : value);
      if (name !== CHOICE || keepsHeaders()) return;
      for (const list of HISTORY) {
        const stored = localStorage.getItem(list);
        if (stored !== null) localStorage.setItem(list, withoutHeaders(stored));
      }
    },
  };
}
