/** What the upstream holds: the same for every contender. */

/** The only `Authorization` header that the upstream accepts. */
export const AUTHORIZATION = 'Bearer bench.token.of-one-caller';

/** As long as a page of Graph at its longest. */
export const PAGE_SIZE = 100;

const STATES = ['ready', 'draft', 'limitExceeded', 'obsolete'] as const;

export type Connection = ReturnType<typeof connection>;

/** The id of a connection of the page; their states differ. */
export function connectionId(index: number): string {
  return `service${String(index).padStart(3, '0')}`;
}

/** The connection of any id, with everything that Graph sends of one: about 600 bytes as JSON. */
export function connection(id: string) {
  const [, index = '0'] = /^service(\d{3})$/.exec(id) ?? [];
  return {
    '@odata.type': '#microsoft.graph.externalConnectors.externalConnection',
    id,
    name: `Contoso ${id}`,
    description: `Tickets and known errors of Contoso's ${id}, indexed every night`,
    state: STATES[Number(index) % STATES.length] ?? 'ready',
    configuration: {
      '@odata.type': 'microsoft.graph.externalConnectors.configuration',
      authorizedAppIds: ['d310d35d-72ec-47dd-92f2-fb9c40936555', '4a7f2c1b-9a53-4d0e-a6d4-0b4c1f0f2e63'],
    },
    connectorId: null,
    contentCategory: 'taskManagement',
    enabledContentExperiences: 'search',
    ingestedItemsCount: 18_342,
    activitySettings: null,
    searchSettings: null,
    complianceSettings: null,
  };
}

export const page = Array.from({ length: PAGE_SIZE }, (_, index) => connection(connectionId(index)));

/** The input of S4; the upstream responds with the connection of that id. */
export const newConnection = {
  id: 'servicenew',
  name: 'Contoso servicenew',
  description: connection('servicenew').description,
  configuration: { authorizedAppIds: ['d310d35d-72ec-47dd-92f2-fb9c40936555'] },
};
